/**
 * The graph in a folder, on LadybugDB: no server, no set-up. What only this store needs: files to load from, a lock,
 * the addon's own package where the main one cannot load, and a process per user's query.
 *
 *   data/graph/graph.lbug (+ .wal)   the database       data/graph/tables.txt   the tables it was made with
 *   data/graph/incoming/, staged/    rows on their way   data/graph.lock         held while a run writes
 *   data/graph/next.lbug             a copy that is written, until it takes the place of the database
 */
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Connection, Database, LbugValue, QueryResult } from '@ladybugdb/core';
import { projectRoot } from '../lexicon/data.js';
import type { GraphEdge, GraphNode, Problem, Value } from '../model.js';
import { grouped } from './grouped.js';
import { lockGraph } from './lock.js';
import { checkRoom, reserveRoom } from './room.js';
import { type Edge, edgeRow, type Label, nodeRow, type Properties } from './schema.js';
import { partsOf, type Seal, sealClosed, setAsideIfBroken } from './soundness.js';
import {
  copyEdges,
  copyNodes,
  EMPTY_MARK,
  LIST_MARK,
  loadEdges,
  loadNodes,
  madeWith,
  type Statement,
  tables,
} from './statements.js';
import {
  type Answer,
  type Copy,
  type Engine,
  type Limits,
  type LoadEdge,
  type LoadNode,
  type Params,
  QueryFailed,
  QueryStopped,
  type Row,
  type Session,
  type Stage,
  StoreUnavailable,
} from './store.js';

/** The default maps 8 TB and fails at the tenth open; 1 GiB dies after 127 checkpoints. */
const MAX_DB_SIZE = 2 ** 36;
/** A ceiling, not a reservation. */
const WRITER_POOL = 2 ** 28;
const READER_POOL = 2 ** 28;
/**
 * Pairs of labels whose edges are created between two checkpoints: the database keeps 8 MB for each until the next one,
 * and a checkpoint takes as long for each pair however many there are.
 */
const PAIRS_A_CHECKPOINT = 4;
/** How long a reader waits for a writer's checkpoint. */
const RETRY_MS = 10_000;
const BUSY = /checkpoint is in progress|Could not set lock/u;

type Addon = typeof import('@ladybugdb/core');

const require = createRequire(import.meta.url);

/** The main package copies its binary at install; where install scripts are off, the platform's package has it. */
function addonName(): string {
  const names = ['@ladybugdb/core', `@ladybugdb/core-${process.platform}-${process.arch}`];
  for (const name of names) {
    try {
      require(name);
      return name;
    } catch {
      // The next one may load.
    }
  }
  throw new StoreUnavailable(
    `the embedded store does not load (${names.join(', ')}); run npm install, or zhimai doctor`,
  );
}

export async function openEmbedded(folder: string, mode: 'read' | 'write'): Promise<Engine> {
  const file = path.join(folder, 'graph.lbug');
  if (mode === 'read') {
    if (!existsSync(file)) throw new StoreUnavailable(`${folder}: no graph there yet; run zhimai ingest first`);
    hasOwnTables(folder);
    return new Embedded(folder, file, null);
  }
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, '.writable'), '');
    rmSync(path.join(folder, '.writable'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StoreUnavailable(`${folder}: cannot be written (${code}); give a folder you may write with --graph`);
  }
  const release = await lockGraph(folder, folder.replace(/[/\\]+$/u, ''));
  try {
    // What a killed run left.
    for (const name of ['incoming', 'staged']) rmSync(path.join(folder, name), { recursive: true, force: true });
    for (const name of partsOf(copyOf(folder))) rmSync(name);
    reserveRoom(folder);
    const opening = { addon: addonName(), bufferPoolSize: WRITER_POOL, maxDBSize: MAX_DB_SIZE };
    const { problems, seal } = await setAsideIfBroken(folder, file, opening);
    return new Embedded(folder, file, release, problems, seal);
  } catch (error) {
    await release();
    throw error;
  }
}

const copyOf = (folder: string): string => path.join(folder, 'next.lbug');
const tablesFile = (folder: string): string => path.join(folder, 'tables.txt');

/**
 * True where the graph has the tables of this version, false where it has none yet.
 *
 * @throws StoreUnavailable when another version made them
 */
