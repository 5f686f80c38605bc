/**
 * Finds provinces, cities, counties, towns and villages: full names, short names, and towns and villages that no
 * gazetteer has.
 *
 *   在临海市白水洋镇下宅村，李师傅 … → County 临海市 ["331082"], Township 白水洋镇, Village 下宅村
 *   淳安、泰顺等县                  → County 淳安县, County 泰顺县 (short forms)
 *   江山多娇                        → refused: an ordinary word without support
 *
 * The names come from lexicon/places.ts; here the characters and words around them say whether a name is one.
 * Which of several places of one name is meant is decided in resolve/places.ts.
 */
import type { PlaceType } from '../../schema/entities.js';
import {
  abbreviated,
  isDescription,
  isKnownNationwide,
  isOrdinaryWord,
  lastBelongsToNextWord,
  type PlaceHit,
  placeAs,
  placeByCode,
  placeHit,
  scanPlaces,
  typeOf,
} from '../lexicon/places.js';
import type { Mention, Refusal, Word } from '../model.js';
import { coverOf } from './phrase.js';
import type { Recognizer } from './recognizer.js';

// ---------- what stands to the right of a name ----------

// 方溪乡村 is 乡村, 某某乡镇 is 乡镇: the last character of a town's name may open another word.
const TOWN_WORD: Readonly<Record<string, RegExp>> = {
  乡: /^[村镇贤愁亲音情土间下野邻]/u,
  镇: /^[海江](?:市|区)/u,
  // 柯城村播基地, 新建村级物流站, 村镇银行
  // 明星|村庄, 岱岭|村民组
  村: /^(?:[级镇播晚超咖歌跑庄寨]|落(?!户)|民[组小])/u,
};

// 杭州湾, 北京路, 贺兰山, 黑河大峡谷: streets, bays, hills and rivers have no type; 富春江 and 金溪河 have their own name.
const THING_AFTER_SHORT =
  /^(?:[东西南北中]?[路街巷](?![桥道])|牌(?![坊照楼匾])|大道|大街|湾(?!区)|海峡|大峡谷|峡谷|[山河江湖溪](?=[东西南北上下沿畔边水])(?![东西](?:省|协作|部)|[南北](?:省|地区))|[两三四五六七八九十]村|王(?=\p{Script=Han}{2})|时间|方言|话[，。、]|人(?=[，。、]))/u;

// 健康浙江, 书香浙江, 数字临海: names of campaigns.
const SLOGAN_BEFORE =
  /(?:美丽|健康|平安|法治|数字|清廉|书香|诗画|绿色|活力|信用|质量|品质|幸福|智慧|文明|创新|爱心|志愿|文化|无废|和美|大美|锦绣|红色|开放|富裕)$/u;
const OLD_UNIT = /^(?:[府郡州](?!委|直|级|政府|内|办)|县(?![委城域级长政府内直乡、（]))/u;
const COUNTED_AFTER = /^(?:课|功课|学|语|专业|手艺|技术|亲|炮|机|设备|车|电|大戏|戏|好戏|晚会|考试|生意)/u;
// Words that a full name of a district may end with by chance: 向|山区, 和|县区.
const KIND_OF_AREA =
  /^(?:山区|市区|县区|城区|新区|社区|郊区|湖区|库区|林区|矿区|片区|园区|景区|灾区|老区|校区|厂区|地区|县市)$/u;
// A county that ended longer ago than this is printed as history, and may be a place of another age.
const GONE_YEARS = 15;

// ---------- unknown towns and villages ----------

const SUFFIX = '街道|社区|苏木|自然村|村|镇|乡';
const UNKNOWN = new RegExp(`(?<stem>\\p{Script=Han}{1,5}?)(?<suffix>${SUFFIX})`, 'uy');
// The next suffix, where it opens no word of its own (村民, 村书记, 镇长).
const AGAIN = /^(?<suffix>村|镇|社区|街道)(?![民书委支集里级口道域长务贤官干容庄企两联])/u;
const NEVER_IN_STEM =
  /[的了是在与及或这那该各每全本某们为以把被使让将其之于我你他她它着过并而却也就都又还再很最更所则]/u;

