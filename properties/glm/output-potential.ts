import fc from 'fast-check';
import { channels, uniform } from '../../oracles/arbitraries/index.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import { difference, exact, scaled } from '../measured.ts';
import { isNoiseless, noiseOf } from '../models.ts';
import { atMost, equal } from '../near.ts';
import { outputPotential } from '../questions.ts';
import { bulk, inside, type View, views } from './views.ts';

const slope = law<View>({
  id: 'glm/output-conjugate-is-derivative',
  statement: 'The conjugate overlap is twice the slope of the output potential.',
  formula: 'A(m) = 2 ∂Φ_out/∂m',
  catches: 'r = 2 α Φ_out′ taken for α Φ_out′, or doubled twice',
  needs: ['glm.output-potential'],
  model: views(bulk),
  async check(bench, { channel, secondMoment, overlap }) {
    const slope = await derivative(
      async (m) => (await outputPotential(bench, channel, secondMoment, m)).potential,
      overlap,
      Math.min(overlap, secondMoment - overlap),
      bench.accuracy,
    );
    const { conjugatePerAlpha } = await outputPotential(bench, channel, secondMoment, overlap);
    return [equal('A against 2 ∂Φ_out/∂m', conjugatePerAlpha, scaled(2, slope), differenced)];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const bounded = law<View>({
  id: 'glm/output-information-of-a-label',
  statement: 'A label tells at most the field itself, seen through whatever noise it has.',
  formula: '0 ≤ A(m) ≤ 1/(V + Δ), V = ρ − m; equality for the linear channel',
  catches: 'V floored or taken for ρ; g² averaged without its weight Z',
  needs: ['glm.output-potential'],
  model: views(inside),
  async check(bench, { channel, secondMoment, overlap }) {
    const { conjugatePerAlpha } = await outputPotential(bench, channel, secondMoment, overlap);
    const field = 1 / (secondMoment - overlap + noiseOf(channel));
    return [
      atMost('0 ≤ A', 0, conjugatePerAlpha),
      atMost('A ≤ 1/(V + Δ)', conjugatePerAlpha, field),
      ...(channel.kind === 'linear'
        ? [equal('A of a linear channel', conjugatePerAlpha, field)]
        : []),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const convex = law<View & { readonly further: number }>({
  id: 'glm/output-potential-convex',
  statement: 'The more is known of the weights, the more a label tells: Φ_out is convex in m.',
  formula: 'm₁ < m₂: A(m₁)/2 ≤ [Φ_out(m₂) − Φ_out(m₁)]/(m₂ − m₁) ≤ A(m₂)/2',
  catches: 'Gauss–Hermite nodes that miss the decision boundary as m → ρ',
  needs: ['glm.output-potential'],
  model: fc
    .record({ view: views(inside), further: uniform(0.05, 0.95, 18) })
    .map(({ view, further }) => ({
      ...view,
      further: view.overlap + further * (view.secondMoment - view.overlap),
    })),
  async check(bench, { channel, secondMoment, overlap, further }) {
    const low = await outputPotential(bench, channel, secondMoment, overlap);
    const high = await outputPotential(bench, channel, secondMoment, further);
    const run = further - overlap;
    const rise = difference(high.potential, low.potential);
    return [
      atMost('A(m₁) ≤ A(m₂)', low.conjugatePerAlpha, high.conjugatePerAlpha),
      atMost('slope at m₁ against the chord', scaled(run / 2, low.conjugatePerAlpha), rise),
      atMost('chord against the slope at m₂', rise, scaled(run / 2, high.conjugatePerAlpha)),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const sumOfEntropies = law<View>({
  id: 'glm/output-entropy-of-labels',
  statement: 'A label of two values carries at most one bit, less the more its weights are known.',
  formula: '−ln 2 ≤ Φ_out(0) ≤ Φ_out(m) ≤ 0 for labels; ≤ Φ_out(ρ) for noisy ones',
  catches: 'an entropy with the wrong sign, or in bits',
  needs: ['glm.output-potential'],
  model: views(inside, channels(['sign', 'probit', 'symmetric-door'])),
  async check(bench, { channel, secondMoment, overlap }) {
    const potential = async (m: number) =>
      (await outputPotential(bench, channel, secondMoment, m)).potential;
    const here = await potential(overlap);
    const nothing = await potential(0);
    return [
      atMost('−ln 2 ≤ Φ_out(0)', exact(-Math.LN2), nothing),
      atMost('Φ_out(0) ≤ Φ_out(m)', nothing, here),
      atMost('Φ_out(m) ≤ Φ_out(ρ)', here, isNoiseless(channel) ? 0 : await potential(secondMoment)),
    ];
  },
  cost: 'cheap',
  sources: ['cover2006'],
});

export const outputPotentialLaws = [slope, bounded, convex, sumOfEntropies] as const;
