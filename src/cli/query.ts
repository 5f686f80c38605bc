/** `zhimai query CYPHER`: rows of the graph as a table, JSON or CSV; read only. */
import { Command } from 'commander';
import type { Params } from '../store/store.js';
import { type DefineCommand, graphOption, parameters, withGraph } from './command.js';
import { complain, type FormatOptions, formatOf, printRows } from './terminal.js';

interface Options extends FormatOptions {
  readonly graph: string;
  readonly param: Params;
}

export const query: DefineCommand = (finish) =>
  new Command('query')
    .description('ask the graph in Cypher, read only')
    .argument('<cypher>', 'one statement in quotation marks')
    .addOption(graphOption())
    .option('--param <name=value>', 'a value for $name in the statement; may be given again', parameters, {})
    .option('--json', 'rows as a JSON array')
    .option('--csv', 'rows as CSV')
    .addHelpText(
      'after',
      `
Examples:
  zhimai query "match (c:County) return c.name as county limit 5"
  zhimai query "match (o:Observation)-[:ABOUT]->(c:County {name: \\$county}) return o.quote, o.period" --param county=义乌市
  zhimai query "match (c:Company) return c.name" --csv > companies.csv`,
    )
    .action(async (cypher: string, options: Options) => {
      await withGraph(options.graph, async (graph) => {
        const { columns, rows, cut } = await graph.query(cypher, options.param);
        printRows(columns, rows, formatOf(options));
        if (cut !== null) complain(cut);
      });
      finish(0);
    });
