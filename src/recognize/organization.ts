/**
 * Finds organizations: organs by their level (省委, 仙居县水利局建设科, 区妇联), institutions that everybody knows
 * (农业农村部, 浙江大学), and bodies by how their names end (安昌街道商会, “微光”志愿服务队, 下宅村共富工坊).
 * Generic ones (有关部门, 各级党委, 党群服务中心) are refused.
 *
 *   宁波市生态环境局鄞州分局 → { type: 'Organization', name: '宁波市生态环境局鄞州分局', rule: 'organization/ending' }
 */

import { NameTable } from '../lexicon/name-table.js';
import { LEADING_VERBS, NAME_VERBS, OUTSIDE } from '../lexicon/name-words.js';
import { ORGAN_ROOTS, ORGANS, SUB_UNITS } from '../lexicon/organs.js';
import { GENERIC_HEADS, SUFFIXES } from '../lexicon/suffixes.js';
import type { Mention, Reading, Refusal } from '../model.js';
import {
  type Frame,
  frameOf,
  isBoundary,
  isHan,
  nameBetween,
  type Piece,
  piecesBefore,
  placeEndingAt,
} from './left-edge.js';
import { matchesOpening, oneOf, openedBy } from './opening.js';
import type { Recognizer } from './recognizer.js';

const KNOWN = new NameTable(new Map(ORGANS.flat().map((name) => [name, null])));
/** A root counts only behind a level: 县|水利局, 街道|党工委. */
const LEVELED = new RegExp(
  `(?<=[省市区县旗州盟镇乡]|街道|兵团|[省市区县]第?[一二三四五六七八九十]{1,3}届)(?:${oneOf(ORGAN_ROOTS)})`,
  'uy',
);
const ROOT_OPENINGS = openedBy(ORGAN_ROOTS);
/** 委员, 委托, 政府性, 人大代表: the root runs on into another word. 人大代表 and 党委书记 are no such case: the organ is meant. */
const RUNS_ON = /^(?:[员托派任屈属]|性|化|部门|机关部门|系统|门)/u;
const SUB_UNIT = new RegExp(
  `^(?:\\p{Script=Han}{0,8}?(?:${oneOf(SUB_UNITS)})|\\p{Script=Han}{2,8}?(?:科|处|股))(?![长员学技研普])`,
  'u',
);
const DEPARTMENT = /(?<=[省市县区旗州]委)(?:常委|副书记)、(组织部|宣传部|统战部)(?=部?长)/uy;
const DEPARTMENT_OPENINGS = openedBy('常副');
const MINISTRY_UNIT = /^(?:办公厅|(?![^司]*[的和与及、])\p{Script=Han}{2,8}?司(?![法机令]))/u;
const BUREAU = /(?<=[省市县区])\p{Script=Han}{2,9}?局(?!面|部|势|限|促|外|长)/gu;
const NO_BUREAU = /^(?:委|政府|人大|政协|[和与])|(?:[格布结全大邮当开僵书棋破定终饭时政变]局)$/u;
const INSTITUTE = /^\p{Script=Han}{2,3}所(?![有在以属需])/u;
/** 各县政府, 该县政府, 乡镇政府, 社区党委: no organ in particular. */
const NOBODY =
  /(?:[各该某本每我两多]|所在|社|园|校|小|片|辖|库|灾|厂|景|山|城|乡镇|县市|市县|县|省市|地|郊|新|老|特|战|牧|林|侨|选)$/u;

/** How names end → what must stand before the ending. */
const ENDINGS = new NameTable(
  new Map(SUFFIXES.filter((row) => row.type === 'Organization').map((row) => [row.suffix, row.needs])),
);
/** What follows an ending when the ending is only the head of a longer word: 学院路, 大学生, 中心镇, 医院化. */
const NOT_AFTER =
  /^(?:生|路|城|镇|村|区|线|站|式|制|化|型|级|长|街|店|里|员|系统|建设|化建设|们|圈|思想|价值|工作|任务|环节|体系|见(?!证)|晤|谈(?!判))/u;
