/**
 * The observations as one tidy table: a number a row, with its unit, what and whom it is about, when, and where it is
 * printed. CSV and Parquet are made from these columns and rows.
 *
 *   for await (const row of observationRows(store)) →
 *     { value: 38.6, valueTo: null, unit: '亿元', baseValue: 3860000000, baseUnit: '元', subject: '义乌市', metric: '工业增加值', … }
 */
import type { Value } from '../model.js';
import { type ObservationPage, observationPages } from '../store/pages.js';
import { nodeRow } from '../store/schema.js';
import type { GraphStore, Row } from '../store/store.js';

export type ColumnType = 'STRING' | 'DOUBLE' | 'BOOLEAN';
export type Cell = string | number | boolean | null;
export type TableRow = Readonly<Record<string, Cell>>;

/** Properties of the Observation itself, or of what its edges lead to. */
const COLUMNS = [
  'value',
  'valueTo',
  'unit',
  'baseValue',
  'baseUnit',
  'subject',
  'subjectType',
  'subjectId',
  'metric',
  'dimension',
  'period',
  'periodStart',
  'periodEnd',
  'asOf',
  'kind',
  'direction',
  'baseline',
  'scope',
  'approx',
  'modality',
  'doubtful',
  'doubtReason',
  'implied',
  'issue',
  'date',
  'article',
  'section',
  'quote',
  'sentence',
  'rule',
  'key',
  'file',
  'articleId',
  'id',
] as const;

export type ColumnName = (typeof COLUMNS)[number];

const own = nodeRow('Observation').properties;

export const OBSERVATION_COLUMNS: readonly { readonly name: ColumnName; readonly type: ColumnType }[] = COLUMNS.map(
  (name) => {
    const type = own[name];
    return { name, type: type === 'DOUBLE' || type === 'BOOLEAN' ? type : 'STRING' };
  },
);

export async function* observationRows(store: Pick<GraphStore, 'read'>): AsyncGenerator<TableRow> {
  for await (const page of observationPages(store)) yield* rowsOf(page);
}

function rowsOf({ observations, subjects, metrics, places }: ObservationPage): TableRow[] {
  const [about, of, stated] = [byId(subjects), byId(metrics), byId(places)];
  return observations.map(({ id, properties }) => {
    // A subject that is no entity of the graph (当地, 全行业) is there as it was printed.
    const all: Record<string, unknown> = {
      subject: properties.subjectText,
      ...properties,
      ...about.get(id),
      ...of.get(id),
      ...stated.get(id),
      id,
    };
    return Object.fromEntries(COLUMNS.map((name) => [name, cell(all[name] as Value | undefined)]));
  });
}

/** The first row of each observation: the rows come in order, so it is the same one every time. */
function byId(rows: readonly Row[]): Map<unknown, Row> {
  const found = new Map<unknown, Row>();
  for (const row of rows) if (!found.has(row.id)) found.set(row.id, row);
  return found;
}

const cell = (value: Value | undefined): Cell =>
  value === undefined || value === null ? null : typeof value === 'object' ? value.join(';') : value;
