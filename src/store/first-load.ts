/**
 * Many issues into a graph that holds none: their rows go to files as they come, and into the graph together, in one
 * transaction, when the load is finished. The graph is the same as issue by issue; a run that dies before leaves it empty.
 *
 *   const first = await store.firstLoad();             null when the graph holds something
 *   await first.replaceIssue(graph, stamp);            … and so on
 *   await first.finish();
 *
 * What issues share is kept in memory until the end, because the last issue has the last word on it, as in replace.ts.
 */
import { type Change, ChangeCount, edgeLine, nodeLine } from '../graph/difference.js';
import type { GraphEdge, GraphNode, IssueGraph } from '../model.js';
import { grouped } from './grouped.js';
import { issueOf, loadOf } from './replace.js';
import type { LoadStamp, Stage } from './store.js';

export class FirstLoad {
  readonly #shared = new Map<string, GraphNode>();
  /** By the place that they leave. */
  readonly #gazetteer = new Map<string, readonly GraphEdge[]>();
  readonly #issues = new Set<string>();

  constructor(private readonly stage: Stage) {}

  /** As GraphStore.replaceIssue, for an issue that was not given before. */
  async replaceIssue(graph: IssueGraph, load: LoadStamp): Promise<Change> {
    const { issue, publication, articles } = graph;
    if (this.#issues.has(issue.id)) throw new Error(`${issue.id} was given twice`);
    this.#issues.add(issue.id);
    const count = new ChangeCount();
    count.node('Issue', 'added');
    count.articles(null, { remove: [], add: articles });
    for (const node of publication === null ? graph.shared : [...graph.shared, publication]) this.#share(node, count);
    for (const [from, edges] of grouped(graph.gazetteer, (edge) => edge.from)) this.#lead(from, edges, count);

    const { node, edges } = loadOf(graph, load, count.change);
    this.stage.insertNodes([issue, ...articles.flatMap((article) => article.nodes), node]);
    this.stage.insertEdges(articles.flatMap((article) => article.edges));
    this.stage.insertEdges(publication === null ? edges : [...edges, issueOf(issue, publication)]);
    return count.change;
  }

  async finish(): Promise<void> {
    this.stage.insertNodes([...this.#shared.values()]);
    this.stage.insertEdges([...this.#gazetteer.values()].flat());
    await this.stage.commit();
  }

  #share(node: GraphNode, count: ChangeCount): void {
    const key = `${node.label} ${node.id}`;
    const known = this.#shared.get(key);
    if (known === undefined) count.node(node.label, 'added');
    else if (nodeLine(known) !== nodeLine(node)) count.node(node.label, 'changed');
    else return;
    this.#shared.set(key, node);
  }

  #lead(from: string, edges: readonly GraphEdge[], count: ChangeCount): void {
    const printed = (list: readonly GraphEdge[]): string => list.map(edgeLine).sort().join('\n');
    if (printed(this.#gazetteer.get(from) ?? []) === printed(edges)) return;
    for (const edge of edges) count.edge(edge.type, 'added');
    this.#gazetteer.set(from, edges);
  }
}
