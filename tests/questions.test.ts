/** Named questions and searches over the project's own issues: each has an answer, the same on both stores. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { IssueGraph } from '../src/model.js';
import { QUESTIONS } from '../src/store/questions.js';
import { findSentences, wordsIn } from '../src/store/search.js';
import type { Answer, GraphStore, Row } from '../src/store/store.js';
import { corpusGraphs, loadAll } from './own-corpus.js';
import { KINDS, type OpenedStore, openEmpty, takesTurns } from './stores.js';

// A Neo4j that has just started plans its first queries slowly.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let graphs: IssueGraph[];
/** Each holds the corpus. */
const stores: OpenedStore[] = [];
beforeAll(async () => {
  graphs = await corpusGraphs();
});
for (const kind of KINDS) {
  takesTurns(kind);
  beforeAll(async () => {
    const opened = await openEmpty(kind);
    stores.push(opened);
    await loadAll(opened.store, graphs);
  });
}
afterAll(async () => {
  for (const { close } of stores) await close();
});

/** What `ask` gives on the embedded store; each other store must give the same to the last type and row. */
async function onEach<T>(ask: (store: GraphStore) => Promise<Record<string, T>>): Promise<Record<string, T>> {
  const answers: Record<string, T>[] = [];
  for (const { store } of stores) answers.push(await ask(store));
  for (const other of answers.slice(1)) {
    for (const name of Object.keys(other)) expect(other[name], name).toStrictEqual(answers[0]![name]);
  }
  return answers[0]!;
}

describe('Named questions', () => {
  test('With its examples and with its defaults each has rows, the same on both stores', async () => {
    const answers = await onEach(async (store) => {
      const rows: Record<string, Row[]> = {};
      for (const { name, parameters, cypher } of QUESTIONS) {
        const asked = (value: 'example' | 'default') =>
          Object.fromEntries(parameters.map((each) => [each.name, each[value] ?? each.example]));
        rows[`${name} with its examples`] = await store.read({ cypher, params: asked('example') });
        rows[`${name} with its defaults`] = await store.read({ cypher, params: asked('default') });
      }
      return rows;
    });
    expect(QUESTIONS.length).toBeGreaterThanOrEqual(25);
    expect(Object.entries(answers).filter(([, rows]) => rows.length === 0)).toEqual([]);
    for (const row of Object.values(answers).flat()) {
      for (const name of ['value', 'valueTo', 'baseValue', 'year', 'articles', 'observations']) {
        if (name in row && row[name] !== null) expect(row[name]).toBeTypeOf('number');
      }
    }
  });
});

describe('A search over sentences', () => {
  const ASKED = [
    '工业增加值',
    '玉环 阀门',
    '县',
    '5G',
    '2024年 增长',
    'Ａ',
    '规上工业增加值38.6亿元',
    '"',
    '*) OR (县',
    '没有这个词吧',
  ];

  test('Finds the same on both stores, and only sentences that have every word', async () => {
    const answers = await onEach(async (store) => {
      const found: Record<string, Answer> = {};
      for (const asked of ASKED) found[asked] = await findSentences(store, wordsIn(asked), 50);
      return found;
    });
    for (const asked of ASKED) {
      for (const { sentence } of answers[asked]!.rows)
        for (const word of wordsIn(asked)) expect(sentence).toContain(word);
    }
    expect(ASKED.filter((asked) => answers[asked]!.rows.length === 0)).toEqual(['"', '*) OR (县', '没有这个词吧']);
    const times = answers.工业增加值!.rows.map((row) => row.times as number);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(times[0]).toBeGreaterThan(1);
  });

  test('Misses no sentence of the corpus', async () => {
    const all = graphs.flatMap(({ articles }) => articles.flatMap(({ nodes }) => nodes));
    const expected = all.filter((node) => node.label === 'Sentence' && String(node.properties.text).includes('增长'));
    const answers = await onEach(async (store) => ({ found: await findSentences(store, ['增长'], 10_000) }));
    expect(answers.found!.rows.map((row) => row.id).sort()).toEqual(expected.map((node) => node.id).sort());
  });
});

test('The words of a search: half-width as the text is kept, each once', () => {
  expect(wordsIn(' 工业增加值　２０２４年, 工业增加值、5G ')).toEqual(['工业增加值', '2024年', '5G']);
});
