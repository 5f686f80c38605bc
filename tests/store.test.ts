/**
 * The graph on both stores: what is written is there, twice is once, what nobody supports goes, and any sequence of
 * additions, edits and deletions gives the graph of a clean build.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { assembleIssue } from '../src/graph/assemble.js';
import { edgeLine, nodeLine } from '../src/graph/difference.js';
import type { IssueGraph } from '../src/model.js';
import { canonicalDump } from '../src/store/dump.js';
import { GraphLocked } from '../src/store/lock.js';
import { questionNamed } from '../src/store/questions.js';
import { EDGE_ROWS, NODE_ROWS } from '../src/store/schema.js';
import { allEdges, allNodes } from '../src/store/statements.js';
import { isLoaded, openStore, QueryFailed, QueryRefused, QueryStopped, StoreUnavailable } from '../src/store/store.js';
import { KINDS, neo4jAddress, takesTurns, withStore } from './stores.js';
import { fact, link, type Sketch, sketchIssue, smallGazetteer } from './synthetic.js';

// A Neo4j that has just started plans its first queries slowly.
vi.setConfig({ testTimeout: 120_000 });

const STAMP = {
  runId: 'run-1',
  folder: '/issues',
  startedAt: '2024-06-02T08:00:00.000Z',
  version: '1',
  problems: 0,
};

const graphOf = (
  year: number,
  number: number,
  sketches: readonly Sketch[],
  publication: string | null = '测试周刊',
) => {
  const { issue, extractions } = sketchIssue(publication, year, number, sketches);
  return assembleIssue(issue, extractions, { gazetteer: smallGazetteer });
};

/** What the dump of a graph of these issues must be, made without a store. */
function expectedDump(graphs: readonly IssueGraph[]): string {
  const lines = new Set<string>();
  const once = (list: readonly string[]): void => {
    for (const line of list) lines.add(line);
  };
  const each: string[] = [];
  for (const graph of graphs) {
    once([...graph.shared, graph.issue, ...(graph.publication === null ? [] : [graph.publication])].map(nodeLine));
    once(graph.gazetteer.map(edgeLine));
    if (graph.publication !== null) each.push(`ISSUE_OF ${JSON.stringify([graph.issue.id, graph.publication.id, []])}`);
    for (const { nodes, edges } of graph.articles) each.push(...nodes.map(nodeLine), ...edges.map(edgeLine));
  }
  return `${[...lines, ...each].sort().join('\n')}\n`;
}

// Commas, quotes, line breaks, backslashes, empty texts and a character outside the BMP: what COPY could trip over.
const HARD: readonly Sketch[] = [
  {
    number: 1,
    title: '',
    authors: ['金,晨', '李"岚'],
    says: [
      { plain: '𠮷山"好",\\n\t\'\\' },
      fact('义乌市', '𠮷产值', '38.6', '亿元'),
      link('HOLDS_POST', '王五', '𠮷安局', '局长'),
      { plain: 'NULL' },
    ],
  },
  {
    number: 2,
    title: '007',
    authors: [],
    says: [fact('余杭县', '耕地', '5', '元/亩', null), fact('义乌市', '耕地', '5', '')],
  },
];

const RICH: readonly Sketch[] = [
  {
    number: 1,
    says: [
      fact('义乌市', '规模以上工业增加值', '38.6', '亿元'),
      fact('义乌市', '规模以上工业增加值', '386000', '万元', '2023'),
      fact('余杭县', '耕地面积', '30', '万亩', '1990'),
      link('IMPLEMENTED_IN', '千万工程', '义乌市'),
      link('IMPLEMENTED_IN', '千万工程', '淳安县'),
      link('LOCATED_IN', '青禾公司', '义乌市'),
      link('INVESTS_IN', '青禾公司', '淳安县'),
    ],
  },
  {
    number: 2,
    says: [
      link('PAIRED_WITH', '义乌市', '淳安县'),
      link('HOLDS_POST', '金国平', '青禾公司', '董事长'),
      link('PARTICIPATES_IN', '余杭区', '千万工程'),
      fact('余杭区', '耕地面积', '28', '万亩', '2010'),
      fact('临平区', '耕地面积', '8', '万亩', '2022'),
    ],
  },
];
const RICH_NEXT: readonly Sketch[] = [
  {
    number: 9,
    says: [
      fact('义乌市', '规模以上工业增加值', '39.2', '亿元'),
      { plain: '𠮷祥' },
      fact('𠮷野公司', '营收', '2', '亿元'),
    ],
  },
];

