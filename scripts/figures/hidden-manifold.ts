import type { HiddenManifold, LossKind } from '../../reference/index.ts';
import {
  hiddenManifoldFixedPoint,
  hiddenManifoldOptimalRegularisation,
  hiddenManifoldSeparability,
} from '../../reference/index.ts';
import type { Figure } from '../../src/plot/index.ts';
import { curve, logarithmic } from './curve.ts';

const model: HiddenManifold = { activation: 'erf', gamma: 0.1, projection: 'gaussian' };

/** Double descent on the hidden manifold, as in [gerace2020]: where it peaks depends on the loss. */
export function hiddenManifold(): Figure {
  const alphas = logarithmic(0.1, 40, 100);
  const error = (loss: LossKind, lambda: number) => (alpha: number) =>
    hiddenManifoldFixedPoint(model, loss, alpha, lambda).generalisationError.value;
  const separable = hiddenManifoldSeparability(model).alpha.value;
  return {
    title: 'Hidden manifold: double descent and what a penalty does to it',
    subtitle: 'erf features, d/p = 0.1, labels sign(C·w*), p → ∞',
    x: { label: 'samples per feature α = n/p', scale: 'log' },
    y: { label: 'generalisation error', domain: [0, 0.5] },
    series: [
      curve('square, λ = 1e-6', alphas, error('square', 1e-6), { colour: 0 }),
      curve('square, λ = 0.01', alphas, error('square', 1e-2), { colour: 4 }),
      curve(
        'square, best λ',
        alphas,
        (a) => hiddenManifoldOptimalRegularisation(model, 'square', a).generalisationError.value,
        { colour: 6, dashed: true },
      ),
      curve('logistic, λ = 1e-6', alphas, error('logistic', 1e-6), { colour: 1 }),
    ],
    marks: [
      { x: 1, label: 'n = p' },
      { x: separable, label: 'separable until here' },
    ],
  };
}
