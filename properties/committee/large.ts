import fc from 'fast-check';
import type { LargeQuestion } from '../../oracles/arbitraries/committee.ts';
import { logUniform, uniform } from '../../oracles/arbitraries/index.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import { overInterval } from '../integrals.ts';
import { difference, type Measured, product, quotient, scaled, sum, through } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { ask, outputPotential } from '../questions.ts';
import { gaussian, largeAt, largeUnspecialisedAt, thresholdAt } from './questions.ts';

const needs = ['committee.large'];

/** The specialised state from a little above its spinodal at 7.169 on. */
const specialised: fc.Arbitrary<number> = fc.oneof(uniform(7.4, 9, 160), logUniform(9, 100));

const questions: fc.Arbitrary<LargeQuestion> = fc.oneof(
  specialised.map((alphaPerUnit) => ({ alphaPerUnit, branch: 'specialised' as const })),
  logUniform(0.1, 100).map((alphaPerUnit) => ({
    alphaPerUnit,
    branch: 'unspecialised' as const,
  })),
);

/** cos(π ε) */
const cosine = (e: Measured): Measured => through(e, (x) => Math.cos(Math.PI * x), Math.PI);

/** γ(q_d) = (2/π)[1 − q + arcsin q], whose slope is at most 1/√(1 − q²). */
const shared = (q: Measured): Measured =>
  through(
    q,
    (x) => (2 / Math.PI) * (1 - x + Math.asin(Math.min(1, x))),
    1 / Math.sqrt(Math.max(1e-300, 1 - q.value * q.value)),
  );

const angles = law<LargeQuestion>({
  id: 'committee/large-errors-are-angles',
  statement: 'The errors of many units are the angles of one number that they share.',
  formula: 'cos π ε = cos² π ε_B = γ = (2/π)[1 − q_d + arcsin q_d]',
  catches:
    'the square root in the error of the most probable label; the mean-square error for half of it',
  needs,
  model: questions,
  async check(bench, { alphaPerUnit, branch }) {
    const state = await largeAt(bench, alphaPerUnit, branch);
    const half = cosine(state.bayesClassification);
    const gamma = cosine(state.generalisationError);
    const why = 'accuracy of the answers, and what it leaves of a cosine near one';
    return [
      equal('cos π ε = cos² π ε_B', gamma, product(half, half), why),
      equal('cos π ε = γ(q_d)', gamma, shared(state.specialisation), why),
    ];
  },
  cost: 'cheap',
  sources: ['aubin2018', 'schwarze1993'],
});

const perceptron = law<LargeQuestion>({
  id: 'committee/large-committee-errs-as-a-perceptron',
  statement: 'To its outputs a committee of many units is one perceptron.',
  formula: 'ε and ε_B are the Gibbs and Bayes errors of y = sign(z) at overlap γ',
  catches: 'Gibbs and Bayes errors exchanged; γ for √γ',
  needs: ['committee.large', 'glm.generalisation-error'],
  model: questions,
  async check(bench, { alphaPerUnit, branch }) {
    const state = await largeAt(bench, alphaPerUnit, branch);
    const { value: gamma, error } = shared(state.specialisation);
    const one = await ask(
      bench,
      'glm.generalisation-error',
      { channel: { kind: 'sign' }, secondMoment: 1, overlap: Math.min(gamma, 1 - 1e-15) },
      { bayesClassification: 0, gibbsClassification: 0 },
    );
    const slack = {
      amount: error / Math.sqrt(Math.max(1e-300, 1 - gamma)),
      because: 'the overlap that was asked for is made of an answer',
    };
    return [
      equal('ε', state.generalisationError, one.gibbsClassification, slack),
      equal('ε_B', state.bayesClassification, one.bayesClassification, slack),
    ];
  },
  cost: 'cheap',
  sources: ['aubin2018', 'barbier2019'],
});

