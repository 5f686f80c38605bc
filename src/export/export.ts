/**
 * A graph → one file or folder in the format that was asked for, whole or not at all.
 *
 *   await exportGraph(store, 'csv', 'observations.csv', { loads: true })
 *   → { out: 'observations.csv', counts: { observations: 723 }, next: [] }
 *
 * The same graph gives the same bytes: rows are in the order of their ids, and nothing of the run (time, machine, path)
 * is written.
 */
import { Failure } from '../failure.js';
import type { GraphStore } from '../store/store.js';
import { writeCsv } from './csv.js';
import { runCommands, writeCypher } from './cypher.js';
import { FORMATS, type Format } from './formats.js';
import { type Counts, type GraphChoice, type PassingGraph, passing } from './graph.js';
import { writeGraphml } from './graphml.js';
import { writeJsonLines } from './jsonl.js';
import { importCommands, writeNeo4jAdmin } from './neo4j-admin.js';
import { OBSERVATION_COLUMNS, observationRows } from './observations.js';
import { writeParquet } from './parquet.js';
import { mayReplace, wholeFile, wholeFolder } from './whole.js';

type TableWriter = typeof writeCsv;
type GraphWriter = (graph: PassingGraph, part: string) => Promise<void>;

const TABLES: Partial<Record<Format, TableWriter>> = { csv: writeCsv, parquet: writeParquet };
const GRAPHS: Partial<Record<Format, GraphWriter>> = {
  jsonl: writeJsonLines,
  graphml: writeGraphml,
  'neo4j-admin': writeNeo4jAdmin,
  cypher: writeCypher,
};
/** What the user does with it. */
const NEXT: Partial<Record<Format, (out: string) => string[]>> = {
  'neo4j-admin': importCommands,
  cypher: runCommands,
};

export interface Exported {
  readonly out: string;
  /** Rows of a table, or nodes and edges by kind. */
  readonly counts: Counts | { readonly observations: number };
  /** Commands for a shell. */
  readonly next: readonly string[];
}

/** @throws Failure when `out` cannot be written, is not ours to replace, or the graph changes meanwhile */
export async function exportGraph(
  store: GraphStore,
  format: Format,
  out: string,
  choice: GraphChoice = { loads: true },
): Promise<Exported> {
  const { extension } = FORMATS[format];
  mayReplace(out, extension);
  const whole = extension === null ? wholeFolder : wholeFile;
  const before = JSON.stringify(await store.ledger());
  const counts = await whole(out, async (part) => {
    const table = TABLES[format];
    const written =
      table === undefined ? await graphInto(store, GRAPHS[format]!, part, choice) : await tableInto(store, table, part);
    if (JSON.stringify(await store.ledger()) !== before) {
      throw new Failure(`${out}: not written, because the graph was changed meanwhile; run zhimai export again`);
    }
    return written;
  });
  return { out, counts, next: NEXT[format]?.(out) ?? [] };
}

async function tableInto(store: GraphStore, write: TableWriter, part: string): Promise<{ observations: number }> {
  const observations = await write(OBSERVATION_COLUMNS, observationRows(store), part);
  const { nodes } = await store.counts();
  complete(
    { nodes: { Observation: observations }, edges: {} },
    { nodes: { Observation: nodes.Observation ?? 0 }, edges: {} },
  );
  return { observations };
}

async function graphInto(store: GraphStore, write: GraphWriter, part: string, choice: GraphChoice): Promise<Counts> {
  const graph = passing(store, choice);
  await write(graph, part);
  const { nodes, edges } = await store.counts();
  const { Load, ...withoutLoads } = nodes;
  const { LOADED_BY, ...withoutLoadedBy } = edges;
  complete(graph.counts, choice.loads ? { nodes, edges } : { nodes: withoutLoads, edges: withoutLoadedBy });
  return graph.counts;
}

/** An export that lost or doubled a row is none. */
function complete(written: Counts, there: Counts): void {
  for (const what of ['nodes', 'edges'] as const) {
    const names = new Set([...Object.keys(written[what]), ...Object.keys(there[what])]) as Set<never>;
    for (const name of names) {
      const [ours, theirs] = [written[what][name] ?? 0, there[what][name] ?? 0];
      if (ours !== theirs)
        throw new Failure(`export: ${ours} of ${theirs} ${what} ${name} were read; was the graph written meanwhile?`);
    }
  }
}
