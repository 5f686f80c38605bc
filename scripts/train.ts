/**
 * Makes src/lexicon/data/weights.json from annotated articles: which phrase a number measures, whom it is about.
 *
 *   npm run train -- --gold tests/gold --gold ../shared/gold/dev --gold ../shared/gold/train [--folds 6 [--misses]]
 *
 * A log-linear model over the candidates of each number (softmax, L2, AdaGrad; no randomness: the examples come in
 * the order of their files). The same input gives the same bytes. `--folds` prints a cross-validation by gold file
 * instead of writing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { articleForm } from '../src/export/article.js';
import { projectRoot } from '../src/lexicon/data.js';
import { tagWords } from '../src/lexicon/words.js';
import type { Article, Reading } from '../src/model.js';
import { extractArticle, extractFiles } from '../src/pipeline.js';
import { recognize } from '../src/recognize/index.js';
import type { Parts, Task, Weights } from '../src/resolve/choose.js';
import { asParts, Chooser, featureName, useWeights } from '../src/resolve/choose.js';
import { resolveEntities } from '../src/resolve/entities.js';
import { scopeOf } from '../src/resolve/index.js';
import type { Kind } from '../src/resolve/kind.js';
import { kindOf } from '../src/resolve/kind.js';
import { METRIC, metricCandidates } from '../src/resolve/metric.js';
import { prepare } from '../src/resolve/observations.js';
import { ownPlaceOf } from '../src/resolve/own-place.js';
import { PERIOD, periodByRule, periodCandidates } from '../src/resolve/period.js';
import { linkPlaces } from '../src/resolve/places.js';
import { SUBJECT, subjectCandidates } from '../src/resolve/subject.js';
import { issueFilesOf, readGold } from '../src/score/gold.js';
import {
  type AnnotatedArticle,
  matchNumbers,
  metricLikeness,
  nameJudge,
  pairArticles,
  score,
  withFlatText,
} from '../src/score/score.js';

/** One number: its candidates and which of them are right (a share of the target each). */
export interface Example {
  readonly file: string;
  /** For people: the sentence with the number, what was wanted, what each candidate says. */
  readonly about: { readonly sentence: string; readonly wanted: string; readonly says: readonly string[] };
  readonly candidates: readonly Parts[];
  readonly right: readonly number[];
}

/** How long and how fast each task learns, what cross-validation by file found best: the choice of subjects over-fits first. */
const LEARNING: Readonly<
  Record<Task['name'], { readonly epochs: number; readonly rate: number; readonly l2: number }>
> = {
  metric: { epochs: 30, rate: 0.02, l2: 0.01 },
  subject: { epochs: 6, rate: 0.02, l2: 0.05 },
  period: { epochs: 15, rate: 0.03, l2: 0.05 },
};
/** A feature that fewer files than this have seen may be one article's words. */
const FEWEST_FILES = 2;
const FEWEST_EXAMPLES = 3;

/** Learns the weights of a task. */
export function train(task: Task, examples: readonly Example[], learning = LEARNING[task.name]): Weights {
  const { epochs, rate, l2 } = learning;
  const parts = task.features.map((feature) => feature.map((part) => task.parts.indexOf(part)));
  const ids = new Map<string, number>();
  const files: Set<string>[] = [];
  const counts: number[] = [];
  const encoded = examples.map(({ file, candidates, right }) => {
    const seen = new Set<number>();
    const rows = candidates.map((candidate) =>
      parts.map((feature, f) => {
        const key = `${f}\t${feature.map((i) => candidate[i]).join('|')}`;
        let id = ids.get(key);
        if (id === undefined) {
          id = ids.size;
          ids.set(key, id);
          files.push(new Set());
          counts.push(0);
        }
        seen.add(id);
        return id;
      }),
    );
    for (const id of seen) {
      files[id]!.add(file);
      counts[id]!++;
    }
    return { rows, right };
  });
  const kept = counts.map((count, id) => count >= FEWEST_EXAMPLES && files[id]!.size >= FEWEST_FILES);
  const weights = new Float64Array(ids.size);
  const gradients = new Float64Array(ids.size).fill(1e-6);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const { rows, right } of encoded) {
      const total = right.reduce((a, b) => a + b, 0);
      if (total === 0) continue;
      const scores = rows.map((row) => row.reduce((sum, id) => sum + (kept[id] ? weights[id]! : 0), 0));
      const top = Math.max(...scores);
      const exp = scores.map((score) => Math.exp(score - top));
      const all = exp.reduce((a, b) => a + b, 0);
      // The target: the right candidates in proportion to what the model already gives them.
      const rightMass = exp.reduce((sum, e, i) => sum + e * right[i]!, 0);
      const step = new Map<number, number>();
      rows.forEach((row, i) => {
        const error = exp[i]! / all - (rightMass > 0 ? (exp[i]! * right[i]!) / rightMass : 0);
        if (Math.abs(error) < 1e-6) return;
        for (const id of row) if (kept[id]) step.set(id, (step.get(id) ?? 0) + error);
      });
      for (const [id, g] of step) {
        const gradient = g + l2 * weights[id]!;
        gradients[id]! += gradient * gradient;
        weights[id]! -= (rate * gradient) / Math.sqrt(gradients[id]!);
      }
    }
  }
  const result: Record<string, Record<string, number>> = {};
  for (const [key, id] of [...ids].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
    const weight = Math.round(weights[id]! * 1000) / 1000;
    if (!kept[id] || Math.abs(weight) < 0.02) continue;
    const [f, values] = key.split('\t') as [string, string];
    const name = featureName(task.features[Number(f)]!);
    result[name] ??= {};
    result[name][values] = weight;
  }
  return result;
}

