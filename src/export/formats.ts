/**
 * The formats of an export, a row each: `--help`, the check of what is replaced and the choice of the writer come from here.
 *
 *   FORMATS.csv → { what: 'observations, a row each, for Excel', extension: '.csv' }
 */
export interface FormatRow {
  /** What it is, for `--help`. */
  readonly what: string;
  /** Of its file; null where it is a folder. */
  readonly extension: string | null;
}

export const FORMATS = {
  csv: { what: 'observations, a row each, for Excel', extension: '.csv' },
  parquet: { what: 'observations, a row each, for pandas, DuckDB, R', extension: '.parquet' },
  jsonl: { what: 'the graph as JSON Lines, a node or an edge a line', extension: '.jsonl' },
  graphml: { what: 'the graph for Gephi, yEd, networkx', extension: '.graphml' },
  'neo4j-admin': { what: 'a folder of CSV for the bulk import of Neo4j', extension: null },
  cypher: { what: 'a script for an empty Neo4j database', extension: '.cypher' },
} as const satisfies Readonly<Record<string, FormatRow>>;

export type Format = keyof typeof FORMATS;
export const FORMAT_NAMES = Object.keys(FORMATS) as Format[];
