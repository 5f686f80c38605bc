/**
 * A draft held against the project's own corpus. A missed conflict fails here, and so does a false alarm, which is what
 * makes editors stop using such a tool. Each test of the graph runs on both stores.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkDraft, type DraftCheck, type Finding, isContradiction } from '../src/desk/check.js';
import { findPairs } from '../src/desk/conflicts.js';
import { isSlip } from '../src/desk/names.js';
import { htmlReport } from '../src/desk/report.js';
import { assembleIssue } from '../src/graph/assemble.js';
import { OUTCOMES } from '../src/graph/compare.js';
import type { IssueGraph } from '../src/model.js';
import { extractIssue } from '../src/pipeline.js';
import { readIssue, readSources } from '../src/read/issue.js';
import { type GraphStore, openStore } from '../src/store/store.js';
import { emptied, KINDS, neo4jAddress, takesTurns } from './stores.js';

const root = path.join(import.meta.dirname, '..');
const fixture = (name: string): Buffer => readFileSync(path.join(root, 'tests', 'fixtures', name));
const draft = fixture('draft.txt');

let read: Promise<IssueGraph[]> | null = null;

/** The corpus, read once. */
function corpus(): Promise<IssueGraph[]> {
  read ??= (async () => {
    const folder = path.join(root, 'corpus');
    const { value: rows } = await readSources(folder);
    const graphs: IssueGraph[] = [];
    for (const file of readdirSync(folder)
      .filter((name) => name.endsWith('.txt'))
      .sort()) {
      const { value: issue } = await readIssue(path.join(folder, file), rows.get(file) ?? null);
      graphs.push(assembleIssue(issue!, extractIssue(issue!).value.extractions));
    }
    return graphs;
  })();
  return read;
}

interface Opened {
  readonly graph: GraphStore;
  close(): Promise<void>;
}

const stores = new Map<string, Promise<Opened>>();
const corpusOn = (kind: (typeof KINDS)[number]): Promise<Opened> => {
  const opened = stores.get(kind) ?? openCorpus(kind);
  stores.set(kind, opened);
  return opened;
};
const closeAll = async (): Promise<void> => {
  for (const opened of stores.values()) await (await opened).close();
  stores.clear();
};
afterAll(closeAll);

