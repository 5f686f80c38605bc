/**
 * An issue and what was read in its articles → all nodes and edges that the issue contributes to the graph.
 * Ids, keys and edges are those of the table in the README; nothing here depends on any other issue, so that
 * the graph is the same whatever the order in which issues come.
 *
 *   义乌市实现规上工业增加值38.6亿元 → (Observation 今日浙江-2025-23#6f2a…/38.6亿元/1 {value: 38.6, unit: "亿元",
 *   baseValue: 3860000000, baseUnit: "元", …})-[:ABOUT]->(County cn:330782), -[:OF_METRIC]->(Metric 规模以上工业增加值)
 *
 * Offsets go in as UTF-16 units and come out as code points, because both stores count those.
 */
import { RELATIONS, type RelationType } from '../../schema/relations.js';
import { metricOf } from '../lexicon/metrics.js';
import { placeByCode, type Succession, successorsOf } from '../lexicon/places.js';
import { unitOf } from '../lexicon/units.js';
import type {
  Article,
  ArticleGraph,
  EdgeType,
  Entity,
  Extraction,
  GraphEdge,
  GraphNode,
  Issue,
  IssueGraph,
  NodeLabel,
  Observation,
  Place,
  Problem,
  Relation,
  Span,
  Value,
} from '../model.js';
import { daysOf } from './periods.js';

/** What the graph asks of the gazetteer; the default is lexicon/places.ts, tests bring a small one. */
export interface Gazetteer {
  /** The place of a code under its last name: 襄樊市 in a text of 2008 and 襄阳市 are one node. */
  placeByCode(code: string): Place | null;
  successorsOf(code: string): readonly Succession[];
}

export const GAZETTEER: Gazetteer = { placeByCode: (code) => placeByCode(code), successorsOf };

export interface AssembleOptions {
  readonly gazetteer?: Gazetteer;
}

/**
 * @param extractions  of all articles of this issue, in any order
 * @returns what replaceIssue swaps in; `problems` names what was left out and why
 */
export function assembleIssue(
  issue: Issue,
  extractions: readonly Extraction[],
  options: AssembleOptions = {},
): IssueGraph {
  const around = new Surroundings(options.gazetteer ?? GAZETTEER);
  const problems: Problem[] = [];
  const articles = [...extractions]
    .sort((a, b) => a.article.ordinal - b.article.ordinal || compare(a.article.id, b.article.id))
    .map((extraction) => articleGraph(issue, extraction, around, problems));
  return {
    issue: {
      label: 'Issue',
      id: issue.id,
      properties: {
        year: issue.year,
        number: issue.number,
        totalNumber: issue.totalNumber,
        date: issue.date,
        file: issue.file,
        sha256: issue.sha256,
      },
    },
    publication:
      issue.publication === null
        ? null
        : { label: 'Publication', id: issue.publication, properties: { name: issue.publication } },
    articles,
    shared: around.nodes(),
    gazetteer: around.edges(),
    problems,
  };
}

// ---------- an article ----------

