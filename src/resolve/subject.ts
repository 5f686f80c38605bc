/**
 * Whom a number is about: the article's entities and a few printed nouns as candidates, described for the chooser.
 *
 *   临安区太阳镇…。2024年，太阳镇实现农业总产值5.42亿元 → 太阳镇, 临安区, 杭州市 …
 *   全省城镇新增就业100.87万人 → 浙江省 (全省 stands for it), …
 */
import type { Entity, Span } from '../model.js';
import { isScope } from './anaphora.js';
import type { Rater, Task } from './choose.js';
import type { Kind } from './kind.js';
import { unitClass } from './metric.js';
import { IN, type Occurrence, type SubjectContext, TOPICAL } from './subject-context.js';
import { nounsOf } from './subject-nouns.js';
import type { Token, TokenSentence } from './tokens.js';

export interface SubjectCandidate<Rated> {
  readonly entity: Entity | null;
  /** Canonical name, or the noun as printed. */
  readonly name: string;
  /** Where it stands for this number; null when only the article as a whole names it. */
  readonly at: Span | null;
  readonly rated: Rated;
}

const SUBJECT_PARTS = [
  'type',
  'distance', // in sentences; inside the sentence by clause and side
  'recent', // rank among the entities mentioned last
  'recentOfType',
  'recentPlace',
  'role', // how it stands in its clause
  'title', // in the headline, the heading above, the article's own place
  'weight', // how much of the article it holds
  'unit',
  'kind',
  'head', // last character of the metric
  'how', // named, or a word that stands for it: 全县, 该村, 公司, 海创园
  'rivals', // how many entities stand in the clause and the sentence before the number
  'paragraph',
  'side', // where the metric stands
  'narrower', // is a narrower place mentioned after it
  'metricTouch', // 的 between it and the metric, or directly before
  'spoken',
  'topic', // rank among the entities that opened a sentence or a clause
  'paragraphs', // distance in paragraphs
  'frame', // did it open its paragraph, or the sentence with 在
  'hero', // is it, or has the article, a place that the headline names
  'framed', // does the paragraph open with it, or with another
] as const;

export const SUBJECT: Task = {
  name: 'subject',
  parts: SUBJECT_PARTS,
  features: [
    ['framed', 'type'],
    ['framed', 'topic'],
    ['hero', 'type'],
    ['hero', 'how'],
    ['hero', 'unit'],
    ['topic', 'recentOfType', 'type'],
    ['topic', 'rivals'],
    ['paragraphs', 'type'],
    ['frame', 'type'],
    ['frame', 'distance'],
    ['title', 'weight', 'paragraphs'],
    ['distance'],
    ['distance', 'role'],
    ['type', 'role', 'distance'],
    ['recent', 'distance'],
    ['recentOfType', 'type'],
    ['recentOfType', 'distance'],
    ['recentPlace', 'distance', 'type'],
    ['recent', 'type'],
    ['title', 'type'],
    ['title', 'distance'],
    ['weight', 'title'],
    ['type', 'unit'],
    ['type', 'kind', 'unit'],
    ['type', 'head'],
    ['role', 'side'],
    ['how', 'type'],
    ['how', 'distance'],
    ['how', 'role', 'distance'],
    ['how', 'title'],
    ['rivals', 'distance'],
    ['rivals', 'role'],
    ['paragraph', 'role'],
    ['paragraph', 'type'],
    ['side', 'distance'],
    ['narrower', 'type'],
    ['narrower', 'distance'],
    ['metricTouch', 'side'],
    ['spoken', 'role'],
    ['type', 'role'],
    ['distance', 'weight'],
    ['role', 'unit'],
    ['how', 'role', 'type'],
  ],
};

type Part = (typeof SUBJECT_PARTS)[number];
/** Where each part stands in the list of parts. */
const AT = Object.fromEntries(SUBJECT_PARTS.map((part, i) => [part, i])) as Record<Part, number>;

const PLACE_RANK: Readonly<Record<string, number>> = {
  Province: 0,
  City: 1,
  County: 2,
  Zone: 3,
  Township: 3,
  Village: 4,
};
const bucket = (n: number): string => (n <= 2 ? String(n) : n <= 4 ? '3+' : n <= 8 ? '5+' : '9+');
const clauseDistance = (clauses: number): string =>
  clauses === 0 ? 'c0' : clauses === 1 ? 'c1' : clauses <= 3 ? 'c2+' : 'c4+';
/** So many entities mentioned last are weighed. */
const MOST = 14;

