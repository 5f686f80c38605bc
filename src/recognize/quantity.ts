/**
 * Finds the numbers that measure or count something, on the raw characters of an article.
 *
 *   销售额突破6亿元，同比增长近八成，居全省第二
 *     → 突破6亿元 (6 亿元, 突破) · 近八成 (80 %, 近) · 第二 (2 位, rank)
 *
 * Whatever else has a numeral is refused with a reason, which `explain` prints: 5G, 第二批, 六大行动, 未来五年.
 * The grammar stands in quantity/: candidate (number, unit, range), fraction, rank, ratio, none (the reasons).
 */
import { numberWordAt } from '../lexicon/number-words.js';
import { unitAt } from '../lexicon/units.js';
import type { Period, Quantity, Reading, Refusal, Span } from '../model.js';
import { numeralAt } from './numeral.js';
import { findPeriods, titleSpans } from './period.js';
import { clauseBefore, sentenceBefore } from './quantity/around.js';
import { candidateAt } from './quantity/candidate.js';
import { fractionAt } from './quantity/fraction.js';
import { type Look, lookAt } from './quantity/look.js';
import { whyNone } from './quantity/none.js';
import { rankAt } from './quantity/rank.js';
import { ratioAt } from './quantity/ratio.js';

const NUMERAL_START = /[0-9〇零一二两三四五六七八九十百千万亿几数半首榜过第]/gu;

/** Spans in which no number counts, with the reason. */
interface Mask extends Span {
  readonly rule: string;
  readonly why: string;
}

// 0571-88888888, 13800000000
const PHONE = /(?<!\d)(?:0\d{2,3}-\d{7,8}|1[3-9]\d{9}|400-?\d{3}-?\d{4})(?!\d)/gu;
// 1时20分, 下午三点半
const CLOCK =
  /(?<![\d.])(?:[01]?\d|2[0-4]|十[一二]?|[一两三四五六七八九])(?:点钟|[时点](?:[0-5]?\d分|[一二三四五]?十[一二三四五六七八九]?分|半|许|整|左右))/gu;
// 浙政发〔2021〕12号, ISSN 1004-1234, 总第782期, 第3版, https://…
const CODES =
  /[〔[【(（](?:19|20)\d{2}[〕\]】)）]第?\d+号|(?:ISSN|ISBN|CN|邮编|邮发代号|电话|热线|传真|编号|证号|总第)[:： ]?\d[\d/\-—–]*[期号]?|https?:\/\/[!-~]+/gu;

/**
 * Finds the quantities of an article, in order; none overlap.
 *
 * @param periods  the times of the article, in which no number counts
 * @returns what counts, and what has a numeral and does not, with the reason
 */
export function findQuantities(
  reading: Reading,
  periods: readonly Period[] = findPeriods(reading).periods,
): { quantities: Quantity[]; refused: Refusal[] } {
  const { text } = reading.article;
  const masks = masksOf(text, periods);
  const quantities: Quantity[] = [];
  const refused: Refusal[] = [];
  const refuse = (start: number, end: number, rule: string, why: string) =>
    refused.push({ start, end, text: text.slice(start, end), what: 'quantity', why, rule: `quantity/${rule}` });
  let mask = 0;
  NUMERAL_START.lastIndex = 0;
  let free = 0;
  for (let found = NUMERAL_START.exec(text); found !== null; found = NUMERAL_START.exec(text)) {
    const at = found.index;
    while (mask < masks.length && masks[mask]!.end <= at) mask++;
    const masked = masks[mask];
    if (masked !== undefined && masked.start <= at) {
      if (at >= free) refuse(masked.start, masked.end, masked.rule, masked.why);
      NUMERAL_START.lastIndex = free = masked.end;
      continue;
    }
    const step = readAt(text, at, free);
    if (step === null) continue;
    if (step.take !== null) quantities.push(step.take);
    else refuse(step.start, step.end, step.rule, step.why);
    NUMERAL_START.lastIndex = free = Math.max(step.end, at + 1);
  }
  return { quantities: spreadPercentPoints(quantities, text), refused };
}

