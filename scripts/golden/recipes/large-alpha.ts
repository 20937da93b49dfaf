import normalCdf from '@stdlib/stats/base/dists/normal/cdf/lib/index.js';
import { channel } from '../../../reference/channels/index.ts';
import type { Recipe } from '../recipe.ts';
import { channels, priors } from './models.ts';

/**
 * c = ∫ dx φ(x)² / (Φ(x) Φ(−x)) / √(2π), read off the channel where V → 0: A(m) → c / √(m V).
 * V = 1e-24 leaves a relative remainder of order V.
 */
function fromChannel(): { value: number; error: number } {
  const variance = 1e-24;
  const { value, error } = channel(channels.sign).conjugatePerAlpha(1, variance);
  return { value: value * Math.sqrt(variance), error: error * Math.sqrt(variance) };
}

/**
 * The same c by the other integral, −∫ dx/√(2π) [Φ ln Φ + (1−Φ) ln(1−Φ)]: trapezoid on the line,
 * which converges geometrically for a smooth integrand that decays like a Gaussian.
 */
function fromEntropy(step: number): number {
  let sum = 0;
  for (let k = 0; k * step < 40; k++) {
    const tail = normalCdf(-k * step, 0, 1);
    const entropy = tail > 0 ? -tail * Math.log(tail) - (1 - tail) * Math.log1p(-tail) : 0;
    sum += (k === 0 ? 1 : 2) * entropy;
  }
  return (sum * step) / Math.sqrt(2 * Math.PI);
}

const scaled = (numerator: number, c: { value: number; error: number }) => ({
  value: numerator / (Math.PI * c.value),
  error: (numerator * c.error) / (Math.PI * c.value ** 2),
});

const entropyWitness = (numerator: number) => ({
  method: 'trapezoid rule on the label entropy, c = −∫ [Φ ln Φ + (1−Φ) ln(1−Φ)] dx/√(2π)',
  script: 'scripts/golden/recipes/large-alpha.ts',
  compute: () => {
    const fine = fromEntropy(1 / 64);
    return scaled(numerator, {
      value: fine,
      error: Math.abs(fine - fromEntropy(1 / 32)) + 4e-16 * fine,
    });
  },
});

export const largeAlpha: readonly Recipe[] = [
  {
    id: 'glm/gaussian-sign/large-alpha',
    title: 'Gaussian (spherical) perceptron at large α: how the errors decay',
    description: 'As α → ∞, V → 1/(αc)², α ε_B → 1/(πc) and α ε_G → √2/(πc), c = lim √(mV) A(m).',
    oracle: 'glm.fixed-point',
    headline: 'meanSquareError',
    evidence: 'theorem',
    flags: ['asymptotic', 'noiseless'],
    literature: [
      { field: 'bayes error × α', printed: '0.442', source: 'opper1991', where: '0.442/α' },
      { field: 'Gibbs error × α', printed: '0.625', source: 'gyorgyi1990rule', where: '0.625/α' },
    ],
    sources: ['barbier2019', 'opper1991', 'gyorgyi1990rule'],
    cases: [10, 100, 1000].map((alpha) => ({
      prior: priors.gaussian,
      channel: channels.sign,
      alpha,
      start: 'uninformed',
    })),
    witnesses: ['mpmath_replica.py', 'bayes_grid.py'],
    constants: [
      {
        name: 'bayes error × α',
        relation: 'lim α ε_B = 1/(π c), c = lim_{V→0} √(mV) A(m) of the sign channel',
        compute: () => scaled(1, fromChannel()),
        witnesses: [entropyWitness(1)],
      },
      {
        name: 'Gibbs error × α',
        relation: 'lim α ε_G = √2/(π c), c = lim_{V→0} √(mV) A(m) of the sign channel',
        compute: () => scaled(Math.SQRT2, fromChannel()),
        witnesses: [entropyWitness(Math.SQRT2)],
      },
    ],
  },
];
