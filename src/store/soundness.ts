/**
 * Is the file of an embedded graph whole? A database that was overwritten or cut may open all the same, give wrong rows,
 * or end the process that opens it (a segmentation fault was seen). So the last writer leaves a seal: a file that has
 * another size or time since must have the same hash. Where a writer died before it could, a process of its own opens
 * the file first and reads it through.
 *
 *   data/graph/closed.json                          the seal: size, time and sha256 of the file
 *   data/graph/graph.lbug.broken-20251215T080000Z   what was found broken: kept, never read again
 *   data/graph/graph.lbug.old-20251215T080000Z      what another version made, with other tables: the same
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../lexicon/data.js';
import type { Problem } from '../model.js';
import { madeWith, readThrough } from './statements.js';
import { StoreUnavailable } from './store.js';

interface Opening {
  /** The package of the database's addon. */
  readonly addon: string;
  readonly bufferPoolSize: number;
  readonly maxDBSize: number;
}

/** Not the file's fault: no room, no right, another process. */
const PASSING =
  /Could not set lock|Cannot write|No space|Permission denied|Read-only file system|Buffer manager|mmap|File too large/iu;

export interface Seal {
  readonly parts: readonly (readonly [name: string, size: number, mtimeMs: number])[];
  readonly sha256: string;
}

export interface Soundness {
  /** What the user has to know. */
  readonly problems: readonly Problem[];
  /** As the last writer left it. */
  readonly seal: Seal | null;
}

const SOUND: Soundness = { problems: [], seal: null };

/**
 * Must hold the lock. A file that is broken, or that another version made, is set aside, so that the graph can be built again.
 *
 * @throws StoreUnavailable where the file cannot be looked at
 */
export async function setAsideIfBroken(folder: string, file: string, opening: Opening): Promise<Soundness> {
  if (!existsSync(file)) return SOUND;
  const [closed, tables] = [path.join(folder, 'closed.json'), path.join(folder, 'tables.txt')];
  if (!existsSync(tables)) {
    // A run died before it had made the tables: nothing was in it.
    for (const part of partsOf(file)) rmSync(part);
    return SOUND;
  }
  if (readFileSync(tables, 'utf8') !== madeWith()) {
    rmSync(closed, { force: true });
    return setAside(folder, file, 'the database has the tables of another version of zhimai', 'store/old-tables');
  }
  const seal = sealIn(closed);
  // Until the file is closed again nobody vouches for it.
  rmSync(closed, { force: true });
  if (seal !== null) {
    if (sameParts(seal.parts, looksOf(file)) || seal.sha256 === hashOf(file)) return { problems: [], seal };
  }
  const why = seal !== null ? 'its content is not what was written' : await faultOf(path.resolve(file), opening);
  if (why === null) return SOUND;
  if (PASSING.test(why)) throw new StoreUnavailable(`${folder}: cannot be opened (${why})`);
  return setAside(folder, file, `the database was broken (${why})`, 'store/broken');
}

function setAside(folder: string, file: string, what: string, rule: 'store/broken' | 'store/old-tables'): Soundness {
  const name = rule === 'store/broken' ? 'broken' : 'old';
  const mark = `${name}-${new Date().toISOString().replace(/[-:]|\.\d+/gu, '')}`;
  for (const part of partsOf(file)) renameSync(part, `${part}.${mark}`);
  rmSync(path.join(folder, 'tables.txt'));
  const message =
    `${folder}: ${what} and is set aside as ${path.basename(file)}.${mark}; ` +
    'the graph is built again from the issues that are given: give all folders, then delete that file';
  return { problems: [{ level: 'refused', rule, message, file: '', articleId: null, at: null }], seal: null };
}

/** @param seal  as it was found; where nothing was written the hash is not made again */
export function sealClosed(folder: string, file: string, seal: Seal | null): void {
  if (!existsSync(file)) return;
  const parts = looksOf(file);
  const sha256 = seal !== null && sameParts(seal.parts, parts) ? seal.sha256 : hashOf(file);
  writeFileSync(path.join(folder, 'closed.json'), JSON.stringify({ parts, sha256 } satisfies Seal));
}

function sealIn(closed: string): Seal | null {
  try {
    return JSON.parse(readFileSync(closed, 'utf8')) as Seal;
  } catch {
    // Not there, or a run died while it wrote it.
    return null;
  }
}

const looksOf = (file: string): Seal['parts'] =>
  partsOf(file).map((part) => {
    const { size, mtimeMs } = statSync(part);
    return [path.basename(part), size, mtimeMs];
  });

const sameParts = (a: Seal['parts'], b: Seal['parts']): boolean => JSON.stringify(a) === JSON.stringify(b);

const CHUNK = 2 ** 22;

function hashOf(file: string): string {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(CHUNK);
  for (const part of partsOf(file)) {
    const descriptor = openSync(part, 'r');
    try {
      for (let read = 1; read > 0; ) {
        read = readSync(descriptor, chunk);
        hash.update(chunk.subarray(0, read));
      }
    } finally {
      closeSync(descriptor);
    }
  }
  return hash.digest('hex');
}

/** graph.lbug, graph.lbug.wal, …: without what was set aside before. */
export function partsOf(file: string): string[] {
  const name = path.basename(file);
  return readdirSync(path.dirname(file))
    .filter((part) => (part === name || part.startsWith(`${name}.`)) && !/\.(?:broken|old)-/u.test(part))
    .sort()
    .map((part) => path.join(path.dirname(file), part));
}

/** Opens the file in a process of its own and reads every column; null when that goes well. */
function faultOf(file: string, opening: Opening): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(projectRoot, 'src', 'store', 'soundness.mjs')], {
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      err += text;
    });
    child.stdin.on('error', () => {
      // A child that died early says why.
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(null);
      else
        resolve(
          err.trim().split('\n').pop()?.replace(/\s+/gu, ' ') || `it ends the process that reads it, ${signal ?? code}`,
        );
    });
    child.stdin.end(JSON.stringify({ file, ...opening, statements: readThrough() }));
  });
}
