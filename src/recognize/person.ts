/**
 * Finds persons by what stands beside them: a post (村书记|金国平), a verb of saying (徐骁|说), an address (李师傅),
 * another person in a list (马跃明、袁卫). jieba's tag nr is one sign among others. The post is kept with where it is held.
 *
 *   王扇村书记金国平介绍 → { name: '金国平', post: '书记', postAt: 王扇村, rule: 'person/post-before' }
 */
import { OUTSIDE } from '../lexicon/name-words.js';
import { DOINGS, OFFICE_HEADS, POST_PREFIXES, ROLE_HEADS, SAYING } from '../lexicon/posts.js';
import {
  ADDRESSES,
  DOUBLE_SURNAMES,
  LEADERS,
  NAMES_WITHOUT_SURNAME,
  NO_NAME,
  SURNAMES,
  SYLLABLES_OF_YUNNAN,
  TRANSLITERATION,
  WEAK_SURNAMES,
} from '../lexicon/surnames.js';
import type { Mention, Reading, Refusal, Span, Word } from '../model.js';
import { type Frame, frameOf, isBoundary, isHan, wordFrom } from './left-edge.js';
import { matchesOpening, mayOpen, oneOf, openedBy } from './opening.js';
import { LIKE_A_THING, personsByForm } from './person-form.js';
import type { Recognizer } from './recognizer.js';

// (?!) matches nothing. With it the part counts as one that may be empty, which V8 does not copy out three times over
// for the {0,3} below: the patterns of posts compile in 2 ms instead of 40.
const PREFIX = `(?:${oneOf(POST_PREFIXES)}|(?!))`;
const OFFICE = `(?:${PREFIX}{0,3}(?:${oneOf(OFFICE_HEADS)}))`;
const ROLE = `(?:${oneOf(ROLE_HEADS)})`;
/** 党委书记、董事长: posts held together. */
const POSTS = `${OFFICE}(?:[、兼及]${OFFICE})*`;
const POST_BEFORE = new RegExp(`(?:(${POSTS})|${ROLE})(?:同志|、)?[“"]?`, 'uy');
const POST_OPENINGS = openedBy(POST_PREFIXES, OFFICE_HEADS, ROLE_HEADS);
const ROLE_AT_END = new RegExp(`${ROLE}$`, 'u');
const POST_AT_END = new RegExp(`(${POSTS})$`, 'u');

const SAYS = new RegExp(
  `^(?:${oneOf(SAYING)}|(?:笑|又|还|也|都|便|这样|接着|如是)?(?:说(?![明法服唱教])|[道称讲](?=[，：:,“])))`,
  'u',
);
/** What may follow a name at once, besides a verb of saying. */
const FOLLOWS =
  /^(?:[，。；：、！？,.;:!?”’）)\n《“]|$|[在是的和与把将从率带率让被有正曾就先却也也都对向为给到去来自又还及等用因以当]|同志|老师|夫妇|先生|女士|一家|家|所|任|站|指着|看着|忙|最|每|今年|如今|所著|非|故里|团队|烈士|一行|会见|会谈|出席|陪同|参加|主持|带队|前往|致辞|讲话|调研|考察)/u;
/** 回村开网店, 正往叶面上喷水: an act that only a person does; 种了, 做着. */
const ACTS = new RegExp(`^(?:${oneOf(DOINGS)})`, 'u');
const DID = /^\p{Script=Han}[了着过](?!时)/u;
const LIST_MARK = /^[、和与]/u;

const ADDRESSED = new RegExp(
  `(?<surname>${oneOf(DOUBLE_SURNAMES)}|[${[...SURNAMES].join('')}])(?:${oneOf(ADDRESSES)})`,
  'uy',
);
/** Characters that a personal name begins with. */
const NAME_OPENINGS = openedBy(SURNAMES, DOUBLE_SURNAMES);
/** 佤族汉子|扎克, 藏族村民|次仁卓玛: names without a surname, where the article speaks of one of these peoples. */
const PEOPLES =
  /(?:藏|蒙古|维吾尔|哈萨克|柯尔克孜|彝|傣|佤|拉祜|景颇|哈尼|布朗|德昂|傈僳|基诺|怒|独龙|阿昌|普米|纳西|门巴|珞巴|裕固|土)族/u;
