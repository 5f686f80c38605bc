/**
 * What a number measures: the noun phrases around it as candidates, described for the chooser.
 *
 *   农村居民人均可支配收入46827元 → 农村居民人均可支配收入, 人均可支配收入, 可支配收入, 收入 …
 *   12家企业 → 企业
 */
import { dimensionAgrees, metricKnown } from '../lexicon/metrics.js';
import type { Quantity, Span } from '../model.js';
import type { Parts, Task } from './choose.js';
import type { Kind } from './kind.js';
import type { Token, TokenSentence } from './tokens.js';

export interface MetricCandidate extends Span {
  /** The phrase without quotation marks at its edges, e.g. 人均可支配收入. */
  readonly text: string;
  readonly parts: Parts;
}

/** Words a noun phrase may hold beside nouns; what ends or begins it is decided by the tag tests below. */
const NOUNISH = /^(?:n|vn|an|eng|l|j|i|b|g|s|nz|x|t)/u;
const NEVER_END = new Set(
  '的 了 着 过 等 等等 达 达到 为 是 有 超 超过 突破 近 约 共 共有 已 均 各 累计 分别 其中 仅 实现 完成 新增 增长 下降 增加 提高 减少 提升 到 至 同比 环比 位居 居 列 占 比 较 与 和 及 或 在 从 由 对 把 被 以 将 并 也 都 还 就 又 再 更 最 每 个 年 月 日 以上 以下 以来 左右 目前 全国 全省 全市 全县 全区 第一 上 下 中 内 后 前 时 破'.split(
    ' ',
  ),
);
const NEVER_START = new Set(
  '的 了 着 过 等 等等 达 达到 为 是 有 超 超过 突破 近 约 共 已 均 分别 其中 仅 到 至 同比 环比 位居 居 列 占 比 较 与 和 及 或 在 从 由 对 把 被 以 将 并 也 都 还 就 又 再 更 每 以上 以下 以来 左右 目前 上 下 中 内 后 前 时 该 这 那 我 其 破 今年 去年 当年'.split(
    ' ',
  ),
);
const QUOTE = /^[“”‘’"']$/u;
const JOIN = /^[（）()、·\-—/+]$/u;
const WIDEST = 6;

export const unitClass = (quantity: Quantity): string => {
  if (quantity.form === 'rank') return 'rank';
  if (quantity.form === 'ratio') return 'ratio';
  const unit = quantity.unit ?? '';
  if (unit === '') return 'none';
  if (/百分点$/u.test(unit)) return 'points';
  if (/[%％‰]$/u.test(unit)) return 'percent';
  if (/[倍番]$/u.test(unit)) return 'times';
  if (/元|美元|欧元|港元|日元/u.test(unit)) return 'money';
  if (/亩|公顷|平方|顷$/u.test(unit)) return 'area';
  if (/公里|千米|里$|米$|海里|厘米|毫米/u.test(unit)) return 'length';
  if (/吨|公斤|斤$|克$|升$|立方|瓦|度$|焦|标箱|TEU|桶/u.test(unit)) return 'measure';
  if (/(?:年|月|天|日|小时|分钟|秒|周|季度)$/u.test(unit)) return 'time';
  if (/人次|次$|场$|批次|趟|轮$|回$|届$/u.test(unit)) return 'event';
  if (/(?:人|名|位|户|口|岁)$/u.test(unit)) return 'people';
  if (/(?:家|所|支|对|队)$/u.test(unit)) return 'body';
  return 'count';
};

const gapBucket = (gap: number): string =>
  gap <= 3 ? String(gap) : gap <= 6 ? '4+' : gap <= 10 ? '7+' : gap <= 18 ? '11+' : '19+';
const lengthBucket = (n: number): string => (n <= 6 ? String(n) : n <= 8 ? '7+' : n <= 12 ? '9+' : '13+');

export const METRIC: Task = {
  name: 'metric',
  parts: [
    'side', // left, right, left1 (a clause before), left2, right1
    'unit',
    'gap',
    'first', // tag of the first word
    'last',
    'before', // tag of the word before the phrase
    'after',
    'wordBefore',
    'wordAfter',
    'head', // last character
    'length',
    'known', // in the metric lexicon, and does its dimension fit the unit
    'holds', // 的, a quotation mark, a name inside
    'between', // what stands between phrase and number
    'kind',
    'next', // what follows the number at once
    'rank', // 0: the nearest end of a phrase on its side
    'open', // could the phrase go on to the left, to the right
    'lead', // has the number's own clause anything before it
    'firstWord',
  ],
  features: [
    ['side', 'unit'],
    ['side', 'unit', 'gap'],
    ['side', 'unit', 'next'],
    ['side', 'kind'],
    ['side', 'unit', 'lead', 'kind'],
    ['side', 'rank', 'unit'],
    ['side', 'rank', 'next'],
    ['side', 'last'],
    ['first'],
    ['first', 'before'],
    ['last', 'after', 'side'],
    ['wordBefore'],
    ['wordBefore', 'side'],
    ['wordAfter', 'side'],
    ['head', 'unit'],
    ['head', 'side'],
    ['head', 'kind'],
    ['length'],
    ['length', 'side'],
    ['length', 'open'],
    ['known', 'side'],
    ['known', 'unit'],
    ['holds'],
    ['holds', 'length'],
    ['between', 'side'],
    ['between', 'side', 'kind'],
    ['between', 'unit'],
    ['open', 'side'],
    ['open', 'first'],
    ['firstWord'],
    ['gap', 'between'],
    ['after', 'open'],
  ],
};

interface Piece {
  readonly tokens: readonly Token[];
  readonly side: 'left' | 'right' | 'left1' | 'left2' | 'right1';
}

/** Runs of words between numbers, times, places and clause marks, nearest first on each side. */
function pieces(sentence: TokenSentence, at: number): Piece[] {
  const tokens = sentence.tokens;
  const own = tokens[at]!;
  const found: Piece[] = [];
  const breaks = (t: Token): boolean =>
    t.kind === 'quantity' ||
    t.kind === 'period' ||
    (t.kind === 'name' && isPlaceName(t)) ||
    (t.kind === 'mark' && !QUOTE.test(t.text) && !JOIN.test(t.text));
  const collect = (from: number, to: number, side: Piece['side']): void => {
    if (to > from) found.push({ tokens: tokens.slice(from, to), side });
  };
  // Leftwards: up to three runs.
  let end = at;
  let runs = 0;
  for (let i = at - 1; i >= -1 && runs < 5; i--) {
    const t = i >= 0 ? tokens[i]! : null;
    if (t === null || breaks(t) || t.clause !== (tokens[i + 1]?.clause ?? t.clause)) {
      const from = t === null || breaks(t) ? i + 1 : i + 1;
      if (end > from) {
        const distance = own.clause - tokens[from]!.clause;
        const width = distance === 0 ? 10 : 6;
        collect(Math.max(from, end - width), end, distance === 0 ? 'left' : distance === 1 ? 'left1' : 'left2');
        runs++;
      }
      end = t !== null && breaks(t) ? i : i + 1;
      if (t === null || own.clause - t.clause > 3) break;
    }
  }
  // Rightwards: the run at once after the number, and the next one in the clause.
  let from = at + 1;
  runs = 0;
  for (let i = at + 1; i <= tokens.length && runs < 2; i++) {
    const t = tokens[i];
    if (t === undefined || breaks(t) || t.clause !== own.clause) {
      if (i > from) {
        collect(from, Math.min(i, from + 9), runs === 0 && from === at + 1 ? 'right' : 'right1');
        runs++;
      }
      from = i + 1;
      if (t === undefined || t.clause !== own.clause) break;
    }
  }
  return found;
}

const isPlaceName = (t: Token): boolean =>
  t.mention !== null && /^(?:Province|City|County|Township|Village|Person)$/u.test(t.mention.type);

const canEnd = (t: Token): boolean => {
  if (t.kind === 'name') return !isPlaceName(t);
  if (t.kind !== 'word') return /^[”)）]$/u.test(t.text);
  if (NEVER_END.has(t.text)) return false;
  if (NOUNISH.test(t.tag)) return true;
  return /^(?:v|a|d|m|q)/u.test(t.tag) && t.text.length >= 2;
};
const canStart = (t: Token): boolean => {
  if (t.kind === 'name') return true;
  if (t.kind !== 'word') return /^[“]$/u.test(t.text);
  if (NEVER_START.has(t.text)) return false;
  return !/^(?:u|p|c|y|r|e|o)/u.test(t.tag);
};