function articleGraph(issue: Issue, extraction: Extraction, around: Surroundings, problems: Problem[]): ArticleGraph {
  const { article } = extraction;
  const at = codePointsOf(article.text);
  const offsets = (span: Span) => ({ startOffset: at(span.start), endOffset: at(span.end) });
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const link = (type: EdgeType, from: Ref, to: Ref, properties: Record<string, Value> = {}): void => {
    edges.push({ type, fromLabel: from.label, from: from.id, toLabel: to.label, to: to.id, properties });
  };
  const self: Ref = { label: 'Article', id: article.id };
  nodes.push({
    ...self,
    properties: {
      title: article.title,
      subtitle: article.subtitle,
      section: article.section,
      authors: article.authors,
      ordinal: article.ordinal,
      text: article.text,
      hash: article.hash,
    },
  });
  link('PUBLISHED_IN', self, { label: 'Issue', id: issue.id });

  const sentences = article.sentences.map((span, i): Ref => {
    const sentence: Ref = { label: 'Sentence', id: `${article.id}/${i + 1}` };
    nodes.push({ ...sentence, properties: { text: article.text.slice(span.start, span.end), ...offsets(span) } });
    link('PART_OF', sentence, self);
    return sentence;
  });
  const sentenceAt = (span: Span): Ref | null => sentences[indexAt(article.sentences, span.start)] ?? null;
  const leftOut = (rule: string, message: string, span: Span): void => {
    problems.push({ level: 'skipped', rule, message, file: issue.file, articleId: article.id, at: span });
  };

  // A node is added with the edge that supports it, never without one: what has no evidence is not in the graph.
  const entities = new Map(extraction.entities.map((entity) => [entity.id, entity]));
  for (const entity of extraction.entities) {
    for (const mention of entity.mentions) {
      const sentence = sentenceAt(mention);
      // A name in the headline only has no sentence to point from.
      if (sentence === null) continue;
      link('MENTIONS', sentence, around.entity(entity), { ...offsets(mention), text: mention.text });
    }
  }

  const ids = new Map<string, number>();
  for (const observation of [...extraction.observations].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const sentence = sentenceAt(observation);
    if (sentence === null) {
      leftOut('graph/no-sentence', `${observation.quote} stands in no sentence; it is not in the graph`, observation);
      continue;
    }
    const base = observationId(article, observation);
    const nth = (ids.get(base) ?? 0) + 1;
    ids.set(base, nth);
    // Two facts read from one printed number are rare, and both are kept.
    const self: Ref = { label: 'Observation', id: nth === 1 ? base : `${base}/${nth}` };
    const about = observation.subjectId === null ? undefined : entities.get(observation.subjectId);
    const subject = about === undefined ? null : around.entity(about);
    nodes.push({ ...self, properties: observationProperties(issue, observation, subject) });
    link('STATED_IN', self, sentence, offsets(observation));
    link('OF_METRIC', self, around.metric(observation.canonicalMetric));
    if (subject !== null) link('ABOUT', self, subject);
  }

  for (const relation of extraction.relations) {
    const [from, to] = [entities.get(relation.from), entities.get(relation.to)];
    const sentence = sentenceAt(relation);
    if (from === undefined || to === undefined || sentence === null) {
      leftOut('graph/open-relation', `${relation.type} ${relation.from} → ${relation.to}: an end is missing`, relation);
      continue;
    }
    const [fromLabel, toLabel] = [around.labelOf(from), around.labelOf(to)];
    if (!mayRelate(relation.type, fromLabel, toLabel)) {
      leftOut(
        'graph/relation-types',
        `${relation.type} from ${fromLabel} to ${toLabel} is not in the schema`,
        relation,
      );
    } else {
      const [fromNode, toNode] = [around.entity(from), around.entity(to)];
      link(relation.type, fromNode, toNode, relationProperties(article, relation, sentence.id, offsets(relation)));
    }
  }
  return { articleId: article.id, nodes, edges: distinct(edges) };
}

interface Ref {
  readonly label: NodeLabel;
  readonly id: string;
}

/**
 * Article id + squashed number with unit + which occurrence of that number in the text it is.
 * Counted in the print, not among what was extracted, so that a better rule does not re-key its neighbours.
 */
function observationId(article: Article, { quantity }: Observation): string {
  const { start, end } = quantity.numeral;
  const numeral = article.text.slice(start, end);
  let nth = 1;
  for (let at = article.text.indexOf(numeral); at !== -1 && at < start; ) {
    if (isWholeNumeral(article.text, at, at + numeral.length)) nth++;
    at = article.text.indexOf(numeral, at + numeral.length);
  }
  return `${article.id}/${squash(numeral)}${squash(quantity.unit ?? '')}/${nth}`;
}

/** The 8 of 28 and of 8.5 is no 8. */
function isWholeNumeral(text: string, start: number, end: number): boolean {
  const neighbors = /[0-9]/u.test(text.charAt(start)) ? /[0-9.]/u : /[〇零一二两三四五六七八九十百千]/u;
  return !neighbors.test(text.charAt(start - 1)) && !neighbors.test(text.charAt(end));
}

