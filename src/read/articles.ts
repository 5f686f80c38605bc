/**
 * An issue → its articles, and a named residue for every printed character that is in none of them.
 *
 *   临海：山村的新路         headline   → title
 *   ■ 金 晨                  byline     → authors ["金晨"]
 *   去年以来，全村游客达3万   text  ┐
 *   ▲村口的廊桥              caption    → residue
 *   人次。                   text  ┘    → one paragraph "去年以来，全村游客达3万人次。"
 *
 * layout.ts says how the lines are set, contents.ts and furniture.ts which of them are no article, blocks.ts what the
 * others are; here the blocks become articles. The rules look at setting (gaps, widths, ends of sentences, bylines), never at
 * an issue's own words.
 */
import { createHash } from 'node:crypto';
import type { Article, Issue, Outcome, Paragraph, Problem, Residue, ResidueKind, Span } from '../model.js';
import { type Block, type BylineBlock, looksLikeCaption, opensQuote, readBlocks, type TextBlock } from './blocks.js';
import { closingNote, openingNote } from './byline.js';
import { bare, type Contents, likeness, readContents } from './contents.js';
import { markFurniture, markSupporters } from './furniture.js';
import {
  affinity,
  BOX_LABEL,
  type Headline,
  isCollective,
  isPlaceLine,
  placePair,
  preference,
  readHeadline,
} from './headline.js';
import { canEndParagraph, isComplete, type Layout, type Line, readLayout } from './layout.js';
import { cleanHeading, cleanParagraph, isWhite, sentenceSpans, squash } from './text.js';

export function readArticles(issue: Issue): Outcome<{ readonly articles: Article[]; readonly residue: Residue[] }> {
  const layout = readLayout(issue.printed);
  markSupporters(layout.lines);
  const contents = readContents(layout);
  markFurniture(layout, contents);
  const blocks = readBlocks(issue.printed, layout, contents);
  const splitter = new Splitter(layout, contents, blocks);
  const drafts = splitter.run();
  const apart = new Map<number, ResidueKind>();
  const notes: Span[] = [];
  const articles = finish(issue, drafts, contents, splitter.kinds, apart, notes);
  for (const line of layout.lines) {
    const kind = apart.get(line.start);
    if (kind) splitter.kinds.set(line, kind);
  }
  const residue = restOf(issue.printed, layout.lines, articles, splitter.kinds, notes);
  const problems: Problem[] = [];
  if (articles.length === 0) {
    problems.push({
      level: 'doubtful',
      rule: 'articles/none',
      message: `${issue.file} prints no text that can be read as an article`,
      file: issue.file,
      articleId: null,
      at: null,
    });
  }
  return { value: { articles, residue }, problems };
}

// ---------- blocks → drafts ----------

interface DraftParagraph {
  readonly kind: Paragraph['kind'];
  readonly pieces: Span[];
  flat: string;
  /** Its first line is the first of a page. */
  readonly opensPage: boolean;
}

interface Draft {
  readonly paragraphs: DraftParagraph[];
  authors: readonly string[];
  section: string | null;
  /** Above the body. */
  lead: DisplayGroup | null;
  /** Inside the body or behind it; in magazines a headline may stand there. */
  readonly inner: DisplayGroup[];
  /** A byline closed it: the next display opens another article; after another section's name the next text does. */
  closed: false | 'by byline' | 'by section';
  /** A part of a collection whose byline stands above all of them. */
  readonly collected: boolean;
}

interface DisplayGroup {
  readonly lines: readonly Line[];
  readonly vertical: boolean;
}

const newDraft = (lead: DisplayGroup | null, authors: readonly string[], collected: boolean): Draft => ({
  paragraphs: [],
  authors,
  section: null,
  lead,
  inner: [],
  closed: false,
  collected,
});

const SOURCE_NOTE =
  /^[（(]?(?:内容|资料|数据|图文|本文|文字|稿件)?(?:来自|来源|由|摘自|据).{2,60}(?:提供|供稿|整理|综合|讲话|报道)[)）]?$/u;
const LONGEST_LEAD = 5;
// 一、基本情况  （二）销售  3.问题
const NUMBERED = /^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.、．])/u;
const AUTHOR_BOX = /教授|研究员|博士|学者|院长|主任|会员|毕业|现任|曾任|兼任|著有|作家|记者|专家/u;

