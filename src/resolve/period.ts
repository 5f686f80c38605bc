/**
 * When a number holds: one of the times printed before it in its sentence, the one that is still open from the
 * sentence before, or none.
 *
 *   2024年，太阳镇实现农业总产值5.42亿元，农民人均可支配收入49844元 → 2024 for both
 *   50万元（2018年） → 2018     比2018年增长五成, in 2024 → 2018/2024
 *
 * Where the print puts the time beside the number a rule decides; else the candidates are weighed. A wrong year is
 * worse than none.
 */
import type { Period } from '../model.js';
import type { Chooser, Parts, Task } from './choose.js';
import { chooserOf } from './choose.js';
import type { Kind } from './kind.js';
import { unitClass } from './metric.js';
import { perSentence, type Token, type TokenSentence } from './tokens.js';

export interface PeriodChoice {
  readonly period: Period | null;
  readonly value: string | null;
  /** True where the sentence itself does not print it. */
  readonly implied: boolean;
}

export interface PeriodCandidate extends PeriodChoice {
  readonly parts: Parts;
}

export const PERIOD: Task = {
  name: 'period',
  parts: [
    'where', // in the number's clause, clauses before, the sentence before, none
    'role',
    'grain', // year, part of a year, day, span
    'unit',
    'kind',
    'signs', // 目前, 已, 累计, 近年来, 每年, 连续 in the clause
    'opens', // what the sentence begins with
    'rival', // where the nearest time stands
    'known', // does the sentence print any time
  ],
  features: [
    ['where'],
    ['where', 'role'],
    ['where', 'grain'],
    ['where', 'unit'],
    ['where', 'kind'],
    ['where', 'signs'],
    ['where', 'opens'],
    ['where', 'rival'],
    ['where', 'role', 'signs'],
    ['where', 'opens', 'unit'],
    ['where', 'known', 'kind'],
    ['role', 'unit'],
  ],
};

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/目前|如今|现在|现有|当前|眼下/u, 'now'],
  [/每年|每月|每天|每季度|每人|每亩|每户|日均/u, 'each'],
  [/连续/u, 'running'],
  [/累计|至今/u, 'total'],
  [/已经?/u, 'done'],
  [/近年来|多年来|以来/u, 'lately'],
  [/共有|拥有|现有|面积|位于/u, 'has'],
];

/** A time that the print sets beside the number itself; null where none is. */
export function periodByRule(
  sentence: TokenSentence,
  at: number,
  kind: Kind,
  issueDate: string | null,
): PeriodChoice | null {
  // 50万元（2018年）
  const next = sentence.tokens[at + 1];
  const inBracket = sentence.tokens[at + 2]?.period;
  if (next !== undefined && /^[（(]$/u.test(next.text) && inBracket != null && inBracket.role !== 'base') {
    return { period: inBracket, value: inBracket.value, implied: false };
  }
  // 比2024年的约39亿元: the year stands at the number and is its own.
  const beside = sentence.tokens[at - 1]?.text === '的' ? sentence.tokens[at - 2]?.period : null;
  if (beside != null && beside.value !== null && !beside.value.includes('/')) {
    return { period: beside, value: beside.value, implied: false };
  }
  return kind.kind === 'change' ? growthSpan(sentence, at, issueDate) : null;
}

/** The time of the number at token `at`. */
export function periodOf(
  sentences: readonly TokenSentence[],
  sentence: TokenSentence,
  at: number,
  kind: Kind,
  issueDate: string | null,
): PeriodChoice {
  const ruled = periodByRule(sentence, at, kind, issueDate);
  if (ruled !== null) return ruled;
  const chooser: Chooser = chooserOf(PERIOD);
  let best: PeriodCandidate | null = null;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const candidate of periodCandidates(sentences, sentence, at, kind)) {
    const score = chooser.score(candidate.parts);
    if (score > bestScore) {
      best = candidate;
      bestScore = score;
    }
  }
  return best ?? { period: null, value: null, implied: false };
}

