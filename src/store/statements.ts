/**
 * All the Cypher there is, apart from the named questions: what is read, written and deleted, as text with parameters.
 * Where one wording runs on both stores there is one; tables, COPY, constraints and UNWIND … MERGE exist per store.
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

const statement = (cypher: string, params: Statement['params'] = {}): Statement => ({ cypher, params });

const columns = (variable: string, properties: Properties): string =>
  Object.keys(properties)
    .map((name) => `${variable}.${name} AS ${name}`)
    .join(', ');
const returned = (variable: string, label: Label): string => {
  const properties = columns(variable, nodeRow(label).properties);
  return `${variable}.id AS id, ${properties}`;
};
const and = (list: string): string => (list === '' ? '' : `, ${list}`);

// ---------- the schema ----------

/** Neo4j: a constraint per label before the first row, an index per relation for the swap of an article. */
export const constraints = (): string[] => [
  ...NODE_ROWS.map(
    ({ label }) => `CREATE CONSTRAINT ${label.toLowerCase()}_id IF NOT EXISTS FOR (n:${label}) REQUIRE n.id IS UNIQUE`,
  ),
  ...EDGE_ROWS.filter((row) => row.support === 'evidence').map(
    ({ type }) => `CREATE INDEX ${type.toLowerCase()}_article IF NOT EXISTS FOR ()-[r:${type}]-() ON (r.articleId)`,
  ),
  'CREATE INDEX observation_key IF NOT EXISTS FOR (n:Observation) ON (n.key)',
  'CREATE INDEX load_issue IF NOT EXISTS FOR (n:Load) ON (n.issueId)',
  'CALL db.awaitIndexes(60)',
];

/** LadybugDB: a table per label and per edge type; lists travel as text and are cut again in COPY. */
export const tables = (): string[] => [
  ...NODE_ROWS.map(({ label, properties }) => `CREATE NODE TABLE ${label}(id STRING PRIMARY KEY${typed(properties)})`),
  ...EDGE_ROWS.map(({ type, pairs, properties }) => {
    const ends = pairs.map(([from, to]) => `FROM ${from} TO ${to}`).join(', ');
    return `CREATE REL TABLE ${type}(${ends}${typed(properties)})`;
  }),
];

const typed = (properties: Properties): string =>
  Object.entries(properties)
    .map(([name, type]) => `, ${name} ${type}`)
    .join('');

// ---------- what an issue contributes ----------

const ISSUE = '(:Issue {id: $issueId})';
const ARTICLE = `${ISSUE}<-[:PUBLISHED_IN]-(a:Article)`;
const SENTENCE = `${ARTICLE}<-[:PART_OF]-(s:Sentence)`;
const OBSERVATION = `${SENTENCE}<-[:STATED_IN]-(o:Observation)`;

export const issueNode = (issueId: string): Statement =>
  statement(`MATCH (n:Issue {id: $issueId}) RETURN ${returned('n', 'Issue')}`, { issueId });

export const publicationOf = (issueId: string): Statement =>
  statement(`MATCH ${ISSUE}-[:ISSUE_OF]->(n:Publication) RETURN n.id AS id`, { issueId });

/** Nodes of the articles of an issue, each with its `articleId`. */
export const articleNodes = (issueId: string): { label: 'Article' | 'Sentence' | 'Observation'; read: Statement }[] => [
  {
    label: 'Article',
    read: statement(`MATCH ${ARTICLE} RETURN a.id AS articleId, ${returned('a', 'Article')}`, { issueId }),
  },
  {
    label: 'Sentence',
    read: statement(`MATCH ${SENTENCE} RETURN a.id AS articleId, ${returned('s', 'Sentence')}`, { issueId }),
  },
  {
    label: 'Observation',
    read: statement(`MATCH ${OBSERVATION} RETURN a.id AS articleId, ${returned('o', 'Observation')}`, { issueId }),
  },
];

const ends = (from: string, to: string): string => `${from}.id AS fromId, ${to}.id AS toId`;

/** Edges that leave these nodes, without PUBLISHED_IN and PART_OF, which the nodes imply. */
export const articleEdges = (
  issueId: string,
): { type: Edge; fromLabel: Label; toLabel: Label | null; read: Statement }[] => [
  {
    type: 'MENTIONS',
    fromLabel: 'Sentence',
    toLabel: null,
    read: statement(
      `MATCH ${SENTENCE}-[r:MENTIONS]->(n) RETURN a.id AS articleId, ${ends('s', 'n')}, n.type AS toLabel, ` +
        columns('r', edgeRow('MENTIONS').properties),
      { issueId },
    ),
  },
  {
    type: 'ABOUT',
    fromLabel: 'Observation',
    toLabel: null,
    read: statement(
      `MATCH ${OBSERVATION}-[:ABOUT]->(n) RETURN a.id AS articleId, ${ends('o', 'n')}, n.type AS toLabel`,
      { issueId },
    ),
  },
  {
    type: 'OF_METRIC',
    fromLabel: 'Observation',
    toLabel: 'Metric',
    read: statement(`MATCH ${OBSERVATION}-[:OF_METRIC]->(n:Metric) RETURN a.id AS articleId, ${ends('o', 'n')}`, {
      issueId,
    }),
  },
  {
    type: 'STATED_IN',
    fromLabel: 'Observation',
    toLabel: 'Sentence',
    read: statement(
      `MATCH ${SENTENCE}<-[r:STATED_IN]-(o:Observation) RETURN a.id AS articleId, ${ends('o', 's')}, ` +
        columns('r', edgeRow('STATED_IN').properties),
      { issueId },
    ),
  },
];

