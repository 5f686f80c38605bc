#!/usr/bin/env node
/**
 * argv → a command and its exit code: 0 all well, 1 it ran and something was not as it should be, 2 it could not run.
 * One file a command in src/cli/; what a command needs is loaded when it runs, so that `--help` is instant.
 */
import { Command, CommanderError } from 'commander';
import { ask } from './cli/ask.js';
import { check } from './cli/check.js';
import { conflicts } from './cli/conflicts.js';
import { doctor } from './cli/doctor.js';
import { explain } from './cli/explain.js';
import { exportCommand } from './cli/export.js';
import { extract } from './cli/extract.js';
import { ingest } from './cli/ingest.js';
import { query } from './cli/query.js';
import { score } from './cli/score.js';
import { search } from './cli/search.js';
import { status } from './cli/status.js';
import { bearClosedPipes, complain, oneLine, say } from './cli/terminal.js';
import { Failure } from './failure.js';
import { version } from './version.js';

const COMMANDS = [ingest, extract, explain, query, ask, search, check, conflicts, exportCommand, status, doctor, score];

const EXAMPLES = `
Examples:
  zhimai ingest corpus                        read a folder of issues into data/graph
  zhimai ask --list                           the questions that have a name
  zhimai ask county --param county=义乌市      all that was printed about a county
  zhimai search 工业增加值 增长                the sentences with these words
  zhimai query --help                         Cypher of your own
  zhimai explain "去年，义乌市实现规上工业增加值38.6亿元，同比增长9.4%。"

Exit codes: 0 all well, 1 it ran and something was not as it should be, 2 it could not run.`;

/** Runs one command line, e.g. ["ingest", "corpus"]; returns the exit code and never throws. */
export async function main(argv: readonly string[]): Promise<number> {
  bearClosedPipes();
  let code = 0;
  const program = new Command('zhimai')
    .description('zhimai 知脉: reads Chinese issues into a graph that keeps the sentence behind every number')
    .version(version)
    .helpCommand(false)
    .addHelpText('after', EXAMPLES);
  for (const define of COMMANDS) {
    program.addCommand(define((result) => (code = result)));
  }
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeErr: () => {} });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    return codeOf(error, argv);
  }
}

function codeOf(error: unknown, argv: readonly string[]): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // Without a command commander has only help to offer, and asks for it with an error.
    const known = COMMANDS.some((define) => define(() => {}).name() === argv[0]);
    const what = argv.length === 0 ? 'no command given' : error.message.replace(/^error: /u, '');
    complain(`${oneLine(what)}; see zhimai ${known ? `${argv[0]} ` : ''}--help`);
  } else if (error instanceof Failure) {
    complain(error.message);
  } else {
    complain(`${error instanceof Error ? error.message : String(error)}; this is a fault of zhimai, please report it`);
    if (process.env.ZHIMAI_DEBUG && error instanceof Error) say(error.stack ?? '');
  }
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
