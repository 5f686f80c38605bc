/**
 * Many names at once, asked by the place where one may begin: a look at two characters tells that no name begins
 * there, which is true of nearly every character of a text.
 *
 *   new NameTable([["中国石油", 1], ["中国石油天然气集团", 1]]).longestAt("走进中国石油车间", 2) → { name: "中国石油", row: 1 }
 */

export interface Named<Row> {
  readonly name: string;
  readonly row: Row;
}

export class NameTable<Row> {
  /** By the hash of two characters: 1 where a name may begin with them. */
  readonly #opens = new Uint8Array(0x10000);
  /** By the first two characters, the longest name first. */
  readonly #byPair = new Map<number, Named<Row>[]>();

  /** @param rows  names of two characters or more, each once */
  constructor(rows: Iterable<readonly [name: string, row: Row]>) {
    for (const [name, row] of rows) {
      this.#opens[hashAt(name, 0)] = 1;
      const pair = pairAt(name, 0);
      const same = this.#byPair.get(pair);
      if (same === undefined) this.#byPair.set(pair, [{ name, row }]);
      else same.push({ name, row });
    }
    for (const same of this.#byPair.values()) same.sort(byLength);
  }

  /** The names that stand at an offset, the longest first. */
  at(text: string, offset: number): readonly Named<Row>[] {
    if (this.#opens[hashAt(text, offset)] !== 1) return NONE;
    return this.#byPair.get(pairAt(text, offset))?.filter(({ name }) => text.startsWith(name, offset)) ?? NONE;
  }

  longestAt(text: string, offset: number): Named<Row> | null {
    if (this.#opens[hashAt(text, offset)] !== 1) return null;
    return this.#byPair.get(pairAt(text, offset))?.find(({ name }) => text.startsWith(name, offset)) ?? null;
  }

  /** The names of a text from left to right, the longest at each place; none overlap. */
  in(text: string): (Named<Row> & { readonly start: number })[] {
    const found: (Named<Row> & { readonly start: number })[] = [];
    for (let at = 0; at < text.length - 1; ) {
      const one = this.longestAt(text, at);
      if (one === null) at++;
      else {
        found.push({ start: at, ...one });
        at += one.name.length;
      }
    }
    return found;
  }
}

const NONE: readonly never[] = [];
/** Two characters as one number: a key without a new string for each offset. */
const pairAt = (text: string, at: number): number => (text.charCodeAt(at) << 16) | text.charCodeAt(at + 1);
/** Two pairs with one hash cost a look-up, never a wrong name. */
const hashAt = (text: string, at: number): number =>
  (Math.imul(text.charCodeAt(at), 0x9e37) + text.charCodeAt(at + 1)) & 0xffff;
const byLength = (a: Named<unknown>, b: Named<unknown>): number =>
  b.name.length - a.name.length || (a.name < b.name ? -1 : 1);