type Step =
  | { readonly take: Quantity; readonly end: number }
  | { readonly take: null; readonly start: number; readonly end: number; readonly rule: string; readonly why: string };

const taken = (quantity: Quantity): Step => ({ take: quantity, end: quantity.end });

const RANK_START = /[首榜第]/u;
const RANK_MARK = /[第前]/u;
// Cheap looks ahead, so that most numerals skip the readers of parts and ratios.
const PART_NEAR = /成|半|分之/u;
const RATIO_NEAR = /^[\d.]+[:：∶﹕/]/u;

/** What stands at one numeral; null: nothing worth a word (首 in 首先, 数 in 数据). */
function readAt(text: string, at: number, free: number): Step | null {
  const word = numberWordAt(text, at);
  if (word !== null && word.start >= free) {
    const why = word.word.kind === 'name' ? 'part of a name' : 'a word, no number';
    return { take: null, start: word.start, end: word.end, rule: `number-${word.word.kind}`, why };
  }
  const character = text.charAt(at);
  if (RANK_START.test(character) || RANK_MARK.test(text.charAt(at - 1))) {
    const rank = rankAt(text, at);
    if (rank !== null && rank.start >= free) return taken(rank);
  }
  if (character === '第') return ordinal(text, at);
  if (character === '首' || character === '榜') return null;
  const fraction =
    PART_NEAR.test(text.slice(at + 1, at + 8)) || character === '半' || character === '过'
      ? fractionAt(text, at)
      : null;
  if (fraction !== null) return taken(clip(fraction, free));
  if (character === '过') return null;
  const half = halfAt(text, at);
  if (half !== null) return half;
  const ratio = RATIO_NEAR.test(text.slice(at, at + 10)) ? ratioAt(text, at) : null;
  if (ratio !== null) {
    if ('take' in ratio) return taken(ratio.take);
    return { take: null, start: at, end: ratio.end, rule: 'colon-or-slash', why: ratio.why };
  }
  return count(text, at, free);
}

/** 第二批, 第十四届, 第3版: everything with 第 that is no rank. */
function ordinal(text: string, at: number): Step | null {
  const numeral = numeralAt(text, at + 1);
  if (numeral === null) return null;
  const measure = unitAt(text, numeral.end);
  const end = numeral.end + (measure?.printed.length ?? 0);
  return { take: null, start: at, end, rule: 'ordinal', why: 'an ordinal' };
}

// 半小时, 半个多月; 半年 and 半天 mostly say when, 历时半年 says how long.
const HALF = /半(个)?(多)?(?=小时|钟头|月|世纪|百分点|年|天)/uy;
const TOOK = /(?:历时|用时|耗时|仅用|只用|用了|花了|为期|缩短至|缩短到|缩短|提前)(?:不到|不足|近|约|了)?$/u;

const HALF_UNITS = [
  ['月', '个月'],
  ['百分点', '个百分点'],
  ['世纪', '世纪'],
] as const;

function halfAt(text: string, at: number): Step | null {
  if (text.charAt(at) !== '半') return null;
  HALF.lastIndex = at;
  const half = HALF.exec(text);
  if (half === null || /[一两三四五六七八九十\d年月过]$/u.test(text.charAt(at - 1))) return null;
  const unitStart = at + half[0].length;
  const month = text.startsWith('月', unitStart);
  if (month && half[1] === undefined) return null;
  const long = /^[年天]/u.exec(text.slice(unitStart, unitStart + 1))?.[0];
  if (long !== undefined && !TOOK.test(text.slice(Math.max(0, at - 6), at))) return null;
  const unit = long ?? HALF_UNITS.find(([printed]) => text.startsWith(printed, unitStart))?.[1] ?? '小时';
  const length = long !== undefined || month ? 1 : unit === '个百分点' ? 3 : 2;
  const candidate = candidateBounds(text, at, unitStart + length);
  const end = candidate.end;
  if (unit === '世纪' || /^(?:后|前|来|以来|之后|之前)/u.test(text.slice(end, end + 2))) {
    return { take: null, start: at, end, rule: 'frame-of-time', why: 'says when, not how long something takes' };
  }
  return taken({
    start: candidate.start,
    end,
    text: text.slice(candidate.start, end),
    value: 0.5,
    valueTo: null,
    unit,
    approx: candidate.approx ?? half[2] ?? null,
    form: 'amount',
    rule: 'quantity/half',
    numeral: { start: at, end: at + 1 },
  });
}

