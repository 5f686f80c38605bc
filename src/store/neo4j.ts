/**
 * The graph on a Neo4j server. What only this store needs: an address with a password, whole numbers marked as such,
 * UNWIND batches, and one clear line when the server is down or lets nobody in.
 *
 *   bolt://127.0.0.1:7687 with NEO4J_USERNAME (neo4j), NEO4J_PASSWORD, NEO4J_DATABASE (neo4j)
 */
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import neo4j, {
  type Driver,
  isInt,
  isNode,
  isPath,
  isRelationship,
  type ManagedTransaction,
  Neo4jError,
} from 'neo4j-driver';
import type { GraphEdge, GraphNode, Value } from '../model.js';
import { grouped } from './grouped.js';
import { lockGraph } from './lock.js';
import { edgeRow, type Label, nodeRow, type Properties } from './schema.js';
import { constraints, createEdgesBetween, elementIds, mergeNodesAndName, type Statement } from './statements.js';
import {
  type Answer,
  type Engine,
  type Limits,
  type LoadEdge,
  type LoadNode,
  type Params,
  type Plain,
  QueryFailed,
  QueryStopped,
  type Row,
  type Session,
  StoreUnavailable,
} from './store.js';

/** Rows per UNWIND: larger ones cost memory on the server and gain nothing. */
const BATCH = 10_000;

export async function openNeo4j(address: string, mode: 'read' | 'write'): Promise<Engine> {
  const { NEO4J_USERNAME: user = 'neo4j', NEO4J_PASSWORD: password, NEO4J_DATABASE: database = 'neo4j' } = process.env;
  if (password === undefined) throw new StoreUnavailable(`${address}: no password; set NEO4J_PASSWORD`);
  const driver = neo4j.driver(address, neo4j.auth.basic(user, password), {
    disableLosslessIntegers: true,
    connectionAcquisitionTimeout: 15_000,
    connectionTimeout: 10_000,
    maxTransactionRetryTime: 15_000,
    telemetryDisabled: true,
  });
  try {
    await driver.getServerInfo({ database });
  } catch (error) {
    await driver.close();
    throw unavailable(address, user, database, error);
  }
  const release = mode === 'write' ? await lockOf(address, database, driver) : null;
  return new Neo4j(address, driver, database, user, release);
}

/** Writers on this machine; the server itself keeps two transactions apart. */
async function lockOf(address: string, database: string, driver: Driver): Promise<() => Promise<void>> {
  const name = createHash('sha256').update(`${address} ${database}`).digest('hex').slice(0, 16);
  try {
    return await lockGraph(address, path.join(tmpdir(), `zhimai-${name}`));
  } catch (error) {
    await driver.close();
    throw error;
  }
}

function unavailable(address: string, user: string, database: string, error: unknown): StoreUnavailable {
  const code = error instanceof Neo4jError ? error.code : '';
  const message = (error instanceof Error ? error.message : String(error)).split('\n')[0]!.replace(/\s+/gu, ' ').trim();
  if (code.includes('Security.Unauthorized')) {
    return new StoreUnavailable(`${address}: user ${user} is not let in; check NEO4J_USERNAME and NEO4J_PASSWORD`);
  }
  if (code.includes('AuthenticationRateLimit')) {
    return new StoreUnavailable(`${address}: too many wrong passwords; wait a few seconds and check NEO4J_PASSWORD`);
  }
  if (code.includes('CredentialsExpired')) {
    return new StoreUnavailable(`${address}: the first password of ${user} must be changed before it can be used`);
  }
  if (code.includes('DatabaseNotFound')) {
    return new StoreUnavailable(`${address}: no database ${database}; check NEO4J_DATABASE`);
  }
  if (code === 'ServiceUnavailable' || code === 'SessionExpired') {
    return new StoreUnavailable(
      `${address}: no Neo4j answers there; start it (docker compose up -d) or check the address`,
    );
  }
  return new StoreUnavailable(`${address}: ${message}`);
}

class Neo4j implements Engine {
  readonly kind = 'neo4j';
  readonly notices = [];
  readonly copy = null;

