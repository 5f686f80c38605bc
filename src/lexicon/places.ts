/**
 * The gazetteer: every province, prefecture and county of China since 1981 with its history, every town
 * of today, every village of Zhejiang; their short names; and the scan of a text for all of them.
 *
 *   scanPlaces('淳安县枫树岭镇下姜村', 0, 2025) → 淳安县 ["330127"]
 *   placesNamed('萧山市', 1999) → [{ code: "330181", type: "County", name: "萧山市", validTo: 2001, … }]
 *   shortNames('景宁畲族自治县', 'County') → ["景宁县", "景宁"]
 *
 * It says what a printed name may be, never which one is meant: recognize/place.ts looks at the words
 * around, resolve/places.ts decides.
 */
import { PLACE_TYPES, type PlaceType } from '../../schema/entities.js';
import type { Place } from '../model.js';
import { readRows } from './data.js';

/** A place that took over from another, in whole or in part. */
export interface Succession {
  readonly code: string;
  /** Year of the change; null where the source only says that the old one ended so. */
  readonly year: number | null;
  /** False where only a part went over (part of 余杭区 to 临平区 in 2021). */
  readonly whole: boolean;
}

/** A name found in a text. */
export interface PlaceHit {
  readonly name: string;
  readonly form: 'full' | 'short';
  /** Valid in the year asked for, widest first, then by code. */
  readonly codes: readonly string[];
}

// ---------- names ----------

// 土家族苗族, 哈尼族彝族傣族, 维吾尔, 各族: what stands between a minority area's own name and 自治.
const PEOPLES =
  '蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族 傈僳族 佤族 畲族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 普米族 塔吉克族 怒族 鄂温克族 保安族 裕固族 独龙族 鄂伦春族 各族 蒙古 哈萨克 柯尔克孜 锡伯 塔吉克 维吾尔'.split(
    ' ',
  );
const MINORITY = new RegExp(`^(?<stem>.+?)(?:${PEOPLES.join('|')})*自治(?<kind>[州县旗区])$`, 'u');

/** Short names that no rule gives. */
const SHORT_BY_HAND: Readonly<Record<string, readonly string[]>> = {
  内蒙古自治区: ['内蒙古', '内蒙'],
  香港特别行政区: ['香港'],
  澳门特别行政区: ['澳门'],
  浦东新区: ['浦东'],
  神农架林区: ['神农架'],
  六枝特区: ['六枝'],
  东乡族自治县: ['东乡县'],
  鄂伦春自治旗: ['鄂伦春旗'],
  鄂温克族自治旗: ['鄂温克旗'],
  莫力达瓦达斡尔族自治旗: ['莫力达瓦旗', '莫旗'],
  科尔沁右翼前旗: ['科右前旗'],
  科尔沁右翼中旗: ['科右中旗'],
  科尔沁左翼中旗: ['科左中旗'],
  科尔沁左翼后旗: ['科左后旗'],
  察哈尔右翼前旗: ['察右前旗'],
  察哈尔右翼中旗: ['察右中旗'],
  察哈尔右翼后旗: ['察右后旗'],
  土默特左旗: ['土左旗'],
  土默特右旗: ['土右旗'],
  达尔罕茂明安联合旗: ['达茂旗', '达茂联合旗'],
  喀喇沁左翼蒙古族自治县: ['喀左县', '喀左'],
  前郭尔罗斯蒙古族自治县: ['前郭县', '前郭'],
  博尔塔拉蒙古自治州: ['博尔塔拉州', '博尔塔拉', '博州'],
  巴音郭楞蒙古自治州: ['巴音郭楞州', '巴音郭楞', '巴州'],
  克孜勒苏柯尔克孜自治州: ['克孜勒苏州', '克州'],
  和布克赛尔蒙古自治县: ['和布克赛尔县', '和布克赛尔', '和丰县'],
  塔什库尔干塔吉克自治县: ['塔什库尔干县', '塔县'],
  积石山保安族东乡族撒拉族自治县: ['积石山县', '积石山'],
  // 河南 and 海南 alone are the provinces.
  河南蒙古族自治县: ['河南县'],
  海南藏族自治州: ['海南州'],
};

/**
 * The short names that are printed for a place: 杭州市 → 杭州, 恩施土家族苗族自治州 → 恩施州, 恩施, 大兴安岭地区 → 大兴安岭.
 * None of one character (应县), none for 旗, towns and villages.
 */
