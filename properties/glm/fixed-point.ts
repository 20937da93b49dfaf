import fc from 'fast-check';
import { alphas, channels, logUniform, uniform } from '../../oracles/arbitraries/index.ts';
import { models } from '../../oracles/arbitraries/model.ts';
import { conditionedFixedPoint } from '../conditioned.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import { difference, exact, type Measured, product, scaled, sum } from '../measured.ts';
import { moments, type Problem, scaledChannel, scaledPrior } from '../models.ts';
import { atMost, equal } from '../near.ts';
import {
  at,
  fixedPoint,
  outputPotential,
  priorPotential,
  type Start,
  stateEvolution,
} from '../questions.ts';
import { problems } from './problems.ts';

type Branch = Problem & { readonly start: Start };

const starts = fc.constantFrom<Start>('uninformed', 'informed');

const branches: fc.Arbitrary<Branch> = fc
  .record({ problem: problems(), start: starts })
  .map(({ problem, start }) => ({ ...problem, start }));

const conditioning =
  'accuracy of the answers, widened by the measured condition number of the fixed point';

/** The error of two answers to equally ill-conditioned questions, put on one of them. */
const twice = ({ value, error }: Measured): Measured => ({ value, error: 2 * error });

const consistent = law<Branch>({
  id: 'glm/fixed-point-is-fixed',
  statement: 'At a fixed point overlap and conjugate determine each other.',
  formula: 'r = α A(m),   m = M(r),   ρ − m = mmse(r)',
  catches: 'an iteration stopped before it converged (critical slowing down), or a damped residual',
  needs: ['glm.fixed-point', 'glm.prior-potential', 'glm.output-potential'],
  model: branches,
  async check(bench, model) {
    const { prior, channel, alpha, start } = model;
    const { secondMoment } = moments(prior);
    const point = await conditionedFixedPoint(bench, model, start);
    if (point.conjugate.value === Infinity)
      return [
        equal('m at perfect recovery', point.overlap, secondMoment),
        equal('error at perfect recovery', point.meanSquareError, 0),
      ];
    const conjugate = await at(
      async (m) => (await outputPotential(bench, channel, secondMoment, m)).conjugatePerAlpha,
      point.overlap,
      { low: 0, high: secondMoment },
    );
    const through = (field: 'overlap' | 'meanSquareError') =>
      at(async (r) => (await priorPotential(bench, prior, r))[field], point.conjugate, { low: 0 });
    return [
      equal('r against α A(m)', point.conjugate, scaled(alpha, conjugate), conditioning),
      equal('m against M(r)', point.overlap, await through('overlap'), conditioning),
      equal(
        'MSE against mmse(r)',
        point.meanSquareError,
        await through('meanSquareError'),
        conditioning,
      ),
    ];
  },
  cost: 'moderate',
  sources: ['barbier2019'],
});

const nishimori = law<Branch>({
  id: 'glm/mse-is-rho-minus-m',
  statement: 'On the Nishimori line the overlap with the teacher is the overlap of two students.',
  formula: 'MSE = ρ − m   (= ρ − 2m + q with q = m)',
  catches: 'ρ − 2m + q with a q that is not m; 1 − m for every prior',
  needs: ['glm.fixed-point'],
  model: branches,
  async check(bench, model) {
    const { overlap, meanSquareError } = await conditionedFixedPoint(bench, model, model.start);
    const { secondMoment } = moments(model.prior);
    return [
      equal('m + MSE', sum(overlap, meanSquareError), secondMoment, conditioning),
      atMost('0 ≤ m', 0, overlap),
      atMost('0 ≤ MSE', 0, meanSquareError),
    ];
  },
  cost: 'moderate',
  sources: ['nishimori1980', 'iba1999', 'barbier2019'],
});

