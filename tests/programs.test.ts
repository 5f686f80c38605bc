/** What must hold of every row of data/programs.tsv. */
import { expect, test } from 'vitest';
import { placesNamed } from '../src/lexicon/places.js';
import { programNames, programs } from '../src/lexicon/programs.js';

test('no printed name belongs to two initiatives', () => {
  const all = programs().flatMap((row) => [row.name, ...row.aliases]);
  const twice = all.filter((name, i) => all.indexOf(name) !== i);
  expect(twice).toEqual([]);
});

test('each row says who started it, and a provincial one names an existing province', () => {
  const faults = programs().filter(
    (row) =>
      row.source === '' ||
      (row.level === 'province') !== (row.place !== null) ||
      (row.place !== null && !placesNamed(row.place).some((place) => place.type === 'Province')),
  );
  expect(faults.map((row) => row.name)).toEqual([]);
});

test('names have no marks, spaces or years that are none', () => {
  const odd = [...programNames().keys()].filter((name) => /[“”‘’"\s]/u.test(name) || name.length < 2);
  expect(odd).toEqual([]);
  expect(
    programs()
      .filter((row) => row.years !== '' && !/^\d{4}(?:—\d{4})?$/u.test(row.years))
      .map((row) => row.name),
  ).toEqual([]);
});

test('other names lead to the initiative', () => {
  expect(programNames().get('千村示范、万村整治')?.name).toBe('千万工程');
  expect(programNames().get('百县千镇万村高质量发展工程')?.name).toBe('百千万工程');
});
