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
    'where', // in the number's clause, clauses before, the sentence before, the paragraph before, none
    'role',
    'grain', // year, part of a year, day, span
    'unit',
    'kind',
    'signs', // 目前, 已, 累计, 近年来, 每年, 连续 in the clause
    'opens', // what the sentence begins with
    'rival', // where the nearest time stands
    'known', // does the sentence print any time
    'stands', // does the time open its sentence or paragraph, is it another number's own
    'since', // how many times have been printed since
    'names', // how many names between it and the number
    'flow', // does the clause speak of what a year brings, of what stands there, of what was done
    'place', // of the sentence in its paragraph
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
    ['where', 'stands'],
    ['where', 'stands', 'grain'],
    ['where', 'stands', 'signs'],
    ['where', 'since'],
    ['where', 'stands', 'opens'],
    ['where', 'names'],
    ['where', 'flow'],
    ['where', 'stands', 'flow'],
    ['where', 'place'],
    ['where', 'stands', 'place'],
    ['where', 'grain', 'flow'],
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

const OPENINGS = /^(?:目前|如今|现在|截至|近年来|同时|此外|其中|据|另|至此)/u;
/** 本次集中开工项目13个, 会上签约: what the text has dated before. */
const EVENT =
  /^(?:本次|此次|这次|该次|会上|会议(?:上|现场|期间)|活动(?:上|现场|期间)|(?:签约|开工|启动|开幕|揭牌)?仪式(?:上|现场)|现场签约|当天|当日)/u;

/** What a clause speaks of: what a stretch of time brings, what stands there at any time, what was done once. */
const FLOWS: readonly (readonly [RegExp, string])[] = [
  [/占地|面积|位于|距离|全长|总投资|总规模|海拔|户籍|人口|注册资本|容量|库容/u, 'stands'],
  [/收入|产值|增加值|产量|销售额|销量|营收|税收|利润|出口|进口|贸易额|总值|接待|游客|增长|同比|增幅|客流|GDP/u, 'flow'],
  [/新增|新建|新引进|完成|实现|达到?|共有?|累计/u, 'done'],
  [/[有拥]/u, 'has'],
];

/**
 * A time that the print sets beside the number itself, or dates for it by grammar; null where none is.
 *
 * @param text  of the article
 */
