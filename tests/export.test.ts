/**
 * What leaves the graph is all of it, the same bytes each time, and other programs read it: each format is opened here
 * by a reader that is not ours, and Neo4j's own import and its own Cypher give the same graph back.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import neo4j from 'neo4j-driver';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { harmless } from '../src/export/csv.js';
import { exportGraph } from '../src/export/export.js';
import { FORMAT_NAMES, FORMATS, type Format } from '../src/export/formats.js';
import { OBSERVATION_COLUMNS } from '../src/export/observations.js';
import { assembleIssue } from '../src/graph/assemble.js';
import { ingest } from '../src/ingest.js';
import { canonicalDump } from '../src/store/dump.js';
import { byCodePoint, edgesInOrder, nodesInOrder, observationPages } from '../src/store/pages.js';
import { EDGE_ROWS, NODE_ROWS } from '../src/store/schema.js';
import { type GraphStore, openStore } from '../src/store/store.js';
import { printedIssue } from './issues.js';
import { neo4jAddress } from './stores.js';
import { fact, link, type Sketch, sketchIssue, smallGazetteer } from './synthetic.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const STAMP = { runId: 'run-1', folder: 'issues', startedAt: '2024-06-02T08:00:00.000Z', version: '1', problems: 0 };

// What a spreadsheet runs, XML forbids, a CSV breaks at, and Cypher takes for an escape.
const HARD: readonly Sketch[] = [
  {
    number: 1,
    title: '=HYPERLINK("http://example.org";"看")',
    authors: ['金,晨', '李"岚', "O'Neil;x"],
    says: [
      { plain: '𠮷山"好",\\n\t\'\\ <b>&amp;</b> ]]> \u0001\u000b C:\\u0041\\' },
      fact('义乌市', '𠮷产值', '38.6', '亿元'),
      fact('淳安县', '气温', '-3.2', '摄氏度'),
      fact('＝甲局', '产值', '5', '亿元'),
      fact('@乙局', '+cmd', '1e21', '元'),
      link('HOLDS_POST', '王_x0023_五', '𠮷安局', '-局长'),
      { plain: '' },
    ],
  },
  { number: 2, title: '', authors: [], says: [fact('义乌市', '耕地', '5', '', null), { plain: 'NULL' }] },
];

const RICH: readonly Sketch[] = [
  {
    number: 1,
    says: [
      fact('义乌市', '规模以上工业增加值', '39.2', '亿元'),
      fact('余杭县', '耕地面积', '30', '万亩', '1990'),
      link('IMPLEMENTED_IN', '千万工程', '义乌市'),
      link('LOCATED_IN', '青禾公司', '义乌市'),
      link('INVESTS_IN', '青禾公司', '淳安县'),
      link('PAIRED_WITH', '义乌市', '淳安县'),
      link('PARTICIPATES_IN', '余杭区', '千万工程'),
      link('HOLDS_POST', '金国平', '青禾公司', '董事长'),
    ],
  },
];

let folder: string;
let graph: string;
let store: GraphStore;
let counts: Awaited<ReturnType<GraphStore['counts']>>;
const sum = (list: Readonly<Record<string, number>>): number => Object.values(list).reduce((a, b) => a + b, 0);
const outOf = (format: Format, name: string): string => path.join(folder, `${name}${FORMATS[format].extension ?? ''}`);

/** An issue that was loaded as a user does. */
let fromFile: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhimai-export-'));
  graph = path.join(folder, 'graph');
  const writer = await openStore(graph, 'write');
  for (const [number, sketches] of [HARD, RICH].entries()) {
    const { issue, extractions } = sketchIssue('测试周刊', 2024, number + 1, sketches);
    await writer.replaceIssue(assembleIssue(issue, extractions, { gazetteer: smallGazetteer }), STAMP);
  }
  await writer.close();
  fromFile = path.join(folder, '1.txt');
  writeFileSync(fromFile, printedIssue('浙东试刊', 1, [0, 1]));
  await ingest([fromFile], { graph });
  store = await openStore(graph, 'read');
  counts = await store.counts();
});
afterAll(async () => {
  await store?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** All files of an export, as one text. */
function bytesOf(out: string): string {
  const names = FORMATS['neo4j-admin'].extension === null && !path.extname(out) ? readdirSync(out).sort() : null;
  if (names === null) return readFileSync(out).toString('base64');
  return names.map((name) => `${name} ${readFileSync(path.join(out, name)).toString('base64')}`).join('\n');
}

describe.each(FORMAT_NAMES)('%s', (format) => {
  test('a second export has the bytes of the first, and nothing else is left behind', async () => {
    const [first, second] = [outOf(format, `${format}-1`), outOf(format, `${format}-2`)];
    await exportGraph(store, format, first);
    await exportGraph(store, format, second);
    expect(bytesOf(second)).toBe(bytesOf(first));
    // Over an export that is there.
    await exportGraph(store, format, second);
    expect(bytesOf(second)).toBe(bytesOf(first));
    expect(readdirSync(folder).filter((name) => name.includes('.part-'))).toEqual([]);
  });

  test('holds as much as the graph', async () => {
    const { counts: written } = await exportGraph(store, format, outOf(format, format));
    expect(written).toEqual('observations' in written ? { observations: counts.nodes.Observation } : counts);
  });

  test('holds an empty graph', async () => {
    const empty = path.join(folder, `empty-${format}`);
    const writer = await openStore(empty, 'write');
    try {
      const done = await exportGraph(writer, format, outOf(format, `none-${format}`));
      expect('observations' in done.counts ? done.counts.observations : sum(done.counts.nodes)).toBe(0);
      expect(existsSync(done.out)).toBe(true);
    } finally {
      await writer.close();
    }
  });
});

describe('The table of observations', () => {
  const csvRows = async () => {
    const out = outOf('csv', 'table');
    await exportGraph(store, 'csv', out);
    return {
      text: readFileSync(out, 'utf8'),
      rows: parse(readFileSync(out), { bom: true, columns: true }) as Record<string, string>[],
    };
  };

  test('Excel opens it: a byte order mark, CRLF, a head, numbers as numbers', async () => {
    const { text, rows } = await csvRows();
    expect(text.startsWith('\ufeffvalue,valueTo,unit,')).toBe(true);
    expect(text.split('\r\n').length - 2).toBe(counts.nodes.Observation);
    expect(Object.keys(rows[0]!)).toEqual(OBSERVATION_COLUMNS.map(({ name }) => name));
    expect(rows.find((row) => row.subject === '义乌市' && row.metric === '𠮷产值')).toMatchObject({
      value: '38.6',
      valueTo: '',
      unit: '亿元',
      baseValue: '3860000000',
      baseUnit: '元',
      subjectId: 'cn:330782',
      period: '2024',
      periodStart: '2024-01-01',
      periodEnd: '2024-12-31',
      kind: 'level',
      modality: 'actual',
      doubtful: 'false',
      issue: '测试周刊-2024-1',
      date: '2024-06-01',
      quote: '38.6亿元',
      sentence: '义乌市实现𠮷产值38.6亿元。',
      rule: 'test/fact',
    });
    expect(rows.find((row) => row.subject === '淳安县')).toMatchObject({ value: '-3.2', quote: "'-3.2摄氏度" });
  });

  test('no cell can run', async () => {
    const { rows } = await csvRows();
    const numbers = new Set<string>(
      OBSERVATION_COLUMNS.filter(({ type }) => type === 'DOUBLE').map(({ name }) => name),
    );
    const text = rows.flatMap((row) => Object.entries(row).filter(([name]) => !numbers.has(name)));
    expect(text.filter(([, cell]) => /^\s*[=+\-@＝＋－＠\t\r]/u.test(cell))).toEqual([]);
    expect(new Set(rows.map((row) => row.article))).toContain('\'=HYPERLINK("http://example.org";"看")');
    expect(new Set(rows.map((row) => row.subject))).toContain("'＝甲局");
    for (const name of numbers) for (const row of rows) if (row[name] !== '') expect(Number(row[name])).not.toBeNaN();
  });

  const cells: readonly (readonly [string, boolean])[] = [
    ['=1+1', true],
    ['+86 571', true],
    ['-3%', true],
    ['@SUM(A1)', true],
    ['\t=1', true],
    ['\r=1', true],
    ['\n=1', true],
    [' =1', true],
    ['\u3000=1', true],
    ['\ufeff=1', true],
    ['＝1', true],
    ['＠甲', true],
    ['3%-5%', false],
    ['约5', false],
    ["'=1", false],
    ['(=1)', false],
    ['', false],
  ];
  test.each(cells)('%j: an apostrophe in front: %j', (text, quoted) => {
    expect(harmless(text)).toBe(quoted ? `'${text}` : text);
  });

  test('Parquet has the rows of the CSV, with numbers, nulls and whole texts', async () => {
    const out = outOf('parquet', 'table');
    await exportGraph(store, 'parquet', out);
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(out) });
    const { rows: expected } = await csvRows();
    expect(rows.length).toBe(counts.nodes.Observation);
    expect(Object.keys(rows[0]!)).toEqual(OBSERVATION_COLUMNS.map(({ name }) => name));
    for (const [i, row] of rows.entries()) {
      for (const { name, type } of OBSERVATION_COLUMNS) {
        const cell = row[name] as unknown;
        if (cell === null || cell === undefined) expect(expected[i]![name]).toBe('');
        else if (type === 'DOUBLE') expect(cell).toBe(Number(expected[i]![name]));
        else expect(type === 'BOOLEAN' ? String(cell) : harmless(cell as string)).toBe(expected[i]![name]);
      }
    }
    expect(rows.find((row) => row.article === HARD[0]!.title)).toBeDefined();
  });
});

