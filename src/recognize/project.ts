/**
 * Projects: named construction, infrastructure and investment projects, and the facilities they build.
 * In: an article and its words. Out: 330国道永康城区段改建工程昨日通车 → { name: "330国道永康城区段改建工程" }.
 * An unnamed 项目 (重大项目, 民生项目) and a policy initiative are none; 工程 of policy is program.ts's.
 */
import type { Mention, Reading, Refusal, Span } from '../model.js';
import { matchesOpening, openedBy } from './opening.js';
import { coverOf, isProper, leftEdge, PROVINCE_BEFORE } from './phrase.js';
import type { Recognizer } from './recognizer.js';

/**
 * What stands by itself once it is built; a proper word before it makes a name. What is marked ~ is a plain noun so
 * often that a verb of building or a proper name must stand before it.
 */
const KINDS = `
  抽水蓄能电站 潮流能发电站 海上风电场 光伏发电站 光伏电站 核电站 水电站 发电站 风电场 变电站 换流站 ~灌区 ~船闸 枢纽互通 ~专用公路 ~旅游公路 ~物流枢纽 蓄滞洪区 高速公路 快速路 高速铁路
  城际铁路 高铁东站 高铁西站 高铁南站 高铁北站 高铁站 跨海大桥 特大桥 大桥 隧道 国际机场 通用机场 ~机场 ~航道 水库 高铁 铁路 ~高速 ~大道 抽蓄 ~运河 引水枢纽 水利枢纽 集装箱码头 深水航道
  城际轨道 内河港区 ~智能工厂 智慧工厂 数字化工厂 ~未来农场 ~试验场 ~物流中心 ~集散中心 ~测试中心 ~加工中心 ~人才公寓 ~邻里中心 ~总部基地 ~生产基地 ~养殖基地 ~种植基地 ~示范基地
  ~产教融合基地 ~产业基地 ~扶贫基地 ~繁育基地 ~育苗基地 ~种苗基地 ~制种基地 ~加工基地 ~培育基地 ~量产基地 ~基地 ~繁育中心 ~育苗中心 ~组培中心 ~育种中心 ~观景平台 ~通用厂房 ~大厦 ~处理中心 ~分拣中心 ~烘干中心 ~仓储中心 ~冷链中心 ~配送中心 ~还田中心 ~密炼中心 ~农贸市场 ~批发市场 ~专业市场 ~板材市场 ~建材市场
  污水处理厂 垃圾焚烧发电厂 自来水厂 热电厂 ~新厂区
`
  .trim()
  .split(/\s+/u);
const FACILITIES = KINDS.map((kind) => kind.replace('~', ''));
const COMMON = new Set(KINDS.filter((kind) => kind.startsWith('~')).map((kind) => kind.slice(1)));
const FACILITY = new RegExp(FACILITIES.join('|'), 'uy');
const FACILITY_OPENINGS = openedBy(FACILITIES);

/** 工程 that is built. */
const WORKS =
  /(?:灌区|蓄滞洪区|水资源配置|水道|航运|通道|一期|二期|三期|公路|铁路|电站|机场|管网|渠系|新建扩建|改扩建|扩容|(?:水库|灌区|公路|铁路|电站|大桥|机场|码头|厂房|管网|河道|水厂|泵站|闸|港|医院|学校|安置区|新区|变电站|航道|先行)建设|改建|扩建|新建|迁建|拆建|续建|重建|连通|排涝|引水|调水|引调水|供水|防洪|加固|治理|综治|灌溉|整治提升|修缮|西拓|东扩|南延|北延|水路|截污|安置房|水网提升|大道|改造|提标|提升改造|枢纽|水库|水利|航道|码头|泊位|输电|特高压)工程/gu;
/** 项目 that is built, by what it does or makes. */
const ENTERPRISE =
  /(?:生产线|工厂|加工厂|加工|养殖|种植|园区|冷链|仓储|冷链物流|物流|医院|学校|市场|工业园|新城|小镇|矿|储能|农场|牧场|生产|建设|开发|智造|制造|改造|提升|扩建|新建|度假村|产业园|综合体|乐园|科技|基地|生态旅游开发|文化馆|养殖基地|更新|材料|食品|水产|饮料|纺织|服装|机械|装备|电子|化工|建材|电池|半导体|芯片|新能源|医药|光伏|风电|一期|二期|三期)?项目/gu;

