import erf from '@stdlib/math/base/special/erf/lib/index.js';
import { mistake, spoilt } from './mistake.ts';

export const erfInTheTail = mistake({
  id: 'erf-in-the-tail',
  title: '1 + erf(x) in the tail',
  mistake:
    'P(y) = (1 + erf(y ω/√(2V)))/2, which cancels to zero where the label contradicts the field.',
  symptom:
    'Digits are lost from 4 standard deviations on; beyond 8, logarithms of zero and divisions by it.',
  seen: 'In public codes and in published data (Gaussian mixtures, smallest α).',
  formula: 'P = erfc(−y ω/√(2V))/2, and the Mills ratio for its logarithm and derivatives',
  oracles: ['glm.output-denoiser'],
  ways: [
    spoilt((_, { channel, y, omega, variance }) => {
      if (channel.kind !== 'sign') return {};
      const x = (y * omega) / Math.sqrt(variance);
      const partition = (1 + erf(x / Math.SQRT2)) / 2;
      const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI * variance);
      const g = (y * density) / partition;
      return { logPartition: Math.log(partition), g, dg: -g * (omega / variance + g) };
    }),
  ],
});
