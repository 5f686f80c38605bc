/**
 * Floors under the scores, kept in tests/scores.json: for each gold folder its hash and the figures that must hold,
 * {"tests/gold": {"gold": "3f9a…", "floors": {"articles found": 41, "fact": 0.71, …}, "lowered": []}}.
 * A floor goes up by itself when it is pinned again, and down only with a sentence that says why.
 */
import { Failure } from '../failure.js';
import type { GoldRun } from './run.js';
import type { ScoreReport } from './score.js';

export interface Floors {
  /** sha256 of the gold that the floors belong to. */
  readonly gold: string;
  /** Gold files that are never read, so that they stay unseen. */
  readonly leaveOut: readonly string[];
  readonly floors: Readonly<Record<string, number>>;
  readonly lowered: readonly Lowered[];
}
interface Lowered {
  readonly figure: string;
  readonly from: number;
  readonly to: number;
  readonly why: string;
}

const F1_FIGURES = ['entity all', 'lenient all', 'quantity', 'fact', 'full', 'relation all'];

/** Counts of articles and F1 of the wholes, e.g. { "articles found": 14, "fact": 0.612 }; F1 cut to three places. */
export function figuresOf({ articles, scores }: ScoreReport): Record<string, number> {
  const { found, title, authors, start, end } = articles;
  return {
    'articles found': found,
    'title right': title,
    'authors right': authors,
    'start right': start,
    'end right': end,
    ...Object.fromEntries(F1_FIGURES.map((name) => [name, Math.floor(1000 * (scores[name]?.f1 ?? 0)) / 1000])),
  };
}

/** One line for each floor that does not hold, and for a gold that has changed. */
export function brokenFloors(pinned: Floors, run: GoldRun): string[] {
  if (pinned.gold !== run.goldSha256)
    return ['the gold has changed since its floors were pinned; npm run score -- --pin'];
  const now = figuresOf(run.report);
  return Object.entries(pinned.floors)
    .filter(([name, floor]) => (now[name] ?? 0) < floor)
    .map(([name, floor]) => `${name} is ${now[name] ?? 0}, its floor is ${floor}`);
}

/**
 * The floors raised to what this run reached.
 *
 * @param why  the sentence that allows a floor to go down; null: none may
 * @throws Failure when a floor would go down without a reason
 */
export function pin(pinned: Floors, run: GoldRun, why: string | null): Floors {
  const now = figuresOf(run.report);
  const lowered = Object.entries(pinned.floors)
    .filter(([name, floor]) => (now[name] ?? 0) < floor)
    .map(([figure, from]) => ({ figure, from, to: now[figure] ?? 0, why: why ?? '' }));
  if (lowered.length > 0 && why === null) {
    const what = lowered.map(({ figure, from, to }) => `${figure} ${from} → ${to}`).join(', ');
    throw new Failure(`floors would go down (${what}); mend it, or say why: npm run score -- --pin --lower "…"`);
  }
  return { gold: run.goldSha256, leaveOut: pinned.leaveOut, floors: now, lowered: [...pinned.lowered, ...lowered] };
}