const GENERAL =
  /^(?:标志性|引领性|优势|发达地区|水产|养殖|种植|蔬菜|水果|茶叶|粮食|粮油|畜禽|生猪|蛋鸡|肉牛|肉羊|药材|中药材|食用菌|标准化|规模化|规模|智能化|产业化|生态化|机械化|高效|有机|设施|仓储|冷链|冷链物流|物流|加工|农产品|深加工|精深加工|工厂|园区|生产线|商贸|电商|储能|风电|光伏|新能源|矿|材料|新材料|市场|医院|学校|公路|铁路|水库|电站|工程|平台|载体|场景|帮扶产业|共建|结对|对口|东西部|劳务|协作产业|土地|整治|高标准农田|农田|灌溉|易地|搬迁|安置|棚户区|老旧小区|小区|海绵|停车场|道路|桥梁|管网|污水处理|供水|供电|供热|燃气|单体|集装箱|示范点|改建|项目|乡村振兴|重大|重点|一批|系列|各类|各个|亿元|以上|百亿|千亿|民生|民心|实事|投资|产业|产业链|工业|农业|文旅|旅游|文化|外资|招商|帮扶|扶贫|特色|优质|科技|科研|创新|创业|建设|开发|生产|改造|提升|基础设施|基础|配套|公共服务|社会|政府|企业|国家|省级|省|市|县|区|级|示范|试点|储备|计划|年度|新|老|大|小|好|该|本|此|这个|多个|几个|全部|相关|有关|主要|两个|首个|首批|首|新建|在建|续建|扩建|更新|美丽乡村|美丽|乡村|农村|乡村振兴|城市|城乡|城镇|共富|合作|协作|山海协作|飞地|合同|签约|落地|引进|资金|财政|专项|技术|技改|攻关|研发|研究|课题|服务|公益|志愿|培训|体育|比赛|非遗|保护|教育|医疗|养老|卫生|健康|交通|水利|能源|环保|生态|绿色|低碳|节能|数字|数字化|智能|智慧|高端|先进|制造业|制造|服务业|人才|就业|经济|商业|房地产|住宅|省重大|市重点|省重点|高速|高标准|国省|山区|沿海|平原|现代|传统|大型|中型|小型|大中型|跨海|普通|城际|国内|国际|全国|全省|全市|我国|中国|浙江|生活|污水|饮水|综合|治理|加快|推进|推动|支持|包括|以及|通|多|性|化|型|类|等|和|个|大|条|座|家|项|批|第[一二三四五六七八九十]+|[一二三四五六七八九十两几多\d.]+)*$/u;
const LONG_ENOUGH = 4;
/** 康龙油茶种植基地, 赵家村食用菌产业扶贫基地: with a name of its own such a facility needs no verb. */
const NAMED_SITE = /基地$|中心$|厂房$/u;
/** 爱国主义教育基地, 商品粮基地: a title, a use or a rank, no place that was built. */
const NO_SITE =
  /(?:教育|研学|实习|实训|实践|科普|培训|写生|人才|红色|文化|训练|试点|孵化|创作|影视|能源|商品粮|原料|货源|革命|根据|军事|创业|观察|重要|最大|主要|主产|供应|采购|出口|科研|创新|研发|制造业|先进制造业|旅游|示范|认证|高产|村播|直播|电商|抽蓄)$|最大|重要|品牌|商标|全球|全国|全省|[+＋]/u;
/** 白茶, 灵芝, 黑木耳: words of what is grown there, which the dictionary takes for names. */
const PRODUCE =
  /[茶菌芝耳菇果菜瓜柚桃莓药参米稻麦鱼虾蟹鸭鸡鹅猪羊牛驴蜂花苗竹笋豆薯芋椒葱蒜姜桑蚕麻棉油橘桔橙柑梨枣杏梅榧栗杉松草树林种]$/u;
/** 600亩的|现代化桑园示范基地, 有一座|苗木组培繁育中心: counted or measured as one thing that is there. */
const ONE_THERE = /(?:\d+(?:\.\d+)?[余多万]*(?:亩|平方米|公顷)的?|[有建]了?一(?:座|个|处))$/u;
const BUILDING =
  /建设|建造|打造|建成|投资|引进|新建|启用|开工|推进|投用|位于|投产|落户|落地|总投资|兴建|修建|共建|建起|筹建|项目是|公里的|加快/u;
