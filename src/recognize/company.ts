/**
 * Finds companies: 浙江捷众科技股份有限公司, 柒鑫公司, “拾光二号”民宿, 国家能源集团, and short forms of those that the
 * article prints in full (捷众科技). A legal form is read from right to left; a bare 公司, 厂 or 酒店 must have something
 * of its own before it; a short name that nothing ties to a company is refused.
 *
 *   走进浙江捷众科技股份有限公司车间 → { type: 'Company', name: '浙江捷众科技股份有限公司', rule: 'company/legal-form' }
 */
import { AMBIGUOUS_COMPANIES, COMPANIES } from '../lexicon/companies.js';
import { COUNTRIES, INTRODUCERS, LEADING_VERBS, OUTSIDE, TRADES } from '../lexicon/name-words.js';
import { shortForms } from '../lexicon/short-names.js';
import { SUFFIXES } from '../lexicon/suffixes.js';
import type { Mention, Reading, Refusal } from '../model.js';
import { type Frame, frameOf, isBoundary, isHan, nameBetween, type Piece, piecesBefore } from './left-edge.js';
import type { Recognizer } from './recognizer.js';

const byLength = (a: string, b: string): number => b.length - a.length || (a < b ? -1 : 1);
const quoted = (word: string): string => word.replace(/[()+.]/gu, '\\$&');
const oneOf = (words: Iterable<string>): string => [...words].sort(byLength).map(quoted).join('|');

const rowsOfCompany = SUFFIXES.filter((row) => row.type === 'Company');
const NEEDS = new Map(rowsOfCompany.map((row) => [row.suffix, row.needs]));
const SUFFIX = new RegExp(oneOf(rowsOfCompany.map((row) => row.suffix)), 'gu');

const CANONICAL = new Map(
  COMPANIES.flatMap(([name, ...others]) => [name!, ...others].map((form) => [form, name!] as const)),
);
const KNOWN = new RegExp(oneOf(CANONICAL.keys()), 'gu');

/** 公司 that is another thing: 公司+农户, 公司化, 公司治理 stand without a name and fail by themselves; these have a name before them. */
const NOT_AFTER = /^(?:化|制|法|镇|村|乡|里|路|街|站|房|家|长|商|区|志|史|林|名)/u;
const TRADE_TAIL = new RegExp(`(?:${oneOf(TRADES)})$`, 'u');
const POST_AFTER =
  /^(?:集团)?(?:相关)?(?:党委书记|董事长|副董事长|总经理|副总经理|总裁|副总裁|创始人|CEO|首席|负责人|经理|副总|总监)/u;

/** Names closed by a common noun: A、B、C等企业; the list's items are companies. */
const LIST_CLOSERS =
  '(?:一批|一大批|多家|数家|[0-9]+多?家|[一二两三四五六七八九十]+多?家)?[\\p{Script=Han}“”0-9]{0,14}?(?:企业|公司|客商|民企|央企|国企|集团|巨头|厂商|车企|药企|电商平台)';
const CLOSED_LIST = new RegExp(
  `((?:[\\p{Script=Han}A-Za-z0-9()]{2,16}、)*[\\p{Script=Han}A-Za-z0-9()]{2,16})等${LIST_CLOSERS}`,
  'gu',
);

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

/** Where a company's name begins among its pieces: at the place before its brand, not at the address before that. */
function companyStart(pieces: readonly Piece[], core: number, legal: boolean): { start: number; own: boolean } {
  let start = core;
  let own = false;
  let lastLevel = 99;
  let branded = false;
  for (const piece of pieces) {
    if (piece.kind === 'place') {
      // 洪畴镇|浙江四海: an address; a name begins with a town only when it has no brand (汾口强龙 has no 镇 in it).
      if (piece.level >= 5 && branded) break;
      // 缙云|浙江锯力煌: what stands before must be wider than what it stands before.
      if (piece.level >= lastLevel) break;
      if (piece.level === 0 && branded && !legal) break;
      lastLevel = piece.level;
      own = true;
      start = piece.start;
      continue;
    }
    if (lastLevel !== 99 && piece.kind !== 'brand') break;
    if (lastLevel !== 99) break;
    if (piece.kind === 'brand' || piece.kind === 'quoted' || piece.kind === 'organ') {
      own = true;
      branded = true;
    } else branded ||= piece.kind === 'noun';
    start = piece.start;
    if (piece.kind === 'quoted') break;
  }
  return { start, own };
}

