import fc from 'fast-check';
import {
  alphas,
  lambdas,
  logUniform,
  losses,
  mixtureQuestions,
  uniform,
} from '../../oracles/arbitraries/index.ts';
import type { Loss } from '../../oracles/types/index.ts';
import { normalCdf, normalDensity } from '../../reference/numerics/normal.ts';
import { conditioning } from '../conditioned.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import { averaged, marginAverages } from '../erm/margin-averages.ts';
import { lossValue } from '../erm/models.ts';
import { difference, exact, type Measured, quotient, root, scaled, sum } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { type Mixture, mixture } from './questions.ts';

const moderate = mixtureQuestions().filter(
  ({ alpha, lambda }) => alpha > 0.1 && alpha < 10 && lambda > 0.03 && lambda < 30,
);

const errors = law<Mixture>({
  id: 'gaussian-mixture/error-is-overlap-of-tails',
  statement: 'A fresh sample is misjudged where its Gaussian field crosses the threshold.',
  formula: 'ε = Σ_y p_y Φ(−(m + y b)/√q_y)',
  catches: 'an intercept with the wrong sign in one class; q for √q; equal weights of rare classes',
  needs: ['gaussian-mixture.fixed-point'],
  model: mixtureQuestions(),
  async check(bench, model) {
    const point = await mixture(bench, model);
    const tail = (y: 1 | -1, q: Measured): Measured => {
      const field = sum(point.overlap, scaled(y, point.bias));
      // Without weights (the hinge can ignore a rare class) the intercept alone decides.
      if (q.value === 0) return exact(field.value > 0 ? 0 : 1);
      const t = quotient(field, root(q));
      // Φ falls fastest at the end of the error that is nearer to the threshold.
      const nearest = Math.max(0, Math.abs(t.value) - t.error);
      return { value: normalCdf(-t.value), error: normalDensity(nearest) * t.error };
    };
    const expected = sum(
      scaled(model.probability, tail(1, point.normPlus)),
      scaled(1 - model.probability, tail(-1, point.normMinus)),
    );
    return [equal('ε', point.generalisationError, expected, conditioning)];
  },
  cost: 'moderate',
  sources: ['loureiro2021mixture'],
});

const symmetric = law<Mixture>({
  id: 'gaussian-mixture/classes-have-no-name',
  statement: 'Rename the classes: the weights stay, the intercept changes its sign.',
  formula: 'p₊ ↔ p₋, Σ₊ ↔ Σ₋: m, ε, E_t, ‖w‖² the same, q₊ ↔ q₋, V₊ ↔ V₋, b → −b',
  catches: 'p₊ used for both classes; an intercept added to the margin in place of the field',
  needs: ['gaussian-mixture.fixed-point'],
  model: mixtureQuestions(),
  async check(bench, model) {
    const before = await mixture(bench, model);
    const { plus, minus } = model.spectrum;
    const after = await mixture(bench, {
      ...model,
      probability: 1 - model.probability,
      spectrum: { ...model.spectrum, plus: minus, minus: plus },
    });
    return [
      ...(
        ['overlap', 'generalisationError', 'trainingLoss', 'trainingError', 'weightNorm'] as const
      ).map((field) => equal(field, after[field], before[field], conditioning)),
      equal('q₊ ↔ q₋', after.normPlus, before.normMinus, conditioning),
      equal('V₊ ↔ V₋', after.widthPlus, before.widthMinus, conditioning),
      equal('b → −b', after.bias, scaled(-1, before.bias), conditioning),
    ];
  },
  cost: 'moderate',
  sources: ['loureiro2021mixture'],
});

