import fc from 'fast-check';
import {
  alphas,
  lambdas,
  latentMoments,
  logUniform,
  losses,
  manifolds,
  uniform,
} from '../../oracles/arbitraries/index.ts';
import { conditioning } from '../conditioned.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import { lossValue } from '../erm/models.ts';
import { student } from '../erm/questions.ts';
import { product, root, scaled, sum, through } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { coefficients, type Manifold, manifold } from './questions.ts';

const models = (
  range: {
    readonly alpha?: readonly [number, number];
    readonly lambda?: readonly [number, number];
  } = {},
): fc.Arbitrary<Manifold> =>
  fc
    .record({
      model: manifolds(),
      loss: losses(),
      alpha: alphas(...(range.alpha ?? [1e-2, 1e2])),
      lambda: lambdas(...(range.lambda ?? [1e-6, 1e4])),
      moment: latentMoments(),
    })
    .map(({ model, moment, ...question }) => ({ ...model, ...question, ...moment }));

const reduction = law<Manifold>({
  id: 'hidden-manifold/plain-when-linear-and-orthogonal',
  statement:
    'Linear features of an orthogonal projection hide nothing: they are the latent inputs.',
  formula: 'f(x) = x, FᵀF = (p/d) I, γ ≤ 1: M, Q, V, ε of plain inputs at α/γ; E_t the same',
  catches: 'n/p and n/d exchanged; rows of F that are not of unit norm; κ★ = 0 divided by',
  needs: ['hidden-manifold.fixed-point', 'erm.fixed-point'],
  model: fc.record({ model: models(), gamma: uniform(0.1, 1, 9) }).map(({ model, gamma }) => ({
    ...model,
    gamma,
    activation: 'linear' as const,
    projection: 'orthogonal' as const,
  })),
  async check(bench, model) {
    const features = await manifold(bench, model);
    const point = await student(bench, {
      loss: model.loss,
      alpha: model.alpha / model.gamma,
      lambda: model.lambda,
      teacher: {
        secondMoment: model.secondMoment ?? 1,
        noiseVariance: 0,
        flipProbability: 0,
      },
    });
    return (
      [
        'overlap',
        'norm',
        'susceptibility',
        'generalisationError',
        'trainingLoss',
        'objective',
      ] as const
    ).map((field) => equal(field, features[field], point[field], conditioning));
  },
  cost: 'moderate',
  sources: ['gerace2020', 'aubin2020'],
});

const assembled = law<Manifold>({
  id: 'hidden-manifold/signal-and-noise-add',
  statement:
    'The field of the student is its view of the latent variables and the noise of the features.',
  formula: 'M = κ₁ m_s,   Q = κ₁² q_s + κ★² q_w,   M = √(ρQ) cos(π ε)',
  catches: 'κ★² taken for κ★ (squared once too often); 4ε, the square error of ±1 labels, for ε',
  needs: ['hidden-manifold.fixed-point', 'hidden-manifold.coefficients'],
  model: models(),
  async check(bench, model) {
    const { kappa1, kappaStar } = await coefficients(bench, model.activation);
    const point = await manifold(bench, model);
    const cosine = through(point.generalisationError, (e) => Math.cos(Math.PI * e), Math.PI);
    const length = root(scaled(model.secondMoment ?? 1, point.norm));
    return [
      equal('M', point.overlap, product(kappa1, point.latentOverlap), conditioning),
      equal(
        'Q',
        point.norm,
        sum(
          product(product(kappa1, kappa1), point.latentNorm),
          product(product(kappaStar, kappaStar), point.weightNorm),
        ),
        conditioning,
      ),
      equal('M against ε', point.overlap, product(length, cosine), conditioning),
    ];
  },
  cost: 'moderate',
  sources: ['gerace2020'],
});

