/**
 * What stands on a page and belongs to no article: marks lines as masthead, supporters, advert, running head, page number,
 * caption (where a sign or a credit gives it away) or pull-quote. Each rule is about form, not about an issue's words.
 *
 *   ▲村口的廊桥 林 深 摄       caption
 *   本期关注 (for the fifth time)  running-head
 *   中共南溪县委 南溪县人民政府    supporters, where several such lines follow each other
 */

import { readByline } from './byline.js';
import type { Contents } from './contents.js';
import { bare, likeness } from './contents.js';
import { isComplete, type Layout, type Line } from './layout.js';

export function markFurniture(layout: Layout, contents: Contents): void {
  const { lines } = layout;
  markPageNumbers(lines);
  for (const line of lines) if (END_SIGN_ALONE.test(line.flat)) mark(line, 'fragment');
  markMasthead(lines);
  markVertical(lines, contents);
  markCaptions(lines);
  markAdverts(lines);
  markRunningHeads(layout, contents);
  markPullQuotes(layout);
}

const mark = (line: Line, role: Line['role']): void => {
  if (line.role === 'text') line.role = role;
};

/** ⑤ or ■ alone closes an article in some magazines. */
const END_SIGN_ALONE = /^[\u2460-\u2473\u3251-\u325f■●◆◇□★]$/u;

// 23, — 4 —, 第3版, A03
const PAGE_NUMBER = /^(?:[-—–·]*\d{1,3}[-—–·]*|第?[A-D]?\d{1,2}版|[A-D]\d{2})$/u;
function markPageNumbers(lines: readonly Line[]): void {
  for (const line of lines) if (PAGE_NUMBER.test(line.flat)) mark(line, 'page-number');
}

// ---------- masthead ----------

const IMPRINT =
  /ISSN|主管主办|主管单位|主办单位|国内统一(?:连续出版物)?刊?号|^CN\d|邮发代号|总第?\d+期|半月刊|^\d{4}年第\d+期$|广告经营许可|定价[:：]|印刷[:：]|^\d[\d ]{8,}\d$|^\d{2}>$/u;
const STAFF =
  /^(?:编辑指导委员会|编辑委员会|编委会|责任编辑|责编|本版编辑|版面设计|版式设计|封面设计|美术编辑|美编|校对|社长|总编|总编辑|副总编辑?|主编|副主编|执行主编|值班(?:编委|主任|编辑)|编辑|组版|制图|投稿邮箱|联系电话|新闻热线|电子邮箱|邮编|地址|网址)(?=[\s:：]|$)/u;
const NEWSPAPER_DAY = /^(?:.{0,14}\s)?(?:19|20)\d{2}年\d{1,2}月\d{1,2}日(?:\s*(?:星期|农历|第|周|出版|责任|$).*)?$/u;
const COMMITTEE = /^(?:主任|副主任|委员|顾问|社长|总编辑?|副总编辑?|副社长)(?:\s*[（(][^）)]*[)）])?(?:\s|$)/u;

function markMasthead(lines: readonly Line[]): void {
  lines.forEach((line, i) => {
    if (line.text.length > 60 || isComplete(line.flat)) return;
    if (IMPRINT.test(line.text) || STAFF.test(line.text) || NEWSPAPER_DAY.test(line.text)) mark(line, 'masthead');
    // 编辑指导委员会 opens a list of names that runs over many lines.
    if (/委员会$|编委会$/u.test(line.flat) && line.flat.length <= 10 && line.role === 'masthead') {
      for (let k = i + 1; k < lines.length && k < i + 40; k++) {
        const next = lines[k]!;
        if (!(COMMITTEE.test(next.text) || STAFF.test(next.text) || onlyNames(next.text))) break;
        mark(next, 'masthead');
      }
    }
  });
}

/** 卫中强 马跃 陈重: short words of Chinese characters and nothing else. */
const onlyNames = (text: string): boolean => /^\p{Script=Han}{1,4}(?:\s+\p{Script=Han}{1,4})*$/u.test(text);

// ---------- supporters ----------

const SUPPORTER =
  /^中共.{2,8}委(?:员会)?\s*.{2,10}人民政府$|^\S{3,20}(?:有限(?:责任)?公司|集团|管委会|管理委员会|银行|医院|学院|大学|研究院|电视台|局|厅)$/u;
const FEWEST_SUPPORTERS = 5;

/** Before the contents page is read: the two often stand side by side. */
export function markSupporters(lines: readonly Line[]): void {
  let run: Line[] = [];
  const close = (): void => {
    if (run.length >= FEWEST_SUPPORTERS) for (const line of run) mark(line, 'supporters');
    run = [];
  };
  for (const line of lines) {
    if (line.role === 'text' && line.text.length <= 40 && SUPPORTER.test(line.text)) run.push(line);
    else close();
  }
  close();
}

// ---------- vertical setting ----------

/**
 * A character a line. A short one, or one that comes back, is a running head (半 月 时 政);
 * a long one may be a headline (打 好 融 合 牌 …) and stays for later as "display".
 */
function markVertical(lines: readonly Line[], contents: Contents): void {
  const runs: Line[][] = [];
  let run: Line[] = [];
  for (const line of lines) {
    if (line.role === 'text' && isVertical(line)) run.push(line);
    else {
      if (run.length > 0) runs.push(run);
      run = [];
    }
  }
  if (run.length > 0) runs.push(run);
  const texts = runs.map((one) => one.map((line) => line.flat).join(''));
  runs.forEach((one, i) => {
    const again = texts.some(
      (text, k) => k !== i && text.length > 0 && (text === texts[i] || text.includes(texts[i]!)),
    );
    const role = (one.length >= 5 && !again) || contents.entryOf(texts[i]!) ? 'display' : 'running-head';
    for (const line of one) mark(line, role);
  });
}

