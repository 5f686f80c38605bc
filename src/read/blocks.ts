/**
 * Marked lines → the sequence of blocks that a reader sees: paragraphs (or what a break left of them), displays
 * (headline, heading, place line), bylines, and everything else as furniture between them.
 *
 *   山区26县能否实现跨越式高质量发 / 展，事关全局。   → one text block, complete
 *   坚持目标引领，分层分类实施                       → a display
 *   ■孟 刚 / 南溪县发展和改革局局长                  → a byline with the post below it
 */
import type { Span } from '../model.js';
import { type Byline, closingNote, POST_END, readByline } from './byline.js';
import type { Contents } from './contents.js';
import { isVertical } from './furniture.js';
import { canEndParagraph, goesOn, isComplete, type Layout, type Line, widthOf } from './layout.js';

export interface TextBlock {
  readonly kind: 'text';
  readonly lines: readonly Line[];
  readonly flat: string;
  /** It ends with （本报记者 …） or the like: the article ends here. */
  readonly closes: boolean;
}
export interface DisplayBlock {
  readonly kind: 'display';
  /** Each a line of the display; a vertical setting is one line in many. */
  readonly lines: readonly Line[];
  readonly vertical: boolean;
}
export interface BylineBlock {
  readonly kind: 'byline';
  readonly lines: readonly Line[];
  readonly byline: Byline;
}
export interface FurnitureBlock {
  readonly kind: 'furniture';
  readonly lines: readonly Line[];
}
export type Block = TextBlock | DisplayBlock | BylineBlock | FurnitureBlock;

export function readBlocks(printed: string, layout: Layout, contents: Contents): Block[] {
  const pairs = new PairCounter(printed);
  markBylines(layout.lines);
  if (layout.setting === 'paragraphs') markDisplaysBetweenParagraphs(layout, contents, pairs);
  else markDisplaysInColumns(layout, contents, pairs);
  markLateBylines(layout.lines, layout.setting === 'printed-lines');
  return layout.setting === 'paragraphs' ? groupParagraphs(layout) : groupLines(layout);
}

// ---------- bylines ----------

