/**
 * Words that stand for an entity named before: 全县 for the county that the text is about, 该村, 公司, 园区, 她, and
 * the end of a long name (海创园 for 衢州海创园). Each is an occurrence of its entity as a name would be.
 *
 *   衢州海创园拔地而起。海创园建筑面积6.7万平方米 → 海创园: { entity: 衢州海创园, how: "end" }
 *   居全省第二: the field of a rank stands for nobody
 */
import { type EntityType, isPlaceType } from '../../schema/entities.js';
import type { Entity, Mention } from '../model.js';
import type { Token, TokenSentence } from './tokens.js';

/** A place where an entity is named, or where a word stands for it. */
export interface Reference {
  readonly mention: Mention;
  /** Index of the entity. */
  readonly entity: number;
  /** named; points: 全县, 该村; noun: 公司, 村民; end: 海创园; person: 她; organ: one of its organs is named. */
  readonly how: 'named' | 'points' | 'noun' | 'end' | 'person' | 'organ';
}

/** Words that stand for an entity of a type, and what its name must end with; no ending: any entity of the type. */
interface Word {
  readonly types: readonly EntityType[];
  readonly ends: RegExp | null;
  readonly how: Reference['how'];
}

const WORDS: ReadonlyMap<string, Word> = table([
  ['points', ['Province'], null, '全省 我省 该省 本省 全自治区 全区域'],
  ['points', ['City', 'County'], /市$/u, '全市 该市 我市 本市'],
  ['points', ['County'], /[县旗]$/u, '全县 该县 我县 本县 县域'],
  ['points', ['County'], /区$/u, '全区 该区 我区 本区'],
  ['points', ['Township'], /镇$/u, '全镇 该镇 我镇 镇域'],
  ['points', ['Township'], /乡$/u, '全乡 该乡 我乡 乡域'],
  ['points', ['Township'], /街道$/u, '该街道 全街道'],
  // 自然村 is a hamlet: 全村 is the village that it belongs to.
  ['points', ['Village'], /(?<!自然村)$/u, '全村 该村 我村 本村 该社区 全社区'],
  ['noun', ['Province'], null, '省里'],
  ['noun', ['City', 'County'], /市$/u, '市里 市上'],
  ['noun', ['County'], /[县旗]$/u, '县里 县上'],
  ['noun', ['County'], /区$/u, '区里 区上'],
  ['noun', ['Township'], /[镇乡]$/u, '镇里 镇上 乡里'],
  ['noun', ['Township'], /街道$/u, '街道'],
  ['noun', ['Village'], null, '村里 村上 村庄 村集体 村民 村民们 村子 小村 社区'],
  ['points', ['Company'], null, '该公司 该企业 该集团 该行 该厂 全厂 全行'],
  ['noun', ['Company'], null, '公司 企业 集团 工厂 厂里'],
  ['noun', ['Company'], /行$/u, '银行'],
  ['points', ['Project'], null, '该项目 该工程 该基地'],
  ['noun', ['Project'], null, '项目 工程'],
  ['points', ['Zone'], /园|区/u, '该园区 全园'],
  ['points', ['Zone'], /片区|组团/u, '该片区'],
  ['noun', ['Zone'], /园|开发区|高新|工业区|集聚区|功能区/u, '园区'],
  ['noun', ['Zone'], /产业园/u, '产业园'],
  ['noun', ['Zone'], /开发区/u, '开发区'],
  ['noun', ['Zone'], /飞地/u, '飞地'],
  ['noun', ['Zone'], /新区/u, '新区'],
  ['noun', ['Zone'], /高新/u, '高新区'],
  ['noun', ['Zone'], /片区|组团/u, '片区'],
  ['points', ['Organization'], /(?:学|校|院|园)$/u, '该校 全校'],
  ['points', ['Organization'], /院$/u, '该院 全院'],
  ['points', ['Organization'], /馆$/u, '该馆 全馆'],
  ['points', ['Organization', 'Project'], /中心$/u, '该中心'],
  ['points', ['Organization'], /社$/u, '该社 全社 该合作社'],
  ['noun', ['Organization', 'Company'], /社$/u, '社里 合作社'],
  ['points', ['Program'], null, '该行动 该平台 该机制 该模式 该活动 该应用'],
  ['person', ['Person'], null, '他 她'],
]);

function table(
  rows: readonly (readonly [how: Reference['how'], types: readonly EntityType[], ends: RegExp | null, words: string])[],
): ReadonlyMap<string, Word> {
  return new Map(
    rows.flatMap(([how, types, ends, words]) => words.split(' ').map((word) => [word, { how, types, ends }] as const)),
  );
}

