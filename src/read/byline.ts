/**
 * Who wrote it: a printed line → the names in it, or null where it is no byline.
 *
 *   ■ 王 谦 张伟力            → 王谦, 张伟力 (marked)
 *   本报记者 陈立 通讯员 周小满  → 陈立, 周小满
 *   中共南溪县委书记 高 远      → 高远
 *   方丽                      → 方丽 (names alone, a byline only where a headline stands above or an article ends)
 *
 * Names only: 本刊记者 and 通讯员 are no names (gold, "authors").
 */
import { squash } from './text.js';

export interface Byline {
  readonly names: readonly string[];
  /** How sure its form makes it: a sign or a role word can stand alone, bare names need a headline beside them. */
  readonly form: 'marked' | 'role' | 'post' | 'names' | 'anonymous';
}

const MARK = /^[■□◆◇●○◎★☆▪▌※]\s*/u;
const ROLE =
  /(?:本报|本刊|特约|特派|全媒体|融媒体|见习|实习|首席|驻[\p{Script=Han}]{2,4}|新华社|《?[\p{Script=Han}]{2,6}(?:日报|晚报|时报|周报)》?)*(?:记者|通讯员|评论员|撰稿人?|实习生|作者|报道组)/gu;
const CREDIT =
  /^(?<what>文[/／]图|图[/／]文|图文|撰文|文|口述|整理|执笔|采写|供稿|撰稿)\s*[/／:：|丨]\s*(?<names>.+)$/u;
// 文/图 单若水
const BOTH = /^(?:文[/／]图|图[/／]文|图文|文图)\s*[:：]?\s*(?<names>\p{Script=Han}.*)$/u;
const PHOTO_CREDIT = /\s*(?:图|摄影|图片|摄)\s*[/／:：|丨]\s*.+$/u;
const ANONYMOUS =
  /^(?:本[刊报](?:特约)?(?:记者|评论员|编辑部|通讯员|综合|讯)|特约(?:记者|评论员)|评论员|编辑部|记者|通讯员|新华社记者|综合报道)$/u;
const TAIL = /\s*(?:报道|文[/／]?摄|文[/／]?图|摄影报道|采写|整理|供稿|\/|\|)+$/u;
/** A post ends so: 南溪县委书记, 某某集团董事长、党委书记. */
export const POST_END =
  /(?:书记|省长|市长|县长|区长|镇长|乡长|州长|部长|厅长|局长|司长|处长|科长|主任|主席|会长|理事长|社长|总编辑?|主编|院长|所长|校长|馆长|台长|站长|行长|董事长|总经理|总裁|经理|教授|研究员|工程师|院士|委员|代表|秘书长|副职|负责人|博士|讲师|记者|通讯员|评论员|成员|组长|顾问)(?:[（(][^）)]*[)）])?$/u;

