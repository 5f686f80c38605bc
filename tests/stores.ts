/**
 * The stores that tests run on: the embedded one always, Neo4j when ZHIMAI_TEST_NEO4J names a server
 * (bolt://127.0.0.1:7687 with NEO4J_PASSWORD). A Neo4j test empties the database: give it one of its own. Files of tests
 * run beside each other and share it, so each describe that needs it waits for its turn.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import lockfile from 'proper-lockfile';
import { afterAll, beforeAll } from 'vitest';
import { type GraphStore, openStore } from '../src/store/store.js';

export const neo4jAddress: string | null = process.env.ZHIMAI_TEST_NEO4J || null;
if (neo4jAddress !== null) process.env.NEO4J_PASSWORD ??= 'zhimai-graph';

export const KINDS: readonly ('embedded' | 'neo4j')[] = neo4jAddress === null ? ['embedded'] : ['embedded', 'neo4j'];

const LONGEST_WAIT_MS = 3 * 60 * 60_000;

/** Said first in a describe: its hooks and tests have the server to themselves. The embedded store needs no turns. */
export function takesTurns(kind: 'embedded' | 'neo4j'): void {
  if (kind === 'embedded' || neo4jAddress === null) return;
  const turn = path.join(tmpdir(), `zhimai-tests-of-${new URL(neo4jAddress).host.replaceAll(':', '-')}`);
  let over: () => Promise<void>;
  beforeAll(async () => {
    // A test that blocks its process for long is not dead; the lock of a killed one is taken over after a minute.
    const retries = { forever: true, factor: 1, minTimeout: 100, maxTimeout: 100 };
    over = await lockfile.lock(turn, { realpath: false, stale: 60_000, update: 5_000, retries });
  }, LONGEST_WAIT_MS);
  afterAll(() => over());
}

export interface OpenedStore {
  readonly store: GraphStore;
  /** The embedded one leaves nothing behind. */
  close(): Promise<void>;
}

/** A store with nothing in it. */
export async function openEmpty(kind: 'embedded' | 'neo4j'): Promise<OpenedStore> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhimai-store-'));
  const store = await openStore(kind === 'neo4j' ? neo4jAddress! : path.join(folder, 'graph'), 'write');
  const close = async (): Promise<void> => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await emptied(store);
  } catch (error) {
    await close();
    throw error;
  }
  return { store, close };
}

/** A store with nothing in it, for the length of `work`. */
export async function withStore<T>(kind: 'embedded' | 'neo4j', work: (store: GraphStore) => Promise<T>): Promise<T> {
  const { store, close } = await openEmpty(kind);
  try {
    return await work(store);
  } finally {
    await close();
  }
}

/** By removing each issue, so that emptying tests removing. */
export async function emptied(store: GraphStore): Promise<void> {
  for (const { issueId } of await store.ledger()) await store.removeIssue(issueId);
}