/** An annotated article with the article that was read for it. */
interface Pair {
  readonly goldFolder: string;
  readonly annotated: AnnotatedArticle;
  readonly article: Article;
  readonly issueDate: string | null;
}

export async function pairsOf(goldFolder: string, leaveOut: readonly string[]): Promise<Pair[]> {
  const gold = readGold(goldFolder, leaveOut);
  const read: { article: Article; issueDate: string | null; source: string }[] = [];
  await extractFiles(issueFilesOf(gold, goldFolder, null), {}, ({ value }) => {
    for (const { article } of value?.extractions ?? []) {
      read.push({ article, issueDate: value!.issue.date, source: value!.issue.file });
    }
  });
  const flat = read.map(({ article, source }) =>
    withFlatText({
      source,
      title: article.title,
      authors: article.authors,
      text: article.text,
      entities: [],
      observations: [],
      relations: [],
    }),
  );
  const pairs: Pair[] = [];
  for (const [annotated, mate] of pairArticles(gold.articles, flat)) {
    if (mate === null) continue;
    const { article, issueDate } = read[flat.indexOf(mate)]!;
    pairs.push({ goldFolder, annotated, article, issueDate });
  }
  return pairs;
}

/** The examples of both tasks from one annotated article, its entities as the pipeline finds them. */
export function examplesOf({ annotated, article, issueDate }: Pair): Record<Task['name'], Example[]> {
  const reading: Reading = { article, words: tagWords(article.text), issueDate };
  const recognition = recognize(reading);
  const year = issueDate === null ? null : Number(issueDate.slice(0, 4));
  const entities = resolveEntities(reading, recognition, linkPlaces(recognition.mentions, article, year));
  const own = ownPlaceOf(article, entities);
  const { sentences, context } = prepare(reading, recognition, entities, scopeOf(own, entities, year));
  const mate = withFlatText({
    source: annotated.source,
    title: article.title,
    authors: article.authors,
    text: article.text,
    entities,
    observations: [],
    relations: [],
  });
  const wantedOf = new Map([...matchNumbers(annotated, mate, recognition.quantities)].map(([row, q]) => [q, row]));
  const sameName = nameJudge(annotated, mate);
  const metric: Example[] = [];
  const subject: Example[] = [];
  const period: Example[] = [];
  for (const sentence of sentences) {
    let before: Kind | null = null;
    sentence.tokens.forEach(({ quantity }, at) => {
      if (quantity === null) return;
      const kind: Kind = kindOf(sentence, at, before, article.text);
      before = kind;
      const wanted = wantedOf.get(quantity);
      if (wanted === undefined) return;
      const phrases = metricCandidates(sentence, at, kind, article.text, asParts(METRIC));
      const accepted = [wanted.metric, ...(wanted.metricAlt ?? [])];
      const fits = phrases.map((phrase) => metricLikeness(phrase.text, accepted) ** 3);
      const file = annotated.goldFile;
      const { text } = article;
      const shown = `${text.slice(sentence.start, quantity.start)}【${quantity.text}】${text.slice(quantity.end, sentence.end)}`;
      metric.push({
        file,
        candidates: phrases.map((phrase) => phrase.rated),
        right: fits,
        about: { sentence: shown, wanted: accepted.join(' | '), says: phrases.map((phrase) => phrase.text) },
      });
      const best = phrases[fits.indexOf(Math.max(0, ...fits))] ?? null;
      const chosen = best === null ? null : { text: best.text, span: { start: best.start, end: best.end } };
      if (periodByRule(sentences, sentence, at, kind, text) === null) {
        const times = periodCandidates(sentences, sentence, at, kind);
        period.push({
          file,
          candidates: times.map((time) => time.parts),
          right: times.map(({ value }) => Number(value === wanted.period)),
          about: { sentence: shown, wanted: String(wanted.period), says: times.map(({ value }) => String(value)) },
        });
      }
      const whom = subjectCandidates(context, sentences, sentence, at, kind, chosen, asParts(SUBJECT));
      const others = wanted.subjectAlt ?? [];
      subject.push({
        file,
        about: {
          sentence: shown,
          wanted: [wanted.subject, ...others].join(' | '),
          says: whom.map(({ name }) => name),
        },
        candidates: whom.map((candidate) => candidate.rated),
        right: whom.map(({ name }) =>
          sameName(wanted.subject, name) ? 1 : others.some((other) => sameName(other, name)) ? 0.6 : 0,
        ),
      });
    });
  }
  return { metric, subject, period };
}