const WITHOUT_SURNAME = new RegExp(
  `^(?:(?:${oneOf(NAMES_WITHOUT_SURNAME)}){1,3}|[${SYLLABLES_OF_YUNNAN}]\\p{Script=Han}{1,2})$`,
  'u',
);
const NICKNAMED = new RegExp(`[小老阿](?:${oneOf(DOUBLE_SURNAMES)}|[${[...SURNAMES].join('')}])`, 'gu');
const LEADER = new RegExp(oneOf(LEADERS), 'gu');
const DOT = /[·•・]/gu;
const SOUNDS = `[${[...new Set(TRANSLITERATION)].join('')}]`;
const SOUND_BEFORE = new RegExp(`${SOUNDS}{1,6}$`, 'u');
const SOUND_AFTER = new RegExp(`^(?:[·•・]${SOUNDS}{1,7}){1,3}`, 'u');
const TRANSLITERATED = new RegExp(`^[${[...new Set(TRANSLITERATION)].join('')}]{3,7}`, 'u');
const FOREIGNER_BEFORE =
  /(?:游客|外教|专家|教授|留学生|艺术家|友人|外籍\p{Script=Han}{1,3}|小伙|姑娘|设计师|工程师|总裁|总统|总理|首相|大使|客商|学者|记者|球员|教练)$/u;
const FOREIGN_BEFORE =
  /(?:国|俄罗斯|意大利|加拿大|澳大利亚|西班牙|葡萄牙|荷兰|瑞士|瑞典|丹麦|挪威|芬兰|印度|巴西|阿根廷|墨西哥|埃及|南非|以色列|乌克兰|波兰|匈牙利|海外|外籍|国际)/gu;

const POST_BEHIND =
  /(?<=\p{Script=Han}{3})(?:副?(?:主任|局长|科长|处长|部长|站长|院长|校长|县长|镇长|乡长|董事长|总经理|会长|秘书长)(?=[，。、；说对向在率带一的等表介指])|副?教授|副?研究员|院士|副?主任医师)/uy;
