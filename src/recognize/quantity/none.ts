/**
 * Numbers that count nothing: what was read as number and unit, and why it is no quantity.
 *
 *   5G基站 → name/latin · 80后 → generation · 第23期 → ordinal · 60岁以上老人 → age
 *   六大行动 → set-of-big · 三个方面 → opens-a-list · 2000万元以上项目 → threshold · 未来五年 → frame-of-time
 *
 * Rows in the order in which they are asked; the first that holds gives the reason.
 */
import { isDuration, isFrameOfTime } from './duration.js';
import type { Look } from './look.js';
import { isThreshold } from './threshold.js';

export interface NoneRow {
  readonly rule: string;
  readonly why: string;
  readonly example: string;
  readonly holds: (look: Look) => boolean;
}

const LATIN_UNIT = /^[A-Za-zμ]/u;
const isSmallChinese = (look: Look): boolean =>
  look.numeral.script === 'chinese' &&
  look.numeral.vague === null &&
  look.numeral.multiplier === '' &&
  look.value <= 10;

const ABSTRACT =
  '(?:方面|方式|环节|层面|角度|维度|关键[词字]?|问题|原则|转变|统筹|着力|结合|聚焦|确保|坚持|突破口?|抓手|重点|要素|关系|字|词|目标|支撑|优势|导向|文章|突出|步骤|特点|特征|亮点|难题|难点|痛点|不变|确立|维护|变|意识|自信|保障|定位|台阶|主体|路径|阶段|抓|强化|提升|坚守|功能|能力|主线|途径|渠道|大事|事|要事)';
// 三个方面 opens a list, 三个重点领域 and 两项关键技术 count: a noun behind it makes it a thing.
const SET_OPENER = new RegExp(
  `^(?:个|种|项|条|大|类|道|点|篇|层|步|把|件|块|张)?(?:大|重点|主要|关键|核心|突出|重要|基本|具体)?${ABSTRACT}(?=[，,。：:；、！？”）\\n（—的]|$|入手|发力|着手|推进|出发|展开|开展|之|同步|并举|结合|着力|一体|上|来|下功|持续|精准|施策|突破|统筹|做|进行|协同|共同|全面|破题|探索|推动|促进|实现|加强)`,
  'u',
);
const OPENED =
  /(?:围绕|聚焦|坚持|做好|做到|把握|抓好|抓住|突出|打好|念好|写好|做深|做实|从|通过|以|分为|分|按照?|实现|处理好|推动|构建|这|上述|以下|如下|破解|解决)$/u;

