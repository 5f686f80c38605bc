/**
 * An article as the resolver reads it: sentences of tokens, where a name, a number or a time is one token.
 *
 *   安昌街道规上工业产值达58亿元，同比增长9.4%。
 *   [安昌街道:name] [规上] [工业] [产值] [达] [58亿元:quantity] [，] | [同比] [增长] [9.4%:quantity] [。]
 *
 * Clauses end at ，；：。！？ and at dashes; a bracket is a clause of its own.
 */
import type { Article, Mention, Period, Quantity, Span, Word } from '../model.js';

export interface Token extends Span {
  readonly text: string;
  /** jieba's tag, "x" for what is no word. */
  readonly tag: string;
  readonly kind: 'word' | 'name' | 'quantity' | 'period' | 'mark';
  readonly mention: Mention | null;
  readonly quantity: Quantity | null;
  readonly period: Period | null;
  /** Number of the clause inside its sentence, from 0. */
  readonly clause: number;
  /** Number of the part between semicolons inside its sentence, from 0. */
  readonly part: number;
  /** How many brackets are open here. */
  readonly depth: number;
}

export interface TokenSentence extends Span {
  readonly ordinal: number;
  /** Ordinal of the paragraph that holds it. */
  readonly paragraph: number;
  readonly tokens: readonly Token[];
}

const CLAUSE_END = new Set(['，', ',', '；', ';', '：', ':', '。', '！', '!', '？', '?', '…', '——', '—', '\n']);
const PART_END = new Set(['；', ';', '。', '！', '!', '？', '?', '…', '——', '\n']);
const OPEN = new Set(['（', '(', '［', '[']);
const CLOSE = new Set(['）', ')', '］', ']']);
/** 治理率达98%: jieba takes the last character of the metric and the verb for one word. */
const RUN_TOGETHER = new Set(['率达', '值达', '额达', '量达', '积达', '数达']);
const NO_MARK = /[\p{L}\p{N}]/u;
/** True of nearly all words, and seen without a pattern. */
export const opensHan = (text: string, at = 0): boolean => {
  const code = text.charCodeAt(at);
  return code >= 0x4e00 && code < 0xa000;
};
const isMark = (text: string): boolean => !opensHan(text) && !NO_MARK.test(text);

interface Atom extends Span {
  readonly mention: Mention | null;
  readonly quantity: Quantity | null;
  readonly period: Period | null;
}

/** The names, numbers and times in order of start; where two overlap (a time inside a name) the earlier, longer one stays. */
function atomsOf(
  mentions: readonly Mention[],
  quantities: readonly Quantity[],
  periods: readonly Period[],
): readonly Atom[] {
  const atoms: Atom[] = [
    ...mentions.map((mention) => ({ start: mention.start, end: mention.end, mention, quantity: null, period: null })),
    ...quantities.map((quantity) => ({
      start: quantity.start,
      end: quantity.end,
      mention: null,
      quantity,
      period: null,
    })),
    ...periods.map((period) => ({ start: period.start, end: period.end, mention: null, quantity: null, period })),
  ].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Atom[] = [];
  for (const atom of atoms) {
    const last = kept[kept.length - 1];
    if (last !== undefined && atom.start < last.end) {
      // A number is never lost: it is what everything here is about.
      if (atom.quantity !== null && last.quantity === null) kept[kept.length - 1] = atom;
      continue;
    }
    kept.push(atom);
  }
  return kept;
}

/**
 * Cuts an article into sentences of tokens.
 *
 * @param words  jieba's words of `article.text`, in order
 * @returns one row per sentence of the article, in order
 */
export function tokenize(
  article: Article,
  words: readonly Word[],
  mentions: readonly Mention[],
  quantities: readonly Quantity[],
  periods: readonly Period[],
): TokenSentence[] {
  const atoms = atomsOf(mentions, quantities, periods);
  const sentences: TokenSentence[] = [];
  let w = 0;
  let a = 0;
  let paragraph = 0;
  article.sentences.forEach((span, ordinal) => {
    while (paragraph + 1 < article.paragraphs.length && article.paragraphs[paragraph + 1]!.start <= span.start) {
      paragraph++;
    }
    const tokens: Token[] = [];
    let clause = 0;
    let part = 0;
    let depth = 0;
    let at = span.start;
    while (w < words.length && words[w]!.end <= at) w++;
    while (a < atoms.length && atoms[a]!.end <= at) a++;
    while (at < span.end) {
      const atom = atoms[a];
      if (atom !== undefined && atom.start <= at) {
        const end = Math.min(atom.end, span.end);
        tokens.push({
          start: at,
          end,
          text: article.text.slice(at, end),
          tag: 'x',
          kind: atom.mention !== null ? 'name' : atom.quantity !== null ? 'quantity' : 'period',
          mention: atom.mention,
          quantity: atom.quantity,
          period: atom.period,
          clause,
          part,
          depth,
        });
        at = end;
        a++;
        while (a < atoms.length && atoms[a]!.end <= at) a++;
      } else {
        while (w < words.length && words[w]!.end <= at) w++;
        const word = words[w];
        // A name may begin inside a word of jieba's: the word ends there.
        const wordEnd =
          word === undefined ? span.end : word.start === at && RUN_TOGETHER.has(word.text) ? at + 1 : word.end;
        const end = Math.min(wordEnd, atom?.start ?? span.end, span.end);
        const text = article.text.slice(at, end);
        const mark = isMark(text);
        if (mark && OPEN.has(text)) {
          depth++;
          clause++;
        }
        tokens.push({
          start: at,
          end,
          text,
          tag:
            word !== undefined && word.start === at && word.end === end
              ? word.tag
              : mark
                ? 'x'
                : text === '达'
                  ? 'v'
                  : 'n',
          kind: mark ? 'mark' : 'word',
          mention: null,
          quantity: null,
          period: null,
          clause,
          part,
          depth,
        });
        if (mark && CLOSE.has(text)) {
          depth = Math.max(0, depth - 1);
          clause++;
        } else if (mark && CLAUSE_END.has(text)) {
          clause++;
          if (PART_END.has(text)) part++;
        }
        at = end;
      }
    }
    sentences.push({ start: span.start, end: span.end, ordinal, paragraph, tokens });
  });
  return sentences;
}

/**
 * Computes something of a sentence once, however many of its numbers ask for it, one after the other. Only the last
 * sentence is remembered: what a WeakMap holds outlives its key until a whole heap is marked. What else is handed over
 * has to be the same for all numbers of a sentence.
 */
export function perSentence<T, Rest extends readonly unknown[]>(
  compute: (sentence: TokenSentence, ...rest: Rest) => T,
): (sentence: TokenSentence, ...rest: Rest) => T {
  let last: { readonly sentence: TokenSentence; readonly value: T } | null = null;
  return (sentence, ...rest) => {
    if (last?.sentence !== sentence) last = { sentence, value: compute(sentence, ...rest) };
    return last.value;
  };
}
