/**
 * What an article is about: its place, and the zone inside it.
 *
 *   “达川：乌梅山上建工厂” → 达川区; “海宁、湄潭：隔山隔水一家亲” → null, for it is about two
 *   金堂县又新镇通了公交，金堂的果子下了山。成都的客商来了。 → 金堂县
 *
 * 区妇联 is completed from this place, numbers without a subject are told of it, and what names no place of its own
 * may lie in it.
 */
import { isPlaceType } from '../../schema/entities.js';
import type { Article, Entity } from '../model.js';
import { gazetteerSays, namesOf, timesPrinted, widthOf } from './relations/scene.js';

/** A place of the article under its names, as an entity or before it is one. */
export type NamedPlace = Pick<Entity, 'type' | 'name' | 'aliases' | 'place'>;

/**
 * The narrowest place of the title, or a town in it that the text names twice as often, else the town or county that is named most, else the city or province that holds
 * what is named, else the county that most of it lies in. Null for an article about two places, or about none.
 */
export function ownPlaceOf<P extends NamedPlace>(
  article: Pick<Article, 'title' | 'text'>,
  named: readonly P[],
): P | null {
  const places = named.filter((one) => isPlaceType(one.type) && one.type !== 'Village');
  if (TWO_PLACES.test(article.title)) return null;
  const text = withoutFirms(article.text);
  const counted = new Map(places.map((place) => [place, timesPrinted(text, place)]));
  const times = (place: P): number => counted.get(place) ?? 0;
  const most = (a: P, b: P): number => times(b) - times(a) || (a.name < b.name ? -1 : 1);

  const title = article.title.replace(WHERE_IT_MET, '');
  const [titled, other] = places
    .filter((place) => namesInTitle(place).some((name) => title.includes(name)))
    .sort((a, b) => widthOf(a) - widthOf(b) || most(a, b));

  const ofType = (type: string): P[] => places.filter((place) => place.type === type).sort(most);
  const [town, otherTown] = ofType('Township');
  const counties = ofType('County');
  const [county, otherCounty] = counties;
  const [city] = ofType('City');
  const [province] = ofType('Province');
  const isAlone = (one: P | undefined, next: P | undefined, least: number): one is P =>
    one !== undefined && times(one) >= least && (next === undefined || times(one) >= 3 * times(next));
  if (titled !== undefined) {
    if (other?.type === titled.type) return null;
    // The headline speaks of the county, the text of one town in it.
    const isOfTown =
      isAlone(town, otherTown, 4) && times(town) >= 2 * times(titled) && gazetteerSays(town, titled) === true;
    return isOfTown ? town : titled;
  }
  if (isAlone(town, otherTown, 4) && (county === undefined || times(town) >= times(county))) return town;
  const inCity = counties.filter((one) => city !== undefined && gazetteerSays(one, city) === true);
  if (
    city !== undefined &&
    inCity.length >= 3 &&
    inCity.length * 2 > counties.length &&
    times(city) >= 3 &&
    times(city) >= (province === undefined ? 0 : times(province))
  )
    return city;
  if (isAlone(county, otherCounty, 3) && (county.place === null || !isAlone(province, county, 6))) return county;
  if (province !== undefined && (times(province) >= 3 || OF_A_PROVINCE.test(article.text))) return province;
  if (isAlone(city, otherCounty, 3)) return city;
  // A short text with one chain of places is about the county in it.
  const isOnly = county !== undefined && otherCounty === undefined;
  if (isOnly && (province === undefined || times(county) >= times(province))) return county;

  // 绥德县 with its towns, named oftener than any other county with its own.
  const held = (one: P): number =>
    places.reduce((sum, place) => sum + (place === one || gazetteerSays(place, one) === true ? times(place) : 0), 0);
  const all = counties.reduce((sum, one) => sum + held(one), 0);
  return counties.find((one) => held(one) >= 3 && held(one) >= 0.75 * all) ?? null;
}

const TWO_PLACES = /[两三]地|两[市县区镇]|[两三]省/u;
/** 在杭州举行: where a meeting was, not what it was about. */
const WHERE_IT_MET = /在\p{Script=Han}{2,4}(?:举行|召开|开幕)/u;
const OF_A_PROVINCE = /我省|全省|省委|省政府/u;

/** A headline prints 达川 for 达川区. */
function namesInTitle(place: NamedPlace): string[] {
  const short = /^(\p{Script=Han}{2,})[市县区]$/u.exec(place.name)?.[1];
  return [...namesOf(place), ...(short === undefined ? [] : [short])].filter((name) => name.length >= 2);
}

/** The text without the legal names of companies: 河南省业丰实业有限公司 does not speak of 河南省. */
function withoutFirms(text: string): string {
  return text.replace(/\p{Script=Han}{2,3}[省市县](?=\p{Script=Han}{2,16}公司)/gu, '');
}

/**
 * The zone that an article is about: the one in the title, or the one that opens the text and is named oftener than any
 * town or other zone. What such an article shows stands in the zone.
 */
export function ownZoneOf(article: Article, entities: readonly Entity[]): Entity | null {
  const zones = entities
    .filter((entity) => entity.type === 'Zone' && !/(?:走廊|协同发展区|都市圈|风光带|轴)$/u.test(entity.name))
    .map((entity) => ({ entity, times: timesSaid(article.text, entity) }))
    .sort((a, b) => b.times - a.times || (a.entity.name < b.entity.name ? -1 : 1));
  const titled = zones.filter(({ entity }) => namesOf(entity).some((name) => article.title.includes(name)));
  if (titled.length === 1) return (titled[0] as { entity: Entity }).entity;
  const [first, second] = zones;
  if (first === undefined || first.times < 3 || (second !== undefined && second.times * 2 > first.times)) return null;
  const opens = (first.entity.mentions[0]?.start ?? Number.POSITIVE_INFINITY) < 120;
  // 瑞安 in 瑞安经济开发区 is no word about 瑞安市.
  const beside = namesOf(first.entity).reduce((text, name) => text.replaceAll(name, ''), article.text);
  const isMost = entities.every(
    (entity) =>
      !isPlaceType(entity.type) || entity.type === 'Province' || timesPrinted(beside, entity) <= first.times * 2,
  );
  return opens && isMost ? first.entity : null;
}

/** The zone under its name and under its last word alone: 经济开发区 for 瑞安经济开发区. */
function timesSaid(text: string, zone: Entity): number {
  const noun = /(?:开发区|高新区|产业园|工业园|园区|新区|小镇|科技城|工业区)$/u.exec(zone.name)?.[0];
  return noun === undefined ? timesPrinted(text, zone) : text.split(noun).length - 1;
}
