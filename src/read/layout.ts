/**
 * The print of an issue → its lines, with what their setting says: how wide, how far apart, where a page begins.
 *
 * Two settings occur. "paragraphs": a line of the file is a paragraph or what a column break left of it.
 * "printed-lines": every printed line is a line of the file, about as wide as its neighbors:
 *
 *   山区26县能否实现跨越式高质量发      → width 15, column 15
 *   展，事关全局。                      → width 7, column 15: the paragraph ends here
 */
import type { ResidueKind, Span } from '../model.js';
import { foldHalfWidth, withoutWhite } from './text.js';

export type Setting = 'paragraphs' | 'printed-lines';

export interface Line extends Span {
  /** Place among the lines of the file. */
  readonly index: number;
  /** Trimmed and folded to half-width, e.g. "■ 王 谦 张伟力". */
  readonly text: string;
  /** Without white space: "■王谦张伟力". */
  readonly flat: string;
  /** In Chinese characters; a half-width character counts half. */
  readonly width: number;
  /** Blank lines before it. */
  readonly gap: number;
  /** The file marks the top of a page here (a form feed, or the rare single space that one leaves behind). */
  readonly opensPage: boolean;
  /** The line starts with two spaces or more, as paragraphs do where indents survive. */
  readonly indented: boolean;
  /** Width of the column around it; 0 in paragraphs. */
  column: number;
  /** Width of the column as the lines below show it: a paragraph's first line is two characters short of this. */
  below: number;
  /** What the line is; "text" until a rule says more. */
  role: Role;
}

/** display: set apart from the body (headline, heading, place line), to be told apart later. */
export type Role = 'text' | 'display' | 'byline' | ResidueKind;

export interface Layout {
  readonly setting: Setting;
  readonly lines: Line[];
  /** Blank lines between two lines that belong together, 0 or 1. */
  readonly usualGap: number;
  /** Paragraphs keep their indent in this file. */
  readonly keepsIndents: boolean;
  /** Widest usual line of the whole file; 0 in paragraphs. */
  readonly column: number;
}

export function readLayout(printed: string): Layout {
  const lines = splitLines(printed);
  const usualGap = modeOf(lines.slice(1).map((line) => Math.min(line.gap, 3)));
  const setting = settingOf(lines);
  const indents = lines.filter((line) => line.indented).length;
  const layout = {
    setting,
    lines,
    usualGap,
    keepsIndents: indents > lines.length / 20 && indents < lines.length * 0.9,
  };
  if (setting === 'paragraphs') return { ...layout, column: 0 };
  setColumns(lines);
  return {
    ...layout,
    column: weightedQuantile(
      lines.map((line) => line.width),
      0.5,
    ),
  };
}

// A caption sign in the middle of a line opens a line of its own: "…建成美好家园！▲新城一角 李实 摄".
const INNER_CAPTION = /(?<=[。！？”])\s*(?=[▲▼△▽])/u;

function splitLines(printed: string): Line[] {
  const lines: Line[] = [];
  let blank = 0;
  let start = 0;
  const single = singleSpaceIsRare(printed);
  const add = (from: number, to: number, raw: string, gap: number): void => {
    const body = raw.trim();
    const left = raw.length - raw.trimStart().length;
    const text = foldHalfWidth(body);
    const flat = withoutWhite(text);
    if (flat === '') return;
    const lead = raw.slice(0, left);
    lines.push({
      index: lines.length,
      start: from + left,
      end: to - (raw.length - raw.trimEnd().length),
      text,
      flat,
      width: widthOf(text),
      gap,
      opensPage: lead.includes('\f') || (single && lead === ' '),
      indented: lead.includes('\u3000') || lead.length >= 2,
      column: 0,
      below: 0,
      role: 'text',
    });
  };
  while (start <= printed.length) {
    let end = printed.indexOf('\n', start);
    if (end < 0) end = printed.length;
    const raw = printed.slice(start, end);
    if (raw.trim() === '') blank++;
    else {
      const cut = INNER_CAPTION.exec(raw);
      if (cut && cut.index > 0) {
        add(start, start + cut.index, raw.slice(0, cut.index), blank);
        add(start + cut.index, end, raw.slice(cut.index), 0);
      } else add(start, end, raw, blank);
      blank = 0;
    }
    start = end + 1;
  }
  return lines;
}

