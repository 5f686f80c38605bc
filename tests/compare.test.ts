/**
 * When do two printed numbers agree? The labelled pairs of fixtures/compare-pairs.tsv, read as issues are read, and those
 * of pairs.json, of which the gold says what is printed. Prints precision and recall of each class.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type GoldArticle, goldFileShape } from '../schema/extraction.js';
import { compareFigures, type Figure, type Outcome } from '../src/graph/compare.js';
import { metricOf } from '../src/lexicon/metrics.js';
import { placesNamed } from '../src/lexicon/places.js';
import { figureIn, readLabelledPairs, scoreClasses } from './pairs-of-numbers.js';

const pairs = readLabelledPairs(new URL('fixtures/compare-pairs.tsv', import.meta.url));

test('each labelled pair has the outcome that a reader gives it, whichever is first', () => {
  const wrong: string[] = [];
  const judged: [string, string][] = [];
  for (const pair of pairs) {
    const [a, b] = [figureIn(pair.a, pair.aDate, 'a'), figureIn(pair.b, pair.bDate, 'b')];
    if (a === null || b === null) {
      judged.push([pair.outcome, 'not read']);
      wrong.push(`line ${pair.line}: no number is read in ${a === null ? pair.a : pair.b}`);
      continue;
    }
    const { outcome, differs } = compareFigures(a, b);
    judged.push([pair.outcome, outcome]);
    const back = compareFigures(b, a).outcome;
    if (outcome !== pair.outcome) {
      const read = JSON.stringify(
        [a, b].map((f) => [f.subjectId, f.metric, f.value, f.unit, f.period, f.kind, f.scope, f.modality, f.doubtful]),
      );
      wrong.push(`line ${pair.line} (${pair.why}): ${pair.outcome} expected, ${outcome} ${differs ?? ''} said ${read}`);
    }
    if (back !== outcome) wrong.push(`line ${pair.line}: ${outcome}, and ${back} the other way round`);
  }
  printScores('compare-pairs.tsv', judged);
  expect(pairs.length).toBeGreaterThanOrEqual(80);
  expect(wrong, `\n  ${wrong.join('\n  ')}\n`).toEqual([]);
}, 60_000);

// ---------- the pairs of the corpus, by its gold ----------

interface Print {
  readonly file: string;
  readonly startsWith: string;
  readonly quote: string;
}

/** What the words of pairs.json are called in compare.ts. */
const CALLED: Readonly<Record<string, readonly Outcome[]>> = {
  vague: ['rounded'],
  'other kind': ['other definition'],
  'other subject': ['incomparable'],
  'other metric': ['other definition', 'incomparable'],
};

test('each pair of the corpus has the outcome that pairs.json gives it', () => {
  const goldPairs: { class: string; about: string; a: Print; b: Print }[] = JSON.parse(read('tests/pairs.json'));
  const wrong: string[] = [];
  const judged: [string, string][] = [];
  for (const pair of goldPairs) {
    const { outcome, differs } = compareFigures(...goldFigures(pair.a, pair.b));
    const expected = CALLED[pair.class] ?? [pair.class as Outcome];
    judged.push([expected.includes(outcome) ? outcome : expected[0]!, outcome]);
    if (!expected.includes(outcome))
      wrong.push(
        `${pair.about}: ${pair.a.quote} / ${pair.b.quote}: ${pair.class} expected, ${outcome} ${differs ?? ''} said`,
      );
  }
  printScores('pairs.json', judged);
  expect(wrong, `\n  ${wrong.join('\n  ')}\n`).toEqual([]);
}, 60_000);

const read = (file: string): string => readFileSync(path.join(import.meta.dirname, '..', file), 'utf8');
const rows: { file: string; date: string }[] = JSON.parse(read('corpus/sources.json'));

/** Two rows; of the names that the gold calls as right, one that both have. */
function goldFigures(...prints: [Print, Print]): [Figure, Figure] {
  const [a, b] = prints.map(goldFigure) as [GoldFigure, GoldFigure];
  const shared = a.names.find((name) => b.names.includes(name));
  return [
    { ...a.figure, metric: shared ?? a.figure.metric },
    { ...b.figure, metric: shared ?? b.figure.metric },
  ];
}

interface GoldFigure {
  readonly figure: Figure;
  readonly names: readonly string[];
}

function goldFigure({ file, startsWith, quote }: Print): GoldFigure {
  const gold = goldFileShape.parse(JSON.parse(read(`tests/gold/${file.replace('.txt', '.json')}`)));
  const article = gold.articles.find((each) => each.startsWith === startsWith)!;
  const row = article.observations.find((each) => each.quote === quote)!;
  const date = rows.find((each) => each.file === file)!.date;
  const names = [row.metric, ...(row.metricAlt ?? [])].map((name) => metricOf(name)?.name ?? name);
  const figure: Figure = {
    ...row,
    subjectId: subjectIdOf(article, file, row.subject, Number(date.slice(0, 4))),
    metric: names[0]!,
    direction: null,
    baseline: null,
    scope: null,
    doubtful: false,
    asOf: date,
    articleId: `${file} ${startsWith}`,
    issueId: file,
    sentence: null,
  };
  return { figure, names };
}

/** A village is known within its article only, as in the graph. */
function subjectIdOf(article: GoldArticle, file: string, name: string, year: number): string {
  const type = article.entities.find((entity) => entity.name === name)?.type;
  if (type === 'Village') return `local:${file} ${article.startsWith}:${name}`;
  const places = type === 'County' || type === 'City' ? placesNamed(name, year) : [];
  return places.length === 1 ? `cn:${places[0]!.code}` : `${type ?? 'noun'}:${name}`;
}

function printScores(what: string, judged: readonly (readonly [string, string])[]): void {
  const lines = scoreClasses(judged).map(
    ({ outcome, labelled, precision, recall }) =>
      `${outcome.padEnd(20)} ${String(labelled).padStart(3)}  P ${percent(precision)}  R ${percent(recall)}`,
  );
  console.log(`${what}: ${judged.length} pairs\n${lines.join('\n')}`);
}

const percent = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 100)} %`);
