/**
 * The swap of one issue's contribution, inside a transaction of either store.
 *
 *   what the graph holds of the issue, what the issue says now → deletes, inserts, and what nobody supports any more
 *
 * An article's own nodes and edges go with it. A shared node goes when no evidence edge touches it and no supported
 * place leads to it in the gazetteer; so the graph after any sequence of swaps is the graph of a clean build.
 */
import {
  type ArticleSwap,
  type Change,
  ChangeCount,
  type Contribution,
  edgeLine,
  nodeLine,
  sharedRefs,
  sumOf,
  swapOf,
  totalOf,
} from '../graph/difference.js';
import type { ArticleGraph, EdgeType, GraphEdge, GraphNode, IssueGraph, NodeLabel, Value } from '../model.js';
import { grouped } from './grouped.js';
import { edgeRow, nodeRow } from './schema.js';
import {
  deleteArticles,
  deleteGazetteerFrom,
  deleteLoads,
  deleteNodes,
  detachPublication,
  existing,
  GAZETTEER_EDGES,
  gazetteerFrom,
  gazetteerInto,
  isPlaceLabel,
  issueNode,
  OWN_EDGES,
  OWN_LABELS,
  ownEdges,
  ownNodes,
  publicationOf,
  RELATION_EDGES,
  relationsOf,
  setProperties,
  unsupported,
} from './statements.js';
import type { LoadEdge, LoadNode, LoadStamp, Row, Session } from './store.js';

type Reader = Pick<Session, 'rows'>;
interface Ref {
  readonly label: NodeLabel;
  readonly id: string;
}

/** What the swap would change, by reading only; what would lose its last support is not counted. */
export async function differenceOf(reader: Reader, graph: IssueGraph): Promise<Change> {
  const before = await contributionOf(reader, graph.issue.id);
  const swap = swapOf(before, graph);
  const count = new ChangeCount();
  count.articles(before, swap);
  countIssue(count, before, graph);
  countShared(count, await sharedPlan(reader, graph));
  return count.change;
}

/**
 * @param graph  null takes the issue out
 * @param load   null only with a graph that is null
 */
export async function replaceIssue(
  session: Session,
  issueId: string,
  graph: IssueGraph | null,
  load: LoadStamp | null,
): Promise<Change> {
  const before = await contributionOf(session, issueId);
  const swap = swapOf(before, graph);
  const plan = await sharedPlan(session, graph);
  const count = new ChangeCount();
  count.articles(before, swap);
  countIssue(count, before, graph);
  countShared(count, plan);

  if (before !== null) await takeOut(session, before, swap, graph);
  await writeShared(session, plan);
  if (graph !== null) await writeOwn(session, before, swap, graph);
  await sweep(session, before, swap, plan, graph, count);
  if (graph !== null && load !== null) await writeLoad(session, graph, load, count.change);
  return count.change;
}

/** @param instead  issues that its file said before: they go */
export async function replaceIssues(
  session: Session,
  graph: IssueGraph,
  load: LoadStamp,
  instead: readonly string[],
): Promise<Change> {
  // The new one comes first, so that what both support is never taken out.
  const changes = [await replaceIssue(session, graph.issue.id, graph, load)];
  for (const issueId of instead) changes.push(await replaceIssue(session, issueId, null, null));
  return sumOf(changes);
}

// ---------- what the graph holds of an issue ----------

