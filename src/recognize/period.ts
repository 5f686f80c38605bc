/**
 * Finds the printed times of an article and resolves them against the issue's date.
 *
 *   issue of 2025-12-15:  今年前三季度 → 2025-01/2025-09 · 截至11月底 → 2025-11-30 (until)
 *                         “十四五”期间 → 2021/2025 · 自2018年以来 → 2018/2025 (since) · 目前 → null (now)
 *
 * What relative words need and the issue does not have stays null: a wrong year is worse than none.
 */
import type { Period, Reading, Span } from '../model.js';
import { matchesOpening } from './opening.js';
import { small, TIME, TIME_OPENINGS } from './period/grammar.js';

type Role = Period['role'];

const two = (n: number): string => String(n).padStart(2, '0');
const monthOf = (year: number, month: number): string => `${year}-${two(month)}`;
const lastDay = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
const dayOf = (year: number, month: number, day: number): string => `${year}-${two(month)}-${two(day)}`;

interface IssueDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function issueDayOf(date: string | null): IssueDay | null {
  const read = /^(\d{4})-(\d{2})(?:-(\d{2}))?/u.exec(date ?? '');
  return read === null ? null : { year: Number(read[1]), month: Number(read[2]), day: Number(read[3] ?? '15') };
}

/** A month or day printed without a year lies in the issue's year, or in the one before where it would be more than 31 days ahead. */
function yearOfMonth(issue: IssueDay, month: number, day: number): number {
  const ahead = Date.UTC(issue.year, month - 1, day) - Date.UTC(issue.year, issue.month - 1, issue.day);
  return ahead > 31 * 86_400_000 ? issue.year - 1 : issue.year;
}

/** What the printed part says within its year: { value: "2025-01/2025-09", end: "2025-09" }. */
interface Resolved {
  readonly value: string;
  /** Last day or month of it, for 截至 and 以来. */
  readonly first: string;
}

type Groups = Readonly<Record<string, string | undefined>>;

function partWithin(groups: Groups, prefix: string, year: number, until: boolean): Resolved | null {
  const part = (name: string) => groups[prefix + name];
  const whole = (value: string, first = value) => ({ value, first });
  if (part('half') !== undefined) {
    const first = part('half') === '上半年';
    return whole(`${year}-H${first ? 1 : 2}`, monthOf(year, first ? 1 : 7));
  }
  const quarters = part('quarters');
  if (quarters !== undefined) {
    const n = small(quarters);
    return n === 2
      ? whole(`${year}-H1`, monthOf(year, 1))
      : whole(`${monthOf(year, 1)}/${monthOf(year, n * 3)}`, monthOf(year, 1));
  }
  const quarter = part('quarter');
  if (quarter !== undefined) return whole(`${year}-Q${small(quarter)}`, monthOf(year, small(quarter) * 3 - 2));
  const months = part('months');
  if (months !== undefined) return monthSpan(year, 1, small(months));
  const fromMonth = part('fromMonth');
  const toMonth = part('toMonth');
  if (fromMonth !== undefined && toMonth !== undefined) return monthSpan(year, small(fromMonth), small(toMonth));
  const month = part('month');
  if (month !== undefined) return dayWithin(groups, prefix, year, small(month), until);
  if (part('yearEnd') !== undefined) return whole(dayOf(year, 12, 31), monthOf(year, 12));
  return null;
}

function monthSpan(year: number, from: number, to: number): Resolved {
  const first = monthOf(year, from);
  if (to < from) return { value: `${first}/${monthOf(year + 1, to)}`, first };
  if (from === 1 && to === 6) return { value: `${year}-H1`, first };
  if (from === 7 && to === 12) return { value: `${year}-H2`, first };
  if (from === 1 && to === 12) return { value: String(year), first };
  return from === to ? { value: first, first } : { value: `${first}/${monthOf(year, to)}`, first };
}

