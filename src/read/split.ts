/**
 * Blocks → drafts of articles: where one ends and the next begins.
 *
 *   text, display, byline, text     the display is the second article's headline, or the first one's: page and wording say
 *   text (open), display, text      a caption, or a headline that the page is built around
 *   byline, display, text, display  after a headline above: a collection, whose parts have headlines of their own
 */
import type { ResidueKind } from '../model.js';
import { type Block, type BylineBlock, looksLikeCaption, opensQuote, type TextBlock } from './blocks.js';
import { openingNote } from './byline.js';
import type { Contents } from './contents.js';
import {
  append,
  type DisplayGroup,
  type Draft,
  flatOf,
  isOpening,
  isStandfirst,
  lastIsComplete,
  newDraft,
} from './draft.js';
import { BOX_LABEL, isCollective, placePair, preference } from './headline.js';
import { canEndParagraph, isComplete, type Layout, type Line } from './layout.js';
import { chooseFrom } from './title.js';

const SOURCE_NOTE =
  /^[（(]?(?:内容|资料|数据|图文|本文|文字|稿件)?(?:来自|来源|由|摘自|据).{2,60}(?:提供|供稿|整理|综合|讲话|报道)[)）]?$/u;
const LONGEST_LEAD = 5;
// 一、基本情况  （二）销售  3.问题
const NUMBERED = /^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.、．])/u;
const AUTHOR_BOX = /教授|研究员|博士|学者|院长|主任|会员|毕业|现任|曾任|兼任|著有|作家|记者|专家/u;

/** Walks over the blocks once and deals them out to drafts. */
export class Splitter {
  /** What a line is that stays outside the articles. */
  readonly kinds = new Map<Line, ResidueKind>();
  private readonly drafts: Draft[] = [];
  private current: Draft | null = null;
  private lead: DisplayGroup | null = null;
  /** Authors of a collection whose parts have headlines but no bylines. */
  private collection: readonly string[] | null = null;
  private section: string | null = null;

  constructor(
    private readonly layout: Layout,
    private readonly contents: Contents,
    private readonly blocks: readonly Block[],
  ) {}

  run(): Draft[] {
    for (let i = 0; i < this.blocks.length; i++) {
      const block = this.blocks[i]!;
      if (block.kind === 'text') this.text(block);
      else if (block.kind === 'byline') this.byline(i, block);
      else if (block.kind === 'furniture') this.furniture(block.lines);
      else i = this.display(i);
    }
    this.close();
    return this.drafts;
  }

  private furniture(lines: readonly Line[]): void {
    const role = lines[0]!.role;
    if (role === 'contents' || role === 'supporters' || (role === 'masthead' && lines.length >= 3)) this.close();
    if (role !== 'running-head') return;
    const name = lines[0]!.flat.replace(/[^\p{L}\p{N}“”『』]/gu, '');
    if (lines.length > 1 || name.length < 2) return;
    // Another section's name above a new page: what follows is another article, whose headline may stand behind it.
    const other = this.contents.sections.includes(name) && this.section !== null && this.section !== name;
    if (other && this.current && this.contents.sections.includes(this.section!) && lastIsComplete(this.current))
      this.current.closed = 'by section';
    this.section = name;
  }

  private close(): void {
    if (this.current?.paragraphs.some((one) => one.kind === 'body')) this.drafts.push(this.current);
    else if (this.current) this.drop(this.current);
    this.current = null;
    this.dropLead();
  }

  private drop(draft: Draft): void {
    for (const group of [draft.lead, ...draft.inner])
      for (const line of group?.lines ?? []) this.kinds.set(line, 'headline');
  }

  private dropLead(): void {
    for (const line of this.lead?.lines ?? []) this.kinds.set(line, 'headline');
    this.lead = null;
  }

  private open(lead: DisplayGroup | null, authors: readonly string[]): Draft {
    this.close();
    this.current = newDraft(lead, authors, this.collection !== null);
    this.current.section = this.section;
    return this.current;
  }

  /** The headline behind a body was just read, and its byline follows. */
  private tail = false;

  // ---- bylines ----