/** The verbs may also follow: 莲化机场获批建设, 义甬舟开放大道建设提速. */
const BUILT_AFTER =
  /^(?:项目|建设|建成|通车|开工|贯通|竣工|全线|改造|获批|通航|投用|投产|启用|封顶|进入|二期|一期|纳入|落户|位于|坐落|占地|等\d*个?项目)/u;

const NOT_AFTER =
  /^(?:化|式|性|型|发展|增长|公司|集团|管理|经济|网|沿线|段|工程|项目|建设工程|改建|办|部|局|队|组|服务|装备)/u;
const LINE = /铁路|高铁|高速|大道|大桥|航道|机场/u;
/** 宁洛高速, 阜阳机场: a line named by two or three first characters, an airport by its town. */
const SHORT_LINE = /^(?:高速|高速公路|机场|铁路|高铁)$/u;

const IN_ZONE =
  /^\p{Script=Han}{2,14}?(?:开发区|高新区|经开区|新区|工业园区|产业园区|工业园|产业园|集聚区|合作区)(?=\p{Script=Han}{4,})/u;
const IN_CITY = /^\p{Script=Han}{2,3}市\p{Script=Han}{1,3}[县区](?=\p{Script=Han}{4,})/u;
const IN_COUNTY = /^\p{Script=Han}{1,6}?(?:自治县|[县市])(?=\p{Script=Han}{2,})/u;

interface Found extends Span {
  readonly name: string;
  readonly rule: string;
}

/** 是|浙东引水工程, 有|杂交水稻制种产业基地项目, 这座|水库: single words that no noun phrase begins with. */
const RULES_FIRST =
  /^(?:(?:[县市区镇乡村]里)?(?:均|都|也|还|又|仍|尚|另|既|已|新|正|便|即|就|仅|只)*(?:是|有(?![机色限])|建(?![设造起成材筑安湖德始水平阳瓯宁]))|[这那][座个条处项]|[一两几][座个条处项]|当(?!涂|阳|雄))+/u;
function trimmed(text: string, from: number, headStart: number): number {
  const first = RULES_FIRST.exec(text.slice(from, headStart))?.[0].length ?? 0;
  const start = from + first;
  const modifier = text.slice(start, headStart);
  const ruling =
    /^.*(?:公司(?=.{4,})|[就来走]到|项目是|项目(?=.{4,})|发往|充分发挥|发挥|与|已建|拟建|待建|建造|建起|修建|筹建|兴建|投建|元[新]?建|缺乏|缺少|一[座个处]|建设好|建设|打造|推进|推动|项目是|全国首个|全省首个|首个|引进|引入|建成|位于|筹资|入股|实施|加快|支持|通过|投资|帮助解决|落地|开展|抓好|谋划|启动|完成|亩的|元的|公里的|的|在|由|将|把|对|为|于|了)(?=.{2,})/u.exec(
      modifier,
    );
  return start + (ruling?.[0].length ?? 0);
}
/** 缙云县大洋镇…: a chain of places before a proper rest is not the name's. */
const CHAIN = /^(?:\p{Script=Han}{2,4}?(?:省|市|县|区))?(?:\p{Script=Han}{2,4}?(?:镇|乡|街道))(?=\p{Script=Han}{4,})/u;
/** 河南省清丰县马庄桥镇|赵家村食用菌产业扶贫基地 */
const WHOLE_CHAIN =
  /^(?:\p{Script=Han}{2,4}?(?:省|自治区))?(?:\p{Script=Han}{2,4}?市)?(?:\p{Script=Han}{1,4}?(?:[县市旗]|(?<![园新城景社])区))?(?:\p{Script=Han}{2,4}?(?:镇|乡|街道))?/u;

/** 204省道, G330国道: a road by its number, where the number belongs to no longer name. */
const ROAD = /(?<![\dA-Z])(?:[GSX]?\d{1,4}(?:国道|省道|县道))(?!\p{Script=Han}{0,14}(?:工程|项目|段))/gu;
/** 万秀桥水库|中型灌区续建配套与节水改造项目: what is done at the facility, up to its end. */
const WORK_AT = /^\p{Script=Han}{2,18}?(?:改造|建设|扩建|加固|治理|修复|提升|配套|整治|清淤)(?:项目|工程)/u;
const RULED = /[的在是已将对等为了从到把让]|完成|启动|推进|建成|投资/u;

