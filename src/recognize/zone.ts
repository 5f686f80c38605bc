/**
 * Zones: development zones, parks, new areas, characteristic towns, named 片区, 组团 and 飞地.
 * In: an article and its words. Out: 玉环市清港镇樟岙工业区 → { name: "樟岙工业区", rule: "zone/suffix" }.
 * A suffix alone or with general words only (产业园区, 省级经济开发区) is refused.
 */
import { placeHit, placesInside } from '../lexicon/places.js';
import { programNames } from '../lexicon/programs.js';
import type { Mention, Reading, Refusal, Span, Word } from '../model.js';
import { matchesOpening, openedBy } from './opening.js';
import { coverOf, isProper, leftEdge, PROVINCE_BEFORE } from './phrase.js';
import type { Recognizer } from './recognizer.js';

/** Longest first where one ends another. */
const SUFFIXES = [
  '高新技术产业开发区',
  '经济技术开发区',
  '高新技术产业园区',
  '高新技术开发区',
  '经济开发区',
  '旅游度假区',
  '综合保税区',
  '保税港区',
  '保税物流中心',
  '自由贸易试验区',
  '自由贸易港',
  '自贸试验区',
  '生态功能区',
  '产业集聚区',
  '改革创新试验区',
  '综合配套改革试验区',
  '融合示范区',
  '一体化发展示范区',
  '自主创新示范区',
  '承接产业转移示范区',
  '现代农业示范区',
  '产业示范园区',
  '示范园区',
  '合作园区',
  '共建园区',
  '生态工业园',
  '工业集中区',
  '产业集中区',
  '循环经济园区',
  '承接产业转移园',
  '特别合作区',
  '深度合作区',
  '产业合作区',
  '经济合作区',
  '现代农业园',
  '现代产业园',
  '科技产业园',
  '农业科技园区',
  '工业园区',
  '产业园区',
  '物流园区',
  '科技园区',
  '农业园区',
  '创业园区',
  '商务区',
  '商贸区',
  '核心区',
  '开发区',
  '高新区',
  '经开区',
  '自贸港',
  '自贸区',
  '保税区',
  '度假区',
  '集聚区',
  '功能区',
  '试验区',
  '工业园',
  '产业园',
  '科技园',
  '物流园',
  '软件园',
  '创业园',
  '智造园',
  '制造园',
  '电商园',
  '农业园',
  '示范园',
  '众创园',
  '孵化园',
  '科创园',
  '智谷',
  '工业区',
  '工业城',
  '科技城',
  '众创城',
  '科学城',
  '产业城',
  '航空城',
  '双创园',
  '海创园',
  '电子商务园',
  '园区',
  '大学城',
  '高教区',
  '医药城',
  '科创走廊',
  '科创大走廊',
  '创新走廊',
  '科创城',
  '策源地',
  '发展轴',
  '产业带',
  '文化带',
  '新区',
  '新城',
  '片区',
  '组团',
  '区块',
  '港区',
  '协同发展区',
  '协作区',
  '风光带',
  '风情带',
  '药谷',
  '光谷',
  '数谷',
  '云谷',
  '小镇',
  '茶镇',
  '药镇',
  '酒镇',
] as const;
/** 现代农业园 and 现代农业园区 are one suffix. */
const SUFFIX = new RegExp(SUFFIXES.map((suffix) => suffix.replace(/园$/u, '园区?')).join('|'), 'uy');
const SUFFIX_OPENINGS = openedBy(SUFFIXES);

