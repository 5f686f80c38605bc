/**
 * Numbers with what they measure, of whom and when.
 *
 *   2024年，太阳镇实现农业总产值5.42亿元 →
 *   { quote: "农业总产值5.42亿元", value: 5.42, unit: "亿元", metric: "农业总产值", subject: "太阳镇", period: "2024", kind: "level" }
 *
 * Where grammar is certain a rule decides (分别 lists, a growth or rank that follows its level);
 * else the best of the candidates is taken, and `doubtful` says when the second best is close.
 */
import { metricOf } from '../lexicon/metrics.js';
import type { Article, Entity, Mention, Observation, Reading, Recognition, Refusal, Span, Weighed } from '../model.js';
import { asParts, type Chooser, chooserOf, type Parts } from './choose.js';
import { type Kind, kindOf, lead, modalityOf } from './kind.js';
import { listItems } from './lists.js';
import { isVerbOnly, METRIC, type MetricCandidate, metricAtHand, metricCandidates, withQualifiers } from './metric.js';
import { type PeriodChoice, periodOf } from './period.js';
import { SUBJECT, type SubjectCandidate, subjectCandidates } from './subject.js';
import { type SubjectContext, subjectContext } from './subject-context.js';
import { groupsOf } from './subject-nouns.js';
import { type Token, type TokenSentence, tokenize } from './tokens.js';

/**
 * Below this confidence an observation is doubtful. Where the precision of what is left stands in tests/README.md
 * ("precision and coverage"); scripts/train.ts --folds prints the curve.
 */
export const SURE_ENOUGH = 0.6;

/** What an article is about, where places.ts could say it. */
export interface ArticleScope {
  /** Ids of the article's own place and its parents, e.g. ["cn:331023", "cn:331000", "cn:330000"]. */
  readonly ownIds: readonly string[];
  /** Full name of the province that 全省 means; null when unknown. */
  readonly province: string | null;
}

interface Chosen {
  readonly metric: { readonly text: string; readonly span: Span };
  readonly metricWeighed: () => readonly Weighed[];
  readonly metricSure: number;
  readonly subject: { readonly name: string; readonly entity: Entity | null; readonly at: Span | null };
  readonly subjectWeighed: () => readonly Weighed[];
  readonly subjectSure: number;
  readonly kind: Kind;
  readonly rule: string;
}

/** An article ready for the choice of metrics and subjects. */
export interface Prepared {
  readonly sentences: readonly TokenSentence[];
  readonly context: SubjectContext;
}

/** Sentences of tokens, and what is known of every entity and group of the article. */
export function prepare(
  reading: Reading,
  recognition: Recognition,
  entities: readonly Entity[],
  scope: ArticleScope,
): Prepared {
  const { article } = reading;
  const all = [...entities, ...groupsOf(article, entities)];
  const mentions = all.flatMap((entity) => entity.mentions);
  const sentences = tokenize(article, reading.words, mentions, recognition.quantities, recognition.periods);
  return { sentences, context: subjectContext(article, all, sentences, scope.ownIds, scope.province) };
}

/** A number while its metric is known and its subject is not. */
interface Open {
  readonly sentence: TokenSentence;
  readonly at: number;
  readonly kind: Kind;
  readonly metric: Chosen['metric'];
  readonly metricWeighed: () => readonly Weighed[];
  readonly metricSure: number;
  readonly rule: string;
  /** The number whose subject it takes over; null: it is weighed. */
  readonly follows: Open | null;
  readonly listed: Chosen['subject'] | null;
  readonly candidates: readonly SubjectCandidate<number>[];
  /** The same with their parts. */
  readonly described: () => readonly SubjectCandidate<Parts>[];
}

type Refuse = (token: Token, why: string, rule: string) => void;

