/**
 * Issues into an embedded graph that holds some. LadybugDB keeps 8 MB for each pair of labels whose edges were created
 * until the next checkpoint, half a gigabyte for an issue of a magazine; and a checkpoint inside a transaction there is
 * none. So a run writes into a copy of the graph, which readers do not see: nodes issue by issue, the edges of many
 * issues together, some pairs at a time. Then the copy takes the place of the graph, as a whole; a run that dies before
 * leaves the graph as it was.
 *
 *   const later = store.laterLoad();                        null on a server
 *   await later.replaceIssue(graph, stamp, instead);        … and so on
 *   await later.finish();
 *
 * Edges of the gazetteer are few and are written at once, because the next issue looks whether they are there.
 */
import type { Change } from '../graph/difference.js';
import type { GraphEdge, IssueGraph } from '../model.js';
import { replaceIssues } from './replace.js';
import { edgeRow } from './schema.js';
import type { Copy, LoadEdge, LoadStamp, Session } from './store.js';

/** After so many edges the copy is published: what a run has done is safe, and what it remembers of it is little. */
const EDGES_A_COPY = 200_000;

export class LaterLoad {
  #copy: Copy | null = null;
  #edges = 0;
  readonly #issues = new Set<string>();
  readonly #awaited = new Set<string>();

  constructor(private readonly copy: () => Promise<Copy>) {}

  /** As GraphStore.replaceIssue. */
  async replaceIssue(graph: IssueGraph, load: LoadStamp, instead: readonly string[] = []): Promise<Change> {
    // The edges of an issue must be there before they can be swapped.
    if ([graph.issue.id, ...instead].some((id) => this.#issues.has(id))) await this.finish();
    this.#copy ??= await this.copy();
    const copy = this.#copy;
    this.#issues.add(graph.issue.id);
    const change = await copy.write((session) => replaceIssues(this.#deferring(session, copy), graph, load, instead));
    if (this.#edges >= EDGES_A_COPY) await this.finish();
    return change;
  }

  /** Nothing happens where no issue was given. */
  async finish(): Promise<void> {
    await this.#copy?.publish();
    this.#copy = null;
    this.#edges = 0;
    this.#issues.clear();
    this.#awaited.clear();
  }

  #deferring(session: Session, copy: Copy): Session {
    return {
      ...session,
      insertEdges: async (edges) => {
        await session.insertEdges(edges.filter(isOfGazetteer));
        const later = edges.filter((edge) => !isOfGazetteer(edge));
        copy.insertEdges(later);
        this.#edges += later.length;
        for (const { fromLabel, from, toLabel, to } of later) {
          this.#awaited.add(`${fromLabel} ${from}`);
          this.#awaited.add(`${toLabel} ${to}`);
        }
      },
      awaited: this.#awaited,
    };
  }
}

const isOfGazetteer = ({ type }: GraphEdge | LoadEdge): boolean => edgeRow(type).support === 'gazetteer';
