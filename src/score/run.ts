/** Gold folder → the figures of a fresh extraction, and what changed since the last run on the same gold. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { articleForm } from '../export/article.js';
import { Failure } from '../failure.js';
import { extractFiles } from '../pipeline.js';
import { issueFilesOf, readGold } from './gold.js';
import { type Miss, type ScoreReport, score } from './score.js';

export interface GoldRun {
  readonly report: ScoreReport;
  readonly goldSha256: string;
  /** Articles that were read in each source of the gold, e.g. {"haifeng-2024-06.txt": 7}. */
  readonly predicted: Readonly<Record<string, number>>;
}

/** Reads the issues that the gold annotates and scores what was extracted. */
export async function scoreGold(
  given: string,
  corpus: string | null = null,
  leaveOut: readonly string[] = [],
): Promise<GoldRun> {
  const gold = readGold(given, leaveOut);
  const articles: ReturnType<typeof articleForm>[] = [];
  const predicted: Record<string, number> = {};
  await extractFiles(issueFilesOf(gold, given, corpus), {}, ({ value, problems }) => {
    if (value === null) throw new Failure(problems[0]?.message ?? `${given}: an issue file of the gold cannot be read`);
    for (const extraction of value.extractions) articles.push(articleForm(extraction, value.issue));
    predicted[value.issue.file] = value.extractions.length;
  });
  return { report: score(gold.articles, articles), goldSha256: gold.sha256, predicted };
}

export interface Changes {
  /** Rows that were right in the last run. */
  readonly lost: readonly Miss[];
  /** Rows that were wrong in the last run. */
  readonly gained: readonly Miss[];
}

const keyOf = (miss: Miss): string => [miss.goldFile, miss.what, miss.article, miss.row].join('\t');

export function compareMisses(before: readonly Miss[], now: readonly Miss[]): Changes {
  return { lost: notIn(now, before), gained: notIn(before, now) };
}

/** Rows of `these` that `those` has fewer times. */
function notIn(these: readonly Miss[], those: readonly Miss[]): Miss[] {
  const left = new Map<string, number>();
  for (const miss of those) left.set(keyOf(miss), (left.get(keyOf(miss)) ?? 0) + 1);
  return these.filter((miss) => {
    const times = left.get(keyOf(miss)) ?? 0;
    left.set(keyOf(miss), times - 1);
    return times <= 0;
  });
}

/** Compares with the last run on the same gold, kept in data/score, and keeps this one; null at the first run. */
export function changesSinceLastRun({ report, goldSha256 }: GoldRun): Changes | null {
  const file = path.join('data', 'score', `${goldSha256.slice(0, 16)}.json`);
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Miss[]) : null;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(report.misses));
  return before === null ? null : compareMisses(before, report.misses);
}
