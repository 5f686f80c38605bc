/**
 * A file in a folder → an Issue: decoded, and named by its sources.json row or else by what its masthead prints.
 *
 *   江南时讯-0612.txt  "江南时讯\n2024年第12期 总第306期\n…"
 *   → { id: "江南时讯-2024-12", publication: "江南时讯", year: 2024, number: 12, totalNumber: 306, date: null, … }
 *
 * Nothing depends on where the folder is: a file is known by its name. A file that cannot be an issue gives null and
 * one problem of level "refused"; the other files of the run are not touched by it.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { analyse } from 'chardet';
import { z } from 'zod';
import type { Issue, Outcome, Problem } from '../model.js';
import { readMasthead } from './masthead.js';
import { refusal } from './settle.js';

/** One row of sources.json; null where the row is silent, and then the masthead speaks. */
export interface SourceRow {
  readonly file: string;
  readonly publication: string | null;
  readonly year: number | null;
  readonly number: number | null;
  readonly totalNumber: number | null;
  readonly date: string | null;
}

export const SOURCES_FILE = 'sources.json';
/** Bytes of 32 MB, more than a hundred times a thick issue. */
export const MAX_FILE_BYTES = 32 * 1024 * 1024;

const isDay = (day: string): boolean => {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(day);
};
const positive = z.number().int().positive().nullish();
const rowShape = z.object({
  file: z.string().min(1),
  publication: z.string().min(1).nullish(),
  year: z.number().int().min(1800).max(2200).nullish(),
  number: positive,
  totalNumber: positive,
  date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/u, 'expected a day like 2025-12-15')
    .refine(isDay, 'there is no such day')
    .nullish(),
});

/**
 * Reads the optional sources.json of a folder, by file name. A wrong row is one problem and is left out;
 * a folder without the file gives an empty map and no problem.
 */
export async function readSources(folder: string): Promise<Outcome<ReadonlyMap<string, SourceRow>>> {
  const rows = new Map<string, SourceRow>();
  const problems: Problem[] = [];
  const wrong = (message: string): void => {
    problems.push({ level: 'skipped', rule: 'issue/sources', message, file: SOURCES_FILE, articleId: null, at: null });
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse((await readFile(join(folder, SOURCES_FILE), 'utf8')).replace(/^\ufeff/u, ''));
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return { value: rows, problems };
    const what = error instanceof SyntaxError ? `is not JSON (${error.message})` : `cannot be read (${codeOf(error)})`;
    wrong(`${SOURCES_FILE} ${oneLine(what)}; no row of it is used`);
    return { value: rows, problems };
  }
  if (!Array.isArray(parsed)) {
    wrong(
      `${SOURCES_FILE} must be a list of rows like [{ "file": "a.txt", "date": "2025-12-15" }]; no row of it is used`,
    );
    return { value: rows, problems };
  }
  parsed.forEach((row: unknown, index) => {
    const result = rowShape.safeParse(row);
    if (!result.success) {
      const named = z.object({ file: z.string() }).safeParse(row);
      const faults = result.error.issues.map((fault) => `${fault.path.join('.') || 'row'}: ${fault.message}`);
      const whose = named.success ? ` (${named.data.file})` : '';
      wrong(oneLine(`${SOURCES_FILE}, row ${index + 1}${whose}: ${faults.join('; ')}; the row is not used`));
      return;
    }
    const { file, publication, year, number, totalNumber, date } = result.data;
    if (rows.has(file)) {
      wrong(oneLine(`${SOURCES_FILE}, row ${index + 1} (${file}): file: named by an earlier row; the row is not used`));
      return;
    }
    rows.set(file, {
      file,
      publication: publication ?? null,
      year: year ?? null,
      number: number ?? null,
      totalNumber: totalNumber ?? null,
      date: date ?? null,
    });
  });
  return { value: rows, problems };
}

