/** A folder of gold files → annotated articles, the hash of the files and the issue files that they annotate. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { goldFileShape } from '../../schema/extraction.js';
import { Failure } from '../failure.js';
import type { AnnotatedArticle } from './score.js';

export interface Gold {
  readonly articles: readonly AnnotatedArticle[];
  /** Of the files' names and bytes: floors are valid for one gold only. */
  readonly sha256: string;
  /** Names of the issue files, e.g. ["haifeng-2024-06.txt"], sorted. */
  readonly sources: readonly string[];
}

/**
 * @param given  a folder of gold files or one gold file
 * @param leaveOut  names of gold files that are not read, e.g. the unseen ones
 * @throws Failure when nothing is there or a file is not in the gold's form
 */
export function readGold(given: string, leaveOut: readonly string[] = []): Gold {
  if (!existsSync(given))
    throw new Failure(`${given}: no such file or folder; give a folder of gold files with --gold`);
  const files = statSync(given).isDirectory()
    ? readdirSync(given)
        .filter((name) => name.endsWith('.json') && !leaveOut.includes(name))
        .sort()
        .map((name) => path.join(given, name))
    : [given];
  if (files.length === 0) throw new Failure(`${given}: no .json file in it; give a folder of gold files with --gold`);
  const hash = createHash('sha256');
  const articles: AnnotatedArticle[] = [];
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const goldFile = path.basename(file);
    hash.update(goldFile).update('\0').update(text).update('\0');
    const gold = readForm(text, file);
    for (const article of gold.articles) articles.push({ ...article, source: gold.source, goldFile });
  }
  const sources = [...new Set(articles.map((article) => article.source))].sort();
  return { articles, sha256: hash.digest('hex'), sources };
}

function readForm(text: string, file: string) {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Failure(`${file}: not JSON (${error.message}); mend the file`);
  }
  const form = goldFileShape.safeParse(json);
  if (form.success) return form.data;
  const [first] = form.error.issues;
  throw new Failure(`${file}: ${first!.path.join('.')}: ${first!.message}; the form is in schema/extraction.ts`);
}

/**
 * The issue files of the gold: in `corpus`, else in the nearest folder named corpus beside or above the gold.
 *
 * @throws Failure when an issue file is nowhere
 */
export function issueFilesOf(gold: Gold, given: string, corpus: string | null): string[] {
  const nearest = [given, path.dirname(given), path.join(given, '..', '..')].map((folder) =>
    path.join(folder, '..', 'corpus'),
  );
  const folders = corpus === null ? [...nearest, 'corpus'] : [corpus];
  return gold.sources.map((source) => {
    const folder = folders.find((candidate) => existsSync(path.join(candidate, source)));
    if (folder === undefined)
      throw new Failure(
        `${source}: the gold annotates this issue file, and it is not there; name its folder with --corpus`,
      );
    return path.join(folder, source);
  });
}
