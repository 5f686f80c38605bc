/**
 * The whole graph as text, the same for the same graph on either store: a line per node and edge, sorted.
 * Load, LOADED_BY and times are left out, so that a graph built in many runs can be compared with one built at once.
 *
 *   County ["cn:330782",[["code","330782"],["name","义乌市"],…]]
 */
import { edgeLine, nodeLine } from '../graph/difference.js';
import type { EdgeType, NodeLabel } from '../model.js';
import { edgeFrom, nodeFrom } from './replace.js';
import { EDGE_ROWS, NODE_ROWS } from './schema.js';
import { allEdges, allNodes } from './statements.js';
import type { GraphStore } from './store.js';

export async function canonicalDump(store: Pick<GraphStore, 'read'>): Promise<string> {
  const lines: string[] = [];
  for (const { label } of NODE_ROWS) {
    if (label === 'Load') continue;
    for (const row of await store.read(allNodes(label))) lines.push(nodeLine(nodeFrom(label, row)));
  }
  for (const { type } of EDGE_ROWS) {
    if (type === 'LOADED_BY') continue;
    // The line names ids only: an end's label is a function of its id.
    const ends: [NodeLabel, NodeLabel] = ['Article', 'Article'];
    for (const row of await store.read(allEdges(type))) lines.push(edgeLine(edgeFrom(type as EdgeType, ...ends, row)));
  }
  return `${lines.sort().join('\n')}\n`;
}
