/**
 * Whom a number is about: the article's entities and a few printed nouns as candidates, described for the chooser.
 *
 *   临安区太阳镇…。2024年，太阳镇实现农业总产值5.42亿元 → 太阳镇, 临安区, 杭州市 …
 *   全省城镇新增就业100.87万人 → 浙江省 (全省 stands for it), …
 */
import type { EntityType } from '../../schema/entities.js';
import { isPlaceType } from '../../schema/entities.js';
import type { Article, Entity, Mention, Span } from '../model.js';
import type { Parts, Task } from './choose.js';
import type { Kind } from './kind.js';
import { unitClass } from './metric.js';
import type { Token, TokenSentence } from './tokens.js';

export interface SubjectCandidate {
  readonly entity: Entity | null;
  /** Canonical name, or the noun as printed. */
  readonly name: string;
  /** Where it stands for this number; null when only the article as a whole names it. */
  readonly at: Span | null;
  readonly parts: Parts;
}

export const SUBJECT: Task = {
  name: 'subject',
  parts: [
    'type',
    'distance', // in sentences; inside the sentence by clause and side
    'recent', // rank among the entities mentioned last
    'recentOfType',
    'recentPlace',
    'role', // how it stands in its clause
    'title', // in the headline, the heading above, the article's own place
    'weight', // how much of the article it holds
    'unit',
    'kind',
    'head', // last character of the metric
    'stands', // a word that stands for an entity of this type: 全县, 该村, 公司
    'rivals', // how many entities stand in the clause and the sentence before the number
    'paragraph',
    'side', // where the metric stands
    'narrower', // is a narrower place mentioned after it
    'metricTouch', // 的 between it and the metric, or directly before
    'spoken',
    'topic', // rank among the entities that opened a sentence or a clause
    'paragraphs', // distance in paragraphs
    'frame', // did it open its paragraph, or the sentence with 在
    'hero', // is it, or has the article, a place that the headline names
    'tail', // a noun of the clause that is the end of its name: 片区 for 青年乐享组团片区
    'framed', // does the paragraph open with it, or with another
  ],
  features: [
    ['tail', 'type'],
    ['tail', 'distance'],
    ['framed', 'type'],
    ['framed', 'distance'],
    ['framed', 'topic'],
    ['hero', 'type'],
    ['hero', 'stands'],
    ['hero', 'unit'],
    ['topic', 'recentOfType', 'type'],
    ['topic', 'rivals'],
    ['paragraphs', 'type'],
    ['frame', 'type'],
    ['frame', 'distance'],
    ['title', 'weight', 'paragraphs'],
    ['distance'],
    ['distance', 'role'],
    ['type', 'role', 'distance'],
    ['recent', 'distance'],
    ['recentOfType', 'type'],
    ['recentOfType', 'distance'],
    ['recentPlace', 'distance', 'type'],
    ['recent', 'type'],
    ['title', 'type'],
    ['title', 'distance'],
    ['weight', 'title'],
    ['type', 'unit'],
    ['type', 'kind', 'unit'],
    ['type', 'head'],
    ['role', 'side'],
    ['stands', 'type'],
    ['stands', 'distance'],
    ['stands', 'recentOfType'],
    ['stands', 'title'],
    ['rivals', 'distance'],
    ['rivals', 'role'],
    ['paragraph', 'role'],
    ['paragraph', 'type'],
    ['side', 'distance'],
    ['narrower', 'type'],
    ['narrower', 'distance'],
    ['metricTouch', 'side'],
  ],
};