/** 山, 26 in a vertical line, and the vertical brackets ﹃ ﹄. */
export const isVertical = (line: Line): boolean =>
  line.flat.length === 1
    ? /[\p{Script=Han}﹃﹄﹁﹂︵︶“”]/u.test(line.flat)
    : /^(?:\d{1,2}|\p{Script=Han}\d{1,2}|\d{1,2}\p{Script=Han}|\p{Script=Han}[：、，])$/u.test(line.flat);

// ---------- captions ----------

const CAPTION_SIGN = /^[▲▼△▽]/u;
// 村口的廊桥 林 深 摄   （图片由某某公司提供）   南溪镇供图
const CREDIT =
  /(?:\s|[。”)）])\S{0,12}\s?\S{0,3}\s?摄(?:影)?$|[（(]?(?:图片|照片|图)(?:由|均由|来源)?.{0,30}(?:提供|供图)[)）]?$|(?:^|[\s。])\S{1,14}供图$|^(?:图为|图[:：]|资料图|图片来源)/u;
/** One of the two is in every credit: spares most lines the longer look. */
const IN_CREDIT = /[摄图]/u;
const LONGEST_CAPTION = 130;

function markCaptions(lines: readonly Line[]): void {
  for (const line of lines) {
    if (line.text.length > LONGEST_CAPTION) continue;
    if (CAPTION_SIGN.test(line.text) || (IN_CREDIT.test(line.text) && CREDIT.test(line.text))) mark(line, 'caption');
  }
}

// ---------- adverts ----------

const ADVERT = /公益广告|^广告$|广告热线|招商热线/u;
const CORE_VALUES = /^社会主义核心价值|^富强民主文明和谐$|^自由平等公正法治$|^爱国敬业诚信友善$/u;

/** A public notice: the line that says so, and the short lines around it that no body follows. */
function markAdverts(lines: readonly Line[]): void {
  lines.forEach((line, i) => {
    if (CORE_VALUES.test(line.flat)) mark(line, 'advert');
    if (line.text.length > 30 || !ADVERT.test(line.text)) return;
    mark(line, 'advert');
    for (let k = i + 1; k < lines.length && k <= i + 4; k++) {
      const next = lines[k]!;
      if (next.flat.length > 20 || isComplete(next.flat)) break;
      if (/作$|摄$|绘$/u.test(next.flat) || /^\p{Script=Han}+(?:\s+\p{Script=Han}+)+$/u.test(next.text))
        mark(next, 'advert');
      else break;
    }
  });
}

// ---------- running heads ----------

const OFTEN = 3;
const LONGEST_HEAD = 26;

/**
 * Short lines that come back, also misread: 以『千村』牵引『缩差』, 以『千村』牵引『缩羌』.
 * Among printed lines only the same line counts, and only where it is no full line: body lines are alike by chance.
 */
function markRunningHeads({ lines, setting }: Layout, contents: Contents): void {
  const sections = new Set(contents.sections);
  const columns = setting === 'printed-lines';
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    if (line.role !== 'text' || line.flat.length < 2 || line.flat.length > LONGEST_HEAD || isComplete(line.flat))
      continue;
    if (columns && (line.indented || line.width > line.column - 3)) continue;
    // 本刊记者 comes back too.
    if (readByline(line.text)?.form === 'anonymous') continue;
    const key = bare(line.flat);
    if (key.length < 2) continue;
    const same = groups.get(key) ?? (columns ? undefined : likeGroup(groups, key));
    if (same) same.push(line);
    else groups.set(key, [line]);
  }
  for (const group of groups.values()) {
    if (group.length >= OFTEN || sections.has(group[0]!.flat)) for (const line of group) mark(line, 'running-head');
  }
}

/** Misreadings keep the beginning or the end. */
function likeGroup(groups: ReadonlyMap<string, Line[]>, key: string): Line[] | undefined {
  if (key.length < 8) return undefined;
  for (const [other, lines] of groups) {
    if (other.length < 8 || Math.abs(other.length - key.length) > 6) continue;
    if (other.slice(0, 2) !== key.slice(0, 2) && other.slice(-2) !== key.slice(-2)) continue;
    if (likeness(other, key) > 0.6) return lines;
  }
  return undefined;
}

// ---------- pull-quotes ----------

/** ■ before a whole sentence, or lines far wider than the column beside them. */
function markPullQuotes(layout: Layout): void {
  const { lines, setting, column } = layout;
  lines.forEach((line, i) => {
    // ■运营不是替村里花钱，是教村里赚钱: a sign before a clause, and no byline.
    if (/^[■□◆●]/u.test(line.text) && (line.flat.length > 48 || /[，；。]/u.test(line.flat))) mark(line, 'pull-quote');
    if (setting !== 'printed-lines' || line.role !== 'text' || line.width < column * 1.6) return;
    const beside = [lines[i - 1], lines[i + 1]].some((other) => other && other.width >= column * 1.6);
    if (!beside) return;
    mark(line, 'pull-quote');
    const next = lines[i + 1];
    if (next && !isComplete(line.flat) && next.width < column * 0.95 && !next.opensPage) mark(next, 'pull-quote');
  });
}
