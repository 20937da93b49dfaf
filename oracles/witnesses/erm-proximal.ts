import type { Witness } from '../oracle.ts';
import type { ErmProximalParams, ErmProximalResult } from '../types/erm.proximal.ts';
import { lossAt, slopeAt } from './loss.ts';

/** Where the slope of (x − u)²/(2V) + ℓ(x) changes its sign: the place, between two neighbours. */
function minimum({ loss, margin: u, width: V }: ErmProximalParams): number {
  let low = Math.min(u, 1);
  let high = Math.max(u, 1, u + V);
  for (;;) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return middle;
    if (middle - u + V * slopeAt(loss, middle) < 0) low = middle;
    else high = middle;
  }
}

/** The definition itself, with nothing but the loss and its slope. */
export const bisectedPull: Witness<ErmProximalParams, ErmProximalResult> = {
  id: 'bisected-pull',
  method:
    'bisection of the slope of (x − u)²/(2V) + ℓ(x); force and envelope by their definitions, derivative by differences',
  applies: () => true,
  testify: (params) => {
    const { loss, margin: u, width: V } = params;
    const x = minimum(params);
    const size = Math.abs(u) + Math.abs(x) + V * Math.abs(slopeAt(loss, x));
    const place = 8 * Number.EPSILON * size;
    const force = (x - u) / V;
    const spring = (x - u) ** 2 / (2 * V);
    const forceError = (2 * place) / V + 4 * Number.EPSILON * Math.abs(force);
    const envelope = lossAt(loss, x) + spring;
    const derivative = differences(params);
    return {
      result: {
        point: x,
        force,
        envelope,
        ...(derivative && { derivative: derivative.value }),
      },
      error: {
        point: place,
        force: forceError,
        // stationary in x: the misplacement enters squared, beside the rounding of the two terms
        envelope:
          (place * place) / V +
          place * (Math.abs(force) + forceError) +
          8 * Number.EPSILON * envelope,
        ...(derivative && { derivative: derivative.error }),
      },
    };
  },
};

/** dx/du by central differences of two steps, where no kink of the hinge lies between. */
function differences(params: ErmProximalParams) {
  const { loss, margin: u, width: V } = params;
  const step = 1e-3 * Math.min(1, loss === 'hinge' ? V : 1);
  if (loss === 'hinge' && Math.min(Math.abs(1 - u), Math.abs(1 - V - u)) < 2 * step) return null;
  const slope = (h: number) => {
    const [right, left] = [
      minimum({ ...params, margin: u + h }),
      minimum({ ...params, margin: u - h }),
    ];
    return (right - left) / (u + h - (u - h));
  };
  const [coarse, fine] = [slope(step), slope(step / 2)];
  const value = (4 * fine - coarse) / 3;
  const rounding = (16 * Number.EPSILON * (Math.abs(u) + 1 + V)) / step;
  return { value, error: Math.abs(value - fine) / 4 + 4 * rounding };
}
