/**
 * What a number says by itself: kind, direction, baseline and whether it is planned, read from its clause.
 *
 *   同比增长9.4% → change, up, 同比     增长到9亿元 → level     居全区第四 → rank     占全省的三分之一 → share
 */
import type { Observation, Quantity } from '../model.js';
import { perSentence, type Token, type TokenSentence } from './tokens.js';

const UP =
  /^(?:增长|增加|增收|增产|增效|增至|提高|提升|上升|上涨|上扬|扩大|攀升|跃升|多出|高出|高于|递增|净增|增幅|增速|涨幅|翻番|翻了|攀高|回升|延长|增值(?!税)|增多|多挣)|^[增升涨翻]$/u;
const DOWN =
  /^(?:下降|减少|降低|下滑|回落|缩短|缩减|缩小|压缩|压减|节约|节省|降幅|减幅|下跌|低于|低出|少于|减免|核减|削减|下调|收窄|省下)|^[减降跌]$/u;
/** Money that is saved or waived is an amount, no change of one: 累计减免2.21亿元. */
const AMOUNT_ONLY = /^(?:减免|节约|节省|省下)/u;
const BETTERED = /^(?:提升|提高|扩大|延长|压缩|降低)$/u;
const CHANGE_NOUN = /(?:增长率|增幅|增速|涨幅|降幅|减幅|跌幅)$/u;
/** 增长到, 提高至, 下降为: the number is the level that was reached. */
const REACHED = /^(?:到|至|为|达|达到|成|逾|突破)$/u;
const REACHED_END = /(?:到|至|为|达到|达)$/u;
/** Baselines as printed. */
const BASELINE =
  /同比|环比|同期|(?:比|较|相比|相较于?)(?:上年同期|去年同期|上年末|上年底|上年|去年|前年|年初|\d{4}年|上月|上季度|五年前|三年前|十年前|“?十[二三四]五”?末?)/u;
const SHARE_BEFORE = /占(?!有率|地|用)|比重|比例|份额/u;
/** 完成年度计划的109%, 超过全省平均值的70%: held against a yardstick, no part of a whole. */
const YARDSTICK = /(?:计划|目标|任务|预算|平均|平均值|平均水平|市场价|原价|[12]\d{3}年|去年|上年)的$/u;
/** 比去年低12.8%, 少了78人, 每亩多卖600元. */
const COMPARED = /^(?:高|低|多|少|高了|低了|多了|少了|多卖|少用|多出|多收|快|慢)$/u;
const FEWER = /^(?:低|少|慢)/u;

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

