/**
 * All the Cypher there is, apart from the named questions: what is read, written and deleted, as text with parameters.
 * Where one wording runs on both stores there is one; tables, LOAD, constraints and UNWIND … MERGE exist per store.
 * Labels, edge types and properties come from schema.ts only; every value is a parameter.
 *
 *   sentencesOf('今日浙江-2025-23').cypher →
 *     MATCH (:Issue {id: $issueId})<-[:PUBLISHED_IN]-(a:Article)<-[:PART_OF]-(n:Sentence) RETURN a.id AS articleId, n.id AS id, …
 */
import { PLACE_TYPES } from '../../schema/entities.js';
import type { GraphNode, Value } from '../model.js';
import { EDGE_ROWS, type Edge, edgeRow, type Label, NODE_ROWS, nodeRow, type Properties } from './schema.js';

export type Parameter = Value | readonly Readonly<Record<string, unknown>>[];

export interface Statement {
  readonly cypher: string;
  readonly params: Readonly<Record<string, Parameter>>;
}

export const statement = (cypher: string, params: Statement['params'] = {}): Statement => ({ cypher, params });

export const columns = (variable: string, properties: Properties): string =>
  Object.keys(properties)
    .map((name) => `${variable}.${name} AS ${name}`)
    .join(', ');
export const returned = (variable: string, label: Label): string => {
  const properties = columns(variable, nodeRow(label).properties);
  return `${variable}.id AS id, ${properties}`;
};
export const and = (list: string): string => (list === '' ? '' : `, ${list}`);

// ---------- the schema ----------

/** Of pairs of characters, for `zhimai search`. */
export const SENTENCE_INDEX = 'sentence_text';

/** Neo4j: a constraint per label before the first row, an index per relation for the swap of an article. */
export const constraints = (): string[] => [
  ...NODE_ROWS.map(
    ({ label }) => `CREATE CONSTRAINT ${label.toLowerCase()}_id IF NOT EXISTS FOR (n:${label}) REQUIRE n.id IS UNIQUE`,
  ),
  ...EDGE_ROWS.filter((row) => row.support === 'evidence').map(
    ({ type }) => `CREATE INDEX ${type.toLowerCase()}_article IF NOT EXISTS FOR ()-[r:${type}]-() ON (r.articleId)`,
  ),
  'CREATE INDEX observation_key IF NOT EXISTS FOR (n:Observation) ON (n.key)',
  `CREATE FULLTEXT INDEX ${SENTENCE_INDEX} IF NOT EXISTS FOR (n:Sentence) ON EACH [n.text] ` +
    "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}",
  'CREATE INDEX load_issue IF NOT EXISTS FOR (n:Load) ON (n.issueId)',
  'CALL db.awaitIndexes(60)',
];

/** LadybugDB: a table per label and per edge type; lists travel as text and are cut again when loaded. */
export const tables = (): string[] => [
  ...NODE_ROWS.map(({ label, properties }) => `CREATE NODE TABLE ${label}(id STRING PRIMARY KEY${typed(properties)})`),
  ...EDGE_ROWS.map(({ type, pairs, properties }) => {
    const ends = pairs.map(([from, to]) => `FROM ${from} TO ${to}`).join(', ');
    return `CREATE REL TABLE ${type}(${ends}${typed(properties)})`;
  }),
];

/** The content of tables.txt. */
export const madeWith = (): string => `${tables().join('\n')}\n`;

const typed = (properties: Properties): string =>
  Object.entries(properties)
    .map(([name, type]) => `, ${name} ${type}`)
    .join('');

// ---------- what an issue contributes ----------

// An id begins with the id of its issue, so that a scan of ids finds them: joins over PART_OF have been seen to take
// LadybugDB seconds after an edit, and Neo4j has an index for STARTS WITH.
const ofIssue = (issueId: string): string => `${issueId}#`;

export const issueNode = (issueId: string): Statement =>
  statement(`MATCH (n:Issue {id: $issueId}) RETURN ${returned('n', 'Issue')}`, { issueId });

export const publicationOf = (issueId: string): Statement =>
  statement('MATCH (:Issue {id: $issueId})-[:ISSUE_OF]->(n:Publication) RETURN n.id AS id', { issueId });

export const OWN_LABELS = ['Article', 'Sentence', 'Observation'] as const;

