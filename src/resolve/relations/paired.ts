/**
 * PAIRED_WITH: two named parties that help each other or work together across counties or provinces.
 *
 *   庆元县与嘉善县结对十年 → 庆元县 with 嘉善县 (paired/joined)
 */
import { isPlaceType } from '../../../schema/entities.js';
import type { Entity, Span } from '../../model.js';
import { type Add, areNested, gazetteerSays, type Mark, marksIn, type Scene } from './scene.js';

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

const provinceOf = (entity: Entity): string => entity.place?.code.slice(0, 2) ?? '';

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
export function paired(scene: Scene, add: Add): void {
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
