/**
 * The attacks and their innocent look-alikes on real stores: whatever was asked, the graph and the disk are as before.
 * That the limits of a query say when they cut, as the command line shows it.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { IssueGraph } from '../src/model.js';
import { canonicalDump } from '../src/store/dump.js';
import { type GraphStore, openStore, QueryFailed, QueryRefused } from '../src/store/store.js';
import { ATTACKS, INNOCENT } from './attacks.js';
import { corpusGraphs, loadAll } from './own-corpus.js';
import { emptied, KINDS, neo4jAddress, takesTurns } from './stores.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const cli = path.join(import.meta.dirname, '..', 'dist', 'src', 'cli.js');
let graphs: IssueGraph[];
beforeAll(async () => {
  graphs = await corpusGraphs();
});

describe.each(KINDS)('On the %s store', (kind) => {
  takesTurns(kind);
  const folder = mkdtempSync(path.join(tmpdir(), 'zhimai-attacks-'));
  const address = kind === 'neo4j' ? neo4jAddress! : path.join(folder, 'graph');
  /** What an attack would read and write: a file with a secret in it, and room beside it. */
  const canary = path.join(folder, 'canary');
  const SECRET = 'root:x:0:0:canary';
  let store: GraphStore;
  let before: { dump: string; disk: string[] };

  beforeAll(async () => {
    mkdirSync(canary);
    writeFileSync(path.join(canary, 'passwd'), SECRET);
    writeFileSync(path.join(canary, 'x.csv'), 'x,y\n');
    const writer = await openStore(address, 'write');
    await emptied(writer);
    await loadAll(writer, graphs);
    await writer.close();
    store = await openStore(address, 'read');
    before = await state();
  });
  afterAll(async () => {
    await store.close();
    if (kind === 'neo4j') {
      const writer = await openStore(address, 'write');
      await emptied(writer);
      await writer.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  const state = async () => ({ dump: await canonicalDump(store), disk: listing(folder) });
  /** The attack as it would be aimed at this machine. */
  const aimed = (cypher: string): string => cypher.replaceAll('/etc/', `${canary}/`).replaceAll('/tmp/', `${canary}/`);

  test('What a write or a read outside would change is seen', async () => {
    expect(before.dump).toContain('County');
    expect(before.disk.join('\n')).toContain('passwd');
  });

  test('Every attack is refused, and nothing changes', async () => {
    expect(ATTACKS.length).toBeGreaterThanOrEqual(60);
    for (const [, cypher] of ATTACKS) await expect(store.query(aimed(cypher)), cypher).rejects.toThrow(QueryRefused);
    expect(await state()).toEqual(before);
  });

  test('Every innocent look-alike reaches the store, which answers or does not know the word; nothing changes', async () => {
    expect(INNOCENT.length).toBeGreaterThanOrEqual(30);
    const answered: string[] = [];
    for (const cypher of INNOCENT) {
      try {
        const { rows } = await store.query(cypher, { load: 'x', set: 'x' });
        expect(JSON.stringify(rows)).not.toContain(SECRET);
        answered.push(cypher);
      } catch (error) {
        // A procedure of the other store, a property or a label that the graph does not have.
        expect(error, cypher).toBeInstanceOf(QueryFailed);
      }
    }
    expect(answered).toContain('MATCH (l:Load) RETURN l');
    expect(answered).toContain("MATCH (s:Sentence) WHERE s.text CONTAINS 'LOAD FROM' RETURN s");
    expect(answered.length).toBeGreaterThanOrEqual(18);
    expect(await state()).toEqual(before);
  });

  test.each([
    ['rows', ['MATCH (s:Sentence) RETURN s.id AS id', '--rows', '3'], /cut after 3 rows/u],
    ['bytes', ['MATCH (a:Article) RETURN a.text AS text', '--bytes', '20K'], /cut after \d+ rows, at 20480 bytes/u],
  ])('Cut %s: the answer comes with a notice', async (_, argv, notice) => {
    const { code, out, err } = await zhimai(['query', ...argv, '--json', '--graph', address]);
    expect(err).toMatch(notice);
    expect(code).toBe(0);
    const rows = JSON.parse(out) as unknown[];
    expect(rows.length).toBeGreaterThan(0);
    expect(Buffer.byteLength(JSON.stringify(rows))).toBeLessThan(25_000);
  });

  test('A query that runs away is stopped at its limit, and says so', async () => {
    const runaway = 'UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b % 7) AS c';
    const { code, out, err } = await zhimai(['query', runaway, '--timeout', '1', '--graph', address]);
    expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
    expect(err).toContain('query stopped after 1 s');
  });
});

/** Each file below a folder with what is in it. */
function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const content = entry.isFile() ? createHash('sha256').update(readFileSync(file)).digest('hex') : '';
      return `${file} ${content}`;
    })
    .sort();
}

function zhimai(argv: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  if (!existsSync(cli))
    throw new Error('dist/src/cli.js is not there; npm run build makes it, and npm test does so first');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...argv]);
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said.out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said.err += text;
    });
    child.on('error', reject).on('close', (code) => resolve({ code, ...said }));
  });
}