export function shortNames(name: string, type: PlaceType): readonly string[] {
  const byHand = SHORT_BY_HAND[name];
  if (byHand !== undefined) return byHand;
  if (type === 'Township' || type === 'Village') return [];
  const minority = name.includes('自治') ? MINORITY.exec(name)?.groups : undefined;
  if (minority !== undefined) {
    const { stem = '', kind = '' } = minority;
    if (stem.length < 2) return [];
    return kind === '区' ? [stem] : [`${stem}${kind}`, stem];
  }
  if (name.length < 3 || !'省市县区盟'.includes(name.at(-1) ?? '')) return [];
  if (name.endsWith('地区') && type === 'City') return [name.slice(0, -2)];
  // 兴安 without 盟 is the county in Guangxi.
  return name.endsWith('盟') && name.length === 3 ? [] : [name.slice(0, -1)];
}

/** 杭绍甬三市, 川渝两地: one character a place, read only together and with their number. */
const ONE_CHARACTER: Readonly<Record<string, string>> = Object.fromEntries(
  (
    '京北京市 津天津市 冀河北省 晋山西省 蒙内蒙古自治区 辽辽宁省 吉吉林省 黑黑龙江省 沪上海市 苏江苏省 浙浙江省 皖安徽省 闽福建省 赣江西省 鲁山东省 豫河南省 鄂湖北省 湘湖南省 粤广东省 桂广西壮族自治区 琼海南省 渝重庆市 川四川省 黔贵州省 贵贵州省 滇云南省 云云南省 藏西藏自治区 陕陕西省 甘甘肃省 青青海省 宁宁夏回族自治区 新新疆维吾尔自治区 ' +
    '杭杭州市 甬宁波市 温温州市 绍绍兴市 嘉嘉兴市 湖湖州市 金金华市 衢衢州市 舟舟山市 台台州市 丽丽水市 锡无锡市 常常州市 通南通市 镇镇江市 扬扬州市 蓉成都市 德德阳市 眉眉山市 资资阳市 绵绵阳市 穗广州市 深深圳市 佛佛山市 莞东莞市 惠惠州市 厦厦门市 漳漳州市 泉泉州市 榕福州市 郑郑州市 汴开封市 长长沙市 株株洲市 潭湘潭市 筑贵阳市 遵遵义市 合合肥市 芜芜湖市'
  )
    .split(' ')
    .map((row) => [row.slice(0, 1), row.slice(1)]),
);

/** The places that single characters mean together: 苏锡常 → 苏州市, 无锡市, 常州市; null where one means none. */
export function abbreviated(characters: string): readonly string[] | null {
  const names: string[] = [];
  for (const character of characters) {
    let name = ONE_CHARACTER[character];
    // 苏 beside 锡 or 杭 is the city, 宁 beside 镇 or 扬 is 南京.
    if (character === '苏' && /[锡常杭通]/u.test(characters)) name = '苏州市';
    if (character === '宁' && /[镇扬]/u.test(characters)) name = '南京市';
    if (name === undefined || names.includes(name)) return null;
    names.push(name);
  }
  return names;
}

/**
 * Names of places that are, or are first of all, ordinary words or better known things: they count only with
 * support in the article (the full name, the place above it, or places beside it in a list).
 */
