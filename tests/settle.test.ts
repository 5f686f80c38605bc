/** Files that are still being copied, and the report of a run, as a timer meets them. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { reportText, writeReport } from '../src/cli/report.js';
import { stillChanging } from '../src/read/settle.js';

const base = mkdtempSync(path.join(tmpdir(), 'zhimai-settle-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const file = path.join(base, '2025-12.txt');
const rules = async (seconds: number) =>
  [...(await stillChanging([file], seconds)).values()].flatMap(({ problems }) => problems.map(({ rule }) => rule));

test('a file that grows is left alone and said in one line', async () => {
  writeFileSync(file, '江南瞭望');
  const copy = setInterval(() => appendFileSync(file, '县'), 50);
  expect(await rules(1)).toEqual(['issue/unsettled']);
  clearInterval(copy);
});

test('a file that stands still is read, at once when it is old or when nobody asks for patience', async () => {
  writeFileSync(file, '江南瞭望');
  expect(await rules(0)).toEqual([]);
  expect(await rules(1)).toEqual([]);
  const started = performance.now();
  utimesSync(file, 1_700_000_000, 1_700_000_000);
  expect(await rules(60)).toEqual([]);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('a clock that is ahead does not keep a file out for ever', async () => {
  writeFileSync(file, '江南瞭望');
  utimesSync(file, 4_000_000_000, 4_000_000_000);
  expect(await rules(1)).toEqual([]);
});

test('a run that broke off has a report that says why', () => {
  const broken = {
    startedAt: '2025-12-15T08:00:00.123Z',
    graph: 'bolt://127.0.0.1:7687',
    exitCode: 2,
    failed: 'bolt://127.0.0.1:7687: no Neo4j answers there',
    issues: [],
    problems: [],
  } as const;
  expect(reportText(broken)).toContain('中断 broken off: bolt://127.0.0.1:7687: no Neo4j answers there');
  const folder = path.join(base, 'reports');
  writeReport(folder, broken);
  expect(JSON.parse(readFileSync(path.join(folder, '2025-12-15T080000Z.json'), 'utf8'))).toEqual(broken);
  expect(readFileSync(path.join(folder, 'latest.txt'), 'utf8')).toBe(reportText(broken));
  writeReport(path.join(base, 'own.json'), broken);
  expect(existsSync(path.join(base, 'own.txt'))).toBe(true);
  mkdirSync(path.join(base, 'taken.json'), { recursive: true });
  expect(() => writeReport(path.join(file, 'reports'), broken)).toThrow(
    /the report cannot be written \(E[A-Z]+\); give a folder/u,
  );
});
