/** PATH… of a command → the issue files to read, sorted by file name: ["corpus"] → ["corpus/haifeng-2024-06.txt", …]. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import fastGlob from 'fast-glob';
import { Failure } from '../failure.js';

/**
 * A folder gives its .txt files (folders in it too); a file is taken whatever it is called.
 * The order is by file name, so that it does not depend on how the paths were given.
 *
 * @throws Failure when a path does not exist or a folder holds no .txt file
 */
export function issueFiles(paths: readonly string[]): string[] {
  const files = new Map<string, string>();
  for (const given of paths) {
    if (!existsSync(given))
      throw new Failure(`${given}: no such file or folder; give a folder with .txt files or an issue file`);
    const found = statSync(given).isDirectory() ? textFilesIn(given) : [given];
    for (const file of found) files.set(path.resolve(file), file);
  }
  return [...files.values()].sort(
    (a, b) => compare(path.basename(a), path.basename(b)) || compare(path.resolve(a), path.resolve(b)),
  );
}

function textFilesIn(folder: string): string[] {
  const names = fastGlob.sync('**/*.txt', { cwd: folder, caseSensitiveMatch: false });
  if (names.length === 0) throw new Failure(`${folder}: no .txt file in it; put the issues there as plain text`);
  return names.map((name) => path.join(folder, name));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