/** Spares most lines the closer look. */
const MAY_BE_BYLINE =
  /^[■□◆◇●○◎★☆▪▌※（(]|记者|通讯员|评论|编辑部|作者|实习生|报道|撰|整理|供稿|执笔|口述|采写|[文图综]|讯$/u;

/** Signs and role words make a byline wherever they stand; its post lines follow it. */
function markBylines(lines: readonly Line[]): void {
  lines.forEach((line, i) => {
    if (line.role !== 'text' || line.text.length > 62 || !MAY_BE_BYLINE.test(line.text)) return;
    const byline = readByline(line.text);
    if (!byline || byline.form === 'names' || byline.form === 'post') return;
    line.role = 'byline';
    markPosts(lines, i);
  });
}

/** Names alone, or a post with a name, count only beside a display: below a headline, or above one at an article's end. */
function markLateBylines(lines: readonly Line[], columns: boolean): void {
  lines.forEach((line, i) => {
    if (line.role !== 'display' && line.role !== 'text') return;
    if (line.flat.length > 40 || isVertical(line)) return;
    const above = neighbor(lines, i, -1);
    const below = neighbor(lines, i, 1);
    const opens = above?.role === 'display' && (below === null || below.role === 'text');
    const closes = above?.role === 'text' && isComplete(above.flat) && (below === null || below.role === 'display');
    if (!opens && !closes) return;
    const byline = readByline(line.text);
    if (byline?.form !== 'names' && !(byline?.form === 'post' && opens)) return;
    // 任务 below 明确下一阶段重点工作 is the end of a heading: in columns one short name needs more than a headline.
    if (columns && byline.names.length === 1 && line.text.length === 2) return;
    line.role = 'byline';
    if (opens) markPosts(lines, i);
  });
}

const LONGEST_POST = 40;

function markPosts(lines: readonly Line[], at: number): void {
  for (let last = Math.min(at + 3, lines.length - 1); last > at; last--) {
    const below = lines.slice(at + 1, last + 1);
    const isPost = POST_END.test(below[below.length - 1]!.flat);
    if (!isPost || !below.every((line) => line.role === 'text' || line.role === 'display')) continue;
    if (!below.every((line) => line.flat.length <= LONGEST_POST && !/[。！？；，]/u.test(line.flat))) continue;
    for (const line of below) line.role = 'byline';
    return;
  }
}

/** The next line of article text or display, over captions, running heads and page numbers. */
function neighbor(lines: readonly Line[], at: number, step: 1 | -1): Line | null {
  for (let i = at + step; i >= 0 && i < lines.length; i += step) {
    const { role } = lines[i]!;
    if (role === 'text' || role === 'display' || role === 'byline') return lines[i]!;
    if (role === 'contents' || role === 'supporters' || role === 'masthead' || role === 'advert') return null;
  }
  return null;
}

// ---------- displays in a paragraph setting ----------

const LONGEST_DISPLAY = 46;

function markDisplaysBetweenParagraphs(layout: Layout, contents: Contents, pairs: PairCounter): void {
  const { lines, usualGap } = layout;
  const firstLine = firstLineWidth(lines);
  lines.forEach((line, i) => {
    if (line.role !== 'text') return;
    const { flat } = line;
    if (closingNote(flat)?.start === 0) line.role = 'byline';
    else if (/^——/u.test(line.text) && !isComplete(flat) && flat.length <= 60) line.role = 'display';
    else if (flat.length <= 60 && contents.entryOf(flat)) line.role = 'display';
    else if (isComplete(flat)) {
      // A question or a call can be a headline, when a byline stands below it: 谁来种地？
      const below = lines[i + 1];
      if (flat.length <= 24 && /[？！?!]$/u.test(flat) && below?.role === 'byline') line.role = 'display';
    } else if (goesOn(flat) || flat.length > 60) return;
    else if (flat.length > LONGEST_DISPLAY || /[。；]/u.test(flat)) return;
    else if (flat.length > 30 && /[，,]/u.test(flat)) return;
    else if (!isBrokenFirstLine(line, nextText(lines, i), firstLine, pairs)) line.role = 'display';
  });
  markPictureLines(lines, usualGap, pairs);
}

const nextText = (lines: readonly Line[], at: number): Line | null => {
  for (let i = at + 1; i < lines.length && i <= at + 6; i++) {
    const line = lines[i]!;
    if (line.role === 'byline' || line.role === 'contents') return null;
    if (line.role === 'text' && (line.flat.length > 30 || isComplete(line.flat))) return line;
  }
  return null;
};

/** The width that a paragraph's first line has where columns are narrow: what a break leaves when it comes after one line. */
function firstLineWidth(lines: readonly Line[]): number | null {
  const open = lines.filter((line) => line.role === 'text' && goesOn(line.flat) && line.width <= 20);
  if (open.length < 2) return null;
  const widths = open.map((line) => line.width).sort((a, b) => a - b);
  return widths[Math.floor(widths.length / 2)]!;
}

const GOES_ON_AFTER = /[的和与在把将对于从为向由及或让使以到了及其已并是着能可]$/u;
// 下一步，… 近日，…: no heading begins so.
const OPENS_SENTENCE =
  /^(?:为了|据|目前|如今|今年|去年|近年|下一步|截至|随着|得益于|走进|诸如|近日|日前|此外|同时|接下来|眼下|过去|当前|不久前|[“‘][^”’]{4,}[，。！？])/u;
const OPENS_PHRASE = /^(?:在|通过|面对|针对|作为|从|当|对|\d+月|\d{4}年)/u;

/** Is this short line the start of a paragraph that a column break cut off, and not a heading? */
function isBrokenFirstLine(line: Line, next: Line | null, width: number | null, pairs: PairCounter): boolean {
  const { flat } = line;
  if (!next || /(?:——|[：:])$/u.test(flat)) return false;
  let score = 0;
  if (opensQuote(flat)) score += 3;
  if (GOES_ON_AFTER.test(flat)) score += 2;
  if (pairs.joins(flat, next.flat)) score += 2;
  if (OPENS_SENTENCE.test(flat)) score += 2;
  if (OPENS_PHRASE.test(flat)) score += /[，,]/u.test(flat) ? 2 : 1;
  if (/[，,！？]|——/u.test(flat)) score += 1;
  if (isLopsided(flat)) score += 1;
  if (/\p{Script=Han}\s\p{Script=Han}/u.test(line.text)) score -= 2;
  if (width !== null && Math.abs(line.width - width) <= 1.6) score += 1;
  else if (flat.length <= 12 && !/[，,]/u.test(flat)) score -= 1;
  return score >= 3;
}

/** 得益于此，曾经无人问津的: a sentence. The halves of a heading weigh the same: 坚持目标引领，分层分类实施. */
const isLopsided = (flat: string): boolean => {
  const halves = flat.split(/[，,]/u);
  return (
    halves.length > 1 &&
    Math.max(...halves.map((half) => half.length)) - Math.min(...halves.map((half) => half.length)) >= 3
  );
};

/** More quotes open than close. */
export const opensQuote = (flat: string): boolean => {
  let depth = 0;
  for (const char of flat) {
    if (char === '“' || char === '《' || char === '『') depth++;
    else if (char === '”' || char === '》' || char === '』') depth--;
  }
  return depth > 0;
};

/** Names a place first, or shows people at something. */
export const looksLikeCaption = (flat: string): boolean => STARTS_WITH_PLACE.test(flat) || PICTURED.test(flat);
const STARTS_WITH_PLACE = /^[^，,。、；]{1,12}(?:省|市|县|区|镇|乡|村|街道|社区)/u;
const PICTURED =
  /正在|参观|举行|开展|举办|展示|竞相|丰收|体验|采摘|合影|调研|推介|绽放|俯瞰|航拍|一角|现场|交流|训练|演出|表演|进行|赶制|游玩|打卡/u;

/**
 * A picture leaves a gap in the text that is wider than the usual one; the sentence below the gap is its caption,
 * unless it is the paragraph that goes on there.
 */
function markPictureLines(lines: readonly Line[], usualGap: number, pairs: PairCounter): void {
  lines.forEach((line, i) => {
    if (line.role !== 'text' || line.gap < usualGap + 2 || line.flat.length > 60) return;
    if ((line.flat.match(/[。！？]/gu)?.length ?? 0) !== 1 || !isComplete(line.flat)) return;
    const before = neighbor(lines, i, -1);
    if (before?.role !== 'text' && before?.role !== 'display') return;
    const open = before.role === 'text' && !isComplete(before.flat);
    const seam = before.flat.slice(-1) + line.flat.slice(0, 1);
    if (open && pairs.count(seam) >= 2 && !STARTS_WITH_PLACE.test(line.flat)) return;
    if (!STARTS_WITH_PLACE.test(line.flat) && !PICTURED.test(line.flat)) return;
    line.role = 'caption';
  });
}

/** How often two characters stand beside each other in the print: tells a cut word (科学方|法) from two neighbors. */
class PairCounter {
  private readonly counts = new Map<string, number>();
  private readonly flat: string;
  constructor(printed: string) {
    this.flat = printed;
  }
  /** The last character of one text and the first of the next are often one word; in a long print chance makes pairs too. */
  joins(above: string, below: string): boolean {
    return this.count(above.slice(-1) + below.slice(0, 1)) >= (this.flat.length > 20000 ? 2 : 1);
  }
  count(pair: string): number {
    if (!/^\p{Script=Han}{2}$/u.test(pair)) return 0;
    let count = this.counts.get(pair);
    if (count === undefined) {
      count = 0;
      for (let at = this.flat.indexOf(pair); at >= 0 && count < 9; at = this.flat.indexOf(pair, at + 1)) count++;
      this.counts.set(pair, count);
    }
    return count;
  }
}

function groupParagraphs(layout: Layout): Block[] {
  const blocks: Block[] = [];
  const { lines, usualGap } = layout;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.role !== 'text') i = pushOther(blocks, lines, i);
    else {
      // Where blank lines part the paragraphs, lines without one between them are one paragraph's hard line breaks.
      const group = [line];
      while (usualGap > 0 && lines[i + 1]?.role === 'text' && lines[i + 1]!.gap === 0 && !isComplete(lines[i]!.flat))
        group.push(lines[++i]!);
      blocks.push(textBlock(group));
    }
  }
  return blocks;
}

