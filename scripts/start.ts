/**
 * `npm start`: what a newcomer should see first. Reads corpus/ into the embedded graph, asks it three questions and
 * says what to try next. Each step is a command that can be typed, and is printed before it runs.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const cli = path.join(import.meta.dirname, '..', 'src', 'cli.js');

/** Runs one command line of zhimai in this terminal; ends here when it could not run. */
function run(...argv: string[]): void {
  console.log(`\n$ npx zhimai ${argv.join(' ')}\n`);
  const { status } = spawnSync(process.execPath, [cli, ...argv], { stdio: 'inherit' });
  if (status !== 0 && status !== 1) process.exit(status ?? 2);
}

run('ingest', 'corpus');
run('ask', 'shared-programs');
run('ask', 'series', '--param', 'county=玉环', '--param', 'metric=规模以上工业增加值');
run('ask', 'disagreements');

console.log(`
What to try next
  npx zhimai ask --list                                  the other questions
  npx zhimai ask county --param county=景宁               all figures that were printed about a county
  npx zhimai query "match (c:Company) return c.name"     Cypher of your own, read only
  npx zhimai explain "近八成的行政村种茶"                  how a sentence is read, by which rule
  npx zhimai ingest FOLDER                               your own issues, one .txt an issue`);
