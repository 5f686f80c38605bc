/**
 * Sentences with all of some words in them, those that have them most often first; the same rows on both stores.
 *
 *   findSentences(store, ['工业增加值', '增长']) → rows { times: 3, sentence: '……', article, issue, issueDate, id }
 *
 * What counts is that the printed text holds the word, so 工业 finds 工业增加值 and 义乌市 does not find 义乌. LadybugDB
 * reads every sentence (CONTAINS over 20,000 of them takes some 10 ms; its full-text extension downloads itself). Neo4j
 * looks words of two Chinese characters or more up in a full-text index of pairs of characters (`cjk`), and then holds
 * the sentences that it finds to the same CONTAINS.
 */
import { foldHalfWidth } from '../read/text.js';
import { SENTENCE_INDEX, type Statement, statement } from './statements.js';
import { type Answer, type GraphStore, type Limits, QueryFailed } from './store.js';

/** "工业增加值　２０２４年" → ["工业增加值", "2024年"]: as the text is kept, each word once. */
export const wordsIn = (given: string): string[] => [
  ...new Set(
    foldHalfWidth(given)
      .split(/[\s,，、]+/u)
      .filter((word) => word !== ''),
  ),
];

/** @param words  at least one, as wordsIn gives them */
export async function findSentences(
  store: Pick<GraphStore, 'kind' | 'query'>,
  words: readonly string[],
  most: number,
  limits: Partial<Limits> = {},
): Promise<Answer> {
  const indexed = store.kind === 'neo4j' ? indexQuery(words) : '';
  if (indexed !== '') {
    const { cypher, params } = sentencesByIndex(words, most, indexed);
    try {
      return await store.query(cypher, params as never, limits);
    } catch (error) {
      // A graph that came by neo4j-admin or from an older zhimai has no index until the next ingest.
      if (!(error instanceof QueryFailed && error.message.includes(SENTENCE_INDEX))) throw error;
    }
  }
  const { cypher, params } = sentencesByScan(words, most);
  return store.query(cypher, params as never, limits);
}

/** '工业增加值 5G' → '"工业增加值"': phrases of Han characters only, so that nothing in it is a sign of Lucene's. */
function indexQuery(words: readonly string[]): string {
  const runs = words.flatMap((word) => word.match(/\p{Script=Han}{2,}/gu) ?? []);
  return [...new Set(runs)].map((run) => `"${run}"`).join(' AND ');
}

const WITH_ALL = 'all(word IN $words WHERE s.text CONTAINS word)';
const RANKED = `UNWIND $words AS word
WITH s, sum((size(s.text) - size(replace(s.text, word, ''))) / size(word)) AS times
MATCH (s)-[:PART_OF]->(a:Article)-[:PUBLISHED_IN]->(i:Issue)
RETURN times, s.text AS sentence, a.title AS article, i.id AS issue, i.date AS issueDate, s.id AS id
ORDER BY times DESC, coalesce(issueDate, '') DESC, id
LIMIT $most`;

export const sentencesByScan = (words: readonly string[], most: number): Statement =>
  statement(`MATCH (s:Sentence)\nWHERE ${WITH_ALL}\n${RANKED}`, { words, most });

export const sentencesByIndex = (words: readonly string[], most: number, indexed: string): Statement =>
  statement(
    `CALL db.index.fulltext.queryNodes('${SENTENCE_INDEX}', $indexed) YIELD node AS s\nWITH s WHERE ${WITH_ALL}\n${RANKED}`,
    { words, most, indexed },
  );