/** 全乡 that jieba cut in two. */
const POINTING = new Set('该 全 本 我 我们 咱 咱们 俺们 这个 这家 这座 这所 此'.split(' '));
/** 我们村, 这家公司, 此村 point as 该村 does. */
const AS_THIS = /^(?:我们|咱|咱们|俺们|这.|此)$/u;
/** 居全省第二, 高出全省平均水平, 占全市的三分之一: the whole or the field of the number, not whom it is about. */
const COMPARED_WITH =
  /^(?:高出|高于|低于|快于|慢于|好于|优于|超过|超出|领先|比|占|占到|占了|接近|相当于|居|位居|列|位列|跃居|名列|稳居)$/u;
const FIELD_BEFORE = /^(?:超|为|排名|排|获|获得|获评|入选|成为|本批|走在|是)$/u;
const FIELD_AFTER = /^(?:第|首|前|平均|唯一|各地|率先|最|排|位居|位列|名列|居|列|领先)/u;

/** Is a place the whole or the field of a number, at token `i`: 居|全省|第二, 高出|山区县|平均水平? */
export function isScope(tokens: readonly Token[], i: number, next: Token | undefined): boolean {
  let first = i;
  while (/^[、和]$/u.test(tokens[first - 1]?.text ?? '') && first > 2) first -= 2;
  const before = tokens[first - 1];
  const beside = before !== undefined && before.clause === tokens[i]!.clause;
  if (beside && COMPARED_WITH.test(before.text)) return true;
  if (beside && FIELD_BEFORE.test(before.text) && next?.kind !== 'quantity') return true;
  return FIELD_AFTER.test(next?.text ?? '') || next?.quantity?.form === 'rank';
}

/** The ends of a name of this many characters and more are names of their own. */
const SHORTEST_END = 3;
const WITH_ENDS: ReadonlySet<EntityType> = new Set(['Company', 'Organization', 'Project', 'Zone', 'Program']);

/**
 * Where words stand for entities.
 *
 * @param named  where entities are named, by start
 * @param own  indexes of the places that the article is about
 * @returns one row a word that stands for an entity, by start; the entity is the one of its kind that was named last
 */
export function anaphors(
  sentences: readonly TokenSentence[],
  entities: readonly Entity[],
  named: readonly Reference[],
  own: ReadonlySet<number>,
): Reference[] {
  const ends = endsOf(entities);
  const heads = headsOf(entities);
  const found: Reference[] = [];
  const lastOfType = new Map<EntityType, number[]>();
  let n = 0;
  for (const { tokens } of sentences) {
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!;
      for (; n < named.length && named[n]!.mention.start <= token.start; n++) remember(lastOfType, entities, named[n]!);
      if (token.kind !== 'word') continue;
      const end = endAt(tokens, i, ends);
      if (end !== null && isCounted(tokens, i, end.last)) continue;
      if (end !== null && lastOfType.get(entities[end.entity]!.type)?.includes(end.entity)) {
        found.push(reference(entities, end.entity, token.start, end.text, 'end'));
        i = end.last;
        continue;
      }
      const pointed = POINTING.has(token.text) ? pointedAt(token, tokens[i + 1], heads) : undefined;
      const word = pointed ?? WORDS.get(token.text) ?? heads.get(token.text)?.noun;
      if (word === undefined) continue;
      const last = pointed === undefined ? i : i + 1;
      if (isScope(tokens, i, tokens[last + 1]) || (word.how === 'noun' && isCounted(tokens, i, last))) continue;
      if (word.how === 'noun' && !standsAlone(tokens, i, word.types.every(isGround))) continue;
      const entity = antecedent(word, entities, lastOfType, own);
      if (entity !== null) {
        const text = last > i ? token.text + tokens[last]!.text : token.text;
        found.push(reference(entities, entity, token.start, text, word.how));
      }
      i = last;
    }
  }
  return found;
}

/** 全|乡, 这家|公司 */
const pointedAt = ({ text }: Token, next: Token | undefined, heads: Heads): Word | undefined =>
  next?.kind === 'word'
    ? (WORDS.get(`${AS_THIS.test(text) ? '该' : text}${next.text}`) ?? heads.get(next.text)?.points)
    : undefined;

function reference(
  entities: readonly Entity[],
  entity: number,
  start: number,
  text: string,
  how: Reference['how'],
): Reference {
  const { type, name } = entities[entity]!;
  const mention = { type, name, text, start, end: start + text.length, rule: `subject/${how}`, candidates: [] };
  return { mention, entity, how };
}

function remember(lastOfType: Map<EntityType, number[]>, entities: readonly Entity[], { entity }: Reference): void {
  const { type } = entities[entity]!;
  const before = lastOfType.get(type) ?? [];
  lastOfType.set(type, [entity, ...before.filter((one) => one !== entity)]);
}