/** @returns null when the issue is not there */
export async function contributionOf(reader: Reader, issueId: string): Promise<Contribution | null> {
  const [issue] = await reader.rows(issueNode(issueId));
  if (issue === undefined) return null;
  const publication = (await reader.rows(publicationOf(issueId)))[0]?.id ?? null;
  const articles = new Map<string, { nodes: GraphNode[]; edges: GraphEdge[] }>();
  const of = (id: string): { nodes: GraphNode[]; edges: GraphEdge[] } => {
    const articleId = articleIdIn(id, issueId);
    const known = articles.get(articleId) ?? { nodes: [], edges: [] };
    articles.set(articleId, known);
    return known;
  };
  for (const label of OWN_LABELS) {
    for (const row of await reader.rows(ownNodes(label, issueId)))
      of(row.id as string).nodes.push(nodeFrom(label, row));
  }
  for (const kind of OWN_EDGES) {
    for (const row of await reader.rows(ownEdges(kind, issueId))) {
      const labels = [kind.fromLabel, kind.toLabel ?? row.toLabel] as [NodeLabel, NodeLabel];
      of(row.fromId as string).edges.push(edgeFrom(kind.type as EdgeType, ...labels, row));
    }
  }
  for (const type of RELATION_EDGES) {
    for (const row of await reader.rows(relationsOf(type, issueId))) {
      const labels = [row.fromLabel, row.toLabel] as [NodeLabel, NodeLabel];
      of(row.articleId as string).edges.push(edgeFrom(type as EdgeType, ...labels, row));
    }
  }
  return {
    issue: nodeFrom('Issue', issue),
    publication: publication as string | null,
    articles: [...articles].map(([articleId, { nodes, edges }]): ArticleGraph => ({ articleId, nodes, edges })),
  };
}

/** 今日浙江-2025-23#6f2a91c0/38.6亿元/1 → 今日浙江-2025-23#6f2a91c0 */
function articleIdIn(id: string, issueId: string): string {
  const slash = id.indexOf('/', issueId.length);
  return slash === -1 ? id : id.slice(0, slash);
}

export function nodeFrom(label: NodeLabel, row: Row): GraphNode {
  return { label, id: row.id as string, properties: picked(Object.keys(nodeRow(label).properties), row) };
}

export function edgeFrom(type: EdgeType, fromLabel: NodeLabel, toLabel: NodeLabel, row: Row): GraphEdge {
  const properties = picked(Object.keys(edgeRow(type).properties), row);
  return { type, fromLabel, from: row.fromId as string, toLabel, to: row.toId as string, properties };
}

const picked = (names: readonly string[], row: Row): Record<string, Value> =>
  Object.fromEntries(names.map((name) => [name, (row[name] ?? null) as Value]));

// ---------- what is shared ----------

interface SharedPlan {
  readonly insert: readonly GraphNode[];
  readonly change: readonly GraphNode[];
  /** Places whose gazetteer edges are others than ours: all of theirs go, ours come. */
  readonly unlink: readonly Ref[];
  readonly link: readonly GraphEdge[];
  /** Where the removed gazetteer edges led. */
  readonly loosened: readonly Ref[];
}

async function sharedPlan(reader: Reader, graph: IssueGraph | null): Promise<SharedPlan> {
  const nodes = graph === null ? [] : [...graph.shared, ...(graph.publication === null ? [] : [graph.publication])];
  const wanted = grouped(graph?.gazetteer ?? [], (edge) => edge.from);
  const insert: GraphNode[] = [];
  const change: GraphNode[] = [];
  const unlink: Ref[] = [];
  const link: GraphEdge[] = [];
  const loosened: Ref[] = [];
  for (const [label, group] of grouped(nodes, (node) => node.label)) {
    const rows = await reader.rows(
      existing(
        label,
        group.map((node) => node.id),
      ),
    );
    const there = new Map(rows.map((row) => [row.id as string, nodeFrom(label, row)]));
    for (const node of group) {
      const known = there.get(node.id);
      if (known === undefined) insert.push(node);
      else if (nodeLine(known) !== nodeLine(node)) change.push(node);
    }
    if (!isPlaceLabel(label)) continue;
    const edges = grouped(await gazetteerEdges(reader, label, [...there.keys()]), (edge) => edge.from);
    for (const { id } of group) {
      const [old, ours] = [edges.get(id) ?? [], wanted.get(id) ?? []];
      if (printed(old) === printed(ours)) continue;
      if (old.length > 0) unlink.push({ label, id });
      loosened.push(...old.map((edge): Ref => ({ label: edge.toLabel, id: edge.to })));
      link.push(...ours);
    }
  }
  return { insert, change, unlink, link, loosened };
}