/** 青岛科技大学|教授: jieba makes one word of 大学教授. */
const WHO_AFTER =
  /^(?:教授|学生|院长|校长|专家|团队|书记|老师|教师|师生|班主任|语文|数学|英语|在读|高三|高一|附属|毕业|主任|医生|博士|会长|副会长|秘书长|理事长|社长|副社长|总编)/u;
/** Bodies that quotation marks alone name: “养老服务联盟”, “党员结对小组”; “无废医院” is a kind of hospital, not one. */
const NAMED_BY_QUOTES = /(?:队|团|联盟|工作室|工坊|中心|小组|联合体|队伍|合作社|联合社|联合会|促进会|协会|讲师团)$/u;

const mention = (frame: Frame, start: number, end: number, rule: string, needsSupport?: boolean): Mention => ({
  type: 'Organization',
  name: nameBetween(frame, start, end),
  text: frame.text.slice(start, end),
  start,
  end,
  rule,
  candidates: [],
  ...(needsSupport ? { needsSupport } : {}),
});

const endsHere = (frame: Frame, end: number): boolean => isBoundary(frame, end) || !isHan(frame.text[end]);

/** The places before a level, widest first: 舟山市|定海区. A province before a city is left out of the name. */
function chainStart(frame: Frame, first: { start: number; level: number }): number {
  let { start, level } = first;
  for (let next = placeEndingAt(frame, start); next; next = placeEndingAt(frame, start)) {
    if (next.level >= level || next.level <= 1) break;
    ({ start, level } = next);
  }
  return start;
}

const ZONE_BEFORE =
  /(?:(?:经济技术|高新技术产业|高新技术|经济|工业|旅游度假)?开发区|高新区|经开区|(?<!市|城)新区|工业园区|产业园区|保税区|旅游度假区)$/u;

/** Where an organ begins: 天台|县委, 区|妇联; null where the level is nobody's in particular. */
function organStart(frame: Frame, at: number): { start: number; placed: boolean } | null {
  const { text, words, wordAt } = frame;
  const root = at - (/第?[一二三四五六七八九十]{1,3}届$/u.exec(text.slice(Math.max(0, at - 5), at))?.[0].length ?? 0);
  const level =
    text.slice(Math.max(0, root - 2), root) === '街道' || text.slice(Math.max(0, root - 2), root) === '兵团' ? 2 : 1;
  const word = words[wordAt[root - 1]!]!;
  // 连云港|开发区|党工委
  const zone = ZONE_BEFORE.exec(text.slice(Math.max(0, root - 12), root))?.[0].length ?? 0;
  const seat = zone > 0 ? placeEndingAt(frame, root - zone) : null;
  if (seat) return { start: chainStart(frame, seat), placed: true };
  const place = placeEndingAt(frame, root);
  if (place) return { start: chainStart(frame, place), placed: true };
  const levelAt = root - level;
  // 天台|县委, 杭州|市政府: jieba gives the level to the organ; 淳安县|临岐|镇党委.
  const before = placeEndingAt(frame, levelAt);
  if (before)
    return {
      start: chainStart(frame, { start: before.start, level: levelOf(text.slice(levelAt, root)) }),
      placed: true,
    };
  if (word.start < levelAt && word.end >= root && word.tag === 'ns' && word.end === root) {
    return { start: chainStart(frame, { start: word.start, level: levelOf(text.slice(levelAt, root)) }), placed: true };
  }
  if (NOBODY.test(text.slice(Math.max(0, levelAt - 2), levelAt))) return null;
  const left = wordAt[levelAt - 1];
  if (isHan(text[levelAt - 1]) && !isBoundary(frame, levelAt)) return null;
  // 寿昌|镇党委: one unknown word of two or three characters before a town's level.
  const stem = left === undefined || left < 0 ? undefined : words[left];
  if (
    stem &&
    stem.end === levelAt &&
    /^(?:x|nz|nr|ns|nrt)$/u.test(stem.tag) &&
    stem.text.length >= 2 &&
    stem.text.length <= 3
  ) {
    return { start: chainStart(frame, { start: stem.start, level: levelOf(text.slice(levelAt, root)) }), placed: true };
  }
  return { start: levelAt, placed: false };
}

