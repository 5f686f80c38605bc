/**
 * Every type that flows from an issue file to the graph, in the order in which it appears.
 * All offsets are UTF-16 code units, half-open; the stores convert them to code points.
 */
import type { EntityType, PlaceType } from '../schema/entities.js';
import type { RelationType } from '../schema/relations.js';

// ---------- read ----------

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One issue file with what its sources.json row and its masthead say. */
export interface Issue {
  /** 今日浙江-2025-23, else publication-date-file stem; never the file's hash. */
  readonly id: string;
  readonly publication: string | null;
  readonly year: number | null;
  readonly number: number | null;
  readonly totalNumber: number | null;
  /** ISO day that 今年 and 去年 are resolved against, e.g. "2025-12-15"; null: relative periods stay null. */
  readonly date: string | null;
  /** Name of the file inside its folder, e.g. "001_06e6dec5.txt". */
  readonly file: string;
  /** Of the file's bytes. */
  readonly sha256: string;
  /** The decoded file, as printed. */
  readonly printed: string;
}

/** What a paragraph is to its article: 选优配强新班子 办好民生开门事 is a heading, the rest is body. */
export interface Paragraph extends Span {
  readonly kind: 'body' | 'heading';
}

export interface Article {
  /** Issue id + "#" + hash of the first 40 characters of the squashed body (+ ordinal on a tie). */
  readonly id: string;
  readonly issueId: string;
  /** Kicker and place line joined with a space; "" where the print lost the headline. */
  readonly title: string;
  readonly subtitle: string | null;
  readonly section: string | null;
  /** Names only: ["金晨"]. */
  readonly authors: readonly string[];
  /** Place in the issue, from 1. */
  readonly ordinal: number;
  /** The clean body: half-width digits and letters, no typesetting spaces, paragraphs joined by "\n". */
  readonly text: string;
  /** sha256 of title and text. */
  readonly hash: string;
  /** Cover every character of `text` that is not white space; none crosses a paragraph. */
  readonly sentences: readonly Span[];
  readonly paragraphs: readonly Paragraph[];
  /** For each UTF-16 unit of `text` its offset in `Issue.printed`. */
  readonly printedAt: (offset: number) => number;
}

export type ResidueKind =
  | 'masthead'
  | 'contents'
  | 'caption'
  | 'advert'
  | 'running-head'
  | 'page-number'
  | 'pull-quote'
  | 'headline'
  | 'byline'
  | 'supporters'
  | 'fragment';

/** Printed text that is in no article's body; together with the bodies it covers the file. */
export interface Residue extends Span {
  readonly kind: ResidueKind;
}

// ---------- recognize ----------

/** A jieba word with its part-of-speech tag, e.g. { text: "发展", tag: "vn", start: 10, end: 12 }. */
export interface Word extends Span {
  readonly text: string;
  readonly tag: string;
}

/** What the recognisers read: an article, its words and its issue's date. */
export interface Reading {
  readonly article: Article;
  readonly words: readonly Word[];
  readonly issueDate: string | null;
}

/** A printed name. `name` is what the recogniser can say by itself (without the article's other mentions). */
export interface Mention extends Span {
  readonly type: EntityType;
  /** As printed, without quotation marks where GUIDELINES drop them, e.g. 千万工程. */
  readonly name: string;
  /** text.slice(start, end) */
  readonly text: string;
  /** e.g. "company/legal-suffix". */
  readonly rule: string;
  /** Gazetteer codes that this place may be, most likely first; [] for what is no place or in no gazetteer. */
  readonly candidates: readonly string[];
  /** A short form that counts only when resolve finds support for it in the article. */
  readonly needsSupport?: boolean;
  /** The post printed beside a person, e.g. 村书记. */
  readonly post?: string;
  /** Where that post is held, as printed: 王扇村. */
  readonly postAt?: Span;
}

/** How a number stands in its clause before anybody asks what it is about. */
export type QuantityForm = 'amount' | 'rank' | 'ratio' | 'fraction' | 'times';

export interface Quantity extends Span {
  /** Span covers number, approximation and unit: 近八成, 3万余人次. */
  readonly text: string;
  /** In the printed unit: 186.5 for 186.5亿元, 80 for 近八成. */
  readonly value: number;
  readonly valueTo: number | null;
  /** As printed with multiplier and currency: 亿元, 万人次, %, 位 (rank); null for a ratio. */
  readonly unit: string | null;
  /** 约 近 超 超过 以上 余 多 至少 不到 …, as printed. */
  readonly approx: string | null;
  readonly form: QuantityForm;
  /** e.g. "quantity/near-tenths". */
  readonly rule: string;
  /** The bare numeral: 186.5, 3, 八. */
  readonly numeral: Span;
}

/** A printed time: 今年上半年, 截至2025年11月底, “十四五”期间. */
export interface Period extends Span {
  readonly text: string;
  /** 2025, 2025-H1, 2025-Q3, 2025-01/2025-10, 2025-11-30, 2020/2025; null where it cannot be resolved or GUIDELINES say null (目前). */
  readonly value: string | null;
  /** until: 截至…; since: …以来; during: a whole; goal: 到2027年; now: 目前, clears what was set before. */
  readonly role: 'during' | 'until' | 'since' | 'goal' | 'now' | 'base';
  readonly rule: string;
}

/** Something that was looked at and not taken, for `explain`. */
export interface Refusal extends Span {
  readonly text: string;
  readonly what: string;
  readonly why: string;
  readonly rule: string;
}

export interface Recognition {
  /** In order of start; none overlap. */
  readonly mentions: readonly Mention[];
  readonly quantities: readonly Quantity[];
  readonly periods: readonly Period[];
  readonly refused: readonly Refusal[];
}

