/**
 * What is known of an article before its first number is asked whom it is about: where each entity is mentioned and
 * in which role, how much of the article it holds, whether the headline or a heading names it.
 *
 *   在尤溪镇王扇村，村书记… → 王扇村: role inStart, frame paragraph
 */
import { isPlaceType } from '../../schema/entities.js';
import type { Article, Entity, Mention } from '../model.js';
import { anaphors, isScope, type Reference } from './anaphora.js';
import type { TokenSentence } from './tokens.js';

/** Prepositions and verbs behind which a name is no subject: 在…, 落户…. */
export const IN = /^(?:在|于|位于|来自|到|赴|向|对|从|与|和|同|给|为|把|将|由|走进|来到|落户|落地|落户于|帮助|带动)$/u;
/** 创新开展“定享托”服务，覆盖22所幼儿园: what follows is often about what was just made. */
const MADE =
  /^(?:创新|推出|打造|开展|实施|组建|成立|建成|设立|创办|搭建|开发|上线|推行|启用|启动|举办|引进|建设|建立|创建|新建|建起|培育|共建|构建|首创|发起|打造出|办起|开起|开设|研发)[了起]?$/u;
const SAYS = /(?:说|介绍|表示|告诉|坦言|透露|称|感慨|认为|道|回忆|公布|发布|通报|统计|披露)/u;

/** A place where an entity is named or a word stands for it, with the role that it has there. */
export interface Occurrence extends Reference {
  readonly sentence: number;
  readonly role: string;
  /** It opened its paragraph, its sentence, or its sentence behind 在. */
  readonly frame: 'paragraph' | 'sentence' | 'in' | '';
}

/** What is asked for every number of an article, computed once; `entities` with the groups among them. */
export interface SubjectContext {
  readonly article: Article;
  readonly entities: readonly Entity[];
  readonly occurrences: readonly Occurrence[];
  readonly entityOf: ReadonlyMap<Mention, Entity>;
  /** Per entity: its share of the article's mentions among its type: top, much, little. */
  readonly weight: readonly string[];
  /** Per entity: place in headline, own place of the article. */
  readonly title: readonly string[];
  /** Type of the article's own place, with ? where the headline does not name it; none where it has no place. */
  readonly hero: string;
  /** Per paragraph: indexes of the entities named in the heading above it. */
  readonly heading: readonly ReadonlySet<number>[];
  /** Full name of the province that 全省 means; null when unknown. */
  readonly province: string | null;
}

/** Gathers it all once for an article. */
export function subjectContext(
  article: Article,
  entities: readonly Entity[],
  sentences: readonly TokenSentence[],
  ownIds: readonly string[],
  province: string | null,
): SubjectContext {
  const mentions = entities
    .flatMap((entity, index) => entity.mentions.map((mention): Reference => ({ mention, entity: index, how: 'named' })))
    .sort((a, b) => a.mention.start - b.mention.start || b.mention.end - a.mention.end);
  // A mention inside a longer name does not count: 舟山 in 宁波舟山港.
  const named: Reference[] = [];
  let reach = -1;
  for (const reference of mentions) {
    if (reference.mention.end > reach) named.push(reference);
    reach = Math.max(reach, reference.mention.end);
  }
  const own = new Set(ownIds);
  const home = new Set(entities.flatMap(({ id }, index) => (own.has(id) ? [index] : [])));
  const references = [...named, ...organPlaces(entities, named), ...anaphors(sentences, entities, named, home)].sort(
    (a, b) => a.mention.start - b.mention.start,
  );
  let s = 0;
  const occurrences = references.map((reference): Occurrence => {
    while (s + 1 < sentences.length && sentences[s + 1]!.start <= reference.mention.start) s++;
    const sentence = sentences[s]!;
    const role = roleOf(sentence, reference.mention);
    return { ...reference, sentence: s, role, frame: frameOf(sentences, sentence, reference.mention, role) };
  });
  const counts = entities.map(() => 0);
  for (const { entity } of named) counts[entity]!++;
  const topOfType = new Map<string, number>();
  for (const [i, { type }] of entities.entries()) topOfType.set(type, Math.max(topOfType.get(type) ?? 0, counts[i]!));
  const topOfAll = Math.max(0, ...counts);
  const weight = entities.map((entity, i) =>
    counts[i] === topOfAll
      ? 'first'
      : counts[i] === topOfType.get(entity.type)
        ? counts[i]! > 2
          ? 'top'
          : 'top-'
        : counts[i]! > 2
          ? 'much'
          : 'little',
  );
  const head = `${article.title}\n${article.subtitle ?? ''}\n${article.section ?? ''}`;
  const title = entities.map((entity) => {
    const printed = [entity.name, ...entity.aliases, shortName(entity)];
    const inTitle = printed.some((name) => name.length >= 2 && head.includes(name));
    return `${own.has(entity.id) ? 'own' : ''}${inTitle ? 'title' : ''}`;
  });
  const heroAt = title.findIndex((value) => value.startsWith('own'));
  const hero = heroAt < 0 ? 'none' : `${entities[heroAt]!.type}${title[heroAt] === 'own' ? '?' : ''}`;
  const heading: ReadonlySet<number>[] = [];
  let current: ReadonlySet<number> = new Set();
  for (const paragraph of article.paragraphs) {
    if (paragraph.kind === 'heading') {
      current = new Set(
        named.filter((o) => o.mention.start >= paragraph.start && o.mention.end <= paragraph.end).map((o) => o.entity),
      );
    }
    heading.push(current);
  }
  const entityOf = new Map(entities.flatMap((entity) => entity.mentions.map((mention) => [mention, entity] as const)));
  return { article, entities, entityOf, occurrences, weight, title, hero, heading, province };
}

