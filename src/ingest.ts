/**
 * One run of the operator's job: issue files → the graph, and what the run did. A server gets each issue in one
 * transaction, a folder many at once (store/first-load.ts, store/later-load.ts).
 *
 *   ingest(files, { graph: 'data/graph', folders: ['issues'], prune: true })
 *   → { issues: [{ issueId: '江南瞭望-2025-12', state: 'changed', change: … }, …], removed: […], problems: […], … }
 *
 * After a run without problems the graph is that of a clean build from the same files, whatever was in it before: an
 * issue is known by its id, a file by its folder and name, and the ledger in the graph says which file said which issue.
 */
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { ENTITY_TYPES, type EntityType } from '../schema/entities.js';
import { assembleIssue } from './graph/assemble.js';
import type { Change } from './graph/difference.js';
import { type GateLimits, type Smell, smellOfPruning, smellsOf } from './graph/gate.js';
import type { Extraction, Issue, IssueGraph, Outcome, Problem } from './model.js';
import { extractOrRefuse, type FileOutcome, type ReadOptions, readFiles } from './pipeline.js';
import { type GraphStore, isLoaded, type LedgerRow, openStore } from './store/store.js';
import { extractorVersion } from './version.js';

export interface IngestOptions extends ReadOptions {
  /** A folder or the address of a server. */
  readonly graph: string;
  /** Folders of which all issue files are given: what was loaded from them and is not given is gone. */
  readonly folders?: readonly string[];
  /** Takes out what is gone from `folders`; without it that is only reported. */
  readonly prune?: boolean;
  /** Refuses an issue that smells; null or absent: no gate. */
  readonly gate?: GateLimits | null;
  /** Told before and after each issue. */
  readonly onProgress?: (progress: IngestProgress) => void;
}

export interface IngestProgress {
  /** From 1. */
  readonly nth: number;
  readonly of: number;
  readonly file: string;
  /** What was done with the issue; null while it is being read. */
  readonly report: IssueReport | null;
  readonly problems: readonly Problem[];
}

export interface IssueReport {
  /** Null where a file was refused before one could know its issue. */
  readonly issueId: string | null;
  readonly file: string;
  readonly state: 'new' | 'changed' | 'unchanged' | 'refused';
  /** Issues that this file said before: the row got another number, the file another name. They are out. */
  readonly instead: readonly string[];
  readonly articles: number;
  readonly entities: Readonly<Partial<Record<EntityType, number>>>;
  readonly observations: number;
  readonly doubtful: number;
  readonly relations: number;
  /** Nodes and edges that were written, by kind; null where nothing was. */
  readonly change: Change | null;
  /** Of extraction and of loading; 0 where nothing was done. */
  readonly seconds: { readonly extract: number; readonly load: number };
}

export interface RemovalReport {
  readonly issueId: string;
  readonly file: string;
  readonly folder: string;
  readonly change: Change;
}

export interface IngestReport {
  readonly startedAt: string;
  /** Of the extractor. */
  readonly version: string;
  readonly issues: readonly IssueReport[];
  /** Issues whose file is gone, taken out. */
  readonly removed: readonly RemovalReport[];
  /** Issues whose file is gone from a folder that was given; they stay, because nobody said `prune`. */
  readonly missing: readonly LedgerRow[];
  /** Other issues of which no file was given; they stay. */
  readonly notGiven: readonly LedgerRow[];
  readonly problems: readonly Problem[];
  /** All that the graph holds now, by label and edge type. */
  readonly counts: Awaited<ReturnType<GraphStore['counts']>>;
  readonly seconds: number;
}

/** Reads, extracts and loads issues; what the graph holds already is not read again. */
export async function ingest(files: readonly string[], options: IngestOptions): Promise<IngestReport> {
  const started = performance.now();
  const startedAt = new Date().toISOString();
  const version = extractorVersion();
  const store = await openStore(options.graph, 'write');
  try {
    const run = { runId: `${startedAt} ${process.pid}`, startedAt, version };
    const road = (await store.firstLoad()) ?? store.laterLoad();
    const loader = new Loader(store, road ?? store, run, options.gate ?? null, files, await store.ledger());
    const issues: IssueReport[] = [];
    const problems: Problem[] = [...store.notices];
    await readFiles(files, options, async (outcome) => {
      if (outcome.file === null) return void problems.push(...outcome.problems);
      const file = path.basename(outcome.file);
      const nth = issues.length + 1;
      options.onProgress?.({ nth, of: files.length, file, report: null, problems: [] });
      const { value: report, problems: found } = await loader.load(outcome, outcome.file);
      issues.push(report);
      problems.push(...found);
      options.onProgress?.({ nth, of: files.length, file, report, problems: found });
    });
    await road?.finish();
    const gone = await loader.takeOutGone((options.folders ?? []).map(placeOf), options.prune ?? false);
    problems.push(...gone.problems);
    const counts = await store.counts();
    const seconds = (performance.now() - started) / 1000;
    return { startedAt, version, issues, ...gone.value, problems, counts, seconds };
  } finally {
    await store.close();
  }
}

