/** `zhimai conflicts`: what issues print differently for the same thing, with both quotes and where they stand. */
import { Command, Option } from 'commander';
import type { Pair } from '../desk/conflicts.js';
import type { reasonOf } from '../desk/outcomes.js';
import type { PrintedFigure } from '../desk/printed.js';
import { Failure } from '../failure.js';
import { contradicts, OUTCOMES, type Outcome } from '../graph/compare.js';
import { type DefineCommand, graphOption, withGraph } from './command.js';
import { type FormatOptions, formatOf, print, printRows, type Row, table } from './terminal.js';

interface Options extends FormatOptions {
  readonly graph: string;
  readonly kind: string;
  readonly about: string;
  readonly metric: string;
}

const ASKED_FOR = OUTCOMES.filter((outcome) => outcome !== 'incomparable');

export const conflicts: DefineCommand = (finish) =>
  new Command('conflicts')
    .description('what issues print differently for the same thing, with both quotes')
    .addOption(graphOption())
    .addOption(
      new Option('--kind <kinds>', `which pairs: ${ASKED_FOR.join(', ')}, or all; divided by commas`).default(
        'conflict,scale',
        'conflict,scale',
      ),
    )
    .option('--about <name>', 'only subjects whose name has this in it, e.g. 仙居', '')
    .option('--metric <name>', 'only metrics whose name has this in it, e.g. 工业增加值', '')
    .option('--json', 'pairs as a JSON array')
    .option('--csv', 'pairs as CSV, one a line')
    .addHelpText(
      'after',
      `
Exit code 1 where a pair contradicts.

Examples:
  zhimai conflicts
  zhimai conflicts --about 仙居 --kind all
  zhimai conflicts --kind revision,"period not printed" --csv > pairs.csv`,
    )
    .action(async (options: Options) => {
      const outcomes = outcomesIn(options.kind);
      const [{ findPairs }, words] = await Promise.all([import('../desk/conflicts.js'), import('../desk/outcomes.js')]);
      await withGraph(options.graph, async (graph) => {
        const { pairs, counts, figures } = await findPairs(graph, { ...options, outcomes });
        const rows = pairs.map((pair) => rowOf(pair, words.LABELS[pair.outcome], words.reasonOf));
        const format = formatOf(options);
        if (format !== 'table') printRows(COLUMNS, rows, format);
        else {
          await printPairs(pairs, rows);
          print(`${figures} 个数字 figures，${pairs.length} 对 pairs`);
          const others = words.BY_WEIGHT.filter((outcome) => counts.has(outcome) && !outcomes.has(outcome));
          const list = others.map((outcome) => `${words.LABELS[outcome]} ${outcome} ${counts.get(outcome)}`);
          if (list.length > 0) print(`另有 also, with --kind: ${list.join('，')}`);
        }
        finish(pairs.some((pair) => contradicts(pair.outcome)) ? 1 : 0);
      });
    });

function outcomesIn(given: string): ReadonlySet<Outcome> {
  if (given.trim() === 'all') return new Set(ASKED_FOR);
  const names = given.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !(ASKED_FOR as readonly string[]).includes(name));
  if (unknown.length > 0) throw new Failure(`--kind ${unknown.join(',')}: there is ${ASKED_FOR.join(', ')}, or all`);
  return new Set(names as Outcome[]);
}

const SIDE = [
  'quote',
  'value',
  'valueTo',
  'unit',
  'approx',
  'period',
  'issue',
  'issueDate',
  'file',
  'article',
  'start',
  'end',
  'sentence',
] as const;
const COLUMNS: readonly string[] = [
  'outcome',
  'label',
  'reason',
  'subject',
  'subjectId',
  'metric',
  'kind',
  ...['a', 'b'].flatMap((side) => SIDE.map((name) => `${side}_${name}`)),
];

function rowOf(pair: Pair, label: string, reason: typeof reasonOf): Row {
  const { figure } = pair.a;
  return {
    outcome: pair.outcome,
    label,
    reason: reason(pair, pair.a.figure, pair.b.figure),
    subject: pair.a.subject,
    subjectId: figure.subjectId,
    metric: figure.metric,
    kind: figure.kind,
    ...sideOf('a', pair.a),
    ...sideOf('b', pair.b),
  };
}

function sideOf(side: 'a' | 'b', { figure, place }: PrintedFigure): Row {
  const cells: Record<(typeof SIDE)[number], unknown> = {
    quote: place.quote,
    value: figure.value,
    valueTo: figure.valueTo,
    unit: figure.unit,
    approx: figure.approx,
    period: figure.period,
    issue: place.issueId,
    issueDate: place.issueDate,
    file: place.file,
    article: place.article,
    start: place.startOffset,
    end: place.endOffset,
    sentence: place.before + place.quote + place.after,
  };
  return Object.fromEntries(SIDE.map((name) => [`${side}_${name}`, cells[name]]));
}

/** Two lines a pair, and below the table the sentences. */
async function printPairs(pairs: readonly Pair[], rows: readonly Row[]): Promise<void> {
  if (pairs.length === 0) {
    print('没有 none');
    return;
  }
  const { markedSentence, sourceOf } = await import('../desk/printed.js');
  const notes = new Map<string, number>();
  const note = ({ place }: PrintedFigure): string => {
    const line = `${markedSentence(place)} ${sourceOf(place)}`;
    if (!notes.has(line)) notes.set(line, notes.size + 1);
    return `[${notes.get(line)}]`;
  };
  const cells = pairs.flatMap((pair, i) => {
    const row = rows[i]!;
    const side = (each: PrintedFigure) => [
      each.figure.period ?? '未写',
      each.place.quote,
      each.place.issueId,
      each.place.issueDate ?? '',
      note(each),
    ];
    return [
      [row.label as string, row.subject as string, row.metric as string, ...side(pair.a)],
      [row.reason as string, pair.b.subject === pair.a.subject ? '' : pair.b.subject, '', ...side(pair.b)],
    ];
  });
  print(table(['类别', '对象', '指标', '时间', '印作', '期', '日期', '出处'], cells));
  print();
  for (const [line, nth] of notes) print(`[${nth}] ${line}`);
}
