import { ermFixedPoint } from '../../reference/empirical-risk/fixed-point.ts';
import { optimalRegularisation } from '../../reference/empirical-risk/optimal-regularisation.ts';
import {
  type HiddenManifoldFixedPoint,
  hiddenManifoldFixedPoint,
} from '../../reference/hidden-manifold/fixed-point.ts';
import type { HiddenManifold } from '../../reference/hidden-manifold/model.ts';
import type { LossKind } from '../../reference/losses/index.ts';
import type { Estimate } from '../../reference/numerics/estimate.ts';
import { type Benchmark, sample } from './benchmark.ts';

const erf: HiddenManifold = { activation: 'erf', gamma: 0.1, projection: 'gaussian' };
const from = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => low * (high / low) ** (k / (count - 1)));

const shown = (name: string, { value, error }: Estimate): string =>
  `${name} = ${value.toPrecision(11)}, error ${error.toExponential(0)}`;

/** Single points and optimal penalties, nothing remembered from the one before. */
export const ermPointBenchmark: Benchmark = {
  id: 'erm-point',
  title: 'Empirical risk: one point, from scratch',
  measure: () => {
    const point = (loss: LossKind, alpha: number, lambda: number) => {
      let error: Estimate = { value: Number.NaN, error: 0 };
      const samples = sample(() => {
        error = ermFixedPoint(loss, alpha, lambda).generalisationError;
      });
      const label = `fixed point: ${loss}, α = ${alpha}, λ = ${lambda}`;
      return { label, samples, goal: 20, note: shown('ε', error) };
    };
    const best = (loss: LossKind, alpha: number) => {
      let penalty: Estimate = { value: Number.NaN, error: 0 };
      const samples = sample(() => {
        penalty = optimalRegularisation(loss, alpha).lambda;
      });
      return { label: `optimal λ: ${loss}, α = ${alpha}`, samples, note: shown('λ', penalty) };
    };
    return [
      point('logistic', 3, 0.1),
      point('logistic', 1, 1e-6),
      point('hinge', 3, 0.1),
      point('square', 3, 0.1),
      best('logistic', 3),
      best('hinge', 3),
    ];
  },
};

/** Curves and grids of the hidden manifold with erf features, each point started at its neighbour. */
export const manifoldGridBenchmark: Benchmark = {
  id: 'hidden-manifold',
  title: 'Hidden manifold (erf, d/p = 0.1): curves and phase diagrams on one thread',
  measure: () => {
    const row = (loss: LossKind, alphas: readonly number[], lambda: number) => {
      let near: HiddenManifoldFixedPoint | undefined;
      for (const alpha of alphas)
        near = hiddenManifoldFixedPoint(erf, loss, alpha, lambda, undefined, near);
    };
    const alphas = from(0.1, 10, 50);
    const curve = sample(() => row('logistic', alphas, 0.01));
    const grid = (loss: LossKind) => {
      const start = performance.now();
      for (const lambda of from(1e-4, 1e2, 40)) row(loss, from(0.1, 10, 40), lambda);
      return [performance.now() - start];
    };
    return [
      { label: 'learning curve, 50 points: logistic, λ = 0.01', samples: curve },
      { label: 'grid 40 × 40 in (α, λ): logistic', samples: grid('logistic'), goal: 20_000 },
      { label: 'grid 40 × 40 in (α, λ): square', samples: grid('square'), goal: 20_000 },
    ];
  },
};
