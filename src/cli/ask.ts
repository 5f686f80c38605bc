/** `zhimai ask [NAME] --param k=v`: a question with a name; for people the rows come with the sentences behind them. */
import { Command, Option } from 'commander';
import { Failure } from '../failure.js';
import { parametersFor, QUESTIONS, type Question, questionNamed } from '../store/questions.js';
import type { Row } from '../store/store.js';
import {
  bytesOption,
  type DefineCommand,
  graphOption,
  type LimitOptions,
  limitsOf,
  type NamedValues,
  namedValues,
  rowsOption,
  timeoutOption,
  withGraph,
} from './command.js';
import { complain, type FormatOptions, formatOf, print, printRows, table } from './terminal.js';

interface Options extends FormatOptions, LimitOptions {
  readonly graph: string;
  readonly param: NamedValues;
  readonly list?: boolean;
  readonly cypher?: boolean;
}

export const ask: DefineCommand = (finish) =>
  new Command('ask')
    .description('ask a question that has a name')
    .argument('[name]', 'e.g. county; --list shows all')
    .addOption(graphOption())
    .addOption(
      new Option('--param <name=value>', 'what the question asks for; may be given again')
        .argParser(namedValues)
        .default({}, 'none'),
    )
    .option('--list', 'the questions, with their parameters')
    .option('--cypher', 'print the question in Cypher instead of asking it')
    .addOption(timeoutOption())
    .addOption(rowsOption())
    .addOption(bytesOption())
    .option('--json', 'rows as a JSON array, all columns')
    .option('--csv', 'rows as CSV, all columns')
    .addHelpText(
      'after',
      `
Examples:
  zhimai ask --list
  zhimai ask county --param county=义乌市
  zhimai ask shared-programs
  zhimai ask series --param county=余杭区 --param metric=地区生产总值 --csv > series.csv
  zhimai ask disagreements --cypher          to change it and give it to zhimai query`,
    )
    .action(async (name: string | undefined, options: Options) => {
      if (name === undefined || options.list) {
        listQuestions(options);
        return finish(0);
      }
      const question = questionNamed(name);
      if (question === null) throw new Failure(`${name}: no question has this name; zhimai ask --list shows them`);
      if (options.cypher) {
        print(question.cypher);
        return finish(0);
      }
      const params = parametersOf(question, options.param);
      await withGraph(options.graph, async (graph) => {
        const { columns, rows, cut } = await graph.query(question.cypher, params, limitsOf(options));
        const format = formatOf(options);
        if (format === 'table') printAnswer(question, columns, rows);
        else printRows(columns, rows, format);
        if (cut !== null) complain(cut);
      });
      finish(0);
    });

function listQuestions(options: FormatOptions): void {
  const rows = QUESTIONS.map(({ name, title, titleEn, parameters }) => ({
    name,
    asks: `${title} ${titleEn}`,
    parameters: parameters
      .map((p) => (p.default === null ? `--param ${p.name}=${p.example}` : `[--param ${p.name}=${p.example}]`))
      .join(' '),
  }));
  printRows(['name', 'asks', 'parameters'], rows, formatOf(options));
}

function parametersOf(question: Question, given: NamedValues) {
  const { params, missing, unknown } = parametersFor(question, given);
  const wanted = question.parameters.map((p) => `--param ${p.name}=${p.example}`).join(' ');
  if (unknown.length > 0) {
    const takes = wanted === '' ? 'it takes none' : `it takes ${wanted}`;
    throw new Failure(`${question.name}: has no parameter ${unknown.join(', ')}; ${takes}`);
  }
  if (missing.length > 0) throw new Failure(`${question.name}: ${missing.join(', ')} is missing; e.g. ${wanted}`);
  return params;
}

/** Where a row is printed: these columns become a numbered line under the table. */
const EVIDENCE = ['quote', 'sentence', 'article', 'issue'];
/** Keys for programs; --json and --csv have them. */
const KEYS = ['observation', 'entity', 'key'];

function printAnswer({ title, titleEn }: Question, columns: readonly string[], rows: readonly Row[]): void {
  print(`${title} ${titleEn}`);
  print();
  if (rows.length === 0) {
    print('没有 none');
    return;
  }
  const evident = columns.includes('quote');
  const shown = columns.filter(
    (name) =>
      !KEYS.includes(name) &&
      !(evident && EVIDENCE.includes(name)) &&
      rows.some((row) => ![null, '', false].includes(row[name] as never)),
  );
  const notes = new Map<string, number>();
  const cells = rows.map((row) => {
    const note = evident ? evidenceLine(row) : '';
    if (evident && !notes.has(note)) notes.set(note, notes.size + 1);
    return [...shown.map((name) => cell(row[name])), ...(evident ? [`[${notes.get(note)}]`] : [])];
  });
  print(table([...shown, ...(evident ? ['出处'] : [])], cells));
  print();
  for (const [note, nth] of notes) print(`[${nth}] ${note}`);
  print(rows.length === 1 ? '1 row' : `${rows.length} rows`);
}

const cell = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

/** …实现规上工业增加值【38.6亿元】，同比…… 《山那边的协作》 江南瞭望-2025-12 */
function evidenceLine(row: Row): string {
  const [quote, sentence, article, issue] = EVIDENCE.map((name) => cell(row[name]));
  const text = sentence ? sentence.replace(quote!, () => `【${quote}】`) : quote;
  return `${text} 《${article || '无题'}》 ${issue}`;
}