const units = law<Mixture & { readonly scale: number }>({
  id: 'gaussian-mixture/units',
  statement: 'Inputs c times larger under a penalty c² times larger are the same inputs.',
  formula: '(s₊, s₋, t, λ) → c² (s₊, s₋, t, λ): ‖w‖² → ‖w‖²/c², all else unchanged',
  catches: '‖μ‖ = 1 taken for granted; a penalty on the intercept',
  needs: ['gaussian-mixture.fixed-point'],
  model: fc
    .record({ question: mixtureQuestions(), scale: fc.constantFrom(2, 0.5, 3) })
    .map(({ question, scale }) => ({ ...question, scale })),
  async check(bench, { scale, ...model }) {
    const c = scale * scale;
    const { weights, plus, minus, mean } = model.spectrum;
    const larger = (xs: readonly number[]) => xs.map((x) => c * x);
    const before = await mixture(bench, model);
    const after = await mixture(bench, {
      ...model,
      lambda: c * model.lambda,
      spectrum: { weights, plus: larger(plus), minus: larger(minus), mean: larger(mean) },
    });
    return [
      ...(
        [
          'overlap',
          'normPlus',
          'widthMinus',
          'bias',
          'generalisationError',
          'trainingLoss',
        ] as const
      ).map((field) => equal(field, after[field], before[field], conditioning)),
      equal('‖w‖²', scaled(c, after.weightNorm), before.weightNorm, conditioning),
    ];
  },
  cost: 'moderate',
  sources: ['loureiro2021mixture'],
});

const virial = law<Mixture>({
  id: 'gaussian-mixture/virial',
  statement:
    'The samples pull the weights outwards as much as the penalty pulls them in; a free intercept they do not pull.',
  formula: 'α Σ_y p_y E[f x] = λ‖w‖²/d,   Σ_y p_y E ℓ(x) = E_t,   b free: Σ_y y p_y E f = 0',
  catches: 'a penalised intercept; class weights left out; q for ‖w‖²/d',
  needs: ['gaussian-mixture.fixed-point', 'erm.proximal'],
  model: moderate,
  async check(bench, model) {
    const point = await mixture(bench, model);
    const { loss, alpha, lambda, probability: p } = model;
    const [f, pull, cost] = await marginAverages(bench, loss, {
      mean: sum(point.overlap, point.bias),
      variance: point.normPlus,
      width: point.widthPlus,
    });
    const [g, push, price] = await marginAverages(bench, loss, {
      mean: difference(point.overlap, point.bias),
      variance: point.normMinus,
      width: point.widthMinus,
    });
    const mixed = (a: Measured, b: Measured) => sum(scaled(p, a), scaled(1 - p, b));
    const because = `${conditioning}; ${averaged}`;
    return [
      equal('α E f x', scaled(alpha, mixed(pull, push)), scaled(lambda, point.weightNorm), because),
      equal('E ℓ(x)', mixed(cost, price), point.trainingLoss, because),
      ...(model.bias === 'free'
        ? [equal('pull on b', scaled(p, f), scaled(1 - p, g), because)]
        : [equal('b', point.bias, 0)]),
    ];
  },
  cost: 'moderate',
  sources: ['loureiro2021mixture', 'mignacco2020'],
});

const envelope = law<Mixture>({
  id: 'gaussian-mixture/envelope',
  statement:
    'The minimum of a mixture, intercept included, rises with the penalty by half the squared length of the weights.',
  formula: 'd(α E_t + λ‖w‖²/2d)/dλ = ‖w‖²/2d,   E_t + λ‖w‖²/(2n) ≤ ℓ(0)',
  catches: 'a training loss of another convention; a hinge loss without its factor √q',
  needs: ['gaussian-mixture.fixed-point'],
  model: moderate,
  async check(bench, model) {
    const cost = async (lambda: number) => {
      const { trainingLoss, weightNorm } = await mixture(bench, { ...model, lambda });
      return sum(scaled(model.alpha, trainingLoss), scaled(lambda / 2, weightNorm));
    };
    const { weightNorm } = await mixture(bench, model);
    const slope = await derivative(cost, model.lambda, model.lambda, bench.accuracy);
    const nothing = model.alpha * lossValue(model.loss, 0);
    return [
      equal('dA/dλ', slope, scaled(0.5, weightNorm), differenced),
      atMost('objective ≤ ℓ(0)', await cost(model.lambda), nothing, conditioning),
    ];
  },
  cost: 'expensive',
  sources: ['loureiro2021mixture'],
});

