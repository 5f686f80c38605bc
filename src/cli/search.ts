/** `zhimai search WORDS…`: sentences with all of the words in them, with article and issue. */
import { Command, Option } from 'commander';
import { Failure } from '../failure.js';
import {
  type DefineCommand,
  graphOption,
  type LimitOptions,
  limitsOf,
  positiveInteger,
  timeoutOption,
  withGraph,
} from './command.js';
import { complain, type FormatOptions, formatOf, print, printRows } from './terminal.js';

interface Options extends FormatOptions, LimitOptions {
  readonly graph: string;
  readonly most: number;
}

export const search: DefineCommand = (finish) =>
  new Command('search')
    .description('find the sentences that have all of some words in them')
    .argument('<words...>', 'e.g. 工业增加值 增长; each must be in the sentence')
    .addOption(graphOption())
    .addOption(new Option('--most <n>', 'how many sentences').argParser(positiveInteger).default(20))
    .addOption(timeoutOption())
    .option('--json', 'rows as a JSON array')
    .option('--csv', 'rows as CSV')
    .addHelpText(
      'after',
      `
Sentences that have the words most often come first, of those the latest issue.

Examples:
  zhimai search 工业增加值
  zhimai search 玉环 阀门 --most 5
  zhimai search 千万工程 --csv > sentences.csv`,
    )
    .action(async (given: string[], options: Options) => {
      const { findSentences, wordsIn } = await import('../store/search.js');
      const words = wordsIn(given.join(' '));
      if (words.length === 0) throw new Failure('no word to look for; e.g. zhimai search 工业增加值');
      await withGraph(options.graph, async (graph) => {
        const { columns, rows, cut } = await findSentences(graph, words, options.most, limitsOf(options));
        const format = formatOf(options);
        if (format !== 'table') printRows(columns, rows, format);
        else {
          for (const { sentence, article, issue } of rows)
            print(
              `${marked(String(sentence), words)} 《${article === '' ? '无题' : String(article)}》 ${String(issue)}`,
            );
          if (rows.length === 0) print('没有 none');
          else print(`${rows.length} 句 sentences${rows.length === options.most ? ', there may be more: --most' : ''}`);
        }
        if (cut !== null) complain(cut);
      });
      finish(0);
    });

/** 全县规模以上【工业增加值】96.4亿元 */
function marked(sentence: string, words: readonly string[]): string {
  const longestFirst = [...words].sort((a, b) => b.length - a.length);
  const any = new RegExp(longestFirst.map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&')).join('|'), 'gu');
  return sentence.replace(any, (word) => `【${word}】`);
}