const stationary = law<{ readonly alphaPerUnit: number }>({
  id: 'committee/large-specialised-state-is-stationary',
  statement: 'In the specialised state what the outputs pull is what the overlap costs.',
  formula: 'q_d/(1 − q_d) = α̃ A_sign(γ) γ′(q_d),   γ′ = (2/π)[(1 − q_d²)^{−1/2} − 1]',
  catches: 'the unstable state of the two; 2Ψ′ for Ψ′; q_a = 1 for q_a = 1 − q_d',
  needs: ['committee.large', 'glm.output-potential'],
  model: fc.record({ alphaPerUnit: fc.oneof(uniform(7.4, 9, 160), logUniform(9, 40)) }),
  async check(bench, { alphaPerUnit }) {
    const { specialisation: q } = await largeAt(bench, alphaPerUnit, 'specialised');
    const { conjugatePerAlpha } = await outputPotential(
      bench,
      { kind: 'sign' },
      1,
      shared(q).value,
    );
    const root = Math.sqrt(1 - q.value * q.value);
    const slope = (2 / Math.PI) * (1 / root - 1);
    const pull = scaled(alphaPerUnit * slope, conjugatePerAlpha);
    const missing = 1 - q.value;
    return [
      equal('q/(1 − q)', pull, q.value / missing, {
        // Both sides move like 1/(1 − q), and 1 − q is known to the error of q
        amount: (4 * q.error * (q.value / missing)) / missing,
        because: 'accuracy of q_d relative to what is missing to one',
      }),
    ];
  },
  cost: 'cheap',
  sources: ['aubin2018', 'schwarze1993'],
});