/** Reads every number of an article. Pure: the same reading gives the same rows. */
export function resolveObservations(
  reading: Reading,
  recognition: Recognition,
  entities: readonly Entity[],
  scope: ArticleScope,
): { readonly observations: readonly Observation[]; readonly refused: readonly Refusal[] } {
  const prepared = prepare(reading, recognition, entities, scope);
  const observations: Observation[] = [];
  const refused: Refusal[] = [];
  const refuse: Refuse = (token, why, rule) => {
    refused.push({ ...spanOf(token), text: token.text, what: 'quantity', why, rule });
  };
  const printed = new Set<string>();
  const periods = new Map<Open, PeriodChoice>();
  for (const [open, chosen] of withSubjects(measured(reading.article, prepared, refuse), refuse)) {
    const before = open.follows === null ? null : (periods.get(open.follows) ?? null);
    const time = periodFor(reading, prepared.sentences, open, before);
    periods.set(open, time);
    const observation = assemble(reading, open, chosen, time);
    const { subject, metric, value, unit, kind, period } = observation;
    const fact = [subject, metric, value, unit, kind, period].join('|');
    if (printed.has(fact)) refuse(tokenOf(open), 'the article prints this fact before', 'observation/repeated');
    else observations.push(observation);
    printed.add(fact);
  }
  return { observations, refused };
}

const tokenOf = (open: Open): Token => open.sentence.tokens[open.at]!;
/** What each number of an article measures. */
function measured(article: Article, { sentences, context }: Prepared, refuse: Refuse): Open[] {
  const all: Open[] = [];
  for (const sentence of sentences) {
    const numbers = sentence.tokens.some((token) => token.quantity !== null);
    const lists = numbers ? listItems(sentence, article.text) : new Map<number, never>();
    let previous: Open | null = null;
    for (let at = 0; at < sentence.tokens.length; at++) {
      const token = sentence.tokens[at]!;
      if (token.quantity === null) continue;
      const kind: Kind = kindOf(sentence, at, previous?.kind ?? null, article.text);
      const item = lists.get(at) ?? null;
      const follows: Open | null = previous !== null && isBare(sentence, at, kind) ? previous : null;
      const other: Mention | null = previous === null ? null : elliptic(sentence, at, previous);
      const given = item?.metric ?? (other === null ? null : previous!.metric);
      const metric = metricFor(sentence, at, kind, article.text, given, follows, previous);
      if (metric === null) {
        refuse(token, 'nothing near it says what it measures', 'observation/no-metric');
        continue;
      }
      const named: Mention | null = item?.subject ?? other;
      const listed: Entity | null = named === null ? null : (context.entityOf.get(named) ?? null);
      const whom: Pick<Open, 'candidates' | 'described'> =
        follows === null && listed === null
          ? subjectsOf(context, sentences, sentence, at, kind, metric.metric)
          : NO_SUBJECTS;
      previous = {
        sentence,
        at,
        kind,
        metric: metric.metric,
        metricWeighed: metric.metricWeighed,
        metricSure: metric.metricSure,
        rule: ruleOf(item !== null, other !== null, follows !== null),
        follows,
        listed: listed === null ? null : { name: listed.name, entity: listed, at: spanOf(named!) },
        candidates: whom.candidates,
        described: whom.described,
      };
      all.push(previous);
    }
  }
  return all;
}

const ruleOf = (listed: boolean, elliptic: boolean, follows: boolean): string =>
  `observation/${listed ? 'respectively' : elliptic ? 'elliptic' : follows ? 'follows' : 'chosen'}`;