const assembled = law<Branch>({
  id: 'glm/free-entropy-is-assembled',
  statement: 'The free entropy is what the prior and the labels contribute, less what they share.',
  formula: 'f = Φ_w(r) + α Φ_out(m) − r m/2',
  catches: 'r m in place of r m/2; α missing; a free energy in place of a free entropy',
  needs: ['glm.fixed-point', 'glm.prior-potential', 'glm.output-potential'],
  model: branches,
  async check(bench, model) {
    const { prior, channel, alpha, start } = model;
    const point = await conditionedFixedPoint(bench, model, start);
    const { overlap, conjugate, freeEntropy } = point;
    if (conjugate.value === Infinity) return [];
    const { secondMoment } = moments(prior);
    const weights = await at(
      async (r) => (await priorPotential(bench, prior, r)).potential,
      conjugate,
      { low: 0 },
    );
    const labels = await at(
      async (m) => (await outputPotential(bench, channel, secondMoment, m)).potential,
      overlap,
      { low: 0, high: secondMoment },
    );
    const shared = scaled(0.5, product(conjugate, overlap));
    return [
      equal(
        'f',
        freeEntropy,
        difference(sum(weights, scaled(alpha, labels)), shared),
        conditioning,
      ),
    ];
  },
  cost: 'moderate',
  sources: ['barbier2019'],
});

const stationary = law<Branch>({
  id: 'glm/free-entropy-is-stationary',
  statement: 'Fixed points of state evolution are the stationary points of the free entropy.',
  formula: '∂_m f = α Φ_out′(m) − r/2 = 0,   ∂_r f = Φ_w′(r) − m/2 = 0',
  catches:
    'a state evolution and a free entropy of different conventions (2αΦ_out′ against αΦ_out′)',
  needs: ['glm.fixed-point', 'glm.prior-potential', 'glm.output-potential'],
  model: branches,
  async check(bench, model) {
    const { prior, channel, alpha, start } = model;
    const { overlap, conjugate, meanSquareError } = await conditionedFixedPoint(
      bench,
      model,
      start,
    );
    const { secondMoment } = moments(prior);
    // Without digits in ρ − m, or at m = 0, there is no room for a step in m.
    const room = Math.min(overlap.value, meanSquareError.value) / secondMoment;
    if (!(room > 1e-6) || !(conjugate.value > 1e-6)) return [];
    const slopeOut = await derivative(
      async (m) => (await outputPotential(bench, channel, secondMoment, m)).potential,
      overlap.value,
      room * secondMoment,
      bench.accuracy,
    );
    const slopeIn = await derivative(
      async (r) => (await priorPotential(bench, prior, r)).potential,
      conjugate.value,
      conjugate.value,
      bench.accuracy,
    );
    // Where m itself is uncertain by δm, so is the slope, by half the response of A.
    const response = await at(
      async (m) => (await outputPotential(bench, channel, secondMoment, m)).conjugatePerAlpha,
      overlap,
      { low: 0, high: secondMoment },
    );
    const spread = await at(
      async (r) => (await priorPotential(bench, prior, r)).overlap,
      conjugate,
      { low: 0 },
    );
    const because = conditioning;
    return [
      equal('α Φ_out′ against r/2', scaled(alpha, slopeOut), scaled(0.5, conjugate), {
        amount: (alpha / 2) * response.error,
        because: `${because}; ${differenced}`,
      }),
      equal('Φ_w′ against m/2', slopeIn, scaled(0.5, overlap), {
        amount: spread.error / 2,
        because: `${because}; ${differenced}`,
      }),
    ];
  },
  cost: 'moderate',
  sources: ['barbier2019'],
});

const ordered = law<Problem & { readonly more: number }>({
  id: 'glm/fixed-points-are-ordered',
  statement: 'Knowing more at the start, or seeing more labels, never leads to knowing less.',
  formula: 'm_uninformed ≤ m_informed, and α₁ < α₂ ⇒ m(α₁) ≤ m(α₂) on either branch',
  catches: 'α = d/n in place of n/d; branches that are swapped or lost near a fold',
  needs: ['glm.fixed-point'],
  model: fc
    .record({ problem: problems(), more: logUniform(1.1, 3) })
    .map(({ problem, more }) => ({ ...problem, more })),
  async check(bench, { more, ...problem }) {
    const better = { ...problem, alpha: problem.alpha * more };
    const points = await Promise.all(
      [problem, better].map(async (p) => ({
        low: await conditionedFixedPoint(bench, p, 'uninformed'),
        high: await conditionedFixedPoint(bench, p, 'informed'),
      })),
    );
    const [few, many] = points;
    return [
      atMost('m_uninformed ≤ m_informed', few.low.overlap, few.high.overlap, conditioning),
      atMost('uninformed, m(α₁) ≤ m(α₂)', few.low.overlap, many.low.overlap, conditioning),
      atMost('informed, m(α₁) ≤ m(α₂)', few.high.overlap, many.high.overlap, conditioning),
      atMost(
        'uninformed, MSE(α₂) ≤ MSE(α₁)',
        many.low.meanSquareError,
        few.low.meanSquareError,
        conditioning,
      ),
    ];
  },
  cost: 'expensive',
  sources: ['barbier2019'],
});

