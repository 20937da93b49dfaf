import type { Series } from '../../plot/index.ts';
import {
  numbers,
  type OptionSpecs,
  repetitions,
  repetitionsOf,
  whole,
  wholes,
} from '../options.ts';
import { type Point, spreadOf } from '../points.ts';
import type { Outcome } from '../sweep.ts';

/* What sweeps over d and α = n/d share, each point repeated. */

export type OverAlpha = {
  readonly dimensions: readonly number[];
  readonly alphas: readonly number[];
  readonly runs: readonly number[];
  readonly seed: number;
};

export type Place = { readonly dimension: number; readonly alpha: number; readonly seed: number };

export const optionsOverAlpha = (
  dimensions: readonly number[],
  alphas: readonly number[],
): OptionSpecs<OverAlpha> => ({
  dimensions: wholes('d', dimensions, { atLeast: 2 }),
  alphas: numbers('n/d', alphas, { above: 0 }),
  runs: repetitions(100),
  seed: whole('another seed, other random numbers', 1, { atLeast: 0 }),
});

export function* tasksOverAlpha({ dimensions, alphas, runs, seed }: OverAlpha) {
  const times = repetitionsOf(runs, dimensions);
  for (const [k, dimension] of dimensions.entries())
    for (const alpha of alphas)
      for (let run = 0; run < times[k]; run++) yield { dimension, alpha, seed, run };
}

/** A curve over α for each d, with a band: of a rate its interval, of a mean its standard error. */
export const curvesOverAlpha = <R extends Outcome>(
  points: readonly Point<Place & { readonly run: number }, R>[],
  observable: keyof R,
): Series[] =>
  [...new Set(points.map(({ params }) => params.dimension))].map((dimension) => ({
    name: `d = ${dimension}`,
    draw: 'both',
    points: points
      .filter(({ params }) => params.dimension === dimension)
      .map(({ params, count, observables }) => ({
        x: params.alpha,
        ...spreadOf(observables[observable], count),
      }))
      .sort((a, b) => a.x - b.x),
  }));