// Stems that make a kind of village, not a name: 空心村, 示范村, 城中村, 三个村, 未来社区, 特色小镇, 故乡.
const GENERIC_END =
  /(?:行政|自然|示范|试点|重点|特色|薄弱|空心|城中|城郊|美丽|文明|先进|中心|精品|典型|相对|后进|集体|经济|旅游|传统|移民|民族|生态|未来|智慧|幸福|共富|数字|和美|网红|样板|贫困|脱贫|帮扶|帮促|帮带|结对|受援|联盟|抱团|核心|周边|邻近|附近|相邻|毗邻|沿线|沿江|沿海|景区|景观|休闲|民宿|电商|淘宝|专业|亿元|百强|富裕|偏远|偏僻|老区|库区|山区|海岛|标杆|老旧|城市|农村|国际|完整|智能|低碳|零碳|无废|平安|善治|民主|法治|所在|辖区|不少|多个|许多|其他|其它|其余|相关|有关|同一|整个|成员|首个|首批|小城|建制|历史文化名|文化名|历史文化|工业|农业|商业|革命|红色|绿色|政企|校地|城乡|返乡|入乡|下乡|回乡|地球|时尚|体育|影视|艺术|康养|养老|门户|虚拟|网络|线上|特色小|单位|项目|产业|人才|干部|群众|村民|居民|党员|基层|全域|区域)$/u;
const GENERIC_WHOLE =
  /^(?:小山|小渔|新农|小康|县镇|镇|县乡|市县镇|省市县镇|家|故|异|他|水|重|名|强|富|穷|弱|集|城|小|古|老|渔|农|乡|山|邻|驻|进|入|出|到|回|下|联|带|每|该|各|全|本|两|几|数|多|跨|撤|并|建|强|治|管|兴|美|新|大|外|原|旧|同|别|一|二|三|四|五|六|七|八|九|十)$/u;
const COUNTED_STEM =
  /^(?:[一两三四五六七八九十几多][个座条大]\p{Script=Han}*|\p{Script=Han}?[两三四五六七八九十]|[一二两三四五六七八九十百千万\d]+(?:余|多|几)?[个位名户座家处条批对]?|\p{Script=Han}*\d+个?|[一两百千万亿]\p{Script=Han}{1,2}[一两百千万亿]|\p{Script=Han}{2}[两三四五六七八九十])$/u;

