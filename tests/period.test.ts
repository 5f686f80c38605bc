import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Period } from '../src/model.js';
import { findPeriods } from '../src/recognize/period.js';
import { readingOf, readPrintings } from './printings.js';

const found = (text: string, issueDate: string | null): Period[] => findPeriods(readingOf(text, issueDate)).periods;

/** "2025-11-30 until"; during is not printed. */
function printedValue(period: Period): string {
  return [period.value ?? 'null', period.role === 'during' ? null : period.role]
    .filter((part) => part !== null)
    .join(' ');
}

describe('periods, one value and its printings', () => {
  const printings = readPrintings(new URL('./examples/period.txt', import.meta.url));
  it('has 120 printings', () => expect(printings.length).toBeGreaterThanOrEqual(120));
  it.each(
    printings.map((printing) => [`${printing.shows}: ${printing.text} (line ${printing.line})`, printing] as const),
  )('%s', (_, { text, spans, values, issueDate }) => {
    const periods = found(text, issueDate);
    expect(periods.map(printedValue)).toEqual(values);
    expect(periods.map((period) => period.text)).toEqual(spans.map(({ start, end }) => text.slice(start, end)));
  });
});

const VALUE =
  /^(?:\d{4}(?:\/\d{4})?|\d{4}-(?:H[12]|Q[1-4])|\d{4}-\d{2}(?:-\d{2})?(?:\/\d{4}-\d{2}(?:-\d{2})?)?|\d{4}\/\d{4}-\d{2})$/u;

describe('what is formatted is read back', () => {
  const year = fc.integer({ min: 1990, max: 2035 });
  const month = fc.integer({ min: 1, max: 12 });

  it('as a year and month, without asking the issue', () => {
    fc.assert(
      fc.property(year, month, (y, m) => {
        expect(found(`${y}年${m}月，项目开工。`, null)[0]?.value).toBe(`${y}-${String(m).padStart(2, '0')}`);
      }),
    );
  });

  it('as a day', () => {
    fc.assert(
      fc.property(year, month, fc.integer({ min: 1, max: 28 }), (y, m, d) => {
        const iso = `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
        expect(found(`${y}年${m}月${d}日，项目开工。`, null)[0]?.value).toBe(iso);
      }),
    );
  });

  it('a month alone is never more than 31 days ahead of the issue', () => {
    fc.assert(
      fc.property(month, fc.integer({ min: 1, max: 28 }), month, (m, day, printed) => {
        const issue = Date.UTC(2024, m - 1, day);
        const value = found(`${printed}月，项目开工。`, new Date(issue).toISOString().slice(0, 10))[0]?.value;
        const first = Date.parse(`${value}-01T00:00:00Z`);
        expect(first - issue).toBeLessThanOrEqual(31 * 86_400_000);
        expect(issue - first).toBeLessThan(366 * 86_400_000);
      }),
    );
  });
});

describe('on any text', () => {
  const piece = fc.constantFrom(
    ...'0123456789一二三四五六七八九十年月日号底初末前近比较到至自从—-.~“”《》，。来起'.split(''),
    '今年',
    '去年',
    '以来',
    '上半年',
    '季度',
    '截至',
    '同期',
    '十四五',
    '期间',
    '2024',
    '个月',
    '全年',
    '目前',
  );
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

  it('never throws; spans lie in the text without overlap; values are ISO-like or null', () => {
    fc.assert(
      fc.property(
        fc.oneof(text, fc.string({ unit: 'grapheme' })),
        fc.constantFrom('2025-12-15', '2024-02-29', null),
        (any, date) => {
          let end = 0;
          for (const period of found(any, date)) {
            expect(period.start).toBeGreaterThanOrEqual(end);
            expect(period.end).toBeGreaterThan(period.start);
            expect(period.text).toBe(any.slice(period.start, period.end));
            if (period.value !== null) expect(period.value).toMatch(VALUE);
            end = period.end;
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
