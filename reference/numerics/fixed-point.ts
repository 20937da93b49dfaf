/**
 * Fixed points x = F(x) of a scalar map by iteration. How the iteration ended is part of the result:
 * a last iterate is never passed off as a solution.
 */
export type FixedPointOutcome =
  | {
      readonly status: 'converged';
      readonly point: number;
      /** |F(x) − x| of the undamped map, so that damping cannot pass for convergence. */
      readonly residual: number;
      /** residual / (1 − L) with L the measured contraction: near a threshold a small step is not a small error. */
      readonly errorBound: number;
      readonly iterations: number;
    }
  | {
      readonly status: 'out-of-steps' | 'diverged';
      readonly point: number;
      readonly residual: number;
      readonly iterations: number;
    };

export interface FixedPointOptions {
  /** Accept when errorBound ≤ tolerance · max(1, |x|) (default 1e-13). */
  readonly tolerance?: number;
  readonly maxIterations?: number;
  /** Fraction of the old iterate kept at every step, in [0, 1) (default 0). */
  readonly damping?: number;
}

export const iterateToFixedPoint = (
  map: (x: number) => number,
  start: number,
  { tolerance = 1e-13, maxIterations = 10_000, damping = 0 }: FixedPointOptions = {},
): FixedPointOutcome => {
  let point = start;
  let lastResidual = Number.POSITIVE_INFINITY;
  let residual = Number.POSITIVE_INFINITY;
  for (let iterations = 1; iterations <= maxIterations; iterations++) {
    const image = map(point);
    if (!Number.isFinite(image)) return { status: 'diverged', point, residual, iterations };
    residual = Math.abs(image - point);
    // Along the iteration the residual shrinks by d + (1 − d)L, where L is the slope of the map
    const contraction = Number.isFinite(lastResidual) ? residual / lastResidual : 1;
    const slope = (contraction - damping) / (1 - damping);
    const errorBound =
      residual === 0 ? 0 : slope < 1 ? residual / (1 - Math.max(0, slope)) : Infinity;
    if (errorBound <= tolerance * Math.max(1, Math.abs(point))) {
      return { status: 'converged', point: image, residual, errorBound, iterations };
    }
    point = damping * point + (1 - damping) * image;
    lastResidual = residual;
  }
  return { status: 'out-of-steps', point, residual, iterations: maxIterations };
};