const ORDINARY = new Set(
  [
    // prefectures and prefecture-level cities
    '日照 来宾 白银 安康 长治 朝阳 中山 山南 海西 海北 黄南 文山 黄山 大同 玉树 四平 白山 东方 怒江 红河 阿里 巢湖 开封',
    // counties and county-level cities, by province from north to south and from east to west
    '大名 故城 平山 沙河 大城 清河 新河 高阳 安国 东光 安平 武强 兴隆 宽城 围场 永清 文安 三河 盐山 海兴 河间 安新 望都 平定 长子 交口 交城 和顺 永和 大宁 阳城 左权 中阳 方山 浮山 灵石 山阴 怀仁 五台 偏关',
    '商都 兴和 五原 丰镇 东港 新民 灯塔 兴城 盘山 黑山 凤城 海城 大安 临江 长白 梨树 榆树 靖宇 富裕 友谊 方正 延寿 尚志 明水 通河 木兰 同江 安达 五常 虎林 集贤 孙吴 宁安 甘南 龙井 青冈 望奎 通榆',
    '东海 滨海 响水 海门 大丰 通州 金湖 江山 象山 龙港 太湖 无为 天长 明光 太和 望江 来安 五河 永安 平和 政和 光泽 清流 大田 长乐 云霄 东山 将乐 连江 古田 金门',
    '万年 进贤 新建 上高 万载 大余 兴国 石城 全南 永新 永丰 泰和 万安 安福 莲花 乐安 安远 新干 铜鼓 东乡 余干 广丰 庐山 平原 金乡 高密 惠民 梁山 东平 庆云 商河 成武',
    '博爱 太康 民权 商城 光山 台前 新安 南乐 正阳 西平 方城 通许 公安 远安 兴山 保康 应城 安陆 建始 来凤 黄梅 赤壁 洪湖 天门 咸丰 利川 大悟 枝江 团风 仙桃 竹山 竹溪 江陵',
    '会同 桃源 石门 双牌 双峰 安化 新化 新田 嘉禾 永兴 平江 通道 洞口 衡山 凤凰 永顺 龙山 江华 宁远 安乡 资兴 蓝山 和平 紫金 连平 平远 丰顺 海丰 仁化 新丰 乐昌 阳春 四会 德庆 龙门 新兴 开平 连山 东源 阳山',
    '灵山 平南 兴业 北流 资源 兴安 永福 平乐 全州 凤山 凌云 乐业 大新 天等 大化 三江 东兴 东兰 西林 田东 田林 上思 合山 上林 文昌 临高 白沙 昌江 定安 城口 秀山 巫山',
    '合江 三台 大英 威远 南部 兴文 金川 小金 黑水 红原 九龙 新龙 白玉 乡城 会东 宁南 金阳 石棉 天全 大竹 江安 长宁 仁寿 富顺 修文 赤水 余庆 江口 沿河 大方 金沙 天柱 锦屏 长顺 万山 水城',
    '安宁 富民 富源 新平 通海 大关 永善 威信 永平 双江 开远 弥勒 石屏 绿春 河口 江城 祥云 云龙 金平 梁河 比如 安多 双湖 加查 康马 申扎 定结',
    '太白 白水 黄龙 甘泉 延长 志丹 吴起 子长 石泉 平利 白河 山阳 永寿 三原 横山 定边 宁强 武功 合作 和政 康乐 两当 合水 清水 民乐 高台 金塔 灵台 永昌 景泰 民勤 民和 互助 同仁 同德 共和 兴海 久治 称多 治多 甘德 大通',
    '同心 永宁 中宁 灵武 和静 和硕 新和 和安 和康 温泉 新源 民丰 裕民 福海 青河 白杨 双河 新星 铁门关 昆玉 沙湾 墨玉 通山 五峰',
    // districts
    '东城 西城 朝阳 通州 大兴 和平 河东 河西 南开 河北 红桥 西青 长安 桥西 桥东 新华 路南 路北 开平 海港 山海关 复兴 信都 莲池 满城 下花园 万全 双桥 运河 广阳 桃城 平城 云州 新城 回民 玉泉 东河 青山 石拐 海南 红山 元宝山 松山 东胜 临河',
    '大东 铁西 中山 西岗 沙河口 铁东 立山 千山 东洲 望花 顺城 平山 溪湖 明山 元宝 振兴 振安 古塔 站前 西市 老边 海州 太平 清河门 白塔 宏伟 清河 双塔 龙城 连山 龙港 宽城 二道 绿园 双阳 龙潭 丰满 龙山 西安 江源 宁江 南岗 道外 平房 双城 建华 铁锋 恒山 梨树 向阳 工农 南山 兴安 东山 兴山 尖山 宝山 龙凤 红岗 大同 友好 前进 东风 新兴 桃山 东安 阳明 爱民',
    '黄浦 长宁 静安 普陀 金山 玄武 秦淮 鼓楼 云龙 泉山 天宁 钟楼 新北 海门 广陵 海陵 高港 上城 下城 西湖 滨江 滨湖 钱塘 江北 江东 南湖 龙湾 金东 路桥 定海 蜀山 镜湖 大通 花山 雨山 迎江 大观 黄山 徽州 琅琊 台江 长乐 思明 湖里 同安 城厢 三元 龙海',
    '东湖 新建 青山湖 昌江 珠山 安源 月湖 青原 广丰 市中 槐荫 天桥 黄岛 市南 市北 博山 周村 河口 福山 泰山 任城 东港 牡丹 中原 二七 金水 上街 老城 西工 卫东 北关 鹤山 山城 红旗 牧野 解放 中站 山阳 文峰 建安 湖滨 卧龙 梁园 江岸 江汉 洪山 铁山 江夏 天心 芙蓉 开福 雨花 天元 石峰 石鼓 双清 大祥 南岳 云溪 君山 武陵 北湖 鹤城 零陵',
    '越秀 天河 白云 黄埔 南沙 龙岗 盐田 龙华 光明 金平 龙湖 南海 三水 高明 江海 霞山 清城 清新 兴宁 江南 城中 象山 七星 秀峰 海城 银海 港口 海棠 天涯 南岸 长寿 永川 南川 大足 锦江 金牛 青羊 高坪 东坡 东兴 船山 安居 仁和 大安 沙湾 前锋 雨城 名山 通川 南明 云岩 花溪 红花岗 汇川 万山 五华 盘龙 西山 古城 城关',
    '碑林 莲湖 未央 宝塔 高陵 金台 凤翔 华州 横山 安定 城东 城西 城南 城北 乐都 平安 平川 白银 金川 武都 兴庆 金凤 利通 天山 新市 高昌',
  ].flatMap((line) => line.split(' ')),
);

