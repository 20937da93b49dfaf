import fc from 'fast-check';
import { logUniform, oneOf, priors, uniform } from '../../oracles/arbitraries/index.ts';
import type { PriorSpec } from '../../reference/priors/prior.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import { exact, scaled } from '../measured.ts';
import { isSymmetric, moments, scaledPrior } from '../models.ts';
import { atMost, equal } from '../near.ts';
import { priorDenoiser } from '../questions.ts';

/** The scalar denoiser: the posterior of one weight given exp(B w − A w²/2). */
interface Question {
  readonly prior: PriorSpec;
  readonly precision: number;
  readonly field: number;
}

/** A from useless to overwhelming; B where such observations fall, and far in its tails. */
const questions: fc.Arbitrary<Question> = fc
  .record({
    prior: priors(),
    precision: oneOf([1, fc.constant(1)], [1, fc.constant(0)], [4, logUniform(1e-3, 1e3)]),
    deviation: oneOf([4, uniform(-4, 4)], [1, uniform(-12, 12)]),
  })
  .map(({ prior, precision, deviation }) => {
    const { secondMoment } = moments(prior);
    const spread = Math.sqrt(precision + precision ** 2 * secondMoment) || 1;
    return { prior, precision, field: deviation * spread };
  });

/** The width in B over which the tilted prior changes: the step of a difference must resolve it. */
export function fieldScale({ prior, precision, field }: Question): number {
  switch (prior.kind) {
    case 'rademacher':
      return 0.5;
    case 'discrete':
      return 1 / (Math.max(...prior.values) - Math.min(...prior.values));
    case 'gaussian':
      return Math.sqrt((1 + precision * prior.variance) / prior.variance);
    case 'gauss-bernoulli': {
      const g = (1 + precision * prior.variance) / prior.variance;
      return Math.min(Math.sqrt(g), g / Math.abs(field));
    }
  }
}

