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

/**
 * A candidate while it is described: a part holds from when it is set until it is set again, for candidates of one
 * number have most of their parts in common.
 */
export interface Rater<Rated> {
  /** @param part  place of the part in the task's list */
  set(part: number, value: string): void;
  /** What is kept of the parts that are set: a score where one is chosen. An article has too many for their parts. */
  rated(): Rated;
}

/** Keeps the parts themselves, where they are shown or learned from. */
export function asParts(task: Task): Rater<Parts> {
  const parts = task.parts.map(() => '');
  return {
    set(part, value) {
      parts[part] = value;
    },
    rated: () => [...parts],
  };
}

/** What is chosen, from which parts, by which features (lists of part names). */
export interface Task {
  readonly name: 'metric' | 'subject' | 'period';
  readonly parts: readonly string[];
  readonly features: readonly (readonly string[])[];
}

/** feature name, e.g. "side×unit" → values joined by "|" → weight. */
export type Weights = Readonly<Record<string, Readonly<Record<string, number>>>>;

export const featureName = (feature: readonly string[]): string => feature.join('×');

/**
 * A task with its weights, ready to score. All weights lie in one array: a feature has a block of it, in which the
 * numbers of its parts' values say the place. Value 0 of a part is what the weights do not know.
 */
export class Chooser implements Rater<number> {
  readonly #vocabulary: readonly Map<string, number>[];
  readonly #table: Float64Array;
  /** Per part: the features that hold it, and how far one value of it lies from the next in the block of each. */
  readonly #holders: readonly Int32Array[];
  readonly #strides: readonly Int32Array[];
  /** The values of the candidate in hand, as numbers too, and where the weight of each feature stands for them. */
  readonly #values: (string | null)[];
  readonly #ids: Int32Array;
  readonly #places: Int32Array;

  constructor(
    private readonly task: Task,
    weights: Weights,
  ) {
    const indexes = task.features.map((feature) => feature.map((part) => task.parts.indexOf(part)));
    const vocabulary = task.parts.map(() => new Map<string, number>());
    const weightsOf = (f: number) => Object.entries(weights[featureName(task.features[f]!)] ?? {});
    indexes.forEach((feature, f) => {
      for (const [key] of weightsOf(f)) {
        key.split('|').forEach((value, i) => {
          const words = vocabulary[feature[i]!]!;
          if (!words.has(value)) words.set(value, words.size + 1);
        });
      }
    });
    const holders = task.parts.map((): number[] => []);
    const strides = task.parts.map((): number[] => []);
    const blocks: number[] = [];
    let size = 0;
    indexes.forEach((feature, f) => {
      blocks.push(size);
      let stride = 1;
      for (const part of feature) {
        holders[part]!.push(f);
        strides[part]!.push(stride);
        stride *= vocabulary[part]!.size + 1;
      }
      size += stride;
    });
    this.#vocabulary = vocabulary;
    this.#table = new Float64Array(size);
    this.#holders = holders.map((some) => Int32Array.from(some));
    this.#strides = strides.map((some) => Int32Array.from(some));
    this.#values = task.parts.map(() => null);
    this.#ids = new Int32Array(task.parts.length);
    this.#places = Int32Array.from(blocks);
    indexes.forEach((feature, f) => {
      for (const [key, weight] of weightsOf(f)) {
        key.split('|').forEach((value, i) => {
          this.set(feature[i]!, value);
        });
        this.#table[this.#places[f]!] = weight;
      }
    });
  }

  set(part: number, value: string): void {
    if (value === this.#values[part]) return;
    this.#values[part] = value;
    const id = this.#vocabulary[part]!.get(value) ?? 0;
    const by = id - this.#ids[part]!;
    if (by === 0) return;
    this.#ids[part] = id;
    const holders = this.#holders[part]!;
    const strides = this.#strides[part]!;
    for (let i = 0; i < holders.length; i++) this.#places[holders[i]!]! += strides[i]! * by;
  }

  /** The sum of the weights of the features; what the weights do not know counts 0. */
  rated(): number {
    let score = 0;
    for (let f = 0; f < this.#places.length; f++) score += this.#table[this.#places[f]!]!;
    return score;
  }

  score(parts: Parts): number {
    for (let part = 0; part < parts.length; part++) this.set(part, parts[part]!);
    return this.rated();
  }

  /** The features that made a score, largest contribution first, for `explain`. */
  contributions(parts: Parts): Weighed['features'] {
    this.score(parts);
    return this.task.features
      .map((feature, f) => {
        const values = feature.map((part) => parts[this.task.parts.indexOf(part)]);
        return [`${featureName(feature)}=${values.join('|')}`, this.#table[this.#places[f]!]!] as const;
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
