/**
 * How fast issues go into a Neo4j server beside what the bare driver reaches with the same rows: `UNWIND` by label and
 * by pair of labels, one transaction an issue. A server that may be emptied; the two take turns in one run.
 *
 *   timeServer('bolt://127.0.0.1:7687', graphs, 5) → { rows: 4518, ours: 1.4, raw: 1.6 } seconds, medians
 */
import neo4j, { type ManagedTransaction } from 'neo4j-driver';
import type { GraphEdge, GraphNode, IssueGraph } from '../../src/model.js';
import { grouped } from '../../src/store/grouped.js';
import { issueOf, loadOf } from '../../src/store/replace.js';
import { edgeRow, nodeRow, type Properties } from '../../src/store/schema.js';
import { createEdges, mergeNodes } from '../../src/store/statements.js';
import { type GraphStore, type LoadEdge, type LoadNode, openStore } from '../../src/store/store.js';

type Node = GraphNode | LoadNode;
type Edge = GraphEdge | LoadEdge;

const STAMP = {
  runId: 'bench',
  folder: '/bench',
  startedAt: '2025-01-01T00:00:00.000Z',
  version: 'bench',
  problems: 0,
};

export interface ServerTimes {
  readonly rows: number;
  readonly ours: number;
  readonly raw: number;
}

export async function timeServer(address: string, graphs: readonly IssueGraph[], rounds: number): Promise<ServerTimes> {
  const store = await openStore(address, 'write');
  const {
    NEO4J_USERNAME: user = 'neo4j',
    NEO4J_PASSWORD: password = '',
    NEO4J_DATABASE: database = 'neo4j',
  } = process.env;
  const driver = neo4j.driver(address, neo4j.auth.basic(user, password));
  const batches = rowsOf(graphs);
  const times: { ours: number[]; raw: number[] } = { ours: [], raw: [] };
  try {
    for (let round = 0; round < rounds; round++) {
      await empty(store);
      times.ours.push(
        await seconds(async () => {
          for (const graph of graphs) await store.replaceIssue(graph, STAMP);
        }),
      );
      await empty(store);
      const session = driver.session({ database });
      times.raw.push(
        await seconds(async () => {
          for (const batch of batches) await session.executeWrite((tx) => writeRaw(tx, batch));
        }),
      );
      await session.close();
    }
    await empty(store);
  } finally {
    await driver.close();
    await store.close();
  }
  const rows = batches.reduce((sum, { nodes, edges }) => sum + nodes.length + edges.length, 0);
  return { rows, ours: median(times.ours), raw: median(times.raw) };
}

async function empty(store: GraphStore): Promise<void> {
  for (const { issueId } of await store.ledger()) await store.removeIssue(issueId);
}

interface Rows {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/** What each issue adds to those before it. */
function rowsOf(graphs: readonly IssueGraph[]): Rows[] {
  const known = new Set<string>();
  const isNew = (key: string): boolean => !known.has(key) && known.add(key) !== null;
  return graphs.map((graph) => {
    const { issue, publication, articles, shared, gazetteer } = graph;
    const load = loadOf(graph, STAMP, { nodes: {}, edges: {} });
    return {
      nodes: [
        ...[...shared, ...(publication === null ? [] : [publication])].filter(({ label, id }) =>
          isNew(`${label} ${id}`),
        ),
        issue,
        ...articles.flatMap((article) => article.nodes),
        load.node,
      ],
      edges: [
        ...gazetteer.filter((edge) => isNew(JSON.stringify(edge))),
        ...articles.flatMap((article) => article.edges),
        ...(publication === null ? [] : [issueOf(issue, publication)]),
        ...load.edges,
      ],
    };
  });
}

async function writeRaw(tx: ManagedTransaction, { nodes, edges }: Rows): Promise<void> {
  for (const [label, group] of grouped(nodes, (node) => node.label)) {
    const rows = group.map(({ id, properties }) => ({ id, properties: typed(properties, nodeRow(label).properties) }));
    await tx.run(mergeNodes(label), { rows });
  }
  for (const group of grouped(edges, (edge) => `${edge.type} ${edge.fromLabel} ${edge.toLabel}`).values()) {
    const { type, fromLabel, toLabel } = group[0]!;
    const rows = group.map((edge) => ({
      fromId: edge.from,
      toId: edge.to,
      properties: typed(edge.properties, edgeRow(type).properties),
    }));
    await tx.run(createEdges(type, fromLabel, toLabel), { rows });
  }
}

const typed = (values: GraphNode['properties'], properties: Properties): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, type]) => {
      const value = values[name] ?? null;
      return [name, type === 'INT64' && typeof value === 'number' ? neo4j.int(value) : value];
    }),
  );

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
