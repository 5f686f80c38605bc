/**
 * A printed number → what it may stand for, in the base unit: what is likely, and what is possible at all.
 *
 *   38.6亿元 → 3.86e9, last printed digit 1e7        约39亿元 → likely 3.85e9 … 3.95e9
 *   近八成   → likely 70 … 80 %                       超3000人 → likely 3000 … 4000, possible 3000 … ∞
 *   三分之一 → likely 30.8 … 35.8 %                   十余名   → likely 10 … 20
 *
 * The widths are data, each with its reason. A step is one unit of the last place that is not zero: 1 for 39, 10 for 80.
 */
import { unitOf } from '../lexicon/units.js';

export interface PrintedNumber {
  readonly value: number;
  readonly valueTo: number | null;
  readonly unit: string | null;
  /** 约 近 超 余 …, as printed. */
  readonly approx: string | null;
  /** The number with what stands around it; its digits say how exactly it was printed. */
  readonly quote: string;
  /** 增长1.5倍 is 150 %: only a change turns times into percent. */
  readonly isChange: boolean;
}

/** Both ends belong to it; 近80% may turn out to be 79.6, which prints as 80. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface Reach {
  /** 元, 平方米, % …; "" for a bare count or a ratio. */
  readonly base: string;
  readonly dimension: string;
  readonly value: number;
  readonly valueTo: number | null;
  /** One unit of the last printed digit, in the base unit. */
  readonly digit: number;
  /** True for a number without a word around it: 1350个, 38.6亿元. */
  readonly bare: boolean;
  readonly likely: Interval;
  readonly possible: Interval;
  /** The printed multiplier: 1e8 for 亿元. */
  readonly factor: number;
  /** Counted with 个, which may stand for any measure word: 96个人 and 96人. */
  readonly general: boolean;
}

type Width = (value: number, step: number) => { readonly likely: Interval; readonly possible: Interval };

interface WidthRow {
  readonly words: string;
  readonly width: Width;
  readonly why: string;
}

const both = (low: number, high: number) => ({ likely: { low, high }, possible: { low, high } });

export const WIDTHS: readonly WidthRow[] = [
  {
    words: '余 多 有余 开外 好几',
    width: (v, step) => both(v, v + step),
    why: 'the rest is left out below the last place that is named: 300余 is no 400',
  },
  {
    words: '近 将近 接近',
    width: (v, step) => both(v - step, v),
    why: 'a writer says 近八成 from 70 on, and of what rounds to 80',
  },
  {
    words: '不到 不足 不满 达不到 低于 少于 小于 以下 之下',
    width: (v, step) => ({ likely: { low: v - step, high: v }, possible: { low: -Infinity, high: v } }),
    why: 'the number is the bound; nobody names one that is far away, yet nothing rules it out',
  },
  {
    words: '不超过 不高于 不大于 不多于 最多 至多 以内 之内 内',
    width: (v, step) => ({ likely: { low: v - step, high: v }, possible: { low: -Infinity, high: v } }),
    why: 'an upper limit; what it limits may lie far below',
  },
  {
    words:
      '超 超过 超出 远超 逾 突破 首破 破 过 以上 之上 至少 最少 不少于 不低于 不小于 不下于 不下 高于 大于 多于 不等',
    width: (v, step) => ({ likely: { low: v, high: v + step }, possible: { low: v, high: Infinity } }),
    why: 'the last round number that was passed; a figure far above it breaks no bound',
  },
  {
    words: '约 大约 左右 上下',
    width: (v, step) => both(v - step / 2, v + step / 2),
    why: 'rounded to the last place that is named',
  },
  {
    words: '数 几 上',
    width: (v) => both(v, v * 10),
    why: '数千, 几十, 上百: somewhere in that power of ten',
  },
];

const widthOf = new Map(WIDTHS.flatMap((row) => row.words.split(' ').map((word) => [word, row.width] as const)));

/** 约 for a word that the table does not know: something was rounded. */
const ANY_WORD: Width = widthOf.get('约')!;