/** Nouns for the question whether a phrase could go on. */
const nounLike = (t: Token | undefined): boolean =>
  t !== undefined &&
  (t.kind === 'name'
    ? !isPlaceName(t)
    : t.kind === 'word' && /^(?:n|vn|an|eng|l|j|b|a$|x)/u.test(t.tag) && !NEVER_END.has(t.text));

const tagOf = (t: Token | undefined): string =>
  t === undefined
    ? 'edge'
    : t.kind === 'word'
      ? t.tag.slice(0, 2)
      : t.kind === 'mark'
        ? QUOTE.test(t.text)
          ? 'quote'
          : t.text
        : t.kind;
const wordOf = (t: Token | undefined): string =>
  t === undefined ? 'edge' : t.kind === 'word' || t.kind === 'mark' ? t.text : t.kind;

const MOVE = /增长|增加|提高|提升|下降|减少|上升|降低|增|降|缩短|缩减/u;
const REACH = /达|为|到|至|突破|超|完成|实现|有|近|约|破/u;

function between(tokens: readonly Token[]): string {
  let code = '';
  let verbs = 0;
  for (const t of tokens) {
    if (t.kind === 'quantity' && !code.includes('Q')) code += 'Q';
    else if (t.depth > 0 && t.kind === 'mark' && !code.includes('B')) code += 'B';
    else if (t.kind === 'word') {
      if (MOVE.test(t.text)) {
        if (!code.includes('M')) code += 'M';
      } else if (REACH.test(t.text) && t.text.length <= 2) {
        if (!code.includes('R')) code += 'R';
      } else if (t.tag.startsWith('v')) verbs++;
      else if (/^n/u.test(t.tag) && !code.includes('N')) code += 'N';
      else if (t.text === '的' && !code.includes('D')) code += 'D';
    }
  }
  return verbs === 0 ? code : `${code}${verbs === 1 ? 'V' : 'W'}`;
}

