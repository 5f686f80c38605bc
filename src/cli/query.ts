/** `zhimai query CYPHER`: rows of the graph as a table, JSON or CSV; read only. */
import { Command } from 'commander';
import type { Params, Plain } from '../store/store.js';
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
import { complain, type FormatOptions, formatOf, printRows } from './terminal.js';

interface Options extends FormatOptions, LimitOptions {
  readonly graph: string;
  readonly param: NamedValues;
}

export const query: DefineCommand = (finish) =>
  new Command('query')
    .description('ask the graph in Cypher, read only')
    .argument('<cypher>', 'one statement in quotation marks')
    .addOption(graphOption())
    .option(
      '--param <name=value>',
      'a value for $name: a text, or JSON (2024, "2024"); may be given again',
      namedValues,
      {},
    )
    .addOption(timeoutOption())
    .addOption(rowsOption())
    .addOption(bytesOption())
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
        const { columns, rows, cut } = await graph.query(cypher, valuesOf(options.param), limitsOf(options));
        printRows(columns, rows, formatOf(options));
        if (cut !== null) complain(cut);
      });
      finish(0);
    });

/** 义乌市 is a text, 2024 a number, "2024" a text, [1, 2] a list. */
function valuesOf(given: NamedValues): Params {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, readValue(value)]));
}

function readValue(given: string): Plain {
  try {
    return JSON.parse(given) as Plain;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return given;
  }
}
