/**
 * A number with its unit as it was read, before anybody asks whether it counts something.
 * 近3万余人次 → { value: 3, unit: "万人次", measure: "人次", approx: "近" … }
 */
import { type UnitAt, unitAt } from '../../lexicon/units.js';
import { type Numeral, numeralAt } from '../numeral.js';
import { boundAfter, boundBefore } from './around.js';

export interface Candidate {
  readonly text: string;
  /** With the bound before the number. */
  readonly start: number;
  /** With the unit and the bound after it. */
  readonly end: number;
  readonly numeral: Numeral;
  readonly value: number;
  readonly valueTo: number | null;
  /** Multiplier and unit as printed: 万人次; null where neither is. */
  readonly unit: string | null;
  /** The unit alone; null where none is. */
  readonly measure: UnitAt | null;
  readonly approx: string | null;
  readonly rule: string;
}

const SPACED_PERCENT = /^ [%‰℃]/u;
const RANGE = /^(?:—{1,2}|–|-|~|～|至|到)/u;
const HALF_AFTER = /^半(?![山天夜径数导岛路球成自空截])/u;

/** Reads number, multiplier, unit, bounds and range from `at`; null where no number starts there. */
export function candidateAt(text: string, at: number): Candidate | null {
  const numeral = numeralAt(text, at);
  if (numeral === null) return null;
  const before = boundBefore(text, at, numeral.bare);
  const start = at - (before?.length ?? 0);
  const range = rangeFrom(text, numeral);
  if (range !== null) return { ...range, start, approx: before?.word ?? range.approx };
  const halfWithUnit = oneAndHalf(text, numeral);
  if (halfWithUnit !== null) return { ...halfWithUnit, start, approx: before?.word ?? null };
  return single(text, numeral, start, before?.word ?? null);
}

function single(text: string, numeral: Numeral, start: number, bound: string | null): Candidate {
  // 1.4 %: some print a space before the sign.
  const unitStart = SPACED_PERCENT.test(text.slice(numeral.end, numeral.end + 2)) ? numeral.end + 1 : numeral.end;
  const measure = unitAt(text, unitStart);
  const unitEnd = unitStart + (measure?.printed.length ?? 0);
  const half = measure !== null && numeral.vague === null && HALF_AFTER.test(text.slice(unitEnd, unitEnd + 2));
  const moreInUnit = measureWithMore(text, numeral.end);
  const usedMeasure = moreInUnit?.measure ?? measure;
  const usedEnd = moreInUnit?.end ?? unitEnd + (half ? 1 : 0);
  const after = boundAfter(text, usedEnd);
  const unit = numeral.multiplier + (usedMeasure?.printed ?? '').replace(/^个(?=小时|钟头|星期)/u, '');
  return {
    text,
    start,
    end: usedEnd + (after?.length ?? 0),
    numeral,
    value: numeral.value + (half ? 0.5 : 0),
    valueTo: numeral.valueTo,
    unit: unit === '' ? null : unit,
    measure: usedMeasure,
    approx: bound ?? after?.word ?? numeral.vague ?? (moreInUnit === null ? null : '多'),
    rule: numeral.valueTo !== null ? 'neighbors' : numeral.vague !== null ? 'vague' : 'count',
  };
}

/** 3个多小时, 两个多月: 多 stands inside the unit. */
function measureWithMore(text: string, at: number): { measure: UnitAt; end: number } | null {
  const inside = /^个多(?=小时|月|星期|季度|工作日)/u.exec(text.slice(at, at + 6));
  if (inside === null) return null;
  const month = text.startsWith('月', at + 2);
  const measure = month ? { printed: '个月', base: '个月', factor: 1, dimension: 'duration' } : unitAt(text, at + 2);
  return measure === null ? null : { measure, end: at + 2 + (month ? 1 : measure.printed.length) };
}

/** 一个半小时, 两个半月. */
function oneAndHalf(text: string, numeral: Numeral): Candidate | null {
  const inside = /^个半(?=小时|月|星期)/u.exec(text.slice(numeral.end, numeral.end + 6));
  if (inside === null) return null;
  const month = text.startsWith('月', numeral.end + 2);
  const measure = month
    ? { printed: '个月', base: '个月', factor: 1, dimension: 'duration' }
    : unitAt(text, numeral.end + 2);
  if (measure === null) return null;
  const end = numeral.end + 2 + (month ? 1 : measure.printed.length);
  return {
    text,
    start: numeral.start,
    end,
    numeral,
    value: numeral.value + 0.5,
    valueTo: null,
    unit: measure.printed,
    measure,
    approx: null,
    rule: 'half',
  };
}

/** 23.5%—25%, 1.5万至2万元, 3—5年: the unit and the multiplier of the right side serve the left where it has none. */
function rangeFrom(text: string, left: Numeral): Candidate | null {
  if (left.valueTo !== null) return null;
  const leftMeasure = unitAt(text, left.end);
  const leftEnd = left.end + (leftMeasure?.printed.length ?? 0);
  const dash = RANGE.exec(text.slice(leftEnd, leftEnd + 2))?.[0];
  if (dash === undefined) return null;
  const right = numeralAt(text, leftEnd + dash.length);
  if (right === null || right.valueTo !== null || right.script !== left.script) return null;
  const words = dash === '至' || dash === '到';
  // 从12万元到25万元 are two values, no range.
  if (words && /[从由自][^，,。；]{0,8}$/u.test(text.slice(Math.max(0, left.start - 10), left.start))) return null;
  const measure = unitAt(text, right.end);
  if (leftMeasure !== null && leftMeasure.printed !== measure?.printed) return null;
  if (measure === null && right.multiplier === '') return null;
  const scaleLeft = left.multiplier === '' ? right.multiplier : left.multiplier;
  const value = scaleLeft === right.multiplier ? left.value : (left.value * power(scaleLeft)) / power(right.multiplier);
  if (value >= right.value) return null;
  const end = right.end + (measure?.printed.length ?? 0);
  const after = boundAfter(text, end);
  const unit = right.multiplier + (measure?.printed ?? '');
  return {
    text,
    start: left.start,
    end: end + (after?.length ?? 0),
    numeral: { ...left, end: right.end, numeralEnd: right.numeralEnd },
    value: Number(value.toPrecision(12)),
    valueTo: right.value,
    unit,
    measure,
    approx: after?.word ?? left.vague ?? right.vague,
    rule: 'range',
  };
}

function power(multiplier: string): number {
  let factor = 1;
  for (const character of multiplier) {
    factor *=
      character === '亿' ? 1e8 : character === '万' ? 1e4 : character === '千' ? 1e3 : character === '百' ? 100 : 10;
  }
  return factor;
}
