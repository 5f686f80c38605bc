/**
 * What can happen to an ingest: it is killed, the disk is full, the folder may not be written, the server goes away, the
 * database is broken, another run is at it. Each is one clear line, and the next run makes it good.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { canonicalDump } from '../src/store/dump.js';
import { openStore } from '../src/store/store.js';
import { chance, seed, times } from './counts.js';
import { printedIssue } from './issues.js';
import { emptied, KINDS, neo4jAddress, takesTurns } from './stores.js';

vi.setConfig({ testTimeout: times(60, 300) * 60_000 });

const cli = path.join(import.meta.dirname, '..', 'dist', 'src', 'cli.js');
const base = mkdtempSync(path.join(tmpdir(), 'zhimai-faults-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const ISSUES = 8;
/** One issue, and the folder that it grows into. */
const [small, folder] = [path.join(base, 'small'), path.join(base, 'issues')];
const write = (where: string, number: number, articles: readonly number[]): void =>
  writeFileSync(path.join(where, `${number}.txt`), printedIssue('浙东试刊', number, articles));
beforeAll(() => {
  if (!existsSync(cli))
    throw new Error('dist/src/cli.js is not there; npm run build makes it, and npm test does so first');
  mkdirSync(small);
  mkdirSync(folder);
  write(small, 1, [90, 91]);
  for (let i = 0; i < ISSUES; i++) write(folder, i + 1, [i * 4, i * 4 + 1, i * 4 + 2, i * 4 + 3]);
});

interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

interface How {
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  /** A shell line before it, e.g. a limit. */
  readonly after?: string;
  readonly onLine?: (nth: number, child: ChildProcess) => void;
}

/** `zhimai …` in a process of its own; `onLine` is told each line of its log, from 1. */
function zhimai(argv: readonly string[], { env = {}, uid, after, onLine }: How = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const { ZHIMAI_GRAPH: _, ...inherited } = process.env;
    const line = [process.execPath, cli, ...argv];
    const [program, args] =
      after === undefined ? [line[0]!, line.slice(1)] : ['sh', ['-c', `${after}; exec "$@"`, 'sh', ...line]];
    const child = spawn(program, args, {
      cwd: base,
      env: { ...inherited, ...env },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    let out = '';
    let err = '';
    let nth = 0;
    child.stdout!.setEncoding('utf8').on('data', (text) => {
      out += text;
    });
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      err += text;
      for (const _ of text.matchAll(/\n/gu)) onLine?.(++nth, child);
    });
    child.on('error', reject).on('close', (code, signal) => resolve({ code, signal, out, err }));
  });
}

const complaints = ({ err }: Ran): string[] => err.split('\n').filter((line) => line.startsWith('zhimai: '));

/** One line that says this, no stack, this exit code. */
function says(ran: Ran, code: number, what: RegExp): void {
  expect(ran.err).not.toMatch(/\n\s+at /u);
  expect({ code: ran.code, lines: complaints(ran) }).toEqual({ code, lines: [expect.stringMatching(what)] });
}

async function state(graph: string): Promise<{ dump: string; loaded: string[] }> {
  const store = await openStore(graph, 'read');
  try {
    return { dump: await canonicalDump(store), loaded: (await store.ledger()).map((row) => row.issueId).sort() };
  } finally {
    await store.close();
  }
}

let graphs = 0;
async function newGraph(kind: (typeof KINDS)[number]): Promise<string> {
  if (kind === 'embedded') return path.join(base, `graph-${++graphs}`);
  const store = await openStore(neo4jAddress!, 'write');
  await emptied(store);
  await store.close();
  return neo4jAddress!;
}

const IDS = Array.from({ length: ISSUES }, (_, i) => `浙东试刊-2024-${i + 1}`);

interface Whole {
  readonly dump: string;
  readonly loaded: string[];
  readonly perIssueMs: number;
}

/** What an undisturbed run makes of the folder, and how long it takes. */
let whole: Promise<Whole> | null = null;
const inWhole = path.join(base, 'undisturbed');
const undisturbed = (): Promise<Whole> => {
  whole ??= (async () => {
    const started = performance.now();
    const { code } = await zhimai(['ingest', folder, '--graph', inWhole]);
    expect(code).toBe(0);
    const perIssueMs = (performance.now() - started) / ISSUES;
    return { ...(await state(inWhole)), perIssueMs };
  })();
  return whole;
};

/** An embedded graph that an undisturbed run has made, to be spoiled. */
async function wholeGraph(): Promise<string> {
  await undisturbed();
  const graph = await newGraph('embedded');
  cpSync(inWhole, graph, { recursive: true });
  return graph;
}

/** A run that nothing disturbs ends with the graph of an undisturbed one, each issue once in the ledger. */
async function isMadeGood(graph: string, code = 0): Promise<void> {
  const ran = await zhimai(['ingest', folder, '--graph', graph]);
  expect({ code: ran.code, lines: complaints(ran) }).toMatchObject({ code });
  const now = await state(graph);
  expect(now.loaded).toEqual(IDS);
  expect(now.dump === (await undisturbed()).dump).toBe(true);
}

