/**
 * LOCATED_IN: the smallest place or zone that a company, body, project, zone or place lies in.
 *
 *   临海市白水洋镇下宅村 → 下宅村 in 白水洋镇, 白水洋镇 in 临海市 (located/chain)
 *
 * What is printed beside the thing or inside its name goes first, then what its sentence and its paragraph say, last
 * the place that the whole article is about.
 */
import { isPlaceType } from '../../../schema/entities.js';
import { liesIn, placesNamed } from '../../lexicon/places.js';
import type { Entity, Place, Span } from '../../model.js';
import {
  type Add,
  AND,
  type Answer,
  gazetteerSays,
  isContainer,
  type Mark,
  marksIn,
  marksOf,
  namesOf,
  type Scene,
  sentenceAt,
  widthOf,
} from './scene.js';

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
function fits(inner: Entity, outer: Entity): boolean {
  if (inner === outer || !isContainer(outer) || gazetteerSays(inner, outer) === false) return false;
  const [a, b] = [widthOf(inner), widthOf(outer)];
  if (inner.type === 'Zone') return outer.type === 'Zone' || b > 0;
  // 高山村殊塘自然村: a hamlet of the village.
  if (inner.type === 'Village' && outer.type === 'Village')
    return /自然村$/u.test(inner.name) && !/自然村$/u.test(outer.name);
  if (isPlaceType(inner.type)) return b > a && !(outer.type === 'Province' && inner.type === 'Township');
  return true;
}

