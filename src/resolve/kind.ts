/**
 * What a number says by itself: kind, direction, baseline and whether it is planned, read from its clause.
 *
 *   同比增长9.4% → change, up, 同比     增长到9亿元 → level     居全区第四 → rank     占全省的三分之一 → share
 */
import type { Observation, Quantity } from '../model.js';
import type { Token, TokenSentence } from './tokens.js';

const UP =
  /^(?:增长|增加|增收|增产|增效|增至|提高|提升|上升|上涨|上扬|扩大|攀升|跃升|新增长|多出|高出|高于|递增|净增|增幅|增速|涨幅|增|升|涨|翻|翻番|翻了|攀高|回升|延长|增值|增多)/u;
const DOWN =
  /^(?:下降|减少|降低|下滑|回落|缩短|缩减|缩小|压缩|压减|节约|节省|降幅|减幅|下跌|跌|降|减|低于|低出|少于|减免|核减|削减|下调|收窄|省下)/u;
/** Money that is saved or waived is an amount, no change of one: 累计减免2.21亿元. */
const AMOUNT_ONLY = /^(?:减免|节约|节省|省下)/u;
const CHANGE_NOUN = /(?:增长率|增幅|增速|涨幅|降幅|减幅|跌幅)$/u;
/** 增长到, 提高至, 下降为: the number is the level that was reached. */
const REACHED = /^(?:到|至|为|达|达到|成|逾|突破)$/u;
const REACHED_END = /(?:到|至|为|达到|达)$/u;
/** Baselines as printed. */
const BASELINE =
  /同比|环比|同期|(?:比|较|相比|相较于?)(?:上年同期|去年同期|上年末|上年底|上年|去年|前年|年初|\d{4}年|上月|上季度|五年前|三年前|十年前|“?十[二三四]五”?末?)/u;
const PLANNED =
  /(?:力争|争取|计划|拟|预计|预期|目标|将(?!近|军|领|士|其|原|传|闲|荒|村|文|资|产|农|生|这|该|一|“)|规划|有望|到20[2-9]\d年|设计|确保|要求|建成后|投产后|达产后|投用后|完工后|可实现|可新增|可年|估算|即将|明年|今后|未来|预算|力求|努力|要(?:在|到|实现|达到))/u;
const DONE = /(?:已经?|实现了|完成了|达到了|目前|截至|累计|截止)/u;
const SHARE_BEFORE = /(?:占|占比|比重|比例|份额|占全|占到|其中)/u;

export interface Kind {
  readonly kind: Observation['kind'];
  readonly direction: Observation['direction'];
  readonly baseline: string | null;
  readonly scope: string | null;
  readonly rule: string;
}

/** The tokens of the quantity's clause that stand before it and after the previous number. */
export function lead(sentence: TokenSentence, at: number): readonly Token[] {
  const tokens = sentence.tokens;
  const own = tokens[at]!;
  let from = at;
  while (from > 0) {
    const before = tokens[from - 1]!;
    if (before.clause !== own.clause || before.kind === 'quantity') break;
    from--;
  }
  return tokens.slice(from, at);
}

/** True for a unit that can only say how much something moved. */
const movesOnly = (quantity: Quantity): boolean => quantity.unit !== null && /(?:百分点|番|倍)$/u.test(quantity.unit);

/** The scope of a rank: 全区 in 居全区第四, 全国 in 位居全国前列. */
const SCOPE =
  /(?:全[省市县区国州镇乡球]|全世界|世界|国内|同行业|[\p{Script=Han}]{2,6}?(?:省|市|县|区)|山区(?:海岛)?\d*县|26县)/u;