const printed = (edges: readonly GraphEdge[]): string => edges.map(edgeLine).sort().join('\n');

async function gazetteerEdges(reader: Reader, label: NodeLabel, ids: readonly string[]): Promise<GraphEdge[]> {
  const edges: GraphEdge[] = [];
  for (const type of ids.length === 0 ? [] : GAZETTEER_EDGES) {
    for (const row of await reader.rows(gazetteerFrom(type, label, ids))) {
      edges.push(edgeFrom(type as EdgeType, label, row.toLabel as NodeLabel, row));
    }
  }
  return edges;
}

async function writeShared(session: Session, plan: SharedPlan): Promise<void> {
  await session.insertNodes(plan.insert);
  for (const node of plan.change) await session.run(setProperties(node));
  for (const [label, refs] of grouped(plan.unlink, (ref) => ref.label)) {
    const ids = refs.map((ref) => ref.id);
    for (const type of GAZETTEER_EDGES) {
      if (edgeRow(type).pairs.some(([from]) => from === label))
        await session.run(deleteGazetteerFrom(type, label, ids));
    }
  }
  await session.insertEdges(plan.link);
}

function countShared(count: ChangeCount, plan: SharedPlan): void {
  for (const node of plan.insert) count.node(node.label, 'added');
  for (const node of plan.change) count.node(node.label, 'changed');
  for (const edge of plan.link) count.edge(edge.type, 'added');
}

// ---------- what is the issue's own ----------

async function takeOut(
  session: Session,
  before: Contribution,
  swap: ArticleSwap,
  graph: IssueGraph | null,
): Promise<void> {
  const issueId = before.issue.id;
  await session.run(deleteLoads(issueId));
  if (swap.remove.length > 0) for (const each of deleteArticles(swap.remove)) await session.run(each);
  if (graph === null) await session.run(deleteNodes('Issue', [issueId]));
  else if (before.publication !== (graph.publication?.id ?? null)) await session.run(detachPublication(issueId));
}

async function writeOwn(
  session: Session,
  before: Contribution | null,
  swap: ArticleSwap,
  graph: IssueGraph,
): Promise<void> {
  const edges = swap.add.flatMap((article) => article.edges);
  if (before === null) await session.insertNodes([graph.issue]);
  else if (nodeLine(before.issue) !== nodeLine(graph.issue)) await session.run(setProperties(graph.issue));
  if (graph.publication !== null && before?.publication !== graph.publication.id)
    edges.push(issueOf(graph.issue, graph.publication));
  await session.insertNodes(swap.add.flatMap((article) => article.nodes));
  await session.insertEdges(edges);
}

export const issueOf = (issue: GraphNode, publication: GraphNode): GraphEdge => ({
  type: 'ISSUE_OF',
  fromLabel: 'Issue',
  from: issue.id,
  toLabel: 'Publication',
  to: publication.id,
  properties: {},
});

function countIssue(count: ChangeCount, before: Contribution | null, graph: IssueGraph | null): void {
  if (before === null && graph !== null) count.node('Issue', 'added');
  else if (before !== null && graph === null) count.node('Issue', 'removed');
  else if (before !== null && graph !== null && nodeLine(before.issue) !== nodeLine(graph.issue))
    count.node('Issue', 'changed');
}

async function writeLoad(session: Session, graph: IssueGraph, load: LoadStamp, change: Change): Promise<void> {
  const { node, edges } = loadOf(graph, load, change);
  await session.insertNodes([node]);
  await session.insertEdges(edges);
}

/** The row of the ledger, and the edges by which its articles point at it. */
export function loadOf(
  graph: IssueGraph,
  load: LoadStamp,
  change: Change,
): { readonly node: LoadNode; readonly edges: readonly LoadEdge[] } {
  const issueId = graph.issue.id;
  const sha256 = graph.issue.properties.sha256 ?? null;
  const node: LoadNode = {
    label: 'Load',
    id: `${issueId} ${String(sha256)} ${load.version}`,
    properties: {
      issueId,
      sha256,
      ...load,
      finishedAt: new Date().toISOString(),
      articles: graph.articles.length,
      ...totalOf(change),
    },
  };
  const edges = graph.articles.map(
    ({ articleId }): LoadEdge => ({
      type: 'LOADED_BY',
      fromLabel: 'Article',
      from: articleId,
      toLabel: 'Load',
      to: node.id,
      properties: {},
    }),
  );
  return { node, edges };
}

