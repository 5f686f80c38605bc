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
import { liesIn } from '../lexicon/places.js';
import type { Article, Entity, Mention, Relation, Span } from '../model.js';

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

/** The place an article is about: the narrowest in the title, else the county (or city, or province) that it names most. */
export function articlePlaceOf(article: Article, entities: readonly Entity[]): Entity | null {
  const places = entities.filter((entity) => isPlaceType(entity.type) && entity.type !== 'Village');
  const inTitle = places
    .filter((entity) => namesOf(entity).some((name) => name.length >= 2 && article.title.includes(name)))
    .sort((a, b) => widthOf(a) - widthOf(b) || b.mentions.length - a.mentions.length);
  if (inTitle[0] !== undefined) return inTitle[0];
  for (const type of ['County', 'City'] as const) {
    const ranked = places.filter((entity) => entity.type === type).sort((a, b) => b.mentions.length - a.mentions.length || (a.name < b.name ? -1 : 1));
    const [first, second] = ranked;
    if (first !== undefined && first.mentions.length >= 3 && (second === undefined || first.mentions.length >= 2 * second.mentions.length)) return first;
  }
  const provinces = places.filter((entity) => entity.type === 'Province').sort((a, b) => b.mentions.length - a.mentions.length);
  const towns = places.filter((entity) => entity.type === 'Township');
  const counties = places.filter((entity) => entity.type === 'County');
  if (counties.length === 1 && provinces.length === 0) return counties[0] ?? null;
  if (towns.length === 1 && counties.length <= 1 && provinces.length === 0) return towns[0] ?? null;
  return provinces[0] ?? (counties.length === 1 ? (counties[0] ?? null) : null);
}

// ---------- the scene ----------

function sceneOf(article: Article, entities: readonly Entity[], place: Entity | null): Scene {
  const all: Mark[] = entities.flatMap((entity) => entity.mentions.map((mention) => ({ start: mention.start, end: mention.end, entity, mention })));
  all.sort((a, b) => a.start - b.start || b.end - a.end);
  const marks: Mark[] = [];
  let reach = -1;
  for (const mark of all) {
    if (mark.end <= reach) continue;
    marks.push(mark);
    reach = mark.end;
  }
  const sentences = article.sentences.length > 0 ? article.sentences : sentencesOf(article.text);
  return { text: article.text, article, entities, place, marks, sentences, places: printedPlaces(article.text, entities, all) };
}

