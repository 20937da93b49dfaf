import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Estimate } from '../numerics/estimate.ts';
import { normalCdf, normalDensity } from '../numerics/normal.ts';
import { integrate } from '../numerics/quadrature.ts';
import { real } from '../real.fixture.ts';
import { type MulticlassFixedPoint, multiclassFixedPoint } from './multiclass.ts';
import type { MulticlassLoss, MulticlassProblem } from './multiclass-problem.ts';
import { mixtureFixedPoint } from './two-classes.ts';

const near = (a: Estimate, value: number, error: number): void => {
  expect(Math.abs(a.value - value)).toBeLessThanOrEqual(a.error + error);
};

export const three = (change: Partial<MulticlassProblem> = {}): MulticlassProblem => ({
  loss: 'softmax',
  alpha: 1.5,
  lambda: 0.2,
  bias: 'free',
  probabilities: [0.3, 0.2, 0.5],
  spectrum: {
    weights: [0.4, 0.6],
    covariance: [0.5, 0.2],
    means: [
      [
        [1, 0.2, 0],
        [0.2, 1.5, -0.3],
        [0, -0.3, 0.8],
      ],
      [
        [0.5, 0, 0.1],
        [0, 0.5, 0.1],
        [0.1, 0.1, 1],
      ],
    ],
  },
  ...change,
});

/** Every entry of a result, in order. */
const all = (r: MulticlassFixedPoint): readonly Estimate[] => [
  ...r.overlap.flat(),
  ...r.norm.flat(),
  ...r.susceptibility.flat(),
  ...r.bias,
  r.weightNorm,
  r.trainingLoss,
  r.generalisationError,
];

