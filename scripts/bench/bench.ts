/**
 * `npm run bench [-- FOLDER]`: the seconds and megabytes of the README as a Markdown table. Reads the real issues in
 * ../shared/corpus where they lie beside the project, else corpus/.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { issueFiles } from '../../src/cli/files.js';
import { timeExtraction } from './extraction.js';
import { timeCommand } from './process.js';

const REAL = path.join('..', 'shared', 'corpus');
const folder = process.argv[2] ?? (existsSync(REAL) ? REAL : 'corpus');
const files = issueFiles([folder]);

const graph = path.join(mkdtempSync(path.join(os.tmpdir(), 'zhimai-bench-')), 'graph');
const cold = await timeCommand('ingest', folder, '--graph', graph);
const again = await timeCommand('ingest', folder, '--graph', graph);
rmSync(path.dirname(graph), { recursive: true, force: true });
const text = await timeExtraction(files);

const s = (seconds: number): string => `${seconds.toFixed(seconds < 1 ? 3 : 1)} s`;
const rows = [
  [`\`zhimai ingest ${folder}\`, empty graph, whole process`, s(cold.seconds)],
  ['peak memory of it', `${cold.peakMegabytes.toFixed(0)} MB`],
  ['the same again, nothing new', s(again.seconds)],
  ['peak memory of it', `${again.peakMegabytes.toFixed(0)} MB`],
  [`bare \`nodejieba.tag\`, ${text.articles} articles, ${text.characters} characters, warm, median of 10`, s(text.tag)],
  [
    'whole extraction of the same, warm, median of 10',
    `${s(text.extract)} (${(text.extract / text.tag).toFixed(2)} ×)`,
  ],
  ['first cut into words (loads the dictionary of nodejieba)', s(text.coldTag)],
  ['first extraction after it (loads gazetteer and lexicon)', s(text.coldExtract)],
];
const [cpu] = os.cpus();
console.log(
  `${files.length} issues in ${folder}; Node ${process.version}, ${os.platform()} ${os.arch()}, ${os.cpus().length} × ${cpu?.model.trim()}\n`,
);
console.log('| what | figure |\n|---|---|');
for (const [what, figure] of rows) console.log(`| ${what} | ${figure} |`);
process.exitCode = cold.code === 0 && again.code === 0 ? 0 : 1;
