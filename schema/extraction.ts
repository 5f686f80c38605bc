/**
 * The file form of an extracted article, the same for gold files and for what `zhimai extract` prints.
 * A gold file is one `{ source, articles }`; `extract` prints one article per line with `source` and `text`.
 */
import { z } from 'zod';
import { ENTITY_TYPES } from './entities.js';
import { RELATION_TYPES } from './relations.js';

const name = z.string().min(1);
const oneOf = <T extends string>(values: readonly T[]) => z.enum(values as [T, ...T[]]);

export const KINDS = ['level', 'change', 'rank', 'share'] as const;
export const MODALITIES = ['actual', 'planned'] as const;

export const entityShape = z.object({
  type: oneOf(ENTITY_TYPES),
  name,
  aliases: z.array(z.string()).default([]),
});

export const observationShape = z.object({
  quote: name,
  value: z.number(),
  valueTo: z.number().nullable().default(null),
  unit: z.string().nullable(),
  metric: z.string(),
  metricAlt: z.array(z.string()).optional(),
  subject: z.string(),
  subjectAlt: z.array(z.string()).optional(),
  period: z.string().nullable(),
  kind: z.enum(KINDS),
  approx: z.string().nullable(),
  modality: z.enum(MODALITIES),
});

export const relationShape = z.object({
  type: oneOf(RELATION_TYPES),
  from: name,
  to: name,
  post: z.string().optional(),
});

export const goldArticleShape = z.object({
  title: z.string(),
  subtitle: z.string().nullable().default(null),
  section: z.string().nullable().default(null),
  authors: z.array(z.string()).default([]),
  startsWith: name,
  endsWith: name,
  entities: z.array(entityShape),
  observations: z.array(observationShape),
  relations: z.array(relationShape),
});

export const goldFileShape = z.object({ source: name, articles: z.array(goldArticleShape) });

export type GoldArticle = z.infer<typeof goldArticleShape>;
