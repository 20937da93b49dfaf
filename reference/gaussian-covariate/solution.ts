/**
 * A solution of the replica equations in the coordinates ln q, ln V, a in which it was found, each with
 * its error, and what follows from it.
 */
import type { Student } from '../empirical-risk/channel-averages.ts';
import { type Estimate, epsilon } from '../numerics/estimate.ts';

/** ln q, ln V and the alignment a. */
export type Coordinates = Float64Array;

/** A root of a few equations, with the error of each unknown. */
export interface Solution {
  readonly point: Float64Array;
  readonly errors: Float64Array;
}

export const studentAt = (point: Coordinates): Student => ({
  norm: Math.exp(point[0]),
  susceptibility: Math.exp(point[1]),
  alignment: point[2],
});

export const coordinatesOf = ({ norm, susceptibility, alignment }: Student): Coordinates =>
  Float64Array.of(Math.log(norm), Math.log(susceptibility), alignment);

const increment = 1e-5;

/** Quantities that depend on the point, with the errors of the point carried over by differences. */
export const carried = <K extends string>(
  { point, errors }: Solution,
  quantities: (point: Float64Array) => Readonly<Record<K, Estimate>>,
): Record<K, Estimate> => {
  const here = quantities(point);
  const names = Object.keys(here) as K[];
  const total = new Map(names.map((name) => [name, here[name].error]));
  for (let i = 0; i < point.length; i++) {
    const moved = point.slice();
    moved[i] += increment;
    const there = quantities(moved);
    for (const name of names) {
      const slope = Math.abs(there[name].value - here[name].value) / increment;
      total.set(name, (total.get(name) as number) + slope * errors[i]);
    }
  }
  const widened = names.map((name): [K, Estimate] => {
    const { value } = here[name];
    const spacing = 4 * epsilon * Math.abs(value);
    return [name, { value, error: (total.get(name) as number) + spacing }];
  });
  return Object.fromEntries(widened) as Record<K, Estimate>;
};
