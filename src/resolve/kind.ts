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
/** 人均多挣了3000元, 用工少了三分之一: how much more or less. */
const MORE_OR_LESS =
  /(?<![减不至最缺很更])(?<way>[多少])(?:了|(?:挣|赚|卖|用|花|收入?|产|拿|得|交)了?)(?:近|约|将近|大约)?$/u;

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

const isTime = ({ unit }: Quantity): boolean => /(?:年|月|天|日|小时|分钟|季度|届|次)$/u.test(unit ?? '');

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
    // 促进群众增收等项目资金3568万元, 增收连续10个季度居前: the movement is a noun.
    if (rest[0]?.text === '等' || (rest.some((t) => t.text === '连续') && isTime(quantity))) break;
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
  const way = MORE_OR_LESS.exec(beforeText)?.groups?.way;
  if (way !== undefined && !isTime(quantity)) {
    return { kind: 'change', direction: way === '多' ? 'up' : 'down', baseline, scope: null, rule: 'kind/more' };
  }
  if (movesOnly(quantity) && quantity.unit !== '倍') {
    return { kind: 'change', direction: null, baseline, scope: null, rule: 'kind/unit' };
  }
  if (quantity.unit === '%' || quantity.form === 'fraction') {
    const rate = /(?:率|(?<![年季程])度|覆盖|增幅|增速)[^，。]{0,4}$/u.test(beforeText);
    const after = sentence.tokens
      .slice(at + 1, at + 4)
      .filter((t) => t.clause === token.clause)
      .map((t) => t.text)
      .join('');
    const partOf =
      (before.at(-1)?.text === '的' && !YARDSTICK.test(beforeText)) ||
      /^(?:的|以上的?|左右的?|是|来自|由)/u.test(after) ||
      /^[\p{Script=Han}]/u.test(after);
    if (
      SHARE_BEFORE.test(beforeText) ||
      (!rate && ((quantity.form === 'fraction' && !YARDSTICK.test(beforeText)) || partOf))
    ) {
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

/** Words that make what follows a goal, in every clause up to a semicolon. */
const GOALS = new Set('力争 争取 确保 力求 目标是 目标为 明年 后年'.split(' '));
/** Words that plan what their verb says: the clauses behind it, until one begins with something else that acts. */
const PLANS = new Set(
  '计划 拟 预计 预期 估计 有望 估算 即将 约定 规划到 将于 将在 将达 将达到 可望 打算 准备 督促'.split(' '),
);
/** 规划面积, 规划总用地: what is printed on a plan, in its own clause. */
const DRAWN = new Set(['规划', '总规划']);
/** 按照设计，年供水量330万立方米 */
const BY_DESIGN = /(?:按照?|依照|根据)(?:设计|规划|图纸)$/u;
const DESIGN = new Set(['设计', '规划', '图纸']);
const WILL = new Set(['将', '要', '还要', '将要']);
/** 将达到, 将新增, 将再 is a plan; 将甲县至乙镇的车程缩短 is none: a noun follows. */
const GOES_ON = /^(?:v|d|p)/u;
/** 将突破100亿元: the verb is a part of the number. */
const PASSES = /^(?:突破|超|达|逾|破)/u;
/** 年内要建成, 要再添: what says that the verb behind 要 is to come. */
const TO_COME = /^(?:[还也又将]|今后|下一步|接下来)$/u;
/** 投产后, 达产后, 建成以后每年: what a thing will do once it is finished. */
const ONCE_FINISHED =
  /(?:投产|达产|建成|投用|完工|竣工|投运|建成投产|全部建成|全面投产|达纲|打通|贯通|通车)(?:以|之)?后/u;
const ABLE = new Set(['可', '能', '可以', '年可', '每年可', '可年']);
/** 可实现产值2亿元, 可获得收益: a result still to come. */
const YIELDS = /^(?:实现|获得?|达到?)$/u;
/** Words that end a plan: what follows has happened. */
const DONE = new Set(
  '已 已经 目前 截至 截止 累计 如今 现在 现有 去年 今年以来 成功 实现了 完成了 正在 正 先后'.split(' '),
);

/** The tokens that may begin or end a plan, by index. */
const planSigns = perSentence(({ tokens }) =>
  [...tokens.keys()].filter((i) => {
    const { period, kind, text } = tokens[i]!;
    return period !== null || (kind === 'word' && (SIGNS.has(text) || text.endsWith('后')));
  }),
);
const SIGNS = new Set([...GOALS, ...PLANS, ...DRAWN, ...DESIGN, ...WILL, ...ABLE, ...DONE]);

/**
 * Planned or actual: 力争到2027年达到4.5万元 is planned until 已, 目前 or a semicolon.
 *
 * @param goal  the number's time is a goal: 到2027年
 */
export function modalityOf(sentence: TokenSentence, at: number, text: string, goal: boolean): Observation['modality'] {
  const { tokens } = sentence;
  const own = tokens[at]!;
  let planned = goal;
  for (const i of planSigns(sentence)) {
    const token = tokens[i]!;
    if (i >= at) {
      // 剩下2万平方米也将投用: what the number counts is still to come.
      planned = planned || (token.clause === own.clause && isAhead(tokens, i, at));
      if (token.clause > own.clause || planned) break;
      continue;
    }
    // 力争 at the head of a sentence holds for all its parts.
    if (token.part !== own.part && !(i === 0 && (GOALS.has(token.text) || PLANS.has(token.text)))) continue;
    const next = tokens[i + 1];
    if (token.period !== null) {
      // 今后5年的工作 is work and no goal, 现在的35% ends none.
      if (next?.text === '的') continue;
      if (token.period.role === 'goal') planned = true;
      else if (token.period.role === 'until' || token.period.role === 'now') planned = false;
    } else if (DONE.has(token.text)) planned = false;
    else planned = planned || begins(sentence, i, at, text);
  }
  return planned && !isStart(sentence, at) ? 'planned' : 'actual';
}

/** Does the sign at token `i` make the number at token `at` a plan? */
function begins(sentence: TokenSentence, i: number, at: number, text: string): boolean {
  const { tokens } = sentence;
  const [before, token, next] = [tokens[i - 1], tokens[i]!, tokens[i + 1]];
  const word = token.text;
  const sameClause = token.clause === tokens[at]!.clause;
  // 积极争取项目: a noun is asked for.
  if (word === '争取') return next !== undefined && (GOES_ON.test(next.tag) || next.period !== null);
  if (GOALS.has(word)) return true;
  if (PLANS.has(word))
    return plans(tokens, i) && (sameClause || (!next?.text.startsWith('总') && reaches(sentence, i, at)));
  if (DESIGN.has(word) && BY_DESIGN.test(text.slice(Math.max(sentence.start, token.start - 4), token.end))) return true;
  if (DRAWN.has(word)) return sameClause && next?.text !== '建成' && next?.text !== '的';
  if (word === '将') {
    const reached = next?.kind === 'quantity' && PASSES.test(next.text);
    const verb = next !== undefined && (GOES_ON.test(next.tag) || next.kind === 'period' || reached);
    return verb && reaches(sentence, i, at);
  }
  if (WILL.has(word)) {
    if (next === undefined || (word === '要' ? !/^(?:v|d)/u.test(next.tag) : next.kind !== 'word')) return false;
    const ahead = word !== '要' || next.text === '再' || next.text === '达到' || before?.period != null;
    return (ahead || TO_COME.test(before?.text ?? '')) && reaches(sentence, i, at);
  }
  if (ABLE.has(word)) {
    if (!sameClause) return false;
    if (word === '可' && YIELDS.test(next?.text ?? '')) return true;
    const yearly = /年|每|后/u.test(text.slice(Math.max(sentence.start, token.start - 12), tokens[at]!.start));
    return yearly && ONCE_FINISHED.test(text.slice(sentence.start, token.start));
  }
  return word.endsWith('后') && ONCE_FINISHED.test(text.slice(sentence.start, token.end));
}

/** Is the word of planning at token `i` a verb: not 支持计划, 这项计划, 原计划, 充分准备? */
function plans(tokens: readonly Token[], i: number): boolean {
  const [before, token, next] = [tokens[i - 1], tokens[i]!, tokens[i + 1]];
  if (/^(?:生育|经济|单列|好|充分)/u.test(next?.text ?? '')) return false;
  if (token.text !== '计划' && token.text !== '准备') return true;
  if (next === undefined || next.text === '的' || next.kind === 'mark' || before?.text.endsWith('原')) return false;
  return (
    before === undefined || !/^(?:n|vn|q|r|b)/u.test(before.tag) || (/^n/u.test(before.tag) && GOES_ON.test(next.tag))
  );
}

/** Does the plan at token `i` go on to token `at`: begins each clause between with something that does not act itself? */
function reaches({ tokens }: TokenSentence, i: number, at: number): boolean {
  for (let j = i + 1; j <= at; j++) {
    if (tokens[j]!.clause === tokens[j - 1]!.clause) continue;
    const head = tokens[j]!;
    if (head.kind === 'name' || head.kind === 'quantity') return false;
    if (head.text === '“' && /^[我咱这他她]/u.test(tokens[j + 1]?.text ?? '')) return false;
  }
  return true;
}

/** 16幢厂房将在年底前结顶: the word at token `i`, behind the number, says that it is to come. */
function isAhead(tokens: readonly Token[], i: number, at: number): boolean {
  const [token, next] = [tokens[i]!, tokens[i + 1]];
  if (token.text !== '将' && token.text !== '可望' && token.text !== '有望' && token.text !== '即将') return false;
  if (tokens.slice(at + 1, i).some((t) => t.kind === 'quantity' || t.kind === 'name')) return false;
  return next !== undefined && (GOES_ON.test(next.tag) || next.kind === 'period');
}

/** 从15万元增加到30万元: where a plan begins is actual. */
function isStart(sentence: TokenSentence, at: number): boolean {
  const { tokens } = sentence;
  if (!lead(sentence, at).some((t) => t.text === '从' || t.text === '由')) return false;
  for (let i = at + 1; i < tokens.length && tokens[i]!.clause === tokens[at]!.clause; i++) {
    if (tokens[i]!.kind === 'quantity') return REACHED_END.test(tokens[i - 1]!.text);
  }
  return false;
}
