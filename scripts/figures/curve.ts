import { ConvergenceError } from '../../reference/errors.ts';
import type { Point, Series } from '../../src/plot/index.ts';

/** `count` numbers from `low` to `high` in equal ratios. */
export const logarithmic = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => low * (high / low) ** (k / (count - 1)));

/** A curve of a function; a point without an answer leaves a gap. */
export const curve = (
  name: string,
  xs: readonly number[],
  f: (x: number) => number,
  style: Partial<Series> = {},
): Series => ({
  name,
  draw: 'curve',
  points: xs.map((x): Point => {
    try {
      return { x, y: f(x) };
    } catch (error) {
      if (error instanceof ConvergenceError) return { x, y: Number.NaN };
      throw error;
    }
  }),
  ...style,
});
