import { type CommitteeSlip, wrongCommitteeAmp } from './mistakes/wrong-committee-amp.ts';
import { honest, type Mistake, misheard, spoilt } from './mistakes.fixture.ts';

/*
 * Wrong implementations of committee machines, in the manner of mistakes.fixture.ts.
 */

const denoiser = /^committee\.output-denoiser$/;
const potential = /^committee\.output-potential$/;
const fixedPoint = /^committee\.fixed-point$/;
const threshold = /^committee\.threshold$/;
const large = /^committee\.large$/;
const sum = /^committee\.large-unspecialised$/;

const slipped = (slip: CommitteeSlip): Mistake => ({
  id: `committee amp: ${slip}`,
  answer: (oracle, params) =>
    oracle === 'committee.amp' ? wrongCommitteeAmp(params, slip) : honest(oracle, params),
});

const tieOf = (params: object) =>
  Math.exp(honest('committee.output-denoiser', { ...params, y: 0 }).logPartition);

/** Σ over the rows of V A V for symmetric 2 × 2 matrices. */
const sandwich = (V: number[][], A: number[][]) => {
  const times = (P: number[][], Q: number[][]) =>
    P.map((row) => [0, 1].map((j) => row[0] * Q[0][j] + row[1] * Q[1][j]));
  return times(times(V, A), V);
};