function hasOwnTables(folder: string): boolean {
  if (!existsSync(tablesFile(folder))) return false;
  if (readFileSync(tablesFile(folder), 'utf8') === madeWith()) return true;
  throw new StoreUnavailable(
    `${folder}: made by another version of zhimai; zhimai ingest sets it aside and builds it again`,
  );
}

class Embedded implements Engine {
  readonly kind = 'embedded';
  private opened: Promise<{ database: Database; connection: Connection }> | null = null;
  private wasOpened = false;
  /** The database, or the copy of it that will take its place. */
  private writing: string;
  private files = 0;

  constructor(
    readonly address: string,
    private readonly file: string,
    /** Null for a reader. */
    private readonly release: (() => Promise<void>) | null,
    readonly notices: readonly Problem[] = [],
    private readonly seal: Seal | null = null,
  ) {
    this.writing = file;
  }

  async ensureSchema(): Promise<void> {
    if (hasOwnTables(this.address)) return;
    await this.transaction(async (session) => {
      for (const cypher of tables())
        await session.run({ cypher: cypher.replace('TABLE ', 'TABLE IF NOT EXISTS '), params: {} });
    });
    writeFileSync(tablesFile(this.address), madeWith());
  }

  read(statement: Statement): Promise<Row[]> {
    return this.rows(statement);
  }