/** Reads the kind of the quantity at token `at`. */
export function kindOf(sentence: TokenSentence, at: number, previous: Kind | null, text: string): Kind {
  const token = sentence.tokens[at]!;
  const quantity = token.quantity!;
  const before = lead(sentence, at);
  const beforeText = before.map((t) => t.text).join('');
  const clauseText = text.slice(before[0]?.start ?? token.start, token.end);
  const baseline = BASELINE.exec(clauseText)?.[0] ?? null;

  if (quantity.form === 'rank') {
    return {
      kind: 'rank',
      direction: null,
      baseline: null,
      scope: SCOPE.exec(beforeText + token.text)?.[0] ?? null,
      rule: 'kind/rank',
    };
  }

  // 分别增长4.2%、5.3%: the second number of a list moves as the first one did.
  const priorMark = sentence.tokens[at - 1];
  if (before.length <= 1 && (priorMark === undefined || /^[、和与及]$/u.test(priorMark.text)) && previous !== null) {
    const sibling = sentence.tokens[at - 2];
    if (sibling?.kind === 'quantity' && sameSort(sibling.quantity!, quantity)) {
      return { ...previous, rule: 'kind/list' };
    }
  }

  // The last verb of movement before the number, unless what it reached is printed.
  for (let i = before.length - 1; i >= 0; i--) {
    const word = before[i]!;
    if (word.kind !== 'word') continue;
    const up = UP.test(word.text) || CHANGE_NOUN.test(word.text);
    const down = DOWN.test(word.text) || /降幅|减幅|跌幅/u.test(word.text);
    if (!up && !down) continue;
    const rest = before.slice(i + 1);
    if (REACHED_END.test(word.text) || rest.some((t) => REACHED.test(t.text))) {
      if (!CHANGE_NOUN.test(word.text))
        return { kind: 'level', direction: null, baseline: null, scope: null, rule: 'kind/reached' };
    }
    // 增长极, 提升工程: the word is part of a noun when a noun follows it at once.
    const next = rest[0];
    if (next !== undefined && next.tag.startsWith('n') && !CHANGE_NOUN.test(word.text)) {
      const tail = rest.every((t) => t.tag.startsWith('n') || t.kind === 'mark');
      if (tail && quantity.form === 'amount' && !/[%％点倍番]$/u.test(quantity.unit ?? '')) break;
    }
    if (AMOUNT_ONLY.test(word.text)) break;
    return {
      kind: 'change',
      direction: down ? 'down' : 'up',
      baseline,
      scope: null,
      rule: 'kind/moved',
    };
  }
  if (movesOnly(quantity) && quantity.unit !== '倍') {
    return { kind: 'change', direction: null, baseline, scope: null, rule: 'kind/unit' };
  }
  if (quantity.unit === '%' || quantity.form === 'fraction') {
    const after = sentence.tokens
      .slice(at + 1, at + 4)
      .filter((t) => t.clause === token.clause)
      .map((t) => t.text)
      .join('');
    if (SHARE_BEFORE.test(beforeText) || /^(?:的|以上的?|左右的?|为|是|来自|由)/u.test(after)) {
      const whole =
        /占(?:到|据|了)?(?<whole>[\p{Script=Han}]{1,12}?)(?:的|比重|比例|总量|$)/u.exec(beforeText)?.groups?.whole ??
        null;
      return { kind: 'share', direction: null, baseline: null, scope: whole, rule: 'kind/share' };
    }
  }
  return { kind: 'level', direction: null, baseline: null, scope: null, rule: 'kind/level' };
}

const sameSort = (a: Quantity, b: Quantity): boolean =>
  a.form === b.form && (a.unit === b.unit || a.unit === null || /^个$/u.test(a.unit ?? ''));

/**
 * Planned or actual: 力争到2027年达到4.5万元 is planned until 已, 实现了 or a new sentence says otherwise.
 * The marker counts from its own clause to the end of its part of the sentence.
 */
export function modalityOf(sentence: TokenSentence, at: number, text: string, goal: boolean): Observation['modality'] {
  const own = sentence.tokens[at]!;
  if (goal) return 'planned';
  let planned = false;
  let clause = -1;
  let from = sentence.start;
  for (let i = 0; i <= at; i++) {
    const token = sentence.tokens[i]!;
    if (token.clause !== clause || i === at) {
      const clauseText = text.slice(from, i === at ? token.start : token.start);
      if (PLANNED.test(clauseText)) planned = true;
      else if (DONE.test(clauseText)) planned = false;
      clause = token.clause;
      from = token.start;
    }
    if (token.part !== own.part && i < at && sentence.tokens[i + 1]?.part === own.part) {
      // 力争… holds on across semicolons of one sentence only when the first part began with it.
      if (!/^(?:力争|争取|到20\d\d年|计划)/u.test(text.slice(sentence.start, sentence.start + 12))) planned = false;
    }
  }
  return planned ? 'planned' : 'actual';
}