function sentencesOf(text: string): Span[] {
  return [...text.matchAll(/[^。！？\n]+[。！？]?[”’）]*/gu)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
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

const marksIn = (scene: Scene, span: Span): readonly Mark[] => scene.marks.filter((mark) => mark.start >= span.start && mark.end <= span.end);
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

const LOCATED: ReadonlySet<string> = new Set(['Company', 'Organization', 'Project', 'Zone', 'Township', 'Village', 'County', 'City']);
/** What may stand between a place and the thing in it: 洪三工业区的橡胶密炼中心, 山峰村“童学…工作室”. */
const GAP = /^(?:的|内的|里的|境内的|境内|内|所属的|所辖的|辖区)?[“‘"]?$/u;
/** Organs of the center and of provinces, and schools of another place: the article's county does not hold them. */
const FROM_ABOVE = /^(?:省|浙江省|中共|中央|国家|中国|全国|联合国|国务院|世界|国际|教育部|财政部)|部$|委员会$|总局$|大学|学院|新华社|日报社|^党中央|研究院|院士|省委|省政府/u;

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
  const spots: Span[] = isContainer(thing) ? scene.places.filter((mark) => mark.entity === thing) : [...marksOf(scene, thing)];
  for (const spot of spots) {
    for (const place of scene.places) {
      if (place.end > spot.start) break;
      if (spot.start - place.end > 5 || !fits(thing, place.entity)) continue;
      if (!GAP.test(scene.text.slice(place.end, spot.start))) continue;
      if (thing.type === 'Company' && place.entity.type === 'Province') continue;
      if (best === null || widthOf(place.entity) < widthOf(best.to)) best = { to: place.entity, start: place.start, end: spot.end, rule: 'located/chain' };
    }
  }
  return best;
}

/** 临海市民政局, 下宅村共富工坊: the place inside the thing's own name. */
function byName(scene: Scene, thing: Entity): Answer | null {
  if (thing.type === 'Company' || isPlaceType(thing.type)) return null;
  let best: Entity | null = null;
  for (const place of scene.entities) {
    if (place.type === 'Province' || !fits(thing, place)) continue;
    const stems = namesOf(place).filter((name) => name.length >= 2);
    const inside = stems.some((stem) => namesOf(thing).some((name) => name !== stem && name.includes(stem)));
    if (!inside) continue;
    if (best === null || widthOf(place) < widthOf(best)) best = place;
  }
  const spot = marksOf(scene, thing)[0];
  return best === null || spot === undefined ? null : { to: best, start: spot.start, end: spot.end, rule: 'located/name' };
}

/** 浦坝港镇的沿海工业城内，……有限公司: the place said before in the same sentence. */
function bySentence(scene: Scene, thing: Entity): Answer | null {
  for (const spot of marksOf(scene, thing)) {
    const sentence = sentenceAt(scene, spot.start);
    const before = marksIn(scene, { start: sentence.start, end: spot.start }).filter((mark) => isContainer(mark.entity) && fits(thing, mark.entity));
    const nearest = before[before.length - 1];
    if (nearest === undefined) continue;
    const narrow = ['Township', 'Village', 'Zone'].includes(nearest.entity.type);
    const between = scene.text.slice(nearest.end, spot.start);
    if (/来自|前往|赴|远赴|走出|从/u.test(scene.text.slice(Math.max(sentence.start, nearest.start - 3), nearest.start))) continue;
    if (!narrow && nearest.entity !== scene.place) continue;
    if (/[；;]/u.test(between)) continue;
    return { to: nearest.entity, start: nearest.start, end: spot.end, rule: 'located/sentence' };
  }
  return null;
}

/** The article's own place, where nothing narrower is said. */
function byArticle(scene: Scene, thing: Entity): Answer | null {
  const { place } = scene;
  if (place === null || place === thing || !fits(thing, place)) return null;
  if (thing.type === 'County' || thing.type === 'City') return null;
  if (place.type === 'Province' || place.type === 'City') {
    if (thing.type === 'Village' || thing.type === 'Township' || thing.type === 'Organization' || thing.type === 'Company') return null;
    if (place.type === 'Province' && thing.type === 'Project') return null;
  }
  if (thing.type === 'Township' && place.type === 'Township') return null;
  if (thing.type === 'Organization' && namesOf(thing).some((name) => FROM_ABOVE.test(name))) return null;
  if (thing.type === 'Company' && isOutsider(scene, thing)) return null;
  const spot = marksOf(scene, thing)[0];
  return spot === undefined ? null : { to: place, start: spot.start, end: spot.end, rule: 'located/article' };
}

/** 引进德国肖特集团, 与京东超市合作: a company that comes from elsewhere. */
function isOutsider(scene: Scene, thing: Entity): boolean {
  return marksOf(scene, thing).every((spot) => {
    const left = scene.text.slice(Math.max(0, spot.start - 10), spot.start);
    const right = scene.text.slice(spot.end, spot.end + 6);
    return /(?:与|联合|携手|对接|联手|借助|通过|来自|像|如|包括|央企|世界500强|服务|美国|德国|丹麦|日本|旗下)[^，。；]{0,6}$/u.test(left) || /^(?:合作|等平台|平台|的合作)/u.test(right) || /集团$|银行|保险|中国/u.test(thing.name);
  });
}

function located(scene: Scene, add: Add): void {
  for (const thing of scene.entities) {
    if (!LOCATED.has(thing.type)) continue;
    const answer = byChain(scene, thing) ?? byName(scene, thing) ?? bySentence2(scene, thing) ?? byArticle(scene, thing);
    if (answer !== null) add('LOCATED_IN', thing, answer.to, answer, answer.rule);
  }
}
function bySentence2(scene: Scene, thing: Entity): Answer | null {
  if (thing.type === 'County' || thing.type === 'City') return null;
  if (thing.type === 'Township') return null;
  if (thing.type === 'Organization' && namesOf(thing).some((name) => FROM_ABOVE.test(name))) return null;
  if (thing.type === 'Company' && isOutsider(scene, thing)) return null;
  const answer = bySentence(scene, thing);
  // A zone lies in a village only where the chain says so.
  if (answer !== null && thing.type === 'Zone' && answer.to.type !== 'Township' && answer.to.type !== 'Zone') return null;
  return answer;
}

// ---------- IMPLEMENTED_IN, PARTICIPATES_IN ----------

/** A higher level's pilot or list is taken part in. */
const ENTERED = /入选|列入|纳入|获评|获批|跻身|荣获|加入|参与|参加|承担|成为.{0,6}(?:试点|示范)|作为(?:首批|全国|全省|省级|国家|首个)/u;
const AND = /^(?:与|和|及|、|以及)$/u;

/** Places that carry the clause: 海宁市长安镇与杭州市钱塘区通过实施…. Narrowest of each chain. */
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

function programs(scene: Scene, add: Add): void {
  for (const entity of scene.entities) {
    if (entity.type !== 'Program') continue;
    const spots = marksOf(scene, entity);
    const entered = new Set<Entity>();
    const carried = new Map<Entity, Answer>();
    for (const spot of spots) {
      const sentence = sentenceAt(scene, spot.start);
      const carriers = placesBefore(scene, spot);
      const lead = carriers[0];
      // Organizations and companies in the sentence before the program take part in it.
      for (const mark of marksIn(scene, { start: sentence.start, end: spot.start })) {
        if (mark.entity.type !== 'Organization' && mark.entity.type !== 'Company') continue;
        const between = scene.text.slice(mark.end, spot.start);
        if (/[；;]/u.test(between) || (between.match(/[，,]/gu)?.length ?? 0) > 3) continue;
        if (!TAKES_PART.test(between)) continue;
        add('PARTICIPATES_IN', mark.entity, entity, { start: mark.start, end: spot.end }, 'participates/subject');
      }
      if (lead === undefined) continue;
      const between = scene.text.slice((carriers[carriers.length - 1] as Mark).end, spot.start);
      const after = scene.text.slice(spot.end, Math.min(sentence.end, spot.end + 6));
      if (ENTERED.test(between.slice(-16)) || /^(?:名单|创建名单|试点县)/u.test(after)) {
        for (const carrier of carriers) {
          entered.add(carrier.entity);
          add('PARTICIPATES_IN', carrier.entity, entity, { start: carrier.start, end: spot.end }, 'participates/entered');
        }
        continue;
      }
      for (const carrier of carriers) {
        if (!isSubject(scene, carrier, sentence)) continue;
        if (!carried.has(carrier.entity)) carried.set(carrier.entity, { to: carrier.entity, start: carrier.start, end: spot.end, rule: 'implemented/subject' });
      }
    }
    const narrow = [...carried.values()].filter(({ to }) => scene.place === null || to === scene.place || widthOf(to) < widthOf(scene.place) || scene.place.type === 'Township');
    if (narrow.length > 0) {
      const own = narrow.find(({ to }) => to === scene.place);
      for (const answer of own !== undefined && spots.length > 1 ? [own] : narrow) {
        if (!entered.has(answer.to)) add('IMPLEMENTED_IN', entity, answer.to, answer, answer.rule);
      }
      continue;
    }
    if (scene.place !== null && !entered.has(scene.place) && spots[0] !== undefined) {
      add('IMPLEMENTED_IN', entity, scene.place, spots[0], 'implemented/article');
    }
  }
}
const TAKES_PART = /实施|开展|推进|参与|打造|推出|启动|联合|组织|推行|设立|成立|举办|承担|入选|牵头|创建|建立|创新|探索|印发|部署|深化|获得|加入|主办|承办|提出|构建|投身|资助|建设/u;
/** At the head of its sentence or clause, so that it carries the verb. */
function isSubject(scene: Scene, mark: Mark, sentence: Span): boolean {
  const left = scene.text.slice(sentence.start, mark.start);
  const right = scene.text.slice(mark.end, mark.end + 2);
  if (/^(?:的|内|外|人|籍|市民)/u.test(right) && !/^的/u.test(right)) return false;
  return /(?:^|[，；：、。“]|近年来|今年|目前|如今|如|在|其中|依托|推动|指导|由|以来|截至.{0,8})$/u.test(left) || marksIn(scene, { start: sentence.start, end: mark.start }).some((other) => other.end === mark.start);
}

// ---------- PAIRED_WITH ----------

const PAIR = /结对|对口(?:帮扶|支援|协作|合作)|山海协作|东西部协作|携手共建|帮扶|双向奔赴|结成|友好/u;
function paired(scene: Scene, add: Add): void {
  for (const sentence of scene.sentences) {
    const trigger = PAIR.exec(scene.text.slice(sentence.start, sentence.end));
    if (trigger === null) continue;
    const marks = marksIn(scene, sentence).filter((mark) => ['County', 'City', 'Province', 'Township', 'Organization'].includes(mark.entity.type));
    for (let i = 0; i + 1 < marks.length; i++) {
      const [a, b] = [marks[i] as Mark, marks[i + 1] as Mark];
      if (a.entity === b.entity || a.entity.type === 'Organization' || b.entity.type === 'Organization' || a.entity.type !== b.entity.type) continue;
      const between = scene.text.slice(a.end, b.end).slice(0, b.start - a.end);
      const joined = /^(?:与|和|同|跟|—|-|－|·|对口(?:帮扶|支援|协作)?|结对(?:帮扶)?|帮扶|[^，。；、]{0,8}(?:与|和)[^，。；、]{0,4}?)$/u.test(between);
      if (!joined || gazetteerSays(a.entity, b.entity) === true || gazetteerSays(b.entity, a.entity) === true) continue;
      const near = scene.text.slice(Math.max(sentence.start, a.start - 16), Math.min(sentence.end, b.end + 24));
      if (!PAIR.test(near)) continue;
      add('PAIRED_WITH', a.entity, b.entity, { start: a.start, end: b.end }, 'paired/joined');
    }
    // 省林业局、省药监局……结对帮扶磐安县
    const groups = /(?:结对|对口)(?:帮扶|支援|联系)?/u.exec(scene.text.slice(sentence.start, sentence.end));
    if (groups === null) continue;
    const at = sentence.start + groups.index;
    const organizations = marks.filter((mark) => mark.entity.type === 'Organization' && mark.end <= at && at - mark.end < 60);
    const target = marks.find((mark) => isPlaceType(mark.entity.type) && mark.start >= at && mark.start - at < 20);
    if (target === undefined) continue;
    for (const mark of organizations) add('PAIRED_WITH', mark.entity, target.entity, { start: mark.start, end: target.end }, 'paired/organ');
  }
}

// ---------- INVESTS_IN ----------

const INVESTS = /投资|投建|出资|入股|落户|落地|合资|收购|控股|签约|新上|上马|投产|共建|打造|建设|建成|引进/u;
function invests(scene: Scene, add: Add): void {
  const core = (name: string): string => name.replace(/(?:集团)?(?:股份)?(?:有限)?(?:责任)?公司$|集团$/u, '').replace(/^(?:浙江|中国)/u, '');
  for (const company of scene.entities) {
    if (company.type !== 'Company') continue;
    const stems = [...new Set(namesOf(company).map(core))].filter((stem) => stem.length >= 2);
    for (const project of scene.entities) {
      if (project.type !== 'Project' || !stems.some((stem) => namesOf(project).some((name) => name.includes(stem)))) continue;
      const spot = marksOf(scene, project)[0];
      if (spot !== undefined) add('INVESTS_IN', company, project, spot, 'invests/name');
    }
    for (const spot of marksOf(scene, company)) {
      const sentence = sentenceAt(scene, spot.start);
      for (const mark of marksIn(scene, { start: spot.end, end: sentence.end })) {
        const between = scene.text.slice(spot.end, mark.start);
        if (between.length > 60 || /[；;]/u.test(between)) break;
        if (mark.entity.type === 'Project' && (INVESTS.test(between) || /^的[“‘]?$/u.test(between))) {
          add('INVESTS_IN', company, mark.entity, { start: spot.start, end: mark.end }, 'invests/project');
        } else if (isContainer(mark.entity) && /(?:投资|落户|签约|入驻|布局|联合|投建|在)[^，。]{0,4}$/u.test(between) && /投资|落户|签约|投建|打造/u.test(scene.text.slice(spot.end, Math.min(sentence.end, mark.end + 16)))) {
          add('INVESTS_IN', company, mark.entity, { start: spot.start, end: mark.end }, 'invests/place');
        } else if (mark.entity.type === 'Company' && mark.entity !== company && /(?:收购|控股|入股|投资)[^，。]{0,8}$/u.test(between)) {
          add('INVESTS_IN', company, mark.entity, { start: spot.start, end: mark.end }, 'invests/company');
        }
      }
    }
  }
}

// ---------- HOLDS_POST ----------

const HOLDERS: ReadonlySet<string> = new Set(['Organization', 'Company', 'Zone', 'Province', 'City', 'County', 'Township', 'Village']);
function posts(scene: Scene, add: Add): void {
  for (const person of scene.entities) {
    if (person.type !== 'Person') continue;
    for (const mention of person.mentions) {
      if (mention.post === undefined) continue;
      const at = mention.postAt;
      const holder = at === undefined ? holderBefore(scene, mention) : holderAt(scene, at);
      if (holder === null || holder.entity === person) continue;
      const start = Math.min(holder.start, mention.start);
      add('HOLDS_POST', person, holder.entity, { start, end: Math.max(mention.end, holder.end) }, 'post/printed', mention.post);
    }
  }
}
/** The entity whose mention ends where the span of the holder ends, else the last one inside it. */
function holderAt(scene: Scene, at: Span): Mark | null {
  const inside = scene.marks.filter((mark) => HOLDERS.has(mark.entity.type) && mark.start < at.end && mark.end > at.start);
  return inside.find((mark) => mark.end === at.end) ?? inside[inside.length - 1] ?? null;
}
function holderBefore(scene: Scene, mention: Mention): Mark | null {
  const sentence = sentenceAt(scene, mention.start);
  const before = marksIn(scene, { start: sentence.start, end: mention.start }).filter((mark) => HOLDERS.has(mark.entity.type));
  const last = before[before.length - 1];
  return last !== undefined && mention.start - last.end <= 14 && !/[，。；]/u.test(scene.text.slice(last.end, mention.start)) ? last : null;
}

// ---------- all ----------

type Add = (type: RelationType, from: Entity, to: Entity, span: Span, rule: string, post?: string) => void;

/**
 * @param entities      of this article, with their mentions
 * @param articlePlace  the place that the article is about; null where it is about none
 * @returns one row a (type, from, to), the first that was found
 */
export function resolveRelations(article: Article, entities: readonly Entity[], articlePlace: Entity | null): Relation[] {
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
  programs(scene, add);
  paired(scene, add);
  invests(scene, add);
  posts(scene, add);
  // Only one of the two for a pair: who takes part in a higher level's program is not where it is carried out.
  const all = [...rows.values()];
  const takesPart = new Set(all.filter((row) => row.type === 'PARTICIPATES_IN').map((row) => `${row.to} ${row.from}`));
  return all
    .filter((row) => !(row.type === 'IMPLEMENTED_IN' && takesPart.has(`${row.from} ${row.to}`)))
    .sort((a, b) => a.start - b.start || a.end - b.end || (a.type < b.type ? -1 : a.type > b.type ? 1 : a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : 1));
}
