import fc from 'fast-check';
import type { LossKind } from '../losses/loss.ts';
import { real } from '../real.fixture.ts';
import type { MixtureProblem } from './problem.ts';
import type { MixtureSpectrum } from './spectrum.ts';

const double = (min: number, max: number) => real(min, max);
const logarithmic = (min: number, max: number) =>
  double(Math.log10(min), Math.log10(max)).map((x) => 10 ** x);

/** Two blocks, with unlike covariances. */
export const spectra: fc.Arbitrary<MixtureSpectrum> = fc
  .record({
    fraction: double(0.1, 0.9),
    plus: fc.tuple(double(0.1, 2), double(0.1, 2)),
    minus: fc.tuple(double(0.1, 2), double(0.1, 2)),
    mean: fc.tuple(double(0.1, 2), double(0, 2)),
  })
  .map(({ fraction, ...rest }) => ({ weights: [fraction, 1 - fraction], ...rest }));

export const problems = (
  loss: LossKind,
  range: { lambda: readonly [number, number]; alpha: readonly [number, number] } = {
    lambda: [1e-3, 1e2],
    alpha: [0.1, 10],
  },
): fc.Arbitrary<MixtureProblem> =>
  fc.record({
    loss: fc.constant(loss),
    alpha: logarithmic(...range.alpha),
    lambda: logarithmic(...range.lambda),
    bias: fc.constantFrom('free' as const, 'none' as const),
    probability: double(0.1, 0.9),
    spectrum: spectra,
  });
