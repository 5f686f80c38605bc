/**
 * One writer at a time: a lock beside the graph, with the name of its holder.
 *
 *   second run → GraphLocked "data/graph: another run is writing it (pid 4711 on desk-3 since 2025-12-15T08:00:00Z); …"
 *
 * A holder that is dead, or silent for longer than STALE_MS, loses the lock to the next run.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
    lockfile.lock(base, {
      lockfilePath: folder,
      realpath: false,
      stale: STALE_MS,
      update: UPDATE_MS,
      // Somebody removed it by hand: the stores themselves keep two writers apart, and the run goes on.
      onCompromised: () => {},
    });
  let release: () => Promise<void>;
  try {
    release = await take();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
    const holder = holderIn(note);
    if (!isDead(holder)) throw locked(address, holder);
    release = await takeOver(address, base, take);
  }
  const self: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  writeFileSync(note, JSON.stringify(self));
  return async () => {
    rmSync(note, { force: true });
    // It fails where somebody removed the lock by hand.
    await release().catch(() => {});
  };
}

/**
 * kill -9 leaves the lock behind. One run at a time takes it over, and looks at the holder again: between the look and
 * the taking another one may have done the same, and its lock must stand.
 */
async function takeOver(
  address: string,
  base: string,
  take: () => Promise<() => Promise<void>>,
): Promise<() => Promise<void>> {
  const [folder, note, guard] = [`${base}.lock`, `${base}.holder.json`, `${base}.takeover`];
  try {
    mkdirSync(guard);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw locked(address, holderIn(note));
  }
  try {
    if (!isDead(holderIn(note))) throw locked(address, holderIn(note));
    // The name of the dead goes first: nobody may read it beside the lock of the living.
    rmSync(note, { force: true });
    rmSync(folder, { recursive: true, force: true });
    return await take().catch(() => {
      throw locked(address, holderIn(note));
    });
  } finally {
    rmSync(guard, { recursive: true, force: true });
  }
}

/** Only the holder's own host can know; a process that began after the lock was taken is another one. */
function isDead(holder: Holder | null): boolean {
  if (holder === null || holder.host !== hostname()) return false;
  if (holder.pid === process.pid) return Date.parse(holder.since) < performance.timeOrigin;
  return !isAlive(holder.pid);
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
