/**
 * Persons whom neither a post nor a verb of saying shows, by the form of the name: a surname and two characters that
 * jieba shows to be no words of the language, where a clause speaks of somebody.
 *
 *   付小云六点多出门 → 付小云; 领头的是廖兰芳。 → 廖兰芳; 朝阳村的张金贵快七十岁了 → 张金贵
 *   江心屿是温州的名片 → none: 屿 ends no name of a person
 */
import { scanPlaces } from '../lexicon/places.js';
import { NO_NAME, SURNAMES, WEAK_SURNAMES } from '../lexicon/surnames.js';
import type { Span, Word } from '../model.js';
import { type Frame, isHan, wordFrom } from './left-edge.js';

/** What a place, a plant or a ware is called by its last character, and hardly a person: 江心屿, 石斛花, 惠明茶. */
export const LIKE_A_THING =
  /[村镇乡县市省区街路巷山河湖溪屿岛洲湾岭坪沟坞坑桥港园馆院所局厂社店城楼寺庙塔殿节茶酒米果菜瓜鱼虾花草人]$/u;
const CLAUSE_HEAD = /(?:^|[。！？；，、”：\n,;“(（])(?=\p{Script=Han})/gu;
/** What a clause says of somebody right behind the name: an adverb, a verb, a preposition, an hour, an age. */
const PREDICATE = /^(?:v|d|p|a|zg|m|t|r)/u;
/** 王|秋月 may be a king and a month: such a name needs what only a subject has behind it. */
const SURE_PREDICATE = /^(?:是|便是|就是|才|已|也|都|又|就|便|从|把|在|跟|和)$/u;
/** 张金贵|快七十岁: said after 的 of somebody from somewhere, or who did something. */
const OF_WHOM =
  /(?:[村镇乡县市区组寨社地]|[务打做]工|[派]来|挂职|\p{Script=Han}过\p{Script=Han}{0,4}|来|去|炉|工作|生活|创业|书记|主任|[局县镇村乡院校队厂会社场站]长|[老教]师)$/u;
/** 领头的|是|廖兰芳。, 负责人|叫|李恂，: who it is, named at the end. */
const IS_CALLED = /(?:人|长|经理|总|老板|店主|头的|带队的|说话的|名字|名)(?:就是|是|叫做|名叫|叫)(?=\p{Script=Han})/gu;
/** 洪顺发|家的院子, but no 国家, 玩家. */
const HOUSEHOLD = /^家(?=[的里有种养今开在])/u;
const KIND_OF_MAN = /[国大农商专学业人老独卖买玩行作画管全自当住史咱我他你她哪皇公]$/u;
/** 章立群|现在是…: what is said of a person alone, whatever jieba made of the name. */
const SAYS_WHO = /^(?:现在是|如今是|现任|曾任|原任|今年\d{2}岁)/u;
const ENDS_CLAUSE = /^[，。；！？,;\n)）]/u;

/**
 * A surname and two characters that are no words of the language: 张金贵, or 王|秋月.
 *
 * @returns the end, and whether jieba took it for one word; null where something else stands there
 */
function formedLikeName(frame: Frame, start: number): { readonly end: number; readonly whole: boolean } | null {
  if (!opensName(frame.text, start)) return null;
  const end = start + 3;
  const word = wordFrom(frame, start);
  if (word?.end === end) return /^(?:x|nr)/u.test(word.tag) ? { end, whole: true } : null;
  const given = word?.text.length === 1 ? wordFrom(frame, start + 1) : undefined;
  return given?.end === end && /^(?:x|nr|nz|nt|t)$/u.test(given.tag) ? { end, whole: false } : null;
}

/** Does a surname that is hardly anything else open so many characters, and is the whole no place, no thing, no plain word? */
function opensName(text: string, start: number, length = 3): boolean {
  if (!SURNAMES.has(text[start] ?? '') || WEAK_SURNAMES.has(text[start]!)) return false;
  const name = text.slice(start, start + length);
  return (
    /^\p{Script=Han}+$/u.test(name) &&
    name.length === length &&
    !NO_NAME.test(name) &&
    !LIKE_A_THING.test(name) &&
    scanPlaces(text, start, null).length === 0
  );
}

interface Named extends Span {
  readonly rule: string;
}

export function personsByForm(frame: Frame): Named[] {
  const { text } = frame;
  const found: Named[] = [];
  for (const match of text.matchAll(CLAUSE_HEAD)) {
    const start = match.index + match[0].length;
    if (!opensName(text, start)) continue;
    const end = start + 3;
    if (SAYS_WHO.test(text.slice(end, end + 6))) {
      found.push({ start, end, rule: 'person/says-who' });
      continue;
    }
    if (HOUSEHOLD.test(text.slice(end, end + 2)) && !KIND_OF_MAN.test(text.slice(start, end))) {
      found.push({ start, end, rule: 'person/household' });
      continue;
    }
    const form = formedLikeName(frame, start);
    const next = form && wordFrom(frame, form.end);
    if (!form || !next) continue;
    // 付小云|六点多出门; behind a comma, where a list may go on, only 才, 已 and the like: ，张阿妹|才有空坐下.
    const sure = SURE_PREDICATE.test(next.text);
    if (sure || (form.whole && !/[，、,(（“]/u.test(match[0]) && isPredicate(next)))
      found.push({ start, end, rule: 'person/head' });
  }
  for (let of = text.indexOf('的'); of >= 0; of = text.indexOf('的', of + 1)) {
    const form = isHan(text[of - 1]) ? formedLikeName(frame, of + 1) : null;
    if (!form?.whole || !OF_WHOM.test(text.slice(Math.max(0, of - 8), of))) continue;
    const next = wordFrom(frame, form.end);
    if (ENDS_CLAUSE.test(text.slice(form.end)) || (next && (isPredicate(next) || next.tag === 'x')))
      found.push({ start: of + 1, end: form.end, rule: 'person/of-whom' });
  }
  for (const match of text.matchAll(IS_CALLED)) {
    const start = match.index + match[0].length;
    const word = wordFrom(frame, start);
    if (!word || !/^(?:x|nr)/u.test(word.tag) || word.text.length < 2 || word.text.length > 3) continue;
    if (opensName(text, start, word.text.length) && ENDS_CLAUSE.test(text.slice(word.end)))
      found.push({ start, end: word.end, rule: 'person/called' });
  }
  return found;
}

const isPredicate = (word: Word): boolean => PREDICATE.test(word.tag) && word.tag !== 'vn';
