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

/** How well the table knows a phrase: it is a metric, it ends in one, or neither. */
export function metricKnown(printed: string): 'whole' | 'tail' | 'no' {
  const known = metrics();
  if (known.has(printed)) return 'whole';
  for (let i = 1; i <= printed.length - 2; i++) if (known.has(printed.slice(i))) return 'tail';
  return 'no';
}

/** True where the phrase names or ends in a known metric whose dimension is the unit's. */
export function dimensionAgrees(printed: string, unit: string | null): boolean {
  if (unit === null) return false;
  const known = metrics();
  const dimension = unitOf(unit)?.dimension ?? null;
  for (let i = 0; i <= printed.length - 2; i++) {
    const metric = known.get(printed.slice(i));
    if (metric !== undefined) return metric.dimension === dimension;
  }
  return false;
}