  private byline(i: number, block: BylineBlock): void {
    const { current } = this;
    const { names, form } = block.byline;
    const next = this.next(i);
    const hasBody = current !== null && current.paragraphs.length > 0;
    if (hasBody && this.tail) {
      this.tail = false;
      if (current.authors.length === 0) current.authors = names;
      current.closed = 'by byline';
      return;
    }
    const closes =
      hasBody &&
      this.lead === null &&
      form !== 'marked' &&
      lastIsComplete(current) &&
      this.previousIsText(i) &&
      next?.kind !== 'text';
    if (closes) {
      if (current.authors.length === 0) current.authors = names;
      current.closed = 'by byline';
      return;
    }
    // Headline, two paragraphs, then the byline and the first heading: the paragraphs are the article's own opening.
    if (current && hasBody && this.lead === null && isOpening(current) && this.previousIsText(i)) {
      current.authors = names;
      return;
    }
    if (current && !hasBody && this.lead === null) {
      current.authors = [...new Set([...current.authors, ...names])];
      return;
    }
    const lead = this.lead;
    this.lead = null;
    this.collection = null;
    this.open(lead, names);
  }

  private previousIsText(i: number): boolean {
    for (let k = i - 1; k >= 0; k--) {
      const block = this.blocks[k]!;
      if (block.kind !== 'furniture') return block.kind === 'text';
    }
    return false;
  }

  // ---- text ----

  private text(block: TextBlock): void {
    if (this.lead !== null) {
      const lead = this.lead;
      this.lead = null;
      this.open(lead, []);
    }
    const turned = this.current?.closed === 'by section' || (this.current?.closed && block.lines[0]!.opensPage);
    if (this.current === null || turned) this.open(null, []);
    const draft = this.current!;
    if (this.isEcho(draft, block)) this.set(block.lines, 'fragment');
    else if (this.authorBox(draft, block)) this.set(block.lines, 'byline');
    else append(draft, block);
    if (block.closes) draft.closed = 'by byline';
  }

  private set(lines: readonly Line[], kind: ResidueKind): void {
    for (const line of lines) this.kinds.set(line, kind);
  }

  /** A column's last words that the print repeats at the head of the next page. */
  private isEcho(draft: Draft, block: TextBlock): boolean {
    const last = draft.paragraphs[draft.paragraphs.length - 1];
    return (
      last !== undefined &&
      block.flat.length >= 4 &&
      block.flat.length <= 24 &&
      isComplete(last.flat) &&
      last.flat.endsWith(block.flat)
    );
  }

  /** 辛鸣，哲学博士，……教授: a box about the author that interrupts the text. */
  private authorBox(draft: Draft, block: TextBlock): boolean {
    const last = draft.paragraphs[draft.paragraphs.length - 1];
    if (last === undefined || draft.authors.length === 0) return false;
    const opens =
      draft.authors.some((name) => block.flat.startsWith(`${name}，`)) && AUTHOR_BOX.test(block.flat.slice(0, 80));
    if (opens) {
      this.boxed = last.flat;
      return true;
    }
    if (this.boxed !== last.flat || isComplete(last.flat)) return false;
    // The box goes on until the interrupted sentence does: its open quote is closed first.
    const closesQuote = /^[^“”]{0,12}”/u.test(block.flat);
    if (opensQuote(last.flat.slice(-40)) ? closesQuote : true) {
      this.boxed = null;
      return false;
    }
    return true;
  }
  private boxed: string | null = null;

  // ---- displays ----

  private display(i: number): number {
    let end = i;
    const all: Line[] = [];
    let vertical = false;
    for (let k = i; k < this.blocks.length; k++) {
      const block = this.blocks[k]!;
      if (block.kind === 'display') {
        if (all.length > 0 && block.vertical !== vertical) break;
        vertical = block.vertical;
        all.push(...block.lines);
        end = k;
      } else if (block.kind !== 'furniture' || this.isBreak(block.lines)) break;
      else this.furniture(block.lines);
    }
    const lines = all.filter((line) => {
      if (!SOURCE_NOTE.test(line.text)) return true;
      this.kinds.set(line, 'byline');
      return false;
    });
    const page = lines.findIndex((line, k) => k > 0 && line.opensPage);
    const next = this.next(end);
    if (page > 0 && !vertical && next?.kind === 'text' && this.current && this.current.paragraphs.length > 0) {
      // The last lines of one page and the first of the next are two groups: a headline here, a heading there.
      this.place(end, { lines: lines.slice(0, page), vertical });
      this.place(end, { lines: lines.slice(page), vertical });
    } else if (lines.length > 0) this.place(end, { lines, vertical });
    return end;
  }

