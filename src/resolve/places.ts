/**
 * Decides which place a printed name means, or says that it cannot.
 *
 *   临海市白水洋镇下宅村 → cn:331082, cn:331082108, cn:331082108259 (each lies in the one before)
 *   鼓楼区 in an article that prints 福州市 → cn:350102; in one that prints no city → not linked
 *
 * In order: the place printed right before it, the same name linked elsewhere in the article, the places of its
 * sentence, those of the article and of its title, the only place of that name in the country. A town or village
 * is never taken by its name alone while several remain, and a short form without any support is dropped.
 */
import { isPlaceType, PLACE_TYPES, type PlaceType } from '../../schema/entities.js';
import {
  isOrdinaryWord,
  lastBelongsToNextWord,
  liesIn,
  placeAs,
  placeByCode,
  placesAbove,
  scanPlaces,
  typeOf,
  wasCountyOnce,
} from '../lexicon/places.js';
import type { Article, Mention, Place, Refusal } from '../model.js';

/** A place mention with what was decided about it. */
export interface LinkedPlace {
  /** With the type of the place that it was linked to. */
  readonly mention: Mention;
  /** Null: no gazetteer has it, or several places of that name remain. */
  readonly place: Place | null;
  /** Canonical: the full official name in the text's year, else the name as printed. */
  readonly name: string;
  /** The mention printed right before it, of the place that contains it: 白水洋镇 for 下宅村. */
  readonly inside: Mention | null;
  /** e.g. "place/chain", "place/only-one", "place/unlinked". */
  readonly rule: string;
}

export interface PlaceLinks {
  /** In order of start. */
  readonly linked: readonly LinkedPlace[];
  /** Places that the title names, widest first. */
  readonly title: readonly Place[];
  readonly dropped: readonly Refusal[];
}

export interface PlaceHint {
  /** Code of the province that the publication is of, e.g. "330000"; it decides between namesakes, it never adds a place. */
  readonly province: string | null;
}

// 南湖, 西湖, 南山: districts called after a lake or a hill are meant only where the district itself is printed.
const FEATURE = /[湖山江河海湾岭门楼塔台关泉]$/u;
// 常山、江山; 海宁与桐乡; 淳安等县
const LIST_GAP = /^(?:、|和|与|及|以及|，|（|·)$/u;
const LIST_AFTER = /^(?:等(?:地|县|市|区|\d|[两三四五六七八九十])|[两三四五六七八九十]+(?:县|市|区|地)|县（|（县、市)/u;

interface Item {
  readonly mention: Mention | null;
  readonly printed: string;
  readonly type: PlaceType;
  readonly start: number;
  readonly end: number;
  readonly codes: readonly string[];
  readonly short: boolean;
  readonly needsSupport: boolean;
  /** A verb or an adjective first of all: 合作, 富裕. */
  readonly word: boolean;
  readonly sentence: number;
  code: string | null;
  rule: string;
  accepted: boolean;
}

const rank = (type: PlaceType): number => PLACE_TYPES.indexOf(type);
const provinceOf = (code: string): string => `${code.slice(0, 2)}0000`;

/**
 * Links the place mentions of one article.
 *
 * @param mentions  of any types; those that are no places are ignored
 * @param year      of the issue: a text of 2010 means the county of 2010; null: today
 */
export function linkPlaces(
  mentions: readonly Mention[],
  article: Pick<Article, 'title' | 'text' | 'sentences'>,
  year: number | null,
  hint: PlaceHint = { province: null },
): PlaceLinks {
  const places = mentions.filter((mention) => isPlaceType(mention.type)).sort((a, b) => a.start - b.start);
  const title = titleItems(article.title, year);
  const items = [...title, ...places.map((mention) => asItem(mention, article))];
  // The second round sees what the first has linked: a city named after its district still tells which one it is.
  for (let round = 0; round < 4; round++) {
    let changed = false;
    for (let i = 0; i < items.length; i++) changed = decide(items, i, article.text, hint) || changed;
    if (!changed) break;
  }

  keepTogether(items);
  const linked: LinkedPlace[] = [];
  const dropped: Refusal[] = [];
  for (let i = title.length; i < items.length; i++) {
    const item = items[i];
    const mention = item?.mention;
    if (item === undefined || mention === null || mention === undefined) continue;
    if (!item.accepted || (item.short && item.code === null)) {
      const why = item.accepted ? 'several places have this short name' : 'a short name without support in the article';
      dropped.push({ ...spanOf(mention), text: mention.text, what: mention.type, why, rule: 'place/dropped' });
      continue;
    }
    const place = item.code === null ? null : placeAs(item.code, mention.name, year);
    const before = items[i - 1];
    const inside = before?.mention !== null && before !== undefined && contains(before, item) ? before.mention : null;
    linked.push({
      mention: place === null || place.type === mention.type ? mention : { ...mention, type: place.type },
      place,
      name: place?.name ?? mention.name,
      inside,
      rule: item.rule,
    });
  }
  const titled = title.flatMap((item) => (item.code === null ? [] : (placeAs(item.code, item.printed, year) ?? [])));
  return { linked, title: titled, dropped };
}