const noisier = law<Branch & { readonly more: number }>({
  id: 'glm/fixed-point-noise-hurts',
  statement: 'With noisier labels less is learned.',
  formula: 'Δ₁ < Δ₂: m(Δ₂) ≤ m(Δ₁)',
  catches: 'noise and signal exchanged; Δ in the prior’s place',
  needs: ['glm.fixed-point'],
  model: fc
    .record({
      problem: models({
        channel: channels(['probit', 'linear', 'absolute-value']),
        alpha: alphas(0.02, 20),
      }),
      start: starts,
      more: logUniform(1.5, 100),
    })
    .map(({ problem, ...rest }) => ({ ...problem, ...rest })),
  async check(bench, { more, start, ...problem }) {
    const { channel } = problem;
    if (!('noiseVariance' in channel)) return [];
    const noiseVariance = (channel.noiseVariance || 1e-4) * more;
    const louder = { ...problem, channel: { ...channel, noiseVariance } };
    const clear = await conditionedFixedPoint(bench, problem, start);
    const loud = await conditionedFixedPoint(bench, louder, start);
    return [atMost('m(Δ₂) ≤ m(Δ₁)', loud.overlap, clear.overlap, conditioning)];
  },
  cost: 'moderate',
  sources: ['cover2006'],
});

const processing = law<Branch>({
  id: 'glm/fixed-point-data-processing',
  statement: 'Students of processed labels never learn more.',
  formula: 'm_sign ≤ m_relu ≤ m_linear,   m_door ≤ m_|z| ≤ m_linear   (noiseless, either branch)',
  catches: 'branches of different channels compared; perfect recovery reported too early',
  needs: ['glm.fixed-point'],
  model: fc
    .record({
      problem: models({ channel: channels(['symmetric-door']), alpha: alphas(0.05, 20) }),
      start: starts,
    })
    .map(({ problem, start }) => ({ ...problem, start })),
  async check(bench, { start, ...problem }) {
    const overlap = async (channel: Problem['channel']) =>
      (await conditionedFixedPoint(bench, { ...problem, channel }, start)).overlap;
    const sign = await overlap({ kind: 'sign' });
    const relu = await overlap({ kind: 'relu' });
    const modulus = await overlap({ kind: 'absolute-value', noiseVariance: 0 });
    const linear = await overlap({ kind: 'linear', noiseVariance: 0 });
    return [
      atMost('m_sign ≤ m_relu', sign, relu, conditioning),
      atMost('m_relu ≤ m_linear', relu, linear, conditioning),
      atMost('m_door ≤ m_|z|', await overlap(problem.channel), modulus, conditioning),
      atMost('m_|z| ≤ m_linear', modulus, linear, conditioning),
    ];
  },
  cost: 'expensive',
  sources: ['cover2006'],
});

const firstAndLast = law<Branch & { readonly fraction: number }>({
  id: 'glm/fixed-points-are-first-and-last',
  statement:
    'The uninformed fixed point is the first that state evolution meets on its way up, the informed one the first on its way down.',
  formula: 'M(α A(m)) ≥ m for m < m_uninformed,   ≤ m for m_informed < m < ρ',
  catches:
    'a fixed point skipped by large steps; m = 0 of an even channel reported above weak recovery, where it is unstable, or a branch beyond it below',
  needs: ['glm.fixed-point', 'glm.state-evolution'],
  model: fc
    .record({
      branch: branches,
      fraction: uniform(0.05, 0.95, 18),
    })
    .map(({ branch, fraction }) => ({ ...branch, fraction })),
  async check(bench, { start, fraction, ...problem }) {
    const { secondMoment } = moments(problem.prior);
    const { overlap, meanSquareError } = await fixedPoint(bench, problem, start);
    const step = async (m: number) => (await stateEvolution(bench, problem, m, 1))[1];
    if (start === 'uninformed') {
      if (!(overlap.value > 1e-9 * secondMoment)) return [];
      const m = fraction * overlap.value;
      return [atMost('below: m ≤ M(α A(m))', m, await step(m))];
    }
    if (!(meanSquareError.value > 1e-6 * secondMoment)) return [];
    const m = secondMoment - fraction * meanSquareError.value;
    return [atMost('above: M(α A(m)) ≤ m', await step(m), m)];
  },
  cost: 'moderate',
  sources: ['barbier2019'],
});

