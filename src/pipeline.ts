/**
 * Issue files → articles → what is recognised in them → what is resolved from it → the graph, one line a stage.
 * The order of everything is the order of the files that were given; `concurrency` changes only how many are in hand.
 */
import path from 'node:path';
import pLimit from 'p-limit';
import { ENTITY_TYPES, type EntityType } from '../schema/entities.js';
import { assembleIssue } from './graph/assemble.js';
import type { Change } from './graph/difference.js';
import { tagWords } from './lexicon/words.js';
import type {
  Article,
  Extraction,
  Issue,
  Outcome,
  Paragraph,
  Problem,
  Reading,
  Recognition,
  Residue,
} from './model.js';
import { readArticles } from './read/articles.js';
import { issueOfBytes, readIssue, readSources, type SourceRow } from './read/issue.js';
import { cleanParagraph, sentenceSpans } from './read/text.js';
import { recognize } from './recognize/index.js';
import { resolve } from './resolve/index.js';
import { type GraphStore, isLoaded, type LedgerRow, openStore } from './store/store.js';
import { extractorVersion } from './version.js';

// ---------- the stages ----------

export interface IssueExtraction {
  readonly issue: Issue;
  readonly extractions: readonly Extraction[];
  readonly residue: readonly Residue[];
}

/** One issue: its articles with all that is in them, and the printed text that is in none. */
export function extractIssue(issue: Issue): Outcome<IssueExtraction> {
  const { value, problems } = readArticles(issue);
  const extractions = value.articles.map((article) => extractArticle(article, issue.date).extraction);
  return { value: { issue, extractions, residue: value.residue }, problems };
}

/** The same, where a fault of a rule in one issue must not keep the others out. */
function extractOrRefuse(issue: Issue): Outcome<IssueExtraction | null> {
  try {
    return extractIssue(issue);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    const message = `${issue.file} cannot be extracted (${what}); this is a fault of zhimai, please report it with the file`;
    const problem: Problem = {
      level: 'refused',
      rule: 'issue/fault',
      message,
      file: issue.file,
      articleId: null,
      at: null,
    };
    return { value: null, problems: [problem] };
  }
}

/** One article: cut into words, recognised, resolved. What was recognised is kept for `explain`. */
export function extractArticle(article: Article, issueDate: string | null): ArticleExtraction {
  const reading: Reading = { article, words: tagWords(article.text), issueDate };
  const recognition = recognize(reading);
  return { recognition, extraction: resolve(reading, recognition) };
}

export interface ArticleExtraction {
  readonly recognition: Recognition;
  readonly extraction: Extraction;
}

/** A few sentences without an issue around them, as `explain` gets them. */
export function explainText(printed: string, issueDate: string | null): ArticleExtraction {
  const { text, printedAt } = cleanParagraph(printed, [{ start: 0, end: printed.length }]);
  const whole = { start: 0, end: text.length };
  return extractArticle(
    {
      id: 'explained',
      issueId: 'explained',
      title: '',
      subtitle: null,
      section: null,
      authors: [],
      ordinal: 1,
      text,
      hash: '',
      sentences: sentenceSpans(text, whole),
      paragraphs: [{ ...whole, kind: 'body' }],
      printedAt: (offset) => printedAt[offset] ?? printed.length,
    },
    issueDate,
  );
}

/**
 * A draft, read as an issue is; its own date where one is given. What an issue would leave beside its articles (a few
 * lines without a headline, a note) may be all that a draft is: then it is read as one article.
 */
export function extractDraft(bytes: Uint8Array, file: string, date: string | null): Outcome<IssueExtraction | null> {
  const { value: read, problems } = issueOfBytes(bytes, file, {
    file,
    publication: null,
    year: null,
    number: null,
    totalNumber: null,
    date,
  });
  if (read === null) return { value: null, problems };
  // It is no issue of the graph, whatever its masthead says.
  const issue: Issue = { ...read, id: `draft ${file}`, date };
  const extracted = extractIssue(issue);
  const kept = extracted.value.extractions.reduce(
    (sum, { article }) => sum + lengthOf(article.title + article.text),
    0,
  );
  if (kept >= lengthOf(issue.printed) * MOST_OF_A_DRAFT) return { ...extracted, problems };
  const extraction = extractArticle(wholeArticle(issue), date).extraction;
  return { value: { issue, extractions: [extraction], residue: [] }, problems };
}

const MOST_OF_A_DRAFT = 0.8;
const lengthOf = (text: string): number => text.replace(/\s/gu, '').length;

