/** The extraction is no worse than its floors, and the scorer itself counts what it says. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { brokenFloors, type Floors, pin } from '../src/score/floors.js';
import { compareMisses, type GoldRun, scoreGold } from '../src/score/run.js';
import { type AnnotatedArticle, type ScoredArticle, score } from '../src/score/score.js';

const root = path.join(import.meta.dirname, '..');
const pinned: Record<string, Floors> = JSON.parse(readFileSync(path.join(root, 'tests', 'scores.json'), 'utf8'));

describe('floors of tests/scores.json', () => {
  // The gold of the real issues is not part of the project; it is scored where it lies beside it.
  for (const [folder, floors] of Object.entries(pinned)) {
    const given = path.join(root, folder);
    if (!existsSync(given)) continue;
    test(`${folder} holds its floors`, { timeout: 60_000 }, async () => {
      expect(brokenFloors(floors, await scoreGold(given, null, floors.leaveOut))).toEqual([]);
    });
  }

  test('a floor goes down only with a reason', () => {
    const before: Floors = { gold: 'a', leaveOut: [], floors: { 'articles found': 2 }, lowered: [] };
    const run: GoldRun = { report: score([], []), goldSha256: 'a', predicted: {} };
    expect(() => pin(before, run, null)).toThrow('articles found 2 → 0');
    expect(pin(before, run, '两篇并作一篇').lowered).toEqual([
      { figure: 'articles found', from: 2, to: 0, why: '两篇并作一篇' },
    ]);
  });
});

const TEXT = '去年，青川镇实现农业产值1.2亿元，同比增长8%。全镇有12家合作社。';

const gold: AnnotatedArticle = {
  goldFile: 'a.json',
  source: 'a.txt',
  title: '青川镇的账本',
  subtitle: null,
  section: null,
  authors: ['李禾'],
  startsWith: '去年，青川镇实现农业产值',
  endsWith: '全镇有12家合作社。',
  entities: [{ type: 'Township', name: '青川镇', aliases: ['青川'] }],
  observations: [
    {
      quote: '1.2亿元',
      value: 1.2,
      valueTo: null,
      unit: '亿元',
      metric: '农业产值',
      subject: '青川镇',
      period: '2024',
      kind: 'level',
      approx: null,
      modality: 'actual',
    },
    {
      quote: '8%',
      value: 8,
      valueTo: null,
      unit: '%',
      metric: '农业产值',
      subject: '青川镇',
      period: '2024',
      kind: 'change',
      approx: null,
      modality: 'actual',
    },
  ],
  relations: [{ type: 'PAIRED_WITH', from: '青川镇', to: '平川镇' }],
};

const read: ScoredArticle = {
  source: 'a.txt',
  title: '青川镇的账本',
  authors: ['李禾'],
  text: TEXT,
  entities: [{ type: 'Township', name: '青川', aliases: [] }],
  observations: [
    {
      quote: '12000万元',
      start: 12,
      end: 17,
      value: 12000,
      valueTo: null,
      unit: '万元',
      metric: '产值',
      subject: '青川',
      period: '2024',
      kind: 'level',
      approx: null,
      modality: 'actual',
      doubtful: false,
    },
    {
      quote: '8%',
      start: 22,
      end: 24,
      value: 8,
      valueTo: null,
      unit: '%',
      metric: '粮食产量',
      subject: '青川镇',
      period: '2024',
      kind: 'change',
      approx: null,
      modality: 'actual',
      doubtful: true,
    },
    {
      quote: '12家合作社',
      start: 28,
      end: 34,
      value: 12,
      valueTo: null,
      unit: '家',
      metric: '合作社',
      subject: '青川镇',
      period: null,
      kind: 'level',
      approx: null,
      modality: 'actual',
      doubtful: false,
    },
  ],
  relations: [{ type: 'PAIRED_WITH', from: '平川镇', to: '青川' }],
};

describe('score', () => {
  const report = score([gold], [read]);
  const figure = (name: string) => {
    const { gold: wanted, predicted, f1 } = report.scores[name]!;
    return { gold: wanted, predicted, right: Math.round((f1 * (wanted + predicted)) / 2) };
  };

  test('a name in another of its forms is right leniently, wrong strictly', () => {
    expect(figure('lenient all')).toEqual({ gold: 1, predicted: 1, right: 1 });
    expect(figure('entity all')).toEqual({ gold: 1, predicted: 1, right: 0 });
  });

  test('1.2亿元 and 12000万元 are one quantity; a wrong metric is no fact', () => {
    expect(figure('quantity')).toEqual({ gold: 2, predicted: 3, right: 2 });
    expect(figure('fact')).toEqual({ gold: 2, predicted: 3, right: 1 });
  });

  test('what calls itself doubtful does not count among the sure facts', () => {
    expect(report.sure).toEqual({ precision: 1 / 2, coverage: 2 / 3 });
  });

  test('结对 has no direction', () => {
    expect(figure('relation PAIRED_WITH')).toEqual({ gold: 1, predicted: 1, right: 1 });
  });

  test('an article of another source is never the same', () => {
    expect(
      score(
        [gold],
        [
          { ...read, source: 'b.txt' },
          { ...read, source: 'a.txt', title: '', text: '' },
        ],
      ).articles.found,
    ).toBe(0);
  });

  test('rows lost and gained since the last run are told apart', () => {
    const [first, ...rest] = report.misses;
    expect(compareMisses(rest, report.misses)).toEqual({ lost: [first], gained: [] });
    expect(compareMisses(report.misses, rest)).toEqual({ lost: [], gained: [first] });
  });
});
