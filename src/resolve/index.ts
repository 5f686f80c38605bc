/**
 * What the mentions, numbers and times of one article say together, in order: places are linked, mentions become
 * entities, numbers become observations, and the entities are related.
 */
import { placeByCode } from '../lexicon/places.js';
import type { Entity, Extraction, Reading, Recognition } from '../model.js';
import { resolveEntities } from './entities.js';
import { type ArticleScope, resolveObservations } from './observations.js';
import { ownPlaceOf } from './own-place.js';
import { linkPlaces } from './places.js';
import { resolveRelations } from './relations/index.js';

/** Pure: the same reading and recognition give the same extraction. */
export function resolve(reading: Reading, recognition: Recognition): Extraction {
  const { article } = reading;
  const year = reading.issueDate === null ? null : Number(reading.issueDate.slice(0, 4));
  const links = linkPlaces(recognition.mentions, article, year);
  const entities = resolveEntities(reading, recognition, links);
  const own = ownPlaceOf(article, entities);
  const { observations, refused } = resolveObservations(reading, recognition, entities, scopeOf(own, entities, year));
  const relations = resolveRelations(article, entities, own);
  return {
    article,
    entities,
    observations,
    relations,
    refused: [...recognition.refused, ...links.dropped, ...refused].sort((a, b) => a.start - b.start || a.end - b.end),
  };
}

/** The article's own place, and the province that 全省 means in it: that of the place, else the only one it lies in. */
export function scopeOf(own: Entity | null, entities: readonly Entity[], year: number | null): ArticleScope {
  const provinceOf = (entity: Entity): string | null =>
    entity.place === null ? null : (placeByCode(`${entity.place.code.slice(0, 2)}0000`, year)?.name ?? null);
  const named = new Set(entities.map(provinceOf).filter((name) => name !== null));
  const only = named.size === 1 ? [...named][0]! : null;
  return { ownIds: own === null ? [] : [own.id], province: (own === null ? null : provinceOf(own)) ?? only };
}