/** A fraction in words rounds to the nearest twentieth or so: 三分之一 is said of 31 % and of 35 %. */
const FRACTION_STEP = 5;
/** 八成 is printed to the tenth. */
const TENTH_STEP = 10;
/** From so many zeros on, a plain number is taken for a round one, exact to the second of them: 30000 is 29876, 1200 is 1200. */
const ROUND_ZEROS = 3;

export function reachOf(printed: PrintedNumber): Reach {
  const unit = unitIn(printed);
  const look = printedAs(printed);
  const digit = look.digit;
  const step = look.step;
  const { value, valueTo, approx } = printed;
  const scale = (n: number): number => unit.scale(n);
  const width = approx === null ? null : (widthOf.get(approx) ?? ANY_WORD);
  let likely: Interval;
  let possible: Interval;
  if (valueTo !== null) {
    ({ likely, possible } = both(Math.min(value, valueTo), Math.max(value, valueTo)));
  } else if (width !== null) {
    // 十余 and 几十 have one numeral each; 几百 is read with its power of ten as the step.
    ({ likely, possible } = width(value, step));
  } else if (look.vague) {
    ({ likely, possible } = both(value - step / 2, value + step / 2));
  } else {
    ({ likely, possible } = both(value, value));
  }
  return {
    base: unit.base,
    dimension: unit.dimension,
    value: scale(value),
    valueTo: valueTo === null ? null : scale(valueTo),
    digit: Math.abs(scale(value + digit) - scale(value)),
    bare: width === null && valueTo === null && !look.vague,
    likely: { low: scale(likely.low), high: scale(likely.high) },
    possible: { low: scale(possible.low), high: scale(possible.high) },
    factor: unit.factor,
    general: printed.unit?.endsWith('个') === true,
  };
}

interface Scale {
  readonly base: string;
  readonly dimension: string;
  readonly factor: number;
  readonly scale: (n: number) => number;
}

/** Measure words that count the same things: 209家 and 209个 enterprises, 12名 and 12位 workers. */
const COUNTED_ALIKE: ReadonlySet<string> = new Set([
  '',
  '个',
  '家',
  '处',
  '项',
  '条',
  '座',
  '件',
  '台',
  '套',
  '支',
  '所',
  '只',
]);

function unitIn({ unit, isChange }: PrintedNumber): Scale {
  if (unit === null) return { base: '', dimension: 'ratio', factor: 1, scale: (n) => n };
  if (isChange && unit === '倍') return { base: '%', dimension: 'percent', factor: 1, scale: (n) => n * 100 };
  // 翻两番 is four times as much, 300 % more.
  if (isChange && unit === '番')
    return { base: '%', dimension: 'percent', factor: 1, scale: (n) => (2 ** n - 1) * 100 };
  const known = unitOf(unit);
  if (known === null) return { base: unit, dimension: `unit ${unit}`, factor: 1, scale: (n) => n };
  const base = known.dimension === 'count' && COUNTED_ALIKE.has(known.base) ? '个' : known.base;
  return { base, dimension: known.dimension, factor: known.factor, scale: (n) => n * known.factor };
}

// ---------- how exactly it is printed ----------

interface Look {
  /** One unit of the last printed digit, in the printed unit. */
  readonly digit: number;
  /** One unit of the last place that is not zero. */
  readonly step: number;
  /** 八成, 三分之一, 一半: a number in words that is round by nature. */
  readonly vague: boolean;
}

const DIGITS = /\d+(?:,\d{3})*(?:\.\d+)?/gu;

function printedAs({ value, unit, quote }: PrintedNumber): Look {
  const numeral = [...halfWidth(quote).matchAll(DIGITS)]
    .map((match) => match[0].replaceAll(',', ''))
    .filter((digits) => Number(digits) === value)
    .at(-1);
  if (numeral === undefined && unit === '%' && !quote.includes('百分之')) {
    if (/分之|半/u.test(quote)) return { digit: FRACTION_STEP, step: FRACTION_STEP, vague: true };
    if (quote.includes('成')) {
      const step = value % 10 === 0 ? TENTH_STEP : 1;
      return { digit: step, step, vague: true };
    }
  }
  const digits = numeral ?? String(value);
  const decimals = digits.split('.')[1]?.length ?? 0;
  if (decimals > 0)
    return {
      digit: 10 ** -decimals,
      step: 10 ** -(digits.replace(/0+$/u, '').split('.')[1]?.length ?? 0),
      vague: false,
    };
  const zeros = value === 0 ? 0 : /0*$/u.exec(digits)![0].length;
  return { digit: zeros >= ROUND_ZEROS ? 10 ** (zeros - 1) : 1, step: 10 ** zeros, vague: false };
}

