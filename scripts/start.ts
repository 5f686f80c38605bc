/**
 * `npm start`: what a newcomer should see first. Reads corpus/ into the embedded graph, asks it three questions
 * and says what to try next. Each step is a command that can be typed, and is printed before it runs.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const cli = path.join(import.meta.dirname, '..', 'src', 'cli.js');

/** Runs one command line of zhimai in this terminal and stops at the first that could not run. */
function run(...argv: string[]): void {
  console.log(`\n$ npx zhimai ${argv.map((word) => (/[\s"']/u.test(word) ? JSON.stringify(word) : word)).join(' ')}`);
  const { status } = spawnSync(process.execPath, [cli, ...argv], { stdio: 'inherit' });
  if (status === 2 || status === null) process.exit(status ?? 2);
}

run('ingest', 'corpus');
