/**
 * Display lines → the title that they print, with its subtitle; and the tests that tell a headline from what stands beside it.
 *
 *   海滨县 / 跑出港口建设“加速度” / 海滨新城      → "海滨县 跑出港口建设“加速度”" (the last repeats the place: a caption)
 *   ——全县养老改革综述                          → a subtitle
 *   洪三工业区： / 旧厂房里的新产业               → "洪三工业区： 旧厂房里的新产业"
 */
import { bare, type Contents, type ContentsEntry, likeness } from './contents.js';
import type { Line } from './layout.js';
import { cleanHeadline, squash } from './text.js';

export interface Headline {
  readonly title: string;
  readonly subtitle: string | null;
  readonly section: string | null;
  /** The lines that it was read from; the others of the group are something else. */
  readonly lines: readonly Line[];
  readonly entry: ContentsEntry | null;
}

/** Names that columns of magazines and newspapers bear: above a headline they are the section. */
const SECTION_NAME =
  /^[>》]*(?:本期|今日|特别|高层|领导|权威|深度|新闻|理论|观点|热点|独家|专题|视点|一线|基层|市县|区域|人物|文化|党建|产业|经济|改革|时政)?(?:要论|论坛|关注|专栏|漫笔|视点|聚焦|时政|要闻|观察|报道|策划|视野|纵横|广角|特稿|专稿|专论|评论|言论|声音|访谈|对话|调研|调查|实践|探索|前沿|瞭望|速递|动态|资讯|简讯|快讯|人物|故事|随笔|副刊|专版|专刊|头条|封面故事)$/u;
/** What stands above a box beside an article. */
export const BOX_LABEL =
  /^(?:相关链接|延伸阅读|新闻链接|链接|新闻背景|背景链接|背景资料|名词解释|知识链接|小贴士|资料链接|记者手记|采访手记|编后|编后语|短评|点评|专家点评|微评论?|人物档案|数据链接)$/u;
export const isSectionName = (flat: string, contents: Contents): boolean =>
  (flat.length <= 8 && SECTION_NAME.test(flat)) || contents.sections.includes(flat);

const PLACE_LINE = /^\p{Script=Han}{1,13}(?:省|市|县|区|旗|镇|乡|街道|村|社区|自治州)$/u;

/** A line that is a place and nothing else: 宁波市镇海区. Its stem has to occur in the text, or 做强中心镇 would be one. */
export function isPlaceLine(flat: string, text: string): boolean {
  if (!PLACE_LINE.test(flat)) return false;
  const stem = placeStem(flat);
  const first = text.indexOf(stem);
  return first >= 0 && text.indexOf(stem, first + 1) >= 0;
}

/** 宁波市镇海区 → 镇海, 慈溪市宗汉街道 → 宗汉. */
function placeStem(flat: string): string {
  const short = flat.replace(/(?:省|市|县|区|旗|镇|乡|街道|村|社区|自治州)$/u, '');
  const parts = short.split(/[省市县区镇乡]/u).filter((part) => part.length >= 2);
  return parts[parts.length - 1] ?? short;
}

/** A headline of parts that have headlines and bylines of their own: ——部分县区场景扫描. */
const COLLECTIVE = /^——.*(?:扫描|集锦|集萃|撷英|采撷|巡礼|掠影|一瞥|速写|群像|[二三四五六七八九十]则)$/u;
export const isCollective = (lines: readonly Line[], contents: Contents): boolean =>
  lines.some((line) => COLLECTIVE.test(line.text) || contents.entryOf(line.flat)?.collective === true);

/**
 * The place line and the headline below it, wherever they stand among captions.
 *
 * @returns the two lines, or null
 */
export function placePair(lines: readonly Line[], text: string): readonly [Line, Line] | null {
  for (let i = lines.length - 2; i >= 0; i--) {
    const place = lines[i]!;
    if (!isPlaceLine(place.flat, text)) continue;
    const stem = placeStem(place.flat);
    const headline = lines.slice(i + 1).find((line) => !line.flat.includes(stem) && line.flat.length >= 6);
    // Two lines without a gap are a caption of two lines.
    if (headline && !isPlaceLine(headline.flat, text) && headline.gap >= Math.min(1, place.gap))
      return [place, headline];
  }
  return null;
}