export function readByline(line: string): Byline | null {
  let text = line.trim();
  const bracketed = /^[（(](?<inner>[^（）()]{2,60})[)）]$/u.exec(text)?.groups?.inner;
  if (bracketed !== undefined) text = bracketed.trim();
  const marked = MARK.test(text);
  text = text.replace(MARK, '').trim();
  if (text.length > 48 || /[。！？；，]/u.test(text)) return null;
  if (ANONYMOUS.test(squash(text))) return { names: [], form: 'anonymous' };
  const signed = /^(?<names>\p{Script=Han}[\p{Script=Han}\s、]{1,24}?)\s*[/／]\s*(?:文|撰文|文图|图文|文\s*图)$/u.exec(
    text,
  )?.groups;
  if (signed) {
    const names = readNames(signed.names!, true);
    if (names) return { names, form: 'role' };
  }
  const credit = (BOTH.exec(text) ?? CREDIT.exec(text))?.groups;
  if (credit) {
    const names = readNames(credit.names!.replace(PHOTO_CREDIT, '').replace(TAIL, ''), true);
    return names && { names, form: 'role' };
  }
  const bare = text.replace(ROLE, ' ').replace(TAIL, '').trim();
  const roles = bare !== text.replace(TAIL, '').trim();
  if (roles) {
    const names = readNames(bare, true);
    if (names) return { names, form: marked ? 'marked' : 'role' };
  }
  const names = readNames(bare, marked);
  if (names) return { names, form: marked ? 'marked' : 'names' };
  if (bracketed !== undefined) return null;
  // 中共南溪县委书记 高 远
  const post = /^(?<post>\S.*?)\s+(?<name>\p{Script=Han}(?:\s?\p{Script=Han}){1,3})$/u.exec(text)?.groups;
  if (post && POST_END.test(squash(post.post!))) {
    const named = readNames(post.name!, false);
    if (named?.length === 1) return { names: named, form: marked ? 'marked' : 'post' };
  }
  // 高 远 中共南溪县委书记
  const after = /^(?<name>\p{Script=Han}{2,3}|\p{Script=Han} \p{Script=Han})\s+(?<post>\S{4,30})$/u.exec(text)?.groups;
  if (after && POST_END.test(after.post!)) {
    const named = readNames(after.name!, false);
    if (named?.length === 1) return { names: named, form: marked ? 'marked' : 'post' };
  }
  return null;
}

/**
 * 王 谦 张伟力 → [王谦, 张伟力]; null where a part is no name.
 *
 * @param trusted  a sign or a role word says that names follow, so a pen name without a surname will do
 */
export function readNames(text: string, trusted: boolean): string[] | null {
  const parts = text
    .trim()
    .split(/[\s、,，;；|/]+/u)
    .filter((part) => part !== '' && part !== '等');
  const names: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    let name = parts[i]!;
    // 袁 卫: a name of two characters is spread to the width of three.
    if ([...name].length === 1 && [...(parts[i + 1] ?? '')].length === 1) name += parts[++i]!;
    const joined = trusted && [...name].length >= 4 ? partNames(name) : null;
    if (joined) names.push(...joined);
    else if (isName(name, trusted)) names.push(name);
    else return null;
  }
  return names.length > 0 && names.length <= 8 ? names : null;
}

/** 袁晓陆一舟 → [袁晓, 陆一舟]: the space between two names is lost. Null where no surname stands at the seam. */
function partNames(joined: string): string[] | null {
  if (COMPOUND.has(joined.slice(0, 2)) || !/^\p{Script=Han}{4,9}$/u.test(joined)) return null;
  const chars = [...joined];
  const from = (at: number): string[] | null => {
    if (at === chars.length) return [];
    if (!SURNAMES.has(chars[at]!)) return null;
    for (const length of [3, 2]) {
      if (at + length > chars.length) continue;
      const rest = from(at + length);
      if (rest) return [chars.slice(at, at + length).join(''), ...rest];
    }
    return null;
  };
  return from(0);
}

function isName(name: string, trusted: boolean): boolean {
  if (/^\p{Script=Han}{1,8}(?:·\p{Script=Han}{1,8})+$/u.test(name)) return true;
  if (!/^\p{Script=Han}{2,4}$/u.test(name)) return false;
  if (trusted) return true;
  if (/[省市县区镇乡村]$/u.test(name)) return false;
  const length = [...name].length;
  if (COMPOUND.has(name.slice(0, 2))) return length >= 3;
  return length <= 3 && SURNAMES.has([...name][0]!) && !NOT_A_NAME.has(name);
}

