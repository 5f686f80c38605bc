/**
 * Finds companies: 浙江捷众科技股份有限公司, 柒鑫公司, “拾光二号”民宿, 国家能源集团, and short forms of those that the
 * article prints in full (捷众科技). A legal form is read from right to left; a bare 公司, 厂 or 酒店 must have something
 * of its own before it; a short name that nothing ties to a company is refused.
 *
 *   走进浙江捷众科技股份有限公司车间 → { type: 'Company', name: '浙江捷众科技股份有限公司', rule: 'company/legal-form' }
 */
import { AMBIGUOUS_COMPANIES, COMPANY_NAMES, knownCompany } from '../lexicon/companies.js';
import { COUNTRIES, INTRODUCERS, LEADING_VERBS, NAME_VERBS, OUTSIDE, TRADES } from '../lexicon/name-words.js';
import { placeHit } from '../lexicon/places.js';
import { shortForms } from '../lexicon/short-names.js';
import { GENERIC_HEADS, SUFFIXES, type SuffixNeeds } from '../lexicon/suffixes.js';
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

const rowsOfCompany = SUFFIXES.filter((row) => row.type === 'Company');
const NEEDS = new Map(rowsOfCompany.map((row) => [row.suffix, row.needs]));
const SUFFIX = new RegExp(oneOf(NEEDS.keys()), 'uy');
const SUFFIX_OPENINGS = openedBy(NEEDS.keys());

/** 公司 that is another thing: 公司+农户, 公司化, 公司治理 stand without a name and fail by themselves; these have a name before them. */
const NOT_AFTER = /^(?:化|制|法|镇|村|乡|里|路|街|站|房|家|长|商|区|志|史|林|名)/u;
const TRADE_TAIL = new RegExp(`(?:${oneOf(TRADES)})$`, 'u');
const POST_AFTER =
  /^(?:集团)?(?:相关)?(?:党委书记|董事长|副董事长|总经理|副总经理|总裁|副总裁|创始人|CEO|首席|负责人|厂长|场长|庄主|老板|经理|副总|总监)/u;

/** Names closed by a common noun: A、B、C等企业; the list's items are companies. */
const LIST_END =
  /等(?!地)[\p{Script=Han}“”0-9]{0,16}?(?:企业|公司|酒庄|银行|农场|客商|民企|央企|国企|集团|巨头|厂商|车企|药企|电商平台|龙头|项目)/gu;
/** 以|长林、正大|等企业为依托, 引进了|双禾、温氏|等企业: the frame says that the items are firms. */
const FIRMS_BEFORE =
  /(?:^|[，。；：、\n])[^，。；：、\n]{0,10}?(?:以|引进了?|引入了?|招引了?|吸引了?|落户了?|培育出?了?|涌现出?了?|集聚了?|入驻了?)$/u;
const LIST_BEFORE = /(?:[\p{Script=Han}A-Za-z0-9()]{2,16}[、和])*[\p{Script=Han}A-Za-z0-9()]{2,16}$/u;
const LIST_MARK = /[、和]/u;
const RENOWNED =
  /(?:龙头|上市|领军|骨干|知名|头部|重点|规上|规模以上|链主|明星|百强|家)\p{Script=Han}{0,6}(?:企业|公司)$|(?:龙头|巨头)$/u;
const QUOTED = /“(\p{Script=Han}{2,8})”/gu;
const QUOTED_LIST =
  /(?:“\p{Script=Han}{2,8}”、?){1,9}(?=等(?!地)[\p{Script=Han}0-9]{0,14}?(?:企业|公司|集团))|(?<=(?:龙头|领军|骨干|头部|链主|知名|冠军|上市|前[二三五十]|制造|生产)(?:企业|公司)|提供者|提供商|供应商|制造商|服务商|运营商)“\p{Script=Han}{2,8}”/uy;
const QUOTATION = openedBy('“');
const HONOR =
  /专精特新|小巨人|冠军|独角兽|瞪羚|链主|老字号|雏鹰|雄鹰|凤凰|科技型|亩均|双高|领跑|首台|专利|绿色|零碳|未来|龙头/u;
const BUSINESS = /企业|外资|落户|投资|工厂|集团|公司|订单|客商/u;
/** The sentence around an offset, at most 80 characters to either side. */
const sentenceAround = (text: string, at: number): string => {
  const stop = text.indexOf('。', at);
  return text.slice(Math.max(0, at - 80, text.lastIndexOf('。', at)), Math.min(stop < 0 ? text.length : stop, at + 80));
};
/** (以下简称“省乡投集团”) */
const CALLED = /^[(（](?:以下)?(?:简称|下称)[:：]?[“"]?([\p{Script=Han}A-Za-z0-9]{2,10})[”"]?[)）]/u;
const COMPANY_POST = /(?<=[\p{Script=Han}A-Za-z])(?:联合创始人|创始人|副?董事长|副?总经理|副?总裁|首席执行官|CEO)/uy;
const POST_OPENINGS = openedBy('联创副董总首C');
const INTRODUCED = new RegExp(
  `(?:龙头企业|链主企业|领军企业|骨干企业|上市公司|上市企业|行业龙头|知名企业|民营企业|外资企业|重点企业|高新技术企业|国有企业|头部企业|[德日美法英韩台港]资企业|中德合资企业|中外合资企业|子公司|母公司|东家|企业——|(?<=[引进入招吸到了、企业的])(?:${[...COUNTRIES].filter((name) => name !== '中国').join('|')}))`,
  'uy',
);
const INTRODUCED_OPENINGS = openedBy('龙链领骨上行知民外重高国头德日美法英韩台港中子母东企', COUNTRIES);
/** 以中浙高铁为龙头 */
const AS_LEADER =
  /(?<=以)[\p{Script=Han}A-Za-z]{2,10}?(?:、[\p{Script=Han}A-Za-z]{2,16}?){0,4}?(?=等?为(?:龙头|代表|引领|链主))/gu;