/** The metric that a list or the number before it gives, else the best phrase; null where there is none. */
function metricFor(
  sentence: TokenSentence,
  at: number,
  kind: Kind,
  text: string,
  listed: Chosen['metric'] | null,
  follows: Open | null,
  previous: Open | null,
): Pick<Open, 'metric' | 'metricSure' | 'metricWeighed'> | null {
  const given = listed ?? (follows === null ? metricAtHand(sentence, at) : followed(follows, sentence, at));
  if (given !== null) return { metric: given, metricSure: 1, metricWeighed: () => [] };
  const chooser = chooserOf(METRIC);
  const candidates = metricCandidates(sentence, at, kind, text, chooser);
  const best = bestOf(candidates, textOf);
  if (best === null) return null;
  const metricSure = best.sure;
  const metricWeighed = () => weighed(chooser, metricCandidates(sentence, at, kind, text, asParts(METRIC)), textOf);
  // 计划新建粮仓12座，已建成8座: a verb alone counts what the number before it counts.
  const unit = sentence.tokens[at]!.quantity!.unit;
  if (previous !== null && isVerbOnly(sentence, best.candidate) && unit === tokenOf(previous).quantity!.unit) {
    return { metric: previous.metric, metricSure, metricWeighed };
  }
  return { metric: withQualifiers(sentence, at, best.candidate, text), metricSure, metricWeighed };
}

/** All that a number may be about with its score, and again with its parts where `explain` asks. */
function subjectsOf(
  context: SubjectContext,
  sentences: readonly TokenSentence[],
  sentence: TokenSentence,
  at: number,
  kind: Kind,
  metric: Chosen['metric'],
): Pick<Open, 'candidates' | 'described'> {
  return {
    candidates: subjectCandidates(context, sentences, sentence, at, kind, metric, chooserOf(SUBJECT)),
    described: () => subjectCandidates(context, sentences, sentence, at, kind, metric, asParts(SUBJECT)),
  };
}

const NO_SUBJECTS: Pick<Open, 'candidates' | 'described'> = { candidates: [], described: () => [] };

/** Whom each number is about. */
function withSubjects(all: readonly Open[], refuse: Refuse): [Open, Chosen][] {
  const done = new Map<Open, Chosen>();
  for (const open of all) {
    const { metric, metricWeighed, metricSure, kind, rule } = open;
    const before = open.follows === null ? undefined : done.get(open.follows);
    const given = open.listed ?? before?.subject ?? null;
    const best = given === null ? bestOf(open.candidates, nameOf) : null;
    if (given === null && best === null) {
      refuse(tokenOf(open), 'nothing in the article can be what it is about', 'observation/no-subject');
      continue;
    }
    done.set(open, {
      metric,
      metricWeighed,
      metricSure,
      subject: given ?? best!.candidate,
      subjectWeighed: best === null ? () => [] : subjectsWeighed(open.described),
      subjectSure: best?.sure ?? before?.subjectSure ?? 1,
      kind,
      rule,
    });
  }
  return [...done];
}

const nameOf = ({ name }: { readonly name: string }): string => name;
const textOf = ({ text }: { readonly text: string }): string => text;

const subjectsWeighed =
  (described: Open['described']): Chosen['subjectWeighed'] =>
  () =>
    weighed(chooserOf(SUBJECT), described(), nameOf);

const spanOf = ({ start, end }: Span): Span => ({ start, end });

/** Words that a clause may hold and still say nothing of its own: 同比增长9.4%, 居全区第四, 较上年提高2位. */
const BARE =
  /^(?:同比|环比|分别|均|各|约|较|比|上年|去年|同期|上年同期|去年同期|年均|平均|增长|增加|提高|提升|上升|下降|减少|降低|增幅|增速|涨幅|降幅|增|降|升|达|达到|为|到|至|了|也|更|又|再|位居|位列|居|列|排|排名|排在|名列|位|位次|跃居|跻身|稳居|继续|连续|高于|低于|高出|快于|全国|全省|全市|全县|全区|全球|世界|其|其中|并|且|而|增长率|净增|实现|首次|突破|占|超过|超|以上|历史|新高|省|市|县|区|平均水平|平均|水平|的|在|已|从|由)$/u;

/** True for a change or a rank whose clause has no noun of its own: it is about what the number before it is about. */
function isBare(sentence: TokenSentence, at: number, kind: Kind): boolean {
  if (kind.kind !== 'change' && kind.kind !== 'rank') return false;
  const before = lead(sentence, at);
  if (before.some((t) => t.kind === 'period')) return false;
  return before.every(
    (t) => t.kind === 'mark' || (t.kind === 'word' && BARE.test(t.text)) || (kind.kind === 'rank' && t.kind === 'name'),
  );
}

