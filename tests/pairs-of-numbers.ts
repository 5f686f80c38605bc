/**
 * Two printed sentences with the number in 【】 → the two figures, read by the extractor as any issue is.
 *
 *   2024年，仙居县规上工业增加值【38.6亿元】。 (2025-06-25) → { subjectId: "cn:331024", value: 38.6, period: "2024", … }
 */
import { readFileSync } from 'node:fs';
import type { Figure, Outcome } from '../src/graph/compare.js';
import { explainText } from '../src/pipeline.js';

export interface LabelledPair {
  readonly outcome: Outcome;
  readonly a: string;
  readonly aDate: string;
  readonly b: string;
  readonly bDate: string;
  readonly why: string;
  readonly line: number;
}

export function readLabelledPairs(file: URL): LabelledPair[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const head = lines.findIndex((line) => line.startsWith('outcome\t'));
  return lines.slice(head + 1).flatMap((line, i) => {
    if (line === '' || line.startsWith('#')) return [];
    const [outcome, a, aDate, b, bDate, why] = line.split('\t') as [Outcome, string, string, string, string, string];
    return [{ outcome, a, aDate, b, bDate, why, line: head + i + 2 }];
  });
}

/** The figure of the last 【】; null where the extractor reads no number there. */
export function figureIn(marked: string, date: string, article: string): Figure | null {
  const text = marked.replace(/[【】]/gu, '');
  const opening = marked.lastIndexOf('【');
  const before = marked.slice(0, opening).replace(/[【】]/gu, '').length;
  const inside = marked.slice(opening + 1, marked.indexOf('】', opening)).length;
  const { extraction } = explainText(text, date);
  const found = extraction.observations.find(
    ({ quantity }) => quantity.start < before + inside && quantity.end > before,
  );
  if (found === undefined) return null;
  return {
    subjectId: found.subjectId,
    metric: found.canonicalMetric,
    value: found.value,
    valueTo: found.valueTo,
    unit: found.unit,
    approx: found.approx,
    quote: found.quote,
    period: found.period,
    kind: found.kind,
    direction: found.direction,
    baseline: found.baseline,
    scope: found.scope,
    modality: found.modality,
    doubtful: found.doubtful,
    asOf: date,
    articleId: article,
    issueId: date,
    sentence: text,
  };
}

export interface ClassScore {
  readonly outcome: string;
  readonly labelled: number;
  readonly precision: number | null;
  readonly recall: number | null;
}

/** Precision and recall of each class over [expected, said] pairs. */
export function scoreClasses(judged: readonly (readonly [expected: string, said: string])[]): ClassScore[] {
  return [...new Set(judged.map(([expected]) => expected))].map((outcome) => {
    const labelled = judged.filter(([expected]) => expected === outcome);
    const said = judged.filter(([, each]) => each === outcome);
    const right = labelled.filter(([, each]) => each === outcome).length;
    return {
      outcome,
      labelled: labelled.length,
      precision: said.length === 0 ? null : right / said.length,
      recall: right / labelled.length,
    };
  });
}