/** Walks over the blocks once and deals them out to drafts. */
class Splitter {
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

const lastIsComplete = (draft: Draft): boolean => {
  const last = draft.paragraphs[draft.paragraphs.length - 1];
  return last === undefined || last.kind === 'heading' || canEndParagraph(last.flat);
};

const isStandfirst = (draft: Draft): boolean =>
  draft.lead === null &&
  draft.authors.length === 0 &&
  draft.inner.length === 0 &&
  flatOf(draft).length < SHORTEST_UNTITLED;

/** A headline without an author and at most a few paragraphs below it. */
const isOpening = (draft: Draft): boolean =>
  draft.lead !== null &&
  draft.authors.length === 0 &&
  draft.paragraphs.length <= 4 &&
  draft.paragraphs.every((one) => one.kind === 'body') &&
  flatOf(draft).length <= 600;

const flatOf = (draft: Draft): string => draft.paragraphs.map((one) => one.flat).join('');

function append(draft: Draft, block: TextBlock): void {
  const last = draft.paragraphs[draft.paragraphs.length - 1];
  const pieces = block.lines.map((line) => ({ start: line.start, end: line.end }));
  if (last && last.kind === 'body' && !canEndParagraph(last.flat)) {
    last.pieces.push(...pieces);
    last.flat += block.flat;
  } else draft.paragraphs.push({ kind: 'body', pieces, flat: block.flat, opensPage: block.lines[0]!.opensPage });
}

// ---------- drafts → articles ----------

const END_SIGN = /(?<=[。！？…!?][”’』」）)]*)\s*(?:[\u2460-\u2473■●◆◇□]|[a-zA-Z])$/u;

const SHORTEST_UNTITLED = 120;

