import {
  type CommitteeFixedPoint,
  committeeFixedPoint,
} from '../../reference/committee/fixed-point.ts';
import { committeeThreshold } from '../../reference/committee/threshold.ts';
import type { Estimate } from '../../reference/numerics/estimate.ts';
import { type Benchmark, sample } from './benchmark.ts';

const shown = (name: string, { value, error }: Estimate): string =>
  `${name} = ${value.toPrecision(11)}, error ${error.toExponential(0)}`;

/** Two units, and many: thresholds, fixed points, a learning curve. */
export const committeeBenchmark: Benchmark = {
  id: 'committee',
  title: 'Committee machine',
  measure: () => {
    const point = (
      prior: 'gaussian' | 'rademacher',
      alpha: number,
      branch: 'specialised' | 'unspecialised',
    ) => {
      let answer: CommitteeFixedPoint | undefined;
      const samples = sample(() => {
        answer = committeeFixedPoint(prior, alpha, branch);
      });
      const label = `fixed point: K = 2, ${prior}, α = ${alpha}, ${branch}`;
      return { label, samples, goal: 100, note: shown('ε', answer!.generalisationError) };
    };
    const threshold = (
      units: number | 'infinite',
      prior: 'gaussian' | 'rademacher',
      kind: 'specialisation' | 'information-theoretic' | 'algorithmic',
    ) => {
      // Constants are remembered, so there is one first call, before the compiler has seen anything
      const start = performance.now();
      const alpha = committeeThreshold(units, prior, kind);
      const samples = [performance.now() - start];
      const label = `threshold, first call: K = ${units === 'infinite' ? '∞' : units}, ${prior}, ${kind}`;
      return { label, samples, goal: 2000, note: shown('α', alpha) };
    };
    const thresholds = [
      threshold(2, 'gaussian', 'specialisation'),
      threshold(2, 'rademacher', 'information-theoretic'),
      threshold(2, 'rademacher', 'algorithmic'),
      threshold(7, 'gaussian', 'specialisation'),
      threshold('infinite', 'gaussian', 'information-theoretic'),
    ];
    const curve = sample(() => {
      for (let k = 1; k <= 50; k++) {
        const alpha = 0.1 * k;
        committeeFixedPoint('gaussian', alpha, alpha > 2.0524 ? 'specialised' : 'unspecialised');
      }
    });
    return [
      ...thresholds,
      point('gaussian', 1, 'unspecialised'),
      point('gaussian', 3, 'specialised'),
      point('rademacher', 1.8, 'specialised'),
      { label: 'learning curve, 50 points: K = 2, gaussian', samples: curve },
    ];
  },
};
