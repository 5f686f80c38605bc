/**
 * PAIRED_WITH: two named parties that help each other or work together across counties or provinces.
 *
 *   庆元县与嘉善县结对十年 → 庆元县 with 嘉善县 (paired/joined)
 *
 * Both are of one level and neither lies in the other.
 */
import { isPlaceType } from '../../../schema/entities.js';
import type { Entity, Span } from '../../model.js';
import { areApart, COOPERATION } from './cooperation.js';
import { type Add, areNested, type Mark, marksIn, type Scene } from './scene.js';

export function paired(scene: Scene, add: Add): void {
  byDash(scene, add);
  byStation(scene, add);
  const isCooperation = COOPERATION.test(scene.text);
  for (const sentence of scene.sentences) {
    const parties = partiesIn(scene, sentence);
    byJoin(scene, sentence, parties, isCooperation, add);
    byHelp(scene, sentence, parties, add);
    byOrgans(scene, sentence, add);
  }
}

/** The places of a sentence; 甘肃省皋兰县 is one party, for the province before it says where it lies. */
function partiesIn(scene: Scene, sentence: Span): readonly Mark[] {
  const marks = marksIn(scene, sentence);
  return marks.filter((mark, i) => {
    const next = marks[i + 1];
    return isPlaceType(mark.entity.type) && !(next?.start === mark.end && isPlaceType(next.entity.type));
  });
}

const CITY_OR_COUNTY: ReadonlySet<string> = new Set(['City', 'County']);
function couldPair(a: Entity, b: Entity): boolean {
  if (a === b || areNested(a, b)) return false;
  return a.type === b.type || (CITY_OR_COUNTY.has(a.type) && CITY_OR_COUNTY.has(b.type));
}

/** What is said of two names that stand side by side. */
const PAIR = /结对|结成|扶贫协作|对口(?:扶持|帮扶|支援|协作|合作)|山海协作|东西部协作|携手共建|帮扶|双向奔赴|友好/u;
const JOINED =
  /^(?:与|和|同|跟|—|-|－|·|对口(?:帮扶|支援|协作)?|结对(?:帮扶)?|帮扶|[^，。；、]{0,8}(?:与|和)[^，。；、]{0,8}?)$/u;
/** In an article of a cooperation, of places far apart: A与B联手打造…, A牵手B, A累计向B投入…. */
const SIDE_BY_SIDE = /^(?:与|和|同|、)$/u;
const HAND_IN_HAND = /^(?:牵手|携手|联手)$/u;
const WORK_TOGETHER = /^[^，。；]{0,6}(?:联手|合力|携手|合作|协作|共建|牵手|结对|共同|一道|签订|签署|签约)/u;
const GIVES = /^(?:累计|已|先后|连续|持续|共|计)*(?:向|帮助?|援助|支援|援建)$/u;

/** 庆元县与嘉善县结对; a list after it shares the partner: 东丽区与皋兰、甘谷、临潭三县结对. */
function byJoin(scene: Scene, sentence: Span, parties: readonly Mark[], isCooperation: boolean, add: Add): void {
  const { text } = scene;
  for (let i = 0; i + 1 < parties.length; i++) {
    const [a, b] = [parties[i]!, parties[i + 1]!];
    if (!couldPair(a.entity, b.entity)) continue;
    const list = [b];
    for (const next of parties.slice(i + 2)) {
      const gap = text.slice(list.at(-1)!.end, chainStart(scene, next));
      if (gap !== '、' || next.entity.type !== b.entity.type) break;
      list.push(next);
    }
    const { end } = list.at(-1)!;
    const near = text.slice(Math.max(sentence.start, a.start - 16), Math.min(sentence.end, end + 24));
    const between = text.slice(a.end, chainStart(scene, b));
    const isSaid = PAIR.test(near) && JOINED.test(text.slice(a.end, b.start));
    const isWork =
      isCooperation &&
      areApart(a.entity, b.entity) &&
      (HAND_IN_HAND.test(between) ||
        GIVES.test(between) ||
        (SIDE_BY_SIDE.test(between) &&
          !/^[、和]/u.test(text.slice(end)) &&
          WORK_TOGETHER.test(text.slice(end, end + 12))));
    if (!isSaid && !isWork) continue;
    // In A、B、C the first is one of the list, not a partner of the others; in A—B、C—D each dash is a pair.
    for (const other of between === '、' || DASH.test(between) ? [b] : list) {
      const span = { start: a.start, end: other.end };
      if (couldPair(a.entity, other.entity))
        add('PAIRED_WITH', a.entity, other.entity, span, isSaid ? 'paired/joined' : 'paired/work');
    }
  }
}

