import fc from 'fast-check';
import { lambdas, losses } from '../arbitraries/loss.ts';
import { latentMoments, manifolds } from '../arbitraries/manifold.ts';
import { logUniform } from '../arbitraries/numbers.ts';
import type { Witness } from '../oracle.ts';
import type {
  HiddenManifoldFixedPointParams,
  HiddenManifoldFixedPointResult,
} from '../types/hidden-manifold.fixed-point.ts';
import type { CovariateSpectrum } from '../types/shared.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { averagedActivation } from './hidden-manifold-coefficients.ts';
import { bulk } from './marchenko-pastur.ts';
import { learn, pick } from './teacher-student.ts';

type Manifold = Pick<HiddenManifoldFixedPointParams, 'activation' | 'gamma' | 'projection'>;

/**
 * The Gaussian equivalent as blocks: eigenvalues a of GᵀG/p, each with s = κ★² + κ₁² a/γ and
 * t = ρ κ₁² a/γ²; the features beyond the latent dimensions have s = κ★², t = 0.
 */
export function equivalent(
  { activation, gamma, projection }: Manifold,
  rho: number,
  nodes: number,
) {
  const { kappa1 = 0, kappaStar = 0 } = averagedActivation.testify({ activation }).result;
  const noise = activation === 'linear' ? 0 : kappaStar ** 2;
  if (projection === 'orthogonal' && gamma > 1) throw new OutOfReach('more rows than columns only');
  const { a, w } =
    projection === 'orthogonal'
      ? { a: Float64Array.of(1), w: Float64Array.of(1) }
      : bulk(gamma, nodes);
  const blocks = Array.from(a, (x, k) => ({
    weight: gamma * w[k],
    student: noise + (kappa1 ** 2 * x) / gamma,
    teacher: (rho * kappa1 ** 2 * x) / gamma ** 2,
  }));
  if (gamma < 1) blocks.push({ weight: 1 - gamma, student: noise, teacher: 0 });
  const spectrum: CovariateSpectrum = {
    weights: blocks.map(({ weight }) => weight),
    student: blocks.map(({ student }) => student),
    teacher: blocks.map(({ teacher }) => teacher),
  };
  return { spectrum, kappa1, noise };
}

/** The plain iteration on the features' spectrum, without a Stieltjes transform. */
export const iteratedManifold: Witness<
  HiddenManifoldFixedPointParams,
  HiddenManifoldFixedPointResult
> = {
  id: 'iterated-manifold',
  method:
    'damped iteration of the equations of a general output channel on the spectrum of the Gaussian equivalent, the Marčenko–Pastur density by the midpoint rule; latent order parameters from M and Q',
  ...attempting(({ loss, alpha, lambda, secondMoment = 1, ...model }) => {
    if (Math.abs(Math.sqrt(model.gamma) - 1) < 0.05 && model.gamma !== 1)
      throw new OutOfReach('the edge of the spectrum is too close to zero');
    const teacher = { secondMoment, noiseVariance: 0, flipProbability: 0 };
    const lesson = { teacher, task: 'classification', loss, alpha, lambda } as const;
    const { spectrum, kappa1, noise } = equivalent(model, secondMoment, 300);
    const learned = pick(learn({ ...lesson, spectrum }), [
      'overlap',
      'norm',
      'susceptibility',
      'weightNorm',
      'generalisationError',
      'trainingLoss',
      'objective',
    ]);
    const { result, error } = learned;
    const latent = (q: number, size: number) => (q - noise * size) / kappa1 ** 2;
    return {
      result: {
        ...result,
        latentOverlap: result.overlap / kappa1,
        latentNorm: latent(result.norm, result.weightNorm),
      },
      error: {
        ...error,
        latentOverlap: error.overlap / kappa1 + 1e-14 * result.overlap,
        latentNorm: (error.norm + noise * error.weightNorm + 1e-14 * result.norm) / kappa1 ** 2,
      },
    };
  }),
  sample: fc
    .record({
      model: manifolds(),
      loss: losses(),
      alpha: logUniform(0.1, 10),
      lambda: lambdas(0.03, 30),
      moment: latentMoments(),
    })
    .map(({ model, moment, ...question }) => ({ ...model, ...question, ...moment })),
};
