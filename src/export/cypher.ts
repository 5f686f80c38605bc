/**
 * A Cypher script for an empty Neo4j database: constraints, then nodes, then edges, one statement a line.
 *
 *   cypher-shell -u neo4j -p … -f graph.cypher
 */
import { grouped } from '../store/grouped.js';
import type { AnyEdge } from '../store/pages.js';
import { constraintLines, edgesLine, nodesLine } from '../store/script.js';
import type { PassingGraph } from './graph.js';
import { textFile } from './whole.js';

/** A statement is parsed as a whole, so it stays short: rows, and characters of text in them. */
const ROWS = 200;
const CHARACTERS = 100_000;

export const runCommands = (file: string): string[] => [
  `cypher-shell -u neo4j -f '${file.replaceAll("'", "'\\''")}'    (on an empty database)`,
];

export const writeCypher = (graph: PassingGraph, file: string): Promise<void> =>
  textFile(file, async (out) => {
    for (const line of constraintLines()) out.write(`${line}\n`);
    for (const label of graph.labels) {
      for await (const batch of batches(graph.nodes(label))) out.write(`${nodesLine(label, batch)}\n`);
    }
    for (const type of graph.edgeTypes) {
      for await (const batch of batches(graph.edges(type))) {
        const groups = grouped(batch, (edge: AnyEdge) => `${edge.fromLabel} ${edge.toLabel}`);
        for (const edges of groups.values()) {
          out.write(`${edgesLine(type, edges[0]!.fromLabel, edges[0]!.toLabel, edges)}\n`);
        }
      }
    }
  });

async function* batches<Item extends { readonly properties: object }>(
  items: AsyncIterable<Item>,
): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  let characters = 0;
  for await (const item of items) {
    batch.push(item);
    for (const value of Object.values(item.properties)) if (typeof value === 'string') characters += value.length;
    if (batch.length < ROWS && characters < CHARACTERS) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}