/** A word of two to four characters that jieba does not know, or that carries a trade: it can be a company's short name. */
function looksLikeBrand(frame: Frame, start: number, end: number): boolean {
  const name = frame.text.slice(start, end);
  if (name.length < 2 || name.length > 10 || !/^[\p{Script=Han}A-Za-z0-9()]+$/u.test(name)) return false;
  if (CANONICAL.has(name)) return true;
  const words = frame.words.slice(frame.wordAt[start], (frame.wordAt[end - 1] ?? 0) + 1);
  if (!isBoundary(frame, start) && !isBoundary(frame, end)) return false;
  if (words.some((word) => OUTSIDE.has(word.text) || LEADING_VERBS.has(word.text) || INTRODUCERS.has(word.text)))
    return false;
  if (words.length === 1 && !/^(?:x|nz|nr|nrt|nt|nrfg|eng)$/u.test(words[0]!.tag)) return false;
  const tail = TRADE_TAIL.exec(name);
  const head = tail ? name.slice(0, name.length - tail[0].length) : name;
  if (tail && head.length >= 2) {
    const headWords = words.filter((word) => word.end <= start + head.length);
    return headWords.every((word) => word.text.length === 1 || /^(?:x|nz|nr|nrt|ns|nt|nrfg|j|eng)$/u.test(word.tag));
  }
  return (
    words.every((word) =>
      word.text.length === 1 ? isHan(word.text) : /^(?:x|nz|nr|nrt|nt|nrfg|eng)$/u.test(word.tag),
    ) &&
    words.length <= 4 &&
    name.length <= 5 &&
    words.some((word) => word.tag === 'x' || word.text.length > 1 || words.length >= 2)
  );
}

const onlyPlaces = (pieces: readonly Piece[], start: number): boolean =>
  pieces.every((piece) => piece.start < start || piece.kind === 'place');

/** An ending such as 公司 or 集团 must not run on into another word: 集团化, 公司制. */
const endsHere = (frame: Frame, end: number): boolean => isBoundary(frame, end) || !isHan(frame.text[end]);