  async transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const incoming = path.join(this.address, 'incoming');
    checkRoom(this.address);
    mkdirSync(incoming, { recursive: true });
    await this.plain('BEGIN TRANSACTION');
    try {
      const done = await work({
        rows: (statement) => this.rows(statement),
        run: async (statement) => void (await this.rows(statement)),
        insertNodes: (nodes) => this.insertNodes(incoming, nodes),
        insertEdges: (edges) => this.insertEdges(incoming, edges),
        awaited: NOTHING,
      });
      await this.plain('COMMIT');
      return done;
    } catch (error) {
      // A statement that fails has ended the transaction already.
      await this.plain('ROLLBACK').catch(() => {});
      throw error;
    } finally {
      rmSync(incoming, { recursive: true, force: true });
    }
  }

  stage(): Stage {
    const staged = new StagedRows(path.join(this.address, 'staged'));
    return {
      insertNodes: (nodes) => {
        for (const [label, group] of grouped(nodes, (node) => node.label))
          staged.append(label, nodeLines(label, group), (file) => copyNodes(label, file));
      },
      insertEdges: (edges) => {
        for (const [name, group] of grouped(edges, pairOf)) {
          const { type, fromLabel, toLabel } = group[0]!;
          staged.append(name, edgeLines(type, group), (file) => copyEdges(type, fromLabel, toLabel, file));
        }
      },
      commit: async () => {
        // An edge is copied between nodes that are there: the files of nodes, named by a label alone, come first.
        const order = [...staged.files()].sort(([a], [b]) => Number(a.includes(' ')) - Number(b.includes(' ')));
        await this.transaction(async ({ rows }) => {
          for (const [, each] of order) {
            const [row] = await rows({ cypher: each.cypher, params: {} });
            // "57 tuples have been copied to the Sentence table."
            this.allWritten(parseInt(String(row?.result), 10), each.rows, each.cypher);
            rmSync(each.file);
          }
        });
        staged.remove();
      },
    };
  }

  async copy(): Promise<Copy> {
    // Closed, the database is one file.
    await this.disconnect();
    const { size } = statSync(this.file);
    checkRoom(this.address, size * 2);
    const copy = copyOf(this.address);
    copyFileSync(this.file, copy, constants.COPYFILE_FICLONE);
    this.writing = copy;
    const staged = new StagedRows(path.join(this.address, 'staged'));
    return {
      write: (work) =>
        this.transaction((session) =>
          work({ ...session, insertEdges: (edges) => this.insertEdgesWithCheckpoints(session, edges) }),
        ),
      insertEdges: (edges) => {
        for (const [name, group] of grouped(edges, pairOf)) {
          const { type, fromLabel, toLabel } = group[0]!;
          staged.append(name, edgeLines(type, group), (file) => loadEdges(type, fromLabel, toLabel, file));
        }
      },
      publish: async () => {
        for (const some of slices(staged.files(), PAIRS_A_CHECKPOINT)) {
          await this.plain('CHECKPOINT');
          await this.transaction(async () => {
            for (const [, each] of some) await this.loadFile(each);
          });
        }
        staged.remove();
        await this.disconnect();
        // The log of the copy is empty and gone, and so is that of the database: one rename is the whole change.
        renameSync(copy, this.file);
        this.writing = this.file;
      },
    };
  }

  async ask(cypher: string, params: Params, limits: Limits): Promise<Answer> {
    const request = {
      addon: addonName(),
      file: path.resolve(this.file),
      bufferPoolSize: READER_POOL,
      maxDBSize: MAX_DB_SIZE,
      cypher,
      params,
      maxRows: limits.maxRows,
      maxBytes: limits.maxBytes,
      retryMs: Math.min(RETRY_MS, limits.timeoutMs),
    };
    const answer = await inOwnProcess(request, limits.timeoutMs);
    if ('failed' in answer) throw new QueryFailed(`query failed: ${answer.failed.replace(/\s+/gu, ' ')}`);
    return answer;
  }

  async close(): Promise<void> {
    const wasOpened = this.wasOpened;
    try {
      await this.disconnect();
      // A copy that was not published says nothing: the run broke off.
      if (this.writing !== this.file) for (const part of partsOf(this.writing)) rmSync(part);
      if (wasOpened && this.release !== null) sealClosed(this.address, this.file, this.seal);
    } finally {
      await this.release?.();
    }
  }

  private async disconnect(): Promise<void> {
    const opened = this.opened;
    this.opened = null;
    if (opened === null) return;
    const { database, connection } = await opened;
    connection.closeSync();
    database.closeSync();
  }

  private get connected(): Promise<{ database: Database; connection: Connection }> {
    this.wasOpened = true;
    this.opened ??= this.connect();
    return this.opened;
  }

  private async connect(): Promise<{ database: Database; connection: Connection }> {
    const addon = require(addonName()) as Addon;
    const readOnly = this.release === null;
    for (const end = Date.now() + RETRY_MS; ; await new Promise((resolve) => setTimeout(resolve, 25))) {
      try {
        const pool = readOnly ? READER_POOL : WRITER_POOL;
        // Not by a thread of its own: each leaves 75 MB behind, and a run opens three times.
        const database = new addon.Database(this.writing, pool, true, readOnly, MAX_DB_SIZE);
        database.initSync();
        const connection = new addon.Connection(database);
        connection.initSync();
        return { database, connection };
      } catch (error) {
        const message = oneLine(error);
        if (readOnly && BUSY.test(message) && Date.now() < end) continue;
        throw new StoreUnavailable(
          `${this.address}: cannot be opened (${message}); zhimai ingest sets a broken one aside and builds it again`,
        );
      }
    }
  }

  private async plain(cypher: string): Promise<void> {
    const { connection } = await this.connected;
    const result = await connection.query(cypher);
    for (const each of listed(result)) each.close();
  }

  private async rows({ cypher, params }: Statement): Promise<Row[]> {
    const { connection } = await this.connected;
    let result: QueryResult | QueryResult[];
    if (Object.keys(params).length === 0) result = await connection.query(cypher);
    else {
      const prepared = await connection.prepare(cypher);
      if (!prepared.isSuccess()) throw new Error(prepared.getErrorMessage());
      result = await connection.execute(prepared, params as Record<string, LbugValue>);
    }
    const rows: Row[] = [];
    for (const each of listed(result)) {
      rows.push(...((await each.getAll()) as Row[]));
      each.close();
    }
    return rows;
  }

  private async insertNodes(incoming: string, nodes: readonly (GraphNode | LoadNode)[]): Promise<void> {
    for (const [label, group] of grouped(nodes, (node) => node.label))
      await this.load(incoming, nodeLines(label, group), (file) => loadNodes(label, file));
  }

  private async insertEdges(incoming: string, edges: readonly (GraphEdge | LoadEdge)[]): Promise<void> {
    for (const group of grouped(edges, pairOf).values()) {
      const { type, fromLabel, toLabel } = group[0]!;
      await this.load(incoming, edgeLines(type, group), (file) => loadEdges(type, fromLabel, toLabel, file));
    }
  }

  /** Inside a transaction that need not be one: of a copy nobody sees a half. */
  private async insertEdgesWithCheckpoints(session: Session, edges: readonly (GraphEdge | LoadEdge)[]): Promise<void> {
    for (const some of slices([...grouped(edges, pairOf).values()], PAIRS_A_CHECKPOINT)) {
      for (const group of some) await session.insertEdges(group);
      for (const cypher of ['COMMIT', 'CHECKPOINT', 'BEGIN TRANSACTION']) await this.plain(cypher);
    }
  }

  private async load(incoming: string, lines: readonly string[], statement: (file: string) => string): Promise<void> {
    const file = path.resolve(incoming, `${++this.files}.csv`);
    writeFileSync(file, `${lines.join('\n')}\n`);
    await this.loadFile({ file, rows: lines.length, cypher: statement(file) });
  }

  private async loadFile({ file, rows, cypher }: RowFile): Promise<void> {
    const [row] = await this.rows({ cypher, params: {} });
    this.allWritten(Number(row?.written), rows, cypher);
    rmSync(file);
  }

  private allWritten(written: number, given: number, cypher: string): void {
    if (written === given) return;
    throw new StoreUnavailable(
      `${this.address}: ${written} of ${given} rows were written; please report ${cypher.slice(0, 200)}`,
    );
  }
}

