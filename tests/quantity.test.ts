import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printedUnits, unitOf } from '../src/lexicon/units.js';
import type { Quantity } from '../src/model.js';
import { readNumeral } from '../src/recognize/numeral.js';
import { NONE } from '../src/recognize/quantity/none.js';
import { findQuantities } from '../src/recognize/quantity.js';
import { readingOf, readPrintings } from './printings.js';

const found = (text: string): Quantity[] => findQuantities(readingOf(text, '2025-12-15')).quantities;

/** 近八成 → "80 % 近", 1—2个 → "1~2 个", 1.55:1 → "1.55 –". */
function printedValue(quantity: Quantity): string {
  const value = quantity.valueTo === null ? `${quantity.value}` : `${quantity.value}~${quantity.valueTo}`;
  return [value, quantity.unit ?? '–', quantity.approx].filter((part) => part !== null).join(' ');
}

describe('quantities, one value and its printings', () => {
  const printings = readPrintings(new URL('./examples/quantity.txt', import.meta.url));
  it('has 300 printings', () => expect(printings.length).toBeGreaterThanOrEqual(300));
  it.each(
    printings.map((printing) => [`${printing.shows}: ${printing.text} (line ${printing.line})`, printing] as const),
  )('%s', (_, { text, spans, values }) => {
    const quantities = found(text);
    expect(quantities.map(printedValue)).toEqual(values);
    expect(quantities.map(({ start, end }) => text.slice(start, end))).toEqual(
      spans.map(({ start, end }) => text.slice(start, end)),
    );
  });
});

describe('refusals', () => {
  it('gives each reason an example that is refused', () => {
    const taken = NONE.flatMap((row) => row.example.split(', ').filter((example) => found(example).length > 0));
    expect(taken).toEqual([]);
  });

  it('says why', () => {
    const { refused } = findQuantities(readingOf('5G基站和八八战略', null));
    expect(refused.map((refusal) => [refusal.text, refusal.rule])).toEqual([
      ['5', 'quantity/latin-name'],
      ['八八战略', 'quantity/number-name'],
    ]);
  });
});

describe('numerals', () => {
  it.each([
    ['两千三百', 2300],
    ['186.5', 186.5],
    ['1,234.5', 1234.5],
    ['二〇二四', 2024],
    ['一亿五千万', 150_000_000],
    ['两百三', 230],
    ['两百零三', 203],
    ['十', 10],
    ['百', 100],
    ['三点五', 3.5],
    ['1.2万', 12_000],
    ['十余', null],
    ['百三百', null],
    ['', null],
  ])('%s', (printed, value) => expect(readNumeral(printed)).toBe(value));
});

describe('units', () => {
  it('knows more than 250', () => expect(printedUnits().length).toBeGreaterThanOrEqual(250));
  it('converts each to a base', () => {
    for (const printed of printedUnits()) expect(unitOf(printed)).not.toBeNull();
  });
  it.each([
    ['万亩', '平方米', 1e4 * (2000 / 3)],
    ['公顷', '平方米', 1e4],
    ['亿元', '元', 1e8],
    ['万亿元', '元', 1e12],
    ['万千瓦时', '千瓦时', 1e4],
    ['万人次', '人次', 1e4],
    ['名', '人', 1],
    ['元/平方米', '元/平方米', 1],
    ['万吨/日', '公斤/分钟', 1e7 / 1440],
    ['%', '%', 1],
    ['万', '', 1e4],
  ])('%s', (printed, base, factor) => {
    expect(unitOf(printed)?.base).toBe(base);
    expect(unitOf(printed)?.factor).toBeCloseTo(factor, 3);
  });
  it('says null for what it does not know', () => expect(unitOf('银河')).toBeNull());
});

const DIGITS = '零一二三四五六七八九';

/** 2300 → 两千三百; the formatter that the reader is held against. */
function inChinese(n: number): string {
  if (n >= 1e4) {
    const below = n % 1e4;
    return `${inChinese(Math.floor(n / 1e4))}万${below === 0 ? '' : (below < 1000 ? '零' : '') + inChinese(below)}`;
  }
  let printed = '';
  let zero = false;
  for (const [power, name] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(n / power) % 10;
    if (digit === 0) zero = printed !== '';
    else {
      printed += `${zero ? '零' : ''}${digit === 2 && power >= 100 && printed === '' ? '两' : DIGITS[digit]}${name}`;
      zero = false;
    }
  }
  return printed.replace(/^一十/u, '十');
}

describe('what is formatted is read back', () => {
  it('as a Chinese numeral', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 99_999_999 }), (n) => readNumeral(inChinese(n)) === n));
  });

  it('as digits with a multiplier and a unit', () => {
    const value = fc.integer({ min: 1, max: 9_999_999 }).map((n) => n / 100);
    const multiplier = fc.constantFrom('', '万', '亿', '万亿');
    const unit = fc.constantFrom('元', '亩', '吨', '人次', '平方米', '户', '辆', '美元', '千瓦时');
    fc.assert(
      fc.property(value, multiplier, unit, (n, factor, name) => {
        const [quantity, ...more] = found(`全年完成${n}${factor}${name}。`);
        expect(more).toEqual([]);
        expect([quantity?.value, quantity?.unit]).toEqual([n, factor + name]);
      }),
    );
  });

  it('with thousands commas', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 999_999_999 }), (n) => {
        const printed = String(n).replace(/\B(?=(?:\d{3})+$)/gu, ',');
        expect(found(`收入${printed}元`)[0]?.value).toBe(n);
      }),
    );
  });

  it('as a range', () => {
    const dash = fc.constantFrom('—', '-', '~', '至', '到');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), dash, (low, step, sign) => {
        const [quantity] = found(`每户${low}${sign}${low + step}亩`);
        expect([quantity?.value, quantity?.valueTo, quantity?.unit]).toEqual([low, low + step, '亩']);
      }),
    );
  });
});

describe('on any text', () => {
  const piece = fc.constantFrom(
    ...'0123456789.,%‰一二两三四五六七八九十百千万亿几数半第首前近约超破上过多余来个家户元亩年月日成分之一倍番至到—~:/（）《》“”，。、村市大位名 A5G\n',
    '百分之',
    '个百分点',
    '平方米',
    '以上',
    '左右',
    '今年',
    '居全省',
    '从',
    '千方百计',
    '𠮷',
  );
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

  it('never throws; spans lie in the text, in order, without overlap', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'grapheme' })), (any) => {
        const { quantities, refused } = findQuantities(readingOf(any, '2025-12-15'));
        let end = 0;
        for (const quantity of quantities) {
          expect(quantity.start).toBeGreaterThanOrEqual(end);
          expect(quantity.end).toBeGreaterThan(quantity.start);
          expect(quantity.end).toBeLessThanOrEqual(any.length);
          expect(quantity.text).toBe(any.slice(quantity.start, quantity.end));
          expect(quantity.numeral.start).toBeGreaterThanOrEqual(quantity.start);
          expect(Number.isFinite(quantity.value)).toBe(true);
          end = quantity.end;
        }
        for (const refusal of refused) expect(refusal.text).toBe(any.slice(refusal.start, refusal.end));
      }),
      { numRuns: 500 },
    );
  });
});