test('pages of two rows are pages of all: nothing is lost or doubled at their edges', async () => {
  const all = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
    const list: Item[] = [];
    for await (const item of items) list.push(item);
    return list;
  };
  for (const { label } of NODE_ROWS) {
    expect(await all(nodesInOrder(store, label, 2))).toEqual(await all(nodesInOrder(store, label)));
  }
  for (const { type } of EDGE_ROWS) {
    expect(await all(edgesInOrder(store, type, 2))).toEqual(await all(edgesInOrder(store, type)));
  }
  const [whole] = await all(observationPages(store));
  const parts = await all(observationPages(store, 2));
  for (const what of ['observations', 'subjects', 'metrics', 'places'] as const) {
    expect(parts.flatMap((page) => [...page[what]])).toEqual(whole![what]);
  }
});

test('JSON Lines: all properties of each node and edge, nodes first, ids in order', async () => {
  const out = outOf('jsonl', 'lines');
  await exportGraph(store, 'jsonl', out);
  const lines = readFileSync(out, 'utf8').split('\n');
  expect(lines.pop()).toBe('');
  const items = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const tally = (list: readonly unknown[]): Record<string, number> => {
    const many: Record<string, number> = {};
    for (const name of list as string[]) many[name] = (many[name] ?? 0) + 1;
    return many;
  };
  const nodes = items.filter((item) => item.kind === 'node');
  const edges = items.filter((item) => item.kind === 'edge');
  expect(items.slice(0, nodes.length)).toEqual(nodes);
  expect(tally(nodes.map((node) => node.label))).toEqual(counts.nodes);
  expect(tally(edges.map((edge) => edge.type))).toEqual(counts.edges);
  const ids = new Set(nodes.map((node) => `${node.label as string} ${node.id as string}`));
  expect(ids.size).toBe(nodes.length);
  for (const edge of edges) {
    expect(ids).toContain(`${edge.fromLabel as string} ${edge.from as string}`);
    expect(ids).toContain(`${edge.toLabel as string} ${edge.to as string}`);
  }
  const sentences = nodes.filter((node) => node.label === 'Sentence').map((node) => node.id as string);
  expect(sentences).toEqual([...sentences].sort(byCodePoint));
  const county = nodes.find((node) => node.id === 'cn:330782');
  expect(county?.properties).toEqual({
    type: 'County',
    name: '义乌市',
    code: '330782',
    validFrom: 1981,
    validTo: null,
  });
});

