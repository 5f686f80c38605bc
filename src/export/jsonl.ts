/**
 * JSON Lines: a node or an edge a line, all properties in a fixed order, null where there is none; nodes first.
 *
 *   {"kind":"node","label":"County","id":"cn:330782","properties":{"type":"County","name":"义乌市",…}}
 *   {"kind":"edge","type":"WITHIN","fromLabel":"County","from":"cn:330782","toLabel":"City","to":"cn:330700","properties":{…}}
 */
import type { PassingGraph } from './graph.js';
import { textFile } from './whole.js';

export const writeJsonLines = (graph: PassingGraph, file: string): Promise<void> =>
  textFile(file, async (out) => {
    for await (const { label, id, properties } of graph.nodes()) {
      out.write(`${JSON.stringify({ kind: 'node', label, id, properties })}\n`);
    }
    for await (const { type, fromLabel, from, toLabel, to, properties } of graph.edges()) {
      out.write(`${JSON.stringify({ kind: 'edge', type, fromLabel, from, toLabel, to, properties })}\n`);
    }
  });
