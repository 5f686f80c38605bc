/**
 * What an article is about: its place, and the zone inside it.
 */
import { isPlaceType } from '../../schema/entities.js';
import type { Article, Entity } from '../model.js';
import { gazetteerSays, namesOf, timesPrinted, widthOf } from './relations/scene.js';

/**
 * The place an article is about: the narrowest in the title, else the town or county that it names most, else the
 * city or province that holds what it names. Null for an article about two places (两地) or about none.
 */
export function articlePlaceOf(article: Article, entities: readonly Entity[]): Entity | null {
  const places = entities.filter((entity) => isPlaceType(entity.type) && entity.type !== 'Village');
  if (/[两三]地|两[市县区镇]|[两三]省/u.test(article.title)) return null;
  const text = withoutFirms(article.text);
  const counted = new Map(places.map((entity) => [entity, timesPrinted(text, entity)]));
  const times = (entity: Entity): number => counted.get(entity) ?? 0;
  const most = (a: Entity, b: Entity): number => times(b) - times(a) || (a.name < b.name ? -1 : 1);
  const inTitle = places
    .filter((entity) =>
      namesOf(entity).some(
        (name) =>
          name.length >= 2 && article.title.replace(/在\p{Script=Han}{2,4}(?:举行|召开|开幕)/u, '').includes(name),
      ),
    )
    .sort((a, b) => widthOf(a) - widthOf(b) || most(a, b));
  if (inTitle[0] !== undefined) return inTitle[0];
  const ofType = (type: string): Entity[] => places.filter((entity) => entity.type === type).sort(most);
  const [town, otherTown] = ofType('Township');
  const [county, otherCounty] = ofType('County');
  const [city] = ofType('City');
  const [province] = ofType('Province');
  const isAlone = (one: Entity | undefined, other: Entity | undefined, least: number): one is Entity =>
    one !== undefined && times(one) >= least && (other === undefined || times(one) >= 3 * times(other));
  if (isAlone(town, otherTown, 4) && (county === undefined || times(town) >= times(county))) return town;
  const inCity = ofType('County').filter((entity) => city !== undefined && gazetteerSays(entity, city) === true);
  if (
    city !== undefined &&
    inCity.length >= 3 &&
    inCity.length * 2 > ofType('County').length &&
    times(city) >= 3 &&
    times(city) >= (province === undefined ? 0 : times(province))
  )
    return city;
  if (isAlone(county, otherCounty, 3) && (county.place === null || !isAlone(province, county, 6))) return county;
  if (province !== undefined && (times(province) >= 3 || /我省|全省|省委|省政府/u.test(article.text))) return province;
  if (isAlone(city, otherCounty, 3)) return city;
  // A short text with one chain of places is about the county in it.
  const isOnly = county !== undefined && otherCounty === undefined;
  return isOnly && (province === undefined || times(county) >= times(province)) ? county : null;
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
    .map((entity) => ({ entity, times: timesPrinted(article.text, entity) }))
    .sort((a, b) => b.times - a.times || (a.entity.name < b.entity.name ? -1 : 1));
  const titled = zones.filter(({ entity }) => namesOf(entity).some((name) => article.title.includes(name)));
  if (titled.length === 1) return (titled[0] as { entity: Entity }).entity;
  const [first, second] = zones;
  if (first === undefined || first.times < 3 || (second !== undefined && second.times * 2 > first.times)) return null;
  const opens = (first.entity.mentions[0]?.start ?? Number.POSITIVE_INFINITY) < 120;
  const isMost = entities.every(
    (entity) =>
      !isPlaceType(entity.type) || entity.type === 'Province' || timesPrinted(article.text, entity) <= first.times * 2,
  );
  return opens && isMost ? first.entity : null;
}