export const ownNodes = (label: (typeof OWN_LABELS)[number], issueId: string): Statement =>
  statement(`MATCH (n:${label}) WHERE n.id STARTS WITH $prefix RETURN ${returned('n', label)}`, {
    prefix: ofIssue(issueId),
  });

export const ends = (from: string, to: string): string => `${from}.id AS fromId, ${to}.id AS toId`;

/** Edges that leave them, without PUBLISHED_IN and PART_OF, which the nodes imply; `toLabel` null: see the row. */
export const OWN_EDGES: readonly { type: Edge; fromLabel: Label; toLabel: Label | null }[] = [
  { type: 'MENTIONS', fromLabel: 'Sentence', toLabel: null },
  { type: 'ABOUT', fromLabel: 'Observation', toLabel: null },
  { type: 'OF_METRIC', fromLabel: 'Observation', toLabel: 'Metric' },
  { type: 'STATED_IN', fromLabel: 'Observation', toLabel: 'Sentence' },
];

export function ownEdges({ type, fromLabel, toLabel }: (typeof OWN_EDGES)[number], issueId: string): Statement {
  const to = toLabel === null ? '(t)' : `(t:${toLabel})`;
  const label = toLabel === null ? ', t.type AS toLabel' : '';
  return statement(
    `MATCH (f:${fromLabel})-[r:${type}]->${to} WHERE f.id STARTS WITH $prefix ` +
      `RETURN ${ends('f', 't')}${label}${and(columns('r', edgeRow(type).properties))}`,
    { prefix: ofIssue(issueId) },
  );
}

export const RELATION_EDGES: readonly Edge[] = EDGE_ROWS.filter((row) => row.support === 'evidence').map(
  (row) => row.type,
);
export const GAZETTEER_EDGES: readonly Edge[] = EDGE_ROWS.filter((row) => row.support === 'gazetteer').map(
  (row) => row.type,
);

export const relationsOf = (type: Edge, issueId: string): Statement =>
  statement(
    `MATCH (f)-[r:${type}]->(t) WHERE r.articleId STARTS WITH $prefix ` +
      `RETURN ${ends('f', 't')}, f.type AS fromLabel, t.type AS toLabel, ${columns('r', edgeRow(type).properties)}`,
    { prefix: ofIssue(issueId) },
  );

// ---------- what issues share ----------

export const existing = (label: Label, ids: readonly string[]): Statement =>
  statement(`UNWIND $ids AS wanted MATCH (n:${label} {id: wanted}) RETURN ${returned('n', label)}`, { ids });

export const gazetteerFrom = (type: Edge, label: Label, ids: readonly string[]): Statement =>
  statement(
    `UNWIND $ids AS wanted MATCH (f:${label} {id: wanted})-[r:${type}]->(t) ` +
      `RETURN ${ends('f', 't')}, t.type AS toLabel, ${columns('r', edgeRow(type).properties)}`,
    { ids },
  );

/** Places from which a gazetteer edge leads here. */
export const gazetteerInto = (label: Label, ids: readonly string[]): Statement =>
  statement(
    `UNWIND $ids AS wanted MATCH (t:${label} {id: wanted})<-[:${GAZETTEER_EDGES.join('|')}]-(f) RETURN ${ends('f', 't')}`,
    { ids },
  );

/** Which of the nodes no article supports: no evidence edge touches them. */
export function unsupported(label: Label, ids: readonly string[]): Statement {
  const evidence = EDGE_ROWS.filter(
    (row) => row.support !== 'gazetteer' && row.pairs.some(([from, to]) => from === label || to === label),
  ).map((row) => row.type);
  return statement(
    `UNWIND $ids AS wanted MATCH (n:${label} {id: wanted}) ` +
      `WHERE NOT EXISTS { MATCH (n)-[:${evidence.join('|')}]-() } RETURN n.id AS id`,
    { ids },
  );
}

export const isPlaceLabel = (label: Label): boolean => (PLACE_TYPES as readonly Label[]).includes(label);

// ---------- deletes and changes ----------

/** An article with its sentences, observations and relations. */
export const deleteArticles = (articleIds: readonly string[]): Statement[] => [
  ...RELATION_EDGES.map((type) =>
    statement(`MATCH ()-[r:${type}]->() WHERE r.articleId IN $articleIds DELETE r`, { articleIds }),
  ),
  statement(
    'MATCH (a:Article)<-[:PART_OF]-(s:Sentence)<-[:STATED_IN]-(o:Observation) WHERE a.id IN $articleIds DETACH DELETE o',
    { articleIds },
  ),
  statement('MATCH (a:Article)<-[:PART_OF]-(s:Sentence) WHERE a.id IN $articleIds DETACH DELETE s', { articleIds }),
  statement('MATCH (a:Article) WHERE a.id IN $articleIds DETACH DELETE a', { articleIds }),
];

