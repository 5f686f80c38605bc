/**
 * The six relations of an article. In: the article, its entities with their mentions, and the place it is about.
 * Out: one row a (type, from, to) with the sentence part that says so:
 * 临海市白水洋镇下宅村 → LOCATED_IN 下宅村 → 白水洋镇 { quote: "白水洋镇下宅村", rule: "located/chain" }.
 *
 * Each relation is a list of rules, the surest first; the first that answers decides. Both ends are entities of
 * the article. The gazetteer may confirm or veto what the text says, it never adds a relation by itself.
 */
import { isPlaceType } from '../../schema/entities.js';
import type { RelationType } from '../../schema/relations.js';
import { liesIn, placesNamed } from '../lexicon/places.js';
import type { Article, Entity, Mention, Place, Relation, Span } from '../model.js';

/** A mention with its entity. */
interface Mark extends Span {
  readonly entity: Entity;
  readonly mention: Mention;
}

interface Scene {
  readonly text: string;
  readonly article: Article;
  readonly entities: readonly Entity[];
  readonly place: Entity | null;
  /** The zone that the article is about, inside its place. */
  readonly zone: Entity | null;
  /** All marks by start; those inside a longer one are left out. */
  readonly marks: readonly Mark[];
  readonly sentences: readonly Span[];
  /** Printed names of places with where they stand, inside longer names too. */
  readonly places: readonly Mark[];
}

interface Answer extends Span {
  readonly to: Entity;
  readonly rule: string;
}

const WIDTH: Readonly<Record<string, number>> = { Province: 5, City: 4, County: 3, Zone: 2.5, Township: 2, Village: 1 };
const widthOf = (entity: Entity): number => WIDTH[entity.type] ?? 0;
const isContainer = (entity: Entity): boolean => WIDTH[entity.type] !== undefined;
const namesOf = (entity: Entity): readonly string[] => [entity.name, ...entity.aliases];

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

function timesPrinted(text: string, entity: Entity): number {
  const name = namesOf(entity)
    .filter((one) => one.length >= 2)
    .sort((a, b) => a.length - b.length)[0];
  return name === undefined ? 0 : text.split(name).length - 1;
}

// ---------- the scene ----------

function sceneOf(article: Article, entities: readonly Entity[], place: Entity | null): Scene {
  const all: Mark[] = entities.flatMap((entity) =>
    entity.mentions.map((mention) => ({ start: mention.start, end: mention.end, entity, mention })),
  );
  all.sort((a, b) => a.start - b.start || b.end - a.end);
  const marks: Mark[] = [];
  let reach = -1;
  for (const mark of all) {
    if (mark.end <= reach) continue;
    marks.push(mark);
    reach = mark.end;
  }
  const sentences = article.sentences.length > 0 ? article.sentences : sentencesOf(article.text);
  return {
    text: article.text,
    article,
    entities,
    place,
    zone: ownZoneOf(article, entities),
    marks,
    sentences,
    places: printedPlaces(article.text, entities, all),
  };
}

