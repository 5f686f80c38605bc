/**
 * INVESTS_IN: who puts money into a project, a place or a firm.
 *
 *   恒星电子公司投资10亿元建设恒星智能终端项目 → 恒星电子公司 in 恒星智能终端项目 (invests/project)
 *
 * A firm invests with many verbs, a body (某局援建…) with those of giving only.
 */
import type { Entity } from '../../model.js';
import { type Add, isContainer, type Mark, marksIn, marksOf, namesOf, type Scene, sentenceAt } from './scene.js';

export function invests(scene: Scene, add: Add): void {
  for (const entity of scene.entities) {
    if (entity.type !== 'Company' && entity.type !== 'Organization') continue;
    if (entity.type === 'Company') byName(scene, entity, add);
    for (const spot of marksOf(scene, entity)) {
      byFunded(scene, spot, add);
      byVerb(scene, spot, add);
    }
  }
}

/** 恒星智能终端项目 is 恒星电子公司's. */
function byName(scene: Scene, company: Entity, add: Add): void {
  const stems = new Set(namesOf(company).map((name) => name.replace(LEGAL_FORM, '').replace(/^(?:浙江|中国)/u, '')));
  for (const project of scene.entities) {
    if (project.type !== 'Project') continue;
    const isItsOwn = [...stems].some(
      (stem) => stem.length >= 2 && namesOf(project).some((name) => name.includes(stem)),
    );
    const spot = marksOf(scene, project)[0];
    if (isItsOwn && spot !== undefined) add('INVESTS_IN', company, project, spot, 'invests/name');
  }
}
const LEGAL_FORM = /(?:集团)?(?:股份)?(?:有限)?(?:责任)?公司$|集团$/u;

/** 龙洞水库由某局援建: who funds stands behind the project. */
function byFunded(scene: Scene, spot: Mark, add: Add): void {
  const sentence = sentenceAt(scene, spot.start);
  if (!/^[^，。；]{0,24}(?:援建|捐建|捐资|出资|投资|投建)/u.test(scene.text.slice(spot.end, sentence.end))) return;
  for (const project of marksIn(scene, { start: sentence.start, end: spot.start })) {
    if (project.entity.type !== 'Project' || !BY_WHOM.test(scene.text.slice(project.end, spot.start))) continue;
    add('INVESTS_IN', spot.entity, project.entity, { start: project.start, end: spot.end }, 'invests/funded');
  }
}
const BY_WHOM = /^[”’]?(?:项目|工程)?[^，。；]{0,6}[，]?(?:由|系)$/u;

const GIVES = /援建|捐建|捐资|出资|投资/u;
const INVESTS = /投资|投建|出资|入股|落户|落地|合资|收购|控股|签约|新上|上马|投产|共建|打造|建设|建成|引进/u;
/** What a firm delivers to is no investment of its own. */
const DELIVERS = /[；;]|发往|销往|供货|供应|客户|配套/u;
/** 甲公司、乙公司等企业签约…等项目: several companies for several projects, so only the place is sure. */
const OF_SEVERAL = /^(?:、[^，。、]{2,12})*等(?:\d+家|多家)?[^，。]{0,4}企业|^、[^，。、]{2,12}等/u;

/** The verb stands between who invests and the project or firm; a place may have it behind: 在甘霖镇投资…. */
function byVerb(scene: Scene, spot: Mark, add: Add): void {
  const isFirm = spot.entity.type === 'Company';
  const sentence = sentenceAt(scene, spot.start);
  const behind = scene.text.slice(spot.end, sentence.end);
  if (isFirm ? OF_SEVERAL.test(behind) : /^(?:的|等|、)/u.test(behind)) return;
  for (const mark of marksIn(scene, { start: spot.end, end: sentence.end })) {
    const between = scene.text.slice(spot.end, mark.start);
    if (between.length > 60 || DELIVERS.test(between)) break;
    const span = { start: spot.start, end: mark.end };
    const after = scene.text.slice(mark.end, Math.min(sentence.end, mark.end + 16));
    if (!isFirm && /负责|说|介绍|吸引|引进/u.test(between)) break;
    if (mark.entity.type === 'Project') {
      if ((isFirm ? INVESTS : GIVES).test(between) || (isFirm && /^的?[“‘]?$/u.test(between)))
        add('INVESTS_IN', spot.entity, mark.entity, span, 'invests/project');
    } else if (isContainer(mark.entity) && mark.entity.type !== 'Province') {
      const isWhere = isFirm
        ? /(?:投资|落户|签约|入驻|布局|投建|在)[^，。]{0,4}$/u.test(between)
        : /(?:在|为|向|、)$/u.test(between);
      if (isWhere && (isFirm ? /投资|落户|签约|投建|打造/u : GIVES).test(isFirm ? between + after : between + behind))
        add('INVESTS_IN', spot.entity, mark.entity, span, 'invests/place');
    } else if (isFirm && mark.entity.type === 'Company' && mark.entity !== spot.entity) {
      if (/(?:收购|控股|入股|投资)[^，。]{0,8}$/u.test(between))
        add('INVESTS_IN', spot.entity, mark.entity, span, 'invests/company');
    }
  }
}