/**
 * Counties whose short name readers of any province know: the strongest county economies and famous old towns. Any
 * other short name counts only in an article, or a publication, of its own province.
 */
const KNOWN_NATIONWIDE = new Set(
  '义乌 慈溪 余姚 诸暨 温岭 乐清 海宁 桐乡 安吉 德清 瑞安 东阳 嘉善 萧山 余杭 昆山 江阴 张家港 常熟 太仓 宜兴 丹阳 如皋 启东 溧阳 泰兴 靖江 海安 邳州 高邮 晋江 石狮 福清 南安 惠安 闽侯 武夷山 长汀 浏阳 宁乡 醴陵 神木 府谷 准格尔 寿光 诸城 滕州 龙口 荣成 胶州 曲阜 莱州 招远 邹城 肥城 新泰 兰考 巩义 新郑 登封 长垣 永城 迁安 三河 任丘 正定 井冈山 瑞金 婺源 都江堰 峨眉山 阆中 简阳 西昌 仁怀 习水 凯里 湄潭 香格里拉 瑞丽 腾冲 敦煌 库尔勒 石河子 霍尔果斯 延吉 珲春 满洲里 二连浩特 瓦房店 海城 大冶 潜江 仙桃 浦东 双流 郫都 江宁 即墨 章丘 长丰 肥西 肥东 天长 歙县 休宁 黟县'.split(
    ' ',
  ),
);

/** True where a county's short name needs no word of its province in the article: 义乌, 昆山, 晋江. */
export const isKnownNationwide = (short: string): boolean => KNOWN_NATIONWIDE.has(short);

/** True where a short name is an ordinary word or a better known thing first (江山, 同心, 西湖). */
export const isOrdinaryWord = (short: string): boolean => ORDINARY.has(short);

// Full names that are plain descriptions without the city before them: 市中区, 城区, 南部县.
const DESCRIPTIVE =
  /^(?:[东西南北新老旧市城郊矿][区县市]|.?城[东西南北中]?区|市中区|新[城市]区|老城区|港口区|海港区|山城区|[东西南北中]部县|城[东西南北中关]区|工农区|新区|特区|工业区|中心区|江[南北]区|河[东西南北]区)$/u;
/** True for full names that read as a description: they need the place above them right before or in the article. */
export const isDescription = (full: string): boolean => DESCRIPTIVE.test(full);

// ---------- the tables ----------

interface Row {
  readonly code: string;
  readonly name: string;
  readonly type: PlaceType;
  readonly from: number;
  readonly to: number | null;
  readonly next: string;
}