function fromHeads(reading: Reading, refused: Refusal[]): Found[] {
  const { text } = reading.article;
  const cover = coverOf(text.length, reading.words);
  const found: Found[] = [];
  const consider = (headStart: number, head: string, least: number, rule: string, needsBuilding: boolean): void => {
    const end = headStart + head.length;
    const after = text.slice(end, end + 6);
    if (NOT_AFTER.test(after) && rule !== 'project/enterprise' && !/^项目/u.test(after)) return;
    if (/^\d+个|^[两三四五六七八九十]个/u.test(after)) return;
    const edge = leftEdge(reading.words, cover, headStart, 24);
    let start = trimmed(text, edge.start, headStart);
    // 金遂松龙高铁: lines are named by first characters, which no dictionary cuts right; the whole piece is the name.
    if (LINE.test(head)) {
      const window = Math.max(0, headStart - 7);
      const piece = /(?:^|[、，。；：和及与接连“（(\n])([^、，。；：和及与接连“（(\n]{2,6})$/u.exec(
        text.slice(window, headStart),
      );
      const whole = (piece?.[1] ?? '').replace(
        /^(?:.*(?:境内|沿线|穿过|途经|发挥|争取|谋划)|当|在|从|由|以|随着|是|[这那][座条])(?=\p{Script=Han}{2})/u,
        '',
      );
      const isWhole = piece !== null && (window === 0 || piece[0].length > whole.length);
      if (isWhole && /^\p{Script=Han}+$/u.test(whole) && !/推|建|快|上|条|的|加|等|以/u.test(whole))
        start = headStart - whole.length;
    }
    // 恒星（中国）华东总部基地
    const bracket = /[)）]/u.test(text[start - 1] ?? '')
      ? /\p{Script=Han}{2,6}[(（]\p{Script=Han}{2,6}[)）]$/u.exec(text.slice(Math.max(0, start - 14), start))
      : null;
    if (bracket !== null) start = trimmed(text, start - bracket[0].length, start);
    const places = NAMED_SITE.test(head) ? WHOLE_CHAIN.exec(text.slice(start, headStart)) : null;
    if (places !== null && headStart - start - places[0].length >= 4) start += places[0].length;
    const chain = CHAIN.exec(text.slice(start, headStart));
    if (chain !== null && rule !== 'project/works') start += chain[0].length;
    // 漯河市临颍县|中优大健康食品项目
    const seat = rule === 'project/enterprise' ? IN_CITY.exec(text.slice(start, headStart)) : null;
    if (seat !== null && !GENERAL.test(text.slice(start + seat[0].length, headStart))) start += seat[0].length;
    const province = PROVINCE_BEFORE.exec(text.slice(start, headStart))?.[0] ?? '';
    // 浙江镜岭水库工程: the official name of works begins with the province.
    if (
      province !== '' &&
      rule !== 'project/works' &&
      !NAMED_SITE.test(head) &&
      headStart - start - province.length >= 2 &&
      !GENERAL.test(text.slice(start + province.length, headStart))
    )
      start += province.length;
    // 连云港国家高新技术产业开发区东海基地项目: the zone before it holds it and is no part of its name.
    const zone = rule === 'project/enterprise' ? IN_ZONE.exec(text.slice(start, headStart)) : null;
    if (zone !== null && !GENERAL.test(text.slice(start + zone[0].length, headStart))) start += zone[0].length;
    // 镇安县云镇水库: so is its county, where a proper name follows.
    const county =
      COMMON.has(head) || rule === 'project/enterprise' ? null : IN_COUNTY.exec(text.slice(start, headStart));
    if (
      county !== null &&
      county[0].length < headStart - start &&
      !GENERAL.test(text.slice(start + county[0].length, headStart))
    )
      start += county[0].length;
    const name = text.slice(start, end);
    const modifier = name.slice(0, name.length - head.length);
    const road = /\d+(?:省道|国道|县道)|^[GSX]\d+/u.test(name);
    const site = NAMED_SITE.test(head);
    const oneThere = site && ONE_THERE.test(text.slice(Math.max(0, start - 12), start));
    if (/[\d两几多个座条]$/u.test(text.slice(Math.max(0, start - 1), start)) && !road && !oneThere) return;
    if (!road && /\d|不|未|没/u.test(modifier)) return;
    const proper = reading.words
      .slice(Math.max(0, cover[start] ?? 0), (cover[headStart] ?? 0) + 1)
      .some((word) => word.start >= start && word.end <= headStart && isProper(word));
    // Printed twice a name needs less: 目前丁严王大厦已通过验收.
    const again = modifier.length >= 3 && text.indexOf(name) !== text.lastIndexOf(name);
    const told = again ? 3 : edge.stop === 'verb' && rule === 'project/enterprise' ? 5 : least;
    const withoutPlace = modifier.replace(/^\p{Script=Han}{2,4}?(?:省|市|县|(?<![园新城社])区)/u, '');
    if (
      modifier.length < (proper || /.[山湖江河溪岭峰岛湾]$/u.test(modifier) || SHORT_LINE.test(head) ? 2 : told) ||
      GENERAL.test(withoutPlace) ||
      /(?:重大科技|重大|重点|系列|一批)$/u.test(modifier)
    ) {
      refused.push({
        start,
        end,
        text: name,
        what: 'Project',
        why: 'no name before the head',
        rule: 'project/refused',
      });
      return;
    }
    const clause = /[^，。；\n]*$/u.exec(text.slice(Math.max(0, start - 40), start))?.[0] ?? '';
    const pieces = reading.words.slice(cover[start] ?? 0, cover[headStart] ?? 0);
    const short =
      SHORT_LINE.test(head) &&
      modifier.length <= 4 &&
      pieces.every((word) => word.end - word.start === 1 || word.tag === 'j' || isProper(word));
    if (
      site &&
      (NO_SITE.test(modifier) ||
        /^[省市县区镇乡村]/u.test(modifier) ||
        (head.endsWith('基地') && after.startsWith('项目')))
    )
      return;
    const called = reading.words
      .slice(Math.max(0, cover[start] ?? 0), (cover[headStart] ?? 0) + 1)
      .some(
        (word) =>
          word.start >= start &&
          word.end <= headStart - (head === '基地' ? 1 : 0) &&
          isProper(word) &&
          !PRODUCE.test(word.text) &&
          !COINED.test(word.text) &&
          !(head === '基地' && /[村镇乡县市区省]$/u.test(word.text)),
      );
    if (head === '基地' && !called) return;
    const ofVillage = /^\p{Script=Han}{2,3}村/u.test(modifier);
    if (site && (called || ofVillage || oneThere)) {
      found.push({ start, end, name, rule: 'project/site' });
      return;
    }
    const work = head.endsWith('基地') ? null : WORK_AT.exec(text.slice(end, end + 26));
    if (work !== null && !RULED.test(work[0]) && rule === 'project/facility') {
      const whole = end + work[0].length;
      found.push({ start, end: whole, name: text.slice(start, whole), rule: 'project/work-at' });
      return;
    }
    if (needsBuilding && !short && !again && !BUILDING.test(clause) && !BUILT_AFTER.test(after)) return;
    found.push({ start, end, name, rule });
  };
  for (const match of matchesOpening(FACILITY_OPENINGS, FACILITY, text)) {
    const common = COMMON.has(match[0]);
    consider(match.index, match[0], common ? LONG_ENOUGH : 2, 'project/facility', common);
  }
  for (const { index, 0: name } of text.matchAll(ROAD))
    found.push({ start: index, end: index + name.length, name, rule: 'project/road-number' });
  for (const match of text.matchAll(WORKS))
    consider(match.index + match[0].length - 2, '工程', LONG_ENOUGH, 'project/works', false);
  for (const match of text.matchAll(ENTERPRISE)) {
    const kind = match[0].slice(0, -2);
    const headStart = match.index + kind.length;
    if (kind === '') continue;
    if (
      /^(?:名单|库|数|化|部|制|经理|申报|入库|清单|组|资金|投资|用地|招引|审批|落地|推进|管理)/u.test(
        text.slice(headStart + 2, headStart + 4),
      ) &&
      !/^(?:资金)/u.test('')
    )
      continue;
    consider(headStart, '项目', 6, 'project/enterprise', false);
  }
  return found;
}

/** “科马科技产业园项目”, “稻渔农耕文化园”项目, 商业综合体“青年之城·彩虹之芯”: what the marks hold is the name. */
const MARKED =
  /(省级|市级|重大|产业|商业|文旅|旅游|康养|综合体|工程|大桥|船)?[“‘]([^“”‘’\n。，；]{3,20})[”’]((?:项目|工程|大桥|综合体|号|EOD项目))?/gu;
const BUILT_END =
  /(?:园|基地|电站|馆|厂|大道|公路|高速|铁路|机场|大桥|码头|水库|隧道|综合体|老街|农场|庄园|创工场|度假村|产业园项目|建设项目|开发项目|制造项目|生产项目)$/u;
/** 中农80万吨复合肥生产项目: the capacity stands between the owner and what is made. */
const CAPACITY =
  /(?<=^|[，、。；：“—\n]|深入|建设|引进|签约|推进|投资|实施|来到|走进|启动)(\p{Script=Han}{2,8}?)(?:年产)?\d+(?:\.\d+)?[万亿]?(?:吨|台|套|头|只|件|千瓦|兆瓦|米|平方米|条|辆|[GM]Wh?)\p{Script=Han}{2,20}?(?:项目|生产线)/gu;
/** What such a name ends with, which is rare: looked for first, since the name itself may begin anywhere. */
const CAPACITY_END =
  /\d[万亿]?(?:吨|台|套|头|只|件|千瓦|兆瓦|米|平方米|条|辆|[GM]Wh?)\p{Script=Han}{2,20}?(?:项目|生产线)/u;
function ofCapacity(text: string): Found[] {
  if (!CAPACITY_END.test(text)) return [];
  return [...text.matchAll(CAPACITY)].flatMap((match) => {
    const printed = match[1] as string;
    const owner = printed.replace(/^.*(?:深入|建设|引进|签约|推进|投资|实施|来到|走进|启动)/u, '');
    if (owner.length < 2 || GENERAL.test(owner)) return [];
    if (/[的年总达约超近为了和有]|^新|新[建增上]|投资|面积|产能|完成|其中/u.test(owner)) return [];
    const start = match.index + printed.length - owner.length;
    const end = match.index + match[0].length;
    return [{ start, end, name: text.slice(start, end), rule: 'project/capacity' }];
  });
}

function fromMarks(text: string): Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(MARKED)) {
    const inner = match[2] as string;
    const opening = match.index + (match[1]?.length ?? 0);
    const built =
      BUILT_END.test(inner) &&
      !/智慧|未来工厂|示范基地$|美丽/u.test(inner) &&
      !GENERAL.test(inner.replace(/项目$/u, ''));
    if (match[3] !== undefined && /^(?:项目|EOD项目)$/u.test(match[3]) && !built) continue;
    if (match[3] === '工程') continue;
    if (!built && match[1] !== '综合体') continue;
    if (/项目$/u.test(inner) && /民生|实事/u.test(inner)) continue;
    if (match[3] === undefined && !/项目$|号$|创工场$|老街$|电站$/u.test(inner) && match[1] === undefined) continue;
    if (/号$/u.test(inner) && !/\p{Script=Han}{2,}\d*号$/u.test(inner)) continue;
    const end = opening + inner.length + 2;
    found.push({ start: opening + 1, end: end - 1, name: inner, rule: 'project/marked' });
  }
  return found;
}

