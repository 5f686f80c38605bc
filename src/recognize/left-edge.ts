/**
 * Where a name begins, read from its end to the left: 走进|浙江|捷众|科技|[股份有限公司] → 浙江.
 *
 * In: a reading, the offset where the name's fixed end begins, and which names already end where.
 * Out: the pieces of the name from right to left, each with what it is (place, brand, quoted, noun …).
 * The recognisers decide from the pieces where to cut; this file only knows where a name cannot go on.
 */
import { COUNTRIES, INTRODUCERS, LEADING_VERBS, NAME_VERBS, OUTSIDE, REGIONS } from '../lexicon/name-words.js';
import { isOrdinaryWord, placeHit, typeOf } from '../lexicon/places.js';
import { GENERIC_HEADS } from '../lexicon/suffixes.js';
import type { Reading, Word } from '../model.js';
import { coverOf } from './phrase.js';

export type PieceKind = 'place' | 'quoted' | 'brand' | 'organ' | 'noun' | 'generic';

export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly kind: PieceKind;
  /** 0 country, 1 province, 3 city, 4 county, 5 town, 6 village; -1 for what is no place. */
  readonly level: number;
  /** For a place: in the gazetteer, not only by its form. */
  readonly known?: boolean;
}

/** An article's text with the word that covers each offset. */
export interface Frame {
  readonly text: string;
  readonly title: string;
  readonly words: readonly Word[];
  readonly wordAt: Int32Array;
  /** Of the issue; places are those of that year. */
  readonly year: number | null;
}

export function frameOf({ article, words, issueDate }: Reading): Frame {
  const { text, title } = article;
  const year = issueDate === null ? null : Number(issueDate.slice(0, 4));
  return { text, title, words, wordAt: coverOf(text.length, words), year };
}

export const isHan = (char: string | undefined): boolean => char !== undefined && HAN.test(char);
const HAN = /\p{Script=Han}/u;
const LATIN = /[A-Za-z0-9+＋]/u;
const JOINER = /[·•・—-]/u;
const CLOSING = new Map([
  ['”', '“'],
  ['’', '‘'],
  ['」', '「'],
  [')', '('],
  ['）', '（'],
]);

/** True where a word begins or ends, by jieba. */
export function isBoundary(frame: Frame, offset: number): boolean {
  if (offset <= 0 || offset >= frame.text.length) return true;
  return frame.wordAt[offset] !== frame.wordAt[offset - 1];
}

/** The word that begins at an offset. */
export function wordFrom(frame: Frame, start: number): Word | undefined {
  const word = frame.words[frame.wordAt[start] ?? -1];
  return word && word.start === start ? word : undefined;
}

const LEVEL_ENDINGS: readonly (readonly [RegExp, number])[] = [
  [/(?:自治区|省)$/u, 1],
  [/(?:自治县|自治旗|县|区|旗)$/u, 4],
  [/(?:自治州|州|盟|地区|市)$/u, 3],
  [/(?:街道|镇|乡|苏木)$/u, 5],
  [/(?:村|社区|嘎查)$/u, 6],
];
/** Words that end like a place and are none. */
const NO_PLACE =
  /^(?:社区|园区|城区|地区|山区|市区|景区|县城|乡村|农村|村|乡镇|城镇|街道|小区|校区|库区|灾区|片区|新区|辖区|老区|郊区|厂区|港区|战区|特区|牧区|林区|林场|城市|超市|都市|股市|上市|集市|门市|全市|全省|全县|全区|各市|各县|各镇|各村|本市|本县|该市|该县|该村|该镇|我市|我县|我区|我省|州|县|区|市|省|镇|乡|旗|小镇|古镇|集镇|建制镇|重镇|山村|渔村|古村|新村|全村|全镇|空心村|示范村|行政村|自然村|经济区|开发区|工业区|保税区|示范区|试验区|集聚区|功能区|风景区|自治区|直辖市|地级市|县级市|中心镇|中心村|重点村|薄弱村|城中村|美丽乡村|未来社区|未来乡村|侨乡|故乡|家乡|他乡|老乡|返乡|下乡|入乡|都市区|产业区)$/u;

/** A place before an offset: 3 for 杭州市 and 杭州, 4 for 淳安县 and 淳安. */
export interface PlaceBefore {
  readonly start: number;
  readonly level: number;
  /** In the gazetteer, or only by its form. */
  readonly known: boolean;
}

const LEVEL_OF_TYPE: Readonly<Record<string, number>> = { Province: 1, City: 3, County: 4, Township: 5, Village: 6 };