export const deleteNodes = (label: Label, ids: readonly string[]): Statement =>
  statement(`MATCH (n:${label}) WHERE n.id IN $ids DETACH DELETE n`, { ids });

export const deleteLoads = (issueId: string): Statement =>
  statement('MATCH (n:Load) WHERE n.issueId = $issueId DETACH DELETE n', { issueId });

export const detachPublication = (issueId: string): Statement =>
  statement(`MATCH (:Issue {id: $issueId})-[r:ISSUE_OF]->(:Publication) DELETE r`, { issueId });

export const deleteGazetteerFrom = (type: Edge, label: Label, ids: readonly string[]): Statement =>
  statement(`MATCH (n:${label})-[r:${type}]->() WHERE n.id IN $ids DELETE r`, { ids });

/** NULL is written out: an untyped null parameter has no type in LadybugDB. */
export function setProperties({ label, id, properties }: GraphNode): Statement {
  const params: Record<string, Parameter> = { id };
  const parts = Object.keys(nodeRow(label).properties).map((name) => {
    const value = properties[name] ?? null;
    if (value === null) return `n.${name} = NULL`;
    params[name] = value;
    return `n.${name} = $${name}`;
  });
  return statement(`MATCH (n:${label} {id: $id}) SET ${parts.join(', ')}`, params);
}

// ---------- inserts: Neo4j ----------

/** MERGE, not CREATE: another writer may have brought a shared node in the meantime. */
export const mergeNodes = (label: Label): string =>
  `UNWIND $rows AS row MERGE (n:${label} {id: row.id}) SET n += row.properties`;

export const createEdges = (type: Edge, from: Label, to: Label): string =>
  `UNWIND $rows AS row MATCH (f:${from} {id: row.fromId}) MATCH (t:${to} {id: row.toId}) ` +
  `CREATE (f)-[r:${type}]->(t) SET r = row.properties`;

/** What the server calls a node, so that edges find their ends without a look at an index. */
export const elementIds = (label: Label): string =>
  `UNWIND $ids AS wanted MATCH (n:${label} {id: wanted}) RETURN n.id AS id, elementId(n) AS element`;

export const mergeNodesAndName = (label: Label): string =>
  `${mergeNodes(label)} RETURN n.id AS id, elementId(n) AS element`;

/** One plan for a type, whatever its ends: planning 80 statements took a server that had just started longer than running them. */
export const createEdgesBetween = (type: Edge): string =>
  'UNWIND $rows AS row MATCH (f) WHERE elementId(f) = row.from MATCH (t) WHERE elementId(t) = row.to ' +
  `CREATE (f)-[r:${type}]->(t) SET r = row.properties RETURN count(r) AS written`;

// ---------- inserts: LadybugDB ----------

/**
 * LOAD FROM a file, then CREATE: as fast as COPY, and without the checkpoint that COPY forces at the end of its
 * transaction (50 ms a table, 2 s an issue, once the tables hold something). Each gives back how many rows it wrote,
 * because two MATCH clauses in a row without the WITH between them have been seen to write none, silently.
 *
 * The file knows two things where we have three: an empty cell is null, quoted or not. So an empty text travels as
 * a mark of private-use characters, and so does the seam of a list; both are undone here. Without auto-detection 007
 * stays a text; without PARALLEL a quoted line break is read.
 */
export const EMPTY_MARK = '\ue000\ue001';
export const LIST_MARK = '\ue000\ue002';
const CSV = `header=false, auto_detect=false, parallel=false, delim=',', quote='"', escape='"', null_strings=['']`;

export const loadNodes = (label: Label, file: string): string =>
  `${rowsIn(file, { id: 'STRING', ...nodeRow(label).properties })} ` +
  `CREATE (:${label} {${assigned({ id: 'STRING', ...nodeRow(label).properties })}}) RETURN count(*) AS written`;

