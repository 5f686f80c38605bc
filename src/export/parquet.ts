/**
 * A table as Parquet, for pandas, DuckDB, R and Spark: numbers are doubles, what is not known is null, texts are whole.
 *
 *   pandas.read_parquet('observations.parquet') · duckdb: select * from 'observations.parquet'
 */
import { fileWriter, parquetWriteRows } from 'hyparquet-writer';
import { version } from '../version.js';
import type { ColumnType, TableRow } from './observations.js';

/** Rows of a group are in memory together. */
const GROUP = 20_000;

/** @returns how many rows there are */
export async function writeParquet(
  columns: readonly { readonly name: string; readonly type: ColumnType }[],
  rows: AsyncIterable<TableRow>,
  file: string,
): Promise<number> {
  let many = 0;
  const counted = async function* () {
    for await (const row of rows) {
      many++;
      yield row;
    }
  };
  await parquetWriteRows({
    writer: fileWriter(file),
    columns: columns.map(({ name, type }) => ({ name, type, nullable: true })),
    rows: counted(),
    rowGroupSize: GROUP,
    createdBy: `zhimai version ${version}`,
  });
  return many;
}