export const NONE: readonly NoneRow[] = [
  {
    rule: 'latin-name',
    why: 'a letter belongs to it: a name or a technical term',
    example: '5G, G60, A4, 4S店',
    holds: (look) =>
      /[A-Za-z][-.]?$/u.test(look.text.slice(Math.max(0, look.numeral.start - 2), look.numeral.start)) ||
      (/^[A-Za-z]/u.test(look.next) && (look.measure === null || !LATIN_UNIT.test(look.measure.printed))),
  },
  {
    rule: 'formula',
    why: 'part of a formula with + or ×',
    example: '1+3+N, 7×24',
    holds: (look) => /[+＋×*]$/u.test(look.before) || /^\s?[+＋×*]/u.test(look.next) || /^[+＋]/u.test(look.after),
  },
  {
    rule: 'document-number',
    why: 'the number of a document or an issue',
    example: '〔2021〕12号, 总第782期',
    holds: (look) => /[〔〕[\]【】]$/u.test(look.before) || /^[〔〕]/u.test(look.next) || /^号(?!人)/u.test(look.next),
  },
  {
    rule: 'road-or-house',
    why: 'a road, line, building or house number',
    example: '42省道, 1号楼, 8号线',
    holds: (look) => /^(?:国道|省道|县道|乡道|路|弄|室)/u.test(look.next) || /^楼(?!层)/u.test(look.next),
  },
  {
    rule: 'generation',
    why: 'people by their decade of birth',
    example: '80后',
    holds: (look) => look.numeral.script === 'digits' && /^[0-9]0$/u.test(look.printed) && /^[”"]?后/u.test(look.next),
  },
  {
    rule: 'age',
    why: 'an age or an age group',
    example: '60岁以上老人, 73岁的王大伯',
    holds: (look) =>
      /^(?:多|余)?周?岁/u.test(look.next) && !/(?:平均年龄|平均寿命|预期寿命)[^，,。；]{0,6}$/u.test(look.before),
  },
  {
    rule: 'version',
    why: 'a version',
    example: '共富工坊3.0版',
    holds: (look) => /^\d\.0$/u.test(look.printed) && (look.unit === null || /^版/u.test(look.next)),
  },
  {
    rule: 'time-of-day',
    why: 'a time of day',
    example: '上午8点',
    holds: (look) =>
      /^(?:点钟?|时)(?![间光多]|.{0,2}[%％])/u.test(look.next) && look.value <= 24 && look.measure === null,
  },
  {
    rule: 'digits-of-a-number',
    why: 'how many digits a number has',
    example: '两位数',
    holds: (look) => /^位数(?!学|字)/u.test(look.next),
  },
  {
    rule: 'ordinal-session',
    why: 'a session or a congress',
    example: '二十届三中全会',
    holds: (look) =>
      look.numeral.script === 'chinese' &&
      !/连续$/u.test(look.before) &&
      (/^(?:届|中全会|次全会|次党代会|大(?=以来|报告|精神|召开))/u.test(look.next) ||
        (/届$/u.test(look.before) && /^次/u.test(look.next))),
  },
  {
    rule: 'set-of-big',
    why: 'a named set (N大)',
    example: '六大行动, 七大基地',
    holds: (look) => /^大(?!于|型|类(?=\d|\p{Script=Han}{0,3}\d))/u.test(look.next) && look.numeral.multiplier === '',
  },
  {
    rule: 'circle',
    why: 'a named circle of life or traffic',
    example: '15分钟公共服务圈',
    holds: (look) => isDuration(look) && /^[^，,。；、！？]{0,12}圈/u.test(look.after),
  },
  {
    rule: 'times-in-words',
    why: '度 and 分 after a small Chinese numeral are parts of a phrase',
    example: '三度登上, 七分人才',
    holds: (look) =>
      isSmallChinese(look) &&
      /^[度分]$/u.test(look.measure?.printed ?? '') &&
      !/(?:气温|零下|温度|水温|室温|低于|高于|升温|降温|得|扣|加|打)[^，,。；]{0,2}$/u.test(look.before),
  },
  {
    rule: 'regime',
    why: 'a regime of work or study',
    example: '五天工作制, 三年制',
    holds: (look) => isDuration(look) && /^(?:学|工作)?制/u.test(look.after),
  },
  {
    rule: 'around-the-clock',
    why: 'round the clock, not how long something takes',
    example: '24小时自助服务',
    holds: (look) =>
      look.printed === '24' &&
      /^小时$/u.test(look.measure?.printed ?? '') &&
      look.approx === null &&
      !/[至到为达在用时]$/u.test(look.before),
  },
  {
    rule: 'named-set',
    why: 'a set whose name has numbers itself',
    example: '三个“一号工程”',
    holds: (look) =>
      isSmallChinese(look) &&
      look.value > 1 &&
      /^个?(?:“[^”]{0,6}[一二三四五六七八九十百千万第\d]|“[^”]{1,14}”(?:[，,。；、！？：]|$)|\d)/u.test(look.next),
  },
  {
    rule: 'second',
    why: '二 with a measure word is an ordinal; two of them are 两',
    example: '二层平台',
    holds: (look) =>
      look.printed === '二' &&
      look.numeral.script === 'chinese' &&
      look.numeral.multiplier === '' &&
      /^(?:count|times|people|places|duration)$/u.test(look.measure?.dimension ?? ''),
  },
  {
    rule: 'a-kind-of',
    why: '番 counts doublings only after 翻',
    example: '另一番景象',
    holds: (look) =>
      look.measure?.printed === '番' && !/翻(?:了|两)?$/u.test(look.text.slice(0, look.numeral.start).slice(-3)),
  },
  {
    rule: 'voltage-class',
    why: 'the class of a line or station',
    example: '500千伏变电站',
    holds: (look) =>
      look.measure?.dimension === 'voltage' &&
      /^(?:特高压|超高压|高压|及以[上下])?(?:输|变|线|电|送|直流|交流|开关|GIS|主网|配|等级)/u.test(look.after),
  },
  {
    rule: 'class',
    why: 'a class or a level',
    example: '千亿级产业, 百万级粉丝',
    holds: (look) =>
      /^级/u.test(look.after) && !(look.measure?.dimension === 'mass' && look.numeral.script === 'digits'),
  },
  {
    rule: 'pattern-of-numerals',
    why: 'a layout or saying built of numerals',
    example: '一核两带三区, 四纵四横, 三天三夜',
    // 一家三口 is three people.
    holds: (look) =>
      isSmallChinese(look) &&
      !(look.measure?.printed === '口' && /一家$/u.test(look.before)) &&
      (/^\p{Script=Han}[一二两三四五六七八九十]\p{Script=Han}/u.test(look.next) ||
        /[一二两三四五六七八九十]\p{Script=Han}$/u.test(look.before)),
  },
  {
    rule: 'reference-back',
    why: 'refers back to those named before',
    example: '两地, 双方, 三省, 这两个区域',
    holds: (look) =>
      isSmallChinese(look) &&
      (/(?:这|那|上述)$/u.test(look.before) ||
        /^(?:地|方|者|国|岸|端|侧|省|市|县|区|镇|乡|村(?!委)|校|企|院|级|院士|江|山|湖|岛|国|家人|兄弟|姐妹|夫妻|口子|市县|省市)/u.test(
          look.next,
        ) ||
        (look.measure?.printed === '人' && look.value <= 3)),
  },
  {
    rule: 'opens-a-list',
    why: 'a set that opens a list',
    example: '两种方式, 三个方面',
    holds: (look) =>
      isSmallChinese(look) &&
      look.value > 1 &&
      (SET_OPENER.test(look.next) ||
        (OPENED.test(look.before) &&
          /^(?:个|种|项|条|大|类|步|点)/u.test(look.next) &&
          /^[^，,。；]{0,8}[：——]/u.test(look.after))),
  },
  {
    rule: 'phase',
    why: 'a phase or an ordinal',
    example: '二期工程, 三期',
    holds: (look) =>
      look.numeral.script === 'chinese' &&
      look.value <= 10 &&
      /^(?:期|级|等|品|阶|号|线|楼|月|日|产|次产业)/u.test(look.next),
  },
  {
    rule: 'threshold',
    why: 'a threshold inside the thing that is counted',
    example: '2000万元以上项目, 500人以上行政村',
    holds: isThreshold,
  },
  {
    rule: 'per',
    why: 'says per how many',
    example: '每万名老年人',
    holds: (look) => /每$/u.test(look.before) && !isDuration(look) && !/^(?:次|回|期)/u.test(look.next),
  },
  {
    rule: 'slogan',
    why: 'inside a name or slogan in quotation marks',
    example: '“1小时交通圈”, “三个一”',
    holds: isInShortQuotes,
  },
  {
    rule: 'one-as-a',
    why: '一 that means "a"',
    example: '一家企业, 一个项目',
    holds: (look) =>
      look.printed === '一' &&
      look.numeral.script === 'chinese' &&
      look.numeral.multiplier === '' &&
      look.numeral.vague === null &&
      !oneCounts(look),
  },
  {
    rule: 'frame-of-time',
    why: 'says when, not how long something takes',
    example: '未来五年, 三个月后, 实施15年',
    holds: isFrameOfTime,
  },
  {
    rule: 'bare-multiplier',
    why: '百, 千, 万 without a thing that is counted',
    example: '万家, 百人',
    holds: (look) =>
      look.numeral.bare &&
      look.approx === null &&
      (look.measure === null ||
        (/^(?:家|户|人|里|年|天|国|村|镇|乡|县|省|市|区|企|校|园|街道|社区|元)$/u.test(look.measure.printed) &&
          look.numeral.multiplier !== '亿')),
  },
  {
    rule: 'bare-in-place-name',
    why: '百, 千, 万 that begins the name of a place',
    example: '百节镇',
    holds: (look) =>
      look.numeral.bare &&
      look.approx === null &&
      /^(?:镇(?!街)|乡(?!村|镇)|村(?!民)|街道|社区|[山湖江路桥岭坞坑]|开发区)/u.test(look.after),
  },
  {
    rule: 'no-unit',
    why: 'a number without unit or thing counted',
    example: '热线12345',
    holds: (look) => look.unit === null,
  },
];

function isInShortQuotes(look: Look): boolean {
  const from = Math.max(0, look.numeral.start - 40);
  const before = look.text.slice(from, look.numeral.start).lastIndexOf('“');
  if (before < 0) return false;
  const open = from + before;
  const inside = look.text.slice(open + 1, open + 60);
  const close = inside.indexOf('”');
  if (close < 0 || open + 1 + close < look.end) return false;
  const quoted = inside.slice(0, close);
  if (/[。；！？]/u.test(quoted)) return false;
  if (close <= 16 && !quoted.includes('，')) return true;
  // “1名领导、1个部门、1家企业”的挂联机制 is a way of working.
  return /^(?:的|等)?[^，,。；“”]{0,6}(?:机制|模式|体系|制度|格局|架构|路径|工作法|服务链)/u.test(
    inside.slice(close + 1),
  );
}

/** 一倍, 翻一番, 提高一个百分点, 历时一年, 不到一小时, and 一个…、两个… in a list. */
function oneCounts(look: Look): boolean {
  const dimension = look.measure?.dimension;
  if (dimension === 'ratio' || dimension === 'percent' || dimension === 'percentage-point') return true;
  if (isDuration(look) || look.approx === '多') return true;
  if (
    /^(?:不到|不足|约|近|超过?|至少|逾)$/u.test(look.approx ?? '') &&
    dimension !== undefined &&
    dimension !== 'count'
  )
    return true;
  if (look.measure?.printed === '次' && /[每隔][^，,。；！？]{0,14}$/u.test(look.before)) return true;
  // A list with the same measure word: 一个“一体型”组团、两个“统筹型”组团.
  const measure = look.measure?.printed;
  if (measure === undefined || measure.length > 2) return false;
  const { ahead, behind } = listsWith(measure);
  return ahead.test(look.after) || behind.test(look.before);
}

/** Patterns of a list with a measure word, made once for each. */
const lists = new Map<string, { readonly ahead: RegExp; readonly behind: RegExp }>();

function listsWith(measure: string): { readonly ahead: RegExp; readonly behind: RegExp } {
  let made = lists.get(measure);
  if (made === undefined) {
    const escaped = measure.replace(/[()/]/gu, '\\$&');
    made = {
      ahead: new RegExp(`^[^，,。；！？、]{1,14}[、和，](?:[二两三四五六七八九]|\\d+)${escaped}`, 'u'),
      behind: new RegExp(`(?:[二两三四五六七八九]|\\d)${escaped}[^，,。；！？、]{1,14}[、和，]$`, 'u'),
    };
    lists.set(measure, made);
  }
  return made;
}

/** The first row that holds, or null: the candidate counts something. */
export function whyNone(look: Look): NoneRow | null {
  return NONE.find((row) => row.holds(look)) ?? null;
}
