/**
 * Where something is printed, and the figures of the graph and of a draft in the one form that compare.ts takes.
 *
 *   38.6亿元 in 江南瞭望-2025-12 → { figure: { subjectId: "cn:331024", value: 38.6, … }, place: { quote: "规上工业增加值38.6亿元",
 *   sentence, before: "…实现", after: "，同比…", issueId, issueDate, article, startOffset, endOffset } }
 */
import type { Figure } from '../graph/compare.js';
import type { Article, Extraction, Issue, Observation, Span } from '../model.js';
import type { Row } from '../store/store.js';

export interface Place {
  readonly quote: string;
  /** The rest of the sentence, before and behind the quote. */
  readonly before: string;
  readonly after: string;
  readonly articleId: string;
  /** Title; "" where none is printed. */
  readonly article: string;
  readonly issueId: string;
  readonly issueDate: string | null;
  readonly file: string;
  /** In the article's text, in characters. */
  readonly startOffset: number;
  readonly endOffset: number;
}

export interface PrintedFigure {
  readonly figure: Figure;
  /** Name of the subject. */
  readonly subject: string;
  readonly place: Place;
}

/** A row of figuresAbout or allFigures. */
export function figureOfRow(row: Row): PrintedFigure {
  const place = placeOfRow(row);
  return {
    figure: {
      subjectId: row.subjectId as string,
      metric: row.metric as string,
      value: row.value as number,
      valueTo: row.valueTo as number | null,
      unit: row.unit as string | null,
      approx: row.approx as string | null,
      quote: place.quote,
      period: row.period as string | null,
      kind: row.kind as Figure['kind'],
      direction: row.direction as Figure['direction'],
      baseline: row.baseline as string | null,
      scope: row.scope as string | null,
      modality: row.modality as Figure['modality'],
      doubtful: row.doubtful as boolean,
      asOf: row.asOf as string | null,
      articleId: place.articleId,
      issueId: place.issueId,
      sentence: row.sentence as string,
    },
    subject: row.subject as string,
    place,
  };
}

/** A row that has quote, sentence, article and issue with their offsets. */
export function placeOfRow(row: Row): Place {
  const sentence = [...(row.sentence as string)];
  const from = (row.startOffset as number) - (row.sentenceOffset as number);
  const to = (row.endOffset as number) - (row.sentenceOffset as number);
  return {
    quote: row.quote as string,
    before: sentence.slice(0, from).join(''),
    after: sentence.slice(to).join(''),
    articleId: row.articleId as string,
    article: row.article as string,
    issueId: row.issueId as string,
    issueDate: row.issueDate as string | null,
    file: row.file as string,
    startOffset: row.startOffset as number,
    endOffset: row.endOffset as number,
  };
}

/** A number of a draft. */
export function figureOfDraft(issue: Issue, { article }: Extraction, o: Observation): PrintedFigure {
  const place = placeInDraft(issue, article, o);
  return {
    figure: {
      subjectId: o.subjectId,
      metric: o.canonicalMetric,
      value: o.value,
      valueTo: o.valueTo,
      unit: o.unit,
      approx: o.approx,
      quote: o.quote,
      period: o.period,
      kind: o.kind,
      direction: o.direction,
      baseline: o.baseline,
      scope: o.scope,
      modality: o.modality,
      doubtful: o.doubtful,
      asOf: issue.date,
      articleId: article.id,
      issueId: issue.id,
      sentence: place.before + place.quote + place.after,
    },
    subject: o.subject,
    place,
  };
}

export function placeInDraft(issue: Issue, article: Article, span: Span): Place {
  const { text } = article;
  const around = article.sentences.find((each) => each.start <= span.start && span.start < each.end) ?? span;
  const characters = (offset: number): number => [...text.slice(0, offset)].length;
  return {
    quote: text.slice(span.start, span.end),
    before: text.slice(around.start, span.start),
    after: text.slice(span.end, Math.max(span.end, around.end)),
    articleId: article.id,
    article: article.title,
    issueId: issue.id,
    issueDate: issue.date,
    file: issue.file,
    startOffset: characters(span.start),
    endOffset: characters(span.end),
  };
}

/** 规上工业增加值【38.6亿元】，同比增长9.4%。 */
export const markedSentence = ({ before, quote, after }: Place): string =>
  `${before.trimStart()}【${quote}】${after.trimEnd()}`;

/** 《山那边的协作》 江南瞭望-2025-12 (2025-06-25) 第120–127字 */
export const sourceOf = (place: Place): string =>
  `《${place.article === '' ? '无题' : place.article}》 ${place.issueId}${place.issueDate === null ? '' : `（${place.issueDate}）`} 第${place.startOffset + 1}–${place.endOffset}字`;