  constructor(
    readonly address: string,
    private readonly driver: Driver,
    private readonly database: string,
    private readonly user: string,
    private readonly release: (() => Promise<void>) | null,
  ) {}

  async ensureSchema(): Promise<void> {
    for (const cypher of constraints())
      await this.guarded(() => this.driver.executeQuery(cypher, {}, { database: this.database }));
  }

  read({ cypher, params }: Statement): Promise<Row[]> {
    return this.inSession('READ', (session) => session.executeRead((tx) => rowsOf(tx, cypher, whole(params))));
  }

  transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.inSession('WRITE', (session) =>
      session.executeWrite((tx) => {
        const inserts = new Inserts(tx);
        return work({
          rows: ({ cypher, params }) => rowsOf(tx, cypher, whole(params)),
          run: async ({ cypher, params }) => void (await tx.run(cypher, whole(params))),
          insertNodes: (nodes) => inserts.nodes(nodes),
          insertEdges: (edges) => inserts.edges(edges),
          awaited: new Set(),
        });
      }),
    );
  }

  /** The bulk road of a server is neo4j-admin, which wants it stopped: see `zhimai export`. */
  stage(): null {
    return null;
  }

  async ask(cypher: string, params: Params, limits: Limits): Promise<Answer> {
    const session = this.driver.session({ database: this.database, defaultAccessMode: neo4j.session.READ });
    const tx = session.beginTransaction({ timeout: limits.timeoutMs });
    try {
      const result = tx.run(cypher, whole(params));
      const columns = await result.keys();
      const rows: Row[] = [];
      let bytes = 0;
      let cut: string | null = null;
      for await (const record of result) {
        const row = plainRow(record.toObject());
        bytes += Buffer.byteLength(JSON.stringify(row));
        if (rows.length >= limits.maxRows) cut = `cut after ${limits.maxRows} rows`;
        else if (bytes > limits.maxBytes) cut = `cut after ${rows.length} rows, at ${limits.maxBytes} bytes`;
        if (cut !== null) break;
        rows.push(row);
      }
      return { columns, rows, cut };
    } catch (error) {
      throw this.askFailure(error, limits);
    } finally {
      await tx.close().catch(() => {});
      await session.close();
    }
  }

  async close(): Promise<void> {
    try {
      await this.driver.close();
    } finally {
      await this.release?.();
    }
  }

  private askFailure(error: unknown, limits: Limits): Error {
    if (!(error instanceof Neo4jError)) return error as Error;
    if (/TransactionTimedOut|Transaction\.Terminated/u.test(error.code)) {
      return new QueryStopped(
        `query stopped after ${limits.timeoutMs / 1000} s; narrow it, or allow more with --timeout`,
      );
    }
    if (error.code.startsWith('Neo.ClientError') && !error.code.includes('Security.Unauthorized')) {
      return new QueryFailed(`query failed: ${error.message.replace(/\s+/gu, ' ')}`);
    }
    return unavailable(this.address, this.user, this.database, error);
  }

  private async inSession<T>(
    mode: 'READ' | 'WRITE',
    work: (session: ReturnType<Driver['session']>) => Promise<T>,
  ): Promise<T> {
    const session = this.driver.session({ database: this.database, defaultAccessMode: neo4j.session[mode] });
    try {
      return await this.guarded(() => work(session));
    } finally {
      await session.close();
    }
  }

  /** A server that goes away in the middle gives one clear line; a wrong statement of ours stays what it is. */
  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Neo4jError && /ServiceUnavailable|SessionExpired|Security/u.test(error.code)) {
        throw unavailable(this.address, this.user, this.database, error);
      }
      throw error;
    }
  }
}

async function rowsOf(tx: ManagedTransaction, cypher: string, params: Record<string, unknown>): Promise<Row[]> {
  const { records } = await tx.run(cypher, params);
  return records.map((record) => plainRow(record.toObject()));
}

// ---------- inserts ----------

/** The rows of one transaction. Nodes that it wrote or looked up are known by what the server calls them. */
class Inserts {
  /** "County cn:330782" → "4:…:17" */
  readonly #elements = new Map<string, string>();

  constructor(private readonly tx: ManagedTransaction) {}

