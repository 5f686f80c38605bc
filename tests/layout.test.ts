/** The folder tree is one idea, and these are its rules. A failing test names the rule, the file and the line. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ENTITY_TYPES } from '../schema/entities.js';
import { examplesOf } from './examples.js';

const root = path.join(import.meta.dirname, '..');

interface SourceFile {
  /** From the project's root, e.g. "src/recognize/place.ts". */
  readonly path: string;
  readonly room: string;
  readonly lines: readonly string[];
}

/** src/recognize/place.ts → recognize, src/pipeline.ts → pipeline, schema/entities.ts → schema. */
function roomOf(file: string): string {
  const [top, second, ...deeper] = file.split('/');
  if (top !== 'src') return top!;
  if (deeper.length > 0) return second!;
  const name = path.basename(file, '.ts');
  return { failure: 'model', version: 'lexicon' }[name] ?? name;
}

const files: SourceFile[] = ['src', 'schema', 'scripts'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => {
      const file = `${folder}/${name.split(path.sep).join('/')}`;
      return { path: file, room: roomOf(file), lines: readFileSync(path.join(root, file), 'utf8').split('\n') };
    }),
);

/** What each room may import besides itself. A stage (read, recognize, resolve) never imports another stage. */
const FACTS = ['lexicon', 'model', 'schema'];
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  schema: [],
  model: ['schema'],
  lexicon: ['model', 'schema'],
  read: FACTS,
  recognize: FACTS,
  resolve: FACTS,
  graph: FACTS,
  store: ['graph', 'read', ...FACTS],
  export: ['store', 'graph', ...FACTS],
  score: ['pipeline', 'export', ...FACTS],
  pipeline: ['read', 'recognize', 'resolve', ...FACTS],
  ingest: ['pipeline', 'store', 'graph', ...FACTS],
  desk: ['pipeline', 'store', 'graph', ...FACTS],
  cli: ['desk', 'ingest', 'pipeline', 'export', 'score', 'store', 'graph', ...FACTS],
  scripts: ['cli', 'ingest', 'pipeline', 'export', 'score', 'store', 'graph', 'read', 'recognize', 'resolve', ...FACTS],
};

/** The one place where a package is named; all else goes through it. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  '@ladybugdb/core': ['src/store/'],
  chardet: ['src/read/issue.ts'],
  'cli-table3': ['src/cli/terminal.ts'],
  commander: ['src/cli.ts', 'src/cli/'],
  'csv-stringify': ['src/cli/terminal.ts', 'src/export/', 'src/store/'],
  'fast-glob': ['src/cli/files.ts'],
  'hyparquet-writer': ['src/export/'],
  // The bench holds zhimai against the bare packages.
  'neo4j-driver': ['src/store/neo4j.ts', 'scripts/bench/'],
  nodejieba: ['src/lexicon/words.ts', 'scripts/bench/'],
  ora: ['src/cli/terminal.ts'],
  'p-limit': ['src/pipeline.ts'],
  'proper-lockfile': ['src/store/'],
  zod: ['schema/', 'src/read/issue.ts', 'src/cli/'],
};

/** These decide from what they are given and nothing else, so that the same text gives the same graph anywhere. */
const PURE = [
  'src/read/text.ts',
  'src/read/articles.ts',
  'src/recognize/',
  'src/resolve/',
  'src/graph/',
  'src/store/statements.ts',
];

const imports = files.flatMap((file) =>
  file.lines.flatMap((line, i) => {
    const what = /(?:^(?:import|export)\b.*\bfrom |^\} from |^import |\bimport\()['"](?<target>[^'"]+)['"]/u.exec(line);
    return what ? [{ file, at: `${file.path}:${i + 1}`, target: what.groups!.target! }] : [];
  }),
);

/** Fails with the rule and each line that breaks it. */
function holds(rule: string, offenders: readonly string[]): void {
  expect(offenders, `${rule}\n  ${offenders.join('\n  ')}\n`).toEqual([]);
}

