import fc from 'fast-check';
import { lambdas } from '../arbitraries/loss.ts';
import { clusters } from '../arbitraries/multiclass.ts';
import { logUniform } from '../arbitraries/numbers.ts';
import type { Witness } from '../oracle.ts';
import type {
  GaussianMixtureMulticlassParams,
  GaussianMixtureMulticlassResult,
} from '../types/gaussian-mixture.multiclass.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { iteratedClusters } from './gaussian-mixture.ts';

/**
 * Two one-hot classes are one margin, that of w = W₁ − W₂, since W₁ + W₂ = 0 with a free intercept:
 *
 *   softmax: −ln softmax = ln(1 + e^{−u}),                  ‖W‖² = ‖w‖²/2, so λ/2 for λ
 *   square:  ½|e − z|² = (1 − u)²/4 + (1 − z₁ − z₂)²/4,     half of (1 − u)²/2, and λ for λ
 */
export const oneMargin: Witness<GaussianMixtureMulticlassParams, GaussianMixtureMulticlassResult> =
  {
    id: 'one-margin',
    method:
      'two classes with centres of equal length and a free intercept: the margin of W₁ − W₂, by iteration of the equations of two clusters',
    ...attempting((params) => {
      const { loss, alpha, lambda, bias, probabilities, spectrum } = params;
      const { weights, covariance, means } = spectrum;
      if (probabilities.length !== 2 || bias !== 'free') throw new OutOfReach('not one margin');
      if (means.some((T) => Math.abs(T[0][0] - T[1][1]) > 1e-14))
        throw new OutOfReach('the midpoint of the centres has an overlap too');
      const binary = {
        loss: loss === 'softmax' ? ('logistic' as const) : ('square' as const),
        alpha,
        lambda: loss === 'softmax' ? lambda / 2 : lambda,
        bias,
        probability: probabilities[0],
        spectrum: {
          weights,
          plus: covariance,
          minus: covariance,
          mean: means.map((T) => Math.max(0, (T[0][0] + T[1][1] - 2 * T[0][1]) / 4)),
        },
      };
      if (!iteratedClusters.applies(binary)) throw new OutOfReach('the iteration does not settle');
      const { result, error } = iteratedClusters.testify(binary);
      const { overlap: m = 0, bias: b = 0, norm: [q] = [0], susceptibility: [V] = [0] } = result;
      const alternating = (x: number) => [
        [x, -x],
        [-x, x],
      ];
      const free =
        loss === 'softmax' ? weights.reduce((sum, W, j) => sum + W * covariance[j], 0) / lambda : V;
      const centre = loss === 'softmax' ? 0 : 1 / 2;
      const across = loss === 'softmax' ? V / 2 : V;
      const trainingShare = loss === 'softmax' ? 1 : 1 / 2;
      return {
        result: {
          overlap: alternating(m / 2),
          norm: alternating(q / 4),
          susceptibility: [
            [(free + across) / 2, (free - across) / 2],
            [(free - across) / 2, (free + across) / 2],
          ],
          bias: [centre + b / 2, centre - b / 2],
          generalisationError: result.generalisationError,
          trainingLoss: trainingShare * (result.trainingLoss ?? 0),
          weightNorm: (result.weightNorm ?? 0) / 2,
        },
        error: {
          overlap: error.overlap,
          norm: error.norm,
          susceptibility: (error.susceptibility ?? 0) + 1e-14 * free,
          bias: error.bias,
          generalisationError: error.generalisationError,
          trainingLoss: error.trainingLoss,
          weightNorm: error.weightNorm,
        },
      };
    }),
    sample: clusters(
      fc.record({
        loss: fc.constantFrom('square' as const, 'softmax' as const),
        alpha: logUniform(0.1, 10),
        lambda: lambdas(0.1, 10),
        classes: fc.constant(2),
      }),
      ['free'],
      true,
    ),
  };
