/**
 * A folder for `neo4j-admin database import full`, the fastest road into a new Neo4j database: a CSV file and a header
 * a label, one pair a kind of edge, the arguments of the import, and what is to be run on the new database.
 *
 *   County.header.csv     id:ID(County),type:string,name:string,code:string,validFrom:long,validTo:long
 *   County.csv            "cn:330782","County","义乌市","330782",1988,
 *   ABOUT.Observation.County.header.csv, ABOUT.Observation.County.csv, …
 *   import.args           --nodes=County=County.header.csv,County.csv …
 *   after-import.cypher   CREATE CONSTRAINT county_id …
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Value } from '../model.js';
import { type Edge, edgeRow, nodeRow, type Properties, type ValueType } from '../store/schema.js';
import { afterImportLines } from '../store/script.js';
import type { PassingGraph } from './graph.js';
import { MARK, TextFile } from './whole.js';

/** The unit separator: no name has one. */
const LIST_SEAM = '\u001f';

const TYPES: Readonly<Record<ValueType, string>> = {
  STRING: 'string',
  INT64: 'long',
  DOUBLE: 'double',
  BOOLEAN: 'boolean',
  'STRING[]': 'string[]',
};

const AFTER = 'after-import.cypher';

/** What to type once the folder is there: the import while the server stands, then the rest when it runs. */
export function importCommands(folder: string): string[] {
  const there = `cd '${folder.replaceAll("'", "'\\''")}'`;
  return [
    `${there} && neo4j-admin database import full neo4j @import.args`,
    `${there} && cypher-shell -u neo4j -f ${AFTER}    (when the server has started)`,
  ];
}

export async function writeNeo4jAdmin(graph: PassingGraph, folder: string): Promise<void> {
  // No type of ours needs guessing, texts hold line breaks, and a text that is empty is not null.
  const args = ['--multiline-fields=true', '--ignore-empty-strings=false', '--array-delimiter=U+001F'];
  const header = (name: string, cells: readonly string[]): void =>
    writeFileSync(path.join(folder, `${name}.header.csv`), `${cells.join(',')}\n`);

  for (const label of graph.labels) {
    const { properties } = nodeRow(label);
    let file: TextFile | null = null;
    try {
      for await (const node of graph.nodes(label)) {
        if (file === null) {
          file = new TextFile(path.join(folder, `${label}.csv`));
          header(label, [`id:ID(${label})`, ...typed(properties)]);
          args.push(`--nodes=${label}=${label}.header.csv,${label}.csv`);
        }
        file.write(`${[quoted(node.id), ...cells(node.properties, properties)].join(',')}\n`);
      }
    } finally {
      file?.close();
    }
  }
  for (const type of graph.edgeTypes) args.push(...(await writeEdges(graph, type, folder, header)));

  writeFileSync(path.join(folder, 'import.args'), `${args.join('\n')}\n`);
  writeFileSync(path.join(folder, AFTER), `${afterImportLines().join('\n')}\n`);
  const { nodes, edges } = graph.counts;
  writeFileSync(path.join(folder, MARK), `${JSON.stringify({ format: 'neo4j-admin', nodes, edges }, null, 1)}\n`);
}

/** One file a pair of labels: an id is looked up among the nodes of its own label only. */
async function writeEdges(
  graph: PassingGraph,
  type: Edge,
  folder: string,
  header: (name: string, cells: readonly string[]) => void,
): Promise<string[]> {
  const { properties } = edgeRow(type);
  const files = new Map<string, TextFile>();
  const args = new Map<string, string>();
  try {
    for await (const edge of graph.edges(type)) {
      const name = `${type}.${edge.fromLabel}.${edge.toLabel}`;
      let file = files.get(name);
      if (file === undefined) {
        file = new TextFile(path.join(folder, `${name}.csv`));
        files.set(name, file);
        header(name, [`:START_ID(${edge.fromLabel})`, `:END_ID(${edge.toLabel})`, ...typed(properties)]);
        args.set(name, `--relationships=${type}=${name}.header.csv,${name}.csv`);
      }
      file.write(`${[quoted(edge.from), quoted(edge.to), ...cells(edge.properties, properties)].join(',')}\n`);
    }
  } finally {
    for (const file of files.values()) file.close();
  }
  return [...args.keys()].sort().map((name) => args.get(name)!);
}

const typed = (properties: Properties): string[] =>
  Object.entries(properties).map(([name, type]) => `${name}:${TYPES[type]}`);

const cells = (values: Readonly<Record<string, Value>>, properties: Properties): string[] =>
  Object.entries(properties).map(([name, type]) => cell(values[name] ?? null, type));

/** An empty cell is null, "" is an empty text; a list that is empty comes as null and is mended after the import. */
function cell(value: Value, type: ValueType): string {
  if (value === null) return '';
  if (type === 'STRING[]') return quoted((value as readonly string[]).join(LIST_SEAM));
  return type === 'STRING' ? quoted(String(value)) : String(value);
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
