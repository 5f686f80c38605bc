/** Each line of tests/examples/<type>.txt is read as it is marked; see tests/README.md for the form. */
import { describe, expect, test } from 'vitest';
import { type EntityType, isPlaceType } from '../schema/entities.js';
import { explainText } from '../src/pipeline.js';
import { type Example, exampleFiles, readExamples, typesOf } from './examples.js';

/** The day that 去年 is reckoned from, and the year of whose counties a text speaks. */
const DATE = '2025-12-15';

/** Holds every line of one file against the recognisers, for the types that the file is named for. */
function check(file: string): void {
  const types = typesOf(file);
  describe(file, () => {
    for (const example of readExamples(file)) {
      test(`${example.shows}: ${example.text} (line ${example.line})`, () => {
        expect(found(example, types)).toEqual(expected(example, types));
      });
    }
  });
}

const mark = (type: string, printed: string, start: number) => `${type} ${printed} at ${start}`;

function expected({ expected }: Example, types: readonly EntityType[]): string[] {
  return expected
    .filter(({ type }) => types.includes(type))
    .map(({ type, printed, start, canonical }) =>
      mark(type, canonical === null ? printed : `${printed} = ${canonical}`, start),
    );
}

/** In the form of `expected`; the canonical name is shown where the example asks for one. */
function found({ text, expected }: Example, types: readonly EntityType[]): string[] {
  const named = new Set(expected.filter(({ canonical }) => canonical !== null).map(({ start }) => start));
  const { recognition, extraction } = explainText(text, DATE);
  // A short place name that resolve finds no support for counts as not found: 江山多娇.
  const resolved = new Set(extraction.entities.flatMap(({ mentions }) => mentions.map(({ start }) => start)));
  return recognition.mentions
    .filter(({ type }) => types.includes(type))
    .filter(({ type, needsSupport, start }) => !isPlaceType(type) || needsSupport !== true || resolved.has(start))
    .map((m) => mark(m.type, named.has(m.start) ? `${m.text} = ${m.name}` : m.text, m.start));
}

// The dictionary is loaded outside the time of the first test.
explainText('', DATE);
for (const file of exampleFiles) check(file);