const WITH_TRADE = new RegExp(`(?<=[\\p{Script=Han}])(?:${oneOf(TRADES)})`, 'uy');
const TRADE_OPENINGS = openedBy(TRADES);
/** Trades that are as often a plain noun behind an unknown word: 木玩|产业, 文旅|投资. */
const PLAIN_TRADE =
  /^(?:技术|激光|光纤|产业|投资|建设|教育|设计|环境|环保|健康|信息|网络|智能|数据|材料|能源|生态|建筑|服装|旅游|文化|文旅|物流|贸易|设备|装备|工艺|包装|汽车|珠宝|检测|租赁|渔业|林业|牧业|果业|水产|养殖|茶叶|建材|陶瓷|玻璃|水泥|橡胶|模具|五金|工具|医疗|医药|航空|船舶|轨道|燃气|照明|电商|百货|超市|基金|资本|园林|地产|房产|建工|电力|电池|芯片|机器人|通信|软件|传动|动力|家具|家居|玩具|文具|皮革|纺织|印刷|印染|饮料|饲料|粮油|动漫|影视|家电|丝绸|化纤|碳素|基因|冷链|花卉|香料|调味品|铁塔|动能|铸造|生化|油脂|门业|药用|药包|玻管|核电|风电|储能|氢能|水务|热电|黄金|眼镜|钟表|弹簧)$/u;

/** A place's own firms, that its papers call by the trade alone: 旅游集团, 城投集团, 省交投集团. */
const LOCAL_GROUP =
  /^[省市县区]?(?:旅游|文旅|城投|交投|水务|国投|农投|产投|城建|建投|城发|文投|金投|供销|公交|铁投|能投|商投|科投|水投|旅投|机场|港口|海港|路桥|粮油|粮食|盐业|国资)$/u;
/** 雨润|集团, 三元|集团: an ordinary word names a group, unless it says of what kind. */
const KIND_OF_GROUP =
  /^(?:企业|跨国|大型|产业|财团|犯罪|利益|家族|骨干|龙头|相关|行业|民族|金融|军事|国际|传媒|媒体|医疗|教育|交通|科技|资本|国资|国有|民营|上市|控股|投资|能源|建设|建筑|餐饮|物流|商贸|食品|农业|医药|汽车|文化|旅行|票务|酒店|养老|健康|出版|报业|电力|钢铁|环保|地产|头部|知名|该|本|两大|三大|四大|五大|六大|几大|各大|诈骗|黑恶|势力)$/u;
/** 四川|能投, 浙江|建投: a place and the business of its own firm. */
const PLACE_FIRM =
  /(?:能投|交投|铁投|建投|城投|国投|水投|旅投|文投|农投|科投|产投|金投|商投|路桥|国控|城发)(?!债|平台|公司|集团|化)/gu;
const WORKS = /(?<=\p{Script=Han}{4})(?:厂区|分厂|工厂|生产基地)/uy;
const WORKS_OPENINGS = openedBy('厂分工生');
/** 永吉股份|晚间公告称 */
const ANNOUNCES =
  /(?:^|[。；\n”])([\p{Script=Han}A-Z]{3,6}?)(?=(?:近日|日前|今日|昨日)?(?:晚间|午间|早间)?(?:发布|披露)?公告(?:称|显示|，|,)|(?:近日|日前|今日|昨日)(?:晚间|午间)?(?:发布|披露)公告)/gu;
const NO_FIRM = /(?:公司|集团|政府|法院|[局部委会院厅处办])$/u;
/** Trades that close a brand of single characters: 戈葡|酒业. */
const LISTED_TRADE =
  /(?:[纸药酒茶塑鞋面铝铜锂矿乳糖米瓷车泵置锁门钨木竹棉]业|股份|科技|塑胶|轮胎|制药|服饰|重工|新材料?)$/u;
const SINGLES_TRADE = /^(?:[纸药酒茶塑鞋面铝铜锂矿乳糖米瓷车泵置锁门钨]业|科技|食品|生物|新材料?|重工|机械)$/u;
/** 农行|甘肃张掖分行, 安吉农商银行|递铺支行 */
const BRANCH = /^(?!总行)\p{Script=Han}{2,10}?(?:分行|支行|营业部)/u;
/** 投资|有限责任公司, 设备|有限公司: what it does, without a name. */
const SAYS_WHAT =
  /^(?:投资|设备|科技|建设|发展|开发|管理|实业|贸易|农业|旅游|文化|运营|服务|物业|强村|产业|集团|控股|股份|生态|能源|供应链|物流|工程|技术|咨询|经营|资产|传媒)$/u;
