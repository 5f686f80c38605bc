/**
 * A pattern of many alternatives, tried only where a character stands that it can begin with: a long list of posts
 * is as slow at 的 as it is at 书.
 *
 *   matchesOpening(openedBy("党书"), /党委书记|书记/uy, "村党委书记说") → [党委书记 at 1]
 */

/** By UTF-16 unit: 1 where it may open a match. */
export type Openings = Uint8Array;

export function openedBy(...characters: readonly Iterable<string>[]): Openings {
  const openings = new Uint8Array(0x10000);
  for (const some of characters) for (const character of some) openings[character.charCodeAt(0)] = 1;
  return openings;
}

/**
 * What `text.matchAll(pattern)` gives, where the pattern matches at no other place.
 *
 * @param pattern  with the flag y, and never empty
 */
export function matchesOpening(openings: Openings, pattern: RegExp, text: string): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (let at = 0; at < text.length; ) {
    if (openings[text.charCodeAt(at)] === 1) {
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