describe.each(KINDS)('On the %s store', (kind) => {
  takesTurns(kind);
  test('What is read back is what was written, to the last character', () =>
    withStore(kind, async (store) => {
      const graph = graphOf(2024, 3, HARD);
      await store.replaceIssue(graph, STAMP);
      expect(await canonicalDump(store)).toBe(expectedDump([graph]));
      expect(await store.difference(graph)).toEqual({ nodes: {}, edges: {} });
    }));

  test('Twice is once, and the ledger knows it', () =>
    withStore(kind, async (store) => {
      const { issue, extractions } = sketchIssue('测试周刊', 2024, 3, RICH);
      const graph = assembleIssue(issue, extractions, { gazetteer: smallGazetteer });
      const first = await store.replaceIssue(graph, STAMP);
      expect(first.nodes.Observation).toEqual({ added: 5, changed: 0, removed: 0 });
      const dump = await canonicalDump(store);
      expect(await store.replaceIssue(graph, STAMP)).toEqual({ nodes: {}, edges: {} });
      expect(await canonicalDump(store)).toBe(dump);
      const [row, ...more] = await store.ledger();
      expect(more).toEqual([]);
      expect(row).toMatchObject({ issueId: issue.id, publication: '测试周刊', year: 2024, articles: 2, version: '1' });
      expect(isLoaded(row, issue, '1')).toBe(true);
      expect(isLoaded(row, issue, '2')).toBe(false);
      expect(isLoaded(row, { ...issue, date: null }, '1')).toBe(false);
    }));

  test('An edit takes its stale facts out and leaves what others support', () =>
    withStore(kind, async (store) => {
      await store.replaceIssue(graphOf(2024, 3, RICH), STAMP);
      await store.replaceIssue(graphOf(2024, 4, RICH_NEXT), STAMP);
      const edited = graphOf(2024, 3, [RICH[1]!]);
      const change = await store.replaceIssue(edited, STAMP);
      expect(change.nodes.Article).toEqual({ added: 0, changed: 1, removed: 1 });
      expect(await canonicalDump(store)).toBe(expectedDump([edited, graphOf(2024, 4, RICH_NEXT)]));
      await store.removeIssue(edited.issue.id);
      expect(await canonicalDump(store)).toBe(expectedDump([graphOf(2024, 4, RICH_NEXT)]));
      await store.removeIssue('测试周刊-2024-4');
      expect(await store.counts()).toEqual({ nodes: {}, edges: {} });
    }));

  test('A swap that fails leaves the graph as it was', () =>
    withStore(kind, async (store) => {
      const graph = graphOf(2024, 3, RICH);
      await store.replaceIssue(graph, STAMP);
      const dump = await canonicalDump(store);
      const broken = {
        ...graphOf(2024, 3, RICH_NEXT),
        shared: [{ label: 'County', id: null, properties: {} } as never],
      };
      await expect(store.replaceIssue(broken, STAMP)).rejects.toThrow();
      expect(await canonicalDump(store)).toBe(dump);
    }));

  test('A gazetteer that has learned more changes the places with the next swap', () =>
    withStore(kind, async (store) => {
      await store.replaceIssue(graphOf(2024, 3, RICH), STAMP);
      const { issue, extractions } = sketchIssue('测试周刊', 2024, 3, RICH);
      const learned = assembleIssue(issue, extractions, {
        gazetteer: {
          placeByCode: (code) => {
            const place = smallGazetteer.placeByCode(code);
            return place === null
              ? null
              : code === '330127'
                ? { ...place, parent: '330700' }
                : { ...place, validFrom: 1949 };
          },
          successorsOf: () => [],
        },
      });
      await store.replaceIssue(learned, STAMP);
      expect(await canonicalDump(store)).toBe(expectedDump([learned]));
    }));

  test('Every quote stands in the text at its offsets, by one query', () =>
    withStore(kind, async (store) => {
      await store.replaceIssue(graphOf(2024, 3, HARD), STAMP);
      const { cypher } = questionNamed('evidence')!;
      expect((await store.query(cypher)).rows).toEqual([{ proved: true, observations: 3 }]);
    }));

  test('No label, edge or property is a word that the dialect keeps for itself', () =>
    withStore(kind, async (store) => {
      for (const { label } of NODE_ROWS) expect(await store.read(allNodes(label))).toEqual([]);
      for (const { type } of EDGE_ROWS) expect(await store.read(allEdges(type))).toEqual([]);
    }));

  test("A user's query: nodes and edges as plain values, rows and bytes cut with a notice", () =>
    withStore(kind, async (store) => {
      await store.replaceIssue(graphOf(2024, 3, RICH), STAMP);
      const county = "MATCH (c:County {id: 'cn:330782'})-[r:WITHIN]->(t) RETURN c, r, t.name AS city, 1 + 1 AS two";
      expect(await store.query(county)).toEqual({
        columns: ['c', 'r', 'city', 'two'],
        rows: [
          {
            c: { _label: 'County', id: 'cn:330782', type: 'County', name: '义乌市', code: '330782', validFrom: 1981 },
            r: { _type: 'WITHIN', validFrom: 1981, source: 'gazetteer' },
            city: '金华市',
            two: 2,
          },
        ],
        cut: null,
      });
      const all = 'MATCH (s:Sentence) RETURN s.text AS text ORDER BY text LIMIT $most';
      const rows = await store.query(all, { most: 9 }, { maxRows: 2 });
      expect([rows.rows.length, rows.cut]).toEqual([2, 'cut after 2 rows']);
      const bytes = await store.query(all, { most: 9 }, { maxBytes: 100 });
      expect(bytes.cut).toMatch(/^cut after \d rows, at 100 bytes$/u);
      await expect(store.query('MATCH (c:County) SET c.name = 1')).rejects.toThrow(QueryRefused);
      await expect(store.query('MATCH (c:County RETURN c')).rejects.toThrow(QueryFailed);
    }));

  test('A runaway query is stopped at the limit', () =>
    withStore(kind, async (store) => {
      const runaway = 'UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b % 7) AS c';
      await expect(store.query(runaway, {}, { timeoutMs: 1500 })).rejects.toThrow(QueryStopped);
    }));

  test('One writer at a time: the second is told who writes', () =>
    withStore(kind, async (store) => {
      const second = openStore(store.address, 'write');
      await expect(second).rejects.toThrow(GraphLocked);
      await expect(second).rejects.toThrow(new RegExp(`another run is writing it \\(pid ${process.pid} on `, 'u'));
    }));

  test('Any sequence of additions, edits and deletions gives the graph of a clean build', () =>
    withStore(kind, async (store) => {
      const runs = Number(process.env.ZHIMAI_TEST_SEQUENCES ?? 3);
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 8 }), async (steps) => {
          for (const { issueId } of await store.ledger()) await store.removeIssue(issueId);
          const now = new Map<number, IssueGraph>();
          for (const { issue, sketches } of steps) {
            const graph = graphOf(2024, issue, sketches ?? [], issue === 3 ? null : '测试周刊');
            if (sketches === null) await store.removeIssue(graph.issue.id);
            else await store.replaceIssue(graph, STAMP);
            now.delete(issue);
            if (sketches !== null) now.set(issue, graph);
          }
          expect(await canonicalDump(store)).toBe(expectedDump([...now.values()]));
        }),
        { numRuns: runs, seed: Number(process.env.ZHIMAI_TEST_SEED ?? 20251215) },
      );
    }));
});

