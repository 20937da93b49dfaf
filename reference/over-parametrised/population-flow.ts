import { DomainError, requireNumber } from '../errors.ts';
import type { Estimate } from '../numerics/estimate.ts';
import { requireTimes } from '../numerics/runge-kutta.ts';
import { certifiedFlow } from '../numerics/two-tolerances.ts';

export interface PopulationPoint {
  /** Eigenvalue a of A along the teacher; its target is d. */
  readonly signal: Estimate;
  /** The d − 1 equal eigenvalues b beside it; their target is 0. */
  readonly bulk: Estimate;
}

/** Steps of the stiff late times, where a and b only creep: two numbers, so that many are cheap. */
const maxSteps = 1_000_000;

/**
 * The over-parametrised flow for infinitely many samples: with D = A* − A and τ = 4nt/(m d²),
 *
 *   dA/dτ = (2D + tr D) A + A (2D + tr D)
 *
 * from A(0) = a₀ P + b₀ (I − P), P = w*w*ᵀ/d, which keeps this form:
 *
 *   a′ = 2a [2(d − a) + T],   b′ = 2b [−2b + T],   T = d − a − (d − 1) b.
 *
 * In ln a and ln b, which grow at most linearly; an eigenvalue 0 stays 0. Late: b → 3/(4(d + 2)τ),
 * d − a → (d − 1) b/3. For d = 1 there is no bulk, and b is reported as it was given (its equation then
 * follows a without acting on it).
 *
 * @throws {@link DomainError} unless d is an integer ≥ 1, a₀ and b₀ are ≥ 0 and the times increase from 0 on;
 *   {@link ConvergenceError} for times of more than about 10⁶/d, which an explicit method does not reach.
 * Source: [sarao2020optimization].
 */
export function populationFlow(
  dimension: number,
  signal: number,
  bulk: number,
  times: ArrayLike<number>,
): readonly PopulationPoint[] {
  const where = 'overParametrised.populationFlow';
  if (!Number.isInteger(dimension) || dimension < 1)
    throw new DomainError(where, 'dimension', dimension, 'an integer >= 1');
  requireNumber(where, 'signal', signal, { atLeast: 0 });
  requireNumber(where, 'bulk', bulk, { atLeast: 0 });
  requireTimes(where, times);
  const d = dimension;
  const velocity = (y: Float64Array, f: Float64Array): number => {
    const a = signal === 0 ? 0 : Math.exp(y[0]);
    const b = bulk === 0 ? 0 : Math.exp(y[1]);
    const T = d - a - (d - 1) * b;
    f[0] = signal === 0 ? 0 : 2 * (2 * (d - a) + T);
    f[1] = bulk === 0 ? 0 : 2 * (T - 2 * b);
    return 0;
  };
  const start = [signal, bulk].map((x) => (x === 0 ? 0 : Math.log(x)));
  const { states, errors } = certifiedFlow(where, { velocity }, start, times, {
    scale: 1,
    maxSteps,
  });
  return states.map((y, index) => {
    const estimate = (given: number, logarithm: number): Estimate => {
      if (given === 0 || times[index] === 0) return { value: given, error: 0 };
      const value = Math.exp(logarithm);
      return {
        value,
        error: value * Math.expm1(errors[index] + 1e-15 * (1 + Math.abs(logarithm))),
      };
    };
    return { signal: estimate(signal, y[0]), bulk: estimate(bulk, y[1]) };
  });
}
