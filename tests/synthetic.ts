/**
 * Issues and extractions that no recogniser made: what graph and stores are tested with.
 * A sketch says who is named, what is measured and who relates to whom; text and offsets follow from it.
 *
 *   sketchIssue('测试周刊', 2024, 3, [{ number: 1, says: [fact('义乌市', '规上工业增加值', '38.6', '亿元')] }])
 */
import { createHash } from 'node:crypto';
import type { EntityType } from '../schema/entities.js';
import type { RelationType } from '../schema/relations.js';
import type { Gazetteer } from '../src/graph/assemble.js';
import type { Article, Entity, Extraction, Issue, Mention, Observation, Place, Relation, Span } from '../src/model.js';

const place = (
  code: string,
  type: Place['type'],
  name: string,
  parent: string | null,
  validFrom = 1981,
  validTo: number | null = null,
): Place => ({ code, type, name, parent, validFrom, validTo });

/** A small gazetteer with a renamed county, one that was divided, and a cycle that no real one has. */
const PLACES: readonly Place[] = [
  place('330000', 'Province', '浙江省', null),
  place('330100', 'City', '杭州市', '330000'),
  place('330700', 'City', '金华市', '330000'),
  place('330782', 'County', '义乌市', '330700'),
  place('330127', 'County', '淳安县', '330100'),
  place('330110', 'County', '余杭区', '330100', 2001),
  place('330113', 'County', '临平区', '330100', 2021),
  place('330184', 'County', '余杭市', '330100', 1994, 2001),
  place('330125', 'County', '余杭县', '330100', 1981, 1994),
  place('330127104', 'Township', '枫树岭镇', '330127'),
  place('990001', 'County', '甲环县', '330700', 1981, 1990),
  place('990002', 'County', '乙环县', '330700', 1991, 2000),
];

const SUCCESSIONS: Readonly<Record<string, readonly { code: string; year: number | null; whole: boolean }[]>> = {
  '330125': [{ code: '330184', year: 1994, whole: true }],
  '330184': [{ code: '330110', year: 2001, whole: true }],
  '330110': [{ code: '330113', year: 2021, whole: false }],
  '990001': [{ code: '990002', year: 1991, whole: true }],
  '990002': [{ code: '990001', year: null, whole: true }],
};

export const smallGazetteer: Gazetteer = {
  placeByCode: (code) => PLACES.find((each) => each.code === code) ?? null,
  successorsOf: (code) => SUCCESSIONS[code] ?? [],
};

/** One sentence: subject, metric and number; or two names and a relation. */
export type Saying =
  | { readonly fact: { subject: string; metric: string; numeral: string; unit: string; period: string | null } }
  | { readonly link: { type: RelationType; from: string; to: string; post?: string } }
  | { readonly plain: string };

export interface Sketch {
  /** Decides the article's id: the same number is the same article, edited. */
  readonly number: number;
  readonly title?: string;
  readonly authors?: readonly string[];
  readonly says: readonly Saying[];
}

export const fact = (
  subject: string,
  metric: string,
  numeral: string,
  unit: string,
  period: string | null = '2024',
): Saying => ({ fact: { subject, metric, numeral, unit, period } });
export const link = (type: RelationType, from: string, to: string, post?: string): Saying => ({
  link: post === undefined ? { type, from, to } : { type, from, to, post },
});

const TYPE_BY_ENDING: readonly [RegExp, EntityType][] = [
  [/公司$/u, 'Company'],
  [/(?:局|学院|合作社)$/u, 'Organization'],
  [/(?:工程|行动|计划)$/u, 'Program'],
  [/(?:电站|项目)$/u, 'Project'],
  [/(?:园区|新区)$/u, 'Zone'],
  [/村$/u, 'Village'],
  [/条例$/u, 'Document'],
];

/** 义乌市 → its place; 青禾公司 → Company:青禾公司; any other name is a person. */
export function entityNamed(name: string, articleId: string, mentions: readonly Mention[] = []): Entity {
  const found = PLACES.find((each) => each.name === name) ?? null;
  const type = found?.type ?? TYPE_BY_ENDING.find(([ending]) => ending.test(name))?.[1] ?? 'Person';
  const id =
    found !== null ? `cn:${found.code}` : type === 'Village' ? `local:${articleId}:${name}` : `${type}:${name}`;
  return { id, type, name, aliases: [], mentions, place: found };
}

