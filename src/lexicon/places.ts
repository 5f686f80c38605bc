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

/**
 * Names of places that are, or are first of all, ordinary words or better known things: they count only with
 * support in the article (the full name, the place above it, or places beside it in a list).
 */
const ORDINARY = new Set(
  [
    // prefectures
    '日照 来宾 白银 安康 长治 朝阳 中山 山南 海西 海北 黄南 文山 黄山 大同 玉树 四平 白山 东方 怒江 红河 阿里 清远 资阳 三明 平凉 武威 吉安 天水 巢湖',
    // counties and county-level cities
    '望都 大城 故城 平山 新河 沙河 南和 平乡 青龙 平定 交口 交城 乡宁 大宁 永和 和顺 阳城 左权 长子 文水 介休 中阳 方山 浮山 原平',
    '富裕 友谊 方正 延寿 尚志 明水 通河 木兰 同江 东宁 安达 海林 林口 东港 新民 建平 新宾 大安 和龙 农安 东丰 临江 集安 长白 公主岭 靖宇 抚松',
    '东海 滨海 响水 兴化 海门 大丰 通州 海安 建湖 金湖 江山 象山 龙港',
    '太湖 无为 天长 明光 太和 界首 来安 定远 望江 石台 和县 南陵 庐江 怀远 当涂 巢湖 金寨 凤台 青阳 长丰',
    '永安 建设 平和 政和 南靖 光泽 清流 将乐 明溪 大田 长乐 南安 石狮 仙游 柘荣 寿宁 金门 长泰 连江 平潭',
    '万年 进贤 新建 分宜 上高 万载 铜鼓 安远 大余 兴国 石城 会昌 全南 龙南 永新 永丰 泰和 万安 安福 吉水 莲花 共青城 德安 庐山 崇义 崇仁 乐安 资溪 广昌 修水 高安 东乡 丰城 安义 新干',
    '平原 商河 临清 高青 高唐 博兴 招远 微山 金乡 泗水 嘉祥 五莲 平度 龙口 平阴 东明 诸城 高密 滨州 梁山 惠民 成武 巨野 利津 昌乐 安丘',
    '武功 修武 博爱 登封 太康 民权 商城 新县 光山 固始 虞城 社旗 方城 台前 清丰 宝丰 新安 内黄 南乐 通许 宜阳 开封 嵩县 延津 封丘 原阳 温县 孟州',
    '公安 石首 松滋 大冶 阳新 当阳 枝江 远安 兴山 保康 应城 安陆 建始 来凤 红安 团风 黄梅 通城 崇阳 赤壁 嘉鱼 洪湖 江陵 潜江 天门 仙桃 丹江口 咸丰 利川 巴东 大悟 孝昌 云梦',
    '会同 桃源 石门 双牌 双峰 安化 沅江 南县 安乡 新化 新田 嘉禾 临武 资兴 永兴 平江 通道 新宁 武冈 绥宁 隆回 洞口 常宁 衡山 衡阳 湘乡 凤凰 花垣 保靖 永顺 龙山 辰溪 涟源',
    '东源 和平 紫金 连平 龙川 五华 平远 丰顺 大埔 兴宁 海丰 陆河 仁化 始兴 新丰 乐昌 南雄 阳春 阳西 恩平 台山 开平 鹤山 四会 广宁 怀集 封开 德庆 化州 信宜 高州 吴川 遂溪 徐闻 廉江 英德 阳山 连山 连南 普宁 惠来 揭西 龙门 惠东 博罗 新兴 郁南 饶平 电白 罗定',
    '上思 灵山 浦北 平南 桂平 兴业 陆川 博白 北流 容县 资源 兴安 永福 平乐 全州 灌阳 昭平 钟山 富川 南丹 天峨 凤山 东兰 凌云 乐业 田林 西林 平果 德保 靖西 那坡 田东 天等 大新 凭祥 宁明 龙州 扶绥 忻城 象州 武宣 合山 金秀 大化 都安 三江 融安 融水 鹿寨',
    '东方 文昌 万宁 定安 屯昌 临高 白沙 昌江 乐东',
    '城口 丰都 忠县 云阳 奉节 石柱 秀山 彭水 大邑 新津 合江 中江 三台 安县 青川 大英 威远 隆昌 犍为 南部 营山 西充 青神 江安 长宁 兴文 屏山 岳池 武胜 大竹 开江 万源 石棉 天全 宝兴 通江 南江 平昌 安岳 乐至 金川 小金 黑水 红原 九龙 雅江 新龙 白玉 乡城 德昌 会东 宁南 金阳 雷波 越西 汉源 仁寿 丹巴',
    '修文 开阳 赤水 仁怀 绥阳 正安 余庆 江口 德江 思南 沿河 大方 金沙 织金 普安 兴仁 安龙 黄平 施秉 三穗 镇远 天柱 锦屏 剑河 台江 雷山 福泉 独山 平塘 长顺 龙里 贵定 惠水 三都 平坝 普定 紫云 水城 兴义 玉屏 道真',
    '安宁 富民 宜良 石林 罗平 富源 易门 新平 元江 华宁 通海 施甸 昌宁 镇雄 大关 永善 绥江 水富 威信 永胜 华坪 云县 双江 凤庆 楚雄 双柏 南华 大姚 永仁 武定 元谋 个旧 开远 弥勒 建水 石屏 金平 绿春 河口 西畴 富宁 砚山 丘北 景东 景谷 镇沅 江城 孟连 西盟 大理 祥云 宾川 永平 云龙 洱源 南涧 陇川 盈江 梁河 福贡 贡山 兰坪 德钦',
    '康马 白朗 林周 比如 安多 双湖 当雄 加查 措美 改则 革吉 波密',
    '蓝田 太白 扶风 大荔 白水 富平 黄龙 甘泉 宜川 延长 延川 志丹 吴起 子长 洛川 黄陵 城固 洋县 勉县 宁强 略阳 镇巴 留坝 佛坪 横山 靖边 定边 绥德 佳县 清涧 石泉 宁陕 平利 白河 丹凤 商南 山阳 镇安 长武 永寿 三原 泾阳 周至 米脂',
    '合作 和政 广河 永靖 康乐 临夏 成县 文县 康县 礼县 两当 合水 正宁 宁县 环县 通渭 临洮 会宁 靖远 景泰 永登 榆中 清水 秦安 甘谷 武山 民勤 古浪 民乐 高台 山丹 金塔 瓜州 玉门 泾川 崇信 庄浪 静宁 华亭 灵台 夏河 临潭 舟曲 玛曲 碌曲 迭部',
    '民和 互助 化隆 循化 门源 海晏 刚察 同仁 尖扎 同德 共和 贵德 兴海 久治 达日 称多 治多 杂多 格尔木 都兰 天峻',
    '同心 盐池 永宁 贺兰 平罗 灵武 西吉 隆德 泾源 彭阳 海原 青铜峡 中宁',
    '和静 和硕 和田 新和 温泉 库车 沙雅 温宿 乌什 柯坪 泽普 莎车 叶城 巴楚 皮山 洛浦 策勒 于田 民丰 墨玉 霍城 巩留 新源 昭苏 特克斯 沙湾 托里 裕民 额敏 富蕴 福海 青河 精河 博乐 奇台 轮台 若羌 且末 白杨 胡杨河 北屯 双河 可克达拉 铁门关 昆玉 新星',
    '多伦 正蓝 化德 商都 兴和 凉城 武川 开鲁 根河 固阳 五原 磴口 扎兰屯 丰镇 突泉',
    // 龙井, 兴城: a tea, a verb with its object
    '龙井 兴城 上林 大竹 江口 通山 五峰 长阳',
    // districts
    '东城 西城 朝阳 通州 大兴 和平 河东 河西 南开 河北 红桥 西青 长安 桥西 桥东 新华 路南 路北 开平 海港 山海关 复兴 信都 莲池 满城 下花园 万全 双桥 运河 广阳 桃城 平城 云州 新城 回民 玉泉 东河 青山 石拐 海南 红山 元宝山 松山 东胜 临河',
    '大东 铁西 中山 西岗 沙河口 铁东 立山 千山 东洲 望花 顺城 平山 溪湖 明山 元宝 振兴 振安 古塔 站前 西市 老边 海州 太平 清河门 白塔 宏伟 清河 双塔 龙城 连山 龙港 宽城 二道 绿园 双阳 龙潭 丰满 龙山 西安 江源 宁江 南岗 道外 平房 双城 建华 铁锋 恒山 梨树 向阳 工农 南山 兴安 东山 兴山 尖山 宝山 龙凤 红岗 大同 友好 前进 东风 新兴 桃山 东安 阳明 爱民',
    '黄浦 长宁 静安 普陀 金山 玄武 秦淮 鼓楼 云龙 泉山 天宁 钟楼 新北 海门 广陵 海陵 高港 上城 下城 西湖 滨江 滨湖 钱塘 江北 江东 南湖 龙湾 金东 路桥 定海 蜀山 镜湖 大通 花山 雨山 迎江 大观 黄山 徽州 琅琊 台江 长乐 思明 湖里 同安 城厢 三元 龙海',
    '东湖 新建 青山湖 昌江 珠山 安源 月湖 青原 广丰 市中 槐荫 天桥 黄岛 市南 市北 博山 周村 河口 福山 泰山 任城 东港 牡丹 中原 二七 金水 上街 老城 西工 卫东 北关 鹤山 山城 红旗 牧野 解放 中站 山阳 文峰 建安 湖滨 卧龙 梁园 江岸 江汉 洪山 铁山 江夏 天心 芙蓉 开福 雨花 天元 石峰 石鼓 双清 大祥 南岳 云溪 君山 武陵 北湖 鹤城 零陵',
    '越秀 天河 白云 黄埔 南沙 龙岗 盐田 龙华 光明 金平 龙湖 南海 三水 高明 江海 霞山 清城 清新 兴宁 江南 城中 象山 七星 秀峰 海城 银海 港口 海棠 天涯 南岸 长寿 永川 南川 大足 锦江 金牛 青羊 高坪 东坡 东兴 船山 安居 仁和 大安 沙湾 前锋 雨城 名山 通川 南明 云岩 花溪 红花岗 汇川 万山 五华 盘龙 西山 古城 城关',
    '碑林 莲湖 未央 宝塔 高陵 金台 凤翔 华州 横山 安定 城东 城西 城南 城北 乐都 平安 平川 白银 金川 武都 兴庆 金凤 利通 天山 新市 高昌',
    // Counties of one word with a far better known sense in running text.
    '正定 灵寿 兴隆 平泉 宽城 围场 易县 高阳 安国 容城 雄县 安新 永清 固安 文安 霸州 青县 东光 南皮 河间 献县 肃宁 武强 景县 阜城 安平 枣强 武邑 大名 永年 曲周 广平 鸡泽 临城 内丘 隆尧 任县 宁晋 巨鹿 广宗 清河 威县',
  ].flatMap((line) => line.split(' ')),
);

