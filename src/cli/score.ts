/** `zhimai score --gold DIR`: reads the issues of annotated articles and prints precision, recall and F1. */
import { Command } from 'commander';
import type { Changes } from '../score/run.js';
import { type Miss, PARTS, type ScoreReport } from '../score/score.js';
import type { DefineCommand } from './command.js';
import { print, table } from './terminal.js';

interface Options {
  readonly gold: string;
  readonly corpus?: string;
  readonly json?: boolean;
  readonly misses?: boolean;
}

export const score: DefineCommand = (finish) =>
  new Command('score')
    .description('precision, recall and F1 of the extraction against annotated articles')
    .requiredOption('--gold <dir>', 'a folder of gold files, or one gold file')
    .option('--corpus <dir>', 'where the issue files lie (default: the nearest folder "corpus" beside the gold)')
    .option('--misses', 'list every row that is missing (-), wrong (~) or too many (+)')
    .option('--json', 'the whole report as JSON, misses included')
    .addHelpText(
      'after',
      `
Examples:
  zhimai score --gold tests/gold
  zhimai score --gold tests/gold --misses | grep County

Rows that the last run on the same gold had right and this one has not, or the other way round, are listed at the end.`,
    )
    .action(async (options: Options) => {
      const { changesSinceLastRun, scoreGold } = await import('../score/run.js');
      const run = await scoreGold(options.gold, options.corpus ?? null);
      const changes = changesSinceLastRun(run);
      if (options.json) print(JSON.stringify({ ...run, changes }, null, 1));
      else {
        printReport(run.report, run.predicted);
        if (options.misses) for (const miss of run.report.misses) print(missLine(miss));
        if (changes !== null) printChanges(changes);
      }
      finish(0);
    });

export function printReport(
  { articles, scores, parts, matchedNumbers, sure }: ScoreReport,
  predicted: Readonly<Record<string, number>>,
): void {
  const each = Object.entries(predicted).map(([source, n]) => `${source} ${n}`);
  print(
    `articles ${articles.found} of ${articles.gold} found; title ${articles.title}, authors ${articles.authors}, start ${articles.start}, end ${articles.end}`,
  );
  print(`articles read in these sources: ${articles.predictedInTheseSources} (${each.join(', ')})`);
  print(
    `facts that are not doubtful: precision ${sure.precision.toFixed(3)}, ${Math.round(100 * sure.coverage)} % of all`,
  );
  const share = (part: (typeof PARTS)[number]) => (matchedNumbers === 0 ? 0 : parts[part] / matchedNumbers).toFixed(3);
  print(`of matched numbers right: ${PARTS.map((part) => `${part} ${share(part)}`).join(', ')}`);
  print();
  print(
    table(
      ['', 'precision', 'recall', 'F1', 'gold', 'read'],
      Object.entries(scores).map(([name, s]) => [
        name,
        s.precision.toFixed(3),
        s.recall.toFixed(3),
        s.f1.toFixed(3),
        s.gold,
        s.predicted,
      ]),
    ),
  );
}

function printChanges({ lost, gained }: Changes): void {
  print();
  print(`since the last run: ${lost.length} lost, ${gained.length} gained`);
  for (const miss of lost) print(`lost    ${missLine(miss)}`);
  for (const miss of gained) print(`gained  ${missLine(miss)}`);
}

const missLine = ({ goldFile, what, article, row, read }: Miss): string =>
  [goldFile, what, article, read === null ? row : `${row} read ${read}`].join('\t');