/** Words that stand for an entity of a type: 全县 and 该县 for the county that the text is about. */
const STANDS: readonly (readonly [RegExp, readonly EntityType[]])[] = [
  [/^(?:全省|我省|该省|省里|全自治区)$/u, ['Province']],
  [/^(?:全市|该市|我市|本市|市里)$/u, ['City', 'County']],
  [/^(?:全县|该县|我县|本县|县里|县域|全区|该区|我区|本区|区里)$/u, ['County']],
  [/^(?:全镇|该镇|镇里|全乡|该乡|乡里|街道|该街道|全街道|镇域)$/u, ['Township']],
  [/^(?:全村|该村|村里|本村|村庄|村集体|村民|社区|该社区|村级|村民们)$/u, ['Village']],
  [/^(?:公司|该公司|企业|该企业|集团|该集团|银行|该行|全行|工厂|厂里)$/u, ['Company']],
  [/^(?:项目|该项目|工程|该工程|电站|景区|基地|该基地)$/u, ['Project', 'Zone']],
  [/^(?:园区|该园区|产业园|开发区|全园|飞地|新区|高新区)$/u, ['Zone']],
  [/^(?:学校|该校|全校|医院|该院|中心|该中心|合作社|协会|服务队|工坊|馆内|该馆|研究院)$/u, ['Organization']],
  [/^(?:行动|该行动|工程|机制|平台|应用|该平台|模式|改革|试点|活动)$/u, ['Program']],
];
const POINTS = /^(?:该|全|本|我|这个|这家|这座|这所|此)$/u;
/** 居全省第二, 高出全省平均水平, 占全市的三分之一: the whole or the field of the number, not whom it is about. */
const SCOPE_BEFORE =
  /^(?:居|位居|列|位列|占|占到|高出|高于|低于|超过|超|快于|比|为|跃居|排名|排|获|获得|获评|入选|成为|本批|走在|是|名列|稳居)$/u;
const SCOPE_AFTER = /^(?:第|首|前|平均|唯一|各地|率先|最)/u;

interface Standing {
  readonly where: 'clause' | 'after' | 'sentence' | 'counted';
  /** 该项目 and 全省 point at one thing, 项目 alone may be any. */
  readonly pointed: boolean;
  readonly noun: string;
}

const isScope = (tokens: readonly Token[], i: number): boolean =>
  (SCOPE_BEFORE.test(tokens[i - 1]?.text ?? '') && tokens[i - 1]?.clause === tokens[i]!.clause) ||
  SCOPE_AFTER.test(tokens[i + 1]?.text ?? '') ||
  tokens[i + 1]?.quantity?.form === 'rank';

const IN = /^(?:在|于|位于|来自|到|赴|向|对|从|与|和|同|给|为|把|将|由|走进|来到|落户|落地|落户于|帮助|带动)$/u;
const SAYS = /(?:说|介绍|表示|告诉|坦言|透露|称|感慨|认为|道)/u;

interface Occurrence {
  readonly mention: Mention;
  readonly entity: number;
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
  /** Per paragraph: indexes of the entities named in the heading above it. */
  readonly heading: readonly ReadonlySet<number>[];
  /** Full name of the province that 全省 means; null when unknown. */
  readonly province: string | null;
}

export function subjectContext(
  article: Article,
  entities: readonly Entity[],
  sentences: readonly TokenSentence[],
  ownIds: readonly string[],
  province: string | null,
): SubjectContext {
  const occurrences: Occurrence[] = [];
  entities.forEach((entity, index) => {
    for (const mention of entity.mentions)
      occurrences.push({ mention, entity: index, sentence: 0, role: '', frame: '' });
  });
  occurrences.sort((a, b) => a.mention.start - b.mention.start || b.mention.end - a.mention.end);
  let s = 0;
  const placed = occurrences.map((o) => {
    while (s + 1 < sentences.length && sentences[s + 1]!.start <= o.mention.start) s++;
    return { ...o, sentence: s };
  });
  // A mention inside a longer name does not count: 舟山 in 宁波舟山港.
  const outer: Occurrence[] = [];
  let reach = -1;
  for (const o of placed) {
    if (o.mention.end <= reach) continue;
    const sentence = sentences[o.sentence]!;
    const role = roleOf(sentence, o.mention);
    outer.push({ ...o, role, frame: frameOf(sentences, sentence, o.mention, role) });
    reach = Math.max(reach, o.mention.end);
  }
  const counts = entities.map(() => 0);
  for (const o of outer) counts[o.entity]!++;
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
  const own = new Set(ownIds);
  const head = `${article.title}\n${article.subtitle ?? ''}\n${article.section ?? ''}`;
  const title = entities.map((entity) => {
    const printed = [entity.name, ...entity.aliases, shortName(entity)];
    const inTitle = printed.some((name) => name.length >= 2 && head.includes(name));
    return `${own.has(entity.id) ? 'own' : ''}${inTitle ? 'title' : ''}`;
  });
  const heading: ReadonlySet<number>[] = [];
  let current: ReadonlySet<number> = new Set();
  for (const paragraph of article.paragraphs) {
    if (paragraph.kind === 'heading') {
      current = new Set(
        outer.filter((o) => o.mention.start >= paragraph.start && o.mention.end <= paragraph.end).map((o) => o.entity),
      );
    }
    heading.push(current);
  }
  const entityOf = new Map(entities.flatMap((entity) => entity.mentions.map((mention) => [mention, entity] as const)));
  return { article, entities, entityOf, occurrences: outer, weight, title, heading, province };
}