export function sketchIssue(
  publication: string | null,
  year: number,
  number: number,
  sketches: readonly Sketch[],
): { issue: Issue; extractions: Extraction[] } {
  const id = `${publication ?? '无名'}-${year}-${number}`;
  const sha256 = createHash('sha256').update(JSON.stringify(sketches)).digest('hex');
  const issue: Issue = {
    id,
    publication,
    year,
    number,
    totalNumber: null,
    date: `${year}-06-01`,
    file: `${year}-${number}.txt`,
    sha256,
    printed: '',
  };
  return { issue, extractions: sketches.map((sketch, i) => extractionOf(issue, sketch, i + 1)) };
}

function extractionOf(issue: Issue, sketch: Sketch, ordinal: number): Extraction {
  const id = `${issue.id}#${createHash('sha256').update(String(sketch.number)).digest('hex').slice(0, 8)}`;
  let text = '';
  const sentences: Span[] = [];
  const mentions = new Map<string, Mention[]>();
  const observations: Observation[] = [];
  const relations: Relation[] = [];
  const say = (part: string): Span => {
    const start = text.length;
    text += part;
    return { start, end: text.length };
  };
  const name = (printed: string): void => {
    const span = say(printed);
    const type = entityNamed(printed, id).type;
    const mention: Mention = { ...span, type, name: printed, text: printed, rule: 'test/name', candidates: [] };
    mentions.set(printed, [...(mentions.get(printed) ?? []), mention]);
  };
  for (const saying of sketch.says) {
    const start = text.length;
    if ('plain' in saying) say(saying.plain);
    else if ('fact' in saying) {
      const { subject, metric, numeral, unit, period } = saying.fact;
      name(subject);
      say(`实现${metric}`);
      observations.push(
        observationOf(say(numeral), say(unit), subject, entityNamed(subject, id).id, metric, period, text),
      );
    } else {
      const { type, from, to, post } = saying.link;
      name(from);
      say('与');
      name(to);
      const quote = text.slice(start);
      const ids = { from: entityNamed(from, id).id, to: entityNamed(to, id).id };
      relations.push({ type, ...ids, post: post ?? null, quote, rule: 'test/link', start, end: text.length });
    }
    say('。');
    sentences.push({ start, end: text.length });
    say('\n');
  }
  const title = sketch.title ?? `第${sketch.number}篇`;
  const article: Article = {
    id,
    issueId: issue.id,
    title,
    subtitle: null,
    section: null,
    authors: sketch.authors ?? ['金晨'],
    ordinal,
    text,
    hash: createHash('sha256').update(title).update(text).digest('hex'),
    sentences,
    paragraphs: sentences.map((span) => ({ ...span, kind: 'body' })),
    printedAt: (offset) => offset,
  };
  const entities = [...mentions].map(([printed, list]) => entityNamed(printed, id, list));
  return { article, entities, observations, relations, refused: [] };
}

function observationOf(
  numeral: Span,
  unit: Span,
  subject: string,
  subjectId: string,
  metric: string,
  period: string | null,
  text: string,
): Observation {
  const span = { start: numeral.start, end: unit.end };
  const value = Number(text.slice(numeral.start, numeral.end));
  const printedUnit = text.slice(unit.start, unit.end) || null;
  return {
    ...span,
    quote: text.slice(span.start, span.end),
    quantity: {
      ...span,
      text: text.slice(span.start, span.end),
      value,
      valueTo: null,
      unit: printedUnit,
      approx: null,
      form: 'amount',
      rule: 'test/number',
      numeral,
    },
    value,
    valueTo: null,
    unit: printedUnit,
    metric,
    canonicalMetric: metric,
    subject,
    subjectId,
    subjectText: subject,
    period,
    kind: 'level',
    direction: null,
    baseline: null,
    scope: null,
    approx: null,
    modality: 'actual',
    rule: 'test/fact',
    confidence: 1,
    doubtful: false,
    doubtReason: null,
    implied: ['period'],
    weighed: () => ({ metric: [], subject: [] }),
  };
}
