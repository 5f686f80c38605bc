/**
 * Programs: named, deliberate initiatives. In: an article and its words. Out: mentions such as
 * 实施“百村提质”三年行动 → { name: "百村提质三年行动", text: "“百村提质”三年行动", rule: "program/quoted-head" }.
 *
 * Five ways to find one, in this order; a longer find wins over a shorter one inside it:
 *   lexicon      千万工程, 最多跑一次改革            (lexicon/programs.ts; quotation marks do not matter)
 *   quoted-head  “青苗行动”, “百村提质”三年行动, “街乡共治”“大镇带小乡”改革
 *   quoted-verb  开展“平安扫雷”                     (a verb of carrying out before the marks)
 *   bare-head    实施黑木耳产业扩容提质行动           (a verb, a noun phrase and a head, no marks)
 *   formula      一县一策, 田长制, 人工智能+教育
 */
import { type ProgramRow, programNames, programTable } from '../lexicon/programs.js';
import type { Article, Mention, Reading, Refusal, Span, Word } from '../model.js';
import { coverOf, leftEdge } from './phrase.js';
import type { Recognizer } from './recognizer.js';

/** Heads that belong to the name: 千万工程, 青苗行动. Longest first. */
const KEPT_HEADS = [
  '三年行动计划',
  '五年行动计划',
  '攻坚行动计划',
  '行动计划',
  '三年行动',
  '五年行动',
  '专项行动',
  '攻坚行动',
  '提升行动',
  '攻坚战',
  '保卫战',
  '专项试点',
  '改革试点',
  '综合试点',
  '行动',
  '工程',
  '计划',
  '战略',
  '改革',
  '试点',
  '新政',
  '总体工作部署',
  '党建联建',
  '论坛',
  '大赛',
  '夏令营',
  '基金',
  '音乐节',
  '文化节',
  '艺术节',
] as const;

/** Heads that GUIDELINES drop from the name: “双联络员”制度 → 双联络员. */
const DROPPED_HEADS = [
  '工作部署',
  '党建直播间',
  '创新举措',
  '工作机制',
  '机制',
  '制度',
  '体系',
  '服务',
  '品牌',
  '模式',
  '项目',
  '应用',
  '路径',
  '平台',
  '活动',
  '系统',
  '举措',
  '做法',
  '经验',
  '工作法',
  '专项政策',
  '政策',
  '倡议',
  '方案',
  '系列活动',
  '小程序',
] as const;

/** Ends of the quoted name itself that make it a program: “共富善治大讲堂”, “浙里小哥码”, “青创十八条”. */
const INNER_HEADS = [
  ...KEPT_HEADS,
  '一件事',
  '直通车',
  '大讲堂',
  '讲堂',
  '论坛',
  '夏令营',
  '合伙人',
  '圆桌会',
  '议事会',
  '联席会议',
  '集市',
  '市集',
  '音乐节',
  '文化节',
  '采摘节',
  '旅游节',
  '美食节',
  '艺术节',
  '读书节',
  '丰收节',
  '音乐季',
  '宣传周',
  '活动周',
  '大赛',
  '码',
  '指数',
  '大脑',
  '条',
  '条举措',
  '条措施',
  '制',
  '驿站',
  '经验',
  '热线',
  '贷',
  '保',
  '学堂',
  '夜校',
  '课堂',
  '进万家',
  '进社区',
  '进校园',
  '进农村',
  '进乡村',
  '进企业',
  '大走访',
  '大篷车',
  '助餐',
  '地图',
  '庭院',
] as const;

/** Verbs that carry something out; what stands in marks right after one of them has a name of its own. */
const CARRY_OUT = [
  '实施',
  '开展',
  '推行',
  '启动',
  '首创',
  '试行',
  '施行',
  '推出',
  '打响',
  '深化',
  '创新',
  '推广',
  '上线',
] as const;
/** Of these the ones that a picture or a product seldom follows: 推出“一桌菜” is no program. */
const EXECUTE = ['实施', '开展', '推行', '启动', '首创', '试行'] as const;
const SET_UP = [
  ...CARRY_OUT,
  '推进',
  '制定',
  '出台',
  '印发',
  '入选',
  '列入',
  '纳入',
  '设立',
  '参与',
  '承担',
  '组织',
  '举办',
  '争取',
  '落实',
  '坚持',
  '健全',
  '建立',
  '完善',
  '打造',
  '依托',
  '打赢',
  '贯彻',
  '助力',
  '构建',
  '发起',
  '投身',
  '践行',
  '部署',
  '探索',
] as const;

/** Words that stand between the verb and the name and belong to neither: 创新实施新时代“…”. */
const BETWEEN = [
  '新时代',
  '全面',
  '深入',
  '扎实',
  '全力',
  '持续',
  '大力',
  '积极',
  '创新',
  '率先',
  '首个',
  '全国首个',
  '全省首个',
  '省级',
  '国家级',
  '市级',
  '县级',
  '系列',
  '一系列',
  '基层',
  '全域',
  '了',
  '省委',
  '全省',
  '全市',
  '全县',
  '浙江',
] as const;

