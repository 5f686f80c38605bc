/** `zhimai extract PATH…`: issue files → one JSON object an article on stdout; no graph is touched. */
import { Command } from 'commander';
import { articleForm, residueForm } from '../export/article.js';
import { concurrencyOption, type DefineCommand, isFault, maxFileOption } from './command.js';
import { issueFiles } from './files.js';
import { complain, print, readerHasGone } from './terminal.js';

interface Options {
  readonly residue?: boolean;
  readonly maxFile: number;
  readonly concurrency: number;
}

export const extract: DefineCommand = (finish) =>
  new Command('extract')
    .description('print what is read in issue files, one JSON object an article')
    .argument('<path...>', 'issue files, or folders with .txt files')
    .option('--residue', 'print instead the printed text that is in no article, with its kind and place')
    .addOption(maxFileOption())
    .addOption(concurrencyOption())
    .addHelpText(
      'after',
      `
Examples:
  zhimai extract corpus > articles.jsonl
  zhimai extract corpus/*.txt | head -1
  zhimai extract --residue corpus          captions, running heads, adverts …`,
    )
    .action(async (paths: string[], options: Options) => {
      const files = issueFiles(paths);
      const { extractFiles } = await import('../pipeline.js');
      let wrong = false;
      await extractFiles(files, options, ({ value, problems }) => {
        for (const problem of problems) complain(problem.message);
        wrong ||= problems.some(isFault);
        if (value === null || readerHasGone()) return;
        const { issue, extractions, residue } = value;
        if (options.residue) for (const stretch of residue) print(JSON.stringify(residueForm(stretch, issue)));
        else for (const extraction of extractions) print(JSON.stringify(articleForm(extraction, issue)));
      });
      finish(wrong ? 1 : 0);
    });
