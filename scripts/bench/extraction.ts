/**
 * How long the whole extraction takes beside a bare nodejieba.tag over the same text, in one run:
 * { tag: 0.041, extract: 0.118, … } seconds, each the median of ten passes taken in turn, dictionary load left out.
 */
import nodejieba from 'nodejieba';
import { tagWords } from '../../src/lexicon/words.js';
import type { Issue } from '../../src/model.js';
import { extractIssue, readFiles } from '../../src/pipeline.js';

const PASSES = 10;

export interface ExtractionTimes {
  readonly characters: number;
  readonly articles: number;
  /** Seconds for the first words, which load the dictionary. */
  readonly coldTag: number;
  /** Seconds for the first extraction after that, which loads the gazetteer and the lexicon. */
  readonly coldExtract: number;
  readonly tag: number;
  readonly extract: number;
}

export async function timeExtraction(files: readonly string[]): Promise<ExtractionTimes> {
  const issues: Issue[] = [];
  await readFiles(files, {}, ({ value }) => {
    if (value !== null) issues.push(value);
  });
  const coldTag = seconds(() => tagWords('知脉'));
  let texts: string[] = [];
  const coldExtract = seconds(() => {
    texts = issues.flatMap((issue) => extractIssue(issue).value.extractions.map(({ article }) => article.text));
  });
  const tagAll = () => {
    for (const text of texts) nodejieba.tag(text);
  };
  const extractAll = () => {
    for (const issue of issues) extractIssue(issue);
  };
  tagAll();
  extractAll();
  const tag: number[] = [];
  const extract: number[] = [];
  for (let pass = 0; pass < PASSES; pass++) {
    tag.push(seconds(tagAll));
    extract.push(seconds(extractAll));
  }
  return {
    characters: texts.reduce((sum, text) => sum + text.length, 0),
    articles: texts.length,
    coldTag,
    coldExtract,
    tag: median(tag),
    extract: median(extract),
  };
}

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