/** The first line is the title where it does not end as a sentence does; each other line is a paragraph. */
function wholeArticle(issue: Issue): Article {
  const lines = [...issue.printed.matchAll(/[^\r\n]+/gu)]
    .map((match) => ({ start: match.index, end: match.index + match[0].length }))
    .filter((line) => issue.printed.slice(line.start, line.end).trim() !== '');
  const first = lines[0] === undefined ? '' : cleanParagraph(issue.printed, [lines[0]]).text;
  const titled = lines.length > 1 && first.length <= 40 && !/[。！？；，：…]$/u.test(first);
  let text = '';
  const printedAt: number[] = [];
  const paragraphs: Paragraph[] = [];
  for (const line of titled ? lines.slice(1) : lines) {
    if (text !== '') {
      text += '\n';
      printedAt.push(line.start);
    }
    const clean = cleanParagraph(issue.printed, [line]);
    paragraphs.push({ kind: 'body', start: text.length, end: text.length + clean.text.length });
    text += clean.text;
    printedAt.push(...clean.printedAt);
  }
  return {
    id: `${issue.id}#1`,
    issueId: issue.id,
    title: titled ? first : '',
    subtitle: null,
    section: null,
    authors: [],
    ordinal: 1,
    text,
    hash: '',
    sentences: paragraphs.flatMap((paragraph) => sentenceSpans(text, paragraph)),
    paragraphs,
    printedAt: (offset) => printedAt[offset] ?? issue.printed.length,
  };
}

// ---------- into the graph ----------

export interface IngestOptions extends ReadOptions {
  /** A folder or the address of a server. */
  readonly graph: string;
  /** Told before and after each issue. */
  readonly onProgress?: (progress: IngestProgress) => void;
}

export interface IngestProgress {
  /** From 1. */
  readonly nth: number;
  readonly of: number;
  /** What was done with the issue; null while it is being read. */
  readonly report: IssueReport | null;
  readonly file: string;
}

export interface IssueReport {
  /** Null: the file was refused. */
  readonly issueId: string | null;
  readonly file: string;
  readonly state: 'new' | 'changed' | 'unchanged' | 'refused';
  readonly articles: number;
  readonly entities: Readonly<Partial<Record<EntityType, number>>>;
  readonly observations: number;
  readonly doubtful: number;
  readonly relations: number;
  /** Nodes and edges that were written, by kind; null where nothing was. */
  readonly change: Change | null;
}

export interface IngestReport {
  readonly issues: readonly IssueReport[];
  readonly problems: readonly Problem[];
  /** Issues that the graph holds and of which no file was given; they stay. */
  readonly notGiven: readonly LedgerRow[];
  /** All that the graph holds now, by label and edge type. */
  readonly counts: Awaited<ReturnType<GraphStore['counts']>>;
  readonly seconds: number;
}

