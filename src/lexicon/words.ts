/**
 * The only door to nodejieba: text → words with part-of-speech tags.
 * Its tags are a signal for word boundaries, never a verdict: it knows 55 of Zhejiang's 1,387 towns.
 */
import nodejieba from 'nodejieba';
import type { Word } from '../model.js';
import { dataFile } from './data.js';

/**
 * Cuts and tags a text. The words joined are the text, so offsets are a running sum.
 *
 * @param text  any text; "" gives []
 * @returns words in order, e.g. [{ text: "发展", tag: "vn", start: 0, end: 2 }, …]
 */
export function tagWords(text: string): Word[] {
  loadDictionary();
  const cut = nodejieba.cut(text, true);
  let start = 0;
  return cut.map((word) => {
    const tag = tags.get(word) ?? learnTag(word, cut, text);
    // Bytes that cannot be cut come back as another character: stop trusting offsets then.
    const end = start + word.length;
    const tagged = { text: word, tag, start, end };
    start = end;
    return tagged;
  });
}

let isLoaded = false;

/** Without the weights of keywords, which nobody asks for: a fifth of the time that loading takes. */
function loadDictionary(): void {
  if (isLoaded) return;
  nodejieba.load({ idfDict: dataFile('no-keywords.utf8') });
  isLoaded = true;
}

/** nodejieba cuts first and then looks each word up, whatever stands around it: the lookup is half of its time. */
const tags = new Map<string, string>();
const MOST_TAGS = 200_000;

/** The tag of a word that was not met before; all such words of the text are asked for at once. */
function learnTag(wanted: string, words: readonly string[], text: string): string {
  if (tags.size > MOST_TAGS) tags.clear();
  const unknown = words.filter((word) => !tags.has(word));
  for (const { word, tag } of nodejieba.tag(unknown.join('\n'))) tags.set(word, tag);
  // 云和 is cut once more where it stands alone: then the text has to say it.
  if (!unknown.every((word) => tags.has(word))) {
    for (const { word, tag } of nodejieba.tag(text)) tags.set(word, tag);
  }
  return tags.get(wanted)!;
}
