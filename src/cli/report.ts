/**
 * What a run did, as JSON for a timer and as text for people: on the screen, and with `--report` in files.
 *
 *   --report reports        reports/2025-12-15T080000Z.json and .txt, and the same as reports/latest.json and .txt
 *   --report out/run.json   out/run.json and out/run.txt
 *
 * Keys are English, words for people Chinese and English.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ENTITIES } from '../../schema/entities.js';
import { RELATION_TYPES } from '../../schema/relations.js';
import { Failure } from '../failure.js';
import { type Change, type Counts, totalOf } from '../graph/difference.js';
import type { IngestReport, IssueReport } from '../ingest.js';
import { type ExitCode, isFault } from './command.js';
import { oneLine, table } from './terminal.js';

/** The report of a run that broke off has what was done until then and says why. */
export interface RunReport extends Partial<IngestReport> {
  readonly issues: readonly IssueReport[];
  readonly problems: IngestReport['problems'];
  readonly graph: string;
  readonly exitCode: ExitCode;
  readonly failed: string | null;
}

const STATES: Readonly<Record<IssueReport['state'], string>> = {
  new: '新增 new',
  changed: '更新 changed',
  unchanged: '未变 unchanged',
  refused: '拒收 refused',
};

/** The summary on the screen: a table by type and what a person should look at. */
export function summary(report: IngestReport, graph: string): string {
  const { issues, removed, missing, problems, notGiven, counts, seconds } = report;
  const states = Object.entries(STATES).flatMap(([state, label]) => {
    const many = issues.filter((issue) => issue.state === state).length;
    return many === 0 ? [] : [`${label} ${many}`];
  });
  if (removed.length > 0) states.push(`删除 removed ${removed.length}`);
  const changes = changesOf(report);
  const doubtful = issues.reduce((sum, issue) => sum + issue.doubtful, 0);
  const read = issues.reduce((sum, issue) => sum + issue.observations, 0);
  const doubts = countBy(problems.filter((problem) => !isFault(problem)).map((problem) => problem.rule));
  const ids = (rows: readonly { issueId: string }[]): string => rows.map((row) => row.issueId).join('，');
  const instead = issues.filter((issue) => issue.instead.length > 0);
  return [
    `期 issues: ${states.join('，')}`,
    '',
    table(['', '', '图中 in the graph', '新增 added', '更改 changed', '删除 removed'], summaryRows(counts, changes)),
    '',
    ...(read > 0 ? [`存疑 doubtful: ${doubtful} of ${read} observations read now`] : []),
    ...doubts.map(([rule, many]) => `问题 problems: ${many} × ${rule}`),
    ...instead.map(({ issueId, instead: was }) => `改期 now ${issueId}: ${was.join('，')} is out`),
    ...(removed.length > 0 ? [`删除 removed, file gone: ${ids(removed)}`] : []),
    ...(missing.length > 0 ? [`缺失 kept, file gone (--prune removes them): ${ids(missing)}`] : []),
    ...(notGiven.length > 0 ? [`未给 kept, no file given: ${ids(notGiven)}`] : []),
    `${seconds.toFixed(1)} 秒 seconds, ${graph}`,
  ].join('\n');
}

