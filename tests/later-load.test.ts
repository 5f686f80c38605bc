/**
 * Issues into an embedded graph that holds some are written into a copy: the same graph as by one transaction an issue,
 * unseen until it is whole, in a part of the memory.
 */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { timeCommand } from '../scripts/bench/process.js';
import { issueFiles } from '../src/cli/files.js';
import { assembleIssue } from '../src/graph/assemble.js';
import type { IssueGraph } from '../src/model.js';
import { canonicalDump } from '../src/store/dump.js';
import type { GraphStore } from '../src/store/store.js';
import { KINDS, takesTurns, withStore } from './stores.js';
import { fact, link, type Sketch, sketchIssue, smallGazetteer } from './synthetic.js';

vi.setConfig({ testTimeout: 120_000 });

const STAMP = { runId: 'run-1', folder: '/issues', startedAt: '2024-06-02T08:00:00.000Z', version: '1', problems: 0 };

const graphOf = (number: number, sketches: readonly Sketch[]): IssueGraph => {
  const { issue, extractions } = sketchIssue('测试周刊', 2024, number, sketches);
  return assembleIssue(issue, extractions, { gazetteer: smallGazetteer });
};

const BEFORE: readonly IssueGraph[] = [
  graphOf(1, [
    { number: 1, says: [fact('余杭县', '耕地', '5', '万亩'), link('LOCATED_IN', '青禾公司', '淳安县')] },
    { number: 2, says: [fact('义乌市', '产值', '38.6', '亿元'), link('IMPLEMENTED_IN', '千万工程', '义乌市')] },
  ]),
  graphOf(2, [{ number: 3, says: [fact('甲环县', '耕地', '6', '万亩')] }]),
  graphOf(3, [{ number: 4, says: [fact('义乌市', '林地', '7', '万亩')] }]),
];

/** Each takes from what is there what the one before it has just begun to support. */
const RUN: readonly (readonly [IssueGraph, readonly string[]])[] = [
  [
    graphOf(4, [{ number: 5, says: [link('LOCATED_IN', '青禾公司', '淳安县'), fact('余杭县', '耕地', '8', '万亩')] }]),
    [],
  ],
  [graphOf(1, [{ number: 2, says: [fact('义乌市', '产值', '39.2', '亿元')] }]), []],
  [
    graphOf(5, [
      { number: 3, says: [fact('余杭区', '林地', '6', '万亩'), link('HOLDS_POST', '王五', '青禾公司', '董事长')] },
    ]),
    [BEFORE[1]!.issue.id],
  ],
  // Said a moment ago, and otherwise now.
  [graphOf(4, [{ number: 5, says: [fact('余杭区', '耕地', '9', '万亩')] }]), []],
];

const ledgerOf = async (store: GraphStore) =>
  (await store.ledger()).map((row) => ({ ...row, finishedAt: null as never }));

test('The graph, the ledger and the changes are those of one transaction an issue', async () => {
  const outcome = (aside: boolean) =>
    withStore('embedded', async (store) => {
      for (const graph of BEFORE) await store.replaceIssue(graph, STAMP);
      const later = aside ? store.laterLoad()! : null;
      const changes = [];
      for (const [graph, instead] of RUN) changes.push(await (later ?? store).replaceIssue(graph, STAMP, instead));
      await store.moveIssue(BEFORE[2]!.issue.id, '/moved');
      await later?.finish();
      const [dump, ledger] = [await canonicalDump(store), await ledgerOf(store)];
      expect((await store.query('MATCH (n:Issue) RETURN n.id AS id')).rows).toHaveLength(4);
      await store.removeIssue(BEFORE[2]!.issue.id);
      return { changes, dump, ledger, after: await canonicalDump(store) };
    });
  expect(await outcome(true)).toEqual(await outcome(false));
});

test('Readers see the graph of before until it is finished', () =>
  withStore('embedded', async (store) => {
    const many = async () => (await store.query('MATCH (n:Article) RETURN count(n) AS many')).rows[0]!.many;
    for (const graph of BEFORE) await store.replaceIssue(graph, STAMP);
    const later = store.laterLoad()!;
    await later.replaceIssue(RUN[0]![0], STAMP);
    expect(await many()).toBe(4);
    await later.finish();
    expect(await many()).toBe(5);
    expect(existsSync(path.join(store.address, 'next.lbug'))).toBe(false);
  }));

describe.runIf(KINDS.includes('neo4j'))('On Neo4j', () => {
  takesTurns('neo4j');
  test('A server takes issue by issue', () =>
    withStore('neo4j', async (store) => expect(store.laterLoad()).toBeNull()));
});

// Half a gigabyte of indexes, where all edges of an issue are created between two checkpoints.
test('One issue more takes no more than 350 MB beyond its extraction', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhimai-later-'));
  const [held, graph] = [path.join(folder, 'held'), path.join(folder, 'graph')];
  const newest = issueFiles(['corpus']).at(-1)!;
  cpSync('corpus', held, { recursive: true });
  rmSync(path.join(held, path.basename(newest)));
  expect((await timeCommand('ingest', held, '--graph', graph)).code).toBe(0);
  const extraction = await timeCommand('extract', newest);
  const load = await timeCommand('ingest', newest, '--graph', graph);
  rmSync(folder, { recursive: true });
  expect(load.code).toBe(0);
  expect(load.peakMegabytes - extraction.peakMegabytes).toBeLessThan(350);
});
