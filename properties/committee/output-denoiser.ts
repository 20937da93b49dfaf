import fc from 'fast-check';
import {
  type CommitteeOutputQuestion,
  committeeOutputs,
} from '../../oracles/arbitraries/committee.ts';
import { uniform } from '../../oracles/arbitraries/index.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import { exponential, product, scaled, sum } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { ask } from '../questions.ts';
import { denoise, type Output } from './questions.ts';

const needs = ['committee.output-denoiser'];
const near = committeeOutputs({ farthest: 6 });

const exhaust = law<CommitteeOutputQuestion>({
  id: 'committee/outputs-exhaust-the-plane',
  statement: 'One of the three outputs must occur, whatever the mean of the fields.',
  formula: 'Σ_y Z_y = 1,   Σ_y Z_y g_y = 0,   Σ_y Z_y (∂g_y + g_y g_yᵀ) = 0',
  catches: 'the tie y = 0 dropped or given to one of the labels; ∂∂Z/Z for ∂∂ ln Z',
  needs,
  model: near,
  async check(bench, { omega, variance }) {
    const outputs: Output[] = [];
    for (const y of [-1, 0, 1]) outputs.push(await denoise(bench, y, omega, variance));
    const weights = outputs.map(({ logPartition }) => exponential(logPartition));
    const slope = (k: 0 | 1) => sum(...outputs.map(({ g }, i) => product(weights[i], g[k])));
    const bend = (k: 0 | 1 | 2, a: 0 | 1, b: 0 | 1) =>
      sum(...outputs.map(({ g, dg }, i) => product(weights[i], sum(dg[k], product(g[a], g[b])))));
    return [
      equal('Σ Z', sum(...weights), 1),
      equal('Σ Z g₁', slope(0), 0),
      equal('Σ Z g₂', slope(1), 0),
      equal('Σ ∂₁₁Z', bend(0, 0, 0), 0),
      equal('Σ ∂₁₂Z', bend(1, 0, 1), 0),
      equal('Σ ∂₂₂Z', bend(2, 1, 1), 0),
    ];
  },
  cost: 'cheap',
  sources: ['aubin2018'],
});

const gradient = law<CommitteeOutputQuestion>({
  id: 'committee/output-gradient',
  statement: 'The field of an output is the slope of its log-likelihood, and so on.',
  formula: 'g = ∇_ω ln Z,   ∂g = ∇_ω g',
  catches: 'g with a factor of two; V for √V; ∂g without g gᵀ; units exchanged',
  needs,
  model: near,
  async check(bench, { y, omega, variance }) {
    const here = await denoise(bench, y, omega, variance);
    // The narrowest direction of V
    const [a, c, b] = [variance[0][0], variance[0][1], variance[1][1]];
    const scale = Math.sqrt((a * b - c * c) / (a + b));
    const along = (k: number, x: number) => omega.map((w, i) => (i === k ? x : w));
    const comparisons = [];
    for (const k of [0, 1] as const) {
      const at = (x: number) => denoise(bench, y, along(k, x), variance);
      const slope = await derivative(
        async (x) => (await at(x)).logPartition,
        omega[k],
        scale,
        bench.accuracy,
      );
      comparisons.push(equal(`∂ ln Z/∂ω${k + 1}`, slope, here.g[k], differenced));
      const bend = await derivative(
        async (x) => (await at(x)).g[1],
        omega[k],
        scale,
        bench.accuracy,
      );
      comparisons.push(equal(`∂g₂/∂ω${k + 1}`, bend, here.dg[k + 1], differenced));
    }
    return comparisons;
  },
  cost: 'cheap',
  sources: ['aubin2018'],
});