/** 杭温、杭绍台、衢丽、金甬等铁路; 温州港、嘉兴港: one head for a list. */
const SHARED = /等(?:\d+条|[两三四五六]条)?(铁路|高铁|高速公路|高速|航道|水库|大桥|电站)/gu;
const SHARED_BEFORE = /(?:\p{Script=Han}{2,6}、)+\p{Script=Han}{2,6}$/u;
const PORT = /(?:宁波舟山|北部湾|\p{Script=Han}{2})港(?=[、，。和与的等]|开港|货物|集装箱|成为|第|年)/gu;
/** 招来恒星电子、科恒新材等亿元以上重大项目; 城东小学扩建等工程: things named before 等…项目 or 等工程. */
const AND_OTHERS =
  /等(?:[\d.]+个|[\d.]*亿元以上|一批|系列|一系列|省级|周边|亿元|产业|重大|重点|特色|文旅|旅游|精品|标志性|EOD|优质|产业“[^”]{2,8}”|产业链)*(项目|工程)(?!化|制|库|名单)/gu;
const NAMED_BEFORE = /(?:[\p{Script=Han}A-Z\d“”—·]{3,20}、)*[\p{Script=Han}A-Z\d“”—·]{3,20}$/u;
const LIST_START =
  /^.*(?:签约|引进|招引|推进|实施|串起|串联|促成|落地|落户|打造|建设|培育|推动|启动|谋划|开工|完成|包括|建成|如|了|的|在|以及|及)/u;
