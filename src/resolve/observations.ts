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
import type { Article, Entity, Observation, Reading, Recognition, Refusal, Span, Weighed } from '../model.js';
import { type Chooser, chooserOf } from './choose.js';
import { type Kind, kindOf, lead, modalityOf } from './kind.js';
import { listItems } from './lists.js';
import { METRIC, type MetricCandidate, metricCandidates } from './metric.js';
import { periodOf } from './period.js';
import {
  groupsOf,
  SUBJECT,
  type SubjectCandidate,
  type SubjectContext,
  subjectCandidates,
  subjectContext,
} from './subject.js';
import { type Token, type TokenSentence, tokenize } from './tokens.js';

/**
 * Below this confidence an observation is doubtful. Where the precision of what is left stands in tests/README.md
 * ("precision and coverage"); scripts/train.ts --folds prints the curve.
 */
export const SURE_ENOUGH = 0.5;

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
  readonly at: number;
  readonly kind: Kind;
  readonly metric: Chosen['metric'];
  readonly metricWeighed: () => readonly Weighed[];
  readonly metricSure: number;
  readonly rule: string;
  /** The number whose subject it takes over, by its index among the open ones; null: its own choice. */
  readonly follows: number | null;
  readonly listed: Chosen['subject'] | null;
  readonly candidates: readonly SubjectCandidate[];
  /** Numbers with no name between them are about one thing: they share the index of their run. */
  readonly run: number;
}

/** Reads every number of an article. Pure: the same reading gives the same rows. */
export function resolveObservations(
  reading: Reading,
  recognition: Recognition,
  entities: readonly Entity[],
  scope: ArticleScope,
): { readonly observations: readonly Observation[]; readonly refused: readonly Refusal[] } {
  const { article } = reading;
  const { sentences, context } = prepare(reading, recognition, entities, scope);
  const observations: Observation[] = [];
  const refused: Refusal[] = [];
  const printed = new Set<string>();
  const refuse = (token: Token, why: string, rule: string): void => {
    refused.push({ ...spanOf(token), text: token.text, what: 'quantity', why, rule });
  };
  for (const sentence of sentences) {
    if (!sentence.tokens.some((token) => token.quantity !== null)) continue;
    const open = measured(article, sentences, sentence, context, refuse);
    for (const { at, chosen } of withSubjects(open, sentence, refuse)) {
      const token = sentence.tokens[at]!;
      const observation = assemble(reading, sentences, sentence, at, chosen);
      const { subject, metric, value, unit, kind, period } = observation;
      const fact = [subject, metric, value, unit, kind, period].join('|');
      if (printed.has(fact)) refuse(token, 'the article prints this fact before', 'observation/repeated');
      else observations.push(observation);
      printed.add(fact);
    }
  }
  return { observations, refused };
}

/** What each number of a sentence measures. */
function measured(
  article: Article,
  sentences: readonly TokenSentence[],
  sentence: TokenSentence,
  context: SubjectContext,
  refuse: (token: Token, why: string, rule: string) => void,
): Open[] {
  const open: Open[] = [];
  const lists = listItems(sentence, article.text);
  let run = 0;
  for (let at = 0; at < sentence.tokens.length; at++) {
    const token = sentence.tokens[at]!;
    if (token.kind === 'name') run++;
    if (token.quantity === null) continue;
    const kind: Kind = kindOf(sentence, at, open.at(-1)?.kind ?? null, article.text);
    const item = lists.get(at) ?? null;
    const follows: Open | undefined = isBare(sentence, at, kind) ? open.at(-1) : undefined;
    let metric: Chosen['metric'] | null = item?.metric ?? follows?.metric ?? null;
    let metricWeighed: () => readonly Weighed[] = () => [];
    let metricSure = 1;
    if (metric === null) {
      const best = bestOf(chooserOf(METRIC), metricCandidates(sentence, at, kind, article.text), (c) => c.text);
      if (best === null) {
        refuse(token, 'nothing near it says what it measures', 'observation/no-metric');
        continue;
      }
      const { text, start, end } = best.candidate;
      metric = { text, span: { start, end } };
      metricWeighed = best.weighed;
      metricSure = best.sure;
    }
    const listed = item?.subject == null ? null : (context.entityOf.get(item.subject) ?? null);
    open.push({
      at,
      kind,
      metric,
      metricWeighed,
      metricSure,
      rule:
        item !== null
          ? 'observation/respectively'
          : follows !== undefined
            ? 'observation/follows'
            : 'observation/chosen',
      follows: follows === undefined ? null : open.length - 1,
      listed: listed === null ? null : { name: listed.name, entity: listed, at: spanOf(item!.subject!) },
      candidates:
        follows === undefined && listed === null
          ? subjectCandidates(context, sentences, sentence, at, kind, metric)
          : [],
      run,
    });
  }
  return open;
}

