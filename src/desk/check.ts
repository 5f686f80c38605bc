/**
 * A draft held against the graph: every number with compare.ts, every chain of places with the gazetteer, every name
 * with the names that were printed.
 *
 *   2024年，仙居县规上工业增加值39.6亿元 → conflict with 38.6亿元 (江南瞭望-2025-12), both sentences with their places
 *   建德市枫树岭镇 → parent: 枫树岭镇 lies in 杭州市淳安县
 *
 * Nothing is said about which side is right.
 */
import { type Comparison, compareFigures, contradicts, type Outcome, subjectIds } from '../graph/compare.js';
import type { Extraction, Issue, Outcome as WithProblems } from '../model.js';
import { extractDraft } from '../pipeline.js';
import { figuresAbout } from '../store/evidence.js';
import type { GraphStore } from '../store/store.js';
import { findNames } from './names.js';
import { reasonOf } from './outcomes.js';
import { findParents } from './parents.js';
import { figureOfDraft, figureOfRow, type Place, type PrintedFigure } from './printed.js';

export const VERDICTS = [
  'scale',
  'conflict',
  'parent',
  'name',
  'revision',
  'bound',
  'unclear',
  'new',
  'rounded',
  'agree',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One thing of the draft with what was printed about it. */
export interface Finding {
  readonly verdict: Verdict;
  /** Canonical name of what it is about. */
  readonly subject: string;
  /** "" for places and names. */
  readonly metric: string;
  readonly period: string | null;
  readonly draft: Place;
  /** In words, for an editor; "" where there is nothing to add. */
  readonly reason: string;
  /** What matters first. */
  readonly against: readonly Against[];
}

export interface Against {
  readonly outcome: Outcome | 'parent' | 'name';
  readonly period: string | null;
  readonly place: Place;
  readonly reason: string;
}

export interface DraftCheck {
  readonly issue: Issue;
  readonly extractions: readonly Extraction[];
  /** The day that 今年 was reckoned from, and who says so. */
  readonly date: string | null;
  readonly dateIs: 'given' | 'printed' | 'of the newest issue' | 'unknown';
  /** Ranked. */
  readonly findings: readonly Finding[];
}

/**
 * @param date  null: that of the newest issue
 * @returns null where the draft cannot be read; the problem says why
 */
export async function checkDraft(
  graph: GraphStore,
  bytes: Uint8Array,
  file: string,
  date: string | null,
): Promise<WithProblems<DraftCheck | null>> {
  const days = (await graph.ledger()).flatMap((row) => row.date ?? []).sort(compare);
  const newest = days.at(-1) ?? null;
  const { value, problems } = extractDraft(bytes, file, date, newest);
  if (value === null) return { value: null, problems };
  const { issue, extractions } = value;
  const findings = [
    ...(await checkFigures(graph, issue, extractions)),
    ...extractions.flatMap((extraction) => findParents(issue, extraction)),
    ...(await findNames(graph, issue, extractions)),
  ];
  findings.sort(
    (a, b) =>
      VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) ||
      Number(a.reason.startsWith(SAME_NUMBER)) - Number(b.reason.startsWith(SAME_NUMBER)) ||
      compare(a.draft.articleId, b.draft.articleId) ||
      a.draft.startOffset - b.draft.startOffset,
  );
  const dateIs =
    date !== null
      ? 'given'
      : issue.date === null
        ? 'unknown'
        : issue.date === newest
          ? 'of the newest issue'
          : 'printed';
  return { value: { issue, extractions, date: issue.date, dateIs, findings }, problems };
}

/** Exit code 1 stands for these. */
export const isContradiction = (verdict: Verdict): boolean =>
  verdict === 'parent' || (verdict !== 'name' && verdict !== 'unclear' && verdict !== 'new' && contradicts(verdict));

// ---------- numbers ----------

async function checkFigures(graph: GraphStore, issue: Issue, extractions: readonly Extraction[]): Promise<Finding[]> {
  const drafted = extractions.flatMap((extraction) =>
    extraction.observations.map((observation) => figureOfDraft(issue, extraction, observation)),
  );
  const ids = new Set(drafted.flatMap(({ figure }) => (figure.subjectId === null ? [] : subjectIds(figure.subjectId))));
  const printed = ids.size === 0 ? [] : (await graph.read(figuresAbout([...ids].sort(compare)))).map(figureOfRow);
  const bySubject = new Map<string, PrintedFigure[]>();
  for (const each of printed) {
    const id = each.figure.subjectId!;
    const list = bySubject.get(id);
    if (list === undefined) bySubject.set(id, [each]);
    else list.push(each);
  }
  return drafted.map((draft) => {
    const id = draft.figure.subjectId;
    const prints = id === null ? [] : subjectIds(id).flatMap((other) => bySubject.get(other) ?? []);
    const beside = drafted.filter(
      ({ figure }) =>
        figure !== draft.figure &&
        figure.articleId === draft.figure.articleId &&
        figure.sentence === draft.figure.sentence,
    );
    return findingOf(draft, prints, beside);
  });
}

