/**
 * Files that appear whole or not at all: written under a name of their own beside the place they are meant for, flushed
 * to the disk, then renamed. What stands there already is replaced only when it is a file of the same kind, or a folder
 * that an export made.
 *
 *   await wholeFile('out/observations.csv', async (part) => writeFileSync(part, …));
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { Failure } from '../failure.js';

/** A folder with this file in it was made by an export, and may be replaced by one. */
export const MARK = 'zhimai-export.json';

export function wholeFile<Result>(out: string, work: (part: string) => Promise<Result>): Promise<Result> {
  return placed(out, async (part) => {
    const result = await work(part);
    renameSync(part, out);
    return result;
  });
}

export function wholeFolder<Result>(out: string, work: (part: string) => Promise<Result>): Promise<Result> {
  return placed(out, async (part) => {
    mkdirSync(part);
    const result = await work(part);
    // A folder cannot be renamed onto a full one, so the old one steps aside first.
    const old = `${part}.old`;
    if (existsSync(out)) renameSync(out, old);
    renameSync(part, out);
    rmSync(old, { recursive: true, force: true });
    return result;
  });
}

/** @throws Failure when what stands at `out` is no earlier export of this kind */
export function mayReplace(out: string, extension: string | null): void {
  if (!existsSync(out)) return;
  const isFolder = statSync(out).isDirectory();
  if (extension === null) {
    if (!isFolder) throw new Failure(`${out}: a file stands there; give a folder that is new or empty`);
    const names = readdirSync(out);
    if (names.length > 0 && !names.includes(MARK)) {
      throw new Failure(`${out}: not a folder of zhimai export (no ${MARK} in it); give one that is new or empty`);
    }
  } else if (isFolder) {
    throw new Failure(
      `${out}: a folder stands there; give the name of a file, such as ${path.join(out, `graph${extension}`)}`,
    );
  } else if (path.extname(out).toLowerCase() !== extension) {
    throw new Failure(`${out}: another kind of file stands there; give a name that ends with ${extension}`);
  }
}

async function placed<Result>(out: string, work: (part: string) => Promise<Result>): Promise<Result> {
  const part = path.join(path.dirname(out), `.${path.basename(out)}.part-${process.pid}`);
  try {
    rmSync(part, { recursive: true, force: true });
    mkdirSync(path.dirname(out), { recursive: true });
    return await work(part);
  } catch (error) {
    throw plain(out, error);
  } finally {
    try {
      rmSync(part, { recursive: true, force: true });
    } catch {
      // The reason it could not be written is the one to report.
    }
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EACCES: 'not allowed there',
  EPERM: 'not allowed there',
  EROFS: 'the disk is read-only',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a part of the path is a file',
};

function plain(out: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  return new Failure(`${out}: cannot be written (${REASONS[code] ?? code}); give another place with --out`);
}

const BUFFER = 2 ** 16;

/** Text on its way into a file, some of it in hand; the writer waits for the disk, so nothing piles up. */
export class TextFile {
  private readonly file: number;
  private waiting: string[] = [];
  private length = 0;

  constructor(name: string) {
    this.file = openSync(name, 'w');
  }

  write(text: string): void {
    this.waiting.push(text);
    this.length += text.length;
    if (this.length >= BUFFER) this.flush();
  }

  close(): void {
    try {
      this.flush();
      fsyncSync(this.file);
    } finally {
      closeSync(this.file);
    }
  }

  private flush(): void {
    const bytes = Buffer.from(this.waiting.join(''), 'utf8');
    for (let done = 0; done < bytes.length; ) done += writeSync(this.file, bytes, done);
    this.waiting = [];
    this.length = 0;
  }
}

/** Opens, works and closes, whatever happens. */
export async function textFile<Result>(name: string, work: (file: TextFile) => Promise<Result>): Promise<Result> {
  const file = new TextFile(name);
  try {
    const result = await work(file);
    file.close();
    return result;
  } catch (error) {
    try {
      file.close();
    } catch {
      // The first fault is the one to report.
    }
    throw error;
  }
}
