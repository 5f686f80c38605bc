/**
 * Reads an examples file in which one line is a value and its printings, for quantities and periods:
 *
 *   Tenths are percent
 *   80 % 近: {近八成}人员 | {近80%}
 *   none: 建成 | 一成不变
 *
 * A block begins with a sentence that says what is shown. In a printing the braces stand around what is read;
 * where a line has several values, joined with " + ", the printing has as many braces, in order.
 */
import { readFileSync } from 'node:fs';
import type { Reading, Span } from '../src/model.js';
import { loneArticle } from '../src/pipeline.js';

export interface Printing {
  /** The sentence over the block. */
  readonly shows: string;
  /** Other lines of the block's head, e.g. "Issue of 2025-12-15". */
  readonly values: readonly string[];
  /** Without the braces. */
  readonly text: string;
  readonly spans: readonly Span[];
  readonly issueDate: string | null;
  readonly line: number;
}

export function readPrintings(file: URL): Printing[] {
  const printings: Printing[] = [];
  let shows: string | null = null;
  let issueDate: string | null = null;
  readFileSync(file, 'utf8')
    .split('\n')
    .forEach((raw, i) => {
      const line = raw.trim();
      if (line === '') shows = null;
      else if (shows === null) {
        shows = line;
        issueDate = /\d{4}-\d{2}-\d{2}/u.exec(line)?.[0] ?? null;
      } else printings.push(...readLine(line, shows, issueDate, i + 1));
    });
  return printings;
}

function readLine(line: string, shows: string, issueDate: string | null, number: number): Printing[] {
  const colon = line.indexOf(': ');
  if (colon < 0) throw new Error(`line ${number} has no value: ${line}`);
  const values = line.slice(0, colon) === 'none' ? [] : line.slice(0, colon).split(' + ');
  return line
    .slice(colon + 2)
    .split(' | ')
    .map((marked) => ({ shows, values, issueDate, line: number, ...withoutBraces(marked) }));
}

function withoutBraces(marked: string): { text: string; spans: Span[] } {
  const spans: Span[] = [];
  let text = '';
  let start = 0;
  for (const character of marked) {
    if (character === '{') start = text.length;
    else if (character === '}') spans.push({ start, end: text.length });
    else text += character;
  }
  return { text, spans };
}

/** A text as the recognisers get it: one paragraph, cut into sentences. */
export const readingOf = (text: string, issueDate: string | null): Reading => ({
  article: loneArticle('a', text),
  words: [],
  issueDate,
});