describe.each(KINDS)('On the %s store', (kind) => {
  takesTurns(kind);
  const kills = times(3, 20);

  test(`killed at ${kills} random moments, it ends as if undisturbed (seed ${seed})`, async () => {
    const random = chance(seed);
    const { perIssueMs } = await undisturbed();
    let killed = 0;
    for (let i = 0; i < kills; i++) {
      // Every other graph holds an issue of another content before: then issues are swapped one by one.
      const again = await newGraph(kind);
      if (i % 2 === 0) expect((await zhimai(['ingest', small, '--graph', again])).code).toBe(0);
      const [line, wait] = [Math.floor(random() * (ISSUES + 1)), random() * perIssueMs];
      let isSet = false;
      const kill = (child: ChildProcess): void => {
        isSet = true;
        setTimeout(() => child.kill('SIGKILL'), wait);
      };
      const { signal } = await zhimai(['ingest', folder, '--graph', again], {
        onLine: (nth, child) => {
          if (!isSet && nth >= Math.max(1, line)) kill(child);
        },
      });
      if (signal === 'SIGKILL') killed++;
      await isMadeGood(again);
      if (kind === 'embedded') rmSync(again, { recursive: true });
    }
    console.log(`${kind}: ${killed} of ${kills} runs were killed before they ended, seed ${seed}`);
    expect(killed).toBeGreaterThan(0);
  });

  test('a second run says who is at it and since when, exit 2; the first is not disturbed', async () => {
    const graph = await newGraph(kind);
    let second: Promise<Ran> | null = null;
    const first = await zhimai(['ingest', small, folder, '--graph', graph], {
      onLine: (_, child) => {
        // The log's first line comes while the run holds the lock.
        if (second !== null) return;
        child.kill('SIGSTOP');
        second = zhimai(['ingest', folder, '--graph', graph]).finally(() => child.kill('SIGCONT'));
      },
    });
    says(await second!, 2, /another run is writing it \(pid \d+ on .+ since \d{4}-\d\d-\d\dT.+\); wait until it ends/u);
    // 1.txt of both folders is issue 1: the second one is refused.
    expect(first.code).toBe(1);
    await isMadeGood(graph);
  });

  test('while an issue is swapped a reader sees the old one or the new one', async () => {
    const graph = await newGraph(kind);
    const store = await openStore(graph, 'write');
    await store.close();
    const changing = path.join(base, `changing-${kind}`);
    mkdirSync(changing, { recursive: true });
    const [old, fresh] = [
      [0, 1, 2, 3, 4, 5],
      [6, 7, 8],
    ] as const;
    write(changing, 1, old);
    expect((await zhimai(['ingest', changing, '--graph', graph])).code).toBe(0);
    const reader = await openStore(graph, 'read');
    const question =
      "MATCH (a:Article)-[:PUBLISHED_IN]->(:Issue {id: '浙东试刊-2024-1'}) " +
      'MATCH (s:Sentence)-[:PART_OF]->(a) RETURN a.id AS article, count(s) AS sentences ORDER BY article';
    const look = async () => JSON.stringify((await reader.query(question)).rows);
    const before = await look();
    write(changing, 1, fresh);
    let done = false;
    const run = zhimai(['ingest', changing, '--graph', graph]).finally(() => {
      done = true;
    });
    const seen = new Set<string>();
    while (!done) seen.add(await look());
    expect((await run).code).toBe(0);
    const after = await look();
    await reader.close();
    expect(after).not.toBe(before);
    expect([...seen].filter((rows) => rows !== before && rows !== after)).toEqual([]);
    expect(seen.has(before)).toBe(true);
  });
});