/**
 * 玉环市为30.6万元/人，仙居县为27.9万元/人: a clause of a name and a number is about that name, and measures what the
 * number before it measures. Null where the clause holds more or the units differ.
 */
function elliptic(sentence: TokenSentence, at: number, previous: Open): Mention | null {
  const [first, ...rest] = lead(sentence, at).filter((t) => t.kind !== 'mark');
  if (first?.mention == null || rest.some((t) => !/^(?:为|是|达|达到|则|则为|则是|也|约|近|只有|仅)$/u.test(t.text)))
    return null;
  const unit = sentence.tokens[at]!.quantity!.unit;
  return unit !== null && unit === tokenOf(previous).quantity!.unit ? first.mention : null;
}

/** The metric that a bare clause takes over; 增速居全市第二 ranks its growth. */
function followed(before: Open, sentence: TokenSentence, at: number): Chosen['metric'] {
  const ranksGrowth =
    sentence.tokens[at]!.quantity!.form === 'rank' && lead(sentence, at).some((t) => /^(?:增速|增幅)$/u.test(t.text));
  if (!ranksGrowth || /(?:增速|增幅)$/u.test(before.metric.text)) return before.metric;
  return { text: `${before.metric.text}增速`, span: before.metric.span };
}

/**
 * The best candidate and how sure the choice is.
 *
 * @returns sure: from 0 to 1, the share of probability that says the same as the best
 */
function bestOf<C extends { readonly rated: number }>(
  candidates: readonly C[],
  says: (candidate: C) => string,
): { readonly candidate: C; readonly sure: number } | null {
  const scores = candidates.map(({ rated }) => rated);
  let best = -1;
  for (let i = 0; i < scores.length; i++) if (best < 0 || scores[i]! > scores[best]!) best = i;
  const candidate = candidates[best];
  if (candidate === undefined) return null;
  let same = 0;
  let all = 0;
  for (let i = 0; i < scores.length; i++) {
    const mass = Math.exp(scores[i]! - scores[best]!);
    all += mass;
    if (mass > 1e-4 && !differs(says(candidates[i]!), says(candidate))) same += mass;
  }
  return { candidate, sure: same / all };
}

/** The best candidates for `explain`, each with the features that made its score. */
function weighed<C extends MetricCandidate<Parts> | SubjectCandidate<Parts>>(
  chooser: Chooser,
  candidates: readonly C[],
  says: (candidate: C) => string,
): readonly Weighed[] {
  return candidates
    .map((c) => ({ text: says(c), score: chooser.score(c.rated), features: chooser.contributions(c.rated) }))
    .sort((a, b) => b.score - a.score || (a.text < b.text ? -1 : 1))
    .slice(0, 6);
}

/** 收入 and 人均收入 are readings of one phrase, not rivals. */
const differs = (a: string, b: string): boolean => !a.includes(b) && !b.includes(a);

/** A growth or a rank behind its level is of the level's time, unless a time stands between. */
function periodFor(
  { article, issueDate }: Reading,
  sentences: readonly TokenSentence[],
  { sentence, at, kind, follows }: Open,
  before: PeriodChoice | null,
): PeriodChoice {
  const between = follows === null ? [] : sentence.tokens.slice(follows.at + 1, at);
  const taken = between.some(({ period }) => period !== null && period.role !== 'base') ? null : before;
  return periodOf(sentences, sentence, at, kind, article.text, issueDate, taken);
}

