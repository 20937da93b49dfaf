import fc from 'fast-check';
import {
  channels,
  logUniform,
  type Output,
  outputs,
  uniform,
} from '../../oracles/arbitraries/index.ts';
import type { ChannelSpec } from '../../reference/channels/channel.ts';
import { law } from '../define.ts';
import { overInterval, overLine } from '../integrals.ts';
import type { Bench } from '../law.ts';
import { difference, exponential, type Measured, product, quotient, sum } from '../measured.ts';
import { isLabel, noiseOf } from '../models.ts';
import { equal } from '../near.ts';
import { outputDenoiser } from '../questions.ts';

/** A field known up to a Gaussian: z ~ N(ω, V). */
interface Field {
  readonly channel: ChannelSpec;
  readonly omega: number;
  readonly variance: number;
}

const fields: fc.Arbitrary<Field> = fc
  .record({ channel: channels(), variance: logUniform(0.05, 5), deviation: uniform(-4, 4, 80) })
  .map(({ channel, variance, deviation }) => ({
    channel,
    variance,
    omega: deviation * Math.sqrt(variance),
  }));

type Denoised = Awaited<ReturnType<typeof outputDenoiser>>;

/**
 * Σ_y over labels, or ∫dy over continuous outputs, of what `term` makes of one answer, by the law's
 * own rule: the outputs of a field within eight standard deviations, split where they jump.
 */
export async function overOutputs(
  bench: Bench,
  { channel, omega, variance }: Field,
  term: (answer: Denoised) => readonly Measured[],
  points = 64,
): Promise<readonly Measured[]> {
  const at = async (y: number) => term(await outputDenoiser(bench, channel, y, omega, variance));
  const together = (parts: readonly (readonly Measured[])[]) =>
    parts[0].map((_, j) => sum(...parts.map((part) => part[j])));
  const sigma = Math.sqrt(variance + noiseOf(channel));
  if (isLabel(channel)) return together([await at(-1), await at(1)]);
  switch (channel.kind) {
    case 'linear':
      return overLine(at, omega, 8 * sigma, sigma / 2);
    case 'relu': {
      const top = Math.max(0, omega) + 8 * sigma;
      return together([await at(0), await overInterval(at, 0, top, points)]);
    }
    default:
      return overInterval(at, 0, Math.abs(omega) + 8 * sigma, points);
  }
}

const quadrature = 'accuracy of the answers; measured truncation of the sum over outputs';

const normalised = law<Field>({
  id: 'glm/output-normalised',
  statement: 'Some label must come out.',
  formula: 'Σ_y Z(y, ω, V) = 1 (∫dy for continuous outputs, with an atom at y = 0 for relu)',
  catches: 'a lost 1/√(2πV); the mass at y = 0 of relu taken for a density; labels in {0, 1}',
  needs: ['glm.output-denoiser'],
  model: fields,
  async check(bench, field) {
    const [total] = await overOutputs(bench, field, ({ logPartition }) => [
      exponential(logPartition),
    ]);
    return [equal('Σ_y Z', total, 1, quadrature)];
  },
  cost: 'moderate',
  sources: ['barbier2019'],
});

const bartlett = law<Field>({
  id: 'glm/output-score-averages',
  statement:
    'On average a label neither pushes the field nor widens it: its score has mean zero and a variance equal to minus its curvature.',
  formula: 'E_y g = 0,   E_y[−dg] = E_y[g²]   (y ~ Z(·, ω, V))',
  catches: 'a label-independent offset in g; dg without its −g² term',
  needs: ['glm.output-denoiser'],
  model: fields,
  async check(bench, field) {
    const [score, square, curvature] = await overOutputs(
      bench,
      field,
      ({ logPartition, g, dg }) => {
        const z = exponential(logPartition);
        return [product(z, g), product(z, product(g, g)), product(z, dg)];
      },
    );
    return [
      equal('E g', score, 0, quadrature),
      equal('E[g²] + E[dg]', sum(square, curvature), 0, quadrature),
    ];
  },
  cost: 'moderate',
  sources: ['nishimori1980', 'barbier2019'],
});