const linesWith = (pattern: RegExp, where: (file: SourceFile) => boolean): string[] =>
  files.filter(where).flatMap((file) =>
    file.lines.flatMap((line, i) => {
      const code = line.replace(/^\s*(?:\/\/|\*|\/\*).*$/u, '').replace(/\s\/\/ .*$/u, '');
      return pattern.test(code) ? [`${file.path}:${i + 1}: ${line.trim()}`] : [];
    }),
  );

const isIn = (file: string, places: readonly string[]) =>
  places.some((place) => file === place || (place.endsWith('/') && file.startsWith(place)));

test('a room imports only what stands below it', () => {
  const offenders = imports
    .filter(({ target }) => target.startsWith('.'))
    .flatMap(({ file, at, target }) => {
      const room = roomOf(path.posix.join(path.posix.dirname(file.path), target).replace(/\.js$/u, '.ts'));
      const allowed = MAY_IMPORT[file.room];
      if (!allowed) return [`${at}: no rule for the room “${file.room}”; give it one in tests/layout.test.ts`];
      return room === file.room || allowed.includes(room)
        ? []
        : [`${at}: ${file.room} may not import ${room} (${target})`];
    });
  holds('a room imports only what stands below it (MAY_IMPORT)', offenders);
});

test('each package has one door', () => {
  const offenders = imports
    .filter(({ target }) => !target.startsWith('.') && !target.startsWith('node:'))
    .flatMap(({ file, at, target }) => {
      const name = target
        .split('/')
        .slice(0, target.startsWith('@') ? 2 : 1)
        .join('/');
      const doors = DOORS[name];
      if (!doors) return [`${at}: ${name} has no door; give it one in DOORS`];
      return isIn(file.path, doors) ? [] : [`${at}: ${name} may be imported only in ${doors.join(', ')}`];
    });
  holds('each package has one door (DOORS)', offenders);
});

test('each dependency of package.json is used', () => {
  const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const text = files.map((file) => file.lines.join('\n')).join('\n');
  holds(
    'each dependency of package.json is imported somewhere',
    Object.keys(dependencies).filter((name) => !new RegExp(`['"]${name}(?:/[^'"]*)?['"]`, 'u').test(text)),
  );
});

test('Cypher stands in src/store only', () => {
  holds(
    'no MATCH, MERGE or UNWIND outside src/store',
    linesWith(/\b(?:MATCH|MERGE|UNWIND)\b/u, (file) => file.room !== 'store'),
  );
});

test('what reads text does no input or output and knows no clock, chance or environment', () => {
  const impure =
    /\bprocess\.|\bconsole\.|Date\.now|new Date\(\)|Math\.random|performance\.|from 'node:(?!crypto|path)|\bfetch\(|setTimeout/u;
  holds(
    `pure rooms are pure: ${PURE.join(', ')}`,
    linesWith(impure, (file) => isIn(file.path, PURE)),
  );
});

test('the console is the command line’s', () => {
  holds(
    'console and stdout only in src/cli and scripts',
    linesWith(/\bconsole\.|process\.(?:stdout|stderr)/u, (file) => file.room !== 'cli' && file.room !== 'scripts'),
  );
});

test('no order depends on the language of the machine', () => {
  holds(
    'no localeCompare, Intl or toLocale…: compare by code unit',
    linesWith(/localeCompare|\bIntl\.|toLocale/u, () => true),
  );
});

test('no drawer without a name', () => {
  holds(
    'no file is called utils, helpers, common or misc',
    files.map((file) => file.path).filter((file) => /(?:utils?|helpers?|common|misc)\.ts$/u.test(file)),
  );
});

test('each entity type has examples and a row in the README', () => {
  const readme = existsSync(path.join(root, 'README.md')) ? readFileSync(path.join(root, 'README.md'), 'utf8') : '';
  holds(
    'each entity type has an examples file in tests/examples that marks it',
    ENTITY_TYPES.filter((type) => examplesOf(type).length === 0),
  );
  holds(
    'each entity type has a row in README.md',
    ENTITY_TYPES.filter((type) => !readme.includes(`| ${type} |`)),
  );
});
