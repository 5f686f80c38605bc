/** `zhimai status`: which issues the graph holds, by which run, and how much it holds of each kind. */
import { Command } from 'commander';
import { type DefineCommand, graphOption, withGraph } from './command.js';
import { print, table } from './terminal.js';

export const status: DefineCommand = (finish) =>
  new Command('status')
    .description('what is loaded, and by which run')
    .addOption(graphOption())
    .option('--json', 'the same as JSON')
    .addHelpText(
      'after',
      `
Examples:
  zhimai status
  zhimai status --json --graph bolt://localhost:7687`,
    )
    .action(async (options: { graph: string; json?: boolean }) => {
      await withGraph(options.graph, async (graph) => {
        const issues = [...(await graph.ledger())].sort((a, b) => compare(a.issueId, b.issueId));
        const { nodes, edges } = await graph.counts();
        if (options.json) return print(JSON.stringify({ graph: options.graph, issues, nodes, edges }, null, 1));
        print(
          table(
            ['期 issue', '日期 date', '文件 file', '文章 articles', '载入 loaded', '版本 version'],
            issues.map((row) => [row.issueId, row.date, row.file, row.articles, row.finishedAt, row.version]),
          ),
        );
        print();
        print(table(['结点 node', '数 count'], Object.entries(nodes)));
        print();
        print(table(['边 edge', '数 count'], Object.entries(edges)));
      });
      finish(0);
    });

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