export function periodByRule(
  sentences: readonly TokenSentence[],
  sentence: TokenSentence,
  at: number,
  kind: Kind,
  text: string,
): PeriodChoice | null {
  // 50万元（2018年）
  const next = sentence.tokens[at + 1];
  const inBracket = sentence.tokens[at + 2]?.period;
  if (next !== undefined && /^[（(]$/u.test(next.text) && inBracket != null && inBracket.role !== 'base') {
    return printed(inBracket);
  }
  // 比2024年的约39亿元: the year stands at the number and is its own; 2018年的2.4倍 is a comparison.
  const beside = sentence.tokens[at - 1]?.text === '的' ? sentence.tokens[at - 2]?.period : null;
  if (beside != null && beside.value !== null && !beside.value.includes('/') && !compares(sentence, at, beside)) {
    return printed(beside);
  }
  return fromTo(sentence, at, kind) ?? dayOfEvent(sentences, sentence, at, text);
}

const printed = (period: Period): PeriodChoice => ({ period, value: period.value, implied: false });
const isTimes = (sentence: TokenSentence, at: number): boolean =>
  /倍$/u.test(sentence.tokens[at]!.quantity!.unit ?? '') || sentence.tokens[at]!.quantity!.form === 'times';
const compares = (sentence: TokenSentence, at: number, { role }: Period): boolean =>
  role === 'base' && isTimes(sentence, at);

/** 从2021年的1.1万吨增长到2024年的5.6万吨，增长了4.1倍 → 2021/2024 for the growth. */
function fromTo(sentence: TokenSentence, at: number, kind: Kind): PeriodChoice | null {
  if (kind.kind !== 'change') return null;
  const { tokens } = sentence;
  const { clause } = tokens[at]!;
  const near = times(sentence).filter((t) => t.start < tokens[at]!.start && clause - t.clause <= 1);
  if (near.length !== 2 || near.some((t) => t.clause === clause || standsAs(sentence, t) !== 'taken')) return null;
  const [from, to] = near.map((t) => t.period!);
  if (!/^\d{4}$/u.test(from!.value ?? '') || !/^\d{4}$/u.test(to!.value ?? '') || from!.value! >= to!.value!)
    return null;
  return { period: to!, value: `${from!.value}/${to!.value}`, implied: false };
}

/** 会上，14个项目签约: the day that the sentences before have set, where no other time came since. */
function dayOfEvent(
  sentences: readonly TokenSentence[],
  sentence: TokenSentence,
  at: number,
  text: string,
): PeriodChoice | null {
  if (!EVENT.test(text.slice(sentence.start, sentence.start + 8)) || timesBefore(sentence, at).length > 0) return null;
  for (let back = 1; back <= 4; back++) {
    const earlier = sentences[sentence.ordinal - back];
    if (earlier === undefined || sentence.paragraph - earlier.paragraph > 1) return null;
    const last = timesOf(earlier).at(-1)?.period;
    if (last !== undefined)
      return last.value?.length === 10 && last.role === 'during' ? { ...printed(last), implied: true } : null;
  }
  return null;
}

/**
 * The time of the number at token `at`.
 *
 * @param before  the time of the number whose metric and subject this one takes over; null: it stands by itself
 */
export function periodOf(
  sentences: readonly TokenSentence[],
  sentence: TokenSentence,
  at: number,
  kind: Kind,
  text: string,
  issueDate: string | null,
  before: PeriodChoice | null,
): PeriodChoice {
  const ruled = periodByRule(sentences, sentence, at, kind, text) ?? before;
  const choice = ruled ?? weighed(sentences, sentence, at, kind);
  return growthSpan(sentence, at, kind, choice, issueDate) ?? choice;
}

function weighed(sentences: readonly TokenSentence[], sentence: TokenSentence, at: number, kind: Kind): PeriodChoice {
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
  const after = times(sentence).filter((t) => t.start > own.start && t.clause <= own.clause + 1);
  const clauseText = sentence.tokens
    .filter((t) => t.clause === own.clause && t.start <= own.start)
    .map((t) => t.text)
    .join('');
  const signs = SIGNS.find(([pattern]) => pattern.test(clauseText))?.[1] ?? '';
  const first = sentence.tokens[0]!;
  const opens = first.kind === 'word' ? (OPENINGS.exec(first.text)?.[0] ?? 'word') : first.kind;
  const known = before.length > 0 ? 'yes' : 'no';
  const rival = before[0] === undefined ? 'none' : whereOf(own, before[0]);
  const flow = FLOWS.find(([pattern]) => pattern.test(clauseText))?.[1] ?? '';
  const place = sentences[sentence.ordinal - 1]?.paragraph === sentence.paragraph ? 'later' : 'first';
  const namesBefore = (from: number): number =>
    sentence.tokens.filter((t) => t.mention !== null && t.start >= from && t.start < own.start).length;
  const describe = (where: string, period: Period | null, stands: string, since: string, names: number): Parts => [
    where,
    period?.role ?? 'none',
    period === null ? 'none' : grainOf(period.value),
    unitClass(own.quantity!),
    kind.kind,
    signs,
    opens,
    rival,
    known,
    stands,
    since,
    names > 2 ? '3+' : String(names),
    flow,
    place,
  ];
  const candidates: PeriodCandidate[] = [
    { period: null, value: null, implied: false, parts: describe('none', null, 'none', 'none', namesBefore(0)) },
  ];
  const add = (where: string, period: Period, implied: boolean, stands: string, since = '0'): void => {
    const value = period.role === 'now' ? null : period.value;
    candidates.push({
      period,
      value,
      implied,
      parts: describe(where, period, stands, since, namesBefore(period.start)),
    });
  };
  before.slice(0, 3).forEach((token, i) => {
    add(`${whereOf(own, token)}${i > 0 ? `#${i}` : ''}`, token.period!, false, standsAs(sentence, token), String(i));
  });
  if (after[0] !== undefined)
    add(after[0].clause === own.clause ? 'after' : 'after1', after[0].period!, false, standsAs(sentence, after[0]));
  for (const { period, where, stands, since } of carriedTimes(sentence, sentences))
    add(where, period, true, stands, since);
  return candidates;
}

/** How a time stands: at the head of its sentence, as another number's own (2013年的8家), or between other words. */
function standsAs(sentence: TokenSentence, time: Token): string {
  const { tokens } = sentence;
  const at = tokens.indexOf(time);
  const [next, second] = [tokens[at + 1], tokens[at + 2]];
  if (next?.text === '的' && second?.kind === 'quantity') return 'taken';
  if (/^[（(]$/u.test(tokens[at - 1]?.text ?? '') && tokens[at - 2]?.kind === 'quantity') return 'taken';
  if (next?.text === '的') return 'of';
  const heads = tokens.slice(0, at).every((t) => t.clause === time.clause && (t.kind === 'mark' || t.text.length <= 2));
  if (heads) return next?.kind === 'mark' ? 'frame' : 'head';
  return 'within';
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
const isOwnTime = ({ period }: Token): boolean => period !== null && period.role !== 'base';
const times = perSentence(({ tokens }) => tokens.filter(isOwnTime));

/** The times of a sentence, with how they stand. */
const timesOf = (sentence: TokenSentence): readonly { readonly period: Period; readonly stands: string }[] =>
  sentence.tokens.filter(isOwnTime).map((t) => ({ period: t.period!, stands: standsAs(sentence, t) }));

/** Those before a token, nearest first. */
function timesBefore(sentence: TokenSentence, at: number): Token[] {
  const end = sentence.tokens[at]?.start ?? sentence.end;
  return times(sentence)
    .filter((t) => t.start < end)
    .reverse();
}

interface Carried {
  readonly period: Period;
  readonly where: string;
  readonly stands: string;
  /** How many times were printed after it, before this sentence. */
  readonly since: string;
}

/** How many earlier sentences are looked at for a time that still holds. */
const FARTHEST = 12;
const MOST_CARRIED = 5;

/** The times of the sentences before, nearest first: of one sentence the last, and the one that opens it. */
const carriedTimes = perSentence((sentence, sentences: readonly TokenSentence[]): readonly Carried[] => {
  const found: Carried[] = [];
  let passed = 0;
  for (let back = 1; back <= FARTHEST && found.length < MOST_CARRIED; back++) {
    const earlier = sentences[sentence.ordinal - back];
    if (earlier === undefined) break;
    const all = timesOf(earlier);
    if (all.length === 0) continue;
    const paragraphs = sentence.paragraph - earlier.paragraph;
    const where =
      paragraphs === 0
        ? `carried${back <= 2 ? back : back <= 4 ? '3+' : '5+'}`
        : `paragraph${paragraphs === 1 ? 1 : '2+'}`;
    const opening = all[0]!;
    const last = all.at(-1)!;
    found.push({ ...last, where, since: SINCE[passed] ?? '3+' });
    if (opening !== last && /^(?:frame|head)$/u.test(opening.stands))
      found.push({ ...opening, where: `${where}>`, since: SINCE[passed + all.length - 1] ?? '3+' });
    passed += all.length;
  }
  return found;
});
const SINCE = ['0', '1', '2'];

/** 比2018年增长五成 in 2024 → 2018/2024: a growth over more than a year takes the span; a yearly one the year alone. */
function growthSpan(
  sentence: TokenSentence,
  at: number,
  kind: Kind,
  choice: PeriodChoice,
  issueDate: string | null,
): PeriodChoice | null {
  if (kind.kind !== 'change' && !isTimes(sentence, at)) return null;
  const clause = sentence.tokens[at]!.clause;
  const base = sentence.tokens.slice(0, at).findLast((t) => t.clause === clause && t.period?.role === 'base')?.period;
  if (base == null || base.value === null) return null;
  if (base.value.includes('/')) return printed(base);
  const until = choice.value ?? issueDate;
  const [from, to] = [Number(base.value.slice(0, 4)), Number(until?.slice(0, 4))];
  if (!(to - from > 1)) return null;
  return { period: base, value: `${from}/${to}`, implied: false };
}
