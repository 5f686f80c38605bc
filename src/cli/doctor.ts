/** `zhimai doctor`: what this machine has and lacks, a line each, with the command that mends it. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { Failure } from '../failure.js';
import { type DefineCommand, graphOption, withGraph } from './command.js';
import { oneLine, print, table } from './terminal.js';

interface Check {
  readonly what: string;
  /** What was found, e.g. "v20.19.4". */
  readonly found: string;
  /** Null: all well; else the command or deed that mends it. */
  readonly mend: string | null;
}

export const doctor: DefineCommand = (finish) =>
  new Command('doctor')
    .description('what is missing on this machine, and the command that mends it')
    .addOption(graphOption())
    .option('--json', 'the same as JSON')
    .addHelpText(
      'after',
      `
Examples:
  zhimai doctor
  NEO4J_PASSWORD=… zhimai doctor --graph bolt://localhost:7687`,
    )
    .action(async (options: { graph: string; json?: boolean }) => {
      const checks = [
        nodeVersion(),
        await wordCutter(),
        await gazetteer(),
        await embeddedEngine(),
        await graph(options.graph),
      ];
      if (options.json) print(JSON.stringify(checks, null, 1));
      else {
        const rows = checks.map(({ what, found, mend }) => [mend === null ? 'ok' : 'NO', what, found, mend ?? '']);
        print(table(['', 'what', 'found', 'to do'], rows));
      }
      finish(checks.every((check) => check.mend === null) ? 0 : 1);
    });

function nodeVersion(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > 20 || (major === 20 && minor >= 19);
  return { what: 'Node 20.19 or newer', found: process.version, mend: enough ? null : 'install Node 20.19 or newer' };
}

const wordCutter = (): Promise<Check> =>
  attempt('nodejieba, cuts text into words', 'npm rebuild nodejieba (it needs g++, make and python3)', async () => {
    const { tagWords } = await import('../lexicon/words.js');
    return `works: ${tagWords('知脉读报')
      .map((word) => word.text)
      .join(' | ')}`;
  });

const gazetteer = (): Promise<Check> =>
  attempt('gazetteer', 'git checkout src/lexicon/data (its files are missing)', async () => {
    const { placeByCode } = await import('../lexicon/places.js');
    const place = placeByCode('330782');
    if (place === null) throw new Failure('330782 义乌市 is not in it');
    return `works: ${place.code} ${place.name}`;
  });

/** Makes an empty graph in a scratch folder and takes it away again. */
const embeddedEngine = (): Promise<Check> =>
  attempt('LadybugDB, the embedded graph', 'npm install (for this platform, without --omit=optional)', async () => {
    const { openStore } = await import('../store/store.js');
    const folder = mkdtempSync(path.join(tmpdir(), 'zhimai-doctor-'));
    try {
      const store = await openStore(path.join(folder, 'graph'), 'write');
      await store.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return 'works';
  });

/** A folder in which no graph was made yet is no fault. */
const graph = (address: string): Promise<Check> =>
  attempt(`graph ${address}`, 'see the reason beside it', async () => {
    const { isServer } = await import('../store/store.js');
    if (!isServer(address) && !existsSync(address)) return 'not there yet; zhimai ingest makes it';
    return withGraph(address, async (store) => `${(await store.ledger()).length} issues`);
  });

async function attempt(what: string, mend: string, probe: () => Promise<string>): Promise<Check> {
  try {
    return { what, found: await probe(), mend: null };
  } catch (error) {
    // Whatever a broken installation throws is what the user needs to read.
    return { what, found: oneLine(error instanceof Error ? error.message : String(error)), mend };
  }
}