export function loadEdges(type: Edge, from: Label, to: Label, file: string): string {
  const { properties } = edgeRow(type);
  const kept = Object.keys(properties).map((name) => `, c_${name}`);
  return (
    `${rowsIn(file, { fromId: 'STRING', toId: 'STRING', ...properties })} WITH c_fromId, c_toId${kept.join('')} ` +
    `MATCH (f:${from}) WHERE f.id = c_fromId WITH f, c_toId${kept.join('')} ` +
    `MATCH (t:${to}) WHERE t.id = c_toId ` +
    `CREATE (f)-[:${type} {${assigned(properties)}}]->(t) RETURN count(*) AS written`
  );
}

/**
 * COPY, for a graph that holds nothing: it fills a table as a whole and keeps no index of it in memory, where CREATE
 * keeps 4 MB for each pair of ends and direction until the next checkpoint.
 */
export const copyNodes = (label: Label, file: string): string =>
  `COPY ${label} FROM (${rowsOf(file, { id: 'STRING', ...nodeRow(label).properties })})`;

export const copyEdges = (type: Edge, from: Label, to: Label, file: string): string =>
  `COPY ${type} FROM (${rowsOf(file, { fromId: 'STRING', toId: 'STRING', ...edgeRow(type).properties })}) ` +
  `(from='${from}', to='${to}')`;

function rowsOf(file: string, columns: Properties): string {
  const cells = Object.entries(columns).map(([name, type]) => `${fromCell(`c_${name}`, type)} AS ${name}`);
  return `${rowsIn(file, columns)} RETURN ${cells.join(', ')}`;
}

const quotedPath = (file: string): string => `'${file.replaceAll('\\', '/').replaceAll("'", "\\'")}'`;

function rowsIn(file: string, columns: Properties): string {
  const heads = Object.entries(columns).map(([name, type]) => `c_${name} ${type === 'STRING[]' ? 'STRING' : type}`);
  return `LOAD WITH HEADERS (${heads.join(', ')}) FROM ${quotedPath(file)} (${CSV})`;
}

const assigned = (columns: Properties): string =>
  Object.entries(columns)
    .map(([name, type]) => `${name}: ${fromCell(`c_${name}`, type)}`)
    .join(', ');

function fromCell(column: string, type: Properties[string]): string {
  if (type === 'STRING[]') {
    return `CASE WHEN ${column} IS NULL THEN CAST('[]' AS STRING[]) ELSE string_split(${column}, '${LIST_MARK}') END`;
  }
  return type === 'STRING' ? `CASE WHEN ${column} = '${EMPTY_MARK}' THEN '' ELSE ${column} END` : column;
}

// ---------- the ledger, the dump ----------

export const ledgerRows = (): Statement[] => [
  statement(`MATCH (n:Load) RETURN ${returned('n', 'Load')} ORDER BY id`),
  statement(`MATCH (n:Issue) RETURN ${returned('n', 'Issue')} ORDER BY id`),
  statement('MATCH (n:Issue)-[:ISSUE_OF]->(p:Publication) RETURN n.id AS id, p.name AS publication'),
];

/** Every column of every table, so that a page that cannot be read is met; the answers are of no use. */
export const readThrough = (): string[] => {
  const seen = (variable: string, properties: Properties): string =>
    Object.entries(properties)
      .map(([name, type]) => `, ${type === 'STRING[]' ? 'count' : 'min'}(${variable}.${name})`)
      .join('');
  return [
    ...NODE_ROWS.map(({ label, properties }) => `MATCH (n:${label}) RETURN min(n.id)${seen('n', properties)}`),
    ...EDGE_ROWS.map(({ type, properties }) => `MATCH ()-[r:${type}]->() RETURN count(r)${seen('r', properties)}`),
  ];
};

/** Where the issue's file lies now; nothing else of the load changes. */
export const moveLoad = (issueId: string, folder: string): Statement =>
  statement('MATCH (n:Load) WHERE n.issueId = $issueId SET n.folder = $folder', { issueId, folder });

export const allNodes = (label: Label): Statement => statement(`MATCH (n:${label}) RETURN ${returned('n', label)}`);

export const allEdges = (type: Edge): Statement =>
  statement(`MATCH (f)-[r:${type}]->(t) RETURN ${ends('f', 't')}${and(columns('r', edgeRow(type).properties))}`);

export const countNodes = (label: Label): Statement => statement(`MATCH (n:${label}) RETURN count(n) AS many`);
export const countEdges = (type: Edge): Statement => statement(`MATCH ()-[r:${type}]->() RETURN count(r) AS many`);
