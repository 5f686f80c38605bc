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
 * What is kept of a candidate's parts: a score where one is chosen, the parts themselves where they are shown or
 * learned from. An article has a hundred candidates for each of its numbers, too many to keep all of their parts.
 */
export type Rate<Rated> = (parts: Parts) => Rated;
export const asParts: Rate<Parts> = (parts) => parts;

/** What is chosen, from which parts, by which features (lists of part names). */
export interface Task {
  readonly name: 'metric' | 'subject' | 'period';
  readonly parts: readonly string[];
  readonly features: readonly (readonly string[])[];
}

/** feature name, e.g. "side×unit" → values joined by "|" → weight. */
export type Weights = Readonly<Record<string, Readonly<Record<string, number>>>>;

export const featureName = (feature: readonly string[]): string => feature.join('×');

/** A feature joins four parts at the most. */
const WIDEST = 4;

/**
 * A task with its weights, ready to score. All weights lie in one array: a feature has a block of it, in which the
 * numbers of its parts' values say the place. Value 0 of a part is what the weights do not know.
 */
export class Chooser {
  readonly #names: readonly string[];
  readonly #vocabulary: readonly Map<string, number>[];
  readonly #parts: Int32Array;
  readonly #strides: Int32Array;
  readonly #blocks: Int32Array;
  readonly #table: Float64Array;
  /** The values of the candidate in hand, and as numbers. */
  readonly #values: (string | null)[];
  readonly #ids: Int32Array;

  constructor(
    private readonly task: Task,
    weights: Weights,
  ) {
    const vocabulary = task.parts.map(() => new Map<string, number>());
    const indexes = task.features.map((feature) => feature.map((part) => task.parts.indexOf(part)));
    this.#names = task.features.map(featureName);
    this.#vocabulary = vocabulary;
    this.#values = task.parts.map(() => null);
    this.#ids = new Int32Array(task.parts.length);
    this.#parts = new Int32Array(task.features.length * WIDEST);
    this.#strides = new Int32Array(task.features.length * WIDEST);
    this.#blocks = new Int32Array(task.features.length);
    task.features.forEach((_, f) => {
      for (const key of Object.keys(weights[this.#names[f]!] ?? {})) {
        key.split('|').forEach((value, i) => {
          const words = vocabulary[indexes[f]![i]!]!;
          if (!words.has(value)) words.set(value, words.size + 1);
        });
      }
    });
    let size = 0;
    task.features.forEach((_, f) => {
      this.#blocks[f] = size;
      let stride = 1;
      indexes[f]!.forEach((part, i) => {
        this.#parts[f * WIDEST + i] = part;
        this.#strides[f * WIDEST + i] = stride;
        stride *= vocabulary[part]!.size + 1;
      });
      size += stride;
    });
    this.#table = new Float64Array(size);
    task.features.forEach((_, f) => {
      for (const [key, weight] of Object.entries(weights[this.#names[f]!] ?? {})) {
        this.#ids.fill(0);
        key.split('|').forEach((value, i) => {
          const part = indexes[f]![i]!;
          this.#ids[part] = vocabulary[part]!.get(value)!;
        });
        this.#table[this.#placeOf(f)] = weight;
      }
    });
  }

  /** The sum of the weights of a candidate's features; what the weights do not know counts 0. */
  score(parts: Parts): number {
    this.#read(parts);
    let score = 0;
    for (let f = 0; f < this.#blocks.length; f++) score += this.#table[this.#placeOf(f)]!;
    return score;
  }

  /** The features that made a score, largest contribution first, for `explain`. */
  contributions(parts: Parts): Weighed['features'] {
    this.#read(parts);
    return this.task.features
      .map((feature, f) => {
        const values = feature.map((part) => parts[this.task.parts.indexOf(part)]);
        return [`${this.#names[f]}=${values.join('|')}`, this.#table[this.#placeOf(f)]!] as const;
      })
      .filter(([, weight]) => weight !== 0)
      .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]) || (a[0] < b[0] ? -1 : 1));
  }

  #read(parts: Parts): void {
    for (let i = 0; i < parts.length; i++) {
      const value = parts[i]!;
      // Candidates of one number have most of their values in common.
      if (value === this.#values[i]) continue;
      this.#values[i] = value;
      this.#ids[i] = this.#vocabulary[i]!.get(value) ?? 0;
    }
  }

  /** Where the weight of a feature stands for the values in hand; a stride of 0 leaves its part out. */
  #placeOf(f: number): number {
    const at = f * WIDEST;
    return (
      this.#blocks[f]! +
      this.#strides[at]! * this.#ids[this.#parts[at]!]! +
      this.#strides[at + 1]! * this.#ids[this.#parts[at + 1]!]! +
      this.#strides[at + 2]! * this.#ids[this.#parts[at + 2]!]! +
      this.#strides[at + 3]! * this.#ids[this.#parts[at + 3]!]!
    );
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