interface Gazetteer {
  /** County and above, by code; several rows where a code changed its name. */
  readonly rows: ReadonlyMap<string, readonly Row[]>;
  /** County → "001东华门街道 002景山街道"; town → villages. */
  readonly below: ReadonlyMap<string, string>;
  /** Printed full name → where it stands: indexes into `holders`. */
  readonly full: ReadonlyMap<string, number | number[]>;
  readonly short: ReadonlyMap<string, string>;
  /** Codes of provinces, cities and counties by the lines of places.tsv, then parents of the lines of `below`. */
  readonly holders: readonly string[];
  readonly firstLine: number;
  /** One bit for each hash of two characters that a name begins with: small enough to stay near the processor. */
  readonly begins: Uint32Array;
  /** By a hash of the first two characters: the lengths that names with them have, one bit each. */
  readonly lengths: Uint32Array;
  /** By the same hash: the last characters of those names, modulo 32. */
  readonly lasts: Uint32Array;
  /** Code → codes it came from, in whole or in part. */
  readonly before: ReadonlyMap<string, readonly string[]>;
}

let loaded: Gazetteer | null = null;

const typeOfCode = (code: string): PlaceType => {
  if (code.length === 12) return 'Village';
  if (code.length === 9) return 'Township';
  if (code.endsWith('0000')) return 'Province';
  return code.endsWith('00') ? 'City' : 'County';
};

function load(): Gazetteer {
  const rows = new Map<string, Row[]>();
  const full = new Map<string, number | number[]>();
  const short = new Map<string, string>();
  const begins = new Uint32Array(HASHES / 32);
  const lengths = new Uint32Array(SLOTS);
  const lasts = new Uint32Array(SLOTS);
  const before = new Map<string, string[]>();
  const below = new Map<string, string>();
  const holders: string[] = [];

  // 70,000 names: numbers, not strings, are kept for each, and a code is looked up when it is asked for.
  const know = (name: string, holder: number): void => {
    const known = full.get(name);
    if (known === undefined) {
      full.set(name, holder);
      noteLength(name);
    } else if (typeof known === 'number') full.set(name, [known, holder]);
    else known.push(holder);
  };
  const noteLength = (name: string): void => {
    const at = hash(name, 0);
    begins[at >> 5]! |= 1 << (at & 31);
    lengths[at % SLOTS]! |= 1 << Math.min(name.length, 30);
    lasts[at % SLOTS]! |= 1 << (name.charCodeAt(name.length - 1) & 31);
  };

  for (const { code, name, from, to, next } of readRows<'code' | 'name' | 'from' | 'to' | 'next'>('places.tsv')) {
    const row: Row = {
      code,
      name,
      type: typeOfCode(code),
      from: Number(from),
      to: to === '' ? null : Number(to),
      next,
    };
    const same = rows.get(code);
    if (same === undefined) rows.set(code, [row]);
    else same.push(row);
    know(name, holders.push(code) - 1);
    for (const one of shortNames(name, row.type)) {
      const codes = short.get(one);
      if (codes === undefined) noteLength(one);
      short.set(one, codes === undefined ? code : `${codes} ${code}`);
    }
    if (next === '') continue;
    for (const part of next.split(' ')) {
      const after = part.slice(0, 6);
      if (after === code) continue;
      const earlier = before.get(after);
      if (earlier === undefined) before.set(after, [code]);
      else if (!earlier.includes(code)) earlier.push(code);
    }
  }
  const firstLine = holders.length;
  for (const [file, parentColumn, childColumn] of [
    ['places-towns.tsv', 'county', 'towns'],
    ['places-villages.tsv', 'town', 'villages'],
  ] as const) {
    for (const line of readRows<string>(file)) {
      const parent = line[parentColumn] ?? '';
      const children = line[childColumn] ?? '';
      below.set(parent, children);
      const holder = holders.push(parent) - 1;
      for (let at = 0; at < children.length; ) {
        const space = children.indexOf(' ', at);
        const end = space < 0 ? children.length : space;
        know(children.slice(at + 3, end), holder);
        at = end + 1;
      }
    }
  }
  return { rows, below, full, short, holders, firstLine, begins, lengths, lasts, before };
}

const HASHES = 1 << 20;
const SLOTS = 1 << 18;
/** Two characters as an index; two pairs on one index cost a look-up, never a wrong name. */
const hash = (text: string, at: number): number =>
  (Math.imul(text.charCodeAt(at), 0x9e37) + text.charCodeAt(at + 1)) & (HASHES - 1);