/** 临海市白水洋镇下宅村; a list shares its place: 临海市头塘镇、尤溪镇. */
function byChain(scene: Scene, thing: Entity): Answer | null {
  let best: Answer | null = null;
  const spots: Span[] = isContainer(thing)
    ? scene.places.filter((mark) => mark.entity === thing)
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

/** 鄞州—衢江上市企业协作联盟 belongs to both, so to neither. */
const OF_TWO = /\p{Script=Han}{2}[—–·-]\p{Script=Han}{2}/u;
/** 仙居县水利局建设科 is inside a body, so it lies in none; 生态环境局鄞州分局 says where it is. */
const INSIDE_AN_ORGAN = /(?:局|委|厅|政府|领导小组|工作组)\p{Script=Han}{2,}(?:中心|办公室|科|处|站|队|组|室)$/u;

/** 临海市民政局, 下宅村共富工坊: the place inside the thing's own name. */
function byName(scene: Scene, thing: Entity): Answer | null {
  if (thing.type === 'Company' || isPlaceType(thing.type)) return null;
  let best: Entity | null = null;
  for (const place of scene.entities) {
    if (isPlaceType(place.type) && OF_TWO.test(thing.name)) continue;
    if (place.type === 'Province' || (thing.type === 'Zone' && place.type === 'Zone') || !fits(thing, place)) continue;
    const stems = namesOf(place).filter((name) => name.length >= 2);
    const inside = stems.some((stem) => namesOf(thing).some((name) => name !== stem && holdsName(name, stem, place)));
    if (!inside && !hasShortName(thing, place)) continue;
    if (best === null || widthOf(place) < widthOf(best)) best = place;
  }
  const spot = marksOf(scene, thing)[0];
  return best === null || spot === undefined
    ? null
    : { to: best, start: spot.start, end: spot.end, rule: 'located/name' };
}

/** 广安市政府 does not hold 广安 of 广安区: a short form that goes on to the full name of another place. */
function holdsName(name: string, form: string, place: Entity): boolean {
  const at = name.indexOf(form);
  if (at < 0) return false;
  const longer = /^[省市县区州镇乡村]/u.exec(name.slice(at + form.length))?.[0];
  return longer === undefined || /[省市县区州镇乡村]$/u.test(form) || namesOf(place).includes(form + longer);
}

/** The first of a list of the same type: 甲酒庄 for 丙酒庄 in 甲酒庄、乙酒庄、丙酒庄. */
export function listHead(scene: Scene, spot: Mark): Mark {
  let at = scene.marks.indexOf(spot);
  for (; at > 0; at--) {
    const before = scene.marks[at - 1] as Mark;
    const own = scene.marks[at] as Mark;
    const gap = scene.text.slice(before.end, own.start);
    if (before.entity.type !== spot.entity.type || gap === '' || !/^[”’]?[、和及]?[“‘]?$/u.test(gap)) return own;
  }
  return spot;
}

/** 柯桥印染集聚区 → 柯桥区: a county by its short name, in the name of a zone or a body. */
function hasShortName(thing: Entity, place: Entity): boolean {
  if (place.type !== 'County' || (thing.type !== 'Zone' && thing.type !== 'Organization')) return false;
  const short = /^(\p{Script=Han}{2,})[市县区]$/u.exec(place.name)?.[1];
  if (short === undefined) return false;
  const at = thing.name.indexOf(short);
  return at >= 0 && !/^[湾湖江河山站港省市县区州]/u.test(thing.name.slice(at + short.length));
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
      return isWide ? null : answer;
    case 'Village':
      // Of which town of the county, nobody says.
      return place.type === 'Township' ? answer : null;
    case 'Organization':
      return namesOf(thing).some((name) => FROM_ABOVE.test(name)) ||
        (isWide && !/(?:联盟|联合会|促进会|协会|团|队|中心)$/u.test(thing.name))
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
const LINE = /(?:铁路|高铁|高速|高速公路|国道|省道|长江大桥|黄河大桥|运河|航道)$/u;

/** 引进德国肖特集团, 与京东超市合作: a company that comes from elsewhere. */
function isOutsider(scene: Scene, thing: Entity): boolean {
  return marksOf(scene, thing).every((spot) => {
    const { start } = listHead(scene, spot);
    const left = scene.text.slice(Math.max(0, start - 10), start);
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

/** 园区今年又招来…, in the paragraph of the zone; after it only where the firm is said to be inside: 园区内，…. */
const ZONE_SAID = /园区|产业园|工业城|开发区|高新区|片区/u;
const INSIDE_ZONE = /(?:园区|产业园|工业城|开发区|高新区|片区)(?:内|里|中)/u;
function byZoneBefore(scene: Scene, thing: Entity): Answer | null {
  if (thing.type !== 'Company' && thing.type !== 'Project') return null;
  for (const spot of marksOf(scene, thing)) {
    const zone = marksIn(scene, { start: Math.max(0, spot.start - 300), end: spot.start }).findLast(
      ({ entity }) => entity.type === 'Zone' && entity !== thing,
    );
    if (zone === undefined) continue;
    const said = scene.text.slice(Math.max(zone.end, sentenceAt(scene, spot.start).start), spot.start);
    const isSameParagraph = !scene.text.slice(zone.end, spot.start).includes('\n');
    if ((isSameParagraph ? ZONE_SAID : INSIDE_ZONE).test(said))
      return { to: zone.entity, start: zone.start, end: spot.end, rule: 'located/zone-before' };
  }
  return null;
}

/**
 * 转机出现在红渡镇。在600亩的桑园基地，…: the one place that the paragraph names before the thing, narrower than that of
 * the article: a town or village in an article about a county, a county in one about a city or a province.
 */
function byScene(scene: Scene, thing: Entity): Answer | null {
  if (!/^(?:Company|Organization|Project)$/u.test(thing.type) || scene.place === null) return null;
  const isWide = scene.place.type === 'Province' || scene.place.type === 'City';
  if (!isWide && scene.place.type !== 'County') return null;
  if (thing.type === 'Organization' && !OF_VILLAGE.test(thing.name)) return null;
  if (thing.type === 'Company' && isOutsider(scene, thing)) return null;
  if (thing.type === 'Project' && LINE.test(thing.name)) return null;
  const spot = marksOf(scene, thing)[0];
  if (spot === undefined) return null;
  const from = scene.text.lastIndexOf('\n', spot.start) + 1;
  const before = marksIn(scene, { start: from, end: spot.start }).filter((mark) => isPlaceType(mark.entity.type));
  const last = isWide ? before.findLast((mark) => mark.entity.type === 'County') : before.at(-1);
  if (last === undefined || !fits(thing, last.entity)) return null;
  if (!isWide && last.entity.type !== 'Township' && last.entity.type !== 'Village') return null;
  const others = before.filter((mark) => mark.entity.type === last.entity.type && mark.entity !== last.entity);
  if (others.length > 0 || spot.start - last.end > 160) return null;
  return { to: last.entity, start: last.start, end: spot.end, rule: 'located/scene' };
}
/** Bodies of one village or town: its cooperatives, workshops, stations. */
const OF_VILLAGE = /合作社|工坊|联合体|合作协会|服务站|服务中心|电商中心|便民中心|家庭农场|农场|社$/u;

export function located(scene: Scene, add: Add): void {
  for (const thing of scene.entities) {
    if (!LOCATED.has(thing.type) || (thing.type === 'Organization' && INSIDE_AN_ORGAN.test(thing.name))) continue;
    const chain = byChain(scene, thing);
    const name = byName(scene, thing);
    const printed =
      chain !== null && name !== null ? (widthOf(name.to) < widthOf(chain.to) ? name : chain) : (chain ?? name);
    const answer =
      printed ??
      byBehind(scene, thing) ??
      byGazetteer(scene, thing) ??
      bySentence(scene, thing) ??
      byZoneBefore(scene, thing) ??
      byScene(scene, thing) ??
      byArticle(scene, thing);
    if (answer !== null) add('LOCATED_IN', thing, answer.to, answer, answer.rule);
  }
}