/** 上市|公司, 国有控股|公司: a kind of company. */
const KIND_OF_COMPANY = /(?:区域|分|上市|国有|控股|民营|外资|股份|运营|平台|物业|中介|跨国|母|子|总|本|该)$/u;

function besideCompany(text: string, start: number, end: number): boolean {
  const after = text.slice(end, end + 20);
  return (
    /^(?:集团|公司|股份|等.{0,12}(?:企业|公司|品牌|平台))/u.test(after) ||
    POST_AFTER.test(after) ||
    /(?:企业|公司)$/u.test(text.slice(start - 2, start))
  );
}

const mention = (
  frame: Frame,
  start: number,
  end: number,
  rule: string,
  name?: string,
  needsSupport?: boolean,
): Mention => ({
  type: 'Company',
  name: name ?? nameBetween(frame, start, end),
  text: frame.text.slice(start, end),
  start,
  end,
  rule,
  candidates: [],
  ...(needsSupport ? { needsSupport } : {}),
});

/** How far the name of a bank's branch goes on behind the bank's own; 0 where none follows. */
function branchAfter(text: string, end: number): number {
  const branch = BRANCH.exec(text.slice(end, end + 14))?.[0] ?? '';
  return /[的了在与和及等为向给将从、]|负责|客户|工作|银行|推出|发放/u.test(branch) ? 0 : branch.length;
}

/**
 * Where a brand of two to four single characters begins that stands free before `end`: 、|利|达|丰|[服装公司]; -1 for none.
 * Free means that before it a sentence, a list or a place ends.
 */
function singlesBefore(frame: Frame, end: number): number {
  const { words, wordAt } = frame;
  let at = end;
  while (at > 0 && end - at < 4) {
    const word = words[wordAt[at - 1]!]!;
    if (word.end !== at || word.text.length !== 1 || !isHan(word.text) || OUTSIDE.has(word.text)) break;
    if (FUNCTION_CHAR.test(word.text) || LEADING_VERBS.has(word.text)) break;
    at = word.start;
  }
  return end - at >= 2 && freeBefore(frame, at) ? at : -1;
}

/** Where 雨润|集团 begins: one word of two or three characters that is no kind of group, free before it; -1 for none. */
function groupStart(frame: Frame, core: number): number {
  const { text, words, wordAt } = frame;
  const singles = singlesBefore(frame, core);
  if (singles >= 0) return /^[一二两三四五六七八九十几多各][大家个]/u.test(text.slice(singles, core)) ? -1 : singles;
  const word = words[wordAt[core - 1]!]!;
  if (word.end !== core || word.text.length < 2 || word.text.length > 3 || !isHan(word.text)) return -1;
  if (GENERIC_HEADS.has(word.text) || KIND_OF_GROUP.test(word.text) || TRADE_TAIL.test(word.text)) return -1;
  // 广州市|欢聚|集团: behind its city any word names a group.
  const seat = placeEndingAt(frame, word.start);
  if (seat?.known && /[省市县区]$/u.test(text.slice(seat.start, word.start)) && !OUTSIDE.has(word.text))
    return seat.start;
  if (/^[vpcudr]/u.test(word.tag) || OUTSIDE.has(word.text) || LEADING_VERBS.has(word.text)) return -1;
  if (INTRODUCERS.has(word.text) || /^[一二两三四五六七八九十百千多几各\d][大家个]/u.test(word.text)) return -1;
  return freeBefore(frame, word.start) && text[word.start - 1] !== '“' ? word.start : -1;
}

/** True where nothing before an offset can belong to a name that begins there. */
function freeBefore(frame: Frame, start: number): boolean {
  const { text, words, wordAt } = frame;
  if (!isHan(text[start - 1])) return true;
  const word = words[wordAt[start - 1]!]!;
  return word.end === start && (OUTSIDE.has(word.text) || LEADING_VERBS.has(word.text) || INTRODUCERS.has(word.text));
}

interface Beginning {
  readonly start: number;
  /** Something of its own stands before the ending. */
  readonly own: boolean;
  readonly placed: boolean;
}

