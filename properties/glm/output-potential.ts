import fc from 'fast-check';
import {
  channels,
  logUniform,
  noiseVariances,
  oneOf,
  overlapFractions,
  uniform,
} from '../../oracles/arbitraries/index.ts';
import type { ChannelSpec } from '../../reference/channels/channel.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import { difference, exact, product, scaled, sum } from '../measured.ts';
import { isLabel, isNoiseless, noiseOf, revealedFraction, scaledChannel } from '../models.ts';
import { atMost, equal } from '../near.ts';
import { outputPotential } from '../questions.ts';

/** Labels seen with an overlap m of a field of variance ρ. */
export interface View {
  readonly channel: ChannelSpec;
  readonly secondMoment: number;
  readonly overlap: number;
}

const secondMoments = oneOf([3, fc.constant(1)], [2, logUniform(0.1, 10)]);

const views = (
  fraction: fc.Arbitrary<number>,
  channel: fc.Arbitrary<ChannelSpec> = channels(),
): fc.Arbitrary<View> =>
  fc
    .record({ channel, secondMoment: secondMoments, fraction })
    .map(({ channel, secondMoment, fraction }) => ({
      channel,
      secondMoment,
      overlap: fraction * secondMoment,
    }));

/** 0 < m < ρ, up to 1e-9 from either end. */
const inside = overlapFractions().filter((f) => f > 0 && f < 1);

/** Where a difference quotient in m still has digits. */
const bulk = oneOf<number>(
  [1, fc.constant(0.5)],
  [4, uniform(0.05, 0.95, 90)],
  [1, logUniform(1e-6, 1e-2).map((distance) => 1 - distance)],
);

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

const noiseInField = law<View>({
  id: 'glm/output-potential-noise-in-the-field',
  statement: 'Noise before the non-linearity is a part of the field that nobody can learn.',
  formula: 'Φ_out(m; ρ, Δ) = Φ_out(m; ρ + Δ, 0), A likewise, for probit, linear and |z|',
  catches: 'Δ as a standard deviation; Δ added to m rather than to V',
  needs: ['glm.output-potential'],
  model: views(inside, channels(['probit', 'linear', 'absolute-value'])).filter(
    ({ channel, secondMoment }) => noiseOf(channel) > 1e-3 * secondMoment,
  ),
  async check(bench, { channel, secondMoment, overlap }) {
    const clean: ChannelSpec =
      channel.kind === 'probit'
        ? { kind: 'sign' }
        : ({ ...channel, noiseVariance: 0 } as ChannelSpec);
    const noisy = await outputPotential(bench, channel, secondMoment, overlap);
    const total = secondMoment + noiseOf(channel);
    const field = await outputPotential(bench, clean, total, overlap);
    return [
      equal('Φ_out', noisy.potential, field.potential),
      equal('A', noisy.conjugatePerAlpha, field.conjugatePerAlpha),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const relu = law<View>({
  id: 'glm/output-potential-relu-is-half-and-half',
  statement:
    'Half of the time relu shows the field, half of the time only its sign; both show the sign.',
  formula: 'Φ_relu = ½ (Φ_sign + Φ_linear),   A_relu = ½ (A_sign + 1/V)',
  catches: 'the two halves of relu weighted twice, or its dead half left out',
  needs: ['glm.output-potential'],
  model: views(inside, channels(['relu'])),
  async check(bench, { channel, secondMoment, overlap }) {
    const potential = (c: ChannelSpec) => outputPotential(bench, c, secondMoment, overlap);
    const whole = await potential(channel);
    const sign = await potential({ kind: 'sign' });
    const linear = await potential({ kind: 'linear', noiseVariance: 0 });
    return [
      equal('Φ_relu', whole.potential, scaled(0.5, sum(sign.potential, linear.potential))),
      equal(
        'A_relu',
        whole.conjugatePerAlpha,
        scaled(0.5, sum(sign.conjugatePerAlpha, linear.conjugatePerAlpha)),
      ),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
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

const units = law<View & { readonly scale: number }>({
  id: 'glm/output-potential-units',
  statement:
    'Measuring the field in other units shifts a differential entropy and rescales its slope.',
  formula:
    '(z, ρ, m, Δ, K) → (c z, c²ρ, c²m, c²Δ, c K): Φ_out − a ln c, A/c²; a the mass of y with a density',
  catches: 'unit second moment taken for granted; a door whose width does not scale',
  needs: ['glm.output-potential'],
  model: fc
    .record({ view: views(inside), scale: fc.constantFrom(2, 0.5, 4) })
    .map(({ view, scale }) => ({ ...view, scale })),
  async check(bench, { channel, secondMoment, overlap, scale: c }) {
    const plain = await outputPotential(bench, channel, secondMoment, overlap);
    const rescaled = await outputPotential(
      bench,
      scaledChannel(channel, c),
      c * c * secondMoment,
      c * c * overlap,
    );
    const continuous = isLabel(channel) ? 0 : channel.kind === 'relu' ? 0.5 : 1;
    return [
      equal('Φ_out', rescaled.potential, sum(plain.potential, -continuous * Math.log(c))),
      equal('A', product(c * c, rescaled.conjugatePerAlpha), plain.conjugatePerAlpha),
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

export const outputPotentialLaws = [
  slope,
  bounded,
  convex,
  processing,
  noise,
  noiseInField,
  relu,
  unseenSign,
  perfect,
  boundaries,
  units,
  sumOfEntropies,
] as const;
