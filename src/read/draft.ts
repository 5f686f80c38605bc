/**
 * An article in the making: its paragraphs as printed pieces, and the displays among which its headline is looked for.
 *
 *   lead   above the body      ["山乡里的新车间", "——一个县的转型综述"]
 *   inner  in it or behind it  ["临海县", "临海老街", "擦亮一条街的金招牌"]
 */
import type { Paragraph, Span } from '../model.js';
import type { TextBlock } from './blocks.js';
import { canEndParagraph, type Line } from './layout.js';

export interface DraftParagraph {
  readonly kind: Paragraph['kind'];
  readonly pieces: Span[];
  flat: string;
  /** Its first line is the first of a page. */
  readonly opensPage: boolean;
}

export interface Draft {
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

export interface DisplayGroup {
  readonly lines: readonly Line[];
  readonly vertical: boolean;
}

export const newDraft = (lead: DisplayGroup | null, authors: readonly string[], collected: boolean): Draft => ({
  paragraphs: [],
  authors,
  section: null,
  lead,
  inner: [],
  closed: false,
  collected,
});

/** A sentence or two without headline and author: a standfirst, when real articles stand beside it. */
export const SHORTEST_UNTITLED = 120;

export const lastIsComplete = (draft: Draft): boolean => {
  const last = draft.paragraphs[draft.paragraphs.length - 1];
  return last === undefined || last.kind === 'heading' || canEndParagraph(last.flat);
};

export const isStandfirst = (draft: Draft): boolean =>
  draft.lead === null &&
  draft.authors.length === 0 &&
  draft.inner.length === 0 &&
  flatOf(draft).length < SHORTEST_UNTITLED;

/** A headline without an author and at most a few paragraphs below it. */
export const isOpening = (draft: Draft): boolean =>
  draft.lead !== null &&
  draft.authors.length === 0 &&
  draft.paragraphs.length <= 4 &&
  draft.paragraphs.every((one) => one.kind === 'body') &&
  flatOf(draft).length <= 600;

export const flatOf = (draft: Draft): string => draft.paragraphs.map((one) => one.flat).join('');

export function append(draft: Draft, block: TextBlock): void {
  const last = draft.paragraphs[draft.paragraphs.length - 1];
  const pieces = block.lines.map((line) => ({ start: line.start, end: line.end }));
  if (last && last.kind === 'body' && !canEndParagraph(last.flat)) {
    last.pieces.push(...pieces);
    last.flat += block.flat;
  } else draft.paragraphs.push({ kind: 'body', pieces, flat: block.flat, opensPage: block.lines[0]!.opensPage });
}