export const committeeMistakes: readonly Mistake[] = [
  // outputs
  spoilt('ties dropped', denoiser, ({ logPartition }, params) => ({
    logPartition: params.y === 0 ? logPartition : logPartition - Math.log1p(-tieOf(params)),
  })),
  misheard('tie read as a label', denoiser, ({ y }) => ({ y: y === 0 ? 1 : y })),
  spoilt('g twice', denoiser, ({ g }) => ({ g: g.map((x: number) => 2 * x) })),
  spoilt('units exchanged in g', denoiser, ({ g }) => ({ g: [g[1], g[0]] })),
  spoilt('∂∂Z/Z for ∂∂ ln Z', denoiser, ({ g, dg }) => ({
    dg: dg.map((row: number[], i: number) => row.map((x, j) => x + g[i] * g[j])),
  })),
  spoilt('sign of ∂g', denoiser, ({ dg }) => ({
    dg: dg.map((row: number[]) => row.map((x) => -x)),
  })),
  spoilt('covariance for ∂g', denoiser, ({ dg }, { variance: V }) => ({
    dg: sandwich(V, dg).map((row, i) => row.map((x, j) => V[i][j] + x)),
  })),
  misheard('one unit weighed more', denoiser, ({ omega }) => ({
    omega: [omega[0], 1.1 * omega[1]],
  })),
  misheard('ω of another variance', denoiser, ({ omega }) => ({
    omega: omega.map((w: number) => 1.2 * w),
  })),
  misheard('V of z₁ given z₂', denoiser, ({ variance: [[a, c], [, b]] }) => ({
    variance: [
      [a - (0.5 * c * c) / b, c],
      [c, b],
    ],
  })),

  // potentials
  spoilt('entropy without ties', potential, ({ potential: x }) => ({ potential: (2 / 3) * x })),
  spoilt('r = α ∂Ψ', potential, (x) => ({
    conjugatePerAlphaDiagonal: x.conjugatePerAlphaDiagonal / 2,
    conjugatePerAlphaOffDiagonal: x.conjugatePerAlphaOffDiagonal / 2,
  })),
  spoilt('q_a for q_a/K', potential, (x) => ({
    conjugatePerAlphaOffDiagonal: 2 * x.conjugatePerAlphaOffDiagonal,
  })),
  spoilt('sign of r₁₂', potential, (x) => ({
    conjugatePerAlphaOffDiagonal: -x.conjugatePerAlphaOffDiagonal,
  })),
  misheard('overlaps exchanged with what is missing', potential, ({ diagonal }) => ({
    diagonal: 1 - diagonal,
  })),
  spoilt('a committee of one', potential, (_, { diagonal }) => {
    const one = honest('glm.output-potential', {
      channel: { kind: 'sign' },
      secondMoment: 1,
      overlap: diagonal,
    });
    return {
      potential: one.potential,
      conjugatePerAlphaDiagonal: one.conjugatePerAlpha,
      conjugatePerAlphaOffDiagonal: 0,
    };
  }),

  // fixed points
  spoilt('mean-square error for half of it', fixedPoint, ({ generalisationError: e }) => ({
    generalisationError: 2 * e,
  })),
  spoilt('disagreement without ties', fixedPoint, ({ generalisationError: e }) => ({
    gibbsDisagreement: e / 2,
  })),
  spoilt('overlaps exchanged', fixedPoint, ({ diagonal, offDiagonal }, { branch }) => ({
    diagonal: offDiagonal,
    offDiagonal: branch === 'specialised' ? diagonal : offDiagonal * 1.01,
  })),
  spoilt('iteration stopped early', fixedPoint, ({ diagonal, offDiagonal }, { branch }) => ({
    diagonal: 0.998 * diagonal,
    offDiagonal: (branch === 'specialised' ? 1.002 : 0.998) * offDiagonal,
  })),
  misheard('units that start alike', fixedPoint, () => ({ branch: 'unspecialised' })),
  misheard('samples per hidden unit', fixedPoint, ({ alpha }) => ({ alpha: alpha / 2 })),
  misheard('inputs per sample', fixedPoint, ({ alpha }) => ({ alpha: 1 / alpha })),
  spoilt('free energy of two units', fixedPoint, ({ freeEntropy }) => ({
    freeEntropy: -freeEntropy,
  })),
  spoilt('free entropy in bits', fixedPoint, ({ freeEntropy }) => ({
    freeEntropy: freeEntropy / Math.LN2,
  })),

  // thresholds
  spoilt('specialisation a little late', threshold, ({ alpha }, { kind }) => ({
    alpha: kind === 'specialisation' ? 1.01 * alpha : alpha,
  })),
  misheard('the jump called information-theoretic', threshold, ({ units, kind }) => ({
    kind: kind === 'information-theoretic' ? (units === 2 ? 'algorithmic' : 'spinodal') : kind,
  })),
  spoilt('fold a per mille early', threshold, ({ alpha }, { units, kind }) => ({
    alpha: units === 2 && kind === 'algorithmic' ? 0.999 * alpha : alpha,
  })),
  spoilt('growth rate counted twice', threshold, ({ alpha }, { units }) => ({
    alpha: units === 'infinite' ? alpha / 2 : alpha,
  })),
  misheard('ties given to one label', threshold, ({ units }) => ({
    units: typeof units === 'number' && units > 2 && units % 2 === 0 ? units + 1 : units,
  })),
  spoilt('n/(K² d) for n/d', threshold, ({ alpha }, { units }) => ({
    alpha: typeof units === 'number' ? alpha / units ** 2 : alpha,
  })),
  spoilt('rounded to 7.65', threshold, ({ alpha }, { units, kind }) => ({
    alpha: units === 'infinite' && kind === 'information-theoretic' ? 7.65 : alpha,
  })),
  spoilt('one bit per nat', threshold, ({ alpha }, { prior }) => ({
    alpha: prior.kind === 'rademacher' ? alpha / Math.LN2 : alpha,
  })),

  // many units
  spoilt('γ for √γ', large, ({ generalisationError }) => ({
    bayesClassification: generalisationError,
  })),
  spoilt('full square error of many', large, ({ generalisationError }) => ({
    generalisationError: 2 * generalisationError,
  })),
  spoilt('another root of the state', large, ({ specialisation }) => ({
    specialisation: 0.99 * specialisation,
  })),
  spoilt('f for f/K', large, ({ freeEntropyPerUnit }) => ({
    freeEntropyPerUnit: 2 * freeEntropyPerUnit,
  })),
  misheard('α̃ of another count', large, ({ alphaPerUnit }) => ({
    alphaPerUnit: 1.05 * alphaPerUnit,
  })),
  misheard('2/π lost', sum, ({ alpha }) => ({ alpha: (Math.PI / 2) * alpha })),
  spoilt('γ = q_a', sum, ({ overlap }) => ({
    generalisationError: Math.acos(overlap) / Math.PI,
  })),

  // message passing
  ...(
    [
      'no Onsager term',
      'old V in the Onsager term',
      'new g in the Onsager term',
      'γ without Λ ŵ',
      'Λ a sum',
      'units updated in turn',
      'V of one input',
      'V one step late',
      'ties read as labels',
      'recorded one step late',
    ] as const
  ).map(slipped),
];