/** Quoted words that are never a program, whatever stands around them: pictures, titles, goals, sets. */
const SLOGAN = new RegExp(
  [
    '名片$',
    '^小切口$',
    '^一把手$',
    '引擎$',
    '密码$',
    '答卷$',
    '钥匙$',
    '饭碗$',
    '底色$',
    '金疙瘩',
    '动力源',
    '加速度',
    '新动能',
    '共同体$',
    '硬骨头',
    '空心村',
    '样板$',
    '示范[县市区村镇户]$',
    '百强县?$',
    '专精特新',
    '小巨人',
    '单项冠军',
    '之乡$',
    '精神$',
    '作风$',
    '^双碳',
    '^碳达峰',
    '^共同富裕$',
    '^乡村振兴$',
    '^四千精神',
    '^十[二三四五]五',
    '两委',
    '一老一小',
    '两个先行',
    '三大差距',
    '最后一公里',
    '一公里',
    '聚宝盆',
    '摇钱树',
    '土特产$',
    '同心圆',
    '快车道',
    '生活圈$',
    '服务圈$',
    '文化圈$',
    '休闲圈$',
    '桥头堡',
    '排头兵',
    '领头雁$',
    '主力军',
    '金扁担',
    '压舱石',
    '香饽饽',
    '加油站$',
    '绊脚石',
    '催化剂',
    '助推器',
    '金字招牌',
    '金山银山',
    '[赛跑]道$',
    '瓶颈',
    '短板',
    '痛点',
    '难题',
    '难$',
    '效应$',
    '磁场',
    '红利$',
    '盆景',
    '风景',
    '新局$',
    '大文章',
    '组合拳',
    '关键小事',
    '大联动',
    '小切口',
    '产业链$',
    '价值链$',
    '联合体$',
    '老大难',
    '心病$',
    '包袱$',
    '田间',
    '钱袋子',
    '菜篮子',
    '米袋子',
    '绿富美',
    '高大上',
    '高精尖',
    '字号$',
    '^(?:[两二三四五六七八九十]|\\d+)+(?:大|项|篇|条|个)(?:行动|工程|文章|计划|改革|任务|举措)$',
    '一把手',
    '^造血$',
    '^输血',
    '字号$',
    '^(?:[两二三四五六七八九十]|\\d+)+(?:大|项|篇|条|个)(?:行动|工程|文章|计划|改革|任务|举措)$',
    '一把手',
    '^造血$',
    '^输血',
    '[吗呢吧啊了着]$',
    '^我们?[^们]?[要想会]',
    '没有',
    '不(?:能|敢|想|会)',
    '[？！。；，]$',
  ].join('|'),
  'u',
);
/** 企业+村集体+农户, 固定+流动: a formula that describes a way of working; 1+3 and 人工智能+ are names. */
const WORKING_FORMULA = /^(?!人工智能|AI|互联网|数据要素|\d)[^+＋\d]{1,12}(?:[+＋][^+＋]{1,12})+$/u;
const DIGITS_ONLY = /^(?:\d+式|[\d一二三四五六七八九十百X×N+＋-]{1,8})$/u;
/** Words that say a quoted brand is a product: 合力打响“宜塘山”品牌. */
const PRODUCT =
  /农产品|特产|产品|商标|大米|茶叶|水果|公用品牌|区域品牌|销售|品种|香榧|杨梅|柑橘|食用菌|稻米|肉鸡|火腿|食品/u;
/** And these that it is a service or a kind of work: “威远清风”廉洁文化品牌. */
const SERVICE =
  /服务|文化|党建|治理|廉洁|清廉|志愿|活动|民族|社区|就业|培训|劳务|照料|养老|宣传|调解|平安|工作|帮扶|教育|阅读|特色品牌|助企|营商|招商/u;
/** A thing that is built is a Project: “稻渔农耕文化园”项目. */
const BUILT =
  /(?:园|基地|中心|馆|厂|站|大道|公路|高速|铁路|机场|港|桥|湖|城|谷|小镇|民宿|农场|综合体|老街|街区|酒店|大楼|广场|码头|水库|隧道|渠|泵站|营地|庄园|牧场|农庄)$/u;
/** Whole names of which the head is left when the plain modifier is taken away: no program. */
const PLAIN_MODIFIER =
  /^(?:重大|重点|一批|系列|一系列|各项|多项|国家|省级|市级|县级|专项|全面|深化|推进|各类|全省|全市|全国|相关|有关|民生|改革|试点|建设|创新|具体|年度|工作|发展|这项|该|本|此|两项|三项|\d+项?|首批|第[一二三四五六七八九十]+批|总|大|新|老|的|等|标志性|示范|系统|系统性|社会|经济|农业|教育|科技|产业|产业链|精品|亮点|民心|惠民|德政|一号|未来|生产|工作|学习|投资|销售|扩产|增资|采购|训练|用水|用地|招生|旅行|建筑|土木|水利|交通|电力|环保|市政|道路|供水|安全饮水|饮水|集中|统一|联合|军事|救援|城市|乡村|综合|全域|体制机制|体制|机制|行政|企业|国企|市场化|政府|机构|要素|经营|投产|整治|提升|发展战略|规划|发展|行业|高端|旅游|管理|支撑|引领)+$/u;
/** Infrastructure works are Projects: 改建工程, 排涝工程. */
const CONSTRUCTION =
  /(?:改建|扩建|新建|迁建|拆建|续建|连通|排涝|引水|调水|引调水|供水|治理|防洪|加固|综治|水系|灌溉|水库|河道|航道|公路|道路|铁路|桥梁|隧道|电网|管网|线路|泵站|堤防|海塘|西拓|东扩|南延|北延|一期|二期|三期|大桥|电站|机电|土建|主体|基础|配套|修缮|亮化|安置房|水路|截污|污水处理|饮用水|水网提升|机组)工程$/u;