function sentencesOf(text: string): Span[] {
  return [...text.matchAll(/[^。！？\n]+[。！？]?[”’）]*/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Mentions of places and zones, and their full names wherever they are printed (临海市 in 临海市民政局). */
function printedPlaces(text: string, entities: readonly Entity[], all: readonly Mark[]): Mark[] {
  const found: Mark[] = all.filter((mark) => isContainer(mark.entity));
  const seen = new Set(found.map((mark) => `${mark.start} ${mark.end}`));
  for (const entity of entities) {
    const sample = entity.mentions[0];
    if (!isContainer(entity) || sample === undefined) continue;
    for (const name of namesOf(entity)) {
      if (name.length < 2) continue;
      for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
        const key = `${at} ${at + name.length}`;
        if (seen.has(key)) continue;
        seen.add(key);
        found.push({ start: at, end: at + name.length, entity, mention: sample });
      }
    }
  }
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

function sentenceAt(scene: Scene, offset: number): Span {
  let low = 0;
  let high = scene.sentences.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((scene.sentences[middle] as Span).start <= offset) low = middle;
    else high = middle - 1;
  }
  return scene.sentences[low] ?? { start: 0, end: scene.text.length };
}

const marksIn = (scene: Scene, span: Span): readonly Mark[] =>
  scene.marks.filter((mark) => mark.start >= span.start && mark.end <= span.end);
const marksOf = (scene: Scene, entity: Entity): readonly Mark[] => {
  const outer = scene.marks.filter((mark) => mark.entity === entity);
  if (outer.length > 0) return outer;
  return entity.mentions.map((mention) => ({ start: mention.start, end: mention.end, entity, mention }));
};

/** Codes, where both are linked, decide whether the one can lie in the other; null: they do not say. */
function gazetteerSays(inner: Entity, outer: Entity): boolean | null {
  if (inner.place === null || outer.place === null || inner.place.code === outer.place.code) return null;
  return liesIn(inner.place.code, outer.place.code);
}

// ---------- LOCATED_IN ----------

const LOCATED: ReadonlySet<string> = new Set([
  'Company',
  'Organization',
  'Project',
  'Zone',
  'Township',
  'Village',
  'County',
  'City',
]);
/** What may stand between a place and the thing in it: 樟岙工业区的检测中心, 芙蓉村“木刻工作室”. */
const GAP = /^(?:的|内的|里的|境内的|境内|内|所属的|所辖的|辖区)?[“‘"]?$/u;
/** Organs of the center and schools of another place: the article's county does not hold them. */
const FROM_ABOVE =
  /^(?:省|浙江省|中共|中央|国家|中国|全国|联合国|国务院|世界|国际|教育部|财政部|北京|上海|\p{Script=Han}{2,3}省(?!级)|\p{Script=Han}{2,6}自治区)|部(?:办公厅)?$|委员会$|总局$|大学|学院|新华社|日报社|^党中央|研究院|院士|省委|省政府/u;
/** Organs of the province: in an article about it they lie in it. */
const OF_PROVINCE = /^省(?!级)/u;

function fits(inner: Entity, outer: Entity): boolean {
  if (inner === outer || !isContainer(outer) || gazetteerSays(inner, outer) === false) return false;
  const [a, b] = [widthOf(inner), widthOf(outer)];
  if (inner.type === 'Zone') return outer.type === 'Zone' || b > 0;
  if (isPlaceType(inner.type)) return b > a && !(outer.type === 'Province' && inner.type === 'Township');
  return true;
}

/** 临海市白水洋镇下宅村; a list shares its place: 临海市头塘镇、尤溪镇. */
function byChain(scene: Scene, thing: Entity): Answer | null {
  let best: Answer | null = null;
  const spots: Span[] = isContainer(thing)
    ? scene.places.filter((mark) => mark.entity === thing && !isInCompany(scene, mark))
    : [...marksOf(scene, thing)];
  for (const spot of spots) {
    for (const place of scene.places) {
      if (place.end > spot.start) break;
      if (spot.start - place.end > 5 || !fits(thing, place.entity)) continue;
      if (!GAP.test(scene.text.slice(place.end, spot.start))) continue;
      if (thing.type === 'Company' && place.entity.type === 'Province') continue;
      const list = scene.text.slice(Math.max(0, place.start - 1), place.start);
      if (thing.type === 'Zone' && place.entity.type === 'Zone' && list === '、') continue;
      if (best === null || widthOf(place.entity) < widthOf(best.to))
        best = { to: place.entity, start: place.start, end: spot.end, rule: 'located/chain' };
    }
  }
  return best;
}

/** 福建武夷山水食品饮料有限公司 says nothing of where the city 武夷山 lies. */
const isInCompany = (scene: Scene, spot: Span): boolean =>
  scene.marks.some(
    (mark) =>
      mark.entity.type === 'Company' &&
      mark.start <= spot.start &&
      mark.end >= spot.end &&
      mark.end - mark.start > spot.end - spot.start,
  );

/** 临海市民政局, 下宅村共富工坊: the place inside the thing's own name. */
function byName(scene: Scene, thing: Entity): Answer | null {
  if (thing.type === 'Company' || isPlaceType(thing.type)) return null;
  let best: Entity | null = null;
  // 鄞州—衢江上市企业协作联盟 belongs to both, so to neither.
  if (/\p{Script=Han}{2}[—–-]\p{Script=Han}{2}/u.test(thing.name)) return null;
  for (const place of scene.entities) {
    if (place.type === 'Province' || (thing.type === 'Zone' && place.type === 'Zone') || !fits(thing, place)) continue;
    const stems = namesOf(place).filter((name) => name.length >= 2);
    const inside = stems.some((stem) => namesOf(thing).some((name) => name !== stem && name.includes(stem)));
    if (!inside && !hasShortName(thing, place)) continue;
    if (best === null || widthOf(place) < widthOf(best)) best = place;
  }
  const spot = marksOf(scene, thing)[0];
  return best === null || spot === undefined
    ? null
    : { to: best, start: spot.start, end: spot.end, rule: 'located/name' };
}

/** The first of a list of the same type: 甲酒庄 for 丙酒庄 in 甲酒庄、乙酒庄、丙酒庄. */
function listHead(scene: Scene, spot: Mark): Mark {
  let at = scene.marks.indexOf(spot);
  for (; at > 0; at--) {
    const before = scene.marks[at - 1] as Mark;
    const own = scene.marks[at] as Mark;
    if (
      before.entity.type !== spot.entity.type ||
      !/^[”’]?[、和及][“‘]?$/u.test(scene.text.slice(before.end, own.start))
    )
      return own;
  }
  return spot;
}

/** 柯桥印染集聚区 → 柯桥区: a county by its short name, in the name of a zone or a body. */
function hasShortName(thing: Entity, place: Entity): boolean {
  if (place.type !== 'County' || (thing.type !== 'Zone' && thing.type !== 'Organization')) return false;
  const short = /^(\p{Script=Han}{2,})[市县区]$/u.exec(place.name)?.[1];
  if (short === undefined) return false;
  const at = thing.name.indexOf(short);
  return at >= 0 && !/^[湾湖江河山站港]/u.test(thing.name.slice(at + short.length));
}

/** 甘霖镇的新厂房里，……有限公司: the place said before in the same sentence. */
function bySentence(scene: Scene, thing: Entity): Answer | null {
  if (thing.type === 'County' || thing.type === 'City' || thing.type === 'Township' || thing.type === 'Zone')
    return null;
  if (thing.type === 'Organization' && namesOf(thing).some((name) => FROM_ABOVE.test(name))) return null;
  if (thing.type === 'Company' && isOutsider(scene, thing)) return null;
  if (thing.type === 'Project' && LINE.test(thing.name)) return null;
  for (const spot of marksOf(scene, thing)) {
    const sentence = sentenceAt(scene, spot.start);
    const head = listHead(scene, spot);
    const before = marksIn(scene, { start: sentence.start, end: head.start }).filter(
      (mark) => isContainer(mark.entity) && fits(thing, mark.entity),
    );
    const nearest = before[before.length - 1];
    if (nearest === undefined) continue;
    const narrow = ['Township', 'Village', 'Zone'].includes(nearest.entity.type);
    const between = scene.text.slice(nearest.end, head.start);
    if (/来自|前往|赴|远赴|走出|从/u.test(scene.text.slice(Math.max(sentence.start, nearest.start - 3), nearest.start)))
      continue;
    const isWide = scene.place?.type === 'Province' || scene.place?.type === 'City';
    if (
      !narrow &&
      nearest.entity !== scene.place &&
      !(isWide && nearest.entity.type === 'County') &&
      !(nearest.entity.type === 'County' && scene.place !== null && gazetteerSays(scene.place, nearest.entity) === true)
    )
      continue;
    if (/[；;]/u.test(between) || /^(?:、|以及|和|再加上)|、$/u.test(between)) continue;
    if (nearest.entity.type === 'Zone' && !/^(?:内|里|的|引进|引入|招引|落户|，)/u.test(between)) continue;
    return { to: nearest.entity, start: nearest.start, end: spot.end, rule: 'located/sentence' };
  }
  return null;
}

/** 大石桥水库……。工程位于潼南区桂林街道高何村境内: the place is said behind the thing, or behind the noun that stands for it. */
function byBehind(scene: Scene, thing: Entity): Answer | null {
  if (isPlaceType(thing.type) && thing.type !== 'Village' && thing.type !== 'Township') return null;
  if (thing.type === 'Company' && isOutsider(scene, thing)) return null;
  for (const spot of marksOf(scene, thing)) {
    const sentence = sentenceAt(scene, spot.start);
    const said = LIES.exec(scene.text.slice(spot.end, Math.min(sentence.end, spot.end + 60)));
    let from = said === null ? -1 : spot.end + said[0].length;
    let to = sentence.end;
    if (from < 0 && thing.type === 'Project') {
      const next = sentenceAt(scene, sentence.end + 1);
      if (next.start <= sentence.start) continue;
      const stands = STANDS_LIES.exec(scene.text.slice(next.start, next.end));
      const last = marksIn(scene, sentence).filter((mark) => mark.entity.type === 'Project');
      if (stands === null || last[last.length - 1]?.entity !== thing) continue;
      from = next.start + stands[0].length;
      to = next.end;
    }
    if (from < 0) continue;
    // The chain that begins right there: its last place is the narrowest.
    let narrowest: Mark | null = null;
    let at = from;
    for (const mark of scene.places) {
      if (mark.start < at || mark.end > to) continue;
      if (mark.start !== at) break;
      if (fits(thing, mark.entity)) narrowest = mark;
      at = mark.end;
    }
    if (narrowest !== null)
      return { to: narrowest.entity, start: spot.start, end: narrowest.end, rule: 'located/behind' };
  }
  return null;
}
const LIES =
  /^[”’]?[^，。；、（]{0,6}(?:（[^）]{0,12}）)?，?(?:位于|坐落于|坐落在|地处|设在|建在|落户在?|选址于?|选址在)/u;
const STANDS_LIES =
  /^(?:该|这座|此)?(?:工程|项目|隧道|大桥|水库|电站|机场|基地|园区|公园|工厂|厂区|铁路)(?:位于|坐落于|坐落在|地处|建在|选址于?|选址在)/u;
/** 盱眙县黄花塘镇，有座……产业园: what a place has. */
const HAS = /^(?:境内)?，?(?:有一?座|坐落着|建有|拥有|建起了?|建成了?|有一个|有个|矗立着)[^，。；]{0,24}$/u;
function byHaving(scene: Scene, thing: Entity): Answer | null {
  if (isPlaceType(thing.type) || thing.type === 'Company') return null;
  for (const spot of marksOf(scene, thing)) {
    const before = scene.places.filter((mark) => mark.end <= spot.start && fits(thing, mark.entity));
    const nearest = before[before.length - 1];
    if (nearest === undefined || spot.start - nearest.end > 32) continue;
    if (HAS.test(scene.text.slice(nearest.end, spot.start)))
      return { to: nearest.entity, start: nearest.start, end: spot.end, rule: 'located/having' };
  }
  return null;
}

/**
 * The zone that an article is about: the one in the title, or the one that opens the text and is named oftener than any
 * town or other zone. What such an article shows stands in the zone.
 */
function ownZoneOf(article: Article, entities: readonly Entity[]): Entity | null {
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

/** The article's own place, where nothing narrower is said. */
function byArticle(scene: Scene, thing: Entity): Answer | null {
  const { place } = scene;
  const spot = marksOf(scene, thing)[0];
  if (place === null || place === thing || spot === undefined || !fits(thing, place)) return null;
  const answer: Answer = { to: place, start: spot.start, end: spot.end, rule: 'located/article' };
  if (
    scene.zone !== null &&
    scene.zone !== thing &&
    /^(?:Company|Project|Zone)$/u.test(thing.type) &&
    (thing.type !== 'Company' || !isOutsider(scene, thing))
  )
    return { ...answer, to: scene.zone, rule: 'located/zone' };
  const isWide = place.type === 'Province' || place.type === 'City';
  switch (thing.type) {
    case 'City':
      return null;
    case 'County':
      return place.type === 'City' && gazetteerSays(thing, place) === true
        ? { ...answer, rule: 'located/gazetteer' }
        : null;
    case 'Township':
    case 'Village':
      return isWide ? null : answer;
    case 'Organization':
      if (scene.zone !== null && fits(thing, scene.zone) && OF_ZONE.test(thing.name))
        return { ...answer, to: scene.zone, rule: 'located/zone' };
      if (namesOf(thing).some((name) => OF_PROVINCE.test(name)))
        return place.type === 'Province' ? { ...answer, rule: 'located/level' } : null;
      return namesOf(thing).some((name) => FROM_ABOVE.test(name)) ||
        (isWide && place.type === 'Province' && !/(?:联盟|联合会|促进会|协会|团|队|中心)$/u.test(thing.name))
        ? null
        : answer;
    case 'Company':
      return isWide || isOutsider(scene, thing) ? null : answer;
    case 'Project':
      // 宁洛高速, 宝中铁路: a line crosses the county and lies in none.
      return !(place.type === 'Province') && LINE.test(thing.name) ? null : answer;
    default:
      return answer;
  }
}
/** Works and centers without a place in their name: in an article about a zone they stand in it. */
const OF_ZONE = /^(?!\p{Script=Han}*[省市县])\p{Script=Han}*(?:厂|中心|研究所|管委会)$/u;
const LINE = /(?:铁路|高铁|高速|高速公路|国道|省道|长江大桥|黄河大桥|运河|航道)$/u;

/** 引进德国肖特集团, 与京东超市合作: a company that comes from elsewhere. */
function isOutsider(scene: Scene, thing: Entity): boolean {
  return marksOf(scene, thing).every((spot) => {
    const left = scene.text.slice(Math.max(0, spot.start - 10), spot.start);
    const right = scene.text.slice(spot.end, spot.end + 6);
    return (
      /(?:与|联合|携手|对接|联手|借助|通过|来自|像|如|包括|央企|世界500强|服务|引进|招引|引入|旗下)[^，。；]{0,6}$|(?:美国|德国|丹麦|日本|瑞士|英国|法国|意大利|瑞典|韩国|比利时|荷兰)$/u.test(
        left,
      ) ||
      /^(?:合作|等平台|平台|的合作|、)?(?:合作|等平台|平台|的合作)/u.test(right) ||
      /集团$|银行|保险|中国|证券|京东|淘宝|抖音|华为|阿里|腾讯/u.test(thing.name)
    );
  });
}

/** One sentence names the county and the city: 记者在常州市采访时发现，金坛区…. */
const isSaidTogether = (scene: Scene, thing: Entity, holder: Entity): boolean =>
  marksOf(scene, thing).some((spot) =>
    marksIn(scene, { start: sentenceAt(scene, spot.start).start, end: spot.start }).some(
      (mark) => mark.entity === holder && !AND.test(scene.text.slice(mark.end, spot.start)),
    ),
  );

/** A town or village that is printed without its parent, among the parents that the article names. */
function byGazetteer(scene: Scene, thing: Entity): Answer | null {
  if (thing.type !== 'Township' && thing.type !== 'Village' && thing.type !== 'County') return null;
  const wanted = thing.type === 'County' ? 'City' : thing.type === 'Township' ? 'County' : 'Township';
  const parents = scene.entities.filter((entity) => entity.place !== null && entity.type === wanted);
  const spot = marksOf(scene, thing)[0];
  if (spot === undefined) return null;
  const holders = parents.filter((parent) =>
    thing.place !== null
      ? gazetteerSays(thing, parent) === true
      : placesNamed(thing.name).some(
          (place) => place.type === thing.type && liesIn(place.code, (parent.place as Place).code),
        ),
  );
  const [only] = holders;
  if (thing.type === 'County' && only !== undefined && !isSaidTogether(scene, thing, only)) return null;
  return holders.length === 1
    ? { to: holders[0] as Entity, start: spot.start, end: spot.end, rule: 'located/gazetteer' }
    : null;
}

/** 石岙村 after 甘霖镇芙蓉村 in one paragraph: the town that was said before holds for the villages that follow. */
function byParagraph(scene: Scene, thing: Entity): Answer | null {
  const wanted: ReadonlySet<string> | null =
    thing.type === 'Village' ? new Set(['Township', 'Zone']) : thing.type === 'Company' ? new Set(['Zone']) : null;
  if (wanted === null) return null;
  for (const spot of marksOf(scene, thing)) {
    const from = scene.text.lastIndexOf('\n', spot.start) + 1;
    const before = marksIn(scene, { start: from, end: spot.start }).filter(
      (mark) => isContainer(mark.entity) && mark.entity !== thing,
    );
    const last = before[before.length - 1];
    const holder = thing.type === 'Village' ? before.filter((mark) => wanted.has(mark.entity.type)).pop() : last;
    if (
      holder === undefined ||
      !wanted.has(holder.entity.type) ||
      !fits(thing, holder.entity) ||
      spot.start - holder.end > 160
    )
      continue;
    // 园区今年又招来…: the zone's general word stands for it in the sentence.
    const own = scene.text.slice(Math.max(holder.end, sentenceAt(scene, spot.start).start), spot.start);
    if (thing.type === 'Company' && !/园区|产业园|工业城|开发区|片区/u.test(own)) continue;
    if (/^[、和]/u.test(scene.text.slice(holder.end)) && spot.start - holder.end < 30) continue;
    return { to: holder.entity, start: holder.start, end: spot.end, rule: 'located/paragraph' };
  }
  return null;
}

/**
 * 转机出现在红渡镇。在600亩的桑园基地，…: the one town or village that the paragraph names before the thing, in an
 * article about a county.
 */
function byScene(scene: Scene, thing: Entity): Answer | null {
  if (!/^(?:Company|Organization|Project)$/u.test(thing.type) || scene.place?.type !== 'County') return null;
  if (thing.type === 'Organization' && !OF_VILLAGE.test(thing.name)) return null;
  if (thing.type === 'Company' && isOutsider(scene, thing)) return null;
  if (thing.type === 'Project' && LINE.test(thing.name)) return null;
  const spot = marksOf(scene, thing)[0];
  if (spot === undefined) return null;
  const from = scene.text.lastIndexOf('\n', spot.start) + 1;
  const before = marksIn(scene, { start: from, end: spot.start }).filter((mark) => isPlaceType(mark.entity.type));
  const last = before[before.length - 1];
  if (last === undefined || !/^(?:Township|Village)$/u.test(last.entity.type) || !fits(thing, last.entity)) return null;
  const others = before.filter((mark) => mark.entity.type === last.entity.type && mark.entity !== last.entity);
  if (others.length > 0 || spot.start - last.end > 160) return null;
  return { to: last.entity, start: last.start, end: spot.end, rule: 'located/scene' };
}
/** Bodies of one village or town: its cooperatives, workshops, stations. */
const OF_VILLAGE = /合作社|工坊|联合体|合作协会|服务站|服务中心|电商中心|便民中心|家庭农场|农场|社$/u;

function located(scene: Scene, add: Add): void {
  for (const thing of scene.entities) {
    if (!LOCATED.has(thing.type)) continue;
    const chain = byChain(scene, thing);
    const name = byName(scene, thing);
    const printed =
      chain !== null && name !== null ? (widthOf(name.to) < widthOf(chain.to) ? name : chain) : (chain ?? name);
    const answer =
      printed ??
      byBehind(scene, thing) ??
      byHaving(scene, thing) ??
      byGazetteer(scene, thing) ??
      bySentence(scene, thing) ??
      byParagraph(scene, thing) ??
      byScene(scene, thing) ??
      byArticle(scene, thing);
    if (answer !== null) add('LOCATED_IN', thing, answer.to, answer, answer.rule);
  }
}

// ---------- IMPLEMENTED_IN, PARTICIPATES_IN ----------

/** A higher level's pilot or list is taken part in. */
const ENTERED =
  /(?:入选|列入|获评|获批|跻身|荣获|加入|参与|参加|承担|入围|(?:成为|作为|是)(?:全国|全省|省级|国家级?|首个|首批|第一批|省))(?:[^，。；]{0,10})$/u;
const AND = /^(?:与|和|及|、|以及)$/u;

/** Places that carry the clause: 甲县某镇与乙市某区实施…. Narrowest of each chain. */
function placesBefore(scene: Scene, spot: Span): Mark[] {
  const sentence = sentenceAt(scene, spot.start);
  const before = marksIn(scene, { start: sentence.start, end: spot.start }).filter((mark) => isContainer(mark.entity));
  const last = before[before.length - 1];
  if (last === undefined) return [];
  const result = [last];
  for (let i = before.length - 2; i >= 0; i--) {
    const mark = before[i] as Mark;
    const next = before[i + 1] as Mark;
    const between = scene.text.slice(mark.end, next.start);
    if (between === '') continue;
    if (AND.test(between)) result.unshift(mark);
    else break;
  }
  return result;
}

/**
 * 公布…试点名单，其中息烽县、金沙县上榜; …三角镇、仙塘镇入选该名单: the places of a list that got into a program
 * named before, in this sentence or the one ahead of it.
 */
function listed(scene: Scene, spots: readonly Mark[]): Mark[] {
  const found: Mark[] = [];
  for (const spot of spots) {
    const own = sentenceAt(scene, spot.start);
    const next = sentenceAt(scene, own.end + 1);
    if (!/名单|公示|公布|评选|遴选|确定/u.test(scene.text.slice(own.start, own.end))) continue;
    for (const sentence of next.start > own.start ? [own, next] : [own]) {
      const entering = ENTERS.exec(scene.text.slice(sentence.start, sentence.end));
      if (entering === null) continue;
      const at = sentence.start + entering.index;
      // A program that is named behind the verb is what is entered: 成功入选….
      if (spot.start > at && sentence === own) continue;
      const places = marksIn(scene, {
        start: Math.max(sentence.start, sentence === own ? spot.end : 0),
        end: at,
      }).filter((mark) => isPlaceType(mark.entity.type));
      const inner = places.filter((mark, i) => places[i + 1]?.start !== mark.end);
      for (let i = inner.length - 1; i >= 0; i--) {
        const mark = inner[i] as Mark;
        const until = inner[i + 1]?.start ?? at;
        const gap = scene.text.slice(mark.end, until);
        const head = gap.replace(PLACE_GAP, '');
        if (
          i === inner.length - 1
            ? !/^(?:等|[\d一二三四五六七八九十两]+个?[县市区镇乡地]|均|也|双双|成功|榜上有名|、)*$/u.test(gap)
            : !/^[、和及与]/u.test(gap) || head.length > 12
        )
          break;
        found.push(mark);
      }
    }
  }
  return found;
}
const ENTERS = /上榜|入选|入围|在列|榜上有名|获批|位列其中|被列入/u;
const PLACE_GAP = /^[、和及与]/u;

function programs(
  scene: Scene,
  partners: readonly Entity[],
  pairs: readonly (readonly [Entity, Entity, Relation])[],
  add: Add,
): void {
  const owner = protagonist(scene);
  const own: readonly Entity[] = scene.place !== null ? [scene.place] : twoPlaces(scene);
  const isShared = (name: string): boolean => /山海协作|飞地|结对|对口/u.test(name);
  for (const entity of scene.entities) {
    if (entity.type !== 'Program') continue;
    const spots = marksOf(scene, entity);
    const entered = new Set<Entity>();
    // The partner of a pairing takes part in its program; a flying land lies elsewhere, so both sides take part.
    if (partners.length > 0 && isShared(entity.name) && spots[0] !== undefined) {
      const sides = scene.place !== null && /飞地/u.test(entity.name) ? [...partners, scene.place] : partners;
      for (const side of sides) {
        if (roleOf(side, entity.name) === 'helped') continue;
        entered.add(side);
        add('PARTICIPATES_IN', side, entity, spots[0], 'participates/partner');
      }
    }
    const parties = new Set<Entity>(own);
    for (const [a, b, row] of pairs) if (row.rule !== 'paired/help') parties.add(a).add(b);
    const roles = [...parties]
      .filter((side) => isPlaceType(side.type))
      .map((side) => [side, roleOf(side, entity.name)] as const);
    const helpers = roles.filter(([, role]) => role === 'helps').length;
    if (spots[0] !== undefined && helpers > 0 && helpers <= 2) {
      for (const [side, role] of roles) {
        if (role === 'helps') {
          entered.add(side);
          add('PARTICIPATES_IN', side, entity, spots[0], 'participates/helps');
        } else if (role === 'helped' && !entered.has(side)) {
          add('IMPLEMENTED_IN', entity, side, spots[0], 'implemented/helped');
        }
      }
      continue;
    }
    // 闵行区与保山市建立东西部协作结对关系: both parties of a pair take part in the program that pairs them.
    if (own.length === 0 && /协作$/u.test(entity.name)) {
      for (const spot of spots) {
        const sentence = sentenceAt(scene, spot.start);
        for (const [a, b, span] of pairs) {
          if (span.start < sentence.start || span.end > sentence.end) continue;
          for (const side of [a, b]) {
            entered.add(side);
            add(
              'PARTICIPATES_IN',
              side,
              entity,
              { start: span.start, end: Math.max(span.end, spot.end) },
              'participates/pair',
            );
          }
        }
      }
    }
    for (const place of listed(scene, spots)) {
      entered.add(place.entity);
      add('PARTICIPATES_IN', place.entity, entity, place, 'participates/listed');
    }
    const carried = new Map<Entity, Answer>();
    for (const spot of spots) {
      const sentence = sentenceAt(scene, spot.start);
      for (const mark of marksIn(scene, { start: sentence.start, end: spot.start })) {
        if (takesPart(scene, mark, spot))
          add('PARTICIPATES_IN', mark.entity, entity, { start: mark.start, end: spot.end }, 'participates/subject');
      }
      // 入选全省首批…试点: the sentence leaves out that it is the article's own place.
      if (scene.place !== null && isPilotAbove(scene, spot, scene.place)) {
        entered.add(scene.place);
        add('PARTICIPATES_IN', scene.place, entity, spot, 'participates/pilot');
      }
      const carriers = placesBefore(scene, spot);
      const last = carriers[carriers.length - 1];
      if (last === undefined) continue;
      const between = scene.text.slice(last.end, spot.start);
      const after = scene.text.slice(spot.end, Math.min(sentence.end, spot.end + 6));
      if (
        between.length < 40 &&
        (ENTERED.test(between) || /^(?:名单|创建名单|创建单位)/u.test(after)) &&
        !/[把将《]|出台/u.test(between)
      ) {
        for (const carrier of carriers) {
          entered.add(carrier.entity);
          add(
            'PARTICIPATES_IN',
            carrier.entity,
            entity,
            { start: carrier.start, end: spot.end },
            'participates/entered',
          );
        }
        continue;
      }
      for (const carrier of carriers) {
        if (!isSubject(scene, carrier, sentence)) continue;
        if (
          carrier.entity.type === 'Zone' &&
          !/^(?:创新|实施|推行|开展|建立|打造|探索|率先|依托|“)/u.test(scene.text.slice(carrier.end))
        )
          continue;
        if (!carried.has(carrier.entity))
          carried.set(carrier.entity, {
            to: carrier.entity,
            start: carrier.start,
            end: spot.end,
            rule: 'implemented/subject',
          });
      }
    }
    const narrow = [...carried.values()].filter(
      ({ to }) =>
        own.length === 0 ||
        own.includes(to) ||
        own.every((place) => widthOf(to) < widthOf(place)) ||
        (scene.place?.type !== 'Province' && to.type === 'Province' && isRuler(scene, to, spots)) ||
        scene.place?.type === 'Township',
    );
    if (narrow.length > 0) {
      const ours = narrow.filter(({ to }) => own.includes(to));
      for (const answer of ours.length > 0 && spots.length > 1 ? ours : narrow) {
        if (!entered.has(answer.to)) add('IMPLEMENTED_IN', entity, answer.to, answer, answer.rule);
      }
      continue;
    }
    const spot = spots[0];
    if (spot === undefined) continue;
    if (owner !== null) {
      add('PARTICIPATES_IN', owner, entity, spot, 'participates/protagonist');
      continue;
    }
    for (const place of own) if (!entered.has(place)) add('IMPLEMENTED_IN', entity, place, spot, 'implemented/article');
  }
}
/** A pilot that a higher level gives: 入选全国首批…试点, 作为全省唯一的…试点, 抓住省级…试点契机. */
function isPilotAbove(scene: Scene, spot: Span, place: Entity): boolean {
  if (place.type === 'Province') return false;
  const name = scene.text.slice(spot.start, spot.end);
  if (!/试点(?:县|市|区|城市|单位)?$/u.test(name)) return false;
  const left = scene.text.slice(Math.max(0, spot.start - 24), spot.start).replace(/^.*[。；]/su, '');
  return (
    /(?:入选|列入|纳入|获批|被确定为|作为|抓住|承担|跻身|成为)[^，。；]{0,20}$/u.test(left) &&
    (/全国|国家|全省|省级|[省区]首批|中央|唯一|首批/u.test(left) || /^(?:全国|国家|全省|省级|省)/u.test(name))
  );
}

/** 江苏实施“…”战略 in an article about a county: the province is the one that carries it out. */
const isRuler = (scene: Scene, place: Entity, spots: readonly Mark[]): boolean =>
  spots.length === 1 &&
  spots.every((spot) =>
    marksIn(scene, { start: sentenceAt(scene, spot.start).start, end: spot.start }).some(
      (mark) =>
        mark.entity === place &&
        /^(?:省|市)?(?:全面|深入|创新|持续|大力|率先|全省)*(?:实施|推行|启动|部署|推出|开展)[^，。；]{0,8}$/u.test(
          scene.text.slice(mark.end, spot.start),
        ),
    ),
  );
const TAKES_PART =
  /实施|开展|推进|参与|打造|推出|启动|联合|组织|推行|设立|成立|举办|承担|入选|牵头|创建|建立|创新|探索|印发|深化|获得|获评|加入|主办|承办|提出|构建|投身|资助|发起|建设|贯彻|响应|牵线|推介/u;
/** The organization or company is the one that carries the program out: not 省委决策部署, not …相关负责人说. */
function takesPart(scene: Scene, mark: Mark, spot: Span): boolean {
  if (mark.entity.type !== 'Organization' && mark.entity.type !== 'Company') return false;
  const between = scene.text.slice(mark.end, spot.start);
  const sentence = sentenceAt(scene, mark.start);
  // The body that opens its sentence carries it to the end.
  const opens =
    mark.entity.type === 'Organization' &&
    /^(?:[^，]{0,8}，)?$/u.test(scene.text.slice(sentence.start, mark.start)) &&
    /^(?:积极|紧紧|以|聚焦|围绕|坚持|立足|结合|充分|深入|大力|持续)/u.test(between);
  const commas = between.match(/[，,]/gu)?.length ?? 0;
  if (/[；;]/u.test(between) || between.length > (opens ? 140 : 60) || (commas > 3 && !opens)) return false;
  // 与甲公司、乙公司等企业对接: those that are only worked with.
  const left = scene.text.slice(sentence.start, listHead(scene, mark).start);
  if (/(?:与|同|和|向|对|把|将|为|包含|包括|例如|比如|引导|动员|组织|支持)(?:包含|包括)?$/u.test(left)) return false;
  if (
    /^(?:、[^，。、]{2,8})*(?:的|决策|部署|“|关于|主要领导|相关负责人|负责人|有关负责人|一号文件|等系列点位|、[^，]{2,20}系列点位)/u.test(
      between,
    )
  )
    return false;
  if (/说|表示|介绍/u.test(between)) return false;
  return TAKES_PART.test(between);
}

/** 物产中大集团 in an article about it: the company or organ that is named most, and more often than any place. */
function protagonist(scene: Scene): Entity | null {
  if (scene.place !== null && scene.place.type !== 'Province') return null;
  const counts = scene.entities
    .filter((entity) => entity.type === 'Company')
    .map((entity) => ({ entity, times: timesPrinted(scene.text, entity) }))
    .sort((a, b) => b.times - a.times || (a.entity.name < b.entity.name ? -1 : 1));
  const [first, second] = counts;
  if (first === undefined || first.times < 3 || (second !== undefined && second.times * 2 > first.times)) return null;
  if (scene.article.title !== '' && namesOf(first.entity).some((name) => scene.article.title.includes(name)))
    return first.entity;
  const isEarly = (first.entity.mentions[0]?.start ?? Number.POSITIVE_INFINITY) < 300;
  const place = scene.place === null ? 0 : timesPrinted(scene.text, scene.place);
  return isEarly && first.times >= place ? first.entity : null;
}

/** 嘉善县与青浦区, said again and again: an article about two places. */
function twoPlaces(scene: Scene): readonly Entity[] {
  const pairs = new Map<string, { readonly pair: readonly Entity[]; times: number }>();
  const places = scene.marks.filter((mark) => isPlaceType(mark.entity.type));
  for (let i = 0; i + 1 < places.length; i++) {
    const a = places[i] as Mark;
    let k = i + 1;
    if (!AND.test(scene.text.slice(a.end, (places[k] as Mark).start))) continue;
    // 杭州市钱塘区 is one place: the narrower.
    while (k + 1 < places.length && (places[k] as Mark).end === (places[k + 1] as Mark).start) k++;
    const b = places[k] as Mark;
    const key = `${a.entity.id} ${b.entity.id}`;
    const known = pairs.get(key);
    if (known === undefined) pairs.set(key, { pair: [a.entity, b.entity], times: 1 });
    else known.times++;
  }
  const best = [...pairs.values()].sort((a, b) => b.times - a.times)[0];
  return best !== undefined && best.times >= 2 ? best.pair : [];
}

/** At the head of its sentence or clause, so that it carries the verb. */
function isSubject(scene: Scene, mark: Mark, sentence: Span): boolean {
  const left = scene.text.slice(sentence.start, mark.start);
  const right = scene.text.slice(mark.end, mark.end + 2);
  if (/^(?:的|内|外|人|籍|市民)/u.test(right) && !/^的/u.test(right)) return false;
  return (
    /(?:^|[，；：、。“]|近年来|今年|目前|如今|如|在|其中|依托|推动|指导|由|以来|截至.{0,8})$/u.test(left) ||
    marksIn(scene, { start: sentence.start, end: mark.start }).some((other) => other.end === mark.start)
  );
}

// ---------- PAIRED_WITH ----------

/** 天津市武清区与静宁县联手打造…, in an article of the cooperation of two provinces. */
function pairedByWork(scene: Scene, sentence: Span, add: Add): void {
  const marks = marksIn(scene, sentence).filter(
    (mark, i, all) => isPlaceType(mark.entity.type) && all[i + 1]?.start !== mark.end,
  );
  for (let i = 0; i + 1 < marks.length; i++) {
    const [a, b] = [marks[i] as Mark, marks[i + 1] as Mark];
    if (a.entity.type !== b.entity.type || provinceOf(a.entity) === provinceOf(b.entity)) continue;
    if (provinceOf(a.entity) === '' || provinceOf(b.entity) === '') continue;
    const between = scene.text.slice(a.end, chainStart(scene, b));
    if (!/^(?:与|和|同|、|牵手|携手|联手)$/u.test(between)) continue;
    if (/^[、和]/u.test(between) && /^[、和]/u.test(scene.text.slice(b.end))) continue;
    if (/^(?:牵手|携手|联手)$/u.test(between) || WORK_TOGETHER.test(scene.text.slice(b.end, b.end + 12)))
      add('PAIRED_WITH', a.entity, b.entity, { start: a.start, end: b.end }, 'paired/work');
  }
}

/** 景宁县先后得到温岭市、海盐县等地的对口扶持: each of the list that helps with the place that is helped. */
function pairedByHelp(scene: Scene, sentence: Span, add: Add): void {
  const marks = marksIn(scene, sentence).filter((mark) => isPlaceType(mark.entity.type));
  const last = [...marks]
    .reverse()
    .find((mark) =>
      /^(?:等[地县市区\d]{0,4})?的?(?:对口|结对)*(?:扶持|帮扶|支援)/u.test(scene.text.slice(mark.end, mark.end + 12)),
    );
  if (last === undefined) return;
  const list = [last];
  for (let k = marks.indexOf(last) - 1; k >= 0; k--) {
    const mark = marks[k] as Mark;
    if (scene.text.slice(mark.end, (list[0] as Mark).start) !== '、') break;
    list.unshift(mark);
  }
  const [head] = list as [Mark];
  if (
    !/(?:得到|受到|获得|接受|来自|依托|借助|在|由)(?:了|于)?$/u.test(
      scene.text.slice(Math.max(sentence.start, head.start - 4), head.start),
    )
  )
    return;
  const helped =
    marks.find((mark) => mark.end <= head.start && !list.some((one) => one.entity === mark.entity))?.entity ??
    scene.place;
  if (helped === null || helped.type === 'Province') return;
  for (const mark of list) {
    if (!areNested(mark.entity, helped))
      add('PAIRED_WITH', helped, mark.entity, { start: mark.start, end: last.end }, 'paired/help');
  }
}

/** 余杭—柯城山海协作消费帮扶小组, 莲都—义乌、龙泉—萧山等4个山海协作产业园: two or three parties inside a longer name. */
function pairedByDash(scene: Scene, add: Add): void {
  const isParty = (mark: Mark): boolean => mark.entity.type === 'County' || mark.entity.type === 'City';
  for (const a of scene.places) {
    if (!isParty(a) || !DASH.test(scene.text[a.end] ?? '')) continue;
    const b = scene.places.find(
      (mark) =>
        mark.start === a.end + 1 && isParty(mark) && mark.entity !== a.entity && mark.entity.type === a.entity.type,
    );
    if (b === undefined) continue;
    const said = `${scene.text.slice(Math.max(0, a.start - 20), a.start)}${scene.text.slice(b.end, b.end + 30)}`;
    if (!/山海协作|东西部|飞地|协作|帮扶|结对|对接/u.test(said.replace(/。.*$/u, ''))) continue;
    add('PAIRED_WITH', a.entity, b.entity, { start: a.start, end: b.end }, 'paired/dash');
    const c = DASH.test(scene.text[b.end] ?? '')
      ? scene.places.find((mark) => mark.start === b.end + 1 && mark.entity.type === a.entity.type)
      : undefined;
    if (c !== undefined) add('PAIRED_WITH', a.entity, c.entity, { start: a.start, end: c.end }, 'paired/dash');
  }
}
const DASH = /^[—–·-]$/u;

/** 青浦驻德宏工作组: the group of one party at the place of the other. */
function pairedByStation(scene: Scene, add: Add): void {
  for (const a of scene.places) {
    if (!isPlaceType(a.entity.type) || scene.text[a.end] !== '驻') continue;
    const b = scene.places.find((mark) => mark.start === a.end + 1 && isPlaceType(mark.entity.type));
    if (b === undefined || a.entity === b.entity || areNested(a.entity, b.entity)) continue;
    if (a.entity.type !== b.entity.type) continue;
    if (/^(?:帮扶|协作|支援|扶贫|对口)*(?:工作组|工作队|前方指挥部|联络组)/u.test(scene.text.slice(b.end, b.end + 12)))
      add('PAIRED_WITH', a.entity, b.entity, { start: a.start, end: b.end }, 'paired/station');
  }
}
const areNested = (a: Entity, b: Entity): boolean => gazetteerSays(a, b) === true || gazetteerSays(b, a) === true;

const provinceOf = (entity: Entity): string => entity.place?.code.slice(0, 2) ?? '';
/** Provinces that help in the cooperation of the east with the west, by the first two digits of their codes. */
const EAST: ReadonlySet<string> = new Set(['11', '12', '31', '32', '33', '35', '37', '44']);
/** The mountain counties of Zhejiang, which are helped in its cooperation of mountains and sea. */
const MOUNTAIN = /^(?:3308|3311)|^(?:330127|330324|330326|330327|330328|330329|330723|330727|331022|331023|331024)/u;
/** Who helps and who is helped; null where the codes do not say. */
function roleOf(entity: Entity, program: string): 'helps' | 'helped' | null {
  const code = entity.place?.code;
  if (code === undefined) return null;
  if (/东西部|东西协作|对口支援|^(?!山海)\p{Script=Han}{2}协作$/u.test(program))
    return EAST.has(code.slice(0, 2)) ? 'helps' : 'helped';
  if (/山海协作/u.test(program) && code.startsWith('33') && entity.type !== 'Province')
    return MOUNTAIN.test(code) ? 'helped' : 'helps';
  return null;
}
/** What joins two places of different provinces that work together: A与B联手打造, A、B合力打造. */
const WORK_TOGETHER = /^[^，。；]{0,6}(?:联手|合力|携手|合作|协作|共建|牵手|结对|共同)/u;
/** An article of such a cooperation. */
const COOPERATION = /东西部(?:扶贫)?协作|山海协作|对口(?:支援|帮扶|协作|合作)|结对/u;
/** The start of the chain of places that a mark ends: 四川省广安市|广安区. */
function chainStart(scene: Scene, mark: Mark): number {
  const before = scene.marks[scene.marks.indexOf(mark) - 1];
  return before !== undefined && before.end === mark.start && isPlaceType(before.entity.type)
    ? chainStart(scene, before)
    : mark.start;
}

const PAIR =
  /结对|扶贫协作|对口扶持|对口帮扶|对口(?:帮扶|支援|协作|合作)|山海协作|东西部协作|携手共建|帮扶|双向奔赴|结成|友好/u;
function paired(scene: Scene, add: Add): void {
  pairedByDash(scene, add);
  pairedByStation(scene, add);
  const isCooperation = COOPERATION.test(scene.text);
  for (const sentence of scene.sentences) {
    if (isCooperation) pairedByWork(scene, sentence, add);
    pairedByHelp(scene, sentence, add);
    const trigger = PAIR.exec(scene.text.slice(sentence.start, sentence.end));
    if (trigger === null) continue;
    // 甘肃省皋兰县 is one party: the province right before it says where it lies.
    const marks = marksIn(scene, sentence)
      .filter((mark) =>
        ['County', 'City', 'Province', 'Township', 'Village', 'Organization'].includes(mark.entity.type),
      )
      .filter(
        (mark, i, all) =>
          !isPlaceType(mark.entity.type) ||
          all[i + 1]?.start !== mark.end ||
          !isPlaceType((all[i + 1] as Mark).entity.type),
      );
    for (let i = 0; i + 1 < marks.length; i++) {
      const [a, b] = [marks[i] as Mark, marks[i + 1] as Mark];
      if (
        a.entity === b.entity ||
        a.entity.type === 'Organization' ||
        b.entity.type === 'Organization' ||
        (a.entity.type !== b.entity.type && !/^(?:City County|County City)$/u.test(`${a.entity.type} ${b.entity.type}`))
      )
        continue;
      const between = scene.text.slice(a.end, b.end).slice(0, b.start - a.end);
      const joined =
        /^(?:与|和|同|跟|—|-|－|·|对口(?:帮扶|支援|协作)?|结对(?:帮扶)?|帮扶|[^，。；、]{0,8}(?:与|和)[^，。；、]{0,8}?)$/u.test(
          between,
        );
      if (!joined || gazetteerSays(a.entity, b.entity) === true || gazetteerSays(b.entity, a.entity) === true) continue;
      const near = scene.text.slice(Math.max(sentence.start, a.start - 16), Math.min(sentence.end, b.end + 24));
      if (!PAIR.test(near)) continue;
      add('PAIRED_WITH', a.entity, b.entity, { start: a.start, end: b.end }, 'paired/joined');
      // 东丽区与皋兰、甘谷、临潭三县结对: the list shares its partner.
      for (let k = i + 2; k < marks.length && !DASH.test(between); k++) {
        const other = marks[k] as Mark;
        if (other.entity.type !== a.entity.type || scene.text.slice((marks[k - 1] as Mark).end, other.start) !== '、')
          break;
        add('PAIRED_WITH', a.entity, other.entity, { start: a.start, end: other.end }, 'paired/list');
      }
    }
    // 与温岭市山海协作: the article's own place is the other party.
    if (scene.place !== null && scene.place.type === 'County') {
      for (const mark of marks) {
        if (mark.entity.type !== 'County' || mark.entity === scene.place) continue;
        const left = scene.text.slice(Math.max(sentence.start, mark.start - 8), mark.start);
        const right = scene.text.slice(mark.end, Math.min(sentence.end, mark.end + 12));
        if (
          /(?:与|和|同)(?:\p{Script=Han}{2,4}市)?$/u.test(left) &&
          /^(?:的)?(?:[^，。；]{0,6})(?:结对|山海协作|签订|携手|协作|共建|更)/u.test(right)
        ) {
          add('PAIRED_WITH', scene.place, mark.entity, mark, 'paired/with');
        }
      }
    }
    // 省林业局、省药监局……结对帮扶磐安县
    // 省水利厅、省科技厅等帮扶单位 in an article about a county.
    if (scene.place !== null && scene.place.type !== 'Province') {
      const organs = marks.filter((mark) => mark.entity.type === 'Organization');
      for (let k = organs.length - 1; k >= 0; k--) {
        const mark = organs[k] as Mark;
        if (
          !/^(?:、[^，。]{2,30})?(?:等[^，。]{0,6})?(?:结对|对口)?帮扶/u.test(scene.text.slice(mark.end, mark.end + 44))
        )
          continue;
        add('PAIRED_WITH', mark.entity, scene.place, mark, 'paired/helps');
      }
    }
    const groups = /(?:结对|对口)(?:帮扶|支援|联系)?/u.exec(scene.text.slice(sentence.start, sentence.end));
    if (groups === null) continue;
    const at = sentence.start + groups.index;
    const organizations = marks.filter(
      (mark) => mark.entity.type === 'Organization' && mark.end <= at && at - mark.end < 60,
    );
    const target = marks.find((mark) => isPlaceType(mark.entity.type) && mark.start >= at && mark.start - at < 20);
    if (target === undefined) continue;
    for (const mark of organizations)
      add('PAIRED_WITH', mark.entity, target.entity, { start: mark.start, end: target.end }, 'paired/organ');
  }
}

// ---------- INVESTS_IN ----------

/** 龙洞水库由某局援建: who funds stands behind the project. */
const FUNDED_BY = /^[”’]?(?:项目|工程)?[^，。；]{0,6}[，]?(?:由|系)$/u;
/** 某局先后在甲镇、乙镇援建…: bodies fund with these verbs only. */
const FUNDS = /援建|捐建|捐资|出资|投资/u;
function funds(scene: Scene, add: Add): void {
  const isFunder = (entity: Entity): boolean => entity.type === 'Company' || entity.type === 'Organization';
  for (const mark of scene.marks) {
    if (!isFunder(mark.entity)) continue;
    const sentence = sentenceAt(scene, mark.start);
    const behind = scene.text.slice(mark.end, Math.min(sentence.end, mark.end + 40));
    for (const project of marksIn(scene, { start: sentence.start, end: mark.start })) {
      if (project.entity.type !== 'Project' || !FUNDED_BY.test(scene.text.slice(project.end, mark.start))) continue;
      if (/^[^，。；]{0,24}(?:援建|捐建|捐资|出资|投资|投建)/u.test(behind))
        add('INVESTS_IN', mark.entity, project.entity, { start: project.start, end: mark.end }, 'invests/funded');
    }
    if (mark.entity.type !== 'Organization') continue;
    const clause = /^[^；。]*/u.exec(behind)?.[0] ?? '';
    const verb = FUNDS.exec(clause);
    if (verb === null || /^(?:的|等|、)|负责|说|介绍|吸引|引进/u.test(clause.slice(0, verb.index))) continue;
    for (const target of marksIn(scene, { start: mark.end, end: Math.min(sentence.end, mark.end + 60) })) {
      const between = scene.text.slice(mark.end, target.start);
      const isPlace =
        isContainer(target.entity) && /(?:在|为|向|、)$/u.test(between) && target.entity.type !== 'Province';
      if (isPlace || (target.entity.type === 'Project' && FUNDS.test(between)))
        add('INVESTS_IN', mark.entity, target.entity, { start: mark.start, end: target.end }, 'invests/funds');
    }
  }
}

const INVESTS = /投资|投建|出资|入股|落户|落地|合资|收购|控股|签约|新上|上马|投产|共建|打造|建设|建成|引进/u;
function invests(scene: Scene, add: Add): void {
  const core = (name: string): string =>
    name.replace(/(?:集团)?(?:股份)?(?:有限)?(?:责任)?公司$|集团$/u, '').replace(/^(?:浙江|中国)/u, '');
  for (const company of scene.entities) {
    if (company.type !== 'Company') continue;
    const stems = [...new Set(namesOf(company).map(core))].filter((stem) => stem.length >= 2);
    for (const project of scene.entities) {
      if (project.type !== 'Project' || !stems.some((stem) => namesOf(project).some((name) => name.includes(stem))))
        continue;
      const spot = marksOf(scene, project)[0];
      if (spot !== undefined) add('INVESTS_IN', company, project, spot, 'invests/name');
    }
    for (const spot of marksOf(scene, company)) {
      const sentence = sentenceAt(scene, spot.start);
      const rest = scene.text.slice(spot.end, Math.min(sentence.end, spot.end + 60));
      const clause = /^[^，。；]*/u.exec(rest)?.[0] ?? '';
      // 甲公司、乙公司等企业签约…等项目: several companies for several projects, so only the place is sure.
      const several =
        /^(?:、[^，。、]{2,12})*等(?:\d+家|多家)?[^，。]{0,4}企业/u.test(rest) || /^、[^，。、]{2,12}等/u.test(rest);
      const here = several
        ? /签约/u.test(rest.slice(0, 30))
        : /^[^，。；]{0,12}(?:投资[\d.]+|签约|落户(?!后))/u.test(clause);
      if (scene.place !== null && scene.place.type !== 'Province' && here) {
        const at = marksIn(scene, { start: sentence.start, end: sentence.end }).filter(
          (mark) =>
            isContainer(mark.entity) &&
            mark.start > spot.end &&
            /(?:落户|投资|在)$/u.test(scene.text.slice(mark.start - 2, mark.start)),
        )[0];
        add(
          'INVESTS_IN',
          company,
          at?.entity ?? scene.place,
          { start: spot.start, end: Math.max(spot.end + clause.length, at?.end ?? 0) },
          'invests/here',
        );
      }
      if (several) continue;
      for (const mark of marksIn(scene, { start: spot.end, end: sentence.end })) {
        const between = scene.text.slice(spot.end, mark.start);
        if (between.length > 60 || /[；;]|发往|销往|供货|供应|客户|配套/u.test(between)) break;
        if (mark.entity.type === 'Project' && (INVESTS.test(between) || /^的?[“‘]?$/u.test(between))) {
          add('INVESTS_IN', company, mark.entity, { start: spot.start, end: mark.end }, 'invests/project');
        } else if (
          isContainer(mark.entity) &&
          /(?:投资|落户|签约|入驻|布局|联合|投建|在)[^，。]{0,4}$/u.test(between) &&
          /投资|落户|签约|投建|打造/u.test(scene.text.slice(spot.end, Math.min(sentence.end, mark.end + 16)))
        ) {
          add('INVESTS_IN', company, mark.entity, { start: spot.start, end: mark.end }, 'invests/place');
        } else if (
          mark.entity.type === 'Company' &&
          mark.entity !== company &&
          /(?:收购|控股|入股|投资)[^，。]{0,8}$/u.test(between)
        ) {
          add('INVESTS_IN', company, mark.entity, { start: spot.start, end: mark.end }, 'invests/company');
        }
      }
    }
  }
}

// ---------- HOLDS_POST ----------

const HOLDERS: ReadonlySet<string> = new Set([
  'Organization',
  'Company',
  'Zone',
  'Province',
  'City',
  'County',
  'Township',
  'Village',
]);
function posts(scene: Scene, add: Add): void {
  const people = scene.marks.filter((mark) => mark.entity.type === 'Person');
  let shared: { readonly holder: Mark; readonly post: string; end: number } | null = null;
  for (const mark of people) {
    const { post, postAt } = mark.mention;
    if (post === undefined) {
      // 中共中央政治局常委李强、赵乐际、王沪宁: a list of persons who hold the same post.
      if (shared !== null && scene.text.slice(shared.end, mark.start) === '、') {
        add(
          'HOLDS_POST',
          mark.entity,
          shared.holder.entity,
          { start: shared.holder.start, end: mark.end },
          'post/list',
          shared.post,
        );
        shared.end = mark.end;
      }
      continue;
    }
    const holder =
      (postAt === undefined ? null : (firmSaidBefore(scene, postAt) ?? holderAt(scene, postAt, post))) ??
      holderBefore(scene, mark, post) ??
      holderOfBarePost(scene, mark, post);
    shared = null;
    if (holder === null) continue;
    const span = { start: Math.min(holder.start, mark.start), end: Math.max(mark.end, holder.end) };
    postsBefore(scene, mark, holder, post, add);
    // 县委副书记、县长何长华: the second post is held at the county itself.
    const head = /^(.+?)[、兼]((?:代理?|常务)?副?[省州市县区旗镇乡]长)$/u.exec(post);
    const place = head && placeOfCommittee(scene, holder.entity);
    add('HOLDS_POST', mark.entity, holder.entity, span, 'post/printed', place ? head[1] : post);
    if (place) add('HOLDS_POST', mark.entity, place, span, 'post/second', head[2]);
    // 区委常委、|组织部部长: the second post is held at the department.
    const part = /、((组织部|宣传部|统战部)部?长)$/u.exec(post);
    const department =
      part && marksIn(scene, span).find(({ entity }) => entity !== holder.entity && entity.name.endsWith(part[2]!));
    if (part && department) add('HOLDS_POST', mark.entity, department.entity, span, 'post/second', part[1]!);
    if (/(?:常委|委员|代表|成员)$/u.test(post)) shared = { holder, post, end: mark.end };
  }
}
/** 永州市委 → 永州市, where the article has it; null for a body that is no committee of a place. */
function placeOfCommittee(scene: Scene, body: Entity): Entity | null {
  const name = /^(.+[省州市县区旗镇乡])委$/u.exec(body.name)?.[1];
  return (name && scene.entities.find((entity) => entity.place && entity.name === name)) || null;
}
/** 公司|董事长詹文, 企业|负责人梁海龙: the firm that was named last, at most 200 characters before. */
function firmSaidBefore(scene: Scene, at: Span): Mark | null {
  const noun = /^(?:该|这家)?(公司|企业|集团|合作社|协会|商会|学校|医院)$/u.exec(
    scene.text.slice(at.start, at.end),
  )?.[1];
  if (noun === undefined) return null;
  const firms = marksIn(scene, { start: Math.max(0, at.start - 200), end: at.start }).filter((mark) =>
    /^(?:企业|集团)$/u.test(noun)
      ? mark.entity.type === 'Company'
      : noun === '公司'
        ? mark.entity.type === 'Company' && !/[^公司团行]$/u.test(mark.entity.name)
        : mark.entity.type === 'Organization' && mark.entity.name.endsWith(noun),
  );
  // 任翔机电，…，产品发往吉利汽车生产基地。企业|负责人: a firm that a clause is about, before one that only stands in it.
  const last = firms[firms.length - 1];
  const from = last === undefined ? 0 : sentenceAt(scene, last.start).start;
  const told = firms.filter(
    (mark) => mark.start >= from && /^[，是的主]/u.test(scene.text.slice(mark.end, mark.end + 1)),
  );
  return (last && told.length > 0 && !told.includes(last) ? told[told.length - 1] : last) ?? null;
}

/** 连云港市委常委、|连云港开发区党工委书记|商振江: the posts that are printed before the last one, each with its own holder. */
function postsBefore(scene: Scene, person: Mark, last: Mark, lastPost: string, add: Add): void {
  let { start } = last;
  for (let round = 0; round < 3 && scene.text[start - 1] === '、'; round++) {
    const comma = start - 1;
    const before = marksIn(scene, { start: Math.max(0, comma - 40), end: comma })
      .filter((mark) => HOLDERS.has(mark.entity.type) && mark.end <= comma)
      .pop();
    if (!before) return;
    const printed = scene.text.slice(before.end, comma);
    // 中远海运有限公司、|连云港中远海运有限公司|董事长: one post at both.
    const shared = printed === '' && /^(?:Company|Organization)$/u.test(before.entity.type);
    if (!shared && !ONLY_POST.test(printed)) return;
    const post = shared ? lastPost : printed;
    add('HOLDS_POST', person.entity, before.entity, { start: before.start, end: person.end }, 'post/chain', post);
    start = before.start;
  }
}

/** Only a post: 常委, 副秘书长, 援黔干部. */
const ONLY_POST =
  /^(?:原|时任|现任)?(?:常务|执行|名誉|党委|党组|党工委){0,2}副?(?:常委|委员|书记|主任|局长|部长|[省市县区镇乡州]长|秘书长|会长|理事长|主席|董事长|总经理|总裁|院长|校长|站长|组长|队长|干部|党组成员|成员|教授|研究员|首席专家)$|^援\p{Script=Han}{1,2}干部$|^挂职干部$/u;
const VILLAGE_POST = /^(?:原|现任)?(?:村|社区)(?!官)/u;
const TOWN_POST = /^(?:常务)?副?[镇乡]长$/u;
const COUNTY_POST = /^(?:常务)?副?[县区]长$/u;
const BODY_POST =
  /^(?:相关|主要)?(?:负责人|老板|店主|主理人|创始人|创办人|坊主|庄主|园主|总经理|董事长|经理|厂长|场长|馆长|理事长|业主|员工|员工代表|车间主任|技术员)$/u;

/**
 * A post that is printed without its holder: 村党总支书记|刘明 is of the village named last; 负责人|李逊 of the one firm or
 * body that the sentence, or else its paragraph up to here, speaks of.
 */
function holderOfBarePost(scene: Scene, person: Mark, post: string): Mark | null {
  const at = person.start - post.length;
  if (scene.text.slice(at, person.start) !== post || !/[，。；：！？\n“”、]/u.test(scene.text[at - 1] ?? '\n'))
    return null;
  const type = VILLAGE_POST.test(post)
    ? 'Village'
    : TOWN_POST.test(post)
      ? 'Township'
      : COUNTY_POST.test(post)
        ? 'County'
        : null;
  if (type !== null) {
    const places = marksIn(scene, { start: Math.max(0, at - 400), end: at }).filter(
      (mark) => mark.entity.type === type,
    );
    return places[places.length - 1] ?? null;
  }
  if (!BODY_POST.test(post)) return null;
  const paragraph = scene.text.lastIndexOf('\n', at) + 1;
  for (const start of [sentenceAt(scene, person.start).start, paragraph]) {
    const bodies = marksIn(scene, { start, end: at }).filter((mark) =>
      /^(?:Company|Organization)$/u.test(mark.entity.type),
    );
    const last = bodies[bodies.length - 1];
    if (last) return bodies.every((mark) => mark.entity === last.entity) ? last : null;
  }
  return null;
}
/** The entity whose mention ends where the span of the holder ends, else the last one inside it. */
function holderAt(scene: Scene, at: Span, post: string): Mark | null {
  const inside = scene.marks.filter(
    (mark) =>
      (OF_FIRM.test(post)
        ? /^(?:Company|Organization|Zone)$/u.test(mark.entity.type)
        : HOLDERS.has(mark.entity.type)) &&
      mark.start < at.end &&
      mark.end > at.start,
  );
  return inside.find((mark) => mark.end === at.end) ?? inside[inside.length - 1] ?? null;
}
/** 浙江|纽顿医疗|副总裁: a post of a firm is held at no place. */
const OF_FIRM = /经理|董事长|总裁|厂长|店长|场长|总监|创始人|CEO/u;
/** Posts that say at what kind of thing they are held: 村书记, 镇长, 董事长. */
const HELD_AT: readonly (readonly [RegExp, ReadonlySet<string>])[] = [
  [/^村|^社区/u, new Set(['Village'])],
  [/^(?:镇|乡|街道)|^副?[镇乡]长/u, new Set(['Township'])],
  [/^副?[县区]长|^县委|^区委/u, new Set(['County'])],
  [/经理|董事长|总裁|厂长|老板|店长|场长|总监|董事|创始人|合伙人/u, new Set(['Company'])],
  [
    /理事|会长|站长|校长|院长|馆长|所长|局长|主任|队长|秘书长|负责人|书记|讲师|代表/u,
    new Set(['Organization', 'Company', 'Village', 'Township', 'Zone']),
  ],
];
/** The holder said before: …王扇村，村书记金国平; a post in a 村党支部 is held at the village. */
function holderBefore(scene: Scene, person: Mark, post: string): Mark | null {
  const sentence = sentenceAt(scene, person.start);
  const held = HELD_AT.find(([pattern]) => pattern.test(post))?.[1] ?? HOLDERS;
  const before = marksIn(scene, { start: sentence.start, end: person.start }).filter((mark) =>
    held.has(mark.entity.type),
  );
  const last = before[before.length - 1];
  if (last === undefined) return null;
  const between = scene.text.slice(last.end, person.start);
  return between.length <= post.length + 16 && (between.match(/，/gu)?.length ?? 0) <= 1 && !/[。；]/u.test(between)
    ? last
    : null;
}

// ---------- all ----------

type Add = (type: RelationType, from: Entity, to: Entity, span: Span, rule: string, post?: string) => void;

/**
 * @param entities      of this article, with their mentions
 * @param articlePlace  the place that the article is about; null where it is about none
 * @returns one row a (type, from, to), the first that was found
 */
export function resolveRelations(
  article: Article,
  entities: readonly Entity[],
  articlePlace: Entity | null,
): Relation[] {
  const scene = sceneOf(article, entities, articlePlace);
  const rows = new Map<string, Relation>();
  const add: Add = (type, from, to, span, rule, post) => {
    if (from === to) return;
    const key = `${type} ${from.id} ${to.id}`;
    const back = `${type} ${to.id} ${from.id}`;
    if (rows.has(key) || (type === 'PAIRED_WITH' && rows.has(back))) return;
    rows.set(key, {
      type,
      from: from.id,
      to: to.id,
      post: post ?? null,
      start: span.start,
      end: span.end,
      quote: article.text.slice(span.start, span.end),
      rule,
    });
  };
  located(scene, add);
  paired(scene, add);
  const partners = entities.filter((entity) =>
    [...rows.values()].some(
      (row) =>
        row.type === 'PAIRED_WITH' &&
        entity.type !== 'Organization' &&
        [row.from, row.to].includes(entity.id) &&
        [row.from, row.to].includes(articlePlace?.id ?? '') &&
        entity !== articlePlace,
    ),
  );
  const named = new Map(entities.map((entity) => [entity.id, entity]));
  const pairs = [...rows.values()]
    .filter((row) => row.type === 'PAIRED_WITH')
    .map((row) => [named.get(row.from) as Entity, named.get(row.to) as Entity, row] as const);
  programs(scene, partners, pairs, add);
  invests(scene, add);
  funds(scene, add);
  posts(scene, add);
  // Only one of the two for a pair: who takes part in a higher level's program is not where it is carried out.
  const all = [...rows.values()];
  const takesPart = new Set(all.filter((row) => row.type === 'PARTICIPATES_IN').map((row) => `${row.to} ${row.from}`));
  return all
    .filter((row) => !(row.type === 'IMPLEMENTED_IN' && takesPart.has(`${row.from} ${row.to}`)))
    .sort(
      (a, b) =>
        a.start - b.start ||
        a.end - b.end ||
        (a.type < b.type
          ? -1
          : a.type > b.type
            ? 1
            : a.from < b.from
              ? -1
              : a.from > b.from
                ? 1
                : a.to < b.to
                  ? -1
                  : 1),
    );
}
