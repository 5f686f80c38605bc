/**
 * The graph as a Cypher script for Neo4j: one statement a line, with its rows written out, in the words that the store
 * itself writes with (statements.ts). No line needs a parameter, so cypher-shell and a driver can run them one by one.
 *
 *   nodesLine('Metric', [{ label: 'Metric', id: '产值', properties: { name: '产值', dimension: 'currency' } }]) →
 *     UNWIND [{id: '产值', properties: {name: '产值', dimension: 'currency'}}] AS row MERGE (n:Metric {id: row.id}) SET n += row.properties;
 */
import type { Value } from '../model.js';
import type { AnyEdge, AnyNode } from './pages.js';
import { type Edge, edgeRow, type Label, nodeRow, type Properties } from './schema.js';
import { constraints, createEdges, mergeNodes } from './statements.js';

export const constraintLines = (): string[] => constraints().map((cypher) => `${cypher};`);

export const nodesLine = (label: Label, nodes: readonly AnyNode[]): string =>
  withRows(
    mergeNodes(label),
    nodes.map(({ id, properties }) => `{id: ${quoted(id)}, properties: ${map(properties, nodeRow(label).properties)}}`),
  );

export const edgesLine = (type: Edge, from: Label, to: Label, edges: readonly AnyEdge[]): string =>
  withRows(
    createEdges(type, from, to),
    edges.map(
      (edge) =>
        `{fromId: ${quoted(edge.from)}, toId: ${quoted(edge.to)}, ` +
        `properties: ${map(edge.properties, edgeRow(type).properties)}}`,
    ),
  );

const withRows = (cypher: string, rows: readonly string[]): string =>
  `${cypher.replace('$rows', () => `[${rows.join(', ')}]`)};`;

/** What is null is left out: a property that is not there is null. */
const map = (values: Readonly<Record<string, Value>>, properties: Properties): string =>
  `{${Object.entries(properties)
    .flatMap(([name, type]) => {
      const value = values[name] ?? null;
      return value === null ? [] : [`${name}: ${literal(value, type)}`];
    })
    .join(', ')}}`;

function literal(value: NonNullable<Value>, type: Properties[string]): string {
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
