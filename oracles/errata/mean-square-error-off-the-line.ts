import fc from 'fast-check';
import { philoxStream } from '../../reference/numerics/random.ts';
import { prior as priorOf } from '../../reference/priors/index.ts';
import type { PriorSpec } from '../../reference/priors/prior.ts';
import { seeds, uniform } from '../arbitraries/numbers.ts';
import { priors } from '../arbitraries/prior.ts';
import { defineErratum } from './erratum.ts';

interface Estimation {
  readonly prior: PriorSpec;
  readonly dimension: number;
  /** a = gain · w* + spread · noise: on the Nishimori line only if m = q. */
  readonly gain: number;
  readonly spread: number;
  readonly seed: number;
}

/** Teacher, estimate and their products, per component. */
function drawn({ prior, dimension, gain, spread, seed }: Estimation) {
  const stream = philoxStream(seed);
  const p = priorOf(prior);
  const teacher = Array.from({ length: dimension }, () => p.sample(stream));
  const estimate = teacher.map((w) => gain * w + spread * stream.normal());
  const mean = (f: (w: number, a: number) => number) =>
    teacher.reduce((sum, w, i) => sum + f(w, estimate[i]), 0) / dimension;
  return {
    rho: mean((w) => w * w),
    m: mean((w, a) => w * a),
    q: mean((_, a) => a * a),
    meanSquareError: mean((w, a) => (w - a) ** 2),
  };
}

export const meanSquareErrorOffTheLine = defineErratum<Estimation, number>({
  id: 'mean-square-error-off-the-line',
  where: 'State evolution',
  literal: 'm^t = (1/d) Σ_i w*_i a_i^t,  then  MSE(t) = ρ − m^t',
  right:
    'MSE(t) = ρ − 2 m^t + q^t,  q^t = |a^t|²/d;  ρ − m^t on the Nishimori line, where q^t = m^t',
  why: 'q = m holds for the true posterior and for G-AMP started at a⁰ = E w, v⁰ = Var w with the right prior and channel. Any other start (a spectral one, a small random one), damping or a mismatched model leaves the line.',
  law: 'MSE(t) is the mean of (w*_i − a_i^t)².',
  sources: ['zdeborova2021', 'nishimori1980', 'iba1999'],
  model: fc
    .record({
      prior: priors(),
      dimension: fc.integer({ min: 20, max: 50 }),
      gain: uniform(0.2, 0.8, 6),
      spread: uniform(0.5, 1.5, 10),
      seed: seeds(),
    })
    // Off the line by a margin: by chance a sample may sit on it.
    .filter((model) => {
      const { m, q } = drawn(model);
      return Math.abs(q - m) > 1e-3;
    }),
  forms: {
    literal: (model) => {
      const { rho, m } = drawn(model);
      return rho - m;
    },
    right: (model) => {
      const { rho, m, q } = drawn(model);
      return rho - 2 * m + q;
    },
  },
  measure: (value, model) => {
    const { rho, q, meanSquareError } = drawn(model);
    return {
      left: value,
      right: meanSquareError,
      relation: 'equal',
      allowance: 1e-13 * (rho + q),
      because: 'rounding of three sums of order ρ + q',
    };
  },
});