function pushOther(blocks: Block[], lines: readonly Line[], at: number): number {
  const line = lines[at]!;
  const same: Line[] = [line];
  let i = at;
  const { role } = line;
  const vertical = role === 'display' && isVertical(line);
  while (i + 1 < lines.length && lines[i + 1]!.role === role) {
    if (role === 'display' && isVertical(lines[i + 1]!) !== vertical) break;
    if (role === 'byline' && readByline(lines[i + 1]!.text)?.form === 'marked') break;
    same.push(lines[++i]!);
  }
  if (role === 'display') blocks.push({ kind: 'display', lines: same, vertical });
  else if (role === 'byline') {
    const read = same.map((one) => readByline(one.text)).filter((one) => one !== null);
    const names = read.find((one) => one.names.length > 0) ?? read[0] ?? { names: [], form: 'anonymous' as const };
    blocks.push({ kind: 'byline', lines: same, byline: names });
  } else blocks.push({ kind: 'furniture', lines: same });
  return i;
}

const textBlock = (lines: readonly Line[]): TextBlock => {
  const flat = lines.map((line) => line.flat).join('');
  const note = closingNote(flat);
  if (!note) return { kind: 'text', lines, flat, closes: false };
  return { kind: 'text', lines, flat: flat.slice(0, note.start), closes: note.names.length > 0 || note.start === 0 };
};

// ---------- displays and paragraphs in columns of printed lines ----------

/** A full line misses its column by less than this, a paragraph's first line by more: its indent takes two characters. */
const SLACK = 1.35;

