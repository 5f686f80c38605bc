/**
 * What numbers may be about though it is no entity: groups of places (山区26县, 两地, 全国) and nouns of the sentence
 * (“天目山宝”, 帮扶单位, the road in 总投资4200万元的廿里园区大道).
 */
import type { Article, Entity, Mention, Span } from '../model.js';
import type { Token, TokenSentence } from './tokens.js';

/** Groups of places that are no entity and yet have numbers of their own: 山区26县, 两地, 全国. */
const GROUP =
  /山区(?:海岛)?(?:\d+个?)?县(?!委|政府|长|城|域)|(?<!\d)\d{2}县(?!委|政府|长|城|域|[（(]市)|[两三]地(?![块区下])|全国|我国|全球/gu;

/** The groups that an article names, each as if it were an entity; ids begin with "group:". */
export function groupsOf(article: Article, named: readonly Entity[]): readonly Entity[] {
  const spans = new Map<string, Mention[]>();
  for (const match of article.text.matchAll(GROUP)) {
    const printed = match[0];
    const nation = /^(?:全国|我国|全球)$/u.test(printed);
    if (
      nation &&
      /^(?:第|首|前|平均|各地|率先|最|人大|政协|唯一)/u.test(article.text.slice(match.index + 2, match.index + 5))
    )
      continue;
    // 杭海两地 in the headline is 两地 in the text; 26县 is 山区26县 where the article says so.
    const name = /^[两三]地$/u.test(printed)
      ? (/\p{Script=Han}{2,3}[两三]地/u.exec(article.title)?.[0] ?? printed)
      : /^\d+县$/u.test(printed) && article.text.includes(`山区${printed}`)
        ? `山区${printed}`
        : printed;
    const mention: Mention = {
      type: nation ? 'Province' : 'County',
      name,
      text: printed,
      start: match.index,
      end: match.index + printed.length,
      rule: 'subject/group',
      candidates: [],
    };
    spans.set(name, [...(spans.get(name) ?? []), mention]);
  }
  const taken = named.flatMap((entity) => entity.mentions);
  return [...spans].flatMap(([name, mentions]) => {
    const free = mentions.filter((m) => !taken.some((t) => t.start < m.end && m.start < t.end));
    if (free.length === 0) return [];
    return [{ id: `group:${name}`, type: free[0]!.type, name, aliases: [], mentions: free, place: null }];
  });
}

/** A printed noun, e.g. { name: "天目山宝", type: "noun:quoted" }. */
export interface Noun {
  readonly name: string;
  readonly type: string;
  readonly span: Span;
}

/** Printed nouns that may have numbers of their own though they are no entity: 山区26县, “天目山宝”, 帮扶单位. */
export function nounsOf(article: Article, sentence: TokenSentence, own: Token, metric: Span | null): readonly Noun[] {
  const nouns = new Map<string, Noun>();
  // What opens a clause of the sentence: a phrase in quotation marks, or a noun phrase before 的, a verb or 今年.
  const tokens = sentence.tokens;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.start >= own.start) break;
    if (token.text === '“') {
      const close = tokens.findIndex((t, at) => at > i && t.text === '”');
      const end = close < 0 ? undefined : tokens[close]!;
      if (end !== undefined && end.end - token.start <= 14 && end.end - token.start > 3 && end.end <= own.start + 1) {
        const inner = tokens.slice(i + 1, close);
        if (inner.every((t) => t.kind === 'word')) {
          const name = article.text.slice(token.end, end.start);
          nouns.set(name, { name, type: 'noun:quoted', span: { start: token.start, end: end.end } });
        }
      }
      continue;
    }
    const before = tokens[i - 1];
    if (before !== undefined && before.clause === token.clause && before.kind !== 'period') continue;
    if (token.kind !== 'word' || !/^(?:n|vn|b|a|j|l)/u.test(token.tag)) continue;
    let end = i;
    while (
      end + 1 < tokens.length &&
      tokens[end + 1]!.kind === 'word' &&
      tokens[end + 1]!.clause === token.clause &&
      /^(?:n|vn|b|j|l)/u.test(tokens[end + 1]!.tag)
    )
      end++;
    if (!/^n/u.test(tokens[end]!.tag)) continue;
    const span = { start: token.start, end: tokens[end]!.end };
    if (
      span.end > own.start ||
      span.end - span.start < 2 ||
      (metric !== null && span.start < metric.end && metric.start < span.end)
    )
      continue;
    const name = article.text.slice(span.start, span.end);
    if (!nouns.has(name)) nouns.set(name, { name, type: 'noun:phrase', span });
  }
  // 总投资4200万元的廿里园区大道: what follows 的 is what the number is about.
  const at = tokens.indexOf(own);
  if (tokens[at + 1]?.text === '的') {
    let end = at + 1;
    while (
      end + 1 < tokens.length &&
      end - at < 7 &&
      isNounToken(tokens[end + 1]!) &&
      tokens[end + 1]!.clause === own.clause
    )
      end++;
    const last = tokens[end]!;
    if (end > at + 1 && /^n|^x/u.test(last.tag) && last.kind === 'word') {
      const span = { start: tokens[at + 2]!.start, end: last.end };
      const name = article.text.slice(span.start, span.end).replace(/[“”]/gu, '');
      if (name.length >= 3 && !nouns.has(name)) nouns.set(name, { name, type: 'noun:after', span });
    }
  }
  return [...nouns.values()];
}

const isNounToken = (t: Token): boolean =>
  t.kind === 'name' || (t.kind === 'word' && /^(?:n|vn|b|j|l|x|an)/u.test(t.tag)) || /^[“”]$/u.test(t.text);
