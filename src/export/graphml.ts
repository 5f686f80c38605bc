/**
 * GraphML for Gephi, yEd, networkx, igraph: typed keys, then nodes, then edges.
 *
 *   <node id="County:cn:330782"><data key="nlabel">County</data><data key="nid">cn:330782</data>…</node>
 *   <edge id="e1" source="County:cn:330782" target="City:cn:330700"><data key="elabel">WITHIN</data>…</edge>
 *
 * A node's XML id is its label and id, with what XML forbids in a name written _x0023_; the id itself is a property.
 * XML has no way to write control characters: they become the symbols Unicode has for them (U+0001 → ␁).
 * A list is a JSON text, because GraphML has no lists.
 */
import type { Value } from '../model.js';
import { EDGE_ROWS, NODE_ROWS, type Properties, type ValueType } from '../store/schema.js';
import type { PassingGraph } from './graph.js';
import { type TextFile, textFile } from './whole.js';

const TYPES: Readonly<Record<ValueType, string>> = {
  STRING: 'string',
  INT64: 'long',
  DOUBLE: 'double',
  BOOLEAN: 'boolean',
  'STRING[]': 'string',
};

export const writeGraphml = (graph: PassingGraph, file: string): Promise<void> =>
  textFile(file, async (out) => {
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n');
    writeKeys(out, 'node', { label: 'STRING', id: 'STRING', ...typesOf(NODE_ROWS) });
    writeKeys(out, 'edge', { label: 'STRING', ...typesOf(EDGE_ROWS) });
    out.write('<graph id="zhimai" edgedefault="directed">\n');
    for await (const { label, id, properties } of graph.nodes()) {
      const data = dataOf('n', { label, id, ...properties });
      out.write(`<node id="${xmlName(label, id)}">${data}</node>\n`);
    }
    let ordinal = 0;
    for await (const { type, fromLabel, from, toLabel, to, properties } of graph.edges()) {
      const ends = `source="${xmlName(fromLabel, from)}" target="${xmlName(toLabel, to)}"`;
      out.write(`<edge id="e${++ordinal}" ${ends}>${dataOf('e', { label: type, ...properties })}</edge>\n`);
    }
    out.write('</graph>\n</graphml>\n');
  });

const typesOf = (rows: readonly { readonly properties: Properties }[]): Record<string, ValueType> =>
  Object.assign({}, ...rows.map((row) => row.properties)) as Record<string, ValueType>;

function writeKeys(out: TextFile, what: 'node' | 'edge', types: Properties): void {
  for (const [name, type] of Object.entries(types)) {
    out.write(`<key id="${what[0]}${name}" for="${what}" attr.name="${name}" attr.type="${TYPES[type]}"/>\n`);
  }
}

const dataOf = (letter: 'n' | 'e', values: Readonly<Record<string, Value>>): string =>
  Object.entries(values)
    .map(([name, value]) => (value === null ? '' : `<data key="${letter}${name}">${content(value)}</data>`))
    .join('');

const content = (value: NonNullable<Value>): string =>
  xmlText(typeof value === 'object' ? JSON.stringify(value) : String(value));

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be replaced.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/gu;
/** Half a pair, and the two code points that are no characters. */
const NO_CHARACTER = /[\ud800-\udfff\ufffe\uffff]/gu;

/** Text between tags: 产值<5亿元 → 产值&lt;5亿元. A bare CR would be read as a line feed. */
export const xmlText = (text: string): string =>
  text
    .replace(FORBIDDEN, (character) => String.fromCharCode(0x2400 + character.charCodeAt(0)))
    .replace(NO_CHARACTER, '\ufffd')
    .replace(/[&<>\r]/gu, (character) => ENTITIES[character]!);

/** All but what XML 1.0 allows in a name token, joiners left out; `_` too where it could be taken for an escape. */
const NOT_IN_NAME =
  /_(?=x[0-9a-f]{4,6}_)|[^\-.0-9:A-Z_a-z\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u203f\u2040\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\u{10000}-\u{effff}]/gu;

const xmlName = (label: string, id: string): string =>
  `${label}:${id.replace(NOT_IN_NAME, (character) => `_x${character.codePointAt(0)!.toString(16).padStart(4, '0')}_`)}`;
