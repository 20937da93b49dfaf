import erfc from '@stdlib/math/base/special/erfc/lib/index.js';
import fc from 'fast-check';
import { lambdas } from '../arbitraries/loss.ts';
import { mixtureQuestions } from '../arbitraries/mixture.ts';
import { logUniform } from '../arbitraries/numbers.ts';
import type { Witness } from '../oracle.ts';
import type {
  GaussianMixtureFixedPointParams,
  GaussianMixtureFixedPointResult,
} from '../types/gaussian-mixture.fixed-point.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { type Level, nodesOf, pullAt } from './pull.ts';
import { outputErrors, settle } from './settle.ts';

const signs = [1, -1];
const cdf = (t: number): number => erfc(-t / Math.SQRT2) / 2;

/** (m, q₊, q₋, V₊, V₋, b) → the pulls of both clusters, averaged over their margins. */
function pulls({ loss }: GaussianMixtureFixedPointParams, state: readonly number[], level: Level) {
  const [m, qPlus, qMinus, VPlus, VMinus, b] = state;
  return signs.map((y, c) => {
    const q = [qPlus, qMinus][c];
    const V = [VPlus, VMinus][c];
    const { x, w } = nodesOf(loss, m + y * b, q, V, level);
    const sum = { force: 0, squared: 0, curvature: 0, loss: 0 };
    x.forEach((u, i) => {
      const pull = pullAt(loss, u, V);
      sum.force += w[i] * pull.force;
      sum.squared += w[i] * pull.force ** 2;
      sum.curvature += w[i] * pull.curvature;
      sum.loss += w[i] * pull.loss;
    });
    return sum;
  });
}

function step(params: GaussianMixtureFixedPointParams, level: Level) {
  const { alpha, lambda, probability, spectrum, bias } = params;
  const p = [probability, 1 - probability];
  const { weights, plus, minus, mean } = spectrum;
  return (state: readonly number[]) => {
    const seen = pulls(params, state, level);
    const mHat = alpha * (p[0] * seen[0].force + p[1] * seen[1].force);
    let [m, qPlus, qMinus, VPlus, VMinus, size] = [0, 0, 0, 0, 0, 0];
    weights.forEach((W, j) => {
      const D =
        lambda + alpha * (p[0] * seen[0].curvature * plus[j] + p[1] * seen[1].curvature * minus[j]);
      const N =
        mHat ** 2 * mean[j] +
        alpha * (p[0] * seen[0].squared * plus[j] + p[1] * seen[1].squared * minus[j]);
      m += (W * mHat * mean[j]) / D;
      qPlus += (W * plus[j] * N) / D ** 2;
      qMinus += (W * minus[j] * N) / D ** 2;
      VPlus += (W * plus[j]) / D;
      VMinus += (W * minus[j]) / D;
      size += (W * N) / D ** 2;
    });
    // Newton's step for the intercept at which the pulls of the two classes balance
    const stiffness = p[0] * seen[0].curvature + p[1] * seen[1].curvature;
    if (bias === 'free' && !(stiffness > 1e-6))
      throw new OutOfReach('no sample holds the intercept');
    const b =
      bias === 'free' ? state[5] + (p[0] * seen[0].force - p[1] * seen[1].force) / stiffness : 0;
    return { state: [m, qPlus, qMinus, VPlus, VMinus, b], size, seen };
  };
}

/** The equations as they stand, iterated. */
export const iteratedClusters: Witness<
  GaussianMixtureFixedPointParams,
  GaussianMixtureFixedPointResult
> = {
  id: 'iterated-clusters',
  method:
    'damped iteration of the self-consistent equations, averages by Gauss–Legendre over the margin, proximal points one by one',
  ...attempting((params) => {
    const { loss, lambda, probability, spectrum } = params;
    if (lambda < 1e-3 || lambda > 1e3) throw new OutOfReach('slow or below the scale of the nodes');
    const p = [probability, 1 - probability];
    const fine = step(params, 'fine');
    const coarse = step(params, 'coarse');
    const mu = spectrum.weights.reduce((sum, W, j) => sum + W * spectrum.mean[j], 0);
    const settled = settle(
      (x) => fine(x).state,
      (x) => coarse(x).state,
      [0.3 * Math.sqrt(mu), 0.5, 0.5, 0.5, 0.5, 0],
      1,
    );
    const output = (state: readonly number[], level: Level) => {
      const [m, qPlus, qMinus, VPlus, VMinus, b] = state;
      const { size, seen } = (level === 'fine' ? fine : coarse)(state);
      const wrong = (offset: (V: number) => number) =>
        p[0] * cdf((offset(VPlus) - m - b) / Math.sqrt(qPlus)) +
        p[1] * cdf((offset(VMinus) - m + b) / Math.sqrt(qMinus));
      return {
        overlap: m,
        qPlus,
        qMinus,
        VPlus,
        VMinus,
        bias: b,
        generalisationError: wrong(() => 0),
        trainingLoss: p[0] * seen[0].loss + p[1] * seen[1].loss,
        // x < 0 where u + V f < 0: at x = 0 the force is that of zero margin
        trainingError: wrong((V) => -V * zeroForce(loss)),
        weightNorm: size,
      };
    };
    const { qPlus, qMinus, VPlus, VMinus, ...rest } = output(settled.state, 'fine');
    const errors = outputErrors(output, settled);
    return {
      result: { ...rest, norm: [qPlus, qMinus], susceptibility: [VPlus, VMinus] },
      error: {
        overlap: errors.overlap,
        norm: Math.max(errors.qPlus, errors.qMinus),
        susceptibility: Math.max(errors.VPlus, errors.VMinus),
        bias: errors.bias,
        generalisationError: errors.generalisationError + 1e-15,
        trainingLoss: errors.trainingLoss + 1e-13,
        trainingError: errors.trainingError + 1e-15,
        weightNorm: errors.weightNorm,
      },
    };
  }),
  sample: fc
    .record({ question: mixtureQuestions(), alpha: logUniform(0.1, 10), lambda: lambdas(0.03, 30) })
    .map(({ question, ...scales }) => ({ ...question, ...scales })),
};

/** −ℓ′(0). */
const zeroForce = (loss: GaussianMixtureFixedPointParams['loss']): number =>
  loss === 'logistic' ? 0.5 : 1;
