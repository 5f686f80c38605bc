/**
 * The graph behind one small interface, on LadybugDB (a folder) or Neo4j (an address): what an issue contributes is
 * swapped in or out in one transaction, and the graph is asked in Cypher.
 *
 *   const store = await openStore('data/graph', 'write');
 *   await store.replaceIssue(assembleIssue(issue, extractions), { runId, startedAt, version, problems: 0 });
 *   await store.query('MATCH (c:County) RETURN c.name AS county LIMIT 5');
 *   → { columns: ['county'], rows: [{ county: '义乌市' }, …], cut: null }
 */
import { Failure } from '../failure.js';
import type { Change, Contribution } from '../graph/difference.js';
import type { GraphEdge, GraphNode, Issue, IssueGraph, Problem } from '../model.js';
import { FirstLoad } from './first-load.js';
import { checkCypher } from './guard.js';
import { LaterLoad } from './later-load.js';
import { contributionOf, differenceOf, replaceIssue, replaceIssues } from './replace.js';
import { EDGE_ROWS, type Edge, type Label, NODE_ROWS } from './schema.js';
import { countEdges, countNodes, ledgerRows, moveLoad, type Statement } from './statements.js';

/** A value of an answer as JSON: numbers are numbers, a node is { _label, id, … }, an edge { _type, … }. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };
export type Row = Readonly<Record<string, Plain>>;
export type Params = Readonly<Record<string, Plain>>;

export interface Limits {
  readonly timeoutMs: number;
  readonly maxRows: number;
  readonly maxBytes: number;
}

export const LIMITS: Limits = { timeoutMs: 30_000, maxRows: 10_000, maxBytes: 32 * 2 ** 20 };

export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** What was left off, for the user: "cut after 10000 rows"; null when all is there. */
  readonly cut: string | null;
}

/** What a run says about a load; the store adds the counts and the time at which it ended. */
export interface LoadStamp {
  readonly runId: string;
  /** Where the issue's file lies. */
  readonly folder: string;
  readonly startedAt: string;
  /** Of the extractor. */
  readonly version: string;
  readonly problems: number;
}

/** An issue as the graph knows it, and by which load. */
export interface LedgerRow {
  readonly issueId: string;
  readonly publication: string | null;
  readonly year: number | null;
  readonly number: number | null;
  readonly totalNumber: number | null;
  readonly date: string | null;
  readonly file: string;
  /** Where the file lay, absolute; null for what an older zhimai loaded. */
  readonly folder: string | null;
  readonly sha256: string;
  readonly version: string;
  readonly runId: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly articles: number;
}

export interface GraphStore {
  readonly kind: 'embedded' | 'neo4j';
  readonly address: string;
  /** What had to be mended when it was opened, for the user. */
  readonly notices: readonly Problem[];
  /** Tables or constraints; may be called again. */
  ensureSchema(): Promise<void>;
  /** The issues that are loaded, by id. */
  ledger(): Promise<LedgerRow[]>;
  /** What replaceIssue would change, without writing. */
  difference(graph: IssueGraph): Promise<Change>;
  /** What the graph holds of an issue; null when it is not loaded. */
  contribution(issueId: string): Promise<Contribution | null>;
  /**
   * Swaps the issue's old contribution for this one, with its Load, in one transaction.
   *
   * @param instead  issues that its file said before and does not say any more; they go in the same transaction
   */
  replaceIssue(graph: IssueGraph, load: LoadStamp, instead?: readonly string[]): Promise<Change>;
  /** The issue's file was found in another folder, with the same bytes. */
  moveIssue(issueId: string, folder: string): Promise<void>;
  /**
   * The road for many issues into a graph that holds none: they are written together when it is finished.
   *
   * @returns null where the graph holds an issue, or where the store gains nothing by it
   */
  firstLoad(): Promise<FirstLoad | null>;
  /**
   * The road for issues into a graph that holds some: they are written aside, and seen when it is finished.
   *
   * @returns null where the store gains nothing by it
   */
  laterLoad(): LaterLoad | null;
  /** Takes the issue out with all that nothing else supports; nothing happens where it is not loaded. */
  removeIssue(issueId: string): Promise<Change>;
  /** How many nodes and edges there are of each kind, those of zero left out. */
  counts(): Promise<{
    nodes: Readonly<Partial<Record<Label, number>>>;
    edges: Readonly<Partial<Record<Edge, number>>>;
  }>;
  /** The project's own statements, read only and not limited. */
  read(statement: Statement): Promise<Row[]>;
  /**
   * A user's Cypher: guarded, read only, limited in time, rows and bytes.
   * @throws QueryRefused, QueryStopped, QueryFailed
   */
  query(cypher: string, params?: Params, limits?: Partial<Limits>): Promise<Answer>;
  close(): Promise<void>;
}

