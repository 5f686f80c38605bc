/**
 * Names that a draft prints by one character otherwise than the issues do: 浙江海川阀门有限公司 and 浙江海川阀业有限公司.
 *
 * Numerals, directions and letters tell things apart (第一小学 and 第二小学, 东区 and 西区) and are no slip; neither are
 * short names, nor organs, of which one character often makes another one (农业局, 林业局).
 */
import type { Extraction, Issue } from '../model.js';
import { mentionsOf, writtenNames } from '../store/evidence.js';
import type { GraphStore } from '../store/store.js';
import type { Finding } from './check.js';
import { placeInDraft, placeOfRow } from './printed.js';

/** From how many characters on one that differs is taken for a slip. */
const SHORTEST: Readonly<Record<string, number>> = { Company: 6, Project: 7, Zone: 7, Program: 7, Person: 99 };
const TELLS_APART = /[\d一二三四五六七八九十百东南西北中上下左右前后内外新老大小甲乙丙丁省市县区镇乡村A-Za-z]/u;

export async function findNames(
  graph: GraphStore,
  issue: Issue,
  extractions: readonly Extraction[],
): Promise<Finding[]> {
  const drafted = extractions.flatMap(({ article, entities }) =>
    entities
      .filter((entity) => entity.name.length >= (SHORTEST[entity.type] ?? 99) && entity.mentions.length > 0)
      .map((entity) => ({ article, entity })),
  );
  const types = [...new Set(drafted.map(({ entity }) => entity.type))].sort();
  if (types.length === 0) return [];
  const written = await graph.read(writtenNames(types));
  const forms = new Map<string, { id: string; type: string }>();
  for (const row of written) {
    for (const name of [row.name as string, row.written as string]) {
      if (!forms.has(name)) forms.set(name, { id: row.id as string, type: row.type as string });
    }
  }
  const own = new Set(drafted.flatMap(({ entity }) => [entity.name, ...entity.aliases]));
  const found: { finding: Omit<Finding, 'against'>; id: string }[] = [];
  for (const { article, entity } of drafted) {
    if (forms.has(entity.name)) continue;
    const first = entity.mentions.find((mention) => mention.text === entity.name) ?? entity.mentions[0]!;
    for (const [name, { id, type }] of forms) {
      // A draft that prints both knows two of them.
      if (type !== entity.type || own.has(name) || !isSlip(entity.name, name)) continue;
      found.push({
        id,
        finding: {
          verdict: 'name',
          subject: entity.name,
          metric: '',
          period: null,
          draft: placeInDraft(issue, article, first),
          reason: `已刊登的写作“${name}”`,
        },
      });
    }
  }
  if (found.length === 0) return [];
  const mentions = await graph.read(mentionsOf([...new Set(found.map(({ id }) => id))].sort()));
  return found.map(({ finding, id }) => ({
    ...finding,
    against: mentions
      .filter((row) => row.id === id)
      .map((row) => ({ outcome: 'name', period: null, place: placeOfRow(row), reason: '' })),
  }));
}

/** One character replaced, left out, added, or two swapped; behind the first two, which name the place. */
export function isSlip(a: string, b: string): boolean {
  const [x, y] = [[...a], [...b]];
  if (Math.abs(x.length - y.length) > 1 || a === b) return false;
  let head = 0;
  while (head < x.length && head < y.length && x[head] === y[head]) head++;
  if (head < 2) return false;
  let tail = 0;
  while (tail < Math.min(x.length, y.length) - head && x[x.length - 1 - tail] === y[y.length - 1 - tail]) tail++;
  const [from, to] = [x.slice(head, x.length - tail), y.slice(head, y.length - tail)];
  const swapped = from.length === 2 && to.length === 2 && from[0] === to[1] && from[1] === to[0];
  if (!swapped && (from.length > 1 || to.length > 1)) return false;
  return ![...from, ...to].some((character) => TELLS_APART.test(character));
}