function assemble({ article }: Reading, { sentence, at }: Open, chosen: Chosen, period: PeriodChoice): Observation {
  const token = sentence.tokens[at]!;
  const quantity = token.quantity!;
  const { subject, kind } = chosen;
  const metric = withoutSubject(chosen.metric, subject, article.text);
  const modality = modalityOf(sentence, at, article.text, period.period?.role === 'goal');
  const span = quoteSpan(sentence, at, metric.span);
  const confidence = chosen.metricSure * chosen.subjectSure;
  const doubtful = confidence < SURE_ENOUGH;
  const weaker = chosen.metricSure < chosen.subjectSure ? 'metric' : 'subject';
  const implied: ('subject' | 'metric' | 'period')[] = [];
  if (subject.at === null || subject.at.start < sentence.start || subject.at.start >= sentence.end)
    implied.push('subject');
  if (period.implied) implied.push('period');
  return {
    start: span.start,
    end: span.end,
    quote: article.text.slice(span.start, span.end),
    quantity,
    value: quantity.value,
    valueTo: quantity.valueTo,
    unit: quantity.unit,
    metric: metric.text,
    canonicalMetric: canonicalMetric(metric.text, kind),
    subject: subject.name,
    subjectId: subject.entity?.id ?? null,
    subjectText: subject.at === null ? subject.name : article.text.slice(subject.at.start, subject.at.end),
    period: period.value,
    kind: kind.kind,
    direction: kind.direction,
    baseline: kind.baseline,
    scope: kind.scope,
    approx: quantity.approx,
    modality,
    rule: chosen.rule,
    confidence,
    doubtful,
    doubtReason: doubtful ? `${weaker}: another candidate is nearly as likely` : null,
    implied,
    weighed: weighedBy(chosen),
  };
}

/** Holds nothing of an observation but what `explain` asks. */
const weighedBy =
  ({ metricWeighed, subjectWeighed }: Chosen): Observation['weighed'] =>
  () => ({ metric: metricWeighed(), subject: subjectWeighed() });

/** “龙管家”受理事项 of 龙管家 is 受理事项: whom the number is about is no part of what it measures. */
function withoutSubject(metric: Chosen['metric'], subject: Chosen['subject'], text: string): Chosen['metric'] {
  const { at } = subject;
  if (subject.entity === null || at === null || at.start < metric.span.start || at.end >= metric.span.end)
    return metric;
  if (!/^[“]?$/u.test(text.slice(metric.span.start, at.start))) return metric;
  const rest = text.slice(at.end, metric.span.end);
  const kept = rest.replace(/^[”的]+/u, '');
  if (kept.length < 2 || !metric.text.endsWith(kept)) return metric;
  return { text: kept, span: { start: metric.span.end - kept.length, end: metric.span.end } };
}

/** The lexicon's name for a metric; GDP增速 as a change is a change of GDP. */
function canonicalMetric(printed: string, kind: Kind): string {
  const known = metricOf(printed);
  if (known !== null) return known.name;
  if (kind.kind !== 'change') return printed;
  const base = printed.replace(/(?:增长率|增幅|增速|涨幅|降幅|增长)$/u, '');
  return base === '' ? printed : (metricOf(base)?.name ?? base);
}

/** The number with its nearest noun: from the metric to the number where both stand in one clause, else with its verb. */
function quoteSpan(sentence: TokenSentence, at: number, metric: Span): Span {
  const token: Token = sentence.tokens[at]!;
  const near =
    metric.start >= sentence.start &&
    metric.end <= sentence.end &&
    sentence.tokens.some((t) => t.clause === token.clause && t.start <= metric.start && metric.start < t.end);
  if (near && metric.end <= token.start && token.start - metric.end <= 16)
    return { start: metric.start, end: token.end };
  if (near && metric.start >= token.end && metric.start - token.end <= 16)
    return { start: token.start, end: metric.end };
  // Else from the head of the clause where it is short, else from the word before; never from 的, 为 or 和 alone.
  const words = lead(sentence, at).filter((t) => t.kind !== 'mark');
  const head = words[0];
  if (head === undefined) return { start: token.start, end: token.end };
  if (token.start - head.start <= 12) return { start: head.start, end: token.end };
  const last = words.findLast((t) => t.text.length > 1) ?? head;
  return { start: last.start, end: token.end };
}