/** Where a company's name begins among its pieces: at the place before its brand, not at the address before that. */
function companyStart(frame: Frame, pieces: readonly Piece[], core: number, needs: SuffixNeeds): Beginning {
  const legal = needs === 'legal';
  let start = core;
  let own = false;
  let placed = false;
  let branded = false;
  let level = 99;
  for (const piece of pieces) {
    if (piece.kind === 'place' && (piece.known || !legal)) {
      const printedInFull = /[省市县区镇乡村道旗]$/u.test(frame.text.slice(piece.start, piece.end));
      // 洪畴镇|浙江四海, 衢江区|荷鹭牧场: what stands there is an address.
      if (branded && (piece.level >= 5 || (!legal && printedInFull))) break;
      // 缙云|浙江锯力煌: a place before a place must be the wider one.
      if (piece.level >= level) break;
      if (piece.level === 0 && branded && !legal) break;
      // 延锋汽车饰件系统|合肥|有限公司: a seat inside the name.
      const seat = legal && piece === pieces[0] && pieces[1] !== undefined && pieces[1].kind !== 'place';
      if (seat && piece.level <= 4) {
        own = true;
        start = piece.start;
        continue;
      }
      level = piece.level;
      own = true;
      placed = true;
      start = piece.start;
      continue;
    }
    if (level !== 99) break;
    if (piece.kind !== 'noun' && piece.kind !== 'generic') own = true;
    branded ||= piece.kind !== 'generic';
    start = piece.start;
    if (piece.kind === 'quoted') {
      placed = piece === pieces[0];
      own &&= legal || placed;
      break;
    }
  }
  // 服务|丹佛斯集团: a verb at the very front, before a name that is whole without it.
  const front = pieces.find((piece) => piece.start === start);
  const next = front && pieces[pieces.indexOf(front) - 1];
  if (
    front &&
    next &&
    next.kind !== 'noun' &&
    next.kind !== 'generic' &&
    NAME_VERBS.has(frame.text.slice(front.start, front.end))
  ) {
    start = front.end;
  }
  return { start, own, placed };
}

const BRAND_TAG = /^(?:x|nz|nr|nrt|nt|nrfg|eng)$/u;
const FUNCTION_CHAR = /^[对与和在向以将把为从由被让使其该这那每各某至及或而并的了是有个家]/u;

/** A run of one to four words that jieba does not know, or one before a trade word: 禾川科技, 威仕喜. */
function looksLikeBrand(frame: Frame, from: number, end: number): boolean {
  const { text, words, wordAt } = frame;
  let start = from;
  if (knownCompany(text.slice(start, end)) !== null) return true;
  if (!isBoundary(frame, start) && !isBoundary(frame, end)) return false;
  // 上海|艾绿, 浙江|诺肯机械
  for (let i = wordAt[start]!; words[i] && words[i]!.end < end - 1; i++) {
    const place = placeEndingAt(frame, words[i]!.end);
    if (place?.start === start) start = words[i]!.end;
  }
  const name = text.slice(start, end);
  if (name.length < 2 || name.length > 8 || !/^[\p{Script=Han}A-Za-z]+$/u.test(name) || FUNCTION_CHAR.test(name))
    return false;
  const inside = words.slice(wordAt[start], (wordAt[end - 1] ?? 0) + 1);
  if (inside.some((word) => OUTSIDE.has(word.text) || LEADING_VERBS.has(word.text) || INTRODUCERS.has(word.text)))
    return false;
  const tail = TRADE_TAIL.exec(name);
  const headEnd = end - (tail && tail[0].length <= name.length - 2 ? tail[0].length : 0);
  const head = inside.filter((word) => word.end <= headEnd);
  if (headEnd < end && head.length > 0 && head.every((word) => word.text.length === 1 || BRAND_TAG.test(word.tag))) {
    return head[head.length - 1]!.end === headEnd;
  }
  if (name.length > 5 || inside.length > 3 || GENERIC_HEADS.has(name)) return false;
  return inside.every((word) =>
    word.text.length === 1 ? inside.length > 1 && !/^[vpcudm]/u.test(word.tag) : BRAND_TAG.test(word.tag),
  );
}

/** The last run of characters before `end` that can be a name: 成功吸引|威仕喜. */
function trimmedStart(frame: Frame, from: number, end: number): number {
  const { text, words, wordAt } = frame;
  let at = end;
  while (at > from && /[\p{Script=Han}A-Za-z0-9()]/u.test(text[at - 1]!)) {
    const word = words[wordAt[at - 1]!]!;
    const trade = at === end && TRADE_TAIL.test(word.text);
    if (!trade && knownCompany(text.slice(word.start, end)) === null) {
      if (OUTSIDE.has(word.text) || LEADING_VERBS.has(word.text) || INTRODUCERS.has(word.text)) break;
      if (COUNTRIES.has(word.text) || (word.text.length > 1 && /^[vpcdurm]$/u.test(word.tag))) break;
    }
    at = Math.max(from, word.start);
  }
  return at;
}

/** 天源|咖啡厂|负责人, 红叶|茶厂|厂长: a plain noun of two or three characters, free before it, and a post of a firm. */
function namedByPost(frame: Frame, start: number, core: number, end: number): boolean {
  const { text } = frame;
  if (core - start < 2 || core - start > 3 || !POST_AFTER.test(text.slice(end, end + 8))) return false;
  const head = text.slice(start, core);
  const word = frame.words[frame.wordAt[start] ?? -1];
  return (
    word?.start === start &&
    word.end === core &&
    !GENERIC_HEADS.has(head) &&
    !TRADES.includes(head) &&
    !NAME_VERBS.has(head) &&
    !KIND_OF_GROUP.test(head) &&
    (freeBefore(frame, start) || placeEndingAt(frame, start) !== null)
  );
}

