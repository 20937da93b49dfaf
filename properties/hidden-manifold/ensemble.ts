import type { Activation, Loss } from '../../oracles/types/index.ts';
import {
  drawManifold,
  drawSamples,
  equivalentMoments,
  type Features,
  featuresOf,
  measuredMoments,
  viewOf,
} from '../../reference/hidden-manifold/ensemble.ts';
import { philoxStream } from '../../reference/numerics/random.ts';
import { law } from '../define.ts';
import {
  type Drawn,
  deviations,
  drawnFrom,
  falseAlarm,
  normalTail,
  seedOfInstance,
} from '../drawn.ts';
import { lossValue } from '../erm/models.ts';
import type { Bench, Comparison } from '../law.ts';
import { equal } from '../near.ts';
import { coefficients, type Manifold, manifold } from './questions.ts';

/**
 * Students of drawn features, fitted by the implementation, against its own replica prediction. Averages
 * over a large instance lie within O(1/√d) of the prediction, their means within O(1/d).
 *
 * The bounds were measured over a few hundred instances at d = 40 … 100, and are a quarter larger than
 * the largest found; the test beside this file measures them again.
 */
export interface Ensemble {
  readonly activation: Activation;
  readonly loss: Loss;
  /** d/p, n/p, λ. */
  readonly gamma: number;
  readonly alpha: number;
  readonly lambda: number;
  /** Of each observable, Gaussian features: its standard deviation times √d, at most. */
  readonly spread: { readonly [name in keyof Observed]: number };
}

export interface Observed {
  readonly generalisationError: number;
  readonly trainingLoss: number;
  readonly latentOverlap: number;
  readonly weightNorm: number;
}

const observables = [
  'generalisationError',
  'trainingLoss',
  'latentOverlap',
  'weightNorm',
] as const satisfies readonly (keyof Observed)[];

export const ensembles: readonly Ensemble[] = [
  {
    activation: 'erf',
    loss: 'square',
    gamma: 0.4,
    alpha: 1.5,
    lambda: 0.01,
    spread: {
      generalisationError: 0.16,
      trainingLoss: 0.092,
      latentOverlap: 0.78,
      weightNorm: 6.1,
    },
  },
  {
    activation: 'sign',
    loss: 'logistic',
    gamma: 0.4,
    alpha: 4,
    lambda: 0.03,
    spread: {
      generalisationError: 0.122,
      trainingLoss: 0.28,
      latentOverlap: 3.5,
      weightNorm: 11.5,
    },
  },
  {
    activation: 'relu',
    loss: 'square',
    gamma: 0.5,
    alpha: 2.5,
    lambda: 0.03,
    spread: {
      generalisationError: 0.165,
      trainingLoss: 0.155,
      latentOverlap: 0.85,
      weightNorm: 2.75,
    },
  },
  {
    activation: 'tanh',
    loss: 'logistic',
    gamma: 0.8,
    alpha: 4,
    lambda: 0.01,
    spread: {
      generalisationError: 0.168,
      trainingLoss: 0.33,
      latentOverlap: 5.6,
      weightNorm: 37.6,
    },
  },
];

function sizesOf({ gamma, alpha }: Ensemble, latent: number) {
  const p = Math.round(latent / gamma);
  return { p, n: Math.round(alpha * p) };
}

/** What is predicted, at the ratios of whole sizes. */
export function modelOf(ensemble: Ensemble, latent: number): Manifold {
  const { activation, loss, lambda } = ensemble;
  const { p, n } = sizesOf(ensemble, latent);
  return { activation, loss, lambda, gamma: latent / p, alpha: n / p, projection: 'gaussian' };
}

/** One student of one instance with d latent dimensions. */
export async function studentOf(
  bench: Bench,
  ensemble: Ensemble,
  features: Features,
  latent: number,
  seed: number,
): Promise<Observed> {
  const { loss, lambda } = ensemble;
  const { p, n } = sizesOf(ensemble, latent);
  const stream = philoxStream(seed);
  const drawn = drawManifold({ features: p, latent }, stream.fork(1));
  const { inputs, labels } = drawSamples(drawn, features, n, stream.fork(2));
  const matrix = Array.from({ length: n }, (_, mu) => [
    ...inputs.data.subarray(mu * p, (mu + 1) * p),
  ]);
  const answer = await bench.ask<{ weights: readonly unknown[] }>('erm.minimiser', {
    loss,
    lambda,
    matrix,
    labels: [...labels],
  });
  const weights = Float64Array.from(answer.weights, Number);
  const margin = (row: readonly number[], mu: number) =>
    labels[mu] * row.reduce((z, x, i) => z + x * weights[i], 0);
  const view = viewOf(drawn, weights);
  const { generalisationError } =
    typeof features === 'function'
      ? measuredMoments(drawSamples(drawn, features, 2 * n, stream.fork(3)), weights)
      : equivalentMoments(features, view);
  return {
    generalisationError,
    trainingLoss: matrix.reduce((sum, row, mu) => sum + lossValue(loss, margin(row, mu)), 0) / n,
    latentOverlap: view.latentOverlap,
    weightNorm: view.weightNorm,
  };
}

