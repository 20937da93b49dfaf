import fc from 'fast-check';
import { channels, logUniform, noiseVariances } from '../../oracles/arbitraries/index.ts';
import type { ChannelSpec } from '../../reference/channels/channel.ts';
import { law } from '../define.ts';
import { scaled } from '../measured.ts';
import { isLabel, noiseOf, revealedFraction } from '../models.ts';
import { atMost, equal } from '../near.ts';
import { outputPotential } from '../questions.ts';
import { inside, secondMoments, type View, views } from './views.ts';

const processing = law<View & { readonly noise: number }>({
  id: 'glm/output-data-processing',
  statement: 'Nothing is gained by processing a measurement.',
  formula:
    'A_probit ≤ A_sign ≤ A_relu ≤ A_linear,   A_door ≤ A_|z| ≤ A_linear   (noiseless but probit)',
  catches: 'a channel whose information is off by a factor; relu counted as a full observation',
  needs: ['glm.output-potential'],
  model: fc
    .record({ view: views(inside, channels(['symmetric-door'])), noise: noiseVariances() })
    .map(({ view, noise }) => ({ ...view, noise })),
  async check(bench, { channel: door, secondMoment, overlap, noise }) {
    const information = async (channel: ChannelSpec) =>
      (await outputPotential(bench, channel, secondMoment, overlap)).conjugatePerAlpha;
    const probit = await information({ kind: 'probit', noiseVariance: noise });
    const sign = await information({ kind: 'sign' });
    const relu = await information({ kind: 'relu' });
    const linear = await information({ kind: 'linear', noiseVariance: 0 });
    const modulus = await information({ kind: 'absolute-value', noiseVariance: 0 });
    return [
      atMost('A_probit ≤ A_sign', probit, sign),
      atMost('A_sign ≤ A_relu', sign, relu),
      atMost('A_relu ≤ A_linear', relu, linear),
      atMost('A_door ≤ A_|z|', await information(door), modulus),
      atMost('A_|z| ≤ A_linear', modulus, linear),
    ];
  },
  cost: 'cheap',
  sources: ['cover2006', 'barbier2019'],
});

const noise = law<View & { readonly more: number }>({
  id: 'glm/output-noise-hurts',
  statement: 'More noise, less information in a label.',
  formula: 'Δ₁ < Δ₂: A(m; Δ₂) ≤ A(m; Δ₁)',
  catches: 'signal and noise exchanged; 1/Δ given for Δ',
  needs: ['glm.output-potential'],
  model: fc
    .record({
      view: views(inside, channels(['probit', 'linear', 'absolute-value'])),
      more: logUniform(1.1, 100),
    })
    .map(({ view, more }) => ({ ...view, more })),
  async check(bench, { channel, secondMoment, overlap, more }) {
    if (!('noiseVariance' in channel)) return [];
    const louder: ChannelSpec = {
      ...channel,
      noiseVariance: (channel.noiseVariance || 1e-6) * more,
    };
    const low = await outputPotential(bench, channel, secondMoment, overlap);
    const high = await outputPotential(bench, louder, secondMoment, overlap);
    return [atMost('A(Δ₂) ≤ A(Δ₁)', high.conjugatePerAlpha, low.conjugatePerAlpha)];
  },
  cost: 'cheap',
  sources: ['cover2006'],
});

const unseenSign = law<{ readonly secondMoment: number; readonly width: number }>({
  id: 'glm/output-potential-first-bit',
  statement: 'Knowing nothing of the weights, a label is worth its full entropy.',
  formula: 'm = 0: Φ_sign = −ln 2, A_sign = 2/(πρ); A = 0 for |z| and the door',
  catches: 'natural and binary logarithms mixed; 1/ρ forgotten',
  needs: ['glm.output-potential'],
  model: fc.record({ secondMoment: secondMoments, width: logUniform(0.2, 3) }),
  async check(bench, { secondMoment, width }) {
    const sign = await outputPotential(bench, { kind: 'sign' }, secondMoment, 0);
    const even = await Promise.all(
      (
        [
          { kind: 'absolute-value', noiseVariance: 0 },
          { kind: 'symmetric-door', width },
        ] as const
      ).map((channel) => outputPotential(bench, channel, secondMoment, 0)),
    );
    const cancelled = {
      amount: bench.accuracy / secondMoment,
      because: 'a sum of terms of the order of 1/ρ that cancel',
    };
    return [
      equal('Φ_sign(0)', sign.potential, -Math.LN2),
      equal('A_sign(0)', sign.conjugatePerAlpha, 2 / (Math.PI * secondMoment)),
      ...even.map((answer, k) =>
        equal(`A(0) of ${k ? 'the door' : '|z|'}`, answer.conjugatePerAlpha, 0, cancelled),
      ),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const perfect = law<View>({
  id: 'glm/output-potential-perfect-knowledge',
  statement:
    'When the weights are known, noiseless labels hold no surprise and noisy ones their noise.',
  formula: 'm = ρ: Φ_out = 0 for noiseless labels; −½ ln(2πeΔ) and A = 1/Δ for the linear channel',
  catches: 'a floor on V or Z that leaves a residual surprise',
  needs: ['glm.output-potential'],
  model: views(fc.constant(1), channels(['sign', 'linear', 'symmetric-door'])).filter(
    ({ channel }) => revealedFraction(channel) === 0,
  ),
  async check(bench, { channel, secondMoment, overlap }) {
    const answer = await outputPotential(bench, channel, secondMoment, overlap);
    if (isLabel(channel)) return [equal('Φ_out(ρ)', answer.potential, 0)];
    const delta = noiseOf(channel);
    return [
      equal('Φ_out(ρ)', answer.potential, -0.5 * Math.log(2 * Math.PI * Math.E * delta)),
      equal('A(ρ)', answer.conjugatePerAlpha, 1 / delta),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const boundaries = law<View>({
  id: 'glm/output-decision-boundary',
  statement:
    'Near perfect knowledge a noiseless label informs only next to its decision boundaries, each by the same universal amount.',
  formula: 'V → 0: A_door √V / (A_sign √V) → p_z(−K)/p_z(0) + p_z(K)/p_z(0) = 2 e^(−K²/2ρ)',
  catches: 'V floored at 1e-6 or so; one of the two walls of the door left out',
  needs: ['glm.output-potential'],
  model: views(
    logUniform(1e-10, 1e-6).map((distance) => 1 - distance),
    channels(['symmetric-door']),
  ).filter(
    ({ channel, secondMoment: rho }) =>
      channel.kind === 'symmetric-door' &&
      channel.width ** 2 < 4 * rho &&
      channel.width ** 2 > rho / 25,
  ),
  async check(bench, { channel, secondMoment, overlap }) {
    const width = channel.kind === 'symmetric-door' ? channel.width : 0;
    const sign = await outputPotential(bench, { kind: 'sign' }, secondMoment, overlap);
    const door = await outputPotential(bench, channel, secondMoment, overlap);
    const walls = 2 * Math.exp(-(width ** 2) / (2 * secondMoment));
    const v = (secondMoment - overlap) / secondMoment;
    return [
      equal(
        'A_door against A_sign',
        door.conjugatePerAlpha,
        scaled(walls, sign.conjugatePerAlpha),
        {
          amount: 20 * v * (1 + width ** 2 / secondMoment) * walls * sign.conjugatePerAlpha.value,
          because: 'the boundary layer has width √V: relative corrections are of the order of V/ρ',
        },
      ),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

export const outputPotentialLimitLaws = [
  processing,
  noise,
  unseenSign,
  perfect,
  boundaries,
] as const;