const squash = (text: string): string => text.replace(/[\s,，]+/gu, '');

function observationProperties(issue: Issue, o: Observation, subject: Ref | null): Record<string, Value> {
  // 第3位 counts no people: the unit of a rank is the rank.
  const unit =
    o.quantity.form === 'rank' ? { base: '位', factor: 1, dimension: 'rank' } : o.unit === null ? null : unitOf(o.unit);
  const days = daysOf(o.period);
  return {
    value: o.value,
    valueTo: o.valueTo,
    unit: o.unit,
    baseValue: unit === null ? null : inBase(o.value, unit.factor),
    baseUnit: unit === null ? null : unit.base,
    quote: o.quote,
    period: o.period,
    periodStart: days?.start ?? null,
    periodEnd: days?.end ?? null,
    asOf: issue.date,
    kind: o.kind,
    direction: o.direction,
    baseline: o.baseline,
    scope: o.scope,
    approx: o.approx,
    modality: o.modality,
    rule: o.rule,
    doubtful: o.doubtful,
    doubtReason: o.doubtReason,
    implied: o.implied,
    subjectText: o.subjectText,
    key: keyOf(o, subject, unit?.dimension ?? null, days === null ? null : [days.start, days.end]),
  };
}

/** 38.6 × 1e8 is 3860000000.0000005 in binary; twelve digits are more than any print has. */
const inBase = (value: number, factor: number): number => Number((value * factor).toPrecision(12));

/**
 * The same for all observations that can be compared: subject, metric, days, dimension of the unit, kind,
 * direction, baseline, scope, modality. Null where a needed part is missing, because such numbers never conflict:
 * a subject that is a noun or known to one article only, a period that was not printed, the direction of a change,
 * the field of a rank, the whole of a share. A change without a printed baseline has a key of its own.
 */
function keyOf(
  o: Observation,
  subject: Ref | null,
  dimension: string | null,
  days: readonly [string, string] | null,
): string | null {
  if (subject === null || subject.id.startsWith('local:') || days === null || o.canonicalMetric === '') return null;
  if (o.kind === 'change' && o.direction === null) return null;
  if ((o.kind === 'rank' || o.kind === 'share') && o.scope === null) return null;
  const measure = dimension ?? (o.unit === null ? o.quantity.form : `unit ${o.unit}`);
  const parts = [subject.id, o.canonicalMetric, ...days, measure, o.kind, o.direction, o.baseline, o.scope, o.modality];
  return parts.map((part) => (part ?? '').replaceAll('|', '¦')).join('|');
}

function relationProperties(
  article: Article,
  relation: Relation,
  sentenceId: string,
  offsets: { startOffset: number; endOffset: number },
): Record<string, Value> {
  const evidence = { articleId: article.id, sentenceId, ...offsets, quote: relation.quote, rule: relation.rule };
  return relation.type === 'HOLDS_POST' ? { ...evidence, post: relation.post } : evidence;
}

function mayRelate(type: RelationType, from: NodeLabel, to: NodeLabel): boolean {
  const row = RELATIONS.find((each) => each.type === type);
  return (
    row !== undefined &&
    (row.from as readonly NodeLabel[]).includes(from) &&
    (row.to as readonly NodeLabel[]).includes(to)
  );
}

/** The same edge read twice by one rule is one edge. */
function distinct(edges: readonly GraphEdge[]): GraphEdge[] {
  const seen = new Map<string, GraphEdge>();
  for (const edge of edges) seen.set(JSON.stringify([edge.type, edge.from, edge.to, edge.properties]), edge);
  return [...seen.values()];
}

// ---------- what other issues may support too ----------

/**
 * Entities, metrics and the places around the linked ones: the chain of parents and successors of each.
 * Their properties are functions of the id or of the gazetteer, never of the article that came last.
 */
class Surroundings {
  private readonly byId = new Map<string, GraphNode>();
  private readonly places = new Map<string, Ref>();
  private readonly links = new Map<string, GraphEdge>();

