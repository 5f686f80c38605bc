/**
 * What the graph may hold: a row per label and per edge type, with the properties and their types.
 * Constraints, tables, reads and writes of both stores are made from these rows; labels and relations come from schema/.
 *
 *   nodeRow('County').properties  → { type: 'STRING', name: 'STRING', code: 'STRING', validFrom: 'INT64', validTo: 'INT64' }
 *   edgeRow('ABOUT').pairs        → [['Observation', 'Province'], ['Observation', 'City'], …]
 */
import { ENTITY_TYPES, PLACE_TYPES } from '../../schema/entities.js';
import { RELATIONS } from '../../schema/relations.js';
import type { EdgeType, NodeLabel } from '../model.js';

export type ValueType = 'STRING' | 'DOUBLE' | 'INT64' | 'BOOLEAN' | 'STRING[]';
export type Properties = Readonly<Record<string, ValueType>>;

/** Load is the ledger: it stands in the graph, and is no part of what an issue says. */
export type Label = NodeLabel | 'Load';
export type Edge = EdgeType | 'LOADED_BY';

export interface NodeRow {
  readonly label: Label;
  /** Without `id STRING`, which every label has. */
  readonly properties: Properties;
}

export interface EdgeRow {
  readonly type: Edge;
  readonly pairs: readonly (readonly [from: Label, to: Label])[];
  readonly properties: Properties;
  /** own: leaves a node of one article; evidence: names its article; gazetteer: between places. */
  readonly support: 'own' | 'evidence' | 'gazetteer';
}

const NAMED: Properties = { type: 'STRING', name: 'STRING' };
const PLACE: Properties = { ...NAMED, code: 'STRING', validFrom: 'INT64', validTo: 'INT64' };
const OFFSETS: Properties = { startOffset: 'INT64', endOffset: 'INT64' };
const EVIDENCE: Properties = { articleId: 'STRING', sentenceId: 'STRING', ...OFFSETS, quote: 'STRING', rule: 'STRING' };

const isPlace = (label: string): boolean => (PLACE_TYPES as readonly string[]).includes(label);

export const NODE_ROWS: readonly NodeRow[] = [
  { label: 'Publication', properties: { name: 'STRING' } },
  {
    label: 'Issue',
    properties: {
      year: 'INT64',
      number: 'INT64',
      totalNumber: 'INT64',
      date: 'STRING',
      file: 'STRING',
      sha256: 'STRING',
    },
  },
  {
    label: 'Article',
    properties: {
      title: 'STRING',
      subtitle: 'STRING',
      section: 'STRING',
      authors: 'STRING[]',
      ordinal: 'INT64',
      text: 'STRING',
      hash: 'STRING',
    },
  },
  { label: 'Sentence', properties: { text: 'STRING', ...OFFSETS } },
  ...ENTITY_TYPES.map((label) => ({ label, properties: isPlace(label) ? PLACE : NAMED })),
  { label: 'Metric', properties: { name: 'STRING', dimension: 'STRING' } },
  {
    label: 'Observation',
    properties: {
      value: 'DOUBLE',
      valueTo: 'DOUBLE',
      unit: 'STRING',
      baseValue: 'DOUBLE',
      baseUnit: 'STRING',
      quote: 'STRING',
      period: 'STRING',
      periodStart: 'STRING',
      periodEnd: 'STRING',
      asOf: 'STRING',
      kind: 'STRING',
      direction: 'STRING',
      baseline: 'STRING',
      scope: 'STRING',
      approx: 'STRING',
      modality: 'STRING',
      rule: 'STRING',
      doubtful: 'BOOLEAN',
      doubtReason: 'STRING',
      implied: 'STRING[]',
      subjectText: 'STRING',
      key: 'STRING',
    },
  },
  {
    label: 'Load',
    properties: {
      issueId: 'STRING',
      folder: 'STRING',
      sha256: 'STRING',
      version: 'STRING',
      runId: 'STRING',
      startedAt: 'STRING',
      finishedAt: 'STRING',
      articles: 'INT64',
      added: 'INT64',
      changed: 'INT64',
      removed: 'INT64',
      problems: 'INT64',
    },
  },
];

const toEntities = (from: Label): [Label, Label][] => ENTITY_TYPES.map((to) => [from, to]);
/** A place lies in a wider one; 东莞's towns lie in the city itself, 济源 in the province. */
const WITHIN_PAIRS = PLACE_TYPES.flatMap((from, i) => PLACE_TYPES.slice(0, i).map((to): [Label, Label] => [from, to]));
/** 龙港镇 became the city 龙港市 and 重庆市 a province: a successor may be of any width. */
const SUCCESSION_PAIRS = PLACE_TYPES.flatMap((from) => PLACE_TYPES.map((to): [Label, Label] => [from, to]));

export const EDGE_ROWS: readonly EdgeRow[] = [
  { type: 'ISSUE_OF', pairs: [['Issue', 'Publication']], properties: {}, support: 'own' },
  { type: 'PUBLISHED_IN', pairs: [['Article', 'Issue']], properties: {}, support: 'own' },
  { type: 'PART_OF', pairs: [['Sentence', 'Article']], properties: {}, support: 'own' },
  {
    type: 'MENTIONS',
    pairs: toEntities('Sentence'),
    properties: { ...OFFSETS, text: 'STRING' },
    support: 'own',
  },
  { type: 'OF_METRIC', pairs: [['Observation', 'Metric']], properties: {}, support: 'own' },
  { type: 'ABOUT', pairs: toEntities('Observation'), properties: {}, support: 'own' },
  { type: 'STATED_IN', pairs: [['Observation', 'Sentence']], properties: OFFSETS, support: 'own' },
  ...RELATIONS.map(
    (row): EdgeRow => ({
      type: row.type,
      pairs: row.from.flatMap((from) => row.to.map((to): [Label, Label] => [from, to])),
      properties: row.type === 'HOLDS_POST' ? { ...EVIDENCE, post: 'STRING' } : EVIDENCE,
      support: 'evidence',
    }),
  ),
  {
    type: 'WITHIN',
    pairs: WITHIN_PAIRS,
    properties: { validFrom: 'INT64', validTo: 'INT64', source: 'STRING' },
    support: 'gazetteer',
  },
  {
    type: 'SUCCEEDED_BY',
    pairs: SUCCESSION_PAIRS,
    properties: { year: 'INT64', whole: 'BOOLEAN', source: 'STRING' },
    support: 'gazetteer',
  },
  { type: 'LOADED_BY', pairs: [['Article', 'Load']], properties: {}, support: 'own' },
];

const nodesByLabel = new Map(NODE_ROWS.map((row) => [row.label, row]));
const edgesByType = new Map(EDGE_ROWS.map((row) => [row.type, row]));

export const nodeRow = (label: Label): NodeRow => nodesByLabel.get(label)!;
export const edgeRow = (type: Edge): EdgeRow => edgesByType.get(type)!;
