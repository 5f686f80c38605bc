/**
 * The contents page → what it says of each article; it confirms headlines, authors and sections, and is itself no article.
 *
 *   >>本期关注
 *   14 让山村成为向往之地        → { title: "让山村成为向往之地", subtitle: "一个县的综述",
 *   ——一个县的综述/本刊记者 马 岚     authors: ["马岚"], section: "本期关注", collective: false }
 */
import { readNames } from './byline.js';
import type { Layout, Line } from './layout.js';
import { cleanHeadline, squash } from './text.js';

export interface ContentsEntry {
  readonly title: string;
  readonly subtitle: string | null;
  readonly authors: readonly string[];
  readonly section: string | null;
  /** 郑岚 等: several authors under one headline, so that its parts have headlines of their own. */
  readonly collective: boolean;
}

export interface Contents {
  readonly entries: readonly ContentsEntry[];
  readonly sections: readonly string[];
  /** The entry whose title this is, as printed or nearly so. */
  readonly entryOf: (title: string, atLeast?: number) => ContentsEntry | null;
}

// 14 标题, - 40 标题, P46 标题
const LEADING_PAGE = /^[-—·\s]*(?:P|p)?(?<page>\d{1,3})[\s　.、]+(?<rest>\S.*)$/u;
// 标题……14
const TRAILING_PAGE = /^(?<rest>\S.*?)\s*(?:[.…·]{2,}|\s{2,})\s*(?<page>\d{1,3})$/u;
const SLASH_AUTHORS = /[/／]\s*(?<authors>[^/／]{2,40})$/u;
const SECTION = /^>>|^[》＞]{2}/u;
const ROLE = /^(?:本[刊报]|特约)?(?:记者|评论员|通讯员|编辑部)\s*/u;
const FEWEST_ENTRIES = 5;
/** Lines between two entries that still belong to the page: sections, wrapped titles, an introduction. */
const REACH = 14;

/** Finds the contents page and marks its lines. */
export function readContents(layout: Layout): Contents {
  const { lines } = layout;
  const hits: number[] = [];
  lines.forEach((line, i) => {
    if (isEntry(line)) hits.push(i);
  });
  const runs = splitRuns(hits);
  const entries: ContentsEntry[] = [];
  const sections: string[] = [];
  for (const run of runs) {
    if (run.length < FEWEST_ENTRIES) continue;
    const first = firstLine(lines, run[0]!);
    const last = lastLine(lines, run[run.length - 1]!);
    readEntries(lines.slice(first, last + 1), entries, sections);
    for (let i = first; i <= last; i++) if (lines[i]!.role === 'text') lines[i]!.role = 'contents';
  }
  return { entries, sections, entryOf: finder(entries) };
}

function isEntry(line: Line): boolean {
  if (line.text.length > 60 || line.role !== 'text') return false;
  const rest = LEADING_PAGE.exec(line.text)?.groups?.rest;
  if (rest !== undefined) return /^\p{Script=Han}|^[“《‘「『"]/u.test(rest) && !/[。；，]/u.test(rest);
  return TRAILING_PAGE.test(line.text);
}

function splitRuns(hits: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const hit of hits) {
    const run = runs[runs.length - 1];
    if (run && hit - run[run.length - 1]! <= REACH * 2.5) run.push(hit);
    else runs.push([hit]);
  }
  return runs;
}

/** Section names stand above the first entry. */
function firstLine(lines: readonly Line[], at: number): number {
  let first = at;
  for (let i = at - 1; i >= Math.max(0, at - 3); i--) {
    if (!SECTION.test(lines[i]!.text) && !/^目\s*[录次]$|^CONTENTS$/iu.test(lines[i]!.text)) break;
    first = i;
  }
  return first;
}

/** A subtitle or an author may stand below the last entry. */
function lastLine(lines: readonly Line[], at: number): number {
  let last = at;
  while (last + 1 < lines.length && (/^——/u.test(lines[last + 1]!.text) || /^[/／]/u.test(lines[last + 1]!.text)))
    last++;
  return last;
}