/** Codes of all places of a full name, in every year. */
function codesOf(name: string): readonly string[] {
  const { full, holders, firstLine, below } = gazetteer();
  const known = full.get(name);
  if (known === undefined) return [];
  return (typeof known === 'number' ? [known] : [...new Set(known)]).flatMap((index) => {
    const holder = holders[index] ?? '';
    if (index < firstLine) return [holder];
    return (below.get(holder) ?? '')
      .split(' ')
      .filter((child) => child.slice(3) === name)
      .map((child) => holder + child.slice(0, 3));
  });
}

const gazetteer = (): Gazetteer => {
  loaded ??= load();
  return loaded;
};

// ---------- look-ups ----------

const NOW = 9999;

/** How badly a row fits a year: 0 valid on, 1 ended in that year, 2 ended before, 3 not there yet. */
const misfit = (row: Row, year: number): number => {
  if (row.from > year) return 3;
  if (row.to === null || row.to > year) return 0;
  return row.to === year ? 1 : 2;
};

const byUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const parents = new Map<string, string | null>();

function parentOf(code: string): string | null {
  if (code.length > 6) return code.slice(0, -3);
  let parent = parents.get(code);
  if (parent === undefined) {
    parent = parentOfCounty(code);
    parents.set(code, parent);
  }
  return parent;
}

function parentOfCounty(code: string): string | null {
  if (code.endsWith('0000')) return null;
  const province = `${code.slice(0, 2)}0000`;
  if (code.endsWith('00')) return province;
  const prefecture = `${code.slice(0, 4)}00`;
  // Districts of Shanghai, 仙桃市: right under the province.
  return gazetteer().rows.has(prefecture) ? prefecture : province;
}

const asPlace = (row: Row): Place => ({
  code: row.code,
  type: row.type,
  name: row.name,
  parent: parentOf(row.code),
  validFrom: row.from,
  validTo: row.to,
});

/**
 * The place with a code, with the name that it had in a year.
 *
 * @param code  6, 9 or 12 digits, or with the prefix of an entity id ("cn:330127")
 * @param year  null: today
 * @returns null when no place has the code
 */
export function placeByCode(code: string, year: number | null = null): Place | null {
  const bare = code.startsWith('cn:') ? code.slice(3) : code;
  if (bare.length === 6) {
    const rows = gazetteer().rows.get(bare);
    if (rows === undefined) return null;
    const at = year ?? NOW;
    const best = [...rows].sort((a, b) => misfit(a, at) - misfit(b, at) || b.from - a.from)[0];
    return best === undefined ? null : asPlace(best);
  }
  const parent = bare.slice(0, -3);
  const ending = bare.slice(-3);
  const children = gazetteer().below.get(parent);
  if (children === undefined) return null;
  const name = children
    .split(' ')
    .find((child) => child.startsWith(ending))
    ?.slice(3);
  if (name === undefined) return null;
  return { code: bare, type: typeOfCode(bare), name, parent, validFrom: 1981, validTo: null };
}

/** All places above it, from the next one up to the province. */
export function placesAbove(code: string, year: number | null = null): readonly Place[] {
  const above: Place[] = [];
  for (let parent = parentOf(code); parent !== null; parent = parentOf(parent)) {
    const place = placeByCode(parent, year);
    if (place !== null) above.push(place);
  }
  return above;
}

/** What came after a place: 330181 → [{ code: "330109", year: 2001, whole: true }]. */
export function successorsOf(code: string): readonly Succession[] {
  const rows = gazetteer().rows.get(code) ?? [];
  const found: Succession[] = [];
  for (const row of rows) {
    const parts = row.next.split(' ').filter((part) => part !== '');
    const ending = parts.filter((part) => !part.includes('['));
    for (const part of parts) {
      const after = part.slice(0, 6);
      if (after === code) continue;
      const year = /\[(?<year>\d{4})\]/u.exec(part)?.groups?.year;
      // A place that ended into one other went over whole; into several, each has a part.
      found.push({
        code: after,
        year: year === undefined ? row.to : Number(year),
        whole: year === undefined && ending.length === 1,
      });
    }
  }
  return found;
}