export const company: Recognizer = {
  finds: ['Company'],
  find(reading: Reading) {
    const frame = frameOf(reading);
    const { text } = frame;
    const mentions: Mention[] = [];
    const refused: Refusal[] = [];
    const refuse = (start: number, end: number, why: string, rule: string) =>
      refused.push({ start, end, text: text.slice(start, end), what: 'Company', why, rule });
    const none = new Map<number, number>();
    const full = new Set<string>();
    const shorter = new Map<string, string>();

    // 1. Fixed ends, read from right to left.
    for (const match of text.matchAll(SUFFIX)) {
      const suffix = match[0];
      const core = match.index;
      let end = core + suffix.length;
      const legal = NEEDS.get(suffix) === 'legal';
      if (!legal && (NOT_AFTER.test(text.slice(end, end + 2)) || !endsHere(frame, end))) continue;
      const pieces = piecesBefore(frame, core, none);
      const { start, own } = companyStart(pieces, core, legal);
      if (start === core) continue;
      if (!legal && !own) {
        refuse(start, end, 'nothing of its own before the ending', 'company/generic');
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
      // 有限公司|合肥分公司 is one name.
      const branch = legal ? text.slice(end, end + 8).match(/^\p{Script=Han}{2,4}分公司/u) : null;
      if (branch && !/[的与和及]/u.test(branch[0])) end += branch[0].length;
      const name = nameBetween(frame, start, end);
      mentions.push(mention(frame, start, end, legal ? 'company/legal-form' : 'company/ending', name));
      full.add(name);
      for (const form of shortForms(name)) if (!shorter.has(form)) shorter.set(form, name);
      const called = text
        .slice(end, end + 24)
        .match(/^[(（](?:以下)?(?:简称|下称)[:：]?[“"]?([\p{Script=Han}A-Za-z0-9]{2,10})[”"]?[)）]/u);
      if (called) shorter.set(called[1]!, name);
    }

    // 2. Companies that everybody knows.
    for (const match of text.matchAll(KNOWN)) {
      const start = match.index;
      const end = start + match[0].length;
      if (!isBoundary(frame, start) || (!isBoundary(frame, end) && match[0].length < 4)) continue;
      const beside =
        /^(?:集团|公司|股份|等.{0,12}(?:企业|公司|品牌|平台))/u.test(text.slice(end, end + 20)) ||
        POST_AFTER.test(text.slice(end, end + 8));
      mentions.push(
        mention(frame, start, end, 'company/known', match[0], AMBIGUOUS_COMPANIES.has(match[0]) && !beside),
      );
    }

    // 3. Short forms of the companies that the article prints in full.
    if (shorter.size > 0) {
      for (const match of text.matchAll(new RegExp(oneOf(shorter.keys()), 'gu'))) {
        const start = match.index;
        const end = start + match[0].length;
        if (!isBoundary(frame, start) && !isBoundary(frame, end)) continue;
        if (match[0].length === 2 && !looksLikeBrand(frame, start, end)) continue;
        mentions.push(mention(frame, start, end, 'company/short-form', match[0]));
      }
    }

    // 4. 维达纸业、金龙纸业等重点企业: the closing noun says what the items are.
    for (const match of text.matchAll(CLOSED_LIST)) {
      let at = match.index;
      for (const item of match[1]!.split('、')) {
        const end = at + item.length;
        const start = trimmedStart(frame, at, end);
        if (looksLikeBrand(frame, start, end)) mentions.push(mention(frame, start, end, 'company/list'));
        at = end + 1;
      }
    }

    // 5. 泰顺亿联|总经理: a post that only a company has.
    for (const match of text.matchAll(COMPANY_POST)) {
      const end = match.index;
      const start = trimmedStart(frame, Math.max(0, end - 12), end);
      if (end - start >= 2 && looksLikeBrand(frame, start, end))
        mentions.push(mention(frame, start, end, 'company/post'));
    }

    // 6. 龙头企业|西格迈 and 德国|伍尔特: a noun or a country that introduces a firm.
    for (const match of text.matchAll(INTRODUCED)) {
      const start = match.index + match[0].length;
      for (const end of endsAfter(frame, start)) {
        if (looksLikeBrand(frame, start, end)) {
          mentions.push(mention(frame, start, end, 'company/introduced'));
          break;
        }
      }
    }
    return { mentions, refused };
  },
};

/** The last run of characters before `end` that can be a name: 成功吸引|威仕喜. */
function trimmedStart(frame: Frame, from: number, end: number): number {
  let at = end;
  while (at > from) {
    const word = frame.words[frame.wordAt[at - 1]!]!;
    if (!isHan(frame.text[at - 1]) && !/[A-Za-z0-9()]/u.test(frame.text[at - 1]!)) break;
    if (OUTSIDE.has(word.text) || LEADING_VERBS.has(word.text) || INTRODUCERS.has(word.text)) break;
    if (/^(?:v|p|c|d|u|r|m)$/u.test(word.tag) && word.text.length > 1) break;
    at = Math.max(from, word.start);
  }
  return at;
}

const COMPANY_POST = /(?<=[\p{Script=Han}A-Za-z])(?:董事长|总经理|总裁|首席执行官|CEO)/gu;
const INTRODUCED = new RegExp(
  `(?:龙头企业|链主企业|领军企业|骨干企业|上市公司|行业龙头|知名企业|民营企业|外资企业|重点企业|高新技术企业|世界500强企业|企业——|(?<=[引进入招吸到了、企业的])(?:${[...COUNTRIES].filter((name) => name !== '中国').join('|')}))`,
  'gu',
);

function endsAfter(frame: Frame, start: number): number[] {
  const ends: number[] = [];
  for (let i = frame.wordAt[start]!; i >= 0 && i < frame.words.length; i++) {
    const word = frame.words[i]!;
    if (word.end - start > 8 || !isHan(word.text[0]) || OUTSIDE.has(word.text) || LEADING_VERBS.has(word.text)) break;
    ends.push(word.end);
  }
  return ends.reverse();
}
