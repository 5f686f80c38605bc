/**
 * The graph as a Cypher script for Neo4j: one statement a line, with its rows written out, in the words that the store
 * itself writes with (statements.ts). No line needs a parameter, so cypher-shell and a driver can run them one by one.
 *
 *   nodesLine('Metric', [{ label: 'Metric', id: '产值', properties: { name: '产值', dimension: 'currency' } }]) →
 *     UNWIND [['产值', '产值', 'currency']] AS c WITH {id: c[0], properties: {name: c[1], dimension: c[2]}} AS row
 *     MERGE (n:Metric {id: row.id}) SET n += row.properties;                                     (all on one line)
 *
 * Cells by position, because planning a statement with a map a row took Neo4j four times as long.
 */
import type { Value } from '../model.js';
import type { AnyEdge, AnyNode } from './pages.js';
import { type Edge, edgeRow, type Label, NODE_ROWS, nodeRow, type Properties } from './schema.js';
import { constraints, createEdges, mergeNodes } from './statements.js';

export const constraintLines = (): string[] => constraints().map((cypher) => `${cypher};`);

/** What a bulk import cannot bring: constraints, and lists that are empty, for which its CSV has no form. */
export const afterImportLines = (): string[] => [
  ...constraintLines(),
  ...NODE_ROWS.flatMap(({ label, properties }) =>
    Object.entries(properties)
      .filter(([, type]) => type === 'STRING[]')
      .map(([name]) => `MATCH (n:${label}) WHERE n.${name} IS NULL SET n.${name} = [];`),
  ),
];

export function nodesLine(label: Label, nodes: readonly AnyNode[]): string {
  const { properties } = nodeRow(label);
  const rows = nodes.map((node) => [quoted(node.id), ...literals(node.properties, properties)]);
  return withRows(mergeNodes(label), ['id'], properties, rows);
}

export function edgesLine(type: Edge, from: Label, to: Label, edges: readonly AnyEdge[]): string {
  const { properties } = edgeRow(type);
  const rows = edges.map((edge) => [quoted(edge.from), quoted(edge.to), ...literals(edge.properties, properties)]);
  return withRows(createEdges(type, from, to), ['fromId', 'toId'], properties, rows);
}

function withRows(
  cypher: string,
  ends: readonly string[],
  properties: Properties,
  rows: readonly (readonly string[])[],
): string {
  const own = Object.keys(properties).map((name, i) => `${name}: c[${ends.length + i}]`);
  const parts = [...ends.map((name, i) => `${name}: c[${i}]`), `properties: {${own.join(', ')}}`];
  const list = rows.map((cells) => `[${cells.join(', ')}]`).join(', ');
  return `${cypher.replace('UNWIND $rows AS row', () => `UNWIND [${list}] AS c WITH {${parts.join(', ')}} AS row`)};`;
}

const literals = (values: Readonly<Record<string, Value>>, properties: Properties): string[] =>
  Object.entries(properties).map(([name, type]) => literal(values[name] ?? null, type));

function literal(value: Value, type: Properties[string]): string {
  if (value === null) return 'null';
  if (type === 'STRING[]') return `[${(value as readonly string[]).map(quoted).join(', ')}]`;
  if (type === 'STRING') return quoted(String(value));
  if (type === 'DOUBLE') return double(value as number);
  return String(value);
}

/** 5 → 5.0, so that it stays a float; 1e+21 → 1e21. */
function double(value: number): string {
  const text = String(value).replace('e+', 'e');
  return /^-?\d+$/u.test(text) ? `${text}.0` : text;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};
// Line separators are escaped as well, so that a line of the script is a line for every reader.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be escaped.
const SPECIAL = /[\\'\u0000-\u001f\u007f-\u009f\u2028\u2029]/gu;

export const quoted = (text: string): string =>
  `'${text.replace(
    SPECIAL,
    (character) => ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )}'`;