const relu = law<Output>({
  id: 'glm/output-relu-is-sign-or-linear',
  statement: 'A rectified field is either seen exactly or known to be negative.',
  formula: 'relu: Z(0) = Z_sign(−1), Z(y > 0) = Z_linear(y) at Δ = 0; g and dg likewise',
  catches: 'the dead half of relu ignored, or treated as an observation z = 0',
  needs: ['glm.output-denoiser'],
  model: outputs(channels(['relu'])),
  async check(bench, { channel, y, omega, variance }) {
    const whole = await outputDenoiser(bench, channel, y, omega, variance);
    const part =
      y > 0
        ? await outputDenoiser(bench, { kind: 'linear', noiseVariance: 0 }, y, omega, variance)
        : await outputDenoiser(bench, { kind: 'sign' }, -1, omega, variance);
    return [
      equal('ln Z', whole.logPartition, part.logPartition),
      equal('g', whole.g, part.g),
      equal('dg', whole.dg, part.dg),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const modulus = law<Output>({
  id: 'glm/output-modulus-is-two-fields',
  statement: 'The modulus hides which of two fields was measured.',
  formula: 'Z_|z|(y) = Z_lin(y) + Z_lin(−y),   g = Σ_± Z_lin(±y) g_lin(±y) / Z',
  catches: 'one of the two signs dropped; tanh(yω) without its 1/V',
  needs: ['glm.output-denoiser'],
  model: fc
    .record({ output: outputs(channels(['absolute-value'])), deviation: uniform(-4, 4, 80) })
    .map(({ output, deviation }) => {
      // Both branches where they matter: their sum is dominated by one of them further out.
      const width = output.variance + noiseOf(output.channel);
      return {
        ...output,
        omega: deviation * Math.sqrt(width),
        y: Math.min(output.y, 4 * width ** 0.5),
      };
    }),
  async check(bench, { channel, y, omega, variance }) {
    const linear: ChannelSpec = { kind: 'linear', noiseVariance: noiseOf(channel) };
    const whole = await outputDenoiser(bench, channel, y, omega, variance);
    const plus = await outputDenoiser(bench, linear, y, omega, variance);
    const minus = await outputDenoiser(bench, linear, -y, omega, variance);
    const [a, b] = [exponential(plus.logPartition), exponential(minus.logPartition)];
    const z = sum(a, b);
    return [
      equal('Z', exponential(whole.logPartition), z),
      equal('g', whole.g, quotient(sum(product(a, plus.g), product(b, minus.g)), z)),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

const door = law<Output>({
  id: 'glm/output-door-is-two-walls',
  statement: 'A field is inside the door when it is below one wall and not below the other.',
  formula: 'Z_door(−1; ω) = Z_sign(−1; ω − K) − Z_sign(−1; ω + K)',
  catches: 'labels of the door exchanged; the width 2K taken for K',
  needs: ['glm.output-denoiser'],
  model: fc
    .record({
      output: outputs(channels(['symmetric-door'])),
      variance: logUniform(0.05, 5),
      omega: uniform(-4, 4, 80),
    })
    .map(({ output, variance, omega }) => ({ ...output, variance, omega })),
  async check(bench, { channel, y, omega, variance }) {
    const width = channel.kind === 'symmetric-door' ? channel.width : 0;
    const below = async (wall: number) =>
      exponential(
        (await outputDenoiser(bench, { kind: 'sign' }, -1, omega - wall, variance)).logPartition,
      );
    const inside = difference(await below(width), await below(-width));
    const whole = await outputDenoiser(bench, channel, y, omega, variance);
    return [equal('Z', exponential(whole.logPartition), y < 0 ? inside : difference(1, inside))];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

export const outputRelationLaws = [normalised, bartlett, relu, modulus, door] as const;
