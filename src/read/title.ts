/**
 * Which of an article's displays is its headline: the one above it, one set into the page, or one behind its last line.
 *
 *   above  风从海上来 ——部分县区场景扫描 (the whole collection's)
 *   behind 石塘“靠海吃海”有新篇                                   → "石塘“靠海吃海”有新篇"
 */
import type { ResidueKind } from '../model.js';
import { bare, type Contents, likeness } from './contents.js';
import { type DisplayGroup, type Draft, flatOf } from './draft.js';
import { affinity, type Headline, isCollective, isPlaceLine, placePair, readHeadline } from './headline.js';
import type { Line } from './layout.js';
import { squash } from './text.js';

/** The best of the groups that may hold the headline; the rest becomes residue with its kind. */
export function titleOf(draft: Draft, contents: Contents, kinds: Map<Line, ResidueKind>): Headline | null {
  const own = draft.inner.map((group) => chooseFrom(group, draft, contents)).filter((one) => one !== null);
  const lead = draft.lead ? readHeadline(draft.lead.lines, draft.lead.vertical, contents, flatOf(draft)) : null;
  const collective = draft.lead !== null && isCollective(draft.lead.lines, contents);
  const placed = own.find((one) => one.lines.length === 2 && isPlaceLine(one.lines[0]!.flat, flatOf(draft)));
  // The few lines between a collection's headline and its first part are its own: they bear its title.
  const intro = flatOf(draft).length <= 200;
  const fits =
    lead && (!collective || (intro && own.length === 0)) && !contradicted(lead, draft, contents) ? lead : null;
  const named = own.find((one) => one.entry !== null && !one.entry.collective);
  let chosen = fits ?? named ?? placed ?? own[0] ?? null;
  if (placed && (collective || lead?.subtitle != null) && !named) chosen = placed;
  for (const group of draft.inner)
    for (const line of group.lines) kinds.set(line, group.vertical ? 'running-head' : 'caption');
  const pair = chosen?.lines.length === 2 && isPlaceLine(chosen.lines[0]!.flat, flatOf(draft));
  for (const line of draft.lead?.lines ?? []) kinds.set(line, pair && lead === chosen ? 'caption' : 'headline');
  if (lead && !fits && !collective) for (const line of lead.lines) kinds.set(line, 'caption');
  for (const line of chosen?.lines ?? []) kinds.set(line, 'headline');
  return chosen;
}

/** A headline inside or behind the body. One line alone is a caption unless wording, contents or setting speak for it. */
export function chooseFrom(group: DisplayGroup, draft: Draft, contents: Contents): Headline | null {
  const text = flatOf(draft);
  const read = (lines: readonly Line[]): Headline | null => readHeadline(lines, group.vertical, contents, text);
  if (group.vertical) {
    const one = read(group.lines);
    return one && affinity(one.title, text) >= 0.1 ? one : null;
  }
  if (placePair(group.lines, text)) return read(group.lines);
  const named = group.lines.findIndex((line) => contents.entryOf(line.flat)?.collective === false);
  if (named >= 0) return read(group.lines.slice(named));
  const candidates = group.lines.filter((line) => line.flat.length >= 4 || group.lines.length > 1);
  if (candidates.length === 0) return null;
  const one = read(candidates);
  if (!one || contradicted(one, draft, contents)) return null;
  return likeHeadline(one.title) ? one : null;
}

/** 让 … 成为, 从 … 到, a quoted word, two halves: what headlines do and captions do not. */
function likeHeadline(title: string): boolean {
  const flat = squash(title);
  if (flat.length < 6) return false;
  return (
    /[“”！？：]|\p{Script=Han}\s\p{Script=Han}/u.test(title) ||
    /^(?:让|把|为|以|在|从|向|用|打造|探索|走出|擦亮|激活|构建|推进|推动|书写|绘就|描绘|奏响|点亮|铺就|筑牢|唱响|跑出|蹚出|创新|深化|聚焦|聚力|做好|做强)/u.test(
      flat,
    )
  );
}

/** The contents page prints another title for these authors: then this line is no headline. */
function contradicted(headline: Headline, draft: Draft, contents: Contents): boolean {
  if (headline.entry || draft.collected || draft.authors.length === 0) return false;
  const joined = draft.authors.join('');
  const entry = contents.entries.find((one) => !one.collective && one.authors.join('') === joined);
  return entry !== undefined && likeness(bare(headline.title), bare(entry.title)) < 0.35;
}
