/**
 * What the issues print about the same thing, held against each other with compare.ts: all pairs over the graph.
 *
 *   仙居县 规模以上工业增加值 2024: 38.6亿元 (江南瞭望-2025-12) and 39.2亿元 (浙东新报-2026-03-12) → conflict
 */
import { type Comparison, compareFigures, groupKey, type Outcome } from '../graph/compare.js';
import { allFigures } from '../store/evidence.js';
import type { GraphStore } from '../store/store.js';
import { BY_WEIGHT } from './outcomes.js';
import { figureOfRow, type PrintedFigure } from './printed.js';

export interface Pair extends Comparison {
  /** The earlier issue first. */
  readonly a: PrintedFigure;
  readonly b: PrintedFigure;
}

export interface PairFilter {
  readonly outcomes: ReadonlySet<Outcome>;
  /** Part of the subject's name. */
  readonly about: string;
  /** Part of the metric's name. */
  readonly metric: string;
}

export interface Pairs {
  /** Of the outcomes asked for, what matters first. */
  readonly pairs: readonly Pair[];
  /** Of all outcomes; none for pairs that cannot be compared. */
  readonly counts: ReadonlyMap<Outcome, number>;
  readonly figures: number;
}

export async function findPairs(graph: GraphStore, filter: PairFilter): Promise<Pairs> {
  const figures = (await graph.read(allFigures()))
    .map(figureOfRow)
    .filter((each) => each.subject.includes(filter.about) && each.figure.metric.includes(filter.metric));
  const groups = new Map<string, PrintedFigure[]>();
  for (const each of figures) {
    const key = groupKey(each.figure);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  const pairs: Pair[] = [];
  const counts = new Map<Outcome, number>();
  for (const group of groups.values()) {
    group.sort(byPrint);
    for (let i = 0; i < group.length; i++) {
      for (let j = i + 1; j < group.length; j++) {
        const [a, b] = [group[i]!, group[j]!];
        // What one article says of one thing is its story: 从8家 … 到312家.
        if (a.figure.articleId === b.figure.articleId) continue;
        const comparison = compareFigures(a.figure, b.figure);
        if (comparison.outcome === 'incomparable') continue;
        counts.set(comparison.outcome, (counts.get(comparison.outcome) ?? 0) + 1);
        if (filter.outcomes.has(comparison.outcome)) pairs.push({ a, b, ...comparison });
      }
    }
  }
  pairs.sort(
    (p, q) =>
      BY_WEIGHT.indexOf(p.outcome) - BY_WEIGHT.indexOf(q.outcome) ||
      compare(p.a.subject, q.a.subject) ||
      compare(p.a.figure.metric, q.a.figure.metric) ||
      byPrint(p.a, q.a) ||
      byPrint(p.b, q.b),
  );
  return { pairs, counts, figures: figures.length };
}

/** By the day of the issue, then by place. */
const byPrint = (a: PrintedFigure, b: PrintedFigure): number =>
  compare(a.place.issueDate ?? '', b.place.issueDate ?? '') ||
  compare(a.place.articleId, b.place.articleId) ||
  a.place.startOffset - b.place.startOffset;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