/** A store that holds the corpus and nothing else. */
async function openCorpus(kind: (typeof KINDS)[number]): Promise<Opened> {
  const graphs = await corpus();
  const folder = mkdtempSync(path.join(tmpdir(), 'zhimai-check-'));
  const graph = await openStore(kind === 'neo4j' ? neo4jAddress! : path.join(folder, 'graph'), 'write');
  await emptied(graph);
  const load = { runId: 'test', startedAt: '2026-04-01T00:00:00Z', version: 'test', folder: '', problems: 0 };
  for (const each of graphs) await graph.replaceIssue(each, load);
  return {
    graph,
    close: async () => {
      await graph.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function checked(graph: GraphStore, text: string | Uint8Array, date: string | null = null): Promise<DraftCheck> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return (await checkDraft(graph, bytes, 'draft.txt', date)).value!;
}

const alarms = ({ findings }: DraftCheck): Finding[] =>
  findings.filter((finding) => isContradiction(finding.verdict) || finding.verdict === 'name');
const told = (finding: Finding): string =>
  `${finding.verdict} ${finding.subject} ${finding.metric} ${finding.draft.quote}`;

describe.each(KINDS)('on the %s store', (kind) => {
  takesTurns(kind);
  // The next file may empty the server.
  if (kind === 'neo4j') afterAll(closeAll);
  let graph: GraphStore;
  beforeAll(async () => {
    graph = (await corpusOn(kind)).graph;
  }, 300_000);

  test('a draft of 3,000 characters with three planted conflicts has exactly these', async () => {
    const characters = draft.toString('utf8').replace(/\s/gu, '').length;
    expect(characters).toBeGreaterThan(2800);
    await checked(graph, draft);
    const started = performance.now();
    const report = await checked(graph, draft);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(alarms(report).map(told)).toEqual([
      'conflict 玉环市 规模以上工业增加值 规上工业增加值175.6亿元',
      'conflict 天台县 规模以上工业增加值 同比增长4.9%',
      'conflict 浙江仙源药业股份有限公司 营业收入 营业收入28.3亿元',
    ]);
    const numbers = report.findings.length;
    const agreeing = report.findings.filter(({ verdict }) => verdict === 'agree' || verdict === 'rounded');
    expect(numbers).toBeGreaterThanOrEqual(25);
    expect(agreeing.length).toBeGreaterThanOrEqual(18);
    expect(report.findings.some(({ verdict }) => verdict === 'new')).toBe(true);

    // Each side has its quote, its place and its issue.
    const [first] = report.findings;
    expect(first!.against[0]!.place.issueId).toContain('浙东新报');
    expect(first!.against.map(({ place }) => place.quote)).toContain('规上工业增加值171.6亿元');
    for (const { draft: place } of report.findings) {
      const article = report.extractions.find((each) => each.article.id === place.articleId)!.article;
      expect([...article.text].slice(place.startOffset, place.endOffset).join('')).toBe(place.quote);
    }
    // No date, telephone number, program or number of a name is one of them.
    const quotes = report.findings.map(({ draft: place }) => place.quote).join(' ');
    expect(quotes).not.toMatch(/战略|26县|0576|0571|8531|月15日|4月|87654321/u);
    expect(report).toMatchObject({ date: '2026-03-12', dateIs: 'of the newest issue' });
  }, 120_000);

  test('small drafts with traps alarm where they must and nowhere else', async () => {
    const rows = fixture('check-traps.tsv')
      .toString('utf8')
      .split('\n')
      .filter((line) => /^\d/u.test(line));
    expect(rows.length).toBeGreaterThanOrEqual(70);
    const wrong: string[] = [];
    for (const row of rows) {
      const [expected, text, date, why] = row.split('\t') as [string, string, string, string];
      const found = alarms(await checked(graph, text, date === '' ? null : date));
      if (found.length !== Number(expected)) {
        wrong.push(`${text} (${why}): ${expected} expected, ${found.map(told).join('; ') || 'none'} found`);
      }
    }
    expect(wrong, `\n  ${wrong.join('\n  ')}\n`).toEqual([]);
  }, 120_000);

  test('the graph’s own pairs: each conflict with both quotes and its place', async () => {
    const { pairs, counts } = await findPairs(graph, {
      outcomes: new Set(['conflict', 'scale']),
      about: '',
      metric: '',
    });
    const said = pairs.map(({ outcome, a, b }) => [outcome, a.subject, a.place.quote, b.place.quote].join(' '));
    expect(said).toContain('conflict 仙居县 规上工业增加值38.6亿元 规上工业增加值39.2亿元');
    // The same figure in 万元, of a short article that names its county in the headline only.
    expect(said).toContain('conflict 仙居县 规上工业增加值386000万元 规上工业增加值39.2亿元');
    const place = pairs.find((pair) => pair.a.place.quote === '规上工业增加值38.6亿元')!.a.place;
    expect(place).toMatchObject({
      issueId: '江南瞭望-2025-12',
      issueDate: '2025-06-25',
      before: '2024年，仙居县实现',
    });
    expect(counts.get('agree')).toBeGreaterThan(0);
    const all = await findPairs(graph, { outcomes: new Set(OUTCOMES), about: '仙居', metric: '工业增加值' });
    expect(all.pairs.length).toBeGreaterThan(pairs.length);
    expect(all.pairs.every((pair) => pair.a.subject.includes('仙居'))).toBe(true);
  }, 120_000);
});

describe('a draft as it comes', () => {
  let graph: GraphStore;
  beforeAll(async () => {
    graph = (await corpusOn('embedded')).graph;
  }, 300_000);

  test('GB18030, without a title, one line', async () => {
    const line = '2024年，玉环市规上工业增加值175.6亿元。';
    for (const bytes of [Buffer.from(line), iconv.encode(line, 'gb18030'), Buffer.from(`\ufeff${line}\r\n`)]) {
      expect(alarms(await checked(graph, bytes)).map(told)).toEqual([
        'conflict 玉环市 规模以上工业增加值 规上工业增加值175.6亿元',
      ]);
    }
    const { value, problems } = await checkDraft(graph, new Uint8Array(), 'empty.txt', null);
    expect(value).toBeNull();
    expect(problems[0]!.message).toBe('empty.txt is empty');
  }, 60_000);

  test('the day that is given decides what 去年 is', async () => {
    const line = '去年，玉环市规上工业增加值185.3亿元。';
    expect(alarms(await checked(graph, line, '2026-04-01'))).toEqual([]);
    expect(alarms(await checked(graph, line, '2025-04-01')).map(told)).toHaveLength(1);
  }, 60_000);

  test('what is said of a place under the wrong parent', async () => {
    const [finding] = alarms(await checked(graph, '记者来到建德市枫树岭镇。'));
    expect(finding).toMatchObject({ verdict: 'parent', reason: '枫树岭镇属于杭州市淳安县，不属于建德市' });
    expect(finding!.draft.quote).toBe('建德市枫树岭镇');
  }, 60_000);

  test.each([
    [1, '记者来到仙居县的沙门镇。'],
    [1, '去年12月，台州市仙居县的沙门镇来了人。'],
    [0, '玉环市的沙门镇来了人。'],
    [0, '临海市的企业在玉环市沙门镇。'],
    // What is next to 仙居县, comes from it, or stands in a list with another county, is not in it.
    [0, '紧邻仙居县的沙门镇来了人。'],
    [0, '来自仙居县的沙门镇客商来了。'],
    [0, '玉环市、仙居县的沙门镇、白塔镇来了人。'],
  ])(
    '%i wrong parents with 的 between: %s',
    async (many, line) => {
      expect(alarms(await checked(graph, line))).toHaveLength(many);
    },
    60_000,
  );

  test('every text in the report is text', async () => {
    const text =
      '<img src=x onerror=alert(1)>“山海”记\n\n2024年，玉环市规上工业增加值175.6亿元</script><script>alert(2)</script>，仙居县\'"&amp;规上工业增加值38.6亿元。\n';
    const html = htmlReport(await checked(graph, text));
    expect(html).not.toMatch(/<img|<script|onerror=alert\(1\)>(?!.*&)/iu);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).toContain('&lt;/script&gt;&lt;script&gt;alert(2)');
    expect(html).toContain('175.6');
    // Nothing is fetched from anywhere and nothing runs.
    expect(html).not.toMatch(/https?:|src=(?!x onerror)|@import|url\(/u);
    expect(html).toContain('@media print');
  }, 60_000);
});

describe('a name with one character changed', () => {
  test.each([
    ['浙江海川阀门有限公司', '浙江海川阀业有限公司', true],
    ['浙江捷众科技有限公司', '浙江捷重科技有限公司', true],
    ['浙江捷众科技有限公司', '浙江捷科众技有限公司', true],
    ['浙江捷众科技有限公司', '浙江捷众科有限公司', true],
    ['新登镇第一小学', '新登镇第二小学', false],
    ['杭州云栈东区产业园', '杭州云栈西区产业园', false],
    ['杭州供电有限公司', '湖州供电有限公司', false],
    ['浙江海川阀门有限公司', '浙江山河阀门有限公司', false],
  ])('%s and %s: %s', (a, b, slip) => {
    expect(isSlip(a, b)).toBe(slip);
    expect(isSlip(b, a)).toBe(slip);
  });
});