const shortName = (entity: Entity): string =>
  isPlaceType(entity.type) && entity.name.length > 2
    ? entity.name.replace(/(?:省|市|县|区|镇|乡|街道)$/u, '')
    : entity.name;

const PLACE_RANK: Readonly<Record<string, number>> = {
  Province: 0,
  City: 1,
  County: 2,
  Zone: 3,
  Township: 3,
  Village: 4,
};
const bucket = (n: number): string => (n <= 2 ? String(n) : n <= 4 ? '3+' : n <= 8 ? '5+' : '9+');

/** Groups of places that are no entity and yet have numbers of their own: 山区26县, 两地, 全国. */
const GROUP =
  /山区(?:海岛)?(?:\d+个?)?县(?!委|政府|长|城|域)|(?<!\d)\d{2}县(?!委|政府|长|城|域|[（(]市)|[两三]地(?![块区下])|全国|我国|全球/gu;

/** The groups that an article names, each as if it were an entity; ids begin with "group:". */
export function groupsOf(article: Article, named: readonly Entity[]): readonly Entity[] {
  const spans = new Map<string, Mention[]>();
  for (const match of article.text.matchAll(GROUP)) {
    const printed = match[0];
    const nation = /^(?:全国|我国|全球)$/u.test(printed);
    if (
      nation &&
      /^(?:第|首|前|平均|各地|率先|最|人大|政协|唯一)/u.test(article.text.slice(match.index + 2, match.index + 5))
    )
      continue;
    // 杭海两地 in the headline is 两地 in the text; 26县 is 山区26县 where the article says so.
    const name = /^[两三]地$/u.test(printed)
      ? (/\p{Script=Han}{2,3}[两三]地/u.exec(article.title)?.[0] ?? printed)
      : /^\d+县$/u.test(printed) && article.text.includes(`山区${printed}`)
        ? `山区${printed}`
        : printed;
    const mention: Mention = {
      type: nation ? 'Province' : 'County',
      name,
      text: printed,
      start: match.index,
      end: match.index + printed.length,
      rule: 'subject/group',
      candidates: [],
    };
    spans.set(name, [...(spans.get(name) ?? []), mention]);
  }
  const taken = named.flatMap((entity) => entity.mentions);
  return [...spans].flatMap(([name, mentions]) => {
    const free = mentions.filter((m) => !taken.some((t) => t.start < m.end && m.start < t.end));
    if (free.length === 0) return [];
    return [{ id: `group:${name}`, type: free[0]!.type, name, aliases: [], mentions: free, place: null }];
  });
}

/** Roles that make an entity what the text goes on about. */
const TOPICAL = new Set(['start', 'first', 'first的', 'speaker', 'inStart']);

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

/** How a mention stands in its sentence. */
function roleOf(sentence: TokenSentence, mention: Mention): string {
  const index = sentence.tokens.findIndex((t) => t.start <= mention.start && mention.end <= t.end);
  if (index < 0) return 'inside';
  const token = sentence.tokens[index]!;
  const before = sentence.tokens[index - 1];
  const after = sentence.tokens[index + 1];
  if (after?.mention != null && after.mention.type !== 'Person' && isPlaceType(mention.type)) return 'chain';
  if (after?.mention?.type === 'Person') return 'title';
  if (after !== undefined && after.clause === token.clause && SAYS.test(after.text)) return 'speaker';
  const first = before === undefined || before.clause !== token.clause;
  const chained = before?.mention != null && isPlaceType(before.mention.type);
  if (after?.text === '的') return first ? 'first的' : '的';
  if (first) return index === 0 ? 'start' : 'first';
  if (chained) {
    let i = index - 1;
    while (i > 0 && sentence.tokens[i]!.mention !== null) i--;
    const lead = sentence.tokens[i]!;
    if (lead.mention !== null) return 'start';
    if (lead.clause !== token.clause) return 'first';
    if (IN.test(lead.text)) return i === 0 ? 'inStart' : 'in';
    return 'mid';
  }
  if (before!.kind === 'period') return 'first';
  if (IN.test(before!.text) && index <= 2) return 'inStart';
  if (IN.test(before!.text)) return `in${/^(?:在|于|位于)$/u.test(before!.text) ? '' : '2'}`;
  if (token.depth > 0) return 'bracket';
  if (/^[、和与及]$/u.test(before!.text) || /^[、和与及]$/u.test(after?.text ?? '')) return 'list';
  if (before!.tag.startsWith('v')) return 'object';
  return 'mid';
}

/** Everything that the number at token `at` may be about, with its parts. */
export function subjectCandidates(
  context: SubjectContext,
  sentences: readonly TokenSentence[],
  sentence: TokenSentence,
  at: number,
  kind: Kind,
  metric: { readonly span: Span; readonly text: string } | null,
): SubjectCandidate[] {
  const { article, entities, occurrences, weight, title, heading } = context;
  const own = sentence.tokens[at]!;
  const quantity = own.quantity!;
  const unit = unitClass(quantity);
  const side = metric === null ? 'none' : metric.span.start < own.start ? 'left' : 'right';
  const head = metric === null ? '' : metric.text.slice(-1);
  // Nearest mention of each entity: before the number, else after it in its sentence.
  let hi = occurrences.length;
  {
    let lo = 0;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if (occurrences[mid]!.mention.start < own.start) lo = mid + 1;
      else hi = mid;
    }
  }
  const nearest = new Map<number, Occurrence>();
  for (let i = hi - 1; i >= 0 && nearest.size < 14; i--) {
    const o = occurrences[i]!;
    if (entities[o.entity]!.type === 'Document') continue;
    if (!nearest.has(o.entity)) nearest.set(o.entity, o);
  }
  const after = new Map<number, Occurrence>();
  for (let i = hi; i < occurrences.length && occurrences[i]!.mention.start < sentence.end; i++) {
    const o = occurrences[i]!;
    if (entities[o.entity]!.type === 'Document') continue;
    if (!after.has(o.entity)) after.set(o.entity, o);
  }
  const pool = new Map<number, Occurrence | null>();
  for (const [entity, o] of nearest) pool.set(entity, o);
  for (const [entity, o] of after) if (!pool.has(entity)) pool.set(entity, o);
  entities.forEach((_, i) => {
    if (!pool.has(i) && (title[i] !== '' || heading[sentence.paragraph]?.has(i))) pool.set(i, null);
  });

  const tails = tailNouns(sentence, own);
  const frame = frameBefore(occurrences, hi, sentences, sentence.paragraph);
  // Words of the clause and the sentence that stand for an entity.
  const standing = new Map<EntityType, Standing>();
  const sentenceTokens = sentence.tokens;
  for (let i = 0; i < sentenceTokens.length; i++) {
    const token = sentenceTokens[i]!;
    if (token.start > own.end + 12) break;
    if (token.kind !== 'word') continue;
    const pointed = POINTS.test(sentenceTokens[i - 1]?.text ?? '') || /^(?:全|该|我|本).$/u.test(token.text);
    for (const [pattern, types] of STANDS) {
      // 全省4个乡镇: the number is of the whole that stands right before it.
      const counted = i === at - 1 && quantity.form !== 'rank' && pointed;
      if (!pattern.test(token.text) || (isScope(sentenceTokens, i) && !counted)) continue;
      const where = counted
        ? 'counted'
        : token.clause === own.clause
          ? token.start < own.start
            ? 'clause'
            : 'after'
          : 'sentence';
      for (const type of types) {
        const old = standing.get(type);
        if (old === undefined || where === 'counted' || !old.where.startsWith('clause') || (pointed && !old.pointed)) {
          standing.set(type, { where, pointed, noun: token.text.replace(/^[该全本我]/u, '') });
        }
      }
    }
  }
  const otherStrong = [...standing.entries()].filter(([, value]) => value.pointed).map(([type]) => type);

  const inClause = new Set<number>();
  const inSentence = new Set<number>();
  for (const [entity, o] of nearest) {
    if (o.sentence !== sentence.ordinal) continue;
    inSentence.add(entity);
    const token = sentenceTokens.find((t) => t.start <= o.mention.start && o.mention.end <= t.end);
    if (token?.clause === own.clause) inClause.add(entity);
  }
  const rivals = `${Math.min(inClause.size, 2)}${Math.min(inSentence.size, 3)}`;
  const spoken = spokenBy(sentence, own, context);

  const topics = new Map<number, number>();
  for (let i = hi - 1; i >= 0 && topics.size < 5; i--) {
    const o = occurrences[i]!;
    if (sentence.ordinal - o.sentence > 40) break;
    if (TOPICAL.has(o.role) && entities[o.entity]!.type !== 'Document' && !topics.has(o.entity))
      topics.set(o.entity, topics.size);
  }
  const order = [...nearest.keys()];
  const typeRank = new Map<string, number>();
  let placeRank = 0;
  const ranks = new Map<number, { recent: number; ofType: number; place: number }>();
  order.forEach((entity, i) => {
    const type = entities[entity]!.type;
    const ofType = typeRank.get(type) ?? 0;
    typeRank.set(type, ofType + 1);
    const isPlace = type in PLACE_RANK;
    ranks.set(entity, { recent: i, ofType, place: isPlace ? placeRank : -1 });
    if (isPlace) placeRank++;
  });
  const lastPlaces = order.filter((e) => entities[e]!.type in PLACE_RANK);

  const heroIndex = title.findIndex((value) => value.startsWith('own'));
  const hero = heroIndex < 0 ? '' : `${entities[heroIndex]!.type}${title[heroIndex] === 'own' ? '?' : ''}`;
  const candidates: SubjectCandidate[] = [];
  for (const [index, o] of pool) {
    const entity = entities[index]!;
    const rank = ranks.get(index);
    let distance = 'never';
    let role = 'none';
    let touch = '';
    if (o !== null) {
      role = o.role;
      if (o.mention.start > own.start) {
        const token = sentenceTokens.find((t) => t.start <= o.mention.start && o.mention.end <= t.end);
        distance = token?.clause === own.clause ? 'R0' : 'R1';
      } else if (o.sentence === sentence.ordinal) {
        const token = sentenceTokens.find((t) => t.start <= o.mention.start && o.mention.end <= t.end);
        const clauses = own.clause - (token?.clause ?? 0);
        distance = clauses === 0 ? 'c0' : clauses === 1 ? 'c1' : clauses <= 3 ? 'c2+' : 'c4+';
        if (token !== undefined && token.part !== own.part) distance += ';';
      } else {
        distance = `s${bucket(sentence.ordinal - o.sentence)}`;
      }
      if (metric !== null) {
        const gap = article.text.slice(o.mention.end, Math.max(o.mention.end, metric.span.start));
        if (o.mention.start >= metric.span.start && o.mention.end <= metric.span.end) touch = 'inside';
        else if (gap === '的' && o.mention.end <= metric.span.start) touch = '的';
        else if (gap === '' && o.mention.end === metric.span.start) touch = 'at';
      }
      // 总投资4200万元的廿里园区大道
      const behind = o.mention.start - own.end;
      if (behind > 0 && behind <= 4 && article.text[own.end] === '的') touch = 'after的';
    }
    const type = entity.type;
    const stand = standing.get(type);
    const stands =
      stand !== undefined
        ? `${stand.where}${stand.pointed ? '!' : ''}${stand.noun !== '' && entity.name.endsWith(stand.noun) ? '=' : ''}`
        : otherStrong.length > 0
          ? `other:${otherStrong[0]}`
          : '';
    const narrower =
      type in PLACE_RANK &&
      lastPlaces.slice(0, rank?.place ?? 0).some((e) => PLACE_RANK[entities[e]!.type]! > PLACE_RANK[type]!)
        ? 'yes'
        : 'no';
    const inHeading = heading[sentence.paragraph]?.has(index) ? 'heading' : '';
    candidates.push({
      entity: entity.id.startsWith('group:') ? null : entity,
      name: entity.name,
      at: o === null ? null : { start: o.mention.start, end: o.mention.end },
      parts: [
        type,
        distance,
        rank === undefined ? 'none' : bucket(rank.recent),
        rank === undefined ? 'none' : bucket(rank.ofType),
        rank === undefined || rank.place < 0 ? 'none' : bucket(rank.place),
        role,
        `${title[index]}${inHeading}`,
        weight[index]!,
        unit,
        kind.kind,
        head,
        stands,
        rivals,
        o === null ? 'none' : sentences[o.sentence]!.paragraph === sentence.paragraph ? 'same' : 'other',
        side,
        narrower,
        touch,
        spoken.inside ? (o !== null && spoken.speaker.has(index) ? 'speaker' : 'inside') : 'no',
        topics.has(index) ? String(topics.get(index)) : 'no',
        o === null ? 'none' : bucket(sentence.paragraph - sentences[o.sentence]!.paragraph),
        o?.frame ?? '',
        hero === '' ? 'none' : title[index]!.startsWith('own') ? 'self' : hero,
        tails.some((noun) => entity.name.endsWith(noun) && entity.name !== noun) ? 'yes' : tails.length > 0 ? 'no' : '',
        frame === null ? 'none' : frame === index ? 'self' : entities[frame]!.type,
      ],
    });
  }

  // 全省 in an article that never names its province.
  if (context.province !== null && standing.has('Province') && !candidates.some((c) => c.name === context.province)) {
    candidates.push({
      entity: null,
      name: context.province,
      at: null,
      parts: [
        'Province',
        'never',
        'none',
        'none',
        'none',
        'none',
        'own',
        'little',
        unit,
        kind.kind,
        head,
        `${standing.get('Province')!.where}!`,
        rivals,
        'none',
        side,
        'no',
        '',
        'no',
        'no',
        'none',
        '',
        hero,
        '',
        frame === null ? 'none' : entities[frame]!.type,
      ],
    });
  }

  for (const noun of nounsOf(context, sentence, own, metric?.span ?? null)) {
    const { span } = noun;
    const sameSentence = span.start >= sentence.start;
    const token = sameSentence ? tokenAt(sentence, span) : undefined;
    const clauses = token === undefined ? 9 : own.clause - token.clause;
    const distance = !sameSentence
      ? 's1'
      : span.start > own.start
        ? 'R0'
        : clauses === 0
          ? 'c0'
          : clauses === 1
            ? 'c1'
            : clauses <= 3
              ? 'c2+'
              : 'c4+';
    const index = token === undefined ? -1 : sentenceTokens.indexOf(token);
    const before = sentenceTokens[index - 1];
    const role = !sameSentence
      ? 'none'
      : before === undefined || before.clause !== token?.clause
        ? index === 0
          ? 'start'
          : 'first'
        : IN.test(before.text)
          ? 'in'
          : before.tag.startsWith('v')
            ? 'object'
            : 'mid';
    const gap = metric === null ? '' : article.text.slice(span.end, Math.max(span.end, metric.span.start));
    candidates.push({
      entity: null,
      name: noun.name,
      at: span,
      parts: [
        noun.type,
        distance,
        'none',
        'none',
        'none',
        role,
        article.title.includes(noun.name) ? 'title' : '',
        'noun',
        unit,
        kind.kind,
        head,
        otherStrong.length > 0 ? `other:${otherStrong[0]}` : '',
        rivals,
        'same',
        side,
        'no',
        metric === null ? '' : gap === '的' ? '的' : gap === '' && span.end === metric.span.start ? 'at' : '',
        'no',
        'no',
        '0',
        '',
        hero === '' ? 'none' : hero,
        '',
        frame === null ? 'none' : entities[frame]!.type,
      ],
    });
  }
  return candidates;
}