const objective = law<Manifold>({
  id: 'hidden-manifold/objective-is-loss-and-penalty',
  statement: 'The penalty is on the weights, not on the field they make.',
  formula: 'objective = E_t + λ q_w/(2α) ≤ ℓ(0)',
  catches: 'λQ for λq_w; a training loss with the penalty in it',
  needs: ['hidden-manifold.fixed-point'],
  model: models(),
  async check(bench, model) {
    const point = await manifold(bench, model);
    const penalty = scaled(model.lambda / (2 * model.alpha), point.weightNorm);
    return [
      equal('objective', point.objective, sum(point.trainingLoss, penalty), conditioning),
      atMost('objective ≤ ℓ(0)', point.objective, lossValue(model.loss, 0), conditioning),
    ];
  },
  cost: 'moderate',
  sources: ['gerace2020'],
});

const envelope = law<Manifold>({
  id: 'hidden-manifold/envelope',
  statement: 'The minimum rises with the penalty by half the squared length of the weights.',
  formula: 'd(α objective)/dλ = q_w/2',
  catches: 'the sign of the second term of q_w; α per latent dimension',
  needs: ['hidden-manifold.fixed-point'],
  model: models({ alpha: [0.1, 10], lambda: [0.05, 20] }),
  async check(bench, model) {
    const { weightNorm } = await manifold(bench, model);
    const slope = await derivative(
      async (lambda) =>
        scaled(model.alpha, (await manifold(bench, { ...model, lambda })).objective),
      model.lambda,
      model.lambda,
      bench.accuracy,
    );
    return [equal('dA/dλ against q_w/2', slope, scaled(0.5, weightNorm), differenced)];
  },
  cost: 'moderate',
  sources: ['gerace2020'],
});

const units = law<Manifold & { readonly scale: number }>({
  id: 'hidden-manifold/units',
  statement: 'Labels of the latent variables do not show how long the teacher is.',
  formula: 'ρ → c²ρ: M → c M, m_s → c m_s; all else unchanged',
  catches: 'ρ in V₀ but not in the equations of the prior',
  needs: ['hidden-manifold.fixed-point'],
  model: fc
    .record({ model: models(), scale: fc.constantFrom(2, 0.5, 3) })
    .map(({ model, scale }) => ({ ...model, scale })),
  async check(bench, { scale: c, ...model }) {
    const plain = await manifold(bench, model);
    const longer = await manifold(bench, {
      ...model,
      secondMoment: c * c * (model.secondMoment ?? 1),
    });
    return [
      equal('M', longer.overlap, scaled(c, plain.overlap), conditioning),
      equal('m_s', longer.latentOverlap, scaled(c, plain.latentOverlap), conditioning),
      ...(['norm', 'latentNorm', 'weightNorm', 'generalisationError', 'trainingLoss'] as const).map(
        (field) => equal(field, longer[field], plain[field], conditioning),
      ),
    ];
  },
  cost: 'moderate',
  sources: ['gerace2020'],
});

const doubleDescent = law<Manifold>({
  id: 'hidden-manifold/double-descent',
  statement:
    'Least squares with little penalty is worst with as many samples as features, however few the latent dimensions.',
  formula: 'square loss, λ ≪ 1, κ★ > 0: Q and ε at n = p exceed those at n = 0.6 p and n = 1.6 p',
  catches: 'a peak at n = d: samples counted per latent dimension',
  needs: ['hidden-manifold.fixed-point'],
  model: fc.record({
    activation: fc.constantFrom('erf' as const, 'sign' as const, 'relu' as const, 'tanh' as const),
    gamma: uniform(0.1, 0.5, 8),
    projection: fc.constantFrom('gaussian' as const, 'orthogonal' as const),
    loss: fc.constant('square' as const),
    lambda: logUniform(1e-8, 1e-6),
    alpha: fc.constant(1),
  }),
  async check(bench, model) {
    const peak = await manifold(bench, model);
    const few = await manifold(bench, { ...model, alpha: 0.6 });
    const many = await manifold(bench, { ...model, alpha: 1.6 });
    return [few, many].flatMap((side, k) =>
      (['norm', 'generalisationError'] as const).map((field) =>
        atMost(`${field}, ${k ? 'more' : 'fewer'} samples`, side[field], peak[field], conditioning),
      ),
    );
  },
  cost: 'moderate',
  sources: ['gerace2020', 'mei2022'],
});

export const manifoldFixedPointLaws = [
  reduction,
  assembled,
  objective,
  envelope,
  units,
  doubleDescent,
] as const;