/** One leading space marks a page only where it is the exception. */
function singleSpaceIsRare(printed: string): boolean {
  const marked = printed.match(/^ (?=\S)/gmu)?.length ?? 0;
  const all = printed.match(/^\s*\S/gmu)?.length ?? 0;
  return marked > 0 && marked < all / 25;
}

/** 1 for a Chinese character, ½ for a digit, a Latin letter and punctuation at an edge, ⅓ for a typesetting space. */
export function widthOf(text: string): number {
  let width = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i)!;
    if (code > 0xffff) i++;
    width += code === 32 ? 0.34 : code < 0x2000 ? 0.5 : 1;
  }
  if (HANGS.test(text)) width -= 0.5;
  if (/^[“‘《（「『]/u.test(text)) width -= 0.5;
  return width;
}
const HANGS = /[，。、；：！？”’》）」』]$/u;

/** Printed lines are alike in width, and mostly end where the column ends, not where a sentence does. */
function settingOf(lines: readonly Line[]): Setting {
  const full = lines.filter((line) => line.width >= 8);
  if (full.length < 20) return 'paragraphs';
  const middle = weightedQuantile(
    full.map((line) => line.width),
    0.5,
  );
  let near = 0;
  let all = 0;
  let open = 0;
  for (const line of full) {
    all += line.width;
    if (Math.abs(line.width - middle) > Math.max(2.5, middle * 0.2)) continue;
    near += line.width;
    if (!isComplete(line.flat)) open += line.width;
  }
  return middle <= 60 && near > all * 0.6 && open > near * 0.6 ? 'printed-lines' : 'paragraphs';
}

/** Columns differ from page to page, so each line looks at the lines around it. */
function setColumns(lines: Line[]): void {
  // A typed array sorts numbers without a comparison in JavaScript: this runs twice for every line.
  const near = new Float64Array(29);
  const usual = (from: number, to: number, share: number): number => {
    let count = 0;
    for (let i = Math.max(0, from); i < Math.min(lines.length, to); i++)
      if (lines[i]!.width >= 8) near[count++] = lines[i]!.width;
    if (count === 0) return 0;
    return near.subarray(0, count).sort()[Math.min(count - 1, Math.floor(count * share))]!;
  };
  lines.forEach((line, i) => {
    line.column = usual(i - 14, i + 15, 0.65);
    line.below = usual(i + 1, i + 9, 0.5);
  });
}

/** The value below which a share of the summed widths lies: long lines weigh more than short ones. */
function weightedQuantile(widths: readonly number[], share: number): number {
  const sorted = [...widths].sort((a, b) => a - b);
  const total = sorted.reduce((sum, width) => sum + width, 0);
  let sum = 0;
  for (const width of sorted) {
    sum += width;
    if (sum >= total * share) return width;
  }
  return 0;
}

function modeOf(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best = 0;
  for (const [value, count] of counts) if (count > (counts.get(best) ?? 0)) best = value;
  return best;
}

// …稳步前行。 …这么便利！” …（见下页）。
const COMPLETE = /[。！？…!?][”’』」）)》"]*(?:[\u2460-\u2473\u3251-\u325f■●◆]|(?<=[。！？…][”’』」）)]*)[a-zA-Z])?$/u;
// 建强轴点—— 包括：
const COMPLETE_OPENING = /(?:——|[：:；;])$/u;

/** Does a sentence end with this text? */
export function isComplete(flat: string): boolean {
  // Most lines end with a Chinese character, and need no closer look.
  const last = flat.charCodeAt(flat.length - 1);
  return !(last >= 0x4e00 && last <= 0x9fff) && COMPLETE.test(flat.slice(-8));
}
/** Can a paragraph end with it: a sentence's end, or what announces a list. */
export const canEndParagraph = (flat: string): boolean => isComplete(flat) || COMPLETE_OPENING.test(flat.slice(-3));
/** Ends with ， or 、: the sentence goes on. */
export const goesOn = (flat: string): boolean => flat.endsWith('，') || flat.endsWith('、') || flat.endsWith(',');
