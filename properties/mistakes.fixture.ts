import { findOracle } from '../oracles/index.ts';
import type { ChannelSpec } from '../reference/channels/channel.ts';
import type { PriorSpec } from '../reference/priors/prior.ts';
import { type Slip, wrongGamp } from './mistakes/wrong-gamp.ts';
import { isEven, isLabel, moments } from './models.ts';

/*
 * Wrong implementations: the reference, with one mistake each, made to break a law. What is likely, or was
 * seen, is told in mistakes/; a law may be broken by either. Most are the right answer to another question.
 */

// biome-ignore lint/suspicious/noExplicitAny: questions and answers of every oracle
type Loose = any;
type Answer = (oracle: string, params: Loose) => Loose;

export interface Mistake {
  readonly id: string;
  readonly answer: Answer;
}

export const honest: Answer = (oracle, params) =>
  findOracle(oracle)!.answer(params as never).result;

/** Another question is answered. */
export const misheard = (
  id: string,
  oracles: RegExp,
  hear: (params: Loose) => object,
): Mistake => ({
  id,
  answer: (oracle, params) =>
    honest(oracle, oracles.test(oracle) ? { ...params, ...hear(params) } : params),
});

/** The question is understood, the answer is not right. */
export const spoilt = (
  id: string,
  oracles: RegExp,
  spoil: (result: Loose, params: Loose, oracle: string) => object,
): Mistake => ({
  id,
  answer: (oracle, params) => {
    const result = honest(oracle, params);
    return oracles.test(oracle) ? { ...result, ...spoil(result, params, oracle) } : result;
  },
});

const gampSlip = (slip: Slip): Mistake => ({
  id: `gamp: ${slip}`,
  answer: (oracle, params) =>
    oracle === 'glm.gamp' ? wrongGamp(params, slip) : honest(oracle, params),
});

const any = /./;
const noise = (f: (x: number) => number) => (p: { channel?: ChannelSpec }) =>
  p.channel && 'noiseVariance' in p.channel && p.channel.noiseVariance > 0
    ? { channel: { ...p.channel, noiseVariance: f(p.channel.noiseVariance) } }
    : {};

const unitPrior = (prior: PriorSpec): PriorSpec =>
  'variance' in prior
    ? { ...prior, variance: 1 }
    : prior.kind === 'discrete'
      ? {
          ...prior,
          values: prior.values.map((w) => w / Math.sqrt(moments(prior).secondMoment)),
        }
      : prior;

/** E_v Σ_y Z ln Z and E_v Σ_y Z g² of labels with seven nodes, whatever the width of the feature. */
function coarseOutput({ channel, secondMoment: rho, overlap: m }: Loose) {
  let potential = 0;
  let conjugatePerAlpha = 0;
  if (m === rho) return {};
  for (let v = -3; v <= 3; v++) {
    const weight = Math.exp((-v * v) / 2) / Math.sqrt(2 * Math.PI);
    for (const y of [-1, 1]) {
      const answer = honest('glm.output-denoiser', {
        channel,
        y,
        omega: Math.sqrt(m) * v,
        variance: rho - m,
      });
      const z = Math.exp(answer.logPartition);
      potential += weight * z * answer.logPartition;
      conjugatePerAlpha += weight * z * answer.g ** 2;
    }
  }
  return { potential, conjugatePerAlpha };
}

/** E over B of the denoiser, with nodes at a distance of one standard deviation. */
function coarsePrior({ prior, conjugate: r }: Loose) {
  if (r === 0) return {};
  const width = Math.sqrt(r * (1 + r * moments(prior).secondMoment));
  let overlap = 0;
  let total = 0;
  for (let k = -5; k <= 5; k++) {
    const field = k * width;
    const { logPartition, mean } = honest('glm.prior-denoiser', { prior, precision: r, field });
    const weight = Math.exp(logPartition - field ** 2 / (2 * r));
    total += weight;
    overlap += weight * mean ** 2;
  }
  return { overlap: overlap / total };
}

const swap = <A>(x: A, one: A, other: A): A => (x === one ? other : x === other ? one : x);

