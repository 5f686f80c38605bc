/**
 * What a format is given: the nodes and edges of a graph in a fixed order, counted as they pass.
 *
 *   const graph = passing(store, { loads: true });
 *   for await (const node of graph.nodes()) …
 *   graph.counts → { nodes: { County: 63, … }, edges: { ABOUT: 665, … } }
 */
import { type AnyEdge, type AnyNode, edgesInOrder, nodesInOrder } from '../store/pages.js';
import { EDGE_ROWS, type Edge, type Label, NODE_ROWS } from '../store/schema.js';
import type { GraphStore } from '../store/store.js';

export interface Counts {
  readonly nodes: Partial<Record<Label, number>>;
  readonly edges: Partial<Record<Edge, number>>;
}

export interface PassingGraph {
  readonly labels: readonly Label[];
  readonly edgeTypes: readonly Edge[];
  /** All of them, or those of one label. */
  nodes(label?: Label): AsyncGenerator<AnyNode>;
  edges(type?: Edge): AsyncGenerator<AnyEdge>;
  readonly counts: Counts;
}

export interface GraphChoice {
  /** With the ledger, Load and LOADED_BY: the only part of the graph that knows times. */
  readonly loads: boolean;
}

export function passing(store: GraphStore, { loads }: GraphChoice): PassingGraph {
  const counts: Counts = { nodes: {}, edges: {} };
  const labels = NODE_ROWS.map((row) => row.label).filter((label) => loads || label !== 'Load');
  const edgeTypes = EDGE_ROWS.map((row) => row.type).filter((type) => loads || type !== 'LOADED_BY');
  return {
    labels,
    edgeTypes,
    counts,
    async *nodes(only) {
      for (const label of only === undefined ? labels : [only]) {
        for await (const node of nodesInOrder(store, label)) {
          counts.nodes[label] = (counts.nodes[label] ?? 0) + 1;
          yield node;
        }
      }
    },
    async *edges(only) {
      for (const type of only === undefined ? edgeTypes : [only]) {
        for await (const edge of edgesInOrder(store, type)) {
          counts.edges[type] = (counts.edges[type] ?? 0) + 1;
          yield edge;
        }
      }
    },
  };
}
