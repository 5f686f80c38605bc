/**
 * Numerals as printed: what in 两千三百户, 30余亿元, 数十个 is the number, without its unit.
 *
 *   numeralAt("3千多万元", 0) → { value: 3, multiplier: "千万", vague: "多", end: 4 … }
 *   numeralAt("十余名", 0)    → { value: 10, multiplier: "", vague: "余", end: 2 … }
 *   numeralAt("七八个", 0)    → { value: 7, valueTo: 8, multiplier: "", vague: null, end: 2 … }
 */

const DIGIT_VALUES: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const POWERS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1e3, 万: 1e4, 亿: 1e8 };

const ARABIC = /^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$/u;
// 二〇二四 and 一九四九; 八二 is no 82.
const DIGIT_BY_DIGIT = /^(?=.*[零〇]|.{4})[零〇一二三四五六七八九]{2,}$/u;

/** 五百 → 500 within one section below 万; null where the order is wrong (百三百). */
function readSection(printed: string): number | null {
  let sum = 0;
  let digit: number | null = null;
  let lastPower = 1e4;
  let zero = false;
  for (const character of printed) {
    const value = DIGIT_VALUES[character];
    if (value !== undefined) {
      if (digit !== null && digit !== 0) return null;
      digit = value;
      if (value === 0) zero = true;
      continue;
    }
    const power = POWERS[character];
    if (power === undefined || power >= lastPower) return null;
    // 一 is implied before 百 and 千 at the head: 百 → 100.
    sum += (digit ?? 1) * power;
    digit = null;
    zero = false;
    lastPower = power;
  }
  // 两百三 is 230, 两百零三 is 203.
  if (digit !== null) sum += lastPower < 1e4 && lastPower > 10 && !zero ? (digit * lastPower) / 10 : digit;
  return sum;
}

/**
 * Reads a numeral as printed: 两千三百 → 2300, 186.5 → 186.5, 1,234.5 → 1234.5, 二〇二四 → 2024, 1.2万 → 12000; 十余 → null.
 *
 * @param printed  half-width digits or Chinese numerals, no unit, no space
 * @returns the number in ones, or null when `printed` is no numeral; never NaN, never throws
 */
export function readNumeral(printed: string): number | null {
  if (printed === '') return null;
  if (ARABIC.test(printed)) return Number(printed.replaceAll(',', ''));
  const mixed = MIXED.exec(printed);
  if (mixed !== null) {
    let value = Number(mixed[1]!.replaceAll(',', ''));
    for (const character of mixed[2]!) value *= POWERS[character]!;
    return value;
  }
  if (DIGIT_BY_DIGIT.test(printed)) return Number([...printed].map((character) => DIGIT_VALUES[character]).join(''));
  const decimal = printed.split('点');
  if (decimal.length === 2) {
    const whole = readNumeral(decimal[0]!);
    const part = [...decimal[1]!].map((character) => DIGIT_VALUES[character]);
    if (whole === null || part.length === 0 || part.includes(undefined)) return null;
    return Number(`${whole}.${part.join('')}`);
  }
  return readLarge(printed);
}