/** Words that name no single zone however many of them stand before the suffix. */
const GENERAL =
  /^(?:科创|平台|农|中心镇|—|合格|养生|康养|地表水|水|环境|近岸海域|制造业|服务业|主|开放|省管|市管|商务|国际|材料|高新材料|高技术|高新技术|电子商务|返乡|返乡入乡|农民工|大学生|青年|孵化|循环|循环经济|化工|承接|转移|产业转移|共建|帮扶|东西部|扶贫|协作|结对|南北|双向|入驻|省际|异地|标准化|规模化|专业化|智能化|生产|加工|精深加工|农产品|种养|种植|养殖|畜牧|水产|粮油|稻渔|五星级|四星级|三星级|星级|乡村振兴|美丽乡村|和美乡村|高质量发展|一流|知名|骨干|龙头|其他|其它|原有|现有|有关|相关|周边|国内|国外|境内|境外|海外|内地|飞地|强化|老城|旧城|城区|新城|现代|特色|产业|工业|农业|经济|技术|高新|省级|国家级|国家|市级|县级|省|市|县|区|镇|乡|村|各类|各|一批|重点|小微|小微企业|微|核心|主要|全部|多个|首批|首个|全省|全国|全市|全县|全区|城市|乡村|农村|中心|本地|当地|山区|高能级|高产出|高标准|高水平|大湾区|发达地区|县域内?|山海协作|文旅|融合|组团|片区|化|协同|连锁|特别|合作|集聚|园区|各自|多个|同类|地方|经营|一体|共享|农产品|产城融合|专业|小型|大型|万亩|千亩|万亩千亿|千亿|百亿|综合性|省级?旅游风情|旅游风情|风情|诗画浙江|最美|批|第|省重点|重点村|县城—中心镇—重点村|传统|新兴|先进|优势|企业|外资|招商|平台|载体|创新|创业|科技|绿色|生态|旅游|历史|文化|自然|美丽|共富|共同富裕|高质量|综合|发展|规划|连片|重大|建设|示范|试点|智慧|数字|智能|制造|先行|行政|管理|公共|配套|服务|物流|居住|商业|中央|老|新|大|小|该|本|此|这个|那个|整个|东|西|南|北|改革|自由贸易|海岛|风貌|街区|村镇|城镇|乡镇|功能|战略|化|性|型|级|三大|两大|五大|[一二三四五六七八九十两几多\d]+[个大座处家]?|等)*$/u;
/** These suffixes are so common in plain prose that only a place name or marks before them make a name. */
const NEEDS_PLACE = new Set([
  '园区',
  '示范园区',
  '合作园区',
  '共建园区',
  '工业集中区',
  '核心区',
  '功能区',
  '试验区',
  '新城',
  '片区',
  '组团',
  '区块',
  '示范园',
  '集聚区',
  '产业带',
  '文化带',
  '商务区',
  '策源地',
  '港区',
  '发展轴',
  '协作区',
  '协同发展区',
  '风光带',
  '风情带',
  '云谷',
  '光谷',
]);
/** New areas that are districts of the state's code table: the place recogniser's. */
const DISTRICTS = /(?:浦东|滨海)新区$/u;
/** 地表水环境功能区, 温州港主港区: a class of water and a part of a port. */
const NO_ZONE = /^片区组团$|(?:水|大气|声|环境)功能区$|主港区$/u;
/** Words that were walked over and rule what follows: 整合提升建设现代农业园, 高标准建设…, 1200亩的…. */
const RULING =
  /^.*(?:项目(?=.{2})|基地(?=.{2})|重点帮扶|帮扶|确定|合作共建|共建|创办|参观|考察|走进|走访|来到|前往|落户|入驻|依托|围绕|拥有|成立|设立|规划|布局|建设|打造|对接|优化|支持|争创|擘画|得益于|推动|引入|建成|位于|筹资|入股|串联起?|亩的|亩|平方公里|公顷|深化|整合|创建|提升(?!项目)|加快|晋级|晋升|升级为|跻身|感受|体验|谈到|说起|提到|设有|建有|获评|荣获|评为|评定为|认定为|命名为|列为|入选|获|建强|勾勒出|借助|接轨|一批|再造一个|再造|是|搬迁至|搬迁到|与|于|在|从|驶出|的|起)/u;
