import fc from 'fast-check';
import { logUniform, oneOf, priors } from '../../oracles/arbitraries/index.ts';
import type { PriorSpec } from '../../reference/priors/prior.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import { difference, exact, scaled, sum } from '../measured.ts';
import { moments, priorEntropy, scaledPrior } from '../models.ts';
import { atMost, equal } from '../near.ts';
import { priorPotential } from '../questions.ts';

/** A weight seen through B = r w + √r ξ. */
interface Sight {
  readonly prior: PriorSpec;
  readonly conjugate: number;
}

const conjugates = oneOf(
  [1, fc.constant(1)],
  [4, logUniform(1e-3, 100)],
  [1, logUniform(1e-6, 1e4)],
);

const sights: fc.Arbitrary<Sight> = fc.record({ prior: priors(), conjugate: conjugates });

const overlapIsDerivative = law<Sight>({
  id: 'glm/prior-overlap-is-derivative',
  statement: 'The overlap of a weight with its estimate is twice the slope of its potential.',
  formula: 'M(r) = 2 Φ_w′(r)',
  catches: 'the factor 2 of the I-MMSE relation lost or doubled',
  needs: ['glm.prior-potential'],
  model: fc.record({
    prior: priors(),
    conjugate: oneOf([1, fc.constant(1)], [4, logUniform(0.01, 100)]),
  }),
  async check(bench, { prior, conjugate }) {
    // A discrete prior decides between two values while r gap² changes by a few units; the kink of
    // a sparse one is passed while ln r changes by a fraction.
    const slope = await derivative(
      async (r) => (await priorPotential(bench, prior, r)).potential,
      conjugate,
      conjugate,
      bench.accuracy,
    );
    const { overlap } = await priorPotential(bench, prior, conjugate);
    return [equal('M against 2 Φ_w′', overlap, scaled(2, slope), differenced)];
  },
  cost: 'cheap',
  sources: ['guo2005'],
});

const errorIsComplement = law<Sight>({
  id: 'glm/prior-mse-is-rho-minus-overlap',
  statement: 'On the Nishimori line the error and the overlap add up to the second moment.',
  formula: 'mmse(r) = ρ − M(r)',
  catches: 'ρ − 2m + q with q ≠ m: a prior that does not match the teacher',
  needs: ['glm.prior-potential'],
  model: sights,
  async check(bench, { prior, conjugate }) {
    const { overlap, meanSquareError } = await priorPotential(bench, prior, conjugate);
    return [equal('M + mmse', sum(overlap, meanSquareError), moments(prior).secondMoment)];
  },
  cost: 'cheap',
  sources: ['nishimori1980', 'iba1999'],
});

