/**
 * What an issue's own masthead says about it, read from the first printed lines only.
 *
 *   今日浙江 / 2025年第23期 总第782期 半月刊  → { publication: "今日浙江", year: 2025, number: 23, totalNumber: 782, date: null }
 *   江南日报 2024年5月6日 星期一 第3版          → { publication: "江南日报", year: 2024, number: null, date: "2024-05-06" }
 *
 * A date inside an article is not the issue's: only short lines without a full stop count.
 */
import { foldHalfWidth, squash } from './text.js';

export interface Masthead {
  readonly publication: string | null;
  readonly year: number | null;
  readonly number: number | null;
  readonly totalNumber: number | null;
  readonly date: string | null;
}

const LINES_LOOKED_AT = 60;
const LONGEST_LINE = 48;
// 2025年第23期, 2025·23, 2025年 第 23 期
const YEAR_AND_NUMBER = /(?<year>(?:19|20)\d{2})(?:年|[·./-])?第?(?<number>\d{1,3})期/u;
// 总第782期, 总782期
const TOTAL = /总第?(?<total>\d{1,5})期/u;
// 2024年5月6日 星期一
const DAY = /(?<year>(?:19|20)\d{2})年(?<month>\d{1,2})月(?<day>\d{1,2})日/u;
const DAY_LINE = /星期|周[一二三四五六日]|第\d+版|\d+版|出版|总第|农历|^.{0,12}(?:19|20)\d{2}年\d{1,2}月\d{1,2}日$/u;
// 江南日报 before the day, or alone on its line
const NEWSPAPER = /^(?<name>[\p{Script=Han}]{2,8}(?:日报|晚报|晨报|时报|周报|商报|导报|早报|都市报|青年报|工人报|报))/u;
const NAME = /^[《]?(?<name>[\p{Script=Han}]{2,8})[》]?$/u;
const NO_NAME = /主管|主办|编辑|出版|半月刊|月刊|周刊$|目录|要目|导读|半月$/u;

export function readMasthead(printed: string): Masthead {
  const lines: string[] = [];
  for (const line of foldHalfWidth(printed.slice(0, 8000)).split('\n')) {
    const text = squash(line);
    if (text === '') continue;
    lines.push(text);
    if (lines.length === LINES_LOOKED_AT) break;
  }
  let publication: string | null = null;
  let year: number | null = null;
  let number: number | null = null;
  let totalNumber: number | null = null;
  let date: string | null = null;
  lines.forEach((line, i) => {
    if (line.length > LONGEST_LINE || /[。！？]/u.test(line)) return;
    const issue = YEAR_AND_NUMBER.exec(line)?.groups;
    if (issue && number === null) {
      year = Number(issue.year);
      number = Number(issue.number);
      publication ??= nameBeside(lines, i);
    }
    const total = TOTAL.exec(line)?.groups;
    if (total) totalNumber ??= Number(total.total);
    const day = DAY.exec(line)?.groups;
    if (day && date === null && DAY_LINE.test(line)) {
      date = `${day.year}-${day.month!.padStart(2, '0')}-${day.day!.padStart(2, '0')}`;
      year ??= Number(day.year);
      publication ??= NEWSPAPER.exec(line)?.groups?.name ?? NEWSPAPER.exec(lines[i - 1] ?? '')?.groups?.name ?? null;
    }
  });
  return { publication, year, number, totalNumber, date };
}

/** The name stands on the line of the number or on one of the three before it. */
function nameBeside(lines: readonly string[], at: number): string | null {
  const own = lines[at]!.replace(YEAR_AND_NUMBER, ' ').split(' ')[0]!;
  for (const line of [own, lines[at - 1], lines[at - 2], lines[at - 3]]) {
    const name = line === undefined ? undefined : NAME.exec(line)?.groups?.name;
    if (name && !NO_NAME.test(name)) return name;
  }
  return null;
}