/** Codes of the places that a county was made from, in whole or in part, however long ago. */
export function predecessorsOf(code: string): readonly string[] {
  const found = new Set<string>();
  const open = [code];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const earlier of gazetteer().before.get(next) ?? []) {
      if (found.has(earlier)) continue;
      found.add(earlier);
      open.push(earlier);
    }
  }
  return [...found].sort(byUnit);
}

/** True where `code` lies in `above`, by today's borders or, for what changed its county, by earlier ones. */
export function liesIn(code: string, above: string): boolean {
  if (code === above) return false;
  for (let parent: string | null = code; parent !== null; parent = parentOf(parent)) {
    if (parent === above) return true;
    // 临平街道 was printed under 余杭区 before 2021.
    const county = parent.length === 6 && !parent.endsWith('00') && above.length === 6 && !above.endsWith('00');
    if (county && parent !== code && predecessorsOf(parent).includes(above)) return true;
  }
  return false;
}

function fitting(codes: readonly string[], name: string, form: 'full' | 'short', year: number): string[] {
  const { rows } = gazetteer();
  const scored: { code: string; misfit: number; row: Row | null }[] = [];
  for (const code of new Set(codes)) {
    if (code.length > 6) {
      scored.push({ code, misfit: 0, row: null });
      continue;
    }
    for (const row of rows.get(code) ?? []) {
      const named = form === 'full' ? row.name === name : shortNames(row.name, row.type).includes(name);
      if (named) scored.push({ code, misfit: misfit(row, year), row });
    }
  }
  const best = Math.min(...scored.map((one) => one.misfit));
  // A short name outlives its place by no year (下城, 江东); a full one is still history (萧山市 in a text of today).
  if (form === 'short' && best > 1) return [];
  let left = scored.filter((one) => one.misfit === best);
  if (best === 2) {
    const latest = Math.max(...left.map((one) => one.row?.to ?? 0));
    left = left.filter((one) => one.row?.to === latest);
  }
  const rank = (code: string): number => PLACE_TYPES.indexOf(typeOfCode(code));
  return [...new Set(left.map((one) => one.code))].sort((a, b) => rank(a) - rank(b) || byUnit(a, b));
}

/**
 * Places that a printed name may be in a year, full names before short ones, widest first.
 *
 * @param name  as printed: 淳安县, 淳安, 恩施州
 * @param year  of the text; null: today
 */
export function placesNamed(name: string, year: number | null = null): readonly Place[] {
  const hit = placeHit(name, year);
  if (hit === null) return [];
  return hit.codes.flatMap((code) => namedPlace(code, hit, year) ?? []);
}

/** The place of a code under the name that was printed for it (襄樊市 in a text of 2008). */
function namedPlace(code: string, hit: PlaceHit, year: number | null): Place | null {
  const row = gazetteer()
    .rows.get(code)
    ?.find((one) => hit.form === 'full' && one.name === hit.name);
  return row === undefined ? placeByCode(code, year) : asPlace(row);
}

/** The place of a code as a text of that year calls it, given the printed name. */
export function placeAs(code: string, printed: string, year: number | null): Place | null {
  return namedPlace(code, { name: printed, form: 'full', codes: [] }, year);
}

const NONE: readonly PlaceHit[] = [];
const hits = new Map<number, Map<string, PlaceHit | null>>();

/** What a printed name is by itself; null when no place of that year is called so. */
export function placeHit(name: string, year: number | null = null): PlaceHit | null {
  const at = year ?? NOW;
  let ofYear = hits.get(at);
  if (ofYear === undefined) {
    ofYear = new Map();
    hits.set(at, ofYear);
  }
  const known = ofYear.get(name);
  if (known !== undefined) return known;
  const { full, short, rows } = gazetteer();
  let hit: PlaceHit | null = null;
  if (full.has(name)) {
    const codes = fitting(codesOf(name), name, 'full', at);
    if (codes.length > 0) hit = { name, form: 'full', codes };
  }
  const shortOf = short.get(name);
  // 沙县 is 沙县区 since 2021, and was a county before.
  const gone = hit?.codes.every((code) => (rows.get(code) ?? []).every((row) => misfit(row, at) > 0)) ?? true;
  if (gone && shortOf !== undefined) {
    const codes = fitting(shortOf.split(' '), name, 'short', at);
    if (codes.length > 0) hit = { name, form: 'short', codes };
  }
  if (ofYear.size > 50_000) ofYear.clear();
  ofYear.set(name, hit);
  return hit;
}