function dayWithin(groups: Groups, prefix: string, year: number, month: number, until: boolean): Resolved | null {
  const part = (name: string) => groups[prefix + name];
  const day = part('day') ?? part('fromDay');
  if (day !== undefined) {
    const first = small(day);
    if (first < 1 || first > lastDay(year, month)) return null;
    const from = dayOf(year, month, first);
    const last = part('toDay') ?? part('untilDay');
    if (last === undefined) return { value: from, first: from };
    const lastMonth = part('toDayMonth') === undefined ? month : small(part('toDayMonth')!);
    if (small(last) > lastDay(year, lastMonth)) return null;
    return { value: `${from}/${dayOf(lastMonth < month ? year + 1 : year, lastMonth, small(last))}`, first: from };
  }
  const monthPart = part('monthPart');
  if (monthPart === '底' || monthPart === '末') {
    const end = dayOf(year, month, lastDay(year, month));
    return { value: end, first: until ? end : monthOf(year, month) };
  }
  return { value: monthOf(year, month), first: monthOf(year, month) };
}

/** Five-year plans: the eleventh ran 2006–2010, each later one five years on. */
function planYears(printed: string): [number, number] {
  const ordinal = 10 + small(printed);
  const first = 2006 + 5 * (ordinal - 11);
  return [first, first + 4];
}

// ---------- what stands around it ----------