const PLACES = ['义乌市', '淳安县', '余杭县', '余杭市', '余杭区', '枫树岭镇', '甲环县', '乙环县'];
const OTHERS = ['青禾公司', '千万工程', '水利局', '下姜村', '金国平', '𠮷野电站'];
const saying = fc.oneof(
  fc
    .record({ subject: fc.constantFrom(...PLACES, ...OTHERS), metric: fc.constantFrom('产值', '游客', '耕地') })
    .map(({ subject, metric }) => fact(subject, metric, '5', '亿元')),
  fc.constantFrom(...PLACES).map((place) => link('IMPLEMENTED_IN', '千万工程', place)),
  fc.constantFrom('青禾公司', '水利局', '下姜村').map((from) => link('LOCATED_IN', from, '淳安县')),
  fc.constant(link('HOLDS_POST', '金国平', '水利局', '局长')),
);
const sketch = fc.record({ number: fc.integer({ min: 1, max: 6 }), says: fc.array(saying, { maxLength: 4 }) });
const step = fc.record({
  issue: fc.integer({ min: 1, max: 3 }),
  sketches: fc.option(fc.uniqueArray(sketch, { maxLength: 4, selector: (each) => each.number }), {
    freq: 4,
    nil: null,
  }),
});

describe('A store that is not there is one clear line', () => {
  test('No graph yet', async () => {
    await expect(openStore('/nowhere/graph', 'read')).rejects.toThrow(
      '/nowhere/graph: no graph there yet; run zhimai ingest first',
    );
  });

  test('A folder that cannot be written', async () => {
    const wrong = openStore('/dev/null/graph', 'write');
    await expect(wrong).rejects.toThrow(StoreUnavailable);
    await expect(wrong).rejects.toThrow('/dev/null/graph: cannot be written (ENOTDIR); give a folder');
  });

  test('No server, no password', async () => {
    vi.stubEnv('NEO4J_PASSWORD', 'x');
    await expect(openStore('bolt://127.0.0.1:1', 'read')).rejects.toThrow('bolt://127.0.0.1:1: no Neo4j answers there');
    vi.stubEnv('NEO4J_PASSWORD', undefined);
    await expect(openStore('bolt://127.0.0.1:1', 'read')).rejects.toThrow('no password; set NEO4J_PASSWORD');
    vi.unstubAllEnvs();
  });

  test.runIf(neo4jAddress !== null)('A wrong password', async () => {
    vi.stubEnv('NEO4J_PASSWORD', 'wrong-password');
    await expect(openStore(neo4jAddress!, 'read')).rejects.toThrow('user neo4j is not let in');
    vi.unstubAllEnvs();
  });
});

test('The lock of a dead run is taken over', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhimai-lock-'));
  const address = path.join(folder, 'graph');
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  mkdirSync(`${address}.lock`);
  writeFileSync(`${address}.holder.json`, JSON.stringify({ pid: dead, host: hostname(), since: '2024-06-01' }));
  const store = await openStore(address, 'write');
  await store.close();
  expect(existsSync(`${address}.lock`)).toBe(false);
  rmSync(folder, { recursive: true });
});