/** What place name ends at this offset, by the gazetteer, else by its form and by jieba; null when none does. */
export function placeEndingAt(frame: Frame, end: number): PlaceBefore | null {
  const { text, words, wordAt } = frame;
  if (end < 2 || !isHan(text[end - 1]) || !isHan(text[end - 2])) return null;
  const i = wordAt[end - 1]!;
  const word = words[i];
  if (!word) return null;
  if (COUNTRIES.has(text.slice(end - 2, end)) && word.end === end) return { start: end - 2, level: 0, known: true };
  for (let length = Math.min(11, end); length >= 2; length--) {
    const start = end - length;
    const hit = placeHit(text.slice(start, end), frame.year);
    if (!hit || NO_PLACE.test(hit.name)) continue;
    // A short name must be cut as a word on one side at least; 建设 or 合作 are words before they are places.
    if (hit.form === 'short') {
      if ((isOrdinaryWord(hit.name) || /^[vadm]/u.test(word.tag)) && !printsInFull(frame, hit.name)) continue;
      if (!(isBoundary(frame, start) && (isBoundary(frame, end) || !isHan(text[start - 1])))) continue;
    } else if (!isBoundary(frame, start)) continue;
    return { start, level: LEVEL_OF_TYPE[typeOf(hit.codes[0]!)] ?? 3, known: true };
  }
  if (word.end !== end) return null;
  const form = LEVEL_ENDINGS.find(([ending]) => ending.test(word.text));
  if (form && !NO_PLACE.test(word.text) && form[1] >= 5) {
    // 壶镇|镇联丰村: the town's own 镇 is none of the village's name.
    if (form[1] === 6 && /^[镇乡]/u.test(word.text) && word.text.length >= 4 && isHan(text[word.start - 1]))
      return { start: word.start + 1, level: 6, known: false };
    if (word.text.length >= 3 || (word.text.length === 2 && word.tag === 'ns')) {
      return { start: word.start, level: form[1], known: false };
    }
  }
  // 汇溪|镇, 宜塘|二村: the ending is a word of its own; the name before it is one or two words.
  if (form && form[1] >= 5 && /^(?:[镇乡村]|街道|社区|[一二三四五六七八九十]村|新村)$/u.test(word.text)) {
    const before = words[i - 1];
    if (before && before.end === word.start && partOfPlace(before)) {
      if (before.text.length >= 2 && before.text.length <= 4 && !GENERIC_HEADS.has(before.text)) {
        return { start: before.start, level: form[1], known: false };
      }
      const earlier = words[i - 2];
      if (
        before.text.length === 1 &&
        earlier?.end === before.start &&
        earlier.text.length <= 2 &&
        partOfPlace(earlier)
      ) {
        return { start: earlier.start, level: form[1], known: false };
      }
    }
    return null;
  }
  return null;
}

/** 三门 is a place where the article says 三门县. */
const printsInFull = ({ text, title }: Frame, short: string): boolean =>
  ['县', '市', '区'].some((end) => text.includes(short + end) || title.includes(short + end));

const partOfPlace = (word: Word): boolean =>
  isHan(word.text[0]) && !OUTSIDE.has(word.text) && !LEADING_VERBS.has(word.text) && !/^[vdpcru]/u.test(word.tag);

const FOUNDING = /^(?:成立|组建|设立|建立|创建|创办|建成|新设)$/u;

/** True where a name cannot go on. 投资 leads up to a name (投资|柒鑫公司) or is part of one (…健康|投资|有限公司): a noun before it decides. */
function isStop(frame: Frame, word: Word, right?: Piece): boolean {
  // 创威|企业|管理|合伙企业
  if (word.text === '企业' && right && /^(?:管理|咨询|服务|营销)$/u.test(frame.text.slice(right.start, right.end)))
    return false;
  if (OUTSIDE.has(word.text) || INTRODUCERS.has(word.text)) return true;
  if (!LEADING_VERBS.has(word.text)) return false;
  if (!NAME_VERBS.has(word.text)) return true;
  // 推进|浙西南科创中心: what stands to the right is whole without it.
  const whole = right && (right.kind === 'place' || right.kind === 'organ' || right.kind === 'quoted');
  if (whole || (right && REGIONS.has(frame.text.slice(right.start, right.end)))) return true;
  const before = frame.words[frame.wordAt[word.start - 1] ?? -1];
  // 成立|发展新质生产力工作专班: behind a verb of founding it opens the name.
  if (before && FOUNDING.test(before.text)) return false;
  return (
    !before ||
    !isHan(before.text[0]) ||
    OUTSIDE.has(before.text) ||
    INTRODUCERS.has(before.text) ||
    LEADING_VERBS.has(before.text)
  );
}