  private isBreak(lines: readonly Line[]): boolean {
    const role = lines[0]!.role;
    return role === 'contents' || role === 'supporters' || (role === 'masthead' && lines.length >= 3);
  }

  private next(i: number): Block | null {
    for (let k = i + 1; k < this.blocks.length; k++) {
      const block = this.blocks[k]!;
      if (block.kind !== 'furniture') return block;
      if (this.isBreak(block.lines)) return null;
    }
    return null;
  }

  /** The text that follows, as far as it takes to know whether a headline speaks of it. */
  private textAfter(i: number): string {
    let text = '';
    let seen = false;
    for (let k = i + 1; k < this.blocks.length && text.length < 1500; k++) {
      const block = this.blocks[k]!;
      if (block.kind === 'text') {
        text += block.flat;
        seen = true;
      } else if (block.kind === 'byline' && seen) break;
    }
    return text;
  }

  private place(i: number, group: DisplayGroup): void {
    const { current } = this;
    const next = this.next(i);
    if (next === null) this.behind(group);
    else if (next.kind === 'display' || next.kind === 'byline') this.before(i, group);
    else if (current === null) this.lead = this.trim(group);
    else if (current.paragraphs.length === 0) this.afterByline(group);
    else if (!lastIsComplete(current)) this.interrupt(group);
    else if (next.kind === 'text') this.between(i, group, next);
  }

  /**
   * A display in the middle of a sentence: a caption, or the headline of a magazine that sets it into the page.
   * A short line at the usual distance is a heading that misplaced columns have put there.
   */
  private interrupt(group: DisplayGroup): void {
    const [line] = group.lines;
    const misplaced =
      this.layout.setting === 'paragraphs' &&
      group.lines.length === 1 &&
      line!.gap <= this.layout.usualGap &&
      line!.flat.length <= 12 &&
      !looksLikeCaption(line!.flat);
    if (misplaced) this.headings(group);
    else this.current!.inner.push(group);
  }

  /** Nothing follows: the headline of the article above, where that has none yet. */
  private behind(group: DisplayGroup): void {
    const { current } = this;
    if (current && !this.hasTitle(current) && group.lines.every((line) => line.flat.length >= 2))
      current.inner.push(group);
    else this.set(group.lines, current ? 'caption' : 'masthead');
  }

  /** A byline follows: the headline of the article that opens there, or of the one above, as page and wording say. */
  private before(i: number, group: DisplayGroup): void {
    const { current } = this;
    // A standfirst: the headline below it is its own article's, which opens with the byline.
    const standfirst = current !== null && isStandfirst(current);
    if (!standfirst && this.standsBehind(i, group)) return;
    if (current && !standfirst && current.paragraphs.length > 0 && !this.hasTitle(current) && lastIsComplete(current)) {
      const page = group.lines.findIndex((line) => line.opensPage);
      const turned = this.blocks
        .slice(i + 1, i + 4)
        .some((block) => block.kind !== 'text' && block.lines[0]!.opensPage);
      if (page > 0) {
        current.inner.push({ lines: group.lines.slice(0, page), vertical: group.vertical });
        this.lead = this.trim({ lines: group.lines.slice(page), vertical: group.vertical });
        return;
      }
      const words = group.lines.map((line) => line.flat).join('');
      const speaksOfAbove = preference(words, flatOf(current), this.textAfter(i));
      if (speaksOfAbove > (turned || group.vertical ? 0 : 0.5)) {
        current.inner.push(group);
        return;
      }
    }
    if (this.lead) this.dropLead();
    this.lead = this.trim(group);
  }