  async nodes(nodes: readonly (GraphNode | LoadNode)[]): Promise<void> {
    await Promise.all(
      [...grouped(nodes, (node) => node.label)].map(async ([label, group]) => {
        const { properties } = nodeRow(label);
        const rows = [...group]
          .sort((a, b) => compare(a.id, b.id))
          .map((node) => ({ id: node.id, properties: typed(node.properties, properties) }));
        for (const batch of batches(rows))
          this.#know(label, await this.#run(mergeNodesAndName(label), { rows: batch }));
      }),
    );
  }

  async edges(edges: readonly (GraphEdge | LoadEdge)[]): Promise<void> {
    await this.#lookUp(edges);
    await Promise.all(
      [...grouped(edges, (edge) => edge.type)].map(async ([type, group]) => {
        const { properties } = edgeRow(type);
        const rows = [...group]
          .sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to))
          .map((edge) => ({
            from: this.#elements.get(`${edge.fromLabel} ${edge.from}`),
            to: this.#elements.get(`${edge.toLabel} ${edge.to}`),
            properties: typed(edge.properties, properties),
          }));
        for (const batch of batches(rows)) {
          const [row] = await this.#run(createEdgesBetween(type), { rows: batch });
          if (row?.written === batch.length) continue;
          throw new Error(`${String(row?.written)} of ${batch.length} edges ${type} were written`);
        }
      }),
    );
  }

  /** Ends that this transaction did not write: an article of before, a county that another issue brought. */
  async #lookUp(edges: readonly (GraphEdge | LoadEdge)[]): Promise<void> {
    const unknown = new Map<Label, Set<string>>();
    for (const { fromLabel, from, toLabel, to } of edges) {
      for (const [label, id] of [[fromLabel, from] as const, [toLabel, to] as const]) {
        if (this.#elements.has(`${label} ${id}`)) continue;
        unknown.set(label, (unknown.get(label) ?? new Set()).add(id));
      }
    }
    await Promise.all(
      [...unknown].map(async ([label, ids]) => {
        for (const batch of batches([...ids].sort(compare)))
          this.#know(label, await this.#run(elementIds(label), { ids: batch }));
      }),
    );
  }

  #know(label: Label, rows: readonly Row[]): void {
    for (const { id, element } of rows) this.#elements.set(`${label} ${String(id)}`, String(element));
  }

  /** Statements go out one behind the other without waiting for answers. */
  async #run(cypher: string, params: Record<string, unknown>): Promise<Row[]> {
    return rowsOf(this.tx, cypher, params);
  }
}

function* batches<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let i = 0; i < items.length; i += BATCH) yield items.slice(i, i + BATCH);
}

/** A number of JavaScript goes as a float, and left(text, 12.0) is an error: INT64 is marked. */
const typed = (values: Readonly<Record<string, Value>>, properties: Properties): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, type]) => {
      const value = values[name] ?? null;
      return [name, type === 'INT64' && typeof value === 'number' ? neo4j.int(value) : value];
    }),
  );

/** Parameters: a whole number is an integer here too (LIMIT $most). */
const whole = (params: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'number' && Number.isSafeInteger(value) ? neo4j.int(value) : value,
    ]),
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

// ---------- answers ----------

const plainRow = (row: Record<string, unknown>): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]));

/** The same forms as on the embedded store: nodes as { _label, id, … }, edges as { _type, … }. */
function plain(value: unknown): Plain {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object') return value as Plain;
  if (Array.isArray(value)) return value.map(plain);
  if (isInt(value)) return value.inSafeRange() ? value.toNumber() : value.toString();
  if (isNode(value)) return { _label: value.labels[0] ?? null, ...plainRow(value.properties) };
  if (isRelationship(value)) return { _type: value.type, ...plainRow(value.properties) };
  if (isPath(value)) {
    const nodes = [value.start, ...value.segments.map((segment) => segment.end)];
    return { nodes: nodes.map(plain), edges: value.segments.map((segment) => plain(segment.relationship)) };
  }
  const proto = Object.getPrototypeOf(value) as unknown;
  // Dates, durations and points print themselves.
  if (proto !== Object.prototype && proto !== null) return String(value);
  return plainRow(value as Record<string, unknown>);
}