/** The guard says no. */
export class QueryRefused extends Failure {
  override readonly name = 'QueryRefused';
}
/** The time limit was reached. */
export class QueryStopped extends Failure {
  override readonly name = 'QueryStopped';
}
/** The store cannot make sense of the query. */
export class QueryFailed extends Failure {
  override readonly name = 'QueryFailed';
}
/** The store is not there, does not let us in, or broke. */
export class StoreUnavailable extends Failure {
  override readonly name = 'StoreUnavailable';
}

// ---------- what differs between the stores ----------

/** One transaction: reads see its own writes; when `work` throws, nothing of it stays. */
export interface Session {
  rows(statement: Statement): Promise<Row[]>;
  run(statement: Statement): Promise<void>;
  /** Nodes that are not there yet. */
  insertNodes(nodes: readonly (GraphNode | LoadNode)[]): Promise<void>;
  /** Edges between nodes that are there. */
  insertEdges(edges: readonly (GraphEdge | LoadEdge)[]): Promise<void>;
  /** Nodes that edges will touch that come later: "County cn:330782". */
  readonly awaited: ReadonlySet<string>;
}

export type LoadNode = Omit<GraphNode, 'label'> & { readonly label: 'Load' };
export type LoadEdge = Omit<GraphEdge, 'type' | 'toLabel'> & { readonly type: 'LOADED_BY'; readonly toLabel: 'Load' };

/** Rows on their way into a graph that holds nothing, kept in files until they are written in one transaction. */
export interface Stage {
  insertNodes(nodes: readonly (GraphNode | LoadNode)[]): void;
  insertEdges(edges: readonly (GraphEdge | LoadEdge)[]): void;
  commit(): Promise<void>;
}

/** All that is read and written goes to a copy of the graph, until it takes the graph's place. */
export interface Copy {
  /** As Engine.transaction; when `work` throws, the copy is of no use any more. */
  write<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Edges between nodes that are there; written when the copy is published. */
  insertEdges(edges: readonly (GraphEdge | LoadEdge)[]): void;
  publish(): Promise<void>;
}

export interface Engine {
  readonly kind: GraphStore['kind'];
  readonly address: string;
  readonly notices: readonly Problem[];
  ensureSchema(): Promise<void>;
  read(statement: Statement): Promise<Row[]>;
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Null: issue by issue is as good. */
  stage(): Stage | null;
  /** Null: a transaction is as good. */
  readonly copy: (() => Promise<Copy>) | null;
  /** Runs what the guard let pass. */
  ask(cypher: string, params: Params, limits: Limits): Promise<Answer>;
  close(): Promise<void>;
}

// ---------- what is the same ----------

class Store implements GraphStore {
  readonly kind: GraphStore['kind'];
  readonly address: string;

  constructor(private readonly engine: Engine) {
    this.kind = engine.kind;
    this.address = engine.address;
  }

  get notices(): readonly Problem[] {
    return this.engine.notices;
  }

  ensureSchema(): Promise<void> {
    return this.engine.ensureSchema();
  }

  async ledger(): Promise<LedgerRow[]> {
    const [loads = [], issues = [], publications = []] = await all(ledgerRows(), (each) => this.engine.read(each));
    const byIssue = new Map(issues.map((row) => [row.id, row]));
    const names = new Map(publications.map((row) => [row.id, row.publication]));
    return loads.map((load) => {
      const { issueId, folder, version, runId, startedAt, finishedAt, articles } = load;
      const { year, number, totalNumber, date, file, sha256 } = byIssue.get(issueId as string) ?? {};
      const publication = names.get(issueId as string) ?? null;
      const known = { issueId, publication, year, number, totalNumber, date, file, folder, sha256 };
      return { ...known, version, runId, startedAt, finishedAt, articles } as unknown as LedgerRow;
    });
  }

