/**
 * Small issues made of the corpus' own paragraphs: what ingest is tested with, in a folder that changes.
 *
 *   printedIssue('浙东试刊', 3, [0, 17, 42]) → a masthead and three articles of a headline, a byline and a paragraph
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readArticles } from '../src/read/articles.js';
import { issueOfBytes } from '../src/read/issue.js';

const corpus = path.join(import.meta.dirname, '..', 'corpus');
/** Long enough to be an article of its own. */
const SHORTEST = 90;

/** Paragraphs of the corpus, each a small article; more than ninety. */
export const PARAGRAPHS: readonly string[] = readdirSync(corpus)
  .filter((name) => name.endsWith('.txt'))
  .sort()
  .flatMap((name) => {
    const issue = issueOfBytes(readFileSync(path.join(corpus, name)), name, null).value;
    if (issue === null) throw new Error(`${name} cannot be read`);
    return readArticles(issue).value.articles.flatMap(({ text }) => text.split('\n'));
  })
  .filter((paragraph) => paragraph.length >= SHORTEST && /[。”]$/u.test(paragraph));

const ORDINALS = '甲乙丙丁戊己庚辛壬癸';
// A line that comes again and again is no byline but the foot of a page.
const AUTHORS = [
  '何 川',
  '沈 橙',
  '周 越',
  '许 静',
  '叶 帆',
  '王海棠',
  '应 舟',
  '唐果',
  '章 可',
  '邓小棠',
  '余 丹',
  '单若水',
  '冯 立',
];

/** Headlines are all different, so that two articles of one issue are never the same. */
export const headline = (nth: number): string =>
  `山海札记之${ORDINALS[Math.floor(nth / 10) % 10]}${ORDINALS[nth % 10]}`;

export const printedArticle = (nth: number, paragraph = PARAGRAPHS[nth]!): string =>
  `${headline(nth)}\n\n■ ${AUTHORS[nth % AUTHORS.length]}\n\n${paragraph}\n`;

/** @param number  null: the masthead has a name only, and the file's name becomes part of the issue's id */
export const printedIssue = (
  publication: string,
  number: number | null,
  articles: readonly (number | string)[],
): string =>
  [
    `${publication}\n${number === null ? '' : `\n2024年第${number}期 总第${number + 100}期\n`}`,
    ...articles.map((each) => (typeof each === 'number' ? printedArticle(each) : each)),
  ].join('\n');
