import fc from 'fast-check';
import { alphas, channels, logUniform, uniform } from '../../oracles/arbitraries/index.ts';
import { models } from '../../oracles/arbitraries/model.ts';
import { conditionedFixedPoint, conditioning } from '../conditioned.ts';
import { law } from '../define.ts';
import { moments, type Problem } from '../models.ts';
import { atMost, equal } from '../near.ts';
import { at, fixedPoint, stateEvolution } from '../questions.ts';
import { type Branch, branches, problems, starts } from './problems.ts';

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
      branch: branches(),
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
  model: branches(),
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

export const fixedPointOrderLaws = [ordered, noisier, processing, firstAndLast, reached] as const;