const NOTHING: ReadonlySet<string> = new Set();

interface RowFile {
  readonly file: string;
  readonly rows: number;
  /** Loads it. */
  readonly cypher: string;
}

/** Rows that wait in files, one for each table: "County", "ABOUT Observation County". */
class StagedRows {
  readonly #files = new Map<string, RowFile>();

  constructor(private readonly folder: string) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
  }

  append(name: string, lines: readonly string[], load: (file: string) => string): void {
    const file = path.resolve(this.folder, `${name}.csv`);
    const rows = (this.#files.get(name)?.rows ?? 0) + lines.length;
    appendFileSync(file, `${lines.join('\n')}\n`);
    this.#files.set(name, { file, rows, cypher: load(file) });
  }

  files(): [name: string, file: RowFile][] {
    return [...this.#files];
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

function* slices<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size);
}

const listed = (result: QueryResult | QueryResult[]): QueryResult[] => (Array.isArray(result) ? result : [result]);

/** What a relation table is split by: "ABOUT Observation County". */
const pairOf = (edge: GraphEdge | LoadEdge): string => `${edge.type} ${edge.fromLabel} ${edge.toLabel}`;

function nodeLines(label: Label, nodes: readonly (GraphNode | LoadNode)[]): string[] {
  const { properties } = nodeRow(label);
  return nodes.map((node) => [cell(node.id, 'STRING'), ...cells(node.properties, properties)].join(','));
}

function edgeLines(type: Edge, edges: readonly (GraphEdge | LoadEdge)[]): string[] {
  const { properties } = edgeRow(type);
  return edges.map((edge) =>
    [cell(edge.from, 'STRING'), cell(edge.to, 'STRING'), ...cells(edge.properties, properties)].join(','),
  );
}

const cells = (values: Readonly<Record<string, Value>>, properties: Properties): string[] =>
  Object.entries(properties).map(([name, type]) => cell(values[name] ?? null, type));

/** A value as LOAD reads it: an empty cell is null, quotes are doubled, everything else is as it is. */
function cell(value: Value, type: Properties[string]): string {
  if (type === 'STRING[]') {
    const list = (value ?? []) as readonly string[];
    return list.length === 0 ? '' : quoted(list.join(LIST_MARK));
  }
  if (value === null) return '';
  if (type !== 'STRING') return String(value);
  return value === '' ? quoted(EMPTY_MARK) : quoted(String(value));
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

type Reply = Answer | { readonly failed: string; readonly busy: boolean };

/** Runs reader.mjs once; SIGKILL at the limit, because the engine's own time-out has been seen to let queries run on. */
function inOwnProcess(request: object, timeoutMs: number): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(projectRoot, 'src', 'store', 'reader.mjs')], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let stopped = false;
    const timer = setTimeout(() => {
      stopped = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => {
      // A child that died early says why on stderr.
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (stopped) {
        reject(new QueryStopped(`query stopped after ${timeoutMs / 1000} s; narrow it, or allow more with --timeout`));
      } else if (code === 0) {
        resolve(JSON.parse(Buffer.concat(out).toString('utf8')) as Reply);
      } else {
        const why = Buffer.concat(err).toString('utf8').trim().split('\n').pop() ?? '';
        reject(new QueryFailed(`query failed: the store broke off (${signal ?? `code ${code}`}) ${why}`.trim()));
      }
    });
    child.stdin.end(JSON.stringify(request));
  });
}

const oneLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\s+/gu, ' ');
