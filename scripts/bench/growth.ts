/**
 * How time and memory grow with the number of issues: whole processes of `zhimai ingest` into an empty graph.
 *
 *   `npm run bench:growth [-- 10 100]` → a Markdown table; with ZHIMAI_TEST_NEO4J (a server that may be emptied) for it too,
 *   and with the load rate of the store beside that of the bare driver.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { issueFiles } from '../../src/cli/files.js';
import { assembleIssue } from '../../src/graph/assemble.js';
import type { IssueGraph } from '../../src/model.js';
import { extractIssue, readFiles } from '../../src/pipeline.js';
import { openStore } from '../../src/store/store.js';
import { timeCommand } from './process.js';
import { timeServer } from './server.js';
import { copiesOf } from './synthetic.js';

const CORPUS = 'corpus';
const ROUNDS = 7;
const given = process.argv.slice(2).map(Number);
const factors = [1, ...(given.length > 0 ? given : [10])];
const server = process.env.ZHIMAI_TEST_NEO4J || null;
if (server !== null) process.env.NEO4J_PASSWORD ??= 'zhimai-graph';

const folder = mkdtempSync(path.join(os.tmpdir(), 'zhimai-growth-'));
console.log('| store | issues | seconds | × of the first | peak memory of zhimai |\n|---|---|---|---|---|');
for (const store of ['embedded', ...(server === null ? [] : ['Neo4j'])]) {
  let first = 0;
  for (const factor of factors) {
    const from = path.join(folder, String(factor));
    const issues = copiesOf(CORPUS, factor, from);
    const graph = store === 'Neo4j' ? server! : path.join(folder, `graph-${factor}`);
    if (store === 'Neo4j') await empty(graph);
    const { seconds, peakMegabytes, code } = await timeCommand('ingest', from, '--graph', graph);
    if (code !== 0) process.exitCode = 1;
    first ||= seconds;
    const cells = [
      store,
      issues,
      `${seconds.toFixed(1)} s`,
      (seconds / first).toFixed(1),
      `${peakMegabytes.toFixed(0)} MB`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
if (server !== null) {
  await empty(server);
  const graphs: IssueGraph[] = [];
  await readFiles(issueFiles([CORPUS]), {}, ({ value: issue }) => {
    if (issue !== null) graphs.push(assembleIssue(issue, extractIssue(issue).value.extractions));
  });
  const { rows, ours, raw } = await timeServer(server, graphs, ROUNDS);
  console.log(
    `\nNeo4j, ${rows} rows of ${graphs.length} issues, median of ${ROUNDS} loads in turn: ${(rows / ours).toFixed(0)} rows/s, ` +
      `bare driver ${(rows / raw).toFixed(0)} rows/s, ratio ${(raw / ours).toFixed(2)}`,
  );
}
rmSync(folder, { recursive: true, force: true });

async function empty(address: string): Promise<void> {
  const store = await openStore(address, 'write');
  for (const { issueId } of await store.ledger()) await store.removeIssue(issueId);
  await store.close();
}