const LONGEST = 36;
/** 1833家…工坊 counts them. */
const MEASURE = /[余多家个支座所名位条处间批项年月日届户]/u;
const COUNTED = /^[0-9一二三四五六七八九十百千万亿两几多数零余半]+[余多来]?[家个名位支座所条处]?$/u;
/** Never inside a brand, however odd: 宁波|开元|名|都|大酒店 has 都 in it. */
const NEVER = /[的了在与及等是由被把、]/u;
/** 淳安|一品|鸠坑, 西|格|迈: what a brand may be cut into. */
const passesInLegalName = (word: Word): boolean =>
  word.text.length === 1 ? !/^[pcu]/u.test(word.tag) : /^(?:m|mq|t|i|l|z|a|ad)$/u.test(word.tag);

/** Words whose tag says that they are no noun; a short one may still be part of a brand behind a place (淳安|一品|鸠坑). */
function isSoftStop(word: Word, before: Word | undefined): boolean {
  if (NAME_VERBS.has(word.text)) return false;
  // 汾|口|强|龙: a measure word without a number before it.
  if (word.tag === 'q' && word.text.length === 1 && !/[mq]/u.test(before?.tag ?? 'm')) return false;
  if (word.tag === 'm' && !COUNTED.test(word.text)) return false;
  return /^(?:v|vd|vi|vq|p|c|u|d|r|m|q|y|e|o|t|i|l|z$|ad)/u.test(word.tag) && !/^vn$/u.test(word.tag);
}

/**
 * Reads the pieces of a name to the left of `core`.
 *
 * @param mode       before a legal form odd words pass (一品, 迈); in a body's name so do 企业 and 项目 (企业协作联盟)
 * @param organEnds  end offset → start offset of names already found (浙江大学 in 浙江大学龙泉产业创新研究院)
 */
export function piecesBefore(
  frame: Frame,
  core: number,
  organEnds: ReadonlyMap<number, number>,
  mode: 'common' | 'legal' | 'body' = 'common',
): Piece[] {
  const { text, words, wordAt } = frame;
  const pieces: Piece[] = [];
  let at = core;
  while (at > 0 && core - at < LONGEST) {
    const char = text[at - 1]!;
    const open = CLOSING.get(char);
    if (open) {
      const from = text.lastIndexOf(open, at - 2);
      if (from < 0 || at - from > 24 || /[，。；！？\n]/u.test(text.slice(from, at))) break;
      pieces.push({ start: from, end: at, kind: char === ')' || char === '）' ? 'noun' : 'quoted', level: -1 });
      at = from;
      if (char !== ')' && char !== '）') break;
      continue;
    }
    // 土楼里·|共富工坊: a dot stands before the ending too, a dash sets it apart.
    const joins = JOINER.test(char) && (at < core || /[·•・]/u.test(char));
    if (joins && (isHan(text[at - 2]) || text[at - 2] === '”')) {
      at--;
      // 余杭—柯城: two places of one level belong together.
      const last = pieces[pieces.length - 1];
      const partner = last?.kind === 'place' ? placeEndingAt(frame, at) : null;
      if (partner) {
        pieces.push({ ...partner, end: at, kind: 'place', level: last!.level - 0.1 });
        at = partner.start;
      }
      continue;
    }
    const organ = organEnds.get(at);
    if (organ !== undefined && organ < at) {
      pieces.push({ start: organ, end: at, kind: 'organ', level: -1 });
      at = organ;
      // 连云港|中远海运|有限公司: a daughter is named by the place and the mother.
      const seat = mode === 'legal' && at < core ? placeEndingAt(frame, at) : null;
      if (seat?.known) pieces.push({ start: seat.start, end: at, kind: 'place', level: seat.level, known: true });
      break;
    }
    const place = placeEndingAt(frame, at);
    if (place && (core - at > 0 || place.level >= 0)) {
      pieces.push({ start: place.start, end: at, kind: 'place', level: place.level, known: place.known });
      at = place.start;
      continue;
    }
    if (LATIN.test(char)) {
      let from = at - 1;
      while (from > 0 && LATIN.test(text[from - 1]!)) from--;
      if (/^\d+$/u.test(text.slice(from, at)) && at === core) break;
      if (/^[+＋]/u.test(text.slice(from, at))) break;
      const digits = /^\d+$/u.test(text.slice(from, at));
      if (digits && MEASURE.test(text[at] ?? '')) break;
      pieces.push({ start: from, end: at, kind: digits && pieces.length === 0 ? 'noun' : 'brand', level: -1 });
      at = from;
      if (digits && GENERIC_HEADS.has(words[wordAt[at - 1] ?? -1]?.text ?? '')) break;
      continue;
    }
    if (!isHan(char)) break;
    const word = words[wordAt[at - 1]!]!;
    if (word.end > at) {
      // The fixed end began inside a word: its head is the name's.
      const head = text.slice(word.start, at);
      if (OUTSIDE.has(head) || LEADING_VERBS.has(head)) break;
      pieces.push({
        start: word.start,
        end: at,
        kind: GENERIC_HEADS.has(head) ? 'generic' : /^(?:x|nz|nr|nt)/u.test(word.tag) ? 'brand' : 'noun',
        level: -1,
      });
      at = word.start;
      continue;
    }
    const right = pieces[pieces.length - 1];
    if (isStop(frame, word, right) && !(mode === 'body' && INTRODUCERS.has(word.text) && right?.kind !== 'brand')) {
      // 宁波|开元|名|都|大酒店
      const jump = word.text.length === 1 && !NEVER.test(word.text) ? jumpToPlace(frame, at) : -1;
      if (jump < 0) break;
      pieces.push({ start: jump, end: at, kind: 'brand', level: -1 });
      at = jump;
      continue;
    }
    // 远岫集团|投资|远岫药包…: behind a name a verb is a verb, unless it opens the ending (…集团|投资|有限公司).
    if (pieces.length > 0 && organEnds.has(word.start) && LEADING_VERBS.has(word.text)) break;
    // 走进|千岛湖镇丸|新|柴本制茶: a town's full name ends inside a word that jieba made up.
    const inner = word.text.length > 1 && word.tag === 'x' ? townEndingInside(frame, word) : -1;
    if (inner > 0) {
      // 沐川|县有|农民合作社: what is left of the word is no name.
      if (OUTSIDE.has(text.slice(inner, at))) break;
      pieces.push({ start: inner, end: at, kind: 'brand', level: -1 });
      at = inner;
      continue;
    }
    const before = words[wordAt[at - 1]! - 1];
    // 远洋|流体|装卸|设备|有限公司: a verb between two nouns of a legal name.
    const trade =
      mode === 'legal' && right?.kind === 'noun' && /^v/u.test(word.tag) && /^(?:n|nz|x|ns)$/u.test(before?.tag ?? '');
    if (
      isSoftStop(word, before) &&
      !(mode === 'legal' && passesInLegalName(word)) &&
      !(trade && isHan(before?.text[0]))
    ) {
      const jump = jumpToPlace(frame, at);
      if (jump < 0) break;
      pieces.push({ start: jump, end: at, kind: 'brand', level: -1 });
      at = jump;
      continue;
    }
    // 永嘉木雕|和永嘉|民安医院
    if (/^[和与及同]/u.test(word.text) && word.text.length > 2) {
      const hit = placeHit(word.text.slice(1), frame.year);
      if (hit) {
        const level = LEVEL_OF_TYPE[typeOf(hit.codes[0]!)] ?? 3;
        pieces.push({ start: word.start + 1, end: at, kind: 'place', level, known: true });
        break;
      }
    }
    const kind: PieceKind = GENERIC_HEADS.has(word.text)
      ? 'generic'
      : REGIONS.has(word.text) ||
          (word.text.length > 1 && /^(?:x|nr|nz|ns|nt|eng|g)/u.test(word.tag)) ||
          besideSingle(pieces, word)
        ? 'brand'
        : 'noun';
    pieces.push({ start: word.start, end: at, kind, level: -1 });
    at = word.start;
  }
  return pieces;
}

