/**
 * Words in which a numeral counts nothing: 千方百计, 四面八方, 百姓 (word); 八八战略, 山区26县, 12345 (name).
 * The rows stand in data/number-words.tsv.
 */
import { readRows } from './data.js';

export interface NumberWord {
  readonly word: string;
  readonly kind: 'word' | 'name';
  /** Where in the word its first numeral stands: 3 in 成千上万 counts from 0, so 1. */
  readonly numeralAt: number;
  /** Of two words of one length the earlier line of the file goes first. */
  readonly line: number;
  /** What follows where the numeral counts after all: 课 after 三门. */
  readonly unless: readonly string[];
}

const NUMERAL = /[0-9〇零一二两三四五六七八九十百千万亿几数半]/u;

/** By the numeral and the character after it, or by the numeral alone for words that end with it; the longest first. */
let byNumeral: ReadonlyMap<number, readonly NumberWord[]> | null = null;

/** Two characters as one number: a key without a new string for each offset. */
const keyAt = (text: string, at: number): number => (text.charCodeAt(at) << 16) | text.charCodeAt(at + 1);
const lastKeyAt = (text: string, at: number): number => text.charCodeAt(at) << 16;

function wordsByNumeral(): ReadonlyMap<number, readonly NumberWord[]> {
  if (byNumeral !== null) return byNumeral;
  const groups = new Map<number, NumberWord[]>();
  for (const [line, { word, kind, unless }] of readRows<'word' | 'kind' | 'unless'>('number-words.tsv').entries()) {
    const numeralAt = word.search(NUMERAL);
    if (numeralAt < 0) continue;
    const key = numeralAt === word.length - 1 ? lastKeyAt(word, numeralAt) : keyAt(word, numeralAt);
    const row: NumberWord = {
      word,
      kind: kind === 'name' ? 'name' : 'word',
      numeralAt,
      line,
      unless: unless.split(' ').filter((after) => after !== ''),
    };
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  for (const group of groups.values()) group.sort((a, b) => (comesBefore(a, b) ? -1 : 1));
  byNumeral = groups;
  return groups;
}

const DIGIT = /[0-9.]/u;

/**
 * The longest such word whose first numeral stands at `at`, or null.
 *
 * @param text  half-width
 * @param at    offset of a numeral character
 */
export function numberWordAt(text: string, at: number): { word: NumberWord; start: number; end: number } | null {
  const inside = firstOf(wordsByNumeral().get(keyAt(text, at)), text, at);
  const last = firstOf(wordsByNumeral().get(lastKeyAt(text, at)), text, at);
  const word = inside === null || (last !== null && comesBefore(last, inside)) ? last : inside;
  if (word === null) return null;
  const start = at - word.numeralAt;
  return { word, start, end: start + word.word.length };
}

const comesBefore = (a: NumberWord, b: NumberWord): boolean =>
  a.word.length === b.word.length ? a.line < b.line : a.word.length > b.word.length;

function firstOf(words: readonly NumberWord[] | undefined, text: string, at: number): NumberWord | null {
  if (words === undefined) return null;
  for (const word of words) {
    const start = at - word.numeralAt;
    if (start < 0 || !text.startsWith(word.word, start)) continue;
    const end = start + word.word.length;
    // 110 is an emergency number, 1100 and 2110 are none.
    if (DIGIT.test(word.word.charAt(word.word.length - 1)) && DIGIT.test(text.charAt(end))) continue;
    if (DIGIT.test(word.word.charAt(0)) && DIGIT.test(text.charAt(start - 1))) continue;
    if (word.unless.some((after) => text.startsWith(after, end))) continue;
    return word;
  }
  return null;
}
