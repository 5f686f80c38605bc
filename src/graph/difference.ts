/**
 * What an issue contributed before and what it contributes now → what has to be written, and how much that is.
 * Articles are the unit: one that is the same to the last property stays, any other is swapped as a whole.
 *
 *   before: 30 articles; now: one of them edited → { remove: [its id], add: [its graph], … }
 */
import type { ArticleGraph, EdgeType, GraphEdge, GraphNode, IssueGraph, NodeLabel, Value } from '../model.js';

/** What the graph holds of an issue: its own nodes and edges, and the nodes that these lead to. */
export interface Contribution {
  readonly issue: GraphNode;
  readonly publication: string | null;
  readonly articles: readonly ArticleGraph[];
}

export interface Counts {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** Nodes and edges by label and type; what did not change is not counted. */
export interface Change {
  readonly nodes: Readonly<Partial<Record<NodeLabel, Counts>>>;
  readonly edges: Readonly<Partial<Record<EdgeType, Counts>>>;
}

export interface ArticleSwap {
  readonly remove: readonly string[];
  readonly add: readonly ArticleGraph[];
}

/** PUBLISHED_IN and PART_OF follow from the nodes and are not read back. */
const IMPLIED: ReadonlySet<EdgeType> = new Set(['PUBLISHED_IN', 'PART_OF']);

export function swapOf(before: Contribution | null, now: IssueGraph | null): ArticleSwap {
  const old = new Map((before?.articles ?? []).map((article) => [article.articleId, printOf(article)]));
  const add = (now?.articles ?? []).filter((article) => old.get(article.articleId) !== printOf(article));
  const kept = new Set((now?.articles ?? []).map((article) => article.articleId));
  const changed = new Set(add.map((article) => article.articleId));
  return { remove: [...old.keys()].filter((id) => !kept.has(id) || changed.has(id)), add };
}

const printOf = (article: ArticleGraph): string =>
  [...article.nodes.map(nodeLine), ...article.edges.filter((edge) => !IMPLIED.has(edge.type)).map(edgeLine)]
    .sort(compare)
    .join('\n');

/** One line that is the same for the same node, whatever the order of its properties. */
export const nodeLine = (node: GraphNode): string =>
  `${node.label} ${JSON.stringify([node.id, sorted(node.properties)])}`;
export const edgeLine = (edge: GraphEdge): string =>
  `${edge.type} ${JSON.stringify([edge.from, edge.to, sorted(edge.properties)])}`;

/** A property that is null and one that is not there are the same thing in a graph. */
const sorted = (properties: Readonly<Record<string, Value>>): [string, Value][] =>
  Object.entries(properties)
    .filter(([, value]) => value !== null)
    .sort(([a], [b]) => compare(a, b));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Adds up what is seen one by one: nodes by id, edges by their whole line. */
export class ChangeCount {
  private readonly nodes = new Map<NodeLabel, { added: number; changed: number; removed: number }>();
  private readonly edges = new Map<EdgeType, { added: number; changed: number; removed: number }>();

  articles(before: Contribution | null, swap: ArticleSwap): void {
    const gone = new Set(swap.remove);
    const old = (before?.articles ?? []).filter((article) => gone.has(article.articleId));
    const oldNodes = new Map(old.flatMap((article) => article.nodes.map((node) => [`${node.label} ${node.id}`, node])));
    for (const node of swap.add.flatMap((article) => article.nodes)) {
      const key = `${node.label} ${node.id}`;
      const was = oldNodes.get(key);
      oldNodes.delete(key);
      if (was === undefined) this.node(node.label, 'added');
      else if (nodeLine(was) !== nodeLine(node)) this.node(node.label, 'changed');
    }
    for (const node of oldNodes.values()) this.node(node.label, 'removed');
    const oldEdges = new Map<string, GraphEdge>();
    for (const edge of old.flatMap((article) => article.edges)) oldEdges.set(edgeLine(edge), edge);
    for (const edge of swap.add.flatMap((article) => article.edges)) {
      if (!IMPLIED.has(edge.type) && !oldEdges.delete(edgeLine(edge))) this.edge(edge.type, 'added');
    }
    for (const edge of oldEdges.values()) if (!IMPLIED.has(edge.type)) this.edge(edge.type, 'removed');
  }

  node(label: NodeLabel, what: keyof Counts, many = 1): void {
    this.add(this.nodes, label, what, many);
  }

  edge(type: EdgeType, what: keyof Counts, many = 1): void {
    this.add(this.edges, type, what, many);
  }

  private add<Key>(
    counts: Map<Key, { added: number; changed: number; removed: number }>,
    key: Key,
    what: keyof Counts,
    many: number,
  ): void {
    const row = counts.get(key) ?? { added: 0, changed: 0, removed: 0 };
    row[what] += many;
    counts.set(key, row);
  }

  get change(): Change {
    const byName = ([a]: [string, Counts], [b]: [string, Counts]): number => compare(a, b);
    return {
      nodes: Object.fromEntries([...this.nodes].sort(byName)),
      edges: Object.fromEntries([...this.edges].sort(byName)),
    };
  }
}

/** Sum over all labels, e.g. { added: 5210, changed: 3, removed: 12 }. */
export function totalOf(change: Change): Counts {
  const sum = { added: 0, changed: 0, removed: 0 };
  for (const counts of Object.values(change.nodes)) {
    sum.added += counts.added;
    sum.changed += counts.changed;
    sum.removed += counts.removed;
  }
  return sum;
}

/** Several changes as one, e.g. of a transaction that puts one issue in and takes another out. */
export function sumOf(changes: readonly Change[]): Change {
  if (changes.length === 1) return changes[0]!;
  const count = new ChangeCount();
  for (const { nodes, edges } of changes) {
    for (const [label, each] of Object.entries(nodes)) {
      for (const what of WHATS) if (each[what] > 0) count.node(label as NodeLabel, what, each[what]);
    }
    for (const [type, each] of Object.entries(edges)) {
      for (const what of WHATS) if (each[what] > 0) count.edge(type as EdgeType, what, each[what]);
    }
  }
  return count.change;
}

const WHATS = ['added', 'changed', 'removed'] as const;

/** What an article's edges lead to and no article owns: entities and metrics, as "County cn:331082". */
export function sharedRefs(articles: readonly ArticleGraph[]): Map<string, { label: NodeLabel; id: string }> {
  const refs = new Map<string, { label: NodeLabel; id: string }>();
  for (const { edges } of articles) {
    for (const edge of edges) {
      if (!OWN.has(edge.toLabel)) refs.set(`${edge.toLabel} ${edge.to}`, { label: edge.toLabel, id: edge.to });
      if (!OWN.has(edge.fromLabel))
        refs.set(`${edge.fromLabel} ${edge.from}`, { label: edge.fromLabel, id: edge.from });
    }
  }
  return refs;
}

const OWN: ReadonlySet<NodeLabel> = new Set(['Issue', 'Article', 'Sentence', 'Observation']);