/** What holds for any loss. */
export const describeClusters = (loss: MulticlassLoss) =>
  describe(`K clusters, ${loss} loss`, () => {
    /**
     * Two classes of centres c ± μ. Softmax: w = w₁ − w₂, a margin w·X + b₁ − b₂ and ‖w‖² = 2‖W‖², so
     * λ₂ = λ/2. Square: the two rows are opposite, u = 2 z₁ − 1, and 2ℓ = (1 − u)²/2 with w = 2 w₁: λ₂ = λ.
     */
    it('K = 2 is the problem of two clusters', () => {
      fc.assert(
        fc.property(
          real(-2, 2),
          real(-8, 6),
          real(0.1, 0.9),
          real(0.2, 2),
          real(0, 2),
          real(-1, 1),
          (logAlpha, logLambda, p, s, t, centre) => {
            const [alpha, lambda] = [10 ** logAlpha, 10 ** logLambda];
            const gram = (mean: number, c: number): number[][] => [
              [mean + 2 * c + c * c, c * c - mean],
              [c * c - mean, mean - 2 * c + c * c],
            ];
            // μ₁,₂ = c ± μ with μ·μ = 1, μ·c = c in the second block
            const r = multiclassFixedPoint({
              loss,
              alpha,
              lambda,
              bias: 'free',
              probabilities: [p, 1 - p],
              spectrum: {
                weights: [0.4, 0.6],
                covariance: [s, 1],
                means: [gram(t, 0), gram(1, centre)],
              },
            });
            const two = mixtureFixedPoint({
              loss: loss === 'square' ? 'square' : 'logistic',
              alpha,
              lambda: loss === 'square' ? lambda : lambda / 2,
              bias: 'free',
              probability: p,
              spectrum: { weights: [0.4, 0.6], plus: [s, 1], minus: [s, 1], mean: [t, 1] },
            });
            const M = r.overlap.map((row) => row.map((e) => e.value));
            const slack = (e: Estimate): number => e.error + 1e-12 * Math.abs(e.value);
            const factor = loss === 'square' ? 2 : 1;
            const difference = M[0][0] - M[0][1] - (loss === 'square' ? 0 : M[1][0] - M[1][1]);
            expect(Math.abs((factor * difference) / 2 - two.overlap.value)).toBeLessThanOrEqual(
              slack(two.overlap) + 2 * r.overlap[0][0].error + 2 * r.overlap[0][1].error,
            );
            near(r.norm[0][0], two.norm[0].value / 4, slack(two.norm[0]));
            near(r.weightNorm, two.weightNorm.value / 2, slack(two.weightNorm));
            near(r.trainingLoss, two.trainingLoss.value / factor, slack(two.trainingLoss));
            near(
              r.generalisationError,
              two.generalisationError.value,
              slack(two.generalisationError),
            );
          },
        ),
        { numRuns: 6 },
      );
    });

    it('rows of W add up to zero: 1ᵀM = 0, Q1 = 0; 1ᵀb = 1 (square) or 0 (softmax)', () => {
      const r = multiclassFixedPoint(three({ loss }));
      const sum = (row: readonly Estimate[], expected: number): void => {
        const total = row.reduce((s, e) => s + e.value, 0);
        expect(Math.abs(total - expected)).toBeLessThanOrEqual(
          row.reduce((s, e) => s + e.error, 1e-15),
        );
      };
      for (let k = 0; k < 3; k++) {
        sum(
          r.overlap.map((row) => row[k]),
          0,
        );
        sum(r.norm[k], 0);
      }
      sum(r.bias, loss === 'square' ? 1 : 0);
      for (const e of all(r)) expect(e.error).toBeLessThan(1e-10 * Math.max(1, Math.abs(e.value)));
    });

    it('renaming the classes renames the answer', () => {
      const order = [2, 0, 1];
      const { probabilities, spectrum } = three();
      const r = multiclassFixedPoint(three({ loss }));
      const s = multiclassFixedPoint(
        three({
          loss,
          probabilities: order.map((k) => probabilities[k]),
          spectrum: {
            ...spectrum,
            means: spectrum.means.map((t) => order.map((k) => order.map((l) => t[k][l]))),
          },
        }),
      );
      const renamed = { ...r };
      for (const name of ['overlap', 'norm', 'susceptibility'] as const)
        renamed[name] = order.map((k) => order.map((l) => r[name][k][l]));
      all({ ...renamed, bias: order.map((k) => r.bias[k]) }).forEach((e, i) => {
        near(e, all(s)[i].value, all(s)[i].error + 1e-14);
      });
    });

    it.each(['free', 'none'] as const)('envelope, intercept %s', (bias) => {
      const at = (shift: number): number => {
        const lambda = 0.2 * Math.exp(shift);
        const { trainingLoss, weightNorm } = multiclassFixedPoint(three({ loss, bias, lambda }));
        return 1.5 * trainingLoss.value + (lambda * weightNorm.value) / 2;
      };
      const h = 0.003;
      const slope = (at(h) - at(-h)) / (2 * h); // errs by h²
      const { weightNorm } = multiclassFixedPoint(three({ loss, bias }));
      expect(Math.abs(slope / (0.1 * weightNorm.value) - 1)).toBeLessThan(h * h);
    });

    it('equal classes at the corners of a simplex: M ∝ I − 11ᵀ/K and one error integral', () => {
      for (const K of loss === 'square' ? [3, 4, 5] : [3, 4]) {
        // Softmax beyond three classes has rules of its own; far up the path in λ it takes two seconds.
        const easy = loss === 'softmax' && K > 3;
        const gram = Array.from({ length: K }, (_, k) =>
          Array.from({ length: K }, (_, l) => (k === l ? 2 : 0)),
        );
        const r = multiclassFixedPoint({
          loss,
          alpha: easy ? 0.3 : 2,
          lambda: easy ? 20 : 0.5,
          bias: easy ? 'none' : 'free',
          probabilities: new Array(K).fill(1 / K),
          spectrum: { weights: [1], covariance: [0.7], means: [gram] },
        });
        const m = r.overlap[0][0].value;
        const q = r.norm[0][0].value;
        r.overlap.forEach((row, k) => {
          row.forEach((e, l) => {
            near(e, k === l ? m : -m / (K - 1), 1e-13);
          });
        });
        // Scores are √κ times independent normals, seen without their common part: Q_kk = κ(1 − 1/K)
        const distance = (m * K) / (K - 1) / Math.sqrt(q / (1 - 1 / K));
        const breaks = Array.from({ length: 41 }, (_, i) => -12 + 0.6 * i);
        const right = integrate(
          (x) => normalDensity(x) * normalCdf(x + distance) ** (K - 1),
          breaks,
        );
        near(r.generalisationError, 1 - right.value, 1e-13);
        expect(r.generalisationError.error).toBeLessThan(K < 5 ? 1e-11 : 1e-3);
        // each class pulls its own score up
        expect(m).toBeGreaterThan(0);
      }
    });
  });
