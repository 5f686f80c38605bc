/**
 * Named initiatives of China and their other names, from data/programs.tsv.
 * In: nothing. Out: rows such as { name: "千万工程", aliases: ["千村示范、万村整治", …], level: "province", place: "浙江省" },
 * and a table that says which row a printed name belongs to.
 */
import { readRows } from './data.js';
import { NameTable } from './name-table.js';

export interface ProgramRow {
  /** Canonical, without quotation marks: 最多跑一次. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly level: 'national' | 'province';
  /** Official name of the province that started it; null for a national one. */
  readonly place: string | null;
  /** Year of the start, or "1994—2000". */
  readonly years: string;
  /** "quoted": the words are also plain language, so that only quotation marks or a head such as 工程 make them a name. */
  readonly use: 'bare' | 'quoted';
  /** The issuer or the document. */
  readonly source: string;
}

let rows: readonly ProgramRow[] | undefined;
let byName: ReadonlyMap<string, ProgramRow> | undefined;

/** All rows, in the order of the file. */
export function programs(): readonly ProgramRow[] {
  rows ??= readRows<'name' | 'aliases' | 'level' | 'place' | 'years' | 'use' | 'source'>('programs.tsv').map((row) => ({
    name: row.name,
    aliases: row.aliases === '' ? [] : row.aliases.split(';'),
    level: row.level === 'national' ? 'national' : 'province',
    place: row.place === '' ? null : row.place,
    years: row.years,
    use: row.use === 'quoted' ? 'quoted' : 'bare',
    source: row.source,
  }));
  return rows;
}

let table: NameTable<ProgramRow> | undefined;

/** The same names, to be found in a text. */
export function programTable(): NameTable<ProgramRow> {
  table ??= new NameTable(programNames());
  return table;
}

/** Every printed name (canonical or other) → its row. */
export function programNames(): ReadonlyMap<string, ProgramRow> {
  if (byName === undefined) {
    const names = new Map<string, ProgramRow>();
    for (const row of programs())
      for (const name of [row.name, ...row.aliases]) if (!names.has(name)) names.set(name, row);
    byName = names;
  }
  return byName;
}