const samples = drawnFrom(ensembles);

/** Relative distance of the means from the limit, times d: at most, Gaussian features. */
export const bias = 1.5;

/** Bounds for non-linear features, in units of those for Gaussian ones. */
export const nonLinearExcess = {
  bias: 2, // Gaussian equivalence itself holds up to O(1/d)
  spread: {
    generalisationError: 1.7, // is measured on fresh samples
    trainingLoss: 1,
    latentOverlap: 1,
    weightNorm: 1,
  },
} as const;
const none = {
  bias: 1,
  spread: { generalisationError: 1, trainingLoss: 1, latentOverlap: 1, weightNorm: 1 },
} as const;

/** The mean over instances against the prediction at the ratios of whole sizes. */
async function compare(
  bench: Bench,
  { ensemble: k, seed }: Drawn,
  features: Features,
  { latent, instances }: { readonly latent: number; readonly instances: number },
): Promise<readonly Comparison[]> {
  const ensemble = ensembles[k];
  const students: Observed[] = [];
  for (let i = 0; i < instances; i++)
    students.push(await studentOf(bench, ensemble, features, latent, seedOfInstance(seed, i)));
  const { activation, loss, spread } = ensemble;
  const predicted = await manifold(bench, modelOf(ensemble, latent));
  const excess = typeof features === 'function' ? nonLinearExcess : none;
  return observables.map((name) =>
    equal(
      `${activation}, ${loss}: ${name}`,
      students.reduce((sum, one) => sum + one[name], 0) / instances,
      predicted[name],
      {
        amount:
          (deviations * excess.spread[name] * spread[name]) / Math.sqrt(latent * instances) +
          (excess.bias * bias * predicted[name].value) / latent,
        because: `${deviations} standard deviations of a mean of ${instances} instances of ${latent} latent dimensions, and a relative bias of ${excess.bias * bias}/d`,
      },
    ),
  );
}

const followed = law<Drawn>({
  id: 'hidden-manifold/gaussian-features-follow-replica',
  statement:
    'Students of drawn Gaussian features learn what the replica method predicts of them, on average.',
  formula: 'X = κ₀ 1 + κ₁ F C + κ★ N(0, I):  ε(ŵ), Σℓ/n, θ·Fᵀŵ/√(pd), |ŵ|²/p → ε, E_t, m_s, q_w',
  catches: 'κ★² for κ★; rows of F that are not of unit norm; λ twice; n/d for n/p',
  needs: ['hidden-manifold.fixed-point', 'hidden-manifold.coefficients', 'erm.minimiser'],
  model: samples,
  async check(bench, sample) {
    const { activation } = ensembles[sample.ensemble];
    const { kappa0, kappa1, kappaStar } = await coefficients(bench, activation);
    const constants = {
      kappa0: kappa0.value,
      kappa1: kappa1.value,
      kappaStar: kappaStar.value,
    };
    return compare(bench, sample, constants, { latent: 40, instances: 40 });
  },
  statistics: {
    falseAlarm,
    tail: normalTail(observables.length),
    power: { mistake: 'both classes counted', atLeast: 0.8 },
  },
  cost: 'expensive',
  sources: ['gerace2020', 'goldt2020'],
});

/**
 * Non-linear features reach their limit later: their error rate lies 1.5/d below it, relatively, and it
 * is measured on fresh samples. The evidence in golden/evidence says how much.
 */
const equivalence = law<Drawn>({
  id: 'hidden-manifold/gaussian-equivalence',
  statement:
    'Students of large non-linear features learn what the replica method predicts of their Gaussian equivalent.',
  formula: 'X = f(F C), d = 150:  ε(ŵ), Σℓ/n, θ·Fᵀŵ/√(pd), |ŵ|²/p → ε, E_t, m_s, q_w',
  catches: 'constants κ of another non-linearity; κ★² for κ★ all through an implementation',
  needs: ['hidden-manifold.fixed-point', 'erm.minimiser'],
  model: samples,
  check: (bench, sample) =>
    compare(bench, sample, featuresOf(ensembles[sample.ensemble].activation, 'non-linear'), {
      latent: 150,
      instances: 8,
    }),
  statistics: {
    falseAlarm,
    tail: normalTail(observables.length),
    power: { mistake: 'both classes counted', atLeast: 0.8 },
  },
  cost: 'large',
  sources: ['gerace2020', 'goldt2020'],
});

export const manifoldEnsembleLaws = [followed, equivalence] as const;