/** Everything that the number at token `at` may be about, rated by its parts. */
export function subjectCandidates<Rated>(
  context: SubjectContext,
  sentences: readonly TokenSentence[],
  sentence: TokenSentence,
  at: number,
  kind: Kind,
  metric: { readonly span: Span; readonly text: string } | null,
  rater: Rater<Rated>,
): SubjectCandidate<Rated>[] {
  const { article, entities, occurrences, weight, title, heading, hero } = context;
  const own = sentence.tokens[at]!;
  const before = firstFrom(occurrences, own.start);
  const nearest = lastMentions(context, before);
  const frame = frameBefore(occurrences, before, sentences, sentence.paragraph);
  const spoken = spokenBy(sentence, own, context);
  const topics = topicsBefore(context, before, sentence.ordinal);
  const ranks = ranksOf(context, [...nearest.keys()]);
  const framed = frame === null ? 'none' : entities[frame]!.type;
  // What all candidates of this number share.
  rater.set(AT.unit, unitClass(own.quantity!));
  rater.set(AT.kind, kind.kind);
  rater.set(AT.head, metric === null ? '' : metric.text.slice(-1));
  rater.set(AT.side, metric === null ? 'none' : metric.span.start < own.start ? 'left' : 'right');
  rater.set(AT.rivals, rivalsOf(nearest, sentence, own));
  const candidates: SubjectCandidate<Rated>[] = [];
  const pool = poolOf(context, nearest, before, sentence);
  for (const [index, o] of spoken.speaker) if (!pool.has(index) && isWeighed(context, o)) pool.set(index, o);
  for (const [index, o] of pool) {
    const entity = entities[index]!;
    const rank = ranks.get(index);
    const mention = o?.mention ?? null;
    const home = o === null ? null : sentences[o.sentence]!;
    rater.set(AT.type, typeOf(entity));
    rater.set(AT.distance, o === null ? 'never' : distanceOf(o, sentence, own));
    rater.set(AT.recent, rank?.recent ?? 'none');
    rater.set(AT.recentOfType, rank?.ofType ?? 'none');
    rater.set(AT.recentPlace, rank?.place ?? 'none');
    rater.set(AT.role, o?.role ?? 'none');
    rater.set(AT.title, heading[sentence.paragraph]?.has(index) ? `${title[index]}heading` : title[index]!);
    rater.set(AT.weight, weight[index]!);
    rater.set(AT.how, o?.how ?? 'none');
    rater.set(AT.paragraph, home === null ? 'none' : home.paragraph === sentence.paragraph ? 'same' : 'other');
    rater.set(AT.narrower, rank?.narrower ? 'yes' : 'no');
    rater.set(AT.metricTouch, mention === null ? '' : touchOf(article.text, mention, own, metric?.span ?? null));
    rater.set(AT.spoken, spoken.inside ? (spoken.speaker.has(index) ? 'speaker' : 'inside') : 'no');
    rater.set(AT.topic, topics.has(index) ? String(topics.get(index)) : 'no');
    rater.set(AT.paragraphs, home === null ? 'none' : bucket(sentence.paragraph - home.paragraph));
    rater.set(AT.frame, o?.frame ?? '');
    rater.set(AT.hero, title[index]!.startsWith('own') ? 'self' : hero);
    rater.set(AT.framed, frame === index ? 'self' : framed);
    candidates.push({
      entity: entity.id.startsWith('group:') ? null : entity,
      name: entity.name,
      at: mention === null ? null : { start: mention.start, end: mention.end },
      rated: rater.rated(),
    });
  }
  // Nouns have no rank among the entities.
  for (const part of ['recent', 'recentOfType', 'recentPlace'] as const) rater.set(AT[part], 'none');
  for (const part of ['narrower', 'spoken', 'topic'] as const) rater.set(AT[part], 'no');
  rater.set(AT.frame, '');
  rater.set(AT.framed, framed);
  // 全省 in an article that never names its province.
  const whole = context.province === null ? null : wholeProvince(sentence, own);
  if (whole !== null && !candidates.some((c) => c.name === context.province)) {
    rater.set(AT.type, 'Province');
    rater.set(AT.distance, whole);
    rater.set(AT.role, 'none');
    rater.set(AT.title, 'own');
    rater.set(AT.weight, 'little');
    rater.set(AT.how, 'points');
    rater.set(AT.paragraph, 'same');
    rater.set(AT.paragraphs, '0');
    rater.set(AT.metricTouch, '');
    rater.set(AT.hero, hero === 'none' ? '' : hero);
    candidates.push({ entity: null, name: context.province!, at: null, rated: rater.rated() });
  }
  rater.set(AT.hero, hero);
  for (const { name, type, span } of nounsOf(article, sentence, own, metric?.span ?? null)) {
    const token = tokenAt(sentence, span);
    rater.set(AT.type, type);
    rater.set(
      AT.distance,
      span.start > own.start ? 'R0' : clauseDistance(token === undefined ? 9 : own.clause - token.clause),
    );
    rater.set(AT.role, nounRole(sentence, token));
    rater.set(AT.title, article.title.includes(name) ? 'title' : '');
    rater.set(AT.weight, 'noun');
    rater.set(AT.how, 'noun');
    rater.set(AT.paragraph, 'same');
    rater.set(AT.metricTouch, metric === null ? '' : gapTouch(article.text, span, metric.span));
    rater.set(AT.paragraphs, '0');
    candidates.push({ entity: null, name, at: span, rated: rater.rated() });
  }
  return candidates;
}

