/**
 * What the graph holds of an issue, and what would replace it → what smells as if the file, and not the world, had
 * changed. Each rule is a row: its name, how much is too much, and why.
 *
 *   38.6亿元 → 386亿元 in the same sentence:
 *   { rule: 'decimal-shift', message: 'decimal-shift: 38.6亿元 became 386亿元 in “义乌市实现…” (1, more than 0): …' }
 *
 * An issue that is new has nothing to be held against; only what is plainly no issue is refused.
 */
import type { ArticleGraph, EdgeType, GraphNode, IssueGraph } from '../model.js';
import type { Contribution } from './difference.js';

export interface Smell {
  readonly rule: GateRule;
  /** One line: what was seen, how much, the limit and the reason. */
  readonly message: string;
}

interface Row {
  readonly rule: string;
  /** More than this is refused; null switches the rule off. */
  readonly limit: number;
  /** 'share' from 0 to 1, 'many' from 0. */
  readonly counts: 'share' | 'many';
  readonly reason: string;
}

export const GATE_RULES = [
  {
    rule: 'articles-vanish',
    limit: 0,
    counts: 'many',
    reason: 'what was printed stays printed: an article goes only when a file was cut or split wrongly',
  },
  {
    rule: 'articles-shrink',
    limit: 0.2,
    counts: 'share',
    reason: 'a correction changes words; a text that loses a fifth of its length was cut',
  },
  {
    rule: 'facts-lost',
    limit: 0.3,
    counts: 'share',
    reason: 'a correction touches a few numbers; when a third is gone the text or the extractor broke',
  },
  {
    rule: 'decimal-shift',
    limit: 0,
    counts: 'many',
    reason: 'the same digits ten or a hundred times as large are a lost decimal point, not news',
  },
  {
    rule: 'magnitude-jump',
    limit: 0,
    counts: 'many',
    reason: 'a factor of 10,000 is 万 read or typed as 亿',
  },
  {
    rule: 'subjects-fall',
    limit: 0.15,
    counts: 'share',
    reason: 'when many more numbers than before belong to nobody, names or headings were lost',
  },
  {
    rule: 'periods-fall',
    limit: 0.15,
    counts: 'share',
    reason: 'when many more numbers than before have no period, the date of the issue was lost',
  },
  {
    rule: 'metrics-fall',
    limit: 0.15,
    counts: 'share',
    reason: 'when many more numbers than before measure something unsure, the words around them were lost',
  },
  {
    rule: 'issues-vanish',
    limit: 0.34,
    counts: 'share',
    reason: 'a third of all issues gone at once is a share that is not mounted, not a decision',
  },
] as const satisfies readonly Row[];

export type GateRule = (typeof GATE_RULES)[number]['rule'];
/** The limit of each rule; null switches it off. */
export type GateLimits = Readonly<Record<GateRule, number | null>>;

export const GATE_LIMITS = Object.fromEntries(GATE_RULES.map(({ rule, limit }) => [rule, limit])) as Record<
  GateRule,
  number
>;

/** Shares of fewer than this are chance. */
const FEWEST_FACTS = 10;
const FEWEST_ISSUES = 3;
/** 万 and 亿 are this far apart. */
const MAGNITUDE = 10_000;

/** @param before  null where the issue is not in the graph */
export function smellsOf(before: Contribution | null, now: IssueGraph, limits: GateLimits): Smell[] {
  const smells: Smell[] = [];
  const judge = (rule: GateRule, measured: number, what: string): void => {
    const limit = limits[rule];
    if (limit !== null && measured > limit) smells.push(smell(rule, measured, limit, what));
  };
  if (before === null) return smells;

  const pairs = pairedArticles(before.articles, now.articles);
  const gone = pairs.filter((pair) => pair.now === null).map((pair) => titleOf(pair.was));
  judge('articles-vanish', gone.length, `gone: ${some(gone)}`);
  for (const { was, now: is } of pairs) {
    if (is === null) continue;
    const [old, text] = [textOf(was), textOf(is)];
    const lost = old.length < SHORTEST_TEXT ? 0 : 1 - text.length / old.length;
    judge('articles-shrink', lost, `“${titleOf(was)}” has ${text.length} of ${old.length} characters`);
  }

  const [old, ours] = [factsOf(before.articles), factsOf(now.articles)];
  if (old.length >= FEWEST_FACTS) {
    const lost = Math.max(0, 1 - ours.length / old.length);
    judge('facts-lost', lost, `${ours.length} of ${old.length} numbers are left`);
  }
  const jumps = pairs.flatMap(({ was, now: is }) => (is === null ? [] : jumpsOf(was, is)));
  const shifts = jumps.filter((jump) => jump.factor < MAGNITUDE && isShift(jump));
  const leaps = jumps.filter((jump) => jump.factor >= MAGNITUDE);
  judge('decimal-shift', shifts.length, some(shifts.map(said)));
  judge('magnitude-jump', leaps.length, some(leaps.map(said)));

  if (old.length >= FEWEST_FACTS && ours.length >= FEWEST_FACTS) {
    for (const [rule, what, has] of FILLED) {
      const [was, is] = [shareOf(old, has), shareOf(ours, has)];
      judge(rule, was - is, `${percent(was)} of the numbers had ${what}, ${percent(is)} have now`);
    }
  }
  return smells;
}

