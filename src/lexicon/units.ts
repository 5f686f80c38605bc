/**
 * Units and measure words: what may stand after a number, and what it converts to.
 *
 *   unitOf("万亩")      → { base: "平方米", factor: 6666666.67, dimension: "area" }
 *   unitOf("亿元")      → { base: "元", factor: 1e8, dimension: "currency" }
 *   unitOf("元/平方米") → { base: "元/平方米", factor: 1, dimension: "rate" }
 *
 * The rows stand in data/units.tsv.
 */
import { readRows } from './data.js';

export interface Unit {
  /** Unit that all of this dimension and kind convert to: 元, 平方米, 公斤. */
  readonly base: string;
  /** How many of the base one printed unit is, e.g. 1e8 for 亿元. */
  readonly factor: number;
  /** currency, area, length, mass, volume, energy, power, duration, people, count, percent, percentage-point, ratio, rank, rate … */
  readonly dimension: string;
}

interface UnitRow extends Unit {
  readonly printed: string;
  /** Characters that, following directly, make the unit part of another word: 家 before 庭. */
  readonly notBefore: readonly string[];
}

/** 十百千万亿, as they stand before a unit: 万亩, 亿元, 千万元, 万亿元. */
const MULTIPLIERS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1e3, 万: 1e4, 亿: 1e8 };
const MULTIPLIER = /^[十百千万亿]+/u;

let table: ReadonlyMap<string, UnitRow> | null = null;
let byFirst: ReadonlyMap<string, readonly UnitRow[]> | null = null;

function rows(): ReadonlyMap<string, UnitRow> {
  if (table !== null) return table;
  const read = new Map<string, UnitRow>();
  for (const row of readRows<'printed' | 'dimension' | 'base' | 'factor' | 'not'>('units.tsv')) {
    const notBefore = row.not.split(' ').filter((word) => word !== '');
    for (const printed of row.printed.split(' ').filter((word) => word !== '')) {
      if (read.has(printed)) continue;
      const base = row.base === '=' ? printed : row.base;
      read.set(printed, { printed, base, factor: Number(row.factor), dimension: row.dimension, notBefore });
    }
  }
  table = read;
  const groups = new Map<string, UnitRow[]>();
  for (const row of read.values()) {
    const group = groups.get(row.printed.charAt(0));
    if (group === undefined) groups.set(row.printed.charAt(0), [row]);
    else group.push(row);
  }
  for (const group of groups.values()) group.sort((a, b) => b.printed.length - a.printed.length);
  byFirst = groups;
  return read;
}

/** Every unit of the table as printed, for tests and docs. */
export function printedUnits(): readonly string[] {
  return [...rows().keys()];
}

/** 万 → 1e4, 千万 → 1e7, 万亿 → 1e12, "" → 1. */
export function multiplierOf(printed: string): number {
  let factor = 1;
  for (const character of printed) factor *= MULTIPLIERS[character] ?? 1;
  return factor;
}

/**
 * What a printed unit converts to.
 *
 * @param printed  as it stands in a Quantity: 万人次, 亿元, 元/亩, %, 位; "" is the bare count
 * @returns null for a unit that the table does not know
 */
export function unitOf(printed: string): Unit | null {
  const known = rows().get(printed);
  if (known !== undefined) return { base: known.base, factor: known.factor, dimension: known.dimension };
  const slash = printed.indexOf('/');
  if (slash > 0) {
    // 日 and 月 are units of time only below the stroke: 5日 is a date.
    const per = printed
      .slice(slash + 1)
      .replace(/^日$/u, '天')
      .replace(/^月$/u, '个月');
    const [above, below] = [unitOf(printed.slice(0, slash)), unitOf(per)];
    if (above === null || below === null) return null;
    return { base: `${above.base}/${below.base}`, factor: above.factor / below.factor, dimension: 'rate' };
  }
  // 千瓦 is a row of its own, so the multiplier gives back characters until the rest is one: 万千瓦时 = 万 + 千瓦时.
  const multiplier = MULTIPLIER.exec(printed)?.[0] ?? '';
  for (let length = multiplier.length; length > 0; length--) {
    const factor = multiplierOf(printed.slice(0, length));
    const rest = printed.slice(length);
    if (rest === '') return { base: '', factor, dimension: 'count' };
    const row = rows().get(rest);
    if (row !== undefined) return { base: row.base, factor: row.factor * factor, dimension: row.dimension };
  }
  return null;
}

/** The unit that stands at an offset, with its length; a rate is read whole: 元/平方米, 万吨/日. */
export interface UnitAt extends Unit {
  readonly printed: string;
}

const LATIN = /[A-Za-z]/u;

function plainUnitAt(text: string, at: number): UnitRow | null {
  if (byFirst === null) rows();
  for (const row of byFirst?.get(text.charAt(at)) ?? []) {
    if (!text.startsWith(row.printed, at)) continue;
    const end = at + row.printed.length;
    if (row.notBefore.some((word) => startsAnother(text, end, word))) continue;
    // The m of 5mall is no meter.
    if (LATIN.test(row.printed.charAt(row.printed.length - 1)) && LATIN.test(text.charAt(end))) continue;
    return row;
  }
  return null;
}

/** Whether `word` of the table follows: 目!标 is 目 that no 标 follows. */
function startsAnother(text: string, at: number, word: string): boolean {
  const mark = word.indexOf('!');
  if (mark < 0) return text.startsWith(word, at);
  return text.startsWith(word.slice(0, mark), at) && !word.slice(mark + 1).includes(text.charAt(at + mark) || '\n');
}

/**
 * The longest unit that stands at `at`, or null.
 *
 * @param text  half-width
 * @param at    offset right after the number and its multiplier
 */
export function unitAt(text: string, at: number): UnitAt | null {
  const above = plainUnitAt(text, at);
  if (above === null) return null;
  const slash = at + above.printed.length;
  if (text.charAt(slash) !== '/') return above;
  // 元/平方米, 吨/日, 元/人·月; in 17处/36个 the slash divides two counts.
  const below = PER.exec(text.slice(slash + 1, slash + 12))?.[0];
  if (below === undefined) return above;
  const printed = `${above.printed}/${below}`;
  const known = unitOf(printed);
  return { printed, ...(known ?? { base: printed, factor: 1, dimension: 'rate' }) };
}

const PER =
  /^(?:平方公里|平方米|立方米|千瓦时|公里|公斤|千克|标箱|人次|小时|分钟|公顷|百人|千人|万人|亩|吨|米|升|斤|克|年|月|日|天|人|户|家|个|件|次|度|套|秒|间|头|只|株|箱|村|张|床)(?:[·・.]?(?:年|月|日|天|次))?/u;
