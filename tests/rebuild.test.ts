/**
 * Always equal to a rebuild: whatever was added, edited, renamed, moved or deleted, and whatever a row of sources.json
 * or a new version of the extractor changed, the graph is the one of a clean build from the files that are there.
 */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { issueFiles } from '../src/cli/files.js';
import { type IngestOptions, type IngestReport, ingest } from '../src/ingest.js';
import { canonicalDump } from '../src/store/dump.js';
import { type LedgerRow, openStore } from '../src/store/store.js';
import { seed, times } from './counts.js';
import { headline, PARAGRAPHS, printedArticle, printedIssue } from './issues.js';
import { emptied, KINDS, neo4jAddress, takesTurns } from './stores.js';

/** The extractor that runs: another version finds no companies, so that it makes another graph. */
const extractor = vi.hoisted(() => ({ version: 1 }));
vi.mock('../src/version.js', () => ({ version: '1', extractorVersion: () => `extractor ${extractor.version}` }));
vi.mock('../src/recognize/index.js', async (original) => {
  const { recognize } = await original<typeof import('../src/recognize/index.js')>();
  return {
    recognize: (...given: Parameters<typeof recognize>) => {
      const found = recognize(...given);
      const kept = found.mentions.filter(({ type }) => extractor.version % 2 === 1 || type !== 'Company');
      return { ...found, mentions: kept };
    },
  };
});

vi.setConfig({ testTimeout: times(30, 300) * 60_000 });