function readEntries(lines: readonly Line[], entries: ContentsEntry[], sections: string[]): void {
  let section: string | null = null;
  let open: { title: string; subtitle: string | null; authors: string | null } | null = null;
  const close = (): void => {
    if (open && open.title !== '') {
      const { authors, collective } = readAuthors(open.authors);
      entries.push({ title: open.title, subtitle: open.subtitle, authors, section, collective });
    }
    open = null;
  };
  for (const line of lines) {
    if (line.role !== 'text') continue;
    const entry = LEADING_PAGE.exec(line.text) ?? TRAILING_PAGE.exec(line.text);
    if (isEntry(line) && entry) {
      close();
      const part = splitAuthors(entry.groups!.rest!);
      open = { title: cleanHeadline(part.text), subtitle: null, authors: part.authors };
      continue;
    }
    if (SECTION.test(line.text)) {
      close();
      section = squash(line.text.replace(SECTION, ''));
      sections.push(section);
      continue;
    }
    const more = open as { title: string; subtitle: string | null; authors: string | null } | null;
    if (more && more.authors === null && line.text.length <= 60) {
      const part = splitAuthors(line.text);
      if (/^[—–-]{2}/u.test(line.text)) {
        more.subtitle = cleanHeadline(part.text.replace(/^[—–-]+/u, ''));
        more.authors = part.authors;
        continue;
      }
      if (part.authors !== null) {
        more.title = cleanHeadline(`${more.title} ${part.text}`);
        more.authors = part.authors;
        continue;
      }
    }
    // 经济建设, 富 强 浙 江: a section's name stands alone, without page and author.
    if (line.flat.length <= 16 && /^\p{Script=Han}+$/u.test(line.flat)) {
      close();
      section = line.flat;
      sections.push(section);
    }
  }
  close();
}

function splitAuthors(text: string): { text: string; authors: string | null } {
  const found = SLASH_AUTHORS.exec(text);
  if (!found) return { text, authors: null };
  return { text: text.slice(0, found.index).trim(), authors: found.groups!.authors!.trim() };
}

function readAuthors(printed: string | null): { authors: string[]; collective: boolean } {
  if (printed === null) return { authors: [], collective: false };
  const collective = /等$/u.test(printed);
  const names = readNames(printed.replace(ROLE, '').replace(/\s*等$/u, ''), true);
  return { authors: names ?? [], collective };
}

/** 缩差共富 and 缩小共富, 人工智能发展 and 人工智能人才发展 are the same headline. */
const NEARLY_SAME = 0.72;

function finder(entries: readonly ContentsEntry[]): Contents['entryOf'] {
  const keyed = entries.map((entry) => ({ entry, key: bare(entry.title) }));
  const found = new Map<string, { entry: ContentsEntry; like: number } | null>();
  return (title, atLeast = NEARLY_SAME) => {
    let best = found.get(title);
    if (best === undefined) {
      best = null;
      const key = bare(title);
      const pairs = edgePairs(key);
      for (const { entry, key: other } of keyed) {
        const longest = Math.max(key.length, other.length);
        if (key.length < 4 || Math.min(key.length, other.length) < longest * 0.56) continue;
        if (!pairs.some((pair) => other.includes(pair))) continue;
        const like = likeness(key, other);
        if (like >= NEARLY_SAME && like > (best?.like ?? 0)) best = { entry, like };
      }
      found.set(title, best);
    }
    return best !== null && best.like >= atLeast ? best.entry : null;
  };
}

/** The pairs at the start, the middle and the end: of all that are nearly the same, one occurs in the other. */
const edgePairs = (key: string): readonly string[] =>
  [0, key.length >> 1, key.length - 2].map((at) => key.slice(at, at + 2));

/** Without white space and punctuation. */
export const bare = (text: string): string => squash(text).replace(/[^\p{L}\p{N}]/gu, '');

/** Dice coefficient of the character pairs: 1 for equal texts. */
export function likeness(a: string, b: string): number {
  if (a === b) return 1;
  if (a.length < 2 || b.length < 2) return 0;
  const pairs = new Map<string, number>();
  for (let i = 0; i < a.length - 1; i++) pairs.set(a.slice(i, i + 2), (pairs.get(a.slice(i, i + 2)) ?? 0) + 1);
  let shared = 0;
  for (let i = 0; i < b.length - 1; i++) {
    const left = pairs.get(b.slice(i, i + 2)) ?? 0;
    if (left > 0) {
      shared++;
      pairs.set(b.slice(i, i + 2), left - 1);
    }
  }
  return (2 * shared) / (a.length + b.length - 2);
}
