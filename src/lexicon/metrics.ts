/**
 * What can be measured: canonical metrics of China's statistical system with their other names and dimension.
 *
 *   规上工业增加值 → 规模以上工业增加值 (currency); GDP → 地区生产总值 (currency)
 *
 * Parts that change the meaning (人均, 新增, 农村, 累计 …) are parts of a name and never dropped:
 * 人均地区生产总值 is a row of its own. What the table does not know stays as printed.
 */
import { readRows } from './data.js';
import { unitOf } from './units.js';

export interface Metric {
  readonly name: string;
  /** currency, area, count, percent … as in units.ts. */
  readonly dimension: string;
}

let table: Map<string, Metric> | null = null;

function metrics(): Map<string, Metric> {
  if (table === null) {
    table = new Map();
    for (const row of readRows<'name' | 'aliases' | 'dimension'>('metrics.tsv')) {
      const metric = { name: row.name, dimension: row.dimension };
      for (const printed of [row.name, ...row.aliases.split('|').filter((alias) => alias !== '')])
        table.set(printed, metric);
    }
  }
  return table;
}

/** The canonical metric that a printed phrase names as a whole; null when the table does not know it. */
export const metricOf = (printed: string): Metric | null => metrics().get(printed) ?? null;

export interface KnownEnding {
  /** Characters of the known metric that ends here. */
  readonly length: number;
  readonly dimension: string;
}

/** The lengths of the known metrics by their last two characters, shortest first. */
let lengthsByEnding: Map<string, number[]> | null = null;

function lengthsOf(ending: string): readonly number[] {
  if (lengthsByEnding === null) {
    const lengths = new Map<string, Set<number>>();
    for (const name of metrics().keys()) {
      const last = name.slice(-2);
      lengths.set(last, (lengths.get(last) ?? new Set()).add(name.length));
    }
    lengthsByEnding = new Map([...lengths].map(([last, set]) => [last, [...set].sort((a, b) => a - b)]));
  }
  return lengthsByEnding.get(ending) ?? [];
}

/** The known metrics that end at an offset of a text and begin not before `from`, shortest first. */
export function knownEndings(text: string, from: number, end: number): readonly KnownEnding[] {
  const found: KnownEnding[] = [];
  if (end - 2 < from) return found;
  for (const length of lengthsOf(text.slice(end - 2, end))) {
    if (end - length < from) break;
    const metric = metrics().get(text.slice(end - length, end));
    if (metric !== undefined) found.push({ length, dimension: metric.dimension });
  }
  return found;
}

/** The dimension of a printed unit, e.g. 亿元 → currency; null where the units table does not know it. */
export const dimensionOf = (unit: string): string | null => unitOf(unit)?.dimension ?? null;