test('without the ledger no time is left', async () => {
  const out = outOf('jsonl', 'no-loads');
  await exportGraph(store, 'jsonl', out, { loads: false });
  const text = readFileSync(out, 'utf8');
  expect(text).not.toMatch(/"Load"|LOADED_BY|finishedAt/u);
  expect(text.split('\n').length - 1).toBe(
    sum(counts.nodes) + sum(counts.edges) - counts.nodes.Load! - counts.edges.LOADED_BY!,
  );
});

test('GraphML: well-formed, typed keys, each edge between nodes that are there', async () => {
  const out = outOf('graphml', 'graph');
  await exportGraph(store, 'graphml', out);
  const types = new Map<string, string>();
  const nodes = new Map<string, Record<string, string>>();
  const edges: { source: string; target: string; data: Record<string, string> }[] = [];
  let data: Record<string, string> = {};
  let key = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const { id = '', source = '', target = '' } = attributes as Record<string, string>;
    if (name === 'key') types.set(id, `${attributes['attr.name']} ${attributes['attr.type']}`);
    if (name === 'node' || name === 'edge') data = {};
    if (name === 'node') nodes.set(id, data);
    if (name === 'edge') edges.push({ source, target, data });
    if (name === 'data') key = (attributes as Record<string, string>).key!;
  });
  parser.on('text', (text) => {
    if (key !== '') data[key] = text;
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'data') key = '';
  });
  parser.write(readFileSync(out, 'utf8')).close();

  expect([nodes.size, edges.length]).toEqual([sum(counts.nodes), sum(counts.edges)]);
  for (const { source, target } of edges) expect([nodes.has(source), nodes.has(target)]).toEqual([true, true]);
  for (const name of [...nodes.keys()]) expect(name).not.toMatch(/[\s#<>&"'+?/()]/u);
  for (const item of [...nodes.values(), ...edges.map((edge) => edge.data)]) {
    for (const name of Object.keys(item)) expect(types.has(name)).toBe(true);
  }
  expect([types.get('nvalue'), types.get('nyear'), types.get('ndoubtful'), types.get('estartOffset')]).toEqual([
    'value double',
    'year long',
    'doubtful boolean',
    'startOffset long',
  ]);
  const article = [...nodes.values()].find((node) => node.ntitle === HARD[0]!.title);
  expect(article?.ntext).toContain('𠮷山"好",\\n\t\'\\ <b>&amp;</b> ]]> ␁␋ C:\\u0041\\。');
  expect(JSON.parse(article!.nauthors!)).toEqual(HARD[0]!.authors);
  expect([...nodes.keys()].filter((id) => id.includes('王')).length).toBe(1);
});

