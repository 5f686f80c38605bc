/**
 * Writes the tables of entity types and relations, made from schema/, into README.md and schema/README.md, between
 * <!-- types --> and <!-- /types -->. `npm run docs`; a test says when a table is behind its rows.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ENTITIES } from '../schema/entities.js';
import { RELATIONS } from '../schema/relations.js';

const markdown = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const TABLES: Readonly<Record<string, string>> = {
  types: markdown(
    ['type', '中文', 'examples', 'not one', 'the same thing when'],
    ENTITIES.map((row) => [
      row.type,
      row.chinese,
      row.examples.join('、'),
      row.nearMisses.join('、'),
      `same ${row.key}`,
    ]),
  ),
  relations: markdown(
    ['relation', '中文', 'from', 'to', 'when'],
    RELATIONS.map((row) => [row.type, row.chinese, row.from.join(', '), row.to.join(', '), row.when]),
  ),
};

/** The page with each marked table made anew; what stands outside the marks is left as it is. */
export function withTables(page: string): string {
  return page.replace(/<!-- (?<name>types|relations) -->\n[\s\S]*?<!-- \/\k<name> -->/gu, (_, name: string) =>
    [`<!-- ${name} -->`, TABLES[name], `<!-- /${name} -->`].join('\n'),
  );
}

export const PAGES = ['README.md', 'schema/README.md'] as const;

if (import.meta.filename === path.resolve(process.argv[1] ?? '')) {
  for (const page of PAGES) writeFileSync(page, withTables(readFileSync(page, 'utf8')));
}