/** Other years and other definitions are news only where nothing closer was printed. */
const isTold = ({ outcome }: Held, verdict: Verdict): boolean =>
  verdict === 'new' || verdict === 'unclear' || STRONGEST.indexOf(outcome) <= STRONGEST.indexOf('revision');

interface Held extends Comparison {
  readonly with: PrintedFigure;
}

/** What a number is held to be when several prints say something about it. */
const STRONGEST: readonly Outcome[] = [
  'scale',
  'conflict',
  'agree',
  'rounded',
  'bound',
  'revision',
  'doubtful',
  'period not printed',
  'other modality',
  'other definition',
  'other period',
];

/** @param beside  the other numbers of its sentence */
function findingOf(draft: PrintedFigure, printed: readonly PrintedFigure[], beside: readonly PrintedFigure[]): Finding {
  const held = withoutStories(
    printed
      .map((each): Held => ({ with: each, ...compareFigures(draft.figure, each.figure) }))
      .filter((each) => each.outcome !== 'incomparable' && each.differs !== 'kind')
      // 2024年和2025年分别为171.6亿元、185.3亿元: where another number of the sentence is the printed one, this is not.
      .filter((each) => !contradicts(each.outcome) || !beside.some((other) => agrees(other, each.with))),
  );
  held.sort(
    (a, b) =>
      STRONGEST.indexOf(a.outcome) - STRONGEST.indexOf(b.outcome) ||
      // The newest print first.
      compare(b.with.place.issueDate ?? '', a.with.place.issueDate ?? '') ||
      compare(a.with.place.articleId, b.with.place.articleId) ||
      a.with.place.startOffset - b.with.place.startOffset,
  );
  const { verdict, reason } = verdictOf(draft, held);
  return {
    verdict,
    subject: draft.subject,
    metric: draft.figure.metric,
    period: draft.figure.period,
    draft: draft.place,
    reason,
    against: held
      .filter((each) => isTold(each, verdict))
      .map((each) => ({
        outcome: each.outcome,
        period: each.with.figure.period,
        place: each.with.place,
        reason: reasonOf(each, draft.figure, each.with.figure),
      })),
  };
}

const agrees = (a: PrintedFigure, b: PrintedFigure): boolean =>
  AGREEING.has(compareFigures(a.figure, b.figure).outcome);

/** An article in which one figure agrees tells of a change with its others: they contradict nothing. */
function withoutStories(held: readonly Held[]): Held[] {
  const agreeing = new Set(
    held.filter(({ outcome }) => AGREEING.has(outcome)).map((each) => each.with.place.articleId),
  );
  return held.filter((each) => !contradicts(each.outcome) || !agreeing.has(each.with.place.articleId));
}
const AGREEING: ReadonlySet<Outcome> = new Set(['agree', 'rounded', 'bound']);

const SAME_NUMBER = '数字相符';
const SAME_WITHOUT_TIME = `${SAME_NUMBER}，但有一方未写时间`;

function verdictOf({ figure }: PrintedFigure, held: readonly Held[]): { verdict: Verdict; reason: string } {
  const best = held[0];
  if (best !== undefined) {
    const { outcome } = best;
    switch (outcome) {
      case 'scale':
      case 'conflict': {
        const agrees = held.some((each) => AGREEING.has(each.outcome));
        return { verdict: outcome, reason: agrees ? '另有一致的出处' : '' };
      }
      case 'revision':
      case 'agree':
      case 'rounded':
      case 'bound':
        return { verdict: outcome, reason: reasonOf(best, figure, best.with.figure) };
      case 'doubtful':
        return { verdict: 'unclear', reason: '对象或指标读得没有把握，数字与已刊登的不同' };
      case 'period not printed': {
        const same = held.some((each) => each.outcome === outcome && AGREEING.has(each.values as Outcome));
        return { verdict: 'unclear', reason: same ? SAME_WITHOUT_TIME : reasonOf(best, figure, best.with.figure) };
      }
      case 'other definition':
        // 鲜茧1160吨 and 收购鲜茧1160吨: most likely one thing, which nobody can prove.
        if (best.differs === 'metric' && AGREEING.has(best.values as Outcome)) {
          return { verdict: 'unclear', reason: `${SAME_NUMBER}，指标写法不同` };
        }
        return { verdict: 'new', reason: reasonOf(best, figure, best.with.figure) };
      default:
        return { verdict: 'new', reason: reasonOf(best, figure, best.with.figure) };
    }
  }
  if (figure.subjectId === null) return { verdict: 'unclear', reason: '对象是泛称，不是有名称的地方或单位' };
  if (figure.subjectId.startsWith('local:'))
    return { verdict: 'unclear', reason: '对象只在这篇文章里认得出，没有全称或上级' };
  if (figure.doubtful) return { verdict: 'unclear', reason: '对象或指标读得没有把握' };
  return { verdict: 'new', reason: '' };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
