/**
 * One article as `zhimai extract` prints it, in the form of the gold files (schema/extraction.ts) with its
 * evidence: {"source":"haifeng.txt","title":"…","text":"…","entities":[…],"observations":[{"quote":"12家企业","start":17,"end":21,…}],…}.
 * Offsets are UTF-16 code units of `text`. The order of keys is fixed, so equal extractions are equal bytes.
 */
import type { Entity, Extraction, Issue, Observation, Relation, Residue } from '../model.js';

const ENDS = 12; // Characters of startsWith and endsWith, as in the gold.

export function articleForm(
  { article, entities, observations, relations }: Extraction,
  issue: Pick<Issue, 'file' | 'id' | 'date'>,
) {
  const names = new Map(entities.map((entity) => [entity.id, entity.name]));
  const squashed = article.text.replace(/\s+/gu, '');
  return {
    source: issue.file,
    issue: issue.id,
    date: issue.date,
    id: article.id,
    title: article.title,
    subtitle: article.subtitle,
    section: article.section,
    authors: article.authors,
    startsWith: squashed.slice(0, ENDS),
    endsWith: squashed.slice(-ENDS),
    text: article.text,
    entities: entities.map(entityForm),
    observations: observations.map(observationForm),
    relations: relations.map((relation) => relationForm(relation, names)),
  };
}

const entityForm = ({ id, type, name, aliases, mentions }: Entity) => ({
  id,
  type,
  name,
  aliases,
  mentions: mentions.map(({ start, end, text, rule }) => ({ start, end, text, rule })),
});

const observationForm = (o: Observation) => ({
  quote: o.quote,
  start: o.start,
  end: o.end,
  value: o.value,
  valueTo: o.valueTo,
  unit: o.unit,
  metric: o.metric,
  canonicalMetric: o.canonicalMetric,
  subject: o.subject,
  subjectId: o.subjectId,
  subjectText: o.subjectText,
  period: o.period,
  kind: o.kind,
  direction: o.direction,
  baseline: o.baseline,
  scope: o.scope,
  approx: o.approx,
  modality: o.modality,
  rule: o.rule,
  confidence: Math.round(o.confidence * 1000) / 1000,
  doubtful: o.doubtful,
  doubtReason: o.doubtReason,
  implied: o.implied,
});

const relationForm = (r: Relation, names: ReadonlyMap<string, string>) => ({
  type: r.type,
  from: names.get(r.from) ?? r.from,
  to: names.get(r.to) ?? r.to,
  ...(r.post === null ? {} : { post: r.post }),
  fromId: r.from,
  toId: r.to,
  quote: r.quote,
  start: r.start,
  end: r.end,
  rule: r.rule,
});

/** One stretch of printed text that is in no article, e.g. {"source":"a.txt","residue":"caption","line":41,"text":"图为…"}. */
export function residueForm({ kind, start, end }: Residue, issue: Issue) {
  const line = issue.printed.slice(0, start).split('\n').length;
  return { source: issue.file, residue: kind, line, start, end, text: issue.printed.slice(start, end) };
}