const reached = law<Branch>({
  id: 'glm/fixed-point-stays-and-attracts',
  statement: 'State evolution stays at its fixed points, and from its own side comes back to them.',
  formula: 'm* = M(α A(m*));   |m¹ − m*| ≤ |m⁰ − m*| for m⁰ between the start and m*',
  catches: 'an unstable fixed point reported (the minimum between two branches)',
  needs: ['glm.fixed-point', 'glm.state-evolution'],
  model: branches,
  async check(bench, { start, ...problem }) {
    const { secondMoment } = moments(problem.prior);
    const { overlap, meanSquareError } = await conditionedFixedPoint(bench, problem, start);
    const range = { low: 0, high: secondMoment };
    const again = await at(
      async (m) => (await stateEvolution(bench, problem, m, 1))[1],
      overlap,
      range,
    );
    const stays = equal('m* after one step', again, overlap, conditioning);
    const nudge = start === 'uninformed' ? -overlap.value / 64 : meanSquareError.value / 64;
    // The nudge has to be larger than the doubt about m* itself.
    if (!(Math.abs(nudge) > 100 * overlap.error)) return [stays];
    const nudged = overlap.value + nudge;
    const [, first] = await stateEvolution(bench, problem, nudged, 1);
    // Between the start and the fixed point, monotone evolution moves towards it, never across.
    const towards =
      nudge < 0
        ? [
            atMost('m⁰ ≤ m¹', nudged, first, conditioning),
            atMost('m¹ ≤ m*', first, overlap, conditioning),
          ]
        : [
            atMost('m¹ ≤ m⁰', first, nudged, conditioning),
            atMost('m* ≤ m¹', overlap, first, conditioning),
          ];
    return [stays, ...towards];
  },
  cost: 'moderate',
  sources: ['barbier2019'],
});

const solvable = law<{ readonly variance: number; readonly noise: number; readonly alpha: number }>(
  {
    id: 'glm/fixed-point-of-gaussian-regression',
    statement: 'Gaussian weights seen linearly can be solved by hand.',
    formula: 'V² + V (Δ + (α − 1) S) − S Δ = 0,   r = α/(V + Δ),   m = S − V',
    catches: 'α inverted; inputs of variance one; the noise counted twice',
    needs: ['glm.fixed-point'],
    model: fc.record({
      variance: logUniform(0.1, 10),
      noise: logUniform(1e-3, 10),
      alpha: alphas(0.02, 50),
    }),
    async check(bench, { variance: s, noise, alpha }) {
      const b = s * (1 - alpha) - noise;
      const root = Math.hypot(b, 2 * Math.sqrt(s * noise));
      // The root that does not cancel, whichever sign b has.
      const v = b >= 0 ? (b + root) / 2 : (2 * s * noise) / (root - b);
      const r = alpha / (v + noise);
      const problem: Problem = {
        prior: { kind: 'gaussian', variance: s },
        channel: { kind: 'linear', noiseVariance: noise },
        alpha,
      };
      const f =
        (r * s - Math.log1p(r * s)) / 2 -
        (alpha / 2) * Math.log(2 * Math.PI * Math.E * (v + noise)) -
        (r * (s - v)) / 2;
      const points = await Promise.all(
        (['uninformed', 'informed'] as const).map((start) =>
          conditionedFixedPoint(bench, problem, start),
        ),
      );
      return points.flatMap((point, k) => {
        const which = k ? 'informed' : 'uninformed';
        return [
          equal(`V, ${which}`, point.meanSquareError, exact(v), conditioning),
          equal(`m, ${which}`, point.overlap, exact((r * s * s) / (1 + r * s)), conditioning),
          equal(`r, ${which}`, point.conjugate, exact(r), conditioning),
          equal(`f, ${which}`, point.freeEntropy, exact(f), conditioning),
        ];
      });
    },
    cost: 'moderate',
    sources: ['barbier2019'],
  },
);

