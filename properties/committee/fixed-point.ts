import fc from 'fast-check';
import type { CommitteeQuestion } from '../../oracles/arbitraries/committee.ts';
import { logUniform, uniform } from '../../oracles/arbitraries/index.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import type { Comparison } from '../law.ts';
import { difference, type Measured, quotient, scaled, sum, through } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { fixedPoint } from '../questions.ts';
import {
  fixedPointAt,
  gaussian,
  type Point,
  potentialAt,
  rademacher,
  thresholdAt,
} from './questions.ts';

const needs = ['committee.fixed-point'];

type Question = Omit<CommitteeQuestion, 'units'>;

const unspecialised = (prior: CommitteeQuestion['prior'], high: number): fc.Arbitrary<Question> =>
  logUniform(0.1, high).map((alpha) => ({ prior, alpha, branch: 'unspecialised' as const }));

/** Away from the bifurcation and from the fold. */
const questions: fc.Arbitrary<Question> = fc.oneof(
  unspecialised(gaussian, 30),
  unspecialised(rademacher, 4),
  logUniform(2.5, 12).map((alpha) => ({
    prior: gaussian,
    alpha,
    branch: 'specialised' as const,
  })),
  uniform(1.68, 1.93, 25).map((alpha) => ({
    prior: rademacher,
    alpha,
    branch: 'specialised' as const,
  })),
);

const point = (bench: Parameters<typeof fixedPointAt>[0], { prior, alpha, branch }: Question) =>
  fixedPointAt(bench, prior, alpha, branch);

/** arcsin x, for |x| well below one. */
const arcsine = (x: Measured): Measured =>
  through(x, Math.asin, 1 / Math.sqrt(Math.max(1e-300, 1 - x.value * x.value)));

