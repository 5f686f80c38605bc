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
/** Lines made at once: a stringifier a line took longer than the line. */
const BATCH = 500;

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
    out.write(`${BOM}${csvLines([names])}`);
    let many = 0;
    let lines: string[][] = [];
    for await (const row of rows) {
      many++;
      lines.push(names.map((name) => cellText(row[name] ?? null)));
      if (lines.length < BATCH) continue;
      out.write(csvLines(lines));
      lines = [];
    }
    out.write(csvLines(lines));
    return many;
  });

const csvLines = (lines: readonly (readonly string[])[]): string =>
  stringify(lines as string[][], { record_delimiter: '\r\n' });

const cellText = (cell: Cell): string =>
  cell === null ? '' : typeof cell === 'string' ? harmless(cell) : String(cell);