  /**
   * Headline and byline, and no body below them: both stand behind their article. Where that has a headline already,
   * its last page is the article: it began without one.
   */
  private standsBehind(i: number, group: DisplayGroup): boolean {
    const { current } = this;
    let at = i + 1;
    while (this.blocks[at]?.kind === 'furniture') at++;
    const byline = this.blocks[at];
    if (!current || current.paragraphs.length === 0 || byline?.kind !== 'byline' || !lastIsComplete(current))
      return false;
    if (group.lines.some((line, k) => k > 0 && line.opensPage) || byline.lines[0]!.opensPage) return false;
    const below = this.next(at);
    const bodyBelow = below?.kind === 'text' && !below.lines[0]!.opensPage;
    if (bodyBelow) return false;
    const words = group.lines.map((line) => line.flat).join('');
    let owner = current;
    if (this.hasTitle(current)) {
      const first = current.paragraphs.findLastIndex((one) => one.opensPage);
      if (first <= 0 || !canEndParagraph(current.paragraphs[first - 1]!.flat)) return false;
      owner = newDraft(null, [], false);
      owner.section = this.section;
      owner.paragraphs.push(...current.paragraphs.slice(first));
      if (preference(words, flatOf(owner), this.textAfter(i)) <= 0) return false;
      current.paragraphs.splice(first);
      this.drafts.push(current);
      this.current = owner;
    } else if (preference(words, flatOf(owner), this.textAfter(i)) <= 0) return false;
    owner.inner.push(group);
    this.tail = true;
    return true;
  }

  /** The byline stands above its headline; or above the first part of a collection, when it had a headline already. */
  private afterByline(group: DisplayGroup): void {
    const current = this.current!;
    if (current.lead === null) {
      current.lead = this.trim(group);
      return;
    }
    // The body may open with a heading; a collection leaves room above its first part.
    const apart = group.lines[0]!.gap > this.layout.usualGap || isCollective(current.lead.lines, this.contents);
    if (NUMBERED.test(group.lines[0]!.flat) || !apart) {
      this.headings(group);
      return;
    }
    this.collection = current.authors;
    const { authors } = current;
    this.open(this.trim(group), authors);
  }

  /** Between two paragraphs: a heading, unless its setting says that an article begins here. */
  private between(i: number, group: DisplayGroup, next: TextBlock): void {
    const current = this.current!;
    const { usualGap } = this.layout;
    const apart = group.lines[0]!.gap > usualGap;
    const after = this.textAfter(i);
    const pair = placePair(group.lines, flatOf(current) + after);
    const entry = group.lines.map((line) => this.contents.entryOf(line.flat)).find((one) => one !== null) ?? null;
    if (!this.hasTitle(current) && (pair || entry || group.vertical || group.lines[0]!.gap >= usualGap + 2)) {
      current.inner.push(group);
      return;
    }
    const box = group.lines.some((line) => BOX_LABEL.test(line.flat));
    if (entry || pair || box || openingNote(next.flat) || current.closed || (this.collection && apart)) {
      this.lead = null;
      const authors = this.collection && !entry ? this.collection : (entry?.authors ?? []);
      this.open(this.trim(group), authors);
      return;
    }
    this.headings(group);
  }

  private headings(group: DisplayGroup): void {
    const current = this.current!;
    if (group.vertical) {
      this.set(group.lines, 'running-head');
      return;
    }
    for (const line of group.lines)
      current.paragraphs.push({
        kind: 'heading',
        pieces: [{ start: line.start, end: line.end }],
        flat: line.flat,
        opensPage: false,
      });
  }

  /** What stands far above a headline is no part of it. */
  private trim(group: DisplayGroup): DisplayGroup {
    if (group.vertical) return group;
    const { lines } = group;
    let first = lines.length - 1;
    while (first > 0 && lines.length - first < LONGEST_LEAD && this.adjoin(lines[first - 1]!, lines[first]!)) first--;
    for (const line of lines.slice(0, first)) this.kinds.set(line, this.drafts.length === 0 ? 'masthead' : 'headline');
    return { lines: lines.slice(first), vertical: false };
  }

  private adjoin(above: Line, below: Line): boolean {
    if (below.gap > this.layout.usualGap + 1) return false;
    const between = this.layout.lines.slice(above.index + 1, below.index);
    return between.every(({ role }) => role === 'caption' || role === 'running-head' || role === 'pull-quote');
  }

  private hasTitle(draft: Draft): boolean {
    if (draft.inner.some((group) => this.looksLikeTitle(group, draft))) return true;
    return draft.lead !== null && !isCollective(draft.lead.lines, this.contents);
  }

  private looksLikeTitle(group: DisplayGroup, draft: Draft): boolean {
    if (group.vertical) return true;
    return chooseFrom(group, draft, this.contents) !== null;
  }
}
