/**
 * `npm run score`: scores every gold folder of tests/scores.json that is there and holds it against its floors.
 * `-- --pin` raises the floors to what was reached; `-- --pin --lower "why"` may lower them.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { printReport } from '../src/cli/score.js';
import { Failure } from '../src/failure.js';
import { brokenFloors, type Floors, pin } from '../src/score/floors.js';
import { scoreGold } from '../src/score/run.js';

const FILE = 'tests/scores.json';
const { values } = parseArgs({ options: { pin: { type: 'boolean' }, lower: { type: 'string' } } });
const pinned: Record<string, Floors> = JSON.parse(readFileSync(FILE, 'utf8'));

try {
  for (const [folder, floors] of Object.entries(pinned)) {
    if (!existsSync(folder)) continue;
    const run = await scoreGold(folder, null, floors.leaveOut);
    const broken = brokenFloors(floors, run);
    console.log(`\n${folder}`);
    printReport(run.report, run.predicted);
    if (values.pin) pinned[folder] = pin(floors, run, values.lower ?? null);
    else for (const line of broken) console.log(`BELOW ITS FLOOR: ${line}`);
    if (!values.pin && broken.length > 0) process.exitCode = 1;
  }
  if (values.pin) writeFileSync(FILE, `${JSON.stringify(pinned, null, 2)}\n`);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`zhimai: ${error.message}`);
  process.exitCode = 2;
}