/** Which mistakes break which law: each of them has to, and every law has one. */
export const committeeBrokenBy: { readonly [law: string]: readonly string[] } = {
  'committee/outputs-exhaust-the-plane': [
    'ties dropped',
    'tie read as a label',
    '∂∂Z/Z for ∂∂ ln Z',
  ],
  'committee/output-gradient': ['g twice', 'units exchanged in g', '∂∂Z/Z for ∂∂ ln Z'],
  'committee/agreement-narrows-the-fields': [
    'sign of ∂g',
    'covariance for ∂g',
    '∂∂Z/Z for ∂∂ ln Z',
  ],
  'committee/units-are-exchangeable': ['one unit weighed more', 'tie read as a label'],
  'committee/a-certain-unit-leaves-a-perceptron': ['tie read as a label', 'V of z₁ given z₂'],
  'committee/conjugates-are-slopes': ['r = α ∂Ψ', 'q_a for q_a/K', 'entropy without ties'],
  'committee/nothing-known': ['entropy without ties', 'r = α ∂Ψ', 'a committee of one'],
  'committee/equal-units-stay-equal': ['q_a for q_a/K', 'a committee of one'],
  'committee/more-overlap-more-told': ['overlaps exchanged with what is missing', 'q_a for q_a/K'],
  'committee/two-perceptrons-behind-one-output': ['entropy without ties', 'a committee of one'],
  'committee/two-samples-agree-by-arcsines': ['ties dropped', 'ω of another variance'],
  'committee/potential-averages-the-denoiser': ['ties dropped', 'r = α ∂Ψ', 'entropy without ties'],
  'committee/half-mean-square-error': [
    'mean-square error for half of it',
    'iteration stopped early',
  ],
  'committee/disagreement-and-square-error': ['disagreement without ties'],
  'committee/overlaps-are-overlaps': ['overlaps exchanged'],
  'committee/gaussian-posterior-of-the-conjugates': [
    'iteration stopped early',
    'r = α ∂Ψ',
    'samples per hidden unit',
  ],
  'committee/envelope': ['free entropy in bits', 'samples per hidden unit', 'entropy without ties'],
  'committee/more-samples-fewer-errors': ['free energy of two units', 'inputs per sample'],
  'committee/specialised-is-better': ['units that start alike'],
  'committee/few-samples': ['inputs per sample', 'samples per hidden unit'],
  'committee/many-samples-make-perceptrons': ['samples per hidden unit', 'units that start alike'],
  'committee/teacher-overtakes-at-the-threshold': [
    'the jump called information-theoretic',
    'one bit per nat',
    'free entropy in bits',
  ],
  'committee/gaussian-units-specialise-continuously': ['specialisation a little late'],
  'committee/rademacher-thresholds-in-order': ['the jump called information-theoretic'],
  'committee/specialisation-is-marginal': ['specialisation a little late', 'r = α ∂Ψ'],
  'committee/specialisation-grows-linearly': [
    'specialisation a little late',
    'iteration stopped early',
  ],
  'committee/branch-ends-in-a-fold': ['fold a per mille early'],
  'committee/ties-help-to-specialise': ['ties given to one label'],
  'committee/specialisation-at-k-squared': ['growth rate counted twice', 'n/(K² d) for n/d'],
  'committee/counting-of-many-rademacher-units': ['one bit per nat'],
  'committee/more-units-later': ['n/(K² d) for n/d'],
  'committee/large-errors-are-angles': [
    'γ for √γ',
    'full square error of many',
    'another root of the state',
  ],
  'committee/large-committee-errs-as-a-perceptron': ['γ for √γ', 'another root of the state'],
  'committee/large-specialised-state-is-stationary': [
    'another root of the state',
    'α̃ of another count',
  ],
  'committee/large-envelope': ['f for f/K', 'α̃ of another count'],
  'committee/large-states-cross-at-the-threshold': [
    'rounded to 7.65',
    'the jump called information-theoretic',
  ],
  'committee/large-equal-areas': ['rounded to 7.65', 'f for f/K'],
  'committee/large-unspecialised-is-a-perceptron': ['2/π lost'],
  'committee/large-plateau': ['γ = q_a'],
  'committee/amp-units-are-exchangeable': [
    'committee amp: units updated in turn',
    'committee amp: V of one input',
  ],
  'committee/amp-signs-are-conventions': ['committee amp: ties read as labels'],
  'committee/amp-equal-units-stay-equal': ['committee amp: units updated in turn'],
  'committee/amp-two-steps': [
    'committee amp: no Onsager term',
    'committee amp: old V in the Onsager term',
    'committee amp: new g in the Onsager term',
    'committee amp: γ without Λ ŵ',
    'committee amp: Λ a sum',
    'committee amp: V one step late',
  ],
  'committee/amp-starts-where-it-is-told': ['committee amp: recorded one step late'],
  'committee/amp-stays-at-the-fixed-point': ['committee amp: γ without Λ ŵ'],
  'committee/amp-on-the-nishimori-line': ['committee amp: new g in the Onsager term'],
};
