/**
 * Places that a draft prints under the wrong parent: 建德市枫树岭镇, where the gazetteer has 枫树岭镇 in 淳安县 only.
 *
 * Only full names right behind one another, or with 的 between them, are held against it, and a town only where its province has one of that
 * name: old towns that were merged long ago are in no list, and their namesakes elsewhere prove nothing.
 */
import { PLACE_TYPES, type PlaceType } from '../../schema/entities.js';
import { isDescription, liesIn, placeByCode, placesAbove, successorsOf } from '../lexicon/places.js';
import type { Entity, Extraction, Issue, Mention } from '../model.js';
import type { Finding } from './check.js';
import { placeInDraft } from './printed.js';

const FULL = /^place\/(?:full-name|town-or-village)/u;
/**
 * What may stand before 仙居县的沙门镇 for it to say that the town is the county's: nothing, a date, a word of place. Of
 * 紧邻金华市的淳安县, 结对仙居县的沙门镇 and 玉环市、仙居县的沙门镇 nobody can tell.
 */
const OPENS = /(?:^|[，。；：！？“”（）《》\s年月日]|(?<!自)在|位于|地处|来到|走进|前往)$/u;
const rank = (type: string): number => PLACE_TYPES.indexOf(type as PlaceType);

export function findParents(issue: Issue, { article, entities }: Extraction): Finding[] {
  const mentions = entities
    .flatMap((entity) => entity.mentions.map((mention) => ({ entity, mention })))
    .filter(({ mention }) => rank(mention.type) >= 0)
    .sort((a, b) => a.mention.start - b.mention.start);
  const findings: Finding[] = [];
  const said = new Set<string>();
  /** Where the names begin that stand right before this one: 台州市 of 台州市仙居县. */
  const chainStart = (i: number): number => {
    const { start } = mentions[i]!.mention;
    return mentions[i - 1]?.mention.end === start ? chainStart(i - 1) : start;
  };
  mentions.forEach((inner, i) => {
    const outer = mentions[i - 1];
    if (outer === undefined) return;
    const between = article.text.slice(outer.mention.end, inner.mention.start);
    if (between !== '' && !(between === '的' && OPENS.test(article.text.slice(0, chainStart(i - 1))))) return;
    const where = realParents(outer.entity, inner.mention);
    const pair = `${outer.mention.text}${inner.mention.text}`;
    if (where === null || said.has(pair)) return;
    said.add(pair);
    findings.push({
      verdict: 'parent',
      subject: inner.entity.name,
      metric: '',
      period: null,
      draft: placeInDraft(issue, article, { start: outer.mention.start, end: inner.mention.end }),
      reason: `${inner.mention.text}属于${where}，不属于${outer.entity.name}`,
      against: [],
    });
  });
  return findings;
}

/** 杭州市淳安县, where the inner place really lies; null: nothing is wrong, or nobody can tell. */
function realParents(outer: Entity, inner: Mention): string | null {
  const above = outer.place;
  if (above === null || rank(outer.type) >= rank(inner.type) || !FULL.test(inner.rule)) return null;
  // Lists of villages are never whole.
  if (inner.type === 'Village' || inner.candidates.length === 0 || isDescription(inner.text)) return null;
  if (inner.candidates.some((code) => liesIn(code, above.code))) return null;
  const near = inner.candidates.filter((code) => code.slice(0, 2) === above.code.slice(0, 2));
  const meant = withoutForerunners(inner.type === 'Township' ? near : inner.candidates);
  if (meant.length !== 1) return null;
  const code = meant[0]!;
  if (placeByCode(code) === null) return null;
  const chain = [...placesAbove(code)].reverse().map((place) => place.name);
  return (code.slice(0, 2) === above.code.slice(0, 2) ? chain.slice(1) : chain).join('');
}

/** 沙门镇 of 玉环县 is 沙门镇 of 玉环市: a place whose county went on under another code counts once. */
function withoutForerunners(codes: readonly string[]): readonly string[] {
  const goesOn = (code: string): boolean =>
    successorsOf(code.slice(0, 6)).some((next) => codes.some((other) => other !== code && other.startsWith(next.code)));
  return codes.filter((code) => !goesOn(code));
}