const blind = law<PriorSpec>({
  id: 'glm/prior-potential-blind',
  statement: 'A weight that is not seen has no potential, and its best guess is its mean.',
  formula: 'Φ_w(0) = 0, M(0) = (E w)², mmse(0) = Var w',
  catches: 'the mean of the prior forgotten: M(0) = 0 for every prior',
  needs: ['glm.prior-potential'],
  model: priors(),
  async check(bench, prior) {
    const answer = await priorPotential(bench, prior, 0);
    const { mean, secondMoment } = moments(prior);
    return [
      equal('Φ_w(0)', answer.potential, 0),
      equal('M(0)', answer.overlap, mean ** 2),
      equal('mmse(0)', answer.meanSquareError, secondMoment - mean ** 2),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const gaussianIsWorst = law<Sight>({
  id: 'glm/prior-gaussian-least-favourable',
  statement: 'Of all priors of a given variance the Gaussian is the hardest to estimate.',
  formula: '0 ≤ mmse(r) ≤ v/(1 + v r), v = Var w; equality for the Gaussian',
  catches: 'an SNR of √r or r² in the equivalent scalar channel',
  needs: ['glm.prior-potential'],
  model: sights,
  async check(bench, { prior, conjugate }) {
    const { meanSquareError } = await priorPotential(bench, prior, conjugate);
    const { mean, secondMoment } = moments(prior);
    const v = secondMoment - mean ** 2;
    const worst = v / (1 + v * conjugate);
    return [
      atMost('0 ≤ mmse', 0, meanSquareError),
      atMost('mmse ≤ v/(1 + v r)', meanSquareError, worst),
      ...(prior.kind === 'gaussian' ? [equal('mmse of a Gaussian', meanSquareError, worst)] : []),
    ];
  },
  cost: 'cheap',
  sources: ['guo2011'],
});

const convex = law<Sight & { readonly more: number }>({
  id: 'glm/prior-potential-convex',
  statement: 'A better view never hurts: the overlap grows with r and the potential is convex.',
  formula: 'r₁ < r₂: M(r₁)/2 ≤ [Φ_w(r₂) − Φ_w(r₁)]/(r₂ − r₁) ≤ M(r₂)/2',
  catches: 'a fixed quadrature that misses the narrow features of a sparse prior at large r',
  needs: ['glm.prior-potential'],
  model: fc
    .record({ sight: sights, more: logUniform(1.05, 10) })
    .map(({ sight, more }) => ({ ...sight, more })),
  async check(bench, { prior, conjugate, more }) {
    const low = await priorPotential(bench, prior, conjugate);
    const high = await priorPotential(bench, prior, conjugate * more);
    const run = conjugate * more - conjugate;
    const rise = difference(high.potential, low.potential);
    return [
      atMost('M(r₁) ≤ M(r₂)', low.overlap, high.overlap),
      atMost('mmse(r₂) ≤ mmse(r₁)', high.meanSquareError, low.meanSquareError),
      atMost('slope at r₁ against the chord', scaled(run / 2, low.overlap), rise),
      atMost('chord against the slope at r₂', rise, scaled(run / 2, high.overlap)),
    ];
  },
  cost: 'cheap',
  sources: ['guo2011'],
});

const informationBounds = law<Sight>({
  id: 'glm/prior-information-bounds',
  statement: 'What is learned about a weight is not negative, nor more than there is to know.',
  formula: '0 ≤ ρ r/2 − Φ_w(r) ≤ min(H(P_w), ½ ln(1 + r Var w))',
  catches: 'a potential computed from an unnormalised prior, or with −r/2 lost',
  needs: ['glm.prior-potential'],
  model: sights,
  async check(bench, { prior, conjugate }) {
    const { potential } = await priorPotential(bench, prior, conjugate);
    const { mean, secondMoment } = moments(prior);
    const information = difference(exact((secondMoment * conjugate) / 2), potential);
    const capacity = 0.5 * Math.log1p(conjugate * (secondMoment - mean ** 2));
    return [
      atMost('0 ≤ I', 0, information),
      atMost('I ≤ the most', information, Math.min(priorEntropy(prior), capacity)),
    ];
  },
  cost: 'cheap',
  sources: ['cover2006', 'guo2005'],
});

const units = law<Sight & { readonly scale: number }>({
  id: 'glm/prior-potential-units',
  statement:
    'Measuring weights in other units rescales the signal-to-noise ratio, and nothing else.',
  formula: 'w → c w: Φ_w(r) = Φ₁(c² r), M(r) = c² M₁(c² r), mmse likewise',
  catches: 'variance taken for standard deviation; a unit second moment taken for granted',
  needs: ['glm.prior-potential'],
  model: fc
    .record({ sight: sights, scale: fc.constantFrom(2, 0.5, 4) })
    .map(({ sight, scale }) => ({ ...sight, scale })),
  async check(bench, { prior, conjugate, scale: c }) {
    const plain = await priorPotential(bench, prior, c * c * conjugate);
    const rescaled = await priorPotential(bench, scaledPrior(prior, c), conjugate);
    return [
      equal('Φ_w', rescaled.potential, plain.potential),
      equal('M', rescaled.overlap, scaled(c * c, plain.overlap)),
      equal('mmse', rescaled.meanSquareError, scaled(c * c, plain.meanSquareError)),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const mixture = law<{ readonly density: number; readonly conjugate: number }>({
  id: 'glm/prior-sparse-known-support',
  statement: 'Being told which weights are zero can only help, and by no more than that bit.',
  formula: 's mmse_S(r) ≤ mmse(r),   I_genie ≤ I ≤ I_genie + H₂(s),   I_genie = s I_S(r)',
  catches: 'a density and its complement exchanged; the spike at zero smoothed away',
  needs: ['glm.prior-potential'],
  model: fc.record({
    density: oneOf([1, fc.constant(0.5)], [3, logUniform(0.02, 0.95)]),
    conjugate: conjugates,
  }),
  async check(bench, { density: s, conjugate: r }) {
    const sparse = await priorPotential(
      bench,
      { kind: 'gauss-bernoulli', density: s, variance: 1 },
      r,
    );
    const dense = await priorPotential(bench, { kind: 'gaussian', variance: 1 }, r);
    const information = difference(exact((s * r) / 2), sparse.potential);
    const genie = scaled(s, difference(exact(r / 2), dense.potential));
    const support = -s * Math.log(s) - (1 - s) * Math.log1p(-s);
    return [
      atMost('s mmse_S ≤ mmse', scaled(s, dense.meanSquareError), sparse.meanSquareError),
      atMost('I ≤ I_genie + H₂(s)', information, sum(genie, support)),
      atMost('I_genie ≤ I', genie, information),
    ];
  },
  cost: 'cheap',
  sources: ['cover2006'],
});

export const priorPotentialLaws = [
  overlapIsDerivative,
  errorIsComplement,
  blind,
  gaussianIsWorst,
  convex,
  informationBounds,
  units,
  mixture,
] as const;