/** The times that may be the number's, nearest first, and none. */
export function periodCandidates(
  sentences: readonly TokenSentence[],
  sentence: TokenSentence,
  at: number,
  kind: Kind,
): PeriodCandidate[] {
  const own = sentence.tokens[at]!;
  const before = timesBefore(sentence, at);
  const after = times(sentence).filter((t) => t.start > own.start && t.clause === own.clause);
  const carried = carriedTimes(sentences, sentence);
  const clauseText = sentence.tokens
    .filter((t) => t.clause === own.clause && t.start <= own.start)
    .map((t) => t.text)
    .join('');
  const signs = SIGNS.find(([pattern]) => pattern.test(clauseText))?.[1] ?? '';
  const first = sentence.tokens[0]!;
  const opens =
    first.kind === 'word'
      ? /^(?:目前|如今|现在|截至|近年来|同时|此外|其中|据)/u.test(first.text)
        ? first.text
        : 'word'
      : first.kind;
  const known = before.length > 0 ? 'yes' : 'no';
  const rival = before[0] === undefined ? 'none' : whereOf(own, before[0]);
  const describe = (where: string, period: Period | null): Parts => [
    where,
    period?.role ?? 'none',
    period === null ? 'none' : grainOf(period.value),
    unitClass(own.quantity!),
    kind.kind,
    signs,
    opens,
    rival,
    known,
  ];
  const candidates: PeriodCandidate[] = [{ period: null, value: null, implied: false, parts: describe('none', null) }];
  const add = (where: string, period: Period, implied: boolean): void => {
    const value = period.role === 'now' ? null : period.value;
    candidates.push({ period, value, implied, parts: describe(where, period) });
  };
  before.slice(0, 3).forEach((token, i) => {
    add(`${whereOf(own, token)}${i > 0 ? `#${i}` : ''}`, token.period!, false);
  });
  if (after[0] !== undefined) add('after', after[0].period!, false);
  carried.forEach(({ period, back }, i) => {
    add(`carried${back}${i > 0 ? '#' : ''}`, period, true);
  });
  return candidates;
}

const whereOf = (own: Token, time: Token): string => {
  const clauses = own.clause - time.clause;
  const part = own.part === time.part ? '' : ';';
  return clauses === 0
    ? 'clause'
    : clauses === 1
      ? `before1${part}`
      : clauses <= 3
        ? `before2${part}`
        : `before4${part}`;
};

const grainOf = (value: string | null): string =>
  value === null
    ? 'null'
    : value.includes('/')
      ? 'span'
      : value.length === 4
        ? 'year'
        : value.length === 10
          ? 'day'
          : 'part';

/** The times of a sentence that say when, not against what. */
const times = perSentence(({ tokens }) => tokens.filter((t) => t.period !== null && t.period.role !== 'base'));

/** Those before a token, nearest first. */
function timesBefore(sentence: TokenSentence, at: number): Token[] {
  const end = sentence.tokens[at]?.start ?? sentence.end;
  return times(sentence)
    .filter((t) => t.start < end)
    .reverse();
}

/** The last time of each of the two sentences before, inside the paragraph. */
function carriedTimes(
  sentences: readonly TokenSentence[],
  sentence: TokenSentence,
): readonly { readonly period: Period; readonly back: number }[] {
  const found: { period: Period; back: number }[] = [];
  for (let back = 1; back <= 2; back++) {
    const earlier = sentences[sentence.ordinal - back];
    if (earlier === undefined || earlier.paragraph !== sentence.paragraph) break;
    const last = timesBefore(earlier, earlier.tokens.length)[0]?.period;
    if (last != null) found.push({ period: last, back });
  }
  return found;
}

/** 比2018年增长五成 in 2024 → 2018/2024: a growth over more than a year takes the span; a yearly one the year alone. */
function growthSpan(sentence: TokenSentence, at: number, issueDate: string | null): PeriodChoice | null {
  const clause = sentence.tokens[at]!.clause;
  const base = sentence.tokens.slice(0, at).findLast((t) => t.clause === clause && t.period?.role === 'base')?.period;
  if (base == null || base.value === null) return null;
  if (base.value.includes('/')) return { period: base, value: base.value, implied: false };
  const until = timesBefore(sentence, at)[0]?.period?.value ?? issueDate;
  const [from, to] = [Number(base.value.slice(0, 4)), Number(until?.slice(0, 4))];
  if (!(to - from > 1)) return null;
  return { period: base, value: `${from}/${to}`, implied: false };
}
