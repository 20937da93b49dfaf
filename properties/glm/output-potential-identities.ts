import fc from 'fast-check';
import { channels } from '../../oracles/arbitraries/index.ts';
import type { ChannelSpec } from '../../reference/channels/channel.ts';
import { law } from '../define.ts';
import { product, scaled, sum } from '../measured.ts';
import { isLabel, noiseOf, scaledChannel } from '../models.ts';
import { equal } from '../near.ts';
import { outputPotential } from '../questions.ts';
import { inside, type View, views } from './views.ts';

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

export const outputPotentialIdentityLaws = [noiseInField, relu, units] as const;