/** Nouns of the clause before the number: one of them may be the end of a name printed earlier. */
function tailNouns(sentence: TokenSentence, own: Token): readonly string[] {
  return sentence.tokens
    .filter(
      (t) =>
        t.clause === own.clause &&
        t.start < own.start &&
        t.kind === 'word' &&
        t.text.length >= 2 &&
        t.tag.startsWith('n'),
    )
    .map((t) => t.text);
}

/** The entity that the paragraph opened with, or set by a later 在…; null where it opened with none. */
function frameBefore(
  occurrences: readonly Occurrence[],
  before: number,
  sentences: readonly TokenSentence[],
  paragraph: number,
): number | null {
  for (let i = before - 1; i >= 0; i--) {
    const o = occurrences[i]!;
    if (sentences[o.sentence]!.paragraph !== paragraph) return null;
    if (o.frame === 'paragraph' || o.frame === 'in') return o.entity;
  }
  return null;
}

interface Noun {
  readonly name: string;
  readonly type: string;
  readonly span: Span;
}

/** Printed nouns that may have numbers of their own though they are no entity: 山区26县, “天目山宝”, 帮扶单位. */
function nounsOf(context: SubjectContext, sentence: TokenSentence, own: Token, metric: Span | null): readonly Noun[] {
  const { article } = context;
  const nouns = new Map<string, Noun>();
  // What opens a clause of the sentence: a phrase in quotation marks, or a noun phrase before 的, a verb or 今年.
  const tokens = sentence.tokens;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.start >= own.start) break;
    if (token.text === '“') {
      const close = tokens.findIndex((t, at) => at > i && t.text === '”');
      const end = close < 0 ? undefined : tokens[close]!;
      if (end !== undefined && end.end - token.start <= 14 && end.end - token.start > 3 && end.end <= own.start + 1) {
        const inner = tokens.slice(i + 1, close);
        if (inner.every((t) => t.kind === 'word')) {
          const name = article.text.slice(token.end, end.start);
          nouns.set(name, { name, type: 'noun:quoted', span: { start: token.start, end: end.end } });
        }
      }
      continue;
    }
    const before = tokens[i - 1];
    if (before !== undefined && before.clause === token.clause && before.kind !== 'period') continue;
    if (token.kind !== 'word' || !/^(?:n|vn|b|a|j|l)/u.test(token.tag)) continue;
    let end = i;
    while (
      end + 1 < tokens.length &&
      tokens[end + 1]!.kind === 'word' &&
      tokens[end + 1]!.clause === token.clause &&
      /^(?:n|vn|b|j|l)/u.test(tokens[end + 1]!.tag)
    )
      end++;
    if (!/^n/u.test(tokens[end]!.tag)) continue;
    const span = { start: token.start, end: tokens[end]!.end };
    if (
      span.end > own.start ||
      span.end - span.start < 2 ||
      (metric !== null && span.start < metric.end && metric.start < span.end)
    )
      continue;
    const name = article.text.slice(span.start, span.end);
    if (!nouns.has(name)) nouns.set(name, { name, type: 'noun:phrase', span });
  }
  // 总投资4200万元的廿里园区大道: what follows 的 is what the number is about.
  const at = tokens.indexOf(own);
  if (tokens[at + 1]?.text === '的') {
    let end = at + 1;
    while (
      end + 1 < tokens.length &&
      end - at < 7 &&
      isNounToken(tokens[end + 1]!) &&
      tokens[end + 1]!.clause === own.clause
    )
      end++;
    const last = tokens[end]!;
    if (end > at + 1 && /^n|^x/u.test(last.tag) && last.kind === 'word') {
      const span = { start: tokens[at + 2]!.start, end: last.end };
      const name = article.text.slice(span.start, span.end).replace(/[“”]/gu, '');
      if (name.length >= 3 && !nouns.has(name)) nouns.set(name, { name, type: 'noun:after', span });
    }
  }
  return [...nouns.values()];
}

