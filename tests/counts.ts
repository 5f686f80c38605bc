/**
 * How often the tests of chance try: a few times in `npm test`, in full in `npm run test:long`. ZHIMAI_TEST_SEED repeats
 * a run; the seed stands in the name of the test.
 */
export const isLong: boolean = process.env.MODE === 'long';

export const seed: number = Number(
  process.env.ZHIMAI_TEST_SEED ?? (isLong ? Math.floor(Math.random() * 2 ** 31) : 20251215),
);

/** @param few  in `npm test`, @param full  in `npm run test:long` */
export const times = (few: number, full: number): number => (isLong ? full : few);

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
export function chance(from: number): () => number {
  let state = from >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