describe('The embedded graph', () => {
  test.runIf(process.platform !== 'win32')(
    'a full disk: one line, exit 2, and the next run makes it good',
    async () => {
      const graph = await newGraph('embedded');
      expect((await zhimai(['ingest', small, '--graph', graph])).code).toBe(0);
      // A limit on the size of a file is a full disk that needs no rights.
      const full = { after: 'ulimit -f 2000' };
      says(
        await zhimai(['ingest', folder, '--graph', graph], full),
        2,
        /: no room to write \(EFBIG, 64 MB are needed\)/u,
      );
      says(await zhimai(['ingest', folder, '--graph', `${graph}-new`], full), 2, /: no room to write \(EFBIG/u);
      await isMadeGood(graph);
    },
  );

  test('a folder under a file, and a folder that may not be written', async () => {
    writeFileSync(path.join(base, 'a-file'), '');
    says(
      await zhimai(['ingest', folder, '--graph', 'a-file/graph']),
      2,
      /a-file\/graph: cannot be written \(ENOTDIR\)/u,
    );
    const locked = path.join(base, 'locked');
    mkdirSync(path.join(locked, 'graph'), { recursive: true });
    chmodSync(path.join(locked, 'graph'), 0o555);
    // The superuser may write anywhere: then the run is somebody else's.
    const uid = process.getuid?.() === 0 ? 65534 : undefined;
    if (uid !== undefined) chmodSync(base, 0o755);
    if (uid === undefined || spawnSync('test', ['-r', cli], { uid, gid: uid }).status === 0) {
      const ran = await zhimai(['ingest', folder, '--graph', 'locked/graph'], uid === undefined ? {} : { uid });
      says(ran, 2, /locked\/graph: cannot be written \(EACCES\); give a folder you may write/u);
    }
    chmodSync(path.join(locked, 'graph'), 0o755);
  });

  const FAULTS: readonly (readonly [what: string, spoil: (file: string) => void])[] = [
    ['cut', (file) => truncateSync(file, Math.floor(statSync(file).size / 3))],
    ['empty', (file) => truncateSync(file, 0)],
    ['overwritten', (file) => writeFileSync(file, 'no database at all\n'.repeat(9000))],
    ['overwritten in the middle', (file) => overwrite(file, 0.4)],
    ['overwritten near its head', (file) => overwrite(file, 0.0005)],
  ];
  test.each(FAULTS)('a database that was %s is set aside and built again, said aloud, exit 1', async (_, spoil) => {
    const graph = await wholeGraph();
    spoil(path.join(graph, 'graph.lbug'));
    says(
      await zhimai(['ingest', folder, '--graph', graph]),
      1,
      /the database was broken \(.+\) and is set aside as graph\.lbug\.broken-\d{8}T\d{6}Z; the graph is built again/u,
    );
    expect(readdirSync(graph).filter((name) => /^graph\.lbug\.broken-\d+T\d+Z$/u.test(name))).toHaveLength(1);
    await isMadeGood(graph);
  });
});

test('A graph with the tables of another version is set aside and built again, said aloud, exit 1', async () => {
  const graph = await wholeGraph();
  writeFileSync(path.join(graph, 'tables.txt'), 'CREATE NODE TABLE Issue(id STRING PRIMARY KEY)\n');
  says(
    await zhimai(['status', '--graph', graph]),
    2,
    /made by another version of zhimai; zhimai ingest sets it aside/u,
  );
  says(
    await zhimai(['ingest', folder, '--graph', graph]),
    1,
    /has the tables of another version of zhimai and is set aside as graph\.lbug\.old-\d{8}T\d{6}Z; the graph is built again/u,
  );
  expect(readdirSync(graph).filter((name) => /^graph\.lbug\.old-\d+T\d+Z$/u.test(name))).toHaveLength(1);
  await isMadeGood(graph);
});

function overwrite(file: string, at: number): void {
  const { size } = statSync(file);
  const offset = Math.floor((size * at) / 4096) * 4096;
  spawnSync('dd', ['if=/dev/urandom', `of=${file}`, 'bs=4096', `seek=${offset / 4096}`, 'count=40', 'conv=notrunc']);
}

describe.runIf(neo4jAddress !== null)('A server that goes away', () => {
  takesTurns('neo4j');
  const port = neo4jAddress === null ? 0 : Number(new URL(neo4jAddress).port);

  /** A wire to the server that is cut after so many bytes to it; `mend` says after how long it works again. */
  async function wire(cutAfter: number, mendAfterMs: number | null) {
    let passed = 0;
    let cutAt: number | null = null;
    const open = new Set<net.Socket>();
    const server = net.createServer((client) => {
      const isCut = cutAt !== null && (mendAfterMs === null || Date.now() < cutAt + mendAfterMs);
      if (isCut) return void client.destroy();
      const far = net.connect(port, '127.0.0.1');
      for (const socket of [client, far]) {
        open.add(socket);
        socket
          .on('error', () => {})
          .on('close', () => {
            client.destroy();
            far.destroy();
          });
      }
      client.on('data', (chunk) => {
        passed += chunk.length;
        if (cutAt === null && passed > cutAfter) {
          cutAt = Date.now();
          for (const socket of open) socket.destroy();
        } else far.write(chunk);
      });
      far.on('data', (chunk) => client.write(chunk));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `bolt://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
    return { address, wasCut: () => cutAt !== null, close: () => server.close() };
  }

  test('for good: one line, exit 2; what was loaded stays, the next run makes it good', async () => {
    const graph = await newGraph('neo4j');
    const cut = await wire(150_000, null);
    const ran = await zhimai(['ingest', folder, '--graph', cut.address]);
    cut.close();
    expect(cut.wasCut()).toBe(true);
    says(ran, 2, /127\.0\.0\.1:\d+: no Neo4j answers there/u);
    await isMadeGood(graph);
  });

  test('for two seconds: the run goes on by itself', async () => {
    const graph = await newGraph('neo4j');
    const cut = await wire(150_000, 2000);
    const ran = await zhimai(['ingest', folder, '--graph', cut.address]);
    cut.close();
    expect(cut.wasCut()).toBe(true);
    expect({ code: ran.code, lines: complaints(ran) }).toEqual({ code: 0, lines: [] });
    expect((await state(graph)).dump === (await undisturbed()).dump).toBe(true);
  });
});