const meanIsDerivative = law<Question>({
  id: 'glm/prior-denoiser-mean',
  statement: 'The posterior mean of a weight is the response of ln Z_w to its field.',
  formula: '⟨w⟩ = ∂_B ln Z_w(A, B)',
  catches: 'the estimate R given where the field B = R/Σ is asked for, or a lost prior mean',
  needs: ['glm.prior-denoiser'],
  model: questions,
  async check(bench, question) {
    const { prior, precision, field } = question;
    const slope = await derivative(
      async (b) => (await priorDenoiser(bench, prior, precision, b)).logPartition,
      field,
      fieldScale(question),
      bench.accuracy,
    );
    const { mean } = await priorDenoiser(bench, prior, precision, field);
    return [equal('⟨w⟩ against ∂_B ln Z_w', mean, slope, differenced)];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const varianceIsDerivative = law<Question>({
  id: 'glm/prior-denoiser-variance',
  statement: 'The posterior variance of a weight is the response of its mean to its field.',
  formula: 'var = ∂_B ⟨w⟩ ≥ 0',
  catches: 'the second moment ⟨w²⟩, or a Σ too many, given for the variance',
  needs: ['glm.prior-denoiser'],
  model: questions,
  async check(bench, question) {
    const { prior, precision, field } = question;
    const slope = await derivative(
      async (b) => (await priorDenoiser(bench, prior, precision, b)).mean,
      field,
      fieldScale(question),
      bench.accuracy,
    );
    const { variance } = await priorDenoiser(bench, prior, precision, field);
    return [
      equal('variance against ∂_B ⟨w⟩', variance, slope, differenced),
      atMost('0 ≤ variance', 0, variance),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const untilted = law<PriorSpec>({
  id: 'glm/prior-denoiser-untilted',
  statement: 'Without an observation the posterior of a weight is its prior.',
  formula: 'A = B = 0: ln Z_w = 0, ⟨w⟩ = E w, var = E w² − (E w)²',
  catches: 'a prior that is not normalised (e.g. Σ over states in place of the average)',
  needs: ['glm.prior-denoiser'],
  model: priors(),
  async check(bench, prior) {
    const { mean, secondMoment } = moments(prior);
    const answer = await priorDenoiser(bench, prior, 0, 0);
    return [
      equal('ln Z_w(0, 0)', answer.logPartition, 0),
      equal('mean', answer.mean, mean),
      equal('variance', answer.variance, secondMoment - mean * mean),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const odd = law<Question>({
  id: 'glm/prior-denoiser-parity',
  statement: 'A symmetric prior has no preferred sign: the denoiser is odd in the field.',
  formula: 'P_w(w) = P_w(−w): ⟨w⟩(A, −B) = −⟨w⟩(A, B), var and ln Z_w even',
  catches: 'a threshold written for positive fields only',
  needs: ['glm.prior-denoiser'],
  model: questions.filter(({ prior }) => isSymmetric(prior)),
  async check(bench, { prior, precision, field }) {
    const right = await priorDenoiser(bench, prior, precision, field);
    const left = await priorDenoiser(bench, prior, precision, -field);
    return [
      equal('⟨w⟩(−B)', left.mean, scaled(-1, right.mean)),
      equal('var(−B)', left.variance, right.variance),
      equal('ln Z_w(−B)', left.logPartition, right.logPartition),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

/** A weight that the prior can produce, and how surely it is recognised when seen with precision A. */
interface Sighting {
  readonly prior: PriorSpec;
  readonly weight: number;
  readonly precision: number;
}

const sightings: fc.Arbitrary<Sighting> = fc
  .record({
    prior: priors(),
    which: fc.nat(63),
    size: uniform(0.5, 2),
    precision: logUniform(1e3, 1e8),
  })
  .map(({ prior, which, size, precision }) => {
    const values = prior.kind === 'discrete' ? prior.values : [-1, 1];
    const atom = values[which % values.length];
    const hasAtoms = prior.kind === 'discrete' || prior.kind === 'rademacher';
    return {
      prior,
      precision,
      weight: hasAtoms ? atom : Math.sign(atom) * size * Math.sqrt(prior.variance),
    };
  });

/** Bounds on |⟨w⟩ − w| and on the posterior variance after seeing w itself, from Bayes' rule. */
function doubt({ prior, weight, precision }: Sighting): { mean: number; variance: number } {
  if (prior.kind === 'discrete' || prior.kind === 'rademacher') {
    const { values, probabilities } =
      prior.kind === 'discrete' ? prior : { values: [-1, 1], probabilities: [0.5, 0.5] };
    const own = probabilities[values.indexOf(weight)];
    const odds = values.map(
      (v, k) => (probabilities[k] / own) * Math.exp((-precision * (v - weight) ** 2) / 2),
    );
    return {
      mean: odds.reduce((s, o, k) => s + o * Math.abs(values[k] - weight), 0),
      variance: odds.reduce((s, o, k) => s + o * (values[k] - weight) ** 2, 0),
    };
  }
  const shrinkage = Math.abs(weight) / (1 + precision * prior.variance);
  if (prior.kind === 'gaussian') return { mean: shrinkage, variance: 1 / precision };
  const g = 1 + precision * prior.variance;
  const density = prior.density;
  // odds of w = 0 against w ≠ 0, when B = A w
  const odds =
    ((1 - density) / density) *
    Math.sqrt(g) *
    Math.exp((-((precision * weight) ** 2) * prior.variance) / (2 * g));
  return {
    mean: shrinkage + odds * Math.abs(weight),
    variance: 1 / precision + odds * weight ** 2,
  };
}

const believed = law<Sighting>({
  id: 'glm/prior-denoiser-precise-observation',
  statement: 'An observation that is precise enough is believed, whatever the prior.',
  formula: 'A → ∞ at B = A w: ⟨w⟩ → w, var → 0, as fast as Bayes’ rule says',
  catches: 'the variance Σ given where the precision A = 1/Σ is asked for',
  needs: ['glm.prior-denoiser'],
  model: sightings,
  async check(bench, sighting) {
    const { prior, weight, precision } = sighting;
    const answer = await priorDenoiser(bench, prior, precision, precision * weight);
    const bound = doubt(sighting);
    return [
      equal('⟨w⟩ against w', answer.mean, weight, {
        amount: bound.mean,
        because: 'what the prior still pulls, a bound from Bayes’ rule',
      }),
      atMost('posterior variance', answer.variance, exact(bound.variance), {
        amount: 1e-300,
        because: 'underflow',
      }),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const units = law<Question & { readonly scale: number }>({
  id: 'glm/prior-denoiser-units',
  statement: 'Measuring weights in other units changes nothing but the numbers.',
  formula: 'w → c w: ⟨w⟩(A, B) = c ⟨w⟩₁(c²A, cB), var = c² var₁, ln Z_w = ln Z_w₁',
  catches: 'a standard deviation used as a variance, a unit variance taken for granted',
  needs: ['glm.prior-denoiser'],
  model: fc
    .record({ question: questions, scale: fc.constantFrom(2, 0.5, 4) })
    .map(({ question, scale }) => ({ ...question, scale })),
  async check(bench, { prior, precision, field, scale: c }) {
    const plain = await priorDenoiser(bench, prior, c * c * precision, c * field);
    const rescaled = await priorDenoiser(bench, scaledPrior(prior, c), precision, field);
    return [
      equal('⟨w⟩', rescaled.mean, scaled(c, plain.mean)),
      equal('var', rescaled.variance, scaled(c * c, plain.variance)),
      equal('ln Z_w', rescaled.logPartition, plain.logPartition),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

export const priorDenoiserLaws = [
  meanIsDerivative,
  varianceIsDerivative,
  untilted,
  odd,
  believed,
  units,
] as const;