const PLAIN_WORK =
  /^(?:[古道路桥村]*(?:修缮|亮化|绿化|改造|整治)|饮水|道路|基础设施|美丽河湖|.{0,4}工程改造|养老|教育|医疗|文化|旅游|交通|水利|能源|产业|农业)$/u;
function namedBefore(text: string): Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(AND_OTHERS)) {
    const head = match[1] as string;
    const from = Math.max(0, match.index - 90);
    const list = NAMED_BEFORE.exec(text.slice(from, match.index));
    if (list === null) continue;
    let at = from + list.index;
    const parts = list[0].split('、');
    // 引进一批生物科技、冷链物流等项目: fields, no names.
    if (/一批|各类|系列|多个|众多|一些/u.test(parts[0] as string)) continue;
    for (const [k, part] of parts.entries()) {
      const start = at;
      at += part.length + 1;
      const cut = k === 0 ? (LIST_START.exec(part)?.[0].length ?? 0) : 0;
      const bare = part.slice(cut);
      const name = bare.replace(/[“”]/gu, '');
      if (
        name.length < 3 ||
        name.length > 18 ||
        GENERAL.test(name) ||
        PLAIN_WORK.test(name) ||
        /^(?:促进|帮助|给)|增收|[的了在]|行动|计划|改革|试点|机制|示范带|企业$|工程$|工作室$|产业园$|未来乡村|(?:铁路|高铁|高速)$/u.test(
          name,
        )
      )
        continue;
      if (head === '工程' && !/(?:建|连通|提升|改造|整治|治理|加固|排涝|引水|修复)$/u.test(name)) continue;
      if (head === '项目' && k === 0 && cut === 0 && parts.length === 1 && !/“/u.test(bare)) continue;
      found.push({
        start: start + cut,
        end: start + cut + bare.length,
        name: head === '工程' ? name + head : name,
        rule: 'project/before-etc',
      });
    }
  }
  return found;
}