/** The state after a few steps, reported as if it were the end. */
function unconverged({ prior, channel, alpha, start }: Loose) {
  const { secondMoment: rho } = moments(prior);
  const { overlap: path } = honest('glm.state-evolution', {
    prior,
    channel,
    alpha,
    initialOverlap: (start === 'uninformed' ? 0.01 : 0.99) * rho,
    iterations: 4,
  });
  const m = path.at(-1);
  return { overlap: m, meanSquareError: rho - m };
}

const relabelled = (labels: readonly number[], channel: ChannelSpec) =>
  isLabel(channel) ? labels.map(() => 1) : labels.map((y) => Math.abs(y));

export const mistakes: readonly Mistake[] = [
  // prior denoiser
  misheard('variance for precision', /prior-denoiser/, ({ precision: a }) => ({
    precision: a > 0 ? 1 / a : a,
  })),
  misheard('estimate for field', /prior-denoiser/, ({ precision, field }) => ({
    field: field * (precision || 1),
  })),
  misheard('positive fields only', /prior-denoiser/, ({ field }) => ({ field: Math.abs(field) })),
  spoilt('second moment for variance', /prior-denoiser/, ({ mean, variance }) => ({
    variance: variance + mean * mean,
  })),
  spoilt('mean not a response', /prior-denoiser/, ({ mean }) => ({ mean: 1.01 * mean })),
  spoilt('prior not normalised', /prior-denoiser/, ({ logPartition }) => ({
    logPartition: logPartition + Math.LN2,
  })),
  misheard('unit second moment', any, ({ prior, secondMoment, overlap }) => ({
    ...(prior && { prior: unitPrior(prior) }),
    ...(secondMoment !== undefined && { secondMoment: 1, overlap: Math.min(1, overlap) }),
  })),

  // output denoiser
  misheard('sign of the label lost', /output-denoiser/, ({ y, channel }) => ({
    y: isLabel(channel) ? 1 : Math.abs(y),
  })),
  spoilt('curvature without its gradient', /output-denoiser/, ({ g }) => ({ dg: -g * g })),
  spoilt('sign of the curvature', /output-denoiser/, ({ dg }) => ({ dg: -dg })),
  spoilt('offset of the score', /output-denoiser/, ({ g }, { variance }) => ({
    g: g + 0.01 / Math.sqrt(variance),
  })),
  spoilt('density not normalised', /output-denoiser/, ({ logPartition }) => ({
    logPartition: logPartition + 0.5 * Math.log(2 * Math.PI),
  })),
  misheard('noise as a standard deviation', any, noise(Math.sqrt)),
  misheard(
    'noise inverted',
    any,
    noise((x) => 1 / x),
  ),
  misheard('whole width of the door', any, ({ channel }) =>
    channel?.kind === 'symmetric-door' ? { channel: { ...channel, width: 2 * channel.width } } : {},
  ),
  misheard('whole width of the door, denoiser only', /output-denoiser/, ({ channel }) =>
    channel.kind === 'symmetric-door' ? { channel: { ...channel, width: 2 * channel.width } } : {},
  ),

  // prior potential
  spoilt('half an overlap', /prior-potential/, ({ overlap }) => ({ overlap: overlap / 2 })),
  spoilt('mean of the prior forgotten', /prior-potential/, ({ overlap }, { prior }) => ({
    overlap: overlap - moments(prior).mean ** 2,
  })),
  misheard('root of the SNR', /prior-potential/, ({ conjugate }) => ({
    conjugate: Math.sqrt(conjugate),
  })),
  spoilt('potential without −r/2', /prior-potential/, ({ potential }, { prior, conjugate }) => ({
    potential: potential + (conjugate / 2) * moments(prior).secondMoment,
  })),
  misheard('density and its complement', /prior-potential/, ({ prior }) =>
    prior.kind === 'gauss-bernoulli' ? { prior: { ...prior, density: 1 - prior.density } } : {},
  ),
  spoilt('eleven nodes for a prior', /prior-potential/, (_, params) => coarsePrior(params)),

  // output potential
  spoilt('twice the conjugate', /output-potential/, ({ conjugatePerAlpha }) => ({
    conjugatePerAlpha: 2 * conjugatePerAlpha,
  })),
  misheard('floor on V', /output-potential/, ({ secondMoment, overlap }) => ({
    overlap: Math.min(overlap, secondMoment - 1e-6),
  })),
  misheard('nudge at zero overlap', /output-potential|state-evolution/, (p) =>
    'initialOverlap' in p
      ? { initialOverlap: Math.max(p.initialOverlap, 1e-3) }
      : { overlap: Math.max(p.overlap, 1e-3 * p.secondMoment) },
  ),
  spoilt('dead half of relu left out', /output-potential/, ({ conjugatePerAlpha }, p) =>
    p.channel.kind === 'relu'
      ? { conjugatePerAlpha: 0.5 / (p.secondMoment - p.overlap) }
      : { conjugatePerAlpha },
  ),
  spoilt('seven nodes for labels', /output-potential/, (_, params) =>
    isLabel(params.channel) ? coarseOutput(params) : {},
  ),
  misheard('one wall of the door', /output-potential/, ({ channel }) =>
    channel.kind === 'symmetric-door' ? { channel: { kind: 'sign' } } : {},
  ),
  spoilt('Φ_out off in one channel', /output-potential/, ({ potential, conjugatePerAlpha }) => ({
    potential: 1.01 * potential,
    conjugatePerAlpha: 1.01 * conjugatePerAlpha,
  })),

  // state evolution
  misheard('α inverted', any, ({ alpha }) => (alpha === undefined ? {} : { alpha: 1 / alpha })),
  misheard('α inverted in state evolution', /state-evolution/, ({ alpha }) => ({
    alpha: 1 / alpha,
  })),
  spoilt('damped trajectory', /state-evolution/, ({ overlap }) => ({
    overlap: overlap.map((m: number, t: number) => (t ? 0.5 * (m + overlap[t - 1]) : m)),
  })),
  spoilt('start not recorded', /state-evolution/, ({ overlap }) => ({
    overlap: [...overlap.slice(1), overlap.at(-1)],
  })),
  spoilt('momentum', /state-evolution/, ({ overlap }) => ({
    overlap: overlap.map((m: number, t: number) =>
      t > 1 ? m + 0.5 * (overlap[t - 1] - overlap[t - 2]) * (t % 2 ? 1 : -1.5) : m,
    ),
  })),

  // fixed points
  spoilt('not converged', /fixed-point/, (_, params) => unconverged(params)),
  spoilt('error with a wrong norm', /fixed-point/, ({ overlap: m }, { prior }) => {
    const { secondMoment: rho } = moments(prior);
    return { meanSquareError: rho - 2 * m + (m * m) / rho };
  }),
  spoilt('r m for r m/2', /fixed-point|optimum/, ({ freeEntropy, conjugate, overlap }) => ({
    freeEntropy: freeEntropy - ((conjugate ?? 1) * overlap) / 2,
  })),
  misheard('starts exchanged', /fixed-point/, ({ start }) => ({
    start: swap(start, 'uninformed', 'informed'),
  })),
  misheard('2α for α', /fixed-point/, ({ alpha }) => ({ alpha: 2 * alpha })),
  spoilt('stuck at zero', /fixed-point/, (result, { channel, start }) =>
    start === 'uninformed' && isEven(channel) ? { overlap: 0 } : result,
  ),
  spoilt('binary weights are special', /fixed-point/, ({ overlap, meanSquareError }, { prior }) =>
    prior.kind === 'rademacher'
      ? { overlap: 0.999 * overlap, meanSquareError: 1.001 * meanSquareError }
      : {},
  ),
  misheard('linear processed further', /fixed-point/, ({ channel, alpha }) =>
    channel.kind === 'linear' ? { alpha: 0.3 * alpha } : {},
  ),

  // optimum
  spoilt('informed for optimum', /optimum/, (_, params) => {
    const { overlap, meanSquareError, freeEntropy } = honest('glm.fixed-point', {
      ...params,
      start: 'informed',
    });
    return { overlap, meanSquareError, freeEntropy };
  }),
  spoilt('cosine for overlap', /optimum/, ({ overlap, algorithmicOverlap }, { prior }) => {
    const { secondMoment: rho } = moments(prior);
    return {
      overlap: Math.sqrt(rho * overlap),
      algorithmicOverlap: Math.sqrt(rho * algorithmicOverlap),
    };
  }),
  spoilt('easy and impossible exchanged', /optimum/, ({ phase }) => ({
    phase: swap(phase, 'easy', 'impossible'),
  })),
  spoilt('free energy', /optimum|exact-average/, ({ freeEntropy }) => ({
    freeEntropy: -freeEntropy,
  })),

  // generalisation
  misheard('root of the overlap', /generalisation/, ({ secondMoment, overlap }) => ({
    overlap: Math.sqrt(secondMoment * overlap),
  })),
  misheard('square of the mean prediction', /generalisation/, () => ({ overlap: 0 })),
  misheard('error for overlap', /generalisation/, ({ secondMoment, overlap }) => ({
    overlap: secondMoment - overlap,
  })),

  // thresholds
  misheard('information-theoretic for algorithmic', /threshold/, ({ kind }) => ({
    kind: kind === 'algorithmic' ? 'information-theoretic' : kind,
  })),
  spoilt('stalled before the fold', /threshold/, ({ alpha }, { kind }) => ({
    alpha: kind === 'algorithmic' ? 1.1 * alpha : alpha,
  })),
  spoilt('threshold in bits', /threshold/, ({ alpha }) => ({ alpha: alpha * Math.LN2 })),
  spoilt('ρ² forgotten', /threshold/, ({ alpha }, { prior, kind }) => ({
    alpha: kind === 'weak-recovery' ? alpha * moments(prior).secondMoment ** 2 : alpha,
  })),
  spoilt('A′(0) twice', /threshold/, ({ alpha }, { kind }) => ({
    alpha: kind === 'weak-recovery' ? alpha / 2 : alpha,
  })),
  spoilt('threshold with units', /threshold/, ({ alpha }, { prior }) => ({
    alpha: alpha / moments(prior).secondMoment,
  })),

  // G-AMP
  gampSlip('weights updated in turn'),
  gampSlip('samples used in turn'),
  gampSlip('damping reversed'),
  misheard('inputs of variance one', /gamp/, ({ matrix }) => ({
    matrix: matrix.map((row: number[]) => row.map((x) => x * Math.sqrt(row.length))),
  })),
  misheard('labels without a sign', /gamp|exact-posterior/, ({ labels, channel }) => ({
    labels: relabelled(labels, channel),
  })),
  misheard('inputs without a sign', /gamp/, ({ matrix }) => ({
    matrix: matrix.map((row: number[]) => row.map(Math.abs)),
  })),
  misheard('scalar variance for full', /gamp/, () => ({ variance: 'scalar' })),
  misheard('records one late', /gamp/, ({ iterations, record }) => ({
    iterations: iterations + 1,
    record: record.map((t: number) => t + 1),
  })),
  misheard('mismatched noise', /gamp/, ({ channel }) => ({
    channel:
      channel.kind === 'sign'
        ? { kind: 'probit', noiseVariance: 1 }
        : { ...channel, noiseVariance: 4 * channel.noiseVariance },
  })),
  spoilt('second moments for variances', /gamp/, ({ means, variances }) => ({
    variances: variances.map((v: number[], t: number) => v.map((x, i) => x + means[t][i] ** 2)),
  })),

  // enumeration
  spoilt('sum over weights without a prior', /exact-posterior/, ({ logEvidence }, { matrix }) => ({
    logEvidence: logEvidence + matrix[0].length * Math.LN2,
  })),
  spoilt('bits read backwards', /exact-posterior/, ({ mean }) => ({ mean: [...mean].reverse() })),
  spoilt('not normalised', /exact-posterior/, ({ mean, logEvidence }) => ({
    mean: mean.map((m: number) => 1.5 * m),
    logEvidence,
  })),
  spoilt('half of the weights', /exact-posterior/, ({ mean }) => ({
    mean: mean.map((m: number, i: number) => (i === 0 ? Math.abs(m) + 0.5 : m)),
  })),
  spoilt('sample used twice', /exact-posterior/, (result, { matrix, labels, ...rest }) => ({
    ...result,
    ...honest('glm.exact-posterior', {
      ...rest,
      matrix: [...matrix, matrix[0]],
      labels: [...labels, labels[0]],
    }),
  })),
  misheard('labels packed into two bits', /exact-average/, ({ matrix }) => ({
    matrix: matrix.slice(0, 2),
  })),
  spoilt('cells of equal weight', /exact-average/, ({ overlap }) => ({ overlap: overlap ** 2 })),
];

