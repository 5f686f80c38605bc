/**
 * The stores that tests run on: the embedded one always, Neo4j when ZHIMAI_TEST_NEO4J names a server
 * (bolt://127.0.0.1:7687 with NEO4J_PASSWORD). A Neo4j test empties the database: give it one of its own. Files of tests
 * run one after the other (--no-file-parallelism), because they share it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type GraphStore, openStore } from '../src/store/store.js';

export const neo4jAddress: string | null = process.env.ZHIMAI_TEST_NEO4J || null;
if (neo4jAddress !== null) process.env.NEO4J_PASSWORD ??= 'zhimai-graph';

export const KINDS: readonly ('embedded' | 'neo4j')[] = neo4jAddress === null ? ['embedded'] : ['embedded', 'neo4j'];

/** A store with nothing in it, for the length of `work`. */
export async function withStore<T>(kind: 'embedded' | 'neo4j', work: (store: GraphStore) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhimai-store-'));
  const store = await openStore(kind === 'neo4j' ? neo4jAddress! : path.join(folder, 'graph'), 'write');
  try {
    await emptied(store);
    return await work(store);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** By removing each issue, so that emptying tests removing. */
export async function emptied(store: GraphStore): Promise<void> {
  for (const { issueId } of await store.ledger()) await store.removeIssue(issueId);
}