/** The examples whose file is in `files`, with the choice of a model that has not seen them; -1: nothing to choose. */
function heldOut(task: Task, examples: readonly Example[], files: ReadonlySet<string>): [Example, number][] {
  const chooser = new Chooser(task, train(task, without(examples, files)));
  return chooseAll(
    chooser,
    examples.filter(({ file }) => files.has(file)),
  );
}

const chooseAll = (chooser: Chooser, examples: readonly Example[]): [Example, number][] =>
  examples.map((example) => {
    const scores = example.candidates.map((candidate) => chooser.score(candidate));
    return [example, scores.indexOf(Math.max(...scores))];
  });

/**
 * Weights as one would set them by hand, to see what learning adds: the nearest phrase on the side where its unit
 * puts it, a known metric first; the entity of the clause, then of the sentence, then the one mentioned last.
 */
const HAND_SET: Readonly<Record<Task['name'], Weights>> = {
  metric: {
    'side×unit': {
      'left|money': 2,
      'left|percent': 2,
      'left|points': 2,
      'left|area': 1,
      'left|length': 1,
      'left|measure': 1,
      'left|times': 2,
      'left|ratio': 2,
      'left|rank': 2,
      'left|time': 1,
      'right|people': 2,
      'right|body': 2,
      'right|count': 2,
      'right|event': 1,
      'right|area': 1,
      'left1|percent': 1,
      'left1|rank': 1,
      'left1|points': 1,
    },
    'known×side': { 'whole+|left': 2, 'tail+|left': 1, 'whole+|right': 1, 'whole-|left': 0.5 },
    'open×side': { 'L|left': -1, 'R|left': -1, 'LR|left': -2, 'R|right': -1, 'L|right': -1 },
    length: { '1': -2, '2': -0.5, '9+': -1, '13+': -2 },
  },
  subject: {
    distance: { c0: 4, c1: 3, 'c2+': 2.5, 'c4+': 2, s1: 1.5, s2: 1, 's3+': 0.5, R0: -1, R1: -1 },
    'recent×type': { '0|County': 1, '0|Township': 1, '0|Village': 1, '0|Company': 1, '0|Project': 0.5, '0|Zone': 0.5 },
    'title×type': { 'owntitle|County': 1, 'owntitle|City': 1, 'owntitle|Township': 1, 'own|County': 0.5 },
  },
  period: { where: { clause: 3, before1: 2, before2: 1, carried1: 0, none: 0.5 } },
};

type TaskExamples = readonly (readonly [Task, readonly Example[]])[];

const without = (examples: readonly Example[], files: ReadonlySet<string>): Example[] =>
  examples.filter(({ file }) => !files.has(file));

type Predicted = ReturnType<typeof articleForm>;

/** One line of F1: what unseen weights make of the articles of a gold folder. */
function printScores(title: string, pairs: readonly Pair[], predicted: readonly Predicted[]): void {
  const sources = new Set(pairs.map(({ annotated }) => annotated.source));
  const report = score(
    pairs.map(({ annotated }) => annotated),
    predicted.filter(({ source }) => sources.has(source)),
  );
  const figures = ['entity all', 'lenient all', 'quantity', 'fact', 'full', 'relation all'].map(
    (name) => `${name} ${report.scores[name]!.f1.toFixed(3)}`,
  );
  console.log(`F1 of ${title}: ${figures.join(', ')}`);
}