/** Which mistakes break which law: each of them has to, and every law has one. */
export const brokenBy: { readonly [law: string]: readonly string[] } = {
  'glm/prior-denoiser-mean': ['mean not a response', 'estimate for field'],
  'glm/prior-denoiser-variance': ['second moment for variance'],
  'glm/prior-denoiser-untilted': ['prior not normalised'],
  'glm/prior-denoiser-parity': ['positive fields only'],
  'glm/prior-denoiser-precise-observation': ['variance for precision'],
  'glm/prior-denoiser-units': ['unit second moment', 'variance for precision'],
  'glm/output-score': ['offset of the score'],
  'glm/output-curvature': ['curvature without its gradient', 'sign of the curvature'],
  'glm/output-heat-equation': ['deviation-for-variance'],
  'glm/output-posterior-variance': ['sign of the curvature'],
  'glm/output-symmetry': ['sign of the label lost'],
  'glm/output-noise-in-the-field': ['noise as a standard deviation'],
  'glm/output-units': ['deviation-for-variance'],
  'glm/output-normalised': ['density not normalised', 'sign of the label lost'],
  'glm/output-score-averages': ['offset of the score', 'sign of the curvature'],
  'glm/output-relu-is-sign-or-linear': ['relu-atom-dropped'],
  'glm/output-modulus-is-two-fields': ['one-branch-of-the-modulus'],
  'glm/output-door-is-two-walls': ['whole width of the door, denoiser only'],
  'glm/prior-overlap-is-derivative': ['half an overlap', 'entropies-in-bits'],
  'glm/prior-mse-is-rho-minus-overlap': ['half an overlap', 'eleven nodes for a prior'],
  'glm/prior-potential-blind': ['mean of the prior forgotten'],
  'glm/prior-gaussian-least-favourable': ['root of the SNR'],
  'glm/prior-potential-convex': ['root of the SNR', 'eleven nodes for a prior'],
  'glm/prior-information-bounds': ['potential without −r/2'],
  'glm/prior-potential-units': ['unit second moment'],
  'glm/prior-sparse-known-support': ['density and its complement'],
  'glm/output-conjugate-is-derivative': ['twice the conjugate', 'entropies-in-bits'],
  'glm/output-information-of-a-label': ['twice the conjugate'],
  'glm/output-potential-convex': ['twice the conjugate', 'seven nodes for labels'],
  'glm/output-data-processing': ['dead half of relu left out'],
  'glm/output-noise-hurts': ['noise inverted'],
  'glm/output-potential-noise-in-the-field': ['noise as a standard deviation'],
  'glm/output-potential-relu-is-half-and-half': ['dead half of relu left out'],
  'glm/output-potential-first-bit': ['entropies-in-bits', 'nudge at zero overlap'],
  'glm/output-potential-perfect-knowledge': ['floor on V'],
  'glm/output-decision-boundary': ['floor on V', 'one wall of the door'],
  'glm/output-potential-units': ['unit second moment'],
  'glm/output-entropy-of-labels': ['entropies-in-bits'],
  'glm/prior-potential-averages-denoiser': ['estimate for field', 'root of the SNR'],
  'glm/output-potential-averages-labels': ['deviation-for-variance', 'twice the conjugate'],
  'glm/output-potential-averages-outputs': [
    'dead half of relu left out',
    'Φ_out off in one channel',
  ],
  'glm/output-potential-at-zero-overlap': ['nudge at zero overlap', 'deviation-for-variance'],
  'glm/state-evolution-step': ['α inverted in state evolution', 'damped trajectory'],
  'glm/state-evolution-has-no-memory': ['momentum', 'start not recorded'],
  'glm/state-evolution-keeps-order': ['momentum'],
  'glm/state-evolution-from-nothing': ['nudge at zero overlap'],
  'glm/state-evolution-units': ['unit second moment'],
  'glm/fixed-point-is-fixed': ['not converged', '2α for α'],
  'glm/mse-is-rho-minus-m': ['error with a wrong norm'],
  'glm/free-entropy-is-assembled': ['r m for r m/2'],
  'glm/free-entropy-is-stationary': ['2α for α'],
  'glm/fixed-points-are-ordered': ['α inverted', 'starts exchanged'],
  'glm/fixed-point-noise-hurts': ['noise inverted'],
  'glm/fixed-point-data-processing': ['linear processed further'],
  'glm/fixed-points-are-first-and-last': ['2α for α'],
  'glm/fixed-point-stays-and-attracts': ['not converged'],
  'glm/fixed-point-of-gaussian-regression': ['α inverted'],
  'glm/fixed-point-units': ['unit second moment'],
  'glm/priors-with-two-names': ['binary weights are special'],
  'glm/optimum-mse-is-rho-minus-m': ['cosine for overlap'],
  'glm/optimum-is-the-supremum': ['algorithm-for-optimum'],
  'glm/optimum-is-a-branch': ['algorithm-for-optimum', 'free energy'],
  'glm/free-entropy-slope': ['α inverted', 'r m for r m/2'],
  'glm/algorithm-never-beats-bayes': ['easy and impossible exchanged'],
  'glm/free-entropy-information-bounds': ['free energy', 'algorithm-for-optimum'],
  'glm/optimum-known-variance-bound': ['α inverted'],
  'glm/generalisation-square-is-twice-gibbs': ['square-error-of-a-sign'],
  'glm/generalisation-angles': ['gibbs-for-bayes', 'root of the overlap'],
  'glm/generalisation-limits': ['square of the mean prediction', 'unit second moment'],
  'glm/generalisation-decreases': ['error for overlap'],
  'glm/generalisation-units': ['unit second moment'],
  'glm/generalisation-from-predictive-distribution': ['square of the mean prediction'],
  'glm/threshold-order': ['thresholds-exchanged'],
  'glm/threshold-algorithmic': ['stalled before the fold', 'information-theoretic for algorithmic'],
  'glm/threshold-information-theoretic': ['threshold in bits', 'thresholds-exchanged'],
  'glm/threshold-counts-equations': ['threshold in bits'],
  'glm/threshold-counts-bits': ['threshold in bits'],
  'glm/threshold-weak-recovery': ['ρ² forgotten', 'stuck at zero'],
  'glm/threshold-weak-recovery-is-instability': ['A′(0) twice'],
  'glm/threshold-units': ['threshold with units'],
  'glm/gamp-first-step': [
    'field-without-own-weight',
    'squared-output-for-slope',
    'inputs of variance one',
  ],
  'glm/gamp-onsager': ['no-onsager-term', 'onsager-old-variance', 'onsager-new-output'],
  'glm/gamp-weights-are-exchangeable': ['gamp: weights updated in turn'],
  'glm/gamp-samples-are-exchangeable': ['gamp: samples used in turn', 'labels without a sign'],
  'glm/gamp-gauge': ['inputs without a sign'],
  'glm/gamp-sign-sees-directions': ['scalar variance for full'],
  'glm/gamp-units': ['unit second moment'],
  'glm/gamp-records': ['records one late'],
  'glm/gamp-damping': ['gamp: damping reversed', 'damped-means-only'],
  'glm/gamp-scalar-variance': ['scalar-variance-summed'],
  'glm/gamp-follows-state-evolution': ['no-onsager-term', 'inputs of variance one'],
  'glm/gamp-on-the-nishimori-line': ['second moments for variances', 'mismatched noise'],
  'glm/posterior-total-probability': ['sum over weights without a prior', 'labels without a sign'],
  'glm/posterior-one-more-label': ['labels without a sign'],
  'glm/posterior-symmetries': ['bits read backwards'],
  'glm/posterior-mean-in-hull': ['not normalised', 'half of the weights'],
  'glm/posterior-of-decoupled-weights': ['noise as a standard deviation', 'sample used twice'],
  'glm/average-information-bounds': ['entropies-in-bits'],
  'glm/average-over-teachers': ['cells of equal weight'],
  'glm/average-more-samples': ['free energy'],
  'glm/average-symmetries': ['labels packed into two bits'],
};