function levelOf(ending: string): number {
  if (/[省]/u.test(ending)) return 1;
  if (/[市州盟]/u.test(ending)) return 3;
  if (/[县区旗]/u.test(ending)) return 4;
  return 5;
}

interface Cut {
  readonly start: number;
  readonly own: boolean;
  readonly placed: boolean;
}

/** Where a body's name begins among its pieces: 姜家山乡|三山村|农家书屋 → 三山村, 定海区|…党群服务中心 → 定海区. */
function bodyStart(frame: Frame, pieces: readonly Piece[], core: number, ending: string): Cut {
  let start = core;
  let own = false;
  let placed = false;
  let branded = false;
  let level = 99;
  for (const piece of pieces) {
    if (piece.kind === 'place') {
      if (piece.level >= 5 && branded) break;
      // 温州市|江苏|商会: where they live, and where they come from.
      const away = piece === pieces[1] && level <= 4 && /(?:商会|同乡会|联谊会)$/u.test(ending);
      if (level !== 99 && !away && (piece.level <= 1 || piece.level >= level || level >= 5)) break;
      level = piece.level;
      own = true;
      placed = true;
      start = piece.start;
      continue;
    }
    if (level !== 99 && piece.kind !== 'organ') break;
    if (piece.kind === 'brand' || piece.kind === 'quoted' || piece.kind === 'organ') {
      own = true;
      branded = true;
    }
    placed ||= piece.kind === 'organ' || piece.kind === 'quoted';
    start = piece.start;
    if (piece.kind === 'quoted') break;
  }
  // 充分发挥|威远清风…: an adverb or a verb at the very front is no part of the name.
  const front = pieces.find((piece) => piece.start === start);
  const next = front && pieces[pieces.indexOf(front) - 1];
  const word = front && frame.text.slice(front.start, front.end);
  if (
    front &&
    next &&
    next.kind !== 'noun' &&
    next.kind !== 'generic' &&
    (NAME_VERBS.has(word!) || /^(?:充分|全面|深度)/u.test(word!))
  ) {
    start = front.end;
  }
  // 曾|任大|下姜联合党委
  if (frame.text[start] === '任' && /[曾现时原历]/u.test(frame.text[start - 1] ?? '')) start += 1;
  // 借|工坊: jieba made one word of the verb and what follows.
  if (/[借进离赴]/u.test(frame.text[start] ?? '') && !isHan(frame.text[start - 1]) && core > start) start += 1;
  // 寿|昌江流域水文化馆: a single character before a short place name was cut off from its word.
  const left = frame.words[frame.wordAt[start - 1] ?? -1];
  if (
    front?.kind === 'place' &&
    left &&
    left.end === start &&
    left.text.length === 1 &&
    isHan(left.text) &&
    !/^[pcudvrmqf]/u.test(left.tag)
  ) {
    if (!OUTSIDE.has(left.text)) start = left.start;
  }
  return { start, own, placed };
}

/** 4个|涉海实验室, 多家|科研院所 */
const COUNT_BEFORE = /(?:\d|[一二三四五六七八九十百千万两几多数余])(?:多|余)?[个家支所座批]$/u;

/** 锯床和|特色机械装备…综合体: the half before 和, where it is nouns up to the head of the clause. */
function withOtherHalf(frame: Frame, cut: Cut, organs: ReadonlyMap<number, number>): Cut {
  const { text } = frame;
  if (!/[和与及]/u.test(text[cut.start - 1] ?? '') || organs.has(cut.start - 1)) return cut;
  const pieces = piecesBefore(frame, cut.start - 1, organs, 'body');
  const last = pieces[pieces.length - 1];
  if (!last || pieces.some((piece) => piece.kind === 'organ' || piece.kind === 'quoted')) return cut;
  const before = text[last.start - 1];
  return before === undefined || /[、，。；：\n”]/u.test(before) ? { ...cut, start: last.start } : cut;
}

/** The whole of “…” that ends at an offset; -1 where no quotation of one line ends there. */
function quotedFrom(text: string, end: number): number {
  const mark = text[end] === '”' ? '“' : text[end] === '’' ? '‘' : '';
  if (mark === '') return -1;
  const open = text.lastIndexOf(mark, end);
  return open >= 0 && end - open <= 24 && !/[，。；、！？\n“”‘’]/u.test(text.slice(open + 1, end)) ? open + 1 : -1;
}