const POST_BEHIND_OPENINGS = openedBy('副主局科处部站院校县镇乡董总会秘教研');
const HOLDS = /^(?:现在?|如今|目前|曾|曾经)?(?:是|任|担任|当选|兼任|出任)为?/u;
const AGED = /\d岁(?:多)?的(?=\p{Script=Han})/gu;
const AGE_AFTER = /^(?:，|,)?(?:今年|现年|年仅|年近|时年)?\d{2}岁/u;
const SENTENCE_HEAD = /(?:^|[。！？\n”])(?=\p{Script=Han})/gu;
/** What a person does right behind the name: 尹志芳|在…住了一辈子. */
const DOES = /^(?:曾|今年|是|正|把|带|率|每|经常|从小|出生|毕业|退休|回到|回乡|返乡|决定|算|想|听|看着|指着)/u;
const CLAUSE_HEAD = /(?:^|[。！？；，、”：\n,;“(（])(?=\p{Script=Han})/gu;
/** 北宋|魏泰, 明人|杨溥, 战国时期的|李克 */
const ERA =
  /(?:(?:春秋|战国|三国|东汉|西汉|东晋|西晋|北宋|南宋|晚清|民国)(?:时期的?|年间的?|初年的?|末年的?|人)?|[秦汉晋唐宋元明清](?:代|朝|人|末|初)的?|近代|现代|当代)(?:名臣|诗人|词人|名将|大臣|学者|名医|画家|书法家|文学家|思想家|史学家|官员|进士|状元)?(?=\p{Script=Han})/gu;
/** 家住…小区的|兰少芳, 曾在岛上生活多年的|李明南、陈菊仙|夫妇 */
const WHO_IS =
  /(?:(家住|来自|出生于|出生在)[^，。；！？\n]{2,24}|[创生工住业生活学返任乡年]\p{Script=Han}{0,10})的(?=\p{Script=Han})/gu;
const SETTLED = /[村镇乡县市省区街路山江湖河]$/u;

/** Surnames that are a word as well, but common enough to be believed behind an office. */
const LIKELY: ReadonlySet<string> = new Set('曾母麦银任方白万温游景武龙单边明成常安时乐向文简沙水云于古');

interface Name {
  readonly end: number;
  readonly strong: boolean;
}

/** The offset behind so many characters: 𠮷 is one of two units. */
function afterCharacters(text: string, start: number, count: number): number {
  let at = start;
  for (let i = 0; i < count; i++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/**
 * The personal name that begins at an offset: surname and one or two characters, ended by what can follow a name.
 *
 * @param beside  a post or a role stands before it
 * @returns its end, and whether what follows is a verb of saying; null where there is none
 */
function nameAt(frame: Frame, start: number, beside = false): Name | null {
  const { text } = frame;
  if (!mayOpen(NAME_OPENINGS, text, start)) return null;
  const double = DOUBLE_SURNAMES.has(text.slice(start, start + 2));
  if (!double && !SURNAMES.has(text[start] ?? '')) return null;
  const surname = double ? 2 : 1;
  const word = wordFrom(frame, start);
  const jiebaName =
    word && /^nr/u.test(word.tag) && word.text.length > surname && word.text.length <= surname + 2 ? word.end : -1;
  for (const given of [2, 1]) {
    const end = afterCharacters(text, start + surname, given);
    if (given === 2 && /^(?:所著|夫妇|先生|老师|同志)/u.test(text.slice(end - 1, end + 1))) continue;
    const name = text.slice(start, end);
    if (!/^\p{Script=Han}+$/u.test(name)) continue;
    const rest = text.slice(end, end + 6);
    const says = SAYS.test(rest);
    // 罗群|介绍 against 罗群介: a shorter name followed by a verb of saying wins.
    if (given === 2 && SAYS.test(text.slice(end - 1, end + 5)) && !says && jiebaName !== end) continue;
    // 果农|杨连军|种了: jieba made 杨连 and 军种 of it.
    const does = () => beside && given === 2 && (DID.test(rest) || ACTS.test(rest));
    if (!says && !FOLLOWS.test(rest) && !isBoundary(frame, end) && !does()) continue;
    // 徐大爷|高兴地|说: an adverb.
    if (/[地得]$/u.test(name) && jiebaName !== end) continue;
    // 富阳|人|说起
    if (name.endsWith('人') && word?.end === end - 1 && word.tag === 'ns') continue;
    if (
      given === 2 &&
      /[称说曾已将在是把对向从与和及等的了也都就还又再很致赴抵被让给比到]$/u.test(name) &&
      jiebaName !== end
    )
      continue;
    // 第一批|惠明茶
    if (/[茶酒米菜瓜鱼虾]$/u.test(name) && !says && !beside) continue;
    if (NO_NAME.test(name) || (!says && /[镇乡村县省市区街路巷]$/u.test(name) && !rest.startsWith('一行'))) continue;
    if (given === 1 && jiebaName === end + 1) continue;
    // One dictionary word that is no name (安全, 高山) is a name only before a verb of saying.
    const whole = word && word.end >= end && !/^(?:nr|x|nz|ns)/u.test(word.tag);
    if (whole && (!says || /^(?:n|v|vn|a|d|m|t|b)$/u.test(word.tag))) continue;
    if (whole && word.end > end) continue;
    // 副县长|薛立|群报|的是茶: between two words that no dictionary has jieba cuts at random; three characters are the rule.
    const next = wordFrom(frame, end);
    const unknown = word?.end === end && word.tag === 'x' && next?.tag === 'x' && next.text.length === 2;
    if (beside && given === 1 && unknown && isHan(next.text[0]) && !WEAK_SURNAMES.has(text[start]!)) {
      if (!says && !FOLLOWS.test(rest) && !ACTS.test(rest)) return { end: end + 1, strong: false };
    }
    // 李强|作: the last character is a word of its own that no name ends with.
    const last = wordFrom(frame, end - 1);
    if (
      last &&
      last.end === end &&
      !says &&
      (OUTSIDE.has(last.text) || (jiebaName === end - 1 && /^[vpcdurm]/u.test(last.tag)))
    )
      continue;
    if (jiebaName === end - 1 && given === 2 && last?.end === end && /^[vp]/u.test(last.tag)) continue;
    if (WEAK_SURNAMES.has(text[start]!) && !says && jiebaName !== end) {
      // 村书记|任建国|把…: behind an office even 任 opens a name, where jieba makes no other word of it.
      const free =
        beside &&
        LIKELY.has(text[start]!) &&
        given === 2 &&
        (FOLLOWS.test(rest) || does()) &&
        (word === undefined || word.text.length === 1 || /^(?:x|nr)/u.test(word.tag));
      // 总经理|方有成|苦笑: three characters that jieba takes for one unknown word, right behind a post.
      // 农民|方罡|，: so do two, where a mark or a verb follows.
      const one =
        beside &&
        (given === 2 || (LIKELY.has(text[start]!) && (/^[，。、：]/u.test(rest) || ACTS.test(rest)))) &&
        word?.end === end &&
        /^(?:x|nr)/u.test(word.tag);
      if (!free && !one) continue;
    }
    return { end, strong: says || jiebaName === end };
  }
  return null;
}

/** Where a post is held: the organ, company or place that ends right before it, cut where a name cannot go on. */
function holderBefore(frame: Frame, end: number): Span | undefined {
  const { text, words, wordAt } = frame;
  let start = end;
  while (start > 0 && end - start < 40) {
    const char = text[start - 1]!;
    if (char === '”' || char === ')') {
      const open = text.lastIndexOf(char === '”' ? '“' : '(', start - 1);
      if (open < 0 || start - open > 20 || /[，。；！？\n]/u.test(text.slice(open, start))) break;
      start = open;
      continue;
    }
    if (!isHan(char) && !/[A-Za-z0-9—·-]/u.test(char)) break;
    const word = words[wordAt[start - 1]!]!;
    // 侨商|会|名誉会长
    if (OUTSIDE.has(word.text) && word.text !== '及' && !(word.text === '会' && start === end)) break;
    if (/^(?:p|c|u|r)$/u.test(word.tag) || /[年月日午]$/u.test(word.text)) break;
    start = word.start;
  }
  return start < end ? { start, end } : undefined;
}

/** Posts that a clause may give by itself: 在德门面坊，|负责人|陈家胜. */
const AFTER_COMMA = /^(?:相关)?(?:负责人|老板|店主|主理人|创始人|总经理|董事长|经理|厂长|场长|馆长|理事长|理事|业主)$/u;

/** The post at the end of the clause that begins at an offset: 王扇村|党支部书记|。 */
function postInClause(text: string, from: number): { readonly start: number; readonly post: string } | null {
  const clause = text.slice(from, from + 40).split(/[，。；！？、,)）\n]/u)[0]!;
  const post = POST_AT_END.exec(clause);
  return post ? { start: from + post.index, post: post[1]! } : null;
}

type PostAndHolder = readonly [post: string | undefined, postAt: Span | undefined];

const LEVEL_AT_END = /(?:[省市县区旗州镇乡]|街道)$/u;

/** 文海社区|书记, 相官村|村干部, 王扇村，|村书记: the post, and what it is held at. */
function postAndHolder(frame: Frame, start: number, printed: string | undefined): PostAndHolder {
  if (printed === undefined) return [undefined, undefined];
  const { text } = frame;
  let at = start;
  const own = /^(?:村|社区)/u.exec(printed)?.[0] ?? '';
  // 北滘镇党委|书记: the committee of a level is the holder; that of a company or a village is part of the post.
  const committee = LEVEL_AT_END.test(text.slice(Math.max(0, start - 2), start))
    ? /^党工?委(?=.)/u.exec(printed)
    : null;
  if (committee) at += committee[0].length;
  // The 村 of 王扇村书记 is the name's; that of 王扇村村书记 and 村书记 is the post's.
  if (own !== '' && isHan(text[start - 1]) && !text.endsWith(own, start)) at += own.length;
  const post = printed.slice(at - start);
  const holder = holderBefore(frame, at);
  if (holder || text[start - 1] !== '，') return [post, holder];
  const before = holderBefore(frame, start - 1);
  const fits = AFTER_COMMA.test(post) || (own !== '' && text.endsWith(own, start - 1));
  return [post, fits ? before : undefined];
}

/** Said of somebody right before 的: where from, since when, what he did. */
const SAID_OF =
  /(?:[村镇乡县市区组寨社]|出去|出来|过\p{Script=Han}{0,2}|[返回下][乡村]|毕业|出身|退休|退伍|创业|[务打做]工|长大|出生|岁|起家)$/u;

/** 沙河村的|张强胜|就是, 陶坑出去的|徐旭川|，如今是 */
const IS = /^(?:就是|就|也是|，(?:如今|现在|现任|今年|曾))/u;

/**
 * 在杭州打过工的|赵威|回村, 沙河村的|张强|原本, 果园里，|于书雷|正往: the name that begins at an offset, by the act behind
 * it: three characters that jieba makes one word of, two only where something is said of the person before.
 */
function actorAt(frame: Frame, start: number, saidOf: boolean): Name | null {
  const { text } = frame;
  if (!mayOpen(NAME_OPENINGS, text, start)) return null;
  const word = wordFrom(frame, start);
  if (!word) return null;
  for (const end of endsOfActor(frame, word)) {
    const name = text.slice(start, end);
    if (name.length < (saidOf || end < word.end ? 2 : 3) || name.length > 3) continue;
    const rest = text.slice(end, end + 6);
    if (!ACTS.test(rest) && !SAYS.test(rest) && !(saidOf && name.length === 3 && IS.test(rest))) continue;
    if (WEAK_SURNAMES.has(name[0]!) && !(LIKELY.has(name[0]!) && name.length === 3 && end === word.end)) continue;
    if (NO_NAME.test(name) || SETTLED.test(name) || name.endsWith('人')) continue;
    if (end !== word.end) return { end, strong: true };
    const given = nameAt(frame, start, true);
    if (given?.end === end) return given;
  }
  return null;
}

/** Where a name may end: 江仕祥|牵头 with its word, 余书雷|举着 inside of one, 仲|为民|守着 with the next. */
function endsOfActor(frame: Frame, word: Word): number[] {
  if (!/^(?:x|nr|zg|q|ng)/u.test(word.tag)) return [];
  if (word.text.length > 1) return word.tag === 'x' ? [word.end, word.end - 1] : [word.end];
  const next = wordFrom(frame, word.end);
  return next?.text.length === 2 && !/^[pcudrm]/u.test(next.tag) && !OUTSIDE.has(next.text) ? [next.end] : [];
}

/** 刘百胜|在外打工多年: a word of three characters that no dictionary has, at the head of a clause, three times printed. */
function namedAgain(frame: Frame, start: number, end: number): boolean {
  const { text } = frame;
  const word = wordFrom(frame, start);
  const name = text.slice(start, end);
  if (end - start !== 3 || WEAK_SURNAMES.has(text[start]!) || SETTLED.test(name) || name.endsWith('人')) return false;
  // 刘|柏林, 刘|百胜: or the surname and a word that may be a given name.
  const given = word?.text.length === 1 ? wordFrom(frame, start + 1) : word;
  if (given?.end !== end || !/^(?:x|nr|nz|ns)/u.test(given.tag)) return false;
  let times = 0;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 3)) {
    if (/^(?:公司|集团|股份|品牌|[镇乡村县市区])/u.test(text.slice(at + 3, at + 5))) return false;
    times++;
  }
  return times >= 3;
}