test('neo4j-admin: ids are unique in their file, ends are there, a header a file', async () => {
  const out = outOf('neo4j-admin', 'admin');
  const { next } = await exportGraph(store, 'neo4j-admin', out);
  expect(next[0]).toBe(`cd '${out}' && neo4j-admin database import full neo4j @import.args`);
  const args = readFileSync(path.join(out, 'import.args'), 'utf8').trim().split('\n');
  const rowsOf = (name: string): string[][] => parse(readFileSync(path.join(out, name)), { relax_column_count: false });
  const ids = new Map<string, Set<string>>();
  let [nodes, edges] = [0, 0];
  for (const arg of args.filter((each) => /^--(?:nodes|relationships)=/u.test(each))) {
    const { what, label, head, file } =
      /^--(?<what>nodes|relationships)=(?<label>\w+)=(?<head>[^,]+),(?<file>.+)$/u.exec(arg)!.groups!;
    const [names] = rowsOf(head!);
    const rows = rowsOf(file!);
    for (const row of rows) expect(row.length).toBe(names!.length);
    if (what === 'nodes') {
      ids.set(label!, new Set(rows.map((row) => row[0]!)));
      expect(ids.get(label!)!.size).toBe(rows.length);
      nodes += rows.length;
    } else {
      const [from, to] = names!.map((name) => /\((\w+)\)/u.exec(name)?.[1]);
      for (const [start, end] of rows) {
        expect(ids.get(from!)).toContain(start);
        expect(ids.get(to!)).toContain(end);
      }
      edges += rows.length;
    }
  }
  expect([nodes, edges]).toEqual([sum(counts.nodes), sum(counts.edges)]);
});

