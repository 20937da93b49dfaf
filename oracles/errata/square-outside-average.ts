import fc from 'fast-check';
import { generalisationError } from '../../reference/generalised-linear/generalisation-error.ts';
import { gaussLegendre } from '../../reference/numerics/quadrature.ts';
import { logUniform, uniform } from '../arbitraries/numbers.ts';
import { defineErratum } from './erratum.ts';

interface Prediction {
  readonly channel: { readonly kind: 'sign' } | { readonly kind: 'relu' };
  readonly secondMoment: number;
  readonly overlap: number;
}

const activations = {
  sign: (z: number) => (z < 0 ? -1 : 1),
  relu: (z: number) => Math.max(0, z),
} as const;

/** E f(x), x ~ N(0, 1), for a function with a kink or a jump at `breakAt`. */
function gaussianAverage(f: (x: number) => number, breakAt = 0): number {
  const rule = gaussLegendre(64);
  const edges = [-12, Math.min(12, Math.max(-12, breakAt)), 12];
  let sum = 0;
  for (let panel = 0; panel < 2; panel++) {
    const centre = (edges[panel] + edges[panel + 1]) / 2;
    const half = (edges[panel + 1] - edges[panel]) / 2;
    rule.nodes.forEach((node, i) => {
      const x = centre + half * node;
      sum += half * rule.weights[i] * f(x) * Math.exp((-x * x) / 2);
    });
  }
  return sum / Math.sqrt(2 * Math.PI);
}

/** E_z φ(√m v + √(ρ − m) z), the Bayes-optimal prediction where the known part of z is √m v. */
function predicted({ channel, secondMoment, overlap }: Prediction, v: number): number {
  const phi = activations[channel.kind];
  const known = Math.sqrt(overlap) * v;
  const width = Math.sqrt(secondMoment - overlap);
  return gaussianAverage((z) => phi(known + width * z), -known / width);
}

const meanSquareLabel = ({ channel, secondMoment }: Prediction): number =>
  gaussianAverage((v) => activations[channel.kind](Math.sqrt(secondMoment) * v) ** 2);

export const squareOutsideAverage = defineErratum<Prediction, number>({
  id: 'square-outside-average',
  where: 'Replica method solution, Theorem 2',
  literal: 'ε = E_v φ(√ρ v)² − (E_{v,z} φ(√m* v + √(ρ − m*) z))²',
  right: 'ε = E_v φ(√ρ v)² − E_v (E_z φ(√m* v + √(ρ − m*) z))²',
  why: 'The prediction is an average over z, what is left unknown, and is squared before the average over v, the input. As printed the second term does not depend on m*: for sign it is 0, and nothing would ever be learned. (The printed average over the label noise ξ has no ξ in φ.)',
  law: 'The error is E y² − E y y′, with y, y′ the labels that two samples of the posterior give to one input.',
  sources: ['zdeborova2021', 'barbier2019'],
  model: fc
    .record({
      channel: fc.constantFrom({ kind: 'sign' as const }, { kind: 'relu' as const }),
      fraction: uniform(0.1, 0.9, 8),
      secondMoment: logUniform(0.1, 10),
    })
    .map(({ channel, fraction, secondMoment }) => ({
      channel,
      secondMoment,
      overlap: fraction * secondMoment,
    })),
  forms: {
    literal: (model) => meanSquareLabel(model) - gaussianAverage((v) => predicted(model, v)) ** 2,
    right: (model) => meanSquareLabel(model) - gaussianAverage((v) => predicted(model, v) ** 2),
  },
  measure: (error, { channel, secondMoment, overlap }) => ({
    left: error,
    right: generalisationError(channel, secondMoment, overlap).bayesMeanSquare.value,
    relation: 'equal',
    allowance: 1e-9 * Math.max(1, secondMoment),
    because: 'two nested Gauss–Legendre averages of 128 points, split at the kink',
  }),
});