export const person: Recognizer = {
  finds: ['Person'],
  find(reading: Reading) {
    const frame = frameOf(reading);
    const { text } = frame;
    const { authors } = reading.article;
    const found = new Map<number, Mention>();
    const refused: Refusal[] = [];
    const names = new Set<string>();
    const hasPeoples = PEOPLES.test(text);
    const add = (start: number, end: number, rule: string, post?: string, postAt?: Span) => {
      const earlier = found.get(start);
      if (earlier && (earlier.end > end || (earlier.end === end && (earlier.post !== undefined || post === undefined))))
        return;
      const name = text.slice(start, end);
      if (authors.includes(name)) return;
      names.add(name);
      found.set(start, {
        type: 'Person',
        name,
        text: name,
        start,
        end,
        rule,
        candidates: [],
        ...(post ? { post } : {}),
        ...(postAt ? { postAt } : {}),
      });
    };

    // 1. Leaders whose bare name stands anywhere.
    for (const match of text.matchAll(LEADER)) add(match.index, match.index + match[0].length, 'person/leader');

    // 2. 村书记|金国平, 种植大户|廖学权; the post is kept where it is an office.
    for (const match of matchesOpening(POST_OPENINGS, POST_BEFORE, text)) {
      const start = match.index + match[0].length;
      const given = nameAt(frame, start, true);
      const [post, postAt] = postAndHolder(frame, match.index, match[1]);
      if (given) {
        add(start, given.end, 'person/post-before', post, postAt);
        continue;
      }
      // 曾任凤林社区书记的|郑文清
      if (match[1] !== undefined && text[start] === '的') {
        const named = actorAt(frame, start + 1, true);
        if (named) add(start + 1, named.end, 'person/post-before', post, postAt);
        continue;
      }
      // 佤族汉子|扎克
      if (hasPeoples) {
        const word = wordFrom(frame, start);
        // 岩扎|住在…: the last character is a verb that jieba took along.
        const name = word?.text.replace(/(?<=..)[住在是有说把从家种]$/u, '') ?? '';
        if (word && /^(?:x|nr)/u.test(word.tag) && WITHOUT_SURNAME.test(name)) {
          add(start, start + name.length, 'person/without-surname', post, postAt);
          continue;
        }
      }
      // 负责人|董先生
      ADDRESSED.lastIndex = start;
      const addressed = ADDRESSED.exec(text)?.[0];
      if (addressed !== undefined) add(start, start + addressed.length, 'person/address', post, postAt);
    }

    // 3. 徐骁|说 at the head of a clause; “世界船王”|包玉刚|“…; 北宋|魏泰|所著; 毕业于…的|邱敏、余婕宁|正….
    for (const match of text.matchAll(CLAUSE_HEAD)) {
      const start = match.index + match[0].length;
      const given = nameAt(frame, start);
      const actor = actorAt(frame, start, false);
      if (!given) {
        if (actor) add(start, actor.end, 'person/acts');
        continue;
      }
      const after = text[given.end] ?? '';
      const behind = after === '，' && given.end - start === 3 ? postInClause(text, given.end + 1) : null;
      if (SAYS.test(text.slice(given.end, given.end + 6))) add(start, given.end, 'person/says');
      else if (behind && behind.start >= given.end + 3) add(start, given.end, 'person/post-behind');
      else if (match[0] === '”' && /[“，、]/u.test(after) && given.end - start === 3 && text[start - 2] !== '，')
        add(start, given.end, 'person/epithet');
      else if (actor) add(start, actor.end, 'person/acts');
      else if (namedAgain(frame, start, given.end)) add(start, given.end, 'person/named-again');
    }
    for (let of = text.indexOf('的'); of >= 0; of = text.indexOf('的', of + 1)) {
      if (!mayOpen(NAME_OPENINGS, text, of + 1) || !isHan(text[of - 1])) continue;
      const actor = actorAt(frame, of + 1, SAID_OF.test(text.slice(Math.max(0, of - 4), of)));
      if (actor) add(of + 1, actor.end, 'person/acts');
    }
    for (const { start, end, rule } of personsByForm(frame)) if (!found.has(start)) add(start, end, rule);
    for (const match of text.matchAll(ERA)) {
      const start = match.index + match[0].length;
      const given = nameAt(frame, start);
      if (given && !WEAK_SURNAMES.has(text[start]!)) add(start, given.end, 'person/era');
    }
    for (const match of text.matchAll(WHO_IS)) {
      const start = match.index + match[0].length;
      const given = nameAt(frame, start);
      if (!given || WEAK_SURNAMES.has(text[start]!)) continue;
      const second = text[given.end] === '、' ? nameAt(frame, given.end + 1) : null;
      if (second && /^(?:正|夫妇|等|都|也|两人|二人|在|[，。])/u.test(text.slice(second.end, second.end + 2))) {
        add(start, given.end, 'person/pair');
        add(given.end + 1, second.end, 'person/pair');
      } else if (match[1] && given.end - start === 3 && !SETTLED.test(text.slice(start, given.end))) {
        add(start, given.end, 'person/who-is');
      }
    }

    // 72岁的|钟荣芳, 肖丽|今年35岁; 吕昭华|曾是… at the head of a sentence.
    for (const match of text.matchAll(AGED)) {
      const start = match.index + match[0].length;
      const given = nameAt(frame, start);
      if (given && !WEAK_SURNAMES.has(text[start]!)) add(start, given.end, 'person/age');
    }
    for (const match of text.matchAll(SENTENCE_HEAD)) {
      const start = match.index + match[0].length;
      const given = nameAt(frame, start);
      const word = wordFrom(frame, start);
      if (!given || WEAK_SURNAMES.has(text[start]!) || LIKE_A_THING.test(text.slice(start, given.end))) continue;
      const whole = word?.end === given.end && /^(?:nr|x)/u.test(word.tag);
      if (AGE_AFTER.test(text.slice(given.end, given.end + 8))) add(start, given.end, 'person/age');
      else if (whole && given.end - start === 3 && DOES.test(text.slice(given.end, given.end + 2)))
        add(start, given.end, 'person/head');
    }

    // 县发改委|黄能平|科长: the post behind the name.
    for (const match of matchesOpening(POST_BEHIND_OPENINGS, POST_BEHIND, text)) {
      const end = match.index;
      for (const length of [3, 2]) {
        const start = end - length;
        const word = start < 0 ? undefined : wordFrom(frame, start);
        const cut = word && /^(?:nr|x)/u.test(word.tag) && word.end >= end - (length - 1) && word.end <= end;
        if (!cut || !SURNAMES.has(text[start]!) || WEAK_SURNAMES.has(text[start]!)) continue;
        if (NO_NAME.test(text.slice(start, end)) || !/^\p{Script=Han}+$/u.test(text.slice(start, end))) continue;
        if (length === 2 && word.end !== end) continue;
        add(
          start,
          end,
          'person/post-behind',
          match[0],
          isHan(text[start - 1]) ? holderBefore(frame, start) : undefined,
        );
        break;
      }
    }

    // 4. 李师傅, 王阿婆; 小陈, 老方 beside what a person does.
    for (const match of matchesOpening(NAME_OPENINGS, ADDRESSED, text)) {
      const start = match.index;
      if (!isBoundary(frame, start) && !isBoundary(frame, start + match[0].length)) continue;
      if (isHan(text[start - 1]) && !isBoundary(frame, start)) continue;
      if (WEAK_SURNAMES.has(match.groups!.surname!) && !SAYS.test(text.slice(match.index + match[0].length))) continue;
      add(start, start + match[0].length, 'person/address');
    }
    for (const match of text.matchAll(NICKNAMED)) {
      const start = match.index;
      const end = start + match[0].length;
      const after = text.slice(end, end + 6);
      const weak = WEAK_SURNAMES.has(match[0].slice(1)) && !SAYS.test(after);
      const owner = /(?:店主|老板|老板娘|经理|户主|摊主)$/u.test(text.slice(Math.max(0, start - 3), start));
      if (weak && !owner) continue;
      if (!isBoundary(frame, end) || (isHan(text[start - 1]) && !isBoundary(frame, start))) continue;
      if (wordFrom(frame, start)?.end !== end && wordFrom(frame, start)?.end !== start + 1) continue;
      if (
        owner ||
        SAYS.test(after) ||
        ACTS.test(after) ||
        (text[start - 1] === '的' && IS.test(after)) ||
        ROLE_AT_END.test(text.slice(Math.max(0, start - 6), start))
      ) {
        add(start, end, 'person/nickname');
      }
    }

    // 5. Foreign names: 阿列克谢 behind what shows a foreigner, 让·皮埃尔 anywhere.
    for (const match of text.matchAll(DOT)) {
      const dot = match.index;
      const first = SOUND_BEFORE.exec(text.slice(Math.max(0, dot - 6), dot));
      const rest = SOUND_AFTER.exec(text.slice(dot, dot + 24));
      if (!first || !rest || /[·•・]/u.test(text[dot - first[0].length - 1] ?? '')) continue;
      let start = dot - first[0].length;
      while (start < dot - 1 && !isBoundary(frame, start)) start++;
      const end = dot + rest[0].length;
      if (text[start - 1] === '“' || text[end] === '”' || !isBoundary(frame, end)) continue;
      add(start, end, 'person/foreign');
    }
    for (const match of text.matchAll(FOREIGN_BEFORE)) {
      const window = text.slice(match.index, match.index + 14);
      for (let at = 2; at < window.length; at++) {
        if (!FOREIGNER_BEFORE.test(window.slice(0, at))) continue;
        const start = match.index + at;
        const sound = TRANSLITERATED.exec(text.slice(start, start + 8));
        if (!sound) continue;
        let end = start + sound[0].length;
        while (end > start + 2 && !isBoundary(frame, end)) end--;
        if (end - start >= 3) add(start, end, 'person/foreign');
        break;
      }
    }

    // 6. Lists: a name beside a name.
    for (let grown = true; grown; ) {
      grown = false;
      for (const known of [...found.values()]) {
        if (LIST_MARK.test(text.slice(known.end, known.end + 1))) {
          const next = nameAt(frame, known.end + 1);
          if (next && !found.has(known.end + 1) && !/^[小老]/u.test(known.name)) {
            add(known.end + 1, next.end, 'person/list', known.post, known.postAt);
            grown = true;
          }
        }
        if (/[、和与]/u.test(text[known.start - 1] ?? '')) {
          for (const length of [3, 2]) {
            const start = known.start - 1 - length;
            if (start < 0 || found.has(start)) continue;
            const before = nameAt(frame, start);
            if (before?.end === known.start - 1 && before.strong && isBoundary(frame, start)) {
              add(start, before.end, 'person/list');
              grown = true;
              break;
            }
          }
        }
      }
    }

    // 7. jieba's own persons, where the surname is no ordinary word and the print names them by more than chance.
    for (const word of frame.words) {
      if (!word.tag.startsWith('nr') || word.text.length < 2 || word.text.length > 4 || found.has(word.start)) continue;
      const given = nameAt(frame, word.start);
      if (!given || given.end !== word.end || WEAK_SURNAMES.has(word.text[0]!)) continue;
      const before = text.slice(Math.max(0, word.start - 6), word.start);
      const after = text.slice(word.end, word.end + 4);
      if (
        /(?:北宋|南宋|宋代|明代|清代|唐代|元代|汉代|明人|宋人|清人|唐人|时期的|名家|先生|英雄|烈士|大师|诗人|作家|艺人|毕业的|出身的|返乡的)$/u.test(
          before,
        ) ||
        /^(?:故里|同志|先生|夫妇|老师|等人|所著|大师工作室)/u.test(after)
      ) {
        add(word.start, word.end, 'person/tag-and-context');
      }
    }

    // 8. 金国平，王扇村党支部书记: the post behind a comma; 金国平|现在是|王扇村党支部书记.
    for (const known of [...found.values()]) {
      if (known.post !== undefined) continue;
      const is = HOLDS.exec(text.slice(known.end, known.end + 8));
      if (!is && !/[，,（(]/u.test(text[known.end] ?? '')) continue;
      const post = postInClause(text, known.end + (is ? is[0].length : 1));
      if (post) add(known.start, known.end, known.rule, post.post, holderBefore(frame, post.start));
    }

    // 9. Every other place where a full name of this article stands.
    const full = [...names].filter((name) => name.length >= 2);
    if (full.length > 0) {
      for (const match of text.matchAll(new RegExp(oneOf(full), 'gu'))) {
        const start = match.index;
        if (found.has(start)) continue;
        if (match[0].length === 2 && !isBoundary(frame, start)) continue;
        add(start, start + match[0].length, 'person/again');
      }
    }
    return { mentions: [...found.values()].sort((a, b) => a.start - b.start), refused };
  },
};