describe('What stands there already', () => {
  const refused = async (format: Format, out: string, says: string): Promise<void> => {
    await expect(exportGraph(store, format, out)).rejects.toThrow(says);
  };

  test('a folder that no export made is left alone', async () => {
    const own = path.join(folder, 'mine');
    mkdirSync(own);
    writeFileSync(path.join(own, 'thesis.txt'), '我');
    await refused('neo4j-admin', own, 'not a folder of zhimai export (no zhimai-export.json in it)');
    expect(readdirSync(own)).toEqual(['thesis.txt']);
    rmSync(path.join(own, 'thesis.txt'));
    await exportGraph(store, 'neo4j-admin', own);
    expect(readdirSync(own)).toContain('import.args');
  });

  test('a file of another kind is left alone', async () => {
    const issue = path.join(folder, 'issue.txt');
    writeFileSync(issue, '今年第一期');
    await refused('csv', issue, 'give a name that ends with .csv');
    await refused('neo4j-admin', issue, 'a file stands there');
    await refused('csv', folder, 'a folder stands there');
    expect(readFileSync(issue, 'utf8')).toBe('今年第一期');
  });

  test('a place that cannot be written is one clear line', async () => {
    await refused('csv', '/dev/null/x.csv', '/dev/null/x.csv: cannot be written (a part of the path is a file)');
  });

  test('an export that fails leaves what was there', async () => {
    const out = outOf('jsonl', 'kept');
    writeFileSync(out, 'before');
    let reads = 0;
    const failing = Object.assign(Object.create(store) as GraphStore, {
      read: (statement: Parameters<GraphStore['read']>[0]) =>
        ++reads > 9 ? Promise.reject(new Error('gone')) : store.read(statement),
    });
    await expect(exportGraph(failing, 'jsonl', out)).rejects.toThrow('gone');
    expect(readFileSync(out, 'utf8')).toBe('before');
    expect(readdirSync(folder).filter((name) => name.includes('.part-'))).toEqual([]);
  });

  test('a graph that changes meanwhile is not exported by halves', async () => {
    let asked = 0;
    const moving = Object.assign(Object.create(store) as GraphStore, {
      ledger: async () => (await store.ledger()).slice(asked++),
    });
    const out = outOf('graphml', 'moving');
    await expect(exportGraph(moving, 'graphml', out)).rejects.toThrow('was changed meanwhile; run zhimai export again');
    expect(existsSync(out)).toBe(false);
  });
});

describe('The command', () => {
  const cli = path.join(import.meta.dirname, '..', 'dist', 'src', 'cli.js');
  const zhimai = (...argv: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'export', ...argv], { encoding: 'utf8' });
    return { code: status, out: stdout, err: stderr };
  };

  test('says what it wrote', () => {
    const out = outOf('csv', 'said');
    const { code, out: said } = zhimai('--format', 'csv', '--out', out, '--graph', graph);
    expect([code, said]).toEqual([
      0,
      `${out}: ${counts.nodes.Observation} observations, ${readFileSync(out).length} bytes\n`,
    ]);
  });

  test.each([
    ['no format', ['--out', 'x.csv'], '--format'],
    ['no place', ['--format', 'csv'], '--out'],
    [
      'a format that is none',
      ['--format', 'xls', '--out', 'x.xls'],
      'csv, parquet, jsonl, graphml, neo4j-admin, cypher',
    ],
    ['no graph', ['--format', 'csv', '--out', 'x.csv', '--graph', '/nowhere'], 'no graph there yet'],
  ])('%s: one line, exit 2', (_, argv, says) => {
    const { code, out, err } = zhimai(...argv);
    expect([code, out, err.trim().split('\n').length]).toEqual([2, '', 1]);
    expect(err).toContain(says);
  });
});