/** 诺华项目 where the article names 诺华集团. */
const OF_COMPANY = /项目(?!\d|库|化|制|名单|建设|落地难)/gu;
function ofCompanies(text: string): Found[] {
  const found: Found[] = [];
  const stems = new Set(
    [...text.matchAll(/(\p{Script=Han}{2,4}?)(?:集团|公司)/gu)]
      .map((match) => match[1] as string)
      .filter(
        (stem) => !/国有|企业|上市|有限|股份|龙头|该|本|跨国|旅游|子$|分$|产业|控股|服务|民营|和|与|的|在/u.test(stem),
      ),
  );
  if (stems.size === 0) return found;
  for (const match of text.matchAll(OF_COMPANY)) {
    const before = /\p{Script=Han}{2,8}$/u.exec(text.slice(Math.max(0, match.index - 8), match.index))?.[0];
    if (before === undefined) continue;
    for (let k = 0; k + 2 <= before.length; k++) {
      const name = before.slice(k);
      if (![...stems].some((stem) => name.startsWith(stem)) || name.length > 8 || /的|等|和|与|下/u.test(name))
        continue;
      const start = match.index - before.length + k;
      found.push({ start, end: match.index + match[0].length, name: `${name}项目`, rule: 'project/of-company' });
      break;
    }
  }
  return found;
}

