/**
 * Reads tests/examples/<type>.txt: blocks of a sentence in English and the Chinese lines that show it, in which
 * each expected mention is marked {Type:printed} or {Type:printed=canonical}; a line without marks expects none.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ENTITY_TYPES, type EntityType, PLACE_TYPES } from '../schema/entities.js';

const folder = path.join(import.meta.dirname, 'examples');

export interface ExpectedMention {
  readonly type: EntityType;
  readonly start: number;
  readonly printed: string;
  /** What the recogniser names it; null where the example does not say. */
  readonly canonical: string | null;
}

export interface Example {
  /** What is shown, e.g. "Keeps the legal form in the name of a company". */
  readonly shows: string;
  readonly text: string;
  readonly expected: readonly ExpectedMention[];
  readonly file: string;
  readonly line: number;
}

/** company.txt is about Company; place.txt about all types of places. */
export function typesOf(file: string): readonly EntityType[] {
  const name = path.basename(file, '.txt');
  if (name === 'place') return PLACE_TYPES;
  return ENTITY_TYPES.filter((type) => type.toLowerCase() === name);
}

export const exampleFiles: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.txt') && typesOf(name).length > 0)
  .sort();

const MARK = /\{(?<type>[A-Za-z]+):(?<printed>[^{}=]+)(?:=(?<canonical>[^{}]+))?\}/gu;

export function readExamples(file: string): Example[] {
  const examples: Example[] = [];
  let shows = '';
  for (const [i, line] of readFileSync(path.join(folder, file), 'utf8').split('\n').entries()) {
    if (line.trim() === '') shows = '';
    else if (line.startsWith('#')) continue;
    else if (shows === '') shows = line;
    else examples.push({ shows, ...readMarks(line, `${file}:${i + 1}`), file, line: i + 1 });
  }
  return examples;
}

function readMarks(line: string, at: string): { text: string; expected: ExpectedMention[] } {
  const expected: ExpectedMention[] = [];
  let text = '';
  let after = 0;
  for (const mark of line.matchAll(MARK)) {
    const { type, printed, canonical } = mark.groups as { type: string; printed: string; canonical?: string };
    if (!(ENTITY_TYPES as readonly string[]).includes(type)) throw new Error(`${at}: there is no entity type ${type}`);
    text += line.slice(after, mark.index);
    expected.push({ type: type as EntityType, start: text.length, printed, canonical: canonical ?? null });
    text += printed;
    after = mark.index + mark[0].length;
  }
  text += line.slice(after);
  if (/[{}]/u.test(text)) throw new Error(`${at}: a mark is not {Type:printed} or {Type:printed=canonical}`);
  return { text, expected };
}

/** The example lines that mark this type. */
export const examplesOf = (type: EntityType): Example[] =>
  exampleFiles
    .filter((file) => typesOf(file).includes(type))
    .flatMap(readExamples)
    .filter((example) => example.expected.some((mention) => mention.type === type));
