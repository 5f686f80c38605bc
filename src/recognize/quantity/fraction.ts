/**
 * Parts of a whole in words: 近八成 → 80 %, 三分之一 → 33.33 %, 百分之八十 → 80 %, 一半以上 → 50 %, 过半 → 50 %.
 */
import type { Quantity } from '../../model.js';
import { readNumeral } from '../numeral.js';
import { boundAfter, boundBefore } from './around.js';

const FRACTION = /([一二两三四五六七八九十百千万\d]+(?:\.\d+)?)分之([一二两三四五六七八九十百零〇点\d]+(?:\.\d+)?)/uy;
const TENTHS = /([一二两三四五六七八九]|[1-9](?:\.\d)?)(?:([至到—\-~]?)([二三四五六七八九]|[2-9](?:\.\d)?))?成(半)?/uy;
/** 成 as the start of another word or as a verb: 一成不变, 三年建成, 八成为. */
const NOT_TENTHS =
  /^(?:为|立|功|效(?!率)|果|员(?!工)|本(?!钱)|长|绩|熟|片|套|群|都|就|型|交(?!易)|品|不变|林|串|堆|荫|[一二三四五六七八九])/u;
const HALF = /(?:一半|半数|过半数|过半)/uy;

interface Part {
  readonly rule: string;
  readonly end: number;
  readonly numeralStart: number;
  readonly value: number;
  readonly valueTo: number | null;
  readonly approx: string | null;
  readonly unit: string;
}

/** The part that starts at `at`, or null. */
export function fractionAt(text: string, at: number): Quantity | null {
  const part = overAt(text, at) ?? tenthsAt(text, at) ?? halfAt(text, at);
  if (part === null) return null;
  const before = part.approx === null ? boundBefore(text, at, false) : null;
  const after = boundAfter(text, part.end);
  const start = at - (before?.length ?? 0);
  const end = part.end + (after?.length ?? 0);
  return {
    start,
    end,
    text: text.slice(start, end),
    value: part.value,
    valueTo: part.valueTo,
    unit: part.unit,
    approx: part.approx ?? before?.word ?? after?.word ?? null,
    form: 'fraction',
    rule: `quantity/${before !== null && part.rule === 'tenths' ? 'near-tenths' : part.rule}`,
    numeral: { start: at, end: part.end },
  };
}

function overAt(text: string, at: number): Part | null {
  FRACTION.lastIndex = at;
  const match = FRACTION.exec(text);
  if (match === null) return null;
  const whole = readNumeral(match[1]!);
  const part = readNumeral(match[2]!);
  if (whole === null || part === null || whole <= 0) return null;
  const end = at + match[0].length;
  const permille = whole === 1000;
  const value = permille ? part : Math.round((part / whole) * 1e4) / 100;
  const shared = { end, numeralStart: at, valueTo: null, approx: null, value };
  return {
    ...shared,
    rule: permille ? 'per-mille' : whole === 100 ? 'per-cent' : 'fraction',
    unit: permille ? '‰' : '%',
  };
}

function tenthsAt(text: string, at: number): Part | null {
  TENTHS.lastIndex = at;
  const match = TENTHS.exec(text);
  if (match === null) return null;
  const end = at + match[0].length;
  if (NOT_TENTHS.test(text.slice(end, end + 2))) return null;
  // 第三成 no; 百分之八成 no; 40成 no.
  if (/[\d.第十百千之]$/u.test(text.charAt(at - 1))) return null;
  const low = readNumeral(match[1]!)!;
  const half = match[4] === undefined ? 0 : 0.5;
  if (match[3] === undefined) {
    return { rule: 'tenths', end, numeralStart: at, value: (low + half) * 10, valueTo: null, approx: null, unit: '%' };
  }
  const high = readNumeral(match[3])!;
  if (high <= low) return null;
  return { rule: 'tenths-range', end, numeralStart: at, value: low * 10, valueTo: high * 10, approx: null, unit: '%' };
}

function halfAt(text: string, at: number): Part | null {
  HALF.lastIndex = at;
  const match = HALF.exec(text);
  if (match === null) return null;
  const word = match[0];
  const end = at + word.length;
  const next = text.slice(end, end + 2);
  // 过半 by itself is most often a saying (时间过半、任务过半).
  if (word === '过半') {
    if (!/(?:占比|人数|比例|比重|数量|户数|得票)[^，,。；]{0,4}$/u.test(text.slice(Math.max(0, at - 8), at)))
      return null;
    return { rule: 'over-half', end, numeralStart: at, value: 50, valueTo: null, approx: '过', unit: '%' };
  }
  if (word === '一半' && /^(?:会儿|天|是|靠|海)/u.test(next)) return null;
  return {
    rule: 'half',
    end,
    numeralStart: at,
    value: 50,
    valueTo: null,
    approx: word === '过半数' ? '过' : null,
    unit: '%',
  };
}
