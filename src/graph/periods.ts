/**
 * A period as the extraction writes it → its first and last day.
 *
 *   2025 → 2025-01-01 … 2025-12-31        2025-H1 → 2025-01-01 … 2025-06-30
 *   2025-01/2025-10 → 2025-01-01 … 2025-10-31        2025-11-30 → that day, twice
 */

export interface Days {
  /** ISO day. */
  readonly start: string;
  readonly end: string;
}

const PART = /^(?<year>\d{4})(?:-(?:H(?<half>[12])|Q(?<quarter>[1-4])|(?<month>\d{2})(?:-(?<day>\d{2}))?))?$/u;

/** @returns null for null and for what is no period (a half-read "2025-1") */
export function daysOf(period: string | null): Days | null {
  if (period === null) return null;
  const [first = '', last = first, ...rest] = period.split('/');
  const [from, to] = [partDays(first), partDays(last)];
  if (rest.length > 0 || from === null || to === null) return null;
  // 2025/2020 is no span; better no key than a wrong one.
  return from.start <= to.end ? { start: from.start, end: to.end } : null;
}

function partDays(part: string): Days | null {
  const found = PART.exec(part)?.groups;
  if (found === undefined) return null;
  const { year = '', half, quarter, month, day } = found;
  if (half !== undefined) return months(year, half === '1' ? 1 : 7, half === '1' ? 6 : 12);
  if (quarter !== undefined) return months(year, Number(quarter) * 3 - 2, Number(quarter) * 3);
  if (month === undefined) return months(year, 1, 12);
  if (Number(month) < 1 || Number(month) > 12) return null;
  if (day === undefined) return months(year, Number(month), Number(month));
  if (Number(day) < 1 || Number(day) > lastDay(Number(year), Number(month))) return null;
  return { start: part, end: part };
}

const two = (n: number): string => String(n).padStart(2, '0');

const months = (year: string, first: number, last: number): Days => ({
  start: `${year}-${two(first)}-01`,
  end: `${year}-${two(last)}-${two(lastDay(Number(year), last))}`,
});

function lastDay(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