const units = law<Branch & { readonly scale: number }>({
  id: 'glm/fixed-point-units',
  statement: 'What can be learned does not depend on the units of the weights.',
  formula:
    '(w, Δ, K) → (c w, c²Δ, c K): m → c² m, r → r/c², f → f − α a ln c; a the mass of y with a density',
  catches: 'ρ = 1 taken for granted',
  needs: ['glm.fixed-point'],
  model: fc
    .record({ branch: branches, scale: fc.constantFrom(2, 0.5) })
    .map(({ branch, scale }) => ({ ...branch, scale })),
  async check(bench, { start, scale: c, ...problem }) {
    const plain = await conditionedFixedPoint(bench, problem, start);
    const { prior, channel, alpha } = problem;
    // As ill-conditioned as the plain problem: its condition is not measured again.
    const rescaled = await fixedPoint(
      bench,
      { prior: scaledPrior(prior, c), channel: scaledChannel(channel, c), alpha },
      start,
    );
    if (plain.conjugate.value === Infinity)
      return [equal('perfect recovery', rescaled.meanSquareError, 0)];
    const mass =
      channel.kind === 'relu'
        ? 0.5
        : channel.kind === 'linear' || channel.kind === 'absolute-value'
          ? 1
          : 0;
    return [
      equal('m', rescaled.overlap, scaled(c * c, twice(plain.overlap)), conditioning),
      equal(
        'MSE',
        rescaled.meanSquareError,
        scaled(c * c, twice(plain.meanSquareError)),
        conditioning,
      ),
      equal('r', scaled(c * c, rescaled.conjugate), twice(plain.conjugate), conditioning),
      equal(
        'f',
        rescaled.freeEntropy,
        sum(twice(plain.freeEntropy), -alpha * mass * Math.log(c)),
        conditioning,
      ),
    ];
  },
  cost: 'moderate',
  sources: ['barbier2019'],
});

const samePrior = law<{ readonly branch: Branch; readonly density: number }>({
  id: 'glm/priors-with-two-names',
  statement: 'A prior is its distribution, not its name.',
  formula:
    'rademacher = discrete ±1 = its values in another order;   gauss-bernoulli → gaussian as s → 1',
  catches: 'a special-cased prior that has its own mistakes',
  needs: ['glm.fixed-point', 'glm.prior-potential'],
  model: fc.record({ branch: branches, density: fc.constant(1 - 2 ** -44) }),
  async check(bench, { branch, density }) {
    const { start, ...problem } = branch;
    const names: readonly Problem['prior'][] = [
      { kind: 'rademacher' },
      { kind: 'discrete', values: [-1, 1], probabilities: [0.5, 0.5] },
      { kind: 'discrete', values: [1, -1], probabilities: [0.5, 0.5] },
    ];
    const first = await conditionedFixedPoint(bench, { ...problem, prior: names[0] }, start);
    const others = await Promise.all(
      names.slice(1).map((prior) => fixedPoint(bench, { ...problem, prior }, start)),
    );
    const r = Math.min(100, problem.alpha);
    const dense = await priorPotential(bench, { kind: 'gauss-bernoulli', density, variance: 1 }, r);
    const gaussian = await priorPotential(bench, { kind: 'gaussian', variance: 1 }, r);
    const rare = {
      amount: 4 * (1 - density) * (1 + r),
      because: 'the gauss-bernoulli prior is not quite dense',
    };
    return [
      ...others.flatMap((point, k) => [
        equal(`m under name ${k + 2}`, point.overlap, twice(first.overlap), conditioning),
        equal(
          `MSE under name ${k + 2}`,
          point.meanSquareError,
          twice(first.meanSquareError),
          conditioning,
        ),
        ...(first.conjugate.value === Infinity
          ? []
          : [
              equal(
                `f under name ${k + 2}`,
                point.freeEntropy,
                twice(first.freeEntropy),
                conditioning,
              ),
            ]),
      ]),
      equal('M of a dense prior', dense.overlap, gaussian.overlap, rare),
      equal('Φ_w of a dense prior', dense.potential, gaussian.potential, rare),
    ];
  },
  cost: 'moderate',
  sources: ['barbier2019'],
});

export const fixedPointLaws = [
  consistent,
  nishimori,
  assembled,
  stationary,
  ordered,
  noisier,
  processing,
  firstAndLast,
  reached,
  solvable,
  units,
  samePrior,
] as const;
