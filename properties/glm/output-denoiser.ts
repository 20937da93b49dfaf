import fc from 'fast-check';
import { channels, type Output, outputs } from '../../oracles/arbitraries/index.ts';
import type { ChannelSpec } from '../../reference/channels/channel.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import { product, scaled, sum } from '../measured.ts';
import { isEven, isOdd, noiseOf, scaledChannel } from '../models.ts';
import { atMost, equal } from '../near.ts';
import { outputDenoiser } from '../questions.ts';

/**
 * Where two Gaussian branches compete (±y for |z|, the two walls of the door), the argument of the
 * hyperbolic functions between them; beyond 40 one branch has won and there is no feature left.
 */
function competition({ channel, y, omega, variance }: Output): number {
  const width = variance + noiseOf(channel);
  const argument =
    channel.kind === 'symmetric-door'
      ? (2 * channel.width * Math.abs(omega)) / width
      : channel.kind === 'absolute-value'
        ? Math.abs(y * omega) / width
        : 0;
  return argument < 40 ? argument : 0;
}

/** The width in ω over which ln Z changes its shape. */
function omegaScale(output: Output): number {
  const { channel, y, omega, variance } = output;
  const width = variance + noiseOf(channel);
  const arm =
    channel.kind === 'symmetric-door'
      ? 2 * channel.width
      : channel.kind === 'absolute-value'
        ? Math.abs(y)
        : 0;
  const decided = (arm * Math.abs(omega)) / width > 40;
  return decided || arm === 0 ? Math.sqrt(width) : Math.min(Math.sqrt(width), width / arm);
}

const scoreIsDerivative = law<Output>({
  id: 'glm/output-score',
  statement: 'The output function is the response of the log-likelihood of a label to its field.',
  formula: 'g = ∂_ω ln Z(y, ω, V)',
  catches: 'V in place of √V in a Gaussian; the sign of y lost',
  needs: ['glm.output-denoiser'],
  model: outputs(),
  async check(bench, output) {
    const { channel, y, omega, variance } = output;
    const slope = await derivative(
      async (w) => (await outputDenoiser(bench, channel, y, w, variance)).logPartition,
      omega,
      omegaScale(output),
      bench.accuracy,
    );
    const { g } = await outputDenoiser(bench, channel, y, omega, variance);
    return [equal('g against ∂_ω ln Z', g, slope, differenced)];
  },
  cost: 'cheap',
  sources: ['rangan2011'],
});

const curvatureIsDerivative = law<Output>({
  id: 'glm/output-curvature',
  statement: 'The curvature of the log-likelihood of a label is the response of its score.',
  formula: 'dg = ∂_ω g(y, ω, V)',
  catches: 'dg = −g² alone (its average), or ω/V without the division',
  needs: ['glm.output-denoiser'],
  model: outputs(),
  async check(bench, output) {
    const { channel, y, omega, variance } = output;
    const slope = await derivative(
      async (w) => (await outputDenoiser(bench, channel, y, w, variance)).g,
      omega,
      omegaScale(output),
      bench.accuracy,
    );
    const { dg } = await outputDenoiser(bench, channel, y, omega, variance);
    return [equal('dg against ∂_ω g', dg, slope, differenced)];
  },
  cost: 'cheap',
  sources: ['rangan2011'],
});

