/** `zhimai ingest [PATH…]`: the main job: issue files → the graph, with a summary of what changed. */
import { Command } from 'commander';
import { ENTITIES } from '../../schema/entities.js';
import { RELATION_TYPES } from '../../schema/relations.js';
import type { Change, Counts } from '../graph/difference.js';
import type { IngestProgress, IngestReport, IssueReport } from '../pipeline.js';
import { concurrencyOption, type DefineCommand, graphOption, isFault, maxFileOption } from './command.js';
import { issueFiles } from './files.js';
import { complain, print, progress, table } from './terminal.js';

interface Options {
  readonly graph: string;
  readonly maxFile: number;
  readonly concurrency: number;
  readonly json?: boolean;
}

export const ingest: DefineCommand = (finish) =>
  new Command('ingest')
    .description('read issues, extract what they say and load it into the graph')
    .argument('[path...]', 'folders with .txt files, or issue files', ['corpus'])
    .addOption(graphOption())
    .addOption(maxFileOption())
    .addOption(concurrencyOption())
    .option('--json', 'the summary as JSON')
    .addHelpText(
      'after',
      `
Examples:
  zhimai ingest                              corpus/ into data/graph
  zhimai ingest issues/2025 --graph data/graph-2025
  NEO4J_PASSWORD=… zhimai ingest issues --graph bolt://localhost:7687

An issue that is in the graph as it is now is not read again; one that was edited is replaced alone.
A bad file is refused with its reason, exit code 1; the others load.`,
    )
    .action(async (paths: string[], options: Options) => {
      const files = issueFiles(paths);
      const { ingest: run } = await import('../pipeline.js');
      const shown = progress();
      let report: IngestReport;
      try {
        report = await run(files, { ...options, onProgress: (step) => show(shown, step) });
      } finally {
        shown.stop();
      }
      const faults = report.problems.filter(isFault);
      for (const problem of faults) complain(problem.message);
      if (options.json) print(JSON.stringify(report, null, 1));
      else printSummary(report, options.graph);
      finish(faults.length > 0 ? 1 : 0);
    });

const STATES: Readonly<Record<IssueReport['state'], string>> = {
  new: '新增 new',
  changed: '更新 changed',
  unchanged: '未变 unchanged',
  refused: '拒收 refused',
};

/** "2/9 江南瞭望-2025-12 (jiangnan-2025-12.txt): new, 7 articles, 88 observations, 61 relations" */
function show(shown: ReturnType<typeof progress>, { nth, of, report, file }: IngestProgress): void {
  if (report === null) {
    shown.now(`${nth}/${of} ${file}`);
    return;
  }
  const { issueId, state, articles, observations, relations } = report;
  const name = issueId === null ? report.file : `${issueId} (${report.file})`;
  const found =
    state === 'new' || state === 'changed'
      ? `, ${articles} articles, ${observations} observations, ${relations} relations`
      : '';
  shown.done(`${nth}/${of} ${name}: ${state}${found}`);
}

function printSummary({ issues, problems, notGiven, counts, seconds }: IngestReport, graph: string): void {
  const states = Object.entries(STATES).flatMap(([state, label]) => {
    const many = issues.filter((issue) => issue.state === state).length;
    return many === 0 ? [] : [`${label} ${many}`];
  });
  print(`期 issues: ${states.join('，')}`);
  const changes = issues.flatMap(({ change }) => (change === null ? [] : [change]));
  print();
  print(
    table(['', '', '图中 in the graph', '新增 added', '更改 changed', '删除 removed'], summaryRows(counts, changes)),
  );
  const doubtful = issues.reduce((sum, issue) => sum + issue.doubtful, 0);
  const read = issues.reduce((sum, issue) => sum + issue.observations, 0);
  print();
  if (read > 0) print(`存疑 doubtful: ${doubtful} of ${read} observations read now`);
  const doubts = countBy(problems.filter((problem) => !isFault(problem)).map((problem) => problem.rule));
  for (const [rule, many] of doubts) print(`问题 problems: ${many} × ${rule}`);
  if (notGiven.length > 0) {
    print(`未给 kept, no file given: ${notGiven.map((row) => row.issueId).join('，')}`);
  }
  print(`${seconds.toFixed(1)} 秒 seconds, ${graph}`);
}

type Counted = IngestReport['counts'];
const NONE: Counts = { added: 0, changed: 0, removed: 0 };

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
