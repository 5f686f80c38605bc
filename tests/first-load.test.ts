/** Many issues into an empty graph at once give the graph of issue by issue, which goes on to be edited like any other. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { assembleIssue } from '../src/graph/assemble.js';
import type { IssueGraph } from '../src/model.js';
import { canonicalDump } from '../src/store/dump.js';
import type { GraphStore } from '../src/store/store.js';
import { KINDS, takesTurns, withStore } from './stores.js';
import { fact, link, type Sketch, sketchIssue, smallGazetteer } from './synthetic.js';

vi.setConfig({ testTimeout: 120_000 });

const STAMP = { runId: 'run-1', folder: '/issues', startedAt: '2024-06-02T08:00:00.000Z', version: '1', problems: 0 };

const graphOf = (number: number, sketches: readonly Sketch[], publication: string | null = '测试周刊'): IssueGraph => {
  const { issue, extractions } = sketchIssue(publication, 2024, number, sketches);
  return assembleIssue(issue, extractions, { gazetteer: smallGazetteer });
};

// Commas, quotes, line breaks, backslashes, empty texts, empty lists, a character outside the BMP.
const ISSUES: readonly IssueGraph[] = [
  graphOf(1, [
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
    { number: 2, title: '007', authors: [], says: [fact('余杭县', '耕地', '5', '元/亩', null)] },
  ]),
  graphOf(2, [
    {
      number: 1,
      says: [
        fact('余杭区', '耕地', '28', '万亩', '2010'),
        link('PAIRED_WITH', '义乌市', '淳安县'),
        link('IMPLEMENTED_IN', '千万工程', '义乌市'),
        link('LOCATED_IN', '青禾公司', '淳安县'),
      ],
    },
  ]),
  graphOf(3, [{ number: 7, says: [fact('义乌市', '耕地', '6', '万亩')] }], null),
  graphOf(4, []),
];

const EDITED = graphOf(2, [{ number: 1, says: [fact('淳安县', '耕地', '9', '万亩')] }]);

const withoutTimes = async (store: GraphStore) =>
  (await store.ledger()).map((row) => ({ ...row, finishedAt: null as never }));

test('The graph, the ledger and the changes are those of issue by issue', async () => {
  const byIssue = await withStore('embedded', async (store) => {
    const changes = [];
    for (const graph of ISSUES) changes.push(await store.replaceIssue(graph, STAMP));
    const [dump, ledger] = [await canonicalDump(store), await withoutTimes(store)];
    await store.replaceIssue(EDITED, STAMP);
    await store.removeIssue(ISSUES[0]!.issue.id);
    return { changes, dump, ledger, after: await canonicalDump(store) };
  });
  await withStore('embedded', async (store) => {
    const first = (await store.firstLoad())!;
    const changes = [];
    for (const graph of ISSUES) changes.push(await first.replaceIssue(graph, STAMP));
    expect(await store.ledger()).toEqual([]);
    await first.finish();
    expect({ changes, dump: await canonicalDump(store), ledger: await withoutTimes(store) }).toEqual({
      changes: byIssue.changes,
      dump: byIssue.dump,
      ledger: byIssue.ledger,
    });
    expect(existsSync(path.join(store.address, 'staged'))).toBe(false);
    expect(await store.firstLoad()).toBeNull();
    await store.replaceIssue(EDITED, STAMP);
    await store.removeIssue(ISSUES[0]!.issue.id);
    expect(await canonicalDump(store)).toBe(byIssue.after);
  });
}, 30_000);

test('A load that fails leaves nothing', () =>
  withStore('embedded', async (store) => {
    const first = (await store.firstLoad())!;
    const broken = { ...ISSUES[1]!, shared: [] };
    await first.replaceIssue(ISSUES[0]!, STAMP);
    await first.replaceIssue(broken, STAMP);
    await expect(first.finish()).rejects.toThrow();
    expect(await store.counts()).toEqual({ nodes: {}, edges: {} });
    await store.replaceIssue(ISSUES[0]!, STAMP);
    expect((await store.counts()).nodes.Issue).toBe(1);
  }));

test('A load that is not finished leaves nothing', () =>
  withStore('embedded', async (store) => {
    await (await store.firstLoad())!.replaceIssue(ISSUES[0]!, STAMP);
    expect(await canonicalDump(store)).toBe('\n');
    expect(await store.firstLoad()).not.toBeNull();
  }));

describe.runIf(KINDS.includes('neo4j'))('On Neo4j', () => {
  takesTurns('neo4j');
  test('A server takes issue by issue', () =>
    withStore('neo4j', async (store) => expect(await store.firstLoad()).toBeNull()));
});
