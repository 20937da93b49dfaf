import fc from 'fast-check';
import { uniform } from '../../oracles/arbitraries/index.ts';
import { law } from '../define.ts';
import { scaled } from '../measured.ts';
import { isEven, moments, type Problem, scaledChannel, scaledPrior } from '../models.ts';
import { atMost, equal } from '../near.ts';
import { at, outputPotential, priorPotential, stateEvolution } from '../questions.ts';
import { problems } from './problems.ts';

/** A problem and a place m⁰ = fraction · ρ to start from. */
type Started = Problem & { readonly initialOverlap: number };

const started: fc.Arbitrary<Started> = fc
  .record({ problem: problems(), fraction: uniform(0.02, 0.98, 48) })
  .map(({ problem, fraction }) => ({
    ...problem,
    initialOverlap: fraction * moments(problem.prior).secondMoment,
  }));

const oneStep = law<Started>({
  id: 'glm/state-evolution-step',
  statement: 'One step of state evolution is the output channel followed by the scalar channel.',
  formula: 'm¹ = M(α A(m⁰))',
  catches: 'α = d/n in place of n/d; a factor 2 in r; the trajectory damped',
  needs: ['glm.state-evolution', 'glm.prior-potential', 'glm.output-potential'],
  model: started,
  async check(bench, model) {
    const { prior, channel, alpha, initialOverlap } = model;
    const { secondMoment } = moments(prior);
    const trajectory = await stateEvolution(bench, model, initialOverlap, 1);
    const output = await outputPotential(bench, channel, secondMoment, initialOverlap);
    const next = await at(
      async (r) => (await priorPotential(bench, prior, r)).overlap,
      scaled(alpha, output.conjugatePerAlpha),
      { low: 0 },
    );
    return [
      equal('m⁰', trajectory[0], initialOverlap),
      equal('m¹ against M(α A(m⁰))', trajectory[1], next),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019', 'javanmard2013'],
});

const noMemory = law<Started>({
  id: 'glm/state-evolution-has-no-memory',
  statement: 'State evolution knows its present only: stopping and starting again changes nothing.',
  formula: 'm^{t+s}(m⁰) = m^s(m^t(m⁰)), and t steps are the first t of any longer run',
  catches: 'momentum, or a damping that depends on time; an off-by-one in what is recorded',
  needs: ['glm.state-evolution'],
  model: started,
  async check(bench, model) {
    const whole = await stateEvolution(bench, model, model.initialOverlap, 3);
    const first = await stateEvolution(bench, model, model.initialOverlap, 1);
    const { secondMoment } = moments(model.prior);
    const second = await at(async (m) => (await stateEvolution(bench, model, m, 1))[1], first[1], {
      low: 0,
      high: secondMoment,
    });
    return [
      equal('iterations recorded', whole.length, 4),
      equal('m¹', whole[1], first[1]),
      equal('m²', whole[2], second),
    ];
  },
  cost: 'cheap',
  sources: ['javanmard2013'],
});

const monotone = law<Started & { readonly ahead: number }>({
  id: 'glm/state-evolution-keeps-order',
  statement: 'Who knows more now knows more at every later time, and no evolution turns back.',
  formula: 'm⁰ ≤ m̃⁰ ⇒ m^t ≤ m̃^t;   m¹ ≥ m⁰ ⇒ m^{t+1} ≥ m^t, and the other way round',
  catches: 'an unstable or damped iteration that oscillates around its fixed point',
  needs: ['glm.state-evolution'],
  model: fc.record({ start: started, ahead: uniform(0.1, 0.9, 8) }).map(({ start, ahead }) => ({
    ...start,
    ahead:
      start.initialOverlap + ahead * (moments(start.prior).secondMoment - start.initialOverlap),
  })),
  async check(bench, model) {
    const behind = await stateEvolution(bench, model, model.initialOverlap, 6);
    const ahead = await stateEvolution(bench, model, model.ahead, 6);
    const rises = behind[1].value >= behind[0].value;
    return behind.flatMap((m, t) => [
      atMost(`order at t = ${t}`, m, ahead[t]),
      ...(t < 1
        ? []
        : [
            rises
              ? atMost(`m^${t - 1} ≤ m^${t}`, behind[t - 1], m)
              : atMost(`m^${t} ≤ m^${t - 1}`, m, behind[t - 1]),
          ]),
    ]);
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const blindStart = law<Problem>({
  id: 'glm/state-evolution-from-nothing',
  statement:
    'From zero overlap an even channel teaches nothing about centred weights; any other channel something.',
  formula: 'm⁰ = 0: m¹ = (E w)² if A(0) = 0 (even channels), else m¹ > (E w)²',
  catches: 'a small initial overlap added behind the user’s back; a gauge broken by hand',
  needs: ['glm.state-evolution'],
  model: problems(),
  async check(bench, model) {
    const { mean, secondMoment } = moments(model.prior);
    const [, first] = await stateEvolution(bench, model, 0, 1);
    const cancelled = {
      amount: bench.accuracy * secondMoment * model.alpha,
      because: 'A(0) is a sum of terms of the order of 1/ρ that cancel',
    };
    return isEven(model.channel)
      ? [equal('m¹', first, mean ** 2, cancelled)]
      : [atMost('(E w)² ≤ m¹', mean ** 2, first), atMost('m¹ ≤ ρ', first, secondMoment)];
  },
  cost: 'cheap',
  sources: ['barbier2019', 'mondelli2019'],
});

const units = law<Started & { readonly scale: number }>({
  id: 'glm/state-evolution-units',
  statement: 'Learning does not depend on the units of the weights.',
  formula: '(w, Δ, K) → (c w, c²Δ, c K): m^t → c² m^t',
  catches: 'ρ = 1 taken for granted in V = ρ − m',
  needs: ['glm.state-evolution'],
  model: fc
    .record({ start: started, scale: fc.constantFrom(2, 0.5) })
    .map(({ start, scale }) => ({ ...start, scale })),
  async check(bench, { scale: c, ...model }) {
    const plain = await stateEvolution(bench, model, model.initialOverlap, 2);
    const rescaled = await stateEvolution(
      bench,
      {
        prior: scaledPrior(model.prior, c),
        channel: scaledChannel(model.channel, c),
        alpha: model.alpha,
      },
      c * c * model.initialOverlap,
      2,
    );
    return plain.map((m, t) => equal(`m^${t}`, rescaled[t], scaled(c * c, m)));
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

export const stateEvolutionLaws = [oneStep, noMemory, monotone, blindStart, units] as const;
