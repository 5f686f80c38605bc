/**
 * A table as CSV that Chinese Excel opens by a double click: UTF-8 with its mark, CRLF, quotes doubled.
 *
 *   ﻿value,valueTo,unit,…
 *   38.6,,亿元,…
 *
 * A spreadsheet takes a text that begins with = + - @ for a formula. Such a text gets an apostrophe in front, which
 * tells the spreadsheet that it is text; numbers are written as they are, -3.2 too.
 */
import { stringify } from 'csv-stringify/sync';
import type { Cell, ColumnType, TableRow } from './observations.js';
import { textFile } from './whole.js';

const BOM = '\ufeff';

/** Full-width signs count as signs in a Chinese Excel; blanks before them are skipped by some readers. */
const FORMULA = /^(?:[\t\r\n]|[\s\ufeff\u200b-\u200f\u2060]*[=+\-@＝＋－＠])/u;

export const harmless = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** @returns how many rows there are besides the head */
export const writeCsv = (
  columns: readonly { readonly name: string; readonly type: ColumnType }[],
  rows: AsyncIterable<TableRow>,
  file: string,
): Promise<number> =>
  textFile(file, async (out) => {
    const names = columns.map(({ name }) => name);
    out.write(`${BOM}${csvLine(names)}`);
    let many = 0;
    for await (const row of rows) {
      out.write(csvLine(names.map((name) => cellText(row[name] ?? null))));
      many++;
    }
    return many;
  });

const csvLine = (cells: readonly string[]): string => stringify([cells], { record_delimiter: '\r\n' });

const cellText = (cell: Cell): string =>
  cell === null ? '' : typeof cell === 'string' ? harmless(cell) : String(cell);
