/**
 * A candidate with the text around it, cut once: what the reasons in none.ts look at.
 */
import type { Candidate } from './candidate.js';

/** A candidate with the text around it, cut once. */
export interface Look extends Candidate {
  /** Up to 24 characters before the bound or the number. */
  readonly before: string;
  /** Up to 24 characters after unit and bound. */
  readonly after: string;
  /** Up to 24 characters right after the numeral and its multiplier. */
  readonly next: string;
  /** The numeral as printed, without multiplier: 三, 26, 几十. */
  readonly printed: string;
}

export function lookAt(candidate: Candidate): Look {
  const { text, start, end, numeral } = candidate;
  // Every field by its name: a spread would take longer than all the cutting.
  return {
    text,
    start,
    end,
    numeral,
    value: candidate.value,
    valueTo: candidate.valueTo,
    unit: candidate.unit,
    measure: candidate.measure,
    approx: candidate.approx,
    rule: candidate.rule,
    before: text.slice(Math.max(0, start - 24), start),
    after: text.slice(end, end + 24),
    next: text.slice(numeral.end, numeral.end + 24),
    printed: text.slice(numeral.start, numeral.numeralEnd),
  };
}