// ---------- what nobody supports any more ----------

async function sweep(
  session: Session,
  before: Contribution | null,
  swap: ArticleSwap,
  plan: SharedPlan,
  graph: IssueGraph | null,
  count: ChangeCount,
): Promise<void> {
  const gone = new Set(swap.remove);
  const suspects = sharedRefs((before?.articles ?? []).filter((article) => gone.has(article.articleId)));
  for (const ref of plan.loosened) suspects.set(`${ref.label} ${ref.id}`, ref);
  const publication = before?.publication ?? null;
  if (publication !== null) suspects.set(`Publication ${publication}`, { label: 'Publication', id: publication });
  // What the issue still says is supported by it.
  for (const node of graph === null
    ? []
    : [...graph.shared, ...(graph.publication === null ? [] : [graph.publication])]) {
    suspects.delete(`${node.label} ${node.id}`);
  }
  await followGazetteer(session, suspects, graph);

  const bare = new Map<string, Ref>();
  for (const [label, refs] of grouped([...suspects.values()], (ref) => ref.label)) {
    for (const row of await session.rows(
      unsupported(
        label,
        refs.map((ref) => ref.id),
      ),
    )) {
      // A place goes by its id alone, as its edges name it.
      const id = row.id as string;
      if (session.awaited.has(`${label} ${id}`)) continue;
      bare.set(isPlaceLabel(label) ? id : `${label} ${id}`, { label, id });
    }
  }
  await keepWhatPlacesLeadTo(session, bare);
  for (const [label, refs] of grouped([...bare.values()], (ref) => ref.label)) {
    await session.run(
      deleteNodes(
        label,
        refs.map((ref) => ref.id),
      ),
    );
    count.node(label, 'removed', refs.length);
  }
}

/** A county that goes may take its city with it: suspects lead to suspects. */
async function followGazetteer(session: Reader, suspects: Map<string, Ref>, graph: IssueGraph | null): Promise<void> {
  const safe = new Set((graph?.shared ?? []).map((node) => `${node.label} ${node.id}`));
  let open = [...suspects.values()].filter((ref) => isPlaceLabel(ref.label));
  while (open.length > 0) {
    const next: Ref[] = [];
    for (const [label, refs] of grouped(open, (ref) => ref.label)) {
      for (const edge of await gazetteerEdges(
        session,
        label,
        refs.map((ref) => ref.id),
      )) {
        const key = `${edge.toLabel} ${edge.to}`;
        if (safe.has(key) || suspects.has(key)) continue;
        const ref: Ref = { label: edge.toLabel, id: edge.to };
        suspects.set(key, ref);
        next.push(ref);
      }
    }
    open = next;
  }
}

/** A place without evidence stays while a supported one lies in it or was succeeded by it. */
async function keepWhatPlacesLeadTo(session: Reader, bare: Map<string, Ref>): Promise<void> {
  const leadsTo = new Map<string, string[]>();
  const kept: string[] = [];
  for (const [label, refs] of grouped(
    [...bare.values()].filter((ref) => isPlaceLabel(ref.label)),
    (ref) => ref.label,
  )) {
    for (const { fromId, toId } of await session.rows(
      gazetteerInto(
        label,
        refs.map((ref) => ref.id),
      ),
    )) {
      if (bare.has(fromId as string))
        leadsTo.set(fromId as string, [...(leadsTo.get(fromId as string) ?? []), toId as string]);
      else kept.push(toId as string);
    }
  }
  for (let id = kept.pop(); id !== undefined; id = kept.pop()) {
    if (bare.delete(id)) kept.push(...(leadsTo.get(id) ?? []));
  }
}