/** Prints what models make of the files that they have not seen: each choice by itself, and the scores of the whole. */
function crossValidate(pairs: readonly Pair[], tasks: TaskExamples, folds: number, showMisses: boolean): void {
  const files = [...new Set(pairs.map(({ annotated }) => annotated.goldFile))].sort();
  const foldFiles = Array.from({ length: folds }, (_, fold) => new Set(files.filter((_, i) => i % folds === fold)));
  for (const [task, all] of tasks) {
    const chosen = foldFiles.flatMap((fold) => heldOut(task, all, fold));
    const isRight = ([example, choice]: [Example, number]): boolean => (example.right[choice] ?? 0) > 0;
    const right = chosen.filter(isRight).length;
    const hopeless = all.filter((example) => !example.right.some((share) => share > 0)).length;
    const share = ((100 * right) / all.length).toFixed(1);
    const byHand = chooseAll(new Chooser(task, HAND_SET[task.name]), all).filter(isRight).length;
    console.log(`${task.name} by weights set by hand: ${byHand} of ${all.length} right`);
    console.log(`${task.name}: ${right} of ${all.length} right (${share} %), ${hopeless} without a right candidate`);
    if (!showMisses) continue;
    for (const [{ file, about, candidates, right: rights }, choice] of chosen.filter((each) => !isRight(each))) {
      const best = rights.indexOf(Math.max(...rights));
      console.log(`${task.name}\t${file}\t${about.sentence.trim()}`);
      console.log(
        `\twanted ${about.wanted}${rights[best]! > 0 ? ` [${candidates[best]!.join(' ')}]` : ' (no candidate)'}`,
      );
      console.log(`\tchosen ${about.says[choice] ?? 'nothing'} [${candidates[choice]?.join(' ') ?? ''}]`);
    }
  }
  const predicted: Predicted[] = [];
  for (const fold of foldFiles) {
    useWeights(Object.fromEntries(tasks.map(([task, all]) => [task.name, train(task, without(all, fold))])));
    for (const { annotated, article, issueDate } of pairs) {
      if (!fold.has(annotated.goldFile)) continue;
      const { extraction } = extractArticle(article, issueDate);
      predicted.push(articleForm(extraction, { file: annotated.source, id: article.issueId, date: issueDate }));
    }
  }
  printScores('all', pairs, predicted);
  for (const folder of new Set(pairs.map(({ goldFolder }) => goldFolder))) {
    printScores(
      folder,
      pairs.filter(({ goldFolder }) => goldFolder === folder),
      predicted,
    );
  }
  console.log('confidence at least: share of the observations left, precision of their facts');
  for (const least of [0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) {
    const marked = predicted.map((article) => ({
      ...article,
      observations: article.observations.map((o) => ({ ...o, doubtful: o.confidence < least })),
    }));
    const { sure } = score(
      pairs.map(({ annotated }) => annotated),
      marked,
    );
    console.log(`  ${least.toFixed(1)}: ${(100 * sure.coverage).toFixed(0)} % ${sure.precision.toFixed(3)}`);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      gold: { type: 'string', multiple: true, default: ['tests/gold'] },
      'leave-out': { type: 'string', multiple: true, default: [] },
      out: { type: 'string', default: path.join(projectRoot, 'src', 'lexicon', 'data', 'weights.json') },
      folds: { type: 'string' },
      misses: { type: 'boolean', default: false },
    },
  });
  const pairs: Pair[] = [];
  for (const folder of values.gold) pairs.push(...(await pairsOf(folder, values['leave-out'])));
  const examples = pairs.map(examplesOf);
  const tasks = [
    [METRIC, examples.flatMap((each) => each.metric)],
    [SUBJECT, examples.flatMap((each) => each.subject)],
    [PERIOD, examples.flatMap((each) => each.period)],
  ] as const;
  if (values.folds !== undefined) {
    crossValidate(pairs, tasks, Number(values.folds), values.misses);
    return;
  }
  const weights = Object.fromEntries(tasks.map(([task, all]) => [task.name, train(task, all)]));
  const text = `${JSON.stringify(weights, null, 1)}\n`;
  if (readFileSync(values.out, 'utf8') !== text) writeFileSync(values.out, text);
  console.log(`${values.out}: ${tasks.map(([task, all]) => `${task.name} from ${all.length} numbers`).join(', ')}`);
}

if (process.argv[1]?.includes('train')) await main();