const WORKSHOP = /(?<=\p{Script=Han})“(?:共富|共享|匠心|非遗)?工坊”/uy;
const WORKSHOP_OPENINGS = openedBy('“');
/** 田岙村|村民委员会: of a village, generic. */
const VILLAGERS = /[村居]民委员会$|[村居]委会$/u;
const BATCH = /第[一二三四五六七八九十]+批/u;
/** 河北省|共建设|非遗工坊 */
const BUILDS = /^\p{Script=Han}{0,4}(?:共?建设|建成|新建|创建|培育)/u;
const TEAM_PART = /^(?:\p{Script=Han}{2,4}(?:工作组|小组|分队|分指挥部)){1,2}/u;
const CAMPUS = /^(?!附属)\p{Script=Han}{2,4}校区/u;
const FOUNDED: ReadonlySet<string> = new Set('成立 组建 设立 建立 创建 创办 创立 筹建'.split(' '));

/** 育才学校|等5所…: an example of so many is named. */
const OF_SO_MANY = /^等(?:\d+|[两三四五六七八九十]+)(?:余|多)?[所家个支座]/u;

/**
 * 窑书房, 王家湖股份经济合作社: plain words before the ending are a name where the whole is printed again in another
 * clause, or stands as an example of so many.
 */
function namedElsewhere(frame: Frame, pieces: readonly Piece[], start: number, core: number, end: number): boolean {
  const { text } = frame;
  // 中小学, 省重点实验室, 院士(专家)工作站
  if (/^[中大各省市县区镇乡村校院]|[（()）]/u.test(text.slice(start, core))) return false;
  const own = pieces.some(
    (piece) => piece.start >= start && piece.kind !== 'generic' && !NAME_VERBS.has(text.slice(piece.start, piece.end)),
  );
  if (!own) return false;
  if (OF_SO_MANY.test(text.slice(end, end + 6)) && core - start >= 2) return true;
  const name = text.slice(start, end);
  const before = text[start - 1] ?? '';
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (at !== start && text[at - 1] !== before && isBoundary(frame, at)) return end - start >= 3;
  }
  return false;
}