/**
 * The names that begin at an offset of a text, longest first.
 *
 * @param text  any text
 * @param at    UTF-16 offset
 * @param year  of the text; null: today
 */
export function scanPlaces(text: string, at: number, year: number | null): readonly PlaceHit[] {
  const { full, short, begins, lengths, lasts } = gazetteer();
  const bucket = hash(text, at);
  // True of nine in ten offsets.
  if ((begins[bucket >> 5]! & (1 << (bucket & 31))) === 0) return NONE;
  const mask = lengths[bucket % SLOTS] ?? 0;
  const last = lasts[bucket % SLOTS] ?? 0;
  const found: PlaceHit[] = [];
  for (let length = 31 - Math.clz32(mask); length >= 2; length--) {
    if ((mask & (1 << length)) === 0 || (last & (1 << (text.charCodeAt(at + length - 1) & 31))) === 0) continue;
    if (at + length > text.length) continue;
    const name = text.slice(at, at + length);
    if (!full.has(name) && !short.has(name)) continue;
    const hit = placeHit(name, year);
    if (hit !== null) found.push(hit);
  }
  return found;
}

/** True where a district was a county or a city of its own in its province: 萧山区, 房山区, but not 西湖区, 桂林's 象山区. */
export function wasCountyOnce(code: string): boolean {
  const stem = placeByCode(code)?.name.replace(/区$/u, '') ?? '';
  return [`${stem}县`, `${stem}市`].some((name) => codesOf(name).some((one) => one.slice(0, 2) === code.slice(0, 2)));
}

export const typeOf = typeOfCode;

// ---------- what stands to the right of a name ----------

const NEXT_WORD: Readonly<Record<string, RegExp>> = {
  省: /^(?:会|级|长|内外?|直)/u,
  市: /^(?:[长场值价况情容区郊级直域内外]|民(?![政族宗营生间办兵]))|监局/u,
  县: /^[长城域级内外]/u,
  区: /^(?:[域间划块位]|级)/u,
};

/** 海宁市长, 龙泉市民, 浙江省会, 安吉县城, 上城区域: the last character of the full name belongs to the next word. */
export const lastBelongsToNextWord = (full: string, right: string): boolean =>
  NEXT_WORD[full.at(-1) ?? '']?.test(right) ?? false;

/**
 * Cities and counties inside another name, by their full or short name: 临海市民政局 → 临海市 ["331082"],
 * 景德镇陶瓷大学 → 景德镇市. Provinces, towns and villages are left to the whole text.
 *
 * @param name  of an organization, a project or a zone, as printed
 * @param year  of the text
 */
export function placesInside(
  name: string,
  year: number | null,
): readonly { readonly start: number; readonly hit: PlaceHit }[] {
  const inside: { start: number; hit: PlaceHit }[] = [];
  let at = 0;
  while (at < name.length - 1) {
    const before = inside.at(-1);
    const chained = before !== undefined && before.start + before.hit.name.length === at;
    const hit = scanPlaces(name, at, year).find((one) => {
      const type = typeOfCode(one.codes[0] ?? '');
      if (type !== 'City' && type !== 'County') return false;
      // 杭州湾上虞经济技术开发区 lies on the bay, 万秀桥水库 at the bridge.
      if (one.form === 'short' && /^(?:湾(?!区)|桥)/u.test(name.slice(at + one.name.length))) return false;
      // A short name is sure at the front only: 路桥 in 浙江路桥公司 is a trade.
      // 龙泉—萧山山海协作产业园: so is the second party behind a dash.
      const front = at === 0 || chained || (before !== undefined && /[—·-]/u.test(name[at - 1] ?? ''));
      if (one.form === 'short') return front && !isOrdinaryWord(one.name) && one.codes.length === 1;
      // 金义新区, 慈溪高新区: 新区 is no county there.
      if (one.name.length === 2 && (isDescription(one.name) || (at > 0 && !chained))) return false;
      if (isDescription(one.name) && at > 0 && !chained) return false;
      return !lastBelongsToNextWord(one.name, name.slice(at + one.name.length));
    });
    if (hit === undefined) at++;
    else {
      inside.push({ start: at, hit });
      at += hit.name.length;
    }
  }
  return inside;
}
