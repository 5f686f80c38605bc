/**
 * A pattern of many alternatives, tried only where two characters stand that it can begin with: a long list of posts
 * is as slow at 的 as it is at 书.
 *
 *   matchesOpening(openedBy(["党委", "书记"]), /党委书记|书记/uy, "村党委书记说") → [党委书记 at 1]
 */

export interface Openings {
  /** By UTF-16 unit: whether it may open a match with any unit behind it, or with some. */
  readonly first: Uint8Array;
  /** By the hash of two units: 1 where they may open a match. Two pairs with one hash cost a try, never a wrong match. */
  readonly pairs: Uint8Array;
}
const WITH_ANY = 1;
const WITH_SOME = 2;

/** @param beginnings  what a match begins with, as printed; of one character or more, a string is a list of characters */
export function openedBy(...beginnings: readonly Iterable<string>[]): Openings {
  const first = new Uint8Array(0x10000);
  const pairs = new Uint8Array(0x10000);
  for (const some of beginnings) {
    for (const beginning of some) {
      const unit = beginning.charCodeAt(0);
      if (beginning.length === 1) first[unit] = WITH_ANY;
      else {
        if (first[unit] !== WITH_ANY) first[unit] = WITH_SOME;
        pairs[hashOf(unit, beginning.charCodeAt(1))] = 1;
      }
    }
  }
  return { first, pairs };
}

const hashOf = (a: number, b: number): number => (Math.imul(a, 0x9e37) + b) & 0xffff;

export function mayOpen({ first, pairs }: Openings, text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  const how = first[unit];
  return how === WITH_ANY || (how === WITH_SOME && pairs[hashOf(unit, text.charCodeAt(at + 1))] === 1);
}

/**
 * What `text.matchAll(pattern)` gives, where the pattern matches at no other place.
 *
 * @param pattern  with the flag y, and never empty
 */
export function matchesOpening(openings: Openings, pattern: RegExp, text: string): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (let at = 0; at < text.length; ) {
    if (mayOpen(openings, text, at)) {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (match !== null) {
        found.push(match);
        at += match[0].length;
        continue;
      }
    }
    at++;
  }
  return found;
}

const longestFirst = (a: string, b: string): number => b.length - a.length || (a < b ? -1 : 1);

/** The alternatives of a pattern: the longest first, so that 副主任 is not read as 主任, and each as it is printed. */
export const oneOf = (words: Iterable<string>): string =>
  [...new Set(words)]
    .sort(longestFirst)
    .map((word) => word.replace(/[()+.]/gu, '\\$&'))
    .join('|');