const heat = law<Output>({
  id: 'glm/output-heat-equation',
  statement: 'Uncertainty about the field smooths the likelihood as heat spreads.',
  formula: '∂_V Z = ½ ∂²_ω Z, that is ∂_V ln Z = ½ (dg + g²)',
  catches: 'a variance and a standard deviation exchanged in ln Z or in g',
  needs: ['glm.output-denoiser'],
  model: outputs(),
  async check(bench, output) {
    const { channel, y, omega, variance } = output;
    const slope = await derivative(
      async (v) => (await outputDenoiser(bench, channel, y, omega, v)).logPartition,
      variance,
      variance / (1 + competition(output)),
      bench.accuracy,
    );
    const { g, dg } = await outputDenoiser(bench, channel, y, omega, variance);
    return [
      equal(
        '∂_V ln Z against (dg + g²)/2',
        slope,
        scaled(0.5, sum(dg, product(g, g))),
        differenced,
      ),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const posteriorVariance = law<Output>({
  id: 'glm/output-posterior-variance',
  statement:
    'Seeing a label leaves a variance of the field, which is not negative; log-concave channels never enlarge it.',
  formula: '1 + V dg = Var(z | y)/V ≥ 0;   dg ≤ 0 for sign, probit, linear, relu',
  catches: 'the wrong sign of dg; the tail −1/V overshot by cancellation',
  needs: ['glm.output-denoiser'],
  model: outputs(),
  async check(bench, { channel, y, omega, variance }) {
    const { dg } = await outputDenoiser(bench, channel, y, omega, variance);
    return [
      atMost('0 ≤ 1 + V dg', 0, sum(1, scaled(variance, dg))),
      ...(isEven(channel) ? [] : [atMost('dg ≤ 0', dg, 0)]),
    ];
  },
  cost: 'cheap',
  sources: ['rangan2011'],
});

const symmetry = law<Output>({
  id: 'glm/output-symmetry',
  statement: 'The likelihood has the symmetry of its channel.',
  formula:
    'Z(−y, −ω) = Z(y, ω) for sign, probit, linear;   Z(y, −ω) = Z(y, ω) for |z| and the door',
  catches: 'labels in {0, 1}; a branch for ω < 0 that was never tested',
  needs: ['glm.output-denoiser'],
  model: outputs(channels(['sign', 'probit', 'linear', 'absolute-value', 'symmetric-door'])),
  async check(bench, { channel, y, omega, variance }) {
    const here = await outputDenoiser(bench, channel, y, omega, variance);
    const there = await outputDenoiser(bench, channel, isOdd(channel) ? -y : y, -omega, variance);
    return [
      equal('ln Z', there.logPartition, here.logPartition),
      equal('g', there.g, scaled(-1, here.g)),
      equal('dg', there.dg, here.dg),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

/** The same channel without its noise, which the field then carries: ω is the same, V + Δ its variance. */
const noiseless = (channel: ChannelSpec): ChannelSpec =>
  channel.kind === 'probit'
    ? { kind: 'sign' }
    : 'noiseVariance' in channel
      ? { ...channel, noiseVariance: 0 }
      : channel;

const noiseInField = law<Output>({
  id: 'glm/output-noise-in-the-field',
  statement: 'Gaussian noise before the non-linearity is uncertainty about the field.',
  formula: 'Z_Δ(y, ω, V) = Z_0(y, ω, V + Δ), for probit, linear and |z|',
  catches: 'Δ as a standard deviation; Δ forgotten in g or dg',
  needs: ['glm.output-denoiser'],
  model: outputs(channels(['probit', 'linear', 'absolute-value'])),
  async check(bench, { channel, y, omega, variance }) {
    const noisy = await outputDenoiser(bench, channel, y, omega, variance);
    const total = variance + noiseOf(channel);
    const clean = await outputDenoiser(bench, noiseless(channel), y, omega, total);
    return [
      equal('ln Z', noisy.logPartition, clean.logPartition),
      equal('g', noisy.g, clean.g),
      equal('dg', noisy.dg, clean.dg),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const units = law<Output & { readonly scale: number }>({
  id: 'glm/output-units',
  statement: 'Measuring the field in other units rescales its density, score and curvature.',
  formula: 'z → c z: ln Z → ln Z − ln c where y is continuous, g → g/c, dg → dg/c²',
  catches: 'an input of variance 1 where 1/d is meant; V fixed to one',
  needs: ['glm.output-denoiser'],
  model: fc
    .record({ output: outputs(), scale: fc.constantFrom(2, 0.5, 8) })
    .map(({ output, scale }) => ({ ...output, scale })),
  async check(bench, { channel, y, omega, variance, scale: c }) {
    const continuous = channel.kind === 'relu' ? y > 0 : 'noiseVariance' in channel;
    const isDensity = continuous && channel.kind !== 'probit';
    const plain = await outputDenoiser(bench, channel, y, omega, variance);
    const rescaled = await outputDenoiser(
      bench,
      scaledChannel(channel, c),
      isDensity ? c * y : y,
      c * omega,
      c * c * variance,
    );
    return [
      equal('ln Z', rescaled.logPartition, sum(plain.logPartition, isDensity ? -Math.log(c) : 0)),
      equal('g', rescaled.g, scaled(1 / c, plain.g)),
      equal('dg', rescaled.dg, scaled(1 / (c * c), plain.dg)),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

export const outputDenoiserLaws = [
  scoreIsDerivative,
  curvatureIsDerivative,
  heat,
  posteriorVariance,
  symmetry,
  noiseInField,
  units,
] as const;
