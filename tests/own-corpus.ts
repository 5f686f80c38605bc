/** The graphs of the project's own issues, made once a test file: what questions, searches and queries are held against. */
import path from 'node:path';
import { issueFiles } from '../src/cli/files.js';
import { assembleIssue } from '../src/graph/assemble.js';
import type { IssueGraph } from '../src/model.js';
import { extractIssue, readFiles } from '../src/pipeline.js';
import type { GraphStore } from '../src/store/store.js';

export const CORPUS = path.join(import.meta.dirname, '..', 'corpus');

export async function corpusGraphs(): Promise<IssueGraph[]> {
  const graphs: IssueGraph[] = [];
  await readFiles(issueFiles([CORPUS]), {}, ({ value: issue }) => {
    if (issue !== null) graphs.push(assembleIssue(issue, extractIssue(issue).value.extractions));
  });
  return graphs;
}

const STAMP = { runId: 'run-1', folder: CORPUS, startedAt: '2026-04-01T08:00:00.000Z', version: '1', problems: 0 };

export async function loadAll(store: GraphStore, graphs: readonly IssueGraph[]): Promise<void> {
  const first = await store.firstLoad();
  for (const graph of graphs) await (first ?? store).replaceIssue(graph, STAMP);
  await first?.finish();
}