/** 生物|技术, 食品|安全: the trade runs on into a noun that is no 公司 or 项目. */
function goesOn(frame: Frame, end: number): boolean {
  const next = frame.words[frame.wordAt[end] ?? -1];
  if (!next || next.start !== end || !/^(?:n|vn|nz|b|ng)$/u.test(next.tag)) return false;
  return !/^(?:公司|集团|股份|项目|车间|厂区|负责人|董事长|总经理|创始人|投资|等)/u.test(
    frame.text.slice(end, end + 4),
  );
}

/** 星辰|车业: a word of two or three characters that is no adjective and no verb, and a trade that is no plain noun. */
function brandedTrade(frame: Frame, start: number, end: number): boolean {
  const name = frame.text.slice(start, end);
  const trade = TRADE_TAIL.exec(name);
  const head = trade ? name.slice(0, -trade[0].length) : '';
  if (
    !trade ||
    !LISTED_TRADE.test(trade[0]) ||
    head.length < 2 ||
    head.length > 3 ||
    PLAIN_TRADE.test(trade[0]) ||
    GENERIC_HEADS.has(head)
  )
    return false;
  if (TRADES.includes(head) || NAME_VERBS.has(head) || !/^\p{Script=Han}+$/u.test(head)) return false;
  const word = frame.words[frame.wordAt[start] ?? -1];
  return word !== undefined && word.start === start && !/^(?:a|b|d|v|vn|ad|r|p)$/u.test(word.tag);
}

/** An item of a list of firms that no dictionary explains as a branch or a product: 长林, 福欣食品. */
function namesFirm(frame: Frame, start: number, end: number): boolean {
  const name = frame.text.slice(start, end);
  if (name.length < 2 || name.length > 6 || !/^\p{Script=Han}+$/u.test(name) || FUNCTION_CHAR.test(name)) return false;
  const trade = TRADE_TAIL.exec(name);
  const head = trade && trade[0].length <= name.length - 2 ? name.slice(0, -trade[0].length) : name;
  if (head.length > 4 || GENERIC_HEADS.has(head) || NAME_VERBS.has(head) || TRADES.includes(head)) return false;
  const inside = frame.words.slice(frame.wordAt[start], (frame.wordAt[end - 1] ?? 0) + 1);
  return inside.every(
    (word) =>
      !OUTSIDE.has(word.text) &&
      !LEADING_VERBS.has(word.text) &&
      (word.start >= start + head.length || word.text.length === 1 || !/^(?:n|v|vn|l|i|a|b|m|t|s|f)$/u.test(word.tag)),
  );
}

/** 浙江纽顿医疗|副总裁 beside 浙江纽顿医疗器械开发有限公司: the front of a full name, ended by a post. */
function beginningOf(
  fullNames: ReadonlySet<string>,
  text: string,
  end: number,
): { name: string; length: number } | null {
  for (const name of fullNames) {
    for (let length = Math.min(name.length - 3, 12, end); length >= 4; length--) {
      const at = name.indexOf(text.slice(end - length, end));
      // With its place or without: 纽顿医疗.
      if (at >= 0 && (at === 0 || placeHit(name.slice(0, at), null) !== null)) return { name, length };
    }
  }
  return null;
}

/** An item of a list of renowned firms: 一枝春, 正大天晴; no branch of trade, no place, nothing with a function word. */
function mayBeFirm(frame: Frame, start: number, end: number): boolean {
  const name = frame.text.slice(start, end);
  if (
    !/^\p{Script=Han}{2,8}$/u.test(name) ||
    FUNCTION_CHAR.test(name) ||
    /(?:产业|行业|领域|制造|企业|公司)$/u.test(name)
  )
    return false;
  if (GENERIC_HEADS.has(name) || TRADES.includes(name) || placeEndingAt(frame, end)?.start === start) return false;
  return frame.words
    .slice(frame.wordAt[start], (frame.wordAt[end - 1] ?? 0) + 1)
    .every((word) => !OUTSIDE.has(word.text) && !LEADING_VERBS.has(word.text) && !INTRODUCERS.has(word.text));
}

/** “戈尔德” is a name; “走出去” and “小巨人” are none. */
function quotedFirm(frame: Frame, start: number, end: number): boolean {
  const first = frame.words[frame.wordAt[start] ?? -1];
  const name = frame.text.slice(start, end);
  return first !== undefined && !/^[vdpm]/u.test(first.tag) && !HONOR.test(name) && !FUNCTION_CHAR.test(name);
}

/** Ends of words after an offset, the longest name first. */
function endsAfter(frame: Frame, start: number): number[] {
  const ends: number[] = [];
  for (let i = frame.wordAt[start] ?? -1; i >= 0 && i < frame.words.length; i++) {
    const word = frame.words[i]!;
    if (word.end - start > 8 || !isHan(word.text[0]) || OUTSIDE.has(word.text) || LEADING_VERBS.has(word.text)) break;
    ends.push(word.end);
  }
  return ends.reverse();
}

const onlyPlaces = (pieces: readonly Piece[], start: number): boolean =>
  pieces.every((piece) => piece.start < start || piece.kind === 'place');

/** An ending such as 公司 or 集团 must not run on into another word: 集团化, 公司制. */
const endsHere = (frame: Frame, end: number): boolean =>
  isBoundary(frame, end) || !isHan(frame.text[end]) || frame.text[end] === '等';

