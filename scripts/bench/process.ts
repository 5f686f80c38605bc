/** Runs a command line of zhimai in a process of its own: { seconds: 3.1, peakMegabytes: 412, code: 0 }. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '../../src/lexicon/data.js';

export interface ProcessFigures {
  /** From start to exit, as a user waits. */
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly code: number | null;
}

const cli = path.join(projectRoot, 'dist', 'src', 'cli.js');

/** Loaded into the child before zhimai: writes its own peak memory (in KB) to the fourth stream when it ends. */
const TELL_PEAK = `data:text/javascript,import fs from 'node:fs';process.on('exit',()=>fs.writeSync(3,String(process.resourceUsage().maxRSS)))`;

export function timeCommand(...argv: string[]): Promise<ProcessFigures> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, ['--import', TELL_PEAK, cli, ...argv], {
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    });
    let peak = '';
    child.stdio[3]!.on('data', (chunk: Buffer) => {
      peak += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ seconds: (performance.now() - start) / 1000, peakMegabytes: Number(peak) / 1024, code });
    });
  });
}