const envelope = law<LargeQuestion>({
  id: 'committee/large-envelope',
  statement: 'One more sample per weight changes the free entropy of many units by that of a sign.',
  formula: 'd(f/K)/dα̃ = Ψ_sign(γ),   γ = cos π ε',
  catches: 'f for f/K; a missing α̃ Ψ; ln(1 − q) without its half',
  needs: ['committee.large', 'glm.output-potential'],
  model: questions.filter(({ alphaPerUnit }) => alphaPerUnit < 40),
  async check(bench, { alphaPerUnit, branch }) {
    const state = await largeAt(bench, alphaPerUnit, branch);
    const gamma = cosine(state.generalisationError);
    const { potential, conjugatePerAlpha } = await outputPotential(
      bench,
      { kind: 'sign' },
      1,
      gamma.value,
    );
    const slope = await derivative(
      async (a) => (await largeAt(bench, a, branch)).freeEntropyPerUnit,
      alphaPerUnit,
      branch === 'specialised' ? 0.5 * (alphaPerUnit - 7.17) : alphaPerUnit,
      bench.accuracy,
    );
    return [
      equal('d(f/K)/dα̃', slope, potential, {
        amount: conjugatePerAlpha.value * gamma.error,
        because: `${differenced}; γ is made of an answer`,
      }),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2018'],
});

const crossing = law<{ readonly away: number; readonly above: boolean }>({
  id: 'committee/large-states-cross-at-the-threshold',
  statement:
    'The free entropies of both states of many units are equal at the information-theoretic threshold: before it the specialised state is metastable.',
  formula: 'f_s(α̃_IT) = f_u(α̃_IT),   f_s < f_u before, f_s > f_u after;   α̃_spinodal < α̃_IT',
  catches: 'the spinodal called the threshold; a threshold rounded to 7.65',
  needs: ['committee.large', 'committee.threshold'],
  model: fc.record({ away: logUniform(1e-4, 0.04), above: fc.boolean() }),
  async check(bench, { away, above }) {
    const threshold = await thresholdAt(bench, 'infinite', gaussian, 'information-theoretic');
    const spinodal = await thresholdAt(bench, 'infinite', gaussian, 'spinodal');
    const gain = async (alpha: number) => {
      const apart = await largeAt(bench, alpha, 'specialised');
      const alike = await largeAt(bench, alpha, 'unspecialised');
      return difference(apart.freeEntropyPerUnit, alike.freeEntropyPerUnit);
    };
    const off = await gain(threshold.value * (above ? 1 + away : 1 - away));
    return [
      equal('f_s = f_u at α̃_IT', await gain(threshold.value), 0, {
        amount: threshold.error,
        because: 'both slopes are below one; the threshold is an answer',
      }),
      above ? atMost('f_u < f_s after', 0, off) : atMost('f_s < f_u before', off, 0),
      atMost('α̃_spinodal < α̃_IT', spinodal, threshold),
    ];
  },
  cost: 'cheap',
  sources: ['aubin2018', 'schwarze1993'],
});

const areas = law<{ readonly alphaPerUnit: number }>({
  id: 'committee/large-equal-areas',
  statement:
    'Past the threshold, what the specialised state has gained is the area between the surprises of both.',
  formula: 'f_s(α̃) − f_u(α̃) = ∫ from α̃_IT to α̃ of [Ψ(γ_s) − Ψ(2/π)] dα̃′',
  catches: 'a threshold from another condition than equal free entropies; the unstable state',
  needs: ['committee.large', 'committee.threshold', 'glm.output-potential'],
  model: fc.record({ alphaPerUnit: uniform(8, 14, 60) }),
  async check(bench, { alphaPerUnit }) {
    const threshold = await thresholdAt(bench, 'infinite', gaussian, 'information-theoretic');
    const sign = { kind: 'sign' } as const;
    const flat = (await outputPotential(bench, sign, 1, 2 / Math.PI)).potential;
    const [area] = await overInterval(
      async (alpha) => {
        const state = await largeAt(bench, alpha, 'specialised');
        const gamma = cosine(state.generalisationError);
        const there = await outputPotential(bench, sign, 1, gamma.value);
        const psi = {
          value: there.potential.value,
          error: there.potential.error + there.conjugatePerAlpha.value * gamma.error,
        };
        return [difference(psi, flat)];
      },
      threshold.value,
      alphaPerUnit,
      32,
    );
    const apart = await largeAt(bench, alphaPerUnit, 'specialised');
    const alike = await largeAt(bench, alphaPerUnit, 'unspecialised');
    return [
      equal('f_s − f_u', difference(apart.freeEntropyPerUnit, alike.freeEntropyPerUnit), area, {
        amount: threshold.error,
        because: 'the area begins at an answer; the error of the rule, from every other node',
      }),
    ];
  },
  cost: 'moderate',
  sources: ['schwarze1993', 'aubin2018'],
});

const start = law<{ readonly alpha: number }>({
  id: 'committee/large-unspecialised-is-a-perceptron',
  statement:
    'With few samples only the sum of the units is learned, as by a perceptron whose labels are blurred.',
  formula:
    'q_a/(1 − q_a) = α (2/π) A_sign(2 q_a/π),   f = ½ [q_a + ln(1 − q_a)] + α Ψ_sign(2 q_a/π)',
  catches: 'the factor 2/π in the overlap or in its conjugate, lost or counted twice',
  needs: ['committee.large-unspecialised', 'glm.output-potential'],
  model: fc.record({ alpha: logUniform(0.05, 100) }),
  async check(bench, { alpha }) {
    const { overlap: q, freeEntropy } = await largeUnspecialisedAt(bench, alpha);
    const there = await outputPotential(bench, { kind: 'sign' }, 1, (2 / Math.PI) * q.value);
    const missing = 1 - q.value;
    return [
      equal(
        'q/(1 − q)',
        scaled((2 / Math.PI) * alpha, there.conjugatePerAlpha),
        q.value / missing,
        {
          amount: (4 * q.error) / (missing * missing),
          because: 'accuracy of q_a relative to what is missing to one',
        },
      ),
      equal(
        'f',
        freeEntropy,
        sum((q.value + Math.log1p(-q.value)) / 2, scaled(alpha, there.potential)),
        {
          // ∂f/∂q = 0, but for the two parts apart
          amount: q.error / missing,
          because: 'q_a is an answer',
        },
      ),
    ];
  },
  cost: 'cheap',
  sources: ['aubin2018', 'schwarze1993'],
});

const plateau = law<{ readonly alpha: number }>({
  id: 'committee/large-plateau',
  statement:
    'Many samples that are few per unit leave a plateau: the sum of the units is known, and nothing of their differences.',
  formula:
    'α → ∞:   ε → arccos(2/π)/π, from above, the error of the unspecialised state at n = α̃ K d',
  catches: 'errors that go on falling; γ = q_a for 2 q_a/π',
  needs: ['committee.large-unspecialised', 'committee.large'],
  model: fc.record({ alpha: logUniform(1e3, 1e4) }),
  async check(bench, { alpha }) {
    const few = await largeUnspecialisedAt(bench, alpha);
    const many = await largeAt(bench, 1, 'unspecialised');
    const missing = difference(1, few.overlap);
    return [
      atMost('from above', many.generalisationError, few.generalisationError),
      // dε/dγ = −1/(π √(1 − γ²)), γ short of 2/π by (2/π)(1 − q_a)
      equal(
        '(ε − plateau)/(1 − q_a)',
        quotient(difference(few.generalisationError, many.generalisationError), missing),
        2 / Math.PI ** 2 / Math.sqrt(1 - (2 / Math.PI) ** 2),
        { amount: 10 / alpha, because: 'the next order in 1/α' },
      ),
    ];
  },
  cost: 'cheap',
  sources: ['aubin2018'],
});

export const committeeLargeLaws = [
  angles,
  perceptron,
  stationary,
  envelope,
  crossing,
  areas,
  start,
  plateau,
] as const;