const base = mkdtempSync(path.join(tmpdir(), 'zhimai-rebuild-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

interface File {
  readonly folder: 'a' | 'b';
  readonly name: string;
  readonly number: number | null;
  readonly articles: readonly (number | string)[];
  readonly row: { readonly date?: string; readonly number?: number } | null;
}

/** Two folders on disk that are what the list says. */
class Desk {
  files: File[] = [];
  readonly folders: readonly string[];

  constructor(readonly root: string) {
    this.folders = ['a', 'b'].map((name) => path.join(root, name));
  }

  write(): void {
    for (const folder of this.folders) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      const own = this.files.filter((file) => path.join(this.root, file.folder) === folder);
      for (const { name, number, articles } of own) {
        writeFileSync(path.join(folder, name), printedIssue('浙东试刊', number, articles));
      }
      const rows = own.flatMap(({ name, row }) => (row === null ? [] : [{ file: name, ...row }]));
      if (rows.length > 0) writeFileSync(path.join(folder, 'sources.json'), JSON.stringify(rows));
    }
  }

  ingest(graph: string, options: Partial<IngestOptions> = {}): Promise<IngestReport> {
    return ingest(issueFiles(this.folders), { graph, folders: this.folders, ...options });
  }
}

interface Built {
  readonly dump: string;
  readonly ledger: readonly Pick<LedgerRow, 'issueId' | 'file' | 'folder' | 'sha256' | 'version' | 'date'>[];
}

async function built(graph: string): Promise<Built> {
  const store = await openStore(graph, 'read');
  try {
    const ledger = (await store.ledger())
      .map(({ issueId, file, folder, sha256, version, date }) => ({ issueId, file, folder, sha256, version, date }))
      .sort((a, b) => (a.issueId < b.issueId ? -1 : 1));
    return { dump: await canonicalDump(store), ledger };
  } finally {
    await store.close();
  }
}

let cleans = 0;
/** The graph that a first run makes of the same files. */
async function cleanBuild(desk: Desk): Promise<Built> {
  const graph = path.join(base, `clean-${++cleans}`);
  const { problems } = await desk.ingest(graph);
  expect(problems.filter(({ level }) => level === 'refused')).toEqual([]);
  const result = await built(graph);
  rmSync(graph, { recursive: true });
  return result;
}

let desks = 0;
const newDesk = (): Desk => new Desk(path.join(base, `desk-${++desks}`));

/** An empty graph. */
async function newGraph(kind: (typeof KINDS)[number]): Promise<string> {
  if (kind === 'embedded') return path.join(base, `graph-${desks}`);
  const store = await openStore(neo4jAddress!, 'write');
  await emptied(store);
  await store.close();
  return neo4jAddress!;
}

const issue = (number: number, articles: readonly (number | string)[], folder: File['folder'] = 'a'): File => ({
  folder,
  name: `issue-${number}.txt`,
  number,
  articles,
  row: { date: '2024-06-01' },
});

/** In full eight issues of eight articles; each fourth has no number and is known by its file. */
const beginning = (): File[] => {
  const [issues, articles] = [times(4, 8), times(4, 8)];
  return Array.from({ length: issues }, (_, i): File => {
    const own = Array.from({ length: articles }, (_, k) => (i * articles + k) % PARAGRAPHS.length);
    return { ...issue(i + 1, own, i % 3 === 0 ? 'b' : 'a'), number: i % 4 === 3 ? null : i + 1 };
  });
};

beforeEach(() => {
  extractor.version = 1;
});

type Step = readonly [what: keyof typeof STEPS, which: number, how: number];

/** Each takes the files and gives the files; what cannot be done is left undone. */
const STEPS = {
  add: (files: File[], which: number, how: number): File[] => {
    const number = Math.max(0, ...files.map((file) => Number(/\d+/u.exec(file.name)))) + 1;
    const articles = Array.from({ length: 1 + (how % 4) }, (_, k) => (which + k * 7) % PARAGRAPHS.length);
    return [...files, { ...issue(number, articles, how % 2 ? 'a' : 'b'), number: how % 5 === 0 ? null : number }];
  },
  drop: (files: File[], which: number, how: number): File[] =>
    changed(files, which, (file) => {
      const at = how % file.articles.length;
      return file.articles.length < 2 ? file : { ...file, articles: file.articles.filter((_, i) => i !== at) };
    }),
  edit: (files: File[], which: number, how: number): File[] =>
    changed(files, which, (file) => {
      const at = how % file.articles.length;
      const nth = file.articles[at]!;
      const edited =
        typeof nth === 'number'
          ? printedArticle(nth, PARAGRAPHS[nth]!.replace(/\d/u, String(1 + (how % 9))))
          : how % 90;
      return { ...file, articles: file.articles.map((article, i) => (i === at ? edited : article)) };
    }),
  remove: (files: File[], which: number): File[] =>
    withoutEmptying(
      files,
      files.filter((_, i) => i !== which % files.length),
    ),
  rename: (files: File[], which: number, how: number): File[] =>
    changed(files, which, (file) => ({ ...file, name: file.name.replace(/(?:-v\d+)?\.txt$/u, `-v${how}.txt`) })),
  move: (files: File[], which: number): File[] =>
    withoutEmptying(
      files,
      changed(files, which, (file) => ({ ...file, folder: file.folder === 'a' ? 'b' : 'a' })),
    ),
  date: (files: File[], which: number, how: number): File[] =>
    changed(files, which, (file) => ({ ...file, row: { ...file.row, date: `2024-0${1 + (how % 9)}-15` } })),
  renumber: (files: File[], which: number, how: number): File[] =>
    changed(files, which, (file) => ({ ...file, row: { ...file.row, number: 1000 + which * 100 + how } })),
  swap: (files: File[], which: number, how: number): File[] => {
    const [a, b] = [which % files.length, how % files.length];
    return files.map((file, i) => {
      const other = i === a ? files[b]! : i === b ? files[a]! : file;
      return other === file ? file : { ...file, number: other.number, row: other.row };
    });
  },
  unrow: (files: File[], which: number): File[] => changed(files, which, (file) => ({ ...file, row: null })),
  version: (files: File[]): File[] => {
    extractor.version++;
    return files;
  },
} as const;

function changed(files: File[], which: number, change: (file: File) => File): File[] {
  const at = which % files.length;
  const next = files.map((file, i) => (i === at ? change(file) : file));
  const places = new Set(next.map((file) => `${file.folder}/${file.name}`));
  return places.size === next.length && idsOf(next).size === next.length ? next : files;
}

/** Two files that are one issue would be refused, here and in a clean build, but not the same of the two. */
const idsOf = (files: readonly File[]): Set<string> =>
  new Set(files.map(({ number, row, name }) => String(row?.number ?? number ?? name)));

/** A folder without a file is refused: it looks like a disk that is not there. */
const withoutEmptying = (files: File[], next: File[]): File[] =>
  ['a', 'b'].every((folder) => next.some((file) => file.folder === folder)) ? next : files;

const steps = fc.array(
  fc.tuple(fc.constantFrom(...(Object.keys(STEPS) as (keyof typeof STEPS)[])), fc.nat(99), fc.nat(99)),
  { minLength: times(4, 6), maxLength: times(8, 14) },
);

describe.each(KINDS)('On the %s store', (kind) => {
  takesTurns(kind);
  const sequences = times(2, 40);

  test(`any sequence of changes gives the graph of a clean build (${sequences} sequences, seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: times(2, 1), max: 3 }), async (list: Step[], atOnce) => {
        extractor.version = 1;
        const desk = newDesk();
        const graph = await newGraph(kind);
        desk.files = beginning();
        desk.write();
        await desk.ingest(graph);
        for (let i = 0; i < list.length; i += atOnce) {
          for (const [what, which, how] of list.slice(i, i + atOnce)) desk.files = STEPS[what](desk.files, which, how);
          desk.write();
          const { problems } = await desk.ingest(graph, { prune: true });
          expect(problems.filter(({ level }) => level === 'refused')).toEqual([]);
        }
        expect(await built(graph)).toEqual(await cleanBuild(desk));
        rmSync(desk.root, { recursive: true });
        if (kind === 'embedded') rmSync(graph, { recursive: true });
      }),
      { numRuns: sequences, seed, endOnFailure: true },
    );
  });

  test('without --prune a file that is gone is told and its issue stays; with it only that issue goes', async () => {
    const desk = newDesk();
    const graph = await newGraph(kind);
    desk.files = [issue(1, [0, 1, 2]), issue(2, [2, 3, 4]), issue(3, [5, 6], 'b')];
    desk.write();
    await desk.ingest(graph);
    desk.files = desk.files.slice(0, 1);
    desk.write();
    const only = { graph, folders: [desk.folders[0]!] };
    const files = issueFiles(only.folders);
    const told = await ingest(files, only);
    expect(told.missing.map((row) => row.issueId)).toEqual(['浙东试刊-2024-2']);
    // Its folder was not given, so that nobody can say whether the file is gone.
    expect(told.notGiven.map((row) => row.issueId)).toEqual(['浙东试刊-2024-3']);
    const pruned = await ingest(files, { ...only, prune: true });
    expect(pruned.removed.map((each) => each.issueId)).toEqual(['浙东试刊-2024-2']);
    expect((await built(graph)).ledger.map((row) => row.issueId)).toEqual(['浙东试刊-2024-1', '浙东试刊-2024-3']);
    desk.files = [issue(1, [0, 1, 2]), issue(3, [5, 6], 'b')];
    desk.write();
    expect(await built(graph)).toEqual(await cleanBuild(desk));
  });

  test('another number or date in its row, and another name of the file, replace exactly that issue', async () => {
    const desk = newDesk();
    const graph = await newGraph(kind);
    desk.files = [issue(1, [0, 1, 2]), { ...issue(2, [3, 4]), number: null }, issue(3, [5, 6], 'b')];
    desk.write();
    await desk.ingest(graph);
    const states = (report: IngestReport) => report.issues.map(({ state, instead }) => [state, ...instead]);

    desk.files = desk.files.map((file, i) => (i === 0 ? { ...file, row: { date: '2024-07-01' } } : file));
    desk.write();
    expect(states(await desk.ingest(graph))).toEqual([['changed'], ['unchanged'], ['unchanged']]);
    desk.files = desk.files.map((file, i) => (i === 0 ? { ...file, row: { number: 12 } } : file));
    desk.write();
    expect(states(await desk.ingest(graph))).toEqual([['changed', '浙东试刊-2024-1'], ['unchanged'], ['unchanged']]);

    // The file's name is part of this issue's id; the bytes say that it is the same.
    const [from, to] = ['issue-2.txt', 'issue-2b.txt'].map((name) => path.join(desk.folders[0]!, name)) as [
      string,
      string,
    ];
    renameSync(from, to);
    writeFileSync(
      path.join(desk.folders[0]!, 'sources.json'),
      JSON.stringify([
        { file: 'issue-1.txt', number: 12 },
        { file: 'issue-2b.txt', date: '2024-06-01' },
      ]),
    );
    const renamed = await desk.ingest(graph);
    expect(states(renamed)).toEqual([['unchanged'], ['changed', '2024-06-01-issue-2'], ['unchanged']]);
    expect(renamed.missing).toEqual([]);
    expect(await built(graph)).toEqual(await cleanBuild(desk));
  });

  test('a sources.json that cannot be read changes nothing of what is loaded', async () => {
    const desk = newDesk();
    const graph = await newGraph(kind);
    desk.files = [issue(1, [0, 1]), { ...issue(2, [3, 4]), row: { number: 22 } }, issue(3, [5, 6], 'b')];
    desk.write();
    await desk.ingest(graph);
    const before = await built(graph);
    writeFileSync(path.join(desk.folders[0]!, 'sources.json'), '[{"file": "issue-1.txt", "da');
    const report = await desk.ingest(graph, { prune: true });
    expect(report.problems.map(({ rule }) => rule)).toEqual(['issue/sources', 'issue/row', 'issue/row']);
    expect(await built(graph)).toEqual(before);
  });

  test('a new version of the extractor reads every issue again', async () => {
    const desk = newDesk();
    const graph = await newGraph(kind);
    desk.files = [issue(1, [0, 1, 2, 3]), issue(3, [5, 6], 'b')];
    desk.write();
    await desk.ingest(graph);
    extractor.version = 2;
    expect((await desk.ingest(graph)).issues.map(({ state }) => state)).toEqual(['changed', 'changed']);
    expect(await built(graph)).toEqual(await cleanBuild(desk));
  });

  test('a file that was moved to another folder is read once and not pruned from the first', async () => {
    const desk = newDesk();
    const graph = await newGraph(kind);
    desk.files = [issue(1, [0, 1]), issue(2, [2, 3]), issue(3, [5, 6], 'b')];
    desk.write();
    await desk.ingest(graph);
    desk.files = [issue(1, [0, 1]), issue(2, [2, 3], 'b'), issue(3, [5, 6], 'b')];
    desk.write();
    expect((await desk.ingest(graph)).issues.map(({ state }) => state)).toEqual([
      'unchanged',
      'unchanged',
      'unchanged',
    ]);
    const first = [desk.folders[0]!];
    expect((await ingest(issueFiles(first), { graph, folders: first, prune: true })).removed).toEqual([]);
    expect(await built(graph)).toEqual(await cleanBuild(desk));
  });
});

test('the pool has more than fifty small articles', () => {
  expect(PARAGRAPHS.length).toBeGreaterThan(90);
  expect(headline(0)).not.toBe(headline(1));
  expect(readdirSync(path.join(import.meta.dirname, '..', 'corpus')).length).toBeGreaterThan(0);
});