function candidateBounds(text: string, at: number, end: number): { start: number; end: number; approx: string | null } {
  const before = /(?:不到|不足|近|约|超过|大约|至少)$/u.exec(text.slice(Math.max(0, at - 3), at))?.[0] ?? '';
  const after = /^(?:左右|以上|以内|内)/u.exec(text.slice(end, end + 2))?.[0] ?? '';
  return { start: at - before.length, end: end + after.length, approx: before || after || null };
}

function count(text: string, at: number, free: number): Step | null {
  const candidate = candidateAt(text, at);
  if (candidate === null) return null;
  const look = lookAt(candidate);
  const spread =
    look.unit === null || look.measure === null ? (fromList(look) ?? fromPair(look) ?? bareValue(look)) : null;
  if (spread !== null) return taken(clip(spread, free));
  const none = whyNone(look);
  if (none !== null) {
    return {
      take: null,
      start: Math.max(look.numeral.start, free),
      end: look.measure === null ? look.numeral.end : look.end,
      rule: none.rule,
      why: none.why,
    };
  }
  const form = look.measure?.printed === '倍' || look.measure?.printed === '番' ? 'times' : 'amount';
  return taken(clip(toQuantity(look, look.unit, form, look.rule), free));
}

function toQuantity(look: Look, unit: string | null, form: Quantity['form'], rule: string): Quantity {
  return {
    start: look.start,
    end: look.end,
    text: look.text.slice(look.start, look.end),
    value: look.value,
    valueTo: look.valueTo,
    unit,
    approx: look.approx,
    form,
    rule: `quantity/${rule}`,
    numeral: { start: look.numeral.start, end: look.numeral.numeralEnd },
  };
}

/** A bound that an earlier quantity has used already stays with it. */
function clip(quantity: Quantity, free: number): Quantity {
  return quantity.start >= free ? quantity : { ...quantity, start: free };
}

// 分别增长3.2、4.5个百分点; 地下5、10、20米: the unit stands at the last of the list.
const LIST = /^(?:[、和及与]\s?\d+(?:\.\d+)?(?:[余多])?)+/u;

function fromList(look: Look): Quantity | null {
  if (look.numeral.script !== 'digits' || look.numeral.multiplier !== '') return null;
  const list = LIST.exec(look.text.slice(look.end, look.end + 40))?.[0];
  if (list === undefined) return null;
  const last = look.text.slice(0, look.end + list.length);
  const numeral = numeralAt(look.text, look.end + /(?:\d+(?:\.\d+)?)[余多]?$/u.exec(list)!.index);
  if (numeral === null || last.length < numeral.start) return null;
  const measure = unitAt(look.text, numeral.end);
  if (measure === null || /^(?:places|duration)$/u.test(measure.dimension)) return null;
  if (measure.dimension === 'count' && !/分别|各/u.test(clauseBefore(look.text, look.start))) return null;
  return toQuantity(look, numeral.multiplier + measure.printed, 'amount', 'unit-of-list');
}

// 由15增加到30万元: the second value's unit serves the first.
const TO_VALUE = /^(?:[余多])?[^，,。；！？\d]{1,8}[至到为](?=\d)/u;

