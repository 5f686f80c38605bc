/**
 * All recognisers in order, and the one place where overlap is decided.
 *
 *   临海市民政局 → Organization (the longer name wins over the County 临海市 inside it)
 *   八八战略 → Program; the 8 in it is refused as a number: "part of the name 八八战略"
 */
import type { EntityType } from '../../schema/entities.js';
import type { Mention, Quantity, Reading, Recognition, Refusal, Span } from '../model.js';
import { company } from './company.js';
import { document } from './document.js';
import { guarded } from './guard.js';
import { organization } from './organization.js';
import { findPeriods } from './period.js';
import { person } from './person.js';
import { place } from './place.js';
import { program } from './program.js';
import { project } from './project.js';
import { findQuantities } from './quantity.js';
import type { Recognizer } from './recognizer.js';
import { zone } from './zone.js';

/** A new row of schema/entities.ts does not compile before it has a recogniser here. Equal spans go to the earlier. */
const RECOGNIZERS: Readonly<Record<EntityType, Recognizer>> = {
  Document: document,
  Company: company,
  Organization: organization,
  Program: program,
  Zone: zone,
  Project: project,
  Province: place,
  City: place,
  County: place,
  Township: place,
  Village: place,
  Person: person,
};
const TYPES = Object.keys(RECOGNIZERS) as EntityType[];

/** Everything that is printed in an article as a name, a number or a time. */
export function recognize(reading: Reading): Recognition {
  const found = [...new Set(Object.values(RECOGNIZERS))].map((recognizer) => recognizer.find(reading));
  const names = guarded(
    found.flatMap(({ mentions }) => mentions),
    reading,
  );
  const { kept, lost } = withoutOverlap(names);
  const { periods } = findPeriods(reading);
  const numbers = findQuantities(reading, periods);
  const { quantities, named } = outsideNames(numbers.quantities, kept);
  return {
    mentions: kept,
    quantities,
    periods,
    refused: [...found.flatMap(({ refused }) => refused), ...numbers.refused, ...lost, ...named].sort(
      (a, b) => a.start - b.start || a.end - b.end || (a.rule < b.rule ? -1 : 1),
    ),
  };
}

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/** The longer mention stays; of two equal ones the earlier type; what needs support never pushes out what does not. */
function withoutOverlap(mentions: readonly Mention[]): { kept: Mention[]; lost: Refusal[] } {
  const byLength = [...mentions].sort(
    (a, b) =>
      Number(a.needsSupport ?? false) - Number(b.needsSupport ?? false) ||
      b.end - b.start - (a.end - a.start) ||
      a.start - b.start ||
      TYPES.indexOf(a.type) - TYPES.indexOf(b.type) ||
      (a.rule < b.rule ? -1 : 1),
  );
  const kept: Mention[] = [];
  const lost: Refusal[] = [];
  // By the block of 64 characters in which a mention begins or goes on: few to compare with.
  const blocks = new Map<number, Mention[]>();
  for (const mention of byLength) {
    const near = new Set<Mention>();
    for (let block = mention.start >> 6; block <= (mention.end - 1) >> 6; block++) {
      for (const other of blocks.get(block) ?? []) near.add(other);
    }
    const winner = [...near].find((other) => overlaps(other, mention));
    if (winner === undefined) {
      kept.push(mention);
      for (let block = mention.start >> 6; block <= (mention.end - 1) >> 6; block++) {
        blocks.set(block, [...(blocks.get(block) ?? []), mention]);
      }
    } else if (winner.start !== mention.start || winner.end !== mention.end || winner.type !== mention.type) {
      lost.push({
        start: mention.start,
        end: mention.end,
        text: mention.text,
        what: mention.type,
        why: `overlaps the ${winner.type} ${winner.text}`,
        rule: 'recognize/overlap',
      });
    }
  }
  kept.sort((a, b) => a.start - b.start);
  return { kept, lost };
}

/** A number inside a name is part of the name. */
function outsideNames(
  quantities: readonly Quantity[],
  mentions: readonly Mention[],
): { quantities: Quantity[]; named: Refusal[] } {
  const free: Quantity[] = [];
  const named: Refusal[] = [];
  let m = 0;
  for (const quantity of quantities) {
    while (m < mentions.length && mentions[m]!.end <= quantity.numeral.start) m++;
    const name = mentions[m];
    if (name === undefined || name.start > quantity.numeral.start || name.end < quantity.numeral.end) {
      free.push(quantity);
      continue;
    }
    const { start, end, text } = quantity;
    named.push({ start, end, text, what: 'quantity', why: `part of the name ${name.text}`, rule: 'recognize/in-name' });
  }
  return { quantities: free, named };
}