/** 非遗工坊|701家, 3个|合作社: a number counts them; in 工坊|60名|村民 it counts others. */
function isCounted(tokens: readonly Token[], first: number, last: number): boolean {
  if (tokens[first - 1]?.kind === 'quantity') return true;
  const next = tokens[last + 1];
  if (next?.kind !== 'quantity' || !COUNTED_IN.test(next.quantity!.unit ?? '')) return false;
  return tokens[last + 2]?.kind !== 'word' || tokens[last + 2]!.clause !== next.clause;
}
const COUNTED_IN = /^(?:家|个|座|所|处|项|支)$/u;

const isGround = (type: EntityType): boolean => isPlaceType(type) || type === 'Zone';

/**
 * 企业 in 规上企业 or 两家企业 is counted or described; it stands for one only where its phrase begins, and what is no
 * place only where the clause begins or behind a preposition: 带动企业 means any.
 */
function standsAlone(tokens: readonly Token[], i: number, place: boolean): boolean {
  const before = tokens[i - 1];
  const next = tokens[i + 1];
  if (next !== undefined && next.clause === tokens[i]!.clause && /^[、和与]$/u.test(next.text)) return false;
  if (before === undefined || before.clause !== tokens[i]!.clause || before.kind === 'period') return true;
  return before.kind === 'word' && (place ? MAY_PRECEDE_PLACE : MAY_PRECEDE).test(before.tag) && before.text !== '的';
}

const MAY_PRECEDE = /^(?:p|c$|d$|r|t$|f$)/u;
const MAY_PRECEDE_PLACE = /^(?:[vpdcur]|t$|f$)/u;

/** The entity last named that the word fits; the article's own place before others of its kind. */
function antecedent(
  { types, ends, how }: Word,
  entities: readonly Entity[],
  lastOfType: ReadonlyMap<EntityType, readonly number[]>,
  own: ReadonlySet<number>,
): number | null {
  const fits = (index: number): boolean => {
    const { id, type, name } = entities[index]!;
    return types.includes(type) && (ends === null || ends.test(name)) && !id.startsWith('group:');
  };
  const home = how === 'points' ? [...own].find(fits) : undefined;
  return home ?? types.flatMap((type) => lastOfType.get(type) ?? []).find(fits) ?? null;
}

/** The ends of long names, each with its only entity: 海创园 → 衢州海创园. */
function endsOf(entities: readonly Entity[]): ReadonlyMap<string, { entity: number; end: string }[]> {
  const owners = new Map<string, Set<number>>();
  entities.forEach(({ type, name, aliases }, index) => {
    if (!WITH_ENDS.has(type)) return;
    for (const one of [name, ...aliases]) {
      for (let at = 1; one.length - at >= SHORTEST_END; at++) {
        const end = one.slice(at);
        owners.set(end, (owners.get(end) ?? new Set()).add(index));
      }
    }
  });
  const byFirst = new Map<string, { entity: number; end: string }[]>();
  for (const [end, indexes] of owners) {
    if (indexes.size !== 1) continue;
    byFirst.set(end[0]!, [...(byFirst.get(end[0]!) ?? []), { entity: [...indexes][0]!, end }]);
  }
  return byFirst;
}

/** The last two characters of the names, each as a word that stands for them: 牧场, 老街, 论坛. */
type Heads = ReadonlyMap<string, { readonly noun: Word; readonly points: Word }>;
function headsOf(entities: readonly Entity[]): Heads {
  const heads = new Map<string, { noun: Word; points: Word }>();
  for (const { type, name } of entities) {
    const head = name.slice(-2);
    if (!WITH_ENDS.has(type) || heads.has(head) || !/^\p{Script=Han}{2}$/u.test(head)) continue;
    const word = { types: [...WITH_ENDS], ends: new RegExp(`${head}$`, 'u') };
    heads.set(head, { noun: { ...word, how: 'noun' }, points: { ...word, how: 'points' } });
  }
  return heads;
}

/** The longest end of a name that these tokens spell from token `i`. */
function endAt(
  tokens: readonly Token[],
  i: number,
  ends: ReadonlyMap<string, readonly { entity: number; end: string }[]>,
): { readonly entity: number; readonly text: string; readonly last: number } | null {
  const some = ends.get(tokens[i]!.text[0]!);
  if (some === undefined) return null;
  let best: { entity: number; text: string; last: number } | null = null;
  for (const { entity, end } of some) {
    if ((best !== null && end.length <= best.text.length) || !end.startsWith(tokens[i]!.text)) continue;
    let text = '';
    let last = i;
    while (last < tokens.length && tokens[last]!.kind === 'word' && text.length < end.length)
      text += tokens[last++]!.text;
    if (text === end) best = { entity, text, last: last - 1 };
  }
  return best;
}
