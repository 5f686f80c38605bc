/**
 * Issue files → articles → what is recognised in them → what is resolved from it, one line a stage; src/ingest.ts takes
 * that into the graph.
 * The order of everything is the order of the files that were given; `concurrency` changes only how many are in hand.
 */
import path from 'node:path';
import pLimit from 'p-limit';
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
import { stillChanging } from './read/settle.js';
import { cleanParagraph, sentenceSpans } from './read/text.js';
import { recognize } from './recognize/index.js';
import { resolve } from './resolve/index.js';

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
export function extractOrRefuse(issue: Issue): Outcome<IssueExtraction | null> {
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
  return extractArticle(
    loneArticle('explained', text, (offset) => printedAt[offset] ?? printed.length),
    issueDate,
  );
}

/** A text as an article that no issue holds: each line is a paragraph, and nothing is known of headline and authors. */
export function loneArticle(id: string, text: string, printedAt: (offset: number) => number = (at) => at): Article {
  const paragraphs: Paragraph[] = [...text.matchAll(/[^\n]+/gu)].map((line) => ({
    kind: 'body',
    start: line.index,
    end: line.index + line[0].length,
  }));
  return {
    id,
    issueId: id,
    title: '',
    subtitle: null,
    section: null,
    authors: [],
    ordinal: 1,
    text,
    hash: '',
    sentences: paragraphs.flatMap((paragraph) => sentenceSpans(text, paragraph)),
    paragraphs,
    printedAt,
  };
}

/**
 * A draft, read as an issue is; its day is the one that is given, else that of its masthead, else `otherwise`. What an
 * issue would leave beside its articles (a few lines without a headline, a note) may be all that a draft is: then it is
 * read as one article.
 */
export function extractDraft(
  bytes: Uint8Array,
  file: string,
  given: string | null,
  otherwise: string | null,
): Outcome<IssueExtraction | null> {
  const { value: read, problems } = issueOfBytes(bytes, file, {
    file,
    publication: null,
    year: null,
    number: null,
    totalNumber: null,
    date: given,
  });
  if (read === null) return { value: null, problems };
  const date = read.date ?? otherwise;
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
  for (const line of titled ? lines.slice(1) : lines) {
    if (text !== '') {
      text += '\n';
      printedAt.push(line.start);
    }
    const clean = cleanParagraph(issue.printed, [line]);
    text += clean.text;
    printedAt.push(...clean.printedAt);
  }
  return {
    ...loneArticle(`${issue.id}#1`, text, (offset) => printedAt[offset] ?? issue.printed.length),
    issueId: issue.id,
    title: titled ? first : '',
  };
}

// ---------- many issues ----------

export interface ReadOptions {
  /** Issues in hand at once. */
  readonly concurrency?: number;
  /** Bytes; a larger file is refused. */
  readonly maxFile?: number;
  /** A file that was written less than this ago is watched as long, and not read while it still changes. */
  readonly settleSeconds?: number;
}

/** A file as it was read; without a file: what is wrong with a sources.json. */
export interface FileOutcome extends Outcome<Issue | null> {
  readonly file: string | null;
  /** Its sources.json has faults, and no row of it speaks for the file. */
  readonly unsure: boolean;
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
  { concurrency = 2, maxFile, settleSeconds = 0 }: ReadOptions,
  take: (outcome: FileOutcome) => Promise<void> | void,
): Promise<void> {
  const growing = await stillChanging(files, settleSeconds);
  const rows = await sourceRows(files);
  if (rows.problems.length > 0) await take({ value: null, problems: rows.problems, file: null, unsure: false });
  const limit = pLimit(concurrency);
  let before: Promise<void> = Promise.resolve();
  const tasks = files.map((file) => {
    const turn = before;
    const task = limit(async () => {
      const limits = maxFile === undefined ? {} : { maxFileBytes: maxFile };
      const outcome = growing.get(file) ?? (await readIssue(file, rows.value.rowOf(file), limits));
      await turn;
      await take({ ...outcome, file, unsure: rows.value.isUnsure(file) });
    });
    before = task;
    return task;
  });
  await Promise.all(tasks);
}

interface SourceRows {
  rowOf(file: string): SourceRow | null;
  isUnsure(file: string): boolean;
}

/** The row of each file in the sources.json beside it. */
async function sourceRows(files: readonly string[]): Promise<Outcome<SourceRows>> {
  const folders = [...new Set(files.map((file) => path.dirname(file)))];
  const sources = await Promise.all(folders.map((folder) => readSources(folder)));
  const byFolder = new Map(folders.map((folder, i) => [folder, sources[i]!]));
  const rowOf = (file: string) => byFolder.get(path.dirname(file))?.value.get(path.basename(file)) ?? null;
  const hasFaults = (file: string) => (byFolder.get(path.dirname(file))?.problems.length ?? 0) > 0;
  return {
    value: { rowOf, isUnsure: (file) => rowOf(file) === null && hasFaults(file) },
    problems: sources.flatMap((outcome) => outcome.problems),
  };
}