const UNTIL_BEFORE = /(?:截至|截止到?|截止至)[“"]?$/u;
const TO_BEFORE = /(?:力争|争取|预计|计划|目标)?(?:到|至)了?$/u;
const BASE_BEFORE = /(?:比|较|相比|与|同|超|按|相当于)$/u;
/** 比机场通航前的2020年 */
const BASE_AT_LENGTH = /[比较]\p{Script=Han}{2,10}前的$/u;
/** 自去年工作室成立至今: what began stands between the time and 至今. */
const SINCE_EVENT = /^[^，,。；、！？：\d]{1,16}(?:以来|至今)/u;
const SINCE_AFTER = /^(?:底|初|末)?(?:以来|至今|起(?![来步点初到草源伏跑飞]))/u;

const BEFORE_AFTER = /^(?:以前|之前)/u;

interface Found {
  readonly value: string | null;
  readonly role: Role;
  readonly rule: string;
  /** The year that later times without one may carry on; null leaves it. */
  readonly year: number | null;
  readonly end: number;
  /** Where the search goes on, when words after the span belong to it: 自去年…至今. */
  readonly covers: number;
}

/**
 * Finds the periods of an article, in order.
 *
 * @returns periods whose `value` is null where the text gives none (目前, 近日) or the issue has no date
 */
export function findPeriods(reading: Reading): { periods: Period[] } {
  const { text, sentences } = reading.article;
  const issue = issueDayOf(reading.issueDate);
  const titles = titleSpans(text);
  const periods: Period[] = [];
  const carried = new CarriedYear(sentences);
  let title = 0;
  let covered = 0;
  for (const match of matchesOpening(TIME_OPENINGS, TIME, text)) {
    const start = match.index;
    if (start < covered) continue;
    // 2020年至2024年五年间 and 11月当月 repeat the time before them.
    const repeats = match.groups?.spanYears !== undefined || match.groups?.monthWord === '当月';
    if (repeats && periods.at(-1)?.end === start) continue;
    while (title < titles.length && titles[title]!.end <= start) title++;
    if (title < titles.length && titles[title]!.start <= start) continue;
    const found = interpret(text, match, issue, carried.at(start));
    if (found === null) continue;
    covered = Math.max(found.end, found.covers);
    // A goal sets no year for what follows: 力争到2030年…。8月25日…
    if (found.year !== null && found.role !== 'goal') carried.set(start, found.year);
    periods.push({
      start,
      end: found.end,
      text: text.slice(start, found.end),
      value: found.value,
      role: found.role,
      rule: `period/${found.rule}`,
    });
  }
  return { periods };
}

/**
 * The year that a later half, quarter or month belongs to: the last one printed in the same sentence or the one before.
 * 2023年…。上半年… → 2023-H1.
 */
export class CarriedYear {
  #year: number | null = null;
  #sentence = -1;
  #cursor = 0;

  constructor(private readonly sentences: readonly Span[]) {}

  #sentenceOf(offset: number): number {
    while (this.#cursor + 1 < this.sentences.length && this.sentences[this.#cursor]!.end <= offset) this.#cursor++;
    return this.#cursor;
  }

  at(offset: number): number | null {
    return this.#year !== null && this.#sentenceOf(offset) - this.#sentence <= 1 ? this.#year : null;
  }

  set(offset: number, year: number): void {
    this.#year = year;
    this.#sentence = this.#sentenceOf(offset);
  }
}

/** 《浙江省2025年…实施方案》: years inside titles say nothing of the text. */
export function titleSpans(text: string): Span[] {
  return [...text.matchAll(/《[^《》\n]{1,80}》/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function interpret(text: string, match: RegExpExecArray, issue: IssueDay | null, carried: number | null): Found | null {
  const groups = match.groups as Groups;
  const start = match.index;
  const end = start + match[0].length;
  const before = text.slice(Math.max(0, start - 4), start);
  const after = text.slice(end, end + 6);
  const found = (rule: string, value: string | null, role: Role, year: number | null = null, to = end): Found => ({
    rule,
    value,
    role,
    year,
    end: to,
    covers: to,
  });

  if (groups.now !== undefined) return found('now', null, 'now');
  if (groups.vague !== undefined) return found('vague', null, 'during');
  if (groups.ahead !== undefined) return found('ahead', null, 'goal');
  if (groups.same !== undefined) return carried === null && issue === null ? null : found('same-period', null, 'base');
  if (groups.yearA !== undefined && groups.yearB !== undefined) {
    const [first, last] = [Number(groups.yearA), Number(groups.yearB)];
    if (last <= first) return null;
    const role = issue !== null && first > issue.year ? 'goal' : 'during';
    return found('years', `${first}/${last}`, role);
  }
  if (groups.plan !== undefined) return plan(groups, match[0], after, issue, found);
  if (groups.nearYears !== undefined || groups.spanYears !== undefined) {
    const n = small((groups.nearYears ?? groups.spanYears)!);
    // 过去一年 in the first months of a year is the year before.
    if (n === 1 && groups.nearWord === '过去' && issue !== null && issue.month <= 3)
      return found('near-years', String(issue.year - 1), 'during');
    // 前三年 of what, and 近一年, 这一年 are not counted in calendar years.
    if (n < 2 || n > 10 || issue === null || groups.nearWord === '前' || groups.nearWord === '此前')
      return found('near-years', null, 'during');
    if (groups.spanYears !== undefined && /[多余几数]$/u.test(before)) return found('near-years', null, 'during');
    // 四年多来 has begun a year before 四年来.
    const first = issue.year - n + (groups.spanMore === undefined ? 1 : 0);
    return found('near-years', `${first}/${issue.year}`, 'during');
  }
  if (groups.agoYears !== undefined) {
    const n = small(groups.agoYears);
    if (issue === null || /[多余几数]$/u.test(before)) return found('years-ago', null, 'during');
    if (carried !== null && carried !== issue.year) return found('years-ago', null, 'during');
    if (/[比较]$/u.test(before)) return found('over-years-ago', `${issue.year - n}/${issue.year}`, 'during');
    return found('years-ago', String(issue.year - n), 'during');
  }
  if (groups.allYear !== undefined) {
    // 全年 in a spring issue may be either year; 全年计划 is this year's.
    if (
      issue !== null &&
      (/^(?:计划|预计|将|拟|力争|目标)/u.test(after) || /(?:计划|预计|力争|争取|确保)$/u.test(before))
    )
      return found('whole-year', String(issue.year), 'during');
    if (carried === null && (issue === null || issue.month <= 4)) return found('whole-year', null, 'during');
    return found('whole-year', String(carried ?? issue!.year), 'during');
  }
  if (groups.withinYear !== undefined)
    return found('within-year', issue === null ? null : String(issue.year), 'during');
  if (groups.monthWord !== undefined) return monthWord(groups.monthWord, issue, found);
  if (groups.dotYear !== undefined) {
    const [year, month, day] = [Number(groups.dotYear), Number(groups.dotMonth), Number(groups.dotDay)];
    return day > lastDay(year, month) ? null : found('date', dayOf(year, month, day), 'during', year);
  }
  return calendar(text, match, groups, before, after, issue, carried, found);
}

type Make = (rule: string, value: string | null, role: Role, year?: number | null, to?: number) => Found;

function plan(groups: Groups, printed: string, after: string, issue: IssueDay | null, found: Make): Found | null {
  // “十五五”规划 and 十四五规划纲要 are documents.
  if (groups.planWord === undefined && (/^[”"]?(?:规划|纲要|建议)/u.test(after) || !/^[“"]/u.test(printed)))
    return null;
  const [first, last] = planYears(groups.plan!);
  const word = groups.planWord;
  if (word === '以来')
    return found('plan-since', issue === null ? null : `${first}/${Math.min(last, issue.year)}`, 'since');
  if (word === '末' || word === '期末' || word === '收官之年') {
    return found('plan-end', String(last), issue !== null && last > issue.year ? 'goal' : 'during', last);
  }
  return found('plan', `${first}/${last}`, issue !== null && first > issue.year ? 'goal' : 'during');
}

function monthWord(word: string, issue: IssueDay | null, found: Make): Found {
  if (issue === null || word === '当月') return found('month-word', null, 'during');
  if (word.endsWith('季度')) {
    const quarter = Math.ceil(issue.month / 3) - (word.startsWith('上') ? 1 : 0);
    return found('month-word', quarter === 0 ? `${issue.year - 1}-Q4` : `${issue.year}-Q${quarter}`, 'during');
  }
  const month = issue.month - (word.startsWith('上') ? 1 : 0);
  return found('month-word', month === 0 ? monthOf(issue.year - 1, 12) : monthOf(issue.year, month), 'during');
}

/** 2023年1—10月, 去年, 上半年, 8月13日, with 截至, 到, 自…以来, 比 around it. */
function calendar(
  text: string,
  match: RegExpExecArray,
  groups: Groups,
  before: string,
  after: string,
  issue: IssueDay | null,
  carried: number | null,
  found: Make,
): Found | null {
  const end = match.index + match[0].length;
  const explicit = groups.year !== undefined;
  const dated = explicit || groups.relative !== undefined;
  const prefix = dated ? '' : 'bare_';
  if (!dated && !standsAlone(groups, match[0], before, after)) return null;
  const year = dated
    ? printedYear(groups, issue, carried)
    : bareYear(groups, issue, carried, /[将拟计预力争]|确保|[到至]$/u.test(before));
  // 每年3月 is no month of any year.
  if (!dated && /每年的?$/u.test(text.slice(Math.max(0, match.index - 4), match.index)))
    return found('every-year', null, 'during');
  const until = UNTIL_BEFORE.test(before);
  const sinceEvent = /[自从]$/u.test(before) && SINCE_EVENT.test(text.slice(end, end + 20));
  const since = SINCE_AFTER.test(after) || sinceEvent;
  const to = end + (SINCE_AFTER.exec(after)?.[0].length ?? 0);
  if (year === null)
    return found(dated ? 'relative' : 'bare', null, until ? 'until' : since ? 'since' : 'during', null, to);
  const part = partWithin(groups, prefix, year, until);
  if (!dated && part === null) return null;
  const value = part?.value ?? String(year);
  const rule = dated ? (explicit ? 'year' : 'relative') : carried === null ? 'issue-year' : 'carried-year';
  if (sinceEvent) {
    const value = sinceValue(part, year, '', issue);
    const covers = end + SINCE_EVENT.exec(text.slice(end, end + 20))![0].length;
    return { ...found(`${rule}-since`, value, 'since', dated ? year : null), covers };
  }
  if (since)
    return found(`${rule}-since`, sinceValue(part, year, text.slice(end, to), issue), 'since', dated ? year : null, to);
  if (until) return found(`${rule}-until`, value, 'until', year);
  // 是2019年的1.2倍 compares, too.
  const multiple = /^的\d+(?:\.\d+)?倍/u.test(text.slice(end, end + 8));
  const comparedWith =
    BASE_BEFORE.test(before) || BASE_AT_LENGTH.test(text.slice(Math.max(0, match.index - 14), match.index));
  if (multiple || comparedWith || (/^同期/u.test(after) && groups.relative !== undefined)) {
    return found(`${rule}-base`, value, 'base', null, /^同期/u.test(after) ? end + 2 : end);
  }
  // 2013年以前 is no year; 2027年之前 in 2025 is a goal.
  if (BEFORE_AFTER.test(after) && (issue === null || year <= issue.year))
    return found(`${rule}-before`, null, 'during', year, end + 2);
  const upTo = TO_BEFORE.test(before);
  // 到10月底 in November has come, and 提高到今年的30万元 has come too.
  if (upTo && issue !== null && part !== null && isPast(part, issue))
    return found(`${rule}-until`, value, 'until', year);
  const reached = after.startsWith('的');
  const ahead = issue !== null && (year > issue.year || (upTo && year >= issue.year && !reached));
  return found(rule, value, ahead ? 'goal' : 'during', year);
}

/** Is a printed month, half or day over on the issue's day? */
function isPast({ value }: Resolved, { year, month, day }: IssueDay): boolean {
  const last = value.split('/').at(-1)!;
  const [, whole, sort, n] = /^(\d{4})-([HQ])(\d)$/u.exec(last) ?? [];
  const end = whole === undefined ? last : monthOf(Number(whole), Number(n) * (sort === 'H' ? 6 : 3));
  return end < (end.length === 7 ? monthOf(year, month) : dayOf(year, month, day));
}

function sinceValue(part: Resolved | null, year: number, words: string, issue: IssueDay | null): string | null {
  if (issue === null) return null;
  // 今年以来 is the year so far: the year alone says it.
  if (part === null) return year >= issue.year ? String(year) : `${year}/${issue.year}`;
  // 自2025年1月1日起施行 is a first day, 5月起 a stretch.
  if (words.startsWith('起') && part.first.length === 10) return part.value;
  const last = part.first.length === 10 ? dayOf(issue.year, issue.month, issue.day) : monthOf(issue.year, issue.month);
  return part.first >= last ? part.first : `${part.first}/${last}`;
}

function printedYear(groups: Groups, issue: IssueDay | null, carried: number | null): number | null {
  if (groups.year !== undefined) return small(groups.year);
  const word = groups.relative!;
  if (word === '当年' || word === '同年') return carried;
  if (word === '次年' || word === '翌年') return carried === null ? null : carried + 1;
  // 上年 is the year before the one that is spoken of.
  if (word.startsWith('上') && carried !== null) return carried - 1;
  if (issue === null) return null;
  const steps: Readonly<Record<string, number>> = { 今: 0, 本: 0, 去: -1, 上: -1, 前: -2, 明: 1, 后: 2 };
  return issue.year + (steps[word.charAt(0)] ?? 0);
}

function bareYear(groups: Groups, issue: IssueDay | null, carried: number | null, ahead: boolean): number | null {
  // 将在年底前: the year's end still to come is the issue's own.
  if (groups.bare_yearEnd !== undefined && ahead && issue !== null) return issue.year;
  if (carried !== null) return carried;
  if (issue === null) return null;
  const month = groups.bare_toMonth ?? groups.bare_month;
  if (month !== undefined)
    return yearOfMonth(issue, small(month), small(groups.bare_day ?? groups.bare_fromDay ?? '1'));
  const months = groups.bare_months ?? null;
  if (months !== null) return yearOfMonth(issue, small(months), 1);
  if (groups.bare_quarters !== undefined) return yearOfMonth(issue, small(groups.bare_quarters) * 3, 1);
  if (groups.bare_quarter !== undefined) return yearOfMonth(issue, small(groups.bare_quarter) * 3 - 2, 1);
  if (groups.bare_half !== undefined) return yearOfMonth(issue, groups.bare_half === '上半年' ? 1 : 7, 1);
  return issue.year;
}

/** Without a year, 初 and 底 are no times by themselves, 三月三 is a feast and 月 may belong to another word. */
function standsAlone(groups: Groups, printed: string, before: string, after: string): boolean {
  if (groups.bare_yearStart !== undefined) return false;
  if (groups.bare_yearEnd !== undefined)
    return groups.bare_yearEnd.startsWith('年') && !/[一二三四五六七八九十\d几每当同历往多少青中成老]$/u.test(before);
  // 一月 is most often a month's time.
  if (groups.bare_month === '一' && groups.bare_day === undefined && !/月份/u.test(printed)) return false;
  if (groups.bare_month !== undefined || groups.bare_months !== undefined) {
    // 三月三, 八月十五 are feasts.
    if (/^[一二三四五六七八九十]/u.test(printed) && printed.endsWith('月') && /^[一二三四五六七八九十天]/u.test(after))
      return false;
    return !/^[球亮饼租薪嫂牙卡票供子三之]/u.test(after) && !/[\d.个农正腊历]$|每$/u.test(before);
  }
  if (groups.bare_quarter !== undefined) return !/[\d个]$/u.test(before);
  return true;
}