const narrowing = law<CommitteeOutputQuestion>({
  id: 'committee/agreement-narrows-the-fields',
  statement:
    'A quadrant is convex: two units that agree make the fields more certain in every direction, and no output makes a variance negative.',
  formula: 'y = ±1: ∂g ⪯ 0;   all y: V + V ∂g V ⪰ 0',
  catches: 'the sign of ∂g; Cov[z|y] returned for ∂g; g gᵀ forgotten',
  needs,
  model: committeeOutputs({ farthest: 12 }),
  async check(bench, { y, omega, variance }) {
    const { dg } = await denoise(bench, y, omega, variance);
    const [[v11, v12], [, v22]] = variance;
    const after = (a: number, b: number) =>
      sum(scaled(a * a, dg[0]), scaled(2 * a * b, dg[1]), scaled(b * b, dg[2]));
    const comparisons = [
      atMost('0 <= Var[z₁|y]', 0, sum(v11, after(v11, v12))),
      atMost('0 <= Var[z₂|y]', 0, sum(v22, after(v12, v22))),
    ];
    if (y !== 0)
      comparisons.push(
        atMost('∂₁g₁ <= 0', dg[0], 0),
        atMost('∂₂g₂ <= 0', dg[2], 0),
        atMost('(∂₁g₂)² <= ∂₁g₁ ∂₂g₂', product(dg[1], dg[1]), product(dg[0], dg[2])),
      );
    return comparisons;
  },
  cost: 'cheap',
  sources: ['aubin2018'],
});

const symmetry = law<CommitteeOutputQuestion>({
  id: 'committee/units-are-exchangeable',
  statement:
    'The names of the units do not matter, nor which side of a boundary is called positive.',
  formula: 'Π of the units: Z unchanged, g → Πg;   (y, ω) → (−y, −ω): Z unchanged, g → −g',
  catches: 'one unit weighed more than the other; y = −1 taken for the tie',
  needs,
  model: near,
  async check(bench, { y, omega, variance }) {
    const here = await denoise(bench, y, omega, variance);
    const swapped = await denoise(
      bench,
      y,
      [omega[1], omega[0]],
      [
        [variance[1][1], variance[0][1]],
        [variance[0][1], variance[0][0]],
      ],
    );
    const mirrored = await denoise(
      bench,
      -y,
      omega.map((w) => -w),
      variance,
    );
    return [
      equal('ln Z, units exchanged', swapped.logPartition, here.logPartition),
      equal('g₁ of the exchanged', swapped.g[0], here.g[1]),
      equal('g₂ of the exchanged', swapped.g[1], here.g[0]),
      equal('∂₁g₁ of the exchanged', swapped.dg[0], here.dg[2]),
      equal('ln Z, mirrored', mirrored.logPartition, here.logPartition),
      equal('−g₁ of the mirrored', scaled(-1, mirrored.g[0]), here.g[0]),
      equal('∂₁g₂ of the mirrored', mirrored.dg[1], here.dg[1]),
    ];
  },
  cost: 'cheap',
  sources: ['aubin2018'],
});

interface Certain {
  readonly position: number;
  readonly variance: number;
  readonly rho: number;
  readonly agrees: boolean;
}

const perceptron = law<Certain>({
  id: 'committee/a-certain-unit-leaves-a-perceptron',
  statement:
    'When the sign of one unit is certain, the output tells the sign of the other, as that of a perceptron.',
  formula: 'ω₂/√V₂₂ → ∞:   Z_1 → Z_+, Z_0 → Z_−, and g₁, ∂₁g₁ those of y = sign(z₁)',
  catches: 'the tie read as no information; the variance of z₁ given z₂ for that of z₁',
  needs: ['committee.output-denoiser', 'glm.output-denoiser'],
  model: fc.record({
    position: uniform(-5, 5, 100),
    variance: fc.constantFrom(1, 0.25, 0.04),
    rho: uniform(-0.8, 0.8, 16),
    agrees: fc.boolean(),
  }),
  async check(bench, { position, variance, rho, agrees }) {
    const omega = position * Math.sqrt(variance);
    const c = rho * Math.sqrt(variance);
    // Fifteen standard deviations: the other sign has probability 1e−51, and e^{−28} of it is left
    // even if z₁ has been found five deviations where it was not expected
    const two = await denoise(
      bench,
      agrees ? 1 : 0,
      [omega, 15],
      [
        [variance, c],
        [c, 1],
      ],
    );
    const one = await ask(
      bench,
      'glm.output-denoiser',
      { channel: { kind: 'sign' }, y: agrees ? 1 : -1, omega, variance },
      { logPartition: 1, g: 1 / Math.sqrt(variance), dg: 1 / variance },
    );
    return [
      equal('ln Z', two.logPartition, one.logPartition),
      equal('g₁', two.g[0], one.g),
      equal('g₂', two.g[1], 0),
      equal('∂₁g₁', two.dg[0], one.dg),
    ];
  },
  cost: 'cheap',
  sources: ['aubin2018', 'barbier2019'],
});

export const committeeDenoiserLaws = [exhaust, gradient, narrowing, symmetry, perceptron] as const;
