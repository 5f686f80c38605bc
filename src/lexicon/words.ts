/**
 * The only door to nodejieba: text → words with part-of-speech tags.
 * Its tags are a signal for word boundaries, never a verdict: it knows 55 of Zhejiang's 1,387 towns.
 */
import nodejieba from 'nodejieba';
import type { Word } from '../model.js';

/**
 * Cuts and tags a text. The words joined are the text, so offsets are a running sum.
 *
 * @param text  any text; "" gives []
 * @returns words in order, e.g. [{ text: "发展", tag: "vn", start: 0, end: 2 }, …]
 */
export function tagWords(text: string): Word[] {
  const words: Word[] = [];
  let start = 0;
  for (const { word, tag } of nodejieba.tag(text)) {
    // Bytes that cannot be cut come back as another character: stop trusting offsets then.
    const end = start + word.length;
    words.push({ text: word, tag, start, end });
    start = end;
  }
  return words;
}
