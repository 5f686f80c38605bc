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
 * others are, split.ts where an article begins and title.ts what it is called; here they become articles. The rules look at setting (gaps, widths, ends of sentences, bylines), never at
 * an issue's own words.
 */
import { createHash } from 'node:crypto';
import type { Article, Issue, Outcome, Paragraph, Problem, Residue, ResidueKind, Span } from '../model.js';
import { readBlocks } from './blocks.js';
import { closingNote, openingNote } from './byline.js';
import { type Contents, readContents } from './contents.js';
import { type Draft, type DraftParagraph, SHORTEST_UNTITLED } from './draft.js';
import { markFurniture, markSupporters } from './furniture.js';
import type { Headline } from './headline.js';
import { isComplete, type Line, readLayout } from './layout.js';
import { Splitter } from './split.js';
import { type CleanText, cleanHeading, cleanParagraph, isWhite, sentenceSpans } from './text.js';
import { titleOf } from './title.js';

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
      level: 'refused',
      rule: 'articles/none',
      message: `${issue.file} holds no text that can be read as an article; give the whole issue, or take the file away`,
      file: issue.file,
      articleId: null,
      at: null,
    });
  }
  return { value: { articles, residue }, problems };
}

// ---------- drafts → articles ----------

const END_SIGN = /(?<=[。！？…!?][”’』」）)]*)\s*(?:[\u2460-\u2473■●◆◇□]|[a-zA-Z])$/u;

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
    const key = `${issue.id}#${sha256(beginningOf(text)).slice(0, 16)}`;
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

/** The first forty characters that are not white. */
function beginningOf(text: string): string {
  const characters: string[] = [];
  for (const character of text) {
    if (/\s/u.test(character)) continue;
    if (characters.push(character) === 40) break;
  }
  return characters.join('');
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

function compose(printed: string, draft: Draft): { text: string; at: Int32Array; paragraphs: Paragraph[] } {
  const paragraphs: Paragraph[] = [];
  const parts: CleanText[] = [];
  let length = 0;
  for (const paragraph of draft.paragraphs) {
    const clean =
      paragraph.kind === 'heading'
        ? cleanHeading(printed, paragraph.pieces[0]!)
        : cleanParagraph(printed, paragraph.pieces);
    if (clean.text === '') continue;
    if (parts.length > 0) length++;
    parts.push(clean);
    paragraphs.push({ start: length, end: length + clean.text.length, kind: paragraph.kind });
    length += clean.text.length;
  }
  const at = new Int32Array(length);
  for (const [i, { printedAt }] of parts.entries()) {
    const { start } = paragraphs[i]!;
    // The line break between two paragraphs stands right behind the first.
    if (start > 0) at[start - 1] = at[start - 2]! + 1;
    at.set(printedAt, start);
  }
  return { text: parts.map(({ text }) => text).join('\n'), at, paragraphs };
}

// ---------- what is left ----------

const LINE_BREAK = 10;

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
    for (let i = 0; i < article.text.length; i++)
      if (article.text.charCodeAt(i) !== LINE_BREAK) covered[article.printedAt(i)] = 1;
  }
  const residue: Residue[] = [];
  for (const line of lines) {
    let start = -1;
    let end = -1;
    for (let i = line.start; i <= line.end; i++) {
      const outside = i < line.end && covered[i] === 0;
      if (outside && !isWhite(printed, i)) {
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
