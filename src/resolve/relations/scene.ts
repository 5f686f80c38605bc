/**
 * An article as the rules of relations read it: its mentions in order of print, its sentences, and the place that it is
 * about; with the questions that several kinds of rules ask.
 */
import type { RelationType } from '../../../schema/relations.js';
import { liesIn } from '../../lexicon/places.js';
import type { Article, Entity, Mention, Span } from '../../model.js';

/** A mention with its entity. */
export interface Mark extends Span {
  readonly entity: Entity;
  readonly mention: Mention;
}

export interface Scene {
  readonly text: string;
  readonly article: Article;
  readonly entities: readonly Entity[];
  readonly place: Entity | null;
  /** The zone that the article is about, inside its place. */
  readonly zone: Entity | null;
  /** All marks by start; those inside a longer one are left out. */
  readonly marks: readonly Mark[];
  readonly sentences: readonly Span[];
  /** Printed names of places with where they stand, inside longer names too. */
  readonly places: readonly Mark[];
}

export interface Answer extends Span {
  readonly to: Entity;
  readonly rule: string;
}

const WIDTH: Readonly<Record<string, number>> = { Province: 5, City: 4, County: 3, Zone: 2.5, Township: 2, Village: 1 };
export const widthOf = ({ type }: Pick<Entity, 'type'>): number => WIDTH[type] ?? 0;
export const isContainer = (entity: Entity): boolean => WIDTH[entity.type] !== undefined;
type Named = Pick<Entity, 'name' | 'aliases'>;
export const namesOf = ({ name, aliases }: Named): readonly string[] => [name, ...aliases];

export function timesPrinted(text: string, entity: Named): number {
  const name = namesOf(entity)
    .filter((one) => one.length >= 2)
    .sort((a, b) => a.length - b.length)[0];
  return name === undefined ? 0 : text.split(name).length - 1;
}

export function sceneOf(
  article: Article,
  entities: readonly Entity[],
  place: Entity | null,
  zone: Entity | null,
): Scene {
  const all: Mark[] = entities.flatMap((entity) =>
    entity.mentions.map((mention) => ({ start: mention.start, end: mention.end, entity, mention })),
  );
  all.sort((a, b) => a.start - b.start || b.end - a.end);
  const marks: Mark[] = [];
  let reach = -1;
  for (const mark of all) {
    if (mark.end <= reach) continue;
    marks.push(mark);
    reach = mark.end;
  }
  const sentences = article.sentences.length > 0 ? article.sentences : sentencesOf(article.text);
  return {
    text: article.text,
    article,
    entities,
    place,
    zone,
    marks,
    sentences,
    places: printedPlaces(article.text, entities, all),
  };
}

function sentencesOf(text: string): Span[] {
  return [...text.matchAll(/[^。！？\n]+[。！？]?[”’）]*/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Mentions of places and zones, and their full names wherever they are printed (临海市 in 临海市民政局). */
function printedPlaces(text: string, entities: readonly Entity[], all: readonly Mark[]): Mark[] {
  const found: Mark[] = all.filter((mark) => isContainer(mark.entity));
  const seen = new Set(found.map((mark) => `${mark.start} ${mark.end}`));
  for (const entity of entities) {
    const sample = entity.mentions[0];
    if (!isContainer(entity) || sample === undefined) continue;
    for (const name of namesOf(entity)) {
      if (name.length < 2) continue;
      for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
        const key = `${at} ${at + name.length}`;
        if (seen.has(key)) continue;
        seen.add(key);
        found.push({ start: at, end: at + name.length, entity, mention: sample });
      }
    }
  }
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

export function sentenceAt(scene: Scene, offset: number): Span {
  let low = 0;
  let high = scene.sentences.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((scene.sentences[middle] as Span).start <= offset) low = middle;
    else high = middle - 1;
  }
  return scene.sentences[low] ?? { start: 0, end: scene.text.length };
}

/** The marks that stand in a span. No two of them overlap, so the first is found by halving. */
export function marksIn(scene: Scene, span: Span): readonly Mark[] {
  const { marks } = scene;
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (marks[middle]!.start < span.start) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < marks.length && marks[end]!.end <= span.end) end++;
  return marks.slice(low, end);
}
export const marksOf = (scene: Scene, entity: Entity): readonly Mark[] => {
  const outer = scene.marks.filter((mark) => mark.entity === entity);
  if (outer.length > 0) return outer;
  return entity.mentions.map((mention) => ({ start: mention.start, end: mention.end, entity, mention }));
};

/** Codes, where both are linked, decide whether the one can lie in the other; null: they do not say. */
export function gazetteerSays(inner: Pick<Entity, 'place'>, outer: Pick<Entity, 'place'>): boolean | null {
  if (inner.place === null || outer.place === null || inner.place.code === outer.place.code) return null;
  return liesIn(inner.place.code, outer.place.code);
}

/** What joins two names of a list. */
export const AND = /^(?:与|和|及|、|以及)$/u;
/** The one lies in the other, by their codes. */
export const areNested = (a: Entity, b: Entity): boolean =>
  gazetteerSays(a, b) === true || gazetteerSays(b, a) === true;

export type Add = (type: RelationType, from: Entity, to: Entity, span: Span, rule: string, post?: string) => void;