/** Whom each number is about; numbers of one run are decided together, by the sum of their scores. */
function withSubjects(
  open: readonly Open[],
  sentence: TokenSentence,
  refuse: (token: Token, why: string, rule: string) => void,
): { readonly at: number; readonly chosen: Chosen }[] {
  const chooser = chooserOf(SUBJECT);
  const done: ({ readonly at: number; readonly chosen: Chosen } | null)[] = [];
  for (const number of open) {
    const { at, metric, metricWeighed, metricSure, kind, rule } = number;
    let subject = number.listed;
    let subjectWeighed: () => readonly Weighed[] = () => [];
    let subjectSure = 1;
    const before = number.follows === null ? null : (done[number.follows]?.chosen ?? null);
    if (subject === null && before !== null) {
      subject = before.subject;
      subjectSure = before.subjectSure;
    }
    if (subject === null) {
      const others = open.filter(
        (other) => other !== number && other.run === number.run && other.candidates.length > 0,
      );
      const shared = new Map<string, number>();
      for (const other of others) {
        for (const candidate of other.candidates) {
          shared.set(candidate.name, (shared.get(candidate.name) ?? 0) + chooser.score(candidate.parts));
        }
      }
      const best = bestOf(
        chooser,
        number.candidates,
        (c) => c.name,
        (c) => shared.get(c.name) ?? 0,
        others.length + 1,
      );
      if (best === null) {
        refuse(sentence.tokens[at]!, 'nothing in the article can be what it is about', 'observation/no-subject');
        done.push(null);
        continue;
      }
      subject = best.candidate;
      subjectWeighed = best.weighed;
      subjectSure = best.sure;
    }
    done.push({
      at,
      chosen: { metric, metricWeighed, metricSure, subject, subjectWeighed, subjectSure, kind, rule },
    });
  }
  return done.filter((row) => row !== null);
}

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
 * The best candidate, how sure the choice is, and all of them for `explain`.
 *
 * @param bonus  what other numbers of the run add to a candidate
 * @param share  by how many numbers the scores were summed: their mean says how sure
 * @returns sure: from 0 to 1, the share of probability that says the same as the best
 */
function bestOf<C extends MetricCandidate | SubjectCandidate>(
  chooser: Chooser,
  candidates: readonly C[],
  says: (candidate: C) => string,
  bonus: (candidate: C) => number = () => 0,
  share = 1,
): { readonly candidate: C; readonly sure: number; readonly weighed: () => readonly Weighed[] } | null {
  const scores = candidates.map((candidate) => chooser.score(candidate.parts) + bonus(candidate));
  let best = -1;
  for (let i = 0; i < scores.length; i++) if (best < 0 || scores[i]! > scores[best]!) best = i;
  const candidate = candidates[best];
  if (candidate === undefined) return null;
  let same = 0;
  let all = 0;
  for (let i = 0; i < scores.length; i++) {
    const mass = Math.exp((scores[i]! - scores[best]!) / share);
    all += mass;
    if (mass > 1e-4 && !differs(says(candidates[i]!), says(candidate))) same += mass;
  }
  const weighed = (): readonly Weighed[] =>
    candidates
      .map((c, i) => ({ text: says(c), score: scores[i]!, features: chooser.contributions(c.parts) }))
      .sort((a, b) => b.score - a.score || (a.text < b.text ? -1 : 1))
      .slice(0, 6);
  return { candidate, sure: same / all, weighed };
}

/** 收入 and 人均收入 are readings of one phrase, not rivals. */
const differs = (a: string, b: string): boolean => !a.includes(b) && !b.includes(a);

function assemble(
  { article, issueDate }: Reading,
  sentences: readonly TokenSentence[],
  sentence: TokenSentence,
  at: number,
  chosen: Chosen,
): Observation {
  const token = sentence.tokens[at]!;
  const quantity = token.quantity!;
  const { metric, subject, kind } = chosen;
  const period = periodOf(sentences, sentence, at, kind, issueDate);
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
    ...span,
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
    get weighed() {
      return { metric: chosen.metricWeighed(), subject: chosen.subjectWeighed() };
    },
  };
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
  const before = sentence.tokens[at - 1];
  const start =
    before !== undefined && before.clause === token.clause && before.kind === 'word' ? before.start : token.start;
  return { start, end: token.end };
}