const MIXED = /^((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)([十百千万亿]+)$/u;

/** 一亿五千万 → 150000000: the part before the largest of 万 and 亿, times it, plus the rest. */
function readLarge(printed: string): number | null {
  for (const power of ['亿', '万']) {
    const at = printed.lastIndexOf(power);
    if (at < 0) continue;
    const above = at === 0 ? 1 : readLarge(printed.slice(0, at));
    const rest = printed.slice(at + 1).replace(/^[零〇]/u, '');
    const below = rest === '' ? 0 : readLarge(rest);
    if (above === null || below === null || below >= POWERS[power]!) return null;
    return above * POWERS[power]! + below;
  }
  return readSection(printed);
}

/** A numeral in the text, as far as it can be read without its unit. */
export interface Numeral {
  readonly start: number;
  /** After the multiplier and an inner 多, 余, 几: 30余亿|元. */
  readonly end: number;
  /** The part that carries the value: 30, 两千三百, 几十. */
  readonly numeralEnd: number;
  /** Without the multiplier: 30 for 30余亿. */
  readonly value: number;
  readonly valueTo: number | null;
  /** What of 十百千万亿 belongs to the printed unit: 亿 in 30余亿元, 千万 in 3千多万. */
  readonly multiplier: string;
  /** 余 多 几 数 来 as printed inside, else null. */
  readonly vague: string | null;
  readonly script: 'digits' | 'chinese';
  /** A bare 百, 千, 万, 亿 without a digit before it: 百亩, 万名. */
  readonly bare: boolean;
}

const DIGITS = /(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?/uy;
// 30余亿, 3千多万, 20多, 1.2万亿; 来 counts only after 十: 20来个.
const DIGITS_TAIL = /(?:[余多几]?[百千万亿]+)*[余多几]?/uy;
const CHINESE = /[零〇一二两三四五六七八九十百千万亿几数]+/uy;
const CHINESE_TAIL = /([余多来几])?([万亿]*)([余多])?/uy;
/** 千 and 百 belong to the unit in 5千瓦, 3千克, 1.2百分点. */
const UNIT_HEAD = /^(?:千(?:瓦|克|米|伏|卡)|百分点|百分之)/u;
/** 七八个, 两三千元, 十七八岁: two neighbours of the row of digits make a range. */
const NEIGHBORS = /^(.*?)([一二两三四五六七八])([二两三四五六七八九])([十百千万亿]*)$/u;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/**
 * The numeral that starts at `at`, or null where none does.
 *
 * @param text  half-width
 */
export function numeralAt(text: string, at: number): Numeral | null {
  const digits = match(DIGITS, text, at);
  return digits === null ? chineseAt(text, at) : digitsAt(text, at, digits[0]);
}

function digitsAt(text: string, at: number, printed: string): Numeral | null {
  const value = readNumeral(printed);
  if (value === null) return null;
  const numeralEnd = at + printed.length;
  let tail = match(DIGITS_TAIL, text, numeralEnd)?.[0] ?? '';
  // Give back what begins a unit or another word: 多 in 10多种 stays, 余 in 20余杭 cannot be told and stays.
  while (tail !== '' && UNIT_HEAD.test(text.slice(numeralEnd + tail.length - 1, numeralEnd + tail.length + 3))) {
    tail = tail.slice(0, -1);
  }
  if (/[几]$/u.test(tail)) tail = tail.slice(0, -1);
  const vague = /[余多几]/u.exec(tail)?.[0] ?? null;
  const multiplier = tail.replace(/[余多几]/gu, '');
  return {
    start: at,
    end: numeralEnd + tail.length,
    numeralEnd,
    value,
    valueTo: null,
    multiplier,
    vague,
    script: 'digits',
    bare: false,
  };
}

function chineseAt(text: string, at: number): Numeral | null {
  let run = match(CHINESE, text, at)?.[0] ?? '';
  if (run === '') return null;
  // 一千克, 五百分点: what begins a unit goes back.
  while (run.length > 1 && UNIT_HEAD.test(text.slice(at + run.length - 1, at + run.length + 3))) run = run.slice(0, -1);
  let vague: string | null = null;
  // 几十, 数千, 十几: the vague word stands in for a digit.
  if (/^[几数]/u.test(run)) {
    if (run.length === 1 || !/^[十百千万亿]/u.test(run.slice(1))) return null;
    vague = run.charAt(0);
  }
  const inner = run.slice(vague === null ? 0 : 1);
  const lastVague = inner.search(/[几数]/u);
  let core = inner;
  if (lastVague >= 0) {
    // 十几 and 二十几万 yes; 三数 no.
    if (inner.charAt(lastVague) === '数' || !inner.slice(0, lastVague).endsWith('十')) core = inner.slice(0, lastVague);
    else {
      const after = /^[万亿]*/u.exec(inner.slice(lastVague + 1))![0];
      return finishChinese(text, at, inner.slice(0, lastVague), lastVague + 1 + after.length, after, vague ?? '几');
    }
  }
  if (core === '') return null;
  const read = (vague === null ? 0 : 1) + core.length;
  const tailAt = at + read;
  const multiplierOfCore = /[万亿]+$/u.exec(core)?.[0] ?? '';
  const head = core.slice(0, core.length - multiplierOfCore.length);
  // 两万三千: the 万 is inside, the value is folded; 五千万: the 万 is the unit's.
  const folds = /[万亿]/u.test(head);
  const tail = match(CHINESE_TAIL, text, tailAt);
  const inside = tail?.[1] ?? null;
  const outer = inside === null ? '' : (tail?.[2] ?? '');
  const takesTail = inside !== null && tailAllowed(inside, core, outer);
  const length = read + (takesTail ? 1 + outer.length : 0);
  if (takesTail) vague ??= inside;
  if (folds) return finishChinese(text, at, core, length, outer, vague);
  return finishChinese(text, at, head, length, takesTail ? multiplierOfCore + outer : multiplierOfCore, vague);
}

/** 十余, 一百多, 十来, 三千多万 yes; 三多 no: 余 and 多 need a round number before them. */
function tailAllowed(tail: string, core: string, outer: string): boolean {
  if (!/[十百千万亿]$/u.test(core)) return false;
  return tail !== '几' && (tail !== '来' || core.endsWith('十')) && (outer === '' || /[十百千]$/u.test(core));
}

function finishChinese(
  text: string,
  at: number,
  head: string,
  length: number,
  multiplier: string,
  vague: string | null,
): Numeral | null {
  const printed = text.slice(at, at + length);
  const numeralEnd = at + printed.search(/[余多来]|$/u);
  const numeral = (value: number, valueTo: number | null, bare: boolean): Numeral => ({
    start: at,
    end: at + length,
    numeralEnd,
    value,
    valueTo,
    multiplier,
    vague,
    script: 'chinese',
    bare,
  });
  if (head === '') return multiplier === '' ? null : numeral(1, null, vague === null || !/^[几数]/u.test(printed));
  const value = readNumeral(head);
  const neighbors = NEIGHBORS.exec(head);
  if (neighbors !== null && vague === null) {
    const [, before, low, high, power] = neighbors as unknown as [string, string, string, string, string];
    const lowValue = readNumeral(before + low + power);
    const highValue = readNumeral(before + high + power);
    const step = DIGIT_VALUES[high]! - DIGIT_VALUES[low]!;
    const wellFormed = before === '' || /[十百千]$/u.test(before);
    if (wellFormed && (step === 1 || (low === '三' && high === '五')) && lowValue !== null && highValue !== null) {
      return numeral(lowValue, highValue, false);
    }
  }
  if (value === null) return null;
  return numeral(value, null, /^[百千]/u.test(printed));
}