// A server of its own, because other tests empty theirs.
describe.runIf(neo4jAddress !== null)('Neo4j takes it', () => {
  const script = path.join(import.meta.dirname, '..', 'dist', 'scripts', 'neo4j.js');
  const password = process.env.NEO4J_PASSWORD ?? 'zhimai-graph';
  let env: NodeJS.ProcessEnv;
  let address: string;
  let toImport: string;
  let imported: string;

  const server = (argv: readonly string[], cwd = folder): Promise<string> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [script, ...argv], { cwd, env });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (text) => {
          said += String(text);
        });
      }
      child.on('error', reject);
      child.on('exit', (code) => (code === 0 ? resolve(said) : reject(new Error(said.slice(-2000)))));
    });

  beforeAll(async () => {
    const [bolt, http] = [await freePort(), await freePort()];
    env = {
      ...process.env,
      ZHIMAI_NEO4J_HOME: path.join(folder, 'neo4j'),
      NEO4J_PASSWORD: password,
      NEO4J_BOLT_PORT: String(bolt),
      NEO4J_HTTP_PORT: String(http),
    };
    address = `bolt://127.0.0.1:${bolt}`;
    toImport = outOf('neo4j-admin', 'to-import');
    await exportGraph(store, 'neo4j-admin', toImport);
    imported = await server(['admin', 'database', 'import', 'full', 'neo4j', '@import.args'], toImport);
    await server(['start']);
  });
  afterAll(async () => {
    await server(['stop']);
  });

  /** A statement a line, as a driver takes them. */
  const run = async (...lines: readonly string[]): Promise<void> => {
    const driver = neo4j.driver(address, neo4j.auth.basic('neo4j', password));
    try {
      for (const line of lines) {
        expect(line.endsWith(';')).toBe(true);
        await driver.executeQuery(line.slice(0, -1), {}, { database: 'neo4j' });
      }
    } finally {
      await driver.close();
    }
  };

  /** From the server's graph, the bytes that the embedded graph gives. */
  const sameBytes = async (): Promise<void> => {
    const there = await openStore(address, 'read');
    try {
      expect(await canonicalDump(there)).toBe(await canonicalDump(store));
      expect(await there.counts()).toEqual(counts);
      // The other formats are made of the same reads.
      for (const format of ['csv', 'jsonl'] as const) {
        const [ours, theirs] = [outOf(format, `ours-${format}`), outOf(format, `theirs-${format}`)];
        await exportGraph(store, format, ours);
        await exportGraph(there, format, theirs);
        expect(bytesOf(theirs) === bytesOf(ours), format).toBe(true);
      }
    } finally {
      await there.close();
    }
  };

  test('neo4j-admin database import gives the graph', async () => {
    expect(imported).toMatch(
      new RegExp(`Imported:\\s+${sum(counts.nodes)} nodes\\s+${sum(counts.edges)} relationships`, 'u'),
    );
    await run(...readFileSync(path.join(toImport, 'after-import.cypher'), 'utf8').trim().split('\n'));
    await sameBytes();
  });

  test('and the ledger: an ingest into the server finds that it is loaded, and does nothing', async () => {
    const { issues, problems } = await ingest([fromFile], { graph: address });
    expect({ states: issues.map(({ state }) => state), problems }).toEqual({ states: ['unchanged'], problems: [] });
    const there = await openStore(address, 'read');
    expect(await there.ledger()).toEqual(await store.ledger());
    await there.close();
    await sameBytes();
  });

  test('the script gives the graph, line by line through the driver', async () => {
    const out = outOf('cypher', 'script');
    await exportGraph(store, 'cypher', out);
    await run('MATCH (n) DETACH DELETE n;', ...readFileSync(out, 'utf8').trim().split('\n'));
    await sameBytes();
  });
});

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
