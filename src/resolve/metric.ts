/**
 * What a number measures: the noun phrases around it as candidates, described for the chooser.
 *
 *   农村居民人均可支配收入46827元 → 农村居民人均可支配收入, 人均可支配收入, 可支配收入, 收入 …
 *   12家企业 → 企业
 */
import { dimensionOf, type KnownEnding, knownEndings } from '../lexicon/metrics.js';
import type { Quantity, Span } from '../model.js';
import type { Rater, Task } from './choose.js';
import type { Kind } from './kind.js';
import { opensHan, perSentence, type Token, type TokenSentence } from './tokens.js';

export interface MetricCandidate<Rated> extends Span {
  /** The phrase without quotation marks at its edges, e.g. 人均可支配收入. */
  readonly text: string;
  readonly rated: Rated;
}

/** Words a noun phrase may hold beside nouns; what ends or begins it is decided by the tag tests below. */
const NOUNISH = /^(?:n|vn|an|eng|l|j|i|b|g|s|nz|x|t)/u;
const NEVER_END = new Set(
  '的 了 着 过 等 等等 达 达到 为 是 有 超 超过 突破 近 约 共 共有 已 均 各 累计 分别 其中 仅 实现 完成 新增 增长 下降 增加 提高 减少 提升 到 至 缩短 缩减 上升 降低 回升 扩大 攀升 降至 增至 升至 压减 同比 环比 位居 居 列 占 比 较 与 和 及 或 在 从 由 对 把 被 以 将 并 也 都 还 就 又 再 更 最 每 个 年 月 日 以上 以下 以来 左右 目前 全国 全省 全市 全县 全区 第一 上 下 中 内 后 前 时 破'.split(
    ' ',
  ),
);
/** Verbs of an amount, and what an amount passes: 集团拿出22万元, 突破万亿元大关. */
const AMOUNT_WORDS = new Set(
  '拿出 掏出 跨越 跨过 迈过 迈上 跃升 跃升至 做到 翻了 只差 还差 变成 抵得上 分成 到手 大关 关口 台阶'.split(' '),
);
const NEVER_START = new Set(
  '当地 可 先后 的 了 着 过 等 等等 达 达到 为 是 有 超 超过 突破 近 约 共 已 均 分别 其中 仅 到 至 同比 环比 位居 居 列 占 比 较 与 和 及 或 在 从 由 对 把 被 以 将 并 也 都 还 就 又 再 更 每 以上 以下 以来 左右 目前 上 下 中 内 后 前 时 该 这 那 我 其 破 今年 去年 当年 有 还有 拥有 共有 现有 已有 仍有 力争 争取 计划 预计 拟 有望 确保 力求'.split(
    ' ',
  ),
);
const QUOTE = /^[“”‘’"']$/u;
const JOIN = /^[（）()、·\-—/+&]$/u;
const OPENS = /^[（(]$/u;
const CLOSES = /^[）)]$/u;
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

const GAPS = ['0', '1', '2', '3'];
const gapBucket = (gap: number): string =>
  gap <= 3 ? (GAPS[gap] ?? String(gap)) : gap <= 6 ? '4+' : gap <= 10 ? '7+' : gap <= 18 ? '11+' : '19+';
const NO_GAPS: readonly string[] = [];
const RANKS = ['0', '1', '2'];
const LENGTHS = ['0', '1', '2', '3', '4', '5', '6'];
const lengthBucket = (n: number): string => LENGTHS[n] ?? (n <= 8 ? '7+' : n <= 12 ? '9+' : '13+');

const METRIC_PARTS = [
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
] as const;

export const METRIC: Task = {
  name: 'metric',
  parts: METRIC_PARTS,
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

/** Where each part stands in the list of parts. */
const AT = Object.fromEntries(METRIC_PARTS.map((part, i) => [part, i])) as Record<
  (typeof METRIC_PARTS)[number],
  number
>;

/** A run of words between numbers, times, places and clause marks: tokens from `from` up to, not including, `to`. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly side: 'left' | 'right' | 'left1' | 'left2' | 'right1';
}

/** The runs around a number, nearest first on each side: up to five to the left, two to the right. */
function pieces(tokens: readonly Token[], faces: readonly Face[], at: number): Piece[] {
  const own = tokens[at]!;
  const found: Piece[] = [];
  let end = at;
  for (let i = at - 1, runs = 0; i >= -1 && runs < 5; i--) {
    const t = tokens[i];
    const breaks = t === undefined || faces[i]!.breaks;
    if (breaks || t.clause !== tokens[i + 1]!.clause) {
      const from = i + 1;
      if (end > from) {
        const distance = own.clause - tokens[from]!.clause;
        const width = distance === 0 ? 10 : 6;
        const side = distance === 0 ? 'left' : distance === 1 ? 'left1' : 'left2';
        found.push({ from: Math.max(from, end - width), to: end, side });
        runs++;
      }
      end = breaks ? i : from;
      if (t === undefined || own.clause - t.clause > 3) break;
    }
  }
  const first = behindList(tokens, at);
  let from = first;
  for (let i = from, runs = 0; i <= tokens.length && runs < 2; i++) {
    const t = tokens[i];
    const leaves = t === undefined || t.clause !== own.clause;
    if (leaves || faces[i]!.breaks) {
      if (i > from) {
        found.push({ from, to: Math.min(i, from + 9), side: runs === 0 && from === first ? 'right' : 'right1' });
        runs++;
      }
      from = i + 1;
      if (leaves) break;
    }
  }
  return found;
}

/**
 * Where what is counted begins: right behind the number, or behind 等 of a list of examples, 1500名外卖、快递等新就业群体.
 */
function behindList(tokens: readonly Token[], at: number): number {
  const { clause } = tokens[at]!;
  let listed = false;
  for (let i = at + 1; i < tokens.length && i <= at + LONGEST_LIST; i++) {
    const token = tokens[i]!;
    if (token.clause !== clause || token.kind === 'quantity' || token.kind === 'period') break;
    if (token.text === '、') listed = true;
    const next = tokens[i + 1];
    if (listed && /^等等?$/u.test(token.text))
      return next !== undefined && next.clause === clause && NOUNISH.test(next.tag) ? i + 1 : at + 1;
    if (token.kind === 'word' && /^[vp]$/u.test(token.tag)) break;
  }
  return at + 1;
}
const LONGEST_LIST = 14;

// ---------- what a token looks like to its neighbors ----------

/** What is asked of a token again and again, found once. */
interface Face {
  readonly canStart: boolean;
  readonly canEnd: boolean;
  /** Could a noun phrase go on with it? */
  readonly noun: boolean;
  /** The one character that ends a word jieba cut too early: 桩 in 充电|桩. */
  readonly tail: boolean;
  /** It ends a run: a number, a time, a place, a clause mark. */
  readonly breaks: boolean;
  readonly tag: string;
  readonly word: string;
  /** What it puts between a phrase and a number: Quantity, Bracket, Movement, Reaching, Noun, D (的), or nothing. */
  readonly between: '' | 'Q' | 'B' | 'M' | 'R' | 'N' | 'D';
  readonly verb: boolean;
  /** It begins, and it ends, with a letter or a digit: such a phrase has no quotation marks at its edges. */
  readonly plainStart: boolean;
  readonly plainEnd: boolean;
  readonly letters: boolean;
  /** 和, 与, 及, 、 */
  readonly joins: boolean;
}

const isPlaceName = (t: Token): boolean =>
  t.mention !== null && /^(?:Province|City|County|Township|Village|Person)$/u.test(t.mention.type);
const MOVE = /增长|增加|提高|提升|下降|减少|上升|降低|增|降|缩短|缩减/u;
const REACH = /达|为|到|至|突破|超|完成|实现|有|近|约|破/u;
function faceOf(t: Token): Face {
  const place = t.kind === 'name' && isPlaceName(t);
  const mark = t.kind === 'mark';
  const quote = mark && QUOTE.test(t.text);
  const between = betweenOf(t);
  return {
    canStart: canStart(t),
    canEnd: canEnd(t, place),
    noun:
      t.kind === 'name'
        ? !place
        : t.kind === 'word' && /^(?:n|vn|an|eng|l|j|b|a$|x)/u.test(t.tag) && !NEVER_END.has(t.text),
    tail: isTail(t),
    breaks: t.kind === 'quantity' || t.kind === 'period' || place || (mark && !quote && !JOIN.test(t.text)),
    tag: t.kind === 'word' ? t.tag.slice(0, 2) : mark ? (quote ? 'quote' : t.text) : t.kind,
    word: t.kind === 'word' || mark ? t.text : t.kind,
    between,
    verb: t.kind === 'word' && t.tag.startsWith('v') && between !== 'M' && between !== 'R',
    plainStart: opensHan(t.text) || /^[\p{L}\p{N}]/u.test(t.text),
    plainEnd: opensHan(t.text, t.text.length - 1) || /[\p{L}\p{N}]$/u.test(t.text),
    letters: opensHan(t.text) || /\p{L}/u.test(t.text),
    joins: t.text.length === 1 && '和与及、'.includes(t.text),
  };
}

/** 桩 in 充电|桩, 率 in 加工|率, which jieba takes for a verb. */
const isTail = (t: Token): boolean =>
  t.kind === 'word' && t.text.length === 1 && (/^n[zg]?$/u.test(t.tag) || t.text === '率');

function betweenOf(t: Token): Face['between'] {
  if (t.kind === 'quantity') return 'Q';
  if (t.depth > 0 && t.kind === 'mark') return 'B';
  if (t.kind !== 'word') return '';
  if (MOVE.test(t.text)) return 'M';
  if (t.text.length <= 2 && REACH.test(t.text)) return 'R';
  if (t.tag.startsWith('n')) return 'N';
  return t.text === '的' ? 'D' : '';
}

const EDGE: Pick<Face, 'tag' | 'word' | 'noun' | 'canStart'> = {
  tag: 'edge',
  word: 'edge',
  noun: false,
  canStart: false,
};

function canEnd(t: Token, place: boolean): boolean {
  if (t.kind === 'name') return !place;
  if (t.kind !== 'word') return /^[”)）]$/u.test(t.text);
  if (NEVER_END.has(t.text) || AMOUNT_WORDS.has(t.text)) return false;
  if (NOUNISH.test(t.tag) || t.text === '率') return true;
  return /^(?:v|a|d|m|q)/u.test(t.tag) && t.text.length >= 2;
}

function canStart(t: Token): boolean {
  if (t.kind === 'name') return true;
  if (t.kind !== 'word') return t.text === '“';
  if (NEVER_START.has(t.text) || AMOUNT_WORDS.has(t.text)) return false;
  return !/^(?:u|p|c|y|r|e$|o)/u.test(t.tag);
}

const facesOf = perSentence((sentence) => sentence.tokens.map(faceOf));

// ---------- the candidates ----------

/** Every phrase that may be what the number at token `at` measures, each rated by its parts. */
export function metricCandidates<Rated>(
  sentence: TokenSentence,
  at: number,
  kind: Kind,
  text: string,
  rater: Rater<Rated>,
): MetricCandidate<Rated>[] {
  const { tokens } = sentence;
  const faces = facesOf(sentence);
  const own = tokens[at]!;
  const quantity = own.quantity!;
  const dimension = quantity.unit === null ? null : dimensionOf(quantity.unit);
  rater.set(AT.unit, unitClass(quantity));
  rater.set(AT.kind, kind.kind);
  rater.set(AT.next, nextOf(tokens, faces, at));
  rater.set(AT.lead, leadOf(tokens, at));
  const candidates: MetricCandidate<Rated>[] = [];
  for (const { from, to, side } of pieces(tokens, faces, at)) {
    const left = side.startsWith('left');
    rater.set(AT.side, side);
    // How many phrase ends stand nearer to the number than each token.
    let ends = 0;
    const isEnd = (j: number): boolean => faces[j]!.canEnd && !(j + 1 < to && faces[j + 1]!.noun);
    for (let j = from; j < to; j++) if (isEnd(j)) ends++;
    const rightGaps = left ? NO_GAPS : tokens.slice(from, to).map((_, i) => codeBetween(faces, at + 1, from + i));
    let passed = 0;
    for (let j = from; j < to; j++) {
      const endFace = faces[j]!;
      const rank = left ? ends - passed - (isEnd(j) ? 1 : 0) : passed;
      if (isEnd(j)) passed++;
      if (!endFace.canEnd || (j + 1 < to && faces[j + 1]!.tail)) continue;
      const end = tokens[j]!.end;
      const known = knownEndings(text, tokens[from]!.start, end);
      const after = faces[j + 1] ?? EDGE;
      rater.set(AT.last, endFace.tag);
      rater.set(AT.after, after.tag);
      rater.set(AT.wordAfter, after.word);
      rater.set(AT.rank, RANKS[rank] ?? '3+');
      if (left) {
        rater.set(AT.gap, gapBucket(own.start - end));
        rater.set(AT.between, codeBetween(faces, j + 1, at));
      }
      let opens = 0;
      let closes = 0;
      let holdsOf = false;
      let holdsName = false;
      let holdsList = false;
      let letters = false;
      for (let i = j; i >= from && j - i < WIDEST; i--) {
        const token = tokens[i]!;
        const face = faces[i]!;
        letters ||= face.letters;
        if (token.text === '“') opens++;
        else if (token.text === '”') closes++;
        else if (token.text === '的') holdsOf = true;
        else if (token.kind === 'name') holdsName = true;
        else if (face.joins) holdsList = true;
        if (!face.canStart || opens !== closes || !letters) continue;
        const start = token.start;
        const printed = text.slice(start, end);
        const phrase = opens > 0 || !face.plainStart || !endFace.plainEnd ? trimmed(printed) : printed;
        const before = faces[i - 1] ?? EDGE;
        if (!left) {
          rater.set(AT.gap, gapBucket(start - own.end));
          rater.set(AT.between, rightGaps[i - from]!);
        }
        rater.set(AT.first, face.tag);
        rater.set(AT.firstWord, token.text);
        rater.set(AT.before, before.tag);
        rater.set(AT.wordBefore, before.word);
        rater.set(AT.head, phrase.slice(-1));
        rater.set(AT.length, lengthBucket(phrase.length));
        rater.set(AT.known, knownAs(known, phrase.length, dimension));
        rater.set(
          AT.holds,
          (holdsOf ? '的' : '') + (opens > 0 ? '“' : '') + (holdsName ? 'N' : '') + (holdsList ? '、' : ''),
        );
        rater.set(AT.open, before.noun && before.canStart ? (after.noun ? 'LR' : 'L') : after.noun ? 'R' : '');
        candidates.push({ start, end, text: phrase, rated: rater.rated() });
      }
    }
  }
  // 传统技艺（4项）: a number alone in a bracket measures what stands before the bracket.
  const open = tokens[at - 1];
  const alone = open !== undefined && OPENS.test(open.text) && CLOSES.test(tokens[at + 1]?.text ?? '');
  const bracketed = alone ? candidates.filter((candidate) => candidate.end === open.start) : [];
  return bracketed.length > 0 ? bracketed : candidates;
}

/** A unit that says what is counted: 3镇2街道15村. */
const COUNTED = /^(?:镇|乡|街道|村|社区|县|区|市|省)$/u;

/**
 * What is measured where the print itself says it: 占地21亩, and 3镇2街道15村 where no noun follows; null elsewhere.
 */
export function metricAtHand(
  sentence: TokenSentence,
  at: number,
): { readonly text: string; readonly span: Span } | null {
  const { tokens } = sentence;
  const own = tokens[at]!;
  const before = tokens[at - 1];
  if (before?.text === '占地' && before.clause === own.clause && unitClass(own.quantity!) === 'area')
    return { text: before.text, span: { start: before.start, end: before.end } };
  const unit = own.quantity!.unit ?? '';
  const next = tokens[at + 1];
  const goesOn = next?.kind === 'word' && !/^(?:v$|d)/u.test(next.tag);
  const ends = next === undefined || next.clause !== own.clause || (next.kind !== 'name' && !goesOn);
  return COUNTED.test(unit) && ends && next?.text !== '“'
    ? { text: unit, span: { start: own.end - unit.length, end: own.end } }
    : null;
}

/** 比重 of 研发费用占营业收入的比重 is not yet what is measured; null where no such phrase surrounds the span. */
function shareOf(
  tokens: readonly Token[],
  at: number,
  span: Span,
): { readonly from: number; readonly to: number } | null {
  const { clause } = tokens[at]!;
  const to = tokens.findIndex((t) => t.clause === clause && t.end >= span.end && /^(?:比重|比例|份额)$/u.test(t.text));
  if (to < 0 || to >= at) return null;
  const holds = tokens.findLastIndex((t, i) => i < to && t.clause === clause && /^占(?:到|了|据)?$/u.test(t.text));
  if (holds < 0 || span.start < tokens[holds]!.start) return null;
  let from = holds;
  while (from > 0 && tokens[from - 1]!.clause === clause && isNounOf(tokens[from - 1]!)) from--;
  return from < holds ? { from, to } : null;
}
const isNounOf = (t: Token): boolean =>
  t.kind === 'name'
    ? !isPlaceName(t)
    : t.kind === 'word' && /^(?:n|vn|an|eng|l|j|b|v$|x)/u.test(t.tag) && !NEVER_END.has(t.text);

/** Words that make another metric of the one behind them: never left out. */
const QUALIFIER =
  /^(?:人均|户均|亩均|村均|农村|城镇|城乡|居民|农民|常住居民|低收入农户|全体居民|规上|规模以上|限上|限额以上|新增|省级|市级|国家级|国家|县级|平均|单位)$/u;

/**
 * A phrase with the words before it that belong to it: 人均可支配收入 → 农村居民人均可支配收入, as far as the lexicon
 * knows a metric or a qualifier stands there.
 */
export function withQualifiers(
  sentence: TokenSentence,
  at: number,
  span: Span,
  text: string,
): { readonly text: string; readonly span: Span } {
  const { tokens } = sentence;
  let from = tokens.findIndex((t) => t.start === span.start);
  let to = tokens.findIndex((t) => t.end === span.end);
  if (from < 0 || to < 0) return { text: trimmed(text.slice(span.start, span.end)), span };
  const share = shareOf(tokens, at, span);
  if (share !== null) {
    const whole = { start: tokens[share.from]!.start, end: tokens[share.to]!.end };
    return { text: trimmed(text.slice(whole.start, whole.end)), span: whole };
  }
  const { clause } = tokens[from]!;
  const isNext = (i: number): boolean =>
    i >= 0 && i !== at && tokens[i]?.kind === 'word' && tokens[i]!.clause === clause;
  // 充电|桩, 治理|率: no phrase ends before the last character of its word.
  while (
    isNext(to + 1) &&
    (isTail(tokens[to + 1]!) || (tokens[to + 1]!.text.length === 1 && /^(?:n|k)/u.test(tokens[to + 1]!.tag)))
  )
    to++;
  const clauseStart = tokens.find((t) => t.clause === clause)!.start;
  for (let end = to; end <= to + 2 && (end === to || isNext(end)); end++) {
    const longest = knownEndings(text, clauseStart, tokens[end]!.end).at(-1)?.length ?? 0;
    const known = tokens.findIndex((t) => t.start === tokens[end]!.end - longest);
    if (known >= 0 && known <= from && (known < from || end > to)) {
      from = known;
      to = end;
    }
  }
  while (isNext(from - 1) && QUALIFIER.test(tokens[from - 1]!.text)) from--;
  const whole = { start: tokens[from]!.start, end: tokens[to]!.end };
  return { text: trimmed(text.slice(whole.start, whole.end)), span: whole };
}

/** 建成8座: the phrase is a verb and says nothing of what was built. */
export const isVerbOnly = (sentence: TokenSentence, span: Span): boolean =>
  sentence.tokens
    .filter((t) => t.start >= span.start && t.end <= span.end)
    .every((t) => t.kind === 'word' && /^[vd]/u.test(t.tag) && !t.tag.startsWith('vn'));

const trimmed = (printed: string): string => printed.replace(/^[“”‘’"'（(]+|[“‘"'（(]+$/gu, '').replace(/[“”]/gu, '');

/** Is the phrase a known metric, or does it end in one, and does the metric's dimension fit the unit? */
function knownAs(known: readonly KnownEnding[], length: number, dimension: string | null): string {
  if (known.length === 0) return 'no';
  const longest = known.findLast((ending) => ending.length <= length);
  if (longest === undefined) return 'no';
  return `${longest.length === length ? 'whole' : 'tail'}${longest.dimension === dimension ? '+' : '-'}`;
}

/** What stands between a phrase and a number, each kind once, in order: "MR" for 增长到. */
function codeBetween(faces: readonly Face[], from: number, to: number): string {
  let code = '';
  let seen = '';
  let verbs = 0;
  for (let i = from; i < to; i++) {
    const { between, verb } = faces[i]!;
    if (between !== seen && between !== '' && !code.includes(between)) code += between;
    seen = between;
    if (verb) verbs++;
  }
  return verbs === 0 ? code : `${code}${verbs === 1 ? 'V' : 'W'}`;
}

/** What follows the number at once. */
function nextOf(tokens: readonly Token[], faces: readonly Face[], at: number): string {
  const next = tokens[at + 1];
  if (next === undefined || next.clause !== tokens[at]!.clause) return 'end';
  if (faces[at + 1]!.noun || next.text === '“') return 'noun';
  if (next.kind === 'mark') return next.text === '、' ? '、' : /^[，。；：！？]$/u.test(next.text) ? 'end' : 'mark';
  if (next.kind !== 'word') return next.kind;
  return next.text === '的' ? '的' : next.tag.slice(0, 1);
}

/** What stands before the number at once. */
function leadOf(tokens: readonly Token[], at: number): string {
  const before = tokens[at - 1];
  if (before === undefined || before.clause !== tokens[at]!.clause) return 'none';
  if (before.kind !== 'word') return before.kind;
  return MOVE.test(before.text) ? 'move' : REACH.test(before.text) ? 'reach' : before.tag.slice(0, 1);
}
