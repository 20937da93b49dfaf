import fc from 'fast-check';
import { minimise } from '../../reference/empirical-risk/minimiser/index.ts';
import type { LossKind } from '../../reference/losses/index.ts';
import { matrixFromRows } from '../../reference/numerics/matrix.ts';
import { channels } from '../arbitraries/channel.ts';
import { instances } from '../arbitraries/instance.ts';
import { logUniform } from '../arbitraries/numbers.ts';
import { priors } from '../arbitraries/prior.ts';

/** A small data set and the λ of the slide's penalty λ‖w‖². */
export interface SmallRisk {
  readonly matrix: number[][];
  readonly labels: number[];
  readonly penalty: number;
}

export const smallRisks = (): fc.Arbitrary<SmallRisk> =>
  fc
    .record({
      data: instances({
        prior: priors(['gaussian']),
        channel: channels(['sign']),
        minRows: 2,
        maxRows: 12,
        minColumns: 2,
        maxColumns: 6,
      }),
      penalty: logUniform(0.1, 10),
    })
    .map(({ data: { matrix, labels }, penalty }) => ({ matrix, labels, penalty }));

/** argmin Σ ℓ(u) + (λ/2)‖w‖², λ as in the fixed-point equations. */
export const weightsAt = (loss: LossKind, lambda: number, { matrix, labels }: SmallRisk) => {
  const rows = matrixFromRows('erratum', 'matrix', matrix);
  return [...minimise(loss, lambda, rows, labels).weights];
};

/**
 * |∇(Σ ℓ(u) + penalty ‖w‖²)| of the slide's objective, in units of its second part.
 */
export const imbalance = (
  weights: readonly number[],
  { matrix, labels, penalty }: SmallRisk,
  slope: (u: number) => number,
): number => {
  const gradient = weights.map((w) => 2 * penalty * w);
  const size = Math.hypot(...gradient);
  matrix.forEach((row, mu) => {
    const field = row.reduce((sum, x, i) => sum + x * weights[i], 0);
    const pull = labels[mu] * slope(labels[mu] * field);
    row.forEach((x, i) => {
      gradient[i] += pull * x;
    });
  });
  return Math.hypot(...gradient) / size;
};