/** Reads, extracts and loads issues, one transaction an issue; what the graph holds already is not read again. */
export async function ingest(files: readonly string[], options: IngestOptions): Promise<IngestReport> {
  const started = performance.now();
  const startedAt = new Date().toISOString();
  const store = await openStore(options.graph, 'write');
  try {
    const loader = new Loader(store, `${startedAt} ${process.pid}`, startedAt, await store.ledger());
    const reports: IssueReport[] = [];
    const problems: Problem[] = [];
    await readFiles(files, options, async (outcome, file) => {
      if (file === null) return void problems.push(...outcome.problems);
      const nth = reports.length + 1;
      options.onProgress?.({ nth, of: files.length, report: null, file });
      const { value: report, problems: found } = await loader.load(outcome, path.basename(file));
      reports.push(report);
      problems.push(...found);
      options.onProgress?.({ nth, of: files.length, report, file });
    });
    return {
      issues: reports,
      problems,
      notGiven: loader.notGiven(),
      counts: await store.counts(),
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await store.close();
  }
}

const NOTHING = { articles: 0, entities: {}, observations: 0, doubtful: 0, relations: 0, change: null } as const;

/** Takes the issues of one run into the graph, and knows which file each issue came from. */
class Loader {
  readonly #version = extractorVersion();
  readonly #ledger: ReadonlyMap<string, LedgerRow>;
  readonly #fileOf = new Map<string, string>();

  constructor(
    private readonly store: GraphStore,
    private readonly runId: string,
    private readonly startedAt: string,
    ledger: readonly LedgerRow[],
  ) {
    this.#ledger = new Map(ledger.map((row) => [row.issueId, row]));
  }

  async load({ value: issue, problems }: Outcome<Issue | null>, file: string): Promise<Outcome<IssueReport>> {
    if (issue === null) return refused(file, problems);
    const twin = this.#fileOf.get(issue.id);
    if (twin !== undefined) return refused(file, [sameIssue(issue, twin)]);
    this.#fileOf.set(issue.id, file);
    const row = this.#ledger.get(issue.id);
    if (isLoaded(row, issue, this.#version)) {
      return { value: { issueId: issue.id, file, state: 'unchanged', ...NOTHING, articles: row!.articles }, problems };
    }
    const extracted = extractOrRefuse(issue);
    if (extracted.value === null) return refused(file, extracted.problems);
    const { extractions } = extracted.value;
    const graph = assembleIssue(issue, extractions);
    const found = [...problems, ...extracted.problems, ...graph.problems];
    const stamp = { runId: this.runId, startedAt: this.startedAt, version: this.#version, problems: found.length };
    const change = await this.store.replaceIssue(graph, stamp);
    const observations = extractions.flatMap((extraction) => extraction.observations);
    const report: IssueReport = {
      issueId: issue.id,
      file,
      state: row === undefined ? 'new' : 'changed',
      articles: extractions.length,
      entities: countTypes(extractions),
      observations: observations.length,
      doubtful: observations.filter((o) => o.doubtful).length,
      relations: extractions.reduce((sum, extraction) => sum + extraction.relations.length, 0),
      change,
    };
    return { value: report, problems: found };
  }

  notGiven(): LedgerRow[] {
    return [...this.#ledger.values()].filter((row) => !this.#fileOf.has(row.issueId));
  }
}

const refused = (file: string, problems: readonly Problem[]): Outcome<IssueReport> => ({
  value: { issueId: null, file, state: 'refused', ...NOTHING },
  problems,
});

const sameIssue = (issue: Issue, twin: string): Problem => ({
  level: 'refused',
  rule: 'issue/same',
  message: `${issue.file} is the same issue as ${twin} (${issue.id}); tell them apart in sources.json by number or date`,
  file: issue.file,
  articleId: null,
  at: null,
});

/** Different entities of each type in an issue: one that three articles name counts once. */
function countTypes(extractions: readonly Extraction[]): Partial<Record<EntityType, number>> {
  const ids = new Map<EntityType, Set<string>>(ENTITY_TYPES.map((type) => [type, new Set()]));
  for (const { entities } of extractions) for (const { type, id } of entities) ids.get(type)!.add(id);
  return Object.fromEntries([...ids].filter(([, set]) => set.size > 0).map(([type, set]) => [type, set.size]));
}

// ---------- many issues ----------

export interface ReadOptions {
  /** Issues in hand at once. */
  readonly concurrency?: number;
  /** Bytes; a larger file is refused. */
  readonly maxFile?: number;
}

/** Reads files and extracts each issue; `take` gets them one after the other in the order of `files`. */
export async function extractFiles(
  files: readonly string[],
  options: ReadOptions,
  take: (outcome: Outcome<IssueExtraction | null>) => Promise<void> | void,
): Promise<void> {
  await readFiles(files, options, async ({ value: issue, problems }) => {
    if (issue === null) return take({ value: null, problems });
    const extracted = extractOrRefuse(issue);
    return take({ value: extracted.value, problems: [...problems, ...extracted.problems] });
  });
}

/**
 * Reads files ahead, and hands them on in the order in which they were given. A file holds its place until it was
 * taken, so that no more than `concurrency` issues are in memory. What is wrong with a sources.json comes first, with
 * no file.
 */
export async function readFiles(
  files: readonly string[],
  { concurrency = 2, maxFile }: ReadOptions,
  take: (outcome: Outcome<Issue | null>, file: string | null) => Promise<void> | void,
): Promise<void> {
  const rows = await sourceRows(files);
  if (rows.problems.length > 0) await take({ value: null, problems: rows.problems }, null);
  const limit = pLimit(concurrency);
  let before: Promise<void> = Promise.resolve();
  const tasks = files.map((file) => {
    const turn = before;
    const task = limit(async () => {
      const outcome = await readIssue(file, rows.value(file), maxFile === undefined ? {} : { maxFileBytes: maxFile });
      await turn;
      await take(outcome, file);
    });
    before = task;
    return task;
  });
  await Promise.all(tasks);
}

/** The row of each file in the sources.json beside it. */
async function sourceRows(files: readonly string[]): Promise<Outcome<(file: string) => SourceRow | null>> {
  const folders = [...new Set(files.map((file) => path.dirname(file)))];
  const sources = await Promise.all(folders.map((folder) => readSources(folder)));
  const byFolder = new Map(folders.map((folder, i) => [folder, sources[i]!.value]));
  return {
    value: (file) => byFolder.get(path.dirname(file))?.get(path.basename(file)) ?? null,
    problems: sources.flatMap((outcome) => outcome.problems),
  };
}
