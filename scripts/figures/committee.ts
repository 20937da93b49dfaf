import { committeeFixedPoint, committeeThreshold } from '../../reference/index.ts';
import type { Figure } from '../../src/plot/index.ts';
import { curve } from './curve.ts';

/** Two units, as in [aubin2018]: what the posterior mean achieves, and what AMP achieves. */
export function committee(): Figure {
  const alphas = Array.from({ length: 60 }, (_, k) => 0.05 + 0.05 * k);
  const continuous = committeeThreshold(2, 'gaussian', 'specialisation').value;
  const perfect = committeeThreshold(2, 'rademacher', 'information-theoretic').value;
  const specialised = committeeThreshold(2, 'rademacher', 'specialisation').value;
  const easy = committeeThreshold(2, 'rademacher', 'algorithmic').value;
  const error =
    (prior: 'gaussian' | 'rademacher', from: number, until: number) => (alpha: number) =>
      alpha >= until
        ? 0
        : committeeFixedPoint(prior, alpha, alpha > from ? 'specialised' : 'unspecialised')
            .generalisationError.value;
  /** A jump is drawn as one. */
  const jumping = (until: number) => [
    ...alphas.filter((a) => a < until - 1e-3),
    until - 1e-3,
    until,
    ...alphas.filter((a) => a > until),
  ];
  return {
    title: 'Committee of two sign units: specialisation',
    subtitle:
      'y = (sign z₁ + sign z₂)/2 ∈ {−1, 0, 1}; half the mean-square error of the posterior mean, d → ∞',
    x: { label: 'samples per dimension α = n/d', domain: [0, 3] },
    y: { label: 'generalisation error', domain: [0, 0.26] },
    series: [
      curve('Gaussian weights', alphas, error('gaussian', continuous, Number.POSITIVE_INFINITY)),
      curve('±1 weights, AMP', jumping(easy), error('rademacher', specialised, easy), {
        colour: 1,
      }),
      curve('±1 weights, best', jumping(perfect), error('rademacher', specialised, perfect), {
        colour: 1,
        dashed: true,
      }),
    ],
    marks: [
      { x: perfect, label: 'perfect: 1.546' },
      { x: easy, label: 'AMP perfect: 1.977' },
      { x: continuous, label: 'specialisation: 2.052' },
    ],
  };
}
