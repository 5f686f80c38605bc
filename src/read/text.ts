/**
 * Printed text → clean text, with a map back: every unit of the clean text knows its offset in the print.
 *
 *   printed  "山区 26 县能否实\n\n现跨越式发展，增长９．４％"
 *   clean    "山区26县能否实现跨越式发展，增长9.4%"
 *
 * Two things change and nothing else: full-width digits, letters and ．％＋－ become half-width, and spaces and
 * line breaks that typesetting put inside Chinese text go. It is not NFKC: that would turn ① into 1 and ㎡ into m2.
 */
import type { Span } from '../model.js';

export interface CleanText {
  readonly text: string;
  /** For each UTF-16 unit of `text` its offset in the print. */
  readonly printedAt: Int32Array;
}

/** ３ → 3, Ａ → A, ％ → %; Chinese punctuation stays: ， is not a comma. Always one unit for one unit. */
export function foldHalfWidth(printed: string): string {
  return printed.replace(FULL_WIDTH, (unit) =>
    unit === '\u3000' ? ' ' : String.fromCharCode(unit.charCodeAt(0) - 0xfee0),
  );
}
const FULL_WIDTH = /[０-９Ａ-Ｚａ-ｚ．％＋－\u3000]/gu;

/** Folded, and without any white space: the form in which two printings of one thing are compared. */
export const squash = (printed: string): string => withoutWhite(foldHalfWidth(printed));
export const withoutWhite = (folded: string): string => folded.replace(WHITE, '');
const WHITE = /[\s\u200b\ufeff]+/gu;

/**
 * Joins the pieces of one printed paragraph (lines, or the parts before and after a caption).
 *
 * @param pieces  in reading order; what lies between two of them is treated as one line break
 */
export function cleanParagraph(printed: string, pieces: readonly Span[]): CleanText {
  const parts: string[] = [];
  // A piece can add one space to its own length.
  const at = new Int32Array(pieces.reduce((sum, { start, end }) => sum + end - start + 1, 0));
  let length = 0;
  let last = ''; // the last unit that was kept
  let gap = -1; // offset of the white space that was passed since then
  for (const piece of pieces) {
    const folded = foldHalfWidth(printed.slice(piece.start, piece.end));
    if (length > 0 && gap < 0) gap = at[length - 1]! + 1;
    for (let from = 0; from < folded.length; ) {
      if (isWhite(folded, from)) {
        if (gap < 0) gap = piece.start + from;
        from++;
        continue;
      }
      if (gap >= 0 && length > 0 && staysApart(last, folded[from]!)) {
        parts.push(' ');
        at[length++] = gap;
      }
      gap = -1;
      let to = from;
      while (to < folded.length && !isWhite(folded, to)) at[length++] = piece.start + to++;
      parts.push(folded.slice(from, to));
      last = folded[to - 1]!;
      from = to;
    }
  }
  return { text: parts.join(''), printedAt: at.subarray(0, length) };
}

/** Is the unit at an offset white space? */
export function isWhite(text: string, offset = 0): boolean {
  const code = text.charCodeAt(offset);
  if (code > 0x3000) return code === 0xfeff;
  return (
    code === 32 ||
    (code >= 9 && code <= 13) ||
    code === 0xa0 ||
    code === 0x3000 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200b) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f
  );
}

/** A space is part of the text between Latin words (Zhejiang Daily, 5G SA, iPhone 15); elsewhere it is typesetting. */
function staysApart(before: string, after: string): boolean {
  if (LATIN.test(before)) return LATIN_OR_DIGIT.test(after) || after === '(';
  if (LATIN.test(after)) return LATIN_OR_DIGIT.test(before) || CLOSES_LATIN.test(before);
  return false;
}
const LATIN = /[A-Za-z\u00c0-\u024f]/u;
const LATIN_OR_DIGIT = /[A-Za-z0-9\u00c0-\u024f]/u;
const CLOSES_LATIN = /[,.;:!?)&]/u;

/**
 * A headline keeps the space that parts its two halves, and loses those that only stretch it:
 * "深化“千万工程”  打开全新空间" keeps one, "在 高 质 量 发 展 中" keeps none.
 */
export function cleanHeadline(printed: string): string {
  const folded = foldHalfWidth(printed).trim().replace(WHITE, ' ');
  const words = folded.split(' ');
  const stretched = words.length >= 3 && words.filter((word) => [...word].length === 1).length > words.length / 2;
  return stretched ? words.join('') : folded;
}

/** A heading inside the body, which keeps the space between its halves as a headline does. */
export function cleanHeading(printed: string, piece: Span): CleanText {
  const kept = cleanHeadline(printed.slice(piece.start, piece.end));
  const printedAt = new Int32Array(kept.length);
  let at = piece.start;
  for (let i = 0; i < kept.length; i++) {
    if (kept[i] !== ' ') while (isWhite(printed, at)) at++;
    printedAt[i] = at++;
  }
  return { text: kept, printedAt };
}

/**
 * Sentences of one paragraph: they end at 。！？；… or ? and the quotes and brackets that close behind it,
 * or at the paragraph's end. A half-width . ends none (9.4). Spans cover all that is not white.
 */
export function sentenceSpans(text: string, paragraph: Span): Span[] {
  const spans: Span[] = [];
  let start = paragraph.start;
  const push = (end: number): void => {
    let from = start;
    let to = end;
    while (from < to && isWhite(text, from)) from++;
    while (to > from && isWhite(text, to - 1)) to--;
    if (from < to) spans.push({ start: from, end: to });
    start = end;
  };
  for (let i = paragraph.start; i < paragraph.end; i++) {
    if (!SENTENCE_END.has(text.charCodeAt(i))) continue;
    let end = i + 1;
    while (end < paragraph.end && SENTENCE_END_OR_CLOSING.has(text.charCodeAt(end))) end++;
    push(end);
    i = end - 1;
  }
  push(paragraph.end);
  return spans;
}
const unitsOf = (characters: string): ReadonlySet<number> =>
  new Set(Array.from(characters, (character) => character.charCodeAt(0)));
const SENTENCE_END = unitsOf('。！？…?!');
const SENTENCE_END_OR_CLOSING = unitsOf('。！？…?!”’』」）)》〉】"');
