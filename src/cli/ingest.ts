/** `zhimai ingest [PATH…]`: the main job: issue files → the graph, with a summary of what changed. */
import { statSync } from 'node:fs';
import { Command } from 'commander';
import { GATE_LIMITS } from '../graph/gate.js';
import type { IngestProgress, IngestReport, IssueReport } from '../ingest.js';
import type { Problem } from '../model.js';
import {
  concurrencyOption,
  type DefineCommand,
  type ExitCode,
  graphOption,
  isFault,
  maxFileOption,
  wholeSeconds,
} from './command.js';
import { issueFiles } from './files.js';
import { readLimits } from './limits.js';
import { type RunReport, summary, writeReport } from './report.js';
import { complain, print, progress } from './terminal.js';

interface Options {
  readonly graph: string;
  readonly maxFile: number;
  readonly concurrency: number;
  readonly settle: number;
  readonly prune?: boolean;
  readonly gate?: boolean;
  readonly limits?: string;
  readonly report?: string;
  readonly json?: boolean;
}

export const ingest: DefineCommand = (finish) =>
  new Command('ingest')
    .description('read issues, extract what they say and load it into the graph')
    .argument('[path...]', 'folders with .txt files, or issue files', ['corpus'])
    .addOption(graphOption())
    .addOption(maxFileOption())
    .addOption(concurrencyOption())
    .option('--prune', 'take out the issues whose file is gone from the folders that are given')
    .option('--gate', 'refuse an issue that would lose articles or facts, or whose numbers jump')
    .option('--limits <file>', 'JSON with other limits for the gate, e.g. {"facts-lost": 0.5}; implies --gate')
    .option(
      '--settle <seconds>',
      'watch a file that was just written so long, and leave it when it grows',
      wholeSeconds,
      0,
    )
    .option('--report <path>', 'write a report (JSON and text) into a folder, or as this .json file')
    .option('--json', 'the summary as JSON')
    .addHelpText(
      'after',
      `
Examples:
  zhimai ingest                              corpus/ into data/graph
  zhimai ingest issues/2025 --graph data/graph-2025
  zhimai ingest issues --prune --gate --settle 10 --report reports     for a timer
  NEO4J_PASSWORD=… zhimai ingest issues --graph bolt://localhost:7687

An issue that is in the graph as it is now is not read again; one that was edited is replaced alone.
A bad file is refused with its reason, exit code 1; the others load.`,
    )
    .action(async (paths: string[], options: Options) => {
      const { settle: settleSeconds, report: target } = options;
      const gate = options.limits !== undefined ? readLimits(options.limits) : options.gate ? GATE_LIMITS : null;
      const files = issueFiles(paths);
      const folders = paths.filter((given) => statSync(given).isDirectory());
      const { ingest: run } = await import('../ingest.js');
      const shown = progress();
      const startedAt = new Date().toISOString();
      const issues: IssueReport[] = [];
      const problems: Problem[] = [];
      const onProgress = (step: IngestProgress): void => {
        show(shown, step);
        if (step.report !== null) issues.push(step.report);
        problems.push(...step.problems);
      };
      let report: IngestReport;
      try {
        report = await run(files, { ...options, gate, folders, settleSeconds, onProgress });
      } catch (error) {
        const failed = error instanceof Error ? error.message : String(error);
        const broken: RunReport = { startedAt, graph: options.graph, exitCode: 2, failed, issues, problems };
        if (target !== undefined) writeReport(target, broken);
        throw error;
      } finally {
        shown.stop();
      }
      const faults = report.problems.filter(isFault);
      for (const problem of faults) complain(problem.message);
      const exitCode: ExitCode = faults.length > 0 ? 1 : 0;
      const whole: RunReport = { ...report, graph: options.graph, exitCode, failed: null };
      if (target !== undefined) writeReport(target, whole);
      print(options.json ? JSON.stringify(whole, null, 1) : summary(report, options.graph));
      finish(exitCode);
    });

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
