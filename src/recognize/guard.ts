/**
 * What no name begins with, whoever found it: the last look at the mentions of all recognisers.
 *
 *   由丁严王股份经济合作社 → 丁严王股份经济合作社; 要建工业园区, 多种类型共富工坊, 来漳 → no names
 */
import type { EntityType } from '../../schema/entities.js';
import { scanPlaces } from '../lexicon/places.js';
import type { Mention, Reading, Word } from '../model.js';
import { coverOf } from './phrase.js';

const BUILT_NAMES: ReadonlySet<EntityType> = new Set(['Organization', 'Company', 'Zone', 'Project']);
/** Prepositions that jieba takes together with the first character of a name it does not know. */
const PREPOSITION = /^[由到在从将把被向于至]/u;
const LEADS_NOWHERE =
  /^(?:要|会|能|可|想|来|去|让|使|没有|多种|多种类型|各类|各种|各个|各级|众多|不少|许多|大批|一批|部分|全部|所有|优质|薄弱|镇区|城区|城镇|高度|高度重视|重视|依旧|陆续|纷纷|逐步|不断|一直|正在)$/u;
/** 企业来漳发展: a verb of motion with one character for the place. */
const COMES = /^[来赴入进驻落]\p{Script=Han}$/u;
const SHORTEST = 4;

/** The mentions that may be names, each cut where its name begins. */
export function guarded(mentions: readonly Mention[], { article, words }: Reading): Mention[] {
  const cover = coverOf(article.text.length, words);
  return mentions.flatMap((mention) => {
    const first = words[cover[mention.start] ?? -1];
    if (first === undefined || first.start !== mention.start) return [mention];
    if (mention.type === 'Person') return isAdverb(first, mention) ? [] : [mention];
    if (!BUILT_NAMES.has(mention.type)) return [mention];
    if (LEADS_NOWHERE.test(first.text) || COMES.test(mention.text)) return [];
    return [withoutPreposition(mention, first, article.text)];
  });
}

const isAdverb = (word: Word, mention: Mention): boolean =>
  word.text.length > 1 && word.tag === 'd' && mention.text.length > word.text.length;

function withoutPreposition(mention: Mention, first: Word, text: string): Mention {
  const { start, name } = mention;
  const alone = first.text.length === 1 || first.tag === 'x';
  if (!alone || !PREPOSITION.test(mention.text) || !name.startsWith(mention.text[0]!)) return mention;
  if (mention.text.length - 1 < SHORTEST || scanPlaces(text, start, null).length > 0) return mention;
  return { ...mention, start: start + 1, text: mention.text.slice(1), name: name.slice(1) };
}