function markDisplaysInColumns(layout: Layout, contents: Contents, pairs: PairCounter): void {
  const { lines } = layout;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.role !== 'text') continue;
    const above = lines[i - 1] ?? null;
    if (isDisplayByItself(lines, i, contents)) {
      line.role = 'display';
      continue;
    }
    const before = previousText(lines, i);
    const fresh =
      before === null || canEndParagraph(before.flat) || above?.role === 'display' || above?.role === 'byline';
    if (!fresh) continue;
    const count = headingLines(lines, i, pairs);
    for (let k = 0; k < count; k++) lines[i + k]!.role = 'display';
    if (count > 0) i += count - 1;
  }
}

const previousText = (lines: readonly Line[], at: number): Line | null => {
  for (let i = at - 1; i >= 0; i--) {
    const { role } = lines[i]!;
    if (role === 'text') return lines[i]!;
    if (role === 'byline' || role === 'contents' || role === 'supporters') return null;
  }
  return null;
};

/** A line of a column is like a title by chance: 建设成为令人向往的家园 is no headline. */
const SAME_TITLE = 0.9;

/** What its own form shows: the contents name it, a dash opens it, or a space parts two halves of a headline at a page's end. */
function isDisplayByItself(lines: readonly Line[], at: number, contents: Contents): boolean {
  const line = lines[at]!;
  if (/^——/u.test(line.text) && !isComplete(line.flat)) return true;
  if (isComplete(line.flat) || goesOn(line.flat)) return false;
  if (line.flat.length >= 6 && contents.entryOf(line.flat, SAME_TITLE)) return true;
  const next = lines[at + 1];
  if (/^——/u.test(next?.text ?? '')) return line.width < line.column + 6;
  const parted = /^[^\s]{4,}\s[^\s]{4,}$/u.test(line.text) && /\p{Script=Han}\s\p{Script=Han}/u.test(line.text);
  return parted && (next === undefined || next.opensPage || next.role !== 'text' || line.opensPage);
}

const LONGEST_HEADING = 3;

/** How many lines from here are a heading or a headline: short, without an end, and an indented paragraph or none below. */
function headingLines(lines: readonly Line[], at: number, pairs: PairCounter): number {
  for (let count = 1; count <= LONGEST_HEADING; count++) {
    const own = lines[at + count - 1];
    if (own?.role !== 'text' || isComplete(own.flat) || goesOn(own.flat) || /[。；！？]/u.test(own.flat)) return 0;
    if (isLopsided(own.flat) || opensQuote(own.flat)) return 0;
    const next = lines[at + count];
    const ends = next === undefined || next.role !== 'text' || startsParagraph(lines, at + count);
    // A headline may be set wider than the column, and stretched with spaces; a full line is body,
    // unless a clearly short one stands above it or a dash ends it.
    const width = Math.min(own.width, widthOf(own.flat));
    const full = width > own.column - SLACK && width < own.column + 0.9;
    const shortAbove = count > 1 && lines[at]!.width <= own.column - 3;
    if (full && !(ends && next && (shortAbove || /——$/u.test(own.flat)))) return 0;
    if (ends) return next?.role === 'text' && pairs.joins(own.flat, next.flat) ? 0 : count;
  }
  return 0;
}

/** A paragraph's first line is two characters short, and the line below it is full. */
function startsParagraph(lines: readonly Line[], at: number): boolean {
  const line = lines[at]!;
  const next = lines[at + 1];
  if (line.indented) return true;
  if (line.width > line.below - SLACK || line.width < line.below - 3.3) return false;
  return next?.role === 'text' && next.width > line.below - SLACK;
}

function groupLines(layout: Layout): Block[] {
  const blocks: Block[] = [];
  const { lines } = layout;
  for (let i = 0; i < lines.length; i++) {
    if (lines[i]!.role !== 'text') {
      i = pushOther(blocks, lines, i);
      continue;
    }
    const group = [lines[i]!];
    while (lines[i + 1]?.role === 'text' && !breaksAfter(layout, i)) group.push(lines[++i]!);
    blocks.push(textBlock(group));
  }
  return blocks;
}

/** Does a paragraph end with this line: a sentence's end in a line that is not full, or before one that is indented. */
function breaksAfter(layout: Layout, at: number): boolean {
  const line = layout.lines[at]!;
  const next = layout.lines[at + 1]!;
  if (layout.keepsIndents) return next.indented && canEndParagraph(line.flat);
  if (!canEndParagraph(line.flat)) return false;
  if (next.gap > layout.usualGap && layout.usualGap === 0) return true;
  if (line.width <= line.column - 1.3) return true;
  return next.width <= next.below - SLACK && next.width >= next.below - 2.8;
}

export const spanOf = (lines: readonly Line[]): Span => ({ start: lines[0]!.start, end: lines[lines.length - 1]!.end });