// ---------- resolve ----------

/** A place of the gazetteer, valid from one year to another. */
export interface Place {
  /** 330127, 330127104, 330127104201 (12 digits: village). */
  readonly code: string;
  readonly type: PlaceType;
  readonly name: string;
  /** Code of the place that contains it; null for a province. */
  readonly parent: string | null;
  /** First year; 1981 means "then or before". */
  readonly validFrom: number;
  /** Last year; null while it exists. */
  readonly validTo: number | null;
}

export interface Entity {
  /** cn:331082 for a linked place, else as design says: type:name, local:article:name. */
  readonly id: string;
  readonly type: EntityType;
  /** Canonical. */
  readonly name: string;
  /** The other printed forms in the article, sorted. */
  readonly aliases: readonly string[];
  readonly mentions: readonly Mention[];
  readonly place: Place | null;
}

export interface Observation extends Span {
  /** text.slice(start, end): the number with its unit and its nearest noun. */
  readonly quote: string;
  readonly quantity: Quantity;
  readonly value: number;
  readonly valueTo: number | null;
  readonly unit: string | null;
  /** As printed, only typesetting normalised: 规上工业增加值. */
  readonly metric: string;
  /** Canonical name of the lexicon, else `metric`: 规模以上工业增加值. */
  readonly canonicalMetric: string;
  /** Canonical name of the entity, or the printed noun (山区26县). */
  readonly subject: string;
  /** Null where the subject is a noun. */
  readonly subjectId: string | null;
  /** As printed where the choice was made. */
  readonly subjectText: string;
  readonly period: string | null;
  readonly kind: 'level' | 'change' | 'rank' | 'share';
  readonly direction: 'up' | 'down' | null;
  /** 同比, 环比, 比上年, 较2017年; null. */
  readonly baseline: string | null;
  /** The field of a rank (全市), the whole of a share. */
  readonly scope: string | null;
  readonly approx: string | null;
  readonly modality: 'actual' | 'planned';
  readonly rule: string;
  /** From 0 to 1: how sure the choice of metric and subject is; 1 where a rule decided. */
  readonly confidence: number;
  readonly doubtful: boolean;
  readonly doubtReason: string | null;
  /** Fields that the sentence itself does not print: ["subject", "period"]. */
  readonly implied: readonly ('subject' | 'metric' | 'period')[];
  /** What was weighed, best first, worked out when `explain` asks for it. */
  readonly weighed: () => { readonly metric: readonly Weighed[]; readonly subject: readonly Weighed[] };
}

/** A candidate with its score and the features that made it. */
export interface Weighed {
  readonly text: string;
  readonly score: number;
  readonly features: readonly (readonly [feature: string, contribution: number])[];
}

export interface Relation extends Span {
  readonly type: RelationType;
  /** Entity ids. */
  readonly from: string;
  readonly to: string;
  readonly post: string | null;
  readonly quote: string;
  readonly rule: string;
}

export interface Problem {
  readonly level: 'refused' | 'skipped' | 'doubtful';
  readonly rule: string;
  /** One line: what is wrong and what to do. */
  readonly message: string;
  readonly file: string;
  readonly articleId: string | null;
  readonly at: Span | null;
}

export interface Outcome<T> {
  readonly value: T;
  readonly problems: readonly Problem[];
}

/** All that was read in one article. */
export interface Extraction {
  readonly article: Article;
  readonly entities: readonly Entity[];
  readonly observations: readonly Observation[];
  readonly relations: readonly Relation[];
  readonly refused: readonly Refusal[];
}

// ---------- graph ----------

/** What a property can hold in both stores. */
export type Value = string | number | boolean | null | readonly string[];

export type NodeLabel = 'Publication' | 'Issue' | 'Article' | 'Sentence' | EntityType | 'Metric' | 'Observation';

export type EdgeType =
  | 'ISSUE_OF'
  | 'PUBLISHED_IN'
  | 'PART_OF'
  | 'MENTIONS'
  | 'OF_METRIC'
  | 'ABOUT'
  | 'STATED_IN'
  | 'WITHIN'
  | 'SUCCEEDED_BY'
  | RelationType;

export interface GraphNode {
  readonly label: NodeLabel;
  /** Unique within its label. */
  readonly id: string;
  /** Without `id`; every property of the label is there, null where the text does not say. */
  readonly properties: Readonly<Record<string, Value>>;
}

export interface GraphEdge {
  readonly type: EdgeType;
  readonly fromLabel: NodeLabel;
  readonly from: string;
  readonly toLabel: NodeLabel;
  readonly to: string;
  readonly properties: Readonly<Record<string, Value>>;
}

/** What one article alone supports: it comes and goes with the article. */
export interface ArticleGraph {
  readonly articleId: string;
  /** Article, Sentences, Observations. */
  readonly nodes: readonly GraphNode[];
  /** All edges that leave these nodes, and the article's relations. */
  readonly edges: readonly GraphEdge[];
}

/** All that one issue contributes to the graph; a function of the issue, its extractions and the gazetteer. */
export interface IssueGraph {
  readonly issue: GraphNode;
  readonly publication: GraphNode | null;
  /** In the order of the issue. */
  readonly articles: readonly ArticleGraph[];
  /** Nodes that other issues may support too: entities, metrics, places around the linked ones. Sorted by label and id. */
  readonly shared: readonly GraphNode[];
  /** WITHIN and SUCCEEDED_BY between the shared places. */
  readonly gazetteer: readonly GraphEdge[];
  readonly problems: readonly Problem[];
}
