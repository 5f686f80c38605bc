/** `zhimai check DRAFT`: every number, chain of places and name of a draft held against what was printed. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import type { Against, DraftCheck, Finding, Verdict } from '../desk/check.js';
import { Failure } from '../failure.js';
import { type DefineCommand, graphOption, isoDay, withGraph } from './command.js';
import { print, say, table } from './terminal.js';

interface Options {
  readonly graph: string;
  readonly date?: string;
  readonly json?: boolean;
  readonly html?: string;
}

export const check: DefineCommand = (finish) =>
  new Command('check')
    .description('hold every number of a draft against the graph, before it is printed')
    .argument('<draft>', 'a text file (UTF-8, GB18030), or - for standard input')
    .addOption(graphOption())
    .option('--date <day>', 'the day that 今年 and 去年 are reckoned from (default: that of the newest issue)', isoDay)
    .option('--json', 'all findings as JSON')
    .option('--html <file>', 'write a report that opens in any browser and prints; the table is printed too')
    .addHelpText(
      'after',
      `
Exit code 1 where the draft contradicts what was printed, or names a place under the wrong one.

Examples:
  zhimai check draft.txt
  zhimai check draft.txt --date 2026-03-20 --html report.html
  pbpaste | zhimai check - --json`,
    )
    .action(async (draft: string, options: Options) => {
      const bytes = bytesOf(draft);
      const { checkDraft, isContradiction, VERDICTS } = await import('../desk/check.js');
      const { LABELS, VERDICT_LABELS } = await import('../desk/outcomes.js');
      const { dateLine, htmlReport } = await import('../desk/report.js');
      await withGraph(options.graph, async (graph) => {
        const file = draft === '-' ? '标准输入' : path.basename(draft);
        const { value, problems } = await checkDraft(graph, bytes, file, options.date ?? null);
        if (value === null) throw new Failure(problems[0]?.message ?? `${file} cannot be read`);
        if (options.html !== undefined) writeReport(options.html, htmlReport(value));
        if (options.json) print(JSON.stringify(jsonOf(value, VERDICTS), null, 1));
        else {
          print(`${file}：${dateLine(value)}`);
          await printFindings(value.findings, VERDICT_LABELS, LABELS);
          const counts = VERDICTS.map((verdict) => [verdict, countOf(value, verdict)] as const);
          const said = counts.filter(([, many]) => many > 0).map(([v, many]) => `${VERDICT_LABELS[v]} ${v} ${many}`);
          print(said.length === 0 ? '草稿中没有可比对的数字 no numbers' : said.join('，'));
        }
        finish(value.findings.some((finding) => isContradiction(finding.verdict)) ? 1 : 0);
      });
    });

function bytesOf(draft: string): Uint8Array {
  try {
    return readFileSync(draft === '-' ? 0 : draft);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw new Failure(`${draft}: no such file; give a text file, or - for standard input`);
    if (code === 'EISDIR') throw new Failure(`${draft} is a folder; give one draft`);
    throw new Failure(`${draft} cannot be read (${code ?? String(error)})`);
  }
}

function writeReport(file: string, html: string): void {
  try {
    writeFileSync(file, html);
  } catch (error) {
    throw new Failure(`${file} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
  say(`${file} 已写好 written`);
}

const countOf = ({ findings }: DraftCheck, verdict: Verdict): number =>
  findings.filter((finding) => finding.verdict === verdict).length;

function jsonOf(value: DraftCheck, verdicts: readonly Verdict[]) {
  return {
    draft: value.issue.file,
    date: value.date,
    dateIs: value.dateIs,
    articles: value.extractions.map(({ article }) => ({ id: article.id, title: article.title })),
    counts: Object.fromEntries(verdicts.map((verdict) => [verdict, countOf(value, verdict)])),
    findings: value.findings,
  };
}

/** Prints that are shown under a finding in the table; the report and --json have more. */
const SHOWN = 3;

async function printFindings(
  findings: readonly Finding[],
  verdicts: Readonly<Record<Verdict, string>>,
  outcomes: Readonly<Record<string, string>>,
): Promise<void> {
  if (findings.length === 0) return;
  const { markedSentence, sourceOf } = await import('../desk/printed.js');
  const notes = new Map<string, number>();
  const note = (line: string): string => {
    if (!notes.has(line)) notes.set(line, notes.size + 1);
    return `[${notes.get(line)}]`;
  };
  const cells = findings.flatMap((finding) => {
    const { draft } = finding;
    const against = finding.against.slice(0, SHOWN);
    const where = `草稿第${draft.startOffset + 1}字`;
    const about = [finding.subject, finding.metric].filter((part) => part !== '').join(' ');
    const first = [verdicts[finding.verdict], about, finding.period ?? '', draft.quote, where, finding.reason];
    return [
      [...first, note(`${markedSentence(draft)} 草稿 第${draft.startOffset + 1}–${draft.endOffset}字`)],
      ...against.map((each: Against) => [
        `  ${outcomes[each.outcome] ?? ''}`,
        '',
        each.period ?? '',
        each.place.quote,
        each.place.issueDate ?? each.place.issueId,
        each.reason,
        note(`${markedSentence(each.place)} ${sourceOf(each.place)}`),
      ]),
    ];
  });
  print(table(['类别', '对象 指标', '时间', '数字', '何处', '说明', '出处'], cells));
  print();
  for (const [line, nth] of notes) print(`[${nth}] ${line}`);
  print();
}
