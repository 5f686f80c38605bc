/**
 * IMPLEMENTED_IN and PARTICIPATES_IN: where a program is carried out, and who takes part in it.
 *
 *   德清县实施“百村提质行动” → IMPLEMENTED_IN 百村提质行动 → 德清县 (implemented/subject)
 *   德清县入选全国数字乡村试点 → PARTICIPATES_IN 德清县 → 全国数字乡村试点 (participates/entered)
 */
import { isPlaceType } from '../../../schema/entities.js';
import type { Entity, Relation, Span } from '../../model.js';
import { areApart, roleOf } from './cooperation.js';
import { listHead } from './located.js';
import {
  type Add,
  AND,
  type Answer,
  isContainer,
  type Mark,
  marksIn,
  marksOf,
  type Scene,
  sentenceAt,
  timesPrinted,
  widthOf,
} from './scene.js';

/** A higher level's pilot or list is taken part in. */
const ENTERED =
  /(?:入选|列入|获评|获批|跻身|荣获|加入|参与|参加|承担|入围|(?:成为|作为|是)(?:全国|全省|省级|国家级?|首个|首批|第一批|省))(?:[^，。；]{0,10})$/u;

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

export function programs(scene: Scene, pairs: readonly (readonly [Entity, Entity, Relation])[], add: Add): void {
  const owner = protagonist(scene);
  const own: readonly Entity[] = scene.place === null ? [] : [scene.place];
  for (const entity of scene.entities) {
    if (entity.type !== 'Program') continue;
    const spots = marksOf(scene, entity);
    const entered = new Set<Entity>();
    const parties = partiesOf(scene, entity, spots, own, pairs);
    const helpers = parties.filter(([, role]) => role === 'helps').length;
    if (spots[0] !== undefined && helpers > 0 && helpers <= 2) {
      for (const [side, role] of parties) {
        if (role === 'helps') add('PARTICIPATES_IN', side, entity, spots[0], 'participates/helps');
        else if (role === 'helped') add('IMPLEMENTED_IN', entity, side, spots[0], 'implemented/helped');
      }
      continue;
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
    if (spots.every((one) => isAnothers(scene, one)) && scene.place?.type !== 'Province') continue;
    for (const place of own) if (!entered.has(place)) add('IMPLEMENTED_IN', entity, place, spot, 'implemented/article');
  }
}

/**
 * Who helps and who is helped in a cooperation: the article's own place and the parties of its pairs, else the helpers
 * that the program is told of with: 天津投入东西部协作资金580万元 in an article about 静宁县.
 */
function partiesOf(
  scene: Scene,
  program: Entity,
  spots: readonly Mark[],
  own: readonly Entity[],
  pairs: readonly (readonly [Entity, Entity, Relation])[],
): readonly (readonly [Entity, 'helps' | 'helped' | null])[] {
  const sides = new Set<Entity>(own);
  for (const [a, b, row] of pairs) if (row.rule !== 'paired/help') sides.add(a).add(b);
  const withRole = (side: Entity) => [side, roleOf(side, program.name)] as const;
  const parties = [...sides].filter((side) => isPlaceType(side.type)).map(withRole);
  if (parties.some(([, role]) => role === 'helps')) return parties;
  const told = spots.flatMap((spot) => marksIn(scene, sentenceAt(scene, spot.start)).map((mark) => mark.entity));
  const helpers = new Set(told.filter((one) => isPlaceType(one.type) && own.some((place) => areApart(place, one))));
  return [...parties, ...[...helpers].map(withRole).filter(([, role]) => role === 'helps')];
}

/** 随着“凤凰”“雄鹰”行动计划的推进, 融入长三角一体化: a program of others, which the place makes use of. */
function isAnothers(scene: Scene, spot: Mark): boolean {
  const { start } = listHead(scene, spot);
  const left = scene.text.slice(Math.max(0, start - 16), start);
  return /(?:依托|借助|按照|根据|围绕|紧扣|随着|融入|对接|趁着|列入|入选)[^，。；]{0,10}$/u.test(left);
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

/** 物产中大集团 in an article about it and no place: the company that opens it and is named three times, twice as often as others. */
function protagonist(scene: Scene): Entity | null {
  if (scene.place !== null) return null;
  const [first, second] = scene.entities
    .filter((entity) => entity.type === 'Company')
    .map((entity) => ({ entity, times: timesPrinted(scene.text, entity) }))
    .sort((a, b) => b.times - a.times || (a.entity.name < b.entity.name ? -1 : 1));
  if (first === undefined || first.times < 3 || (second !== undefined && second.times * 2 > first.times)) return null;
  return (first.entity.mentions[0]?.start ?? Number.POSITIVE_INFINITY) < 300 ? first.entity : null;
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