export const company: Recognizer = {
  finds: ['Company'],
  find(reading: Reading) {
    const frame = frameOf(reading);
    const { text } = frame;
    const mentions: Mention[] = [];
    const refused: Refusal[] = [];
    const refuse = (start: number, end: number, why: string, rule: string) =>
      refused.push({ start, end, text: text.slice(start, end), what: 'Company', why, rule });
    const take = (start: number, end: number, rule: string, name?: string, needsSupport?: boolean) =>
      mentions.push(mention(frame, start, end, rule, name, needsSupport));
    /** Printed short form → full name. */
    const shorter = new Map<string, string>();
    /** Brands that the article gives to a company: 肖特 of 肖特集团. */
    const brands = new Set<string>();

    // 1. Companies that everybody knows.
    const knownEnds = new Map<number, number>();
    for (const { name, start } of COMPANY_NAMES.in(text)) {
      const end = start + name.length;
      const [left, right] = [isBoundary(frame, start), isBoundary(frame, end)];
      if (!(left && right) && (name.length === 2 || !(left || right))) continue;
      const branch = /[行社]$/u.test(name) ? branchAfter(text, end) : 0;
      if (branch > 0) {
        knownEnds.set(end + branch, start);
        take(start, end + branch, 'company/branch', nameBetween(frame, start, end + branch));
        continue;
      }
      const doubtful = AMBIGUOUS_COMPANIES.has(name) && !besideCompany(text, start, end);
      // 联想|控股
      const more = /^(?:控股|股份)(?!有限|公司|集团)/u.exec(text.slice(end, end + 6))?.[0].length ?? 0;
      if (more > 0 && isBoundary(frame, end + more)) {
        take(start, end + more, 'company/known', text.slice(start, end + more));
        continue;
      }
      if (!doubtful) knownEnds.set(end, start);
      take(start, end, 'company/known', name, doubtful);
    }

    // 2. Fixed ends, read from right to left.
    for (const match of matchesOpening(SUFFIX_OPENINGS, SUFFIX, text)) {
      const suffix = match[0];
      const core = match.index;
      let end = core + suffix.length;
      const needs = NEEDS.get(suffix)!;
      const legal = needs === 'legal';
      if (!legal && (NOT_AFTER.test(text.slice(end, end + 2)) || !endsHere(frame, end))) continue;
      const pieces = piecesBefore(frame, core, knownEnds, legal ? 'legal' : 'common');
      const beginning = companyStart(frame, pieces, core, needs);
      const { placed } = beginning;
      let { start, own } = beginning;
      if (start === core) {
        const group = /^集团(?:公司)?$/u.test(suffix) ? groupStart(frame, core) : -1;
        if (group >= 0) {
          take(group, end, 'company/group');
          knownEnds.set(end, group);
        }
        continue;
      }
      // 进|海穗集团, 离|远桥集团: jieba made one word of the verb and the name.
      if (/[进离赴往给替]/u.test(text[start]!) && !isHan(text[start - 1]) && core - start >= 3) start += 1;
      // 48栋|木楼民宿
      if (/^\d+[栋家座间个处]/u.test(text.slice(start, core))) continue;
      // 20|家酒庄
      if (core - start === 1 && /[家个座处]/u.test(text[start]!)) continue;
      // 天源|咖啡厂|负责人: a post behind it says that the noun is a name.
      own ||= !legal && namedByPost(frame, start, core, end);
      const local = suffix === '集团' && LOCAL_GROUP.test(text.slice(start, core));
      if (
        !legal &&
        !local &&
        (!own ||
          (needs === 'place' && !placed) ||
          KIND_OF_COMPANY.test(text.slice(start, core)) ||
          (suffix === '厂' && /[设建办开投分总工]$/u.test(text.slice(start, core))) ||
          GENERIC_HEADS.has(text.slice(start, core)))
      ) {
        const group = /^(?:集团|集团公司)$/u.test(suffix) ? groupStart(frame, core) : -1;
        if (group >= 0) {
          take(group, end, 'company/group');
          knownEnds.set(end, group);
          continue;
        }
        const trade = suffix === '公司' ? TRADE_TAIL.exec(text.slice(Math.max(0, core - 4), core)) : null;
        const brand = trade ? singlesBefore(frame, core - trade[0].length) : -1;
        if (brand >= 0) {
          take(brand, end, 'company/ending');
          knownEnds.set(end, brand);
          continue;
        }
        refuse(start, end, 'nothing of its own before the ending', 'company/generic');
        continue;
      }
      if (legal && pieces.every((piece) => piece.start < start || SAYS_WHAT.test(text.slice(piece.start, piece.end)))) {
        refuse(start, end, 'a trade and a legal form name no company', 'company/generic');
        continue;
      }
      if (
        !legal &&
        onlyPlaces(pieces, start) &&
        !/(?:银行|酒店|农场|林场|盐场|牧场|[茶酒糖纸钢药水电]厂)$/u.test(suffix)
      ) {
        refuse(start, end, 'a place and a common ending name no company', 'company/generic');
        continue;
      }
      // 慈溪市|龙山镇|甬丰蔬菜种植场: a farm is registered by county and town; both stay places of the text.
      let registered: string | null = null;
      if (/[场坊社]$/u.test(suffix)) {
        const town = placeEndingAt(frame, start);
        const county = town?.level === 5 ? placeEndingAt(frame, town.start) : null;
        if (town && county?.level === 4 && county.known) registered = nameBetween(frame, county.start, end);
      }
      if (suffix.endsWith('银行') || suffix === '农商行') end += branchAfter(text, end);
      // 有限公司|合肥分公司 is one name.
      const branch = legal ? text.slice(end, end + 8).match(/^\p{Script=Han}{2,4}分公司/u) : null;
      if (branch && !/[的与和及]/u.test(branch[0])) end += branch[0].length;
      const name = registered ?? nameBetween(frame, start, end);
      take(start, end, legal ? 'company/legal-form' : 'company/ending', name);
      knownEnds.set(end, start);
      for (const form of shortForms(name)) {
        if (!shorter.has(form)) shorter.set(form, name);
        if (form.length <= 4) brands.add(form);
      }
      const called = CALLED.exec(text.slice(end, end + 24));
      if (called) shorter.set(called[1]!, name);
    }

    // 海通集团|慈溪|厂区: a company's works in another place.
    for (const match of matchesOpening(WORKS_OPENINGS, WORKS, text)) {
      const place = placeEndingAt(frame, match.index);
      const owner = place ? knownEnds.get(place.start) : undefined;
      if (place && owner !== undefined) take(owner, match.index + match[0].length, 'company/works');
    }

    // 3. Short forms of the companies that the article prints in full.
    if (shorter.size > 0) {
      for (const match of text.matchAll(new RegExp(oneOf(shorter.keys()), 'gu'))) {
        const start = match.index;
        const end = start + match[0].length;
        if (knownCompany(match[0]) !== null || (!isBoundary(frame, start) && !isBoundary(frame, end))) continue;
        if (match[0].length === 2 && !looksLikeBrand(frame, start, end)) continue;
        take(start, end, 'company/short-form', shorter.get(match[0])!);
      }
    }

    // 4. 维达纸业、金龙纸业等重点企业: the closing noun says what the items are.
    for (const match of text.matchAll(LIST_END)) {
      const from = Math.max(0, match.index - 80);
      const list = LIST_BEFORE.exec(text.slice(from, match.index));
      if (!list) continue;
      const items: { start: number; end: number; from: number }[] = [];
      let at = from + list.index;
      for (const item of list[0].split(LIST_MARK)) {
        const end = at + item.length;
        items.push({ start: trimmedStart(frame, at, end), end, from: at });
        at = end + 1;
      }
      const project = match[0].endsWith('项目');
      const sure = items.filter(
        ({ start, end }) =>
          looksLikeBrand(frame, start, end) && (!project || knownCompany(text.slice(start, end)) !== null),
      );
      // 星辰车业和才千模具等公司: every item closes with a trade that is no plain noun.
      const traded = !project && items.length > 1 && items.every(({ start, end }) => brandedTrade(frame, start, end));
      const framed =
        !project &&
        items.length > 1 &&
        (sure.length > 0 || items.every(({ start, end }) => end - start <= 4)) &&
        FIRMS_BEFORE.test(text.slice(Math.max(0, items[0]!.start - 16), items[0]!.start));
      // 加上永丰、一枝春、森态源|等龙头企业: beside one sure name all that stand between two marks are names.
      const renowned = !project && items.length > 2 && sure.length > 0 && RENOWNED.test(match[0]);
      for (const item of items) {
        if (renowned && item !== items[0] && !sure.includes(item) && mayBeFirm(frame, item.from, item.end)) {
          take(item.from, item.end, 'company/list');
          continue;
        }
        const trade = TRADE_TAIL.exec(text.slice(item.start, item.end));
        // 曙光控股 is made of plain words; beside another company of the list it is one.
        const byNeighbors = sure.length > 0 && trade && item.end - item.start - trade[0].length === 2;
        if (sure.includes(item) || byNeighbors || traded || (framed && namesFirm(frame, item.start, item.end))) {
          take(item.start, item.end, 'company/list');
        }
      }
    }

    // “正博”“通力”|等一批隐形冠军企业, 龙头企业|“戈尔德”
    for (const match of matchesOpening(QUOTATION, QUOTED_LIST, text)) {
      for (const item of match[0].matchAll(QUOTED)) {
        const start = match.index + item.index + 1;
        if (quotedFirm(frame, start, start + item[1]!.length)) take(start, start + item[1]!.length, 'company/quoted');
      }
    }

    // 5. 泰顺亿联|总经理: a post that only a company has.
    const fullNames = new Set(shorter.values());
    for (const match of matchesOpening(POST_OPENINGS, COMPANY_POST, text)) {
      const end = match.index;
      const start = trimmedStart(frame, Math.max(0, end - 12), end);
      const front = beginningOf(fullNames, text, end);
      if (front) take(end - front.length, end, 'company/short-form', front.name);
      else if (end - start >= 2 && looksLikeBrand(frame, start, end)) take(start, end, 'company/post');
    }

    // 6. 龙头企业|西格迈, 德国|伍尔特, 以|吉成新材|为龙头: a noun, a country or a frame that introduces a firm.
    for (const match of matchesOpening(INTRODUCED_OPENINGS, INTRODUCED, text)) {
      const start = match.index + match[0].length;
      const end = endsAfter(frame, start).find((one) => looksLikeBrand(frame, start, one));
      if (end === undefined) continue;
      // 德国|洪堡|学者: a country introduces a firm only where the sentence speaks of business.
      if (COUNTRIES.has(match[0]) && !BUSINESS.test(sentenceAround(text, start))) continue;
      take(start, end, 'company/introduced');
    }
    for (const match of text.matchAll(AS_LEADER)) {
      let start = match.index;
      for (const item of match[0].split('、')) {
        const end = start + item.length;
        const listed = item !== match[0] && brandedTrade(frame, start, end);
        const cut = TRADE_TAIL.test(item) && !isBoundary(frame, start) && item.length === 4;
        if (listed || cut || looksLikeBrand(frame, start, end)) take(start, end, 'company/leader');
        start = end + 1;
      }
    }

    // 7. 盛销|农业, 肖特|玻管: an unknown word, or a brand of the article, and a trade.
    for (const match of matchesOpening(TRADE_OPENINGS, WITH_TRADE, text)) {
      const end = match.index + match[0].length;
      const head = frame.words[frame.wordAt[match.index - 1] ?? -1];
      if (!head || !endsHere(frame, end) || !isBoundary(frame, end)) continue;
      // 恒星电子、科恒新材|等项目 are projects.
      const project = /^等[^，。；]{0,12}项目/u.test(text.slice(end, end + 18));
      // 科伦新材: one unknown word, brand and trade.
      if (head.end === end && head.tag === 'x' && match.index - head.start === 2 && !PLAIN_TRADE.test(match[0])) {
        if (!project && freeBefore(frame, head.start) && !goesOn(frame, end) && !FUNCTION_CHAR.test(head.text)) {
          take(head.start, end, 'company/brand-and-trade');
        }
        continue;
      }
      if (head.end !== match.index) continue;
      const after = text[end] ?? '';
      if (head.text.length === 1 && SINGLES_TRADE.test(match[0])) {
        const start = singlesBefore(frame, match.index);
        if (start >= 0 && !project && !goesOn(frame, end)) take(start, end, 'company/brand-and-trade');
        continue;
      }
      // 威嘉|生物|产销两旺: an unknown word that stands free is a brand whatever verb follows.
      const free =
        head.tag === 'x' &&
        !PLAIN_TRADE.test(match[0]) &&
        !/^(?:高铁|轨道)$/u.test(match[0]) &&
        freeBefore(frame, head.start) &&
        !goesOn(frame, end);
      if (
        isHan(after) &&
        !free &&
        !brands.has(head.text) &&
        !/^(?:[的与和等及在将已从]|公司|集团|股份|投资|车间|厂区|项目|落户|负责人|董事长|总经理|创始人|成立)/u.test(
          text.slice(end, end + 3),
        )
      )
        continue;
      if (
        !brands.has(head.text) &&
        !(head.tag === 'x' && head.text.length <= 3 && head.text.length >= 2 && isHan(head.text[0]))
      )
        continue;
      if (FUNCTION_CHAR.test(head.text) || LEADING_VERBS.has(head.text)) continue;
      if (!brands.has(head.text) && PLAIN_TRADE.test(match[0])) continue;
      const before = placeEndingAt(frame, head.start);
      const start = before && before.level > 0 && before.level <= 4 && before.known ? before.start : head.start;
      const left = text[start - 1];
      if (!brands.has(head.text) && left !== undefined && isHan(left)) {
        const word = frame.words[frame.wordAt[start - 1]!]!;
        if (!OUTSIDE.has(word.text) && !LEADING_VERBS.has(word.text) && !INTRODUCERS.has(word.text)) continue;
      }
      take(start, end, 'company/brand-and-trade');
    }

    // 8. 四川|能投, 浙江|建投; 永吉股份|晚间公告称.
    for (const match of text.matchAll(PLACE_FIRM)) {
      const end = match.index + match[0].length;
      const place = placeEndingAt(frame, match.index);
      if (place?.known && place.level >= 1 && place.level <= 4) take(place.start, end, 'company/place-firm');
    }
    for (const match of text.matchAll(ANNOUNCES)) {
      const end = match.index + match[0].length;
      if (!NO_FIRM.test(match[1]!)) take(end - match[1]!.length, end, 'company/announces');
    }
    return { mentions: onePerSpan(mentions), refused };
  },
};

/** Of two readings of the same characters the one that knows the full name stays. */
function onePerSpan(mentions: readonly Mention[]): Mention[] {
  const bySpan = new Map<string, Mention>();
  for (const one of mentions) {
    const key = `${one.start}-${one.end}`;
    const other = bySpan.get(key);
    if (!other || one.rule === 'company/short-form' || (other.needsSupport && !one.needsSupport)) bySpan.set(key, one);
  }
  return [...bySpan.values()];
}