/** 宜塘二村 after a town that the gazetteer has not in that county stays open in the whole article, not only there. */
function keepTogether(items: readonly Item[]): void {
  const open = new Set<string>();
  for (const [i, item] of items.entries()) {
    const before = items[i - 1];
    const chained = before !== undefined && contains(before, item) && rank(item.type) >= rank('Township');
    if (chained && item.code === null) open.add(item.printed);
  }
  for (const item of items) {
    if (!open.has(item.printed) || item.rule === 'place/chain' || item.code === null) continue;
    item.code = null;
    item.rule = 'place/unlinked';
  }
}

const spanOf = ({ start, end }: Mention): { start: number; end: number } => ({ start, end });

function asItem(mention: Mention, article: Pick<Article, 'sentences'>): Item {
  const full = mention.rule.startsWith('place/short-name') ? mention.text : mention.name;
  return {
    mention,
    printed: full,
    type: mention.type as PlaceType,
    start: mention.start,
    end: mention.end,
    codes: mention.candidates,
    short: mention.rule.startsWith('place/short-name'),
    needsSupport: mention.needsSupport ?? false,
    word: mention.rule === 'place/short-name-that-is-a-word',
    sentence: article.sentences.findIndex((one) => one.start <= mention.start && mention.start < one.end),
    code: null,
    rule: 'place/unlinked',
    accepted: false,
  };
}

/** Places named by the title; a short name counts at its start or before a colon or a space: 天台：…, 常山“借梯登高”. */
function titleItems(title: string, year: number | null): Item[] {
  const items: Item[] = [];
  const shift = -title.length - 2;
  for (let at = 0; at < title.length - 1; ) {
    const opening = at === 0 || /[\s：:，、]/u.test(title[at - 1] ?? '');
    const hit = scanPlaces(title, at, year).find((one) => {
      const right = title.slice(at + one.name.length);
      if (one.form === 'full') return !lastBelongsToNextWord(one.name, right);
      return opening || (!isOrdinaryWord(one.name) && one.codes.length === 1 && one.codes[0]?.slice(2) !== '');
    });
    if (hit === undefined) {
      at++;
      continue;
    }
    const short = hit.form === 'short';
    items.push({
      mention: null,
      printed: hit.name,
      type: typeOf(hit.codes[0] ?? ''),
      start: shift + at,
      end: shift + at + hit.name.length,
      codes: hit.codes,
      short,
      needsSupport: short && isOrdinaryWord(hit.name) && !opening,
      word: false,
      sentence: -2,
      code: null,
      rule: 'place/unlinked',
      accepted: false,
    });
    at += hit.name.length;
  }
  return items;
}

/** One right before the other, the first one wider: 临海市|白水洋镇. */
const contains = (outer: Item, inner: Item): boolean =>
  outer.accepted && outer.end === inner.start && rank(outer.type) < rank(inner.type);

// ---------- the decision ----------

/** Decides about one item with what is decided so far; true where that changed something. */
function decide(items: readonly Item[], i: number, text: string, hint: PlaceHint): boolean {
  const item = items[i];
  if (item === undefined || (item.code !== null && item.accepted)) return false;
  const was = `${item.code} ${item.accepted}`;
  const before = items[i - 1];
  const outer = before !== undefined && contains(before, item) ? before : null;

  if (!item.accepted) item.accepted = !item.needsSupport || supported(items, i, text, outer, hint);
  if (item.accepted && item.code === null) {
    const [code, rule] = choose(items, item, outer, hint);
    item.code = code;
    item.rule = rule;
  }
  return was !== `${item.code} ${item.accepted}`;
}

