/** `ingest --gate`: what smells is refused with its reason and the graph stays; what is news or a correction passes. */
import { mkdirSync, mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { issueFiles } from '../src/cli/files.js';
import { readLimits } from '../src/cli/limits.js';
import { GATE_LIMITS, GATE_RULES } from '../src/graph/gate.js';
import { type IngestOptions, ingest } from '../src/ingest.js';
import { canonicalDump } from '../src/store/dump.js';
import { openStore } from '../src/store/store.js';
import { PARAGRAPHS, printedArticle, printedIssue } from './issues.js';

vi.setConfig({ testTimeout: 120_000 });

const base = mkdtempSync(path.join(tmpdir(), 'zhimai-gate-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const folder = path.join(base, 'issues');
const graph = path.join(base, 'graph');
const file = path.join(folder, '1.txt');
const FIGURES =
  '去年，仙居县规模以上工业增加值42.3亿元，同比增长11.2%；玉环市规模以上工业增加值185.3亿元，同比增长8.1%。' +
  '仙居县农村居民人均可支配收入31680元，比上年增长7.5%，接待游客1286.4万人次。';
const ARTICLES: readonly (number | string)[] = [0, 1, 5, 9, 10, 14, printedArticle(60, FIGURES)];
const printed = printedIssue('浙东试刊', 1, ARTICLES);

const run = (options: Partial<IngestOptions> = {}) =>
  ingest(issueFiles([folder]), { graph, folders: [folder], gate: GATE_LIMITS, ...options });
const dump = async (): Promise<string> => {
  const store = await openStore(graph, 'read');
  try {
    return await canonicalDump(store);
  } finally {
    await store.close();
  }
};

let before = '';
beforeAll(async () => {
  mkdirSync(folder);
  writeFileSync(file, printed);
  writeFileSync(path.join(folder, '2.txt'), printedIssue('浙东试刊', 2, [20, 21, 22]));
  writeFileSync(path.join(folder, '3.txt'), printedIssue('浙东试刊', 3, [30, 31, 32]));
  expect((await run()).problems.filter(({ level }) => level === 'refused')).toEqual([]);
  before = await dump();
}, 120_000);

const FAULTS: readonly (readonly [what: string, spoiled: string, rules: readonly string[]])[] = [
  ['an article was dropped', printedIssue('浙东试刊', 1, ARTICLES.slice(1)), ['gate/articles-vanish']],
  ['a decimal point moved', printed.replace('42.3亿元', '423亿元'), ['gate/decimal-shift']],
  ['a point was lost in a rate', printed.replace('增长11.2%', '增长112%'), ['gate/decimal-shift']],
  ['亿 became 万', printed.replace('185.3亿元', '185.3万元'), ['gate/magnitude-jump']],
  ['万 became 亿', printed.replace('1286.4万人次', '1286.4亿人次'), ['gate/magnitude-jump']],
  ['the file was cut in half', printed.slice(0, printed.length / 2), ['gate/articles-vanish']],
  ['the last article was cut', printed.slice(0, printed.indexOf('仙居县农村居民')), ['gate/articles-shrink']],
];

describe('A seeded fault is stopped, and the graph stays as it was', () => {
  test.each(FAULTS)('%s', async (_, spoiled, rules) => {
    expect(spoiled).not.toBe(printed);
    writeFileSync(file, spoiled);
    const { issues, problems } = await run();
    expect(issues[0]).toMatchObject({ issueId: '浙东试刊-2024-1', state: 'refused', change: null });
    const refused = problems.filter(({ level }) => level === 'refused');
    expect(refused.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...rules]));
    for (const { message } of refused) {
      expect(message).toMatch(
        /^1\.txt: [a-z-]+: .+ \(.+, more than .+\): .+; the graph stays as it was; if it is right, /u,
      );
    }
    expect(await dump()).toBe(before);
  });

  test('nothing but the masthead is left: that stops it without a gate too', async () => {
    writeFileSync(file, printed.slice(0, printed.indexOf('山海')));
    for (const gate of [GATE_LIMITS, null]) {
      const { issues, problems } = await run({ gate });
      expect(issues[0]).toMatchObject({ issueId: '浙东试刊-2024-1', state: 'refused', change: null });
      expect(problems.map(({ rule }) => rule)).toEqual(['articles/none']);
    }
    expect(await dump()).toBe(before);
  });

  test('the date of the issue is lost, and with it what 去年 means', async () => {
    writeFileSync(file, printed);
    writeFileSync(path.join(folder, 'sources.json'), '[{"file": "5.txt", "date": "2025-06-15"}]');
    const dated = printedArticle(61, `${FIGURES}今年一季度，仙居县新开工项目58个，完成投资36.2亿元。`);
    writeFileSync(path.join(folder, '5.txt'), printedIssue('浙东试刊', 5, [dated, printedArticle(62, FIGURES)]));
    await run();
    const loaded = await dump();
    rmSync(path.join(folder, 'sources.json'));
    const { problems } = await run();
    expect(problems.map(({ rule }) => rule)).toContain('gate/periods-fall');
    expect(await dump()).toBe(loaded);
    rmSync(path.join(folder, '5.txt'));
    await run({ prune: true });
    expect(await dump()).toBe(before);
  });

  test('most files gone at once', async () => {
    writeFileSync(file, printed);
    for (const name of ['2.txt', '3.txt']) unlinkSync(path.join(folder, name));
    const { removed, problems } = await run({ prune: true });
    expect(removed).toEqual([]);
    expect(problems.map(({ rule }) => rule)).toContain('gate/issues-vanish');
    expect(await dump()).toBe(before);
    writeFileSync(path.join(folder, '2.txt'), printedIssue('浙东试刊', 2, [20, 21, 22]));
    writeFileSync(path.join(folder, '3.txt'), printedIssue('浙东试刊', 3, [30, 31, 32]));
  });
});

describe('What is no fault passes', () => {
  const PASSING: readonly (readonly [what: string, name: string, text: string])[] = [
    ['a new issue', '4.txt', printedIssue('浙东试刊', 4, [40, 41, 42, 43])],
    ['a corrected number', '1.txt', printed.replace('42.3亿元', '42.8亿元')],
    ['a corrected first line and name', '1.txt', printed.replace('去年，仙居县规模', '2024年，仙居县的规模')],
    ['an article more', '1.txt', printedIssue('浙东试刊', 1, [...ARTICLES, 70])],
    ['articles in another order', '1.txt', printedIssue('浙东试刊', 1, [...ARTICLES].reverse())],
  ];
  test.each(PASSING)('%s', async (_, name, text) => {
    writeFileSync(file, printed);
    await run({ gate: null });
    writeFileSync(path.join(folder, name), text);
    const { issues, problems } = await run();
    expect(problems.filter(({ level }) => level === 'refused')).toEqual([]);
    expect(issues.some(({ change }) => change !== null)).toBe(true);
  });

  test('what a limit of the config allows, and what no gate looks at', async () => {
    writeFileSync(file, printed);
    await run({ gate: null });
    writeFileSync(file, printed.replace('42.3亿元', '423亿元'));
    const limits = path.join(base, 'limits.json');
    writeFileSync(limits, '{"decimal-shift": null}');
    expect((await run({ gate: readLimits(limits) })).issues[0]!.state).toBe('changed');
    writeFileSync(file, printed);
    expect((await run({ gate: null })).issues[0]!.state).toBe('changed');
  });
});

describe('A config that is wrong is one line', () => {
  const WRONG: readonly (readonly [text: string | null, says: string])[] = [
    [null, 'cannot be read (ENOENT)'],
    ['{', 'is not JSON'],
    ['[]', 'expected object'],
    ['{"facts-lost": 2}', 'facts-lost: '],
    ['{"facts-lost": "much"}', 'facts-lost: '],
    ['{"articles-vanish": 0.5}', 'articles-vanish: '],
    ['{"facts": 0.5}', 'the rules are articles-vanish'],
  ];
  test.each(WRONG)('%s', (text, says) => {
    const limits = path.join(base, text === null ? 'nowhere.json' : 'wrong.json');
    if (text !== null) writeFileSync(limits, text);
    const read = () => readLimits(limits);
    expect(read).toThrow(says);
    expect(read).toThrow(/^[^\n]+\.json: [^\n]+$/u);
  });
});

test('each rule has a limit and says why', () => {
  for (const { rule, limit, reason } of GATE_RULES) {
    expect({ rule, ok: limit >= 0 && reason.length > 20 }).toEqual({ rule, ok: true });
  }
  expect(PARAGRAPHS.length).toBeGreaterThan(70);
});