/** @param gone  issues whose file is not there any more, of `all` that are loaded */
export function smellOfPruning(gone: number, all: number, limits: GateLimits): Smell | null {
  const limit = limits['issues-vanish'];
  const share = gone / all;
  if (limit === null || all < FEWEST_ISSUES || share <= limit) return null;
  return smell('issues-vanish', share, limit, `the files of ${gone} of ${all} issues are gone`);
}

function smell(rule: GateRule, measured: number, limit: number, what: string): Smell {
  const { counts, reason } = GATE_RULES.find((row) => row.rule === rule)!;
  const [much, most] = counts === 'share' ? [percent(measured), percent(limit)] : [String(measured), String(limit)];
  return { rule, message: `${rule}: ${what} (${much}, more than ${most}): ${reason}` };
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`;
const some = (list: readonly string[]): string =>
  list.length <= 3 ? list.join('; ') : `${list.slice(0, 3).join('; ')} and ${list.length - 3} more`;

// ---------- which article is which ----------

interface Pair {
  readonly was: ArticleGraph;
  readonly now: ArticleGraph | null;
}

/** Two texts are one article when so many of the sentences of the shorter one stand in the other. */
const SAME_TEXT = 0.5;
const SHORTEST_TEXT = 40;

/**
 * By the part of the id that the text decides; a correction in the first line changes that, and then the title or the
 * sentences tell.
 */
function pairedArticles(before: readonly ArticleGraph[], now: readonly ArticleGraph[]): Pair[] {
  const open = new Map(now.map((article) => [keyOf(article), article]));
  const take = (article: ArticleGraph | undefined): ArticleGraph | null => {
    if (article !== undefined) open.delete(keyOf(article));
    return article ?? null;
  };
  const byKey = before.map((was): Pair => ({ was, now: take(open.get(keyOf(was))) }));
  return byKey.map((pair): Pair => {
    if (pair.now !== null) return pair;
    const title = titleOf(pair.was);
    const rest = [...open.values()];
    const twin =
      rest.find((article) => title !== '' && titleOf(article) === title) ??
      rest.find((article) => sharedSentences(pair.was, article) >= SAME_TEXT);
    return { was: pair.was, now: take(twin) };
  });
}

const keyOf = ({ articleId }: ArticleGraph): string => articleId.slice(articleId.lastIndexOf('#'));

function sharedSentences(a: ArticleGraph, b: ArticleGraph): number {
  const [of, other] = [new Set(sentencesOf(a).map(textOfNode)), new Set(sentencesOf(b).map(textOfNode))];
  let shared = 0;
  for (const text of of) if (other.has(text)) shared++;
  return shared / Math.max(1, Math.min(of.size, other.size));
}

// ---------- which number is which ----------

interface Jump {
  readonly was: GraphNode;
  readonly now: GraphNode;
  readonly sentence: string;
  /** From 1 up, whichever of the two is larger. */
  readonly factor: number;
}

/** A printed number with its multiplier: the rest of a sentence says which sentence it is. */
const NUMBER = /[\d零〇一二三四五六七八九十两百千万亿.,]+/gu;

/** Numbers that stand in the same place of the same sentence and are others now. */
function jumpsOf(was: ArticleGraph, now: ArticleGraph): Jump[] {
  const after = sentencesBySkeleton(now);
  const jumps: Jump[] = [];
  for (const [skeleton, before] of sentencesBySkeleton(was)) {
    const twins = after.get(skeleton) ?? [];
    // Lines of a table may share one skeleton; a line more or less would pair the wrong ones.
    if (twins.length !== before.length) continue;
    before.forEach(({ text, facts }, i) => {
      const others = twins[i]!.facts;
      if (facts.length !== others.length) return;
      facts.forEach((fact, nth) => {
        const factor = factorOf(fact, others[nth]!);
        if (factor > 1) jumps.push({ was: fact, now: others[nth]!, sentence: text, factor });
      });
    });
  }
  return jumps;
}

interface Sentence {
  readonly text: string;
  readonly facts: readonly GraphNode[];
}

function sentencesBySkeleton(article: ArticleGraph): Map<string, Sentence[]> {
  const nodes = new Map(article.nodes.map((node) => [node.id, node]));
  const facts = new Map<string, { node: GraphNode; at: number }[]>();
  for (const edge of article.edges) {
    const node = edge.type === STATED_IN ? nodes.get(edge.from) : undefined;
    if (node === undefined) continue;
    const list = facts.get(edge.to) ?? [];
    list.push({ node, at: Number(edge.properties.startOffset) });
    facts.set(edge.to, list);
  }
  const bySkeleton = new Map<string, Sentence[]>();
  for (const sentence of sentencesOf(article)) {
    const text = textOfNode(sentence);
    const skeleton = text.replace(NUMBER, '#');
    const inOrder = (facts.get(sentence.id) ?? []).sort((a, b) => a.at - b.at).map(({ node }) => node);
    bySkeleton.set(skeleton, [...(bySkeleton.get(skeleton) ?? []), { text, facts: inOrder }]);
  }
  return bySkeleton;
}

const STATED_IN: EdgeType = 'STATED_IN';

function factorOf(was: GraphNode, now: GraphNode): number {
  const [a, b] = [amountOf(was), amountOf(now)];
  if (was.properties.baseUnit !== now.properties.baseUnit || !(a > 0) || !(b > 0)) return 1;
  return a > b ? a / b : b / a;
}

const amountOf = ({ properties: { baseValue, value } }: GraphNode): number => Number(baseValue ?? value);

/** 38.6 → 386, and 38.6亿 → 38.6万 is the other rule: the factor is a power of ten. */
function isShift({ factor }: Jump): boolean {
  const places = Math.log10(factor);
  return places > 0.9 && Math.abs(places - Math.round(places)) < 1e-6;
}

const said = ({ was, now, sentence }: Jump): string =>
  `${String(was.properties.quote)} became ${String(now.properties.quote)} in “${sentence.length > 40 ? `${sentence.slice(0, 40)}…` : sentence}”`;

// ---------- what is filled ----------

interface Fact {
  readonly node: GraphNode;
  readonly hasSubject: boolean;
}

const FILLED: readonly [rule: GateRule, what: string, has: (fact: Fact) => boolean][] = [
  ['subjects-fall', 'a subject', (fact) => fact.hasSubject],
  ['periods-fall', 'a period', ({ node }) => (node.properties.period ?? null) !== null],
  ['metrics-fall', 'a sure metric', ({ node }) => node.properties.doubtful !== true],
];

const shareOf = (facts: readonly Fact[], has: (fact: Fact) => boolean): number =>
  facts.filter(has).length / facts.length;

function factsOf(articles: readonly ArticleGraph[]): Fact[] {
  return articles.flatMap(({ nodes, edges }) => {
    const about = new Set(edges.filter((edge) => edge.type === 'ABOUT').map((edge) => edge.from));
    return nodes
      .filter((node) => node.label === 'Observation')
      .map((node) => ({ node, hasSubject: about.has(node.id) }));
  });
}

const articleOf = ({ nodes }: ArticleGraph): GraphNode | undefined => nodes.find((node) => node.label === 'Article');
const titleOf = (article: ArticleGraph): string => String(articleOf(article)?.properties.title ?? '');
const textOf = (article: ArticleGraph): string => String(articleOf(article)?.properties.text ?? '');
const sentencesOf = ({ nodes }: ArticleGraph): GraphNode[] => nodes.filter((node) => node.label === 'Sentence');
const textOfNode = (node: GraphNode): string => String(node.properties.text ?? '');