function fromPair(look: Look): Quantity | null {
  if (look.numeral.script !== 'digits' || look.measure !== null || !/[从由]$/u.test(look.before)) return null;
  const gap = TO_VALUE.exec(look.text.slice(look.end, look.end + 14))?.[0];
  if (gap === undefined) return null;
  const numeral = numeralAt(look.text, look.end + gap.length);
  if (numeral === null) return null;
  const measure = unitAt(look.text, numeral.end);
  if (measure === null) return null;
  const unit = (look.numeral.multiplier === '' ? numeral.multiplier : look.numeral.multiplier) + measure.printed;
  return toQuantity(look, unit, 'amount', 'unit-of-pair');
}

const WITHOUT_UNIT =
  /(?:倍差|收入比|之比|比值|指数|系数|得分|分值|评分|容积率|R0|PUE)(?:[^，,。；！？]{0,12}?(?:为|达到|达|至|到|从|由|控制在|保持在|稳定在|均|升至|降至|在))?$/u;
const CHANGE_OF_BARE = /(?:缩小|扩大|提高|下降|上升|提升|降低|减少|增加|收窄)了?$/u;

/** 城乡收入倍差缩小至1.77, 指数超过70, 从1.32缩小到1.2以内: the metric has no unit. */
function bareValue(look: Look): Quantity | null {
  if (look.numeral.script !== 'digits' || look.numeral.multiplier !== '' || look.measure !== null) return null;
  if (/^[A-Za-z号年月日时点后版路楼岁+＋]/u.test(look.after) || /[A-Za-z+＋第]$/u.test(look.before)) return null;
  const clause = clauseBefore(look.text, look.start, 44);
  const closes = /^(?:[，。,;；、！？”）)\n和与]|$|缩小|扩大|提高|提升|上升|下降|降低|降至|增)/u.test(look.after);
  if (!closes) return null;
  if (WITHOUT_UNIT.test(clause)) return toQuantity(look, null, 'amount', 'without-unit');
  // 从1.32缩小到1.2以内: the second of a pair.
  if (
    /(?:倍差|收入比|指数|系数|比值)[^。；]{0,30}[从由]\d+(?:\.\d+)?[^，,。；\d]{1,6}[至到为]$/u.test(
      clauseBefore(look.text, look.start, 60),
    )
  ) {
    return toQuantity(look, null, 'amount', 'without-unit');
  }
  // 倍差缩小至1.73，比上年同期缩小0.02: the change of a bare value named one clause before.
  if (look.printed.includes('.') && CHANGE_OF_BARE.test(clause)) {
    const sentence = sentenceBefore(look.text, look.start);
    if (/倍差|收入比|指数|系数|比值/u.test(sentence)) return toQuantity(look, null, 'amount', 'without-unit');
  }
  return null;
}

/** 高出0.4个、0.8个百分点: the first 个 is short for 个百分点. */
function spreadPercentPoints(quantities: readonly Quantity[], text: string): Quantity[] {
  return quantities.map((quantity, i) => {
    const next = quantities[i + 1];
    if (quantity.unit !== '个' || next?.unit !== '个百分点' || Number.isInteger(quantity.value)) return quantity;
    return /^[、和及]$/u.test(text.slice(quantity.end, next.start)) ? { ...quantity, unit: '个百分点' } : quantity;
  });
}

/** Dates, titles, phone and document numbers, in order, without overlap. */
function masksOf(text: string, periods: readonly Period[]): Mask[] {
  const masks: Mask[] = [];
  const add = (spans: Iterable<Span>, rule: string, why: string) => {
    for (const { start, end } of spans) masks.push({ start, end, rule, why });
  };
  const matches = (pattern: RegExp): Span[] =>
    [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  add(titleSpans(text), 'title', 'inside a title');
  add(matches(PHONE), 'phone', 'a phone number');
  add(matches(CLOCK), 'clock', 'a time of day');
  add(matches(CODES), 'code', 'a document, issue or reference number');
  add(periods, 'period', 'a time');
  masks.sort((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return masks.filter((mask) => {
    if (mask.start < end) return false;
    end = mask.end;
    return true;
  });
}
