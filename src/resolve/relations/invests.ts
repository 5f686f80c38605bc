/**
 * INVESTS_IN: who puts money into a project, a place or a firm.
 *
 *   恒星电子公司投资10亿元建设恒星智能终端项目 → 恒星电子公司 in 恒星智能终端项目 (invests/project)
 */
import type { Entity } from '../../model.js';
import { type Add, isContainer, marksIn, marksOf, namesOf, type Scene, sentenceAt } from './scene.js';

/** 龙洞水库由某局援建: who funds stands behind the project. */
const FUNDED_BY = /^[”’]?(?:项目|工程)?[^，。；]{0,6}[，]?(?:由|系)$/u;
/** 某局先后在甲镇、乙镇援建…: bodies fund with these verbs only. */
const FUNDS = /援建|捐建|捐资|出资|投资/u;
export function funds(scene: Scene, add: Add): void {
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
export function invests(scene: Scene, add: Add): void {
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
