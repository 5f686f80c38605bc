/**
 * Where a noun phrase begins whose head is known: for 实施黑木耳产业扩容提质行动 and the head 行动 the
 * answer is the offset behind 实施. It walks left over whole jieba words and stops at a verb that
 * carries something out, a mark, a preposition or the like; jieba's tags decide nothing else.
 */
import type { Word } from '../model.js';

/** Why the walk stopped: at a verb, a list mark (、 和), another mark, or a word that no name contains. */
export type Stop = 'verb' | 'list' | 'mark' | 'word' | 'length';

export interface LeftEdge {
  readonly start: number;
  readonly stop: Stop;
  /** The word that stopped it, e.g. 实施. */
  readonly by: string;
}

/** Of the article in hand; each recogniser asks for it. */
let last: { readonly words: readonly Word[]; readonly cover: Int32Array } | null = null;

/** A name of a place or person, or a word that the dictionary does not know: 稻粱, 龙贯山. */
export const isProper = (word: Word): boolean =>
  /^(?:ns|nr|nt|nz|nrt|eng)$/u.test(word.tag) || (word.tag === 'x' && /^\p{Script=Han}{2,}$/u.test(word.text));

/** For each offset the index of the word that covers it; made once for the words of an article. */
export function coverOf(length: number, words: readonly Word[]): Int32Array {
  if (last?.words === words && last.cover.length === length + 1) return last.cover;
  const cover = new Int32Array(length + 1).fill(-1);
  for (let i = 0; i < words.length; i++) {
    const { start, end } = words[i] as Word;
    for (let at = start; at < end && at < length; at++) cover[at] = i;
  }
  last = { words, cover };
  return cover;
}

/** Verbs after which a new thing is named. */
const VERBS = new Set(
  (
    '实施 开展 推行 启动 首创 试行 施行 推出 打响 深化 创新 推广 上线 推进 制定 出台 印发 入选 列入 纳入 设立 参与 承担 组织 举办 争取 落实 坚持 健全 ' +
    '建立 完善 打造 依托 打赢 贯彻 助力 构建 发起 投身 践行 部署 探索 通过 围绕 抓好 抓住 做好 做深 联合 推动 加快 深入 扎实 持续 大力 积极 全面 全力 有序 ' +
    '统筹 聚焦 结合 加强 强化 提出 提升 进行 完成 成为 作为 获评 荣获 获得 成功 正式 迭代 开启 引导 率先 牵头 先后 累计 继续 同步 着力 谋划 投入 安排 ' +
    '支持 列为 包括 打好 策划 承办 主办 协办 参加 建设 建成 建起 新建 在建 位于 落户 走进 来到 进入 入驻 投资 投建 引进 引入 招引 落地 串联 串起 签约 签订 开工 布局 ' +
    '培育 创建 创成 形成 推介 申报 承接 服务 覆盖 连接 辐射 集成 修建 兴建 规划 筹建 共建 联建 援建 捐建 开发 利用 拓展 促成 入股 用于 发展 突出 设在 坐落 前往 途经 经过 相关 有关 拥有 使用 介绍 实现 公示 公布 公开 发布 确定 命名 认定 查看 获批 上榜 重点帮扶 合作共建 创办 筹办 参观 考察 调研 走访 连通 贯通 连接 接入 顺接 北接 南接 东接 西接 南连 北连 东连 西连 串起 开通 通车 投运 投用 升级 带动 发挥 充分发挥 加上 这是 那是 招引 新上 上马 新上马 抓紧 全国首个 全省首个 首个 首座 首条 加快推进'
  ).split(' '),
);
/** Verbs of that list that are as often a part of a name: 城市更新提升行动, 综合开发项目, 服务共享. */
const INSIDE_NAMES = new Set(
  '连通 贯通 提升 建设 开发 服务 培育 创新 发展 利用 规划 共建 联建 升级 推广 创建 拓展 改造 深化 投资 强化 建成 探索 统筹'.split(
    ' ',
  ),
);

const CANNOT_BE_INSIDE = /^(?:u|uj|ul|uz|ud|ug|uv|p|r|d|y|e|o|t|f|c)$/u;
/** 瓯江下游海塘加固工程: words of direction that are parts of names. */
const DIRECTION = /^(?:[上中下]游|中上游|中下游|沿海|沿江|沿线|两岸|[东西南北中]部|东西部|东南|西南|东北|西北)$/u;
const LIST = /^[、和与及或]$/u;
const NAME_CHARACTER = /[\p{Script=Han}\p{L}\d+—·]/u;

