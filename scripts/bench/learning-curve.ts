import { channel } from '../../reference/channels/index.ts';
import { fixedPoint } from '../../reference/generalised-linear/fixed-point.ts';
import { prior } from '../../reference/priors/index.ts';
import { type Benchmark, sample } from './benchmark.ts';

const alphas = Array.from({ length: 100 }, (_, k) => 0.1 * (k + 1));

/** 100 fixed points of the spherical perceptron on α = 0.1 … 10, and the worst relative error owned up to. */
export const learningCurveBenchmark: Benchmark = {
  id: 'learning-curve',
  title: 'Learning curve of 100 points (gaussian, sign)',
  measure: () => {
    let worst = 0;
    const samples = sample(() => {
      const [p, c] = [prior({ kind: 'gaussian', variance: 1 }), channel({ kind: 'sign' })];
      for (const alpha of alphas) {
        const { overlap } = fixedPoint(p, c, alpha, 'uninformed');
        worst = Math.max(worst, overlap.error / overlap.value);
      }
    });
    const note = `worst error ${worst.toExponential(0)}`;
    return [{ label: 'α = 0.1 … 10', samples, goal: 50, note }];
  },
};