/** Reads one file; null and a "refused" problem where it cannot be an issue. */
export async function readIssue(
  path: string,
  row: SourceRow | null,
  { maxFileBytes = MAX_FILE_BYTES }: { readonly maxFileBytes?: number } = {},
): Promise<Outcome<Issue | null>> {
  const file = basename(path);
  const refuse = (rule: string, message: string): Outcome<null> => ({
    value: null,
    problems: [{ level: 'refused', rule, message: oneLine(message), file, articleId: null, at: null }],
  });
  let bytes: Uint8Array;
  try {
    // The size is asked for first: a file of 200 MB must not be read to be refused.
    const info = await stat(path);
    if (!info.isFile()) return refuse('issue/unreadable', `${file} is not a file`);
    if (info.size > maxFileBytes) {
      return refuse(
        'issue/too-large',
        `${file} has ${megabytes(info.size)} MB, more than the ${megabytes(maxFileBytes)} MB of --max-file; split it or raise the limit`,
      );
    }
    bytes = await readFile(path);
    // Whoever copies it meanwhile would leave us half an issue.
    const after = await stat(path);
    if (after.size !== info.size || after.mtimeMs !== info.mtimeMs || bytes.length !== info.size) return refusal(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return refuse('issue/missing', `${file} is not there`);
    return refuse('issue/unreadable', `${file} cannot be read (${code})`);
  }
  return issueOfBytes(bytes, file, row);
}

/** The same for bytes that are in hand: a draft from standard input. */
export function issueOfBytes(bytes: Uint8Array, file: string, row: SourceRow | null): Outcome<Issue | null> {
  const decoded = decode(bytes);
  if (typeof decoded !== 'string') {
    const message = oneLine(`${file} ${decoded.why}`);
    return {
      value: null,
      problems: [{ level: 'refused', rule: decoded.rule, message, file, articleId: null, at: null }],
    };
  }
  const masthead = readMasthead(decoded);
  const publication = row?.publication ?? masthead.publication;
  const year = row?.year ?? masthead.year;
  const number = row?.number ?? masthead.number;
  const date = row?.date ?? masthead.date;
  return {
    value: {
      id: issueId({ publication, year, number, date, file }),
      publication,
      year,
      number,
      totalNumber: row?.totalNumber ?? masthead.totalNumber,
      date,
      file,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      printed: decoded,
    },
    problems: [],
  };
}

/** 今日浙江-2025-23; without a number 报纸专版-2026-05-15-page3. Never the file's hash: an edited file is the same issue. */
export function issueId(of: {
  readonly publication: string | null;
  readonly year: number | null;
  readonly number: number | null;
  readonly date: string | null;
  readonly file: string;
}): string {
  const { publication, year, number, date, file } = of;
  if (publication !== null && year !== null && number !== null) return `${publication}-${year}-${number}`;
  const stem = basename(file, extname(file));
  return [publication, date, stem].filter((part) => part !== null).join('-');
}

// ---------- charset ----------

type Undecodable = { readonly rule: string; readonly why: string };

/** UTF-8 with or without a mark, UTF-16 with its mark, else what chardet takes for GB18030. */
function decode(bytes: Uint8Array): string | Undecodable {
  const marked = MARKS.find(({ mark }) => mark.every((byte, i) => bytes[i] === byte));
  const body = marked ? bytes.subarray(marked.mark.length) : bytes;
  let text: string | Undecodable;
  if (marked) text = decodeAs(marked.charset, body);
  else if (bytes.subarray(0, 8192).includes(0)) return BINARY;
  else {
    text = decodeAs('utf-8', body);
    if (text === WRONG) {
      const guesses = analyse(body.subarray(0, 65536)).map((guess) => guess.name);
      if (!guesses.includes('GB18030')) return BINARY;
      text = decodeAs('gb18030', body);
    }
  }
  if (typeof text !== 'string') return text === WRONG ? BINARY : text;
  if (text.trim() === '') return { rule: 'issue/empty', why: 'is empty' };
  const controls = text.match(CONTROL)?.length ?? 0;
  return controls > text.length / 100 ? BINARY : text;
}

const MARKS = [
  { mark: [0xef, 0xbb, 0xbf], charset: 'utf-8' },
  { mark: [0xff, 0xfe], charset: 'utf-16le' },
  { mark: [0xfe, 0xff], charset: 'utf-16be' },
] as const;
const BINARY: Undecodable = {
  rule: 'issue/binary',
  why: 'is no text in UTF-8, GB18030 or UTF-16; save it as UTF-8',
};
const CUT: Undecodable = {
  rule: 'issue/cut',
  why: 'ends in the middle of a character; the copy is not complete, fetch it again',
};
const WRONG: Undecodable = { rule: 'issue/charset', why: 'is in another charset' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells a binary from a text.
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f]/gu;

/** Decodes all but the last character first: what fails only at the very end is a file that was cut. */
function decodeAs(charset: string, bytes: Uint8Array): string | Undecodable {
  const decoder = new TextDecoder(charset, { fatal: true, ignoreBOM: true });
  let text: string;
  try {
    text = decoder.decode(bytes, { stream: true });
  } catch (error) {
    if (error instanceof TypeError) return WRONG;
    throw error;
  }
  try {
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) return CUT;
    throw error;
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
const oneLine = (message: string): string => message.replace(/\s+/gu, ' ').trim();
const megabytes = (bytes: number): string => String(Math.ceil((bytes / 1024 / 1024) * 10) / 10);
