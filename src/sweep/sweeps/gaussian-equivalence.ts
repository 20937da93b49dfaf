import { minimise } from '../../../reference/empirical-risk/minimiser/index.ts';
import {
  type ActivationKind,
  activationKinds,
} from '../../../reference/hidden-manifold/coefficients.ts';
import {
  drawManifold,
  drawSamples,
  equivalentMoments,
  type FeatureModel,
  featureModels,
  featuresOf,
  measuredMoments,
  viewOf,
} from '../../../reference/hidden-manifold/ensemble.ts';
import {
  type HiddenManifoldFixedPoint,
  hiddenManifoldFixedPoint,
} from '../../../reference/hidden-manifold/fixed-point.ts';
import { type LossKind, lossKinds, loss as lossOf } from '../../../reference/losses/index.ts';
import { multiply } from '../../../reference/numerics/matrix.ts';
import type { Series } from '../../plot/index.ts';
import { choices, number, numbers, repetitions, repetitionsOf, whole, wholes } from '../options.ts';
import { type Point, spreadOf } from '../points.ts';
import type { Sweep } from '../sweep.ts';

/**
 * Gaussian equivalence at finite size: students of non-linear features f(FC), and of the Gaussian
 * features that replace them, beside the replica prediction for both. Source: [gerace2020], [goldt2020].
 */
type Options = {
  readonly activations: readonly ActivationKind[];
  readonly losses: readonly LossKind[];
  readonly models: readonly FeatureModel[];
  /** d. */
  readonly dimensions: readonly number[];
  /** d/p. */
  readonly gamma: number;
  /** n/p. */
  readonly alphas: readonly number[];
  readonly lambda: number;
  /** Of each point; one number, or one for each dimension. */
  readonly runs: readonly number[];
  readonly testing: number;
  readonly seed: number;
};

export type Question = {
  readonly activation: ActivationKind;
  readonly loss: LossKind;
  readonly model: FeatureModel;
  /** d, p, n. */
  readonly dimension: number;
  readonly features: number;
  readonly samples: number;
  readonly lambda: number;
  /** Fresh samples on which a student of non-linear features is measured; 0: exact averages. */
  readonly testing: number;
  readonly seed: number;
};

/** All but the last are what the replica prediction is about. */
export type Observed = {
  readonly generalisationError: number;
  readonly trainingLoss: number;
  readonly overlap: number;
  readonly norm: number;
  readonly latentOverlap: number;
  readonly latentNorm: number;
  readonly weightNorm: number;
};

export const observables = {
  generalisationError: 'generalisation error',
  trainingLoss: 'training loss',
  overlap: 'overlap M',
  norm: 'norm Q',
  latentOverlap: 'latent overlap m_s',
  latentNorm: 'latent norm q_s',
  weightNorm: 'weight norm q_w',
} as const satisfies { readonly [name in keyof Observed]: string };

export const gaussianEquivalence: Sweep<Options, Question & { readonly run: number }, Observed> = {
  name: 'gaussian-equivalence',
  version: 1,
  title: 'Gaussian equivalence: non-linear features, Gaussian features, replica prediction',
  description:
    'A student of n samples with p features f(FC) of d latent dimensions, F Gaussian, or with the\n' +
    'Gaussian features κ₀ 1 + κ₁ FC + κ★ N(0, I) that replace them: error, training loss and order\n' +
    'parameters. Exact averages given the weights for Gaussian features, measured on fresh samples\n' +
    'for non-linear ones.',
  observables,
  sources: ['gerace2020', 'goldt2020'],
  options: {
    activations: choices<ActivationKind>('non-linearities', activationKinds, [
      'erf',
      'sign',
      'relu',
      'tanh',
    ]),
    losses: choices<LossKind>('losses', lossKinds, ['square', 'logistic']),
    models: choices<FeatureModel>('features', featureModels),
    dimensions: wholes('latent dimensions d', [50, 100, 200], { atLeast: 2 }),
    gamma: number('d/p', 0.5, { above: 0 }),
    alphas: numbers('n/p', [1.5], { above: 0 }),
    lambda: number('penalty λ', 0.1, { above: 0 }),
    runs: repetitions(40),
    testing: number('fresh samples for each training sample, non-linear features', 4, {
      above: 0,
    }),
    seed: whole('another seed, other random numbers', 1, { atLeast: 0 }),
  },
  examples: [
    '--activations erf --losses square --alphas 0.25:3:12 --lambda 0.01 --out erf.ndjson',
    '--dimensions 50,100,200,400 --runs 640,160,40,20 --out sizes.ndjson',
  ],
  *tasks({ activations, losses, models, dimensions, alphas, gamma, lambda, runs, testing, seed }) {
    const times = repetitionsOf(runs, dimensions);
    for (const [k, dimension] of dimensions.entries())
      for (const activation of activations)
        for (const loss of losses)
          for (const model of models)
            for (const alpha of alphas) {
              const features = Math.max(1, Math.round(dimension / gamma));
              const samples = Math.max(1, Math.round(alpha * features));
              const fresh = model === 'non-linear' ? Math.max(2, Math.round(testing * samples)) : 0;
              for (let run = 0; run < times[k]; run++)
                yield {
                  activation,
                  loss,
                  model,
                  dimension,
                  features,
                  samples,
                  lambda,
                  testing: fresh,
                  seed,
                  run,
                };
            }
  },
  cost: ({ dimension: d, features: p, samples: n, testing }) =>
    (n + testing) * p * (d + 200) + (p * p * (n + p / 3)) / 2,
  run(question, stream) {
    const { activation, loss, model, dimension, features, samples, lambda, testing } = question;
    const manifold = drawManifold({ features, latent: dimension }, stream.fork(1));
    const f = featuresOf(activation, model);
    const { inputs, labels } = drawSamples(manifold, f, samples, stream.fork(2));
    const { weights } = minimise(loss, lambda, inputs, labels);
    const { value } = lossOf(loss);
    const margins = multiply(inputs, weights).map((z, mu) => labels[mu] * z);
    const view = viewOf(manifold, weights);
    const moments =
      typeof f === 'function'
        ? measuredMoments(drawSamples(manifold, f, testing, stream.fork(3)), weights)
        : equivalentMoments(f, view);
    const { latentOverlap, latentNorm, weightNorm } = view;
    return {
      ...moments,
      trainingLoss: margins.reduce((sum, u) => sum + value(u), 0) / samples,
      latentOverlap,
      latentNorm,
      weightNorm,
    };
  },
  figure: (points, options, observable) => {
    const ratio = subjectsOf(points).length > 1 && !overAlpha(options);
    const label = observables[observable];
    return {
      title: 'Gaussian equivalence',
      subtitle: `d/p = ${options.gamma}, λ = ${options.lambda}; bars: one standard error of the mean`,
      x: overAlpha(options) ? { label: 'n/p' } : { label: 'd', scale: 'log' },
      y: { label: ratio ? `${label} / replica prediction` : label },
      series: ratio
        ? ratios(points, options, observable)
        : [...predicted(points, options, observable), ...measured(points, options, observable)],
    };
  },
};

