/**
 * The whole graph in a fixed order, a page at a time, so that memory does not grow with it: nodes by label and id; edges
 * by type and the node they leave, those with evidence by article. Ids are ordered as both stores order text, by code
 * point; edges of one page are put in order here, because nulls sort differently in the stores.
 *
 *   for await (const node of nodesInOrder(store, 'County')) → { label: 'County', id: 'cn:110101', properties: {…} }
 */
import { edgeLine } from '../graph/difference.js';
import type { EdgeType, GraphEdge, GraphNode, NodeLabel } from '../model.js';
import { edgeFrom, nodeFrom } from './replace.js';
import { type Edge, edgeRow, type Label } from './schema.js';
import { and, columns, ends, returned, type Statement, statement } from './statements.js';
import type { GraphStore, LoadEdge, LoadNode, Row } from './store.js';

export type AnyNode = GraphNode | LoadNode;
export type AnyEdge = GraphEdge | LoadEdge;
type Reads = Pick<GraphStore, 'read'>;

/** Rows in hand at once. An article has a text of its own and some hundred edges, so fewer of them are taken. */
const PAGE = 5000;
const ARTICLES_PAGE = 500;
const pageOf = (label: Label): number => (label === 'Article' ? ARTICLES_PAGE : PAGE);

/** @param many  rows a page; the result is the same */
export async function* nodesInOrder(store: Reads, label: Label, many = pageOf(label)): AsyncGenerator<AnyNode> {
  for (let after = ''; ; ) {
    const rows = await store.read(nodePage(label, after, many));
    for (const row of rows) yield nodeFrom(label as NodeLabel, row) as AnyNode;
    if (rows.length < many) return;
    after = String(rows[rows.length - 1]!.id);
  }
}

/** @param page  nodes a page; the result is the same */
export async function* edgesInOrder(store: Reads, type: Edge, page?: number): AsyncGenerator<AnyEdge> {
  const { pairs, support } = edgeRow(type);
  const sources: Label[] = support === 'evidence' ? ['Article'] : [...new Set(pairs.map(([from]) => from))];
  for (const label of sources) {
    const many = page ?? pageOf(label);
    for (let after = ''; ; ) {
      const [range] = await store.read(idRange(label, after, many));
      if (range === undefined || range.until === null) break;
      const until = String(range.until);
      const cypher = support === 'evidence' ? evidencePage(type, after, until) : edgePage(type, label, after, until);
      yield* inOrder(type, label, await store.read(cypher));
      if (Number(range.many) < many) break;
      after = until;
    }
  }
}

function inOrder(type: Edge, from: Label, rows: readonly Row[]): AnyEdge[] {
  const [only] = targets(type);
  const edges = rows.map((row) => {
    const labels = [row.fromLabel ?? from, row.toLabel ?? only] as [NodeLabel, NodeLabel];
    const edge = edgeFrom(type as EdgeType, ...labels, row);
    const { articleId } = edge.properties;
    return { edge, article: String(articleId ?? ''), line: edgeLine(edge) };
  });
  edges.sort(
    (a, b) =>
      byCodePoint(a.article, b.article) ||
      byCodePoint(a.edge.from, b.edge.from) ||
      byCodePoint(a.edge.to, b.edge.to) ||
      byCodePoint(a.line, b.line),
  );
  return edges.map(({ edge }) => edge as AnyEdge);
}

/** As the stores compare: 𠮷 (U+20BB7) comes after U+FF0C, though its first code unit is smaller. */
export function byCodePoint(a: string, b: string): number {
  for (let i = 0; ; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    if (Number.isNaN(x)) return Number.isNaN(y) ? 0 : -1;
    if (Number.isNaN(y)) return 1;
    // Surrogates stand for what lies above all else.
    const [high, low] = [isSurrogate(x), isSurrogate(y)];
    return high === low ? x - y : high ? 1 : -1;
  }
}
const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

// ---------- observations, with what they are about ----------

/** A page of one table for people: each list holds rows with the observation's id. */
export interface ObservationPage {
  readonly observations: readonly GraphNode[];
  readonly subjects: readonly Row[];
  readonly metrics: readonly Row[];
  readonly places: readonly Row[];
}

export async function* observationPages(store: Reads, many = PAGE): AsyncGenerator<ObservationPage> {
  for (let after = ''; ; ) {
    const rows = await store.read(nodePage('Observation', after, many));
    if (rows.length === 0) return;
    const until = String(rows[rows.length - 1]!.id);
    const observations = rows.map((row) => nodeFrom('Observation', row));
    const [about, of, stated] = observationContext(after, until);
    const [subjects, metrics] = [await store.read(about), await store.read(of)];
    yield { observations, subjects, metrics, places: await store.read(stated) };
    if (rows.length < many) return;
    after = until;
  }
}

// ---------- statements ----------

const nodePage = (label: Label, after: string, many: number): Statement =>
  statement(`MATCH (n:${label}) WHERE n.id > $after RETURN ${returned('n', label)} ORDER BY id LIMIT $many`, {
    after,
    many,
  });

const idRange = (label: Label, after: string, many: number): Statement =>
  statement(
    `MATCH (n:${label}) WHERE n.id > $after WITH n.id AS id ORDER BY id LIMIT $many ` +
      'RETURN max(id) AS until, count(*) AS many',
    { after, many },
  );

const edgePage = (type: Edge, from: Label, after: string, until: string): Statement =>
  statement(
    `MATCH (f:${from})-[r:${type}]->(${onlyTarget(type)}) WHERE f.id > $after AND f.id <= $until ` +
      `RETURN ${ends('f', 't')}${targetLabel(type)}${and(columns('r', edgeRow(type).properties))}`,
    { after, until },
  );

const evidencePage = (type: Edge, after: string, until: string): Statement =>
  statement(
    `MATCH (f)-[r:${type}]->(t) WHERE r.articleId > $after AND r.articleId <= $until ` +
      `RETURN ${ends('f', 't')}, f.type AS fromLabel, t.type AS toLabel, ${columns('r', edgeRow(type).properties)}`,
    { after, until },
  );

const targets = (type: Edge): Label[] => [...new Set(edgeRow(type).pairs.map(([, to]) => to))];
const onlyTarget = (type: Edge): string => (targets(type).length === 1 ? `t:${targets(type)[0]}` : 't');
const targetLabel = (type: Edge): string => (targets(type).length === 1 ? '' : ', t.type AS toLabel');

function observationContext(after: string, until: string): readonly [Statement, Statement, Statement] {
  const within = 'WHERE o.id > $after AND o.id <= $until';
  const params = { after, until };
  return [
    statement(
      `MATCH (o:Observation)-[:ABOUT]->(e) ${within} RETURN o.id AS id, e.id AS subjectId, e.type AS subjectType, ` +
        'e.name AS subject ORDER BY id, subjectId',
      params,
    ),
    statement(
      `MATCH (o:Observation)-[:OF_METRIC]->(m:Metric) ${within} RETURN o.id AS id, m.name AS metric, ` +
        'm.dimension AS dimension ORDER BY id, metric',
      params,
    ),
    statement(
      `MATCH (o:Observation)-[:STATED_IN]->(s:Sentence)-[:PART_OF]->(a:Article)-[:PUBLISHED_IN]->(i:Issue) ${within} ` +
        `RETURN o.id AS id, s.text AS sentence, a.id AS articleId, a.title AS article, a.section AS section, ` +
        'i.id AS issue, i.date AS date, i.file AS file ORDER BY id',
      params,
    ),
  ];
}