/** The start of the chain of places that a mark ends: 四川省广安市|广安区. */
function chainStart(scene: Scene, mark: Mark): number {
  const before = scene.marks[scene.marks.indexOf(mark) - 1];
  return before !== undefined && before.end === mark.start && isPlaceType(before.entity.type)
    ? chainStart(scene, before)
    : mark.start;
}

const ARE_HELPING = /^(?:等[地县市区\d]{0,4})?的?(?:对口|结对)*(?:扶持|帮扶|支援)/u;
const HELP_COMES = /(?:得到|受到|获得|接受|来自|依托|借助|在|由)(?:了|于)?$/u;

/** 景宁县先后得到温岭市、海盐县等地的对口扶持: each of the list that helps with the place that is helped. */
function byHelp(scene: Scene, sentence: Span, parties: readonly Mark[], add: Add): void {
  const { text } = scene;
  const last = parties.findLastIndex((mark) => ARE_HELPING.test(text.slice(mark.end, mark.end + 12)));
  if (last < 0) return;
  let first = last;
  while (first > 0 && text.slice(parties[first - 1]!.end, parties[first]!.start) === '、') first--;
  const head = parties[first]!;
  if (!HELP_COMES.test(text.slice(Math.max(sentence.start, head.start - 4), head.start))) return;
  const list = parties.slice(first, last + 1);
  const helped =
    parties.slice(0, first).find((mark) => !list.some((one) => one.entity === mark.entity))?.entity ?? scene.place;
  if (helped === null || helped.type === 'Province') return;
  for (const mark of list) {
    if (areNested(mark.entity, helped)) continue;
    add('PAIRED_WITH', helped, mark.entity, { start: mark.start, end: parties[last]!.end }, 'paired/help');
  }
}

const HELPING_ORGANS = /^(?:、[^，。]{2,30})?(?:等[^，。]{0,6})?(?:结对|对口)?帮扶/u;

/** 省水利厅、省科技厅等帮扶单位 in an article about a county. */
function byOrgans(scene: Scene, sentence: Span, add: Add): void {
  if (scene.place === null || scene.place.type === 'Province') return;
  for (const mark of marksIn(scene, sentence)) {
    if (mark.entity.type !== 'Organization') continue;
    if (HELPING_ORGANS.test(scene.text.slice(mark.end, mark.end + 44)))
      add('PAIRED_WITH', mark.entity, scene.place, mark, 'paired/helps');
  }
}

const DASH = /^[—–·-]$/u;
const OF_PAIRS = /山海协作|东西部|飞地|协作|帮扶|结对|对接/u;

/** 余杭—柯城山海协作消费帮扶小组, 莲都—义乌、龙泉—萧山等4个山海协作产业园: two or three parties inside a longer name. */
function byDash(scene: Scene, add: Add): void {
  const { text } = scene;
  const afterDash = (a: Mark): Mark | undefined =>
    DASH.test(text[a.end] ?? '')
      ? scene.places.find((b) => b.start === a.end + 1 && CITY_OR_COUNTY.has(b.entity.type))
      : undefined;
  for (const a of scene.places) {
    if (!CITY_OR_COUNTY.has(a.entity.type)) continue;
    const b = afterDash(a);
    if (b === undefined || b.entity === a.entity || b.entity.type !== a.entity.type) continue;
    const said = `${text.slice(Math.max(0, a.start - 20), a.start)}${text.slice(b.end, b.end + 30)}`;
    if (!OF_PAIRS.test(said.replace(/。.*$/u, ''))) continue;
    add('PAIRED_WITH', a.entity, b.entity, { start: a.start, end: b.end }, 'paired/dash');
    const c = afterDash(b);
    if (c !== undefined && c.entity.type === a.entity.type)
      add('PAIRED_WITH', a.entity, c.entity, { start: a.start, end: c.end }, 'paired/dash');
  }
}

const STATION = /^(?:帮扶|协作|支援|扶贫|对口)*(?:工作组|工作队|前方指挥部|联络组)/u;

/** 青浦驻德宏工作组: the group of one party at the place of the other. */
function byStation(scene: Scene, add: Add): void {
  for (const a of scene.places) {
    if (!isPlaceType(a.entity.type) || scene.text[a.end] !== '驻') continue;
    const b = scene.places.find((mark) => mark.start === a.end + 1 && mark.entity.type === a.entity.type);
    if (b === undefined || a.entity === b.entity || areNested(a.entity, b.entity)) continue;
    if (STATION.test(scene.text.slice(b.end, b.end + 12)))
      add('PAIRED_WITH', a.entity, b.entity, { start: a.start, end: b.end }, 'paired/station');
  }
}
