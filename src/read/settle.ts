/**
 * Files that somebody is still writing: a folder on a share fills slowly, and half a copy reads like a short issue.
 *
 *   stillChanging(['in/2025-12.txt'], 2)  → {} when nobody touched it for 2 s, else a refusal: "… is still being written …"
 *
 * A file is young when it was changed less than so many seconds ago (or in the future, as the clock of a share may say).
 * Young files are watched together for so many seconds; what has the same size and time afterwards is read.
 */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Outcome } from '../model.js';

type Refused = Outcome<null>;

export async function stillChanging(files: readonly string[], seconds: number): Promise<ReadonlyMap<string, Refused>> {
  if (seconds <= 0) return new Map();
  const before = await look(files);
  const now = Date.now();
  const young = files.filter((file) => now - (before.get(file)?.mtimeMs ?? 0) < seconds * 1000);
  if (young.length === 0) return new Map();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const after = await look(young);
  const changed = young.filter((file) => {
    const [was, is] = [before.get(file), after.get(file)];
    return was?.size !== is?.size || was?.mtimeMs !== is?.mtimeMs;
  });
  return new Map(changed.map((file) => [file, refusal(file)]));
}

/** What the next run will read; the earlier version of the issue stays until then. */
export const refusal = (path: string): Refused => {
  const file = basename(path);
  const message = `${file} is still being written; it is left alone until it stands still, run again then`;
  return {
    value: null,
    problems: [{ level: 'refused', rule: 'issue/unsettled', message, file, articleId: null, at: null }],
  };
};

interface Look {
  readonly size: number;
  readonly mtimeMs: number;
}

/** Without the files that are not there; to say so is the reader's. */
async function look(files: readonly string[]): Promise<Map<string, Look>> {
  const seen = new Map<string, Look>();
  for (const file of files) {
    const found = await stat(file).catch(() => null);
    if (found !== null) seen.set(file, { size: found.size, mtimeMs: found.mtimeMs });
  }
  return seen;
}