interface Run {
  readonly runId: string;
  readonly startedAt: string;
  readonly version: string;
}

const NOTHING = {
  instead: [],
  articles: 0,
  entities: {},
  observations: 0,
  doubtful: 0,
  relations: 0,
  change: null,
  seconds: { extract: 0, load: 0 },
} as const;

/** Takes the issues of one run into the graph, and knows which file said which issue, before and now. */
class Loader {
  readonly #ledger: Map<string, LedgerRow>;
  /** Issue id → the file that says it in this run. */
  readonly #fileOf = new Map<string, string>();
  /** Folder and name of every file of the run, whatever became of it. */
  readonly #given: ReadonlySet<string>;
  /** A file that was refused and that the ledger does not know: it may be a known issue under a new name. */
  #stranger: string | null = null;

  constructor(
    private readonly store: GraphStore,
    /** Where issues go: into a server one by one, into a folder together. */
    private readonly into: Pick<GraphStore, 'replaceIssue'>,
    private readonly run: Run,
    private readonly gate: GateLimits | null,
    files: readonly string[],
    ledger: readonly LedgerRow[],
  ) {
    this.#ledger = new Map(ledger.map((row) => [row.issueId, row]));
    this.#given = new Set(files.map(placeOf));
  }

  async load({ value: issue, problems, unsure }: FileOutcome, given: string): Promise<Outcome<IssueReport>> {
    const file = path.basename(given);
    const place = placeOf(given);
    const folder = path.dirname(place);
    const known = [...this.#ledger.values()].some((row) => placeIn(row) === place);
    if (issue === null) {
      if (!known) this.#stranger ??= file;
      return refused(null, file, problems);
    }
    const twin = this.#fileOf.get(issue.id);
    if (twin !== undefined) return refused(issue.id, file, [sameIssue(issue, twin)]);
    if (unsure && known) return refused(null, file, [...problems, rowUnreadable(issue)]);
    this.#fileOf.set(issue.id, file);
    const row = this.#ledger.get(issue.id);
    const before = this.#saidBefore(issue, place);
    if (before.length === 0 && isLoaded(row, issue, this.run.version)) {
      if (row!.folder !== folder) await this.store.moveIssue(issue.id, folder);
      return {
        value: { ...NOTHING, issueId: issue.id, file, state: 'unchanged', articles: row!.articles },
        problems,
      };
    }
    const started = performance.now();
    const extracted = extractOrRefuse(issue);
    if (extracted.value === null) return refused(issue.id, file, extracted.problems);
    const { extractions } = extracted.value;
    // A table of contents, a wrong file or half a copy: what was read of it before stays.
    if (extractions.length === 0) return refused(issue.id, file, extracted.problems);
    const graph = assembleIssue(issue, extractions);
    const found = [...problems, ...extracted.problems, ...graph.problems];
    const extractedAt = performance.now();
    const smells = await this.#smells(graph, row === undefined ? (before[0] ?? null) : issue.id);
    if (smells.length > 0) return refused(issue.id, file, [...found, ...smells.map((smell) => smellOf(issue, smell))]);
    const stamp = { ...this.run, folder, problems: found.length };
    const change = await this.into.replaceIssue(graph, stamp, before);
    for (const issueId of before) this.#ledger.delete(issueId);
    const observations = extractions.flatMap((extraction) => extraction.observations);
    const report: IssueReport = {
      issueId: issue.id,
      file,
      state: row === undefined && before.length === 0 ? 'new' : 'changed',
      instead: before,
      articles: extractions.length,
      entities: countTypes(extractions),
      observations: observations.length,
      doubtful: observations.filter((o) => o.doubtful).length,
      relations: extractions.reduce((sum, extraction) => sum + extraction.relations.length, 0),
      change,
      seconds: { extract: (extractedAt - started) / 1000, load: (performance.now() - extractedAt) / 1000 },
    };
    return { value: report, problems: found };
  }

  /**
   * Issues that this file was before: its row or masthead got another number or date, or it was renamed where the
   * name is part of the id. A file that is merely copied says both.
   */
  #saidBefore(issue: Issue, place: string): string[] {
    const renamed = (row: LedgerRow, from: string): boolean =>
      row.sha256 === issue.sha256 && !this.#given.has(from) && !existsSync(from);
    return [...this.#ledger.values()]
      .filter((row) => row.issueId !== issue.id && !this.#fileOf.has(row.issueId))
      .filter((row) => {
        const from = placeIn(row);
        return from !== null && (from === place || renamed(row, from));
      })
      .map((row) => row.issueId);
  }

  async #smells(graph: IssueGraph, before: string | null): Promise<Smell[]> {
    if (this.gate === null) return [];
    return smellsOf(before === null ? null : await this.store.contribution(before), graph, this.gate);
  }

  /** @param folders  absolute */
  async takeOutGone(
    folders: readonly string[],
    prune: boolean,
  ): Promise<Outcome<Pick<IngestReport, 'removed' | 'missing' | 'notGiven'>>> {
    const others = [...this.#ledger.values()].filter((row) => !this.#fileOf.has(row.issueId));
    const isGone = (row: LedgerRow): boolean => {
      const place = placeIn(row);
      if (place === null || this.#given.has(place) || !folders.some((folder) => isInside(place, folder))) return false;
      return !existsSync(place);
    };
    const missing = others.filter(isGone);
    const gone = new Set(missing);
    const notGiven = others.filter((row) => {
      const place = placeIn(row);
      return !gone.has(row) && (place === null || !this.#given.has(place));
    });
    const kept = (problems: readonly Problem[]) => ({ value: { removed: [], missing, notGiven }, problems });
    if (!prune || missing.length === 0) return kept([]);
    if (this.#stranger !== null) return kept([notPruned(missing, this.#stranger)]);
    const smell = this.gate === null ? null : smellOfPruning(missing.length, this.#ledger.size, this.gate);
    if (smell !== null) return kept([problemOf(smell, '')]);
    const removed: RemovalReport[] = [];
    for (const { issueId, file, folder } of missing) {
      removed.push({ issueId, file, folder: folder!, change: await this.store.removeIssue(issueId) });
    }
    return { value: { removed, missing: [], notGiven }, problems: [] };
  }
}

/** Absolute, links followed, so that one file is one place however it was given. */
function placeOf(given: string): string {
  const whole = path.resolve(given);
  try {
    return path.join(realpathSync(path.dirname(whole)), path.basename(whole));
  } catch {
    // Gone since it was listed.
    return whole;
  }
}

const placeIn = ({ folder, file }: LedgerRow): string | null => (folder === null ? null : path.join(folder, file));

const isInside = (place: string, folder: string): boolean =>
  place.startsWith(folder.endsWith(path.sep) ? folder : `${folder}${path.sep}`);

// ---------- problems ----------

const refused = (issueId: string | null, file: string, problems: readonly Problem[]): Outcome<IssueReport> => ({
  value: { ...NOTHING, issueId, file, state: 'refused' },
  problems,
});

const refusal = (rule: string, file: string, message: string): Problem => ({
  level: 'refused',
  rule,
  message,
  file,
  articleId: null,
  at: null,
});

const sameIssue = (issue: Issue, twin: string): Problem =>
  refusal(
    'issue/same',
    issue.file,
    `${issue.file} is the same issue as ${twin} (${issue.id}); tell them apart in sources.json by number or date`,
  );

/** A row that cannot be read must not make another issue of a file that is loaded. */
const rowUnreadable = ({ file }: Issue): Problem =>
  refusal('issue/row', file, `${file}: its row in sources.json cannot be read; what is loaded of it stays`);

const smellOf = (issue: Issue, smell: Smell): Problem => problemOf(smell, issue.file);

/** "2025-12.txt: articles-vanish: 2 articles are gone (…), more than 0; …; the graph stays as it was" */
const problemOf = ({ rule, message }: Smell, file: string): Problem =>
  refusal(
    `gate/${rule}`,
    file,
    `${file === '' ? '' : `${file}: `}${message}; the graph stays as it was; if it is right, run without --gate or raise "${rule}" with --limits`,
  );

const notPruned = (missing: readonly LedgerRow[], stranger: string): Problem => {
  const names = missing.map((row) => row.issueId).join(', ');
  const message = `${names}: not removed, because ${stranger} was refused and may be the same issue under a new name`;
  return { level: 'skipped', rule: 'issue/not-pruned', message, file: stranger, articleId: null, at: null };
};

/** Different entities of each type in an issue: one that three articles name counts once. */
function countTypes(extractions: readonly Extraction[]): Partial<Record<EntityType, number>> {
  const ids = new Map<EntityType, Set<string>>(ENTITY_TYPES.map((type) => [type, new Set()]));
  for (const { entities } of extractions) for (const { type, id } of entities) ids.get(type)!.add(id);
  return Object.fromEntries([...ids].filter(([, set]) => set.size > 0).map(([type, set]) => [type, set.size]));
}
