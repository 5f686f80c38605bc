/**
 * HOLDS_POST: which post a person holds, and where.
 *
 *   恒星电子公司总经理许文涛 → 许文涛 at 恒星电子公司, 总经理 (post/printed)
 */
import type { Entity, Span } from '../../model.js';
import { type Add, type Mark, marksIn, type Scene, sentenceAt } from './scene.js';

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
export function posts(scene: Scene, add: Add): void {
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