const COUNTED = /^(?:[+＋]?\d+|[一二三四五六七八九十两几多]+)?(?:个|座|大|家|处|对|批|县)/u;
const PLACE_PREFIX =
  /^(?:\p{Script=Han}{1,8}?(?:省|自治区))?(?:\p{Script=Han}{2,6}?市)?(?:\p{Script=Han}{1,5}?(?:县|市|自治县|(?<![园新发高])区))?(?:\p{Script=Han}{2,5}?(?:镇|乡|街道))?(?:\p{Script=Han}{2,5}?村)?/u;
const ZONE_PREFIX = /^\p{Script=Han}{2,10}?(?:开发区|高新区|经开区|新区|工业园区|集聚区)(?=.{4,})/u;

/** 沐川县|魔芋现代农业园区: plain words alone name no park, the place right before them does. */
const LAST_PLACE = /(?<=^|[省市县区镇乡道])\p{Script=Han}{2,5}?(?:自治[县区]|[省市县区镇乡村]|街道)$/u;
/** 获浙江省制造业高质量发展示范园区: what is awarded with general words is a title. */
const HONOUR =
  /(?:获|获评|荣获|评为|评定为|认定为|命名为|授予|入选|列为|列入|创成|晋级|晋升|跻身|升级为)(?:了|为|[“"]|全国|国家级?|省级?|全省|\p{Script=Han}{2,3}省|首批|第\p{Script=Han}批)*$/u;

/** A name of a place, a person or a firm, or a word that no dictionary has, stands between two offsets: 柯桥|印染, 天井|垟|粮食. */
function isNamed(reading: Reading, cover: Int32Array, from: number, to: number): boolean {
  const { words } = reading;
  for (let i = Math.max(0, cover[from] ?? 0); i < words.length && (words[i] as Word).end <= to; i++) {
    const word = words[i] as Word;
    const next = words[i + 1];
    // 樟|岙, 汾|口: two characters in a row that are words by themselves.
    if (word.start >= from && next !== undefined && next.end <= to && isSingle(word) && isSingle(next)) return true;
    if (word.start >= from && !COINED.test(word.text) && (isProper(word) || RARE.test(word.tag + word.text)))
      return true;
  }
  return placesInside(reading.article.text.slice(from, to), null).some(({ start }) => start === 0);
}
const isSingle = (word: Word): boolean =>
  /^(?:n|ng|nr|nz|zg|x|g|ns)$/u.test(word.tag) && /^\p{Script=Han}$/u.test(word.text);
/** New words that name no place, which the dictionary does not know either. */
const COINED = /^(?:科创|双创|共富|智造|数智|数创|农旅|茶旅|文创|零碳|电商|村播|产教|农文旅|康养|绿创|飞地|农光)$/u;
/** One character that jieba has only as a part of words, and that no unit or ending is: 垟, 岙. */
const RARE = /^(?:zg|x)(?![县省市区镇乡村园城省圈带谷港])\p{Script=Han}$/u;

/** “大镇带小乡”组团试点: the marks hold a program. */
const lexicalProgram = (inner: string): boolean => programNames().has(inner);

interface Found extends Span {
  readonly name: string;
  readonly rule: string;
}

/** 柯桥区 stays before a general rest (柯桥区经济开发区); before a proper one it goes (大墅镇千岛湖…示范园). */
function withoutPlace(name: string, suffix: string, isNamedFrom: (at: number) => boolean): number {
  let cut = 0;
  const zone = ZONE_PREFIX.exec(name);
  if (zone !== null && !GENERAL.test(name.slice(zone[0].length, name.length - suffix.length))) {
    cut = zone[0].length;
    return cut + withoutPlace(name.slice(cut), suffix, (from) => isNamedFrom(cut + from));
  }
  const province = PROVINCE_BEFORE.exec(name)?.[0] ?? '';
  if (province !== '' && !GENERAL.test(name.slice(province.length, name.length - suffix.length)))
    return province.length;
  if (cut === 0) {
    const place = PLACE_PREFIX.exec(name)?.[0] ?? '';
    const rest = name.slice(place.length);
    if (place !== '' && rest.length > suffix.length && !GENERAL.test(rest.slice(0, rest.length - suffix.length)))
      cut =
        isNamedFrom(place.length) || /[小茶药酒]镇$/u.test(suffix)
          ? place.length
          : (LAST_PLACE.exec(place)?.index ?? 0);
  }
  return cut;
}

/** 去|清河羊绒小镇, 园有|浙川产业园: how much of a name is a verb before the place that it begins with. */
function beforePlace(modifier: string): number {
  for (let k = 1; k <= 8; k++)
    if (
      /^(?:\p{Script=Han}{0,2}[去往有到因了由把将]|\p{Script=Han}{3,7}[去往])$/u.test(modifier.slice(0, k)) &&
      (placesInside(modifier.slice(k), null)[0]?.start === 0 || placeHit(modifier.slice(k, k + 2)) !== null)
    )
      return k;
  return 0;
}

function fromSuffixes(text: string, reading: Reading, refused: Refusal[]): Found[] {
  const found: Found[] = [];
  const cover = coverOf(text.length, reading.words);
  for (const match of matchesOpening(SUFFIX_OPENINGS, SUFFIX, text)) {
    const suffix = match[0];
    const headStart = match.index;
    const end = headStart + suffix.length;
    if (/^(?:化|式|性|内外|间|联合党|组团|块|级|者|项目|条例)/u.test(text.slice(end, end + 3))) continue;
    // “河山田”生态融合示范区: marks around the proper part.
    const marked = /[“‘]([^“”‘’\n。]{2,14})[”’]\p{Script=Han}{0,6}$/u.exec(
      text.slice(Math.max(0, headStart - 24), headStart),
    );
    if (marked !== null) {
      const start = headStart - marked[0].length;
      const between = marked[0].slice((marked[1] as string).length + 2);
      const inner = marked[1] as string;
      if (
        !/[的了在等对]/u.test(between) &&
        !/专精特新|小微|空心|[型级]$|^[一二三四五六七八九十两]/u.test(inner) &&
        !GENERAL.test(inner) &&
        lexicalProgram(inner) === false
      ) {
        found.push({ start, end, name: inner + between + suffix, rule: 'zone/marked' });
        continue;
      }
    }
    const edge = leftEdge(reading.words, cover, headStart, 24);
    let start = edge.start;
    // A mark of names inside: 古道—茶香, 中欧(德国)装备产业园.
    const bracket =
      edge.by === ')' || edge.by === '）'
        ? /\p{Script=Han}{2,6}[(（]\p{Script=Han}{2,6}[)）]$/u.exec(text.slice(Math.max(0, start - 26), start))
        : null;
    if (bracket !== null) start -= bracket[0].length;
    // “全省山海协作产业园”: what the marks hold is the name.
    const opening = text.slice(Math.max(0, end - 26), end).lastIndexOf('“');
    const inMarks = /[”’]/u.test(text[end] ?? '') && opening >= 0 ? Math.max(0, end - 26) + opening + 1 : -1;
    if (
      inMarks >= 0 &&
      end - inMarks > suffix.length + 1 &&
      !/[，。；：、“”‘+的]|建成/u.test(text.slice(inMarks, end))
    ) {
      found.push({ start: inMarks, end, name: text.slice(inMarks, end), rule: 'zone/marked' });
      continue;
    }
    const ruling = RULING.exec(text.slice(start, headStart))?.[0].length ?? 0;
    start += ruling;
    if (
      /\d/u.test(text[start - 1] ?? '') ||
      COUNTED.test(text.slice(start, headStart)) ||
      /[\d一二三四五六七八九十两几多][个座家处]$/u.test(text.slice(start, headStart)) ||
      /[两三四五六七八九十\d][大个]\p{Script=Han}{0,4}$/u.test(text.slice(start, headStart)) ||
      /\d万?余?(?:亩|公顷|平方公里|平方米)$/u.test(text.slice(Math.max(0, start - 8), start))
    ) {
      refused.push({
        start,
        end,
        text: text.slice(start, end),
        what: 'Zone',
        why: 'a number of zones, no name',
        rule: 'zone/refused',
      });
      continue;
    }
    start += beforePlace(text.slice(start, headStart));
    if (text[start - 1] === '中' && /^[德美日韩意法英荷丹以新俄]/u.test(text.slice(start))) start -= 1;
    const whole = text.slice(start, end);
    const cut = withoutPlace(whole, suffix, (from) => isNamed(reading, cover, start + from, headStart));
    start += cut;
    const name = text.slice(start, end);
    const modifier = name.slice(0, name.length - suffix.length);
    if (DISTRICTS.test(name) || NO_ZONE.test(name)) continue;
    const placed = reading.words
      .slice(Math.max(0, cover[start] ?? 0), (cover[headStart] ?? 0) + 1)
      .some((word) => word.start >= start && word.end <= headStart && /^(?:ns|nr|nt|nz|nrt)$/u.test(word.tag));
    const proper = placed || isNamed(reading, cover, start, headStart);
    const ofProvince = /^(?:\p{Script=Han}{2,3}省|全国|国家级?)/u.exec(name)?.[0].length ?? 0;
    if (
      HONOUR.test(text.slice(Math.max(0, start - 16), start)) &&
      !isNamed(reading, cover, start + ofProvince, headStart)
    ) {
      refused.push({ start, end, text: name, what: 'Zone', why: 'an honour title', rule: 'zone/refused' });
      continue;
    }
    if (modifier.length < 2 && !placed) {
      refused.push({ start, end, text: name, what: 'Zone', why: 'no name before the suffix', rule: 'zone/refused' });
      continue;
    }
    // 永寿县园区, 龙头企业园区: a bare 园区 needs a proper word of its own.
    if (
      suffix === '园区' &&
      (modifier.length < 4 || /强化|(?:种植|养殖|种养)$/u.test(modifier) || /[县市区镇乡]$/u.test(modifier))
    )
      continue;
    if (NEEDS_PLACE.has(suffix) && ofProvince > 0 && !isNamed(reading, cover, start + ofProvince, headStart)) {
      refused.push({ start, end, text: name, what: 'Zone', why: 'general words of a province', rule: 'zone/refused' });
      continue;
    }
    if (GENERAL.test(modifier) || (NEEDS_PLACE.has(suffix) && !proper && cut === 0)) {
      refused.push({ start, end, text: name, what: 'Zone', why: 'general words only', rule: 'zone/refused' });
      continue;
    }
    found.push({ start, end, name, rule: 'zone/suffix' });
  }
  return found;
}

/** What stands between the number and the suffix and is no part of the names. */
const RANKED = '(?:重点|特色|省级|国家级|市级|城市|产业|旅游)*';
const SHARED_SUFFIX =
  '((?:山海协作|东西部协作|跨省合作|共建|产业)?(?:产业园|工业园|飞地)|片区|组团|板块|开发区|高新区|工业园区|新区|集聚区|科技城|小镇)';
/** 畲乡风情、住龙红绿金等4个片区; 廊桥—氡泉、乌岩岭—飞云湖两大板块; 甲—乙、丙—丁等4个省级山海协作产业园: one suffix for a list. */
const SHARED = new RegExp(
  '((?:[“]?[\\p{Script=Han}—·-]{2,12}[”]?、)+[“]?[\\p{Script=Han}—·-]{2,12}?[”]?)(?:等|，)?(?:\\d+|[二三四五六七八九十两])(?:个|大)' +
    RANKED +
    SHARED_SUFFIX,
  'gu',
);
/** The end of such a list, which is rare: looked for first, since the list itself may begin at any character. */
const SHARED_END = new RegExp(`(?:\\d|[二三四五六七八九十两])(?:个|大)${RANKED}${SHARED_SUFFIX}`, 'u');
function fromLists(text: string): Found[] {
  const found: Found[] = [];
  if (!SHARED_END.test(text)) return found;
  for (const match of text.matchAll(SHARED)) {
    const suffix = match[2] as string;
    let at = match.index;
    for (const part of (match[1] as string).split('、')) {
      const start = at;
      at += part.length + 1;
      const bare = part.replace(/[“”]/gu, '').replace(/^.*(?:推进|建设|打造|规划|形成|依托|全速|布局)/u, '');
      if (bare.length < 3 || GENERAL.test(bare) || /[的了在]/u.test(bare)) continue;
      const from = start + part.indexOf(bare.slice(0, 2));
      found.push({
        start: from,
        end: from + bare.length,
        name: bare.endsWith(suffix) ? bare : bare + suffix,
        rule: 'zone/list',
      });
    }
  }
  return found;
}

/** 衢江—鄞州山海协作“消薄飞地”, 仙居(杭州)科创飞地: a flying land of named parties. */
const FLYING =
  /(\p{Script=Han}{2,6})(?:[—·-]\p{Script=Han}{2,4}(?:[—·-]\p{Script=Han}{2,4})?|[(（]\p{Script=Han}{2,4}[)）])(?:山海协作|东西部协作|共建)?[“‘]?\p{Script=Han}{0,4}飞地[”’]?(?:产业园区?|园区)?/gu;
function flyingLands(text: string): Found[] {
  const found: Found[] = [];
  if (!text.includes('飞地')) return found;
  for (const match of text.matchAll(FLYING)) {
    const before = match[1] as string;
    // 村里入股|庆元—嘉善…: the first party is the longest place that ends at the dash.
    const length = [4, 3, 2].find((size) => size <= before.length && placeHit(before.slice(-size)) !== null);
    if (length === undefined) continue;
    const start = match.index + before.length - length;
    const end = match.index + match[0].length;
    found.push({ start, end, name: text.slice(start, end).replace(/[“”‘’]/gu, ''), rule: 'zone/flying-land' });
  }
  return found;
}

/** 海创园 for 衢州海创园 that the article names: without its place the name is still no general word. */
function shortForms(text: string, found: readonly Found[]): Found[] {
  const shorter: Found[] = [];
  for (const name of new Set(found.map((find) => find.name))) {
    const form = withoutOwnPlace(name);
    if (form === null) continue;
    for (let start = text.indexOf(form); start >= 0; start = text.indexOf(form, start + form.length)) {
      const end = start + form.length;
      if (![...found, ...shorter].some((find) => find.start < end && find.end > start))
        shorter.push({ start, end, name, rule: 'zone/short-form' });
    }
  }
  return shorter;
}

/** 衢州海创园 → 海创园; null where what is left is a general word. */
function withoutOwnPlace(name: string): string | null {
  const [place] = placesInside(name, null);
  if (place?.start !== 0) return null;
  const rest = name.slice(place.hit.name.length);
  const suffix = matchesOpening(SUFFIX_OPENINGS, SUFFIX, rest).at(-1)?.[0];
  if (suffix === undefined || rest.length < 3) return null;
  return rest === '海创园' || !GENERAL.test(rest.slice(0, -suffix.length)) ? rest : null;
}

export const zone: Recognizer = {
  finds: ['Zone'],
  find(reading: Reading) {
    const { text } = reading.article;
    const refused: Refusal[] = [];
    const printed = [...fromSuffixes(text, reading, refused), ...fromLists(text), ...flyingLands(text)];
    const found = [...printed, ...shortForms(text, printed)];
    found.sort((a, b) => a.start - b.start || b.end - a.end);
    const kept: Found[] = [];
    for (const find of found)
      if (kept.length === 0 || (kept[kept.length - 1] as Found).end <= find.start) kept.push(find);
    const mentions: Mention[] = kept.map((find) => ({
      type: 'Zone',
      name: find.name,
      start: find.start,
      end: find.end,
      text: text.slice(find.start, find.end),
      rule: find.rule,
      candidates: [],
    }));
    return { mentions, refused };
  },
};