/** Reads the headline of a group whose lines belong together. */
export function readHeadline(
  group: readonly Line[],
  vertical: boolean,
  contents: Contents,
  text: string,
): Headline | null {
  if (group.length === 0) return null;
  if (vertical) {
    const title = group
      .map((line) => line.flat)
      .join('')
      .replace(/﹃|﹁/gu, '“')
      .replace(/﹄|﹂/gu, '”');
    return { title, subtitle: null, section: null, lines: group, entry: contents.entryOf(title) };
  }
  let section: string | null = null;
  const used: Line[] = [];
  const rest = group.filter((line) => {
    if (BOX_LABEL.test(line.flat) && group.length > 1) return false;
    if (!isSectionName(line.flat, contents)) return true;
    section = squash(line.flat).replace(/^[>》]+/u, '');
    return false;
  });
  if (rest.length === 0) return null;
  const pair = placePair(rest, text);
  if (pair) {
    const [place, own] = pair;
    const title = `${cleanHeadline(place.text)} ${cleanHeadline(own.text)}`;
    return { title, subtitle: null, section, lines: [place, own], entry: null };
  }
  const main = rest.filter((line) => !/^——/u.test(line.text));
  const dashed = rest.find((line) => /^——/u.test(line.text)) ?? null;
  if (main.length === 0) return null;
  const named = namedByContents(main, contents);
  // A line right above the title that the contents leave out is its kicker.
  const above =
    named && named.from === 1 && main[0]!.flat.length >= 5 && main[0]!.flat.length <= 16 && main[1]!.gap <= main[0]!.gap
      ? 1
      : 0;
  const first = (named?.from ?? 0) - above;
  let last = named?.to ?? 0;
  if (!named) {
    const kicker = main[0]!;
    if (main.length > 1 && (/[:：]$/u.test(kicker.flat) || kicker.flat.length <= 4 || isPlaceLine(kicker.flat, text)))
      last = 1;
    while (last + 1 < main.length && main[last + 1]!.gap === 0 && main[0]!.gap > 0) last++;
  }
  const titleLines = main.slice(first, last + 1);
  used.push(...titleLines);
  let subtitle: string | null = null;
  if (dashed) {
    subtitle = cleanHeadline(dashed.text.replace(/^[—–-]+/u, ''));
    used.push(dashed);
  } else if (last + 1 < main.length) {
    subtitle = main
      .slice(last + 1)
      .map((line) => cleanHeadline(line.text))
      .join(' ');
    used.push(...main.slice(last + 1));
  }
  const title = titleLines.map((line) => cleanHeadline(line.text)).join(' ');
  return {
    title,
    subtitle,
    section: section ?? named?.entry.section ?? null,
    lines: used,
    entry: named?.entry ?? null,
  };
}

/** The lines that the contents page prints as one title: one line, or two that it joins. */
function namedByContents(
  lines: readonly Line[],
  contents: Contents,
): { readonly from: number; readonly to: number; readonly entry: ContentsEntry } | null {
  let best: { from: number; to: number; entry: ContentsEntry; like: number } | null = null;
  for (let from = 0; from < lines.length; from++) {
    for (let to = from; to < Math.min(lines.length, from + 3); to++) {
      const joined = lines
        .slice(from, to + 1)
        .map((line) => line.flat)
        .join('');
      const entry = contents.entryOf(joined);
      const like = entry ? likeness(bare(joined), bare(entry.title)) : 0;
      if (entry && (best === null || like > best.like + 0.02)) best = { from, to, entry, like };
    }
  }
  return best;
}

/**
 * Which of two texts a display speaks of: above 0 the first. Words that both have cancel out, so that the name of a place
 * decides and 生态工业 does not.
 */
export function preference(display: string, first: string, second: string): number {
  const key = bare(display);
  let sum = 0;
  for (let i = 0; i < key.length - 1; i++) {
    const pair = key.slice(i, i + 2);
    sum += Math.log1p(perThousand(pair, first)) - Math.log1p(perThousand(pair, second));
  }
  return sum;
}

function perThousand(pair: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(pair); at >= 0; at = text.indexOf(pair, at + 1)) count++;
  return (1000 * count) / Math.max(500, text.length);
}

/** How much of a display's wording the text has: 1 when every pair of characters occurs there. */
export function affinity(display: string, text: string): number {
  const key = bare(display);
  if (key.length < 2) return 0;
  let hits = 0;
  for (let i = 0; i < key.length - 1; i++) if (text.includes(key.slice(i, i + 2))) hits++;
  return hits / (key.length - 1);
}