  constructor(private readonly gazetteer: Gazetteer) {}

  /** 余姚县 and 余姚市 are one label where they are one code. */
  labelOf(entity: Entity): NodeLabel {
    return this.lastPlace(entity)?.type ?? entity.type;
  }

  entity(entity: Entity): Ref {
    const place = this.lastPlace(entity);
    if (place !== null) return this.place(place);
    const id = entity.id;
    const named = { type: entity.type, name: nameOf(entity) };
    const isPlace = PLACE_LABELS.has(entity.type);
    const properties = isPlace ? { ...named, code: null, validFrom: null, validTo: null } : named;
    return this.add({ label: entity.type, id, properties });
  }

  metric(name: string): Ref {
    return this.add({ label: 'Metric', id: name, properties: { name, dimension: metricOf(name)?.dimension ?? null } });
  }

  nodes(): GraphNode[] {
    return [...this.byId.values()].sort((a, b) => compare(a.label, b.label) || compare(a.id, b.id));
  }

  edges(): GraphEdge[] {
    return [...this.links.keys()].sort(compare).map((key) => this.links.get(key)!);
  }

  private lastPlace({ place }: Entity): Place | null {
    return place === null ? null : (this.gazetteer.placeByCode(place.code) ?? place);
  }

  private add(node: GraphNode): Ref {
    this.byId.set(`${node.label}\t${node.id}`, node);
    return { label: node.label, id: node.id };
  }

  private place(place: Place): Ref {
    const known = this.places.get(place.code);
    if (known !== undefined) return known;
    const { code, type, name, validFrom, validTo } = place;
    const self = this.add({ label: type, id: `cn:${code}`, properties: { type, name, code, validFrom, validTo } });
    // Set before the neighbors are followed: successions may lead back.
    this.places.set(code, self);
    const parent = place.parent === null ? null : this.gazetteer.placeByCode(place.parent);
    if (parent !== null) this.link('WITHIN', self, this.place(parent), { validFrom, validTo });
    for (const { code: next, year, whole } of this.gazetteer.successorsOf(code)) {
      const successor = this.gazetteer.placeByCode(next);
      if (successor !== null && next !== code) this.link('SUCCEEDED_BY', self, this.place(successor), { year, whole });
    }
    return self;
  }

  private link(type: EdgeType, from: Ref, to: Ref, facts: Record<string, Value>): void {
    const properties = { ...facts, source: 'gazetteer' };
    const edge = { type, fromLabel: from.label, from: from.id, toLabel: to.label, to: to.id, properties };
    this.links.set(`${type}\t${from.id}\t${to.id}\t${JSON.stringify(facts)}`, edge);
  }
}

/**
 * Organization:中共中央 → 中共中央, though this article writes 党中央; Person:王五@义乌市公安局 → 王五. How else it is written
 * stands on MENTIONS: the name of a shared node must not depend on which issue was loaded last.
 */
const nameOf = ({ id, type, name }: Entity): string =>
  id.startsWith(`${type}:`) ? id.slice(type.length + 1).replace(/@.*$/su, '') : name;

const PLACE_LABELS: ReadonlySet<string> = new Set(['Province', 'City', 'County', 'Township', 'Village']);

// ---------- offsets ----------

/** UTF-16 offset → code point offset: in “𠮷山村” the 山 is at 2 and at 1. */
function codePointsOf(text: string): (offset: number) => number {
  const after: number[] = [];
  for (let i = 0; i < text.length; i++) if (text.codePointAt(i)! > 0xffff) after.push(++i);
  if (after.length === 0) return (offset) => offset;
  return (offset) => offset - countBelow(after, offset);
}

function countBelow(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the span that holds the offset, else -1; the spans are in order. */
function indexAt(spans: readonly Span[], offset: number): number {
  let [low, high] = [0, spans.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const span = spans[middle]!;
    if (offset < span.start) high = middle - 1;
    else if (offset >= span.end) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** By code unit; a locale would sort differently on another machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