// Words after which a name may begin without a place before it: 来到又新村, 与大山村结对.
const ANCHORS = new Set(
  '在 到 来到 走进 走访 位于 地处 前往 驻 与 和 及 以及 从 由 向 对 是 如 有 跟 同 去 赴 回到 进入 来自 选定 确定 包括 还有 像 例如 比如 通过 推动 带动 联合 连接'.split(
    ' ',
  ),
);
const OPENING = /[、，。；：！？“”‘’（）()《》〈〉"·\n:;,!?—…\s]/u;

const NAME_TAG = /^(?:n[rszt]|nrt|nrfg|x|zg|ng|g|j|q|m|f|b|t|eng)/u;
const PLAIN_WORD = /^(?:n|v|vn|vd|a|ad|an|d|l|i|c|p|r|u\w*|y|z|k|vg|n[gi]|s|t|b)$/u;

/** Words of the article, to be asked by offset. */
class Words {
  private readonly at: Int32Array;
  constructor(
    private readonly words: readonly Word[],
    length: number,
  ) {
    this.at = coverOf(length, words);
  }
  of(offset: number): Word | null {
    return this.words[this.at[offset] ?? -1] ?? null;
  }
  before(offset: number): Word | null {
    return offset === 0 ? null : this.of(offset - 1);
  }
  /** The word that an edge cuts in two; null where the edge is a word boundary. */
  cutBy(offset: number): Word | null {
    const word = this.of(offset);
    return word !== null && word.start < offset ? word : null;
  }
  within(start: number, end: number): Word[] {
    const found: Word[] = [];
    for (let i = this.at[start] ?? -1; i >= 0 && i < this.words.length && (this.words[i]?.start ?? end) < end; i++) {
      const word = this.words[i];
      if (word !== undefined) found.push(word);
    }
    return found;
  }
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly type: PlaceType;
  readonly codes: readonly string[];
  readonly name: string;
  readonly rule: string;
  readonly needsSupport: boolean;
}

const yearOf = (issueDate: string | null): number | null => (issueDate === null ? null : Number(issueDate.slice(0, 4)));

export const place: Recognizer = {
  finds: ['Province', 'City', 'County', 'Township', 'Village'],
  find(reading) {
    const { text } = reading.article;
    const found: Found[] = [];
    const refused: Refusal[] = [];
    const words = new Words(reading.words, text.length);
    const year = yearOf(reading.issueDate);

    const ahead = suffixesAhead(text);
    let at = 0;
    let last: Found | null = null;
    while (at < text.length - 1) {
      const next = readAt(text, at, year, words, last, ahead[at] === 1, refused);
      if (next === null) at++;
      else {
        found.push(next);
        last = next;
        at = next.end;
      }
    }
    const elliptic = [...readElliptic(text, found, words), ...readAbbreviated(text, found, year)];
    const all = withRepeats(text, trimmed(withoutTownStems([...found, ...elliptic], text), text), words);
    return { mentions: all.map((one) => asMention(one, text)), refused };
  },
};

/** The place name that begins at an offset, if one does. */
function readAt(
  text: string,
  at: number,
  year: number | null,
  words: Words,
  last: Found | null,
  suffixAhead: boolean,
  refused: Refusal[],
): Found | null {
  // 分水镇和|合村乡: not 和合村.
  if (last?.end === at && /[和与及]/u.test(text[at] ?? '') && opensPlace(text, at + 1, year)) return null;
  // What hangs on a doubtful short form is no chain: 富民|兴村.
  const chained = last !== null && last.end === at && !last.needsSupport;
  for (const hit of scanPlaces(text, at, year)) {
    const end = at + hit.name.length;
    const read =
      hit.form === 'full'
        ? readFull(text, at, end, hit, words, chained ? last : null, year)
        : readShort(text, at, end, hit, words, year);
    if (typeof read !== 'string') {
      // 高港区|永安洲镇: no county lies in a county, so 永安 is not one here.
      const longer = chained && hit.form === 'short' && read.needsSupport && last !== null && last.type !== 'Province';
      return (longer && last.type !== 'City' ? readUnknown(text, at, words, last) : null) ?? read;
    }
    if (read !== '') refused.push({ start: at, end, text: hit.name, what: 'place', why: read, rule: 'place/refused' });
  }
  return suffixAhead ? readUnknown(text, at, words, last) : null;
}

/** For each offset 1 where a suffix of a town or village follows within the length of a name. */
function suffixesAhead(text: string): Uint8Array {
  const ahead = new Uint8Array(text.length);
  for (const { index } of text.matchAll(/[村镇乡街社苏]/gu)) ahead.fill(1, Math.max(0, index - 6), index);
  return ahead;
}

// ---------- full names ----------

function readFull(
  text: string,
  start: number,
  end: number,
  hit: PlaceHit,
  words: Words,
  chainedTo: Found | null,
  year: number | null,
): Found | string {
  const type = typeOf(hit.codes[0] ?? '');
  const lastCharacter = hit.name.at(-1) ?? '';
  const right = text.slice(end, end + 6);
  if (type === 'Township' || type === 'Village') {
    if (TOWN_WORD[lastCharacter]?.test(right)) return `${lastCharacter}${right.slice(0, 1)} is a word of its own`;
    // 周村村: the name is one longer.
    if (AGAIN.exec(right)?.groups?.suffix === lastCharacter && lastCharacter !== '镇') return '';
    const stem = hit.name.replace(new RegExp(`(?:${SUFFIX})$`, 'u'), '');
    if (chainedTo === null) {
      if (stem.length < 2) return 'a name of two characters counts only after the place above it';
      if (isGenericStem(stem)) return 'a kind of place, not a name';
      // 新建村级公路, 和平村 without a place before it: the stem is a word.
      const own = words.within(start, start + stem.length);
      const verb = own.length === 1 && own[0]?.text === stem && /^(?:v|vn|d|p|c|r|a)$/u.test(own[0].tag);
      if (verb && text[start - 1] !== '、' && text[end] !== '、') {
        // 忠诚镇: a town whose name is a word counts where its county is printed, at the head of a clause.
        if (type !== 'Township' || !OPENING.test(text[start - 1] ?? '\n')) return `${stem} is a word`;
        return {
          start,
          end,
          type,
          codes: hit.codes,
          name: hit.name,
          rule: 'place/town-or-village',
          needsSupport: true,
        };
      }
      const longer = readUnknownLonger(text, start, end, words);
      if (longer !== null) return longer;
    }
    return { start, end, type, codes: hit.codes, name: hit.name, rule: 'place/town-or-village', needsSupport: false };
  }
  // 义乌|市区: the town of a city, though a county once had that name.
  if (hit.name === '市区') return '市区 is a word of its own';
  // 海宁市长: the name is 海宁; but 海宁市|长安镇.
  if (lastBelongsToNextWord(hit.name, right) && !opensPlace(text, end, year)) return '';
  if (chainedTo === null) {
    // 浙西|南山区, 东|南部县: a direction before a direction.
    if (/^[东西南北中]/u.test(hit.name) && /[东西南北]/u.test(text[start - 1] ?? '')) return 'the tail of a direction';
    const cut = words.cutBy(start);
    if (cut !== null && cut.end < end && (cut.tag !== 'x' || hit.name.length === 2)) return `${cut.text} is one word`;
    // 向山区, 浙西南山区: 山区 is the word.
    const own = words.within(start, end);
    const tail = own.length > 1 ? own.at(-1)?.text : undefined;
    if (tail !== undefined && tail.length > 1 && KIND_OF_AREA.test(tail)) return `${tail} is a word of its own`;
  }
  const ended = hit.codes.map((code) => placeAs(code, hit.name, year)?.validTo ?? null);
  const longGone = year !== null && ended.every((to) => to !== null && to < year - GONE_YEARS);
  // 范县, 和县 end other words (示范县, 书记和县长).
  const needsSupport = chainedTo === null && (isDescription(hit.name) || hit.name.length === 2 || longGone);
  return { start, end, type, codes: hit.codes, name: hit.name, rule: 'place/full-name', needsSupport };
}

/** A gazetteer name that jieba's words show to be the end of a longer one: 石大|山村 is not 大山村. */
function readUnknownLonger(text: string, start: number, end: number, words: Words): string | null {
  const cut = words.cutBy(start);
  if (cut === null) return null;
  return cut.end <= end && cut.tag !== 'x' && cut.text.length > 1
    ? `${text.slice(cut.start, end)} may be a longer name`
    : null;
}

/** A place begins here by its full name. */
const opensPlace = (text: string, at: number, year: number | null): boolean =>
  scanPlaces(text, at, year).some((hit) => hit.form === 'full' && hit.name.length > 2);

// ---------- short names ----------

function readShort(
  text: string,
  start: number,
  end: number,
  hit: PlaceHit,
  words: Words,
  year: number | null,
): Found | string {
  const right = text.slice(end, end + 6);
  const cutLeft = words.cutBy(start);
  if (cutLeft !== null && (cutLeft.tag !== 'x' || cutLeft.end > end)) return `${cutLeft.text} is one word`;
  const cutRight = words.cutBy(end);
  // 浙江大学/nt and 海宁市/ns are cut on purpose; 杭州湾/ns is one thing.
  const joined = cutRight !== null && cutRight.tag !== 'x' && !cutRight.tag.startsWith('nt');
  // 、柯桥面料: jieba does not know 柯桥 and cuts 桥面.
  const strange = joined && cutRight.start > start && OPENING.test(text[start - 1] ?? '') && !isOrdinaryWord(hit.name);
  if (joined && !strange && !/^[省市县区]/u.test(right)) return `${cutRight.text} is one word`;
  if (SLOGAN_BEFORE.test(text.slice(Math.max(0, start - 2), start))) return 'part of a slogan (健康浙江)';
  // 三门课程, 三台机器
  if (/^[一二三四五六七八九十]/u.test(hit.name) && COUNTED_AFTER.test(right)) return 'a number with its measure word';
  // 荆州府, 萍乡县: another place than the one of today.
  if (OLD_UNIT.test(right)) return `${hit.name}${right.slice(0, 1)} is another place`;
  // 龙城社区, 江南药镇: a longer name that no gazetteer has.
  if (
    /^(?:社区|街道|村(?![民庄])|镇(?!海|江)|乡(?![村镇贤愁]))/u.test(right) &&
    typeOf(hit.codes[0] ?? '') === 'County'
  ) {
    return `${hit.name}${right.slice(0, 2)} is a longer name`;
  }
  if (THING_AFTER_SHORT.test(right)) return `${hit.name}${right.slice(0, 2)} is a street, a bay or the like`;

  const widest = typeOf(hit.codes[0] ?? '');
  // 吉林 alone is the province, 恩施 the prefecture.
  const codes = widest === 'Province' ? hit.codes.slice(0, 1) : hit.codes;
  const own = words.within(start, end);
  const plainWord = own.length === 1 && own[0] !== undefined && PLAIN_WORD.test(own[0].tag);
  const ordinary = isOrdinaryWord(hit.name);
  // 淳安|县城, 海宁|市长: the full name is printed, and it says which one.
  const printed = /^[省市县区]/u.test(right) ? placeHit(hit.name + right.slice(0, 1), year) : null;
  if (printed !== null && printed.form === 'full') {
    const type = typeOf(printed.codes[0] ?? '');
    return { start, end, type, codes: printed.codes, name: hit.name, rule: 'place/short-name', needsSupport: false };
  }
  const needsSupport =
    widest === 'County'
      ? strange || ordinary || plainWord || !isKnownNationwide(hit.name)
      : widest === 'City' && ordinary;
  // 合作, 富裕: what jieba takes for a verb or an adjective is a place only beside other places.
  const rule =
    ordinary && own.length === 1 && /^(?:v|vn|a|ad|d|c|f)$/u.test(own[0]?.tag ?? '')
      ? 'place/short-name-that-is-a-word'
      : 'place/short-name';
  return { start, end, type: widest, codes, name: hit.name, rule, needsSupport };
}

// ---------- towns and villages in no gazetteer ----------

const isGenericStem = (stem: string): boolean =>
  /[有族]$/u.test(stem) || GENERIC_END.test(stem) || GENERIC_WHOLE.test(stem) || COUNTED_STEM.test(stem);

/** 鱼泉街道|新石村, 来到|又新村: a stem with a suffix, after a place or after a word that a place may follow. */
function readUnknown(text: string, at: number, words: Words, last: Found | null): Found | null {
  const gap = last === null ? '' : text.slice(last.end, at);
  // 高山村|殊塘自然村: only a hamlet lies in a village.
  const inVillage = last?.type === 'Village' && /^\p{Script=Han}{2,4}自然村/u.test(text.slice(at, at + 7));
  const chained =
    last !== null &&
    gap === '' &&
    !last.needsSupport &&
    (last.type !== 'Village' || inVillage) &&
    last.type !== 'Province';
  // 陵城|区有…: the character is the level of the short name before it.
  if (chained && last.rule.startsWith('place/short-name') && /^[省市县区]/u.test(text.slice(at, at + 1))) return null;
  const listed = last !== null && /^[、和与及]$/u.test(gap) && (last.type === 'Village' || last.type === 'Township');
  // 五龙镇的|三会村
  const ofPlace = gap === '的' && rankOf(last) && words.cutBy(at) === null;
  UNKNOWN.lastIndex = at;
  const match = UNKNOWN.exec(text)?.groups;
  if (match === undefined) return null;
  // 租下|北山堂自然村, printed twice: 东北部的|官畲村
  const hamlet = match.suffix === '自然村' && words.cutBy(at) === null;
  const again = isRepeated(text, at, (match.stem ?? '') + (match.suffix ?? '')) && words.cutBy(at) === null;
  if (!chained && !listed && !ofPlace && !hamlet && !again && !opens(text, at, words)) return null;
  let { stem = '', suffix = '' } = match;
  let end = at + stem.length + suffix.length;
  // 周村村, 壶镇镇, but 碗窑村村民.
  const twice = AGAIN.exec(text.slice(end, end + 4))?.groups?.suffix;
  if (suffix.length === 1 && twice !== undefined) {
    stem += suffix;
    suffix = twice;
    end += suffix.length;
  }
  const right = text.slice(end, end + 2);
  if (TOWN_WORD[suffix]?.test(right)) return null;
  if (suffix === '村' && (/^[庄落居]/u.test(right) || /[农乡驻入进返离护治包]$/u.test(stem))) return null;
  // 艺尚小镇, 江南药镇 are zones, 工业重镇 is praise.
  if (suffix === '镇' && /[小古重名强药水]$/u.test(stem)) return null;
  if (NEVER_IN_STEM.test(stem) || isGenericStem(stem)) return null;
  if (holdsKnownName(text, at, end, chained, words)) return null;
  const own = words.within(at, at + stem.length);
  if (own.some((word) => word.text.length > 1 && /^(?:v|vn|d|p|c|r|l|i|t)$/u.test(word.tag))) return null;
  if (!chained) {
    if (stem.length < 2 || stem.length > 4) return null;
    const whole = own.length === 1 ? own[0] : undefined;
    if (!listed) {
      if (whole !== undefined && PLAIN_WORD.test(whole.tag)) return null;
      const single = again || hamlet ? /^(?:n|zg|n[gr]|q)$/u : null;
      if (own.some((word) => !NAME_TAG.test(word.tag) && !(word.text.length === 1 && single?.test(word.tag))))
        return null;
      // 单比|村集体
      if (suffix === '村' && /^(?:集体|两委|党)/u.test(text.slice(end, end + 2)) && !again) return null;
    }
  }
  const type: PlaceType = /^(?:村|自然村|社区)$/u.test(suffix) ? 'Village' : 'Township';
  // A county does not lie in a town, and a town not in another.
  if (chained && type === 'Township' && last?.type !== 'County') return null;
  // All towns of today are known; one of another year needs its county before it or a town beside it.
  if (type === 'Township' && (stem.length < 2 || (!chained && !listed))) return null;
  if (!chained && suffix === '村' && /^民/u.test(right)) return null;
  const name = text.slice(at, end);
  return { start: at, end, type, codes: [], name, rule: 'place/unknown-name', needsSupport: false };
}

/** A county or a town, of which a village may be said to be with 的. */
const rankOf = (one: Found | null): boolean => one !== null && (one.type === 'County' || one.type === 'Township');

/** Printed twice with another word before it each time, as a name is and a chance run of characters is not. */
function isRepeated(text: string, at: number, name: string): boolean {
  if ([...name].length < 3) return false;
  const other = text.indexOf(name) === at ? text.indexOf(name, at + 1) : text.indexOf(name);
  return other >= 0 && (text[other - 1] ?? '') !== (text[at - 1] ?? '');
}

/** Tags of the words that stand before a name and are no part of it: 又如, 西北部, 目前. */
const OPENS_NAME = /^[ftdpcv]/u;

/** 又如|寿昌镇, 西北部|长虹乡: a known name is the end of it, and the words before it are none. */
function holdsKnownName(text: string, at: number, end: number, chained: boolean, words: Words): boolean {
  for (let from = at + 1; from <= end - 3; from++) {
    if (words.cutBy(from) !== null) continue;
    if (chained && !words.within(at, from).some((word) => OPENS_NAME.test(word.tag) && word.text.length > 1)) continue;
    const hit = placeHit(text.slice(from, end));
    // There is a village that is called 自然村.
    const plain = hit?.name === '自然村' || hit?.name === '行政村';
    if (hit !== null && hit.form === 'full' && (hit.codes[0]?.length ?? 0) > 6 && !plain) return true;
  }
  return false;
}

function opens(text: string, at: number, words: Words): boolean {
  if (at === 0) return true;
  if (words.cutBy(at) !== null) return false;
  if (OPENING.test(text[at - 1] ?? '')) return true;
  const before = words.before(at);
  return (
    before !== null && (ANCHORS.has(before.text) || /^[这那][位名座个家]$|^目前$|^如今$|^邻近的?$/u.test(before.text))
  );
}

// ---------- names that share one suffix ----------

// 径山、百丈等周边乡镇; 丰家源、上江、夏峰等村; 八都和安仁两镇
const SHARED_SUFFIX =
  /(?:等(?:周边|邻近|附近|相邻|沿线|\d+|[两三四五六七八九十]+|多)?个?|(?:\d+|[两三四五六七八九十]+)个|[两三四五六七八九十])(?<kind>乡?镇[（(]街道?[）)]|乡镇街道|镇街道|乡镇|镇街|镇乡|街道|镇|乡|村社|村(?![民庄落镇干])|社区)/gu;
const LIST_BEFORE = /(?<list>\p{Script=Han}{2,6}(?:[、和与]\p{Script=Han}{2,4}){1,8})$/u;
const SUFFIXES_OF: Readonly<Record<string, readonly string[]>> = {
  乡镇: ['镇', '乡', '街道'],
  镇街: ['镇', '街道'],
  镇乡: ['镇', '乡'],
  乡镇街道: ['镇', '乡', '街道'],
  镇街道: ['镇', '街道'],
  村社: ['村', '社区'],
};

/** Only names that the gazetteer has with that suffix; they count when their county is in the article. */
function readElliptic(text: string, found: readonly Found[], words: Words): Found[] {
  const read: Found[] = [];
  for (const match of text.matchAll(SHARED_SUFFIX)) {
    const kind = (match.groups?.kind ?? '').replace(/[（(]街道?[）)]$/u, '街道');
    const suffixes = SUFFIXES_OF[kind] ?? [kind];
    const list = LIST_BEFORE.exec(text.slice(Math.max(0, match.index - 50), match.index))?.groups?.list;
    if (list === undefined) continue;
    let start = match.index - list.length;
    for (const [i, part] of list.split(/[、和与]/u).entries()) {
      const end = start + part.length;
      const one = ellipticName(text, start, end, i === 0, suffixes, words);
      if (
        one !== null &&
        !found.some((other) => other.start < one.end && one.start < other.end && !other.needsSupport)
      ) {
        read.push(one);
      }
      start = end + 1;
    }
  }
  return read;
}

function ellipticName(
  text: string,
  start: number,
  end: number,
  first: boolean,
  suffixes: readonly string[],
  words: Words,
): Found | null {
  // The first item may carry the words before it: 辐射至径山.
  for (let from = start; from <= end - 2; from++) {
    if (from > start && (!first || words.cutBy(from) !== null)) continue;
    const stem = text.slice(from, end);
    const codes = suffixes.flatMap((suffix) => {
      const hit = placeHit(stem + suffix);
      return hit?.form === 'full' ? hit.codes.filter((code) => code.length > 6) : [];
    });
    const suffix = suffixes.find((one) => placeHit(stem + one)?.form === 'full');
    if (codes.length === 0 || suffix === undefined) continue;
    const type: PlaceType = /^(?:村|社区)$/u.test(suffix) ? 'Village' : 'Township';
    return { start: from, end, type, codes, name: stem + suffix, rule: 'place/shared-suffix', needsSupport: true };
  }
  return null;
}

// ---------- one character a place ----------

// 杭绍甬三市, 川渝两地, 苏浙皖三省
const COUNTED_TOGETHER = /(?<count>[两二三四五])(?:省|市|地|城)/gu;
const COUNTS = '零一二三四五';

function readAbbreviated(text: string, found: readonly Found[], year: number | null): Found[] {
  const read: Found[] = [];
  for (const match of text.matchAll(COUNTED_TOGETHER)) {
    const count = match.groups?.count ?? '';
    const many = count === '两' ? 2 : COUNTS.indexOf(count);
    const from = match.index - many;
    const names = from < 0 ? null : abbreviated(text.slice(from, match.index));
    if (names === null) continue;
    if (found.some((other) => other.start < from + many && from < other.end)) continue;
    for (const [i, name] of names.entries()) {
      const hit = placeHit(name, year);
      if (hit === null) continue;
      const type = typeOf(hit.codes[0] ?? '');
      const rule = 'place/one-character';
      read.push({ start: from + i, end: from + i + 1, type, codes: hit.codes, name, rule, needsSupport: false });
    }
  }
  return read;
}

// ---------- second look ----------

/** An unknown name that ends with another one of the article has a word too many before it: 仅|上宇村. */
function trimmed(found: readonly Found[], text: string): Found[] {
  // 雷家店镇|板船山村: a name that follows its town is whole.
  const follows = new Set(found.filter((one) => one.type !== 'Village').map((one) => one.end));
  const names = new Set(found.flatMap((one) => (one.type === 'Village' || one.type === 'Township' ? [one.name] : [])));
  return found
    .map((one) => {
      // 落户|板船山村: nor is the gazetteer's 船山村 the end of it.
      const longer =
        one.rule === 'place/town-or-village' && !follows.has(one.start)
          ? found.find(
              (other) =>
                other.name.length > one.name.length &&
                other.name.endsWith(one.name) &&
                text.endsWith(other.name, one.end),
            )
          : undefined;
      if (longer !== undefined) return { ...longer, start: one.end - longer.name.length, end: one.end };
      if (one.rule !== 'place/unknown-name' || follows.has(one.start)) return one;
      for (let cut = 1; cut <= one.name.length - 3; cut++) {
        const name = one.name.slice(cut);
        const known = names.has(name) ? found.find((other) => other.name === name) : undefined;
        if (known !== undefined && text[one.start - 1] !== undefined)
          return { ...known, start: one.start + cut, end: one.end };
      }
      return one;
    })
    .sort((a, b) => a.start - b.start);
}

/** 安仁 in an article that prints 安仁镇 is the town, not 安仁县 of Hunan. */
function withoutTownStems(found: readonly Found[], text: string): Found[] {
  const stems = new Set(
    found.flatMap((one) => (one.type === 'Township' ? [one.name.replace(/(?:街道|苏木|镇|乡)$/u, '')] : [])),
  );
  return found.filter((one) => {
    if (!one.rule.startsWith('place/short-name') || one.type === 'Province' || !stems.has(one.name)) return true;
    return one.codes.some((code) => text.includes(placeByCode(code)?.name ?? '\0'));
  });
}

/** Later mentions of towns and villages: by the full name anywhere, by the stem where the words show a name. */
function withRepeats(text: string, found: readonly Found[], words: Words): Found[] {
  const taken = new Uint8Array(text.length);
  for (const one of found) taken.fill(1, one.start, one.end);
  const more: Found[] = [...found];
  const seen = new Set<string>();
  const repeatable = found.filter((one) => one.type === 'Township' || one.type === 'Village');
  const free = (name: string): number[] => offsetsOf(text, name).filter((at) => isFree(taken, at, name.length));
  for (const one of repeatable) {
    if (seen.has(one.name)) continue;
    seen.add(one.name);
    for (const start of free(one.name)) {
      const end = start + one.name.length;
      if (TOWN_WORD[one.name.at(-1) ?? '']?.test(text.slice(end, end + 2))) continue;
      taken.fill(1, start, end);
      more.push({ ...one, start, end, rule: 'place/repeated-name' });
    }
    const stem = stemOf(one.name);
    const other = placeHit(stem);
    if (stem.length < 2 || other?.codes.some((code) => code.length === 6 && code.endsWith('00'))) continue;
    for (const start of free(stem)) {
      const end = start + stem.length;
      if (words.cutBy(start) !== null || words.cutBy(end) !== null) continue;
      if (!standsAsName(text, start, end, words)) continue;
      taken.fill(1, start, end);
      more.push({ ...one, start, end, rule: 'place/stem-of-printed-name' });
    }
  }
  return more.sort((a, b) => a.start - b.start);
}

const stemOf = (name: string): string => name.replace(/(?:街道|苏木|自然村|社区|镇|乡|村)$/u, '');

/** Every place where a name stands in the text, from left to right. */
function offsetsOf(text: string, name: string): number[] {
  const offsets: number[] = [];
  for (let at = text.indexOf(name); at >= 0 && name !== ''; at = text.indexOf(name, at + 1)) offsets.push(at);
  return offsets;
}

/** Nothing has been read there yet. */
function isFree(taken: Uint8Array, start: number, length: number): boolean {
  for (let offset = start; offset < start + length; offset++) if (taken[offset] !== 0) return false;
  return true;
}

/** A stem is a name where jieba does not know it as a word, or in a list of names: 八都、安仁两个中心镇. */
function standsAsName(text: string, start: number, end: number, words: Words): boolean {
  const own = words.within(start, end);
  const only = own.length === 1 ? own[0] : undefined;
  if (only === undefined || !PLAIN_WORD.test(only.tag)) return true;
  return text[start - 1] === '、' || text[end] === '、';
}

// ---------- what is handed on ----------

function asMention(one: Found, text: string): Mention {
  const only = one.codes.length === 1 ? placeByCode(one.codes[0] ?? '') : null;
  const name = one.rule.startsWith('place/short-name') && only !== null ? only.name : one.name;
  return {
    type: one.type,
    name,
    text: text.slice(one.start, one.end),
    start: one.start,
    end: one.end,
    rule: one.rule,
    candidates: one.codes,
    ...(one.needsSupport ? { needsSupport: true } : {}),
  };
}