/** Every phrase that may be what the number at token `at` measures, with its parts. */
export function metricCandidates(sentence: TokenSentence, at: number, kind: Kind, text: string): MetricCandidate[] {
  const own = sentence.tokens[at]!;
  const quantity = own.quantity!;
  const unit = unitClass(quantity);
  const next = sentence.tokens[at + 1];
  const nextCode = nounLike(next)
    ? 'noun'
    : next === undefined || next.clause !== own.clause
      ? 'end'
      : next.kind === 'mark'
        ? next.text === '、'
          ? '、'
          : /^[“]$/u.test(next.text)
            ? 'noun'
            : /^[，。；：！？]$/u.test(next.text)
              ? 'end'
              : 'mark'
        : next.text === '的'
          ? '的'
          : next.kind !== 'word'
            ? next.kind
            : next.tag.slice(0, 1);
  const previousToken = sentence.tokens[at - 1];
  const leadCode =
    previousToken === undefined || previousToken.clause !== own.clause
      ? 'none'
      : previousToken.kind === 'word'
        ? MOVE.test(previousToken.text)
          ? 'move'
          : REACH.test(previousToken.text)
            ? 'reach'
            : previousToken.tag.slice(0, 1)
        : previousToken.kind === 'mark'
          ? 'mark'
          : previousToken.kind;
  const candidates: MetricCandidate[] = [];
  const seen = new Set<number>();
  for (const { tokens, side } of pieces(sentence, at)) {
    const left = side.startsWith('left');
    const ends = tokens
      .map((t, i) => ({ t, i }))
      .filter(({ t, i }) => canEnd(t) && !(left ? nounLike(tokens[i + 1]) : nounLike(tokens[i + 1])));
    tokens.forEach((endToken, j) => {
      if (!canEnd(endToken)) return;
      const rank = left ? ends.filter(({ i }) => i > j).length : ends.filter(({ i }) => i < j).length;
      for (let i = j; i >= 0 && j - i < WIDEST; i--) {
        const startToken = tokens[i]!;
        if (!canStart(startToken)) continue;
        const inner = tokens.slice(i, j + 1);
        const opens = inner.filter((t) => t.text === '“').length;
        const closes = inner.filter((t) => t.text === '”').length;
        if (opens !== closes) continue;
        if (inner.length > 1 && inner.some((t) => t.kind === 'mark' && JOIN.test(t.text) && t.text !== '·') && i === j)
          continue;
        const span = { start: startToken.start, end: endToken.end };
        const id = span.start * 4096 + (span.end - span.start);
        if (seen.has(id)) continue;
        seen.add(id);
        const printed = text.slice(span.start, span.end);
        const phrase = printed.replace(/^[“”‘’"'（(]+|[“‘"'（(]+$/gu, '').replace(/[“”]/gu, '');
        if (phrase.length < 1 || /^[^\p{L}]+$/u.test(phrase)) continue;
        const gapTokens = left
          ? sentence.tokens.filter((t) => t.start >= span.end && t.end <= own.start)
          : sentence.tokens.filter((t) => t.start >= own.end && t.end <= span.start);
        const gap = left ? own.start - span.end : span.start - own.end;
        const index = sentence.tokens.indexOf(startToken);
        const beforeToken = sentence.tokens[index - 1];
        const afterToken = sentence.tokens[index + inner.length];
        const openLeft = nounLike(beforeToken) && canStart(beforeToken!) ? 'L' : '';
        const openRight = nounLike(afterToken) ? 'R' : '';
        const holds = [
          inner.some((t) => t.text === '的') ? '的' : '',
          opens > 0 ? '“' : '',
          inner.some((t) => t.kind === 'name') ? 'N' : '',
          inner.some((t) => /^[和与及、]$/u.test(t.text)) ? '、' : '',
        ].join('');
        const knownness = metricKnown(phrase);
        const known = knownness === 'no' ? 'no' : `${knownness}${dimensionAgrees(phrase, quantity.unit) ? '+' : '-'}`;
        candidates.push({
          ...span,
          text: phrase,
          parts: [
            side,
            unit,
            gapBucket(gap),
            tagOf(startToken),
            tagOf(endToken),
            tagOf(beforeToken),
            tagOf(afterToken),
            wordOf(beforeToken),
            wordOf(afterToken),
            phrase.slice(-1),
            lengthBucket(phrase.length),
            known,
            holds,
            between(gapTokens),
            kind.kind,
            nextCode,
            rank >= 3 ? '3+' : String(rank),
            openLeft + openRight,
            leadCode,
            startToken.text,
          ],
        });
      }
    });
  }
  return candidates;
}