function finish(
  issue: Issue,
  drafts: readonly Draft[],
  contents: Contents,
  kinds: Map<Line, ResidueKind>,
  apart: Map<number, ResidueKind>,
  notes: Span[],
): Article[] {
  const articles: Article[] = [];
  const ids = new Map<string, number>();
  for (const draft of drafts) {
    const headline = titleOf(draft, contents, kinds);
    const authors = readNotes(issue.printed, draft, notes);
    dropCaption(draft, apart);
    const body = compose(issue.printed, draft);
    if (body.paragraphs.length === 0) continue;
    // A sentence or two with no headline and no author beside real articles: a standfirst or an introduction.
    if (drafts.length > 1 && !headline && authors.length === 0 && body.text.length < SHORTEST_UNTITLED) {
      for (const { pieces } of draft.paragraphs) for (const { start } of pieces) apart.set(start, 'pull-quote');
      continue;
    }
    const { text } = body;
    const start = [...text.replace(/\s+/gu, '')].slice(0, 40).join('');
    const key = `${issue.id}#${sha256(start).slice(0, 16)}`;
    const times = (ids.get(key) ?? 0) + 1;
    ids.set(key, times);
    const title = headline?.title ?? '';
    const { at } = body;
    articles.push({
      id: times === 1 ? key : `${key}-${times}`,
      issueId: issue.id,
      title,
      subtitle: headline?.subtitle ?? null,
      section: headline?.section ?? headline?.entry?.section ?? draft.section,
      authors: confirmed(authors, headline, contents),
      ordinal: articles.length + 1,
      text,
      hash: sha256(`${title}\n${text}`),
      sentences: body.paragraphs.flatMap((one) => sentenceSpans(text, one)),
      paragraphs: body.paragraphs,
      printedAt: (offset) => at[offset] ?? (at.length === 0 ? 0 : at[at.length - 1]! + 1),
    });
  }
  return articles;
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** A misprinted byline (沈农今哲) is parted as the contents page parts it. */
function confirmed(authors: readonly string[], headline: Headline | null, contents: Contents): readonly string[] {
  const joined = authors.join('');
  const entry = headline?.entry ?? null;
  const same = [entry, ...contents.entries].find(
    (one) => one !== null && one.authors.length > 0 && one.authors.join('') === joined,
  );
  return same ? same.authors : authors;
}

/** The best of the groups that may hold the headline; the rest becomes residue with its kind. */
function titleOf(draft: Draft, contents: Contents, kinds: Map<Line, ResidueKind>): Headline | null {
  const own = draft.inner.map((group) => chooseFrom(group, draft, contents)).filter((one) => one !== null);
  const lead = draft.lead ? readHeadline(draft.lead.lines, draft.lead.vertical, contents, flatOf(draft)) : null;
  const collective = draft.lead !== null && isCollective(draft.lead.lines, contents);
  const placed = own.find((one) => one.lines.length === 2 && isPlaceLine(one.lines[0]!.flat, flatOf(draft)));
  // The few lines between a collection's headline and its first part are its own: they bear its title.
  const intro = flatOf(draft).length <= 200;
  const fits =
    lead && (!collective || (intro && own.length === 0)) && !contradicted(lead, draft, contents) ? lead : null;
  const named = own.find((one) => one.entry !== null && !one.entry.collective);
  let chosen = fits ?? named ?? placed ?? own[0] ?? null;
  if (placed && (collective || lead?.subtitle != null) && !named) chosen = placed;
  for (const group of draft.inner)
    for (const line of group.lines) kinds.set(line, group.vertical ? 'running-head' : 'caption');
  const pair = chosen?.lines.length === 2 && isPlaceLine(chosen.lines[0]!.flat, flatOf(draft));
  for (const line of draft.lead?.lines ?? []) kinds.set(line, pair && lead === chosen ? 'caption' : 'headline');
  if (lead && !fits && !collective) for (const line of lead.lines) kinds.set(line, 'caption');
  for (const line of chosen?.lines ?? []) kinds.set(line, 'headline');
  return chosen;
}

/** A headline inside or behind the body. One line alone is a caption unless wording, contents or setting speak for it. */
function chooseFrom(group: DisplayGroup, draft: Draft, contents: Contents): Headline | null {
  const text = flatOf(draft);
  const read = (lines: readonly Line[]): Headline | null => readHeadline(lines, group.vertical, contents, text);
  if (group.vertical) {
    const one = read(group.lines);
    return one && affinity(one.title, text) >= 0.1 ? one : null;
  }
  if (placePair(group.lines, text)) return read(group.lines);
  const named = group.lines.findIndex((line) => contents.entryOf(line.flat)?.collective === false);
  if (named >= 0) return read(group.lines.slice(named));
  const candidates = group.lines.filter((line) => line.flat.length >= 4 || group.lines.length > 1);
  if (candidates.length === 0) return null;
  const one = read(candidates);
  if (!one || contradicted(one, draft, contents)) return null;
  return likeHeadline(one.title) ? one : null;
}

/** 让 … 成为, 从 … 到, a quoted word, two halves: what headlines do and captions do not. */
function likeHeadline(title: string): boolean {
  const flat = squash(title);
  if (flat.length < 6) return false;
  return (
    /[“”！？：]|\p{Script=Han}\s\p{Script=Han}/u.test(title) ||
    /^(?:让|把|为|以|在|从|向|用|打造|探索|走出|擦亮|激活|构建|推进|推动|书写|绘就|描绘|奏响|点亮|铺就|筑牢|唱响|跑出|蹚出|创新|深化|聚焦|聚力|做好|做强)/u.test(
      flat,
    )
  );
}

/** The contents page prints another title for these authors: then this line is no headline. */
function contradicted(headline: Headline, draft: Draft, contents: Contents): boolean {
  if (headline.entry || draft.collected || draft.authors.length === 0) return false;
  const joined = draft.authors.join('');
  const entry = contents.entries.find((one) => !one.collective && one.authors.join('') === joined);
  return entry !== undefined && likeness(bare(headline.title), bare(entry.title)) < 0.35;
}

/** Takes bylines and notes out of the body's first and last paragraph. */
function readNotes(printed: string, draft: Draft, notes: Span[]): readonly string[] {
  let authors = draft.authors;
  while (draft.paragraphs[draft.paragraphs.length - 1]?.kind === 'heading') draft.paragraphs.pop();
  const first = draft.paragraphs.find((one) => one.kind === 'body');
  if (first) {
    const piece = first.pieces[0]!;
    const note = openingNote(printed.slice(piece.start, piece.end));
    if (note) {
      first.pieces[0] = { start: piece.start + note.end, end: piece.end };
      notes.push({ start: piece.start, end: piece.start + note.end });
      if (authors.length === 0) authors = note.names;
    }
  }
  for (let guard = 0; guard < 3; guard++) {
    const last = draft.paragraphs[draft.paragraphs.length - 1];
    if (!last || draft.paragraphs.length === 0) break;
    const raw = last.pieces.map((piece) => printed.slice(piece.start, piece.end));
    const joined = raw.join('');
    const note = closingNote(joined);
    if (!note) break;
    if (authors.length === 0) authors = note.names;
    notes.push(cutFrom(last, note.start));
    if (last.pieces.length === 0) draft.paragraphs.pop();
    else break;
  }
  const last = draft.paragraphs[draft.paragraphs.length - 1];
  const piece = last?.pieces[last.pieces.length - 1];
  if (last && piece) {
    const sign = END_SIGN.exec(printed.slice(piece.start, piece.end));
    if (sign) last.pieces[last.pieces.length - 1] = { start: piece.start, end: piece.start + sign.index };
  }
  return authors;
}

// “云上供销”社区提货点。 松阳的茶园。
const CAPTION_SENTENCE =
  /^[^，、；！？…说了是要会让把]{3,20}(?:点|库|村|园|站|桥|街|基地|车间|现场|外景|全景|夜景|一角|内景|新貌|展厅|馆|镇|港|厂|楼|合作社|大棚|码头|示范区)。$/u;

/** A picture at the foot of an article leaves its caption below the last paragraph. */
function dropCaption(draft: Draft, apart: Map<number, ResidueKind>): void {
  const last = draft.paragraphs[draft.paragraphs.length - 1];
  const before = draft.paragraphs[draft.paragraphs.length - 2];
  if (!last || !before || before.kind === 'heading' || !isComplete(before.flat) || !CAPTION_SENTENCE.test(last.flat))
    return;
  for (const { start } of last.pieces) apart.set(start, 'caption');
  draft.paragraphs.pop();
}

/** Keeps the first `length` characters of the paragraph's pieces; the rest is returned as one printed span. */
function cutFrom(paragraph: DraftParagraph, length: number): Span {
  const end = paragraph.pieces[paragraph.pieces.length - 1]!.end;
  let left = length;
  for (let i = 0; i < paragraph.pieces.length; i++) {
    const piece = paragraph.pieces[i]!;
    const size = piece.end - piece.start;
    if (size <= left) {
      left -= size;
      continue;
    }
    const start = piece.start + left;
    if (left > 0) paragraph.pieces[i++] = { start: piece.start, end: start };
    paragraph.pieces.splice(i);
    return { start, end };
  }
  return { start: end, end };
}

function compose(printed: string, draft: Draft): { text: string; at: number[]; paragraphs: Paragraph[] } {
  const at: number[] = [];
  const paragraphs: Paragraph[] = [];
  const parts: string[] = [];
  let length = 0;
  for (const paragraph of draft.paragraphs) {
    const clean =
      paragraph.kind === 'heading'
        ? cleanHeading(printed, paragraph.pieces[0]!)
        : cleanParagraph(printed, paragraph.pieces);
    if (clean.text === '') continue;
    if (parts.length > 0) {
      parts.push('\n');
      at.push(at[at.length - 1]! + 1);
      length++;
    }
    parts.push(clean.text);
    for (const offset of clean.printedAt) at.push(offset);
    paragraphs.push({ start: length, end: length + clean.text.length, kind: paragraph.kind });
    length += clean.text.length;
  }
  return { text: parts.join(''), at, paragraphs };
}

// ---------- what is left ----------

/** Every printed character that is not white and in no article, with what it is. */
function restOf(
  printed: string,
  lines: readonly Line[],
  articles: readonly Article[],
  kinds: ReadonlyMap<Line, ResidueKind>,
  notes: readonly Span[],
): Residue[] {
  const covered = new Uint8Array(printed.length);
  for (const article of articles) {
    for (let i = 0; i < article.text.length; i++) if (article.text[i] !== '\n') covered[article.printedAt(i)] = 1;
  }
  const residue: Residue[] = [];
  for (const line of lines) {
    let start = -1;
    let end = -1;
    for (let i = line.start; i <= line.end; i++) {
      const outside = i < line.end && covered[i] === 0;
      if (outside && !isWhite(printed[i]!)) {
        if (start < 0) start = i;
        end = i + 1;
      } else if (!outside && start >= 0) {
        const noted = notes.some((note) => note.start <= start && start < note.end);
        residue.push({ start, end, kind: noted ? 'byline' : kindOf(line, kinds) });
        start = -1;
      }
    }
  }
  return residue;
}

function kindOf(line: Line, kinds: ReadonlyMap<Line, ResidueKind>): ResidueKind {
  const known = kinds.get(line);
  if (known) return known;
  if (line.role === 'display') return 'headline';
  return line.role === 'text' ? 'fragment' : line.role;
}
