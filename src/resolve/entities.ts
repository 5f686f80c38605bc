/**
 * Mentions → entities: one thing per article, under its fullest printed name, with the other forms as aliases.
 *
 *   浙江捷众科技股份有限公司 … 捷众科技 → Company:浙江捷众科技股份有限公司, aliases ["捷众科技"]
 *   区妇联 in an article about 鄞州区 → Organization:鄞州区妇联, aliases ["区妇联"]
 *   下姜村, linked → cn:330127104201; 王扇村, not linked → local:<article>:王扇村
 *
 * A name is joined to a longer one only where the article leaves no second candidate. Short forms without support
 * are dropped. Cities and counties inside the name of an organization, a project or a zone become entities too.
 */
import { type EntityType, isPlaceType, type PlaceType } from '../../schema/entities.js';
import { knownCompany } from '../lexicon/companies.js';
import { knownOrgan, levelOfOrgan, organAround } from '../lexicon/organs.js';
import { liesIn, placeAs, placesAbove, placesInside, scanPlaces, typeOf } from '../lexicon/places.js';
import { shortForms } from '../lexicon/short-names.js';
import { LEADERS } from '../lexicon/surnames.js';
import type { Entity, Mention, Place, Reading, Recognition } from '../model.js';
import { type NamedPlace, ownPlaceOf } from './own-place.js';
import { type PlaceLinks, placeAtLevel } from './places.js';
import { addRepeats } from './repeats.js';