const isNounToken = (t: Token): boolean =>
  t.kind === 'name' || (t.kind === 'word' && /^(?:n|vn|b|j|l|x|an)/u.test(t.tag)) || /^[“”]$/u.test(t.text);

const tokenAt = (sentence: TokenSentence, span: Span): Token | undefined =>
  sentence.tokens.find((t) => t.start <= span.start && span.start < t.end);

/** Is the number inside “…”, and who speaks: the last person or body before 说. */
function spokenBy(
  sentence: TokenSentence,
  own: Token,
  context: SubjectContext,
): { readonly inside: boolean; readonly speaker: ReadonlySet<number> } {
  const { article, occurrences } = context;
  const paragraph = article.paragraphs[sentence.paragraph];
  const from = paragraph?.start ?? sentence.start;
  const text = article.text.slice(from, own.start);
  const open = text.lastIndexOf('“');
  if (open < 0 || text.indexOf('”', open) >= 0) return { inside: false, speaker: new Set() };
  const close = article.text.indexOf('”', own.end);
  if (close < 0 || close - own.end > 200) return { inside: false, speaker: new Set() };
  // A quotation of a few characters is a name or a slogan, no speech.
  if (close - (from + open) < 16) return { inside: false, speaker: new Set() };
  const speaker = new Set<number>();
  for (const o of occurrences) {
    if (o.mention.start >= close && o.mention.start <= close + 40) speaker.add(o.entity);
    if (o.mention.end <= from + open && o.mention.end >= from + open - 30) speaker.add(o.entity);
  }
  return { inside: true, speaker };
}
