/**
 * Extracted articles held against annotated ones: precision, recall and F1 for entities, numbers and relations.
 * In: gold files (schema/extraction.ts) and the articles that `zhimai extract` prints. Out: a ScoreReport, e.g.
 * scores["fact"] = { precision: 0.61, recall: 0.58, f1: 0.59, gold: 278, predicted: 264 }, and a row for each miss.
 *
 * A number is found when its place and its quantity agree; it is a fact when metric and subject are right too,
 * and full when period, kind and modality are as well.
 */
import type { GoldArticle } from '../../schema/extraction.js';

// ---------- what goes in and out ----------

export interface ScoredObservation {
  readonly quote: string;
  readonly start: number;
  readonly end: number;
  readonly value: number;
  readonly valueTo: number | null;
  readonly unit: string | null;
  readonly metric: string;
  readonly subject: string;
  readonly period: string | null;
  readonly kind: string;
  readonly approx: string | null;
  readonly modality: string;
  readonly doubtful: boolean;
}

/** What scoring reads of an extracted article; src/export/article.ts makes more than this. */
export interface ScoredArticle {
  readonly source: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly text: string;
  readonly entities: readonly NamedEntity[];
  readonly observations: readonly ScoredObservation[];
  readonly relations: readonly { readonly type: string; readonly from: string; readonly to: string }[];
}
interface NamedEntity {
  readonly type: string;
  readonly name: string;
  readonly aliases: readonly string[];
}

/** An annotated article with the file that holds it and the issue file that it is from. */
export interface AnnotatedArticle extends GoldArticle {
  readonly source: string;
  readonly goldFile: string;
}

export interface Figure {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly gold: number;
  readonly predicted: number;
}

/** "+" was found and is not in the gold, "-" is in the gold and was not found, "~" was found with a wrong part. */
export interface Miss {
  readonly goldFile: string;
  /** e.g. "-County", "+Person", "~fact", "title". */
  readonly what: string;
  readonly article: string;
  /** What the gold says, or what was read and is not in it. */
  readonly row: string;
  /** What was read in its place; null where nothing was. */
  readonly read: string | null;
}

export interface ScoreReport {
  readonly articles: {
    readonly gold: number;
    readonly found: number;
    readonly title: number;
    readonly authors: number;
    readonly start: number;
    readonly end: number;
    /** Articles that were read out of the sources of the gold, right ones included. */
    readonly predictedInTheseSources: number;
  };
  /** Of the numbers found, how many have this part right. */
  readonly parts: Readonly<Record<Part, number>>;
  readonly matchedNumbers: number;
  /** Facts that do not call themselves doubtful: how many of them are right, and their share of all observations. */
  readonly sure: { readonly precision: number; readonly coverage: number };
  /** "entity County", "lenient all", "quantity", "fact", "full", "relation LOCATED_IN" …, sorted. */
  readonly scores: Readonly<Record<string, Figure>>;
  readonly misses: readonly Miss[];
}
export const PARTS = ['metric', 'subject', 'period', 'kind', 'modality', 'approx'] as const;
export type Part = (typeof PARTS)[number];

// ---------- the whole ----------

/** Every figure from one pass over the annotated articles. */
export function score(gold: readonly AnnotatedArticle[], predicted: readonly ScoredArticle[]): ScoreReport {
  const tally = new Tally();
  const mates = pairArticles(gold, predicted.map(withFlatText));
  for (const [annotated, mate] of mates) {
    const article = annotated.title === '' ? `${annotated.startsWith}…` : annotated.title;
    const miss: TellMiss = (what, row, read = null) =>
      tally.misses.push({ goldFile: annotated.goldFile, what, article, row, read });
    scoreFrame(annotated, mate, tally, miss);
    scoreEntities(annotated, mate, tally, miss);
    scoreObservations(annotated, mate, tally, miss);
    scoreRelations(annotated, mate, tally, miss);
  }
  const sources = new Set(gold.map((article) => article.source));
  const sure = tally.sure;
  return {
    articles: {
      gold: gold.length,
      ...tally.frame,
      predictedInTheseSources: predicted.filter((article) => sources.has(article.source)).length,
    },
    parts: tally.parts,
    matchedNumbers: tally.matchedNumbers,
    sure: {
      precision: ratio(sure.right, sure.right + sure.wrong),
      coverage: ratio(sure.right + sure.wrong, sure.all),
    },
    scores: tally.figures(),
    misses: tally.misses,
  };
}

