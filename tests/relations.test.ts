/** Each text of tests/examples/relations.txt states exactly the relations that stand under it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type EntityType, isPlaceType } from '../schema/entities.js';
import { placesNamed } from '../src/lexicon/places.js';
import type { Entity, Mention, Place } from '../src/model.js';
import { loneArticle } from '../src/pipeline.js';
import { ownPlaceOf } from '../src/resolve/own-place.js';
import { resolveRelations } from '../src/resolve/relations/index.js';

interface Case {
  readonly shows: string;
  /** Name of the place that the article is about, where the example says so. */
  readonly about: string | null;
  readonly text: string;
  readonly expected: readonly string[];
  readonly line: number;
}

function readCases(file: string): Case[] {
  const cases: Case[] = [];
  let shows = '';
  let about: string | null = null;
  for (const [i, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line.startsWith('#')) continue;
    if (line.trim() === '') {
      shows = '';
      about = null;
    } else if (line.startsWith('  ')) {
      const last = cases[cases.length - 1] as Case;
      if (line.trim() !== 'none') cases[cases.length - 1] = { ...last, expected: [...last.expected, line.trim()] };
    } else if (shows === '') shows = line;
    else if (line.startsWith('about ')) about = line.slice('about '.length);
    else cases.push({ shows, about, text: line, expected: [], line: i + 1 });
  }
  return cases;
}

/** {Person:陈立新@村书记} is printed 村书记陈立新. */
const MARK = /\{(?<type>[A-Za-z]+):(?<printed>[^{}=@]+)(?:=(?<name>[^{}@]+))?(?:@(?<post>[^{}]+))?\}/gu;

function entitiesOf(marked: string): { text: string; entities: Entity[] } {
  let text = '';
  let after = 0;
  const mentions: Mention[] = [];
  for (const mark of marked.matchAll(MARK)) {
    const { type, printed, name, post } = mark.groups as {
      type: EntityType;
      printed: string;
      name?: string;
      post?: string;
    };
    text += marked.slice(after, mark.index) + (post ?? '');
    const start = text.length;
    text += printed;
    after = mark.index + mark[0].length;
    const mention: Mention = {
      type,
      name: name ?? printed,
      start,
      end: text.length,
      text: printed,
      rule: 'test',
      candidates: [],
    };
    mentions.push(post === undefined ? mention : { ...mention, post });
  }
  text += marked.slice(after);
  const entities = new Map<string, Entity>();
  for (const mention of mentions) {
    const id = `${mention.type}:${mention.name}`;
    const known = entities.get(id);
    entities.set(id, {
      id,
      type: mention.type,
      name: mention.name,
      aliases: isPlaceType(mention.type) ? [mention.name.replace(/[省市县区]$/u, '')] : [],
      mentions: [...(known?.mentions ?? []), mention],
      place: linked(mention),
    });
  }
  return { text, entities: [...entities.values()] };
}

/** As the resolver links it: where one place of that type has the name. */
function linked(mention: Mention): Place | null {
  if (!isPlaceType(mention.type)) return null;
  const named = placesNamed(mention.name, 2025).filter((place) => place.type === mention.type);
  return named.length === 1 ? (named[0] as Place) : null;
}

describe('relations.txt', () => {
  for (const { shows, about, text: marked, expected, line } of readCases(
    path.join(import.meta.dirname, 'examples', 'relations.txt'),
  )) {
    test(`${shows} (line ${line})`, () => {
      const { text, entities } = entitiesOf(marked);
      const article = loneArticle('test#1', text);
      const place =
        about === null ? ownPlaceOf(article, entities) : (entities.find(({ name }) => name === about) ?? null);
      const name = new Map(entities.map((entity) => [entity.id, entity.name]));
      const relations = resolveRelations(article, entities, place);
      const found = relations.map(
        ({ type, from, to, post }) => `${type} ${name.get(from)} → ${name.get(to)}${post === null ? '' : ` ${post}`}`,
      );
      expect([...found].sort()).toEqual([...expected].sort());
      for (const relation of relations) expect(text.slice(relation.start, relation.end)).toBe(relation.quote);
    });
  }
});

test('a name that is printed twice gives one row a type and pair', () => {
  const { text, entities } = entitiesOf('{County:临海市}{Township:桃渚镇}和{County:临海市}{Township:桃渚镇}。');
  const relations = resolveRelations(loneArticle('test#1', text), entities, null);
  expect(relations.map(({ type, quote }) => `${type} ${quote}`)).toEqual(['LOCATED_IN 临海市桃渚镇']);
});
