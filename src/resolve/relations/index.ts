/**
 * The six relations of an article. In: the article, its entities with their mentions, and the place it is about.
 * Out: one row a (type, from, to) with the sentence part that says so:
 * 临海市白水洋镇下宅村 → LOCATED_IN 下宅村 → 白水洋镇 { quote: "白水洋镇下宅村", rule: "located/chain" }.
 *
 * One file a kind of relation, its rules in this order; for a LOCATED_IN the first that answers decides, for the others
 * the first that finds a row names it:
 *
 *   located.ts   located/   chain or name (the narrower), behind, gazetteer, sentence, zone-before, scene, article or zone
 *   paired.ts    paired/    dash, station, joined, work, help, helps
 *   programs.ts  participates/helps and implemented/helped in a cooperation; else participates/subject, pilot, entered;
 *                implemented/subject; participates/protagonist; implemented/article
 *   invests.ts   invests/   name, funded, project, place, company
 *   posts.ts     post/      printed, chain, second, list
 *
 * Both ends are entities of the article. The gazetteer may confirm or veto what the text says, it never adds a relation
 * by itself.
 */
import type { Article, Entity, Relation } from '../../model.js';
import { ownZoneOf } from '../own-place.js';
import { invests } from './invests.js';
import { located } from './located.js';
import { paired } from './paired.js';
import { posts } from './posts.js';
import { programs } from './programs.js';
import { type Add, sceneOf } from './scene.js';

/**
 * @param entities      of this article, with their mentions
 * @param articlePlace  the place that the article is about; null where it is about none
 * @returns one row a (type, from, to), the first that was found
 */
export function resolveRelations(
  article: Article,
  entities: readonly Entity[],
  articlePlace: Entity | null,
): Relation[] {
  const scene = sceneOf(article, entities, articlePlace, ownZoneOf(article, entities));
  const rows = new Map<string, Relation>();
  const add: Add = (type, from, to, span, rule, post) => {
    if (from === to) return;
    const key = `${type} ${from.id} ${to.id}`;
    const back = `${type} ${to.id} ${from.id}`;
    if (rows.has(key) || (type === 'PAIRED_WITH' && rows.has(back))) return;
    rows.set(key, {
      type,
      from: from.id,
      to: to.id,
      post: post ?? null,
      start: span.start,
      end: span.end,
      quote: article.text.slice(span.start, span.end),
      rule,
    });
  };
  located(scene, add);
  paired(scene, add);
  const named = new Map(entities.map((entity) => [entity.id, entity]));
  const pairs = [...rows.values()]
    .filter((row) => row.type === 'PAIRED_WITH')
    .map((row) => [named.get(row.from) as Entity, named.get(row.to) as Entity, row] as const);
  programs(scene, pairs, add);
  invests(scene, add);
  posts(scene, add);
  // Only one of the two for a pair: who takes part in a higher level's program is not where it is carried out.
  const all = [...rows.values()];
  const takesPart = new Set(all.filter((row) => row.type === 'PARTICIPATES_IN').map((row) => `${row.to} ${row.from}`));
  return all
    .filter((row) => !(row.type === 'IMPLEMENTED_IN' && takesPart.has(`${row.from} ${row.to}`)))
    .sort((a, b) => a.start - b.start || a.end - b.end || byCodeUnit(keyOf(a), keyOf(b)));
}

const keyOf = ({ type, from, to }: Relation): string => `${type}\n${from}\n${to}`;
const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