/** 汾|口|强|龙: single characters in a row are a brand that jieba does not know. */
function besideSingle(pieces: readonly Piece[], word: Word): boolean {
  const last = pieces[pieces.length - 1];
  return word.text.length === 1 && last?.kind === 'noun' && last.end - last.start === 1 && last.start === word.end;
}

/** Where a town's full name ends inside a made-up word; -1 nowhere. */
function townEndingInside(frame: Frame, word: Word): number {
  for (let end = word.start + 1; end < word.end; end++) {
    if (!/[镇乡道县市区]/u.test(frame.text[end - 1]!)) continue;
    for (let length = 2; length <= 6; length++) {
      if (placeHit(frame.text.slice(end - length, end), frame.year)?.form === 'full') return end;
    }
  }
  return -1;
}

/** From a word that looks like no noun to the place before it, at most four characters away: 云南|小|满; -1 when there is none. */
function jumpToPlace(frame: Frame, from: number): number {
  const { text, words, wordAt } = frame;
  let at = from;
  while (at > 0 && from - at <= 4) {
    if (at < from && placeEndingAt(frame, at)) return at;
    const word = words[wordAt[at - 1]!]!;
    if (!isHan(text[at - 1]) || NEVER.test(word.text)) return -1;
    if (word.text.length > 1 && (isStop(frame, word) || /^v/u.test(word.tag))) return -1;
    at = word.start;
  }
  return -1;
}

/** The name printed between two offsets, without its quotation marks: “微光”志愿服务队 → 微光志愿服务队. */
export const nameBetween = (frame: Frame, start: number, end: number): string =>
  frame.text.slice(start, end).replace(/[“”‘’「」]/gu, '');
