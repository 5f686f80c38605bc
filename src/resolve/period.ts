/**
 * When a number holds: the time printed nearest before it in its sentence, else the one that is still open.
 *
 *   2024年，太阳镇实现农业总产值5.42亿元，农民人均可支配收入49844元 → 2024 for both
 *   50万元（2018年） → 2018
 *
 * A time carries on into the next sentence of its paragraph until a new one, or 目前, is printed.
 */
import type { Period } from '../model.js';
import type { Kind } from './kind.js';
import type { TokenSentence } from './tokens.js';

export interface PeriodChoice {
  readonly period: Period | null;
  readonly value: string | null;
  /** True where the sentence itself does not print it. */
  readonly implied: boolean;
}

const NONE: PeriodChoice = { period: null, value: null, implied: false };

/** How many sentences a printed time stays open. */
const CARRIES = Number(process.env.CARRY ?? 1);

/** The time of the number at token `at`. */
export function periodOf(
  sentences: readonly TokenSentence[],
  sentence: TokenSentence,
  at: number,
  kind: Kind,
): PeriodChoice {
  // A date in brackets at once after the number: 50万元（2018年）.
  const next = sentence.tokens[at + 1];
  const inBracket = sentence.tokens[at + 2];
  if (
    next !== undefined &&
    /^[（(]$/u.test(next.text) &&
    inBracket?.period != null &&
    inBracket.period.role !== 'base'
  ) {
    return { period: inBracket.period, value: inBracket.period.value, implied: false };
  }
  // 比2024年的约39亿元: the year stands at the number and is its own.
  const beside = sentence.tokens[at - 1]?.text === '的' ? sentence.tokens[at - 2]?.period : null;
  if (beside != null && beside.value !== null && !beside.value.includes('/')) {
    return { period: beside, value: beside.value, implied: false };
  }
  const here = lastBefore(sentence, at, kind);
  if (here !== undefined) return { period: here, value: here.role === 'now' ? null : here.value, implied: false };
  // A time printed later in the number's own clause: 投入资金3亿元于2020年建成.
  for (let back = 1; back <= CARRIES; back++) {
    const before = sentences[sentence.ordinal - back];
    if (before === undefined || before.paragraph !== sentence.paragraph) break;
    const open = lastBefore(before, before.tokens.length, kind);
    if (open !== undefined) {
      if (open.role === 'now' || open.role === 'goal') return NONE;
      return { period: open, value: open.value, implied: true };
    }
  }
  return NONE;
}

function lastBefore(sentence: TokenSentence, at: number, kind: Kind): Period | undefined {
  for (let i = at - 1; i >= 0; i--) {
    const period = sentence.tokens[i]!.period;
    if (period === null) continue;
    if (period.role === 'base') {
      // 比五年前 says what a growth spans and nothing about a level.
      if (kind.kind === 'change' && period.value?.includes('/')) return period;
      continue;
    }
    return period;
  }
  return undefined;
}
