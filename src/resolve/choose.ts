/**
 * The choice among candidates: a linear model over named features, so that each choice can be read off.
 *
 * A candidate is described by parts, e.g. side "left", unit "currency", head "值"; a feature is one part or
 * a few of them together, e.g. side×unit = "left|currency", and has one weight. The score is their sum.
 * Weights come from src/lexicon/data/weights.json, made by scripts/train.ts from annotated text.
 */
import { readData } from '../lexicon/data.js';
import type { Weighed } from '../model.js';

/** The values of a candidate's parts, in the order of the task's part names; "" says nothing. */
export type Parts = readonly string[];

/** What is chosen, from which parts, by which features (lists of part names). */
export interface Task {
  readonly name: 'metric' | 'subject' | 'period';
  readonly parts: readonly string[];
  readonly features: readonly (readonly string[])[];
}

/** feature name, e.g. "side×unit" → values joined by "|" → weight. */
export type Weights = Readonly<Record<string, Readonly<Record<string, number>>>>;

export const featureName = (feature: readonly string[]): string => feature.join('×');

interface Compiled {
  readonly name: string;
  readonly parts: readonly number[];
  readonly strides: readonly number[];
  readonly table: Float64Array;
}

/** A task with its weights, ready to score. */
export class Chooser {
  private readonly vocabulary: readonly Map<string, number>[];
  private readonly compiled: readonly Compiled[];

  constructor(task: Task, weights: Weights) {
    this.vocabulary = task.parts.map(() => new Map<string, number>());
    const indexes = task.features.map((feature) => feature.map((part) => task.parts.indexOf(part)));
    task.features.forEach((feature, f) => {
      for (const key of Object.keys(weights[featureName(feature)] ?? {})) {
        key.split('|').forEach((value, i) => {
          const words = this.vocabulary[indexes[f]![i]!]!;
          // 0 is what the weights do not know.
          if (!words.has(value)) words.set(value, words.size + 1);
        });
      }
    });
    this.compiled = task.features.map((feature, f) => {
      const parts = indexes[f]!;
      const strides: number[] = [];
      let size = 1;
      for (const part of parts) {
        strides.push(size);
        size *= this.vocabulary[part]!.size + 1;
      }
      const table = new Float64Array(size);
      for (const [key, weight] of Object.entries(weights[featureName(feature)] ?? {})) {
        let at = 0;
        key.split('|').forEach((value, i) => {
          at += strides[i]! * this.vocabulary[parts[i]!]!.get(value)!;
        });
        table[at] = weight;
      }
      return { name: featureName(feature), parts, strides, table };
    });
  }

  /** The sum of the weights of a candidate's features; what the weights do not know counts 0. */
  score(parts: Parts): number {
    const ids = parts.map((value, i) => this.vocabulary[i]!.get(value) ?? 0);
    let score = 0;
    for (const { parts: at, strides, table } of this.compiled) {
      let index = 0;
      for (let i = 0; i < at.length; i++) index += strides[i]! * ids[at[i]!]!;
      score += table[index]!;
    }
    return score;
  }

  /** The features that made a score, largest contribution first, for `explain`. */
  contributions(parts: Parts): Weighed['features'] {
    const ids = parts.map((value, i) => this.vocabulary[i]!.get(value) ?? 0);
    return this.compiled
      .map(({ name, parts: at, strides, table }) => {
        const index = at.reduce((sum, part, i) => sum + strides[i]! * ids[part]!, 0);
        return [`${name}=${at.map((part) => parts[part]).join('|')}`, table[index]!] as const;
      })
      .filter(([, weight]) => weight !== 0)
      .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]) || (a[0] < b[0] ? -1 : 1));
  }
}

let weights: Readonly<Record<string, Weights>> | null = null;
const loaded = new Map<string, Chooser>();

/** The chooser of a task with the weights of this version. */
export function chooserOf(task: Task): Chooser {
  let chooser = loaded.get(task.name);
  if (chooser === undefined) {
    weights ??= JSON.parse(readData('weights.json')) as Record<string, Weights>;
    chooser = new Chooser(task, weights[task.name] ?? {});
    loaded.set(task.name, chooser);
  }
  return chooser;
}

/** Takes other weights from here on: scripts/train.ts holds a model against text that it has not seen. */
export function useWeights(other: Readonly<Record<string, Weights>>): void {
  weights = other;
  loaded.clear();
}
