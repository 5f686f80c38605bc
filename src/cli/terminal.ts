/**
 * The only console: rows and lines for stdout, progress and errors for stderr.
 * A pipe gets no control characters and no color; a closed pipe (`| head`) ends quietly.
 */
import Table from 'cli-table3';
import { stringify } from 'csv-stringify/sync';
import ora from 'ora';

export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, unknown>>;

let stdoutClosed = false;

/** Must be called once before anything is printed: `zhimai extract … | head -1` closes stdout early. */
export function bearClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      if (stream === process.stdout) stdoutClosed = true;
    });
  }
}

/** True once the reader of stdout has gone, so that a long command can stop. */
export const readerHasGone = (): boolean => stdoutClosed;

export function print(line = ''): void {
  if (!stdoutClosed) process.stdout.write(`${line}\n`);
}

/** One line for people on stderr; stdout stays for results. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** "zhimai: corpus/x.txt: the file is empty; …": always one line. */
export function complain(message: string): void {
  say(`zhimai: ${oneLine(message)}`);
}

export const oneLine = (message: string): string => message.replace(/\s*\n\s*/gu, ' ').trim();

// ---------- progress ----------

export interface Progress {
  /** What is being done now, e.g. "3/9 jinri-2025-23.txt"; shown on a terminal only. */
  now(text: string): void;
  /** What is done; stays on screen and is the line of a log. */
  done(text: string): void;
  stop(): void;
}

/** A spinner on a terminal, one plain line per finished thing in a log. */
export function progress(): Progress {
  if (!process.stderr.isTTY) return { now: () => {}, done: say, stop: () => {} };
  const spinner = ora({ stream: process.stderr, discardStdin: false });
  return {
    now: (text) => void spinner.start(text),
    done: (text) => void spinner.stopAndPersist({ symbol: '·', text }),
    stop: () => void spinner.stop(),
  };
}

// ---------- rows ----------

export type Format = 'table' | 'json' | 'csv';
export interface FormatOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
}
export const formatOf = ({ json, csv }: FormatOptions): Format => (json ? 'json' : csv ? 'csv' : 'table');

/** Prints rows in the format that was asked for; `columns` also orders them. */
export function printRows(columns: readonly string[], rows: readonly Row[], format: Format): void {
  if (format === 'json') {
    // A JSON array with one row a line: for JSON.parse and for grep.
    print(rows.length === 0 ? '[]' : `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`);
  } else if (format === 'csv') {
    print(stringify([columns, ...rows.map((row) => columns.map((name) => cellText(row[name])))]).trimEnd());
  } else {
    print(
      table(
        columns,
        rows.map((row) => columns.map((name) => cellText(row[name]))),
      ),
    );
    print(rows.length === 1 ? '1 row' : `${rows.length} rows`);
  }
}

const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '─',
  'mid-mid': '  ',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** A table for people: columns aligned by the width of Chinese characters, wrapped at the terminal's edge. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
  const grid = new Table({
    head: [...head],
    chars: NO_BORDERS,
    // No color: the same text on a terminal and in a file.
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    ...widthsThatFit(head, cells),
  });
  grid.push(...cells);
  return grid
    .toString()
    .split('\n')
    .filter((line, i) => i < 2 || !/^[─\s]+$/u.test(line))
    .map((line) => line.trimEnd())
    .join('\n');
}

const GAP = 2;
const NARROWEST = 10;

function widthsThatFit(head: readonly string[], rows: readonly (readonly string[])[]) {
  const room = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
  const widths = head.map((name, i) => Math.max(width(name), ...rows.map((row) => width(row[i] ?? ''))));
  let excess = widths.reduce((sum, w) => sum + w + GAP, 0) - room;
  if (!(excess > 0)) return {};
  while (excess > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= NARROWEST) break;
    widths[widest]!--;
    excess--;
  }
  return { colWidths: widths, wordWrap: true, wrapOnWordBoundary: false };
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u;
/** Columns on a terminal: 县 takes two. */
export const width = (text: string): number => [...text].reduce((sum, c) => sum + (WIDE.test(c) ? 2 : 1), 0);
