/**
 * One writer at a time: a lock beside the graph, with the name of its holder.
 *
 *   second run → GraphLocked "data/graph: another run is writing it (pid 4711 on desk-3 since 2025-12-15T08:00:00Z); …"
 *
 * A holder that is dead, or silent for longer than STALE_MS, loses the lock to the next run.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import lockfile from 'proper-lockfile';
import { Failure } from '../failure.js';

/** Long, because the extraction of a large issue keeps the process busy and the lock's time untouched. */
const STALE_MS = 120_000;
const UPDATE_MS = 5_000;

export class GraphLocked extends Failure {
  override readonly name = 'GraphLocked';
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

/**
 * @param address  of the graph, for the message
 * @param base     path without ending: the lock is the folder `<base>.lock`, its holder stands in `<base>.holder.json`
 * @returns        a function that gives the lock back
 * @throws GraphLocked while another living process holds it
 */
export async function lockGraph(address: string, base: string): Promise<() => Promise<void>> {
  const [folder, note] = [`${base}.lock`, `${base}.holder.json`];
  const take = (): Promise<() => Promise<void>> =>
    lockfile.lock(base, { lockfilePath: folder, realpath: false, stale: STALE_MS, update: UPDATE_MS });
  let release: () => Promise<void>;
  try {
    release = await take();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
    const holder = holderIn(note);
    if (holder === null || holder.host !== hostname() || isAlive(holder.pid)) throw locked(address, holder);
    // kill -9 leaves the folder behind; only its own host can know that the process is gone.
    rmSync(folder, { recursive: true, force: true });
    release = await take().catch(() => {
      throw locked(address, holderIn(note));
    });
  }
  const self: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  writeFileSync(note, JSON.stringify(self));
  return async () => {
    rmSync(note, { force: true });
    await release();
  };
}

function locked(address: string, holder: Holder | null): GraphLocked {
  const who = holder === null ? '' : ` (pid ${holder.pid} on ${holder.host} since ${holder.since})`;
  return new GraphLocked(`${address}: another run is writing it${who}; wait until it ends and try again`);
}

function holderIn(note: string): Holder | null {
  try {
    return JSON.parse(readFileSync(note, 'utf8')) as Holder;
  } catch {
    // The other run has the lock and has not yet written its name.
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
