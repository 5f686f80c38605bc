import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NameTable } from '../src/lexicon/name-table.js';
import { matchesOpening, oneOf, openedBy } from '../src/recognize/opening.js';
import { TIME, TIME_OPENINGS } from '../src/recognize/period/grammar.js';

test('a time that is added to the pattern is added to its openings', () => {
  const everywhere = new RegExp(TIME.source, 'gu');
  const letters = [...new Set(TIME.source.replace(/[\\()?:<>|[\]{}\w]/gu, '')), ...'0123456789'];
  const printed = fc.array(fc.constantFrom(...letters), { maxLength: 60 }).map((units) => units.join(''));
  fc.assert(
    fc.property(printed, (text) => {
      const found = matchesOpening(TIME_OPENINGS, TIME, text).map((match) => [match.index, match[0]]);
      expect(found).toEqual([...text.matchAll(everywhere)].map((match) => [match.index, match[0]]));
    }),
    { seed: 7, numRuns: 3000 },
  );
});

test('a pattern is tried where two characters stand that it begins with, or one that is a beginning by itself', () => {
  const words = ['书记', '书', '党委书记', '委员'];
  const found = matchesOpening(openedBy(words), new RegExp(oneOf(words), 'uy'), '村党委书记、党员、委员与书');
  expect(found.map((match) => [match.index, match[0]])).toEqual([
    [1, '党委书记'],
    [9, '委员'],
    [12, '书'],
  ]);
});

test('the longest name is found at each place, and none inside it', () => {
  const names = new NameTable([
    ['中国石油', 1],
    ['中国石油天然气集团', 2],
    ['石油大学', 3],
  ]);
  expect(names.in('走进中国石油天然气集团与石油大学').map(({ start, row }) => [start, row])).toEqual([
    [2, 2],
    [12, 3],
  ]);
});