export const RELATION_EDGES: readonly Edge[] = EDGE_ROWS.filter((row) => row.support === 'evidence').map(
  (row) => row.type,
);
export const GAZETTEER_EDGES: readonly Edge[] = EDGE_ROWS.filter((row) => row.support === 'gazetteer').map(
  (row) => row.type,
);

export const relationsOf = (type: Edge, articleIds: readonly string[]): Statement =>
  statement(
    `MATCH (f)-[r:${type}]->(t) WHERE r.articleId IN $articleIds ` +
      `RETURN ${ends('f', 't')}, f.type AS fromLabel, t.type AS toLabel, ${columns('r', edgeRow(type).properties)}`,
    { articleIds },
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
  statement(`MATCH ${ISSUE}-[r:ISSUE_OF]->(:Publication) DELETE r`, { issueId });

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

// ---------- inserts: LadybugDB ----------

/**
 * COPY knows two things where we have three: an empty cell is null for every type, quoted or not, and only so for
 * numbers. So an empty text travels as a mark of private-use characters, and so does the seam of a list; both are
 * undone inside COPY. Without auto-detection 007 stays a text; without PARALLEL a quoted line break is read.
 */
export const EMPTY_MARK = '\ue000\ue001';
export const LIST_MARK = '\ue000\ue002';
const CSV = `header=false, auto_detect=false, parallel=false, delim=',', quote='"', escape='"', null_strings=['']`;

const quotedPath = (file: string): string => `'${file.replaceAll('\\', '/').replaceAll("'", "\\'")}'`;

/** @param marked  true when a cell holds the mark of an empty text */
export const copyNodes = (label: Label, file: string, marked: boolean): string =>
  `COPY ${label} FROM ${rowsIn(file, { id: 'STRING', ...nodeRow(label).properties }, marked)}`;

export function copyEdges(type: Edge, from: Label, to: Label, file: string, marked: boolean): string {
  const rows = rowsIn(file, { fromId: 'STRING', toId: 'STRING', ...edgeRow(type).properties }, marked);
  const ends = `from='${from}', to='${to}'`;
  // A plain file takes all options in one bracket.
  return rows.endsWith(`(${CSV})`)
    ? `COPY ${type} FROM ${rows.slice(0, -1)}, ${ends})`
    : `COPY ${type} FROM ${rows} (${ends})`;
}

function rowsIn(file: string, columns: Properties, marked: boolean): string {
  const plain = `${quotedPath(file)} (${CSV})`;
  const hasList = Object.values(columns).includes('STRING[]');
  if (!marked && !hasList) return plain;
  const heads = Object.entries(columns).map(([name, type]) => `${name} ${type === 'STRING[]' ? 'STRING' : type}`);
  const values = Object.entries(columns).map(([name, type]) => {
    if (type === 'STRING[]') {
      return `CASE WHEN ${name} IS NULL THEN CAST('[]' AS STRING[]) ELSE string_split(${name}, '${LIST_MARK}') END`;
    }
    return type === 'STRING' && marked ? `CASE WHEN ${name} = '${EMPTY_MARK}' THEN '' ELSE ${name} END` : name;
  });
  return `(LOAD WITH HEADERS (${heads.join(', ')}) FROM ${plain} RETURN ${values.join(', ')})`;
}

// ---------- the ledger, the dump ----------

export const ledgerRows = (): Statement[] => [
  statement(`MATCH (n:Load) RETURN ${returned('n', 'Load')} ORDER BY id`),
  statement(`MATCH (n:Issue) RETURN ${returned('n', 'Issue')} ORDER BY id`),
  statement('MATCH (n:Issue)-[:ISSUE_OF]->(p:Publication) RETURN n.id AS id, p.name AS publication'),
];

export const allNodes = (label: Label): Statement => statement(`MATCH (n:${label}) RETURN ${returned('n', label)}`);

export const allEdges = (type: Edge): Statement =>
  statement(`MATCH (f)-[r:${type}]->(t) RETURN ${ends('f', 't')}${and(columns('r', edgeRow(type).properties))}`);

export const countNodes = (label: Label): Statement => statement(`MATCH (n:${label}) RETURN count(n) AS many`);
export const countEdges = (type: Edge): Statement => statement(`MATCH ()-[r:${type}]->() RETURN count(r) AS many`);