const STRETCH = /^\p{Script=Han}{2,6}段/u;
const textOf = (words: readonly Word[], from: number, count: number): string =>
  words
    .slice(from, from + count)
    .map((word) => word.text)
    .join('');
function isDoubleDash(words: readonly Word[], i: number): boolean {
  const { text, start, end } = words[i] as Word;
  if (/^—{2,}$/u.test(text)) return true;
  const [before, after] = [words[i - 1], words[i + 1]];
  return (
    text === '—' &&
    ((before?.text.endsWith('—') === true && before.end === start) ||
      (after?.text.startsWith('—') === true && after.start === end))
  );
}
const beginsName = (before: Word | undefined): boolean =>
  before === undefined || before.tag === 'ns' || !NAME_CHARACTER.test(before.text) || VERBS.has(before.text);

/**
 * @param headStart  where the head begins
 * @param most       how many characters the phrase may have before the head
 */
export function leftEdge(words: readonly Word[], cover: Int32Array, headStart: number, most = 22): LeftEdge {
  let i = cover[headStart] ?? -1;
  if (i < 0) return { start: headStart, stop: 'mark', by: '' };
  let start = Math.min(headStart, (words[i] as Word).start);
  for (i -= 1; i >= 0; i--) {
    const word = words[i] as Word;
    // …控制性工程——德胜隧道: a double dash sets two things side by side, a single one joins two names.
    if (isDoubleDash(words, i)) return { start, stop: 'mark', by: word.text };
    // 银川至中卫段扩能改造工程: 至 between the two ends of a stretch.
    if (/^[至到]$/u.test(word.text) && STRETCH.test(textOf(words, i + 1, 5))) {
      start = word.start;
      continue;
    }
    // 下浒山水库: one character of direction right behind a mark, a place or a verb begins a name of the map.
    if (/^[上下东西南北]$/u.test(word.text) && headStart > start && beginsName(words[i - 1])) {
      start = word.start;
      continue;
    }
    // 科技创新与产业创新…行动计划: 与 between two nouns inside one name.
    if (word.text === '与' && headStart - word.start >= 4 && /^(?:n|vn|v|l|i)/u.test(words[i - 1]?.tag ?? '')) {
      start = word.start;
      continue;
    }
    // 临颍县|中优大健康食品项目: so does 中 behind a place or 的, where no place is spoken of.
    if (
      word.text === '中' &&
      headStart > start &&
      /^(?:ns|uj)$/u.test(words[i - 1]?.tag ?? '') &&
      isProper(words[i + 1] as Word)
    ) {
      start = word.start;
      continue;
    }
    if (LIST.test(word.text)) return { start, stop: 'list', by: word.text };
    if (!NAME_CHARACTER.test(word.text)) return { start, stop: 'mark', by: word.text };
    const near = start === headStart || headStart - start < 2;
    const before = words[i - 1]?.text ?? '';
    // 提升行动: next to the head or behind another noun such a verb belongs to the name; after a mark or an adverb it rules.
    const inside =
      (word.text === '新建' && /^(?:扩建|改建|续建|工程)/u.test(words[i + 1]?.text ?? '')) ||
      (INSIDE_NAMES.has(word.text) &&
        (near ||
          (NAME_CHARACTER.test(before) && !VERBS.has(before) && !/^(?:d|p|r|u)/u.test(words[i - 1]?.tag ?? 'x'))));
    if (VERBS.has(word.text) && !inside) return { start, stop: 'verb', by: word.text };
    if (
      CANNOT_BE_INSIDE.test(word.tag) &&
      !DIRECTION.test(word.text) &&
      !/^(?:现代|未来|高新|高速|共同|全域|全民)$/u.test(word.text)
    )
      return { start, stop: 'word', by: word.text };
    if (
      word.tag === 'm' &&
      /^[\d.]+$/u.test(word.text) &&
      !/^(?:省道|国道|县道|号|1|工程|计划|培训)/u.test(words[i + 1]?.text ?? '')
    )
      return { start, stop: 'word', by: word.text };
    if (headStart - word.start > most) return { start, stop: 'length', by: word.text };
    start = word.start;
  }
  return { start, stop: 'mark', by: '' };
}

/** 湖北宜昌白鹤滩水电站: the short name of the province before a name is not the name's. */
export const PROVINCE_BEFORE =
  /^(?:北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆)(?!省|市|自治区|大学|北部|南部|东部|西部|中部)/u;