export const organization: Recognizer = {
  finds: ['Organization'],
  find(reading: Reading) {
    const frame = frameOf(reading);
    const { text } = frame;
    const mentions: Mention[] = [];
    const refused: Refusal[] = [];
    const refuse = (start: number, end: number, why: string, rule: string) =>
      refused.push({ start, end, text: text.slice(start, end), what: 'Organization', why, rule });
    const starts = new Map<number, number>();
    const take = (found: Mention) => {
      mentions.push(found);
      const earlier = starts.get(found.end);
      if (earlier === undefined || earlier > found.start) starts.set(found.end, found.start);
    };

    // 1. Institutions that everybody knows.
    for (const { name, start } of KNOWN.in(text)) {
      const end = start + name.length;
      if (!isBoundary(frame, start) || RUNS_ON.test(text.slice(end, end + 3))) continue;
      if (!isBoundary(frame, end) && name.length <= 4) continue;
      take(mention(frame, start, end, 'organization/known'));
      // 农业农村部|办公厅
      const unit = /[部委局会院署]$/u.test(name) ? MINISTRY_UNIT.exec(text.slice(end, end + 10))?.[0] : undefined;
      if (unit && endsHere(frame, end + unit.length))
        take(mention(frame, start, end + unit.length, 'organization/unit-of-organ'));
    }

    // 2. Organs by their level.
    for (const match of matchesOpening(ROOT_OPENINGS, LEVELED, text)) {
      const root = match.index;
      let end = root + match[0].length;
      if (RUNS_ON.test(text.slice(end, end + 3)) || (!endsHere(frame, end) && match[0].length === 2)) {
        if (!/[委府局协办厅]$/u.test(match[0]) || RUNS_ON.test(text.slice(end, end + 3))) continue;
      }
      const found = organStart(frame, root);
      if (!found) {
        refuse(root - 1, end, 'the level is nobody’s in particular', 'organization/generic');
        continue;
      }
      if (match[0] === '党委政府') {
        refuse(found.start, end, 'party and government at large', 'organization/generic');
        continue;
      }
      const rule = found.placed ? 'organization/organ' : 'organization/organ-by-level';
      const begin = text.slice(Math.max(0, found.start - 2), found.start) === '中共' ? found.start - 2 : found.start;
      take(mention(frame, begin, end, rule));
      const unit = /[局委厅院办会]$/u.test(match[0]) ? SUB_UNIT.exec(text.slice(end, end + 14)) : null;
      if (
        unit &&
        !/[的和与及、]|书记|主任|[局部县镇市区]长|担任|分别|负责|重点|副/u.test(unit[0]) &&
        endsHere(frame, end + unit[0].length)
      ) {
        end += unit[0].length;
        take(mention(frame, begin, end, 'organization/unit-of-organ'));
      }
    }

    // 县|投资促进合作局: a bureau that no list holds, named by what it does.
    for (const match of text.matchAll(BUREAU)) {
      const end = match.index + match[0].length;
      if (starts.has(end) || !isBoundary(frame, end) || NO_BUREAU.test(match[0])) continue;
      const inside = frame.words.slice(frame.wordAt[match.index], frame.wordAt[end - 1]! + 1);
      if (
        inside.some(
          ({ text: word, tag, start, end: stop }) =>
            // 文体广电|和|旅游局
            (OUTSIDE.has(word) && !(/^[和与]$/u.test(word) && start > match.index + 1 && stop < end - 1)) ||
            (LEADING_VERBS.has(word) && !NAME_VERBS.has(word)) ||
            (/^[vpudrm]$/u.test(tag) && !NAME_VERBS.has(word)),
        )
      )
        continue;
      const found = organStart(frame, match.index);
      if (found)
        take(mention(frame, found.start, end, found.placed ? 'organization/organ' : 'organization/organ-by-level'));
    }
    // 区委|常委、|组织部|部长: a department of the committee.
    for (const match of matchesOpening(DEPARTMENT_OPENINGS, DEPARTMENT, text)) {
      const start = starts.get(match.index);
      const at = match.index + match[0].length - match[1]!.length;
      if (start === undefined) continue;
      const name = `${text.slice(start, match.index)}${match[1]}`;
      mentions.push({ ...mention(frame, at, at + match[1]!.length, 'organization/department'), name });
    }
    // 中国农科院|环发所
    for (const [end, start] of [...starts]) {
      const unit = /院$/u.test(text.slice(start, end)) ? INSTITUTE.exec(text.slice(end, end + 6)) : null;
      if (unit && endsHere(frame, end + unit[0].length) && !/[的在和与及、]/u.test(unit[0])) {
        take(mention(frame, start, end + unit[0].length, 'organization/unit-of-organ'));
      }
    }

    // 3. Bodies by how their names end.
    for (const { name: ending, start: core, row: needs } of ENDINGS.in(text)) {
      const end = core + ending.length;
      if (NOT_AFTER.test(text.slice(end, end + 4)) || (ending === '学会' && /[了如着]/u.test(text[end] ?? '')))
        continue;
      if (!endsHere(frame, end) && !WHO_AFTER.test(text.slice(end, end + 4))) continue;
      const quoted = NAMED_BY_QUOTES.test(ending) ? quotedFrom(text, end) : -1;
      if (
        quoted >= 0 &&
        quoted < core &&
        core - quoted >= 2 &&
        !LEADING_VERBS.has(frame.words[frame.wordAt[quoted]!]!.text)
      ) {
        take(mention(frame, quoted, end, 'organization/quoted'));
        continue;
      }
      // 珠海|驻|遵义|工作组
      const sent = /^(?:工作组|工作队|办事处|联络处|商会)$/u.test(ending);
      if (needs === 'quotes' && !sent) continue;
      if (VILLAGERS.test(text.slice(Math.max(0, end - 5), end))) continue;
      const pieces = piecesBefore(frame, core, starts, 'body');
      let cut = bodyStart(frame, pieces, core, ending);
      if (cut.start === core) continue;
      if (sent && cut.placed && text[cut.start - 1] === '驻') {
        const from = placeEndingAt(frame, cut.start - 1);
        if (from) cut = { ...cut, start: from.start };
      } else if (needs === 'quotes') continue;
      if (needs === 'group') cut = withOtherHalf(frame, cut, starts);
      // 省|淡水水产研究所, 县|外资项目服务中心: named by their level.
      const level =
        /^[省市县区]/u.test(text.slice(cut.start, core)) && core - cut.start > 2 && isBoundary(frame, cut.start);
      const noun =
        needs === 'named' &&
        pieces.some(
          (piece) =>
            piece.kind === 'noun' &&
            piece.start >= cut.start &&
            piece.end - piece.start >= 2 &&
            !NAME_VERBS.has(text.slice(piece.start, piece.end)),
        );
      // 成立|客家文化生态保护中心: what was founded has a name.
      const founded =
        core - cut.start >= 4 &&
        FOUNDED.has(frame.words[frame.wordAt[cut.start - 1] ?? -1]?.text ?? '') &&
        needs === 'own';
      const named = founded || namedElsewhere(frame, pieces, cut.start, core, end);
      if (!cut.own && !level && !noun && !named && !(needs === 'group' && core - cut.start >= 3)) {
        refuse(cut.start, end, 'nothing of its own before the ending', 'organization/generic');
        continue;
      }
      const maker = FOUNDED.has(frame.words[frame.wordAt[cut.start - 1] ?? -1]?.text ?? '');
      if (/^[三四五六七八九十百千两几多]/u.test(text.slice(cut.start, end)) && !cut.placed && !maker) {
        refuse(cut.start, end, 'a number of them', 'organization/generic');
        continue;
      }
      if (
        /^(?:街道|乡镇|镇街|县乡|省市|市县|县市|各)/u.test(text.slice(cut.start, end)) ||
        GENERIC_HEADS.has(text.slice(cut.start, core)) ||
        (/\d/u.test(text[cut.start - 1] ?? '') && /^[家个支所座批余多]/u.test(text.slice(cut.start, end))) ||
        (COUNT_BEFORE.test(text.slice(Math.max(0, cut.start - 6), cut.start)) &&
          (text[cut.start] !== '“' || /(?:站|工坊|书屋|书房|学校|医院|驿站)$/u.test(ending)))
      ) {
        refuse(cut.start, end, 'several of a kind', 'organization/generic');
        continue;
      }
      if (
        BATCH.test(text.slice(cut.start, core)) ||
        (ending.endsWith('工坊') && BUILDS.test(text.slice(cut.start, core)))
      ) {
        refuse(cut.start, end, 'several of a kind', 'organization/generic');
        continue;
      }
      take(mention(frame, cut.start, end, 'organization/ending'));
      // …协作工作队|毕节工作组|织金小组, 浙江大学|紫金港校区
      const part = (/[队组部]$/u.test(ending) ? TEAM_PART : CAMPUS).exec(text.slice(end, end + 16))?.[0];
      if (part && !/[的和与及、在是]/u.test(part))
        take(mention(frame, cut.start, end + part.length, 'organization/unit-of-organ'));
    }

    // 联丰村|“共富工坊”, 红妆婚嫁|“共富工坊”: a workshop named by its place or by what it makes.
    for (const match of matchesOpening(WORKSHOP_OPENINGS, WORKSHOP, text)) {
      const open = match.index;
      const pieces = piecesBefore(frame, open, starts, 'body');
      const cut = bodyStart(frame, pieces, open, '工坊');
      const [nearest] = pieces;
      if (nearest === undefined || cut.start === open) continue;
      const village = nearest.kind === 'place' && nearest.level >= 5;
      const made =
        nearest.kind !== 'place' && open - cut.start >= 4 && pieces.some((piece) => piece.kind !== 'generic');
      const end = open + match[0].length;
      const shop = mention(frame, village ? open : cut.start, end, 'organization/workshop');
      // The village stays a place of the text.
      if (village || made) take({ ...shop, name: nameBetween(frame, village ? nearest.start : cut.start, end) });
    }
    return { mentions, refused };
  },
};