interface Spheres {
  readonly loss: Loss;
  readonly alpha: number;
  readonly variance: number;
  readonly lambda: number;
}

const spheres = fc.record({
  loss: losses(),
  alpha: alphas(0.1, 20),
  variance: logUniform(0.2, 5),
  lambda: lambdas(1e-3, 1e3),
});

const sphere = ({ loss, alpha, variance, lambda }: Spheres): Mixture => ({
  loss,
  alpha,
  lambda,
  bias: 'none',
  probability: 0.5,
  spectrum: { weights: [1], plus: [variance], minus: [variance], mean: [1] },
});

const bayes = law<Spheres>({
  id: 'gaussian-mixture/spheres-bayes-and-hebb',
  statement: 'Two spheres are told apart best by the sum of their samples: Bayes is the Hebb rule.',
  formula: 'ε ≥ Φ(−√(α/(Δ(α + Δ)))), with equality for λ → ∞',
  catches: 'Δ as a standard deviation; an optimal penalty that is finite; α of one class',
  needs: ['gaussian-mixture.fixed-point'],
  model: spheres,
  async check(bench, spheres) {
    const { alpha, variance } = spheres;
    const limit = normalCdf(-Math.sqrt(alpha / (variance * (alpha + variance))));
    const errorAt = async (lambda: number) =>
      (await mixture(bench, sphere({ ...spheres, lambda }))).generalisationError;
    const large = 300 * (1 + alpha) * (1 + variance);
    const near = await errorAt(large);
    const far = await errorAt(10 * large);
    return [
      atMost('Bayes ≤ ε', limit, await errorAt(spheres.lambda), conditioning),
      equal('ε at large λ', far, limit, {
        amount: Math.abs(near.value - far.value) / 4,
        because: 'a quarter of the last step towards the limit, which is more than what is left',
      }),
    ];
  },
  cost: 'moderate',
  sources: ['mignacco2020'],
});

const discriminant = law<Mixture>({
  id: 'gaussian-mixture/discriminant-limit',
  statement: 'With many samples every loss finds the linear discriminant, which none ever beats.',
  formula: 'balanced, Σ₊ = Σ₋: ε ≥ Φ(−√⟨t/s⟩), approached like 1/α',
  catches: '⟨t⟩/⟨s⟩ for ⟨t/s⟩; a mean that counts twice as the distance of the clusters',
  needs: ['gaussian-mixture.fixed-point'],
  model: fc
    .record({
      loss: losses(),
      lambda: logUniform(0.05, 0.5),
      share: uniform(0.1, 0.9, 8),
      plus: fc.tuple(logUniform(0.5, 3), logUniform(0.5, 3)),
    })
    .map(({ loss, lambda, share, plus }) => ({
      loss,
      lambda,
      alpha: 100,
      bias: 'none' as const,
      probability: 0.5,
      spectrum: {
        weights: [0.5, 0.5],
        plus,
        minus: plus,
        mean: [2 * share, 2 * (1 - share)],
      },
    })),
  async check(bench, model) {
    const { weights, plus, mean } = model.spectrum;
    const separation = weights.reduce((total, w, j) => total + (w * mean[j]) / plus[j], 0);
    const limit = normalCdf(-Math.sqrt(separation));
    const errorAt = async (alpha: number) =>
      (await mixture(bench, { ...model, alpha })).generalisationError;
    const [all, half, quarter] = [await errorAt(100), await errorAt(50), await errorAt(25)];
    const fine = difference(scaled(2, all), half);
    const coarse = difference(scaled(2, half), quarter);
    return [
      atMost('discriminant ≤ ε', limit, all, conditioning),
      equal('ε extrapolated in 1/α', fine, limit, {
        amount: 3 * Math.abs(fine.value - coarse.value),
        because: `${conditioning}; thrice the last step of the extrapolation, which falls at least like 1/α`,
      }),
    ];
  },
  cost: 'moderate',
  sources: ['mignacco2020', 'loureiro2021mixture'],
});

export const gaussianMixtureLaws = [
  errors,
  symmetric,
  units,
  virial,
  envelope,
  bayes,
  discriminant,
] as const;