type TellMiss = (what: string, row: string, read?: string | null) => void;

interface Count {
  right: number;
  extra: number;
  missing: number;
}

class Tally {
  readonly #counts = new Map<string, Count>();
  readonly frame = { found: 0, title: 0, authors: 0, start: 0, end: 0 };
  readonly parts: Record<Part, number> = { metric: 0, subject: 0, period: 0, kind: 0, modality: 0, approx: 0 };
  matchedNumbers = 0;
  readonly sure = { right: 0, wrong: 0, all: 0 };
  readonly misses: Miss[] = [];

  add(outcome: keyof Count, ...names: readonly string[]): void {
    for (const name of names) {
      const count = this.#counts.get(name) ?? { right: 0, extra: 0, missing: 0 };
      count[outcome]++;
      this.#counts.set(name, count);
    }
  }

  figures(): Record<string, Figure> {
    const names = [...this.#counts.keys()].sort();
    return Object.fromEntries(names.map((name) => [name, figure(this.#counts.get(name)!)]));
  }
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

const figure = ({ right, extra, missing }: Count): Figure => ({
  precision: ratio(right, right + extra),
  recall: ratio(right, right + missing),
  f1: ratio(2 * right, 2 * right + extra + missing),
  gold: right + missing,
  predicted: right + extra,
});

// ---------- which article is which ----------

/** An extracted article with its text squashed, and for each offset of the text its place in the squashed one. */
export interface FlatArticle extends ScoredArticle {
  readonly flat: string;
  readonly flatAt: Int32Array;
}

export function withFlatText(article: ScoredArticle): FlatArticle {
  const flatAt = new Int32Array(article.text.length + 1);
  let printed = 0;
  for (let i = 0; i < article.text.length; i++) {
    flatAt[i] = printed;
    if (!/\s/u.test(article.text[i]!)) printed++;
  }
  flatAt[article.text.length] = printed;
  return { ...article, flat: squash(article.text), flatAt };
}

const ENOUGH_TO_PAIR = 0.6;

/** Pairs by headline and by the first and last characters of the body, the surest pairs first; each is used once. */
export function pairArticles(gold: readonly AnnotatedArticle[], predicted: readonly FlatArticle[]) {
  const knownSources = new Set(predicted.map((article) => article.source));
  const candidates: { affinity: number; annotated: AnnotatedArticle; mate: FlatArticle }[] = [];
  for (const annotated of gold) {
    for (const mate of predicted) {
      // Articles of another source are never the same, where both sides name one.
      if (knownSources.has(annotated.source) && mate.source !== annotated.source) continue;
      const affinity = affinityOf(annotated, mate);
      if (affinity >= ENOUGH_TO_PAIR) candidates.push({ affinity, annotated, mate });
    }
  }
  candidates.sort((a, b) => b.affinity - a.affinity);
  const mates = new Map<AnnotatedArticle, FlatArticle | null>(gold.map((article) => [article, null]));
  const taken = new Set<FlatArticle>();
  for (const { annotated, mate } of candidates) {
    if (mates.get(annotated) !== null || taken.has(mate)) continue;
    mates.set(annotated, mate);
    taken.add(mate);
  }
  return mates;
}

function affinityOf(annotated: AnnotatedArticle, mate: FlatArticle): number {
  const title = bare(annotated.title);
  const starts = squash(annotated.startsWith);
  const ends = squash(annotated.endsWith);
  // A headline that the print lost ("") matches nothing.
  const byTitle = title === '' ? 0 : likeness(bare(mate.title), title);
  return byTitle + (mate.flat.includes(starts) ? 0.5 : 0) + (mate.flat.includes(ends) ? 0.5 : 0);
}

function scoreFrame(annotated: AnnotatedArticle, mate: FlatArticle | null, tally: Tally, miss: TellMiss): void {
  if (mate === null) {
    miss('article', `${annotated.startsWith}…`);
    return;
  }
  const sortedNames = (names: readonly string[]) => JSON.stringify(names.map(squash).sort());
  const hold = (part: 'title' | 'authors' | 'start' | 'end', right: boolean, row: string, read: string) => {
    if (right) tally.frame[part]++;
    else miss(part, row, read);
  };
  tally.frame.found++;
  hold('title', bare(mate.title) === bare(annotated.title), annotated.title, mate.title);
  const authorsAgree = sortedNames(mate.authors) === sortedNames(annotated.authors);
  hold('authors', authorsAgree, annotated.authors.join(' '), mate.authors.join(' '));
  const { startsWith, endsWith } = annotated;
  hold('start', mate.flat.startsWith(squash(startsWith)), startsWith, mate.flat.slice(0, 14));
  hold('end', mate.flat.endsWith(squash(endsWith)), endsWith, mate.flat.slice(-14));
}

// ---------- entities ----------

/** Strict: type and canonical name; lenient: type and any of the names. */
function scoreEntities(annotated: AnnotatedArticle, mate: FlatArticle | null, tally: Tally, miss: TellMiss): void {
  const found = mate?.entities ?? [];
  const used = new Set<NamedEntity>();
  for (const wanted of annotated.entities) {
    const free = found.filter((entity) => entity.type === wanted.type && !used.has(entity));
    const names = new Set([wanted.name, ...wanted.aliases].map(bare));
    const strict = free.find((entity) => bare(entity.name) === bare(wanted.name));
    const lenient =
      strict ?? free.find((entity) => [entity.name, ...entity.aliases].some((name) => names.has(bare(name))));
    const [strictNames, lenientNames] = entityTallies(wanted.type);
    if (lenient) used.add(lenient);
    tally.add(lenient ? 'right' : 'missing', ...lenientNames);
    tally.add(strict ? 'right' : 'missing', ...strictNames);
    if (strict) continue;
    if (lenient) tally.add('extra', ...strictNames);
    miss(`-${wanted.type}`, wanted.name, lenient?.name);
  }
  for (const entity of found) {
    if (used.has(entity)) continue;
    tally.add('extra', ...entityTallies(entity.type).flat());
    miss(`+${entity.type}`, entity.name);
  }
}

const entityTallies = (type: string): [strict: string[], lenient: string[]] => [
  [`entity ${type}`, 'entity all'],
  [`lenient ${type}`, 'lenient all'],
];

// ---------- observations ----------

function scoreObservations(annotated: AnnotatedArticle, mate: FlatArticle | null, tally: Tally, miss: TellMiss): void {
  const found = mate?.observations ?? [];
  const sameName = nameJudge(annotated, mate);
  const hits = mate === null ? new Map<never, never>() : matchNumbers(annotated, mate, found);
  const used = new Set<ScoredObservation>(hits.values());
  for (const wanted of annotated.observations) {
    const hit = hits.get(wanted);
    if (!hit) {
      tally.add('missing', 'quantity', 'fact', 'full');
      miss(
        '-quantity',
        `${wanted.quote} [${wanted.subject} | ${wanted.metric} | ${wanted.value} ${wanted.unit ?? ''}]`,
      );
      continue;
    }
    const right: Record<Part, boolean> = {
      metric: sameMetric(hit.metric, [wanted.metric, ...(wanted.metricAlt ?? [])]),
      subject: [wanted.subject, ...(wanted.subjectAlt ?? [])].some((subject) => sameName(subject, hit.subject)),
      period: wanted.period === hit.period,
      kind: wanted.kind === hit.kind,
      modality: wanted.modality === hit.modality,
      approx: (wanted.approx === null) === (hit.approx === null),
    };
    tally.matchedNumbers++;
    for (const part of PARTS) if (right[part]) tally.parts[part]++;
    const fact = right.metric && right.subject;
    const full = fact && right.period && right.kind && right.modality;
    if (!hit.doubtful) tally.sure[fact ? 'right' : 'wrong']++;
    tally.add('right', 'quantity');
    for (const [name, holds] of [
      ['fact', fact],
      ['full', full],
    ] as const) {
      if (holds) tally.add('right', name);
      else for (const outcome of ['extra', 'missing'] as const) tally.add(outcome, name);
    }
    const parts = ({ period, kind, modality }: Pick<ScoredObservation, 'period' | 'kind' | 'modality'>) =>
      `${wanted.quote} [${period} ${kind} ${modality}]`;
    const about = ({ subject, metric }: { subject: string; metric: string }) =>
      `${wanted.quote} [${subject} | ${metric}]`;
    if (!fact) miss('~fact', about(wanted), about(hit));
    else if (!full) miss('~full', parts(wanted), parts(hit));
  }
  tally.sure.all += found.length;
  for (const o of found) {
    if (used.has(o)) continue;
    if (!o.doubtful) tally.sure.wrong++;
    tally.add('extra', 'quantity', 'fact', 'full');
    miss('+quantity', `${o.quote} [${o.subject} | ${o.metric} | ${o.value} ${o.unit ?? ''}]`);
  }
}

type Number = Pick<ScoredObservation, 'start' | 'end' | 'value' | 'valueTo' | 'unit'>;

/** Which number was found for which row: it overlaps the row's quote in the text and is the same quantity. */
export function matchNumbers<N extends Number>(
  annotated: AnnotatedArticle,
  mate: Pick<FlatArticle, 'flat' | 'flatAt'>,
  found: readonly N[],
): Map<AnnotatedArticle['observations'][number], N> {
  const hits = new Map<AnnotatedArticle['observations'][number], N>();
  const used = new Set<N>();
  const placeOf = quoteFinder(mate.flat);
  for (const wanted of annotated.observations) {
    const at = placeOf(squash(wanted.quote));
    const until = at + squash(wanted.quote).length;
    if (at < 0) continue;
    const hit = found.find(
      (o) => !used.has(o) && mate.flatAt[o.start]! < until && mate.flatAt[o.end]! > at && sameQuantity(o, wanted),
    );
    if (hit === undefined) continue;
    hits.set(wanted, hit);
    used.add(hit);
  }
  return hits;
}

/** The place of a quote; the second row with the same quote gets its second place in the text. */
function quoteFinder(flat: string): (quote: string) => number {
  const next = new Map<string, number>();
  return (quote) => {
    const at = flat.indexOf(quote, next.get(quote) ?? 0);
    if (at < 0) return flat.indexOf(quote);
    next.set(quote, at + 1);
    return at;
  };
}

/** Do two names mean one entity of this article, by its canonical names and aliases on either side? */
export function nameJudge(annotated: AnnotatedArticle, mate: FlatArticle | null): NameJudge {
  const canonical = canonicalNames(annotated, mate);
  return (a, b) => canonical(a) === canonical(b);
}
type NameJudge = (a: string, b: string) => boolean;

function canonicalNames(annotated: AnnotatedArticle, mate: FlatArticle | null): (name: string) => string {
  const canonical = new Map<string, string>();
  for (const { name, aliases } of [...annotated.entities, ...(mate?.entities ?? [])]) {
    for (const form of [name, ...aliases]) if (!canonical.has(bare(form))) canonical.set(bare(form), bare(name));
  }
  return (name) => canonical.get(bare(name)) ?? bare(name);
}

const LIKE_ENOUGH = 0.6;
const CONTAINED_ENOUGH = 0.4;

/** 规上工业增加值 for 工业增加值: alike in their pairs of characters, or one holds a good part of the other. */
const sameMetric = (read: string, accepted: readonly string[]): boolean => metricLikeness(read, accepted) > 0;

/** How well a metric was read: 1 as accepted, above 0 good enough, 0 another metric. */
export function metricLikeness(read: string, accepted: readonly string[]): number {
  const got = bare(read);
  const fits = accepted.map(bare).map((wanted) => {
    const alike = likeness(wanted, got);
    if (alike >= LIKE_ENOUGH) return (1 + alike) / 2;
    if (wanted === '' || got === '') return 0;
    const [short, long] = wanted.length <= got.length ? [wanted, got] : [got, wanted];
    return long.includes(short) && short.length / long.length >= CONTAINED_ENOUGH ? 0.5 : 0;
  });
  return Math.max(0, ...fits);
}

// ---------- relations ----------

function scoreRelations(annotated: AnnotatedArticle, mate: FlatArticle | null, tally: Tally, miss: TellMiss): void {
  const canonical = canonicalNames(annotated, mate);
  const keyOf = ({ type, from, to }: { type: string; from: string; to: string }): string => {
    const ends = [canonical(from), canonical(to)];
    // 结对 has no direction.
    if (type === 'PAIRED_WITH') ends.sort();
    return [type, ...ends].join('|');
  };
  const wanted = new Set(annotated.relations.map(keyOf));
  const found = new Set((mate?.relations ?? []).map(keyOf));
  const names = (key: string) => [`relation ${key.split('|')[0]}`, 'relation all'];
  for (const key of wanted) {
    tally.add(found.has(key) ? 'right' : 'missing', ...names(key));
    if (!found.has(key)) miss('-relation', key);
  }
  for (const key of found) {
    if (wanted.has(key)) continue;
    tally.add('extra', ...names(key));
    miss('+relation', key);
  }
}

// ---------- when two quantities are the same ----------

const MULTIPLIERS: readonly (readonly [printed: string, factor: number])[] = [
  ['万亿', 1e12],
  ['千万', 1e7],
  ['百万', 1e6],
  ['亿', 1e8],
  ['万', 1e4],
  ['千', 1e3],
  ['百', 1e2],
  ['十', 10],
];

const SAME_UNIT: Readonly<Record<string, string>> = {
  '%': '%',
  '％': '%',
  个百分点: '百分点',
  元人民币: '元',
  人民币: '元',
  个多: '个',
  余个: '个',
};

interface Measured {
  readonly value: number;
  readonly valueTo: number | null;
  readonly unit: string | null;
}

/** 11万元 is 110000元; a unit that one side does not print is no difference. */
function sameQuantity(read: Measured, wanted: Measured): boolean {
  const a = unfold(read.unit);
  const b = unfold(wanted.unit);
  if (a.unit !== b.unit && a.unit !== '' && b.unit !== '') return false;
  if (!close(read.value * a.factor, wanted.value * b.factor)) return false;
  if (wanted.valueTo === null) return true;
  return read.valueTo !== null && close(read.valueTo * a.factor, wanted.valueTo * b.factor);
}

function unfold(printedUnit: string | null): { factor: number; unit: string } {
  const printed = squash(printedUnit ?? '');
  const multiplier = MULTIPLIERS.find(([word]) => printed.startsWith(word));
  const unit = multiplier ? printed.slice(multiplier[0].length) : printed;
  return { factor: multiplier?.[1] ?? 1, unit: SAME_UNIT[unit] ?? unit };
}

const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b), 1);

// ---------- text ----------

/** Half-width, without white space. */
function squash(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/gu, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .normalize('NFC')
    .replace(/\s+/gu, '');
}

const MARKS = /["'“”‘’『』「」《》〈〉·・,，。.:：;；!！?？()（）—\-–~]/gu;
const bare = (text: string): string => squash(text).replace(MARKS, '').toLowerCase();

/** Dice's coefficient over pairs of neighbouring characters: 1 for equal texts, 0 for nothing in common. */
function likeness(a: string, b: string): number {
  if (a === b) return 1;
  if (a.length < 2 || b.length < 2) return 0;
  const left = pairs(a);
  const right = pairs(b);
  let shared = 0;
  for (const [pair, times] of left) shared += Math.min(times, right.get(pair) ?? 0);
  return (2 * shared) / (a.length - 1 + (b.length - 1));
}

function pairs(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + 1 < text.length; i++) {
    const pair = text.slice(i, i + 2);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return counts;
}
