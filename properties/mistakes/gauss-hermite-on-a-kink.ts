import { gaussHermite } from '../../reference/numerics/gauss-hermite.ts';
import { isLabel } from '../models.ts';
import { type Loose, mistake, right, type Way } from './mistake.ts';

/** E_v Σ_y Z ln Z and E_v Σ_y Z g² by n nodes, wherever the step of the channel lies between them. */
const by =
  (n: number): Way =>
  (params: Loose, oracle) => {
    const { channel, secondMoment: rho, overlap: m } = params;
    if (!isLabel(channel) || m === rho) return right(oracle, params);
    let potential = 0;
    let conjugatePerAlpha = 0;
    const { nodes, weights } = gaussHermite(n);
    nodes.forEach((v, k) => {
      for (const y of [-1, 1]) {
        const question = { channel, y, omega: Math.sqrt(m) * v, variance: rho - m };
        const { logPartition, g } = right('glm.output-denoiser', question);
        const z = weights[k] * Math.exp(logPartition);
        if (z === 0) continue;
        potential += z * logPartition;
        conjugatePerAlpha += z * g ** 2;
      }
    });
    return { potential, conjugatePerAlpha };
  };

export const gaussHermiteOnAKink = mistake({
  id: 'gauss-hermite-on-a-kink',
  title: 'Gauss–Hermite quadrature across the step of the channel',
  mistake: 'The average over the field is taken with a fixed number of Gauss–Hermite nodes.',
  symptom:
    'Good at small overlap, worse and worse as m → ρ, where the integrand is as narrow as √V.',
  seen: 'In most public codes; it moves the 1.245 of the binary perceptron in its third decimal.',
  formula: 'a quadrature whose panels follow the width √((ρ − m)/m) of the step',
  oracles: ['glm.output-potential'],
  ways: [by(32), ...[10, 16, 20, 24, 30, 40, 48, 50, 64, 80, 99, 100, 101, 128].map(by)] as [Way],
});
