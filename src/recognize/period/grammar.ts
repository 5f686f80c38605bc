/**
 * How times are printed: one pattern for all of them, built of named parts, and the reader of their numerals.
 *
 *   今年前三季度 · 2023年1—10月 · 8月13日 · 11月底 · “十四五”期间 · 近五年 · 目前
 */

import { type Openings, openedBy } from '../opening.js';

const YEAR_DIGITS = '(?:19|20)\\d{2}';
const YEAR_CHINESE = '[一二][九〇零○][〇零○一二三四五六七八九]{2}';
const YEAR = `(?:${YEAR_DIGITS}|${YEAR_CHINESE})`;
const RELATIVE_YEAR =
  '今年|去年|前年|明年|后年|本年度?|上年度?|上一年度?|当年|同年|(?<![人每一多首频车架班场户件批])次年|翌年';
const DASH = '[—–\\-~～-]{1,2}|至|到';
const MONTH = '(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])';
const DAY = '(?:3[01]|[12]\\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])';
const QUARTER = '[一二三四1-4]';

// 上半年, 前三季度, 三季度, 前10个月, 1—10月, 8月13日, 11月底, 年底, 初
const PART = [
  `(?<half>[上下]半年)`,
  `前(?<quarters>[两二三23])个?季度`,
  `第?(?<quarter>${QUARTER})季度`,
  `[前头](?<months>${MONTH}|两)个?月`,
  `(?<fromMonth>${MONTH})月?份?(?:${DASH})(?<toMonth>${MONTH})月份?`,
  `(?<month>${MONTH})月(?:份|(?<day>${DAY})[日号](?:(?:${DASH})(?:(?<toDayMonth>${MONTH})月)?(?<toDay>${DAY})[日号])?|(?<fromDay>${DAY})(?:${DASH})(?<untilDay>${DAY})[日号]|(?<monthPart>底|末|初|中旬|上旬|下旬))?`,
  `(?<yearEnd>年?底|年?末)`,
  `(?<yearStart>年?初|年中|春季?|夏季?|秋季?|冬季?|夏天|秋天|春天|冬天)`,
].join('|');

export const TIME = new RegExp(
  [
    // 2021—2025年, 2021年至2025年
    `(?<![\\d.])(?<yearA>${YEAR_DIGITS})年?(?:${DASH})(?<yearB>${YEAR_DIGITS})年(?![前代])`,
    // “十四五”期间, 十三五末
    `[“"]?十(?<plan>[一二三四五六])五[”"]?(?<planWord>期间|时期|以来|期末|末|收官之年)?`,
    // 近五年, 五年来, 过去三年, 前后三年, 四年多来, 六年下来
    `(?<![\\d.])(?<nearWord>近|过去|最近|这|此前|前后|(?<!提|空|面|目|当|生|史|台)前)(?<nearYears>[一二两三四五六七八九十]|\\d{1,2})年(?:多|间|来|以来|里|时间)?(?!前|级)`,
    `(?<![\\d.第十])(?<spanYears>[一二两三四五六七八九十]|\\d{1,2})年(?<spanMore>多)?(?:来|以来|间|里|下来)(?!到|的话|程|弄|头)`,
    // 比五年前, 三年前
    `(?<![\\d.第十])(?<agoYears>[一二两三四五六七八九十]|\\d{1,2})年前`,
    // 未来五年, 今后三年
    `(?<ahead>未来|今后|接下来|此后)(?:的)?(?:[一二两三四五六七八九十]|\\d{1,2})(?:至|到|—|-)?(?:[二三四五六七八九十]|\\d{1,2})?(?:个?月|年)`,
    // 2023年1—10月, 今年上半年, 去年
    `(?<![\\d.〔\\[])(?:(?<year>${YEAR})年(?!代|版|级|度?[工鉴])度?|(?<relative>${RELATIVE_YEAR}))(?:的?(?:${PART}))?(?<whole>全年)?`,
    // 2025.10.12, 2025-10-12
    `(?<![\\d.\\-])(?<dotYear>20\\d{2})[.\\-/](?<dotMonth>1[0-2]|0?[1-9])[.\\-/](?<dotDay>3[01]|[12]\\d|0?[1-9])(?![\\d.])`,
    `(?<![\\d.个第一二三四五六七八九十])(?:${PART.replaceAll('(?<', '(?<bare_')})`,
    `(?<allYear>全年)(?![龄无不])`,
    `(?<![\\d一二两三四五六七八九十几数半多])(?<withinYear>年内)`,
    `(?<monthWord>上个?月|本月|当月|上季度|本季度)(?!球|亮|饼)`,
    `(?<now>截至目前|截止目前|到目前为止|迄今为止|截至当前|目前|当前|现在|如今|眼下|现今|而今|(?<!截)至今(?!年)|迄今|时下)`,
    `(?<vague>近日|日前|近期|近来|近年来|近年|近些年|近几年来?|这些年来?|(?<![\\d十百几余])多年来|前不久|不久前|今天|昨天|前几天|当天|当日|连日来)`,
    `(?<same>同期)`,
  ].join('|'),
  'uy',
);

/** The characters that one of the times above can begin with. */
export const TIME_OPENINGS: Openings = openedBy(
  '0123456789一二两三四五六七八九十“"',
  '今去前明后本上当同次翌下第头年底末初春夏秋冬全',
  '近过最这此未接截到迄目现如眼而至时日多不昨连',
);

const CHINESE_DIGITS = '零一二三四五六七八九';

/** 十二 → 12, 二〇二四 → 2024, 两 → 2, 07 → 7. */
export function small(printed: string): number {
  if (/^\d+$/u.test(printed)) return Number(printed);
  const digits = printed.replace(/[〇○]/gu, '零').replace(/两/gu, '二');
  if (digits.length === 4) return Number([...digits].map((c) => CHINESE_DIGITS.indexOf(c)).join(''));
  const [tens, ones] = digits.includes('十') ? digits.split('十') : ['', digits];
  const ten = digits.includes('十') ? (tens === '' ? 1 : CHINESE_DIGITS.indexOf(tens!)) : 0;
  return ten * 10 + (ones === '' ? 0 : CHINESE_DIGITS.indexOf(ones!));
}