/** １３５０ → 1350, ， stays. */
const halfWidth = (text: string): string =>
  text.replace(/[０-９．]/gu, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0));

// ---------- two numbers ----------

/** agree: the same; rounded: one is the other, rounded or within its 约; bound: only not ruled out; scale: a power of ten. */
export type Values = 'agree' | 'rounded' | 'bound' | 'scale' | 'differ';

/** Do their units measure the same? Both in 元, or one in 个 and one in 名. */
export function countsAlike(a: Reach, b: Reach): boolean {
  if (a.dimension === b.dimension && a.base === b.base) return true;
  const counts = ({ dimension }: Reach): boolean => dimension === 'count' || dimension === 'people';
  return (a.general || b.general) && counts(a) && counts(b);
}

/** What floating point may add: 12.4万亩 in 平方米. */
const NEARLY = 1e-9;

export function compareReaches(a: Reach, b: Reach): Values {
  if (near(a.value, b.value) && sameEnd(a.valueTo, b.valueTo)) return 'agree';
  if (a.bare && b.bare) return comparePlain(a, b);
  const [x, y] = [blurred(a), blurred(b)];
  if (meet(x.likely, y.likely)) return 'rounded';
  if (meet(x.possible, y.possible)) return 'bound';
  return isPowerOfTen(a, b) ? 'scale' : 'differ';
}

/** Half a unit of the last printed digit of the coarser one; cut off instead of rounded is allowed: 38.6 for 38.67. */
function comparePlain(a: Reach, b: Reach): Values {
  const [coarse, fine] = a.digit >= b.digit ? [a, b] : [b, a];
  const beyond = Math.abs(fine.value) - Math.abs(coarse.value);
  const room = coarse.digit * (1 + NEARLY);
  const finer = fine.digit < coarse.digit * (1 - NEARLY);
  if (finer && beyond >= -room / 2 && beyond < coarse.digit * (1 - NEARLY)) return 'rounded';
  return isPowerOfTen(a, b) ? 'scale' : 'differ';
}

/** A plain number with digits behind the point, or with 万, is itself rounded by half of its last digit. */
function blurred(reach: Reach): { likely: Interval; possible: Interval } {
  const half = reach.bare && (reach.digit !== 1 || reach.factor !== 1) ? reach.digit / 2 : 0;
  const wide = ({ low, high }: Interval): Interval => ({ low: low - half, high: high + half });
  return { likely: wide(reach.likely), possible: wide(reach.possible) };
}

const near = (a: number, b: number): boolean => Math.abs(a - b) <= NEARLY * Math.max(Math.abs(a), Math.abs(b));
const sameEnd = (a: number | null, b: number | null): boolean => (a === null || b === null ? a === b : near(a, b));
const meet = (a: Interval, b: Interval): boolean => {
  const room = NEARLY * Math.max(...[a.low, a.high, b.low, b.high].filter(Number.isFinite).map(Math.abs), 0);
  return a.low <= b.high + room && b.low <= a.high + room;
};

/**
 * 38.6亿元 and 38.6万元, 3.86 and 38.6: a slip of the unit or of the point. Two digits must be the same, or the
 * multiplier another one: 2家 and 20家 are two numbers.
 */
function isPowerOfTen(a: Reach, b: Reach): boolean {
  if (!(a.value > 0 && b.value > 0)) return false;
  const power = Math.log10(a.value / b.value);
  if (Math.round(power) === 0 || !near(10 ** (power - Math.round(power)), 1)) return false;
  return a.factor !== b.factor || significant(a.value / a.factor) >= 2;
}

/** 3860 and 38.6 have three. */
const significant = (value: number): number =>
  String(Number(value.toPrecision(12)))
    .replace('.', '')
    .replace(/^0+|0+$/gu, '').length;
