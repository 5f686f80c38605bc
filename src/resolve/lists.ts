/**
 * Lists that are told apart by 分别, read by grammar and not by choice.
 *
 *   茶叶、黄精、乌药产值分别增长13%、33%、8% → 茶叶产值 13 %, 黄精产值 33 %, 乌药产值 8 %
 *   温州港、嘉兴港货物吞吐量分别增长9.8%、14% → the numbers are about 温州港 and 嘉兴港
 *   城乡居民收入分别达到63079元、36383元 → 城镇居民收入, 农村居民收入
 *
 * Lists of unequal length give nothing.
 */
import { knownEndings } from '../lexicon/metrics.js';
import type { Mention, Span } from '../model.js';
import type { Token, TokenSentence } from './tokens.js';

export interface ListItem {
  /** What this number of the list measures, where the list is one of metrics. */
  readonly metric: { readonly text: string; readonly span: Span } | null;
  /** Whom it is about, where the list is one of names. */
  readonly subject: Mention | null;
}

const RESPECTIVELY = /^(?:分别|依次)[为是]?$/u;
const COMMA = /^[、和与及]$/u;
const FILLER = /^(?:同比|环比|均|分别|依次|较|比|上年|去年|同期|增速|增幅|也|都|还|又|已)$/u;
const NOUN = /^(?:n|vn|an|eng|l|j|b|a|x|s|v|i)/u;

/** Token index of each number of a 分别 list → its item. */
export function listItems(sentence: TokenSentence, text: string): ReadonlyMap<number, ListItem> {
  const found = new Map<number, ListItem>();
  const tokens = sentence.tokens;
  let carried: readonly ListItem[] | null = null;
  tokens.forEach((token, at) => {
    if (!RESPECTIVELY.test(token.text)) return;
    const numbers = numbersAfter(tokens, at);
    if (numbers.length < 2) return;
    const own = itemsBefore(tokens, at, numbers.length, text);
    const items = own ?? (carried !== null && carried.length === numbers.length ? carried : null);
    if (items === null) return;
    carried = items;
    for (const [i, index] of numbers.entries()) found.set(index, items[i]!);
  });
  return found;
}

/** The numbers after 分别 that are joined by 、 and 和. */
function numbersAfter(tokens: readonly Token[], at: number): number[] {
  const numbers: number[] = [];
  for (let i = at + 1; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind === 'quantity') numbers.push(i);
    else if (numbers.length > 0 && !COMMA.test(token.text)) break;
    else if (numbers.length === 0 && (token.clause !== tokens[at]!.clause || i - at > 8)) break;
  }
  return numbers;
}

/** The names or nouns before 分别, when there are as many as numbers. */
function itemsBefore(tokens: readonly Token[], at: number, count: number, text: string): ListItem[] | null {
  let from = at;
  while (from > 0) {
    const before = tokens[from - 1]!;
    if (before.clause !== tokens[at]!.clause || before.kind === 'quantity' || before.kind === 'period') break;
    from--;
  }
  let run = tokens.slice(from, at).filter((t) => !FILLER.test(t.text));
  const parts: Token[][] = [[]];
  for (const token of run) {
    if (COMMA.test(token.text) && parts.at(-1)!.length > 0) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  const whole = run
    .filter((t) => t.kind === 'word')
    .map((t) => t.text)
    .join('');
  if (parts.length === 1 && count === 2) {
    // 城乡居民收入: one phrase that is two.
    const at2 = run.findIndex((t) => t.text.startsWith('城乡'));
    if (at2 < 0) return null;
    run = run.slice(at2);
    const rest = text.slice(run[0]!.start + 2, run.at(-1)!.end);
    const span = { start: run[0]!.start, end: run.at(-1)!.end };
    return ['城镇', '农村'].map((side) => ({ metric: { text: side + rest, span }, subject: null }));
  }
  if (parts.length !== count || (whole === '' && parts.some((p) => p.length === 0))) return null;
  // Names: the last token of each part is a name (the last part may go on with what is measured).
  const names = parts.map((part, i) =>
    i < parts.length - 1 ? (part.at(-1)?.mention ?? null) : (part.find((t) => t.mention !== null)?.mention ?? null),
  );
  if (names.every((name) => name !== null)) return names.map((subject) => ({ metric: null, subject }));
  if (names.some((name) => name !== null && name.type !== 'Program')) return null;
  // Nouns: the tail of the last item belongs to all, unless each has a tail of its own.
  const last = parts.at(-1)!;
  const first = parts.slice(0, -1).map((part) => phraseEnd(part));
  if (first.some((part) => part.length === 0)) return null;
  // 高新技术产业、数字经济核心产业的增加值: a known metric at the end is what all share.
  while (last.at(-1)?.text === '的') last.pop();
  if (last.length === 0) return null;
  const shared = sharedMetric(last, text);
  if (shared !== null) {
    return [...first, last].map((part, i) => {
      const span = { start: part[0]!.start, end: part.at(-1)!.end };
      const own = text.slice(span.start, span.end);
      return { metric: { text: i < count - 1 && !own.endsWith(shared) ? own + shared : own, span }, subject: null };
    });
  }
  const tail =
    last.length >= 2 &&
    first.every((part) => part.at(-1)!.text !== last.at(-1)!.text) &&
    first.every((part) => part.length <= last.length - 1)
      ? last.slice(1)
      : [];
  const tailText = tail.map((t) => t.text).join('');
  const items = [...first, last].map((part, i) => {
    const span = { start: part[0]!.start, end: part.at(-1)!.end };
    const own = text.slice(span.start, span.end);
    return { metric: { text: i < count - 1 ? own + tailText : own, span }, subject: null };
  });
  return items;
}

/** What stands behind 的, else the shortest known metric that ends a phrase and is not all of it; null where none is. */
function sharedMetric(part: readonly Token[], text: string): string | null {
  const [from, to] = [part[0]!.start, part.at(-1)!.end];
  const of = part.findLastIndex((t) => t.text === '的');
  if (of > 0 && of >= part.length - 4) return text.slice(part[of]!.end, to);
  const known = knownEndings(text, from, to).find(({ length }) => length < to - from);
  return known === undefined ? null : text.slice(to - known.length, to);
}

/** The noun phrase at the end of a run: 今年以来茶叶 → 茶叶. */
function phraseEnd(part: readonly Token[]): readonly Token[] {
  let from = part.length;
  while (
    from > 0 &&
    part[from - 1]!.kind === 'word' &&
    NOUN.test(part[from - 1]!.tag) &&
    !/^的$/u.test(part[from - 1]!.text)
  )
    from--;
  return part.slice(Math.max(from, part.length - 4));
}