/** The summary and, for each issue that was touched, what came and went; all problems; where the time went. */
export function reportText(report: RunReport): string {
  const { issues, problems, graph, failed, exitCode, startedAt } = report;
  const lines = [
    `知脉运行报告 zhimai run report, ${startedAt ?? ''}`,
    `图 graph: ${graph}`,
    `退出码 exit code: ${exitCode}`,
  ];
  if (failed !== null) lines.push(`中断 broken off: ${failed}`);
  lines.push('');
  if (isWhole(report)) lines.push(summary(report, graph), '');
  const touched = issues.filter((issue) => issue.state !== 'unchanged');
  if (touched.length > 0) {
    const rows = touched.map((issue) => {
      const { added, changed, removed } = issue.change === null ? NONE : totalOf(issue.change);
      const { extract, load } = issue.seconds;
      return [
        issue.issueId ?? '',
        issue.file,
        STATES[issue.state],
        issue.articles,
        issue.observations,
        issue.doubtful,
        added,
        changed,
        removed,
        extract.toFixed(2),
        load.toFixed(2),
      ];
    });
    lines.push(table(ISSUE_COLUMNS, rows), '');
  }
  for (const { issueId, file, change } of report.removed ?? []) {
    lines.push(`删除 removed: ${issueId} (${file}): ${totalOf(change).removed} nodes`);
  }
  for (const problem of problems) {
    lines.push(oneLine(`${isFault(problem) ? '拒收 refused' : '问题 problem'} ${problem.rule}: ${problem.message}`));
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

const ISSUE_COLUMNS = [
  '期 issue',
  '文件 file',
  '状态 state',
  '文章 articles',
  '数字 observations',
  '存疑 doubtful',
  '新增 added',
  '更改 changed',
  '删除 removed',
  '抽取秒 extract s',
  '载入秒 load s',
];

const isWhole = (report: RunReport): report is RunReport & IngestReport => report.counts !== undefined;

/** @param target  a folder, or a file that ends in .json */
export function writeReport(target: string, report: RunReport): void {
  const isFile = target.endsWith('.json');
  const folder = isFile ? path.dirname(target) : target;
  const stamp = (report.startedAt ?? new Date().toISOString()).replace(/:|\.\d+/gu, '');
  const names = isFile ? [path.basename(target, '.json')] : [stamp, 'latest'];
  try {
    mkdirSync(folder, { recursive: true });
    for (const name of names) {
      writeWhole(path.join(folder, `${name}.json`), `${JSON.stringify(report, null, 1)}\n`);
      writeWhole(path.join(folder, `${name}.txt`), reportText(report));
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure(`${target}: the report cannot be written (${code}); give a folder or a .json file with --report`);
  }
}

/** Whoever reads latest.json meanwhile gets the old one or the new one. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}

// ---------- counts ----------

const NONE: Counts = { added: 0, changed: 0, removed: 0 };

const changesOf = ({ issues, removed }: IngestReport): Change[] => [
  ...issues.flatMap((issue) => issue.change ?? []),
  ...removed.map((each) => each.change),
];

type Counted = IngestReport['counts'];

function summaryRows(counts: Counted, changes: readonly Change[]): (string | number)[][] {
  const nodes: [label: keyof Counted['nodes'] & keyof Change['nodes'], chinese: string][] = [
    ['Issue', '期'],
    ['Article', '文章'],
    ['Sentence', '句'],
    ...ENTITIES.map(({ type, chinese }): [typeof type, string] => [type, chinese]),
    ['Metric', '指标'],
    ['Observation', '数字事实'],
  ];
  const rows = nodes.map(([label, chinese]) => {
    const { added, changed, removed } = sum(changes.map((change) => change.nodes[label] ?? NONE));
    return [chinese, label, counts.nodes[label] ?? 0, added, changed, removed];
  });
  const relations = sum(changes.flatMap((change) => RELATION_TYPES.map((type) => change.edges[type] ?? NONE)));
  const inGraph = RELATION_TYPES.reduce((total, type) => total + (counts.edges[type] ?? 0), 0);
  return [...rows, ['关系', 'relations', inGraph, relations.added, relations.changed, relations.removed]];
}

const sum = (counts: readonly Counts[]): Counts =>
  counts.reduce(
    (total, { added, changed, removed }) => ({
      added: total.added + added,
      changed: total.changed + changed,
      removed: total.removed + removed,
    }),
    NONE,
  );

function countBy(names: readonly string[]): [name: string, many: number][] {
  const many = new Map<string, number>();
  for (const name of names) many.set(name, (many.get(name) ?? 0) + 1);
  return [...many].sort(([a], [b]) => (a < b ? -1 : 1));
}