/** The field of a rank: 全区 in 居全区第四, 台州市 in 增速居台州市第二, 全国百强县. */
const SCOPE =
  /(?:(?<=[居列排在占])(?:于|名)?)?(?<field>全[省市县区国州镇乡球]\p{Script=Han}{0,6}|全世界|世界|国内\p{Script=Han}{0,6}|同行业|山区(?:海岛)?\d*县|\d{2}县|(?<=[居列排在占])\p{Script=Han}{2,8}?[省市县区])(?:同类\p{Script=Han}{1,6})?$/u;

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
      scope: SCOPE.exec(beforeText)?.groups?.field ?? null,
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
    // 工业增加值 is a metric; the word is cut as 增加 + 值.
    if (text.startsWith('增加值', word.start)) continue;
    const compared = COMPARED.test(word.text) && i >= before.length - 2 && /[比较]/u.test(beforeText);
    const up = UP.test(word.text) || CHANGE_NOUN.test(word.text) || (compared && !FEWER.test(word.text));
    const down = DOWN.test(word.text) || /降幅|减幅|跌幅/u.test(word.text) || (compared && FEWER.test(word.text));
    if (!up && !down) continue;
    const rest = before.slice(i + 1);
    if (REACHED_END.test(word.text) || rest.some((t) => REACHED.test(t.text))) {
      if (!CHANGE_NOUN.test(word.text))
        return { kind: 'level', direction: null, baseline: null, scope: null, rule: 'kind/reached' };
    }
    // 提升低效用地122.9亩: what was bettered is counted, it did not grow by so much.
    const moves = /[%％点倍番元]$/u.test(quantity.unit ?? '') || quantity.form === 'fraction';
    const noun = rest.some((t) => t.tag.startsWith('n') || t.tag.startsWith('v'));
    if (!moves && noun && BETTERED.test(word.text)) break;
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
    const rate = /(?:率|覆盖|满意度|增幅|增速)[^，。]{0,4}$/u.test(beforeText);
    const after = sentence.tokens
      .slice(at + 1, at + 4)
      .filter((t) => t.clause === token.clause)
      .map((t) => t.text)
      .join('');
    const partOf =
      (before.at(-1)?.text === '的' && !YARDSTICK.test(beforeText)) ||
      /^(?:的|以上的?|左右的?|是|来自|由)/u.test(after) ||
      /^[\p{Script=Han}]/u.test(after);
    if (SHARE_BEFORE.test(beforeText) || (!rate && (quantity.form === 'fraction' || partOf))) {
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

/** Words that make what follows a plan. */
const PLANS = new Set(
  '力争 争取 计划 拟 预计 预期 有望 确保 估算 即将 明年 后年 力求 约定 规划到 目标是 目标为 将于 将在 将达 将达到 可望'.split(
    ' ',
  ),
);
/** 将达到, 将新增, 将再 is a plan; 将甲县至乙镇的车程缩短 is none: a noun follows. */
const GOES_ON = /^(?:v|d|p)/u;
/** 投产后, 达产后, 建成以后每年: what a thing will do once it is finished. */
const ONCE_FINISHED = /(?:投产|达产|建成|投用|完工|竣工|投运|建成投产|全部建成|全面投产|达纲)以?后/u;
const ABLE = new Set(['可', '能', '年可', '每年可', '可年']);
/** Words that end a plan: what follows has happened. */
const DONE = new Set('已 已经 目前 截至 截止 累计 如今 现在 现有 去年 今年以来 成功 实现了 完成了'.split(' '));

/** The tokens that may begin or end a plan, by index. */
const planSigns = perSentence(({ tokens }) =>
  [...tokens.keys()].filter((i) => {
    const { period, kind, text } = tokens[i]!;
    return (
      period !== null ||
      (kind === 'word' && (PLANS.has(text) || DONE.has(text) || text === '将' || ABLE.has(text) || text.endsWith('后')))
    );
  }),
);

/**
 * Planned or actual: 力争到2027年达到4.5万元 is planned until 已, 目前 or a semicolon.
 *
 * @param goal  the number's time is a goal: 到2027年
 */
export function modalityOf(sentence: TokenSentence, at: number, text: string, goal: boolean): Observation['modality'] {
  if (goal) return 'planned';
  const own = sentence.tokens[at]!;
  let planned = false;
  for (const i of planSigns(sentence)) {
    if (i >= at) break;
    const token = sentence.tokens[i]!;
    // 力争 at the head of a sentence holds for all its parts.
    if (token.part !== own.part && !(i === 0 && PLANS.has(token.text))) continue;
    if (token.period !== null) {
      if (token.period.role === 'goal') planned = true;
      else if (token.period.role === 'until' || token.period.role === 'now') planned = false;
      continue;
    }
    const next = sentence.tokens[i + 1];
    // 年度投资计划的109%: a plan that is a noun plans nothing.
    const noun = token.text === '计划' && (/^(?:n|vn)/u.test(sentence.tokens[i - 1]?.tag ?? '') || next?.text === '的');
    if (PLANS.has(token.text) && !noun && !/^(?:生育|经济|单列)/u.test(next?.text ?? '')) planned = true;
    else if (token.text === '将' && next !== undefined && (GOES_ON.test(next.tag) || next.kind === 'period'))
      planned = true;
    else if (
      ABLE.has(token.text) &&
      token.clause === own.clause &&
      /年|每|后/u.test(text.slice(Math.max(sentence.start, token.start - 12), own.start))
    ) {
      planned = planned || ONCE_FINISHED.test(text.slice(sentence.start, token.start));
    } else if (token.text.endsWith('后') && ONCE_FINISHED.test(text.slice(sentence.start, token.end))) planned = true;
    else if (DONE.has(token.text)) planned = false;
  }
  return planned ? 'planned' : 'actual';
}
