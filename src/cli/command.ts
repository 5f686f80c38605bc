/** What the commands share: their shape, the store option and the checks of values given on the command line. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Problem } from '../model.js';
import type { GraphStore, Limits } from '../store/store.js';

/** 0 all well, 1 it ran and something was not as it should be, 2 it could not run. */
export type ExitCode = 0 | 1 | 2;
export type Finish = (code: ExitCode) => void;
/** A command file exports one of these under the command's name. */
export type DefineCommand = (finish: Finish) => Command;

/** Does this problem make the exit code 1? A file or a row of sources.json was refused; doubts are no faults. */
export const isFault = (problem: Problem): boolean =>
  problem.level === 'refused' || /^(?:issue|store)\//u.test(problem.rule);

export const graphOption = (): Option =>
  new Option(
    '--graph <address>',
    'a folder (embedded graph) or bolt://…, neo4j://… (with NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE)',
  )
    .env('ZHIMAI_GRAPH')
    .default('data/graph');

/** --concurrency 4 */
export function positiveInteger(given: string): number {
  if (!/^[1-9]\d*$/u.test(given)) throw new InvalidArgumentError('It must be a whole number from 1 up.');
  return Number(given);
}

/** --settle 10 */
export function wholeSeconds(given: string): number {
  if (!/^\d{1,4}$/u.test(given)) throw new InvalidArgumentError('It must be a number of seconds, e.g. 10.');
  return Number(given);
}

/** --date 2025-12-15 */
export function isoDay(given: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(given) || Number.isNaN(Date.parse(given))) {
    throw new InvalidArgumentError('It must be a day such as 2025-12-15.');
  }
  return given;
}

const SIZES: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** --max-file 32MB → bytes */
export function byteSize(given: string): number {
  const { amount, unit } = /^(?<amount>\d+(?:\.\d+)?)\s*(?<unit>[KMG]?)B?$/iu.exec(given)?.groups ?? {};
  if (amount === undefined) throw new InvalidArgumentError('It must be a size such as 32MB.');
  return Math.floor(Number(amount) * SIZES[(unit ?? '').toUpperCase()]!);
}

/** --max-file, as `ingest` and `extract` have it. */
export const maxFileOption = (): Option =>
  new Option('--max-file <size>', 'refuse a larger file').argParser(byteSize).default(32 * 2 ** 20, '32MB');

export const concurrencyOption = (): Option =>
  new Option('--concurrency <n>', 'issues in hand at once; the result is the same')
    .argParser(positiveInteger)
    .default(2);

/** Opens the graph to be asked, and closes it whatever happens. */
export async function withGraph<Result>(
  address: string,
  work: (graph: GraphStore) => Promise<Result>,
): Promise<Result> {
  const { openStore } = await import('../store/store.js');
  const graph = await openStore(address, 'read');
  try {
    return await work(graph);
  } finally {
    await graph.close();
  }
}

/** --param county=义乌市 --param year=2024, collected as they are given. */
export function namedValues(given: string, before: NamedValues): NamedValues {
  const { name, value } = /^\$?(?<name>[\p{L}_][\p{L}\d_]*)=(?<value>.*)$/su.exec(given)?.groups ?? {};
  if (name === undefined || value === undefined) throw new InvalidArgumentError('It must be name=value.');
  return { ...before, [name]: value };
}
export type NamedValues = Readonly<Record<string, string>>;

export interface LimitOptions {
  readonly timeout?: number;
  readonly rows?: number;
  readonly bytes?: number;
}
export const timeoutOption = (): Option =>
  new Option('--timeout <seconds>', 'stop a query that takes longer (default: 30)').argParser(positiveInteger);
export const rowsOption = (): Option =>
  new Option('--rows <n>', 'cut the answer after so many rows (default: 10000)').argParser(positiveInteger);
export const bytesOption = (): Option =>
  new Option('--bytes <size>', 'cut the answer where it grows larger, e.g. 4MB (default: 32MB)').argParser(byteSize);

/** What was given of the limits of a query; the store has defaults for the rest. */
export const limitsOf = ({ timeout, rows, bytes }: LimitOptions): Partial<Limits> => ({
  ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }),
  ...(rows === undefined ? {} : { maxRows: rows }),
  ...(bytes === undefined ? {} : { maxBytes: bytes }),
});