/**
 * Counties whose short name readers of any province know: the strongest county economies and famous old towns. Any
 * other short name counts only in an article, or a publication, of its own province.
 */
const KNOWN_NATIONWIDE = new Set(
  '义乌 慈溪 余姚 诸暨 温岭 乐清 海宁 桐乡 安吉 德清 瑞安 东阳 嘉善 萧山 余杭 昆山 江阴 张家港 常熟 太仓 宜兴 丹阳 如皋 启东 溧阳 泰兴 靖江 海安 邳州 高邮 晋江 石狮 福清 南安 惠安 闽侯 武夷山 长汀 浏阳 宁乡 醴陵 神木 府谷 准格尔 寿光 诸城 滕州 龙口 荣成 胶州 曲阜 莱州 招远 邹城 肥城 新泰 兰考 巩义 新郑 登封 长垣 永城 迁安 三河 任丘 正定 塞罕坝 井冈山 瑞金 景德镇 婺源 都江堰 峨眉山 阆中 简阳 西昌 仁怀 习水 凯里 湄潭 香格里拉 瑞丽 腾冲 敦煌 库尔勒 石河子 霍尔果斯 延吉 珲春 满洲里 二连浩特 瓦房店 海城 大冶 潜江 仙桃 浦东 深汕 双流 郫都 江宁 即墨 章丘 长丰 肥西 肥东 天长 歙县 休宁 黟县'.split(
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
  const lengths = new Uint32Array(HASHES);
  const lasts = new Uint32Array(HASHES);
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
    lengths[at] = (lengths[at] ?? 0) | (1 << Math.min(name.length, 30));
    lasts[at] = (lasts[at] ?? 0) | (1 << (name.charCodeAt(name.length - 1) & 31));
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
  return { rows, below, full, short, holders, firstLine, lengths, lasts, before };
}

const HASHES = 1 << 18;
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

function parentOf(code: string): string | null {
  if (code.length > 6) return code.slice(0, -3);
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

/** The place that contains it, as it was in that year; null for a province. */
export function parentPlace(place: Place, year: number | null = null): Place | null {
  return place.parent === null ? null : placeByCode(place.parent, year);
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
  const { full, short } = gazetteer();
  let hit: PlaceHit | null = null;
  if (full.has(name)) {
    const codes = fitting(codesOf(name), name, 'full', at);
    if (codes.length > 0) hit = { name, form: 'full', codes };
  }
  const shortOf = short.get(name);
  if (hit === null && shortOf !== undefined) {
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
  const { full, short, lengths, lasts } = gazetteer();
  const bucket = hash(text, at);
  const mask = lengths[bucket] ?? 0;
  if (mask === 0) return NONE;
  const last = lasts[bucket] ?? 0;
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
    const hit = scanPlaces(name, at, year).find((one) => {
      const type = typeOfCode(one.codes[0] ?? '');
      if (type !== 'City' && type !== 'County') return false;
      if (one.form === 'full') return !lastBelongsToNextWord(one.name, name.slice(at + one.name.length));
      // A short name is sure at the front only (路桥 in 杭州路桥公司 is a trade).
      return (at === 0 || inside.at(-1) !== undefined) && !isOrdinaryWord(one.name) && one.codes.length === 1;
    });
    if (hit === undefined) at++;
    else {
      inside.push({ start: at, hit });
      at += hit.name.length;
    }
  }
  return inside;
}