/** The type of an entity; a group of places (山区26县) and a nation are kinds of their own. */
const typeOf = ({ id, type }: Entity): string =>
  !id.startsWith('group:') ? type : type === 'Province' ? 'Nation' : 'Group';

const WHOLE_PROVINCE = new Set(['全省', '我省', '全自治区']);

/** How far before the number 全省 stands, where it stands for the province. */
function wholeProvince(sentence: TokenSentence, own: Token): string | null {
  const { tokens } = sentence;
  const token = tokens.findLast(
    (t, i) => t.start < own.start && WHOLE_PROVINCE.has(t.text) && !isScope(tokens, i, tokens[i + 1]),
  );
  return token === undefined ? null : clauseDistance(own.clause - token.clause);
}

// ---------- which entities are weighed ----------

/** Index of the first occurrence that begins at or behind an offset. */
function firstFrom(occurrences: readonly Occurrence[], offset: number): number {
  let low = 0;
  let high = occurrences.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (occurrences[middle]!.mention.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

const isWeighed = ({ entities }: SubjectContext, o: Occurrence): boolean => entities[o.entity]!.type !== 'Document';

/** The entities mentioned last before the number, the last one first, each with its last mention. */
function lastMentions(context: SubjectContext, before: number): Map<number, Occurrence> {
  const nearest = new Map<number, Occurrence>();
  for (let i = before - 1; i >= 0 && nearest.size < MOST; i--) {
    const o = context.occurrences[i]!;
    if (isWeighed(context, o) && !nearest.has(o.entity)) nearest.set(o.entity, o);
  }
  return nearest;
}

/** These, those that follow in the sentence, and those of the headline and the heading. */
function poolOf(
  context: SubjectContext,
  nearest: ReadonlyMap<number, Occurrence>,
  before: number,
  sentence: TokenSentence,
): Map<number, Occurrence | null> {
  const { entities, occurrences, title, heading } = context;
  const pool = new Map<number, Occurrence | null>(nearest);
  for (let i = before; i < occurrences.length && occurrences[i]!.mention.start < sentence.end; i++) {
    const o = occurrences[i]!;
    if (isWeighed(context, o) && !pool.has(o.entity)) pool.set(o.entity, o);
  }
  const above = heading[sentence.paragraph];
  for (let i = 0; i < entities.length; i++) {
    if ((title[i] !== '' || above?.has(i)) && !pool.has(i)) pool.set(i, null);
  }
  return pool;
}

// ---------- what is said of them ----------

interface Ranks {
  readonly recent: string;
  readonly ofType: string;
  readonly place: string;
  /** A narrower place was mentioned after it. */
  readonly narrower: boolean;
}

function ranksOf({ entities }: SubjectContext, order: readonly number[]): Map<number, Ranks> {
  const ofTypes = new Map<string, number>();
  const ranks = new Map<number, Ranks>();
  let places = 0;
  let narrowest = -1;
  order.forEach((index, recent) => {
    const { type } = entities[index]!;
    const ofType = ofTypes.get(type) ?? 0;
    ofTypes.set(type, ofType + 1);
    const level = PLACE_RANK[type];
    ranks.set(index, {
      recent: bucket(recent),
      ofType: bucket(ofType),
      place: level === undefined ? 'none' : bucket(places),
      narrower: level !== undefined && narrowest > level,
    });
    if (level === undefined) return;
    places++;
    narrowest = Math.max(narrowest, level);
  });
  return ranks;
}

/** The entities that opened a sentence or a clause last, each with its rank. */
function topicsBefore(context: SubjectContext, before: number, ordinal: number): Map<number, number> {
  const topics = new Map<number, number>();
  for (let i = before - 1; i >= 0 && topics.size < 5; i--) {
    const o = context.occurrences[i]!;
    if (ordinal - o.sentence > 40) break;
    if (TOPICAL.has(o.role) && isWeighed(context, o) && !topics.has(o.entity)) topics.set(o.entity, topics.size);
  }
  return topics;
}

/** How many entities stand before the number in its clause (to 2) and in its sentence (to 3). */
function rivalsOf(nearest: ReadonlyMap<number, Occurrence>, sentence: TokenSentence, own: Token): string {
  const here = [...nearest.values()].filter((o) => o.sentence === sentence.ordinal);
  const inClause = here.filter((o) => tokenAt(sentence, o.mention)?.clause === own.clause).length;
  return `${Math.min(inClause, 2)}${Math.min(here.length, 3)}`;
}

function distanceOf(o: Occurrence, sentence: TokenSentence, own: Token): string {
  if (o.sentence !== sentence.ordinal && o.mention.start < own.start)
    return `s${bucket(sentence.ordinal - o.sentence)}`;
  const token = tokenAt(sentence, o.mention);
  if (o.mention.start > own.start) return token?.clause === own.clause ? 'R0' : 'R1';
  const part = token !== undefined && token.part !== own.part ? ';' : '';
  return `${clauseDistance(own.clause - (token?.clause ?? 0))}${part}`;
}

/** How a name touches the metric or the number: 临安区|的|…, 临安区|产值, 总投资4200万元|的|廿里园区大道. */
function touchOf(text: string, mention: Span, own: Token, metric: Span | null): string {
  const behind = mention.start - own.end;
  if (behind > 0 && behind <= 4 && text[own.end] === '的') return 'after的';
  if (metric === null) return '';
  if (mention.start >= metric.start && mention.end <= metric.end) return 'inside';
  return gapTouch(text, mention, metric);
}

function gapTouch(text: string, name: Span, metric: Span): string {
  if (name.end > metric.start) return '';
  const gap = text.slice(name.end, metric.start);
  return gap === '的' ? '的' : gap === '' ? 'at' : '';
}

function nounRole(sentence: TokenSentence, token: Token | undefined): string {
  const index = token === undefined ? -1 : sentence.tokens.indexOf(token);
  const before = sentence.tokens[index - 1];
  if (before === undefined || before.clause !== token?.clause) return index === 0 ? 'start' : 'first';
  if (IN.test(before.text)) return 'in';
  return before.tag.startsWith('v') ? 'object' : 'mid';
}

/** The entity that the paragraph opened with, or set by a later 在…; null where it opened with none. */
function frameBefore(
  occurrences: readonly Occurrence[],
  before: number,
  sentences: readonly TokenSentence[],
  paragraph: number,
): number | null {
  for (let i = before - 1; i >= 0; i--) {
    const o = occurrences[i]!;
    if (sentences[o.sentence]!.paragraph !== paragraph) return null;
    if (o.frame === 'paragraph' || o.frame === 'in') return o.entity;
  }
  return null;
}

const tokenAt = (sentence: TokenSentence, span: Span): Token | undefined =>
  sentence.tokens.find((t) => t.start <= span.start && span.start < t.end);

/** Is the number inside “…”, and who speaks: the last person or body before 说. */
function spokenBy(
  sentence: TokenSentence,
  own: Token,
  context: SubjectContext,
): { readonly inside: boolean; readonly speaker: ReadonlyMap<number, Occurrence> } {
  const { article, occurrences } = context;
  const paragraph = article.paragraphs[sentence.paragraph];
  const from = paragraph?.start ?? sentence.start;
  const text = article.text.slice(from, own.start);
  const open = text.lastIndexOf('“');
  if (open < 0 || text.indexOf('”', open) >= 0) return { inside: false, speaker: new Map() };
  const close = article.text.indexOf('”', own.end);
  if (close < 0 || close - own.end > 200) return { inside: false, speaker: new Map() };
  // A quotation of a few characters is a name or a slogan, no speech.
  if (close - (from + open) < 16) return { inside: false, speaker: new Map() };
  const speaker = new Map<number, Occurrence>();
  for (const o of occurrences) {
    if (o.mention.end <= from + open && o.mention.end >= from + open - 30) speaker.set(o.entity, o);
    if (o.mention.start >= close && o.mention.start <= close + 40 && !speaker.has(o.entity)) speaker.set(o.entity, o);
  }
  return { inside: true, speaker };
}
