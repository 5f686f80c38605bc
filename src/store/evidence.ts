/**
 * What the desk reads of the graph: figures with their place in print, and names with the ways in which they are written.
 * Each statement runs on both stores.
 *
 *   figuresAbout(['cn:331024']) → rows { metric, value, unit, quote, period, …, sentence, article, issueId, issueDate }
 */
import type { Statement } from './statements.js';

const FIGURE = `o.id AS observation, x.id AS subjectId, x.name AS subject, m.name AS metric, o.value AS value, o.valueTo AS valueTo,
o.unit AS unit, o.approx AS approx, o.quote AS quote, o.period AS period, o.kind AS kind, o.direction AS direction,
o.baseline AS baseline, o.scope AS scope, o.modality AS modality, o.doubtful AS doubtful, o.asOf AS asOf,
t.startOffset AS startOffset, t.endOffset AS endOffset, s.startOffset AS sentenceOffset, s.text AS sentence,
a.id AS articleId, a.title AS article, i.id AS issueId, i.date AS issueDate, i.file AS file`;

const PRINTED = `MATCH (o:Observation)-[:ABOUT]->(x), (o)-[:OF_METRIC]->(m:Metric),
(o)-[t:STATED_IN]->(s:Sentence)-[:PART_OF]->(a:Article)-[:PUBLISHED_IN]->(i:Issue)`;

/** Every figure that is about an entity. */
export const allFigures = (): Statement => ({
  cypher: `${PRINTED}\nRETURN ${FIGURE}\nORDER BY observation`,
  params: {},
});

/** Those about some entities. */
export const figuresAbout = (subjectIds: readonly string[]): Statement => ({
  cypher: `${PRINTED}\nWHERE x.id IN $subjectIds\nRETURN ${FIGURE}\nORDER BY observation`,
  params: { subjectIds },
});

/** How entities of some types are written, and how often. */
export const writtenNames = (types: readonly string[]): Statement => ({
  cypher: `MATCH (s:Sentence)-[r:MENTIONS]->(x)
WHERE x.type IN $types
RETURN x.id AS id, x.type AS type, x.name AS name, r.text AS written, count(r) AS times
ORDER BY id, written`,
  params: { types },
});

/** The sentences that name some entities, with their place. */
export const mentionsOf = (ids: readonly string[]): Statement => ({
  cypher: `MATCH (s:Sentence)-[r:MENTIONS]->(x), (s)-[:PART_OF]->(a:Article)-[:PUBLISHED_IN]->(i:Issue)
WHERE x.id IN $ids
RETURN x.id AS id, r.text AS quote, r.startOffset AS startOffset, r.endOffset AS endOffset, s.startOffset AS sentenceOffset,
s.text AS sentence, a.id AS articleId, a.title AS article, i.id AS issueId, i.date AS issueDate, i.file AS file
ORDER BY id, issueDate, articleId, startOffset`,
  params: { ids },
});