  difference(graph: IssueGraph): Promise<Change> {
    const session: Pick<Session, 'rows'> = { rows: (each) => this.engine.read(each) };
    return differenceOf(session, graph);
  }

  contribution(issueId: string): Promise<Contribution | null> {
    return contributionOf({ rows: (each) => this.engine.read(each) }, issueId);
  }

  replaceIssue(graph: IssueGraph, load: LoadStamp, instead: readonly string[] = []): Promise<Change> {
    return this.engine.transaction((session) => replaceIssues(session, graph, load, instead));
  }

  moveIssue(issueId: string, folder: string): Promise<void> {
    return this.engine.transaction((session) => session.run(moveLoad(issueId, folder)));
  }

  async firstLoad(): Promise<FirstLoad | null> {
    const stage = (await this.ledger()).length === 0 ? this.engine.stage() : null;
    return stage === null ? null : new FirstLoad(stage);
  }

  laterLoad(): LaterLoad | null {
    const { copy } = this.engine;
    return copy === null ? null : new LaterLoad(() => copy.call(this.engine));
  }

  removeIssue(issueId: string): Promise<Change> {
    return this.engine.transaction((session) => replaceIssue(session, issueId, null, null));
  }

  async counts(): ReturnType<GraphStore['counts']> {
    const many = async <Name extends Label | Edge>(
      names: readonly Name[],
      count: (name: Name) => Statement,
    ): Promise<Partial<Record<Name, number>>> => {
      const found = await all(names, async (name) => [
        name,
        Number((await this.engine.read(count(name)))[0]?.many ?? 0),
      ]);
      return Object.fromEntries(found.filter(([, number]) => number !== 0)) as Partial<Record<Name, number>>;
    };
    return {
      nodes: await many(
        NODE_ROWS.map((row) => row.label),
        countNodes,
      ),
      edges: await many(
        EDGE_ROWS.map((row) => row.type),
        countEdges,
      ),
    };
  }

  read(statement: Statement): Promise<Row[]> {
    return this.engine.read(statement);
  }

  async query(cypher: string, params: Params = {}, limits: Partial<Limits> = {}): Promise<Answer> {
    const verdict = checkCypher(cypher);
    if (!verdict.allowed) throw new QueryRefused(`query refused: ${verdict.reason}`);
    return this.engine.ask(verdict.cypher, params, { ...LIMITS, ...limits });
  }

  close(): Promise<void> {
    return this.engine.close();
  }
}

/** One after the other: an embedded connection runs one statement at a time. */
async function all<From, To>(list: readonly From[], work: (each: From) => Promise<To>): Promise<To[]> {
  const done: To[] = [];
  for (const each of list) done.push(await work(each));
  return done;
}

/** True where the address names a Neo4j server and not a folder. */
export const isServer = (address: string): boolean => /^(?:bolt|neo4j)(?:\+s|\+ssc)?:\/\//u.test(address);

/**
 * @param address  a folder, or bolt://… / neo4j://… with NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE
 * @param mode     'write' takes the lock and makes the schema; 'read' needs a graph that is there
 * @throws StoreUnavailable, GraphLocked
 */
export async function openStore(address: string, mode: 'read' | 'write'): Promise<GraphStore> {
  const engine = isServer(address)
    ? await (await import('./neo4j.js')).openNeo4j(address, mode)
    : await (await import('./embedded.js')).openEmbedded(address, mode);
  const store = new Store(engine);
  if (mode === 'write') {
    try {
      await store.ensureSchema();
    } catch (error) {
      await store.close();
      throw error;
    }
  }
  return store;
}

/** True when the graph holds exactly this issue, read by this version of the extractor: nothing to do. */
export function isLoaded(row: LedgerRow | undefined, issue: Issue, version: string): boolean {
  return (
    row !== undefined &&
    row.sha256 === issue.sha256 &&
    row.version === version &&
    row.publication === issue.publication &&
    row.year === issue.year &&
    row.number === issue.number &&
    row.totalNumber === issue.totalNumber &&
    row.date === issue.date &&
    row.file === issue.file
  );
}
