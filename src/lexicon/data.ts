/** Where the lexicon's data files lie: src/lexicon/data, for the sources and for the build in dist alike. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root: the nearest folder above this file that holds package.json. */
export const projectRoot: string = (() => {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error('zhimai: no package.json above its own files; install it again');
    folder = parent;
  }
  return folder;
})();

export const dataFile = (name: string): string => path.join(projectRoot, 'src', 'lexicon', 'data', name);

/**
 * The text of a data file.
 *
 * @param name  e.g. "places.tsv"
 * @throws when the file is missing: the installation is broken
 */
export function readData(name: string): string {
  return readFileSync(dataFile(name), 'utf8');
}

/** Rows of a tab-separated data file; the first line names the columns, lines that begin with # are comments. */
export function readRows<Column extends string>(name: string): Record<Column, string>[] {
  const lines = readData(name)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const columns = (lines.shift() ?? '').split('\t') as Column[];
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ''])) as Record<Column, string>;
  });
}
