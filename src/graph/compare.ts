/**
 * When do two printed numbers agree? The one answer for conflicts over the graph, for drafts and for the page.
 *
 *   仙居县 规模以上工业增加值 2024: 38.6亿元 and 386000万元 → agree       38.6亿元 and 约39亿元 → rounded
 *   38.6亿元 and 39.2亿元 → conflict      38.6亿元 and 38.6万元 → scale     2024 and 2025 → other period
 *
 * First whether they can be compared at all, part by part; then the numbers as intervals (interval.ts). No verdict on
 * which is right: an outcome, and the part that differs.
 */
import { metricOf } from '../lexicon/metrics.js';
import { placeByCode, predecessorsOf, successorsOf } from '../lexicon/places.js';
import { compareReaches, countsAlike, type Reach, reachOf, type Values } from './interval.js';
import { daysOf } from './periods.js';

/** A number of a draft or of the graph, with all that decides whether it can be compared. */
export interface Figure {
  /** Id of the entity that it is about, e.g. cn:331024; null: a noun (山区的企业). */
  readonly subjectId: string | null;
  /** Canonical. */
  readonly metric: string;
  readonly value: number;
  readonly valueTo: number | null;
  readonly unit: string | null;
  readonly approx: string | null;
  readonly quote: string;
  readonly period: string | null;
  readonly kind: 'level' | 'change' | 'rank' | 'share';
  readonly direction: 'up' | 'down' | null;
  readonly baseline: string | null;
  readonly scope: string | null;
  readonly modality: 'actual' | 'planned';
  readonly doubtful: boolean;
  /** Date of its issue; null where nobody knows it. */
  readonly asOf: string | null;
  readonly articleId: string;
  readonly issueId: string;
  /** Its sentence, where it is at hand: 核定, 修订 make a later figure a revision. */
  readonly sentence: string | null;
}