/** 凤铝项目工地: one word that no dictionary has before a project that stands or begins. */
const SITE_OF = /项目(?=工地|现场|首期|一期|二期|开工|投产|建成|签约|落户|落地|总投资)/gu;
/** 博罗站、罗浮山站: stations of a line that the sentence names. */
const STATION = /(?<!充电|换电|加油|车|[高城]铁|火|轻轨)站(?=[、，。和与及也随的同正两等均都启建投通开将]|到|至)/gu;
const RAIL = /高铁|铁路|动车|列车|城际|轻轨|地铁|复兴号/u;
function byOneWord(reading: Reading): Found[] {
  const { text } = reading.article;
  const cover = coverOf(text.length, reading.words);
  const found: Found[] = [];
  const wordBefore = (at: number) => {
    const word = reading.words[cover[at - 1] ?? -1];
    return word !== undefined && word.end === at && isProper(word) && /^\p{Script=Han}{2,4}$/u.test(word.text)
      ? word
      : null;
  };
  for (const match of text.matchAll(SITE_OF)) {
    const word = wordBefore(match.index);
    if (word === null || !/^(?:x|nz|nr)$/u.test(word.tag) || GENERAL.test(word.text) || COINED.test(word.text))
      continue;
    const end = match.index + 2;
    found.push({ start: word.start, end, name: text.slice(word.start, end), rule: 'project/of-word' });
  }
  for (const match of text.matchAll(STATION)) {
    const word = wordBefore(match.index);
    const before = text.slice(Math.max(0, match.index - 40), match.index);
    if (word === null || !RAIL.test(/[^。；\n]*$/u.exec(before)?.[0] ?? '')) continue;
    found.push({
      start: word.start,
      end: match.index + 1,
      name: text.slice(word.start, match.index + 1),
      rule: 'project/station',
    });
  }
  return found;
}
const COINED =
  /^(?:科创|双创|共富|智造|数智|农旅|茶旅|文创|零碳|电商|产教|农文旅|康养|飞地|光储|养老|惠民|帮扶|技改|亿元|超亿元|省重点|市重点|民宿|文旅)$/u;

function fromLists(reading: Reading): Found[] {
  const { text } = reading.article;
  const found: Found[] = [];
  for (const match of text.matchAll(SHARED)) {
    const from = Math.max(0, match.index - 60);
    const list = SHARED_BEFORE.exec(text.slice(from, match.index));
    if (list === null) continue;
    let at = from + list.index;
    for (const part of list[0].split('、')) {
      const start = at;
      at += part.length + 1;
      const name = part.replace(/^.*(?:推进|建设|加快|谋划|开工|建成|推动)/u, '');
      if (name.length < 2) continue;
      const from = start + part.length - name.length;
      found.push({ start: from, end: from + name.length, name: name + (match[1] as string), rule: 'project/list' });
    }
  }
  const words = reading.words;
  const placeEnds = new Set(words.filter((word) => word.tag === 'ns').map((word) => word.end));
  for (const match of text.includes('港') ? text.matchAll(PORT) : []) {
    if (!placeEnds.has(match.index + match[0].length - 1) && !placeEnds.has(match.index + match[0].length)) continue;
    if (/^(?:是|香|泊|海|到|离|进|出|入|各|该|本|大|小|渔)/u.test(match[0])) continue;
    found.push({ start: match.index, end: match.index + match[0].length, name: match[0], rule: 'project/port' });
  }
  return found;
}

const BUILT_AS = ['工程', '建设工程', '枢纽工程', '灌区工程'];

export const project: Recognizer = {
  finds: ['Project'],
  find(reading: Reading) {
    const { text } = reading.article;
    const refused: Refusal[] = [];
    const found = [
      ...fromHeads(reading, refused),
      ...fromMarks(text),
      ...ofCapacity(text),
      ...fromLists(reading),
      ...namedBefore(text),
      ...ofCompanies(text),
      ...byOneWord(reading),
    ];
    found.sort((a, b) => a.start - b.start || b.end - a.end);
    const kept: Found[] = [];
    for (const find of found)
      if (kept.length === 0 || (kept[kept.length - 1] as Found).end <= find.start) kept.push(find);
    // 云镇水库 beside 云镇水库工程; 缙云抽水蓄能电站 beside 国网新源浙江缙云抽水蓄能电站: the fuller name that ends with it.
    const names = [...new Set(kept.map((find) => find.name))];
    const fullest = (name: string): string =>
      names
        .filter((other) => (other.endsWith(name) && name.length >= 6) || BUILT_AS.some((head) => other === name + head))
        .sort((a, b) => b.length - a.length)[0] ?? name;
    const mentions: Mention[] = kept.map((find) => ({
      type: 'Project',
      name: fullest(find.name),
      start: find.start,
      end: find.end,
      text: text.slice(find.start, find.end),
      rule: find.rule,
      candidates: [],
    }));
    return { mentions, refused };
  },
};