const half = law<Question>({
  id: 'committee/half-mean-square-error',
  statement: 'Half of the mean-square error of the output is a matter of angles.',
  formula: 'ε = ½ E(y − ŷ)² = ½ [½ − (arcsin q₁₁ + arcsin q₁₂)/π]',
  catches: 'the mean-square error for half of it; the error rate; overlaps exchanged',
  needs,
  model: questions,
  async check(bench, question) {
    const { diagonal, offDiagonal, generalisationError } = await point(bench, question);
    const angles = sum(arcsine(diagonal), arcsine(offDiagonal));
    return [
      equal(
        'ε',
        generalisationError,
        sum(0.25, scaled(-1 / (2 * Math.PI), angles)),
        'accuracy of the answers, and what it leaves of a difference of angles',
      ),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2018'],
});

const gibbs = law<Question>({
  id: 'committee/disagreement-and-square-error',
  statement:
    'Two outputs that differ do so by one or two: disagreement lies between the half square error and four times it.',
  formula: 'ε <= P(y ≠ y′) <= 4 ε,   since E(y − y′)² = 4 ε and |y − y′| ∈ {0, 1, 2}',
  catches: 'the error rate of ±1 labels; a disagreement in which ties never differ',
  needs,
  model: questions,
  async check(bench, question) {
    const { generalisationError: e, gibbsDisagreement: p } = await point(bench, question);
    return [atMost('ε <= P', e, p), atMost('P <= 4 ε', p, scaled(4, e))];
  },
  cost: 'moderate',
  sources: ['aubin2018'],
});

const ordered = law<Question>({
  id: 'committee/overlaps-are-overlaps',
  statement:
    'A unit overlaps most with its own unit of the teacher; on the unspecialised branch with both alike.',
  formula: '0 ⪯ q ⪯ I,   |q₁₂| <= q₁₁,   unspecialised: q₁₁ = q₁₂',
  catches: 'q_a for q_a/K; a specialised answer on the unspecialised branch; swapped units',
  needs,
  model: questions,
  async check(bench, question) {
    const { diagonal, offDiagonal } = await point(bench, question);
    const comparisons: Comparison[] = [
      atMost('q₁₂ <= q₁₁', offDiagonal, diagonal),
      atMost('−q₁₂ <= q₁₁', scaled(-1, offDiagonal), diagonal),
      atMost('q₁₁ + q₁₂ <= 1', sum(diagonal, offDiagonal), 1),
    ];
    if (question.branch === 'unspecialised')
      comparisons.push(equal('q₁₁ = q₁₂', diagonal, offDiagonal));
    return comparisons;
  },
  cost: 'moderate',
  sources: ['aubin2018'],
});

const stationary = law<Question>({
  id: 'committee/gaussian-posterior-of-the-conjugates',
  statement:
    'At a fixed point Gaussian weights have the overlap that the conjugates of the output give them.',
  formula: 'q_± = r_±/(1 + r_±),   r_± = r₁₁ ± r₁₂ = α A_±(q)',
  catches: 'α inverted; r = α ∂Ψ without the 2; convergence declared from the size of a step',
  needs: ['committee.fixed-point', 'committee.output-potential'],
  model: questions.filter(({ prior }) => prior.kind === 'gaussian'),
  async check(bench, question) {
    const { diagonal, offDiagonal } = await point(bench, question);
    // The overlaps as they were answered; what they are off by moves r by its own relative amount
    const alike = question.branch === 'unspecialised';
    const there = await potentialAt(
      bench,
      diagonal.value,
      alike ? diagonal.value : offDiagonal.value,
    );
    const side = (sign: 1 | -1): Comparison => {
      const q = sum(diagonal, scaled(sign, offDiagonal));
      const r = scaled(
        question.alpha,
        sum(there.conjugatePerAlphaDiagonal, scaled(sign, there.conjugatePerAlphaOffDiagonal)),
      );
      const expected = quotient(r, sum(1, r));
      return equal(sign === 1 ? 'q_+' : 'q_−', q, expected, {
        // A_± moves with the overlaps by at most A/V, V = 1 − q of either
        amount: 2 * (diagonal.error + offDiagonal.error) * (1 + expected.value),
        because: 'the overlaps at which the conjugates were asked are themselves answers',
      });
    };
    return alike ? [side(1)] : [side(1), side(-1)];
  },
  cost: 'moderate',
  sources: ['aubin2018'],
});

const envelope = law<Question>({
  id: 'committee/envelope',
  statement: 'One more sample per weight changes the free entropy by the output potential.',
  formula: 'df/dα = Ψ_out(q(α))',
  catches: 'α inverted; a missing α Ψ_out; Tr(r q) for ½ Tr(r q); logarithm to base two',
  needs: ['committee.fixed-point', 'committee.output-potential'],
  model: questions,
  async check(bench, question) {
    const { prior, alpha, branch } = question;
    const { diagonal, offDiagonal } = await point(bench, question);
    const alike = branch === 'unspecialised';
    const { potential } = await potentialAt(
      bench,
      diagonal.value,
      alike ? diagonal.value : offDiagonal.value,
    );
    const slope = await derivative(
      async (a) => (await fixedPointAt(bench, prior, a, branch)).freeEntropy,
      alpha,
      alike ? alpha : 0.1,
      bench.accuracy,
    );
    // dΨ = r₁₁/α dq₁₁ + r₁₂/α dq₁₂, and r/α is at most 1/V
    const missing = 1 - diagonal.value - Math.abs(offDiagonal.value);
    return [
      equal('df/dα', slope, potential, {
        amount: (diagonal.error + offDiagonal.error) / Math.max(1e-3, missing),
        because: `${differenced}; the overlaps at which the potential was asked are answers`,
      }),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2018'],
});

const monotone = law<{ readonly first: Question; readonly ratio: number }>({
  id: 'committee/more-samples-fewer-errors',
  statement:
    'Along a branch more samples leave fewer errors, and each of them tells less than the one before.',
  formula: 'α₁ < α₂ < α₃: ε, P(y ≠ y′) decrease; f decreases and is convex',
  catches: 'α inverted; free energy for free entropy; branches mixed up',
  needs,
  model: fc
    .record({ first: questions, ratio: uniform(1.02, 1.1, 8) })
    .filter(
      ({ first, ratio }) =>
        first.branch === 'unspecialised' ||
        first.alpha * ratio ** 2 < (first.prior.kind === 'gaussian' ? 1e3 : 1.95),
    ),
  async check(bench, { first, ratio }) {
    const points: Point[] = [];
    const alphas = [0, 1, 2].map((k) => first.alpha * ratio ** k);
    for (const alpha of alphas) points.push(await point(bench, { ...first, alpha }));
    const slope = (k: 0 | 1): Measured =>
      scaled(
        1 / (alphas[k + 1] - alphas[k]),
        difference(points[k + 1].freeEntropy, points[k].freeEntropy),
      );
    return [
      ...([0, 1] as const).flatMap((k) => [
        atMost('ε decreases', points[k + 1].generalisationError, points[k].generalisationError),
        atMost('P decreases', points[k + 1].gibbsDisagreement, points[k].gibbsDisagreement),
        atMost('f decreases', points[k + 1].freeEntropy, points[k].freeEntropy),
      ]),
      atMost('f is convex', slope(0), slope(1)),
    ];
  },
  cost: 'expensive',
  sources: ['aubin2018'],
});

const better = law<Question>({
  id: 'committee/specialised-is-better',
  statement: 'Where the units can specialise, the specialised state is likelier and errs less.',
  formula: 'f_s >= f_u,   ε_s <= ε_u',
  catches: 'branches exchanged; units that never specialise because they start alike',
  needs,
  model: questions.filter(({ branch }) => branch === 'specialised'),
  async check(bench, { prior, alpha }) {
    const apart = await fixedPointAt(bench, prior, alpha, 'specialised');
    const alike = await fixedPointAt(bench, prior, alpha, 'unspecialised');
    return [
      atMost('f_u <= f_s', alike.freeEntropy, apart.freeEntropy),
      atMost('ε_s <= ε_u', apart.generalisationError, alike.generalisationError),
      // Not by a hair: the branches differ
      atMost('q_− > 0', 0.01, difference(apart.diagonal, apart.offDiagonal)),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2018'],
});

const few = law<{ readonly alpha: number; readonly prior: CommitteeQuestion['prior'] }>({
  id: 'committee/few-samples',
  statement: 'The first samples are ties half of the time, and tell of the sum of the units only.',
  formula: 'α → 0:   f = −(3/2) ln 2 α + O(α²),   q₁₁ = q₁₂ = α/π + O(α²)',
  catches: 'd/n for n/d; ties dropped; q₁₁ for q₁₁ + q₁₂',
  needs,
  model: fc.record({
    alpha: logUniform(1e-4, 1e-2),
    prior: fc.constantFrom(gaussian, rademacher),
  }),
  async check(bench, { alpha, prior }) {
    const { freeEntropy, diagonal, offDiagonal } = await fixedPointAt(
      bench,
      prior,
      alpha,
      'unspecialised',
    );
    const slack = (amount: number) => ({ amount, because: 'the next order in α' });
    return [
      equal('f', freeEntropy, -1.5 * Math.LN2 * alpha, slack(alpha * alpha)),
      equal('q₁₁', diagonal, alpha / Math.PI, slack(alpha * alpha)),
      equal('q₁₂', offDiagonal, alpha / Math.PI, slack(alpha * alpha)),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2018'],
});

const many = law<{ readonly alpha: number }>({
  id: 'committee/many-samples-make-perceptrons',
  statement:
    'With many samples each specialised unit learns as a perceptron that sees its own sign.',
  formula: 'α → ∞, Gaussian weights:   (1 − q₁₁)/(1 − m) = 1 + O(1/α),   m of y = sign(z)',
  catches: 'half of the samples per unit; ties dropped; α counted per hidden unit',
  needs: ['committee.fixed-point', 'glm.fixed-point'],
  model: fc.record({ alpha: logUniform(30, 300) }),
  async check(bench, { alpha }) {
    const { diagonal } = await fixedPointAt(bench, gaussian, alpha, 'specialised');
    const { meanSquareError } = await fixedPoint(
      bench,
      { prior: { kind: 'gaussian', variance: 1 }, channel: { kind: 'sign' }, alpha },
      'informed',
    );
    return [
      equal('(1 − q₁₁)/(1 − m)', quotient(difference(1, diagonal), meanSquareError), 1, {
        amount: 3 / alpha,
        because: 'what both units leave undecided at once is of the order 1/α of the rest',
      }),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2018', 'barbier2019'],
});

const teacher = law<{ readonly away: number; readonly above: boolean }>({
  id: 'committee/teacher-overtakes-at-the-threshold',
  statement:
    'The unspecialised state of Rademacher weights has the free entropy of the teacher himself at the information-theoretic threshold, more before and less after.',
  formula: 'f_u(α) − (−2 ln 2) changes sign at α_IT',
  catches: '−ln 2 per input for −2 ln 2; the end of a branch called its threshold',
  needs: ['committee.fixed-point', 'committee.threshold'],
  model: fc.record({ away: logUniform(1e-3, 0.3), above: fc.boolean() }),
  async check(bench, { away, above }) {
    const threshold = await thresholdAt(bench, 2, rademacher, 'information-theoretic');
    const at = await fixedPointAt(bench, rademacher, threshold.value, 'unspecialised');
    const off = await fixedPointAt(
      bench,
      rademacher,
      threshold.value * (above ? 1 + away : 1 - away),
      'unspecialised',
    );
    const own = -2 * Math.LN2;
    return [
      equal('f at α_IT', at.freeEntropy, own, {
        amount: 1.5 * Math.LN2 * threshold.error,
        because: 'df/dα is at most the entropy of an output; the threshold is an answer',
      }),
      above ? atMost('f after', off.freeEntropy, own) : atMost('f before', own, off.freeEntropy),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2018'],
});

export const committeeFixedPointLaws = [
  half,
  gibbs,
  ordered,
  stationary,
  envelope,
  monotone,
  better,
  few,
  many,
  teacher,
] as const;