/** Headings and section names that look like a name: 时 is a surname, 时政 is none. */
const NOT_A_NAME = new Set(
  '任务 时政 时评 时讯 时代 文化 文明 文艺 文摘 文件 文苑 文旅 文学 关注 关爱 方法 方案 成就 成效 成果 安全 安置 常态 常务 和谐 和美 和合 平安 平台 经济 经验 党建 党史 党务 阳光 明天 金融 江南 江苏 江西 江山 海宁 海洋 海盐 云南 云和 山东 山西 河南 河北 湖南 湖北 湖州 温州 温岭 宁波 宁夏 宁海 安徽 安吉 广东 广西 甘肃 乐清 东阳 常山 文成 武义 武汉 万象 项目 方向 平阳 平湖 水利 水电 华侨 华东 新闻 新村 农业 农村 农民 古村 古镇 史话 双碳 双创 共富 强村 景宁 计划 宣传 幸福 经典 党委 党员 支部 全国 全省 全市 全域 权威 养老 养生 解码 解读 利民 查询 聚焦 应用 应急 祖国 连线 能源 能力 松阳 富民 富阳 越城 空间 游记 来信 封面 班子 黄岩 康养 顾问 钱江 钱塘 路桥 龙泉 龙游 龙港 田园 田野 温泉 高考 高峰 林业 余杭 余姚 童年 颜值 周刊 周末 周边 宋韵 萧山 金华 衢江 常州 徐州 苏州 杭州 温情 云集'.split(
    ' ',
  ),
);

const COMPOUND = new Set(
  '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 令狐 呼延 拓跋 百里 东郭 南门 东门 西门'.split(
    ' ',
  ),
);
const SURNAMES = new Set(
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海墨商牟佘佴伯赏南宫墨哈谯笪年爱阳佟言福肖仝楼鄢占应肖闫付涂代覃'.split(
    '',
  ),
);

// ---------- inside a paragraph ----------

// （本报记者 陈立 通讯员 周小满）  （作者单位：南溪县委党校）  （摘自……讲话）
const CLOSING_NOTE =
  /[（(](?<note>(?:(?:本[报刊]|特约|全媒体|融媒体|见习|新华社|文[/／])*(?:记者|通讯员|作者|撰稿|文[/／]图|文[/／：:])|作者(?:单位|系|为|简介)|摘自|摘编自|节选自|本文(?:系|为|作者|根据|来源|刊)|来源|据新华社|据.{2,8}(?:报道|消息)|资料来源|内容来自|原载)[^（）()]{0,120})[)）]$/u;
// 本报讯（记者 陈立 通讯员 周小满）
const OPENING_NOTE =
  /^(?:(?:本[报刊]讯|本[报刊].{2,10}(?:讯|电)|.{0,8}(?:新华社|中新社).{2,14}电)\s*(?:[（(](?<note>[^（）()]{2,60})[)）])?|[（(](?<alone>(?:本[报刊])?(?:全媒体|见习)?(?:记者|通讯员)[^（）()。]{2,50})[)）])\s*/u;

export interface Note {
  readonly start: number;
  readonly end: number;
  readonly names: readonly string[];
}

/** The note that closes a paragraph's print, as offsets into `text`. */
export function closingNote(text: string): Note | null {
  if (!text.endsWith(')') && !text.endsWith('）')) return null;
  const found = CLOSING_NOTE.exec(text);
  if (!found) {
    // 村里通了公交。（方禾）
    const signed = /(?<=[。！？”])\s*[（(](?<names>\p{Script=Han}[\p{Script=Han}\s、]{1,16})[)）]$/u.exec(text);
    const names = signed && readNames(signed.groups!.names!, false);
    return names ? { start: signed.index, end: text.length, names } : null;
  }
  return { start: found.index, end: text.length, names: readByline(found.groups!.note!)?.names ?? [] };
}

/** 本报讯（记者 …） at the head of a paragraph. */
export function openingNote(text: string): Note | null {
  const found = OPENING_NOTE.exec(text);
  if (!found || found[0].length === text.length) return null;
  const note = found.groups!.note ?? found.groups!.alone;
  return { start: 0, end: found[0].length, names: note === undefined ? [] : (readByline(note)?.names ?? []) };
}
