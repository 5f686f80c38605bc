/**
 * Runs tests/examples/observation.txt: a sentence in English, a line of text, then a row for each number that the
 * text states: number | subject | metric | period | kind and what goes with it. Texts are read as of 2025-06-15.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { Observation } from '../src/model.js';
import { explainText } from '../src/pipeline.js';

// The dictionary and the gazetteer load with the first text.
beforeAll(() => void explainText('知脉', null), 60_000);

interface Block {
  readonly shows: string;
  readonly text: string;
  readonly rows: readonly string[];
}

const blocks: Block[] = readFileSync(new URL('examples/observation.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n\n')
  .map((block) => {
    const [shows, text, ...rows] = block.split('\n');
    return { shows: shows!, text: text!, rows: rows.map((row) => row.trim()) };
  });

/** An observation in the form of the examples, with only the columns that the row names. */
function rowOf(o: Observation, wanted: string): string {
  const [, subject, , , sense] = wanted.split(' | ') as [string, string, string, string, string];
  const senses = [
    o.kind,
    o.direction,
    o.baseline,
    /scope=/u.test(sense) ? `scope=${o.scope}` : null,
    o.modality === 'planned' ? 'planned' : null,
  ];
  return [
    o.quantity.text,
    subject === '*' ? '*' : o.subject,
    o.metric,
    String(o.period),
    senses.filter((part) => part !== null).join(' '),
  ].join(' | ');
}

test.each(blocks)('$shows', ({ text, rows }) => {
  const { extraction } = explainText(text, '2025-06-15');
  const read = extraction.observations.map((o, i) => rowOf(o, rows[i] ?? ' |  |  |  | '));
  expect(read).toEqual(rows);
});

test('every quote is the text between its offsets', () => {
  for (const { text } of blocks) {
    const { extraction } = explainText(text, '2025-06-15');
    for (const o of extraction.observations) expect(extraction.article.text.slice(o.start, o.end)).toBe(o.quote);
  }
});

test('what explain names as a candidate’s features makes its score', () => {
  for (const { text } of blocks) {
    for (const o of explainText(text, '2025-06-15').extraction.observations) {
      const { metric, subject } = o.weighed();
      for (const { score, features } of [...metric, ...subject]) {
        expect(features.reduce((sum, [, contribution]) => sum + contribution, 0)).toBeCloseTo(score, 9);
      }
    }
  }
});
