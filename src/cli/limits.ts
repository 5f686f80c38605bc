/**
 * The file of `ingest --limits`: how much is too much, by rule; what it does not name keeps its limit.
 *
 *   { "facts-lost": 0.5, "articles-vanish": null }   half of the facts may go; articles may vanish
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Failure } from '../failure.js';
import { GATE_LIMITS, GATE_RULES, type GateLimits, type GateRule } from '../graph/gate.js';

const shape = z.strictObject(
  Object.fromEntries(
    GATE_RULES.map(({ rule, counts }) => [
      rule,
      (counts === 'share' ? z.number().min(0).max(1) : z.number().int().min(0)).nullable().optional(),
    ]),
  ) as Record<GateRule, z.ZodOptional<z.ZodNullable<z.ZodNumber>>>,
);

/** @throws Failure, one line, when the file is no such object */
export function readLimits(file: string): GateLimits {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/u, ''));
  } catch (error) {
    const what =
      error instanceof SyntaxError ? 'is not JSON' : `cannot be read (${(error as NodeJS.ErrnoException).code})`;
    throw new Failure(`${file}: ${what}; --limits takes a file like {"facts-lost": 0.5}`);
  }
  const { success, data, error } = shape.safeParse(parsed);
  if (success) return { ...GATE_LIMITS, ...(data as Partial<GateLimits>) };
  const faults = error.issues.map(({ path: at, message }) =>
    at.length === 0 ? message : `${at.join('.')}: ${message}`,
  );
  throw new Failure(`${file}: ${faults.join('; ')}; the rules are ${GATE_RULES.map(({ rule }) => rule).join(', ')}`);
}