export const OUTCOMES = [
  'conflict',
  'scale',
  'agree',
  'rounded',
  'bound',
  'revision',
  'period not printed',
  'other period',
  'other modality',
  'other definition',
  'doubtful',
  'incomparable',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type Part =
  | 'subject'
  | 'metric'
  | 'unit'
  | 'kind'
  | 'direction'
  | 'baseline'
  | 'scope'
  | 'modality'
  | 'period'
  | 'passage';

export interface Comparison {
  readonly outcome: Outcome;
  /** The part that keeps them from being compared; null where the numbers were. */
  readonly differs: Part | null;
  /** What the numbers alone say; null where their units do not meet. */
  readonly values: Values | null;
}

/** Does it contradict, so that somebody must look? */
export const contradicts = (outcome: Outcome): boolean => outcome === 'conflict' || outcome === 'scale';

export function compareFigures(a: Figure, b: Figure): Comparison {
  if (subjectKey(a.subjectId) === null || subjectKey(a.subjectId) !== subjectKey(b.subjectId)) {
    return apart('incomparable', 'subject');
  }
  const [x, y] = [reach(a), reach(b)];
  const metric = compareMetrics(measured(a.metric, x.dimension), measured(b.metric, y.dimension));
  if (metric === 'other') return apart('incomparable', 'metric');
  if (a.kind !== b.kind) return apart('other definition', 'kind');
  if (!countsAlike(x, y)) return apart('other definition', 'unit');
  const values = compareReaches(x, y);
  const but = (outcome: Outcome, differs: Part | null): Comparison => ({ outcome, differs, values });
  if (metric === 'qualified') return but('other definition', 'metric');
  if (a.modality !== b.modality) return but('other modality', 'modality');
  const sense = compareSense(a, b);
  if (sense?.how === 'other') return but('other definition', sense.part);
  const same = values === 'agree' || values === 'rounded' || values === 'bound';
  const period = comparePeriods(a, b);
  if (period === 'not printed') return but(same && a.issueId === b.issueId ? values : 'period not printed', 'period');
  if (period === 'other') return but('other period', 'period');
  if (sense?.how === 'opposite') return but(a.articleId === b.articleId ? 'incomparable' : 'conflict', sense.part);
  if (same) return but(values, null);
  // What is missing keeps two numbers from contradicting, not from agreeing.
  if (sense?.how === 'missing') return but('other definition', sense.part);
  if (qualifiersOf(a) !== qualifiersOf(b) || !sameThing(a, b)) return but('other definition', 'metric');
  // An article that tells of a rise from 8 to 312 does not contradict itself.
  if (a.articleId === b.articleId) return but('incomparable', 'passage');
  if (isRevision(a, b, x.value, y.value)) return but('revision', null);
  if (a.doubtful || b.doubtful) return but('doubtful', null);
  return but(values === 'scale' ? 'scale' : 'conflict', null);
}

const apart = (outcome: Outcome, differs: Part): Comparison => ({ outcome, differs, values: null });

const reaches = new WeakMap<Figure, Reach>();

/** Read once for each figure: it is held against many. */
function reach(figure: Figure): Reach {
  const known = reaches.get(figure);
  if (known !== undefined) return known;
  const read = reachOf({ ...figure, isChange: figure.kind === 'change' });
  reaches.set(figure, read);
  return read;
}

/** Figures with the same key can be compared, all but those whose metrics differ by a qualifier; null: none can. */
export function groupKey(figure: Figure): string | null {
  const subject = subjectKey(figure.subjectId);
  return subject === null ? null : `${subject}\t${measured(figure.metric, reach(figure).dimension)}`;
}

// ---------- the subject ----------

const keys = new Map<string, string>();

/**
 * The id under which a subject is compared: a county that was renamed or raised as a whole is one with what it became
 * (玉环县 cn:331021 → 玉环市 cn:331083), as long as nothing else went into it.
 */
export function subjectKey(id: string | null): string | null {
  if (id === null || !/^cn:\d{6}$/u.test(id)) return id;
  const known = keys.get(id);
  if (known !== undefined) return known;
  let code = id.slice(3);
  const seen = new Set([code]);
  for (;;) {
    const after = successorsOf(code).filter((next) => next.whole);
    const next = after.length === 1 ? after[0]!.code : null;
    if (next === null || seen.has(next) || placeByCode(next) === null) break;
    // 昌化县 went into 临安县, which was there before: their figures are two series.
    if (predecessorsOf(next).some((earlier) => !seen.has(earlier) && !predecessorsOf(code).includes(earlier))) break;
    seen.add(next);
    code = next;
  }
  const key = `cn:${code}`;
  keys.set(id, key);
  return key;
}

/** All ids that are compared under one key, for asking the graph: cn:331083 → [cn:331083, cn:331021]. */
export function subjectIds(id: string): readonly string[] {
  const key = subjectKey(id)!;
  if (!/^cn:\d{6}$/u.test(key)) return [key];
  const earlier = predecessorsOf(key.slice(3)).map((code) => `cn:${code}`);
  return [...new Set([key, id, ...earlier.filter((other) => subjectKey(other) === key)])];
}

// ---------- the metric ----------

/** What the unit says anyway is dropped: 茶园面积8.2万亩 and 茶园8.2万亩, 企业数 and 企业. */
const SAID_BY_UNIT: Readonly<Record<string, RegExp>> = {
  area: /(?<=..)(?:种植)?(?:总)?面积$/u,
  count: /(?<=..)(?:总数|数量|个数|数)$/u,
  people: /(?<=..)(?:总人数|人数|总数|数量|数)$/u,
};
/** A year's output is output: 年产值 and 产值 of one year. */
const YEARLY = /^(?:全?年|年度)(?=产|销|营|出口|加工|发电|接待)/u;

export function measured(metric: string, dimension: string): string {
  const bare = metric.replace(/[“”"「」『』《》]/gu, '').replace(YEARLY, '');
  const rest = SAID_BY_UNIT[dimension];
  return rest === undefined ? bare : bare.replace(rest, '');
}

/** 规模以上工业增加值 and 工业增加值 differ by a qualifier; 产值 and 利润 have nothing to do with each other. */
export function compareMetrics(a: string, b: string): 'same' | 'qualified' | 'other' {
  if (a === b) return a === '' ? 'other' : 'same';
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length >= 2 && long.includes(short)) return 'qualified';
  // 新增规上企业 holds 规上企业, which is another name of 规模以上工业企业.
  const [x, y] = [withoutQualifiers(a), withoutQualifiers(b)];
  return x !== '' && x === y ? 'qualified' : 'other';
}

function withoutQualifiers(metric: string): string {
  const bare = metric.replace(/^(?:新[增建开设办签引]|新招引|净增|其中|全部|民营|外资|国有|人均|户均|农村|城镇)+/u, '');
  return metricOf(bare)?.name ?? bare;
}

/**
 * Words that make another metric of one, wherever they stand in the clause: 新增规上企业86家 is no count of 规上企业.
 * The extractor may leave them out of a metric's name, so they are looked for beside it.
 */
const QUALIFIERS =
  /新[增建开设办签引]|新招引|净增|引进|农村|城镇|城乡|农民|人均|户均|亩均|地均|日均|月均|年均|平均|最高|最低|单日|其中|部分|市区|城区|县城|市本级|规上|规模以上|限上|限额以上|全部|民营|外资|国有|本地|外来|线上|线下|网络|自营|直接|间接|可比|税前|税后|净利|未/gu;

const SAME_WORD: Readonly<Record<string, string>> = { 规模以上: '规上', 限额以上: '限上', 农民: '农村' };
/** Behind a county's name these make another subject that has no name of its own: 仙居县医药园区规上工业增加值. */
const PART_OF_PLACE = /园区|开发区|高新区|经开区|新区|集聚区|工业[区城]|小镇|片区|各[镇乡县市区村]|乡镇|行业/gu;
/** 目标是40亿元 is a goal, whether or not it was read as one. */
const GOAL = /目标|任务|预算|计划/gu;

/** From the last comma to the end of the quote. */
function clauseOf({ sentence, quote }: Figure): string {
  const at = sentence?.indexOf(quote) ?? -1;
  return `${at > 0 ? sentence!.slice(0, at) : ''}${quote}`.split(/[，；。：！？]/u).at(-1)!;
}

/** What the clause says beside the metric's own name: "新增", "农村 人均"; "" mostly. */
function qualifiersOf(figure: Figure): string {
  const clause = clauseOf(figure);
  const found = [
    ...clause.matchAll(QUALIFIERS),
    ...(figure.subjectId?.startsWith('cn:') ? clause.matchAll(PART_OF_PLACE) : []),
    ...(figure.modality === 'actual' ? clause.matchAll(GOAL) : []),
  ].map(([word]) => SAME_WORD[word] ?? word);
  const named = figure.metric.replace(/规模以上|限额以上|农民/gu, (word) => SAME_WORD[word]!);
  return [...new Set(found.filter((word) => !named.includes(word)))].sort().join(' ');
}

/**
 * Metrics that say nothing without the thing they are of: a county has the 产值 of its tea and of its bamboo, and the
 * article said which one in another clause. Two of them contradict only where both clauses name the same thing.
 */
const OPEN_METRIC =
  /^(?:全|总|年|月|日|综合|全产业链|产业|种植|养殖|销售|出口|平均|每亩|亩均|户均|人均|新|鲜果)*(?:产值|产量|总量|面积|收入|增收|销售额|销量|价|单价|均价|收购价|价格|租金|项目|企业|农户|户|投资|投资额|资金|基地|规模|人员|农民|村民|妇女|老人|村|镇|社区|街道|小区|单产|增速|增幅|比重|占比|订单|网点|店|家|人)$/u;
const FRAME =
  /\d+(?:\.\d+)?|年|月|日|[上下]半年|季度|去|今|前|全[省市县区镇乡村]|实现|达到?|为|有|共|总|约|近|超过?|突破|其中|已|截至|底|的|了|到|新|省|市|县|区|镇|乡/gu;

const isOpen = ({ metric, subjectId, sentence }: Figure): boolean =>
  sentence !== null && subjectId?.startsWith('cn:') === true && OPEN_METRIC.test(metric);

function sameThing(a: Figure, b: Figure): boolean {
  if (!isOpen(a) || !isOpen(b)) return true;
  const thing = thingOf(a);
  return thing !== '' && thing === thingOf(b);
}

/** 惠明茶 in 景宁县惠明茶产值13.7亿元; "" where the clause names nothing. */
function thingOf(figure: Figure): string {
  const name = subjectName(figure.subjectId);
  return clauseOf(figure)
    .replaceAll(name, '')
    .replaceAll(name.slice(0, -1), '')
    .replace(/[\d.,]+[^\d]*$/u, '')
    .replaceAll(figure.metric, '')
    .replace(FRAME, '')
    .replace(/[^\p{Script=Han}]/gu, '');
}

const subjectName = (id: string | null): string => (id === null ? '' : (placeByCode(id)?.name ?? ''));

// ---------- kind, direction, baseline, scope ----------

/** All of these mean the year before. */
const YEAR_BEFORE = /^(?:同比|同期|(?:比|较|相比|相较于?)(?:上年同期|去年同期|上年末|上年底|上年|去年))$/u;
const PERIOD_BEFORE = /^(?:环比|(?:比|较|相比)(?:上月|上季度))$/u;

const baselineKey = (baseline: string | null): string | null => {
  if (baseline === null) return null;
  if (YEAR_BEFORE.test(baseline)) return 'the year before';
  if (PERIOD_BEFORE.test(baseline)) return 'the period before';
  return baseline.replace(/^(?:比|较|相比|相较于?)/u, '');
};

interface SenseGap {
  readonly part: Part;
  /** missing: one does not print it; opposite: one grew and one shrank, against the same baseline. */
  readonly how: 'other' | 'missing' | 'opposite';
}

/** In which part of a change, a rank or a share two differ; null: in none. */
function compareSense(a: Figure, b: Figure): SenseGap | null {
  if (a.kind === 'change') {
    const [x, y] = [baselineKey(a.baseline), baselineKey(b.baseline)];
    if (a.direction !== b.direction) {
      const opposite = x !== null && x === y && a.direction !== null && b.direction !== null;
      return { part: 'direction', how: opposite ? 'opposite' : 'other' };
    }
    if (x === y) return null;
    return { part: 'baseline', how: x === null || y === null ? 'missing' : 'other' };
  }
  if (a.kind === 'rank' || a.kind === 'share') {
    const [x, y] = [scopeKey(a), scopeKey(b)];
    if (x !== null && x === y) return null;
    // 全市第三 and 全省第三 are two fields; where none is printed, two shares may still be of one whole.
    return { part: 'scope', how: a.kind === 'share' && (x === null || y === null) ? 'missing' : 'other' };
  }
  return null;
}

/** 居全市第三 → 全市, 列台州市第二 → 台州市, 占全县的三分之一 → 全县; null: no field is printed. */
function scopeKey({ kind, scope, quote }: Figure): string | null {
  const text = kind === 'rank' ? quote : (scope ?? '');
  const whole = /(?:全(?:国|省|市|县|区|州|镇|乡|球|世界))/gu;
  const all = [...text.matchAll(whole)].at(-1)?.[0];
  if (all !== undefined) return all;
  return kind === 'rank'
    ? (/(?:居|列|排名?|占)(?<field>\p{Script=Han}{2,8}?)第/u.exec(quote)?.groups?.field ?? null)
    : scope;
}

// ---------- the period ----------

// 光电企业从27家 增加到118家: the time of the sentence is that of the end, not of the start.
const START = /(?:从|由)(?<between>[^，。；]*)$/u;
const NUMERAL = /[\d一二两三四五六七八九十百千万半]/u;

/** The first number of a rise: its time is known only where it is printed between 从 and the number. */
export function isStart({ quote, value }: Pick<Figure, 'quote' | 'value'>): boolean {
  const at = quote.lastIndexOf(String(value));
  const before = at >= 0 ? quote.slice(0, at) : quote.replace(/[\d一二两三四五六七八九十百千万半].*$/u, '');
  const between = START.exec(before)?.groups?.between;
  return between !== undefined && !NUMERAL.test(between.replace(/\d{4}年/u, '')) && !/年|月|底|初/u.test(between);
}

const periodOf = (figure: Figure) => (isStart(figure) ? null : daysOf(figure.period));

function comparePeriods(a: Figure, b: Figure): 'same' | 'other' | 'not printed' {
  const [x, y] = [periodOf(a), periodOf(b)];
  if (x === null || y === null) return 'not printed';
  return x.start === y.start && x.end === y.end ? 'same' : 'other';
}

// ---------- revisions ----------

/** Words by which a later figure says that it replaces an earlier one. */
const REVISED = /修订|核定|核实后|最终核算|最终核实|初步核算|快报数|更正|订正|经济普查后|普查修正/u;

/**
 * A later issue gives the same period another number with good reason: it says that the figure was revised, the goal
 * was set anew, or the period was still running when the earlier one was printed. What was counted up over a period
 * does not shrink while it runs: then it is a conflict.
 */
function isRevision(a: Figure, b: Figure, valueA: number, valueB: number): boolean {
  if (a.asOf === null || b.asOf === null || a.asOf === b.asOf) return false;
  const [early, late, before, after] = a.asOf < b.asOf ? [a, b, valueA, valueB] : [b, a, valueB, valueA];
  if (late.sentence !== null && REVISED.test(late.sentence)) return true;
  if (a.modality === 'planned') return true;
  const end = periodOf(early)?.end ?? null;
  if (end === null || early.asOf! >= end) return false;
  return early.kind !== 'level' || after >= before;
}
