/** `zhimai export`: the graph, or its observations as a table, in a file that other programs open. */
import { statSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { Exported } from '../export/export.js';
import { FORMAT_NAMES, FORMATS, type Format } from '../export/formats.js';
import { type DefineCommand, graphOption, withGraph } from './command.js';
import { print } from './terminal.js';

interface Options {
  readonly graph: string;
  readonly format: Format;
  readonly out: string;
  readonly loads: boolean;
}

const FORMAT_HELP = FORMAT_NAMES.map((name) => `  ${name.padEnd(12)} ${FORMATS[name].what}`).join('\n');

export const exportCommand: DefineCommand = (finish) =>
  new Command('export')
    .description('take the graph elsewhere: a table for Excel or pandas, a file for other graph programs, Neo4j')
    .addOption(new Option('--format <name>', 'see below').choices(FORMAT_NAMES).makeOptionMandatory())
    .requiredOption('--out <path>', 'the file to write, for neo4j-admin a folder; an earlier export there is replaced')
    .option('--no-loads', 'without the ledger (Load, LOADED_BY), the only part that holds times of runs')
    .addOption(graphOption())
    .addHelpText(
      'after',
      `
Formats:
${FORMAT_HELP}

Examples:
  zhimai export --format csv --out observations.csv
  zhimai export --format parquet --out observations.parquet
  zhimai export --format graphml --out graph.graphml --no-loads
  zhimai export --format neo4j-admin --out neo4j-import

In the CSV, a text that begins with = + - or @ has an apostrophe in front, so that no spreadsheet runs it. Offsets in
the graph count code points. The same graph gives the same bytes.`,
    )
    .action(async (options: Options) => {
      const { exportGraph } = await import('../export/export.js');
      const done = await withGraph(options.graph, (graph) =>
        exportGraph(graph, options.format, options.out, { loads: options.loads }),
      );
      print(summary(done));
      for (const line of done.next) print(`  ${line}`);
      finish(0);
    });

function summary({ out, counts }: Exported): string {
  const sum = (list: Readonly<Record<string, number>>): number => Object.values(list).reduce((a, b) => a + b, 0);
  const what =
    'observations' in counts
      ? `${counts.observations} observations`
      : `${sum(counts.nodes)} nodes, ${sum(counts.edges)} edges`;
  const stat = statSync(out);
  return stat.isFile() ? `${out}: ${what}, ${stat.size} bytes` : `${out}: ${what}`;
}