function choose(
  items: readonly Item[],
  item: Item,
  outer: Item | null,
  hint: PlaceHint,
): [code: string | null, rule: string] {
  const { codes } = item;
  if (codes.length === 0) return [null, 'place/not-in-gazetteer'];
  const linkedOthers = items.filter((one) => one !== item && one.accepted && one.code !== null);

  // 1. 福州市|鼓楼区
  if (outer !== null) {
    if (outer.code === null) return outer.codes.length === 0 ? [null, 'place/not-in-gazetteer'] : jointly(outer, item);
    const inside = codes.filter((code) => liesIn(code, outer.code ?? ''));
    // 湖北|恩施 is the prefecture before the city in it.
    const widest = item.short ? inside.filter((code) => typeOf(code) === item.type) : inside;
    const left = inside.length === 1 ? inside : widest;
    // 绍兴市|龙桥社区 in an article about 柯桥区: of those in the city the one in the county.
    const code = left.length === 1 ? (left[0] ?? null) : narrowest(left, linkedOthers, item.type);
    return code !== null ? [code, 'place/chain'] : [null, 'place/not-in-the-place-before'];
  }

  // 2. Linked elsewhere under this name, or under the full name of which this is the short one.
  const same = new Set(
    linkedOthers.flatMap((one) =>
      one.code !== null && codes.includes(one.code) && sameName(one, item) ? [one.code] : [],
    ),
  );
  // 长沙 beside 长沙县, 恩施 beside 恩施市: the county or the city above it, nobody can tell.
  const level = (code: string): number => rank(typeOf(code));
  const narrower = item.short ? [...same].filter((code) => level(code) > rank(item.type)) : [];
  for (const code of narrower) same.delete(code);
  if (same.size === 1) return [[...same][0] ?? null, 'place/linked-elsewhere'];
  if (narrower.length > 0) return [null, 'place/several'];

  // 3. Of its sentence, then of the article, the narrowest place that contains exactly one candidate.
  const scopes = [linkedOthers.filter((one) => one.sentence === item.sentence), linkedOthers];
  for (const scope of scopes) {
    const code = narrowest(codes, scope, item.type);
    if (code !== null) return [code, 'place/lies-in-a-named-place'];
  }

  // 4. The only one: nothing in the article may speak for another province.
  if (item.type === 'Village') return [null, 'place/several'];
  const wide = codes.filter((code) => typeOf(code) === item.type);
  if (codes.length === 1 || (item.short && wide.length === 1 && item.type !== 'County')) {
    const only = (codes.length === 1 ? codes[0] : wide[0]) ?? '';
    if (item.type === 'Township' && foreign(only, linkedOthers)) return [null, 'place/other-province'];
    return [only, codes.length === 1 ? 'place/only-one' : 'place/widest-of-that-name'];
  }
  // 5. 普陀区 in a magazine of Zhejiang; towns need more.
  if (
    hint.province !== null &&
    item.type === 'County' &&
    !linkedOthers.some((one) => one.code !== null && isElsewhere(one.code, hint))
  ) {
    const home = codes.filter((code) => provinceOf(code) === hint.province);
    if (home.length === 1) return [home[0] ?? null, 'place/province-of-the-publication'];
  }
  return [null, 'place/several'];
}

const isElsewhere = (code: string, hint: PlaceHint): boolean => provinceOf(code) !== hint.province;

const sameName = (a: Item, b: Item): boolean => a.printed === b.printed || a.short !== b.short;

/** 鼓楼区|华大街道: neither is sure alone, one pair fits. */
function jointly(outer: Item, inner: Item): [string | null, string] {
  const pairs = inner.codes.flatMap((code) =>
    outer.codes.filter((above) => liesIn(code, above)).map((above) => [code, above] as const),
  );
  const codes = new Set(pairs.map(([code]) => code));
  const above = new Set(pairs.map(([, one]) => one));
  if (codes.size !== 1 || above.size !== 1) return [null, 'place/several'];
  outer.code = [...above][0] ?? null;
  outer.rule = 'place/with-the-next';
  return [[...codes][0] ?? null, 'place/chain'];
}