const QUOTED = /[“‘"]([^“”‘’"\n。；！？]{2,34})[”’"]/gu;
const UNIT_FORMULA =
  /一[县镇乡村户企片园轴区校街院站事](?:一(?:策|品牌|品|业|图|方案|档|团|组|IP|特色|景|名\p{Script=Han}{2,6}|产业|清单|专班|平台)|一议)/gu;
const LONG_SYSTEM = /([河湖林田链路街楼渠点塘库山巷警企校水]长制|双链长制)/gu;
const BEFORE_LONG_SYSTEM =
  /(?:^|[^\p{Script=Han}]|推行|实行|实施|建立|健全|落实|推进|推动|探索|全面|深化|创新|[、和以与“‘])$/u;
const PLUS_NAME = /(?:人工智能|AI|互联网|数据要素)[+＋×][\p{Script=Han}]{0,8}/gu;

/** Words by the character that they begin or end with, in the order of the list. */
type ByCharacter = ReadonlyMap<number, readonly string[]>;

function byCharacter(words: readonly string[], unitOf: (word: string) => number): ByCharacter {
  const groups = new Map<number, string[]>();
  for (const word of words) {
    const same = groups.get(unitOf(word));
    if (same === undefined) groups.set(unitOf(word), [word]);
    else same.push(word);
  }
  return groups;
}
const byFirst = (words: readonly string[]): ByCharacter => byCharacter(words, (word) => word.charCodeAt(0));
const byLast = (words: readonly string[]): ByCharacter =>
  byCharacter(words, (word) => word.charCodeAt(word.length - 1));

const longest = (words: readonly string[]): string | null =>
  words.reduce<string | null>((best, word) => (best === null || word.length > best.length ? word : best), null);
const endsOf = (text: string, ends: ByCharacter): readonly string[] =>
  ends.get(text.charCodeAt(text.length - 1))?.filter((end) => text.endsWith(end)) ?? [];
const longestEnd = (text: string, ends: ByCharacter): string | null => longest(endsOf(text, ends));
const longestStart = (text: string, at: number, starts: ByCharacter): string | null =>
  longest(starts.get(text.charCodeAt(at))?.filter((start) => text.startsWith(start, at)) ?? []);

const KEPT_ENDS = byLast(KEPT_HEADS);
const SELF_EVIDENT_ENDS = byLast([...KEPT_HEADS, '建设', '活动', '制度']);
const INNER_ENDS = byLast(INNER_HEADS);
const KEPT_STARTS = byFirst(KEPT_HEADS);
const DROPPED_STARTS = byFirst(DROPPED_HEADS);
const CARRIED_OUT = byLast(CARRY_OUT);
const EXECUTED = byLast(EXECUTE);
const SET_UP_BY = byLast(SET_UP);
const BETWEEN_ENDS = byLast(BETWEEN);

const withoutMarks = (text: string): string => text.replace(/[“”‘’"「」『』]/gu, '');

interface Found extends Span {
  readonly name: string;
  readonly rule: string;
}

/** The text to the left of `at` ends with one of the verbs, words of BETWEEN skipped. */
function verbBefore(text: string, at: number, verbs: ByCharacter): boolean {
  let left = text.slice(Math.max(0, at - 14), at);
  for (let rounds = 0; rounds < 3; rounds++) {
    if (endsOf(left, verbs).length > 0) return true;
    const [skipped] = endsOf(left, BETWEEN_ENDS);
    if (skipped === undefined) return false;
    left = left.slice(0, -skipped.length);
  }
  return false;
}

/** After the closing mark: nominal words up to a head, e.g. "三年行动" or "院前急救体系". */
interface Tail {
  readonly words: string;
  readonly head: string;
  readonly kept: boolean;
  readonly end: number;
}
const TAIL_STOP = /[\s\d,;，。；：、！？“”‘’"《》（）()\n]|的|了|和|与|在|等|将|已|让|为|对|从|以|把|是/u;
function tailAfter(text: string, at: number): Tail | null {
  const stop = text.slice(at, at + 20).search(TAIL_STOP);
  const run = text.slice(at, at + (stop < 0 ? 20 : stop));
  let best: Tail | null = null;
  for (const [heads, kept] of [
    [KEPT_HEADS, true],
    [DROPPED_HEADS, false],
  ] as const) {
    for (const head of heads) {
      const found = run.indexOf(head);
      if (found < 0 || found > 9) continue;
      if (/^(?:者|化|性|商|员|师|站|中心|部)/u.test(run.slice(found + head.length))) continue;
      const tail = { words: run.slice(0, found), head, kept, end: at + found + head.length };
      if (best === null || found < best.words.length || (found === best.words.length && head.length > best.head.length))
        best = tail;
    }
  }
  if (best === null) return null;
  // 改革试点, 行动计划: a second head right behind belongs to it.
  const more = longestStart(text, best.end, KEPT_STARTS);
  if (more !== null && best.kept) best = { ...best, head: best.head + more, end: best.end + more.length };
  // 绿色低碳服务模式: of general heads the last one counts.
  const last = longestStart(text, best.end, DROPPED_STARTS);
  if (last !== null && !best.kept)
    best = { ...best, words: best.words + best.head, head: last, end: best.end + last.length };
  return best;
}

/**
 * Finds of the lexicon, in the text without its quotation marks (三个“一号工程”, 消薄“飞地”); a head printed right
 * behind (工程, 改革, 升级版) is taken with it.
 */
function fromLexicon(text: string): Found[] {
  const found: (Found & { readonly row: ProgramRow })[] = [];
  const table = programTable();
  const { bare, at } = withoutQuotes(text);
  /** 百县千镇万村高质量发展工程（简称“百千万工程”）: the article says which form is the full one. */
  const inFull = new Map<ProgramRow, string>();
  for (let i = 0; i < bare.length - 1; i++) {
    for (const { name: printed, row } of table.at(bare, i)) {
      const start = at[i] as number;
      const end = (at[i + printed.length - 1] as number) + 1;
      const opened = QUOTE.test(text[start - 1] ?? '');
      const closed = QUOTE.test(text[end] ?? '');
      const inside = end - start > printed.length;
      // “千万”“工程”: marks that close and open between the parts are a list of two things.
      if (inside && /[”’][^“‘]{0,2}[“‘]/u.test(text.slice(start, end)) && !/[、，]/u.test(printed)) continue;
      const quoted = (opened && closed) || inside;
      const after = closed && (opened || inside) ? end + 1 : end;
      const grown = growLexical(text, printed, row, after);
      const headed = grown.end > after;
      const called = CALLED.test(text.slice(end, end + 12));
      if (row.use === 'quoted' && !quoted && !headed && !called && !selfEvident(printed, row)) continue;
      if (!quoted && partOfLonger(text, end)) continue;
      if (HONOURED.test(text.slice(after, after + 5))) continue;
      // Marks go in whole: “四好农村路”建设, 三个“一号工程”.
      const span = text.slice(start, headed ? grown.end : end);
      const lacksOpening = opened && /^[^“‘]*[”’]/u.test(span);
      const lacksClosing = !headed && closed && /[“‘][^”’]*$/u.test(span);
      found.push({
        start: lacksOpening || (headed && opened) ? start - 1 : start,
        end: headed ? grown.end : lacksClosing ? end + 1 : end,
        name: grown.name,
        rule: 'program/lexicon',
        row,
      });
      if (called) inFull.set(row, printed);
      break;
    }
  }
  return found.map(({ row, ...find }) => {
    const full = find.name === row.name ? inFull.get(row) : undefined;
    return full === undefined ? find : { ...find, name: full };
  });
}
const CALLED = /^[”’]?[(（](?:以下)?简称/u;
const QUOTE = /[“”‘’"]/u;
const QUOTES = /[“”‘’"]/gu;

/** The text without its quotation marks, and for each of its characters the offset that it had with them. */
function withoutQuotes(text: string): { bare: string; at: Int32Array } {
  const at = new Int32Array(text.length + 1);
  let kept = 0;
  let from = 0;
  for (const { index } of text.matchAll(QUOTES)) {
    while (from < index) at[kept++] = from++;
    from++;
  }
  while (from <= text.length) at[kept++] = from++;
  return { bare: text.replace(QUOTES, ''), at };
}

/** A longer other name (雨露计划+ of 雨露计划) that ends with a head needs no marks. */
const selfEvident = (printed: string, row: ProgramRow): boolean =>
  printed !== row.name && longestEnd(printed, SELF_EVIDENT_ENDS) !== null;
/** 山海协作产业园, 希望工程学校: the name is a part of another thing's name. */
const partOfLonger = (text: string, end: number): boolean =>
  /^(?:·|牌|工作队|峰会|博览会|帮扶协议|示范[村镇县市区户]|产业园|生态旅游|示范园|小学|学校|中学|基金会|办公室|领导小组|工作组|联盟|协会|馆|园区|工作专班|消费帮扶小组|创新中心)/u.test(
    text.slice(end, end + 6),
  );
function growLexical(text: string, printed: string, row: ProgramRow, at: number): { name: string; end: number } {
  // 山海协作工程 stays 山海协作工程: a printed form that begins with the name and ends with a head is the fuller name.
  const isFuller = printed.startsWith(row.name) || printed === `国家${row.name}`;
  const own = isFuller && longestEnd(printed, KEPT_ENDS) !== null ? printed : row.name;
  const upgrade = /^(?:工程)?(?:升级版|[2-9]\.0版)/u.exec(text.slice(at, at + 6));
  if (upgrade !== null) return { name: own + upgrade[0], end: at + upgrade[0].length };
  const head = longestStart(text, at, GROWN_STARTS);
  if (head === null || printed.endsWith(head) || /^[力家师]/u.test(text.slice(at + head.length)))
    return { name: own, end: at };
  return { name: own.endsWith(head) ? own : own + head, end: at + head.length };
}

const GROWN_HEADS = [
  '专项行动',
  '行动计划',
  '改革试点',
  '发展战略',
  '工程',
  '行动',
  '改革',
  '试点',
  '战略',
  '攻坚战',
] as const;
const GROWN_STARTS = byFirst(GROWN_HEADS);

const lexicalName = (printed: string): string | null => programNames().get(printed)?.name ?? null;

/** Words that stand before many names and belong to none of them. */
const NO_PART_OF_A_NAME =
  /^(?:省委|省政府|市委|县委|区委|国务院)|^\p{Script=Han}{1,4}[部厅局委]|^(?:新时代|全省|全市|全县|全区|省级?|市级?|县级?|区级?|国家|浙江|该|本|各级?|系列|一系列|全面|深入|全域|首批|以|和|的)+$|[，。、的]|\d/u;
const RULES_ALONE =
  /^(?:提升|建设|开发|服务|培育|创新|发展|利用|规划|共建|联建|升级|推广|创建|拓展|改造|深化|投资|强化|建成|探索|统筹)+$/u;
function phraseBefore(text: string, words: readonly Word[], cover: Int32Array, at: number): string {
  const edge = leftEdge(words, cover, at, 14);
  const phrase = text.slice(edge.start, at);
  // 深化“一件事一次办”改革: a verb that may be a part of other names rules here.
  if (RULES_ALONE.test(phrase)) return '';
  return edge.stop === 'verb' && phrase.length >= 2 && phrase.length <= 14 && !NO_PART_OF_A_NAME.test(phrase)
    ? phrase
    : '';
}

/** “三治融合”示范村, 一村一品示范村: what is awarded is no program. */
const HONOURED = /^(?:示范|先进|特色|精品|标杆|专业)[村镇县市区户乡社点]/u;
const WATERWORKS = /防洪|水利|流域|水库|江|河|湖|排涝|控制性/u;
/** “黔货出山”, “铜货入苏”: goods of a place that go somewhere. */
const GOODS = /^\p{Script=Han}{1,2}[货品](?:出山|出\p{Script=Han}|[入进]\p{Script=Han})$/u;
/** “双十双百”, “百千万”: numbers with a word each. */
const NUMBERED = /^(?:[一二三四五六七八九十双百千万两]\p{Script=Han}?){2,4}$/u;
/** 张山寨“七七会”: a fair that comes back each year. */
const FAIR = /(?:庙会|灯会|歌会|花会|香会|[一二三四五六七八九十]{2}会|龙抬头)$/u;
const FOLKLORE = /非物质文化遗产|非遗|民俗|一年一度|传统节/u;
/** Names that are told by their own form and by what stands around the marks. */
function named(inner: string, text: string, { start, end }: Span): boolean {
  if (GOODS.test(inner)) return true;
  if (
    NUMBERED.test(inner) &&
    text[start - 1] === '以' &&
    /^为(?:重点|抓手|载体|引领|牵引|主线|核心)/u.test(text.slice(end, end + 4))
  )
    return true;
  if (FAIR.test(inner) && FOLKLORE.test(text.slice(Math.max(0, start - 20), end + 30))) return true;
  return inner.length >= 4 && !SLOGAN.test(inner) && /^的?改革成果|^的改革(?!开放)/u.test(text.slice(end, end + 5));
}

const OFFERED = /(?:推出|首创|上线|开展|实施|创立|发起)的$/u;
/** 一套叫|“楼下泊”|的应用 */
const CALLED_SO = /(?:叫|名叫|叫做|叫作|名为|称为|取名|命名为)$/u;
const OF_KIND = /^的(?:\p{Script=Han}{0,4})(?:应用|小程序|平台|制度|机制|服务|活动|计划|行动|项目组)/u;
/** 26个|“金角银边”“两拆两绿”精品工程: so many of a kind. */
const COUNTED = /(?:\d|[一二三四五六七八九十百两几多])(?:余|多)?[个项条处批]$/u;

/** Named always in marks, more than once, and in the headline: what the article is about. */
function isTheme(text: string, title: string, inner: string): boolean {
  if (inner.length < 4 || !title.includes(inner) || /[村镇乡区县市园馆基地队人]$/u.test(inner)) return false;
  let times = 0;
  for (let at = text.indexOf(inner); at >= 0; at = text.indexOf(inner, at + 1)) {
    if (text[at - 1] !== '“' || text[at + inner.length] !== '”') return false;
    times++;
  }
  return times >= 2;
}

/** Names in quotation marks. */
function fromQuotes(text: string, title: string, words: readonly Word[], refused: Refusal[]): Found[] {
  const cover = coverOf(text.length, words);
  const found: Found[] = [];
  const marks = [...text.matchAll(QUOTED)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    inner: match[1] as string,
  }));
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i] as (typeof marks)[number];
    const refuse = (why: string): void => {
      refused.push({
        start: mark.start + 1,
        end: mark.end - 1,
        text: mark.inner,
        what: 'Program',
        why,
        rule: 'program/refused',
      });
    };
    // “街乡共治”“大镇带小乡”改革: the head behind the last of a chain serves all.
    let last = i;
    while (
      last + 1 < marks.length &&
      /^[、和与及]?$/u.test(text.slice((marks[last] as typeof mark).end, (marks[last + 1] as typeof mark).start))
    )
      last++;
    const tail = tailAfter(text, (marks[last] as typeof mark).end);
    let first = i;
    while (
      first > 0 &&
      /^[、和与及]?$/u.test(text.slice((marks[first - 1] as typeof mark).end, (marks[first] as typeof mark).start))
    )
      first--;
    const inner = mark.inner;
    // 推出的|“云上供销”服务
    const offered = OFFERED.test(text.slice(Math.max(0, mark.start - 6), mark.start));
    if (lexicalName(inner) !== null) {
      // “土特产富”全链发展优质优价工程: a programme of its own that begins with the name of another.
      const own = tail?.kept === true && first === last && tail.words.length >= 4 && !PLAIN_TAIL.test(tail.words);
      if (own && verbBefore(text, mark.start, CARRIED_OUT))
        found.push({
          start: mark.start,
          end: (tail as Tail).end,
          name: inner + (tail as Tail).words + (tail as Tail).head,
          rule: 'program/quoted-head',
        });
      continue;
    }
    const innerHead = longestEnd(inner, INNER_ENDS);
    const carried = verbBefore(text, (marks[first] as typeof mark).start, CARRIED_OUT);
    const setUp = carried || offered || verbBefore(text, (marks[first] as typeof mark).start, SET_UP_BY);

    // “党建+茶园”工程: a head of its own makes a formula a name.
    if (WORKING_FORMULA.test(inner) && !(tail?.words === '' && /^(?:工程|行动|计划)/u.test(tail.head))) {
      refuse('a formula that describes a way of working');
      continue;
    }
    if (SLOGAN.test(inner) && !(tail?.kept === true && tail.words === '')) {
      refuse('a slogan, an honour title or a goal without a vehicle');
      continue;
    }
    if (HONOURED.test(text.slice(mark.end, mark.end + 5))) {
      refuse('an honour title');
      continue;
    }
    // “上蓄”工程: a nickname of works.
    if (
      tail?.head === '工程' &&
      inner.length <= 3 &&
      WATERWORKS.test(text.slice(Math.max(0, mark.start - 20), mark.start))
    ) {
      refuse('works that are built');
      continue;
    }
    if (
      tail?.kept === true &&
      COUNTED.test(
        text.slice(Math.max(0, (marks[first] as typeof mark).start - 4), (marks[first] as typeof mark).start),
      )
    ) {
      refuse('so many of a kind');
      continue;
    }
    const called =
      CALLED_SO.test(text.slice(Math.max(0, mark.start - 3), mark.start)) &&
      OF_KIND.test(text.slice(mark.end, mark.end + 10));
    if (called) {
      found.push({ start: mark.start + 1, end: mark.end - 1, name: inner, rule: 'program/quoted-form' });
      continue;
    }
    if (named(inner, text, mark)) {
      found.push({ start: mark.start + 1, end: mark.end - 1, name: inner, rule: 'program/quoted-form' });
      continue;
    }
    if (BUILT.test(inner) && (tail === null || !tail.kept)) continue;
    const clause = text.slice(Math.max(0, mark.start - 24), Math.min(text.length, mark.end + 16));
    if (
      tail !== null &&
      tail.head === '品牌' &&
      (PRODUCT.test(clause) || text.startsWith('价值', tail.end) || !SERVICE.test(clause))
    ) {
      refuse('a product brand');
      continue;
    }
    const chained = first !== last;
    if (tail?.kept === true && !PLAIN_TAIL.test(tail.words)) {
      if (CONSTRUCTION.test(inner + tail.words + tail.head)) continue;
      if (chained && last !== i) {
        found.push({
          start: mark.start + 1,
          end: mark.end - 1,
          name:
            innerHead !== null && KEPT.has(innerHead)
              ? inner
              : inner + (tail.words.length <= 2 ? tail.words + tail.head : ''),
          rule: 'program/quoted-head',
        });
      } else {
        // 现代“新农人”培育行动, 公共服务“七优享”工程: the noun phrase from the verb to the marks belongs to the name.
        const before = chained || tail.head === '党建联建' ? '' : phraseBefore(text, words, cover, mark.start);
        found.push({
          start: mark.start - before.length,
          end: tail.end,
          name: before + inner + tail.words + tail.head,
          rule: 'program/quoted-head',
        });
      }
      continue;
    }
    if (innerHead !== null && inner.length > innerHead.length + 1 && !/^[条保制贷码]$/u.test(innerHead)) {
      found.push({ start: mark.start + 1, end: mark.end - 1, name: inner, rule: 'program/quoted-head' });
      continue;
    }
    if (innerHead !== null && inner.length >= 3 && setUp) {
      found.push({ start: mark.start + 1, end: mark.end - 1, name: inner, rule: 'program/quoted-head' });
      continue;
    }
    if (
      tail !== null &&
      !tail.kept &&
      inner.length >= 2 &&
      (setUp || tail.head !== '服务') &&
      !DESCRIBES(inner, tail, carried)
    ) {
      const weak = DIGITS_ONLY.test(inner) || inner.length <= 2;
      if (weak && tail.words === '' && !/方案|机制/u.test(tail.head)) {
        refuse('only a number or a word before a general head');
        continue;
      }
      if (tail.head === '经验' && !setUp) continue;
      if (weak)
        found.push({
          start: mark.start,
          end: tail.end,
          name: withoutMarks(inner + tail.words) + (tail.words === '' || tail.head === '方案' ? tail.head : ''),
          rule: 'program/quoted-head',
        });
      else found.push({ start: mark.start + 1, end: mark.end - 1, name: inner, rule: 'program/quoted-head' });
      continue;
    }
    // “生态贷”“生态主题卡”等金融服务模式: the head stands behind 等.
    const lastEnd = (marks[last] as typeof mark).end;
    const others = text[lastEnd] === '等' ? tailAfter(text, lastEnd + 1) : null;
    // 推出政企夜谈、“政策找人”等创新举措: so are the names without marks between the verb and the marks.
    const plain =
      others !== null && !setUp ? UNMARKED.exec(text.slice(Math.max(0, mark.start - 30), mark.start)) : null;
    if (plain !== null && /举措$|服务$|应用$|活动$|机制$|改革$/u.test((others as Tail).head)) {
      let at = mark.start - (plain[1] as string).length;
      for (const part of (plain[1] as string).split('、').filter((one) => one !== '')) {
        found.push({ start: at, end: at + part.length, name: part, rule: 'program/listed' });
        at += part.length + 1;
      }
      found.push({ start: mark.start + 1, end: mark.end - 1, name: inner, rule: 'program/listed' });
      continue;
    }
    if (
      others !== null &&
      (chained || setUp) &&
      inner.length >= ((others as Tail).kept ? 2 : 3) &&
      inner.length <= 16 &&
      !/[—]/u.test(inner) &&
      /行动$|活动$|品牌$|计划$|工程$|改革$|应用$|试点$|举措$|服务模式$|机制$/u.test(others.words + others.head) &&
      // 等系列活动, 等区域公用品牌: what is done once, and what is sold.
      !/^系列活动$|(?:公用|公共|村播|农产品|农业|产品)品牌$/u.test(others.words + others.head)
    ) {
      // “凤凰”“雄鹰”等行动计划: the head serves all.
      const head =
        inner.length <= 3 && (others as Tail).kept && (others as Tail).words === '' ? (others as Tail).head : '';
      found.push({ start: mark.start + 1, end: mark.end - 1, name: inner + head, rule: 'program/listed' });
      continue;
    }
    if (isTheme(text, title, inner)) {
      found.push({ start: mark.start + 1, end: mark.end - 1, name: inner, rule: 'program/theme' });
      continue;
    }
    const beside = text[mark.end] ?? '';
    if (
      verbBefore(text, (marks[first] as typeof mark).start, EXECUTED) &&
      inner.length >= 4 &&
      inner.length <= 16 &&
      /[，。；、等“,;]/u.test(beside) &&
      !/[、—]/u.test(inner)
    ) {
      found.push({ start: mark.start + 1, end: mark.end - 1, name: inner, rule: 'program/quoted-verb' });
      continue;
    }
    refuse('words in quotation marks without a head or a verb that carries them out');
  }
  return found;
}
const KEPT = new Set<string>(KEPT_HEADS);
const UNMARKED = /(?:推出|创新|首创|推行|上线|打造|建立|开展)((?:\p{Script=Han}{4,10}、)+)$/u;
/** “领导挂点、干部驻村”运行机制, “需求导向型”合作模式, “引育用留”全链条政策体系: says how something is done and names nothing. */
const DESCRIBES = (inner: string, tail: Tail, carried: boolean): boolean => {
  if (/[、—，]/u.test(inner) && !/政策$|活动$|大赛$|部署$/u.test(tail.head) && inner.length > 7) return true;
  if (
    /[型式]$|[一二三四五六七八九十]位一体|全链条|[+＋]$|^飞地$|共享$/u.test(inner) &&
    tail.words + tail.head !== '机制'
  )
    return true;
  if (/^(?:闭环|全链条)/u.test(tail.words) && /^\p{Script=Han}{4}$/u.test(inner)) return true;
  if (/体系$|路径$|系统$|方案$/u.test(tail.head) && tail.words !== '' && !carried && !DIGITS_ONLY.test(inner))
    return true;
  if (/体系$/u.test(tail.head) && /产业|工业|指标|标准/u.test(tail.words)) return true;
  if (tail.head === '模式' && /抱团/u.test(inner)) return true;
  if (tail.head === '模式' && inner.length < 4 && tail.words.length < 3) return true;
  return false;
};
/** Behind the marks these begin a new thing: “十四五”期间实施…计划. */
const PLAIN_TAIL =
  /^(?:期间|以来|时期|规划|.*(?:实施|推进|开展|实现|推动|打造|深化|启动|成为|入选|获评|荣获|列入|跻身|成功|召开|举行|发布|公布))/u;

/** Bare names before a head, from a verb or a list mark on: 实施黑木耳产业扩容提质行动. */
const BARE_HEAD =
  /(?:三年行动计划|五年行动计划|行动计划|专项行动|攻坚行动|提升行动|三年行动|攻坚战|保卫战|行动|工程|计划|改革试点|试点|改革|战略|采摘节|花卉节|荷花节|桃花节|油菜花节|梨花节|樱花节|民俗节|龙舟节|美食节|音乐节|文化节|旅游节|艺术节|读书节|丰收节|开渔节|论坛|大赛|宣传周|文化周|音乐季|夏令营)/gu;
const CHOSEN = /(?:入选|列入|列为|获批|获评|确定为|纳入)[^，。；]{4,30}$/u;
const ROW_AFTER: Readonly<Record<string, RegExp>> = {
  行动: /^、\p{Script=Han}{3,10}行动/u,
  工程: /^、\p{Script=Han}{3,10}工程/u,
  计划: /^、\p{Script=Han}{3,10}计划/u,
};
const JOINED =
  /(?:实施|开展|推进|启动|组织)((?:(?!行动|工程|计划|改革|战略|实施|开展|推进|启动)\p{Script=Han}){4,16}和)$/u;
function fromBareHeads(text: string, words: readonly Word[], taken: readonly Span[], refused: Refusal[]): Found[] {
  const found: Found[] = [];
  const cover = coverOf(text.length, words);
  for (const match of text.matchAll(BARE_HEAD)) {
    const head = match[0];
    const headStart = match.index;
    const end = headStart + head.length;
    if (taken.some((span) => span.start < end && span.end > headStart)) continue;
    if (
      !(head.endsWith('试点') && CHOSEN.test(text.slice(Math.max(0, headStart - 34), headStart))) &&
      /^(?:力|家|师|者|员|队|化|性|区|县|市|镇|村|乡|组|图|方案|意见|处|院|学|部署|目标|单位|项目)/u.test(
        text.slice(end, end + 2),
      ) &&
      !/^(?:试点|组织)/u.test(text.slice(end, end + 2))
    )
      continue;
    const edge = leftEdge(words, cover, headStart, 26);
    let left = edge.start;
    const verb = edge.stop === 'verb';
    // 实施林业基层治理体系和治理能力现代化行动: 和 inside the name, from the verb on.
    const joined =
      edge.by === '和' && /^(?:行动|工程|计划|攻坚战)$/u.test(head)
        ? JOINED.exec(text.slice(Math.max(0, left - 24), left))
        : null;
    const whole = joined?.[1] ?? '';
    if (whole !== '') left -= whole.length;
    // 森林质量提升行动、生态保护攻坚行动: each of a list of the same heads is a name.
    // 以增值化改革助推, 全省唯一的…试点, 入选…试点县: what a preposition or a rank leads up to, and what a place is chosen for.
    const led =
      (/^[以把将对]$/u.test(edge.by) && /改革$|行动$|攻坚战$/u.test(head) && end - left >= 7) ||
      (edge.by === '的' &&
        /试点$/u.test(head) &&
        /(?:唯一|首个|首批)的$/u.test(text.slice(Math.max(0, left - 4), left)));
    const inRow = edge.by === '、' && text.slice(Math.max(0, left - 3), left) === `${head.slice(-2)}、`;
    // 园区载体提升行动、产业能级提升行动: and the first of them, where no verb stands before it.
    const opensRow =
      /^[。，；：\n]?$/u.test(edge.by) &&
      headStart - left >= 4 &&
      ROW_AFTER[head.slice(-2)]?.test(text.slice(end, end + 16)) === true;
    const listed = edge.stop === 'list' || edge.by === '”';
    // 第一批城市更新小城镇试点: the number of the batch is no part of the name.
    left +=
      /^(?:\p{Script=Han}{2,3}省(?!级)|第[一二三四五六七八九十]+批|首批|全[省市县区](?=\p{Script=Han}))+/u.exec(
        text.slice(left, headStart),
      )?.[0].length ?? 0;
    const modifier = text.slice(left, headStart);
    const name = modifier + head;
    if (
      modifier.length <
        (/^\p{Script=Han}{2}节$/u.test(head) && head !== '文化节' && head !== '旅游节' && head !== '艺术节' ? 2 : 4) ||
      PLAIN_MODIFIER.test(modifier)
    )
      continue;
    const season = /[节季周赛营坛]$/u.test(head);
    if (
      !verb &&
      whole === '' &&
      !led &&
      !opensRow &&
      !inRow &&
      !(listed && modifier.length >= 6 && /行动|战|计划$|试点$/u.test(head)) &&
      !(season && listed)
    ) {
      continue;
    }
    if (CONSTRUCTION.test(name)) continue;
    if (/^(?:工程|计划|改革|战略)$/u.test(head) && /[的了在]/u.test(modifier)) continue;
    if (head === '计划' && /投资|生产|年度|工作|学习|采购/u.test(modifier.slice(-3))) continue;
    if (/^(?:[一二三四五六七八九十两几]|\d)+[大个项]/u.test(modifier) && modifier.length < 6) {
      refused.push({
        start: left,
        end,
        text: name,
        what: 'Program',
        why: 'a set that opens a list',
        rule: 'program/refused',
      });
      continue;
    }
    found.push({ start: left, end, name, rule: 'program/bare-head' });
  }
  return found;
}

/** 柯桥区的|织造印染产业大脑: an application by its trade. */
const BRAIN = /(?:[的和、与]|^|，|建设|推广|打造)((?:(?![的因又有了])\p{Script=Han}){2,6}产业大脑)/gu;
/** 第十二届|中国国际袜业博览会 comes back. */
const RECURRING =
  /第[一二三四五六七八九十百\d]+届(\p{Script=Han}{4,14}?(?:博览会|交易会|洽谈会|文化节|旅游节|艺术节|电影节|采摘节|丰收节))/gu;
/** Each with a word that a text must have for the rule to find anything. */
const KINDS = [
  [BRAIN, '产业大脑'],
  [RECURRING, '届'],
] as const;
/** 诚美田岙、阳光黄沙等四个村级党建品牌: names of one length in a row. */
const BRANDS =
  /(?<=^|形成了?|打造了?|培育了?|推出了?|擦亮了?|[，。：\n])(\p{Script=Han}{4}(?:、\p{Script=Han}{4})+)[等，]?(?:\d+|[二三四五六七八九十两])个\p{Script=Han}{0,4}(?:党建|服务|治理|志愿服务)品牌/gu;
/** 闽宁协作, 邗绥协作: two places by a character each, both named in the article. */
const PAIR =
  /(?<![\p{Script=Han}])(\p{Script=Han})(\p{Script=Han})协作(?!区|会|社|站|组|中心)|(?<=在|的|和|与|是|作为|推动|深化|开展|依托)(\p{Script=Han})(\p{Script=Han})协作(?!区|会|社|站|组|中心)/gu;
function pairsOfPlaces(text: string, words: readonly Word[]): Found[] {
  const found: Found[] = [];
  if (!text.includes('协作')) return found;
  for (const match of text.matchAll(PAIR)) {
    const one = (match[1] ?? match[3]) as string;
    const other = (match[2] ?? match[4]) as string;
    const isPlace = (char: string): boolean =>
      words.some(({ text: word, tag }) => tag === 'ns' && word.length > 1 && word.includes(char)) ||
      new RegExp(`${char}\\p{Script=Han}{0,2}[县市区省]`, 'u').test(text);
    const both = words.find((word) => word.start <= match.index && word.end > match.index);
    // 毗邻协作: a word of the dictionary.
    if (both !== undefined && both.tag !== 'x' && both.end > match.index + 1) continue;
    if (one === other || !isPlace(one) || !isPlace(other) || partOfLonger(text, match.index + match[0].length))
      continue;
    found.push({ start: match.index, end: match.index + match[0].length, name: match[0], rule: 'program/pair' });
  }
  return found;
}

function fromFormulas(text: string): Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(UNIT_FORMULA)) {
    const after = match.index + match[0].length;
    if (HONOURED.test(text.slice(after, after + 6).replace(/^[”’]/u, ''))) continue;
    found.push({ start: match.index, end: match.index + match[0].length, name: match[0], rule: 'program/one-each' });
  }
  for (const match of text.matchAll(PLUS_NAME)) {
    const quoted = /[“‘]/u.test(text[match.index - 1] ?? '') && /[”’]/u.test(text[match.index + match[0].length] ?? '');
    if (quoted)
      found.push({ start: match.index, end: match.index + match[0].length, name: match[0], rule: 'program/plus' });
  }
  for (const [rule, needed] of KINDS) {
    if (!text.includes(needed)) continue;
    for (const match of text.matchAll(rule)) {
      const name = match[1] as string;
      const end = match.index + match[0].length;
      found.push({ start: end - name.length, end, name, rule: 'program/kind' });
    }
  }
  for (const match of text.includes('品牌') ? text.matchAll(BRANDS) : []) {
    let at = match.index;
    for (const part of (match[1] as string).split('、')) {
      found.push({ start: at, end: at + part.length, name: part, rule: 'program/listed' });
      at += part.length + 1;
    }
  }
  for (const match of text.matchAll(LONG_SYSTEM)) {
    if (!BEFORE_LONG_SYSTEM.test(text.slice(Math.max(0, match.index - 2), match.index))) continue;
    found.push({
      start: match.index,
      end: match.index + match[0].length,
      name: match[0],
      rule: 'program/chief-system',
    });
  }
  return found;
}

/** Of finds that overlap the longest stays; on a tie the earlier in the list. */
function withoutOverlap(found: readonly Found[]): Found[] {
  const order = found.map((find, i) => ({ find, i }));
  order.sort((a, b) => b.find.end - b.find.start - (a.find.end - a.find.start) || a.i - b.i);
  const kept: Found[] = [];
  for (const { find } of order) {
    if (!kept.some((other) => other.start < find.end && other.end > find.start)) kept.push(find);
  }
  return kept.sort((a, b) => a.start - b.start);
}

/** The short form takes the name of the full form that the article prints: 山海协作 beside 山海协作工程. */
function joinFullForms(found: readonly Found[]): Found[] {
  const names = new Set(found.map((find) => find.name));
  const full = (name: string): string => {
    for (const head of ['工程', '行动', '计划', '战略', '改革', '试点', '行动计划', '专项行动']) {
      if (names.has(name + head)) return name + head;
    }
    // 腾笼换鸟 beside 腾笼换鸟、凤凰涅槃攻坚行动, 未来工厂 beside 产业大脑+未来工厂: one of the parts stands for the whole.
    const whole = [...names].filter((other) => other !== name && name.length >= 4 && partsOf(other).includes(name));
    return whole.length === 1 ? (whole[0] as string) : name;
  };
  return found.map((find) => ({ ...find, name: full(find.name) }));
}

const partsOf = (name: string): readonly string[] => (/[、+]/u.test(name) ? name.split(/[、+]/u) : []);

/** Printed spans in 《》 are documents; what stands in them is no program of this article. */
function titles(text: string): Span[] {
  return [...text.matchAll(/《[^》\n]{1,60}》/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

export const program: Recognizer = {
  finds: ['Program'],
  find({ article, words }: Reading) {
    const { text }: Article = article;
    const refused: Refusal[] = [];
    const inTitles = titles(text);
    const named = [
      ...fromLexicon(text),
      ...fromQuotes(text, article.title, words, refused),
      ...fromFormulas(text),
      ...pairsOfPlaces(text, words),
    ];
    const all = withoutOverlap([...named, ...fromBareHeads(text, words, named, refused)]).filter(
      (find) => !inTitles.some((title) => title.start < find.end && title.end > find.start),
    );
    const mentions: Mention[] = joinFullForms(all).map((find) => ({
      type: 'Program',
      name: find.name,
      start: find.start,
      end: find.end,
      text: text.slice(find.start, find.end),
      rule: find.rule,
      candidates: [],
    }));
    const isTaken = (refusal: Refusal): boolean =>
      mentions.some((mention) => mention.start < refusal.end && mention.end > refusal.start);
    return { mentions, refused: refused.filter((refusal) => !isTaken(refusal)) };
  },
};