/** Where an organ of a place is named, the place is: 富阳区人力社保局统计… speaks of 富阳区. */
function organPlaces(entities: readonly Entity[], named: readonly Reference[]): Reference[] {
  const places = entities.flatMap(({ type, name }, index) => (isPlaceType(type) ? [{ name, index }] : []));
  const placeOf = entities.map(({ type, name }) => {
    if (type !== 'Organization' || !ORGAN.test(name)) return null;
    let longest: { readonly name: string; readonly index: number } | null = null;
    for (const place of places)
      if (name.startsWith(place.name) && place.name.length > (longest?.name.length ?? 0)) longest = place;
    return longest?.index ?? null;
  });
  return named.flatMap(({ mention, entity }): Reference[] => {
    const place = placeOf[entity] ?? null;
    return place === null ? [] : [{ mention, entity: place, how: 'organ' }];
  });
}
const ORGAN = /(?:局|委|委员会|办|办公室|厅|部|政府|政协|人大|中心|组|专班)$/u;

const shortName = (entity: Entity): string =>
  isPlaceType(entity.type) && entity.name.length > 2
    ? entity.name.replace(/(?:省|市|县|区|镇|乡|街道)$/u, '')
    : entity.name;

/** Roles that make an entity what the text goes on about. */
export const TOPICAL = new Set(['start', 'first', 'first的', 'speaker', 'inStart']);

function frameOf(
  sentences: readonly TokenSentence[],
  sentence: TokenSentence,
  mention: Mention,
  role: string,
): Occurrence['frame'] {
  if (role !== 'start' && role !== 'inStart' && role !== 'first的') return '';
  const early = mention.start - sentence.start <= 12;
  if (!early) return '';
  if (sentences[sentence.ordinal - 1]?.paragraph !== sentence.paragraph) return 'paragraph';
  return role === 'inStart' ? 'in' : 'sentence';
}

/** Does a name follow 的 at a token, in quotation marks or without? */
const nameAfter = (tokens: TokenSentence['tokens'], at: number): boolean =>
  (tokens[at + 1]?.text === '“' ? tokens[at + 2] : tokens[at + 1])?.mention != null;

/** A市、B县|等|5个: the number counts the names before 等. */
function isBeforeEtc(tokens: TokenSentence['tokens'], next: number): boolean {
  let i = next;
  while (tokens[i] !== undefined && (tokens[i]!.kind === 'name' || /^[、“”]$/u.test(tokens[i]!.text))) i++;
  return tokens[i]?.text === '等';
}

/**
 * How a mention stands in its sentence: start, first (of a clause), inStart and in (behind a preposition), object,
 * made (object of 推出, 打造 …), list, counted (A村等5个村), scope (居全省第二), speaker, chain, title, bracket, mid.
 */
function roleOf(sentence: TokenSentence, mention: Mention): string {
  const index = sentence.tokens.findIndex((t) => t.start <= mention.start && mention.start < t.end);
  if (index < 0) return 'inside';
  const token = sentence.tokens[index]!;
  const before = sentence.tokens[sentence.tokens[index - 1]?.text === '“' ? index - 2 : index - 1];
  let next = index + 1;
  while (sentence.tokens[next] !== undefined && sentence.tokens[next]!.start < mention.end) next++;
  const after = sentence.tokens[next];
  if (after?.mention != null && after.mention.type !== 'Person' && isPlaceType(mention.type)) return 'chain';
  if (after?.mention?.type === 'Person') return 'title';
  if (after !== undefined && after.clause === token.clause && SAYS.test(after.text)) return 'speaker';
  if (isBeforeEtc(sentence.tokens, next)) return 'counted';
  if (isPlaceType(mention.type) && isScope(sentence.tokens, index, after)) return 'scope';
  const first = before === undefined || before.clause !== token.clause;
  // 龙港市|的|“龙管家”: what follows 的 is spoken of.
  const owned = nameAfter(sentence.tokens, next);
  if (after?.text === '的' && owned) return 'chain';
  const owner = before?.text === '“' ? index - 2 : index - 1;
  const of = sentence.tokens[owner]?.text === '的' && sentence.tokens[owner - 1]?.mention != null;
  const chained = of || (before?.mention != null && isPlaceType(before.mention.type));
  if (after?.text === '的') return first ? 'first的' : '的';
  if (first) return index === 0 ? 'start' : 'first';
  if (chained) {
    let i = of ? owner - 1 : index - 1;
    while (i > 0 && sentence.tokens[i]!.mention !== null) i--;
    const lead = sentence.tokens[i]!;
    if (lead.mention !== null) return 'start';
    if (lead.clause !== token.clause) return 'first';
    if (IN.test(lead.text)) return i === 0 ? 'inStart' : 'in';
    return 'mid';
  }
  if (before!.kind === 'period') return 'first';
  if (IN.test(before!.text) && index <= 2) return 'inStart';
  if (IN.test(before!.text) || before!.tag === 'p') return `in${/^(?:在|于|位于)$/u.test(before!.text) ? '' : '2'}`;
  if (token.depth > 0) return 'bracket';
  if (/^[、和与及]$/u.test(before!.text) || /^[、和与及]$/u.test(after?.text ?? '')) return 'list';
  for (let i = index - 1; i >= 0 && sentence.tokens[i]!.clause === token.clause; i--)
    if (MADE.test(sentence.tokens[i]!.text)) return 'made';
  if (before!.tag.startsWith('v')) return 'object';
  return 'mid';
}