/** One thing while its mentions are gathered. */
interface Draft {
  readonly type: EntityType;
  name: string;
  readonly forms: Set<string>;
  readonly mentions: Mention[];
  place: Place | null;
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const NAMED: readonly EntityType[] = ['Zone', 'Company', 'Organization', 'Program', 'Project', 'Document'];

/**
 * All entities of one article, in the order in which they are first printed.
 *
 * @param links  what `linkPlaces` decided about the same recognition
 */
export function resolveEntities(reading: Reading, recognition: Recognition, links: PlaceLinks): Entity[] {
  const { article } = reading;
  const year = reading.issueDate === null ? null : Number(reading.issueDate.slice(0, 4));
  const places = placeDrafts(links);
  const home = ownPlaceOf(article, placesNamed(places, links))?.place ?? null;
  const byType = new Map<EntityType, Draft[]>();
  const mentions = supported(recognition.mentions, article.text);
  for (const type of NAMED) byType.set(type, namedDrafts(type, mentions));

  const organizations = byType.get('Organization')!;
  completeLevels(organizations, links, home, year);
  byType.set('Organization', merge(withOrgansAround(merge(organizations))));
  companiesAround(byType);
  for (const type of ['Company', 'Zone', 'Project', 'Program'] as const) byType.set(type, merge(byType.get(type)!));

  studiosOfCompanies(byType);
  zonesOfProjects(byType);
  programsOfZones(byType);

  const named = [...byType.values()].flat();
  addRepeats(named, article.text);
  placesInNames(named, places, links, year);
  townsInNames(named, places, recognition, links, year);
  placeOfHeadline(places, links, home, article.text);
  const persons = personDrafts(mentions);

  const entities: Entity[] = [];
  const idOf = new Map<Draft, string>();
  for (const draft of [...places.values(), ...named]) idOf.set(draft, idOfThing(draft, article.id, home, year));
  for (const draft of persons) idOf.set(draft, idOfPerson(draft, article.id, [...places.values(), ...named], idOf));
  for (const [draft, id] of idOf) {
    const aliases = new Set(draft.forms);
    aliases.delete(draft.name);
    entities.push({
      id,
      type: draft.type,
      name: draft.name,
      aliases: [...aliases].sort(byCodeUnit),
      mentions: [...draft.mentions].sort((a, b) => a.start - b.start),
      place: draft.place,
    });
  }
  return unique(entities).sort(
    (a, b) => (a.mentions[0]?.start ?? 0) - (b.mentions[0]?.start ?? 0) || byCodeUnit(a.id, b.id),
  );
}

/** Two drafts with one id are one thing (京东 and 京东集团 by the lexicon). */
function unique(entities: readonly Entity[]): Entity[] {
  const byId = new Map<string, Entity>();
  for (const entity of entities) {
    const same = byId.get(entity.id);
    if (!same) {
      byId.set(entity.id, entity);
      continue;
    }
    const [name, other] = entity.name.length > same.name.length ? [entity.name, same.name] : [same.name, entity.name];
    const aliases = new Set([...same.aliases, ...entity.aliases, other]);
    aliases.delete(name);
    byId.set(entity.id, {
      ...same,
      name,
      aliases: [...aliases].sort(byCodeUnit),
      mentions: [...same.mentions, ...entity.mentions].sort((a, b) => a.start - b.start),
    });
  }
  return [...byId.values()];
}

// ---------- places ----------

function placeDrafts(links: PlaceLinks): Map<string, Draft> {
  const drafts = new Map<string, Draft>();
  for (const { mention, place, name } of links.linked) {
    const key = place ? place.code : `${mention.type}:${name}`;
    let draft = drafts.get(key);
    if (!draft) {
      draft = { type: mention.type, name, forms: new Set(), mentions: [], place };
      drafts.set(key, draft);
    }
    draft.forms.add(mention.text);
    draft.mentions.push(mention);
  }
  return drafts;
}

/** The places that text and title name, before they are entities. */
function placesNamed(drafts: ReadonlyMap<string, Draft>, links: PlaceLinks): NamedPlace[] {
  const inText = [...drafts.values()].map(({ type, name, forms, place }) => ({
    type,
    name,
    aliases: [...forms],
    place,
  }));
  const onlyTitled = links.title.filter(({ code }) => !drafts.has(code));
  return [...inText, ...onlyTitled.map((place) => ({ type: place.type, name: place.name, aliases: [], place }))];
}

/** 临海市民政局 → 临海市, 景德镇陶瓷大学 → 景德镇市: where the article does not print the place by itself. */
function placesInNames(
  named: readonly Draft[],
  places: Map<string, Draft>,
  links: PlaceLinks,
  year: number | null,
): void {
  for (const draft of named) {
    if (draft.type !== 'Organization' && draft.type !== 'Project' && draft.type !== 'Zone') continue;
    for (const mention of draft.mentions) {
      for (const { hit } of placesInside(mention.text, year)) {
        const known = hit.codes.filter((code) => places.has(code));
        if (known.length > 0) continue;
        const inHome = hit.codes.filter((code) => links.title.some((title) => liesIn(code, title.code)));
        const code = hit.codes.length === 1 ? hit.codes[0] : inHome.length === 1 ? inHome[0] : undefined;
        if (code === undefined) continue;
        const place = placeAs(code, hit.name, year);
        if (!place) continue;
        const start = mention.start + mention.text.indexOf(hit.name);
        const inside: Mention = {
          type: place.type,
          name: place.name,
          text: hit.name,
          start,
          end: start + hit.name.length,
          rule: 'place/inside-name',
          candidates: [code],
        };
        places.set(code, { type: place.type, name: place.name, forms: new Set([hit.name]), mentions: [inside], place });
      }
    }
  }
}

/** 金塘镇居家养老服务中心 → 金塘镇: a town or a village that the article prints at the front of a name only. */
function townsInNames(
  named: readonly Draft[],
  places: Map<string, Draft>,
  recognition: Recognition,
  links: PlaceLinks,
  year: number | null,
): void {
  const around = named
    .filter(({ type }) => type !== 'Program' && type !== 'Document')
    .flatMap(({ mentions }) => mentions);
  for (const { rule, what, text, start, end } of recognition.refused) {
    if (rule !== 'recognize/overlap' || !(what === 'Township' || what === 'Village')) continue;
    // 镜岭水库: by the stem alone it may be the hill that the town is called after.
    if (!/(?:[镇乡村]|街道|社区)$/u.test(text)) continue;
    const outer = around.find((mention) => mention.start <= start && end < mention.end);
    const before = outer?.text.slice(0, start - outer.start);
    if (before === undefined || !(before === '' || isPlaceChain(before) || isPlaceName(before))) continue;
    const stands = [...places.values()].some((one) => one.type === what && (one.name === text || one.forms.has(text)));
    if (stands) continue;
    const codes = (scanPlaces(text, 0, year).find(({ name }) => name === text)?.codes ?? []).filter(
      (code) => typeOf(code) === what,
    );
    const inside = codes.filter((code) => links.linked.some(({ place }) => place !== null && liesIn(code, place.code)));
    const place = inside.length === 1 ? placeAs(inside[0]!, text, year) : null;
    const name = place?.name ?? text;
    const mention: Mention = { type: what, name, text, start, end, rule: 'place/inside-name', candidates: codes };
    places.set(place?.code ?? `${what}:${text}`, {
      type: what,
      name,
      forms: new Set([text]),
      mentions: [mention],
      place,
    });
  }
}

/** Words for the place of a headline, by how its name ends. */
const HEADLINE_WORDS: ReadonlyMap<string, RegExp> = new Map(
  [...'市县旗区镇乡村'].map((level) => [
    level,
    new RegExp(`(?:全|我|该|本)${level}(?![域委级])|(?<=^|[。；，！？\\n“])${level}(?:里|内)`, 'u'),
  ]),
);
/** 全县 where the headline alone names 仙居县 stands for it: there the text speaks of the county. */
function placeOfHeadline(places: Map<string, Draft>, links: PlaceLinks, home: Place | null, text: string): void {
  if (home === null || home.type === 'Province' || places.has(home.code)) return;
  if (!links.title.some(({ code }) => code === home.code)) return;
  const word = HEADLINE_WORDS.get(home.name.slice(-1))?.exec(text);
  if (!word) return;
  const { type, name } = home;
  const [start, end] = [word.index, word.index + word[0].length];
  const rule = 'place/of-headline';
  const mention: Mention = { type, name, text: word[0], start, end, rule, candidates: [home.code] };
  places.set(home.code, { type, name, forms: new Set(), mentions: [mention], place: home });
}

// ---------- things with names ----------

/** A short form that needs support has it when the same thing stands in the article without doubt, or another company beside it. */
function supported(mentions: readonly Mention[], text: string): Mention[] {
  const sure = new Set(mentions.filter((one) => !one.needsSupport).map((one) => `${one.type}:${identity(one)}`));
  return mentions.filter((one, i) => {
    if (!one.needsSupport || isPlaceType(one.type) || sure.has(`${one.type}:${identity(one)}`)) return true;
    return [mentions[i - 1], mentions[i + 1]].some(
      (other) =>
        other?.type === one.type &&
        /^[、和与及]$/u.test(text.slice(Math.min(other.end, one.end), Math.max(other.start, one.start))),
    );
  });
}

const identity = (mention: Mention): string => knownCompany(mention.name) ?? mention.name;

function namedDrafts(type: EntityType, mentions: readonly Mention[]): Draft[] {
  const drafts = new Map<string, Draft>();
  for (const mention of mentions) {
    if (mention.type !== type) continue;
    let draft = drafts.get(mention.name);
    if (!draft) {
      draft = { type, name: mention.name, forms: new Set(), mentions: [], place: null };
      drafts.set(mention.name, draft);
    }
    draft.forms.add(mention.text);
    draft.mentions.push(mention);
  }
  return [...drafts.values()];
}

/** 区妇联 → 鄞州区妇联, 镇党委 → that of the town named last before it; what cannot be completed and is no 省 organ goes. */
function completeLevels(drafts: Draft[], links: PlaceLinks, home: Place | null, year: number | null): void {
  for (const draft of [...drafts]) {
    const level = levelOfOrgan(draft.name);
    if (level === null || level === '省') continue;
    const fuller = drafts.filter((other) => other !== draft && other.name.endsWith(draft.name));
    const first = draft.mentions[0]!;
    const place = fuller.length > 0 ? null : placeOfLevel(level, first, links, home, year);
    if (place) draft.name = `${place}${draft.name.slice(level.length)}`;
    else if (fuller.length === 0) drafts.splice(drafts.indexOf(draft), 1);
  }
}

function placeOfLevel(
  level: '市' | '县' | '区' | '镇' | '乡' | '街道',
  at: Mention,
  links: PlaceLinks,
  home: Place | null,
  year: number | null,
): string | null {
  if (level === '镇' || level === '乡' || level === '街道') {
    const towns = links.linked.filter(({ mention, name }) => mention.type === 'Township' && name.endsWith(level));
    const before = towns.filter(({ mention }) => mention.start < at.start);
    const last =
      before[before.length - 1] ??
      (home?.type === 'Township' ? towns.find(({ place }) => place?.code === home.code) : undefined);
    return last?.name ?? (home?.type === 'Township' && home.name.endsWith(level) ? home.name : null);
  }
  const types: readonly PlaceType[] = level === '市' ? ['County', 'City'] : ['County'];
  for (const type of types) {
    const own = home && placeAtLevel(home, type, year);
    if (own?.name.endsWith(level)) return own.name;
  }
  return null;
}

/** Joins a shorter name to the one longer name that it can stand for. */
function merge(drafts: readonly Draft[]): Draft[] {
  const kept: Draft[] = [];
  const same = new Map<string, Draft>();
  for (const draft of drafts) {
    const twin = same.get(draft.name);
    if (twin) join(twin, draft);
    else {
      same.set(draft.name, draft);
      kept.push(draft);
    }
  }
  joinCooperatives(kept);
  const byLength = [...kept].sort((a, b) => b.name.length - a.name.length || byCodeUnit(a.name, b.name));
  const gone = new Set<Draft>();
  for (const short of [...byLength].reverse()) {
    const longer = byLength.filter((full) => full !== short && !gone.has(full) && standsFor(short, full));
    // 镇海区纪委监委 ⊂ 宁波市镇海区纪委监委 ⊂ …: a chain of longer forms is one candidate, two branches are none.
    const [longest] = longer;
    if (!longest || !longer.every((full) => full === longest || standsFor(full, longest))) continue;
    join(longest, short);
    gone.add(short);
  }
  return kept.filter((draft) => !gone.has(draft));
}

/** 南浔·岳池蚕桑产业园二期项目 builds on the zone 南浔·岳池蚕桑产业园. */
const ZONE_OF_PROJECT =
  /^(\p{Script=Han}[\p{Script=Han}—·]{3,}(?:园区?|开发区|高新区|新区|集聚区|小镇))(?:[一二三四]期)(?:项目|工程|建设项目)?$/u;
function zonesOfProjects(byType: Map<EntityType, Draft[]>): void {
  const zones = byType.get('Zone')!;
  for (const project of byType.get('Project')!) {
    const name = ZONE_OF_PROJECT.exec(project.name)?.[1];
    const first = project.mentions.find((mention) => name !== undefined && mention.text.startsWith(name));
    if (name === undefined || first === undefined || zones.some((zone) => zone.name === name || zone.forms.has(name)))
      continue;
    const mention: Mention = {
      ...first,
      type: 'Zone',
      name,
      text: name,
      end: first.start + name.length,
      rule: 'zone/of-project',
    };
    zones.push({ type: 'Zone', name, forms: new Set([name]), mentions: [mention], place: null });
  }
}

/** 产业飞地 beside 鄞州—衢江产业飞地 is that zone, not the programme of which there are many. */
function programsOfZones(byType: Map<EntityType, Draft[]>): void {
  const zones = byType.get('Zone')!;
  const rest = byType.get('Program')!.filter((program) => {
    const called = program.name.endsWith('飞地') ? zones.filter(({ name }) => name.endsWith(program.name)) : [];
    if (called.length === 1) join(called[0]!, program);
    return called.length === 0;
  });
  byType.set('Program', rest);
}

/** 梅屿蔬菜专业合作社, 瑞安梅屿蔬菜合作社 and 梅屿蔬菜合作社 are one: the place in front and 专业 come and go. */
function joinCooperatives(kept: Draft[]): void {
  const same = new Map<string, Draft>();
  const legal = (draft: Draft) => Number(/专业合作社$/u.test(draft.name));
  const cooperatives = kept.filter(({ type, name }) => type === 'Organization' && name.endsWith('合作社'));
  cooperatives.sort((a, b) => legal(b) - legal(a) || b.name.length - a.name.length || byCodeUnit(a.name, b.name));
  for (const draft of cooperatives) {
    const bare = draft.name.replace(/(?:农民)?专业(?=合作社$)/u, '');
    const front = scanPlaces(bare, 0, null)[0];
    const key =
      front && !NAMED_BY_TOWN.has(typeOf(front.codes[0]!)) && bare.length - front.name.length >= 5
        ? bare.slice(front.name.length)
        : bare;
    const first = key.length >= 5 ? same.get(key) : undefined;
    if (first) {
      join(first, draft);
      kept.splice(kept.indexOf(draft), 1);
    } else same.set(key, draft);
  }
}

/** 福建天马科技集团股份有限公司院士工作站 gives the company too. */
function companiesAround(byType: Map<EntityType, Draft[]>): void {
  const companies = byType.get('Company')!;
  for (const { mentions } of byType.get('Organization')!) {
    for (const mention of mentions) {
      const text = /^.{2,}?有限(?:责任)?公司(?=.)/u.exec(mention.text)?.[0];
      if (text === undefined || companies.some((one) => one.name === text)) continue;
      const end = mention.start + text.length;
      const inner: Mention = { ...mention, type: 'Company', name: text, text, end, rule: 'company/around' };
      companies.push({ type: 'Company', name: text, forms: new Set([text]), mentions: [inner], place: null });
    }
  }
}

/** 童学工作室 beside the company 童学原创音乐工作室 is that company. */
function studiosOfCompanies(byType: Map<EntityType, Draft[]>): void {
  const companies = byType.get('Company')!;
  const rest = byType.get('Organization')!.filter((one) => {
    if (!/(?:工作室|民宿|书店)$/u.test(one.name)) return true;
    const short = [one.name, ...one.forms].find((form) =>
      companies.some(
        ({ name }) =>
          form.slice(0, 2) === name.slice(0, 2) && form.slice(-2) === name.slice(-2) && isSubsequence(form, name),
      ),
    );
    const owner = short && companies.find(({ name }) => isSubsequence(short, name));
    if (owner) join(owner, one);
    return !owner;
  });
  byType.set('Organization', rest);
}

function join(into: Draft, from: Draft): void {
  for (const form of from.forms) into.forms.add(form);
  into.forms.add(from.name);
  into.mentions.push(...from.mentions);
}

/** 捷众科技 stands for 浙江捷众科技股份有限公司, 安昌商会 for 安昌街道商会, 省委 for 浙江省委. */
function standsFor(short: Draft, full: Draft): boolean {
  const a = short.name;
  const b = full.name;
  if (a.length >= b.length) return false;
  switch (short.type) {
    case 'Company':
      if (knownCompany(a) !== null) return knownCompany(a) === knownCompany(b);
      // 汇景纸业有限公司 stands for 贵州汇景纸业有限公司.
      // 甬丰蔬菜种植场 for 慈溪市龙山镇甬丰蔬菜种植场.
      if (b.endsWith(a) && /(?:有限公司|[场厂坊庄])$/u.test(a) && isPlaceChain(b.slice(0, b.length - a.length)))
        return true;
      // 农发行广汉市支行 stands for 农发行四川广汉市支行.
      if (/[分支]行$/u.test(a) && a.slice(0, 2) === b.slice(0, 2) && a.slice(-4) === b.slice(-4) && isSubsequence(a, b))
        return true;
      // 甬河种植场 for 慈溪市龙山镇甬河蔬菜种植场.
      if (
        /[场厂坊庄]$/u.test(a) &&
        a.length >= 5 &&
        a.slice(-3) === b.slice(-3) &&
        b.includes(a.slice(0, 2)) &&
        isSubsequence(a, b)
      )
        return true;
      return shortForms(b).includes(a);
    case 'Organization':
      if (knownOrgan(a) !== null && knownOrgan(a) === knownOrgan(b)) return true;
      if (b.endsWith(a)) {
        const before = b.slice(0, b.length - a.length);
        // 浙江|省委 and 宁波市|镇海区纪委监委 add a place; a longer purpose (…消费|帮扶小组) needs a name of some length.
        return levelOfOrgan(a) !== null ? !/[省市县区镇乡]$/u.test(before) || before.length > 1 : a.length >= 5;
      }
      return a.length >= 4 && a.slice(0, 2) === b.slice(0, 2) && a.slice(-2) === b.slice(-2) && isSubsequence(a, b);
    case 'Zone':
      return (
        (a.length >= 4 && b.endsWith(a)) || (a.length >= 5 && a !== fullZone(a) && fullZone(b).endsWith(fullZone(a)))
      );
    case 'Project':
      return a.length >= 4 && b.endsWith(a);
    default:
      return false;
  }
}

/** 连云港经开区 and 连云港开发区 → 连云港经济技术开发区, as the zone is called in full; the rank and the kind of its place do not count. */
const fullZone = (name: string): string =>
  name
    .replace(/(?:国家级?|省级)(?=\p{Script=Han}{2,}区$)/u, '')
    .replace(/^(\p{Script=Han}{2,})[市县区](?=(?:经济|高新|综合|经开|开发区))/u, '$1')
    .replace(/(?:经开区|(?<!技术)(?<!技术产业)(?<!经济技术)开发区|经济开发区)$/u, '经济技术开发区')
    .replace(/经济经济技术开发区$/u, '经济技术开发区')
    .replace(/(?:高新区|高新技术开发区|高新技术产业园区?)$/u, '高新技术产业开发区')
    .replace(/综保区$/u, '综合保税区');

function isSubsequence(a: string, b: string): boolean {
  let at = 0;
  for (const char of b) if (char === a[at]) at++;
  return at === a.length;
}

/** 仙居县水利局建设科 gives 仙居县水利局 too. */
function withOrgansAround(drafts: readonly Draft[]): Draft[] {
  const all = [...drafts];
  for (const draft of drafts) {
    const around = organAround(draft.name);
    if (around === null || all.some((other) => other.name === around || other.forms.has(around))) continue;
    // 浙江大学|金华研究院 stands by itself in another city.
    if (knownOrgan(around) !== null && namesPlace(draft.name.slice(around.length), null)) continue;
    const first = draft.mentions.find((mention) => mention.text.startsWith(around)) ?? draft.mentions[0]!;
    const printed = first.text.startsWith(around);
    all.push({
      type: 'Organization',
      name: around,
      forms: new Set(),
      mentions: [
        {
          ...first,
          name: around,
          text: printed ? around : first.text,
          end: printed ? first.start + around.length : first.end,
          rule: 'organization/around',
        },
      ],
      place: null,
    });
  }
  return all;
}

// ---------- persons ----------

function personDrafts(mentions: readonly Mention[]): Draft[] {
  return namedDrafts(
    'Person',
    mentions.filter((mention) => mention.type === 'Person'),
  );
}

/** name + where the post is held; else of this article only (李师傅 of one village is not that of another). */
function idOfPerson(
  draft: Draft,
  articleId: string,
  things: readonly Draft[],
  idOf: ReadonlyMap<Draft, string>,
): string {
  if (LEADERS.includes(draft.name)) return `Person:${draft.name}`;
  const local = `local:${articleId}:${draft.name}`;
  if (!/^\p{Script=Han}{2,4}$/u.test(draft.name) || /^[小老阿]/u.test(draft.name)) return local;
  for (const { postAt } of draft.mentions) {
    if (!postAt) continue;
    const holder = things.find((thing) =>
      thing.mentions.some((mention) => mention.end === postAt.end && mention.start < mention.end),
    );
    const id = holder && idOf.get(holder);
    if (id && !id.startsWith('local:')) return `Person:${draft.name}@${id.replace(/^[A-Z][a-z]+:/u, '')}`;
  }
  return local;
}

// ---------- identity ----------

/** Says nothing about where: 旅游集团, 产业园, 乡政府, 省委. */
const NAMELESS =
  /^(?:省|市|县|区|镇|乡|街道|集团|旅游集团|城投集团|交投集团|产业园|工业园|开发区|经济开发区|高新区|新区|两新工委)/u;

function idOfThing(draft: Draft, articleId: string, home: Place | null, year: number | null): string {
  const { type, name } = draft;
  const local = `local:${articleId}:${name}`;
  if (isPlaceType(type)) return draft.place ? `cn:${draft.place.code}` : local;
  const placed = (place: Place | null | undefined) => (place ? `${type}:${name}@${place.code}` : local);
  switch (type) {
    case 'Program':
      return `${type}:${name}`;
    case 'Document':
      return name.length <= 4 ? local : `${type}:${name}`;
    case 'Company': {
      const known = knownCompany(name);
      if (known !== null) return `Company:${known}`;
      if (/(?:公司|合伙\))$/u.test(name) && name.length >= 8) return `Company:${name}`;
      return namesPlace(name, year) ? `Company:${name}` : placed(home);
    }
    case 'Organization': {
      const known = knownOrgan(name);
      if (known !== null) return `Organization:${known}`;
      if (name.startsWith('省')) return placed(home && provinceOf(home, year));
      if (organAround(name) !== null && knownOrgan(organAround(name)!) !== null) return `Organization:${name}`;
      if (NAMELESS.test(name) || !namesPlace(name, year)) {
        return /(?:大学|学院|研究院)$/u.test(name) && name.length >= 5 ? `Organization:${name}` : placed(home);
      }
      return `Organization:${name}`;
    }
    default:
      return NAMELESS.test(name) || !namesPlace(name, year) ? placed(home) : `${type}:${name}`;
  }
}

/** 福建省农科院 and 临海市民政局 say where they are. */
const namesPlace = (name: string, year: number | null): boolean =>
  scanPlaces(name, 0, year).some((hit) => !NAMED_BY_TOWN.has(typeOf(hit.codes[0]!))) ||
  placesInside(name, year).length > 0;
const NAMED_BY_TOWN: ReadonlySet<EntityType> = new Set(['Township', 'Village']);

const isPlaceChain = (name: string): boolean =>
  isPlaceName(name) || /^\p{Script=Han}{2,4}[市县区]\p{Script=Han}{2,3}[镇乡]$/u.test(name);
const isPlaceName = (name: string): boolean => scanPlaces(name, 0, null).some((hit) => hit.name.length === name.length);
const provinceOf = (place: Place, year: number | null): Place | null =>
  place.type === 'Province' ? place : (placesAbove(place.code, year).find((one) => one.type === 'Province') ?? null);
