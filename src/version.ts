/** What runs: the version of the package, "0.1.0", and of all that decides what is read, "0.1.0+3f9a12c4". */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './lexicon/data.js';

export const version: string = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')).version;

/** The rooms whose rules and data decide what the graph says about an issue. */
const DECIDING_ROOMS = ['lexicon', 'read', 'recognize', 'resolve', 'graph'];

/**
 * Stands in the ledger beside each issue: an issue that was read by another version is read again.
 * Made from the bytes of rules and data, because a better lexicon row changes the graph without a new release.
 */
export function extractorVersion(): string {
  const hash = createHash('sha256');
  const folders = [
    ...DECIDING_ROOMS.map((room) => path.join(import.meta.dirname, room)),
    path.join(projectRoot, 'src', 'lexicon', 'data'),
  ];
  for (const folder of folders) {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(?:js|ts|tsv|json|txt)$/u.test(name),
    );
    for (const name of names.sort())
      hash
        .update(name)
        .update('\0')
        .update(readFileSync(path.join(folder, name)));
  }
  return `${version}+${hash.digest('hex').slice(0, 8)}`;
}