type Measured = Point<Question & { readonly run: number }, Observed>;

/** Against n/p if there are several, else against d. */
const overAlpha = ({ alphas }: Options): boolean => alphas.length > 1;

const place = ({ params: { samples, features, dimension } }: Measured, options: Options) =>
  overAlpha(options) ? samples / features : dimension;

/** One prediction each: a colour. */
const subjectOf = ({ params: { activation, loss } }: Measured) => `${activation}, ${loss}`;
const subjectsOf = (points: readonly Measured[]) => [...new Set(points.map(subjectOf))];

/** One kind of simulation each: a symbol. */
const kindOf = ({ params: { model, dimension } }: Measured, options: Options) =>
  overAlpha(options) ? `${model}, d = ${dimension}` : model;

function predicted(
  points: readonly Measured[],
  options: Options,
  observable: keyof Observed,
): Series[] {
  return subjectsOf(points).map((subject, colour) => {
    const curve = new Map(
      points
        .filter((point) => subjectOf(point) === subject)
        .map((point) => [place(point, options), predictionFor(point.params)[observable].value]),
    );
    return {
      name: `${subject}: replica`,
      draw: 'curve',
      colour,
      points: [...curve].map(([x, y]) => ({ x, y })).sort((a, b) => a.x - b.x),
    };
  });
}

function measured(
  points: readonly Measured[],
  options: Options,
  observable: keyof Observed,
  scale: (point: Measured) => number = () => 1,
): Series[] {
  const kinds = [...new Set(points.map((point) => kindOf(point, options)))];
  const subjects = subjectsOf(points);
  return subjects.flatMap((subject, colour) =>
    kinds.map((kind, symbol): Series => {
      const own = points.filter((p) => subjectOf(p) === subject && kindOf(p, options) === kind);
      return {
        name: subjects.length > 1 ? `${subject}: ${kind}` : kind,
        draw: 'points',
        // one prediction: the simulations are what is told apart
        colour: subjects.length > 1 ? colour : 1 + symbol,
        symbol,
        points: own.map((point) => {
          const { y, low = y, high = y } = spreadOf(point.observables[observable], point.count);
          const unit = scale(point);
          return { x: place(point, options), y: y / unit, low: low / unit, high: high / unit };
        }),
      };
    }),
  );
}

/** Several predictions over d, each in its own units; side by side where bars would cover each other. */
function ratios(
  points: readonly Measured[],
  options: Options,
  observable: keyof Observed,
): Series[] {
  const series = measured(
    points,
    options,
    observable,
    (point) => predictionFor(point.params)[observable].value,
  );
  const sizes = points.map((point) => place(point, options));
  const shifted = series.map((one, k) => ({
    ...one,
    points: one.points.map((p) => ({ ...p, x: p.x * 1.025 ** (k - (series.length - 1) / 2) })),
  }));
  const limit = [Math.min(...sizes) / 1.25, 1.25 * Math.max(...sizes)].map((x) => ({ x, y: 1 }));
  return [{ name: 'replica', draw: 'curve', colour: 6, points: limit }, ...shifted];
}

/** What the replica method predicts at the ratios of a question. */
export const predictionFor = ({
  activation,
  loss,
  dimension,
  features,
  samples,
  lambda,
}: Omit<Question, 'model' | 'testing' | 'seed'>): HiddenManifoldFixedPoint =>
  hiddenManifoldFixedPoint(
    { activation, gamma: dimension / features, projection: 'gaussian' },
    loss,
    samples / features,
    lambda,
  );
