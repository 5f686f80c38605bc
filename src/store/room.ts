/**
 * Is there room on the disk? LadybugDB ends the whole process when a write fails, so the room is asked for before.
 *
 *   data/graph: no room to write (ENOSPC, 64 MB are needed); free some and run again
 */
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';
import { StoreUnavailable } from './store.js';

/** What an issue with many thousand facts writes, its log and its checkpoint together, and more. */
const RESERVE = 64 * 2 ** 20;
const CHUNK = Buffer.alloc(4 * 2 ** 20);

const noRoom = (folder: string, why: string, needed = RESERVE): StoreUnavailable =>
  new StoreUnavailable(
    `${folder}: no room to write (${why}, ${Math.ceil(needed / 2 ** 20)} MB are needed); free some and run again`,
  );

/** Writes and removes that much: a quota and a limit on the size of a file show only so. */
export function reserveRoom(folder: string): void {
  bearLimit();
  const ballast = path.join(folder, '.room');
  let descriptor: number | null = null;
  try {
    descriptor = openSync(ballast, 'w');
    for (let written = 0; written < RESERVE; ) written += writeSync(descriptor, CHUNK);
  } catch (error) {
    throw noRoom(folder, (error as NodeJS.ErrnoException).code ?? String(error));
  } finally {
    if (descriptor !== null) closeSync(descriptor);
    rmSync(ballast, { force: true });
  }
}

let isBorne = false;

/** Node takes a file that is too large as an error; proper-lockfile ends the process for it where nobody else listens. */
function bearLimit(): void {
  if (!isBorne) process.on('SIGXFSZ', () => {});
  isBorne = true;
}

/** The same for what comes next, without writing: a transaction, and `more` bytes. */
export function checkRoom(folder: string, more = 0): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = `${Math.floor((bavail * bsize) / 2 ** 20)} MB are free`;
  if (bavail * bsize < RESERVE + more) throw noRoom(folder, free, RESERVE + more);
}