/** The one candidate that lies in a place of the scope, as narrow as any; null where two do. */
function narrowest(codes: readonly string[], scope: readonly Item[], type: PlaceType): string | null {
  let best = -1;
  let found: string[] = [];
  for (const code of codes) {
    let level = -1;
    for (const one of scope) {
      if (one.code !== null && liesIn(code, one.code)) level = Math.max(level, rank(typeOf(one.code)));
    }
    if (level > best) {
      best = level;
      found = [code];
    } else if (level === best && level >= 0) found.push(code);
  }
  if (best < 0 || found.length !== 1) return null;
  // A town that only shares its province with the article is one of many; a village needs its county or town.
  if (type === 'Village' && best < rank('County')) return null;
  if (type === 'Township' && best < rank('County') && codes.length > 1 && best < rank('City')) return null;
  return found[0] ?? null;
}

const foreign = (code: string, others: readonly Item[]): boolean => {
  const counties = others.filter((one) => one.code !== null && rank(typeOf(one.code)) >= rank('City'));
  return counties.length > 0 && !counties.some((one) => one.code !== null && provinceOf(one.code) === provinceOf(code));
};

/** Does the article speak for a short form: the full name, the place before it, places beside it in a list? */
function supported(items: readonly Item[], i: number, text: string, outer: Item | null, hint: PlaceHint): boolean {
  const item = items[i];
  if (item === undefined) return false;
  const others = items.filter((one) => one !== item && one.accepted);
  const inside = (one: Item): boolean => one.code !== null && item.codes.some((code) => liesIn(code, one.code ?? ''));

  if (item.type === 'Township' || item.type === 'Village') {
    // 径山、百丈等乡镇: of a county or a city that the article prints.
    return others.some((one) => inside(one) && rank(one.type) >= rank('City'));
  }
  if (!item.short) {
    // 市中区, 城关区: a description until its city is printed; 新区, 城区 need it right before.
    if (outer !== null && inside(outer)) return true;
    if (/^.[区市]$/u.test(item.printed)) return false;
    return others.some((one) => inside(one) && (one.type !== 'Province' || item.printed.length > 2));
  }
  // 浙江|象山 is the county, 桂林|象山 the hill.
  const district = item.codes.every((code) => placeByCode(code)?.name.endsWith('区') ?? false);
  const feature = FEATURE.test(item.printed) && !item.codes.some(wasCountyOnce);
  if (outer !== null && item.codes.some((code) => insideUnlessFeature(code, outer))) return true;
  if (listedWith(items, i, text)) return true;
  if (item.word) return false;
  if (others.some((one) => !one.short && one.code !== null && item.codes.includes(one.code))) return true;
  if (others.some((one) => one.sentence === -2 && one.code !== null && item.codes.includes(one.code))) return true;
  if (isOrdinaryWord(item.printed)) return false;
  if (feature && district) return false;
  const home = item.codes.map(provinceOf);
  return (
    (hint.province !== null && home.includes(hint.province)) ||
    others.some((one) => one.code !== null && home.includes(provinceOf(one.code)))
  );
}

/** Lies right in the place before it, and is not a lake or a hill there. */
const insideUnlessFeature = (code: string, outer: Item): boolean => {
  if (outer.code === null || !liesIn(code, outer.code)) return false;
  const name = placeByCode(code)?.name ?? '';
  return !name.endsWith('区') || !FEATURE.test(name.slice(0, -1)) || wasCountyOnce(code);
};

/** 常山、江山; 海宁与桐乡; 磐安、龙泉、常山等县（市）: beside an accepted place of the same province. */
function listedWith(items: readonly Item[], i: number, text: string): boolean {
  const item = items[i];
  if (item?.mention === null || item === undefined) return false;
  for (const near of [items[i - 1], items[i + 1]]) {
    if (near === undefined || near.mention === null || !near.accepted) continue;
    const gap = near.start < item.start ? text.slice(near.end, item.start) : text.slice(item.end, near.start);
    if (!LIST_GAP.test(gap) || gap === '，') continue;
    if (rank(near.type) < rank('City') || rank(near.type) > rank('County')) continue;
    const provinces = near.code === null ? near.codes.map(provinceOf) : [provinceOf(near.code)];
    if (item.codes.some((code) => provinces.includes(provinceOf(code)))) return true;
  }
  const right = text.slice(item.end, item.end + 5);
  return LIST_AFTER.test(right) && text[item.start - 1] === '、';
}

/** The place as a subject may print it without a name: 该县, 全市 → the one of that level that it lies in. */
export function placeAtLevel(place: Place, type: PlaceType, year: number | null): Place | null {
  if (place.type === type) return place;
  return placesAbove(place.code, year).find((one) => one.type === type) ?? null;
}
