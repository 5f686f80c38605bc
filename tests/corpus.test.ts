/**
 * The project's own corpus and its gold say what they must: every gold row stands in its issue file,
 * every relation joins two entities of its article, every pair of prints exists.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type GoldArticle, goldFileShape } from '../schema/extraction.js';
import { RELATIONS } from '../schema/relations.js';

const root = path.join(import.meta.dirname, '..');
const corpus = path.join(root, 'corpus');
const goldFolder = path.join(root, 'tests', 'gold');

/** Nouns that the guidelines accept as a subject though the text prints only 全省. */
const OWN_PROVINCE = ['浙江省', '四川省', '贵州省'];
const NUMERAL = /[0-9一二两三四五六七八九十百千万亿半几数首末]/u;

/** "１３５０ 个" → "1350个": full width to half, no white space, as gold and print are compared. */
function squash(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/gu, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/\s+/gu, '');
}

/** UTF-8 where the bytes are valid UTF-8, else GB18030. */
function printed(file: string): string {
  const bytes = readFileSync(path.join(corpus, file));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  }
}

const issues = readdirSync(corpus)
  .filter((name) => name.endsWith('.txt'))
  .sort();
const gold = readdirSync(goldFolder)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => ({ name, ...goldFileShape.parse(JSON.parse(readFileSync(path.join(goldFolder, name), 'utf8'))) }));

/** What is wrong in the gold of one article, a line each. */
function faults(article: GoldArticle, print: string): string[] {
  const found: string[] = [];
  const stands = (text: string) => print.includes(squash(text));
  const names = new Map(article.entities.map((entity) => [entity.name, entity]));
  for (const text of [article.startsWith, article.endsWith, article.title.split(' ')[0] ?? ''])
    if (!stands(text)) found.push(`not printed: ${text}`);
  for (const author of article.authors) if (!stands(author)) found.push(`author not printed: ${author}`);
  for (const entity of article.entities) {
    if (![entity.name, ...entity.aliases].some(stands)) found.push(`entity not printed: ${entity.name}`);
    for (const alias of entity.aliases) if (!stands(alias)) found.push(`alias not printed: ${alias}`);
  }
  for (const row of article.observations) {
    const quote = squash(row.quote);
    if (!print.includes(quote)) found.push(`quote not printed: ${row.quote}`);
    if (!quote.includes(String(row.value)) && !NUMERAL.test(quote.replace(/[0-9]/gu, '')))
      found.push(`value ${row.value} is not in ${row.quote}`);
    for (const subject of [row.subject, ...(row.subjectAlt ?? [])])
      if (!names.has(subject) && !stands(subject) && !OWN_PROVINCE.includes(subject))
        found.push(`subject not printed: ${subject}`);
  }
  for (const relation of article.relations) {
    const allowed = RELATIONS.find((row) => row.type === relation.type)!;
    const fits = (name: string, types: readonly string[]) =>
      article.entities.some((entity) => entity.name === name && types.includes(entity.type));
    if (!fits(relation.from, allowed.from) || !fits(relation.to, allowed.to))
      found.push(`${relation.type} ${relation.from} → ${relation.to}: an end is no such entity of the article`);
    if ((relation.type === 'HOLDS_POST') !== (relation.post !== undefined))
      found.push(`${relation.type} ${relation.from} → ${relation.to}: post`);
  }
  return found;
}

describe('gold', () => {
  test('every issue has gold', () => {
    expect(gold.map((file) => file.source).sort()).toEqual(issues);
  });
  for (const file of gold) {
    test(`${file.name} stands in its issue`, () => {
      const print = squash(printed(file.source));
      const wrong = file.articles.flatMap((article) =>
        faults(article, print).map((fault) => `${article.title || article.startsWith}: ${fault}`),
      );
      expect(wrong).toEqual([]);
    });
  }
});

describe('sources.json', () => {
  const rows: { file: string; publication?: string; date?: string }[] = JSON.parse(
    readFileSync(path.join(corpus, 'sources.json'), 'utf8'),
  );
  test('names every issue file and no other', () => {
    expect(rows.map((row) => row.file).sort()).toEqual(issues);
  });
  test('gives each a publication and a day', () => {
    for (const row of rows) {
      expect(row.publication).toBeTruthy();
      expect(row.date).toMatch(/^\d{4}-\d{2}-\d{2}$/u);
    }
  });
});

describe('files', () => {
  const bytes = (file: string) => readFileSync(path.join(corpus, file));
  test('one has a byte order mark, one is GB18030 with a rare name in it', () => {
    expect(bytes('jiangnan-2025-12.txt').subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes('qianshan-2024-11-20.txt'))).toThrow();
    expect(printed('qianshan-2024-11-20.txt')).toContain('𠮷田村');
  });
});

describe('pairs.json', () => {
  interface Print {
    file: string;
    startsWith: string;
    quote: string;
  }
  const file = path.join(root, 'tests', 'pairs.json');
  const pairs: { class: string; about: string; a: Print; b: Print }[] = JSON.parse(readFileSync(file, 'utf8'));
  test('every print is an observation of the gold', () => {
    const observations = new Set(
      gold.flatMap((from) =>
        from.articles.flatMap((article) =>
          article.observations.map((row) => `${from.source} ${article.startsWith} ${row.quote}`),
        ),
      ),
    );
    const missing = pairs
      .flatMap((pair) => [pair.a, pair.b])
      .filter((print) => !observations.has(`${print.file} ${print.startsWith} ${print.quote}`));
    expect(missing).toEqual([]);
  });
});
