import type { Loss } from '../types/shared.ts';
import { lossAt, slopeAt } from './loss.ts';
import { type Feature, gauss, panels } from './panels.ts';

/** What a sample does to its margin u: f = −ℓ′(x), c = −df/du, ℓ(x). */
export interface Pull {
  readonly force: number;
  readonly curvature: number;
  readonly loss: number;
}

/** A sample that pulls its margin u to the minimum of (x − u)²/(2V) + ℓ(x). */
export function pullAt(loss: Loss, u: number, V: number): Pull {
  switch (loss) {
    case 'square': {
      const x = u + ((1 - u) * V) / (1 + V);
      return { force: 1 - x, curvature: 1 / (1 + V), loss: lossAt(loss, x) };
    }
    case 'hinge':
      if (u >= 1) return { force: 0, curvature: 0, loss: 0 };
      if (u > 1 - V) return { force: (1 - u) / V, curvature: 1 / V, loss: 0 };
      return { force: 1, curvature: 0, loss: lossAt(loss, u + V) };
    case 'logistic': {
      // f is the unknown: the root of the increasing f − s(−u − V f), by Newton's method, and by
      // bisection where a step leaves the bracket or is not half of the one before
      let [low, high, last] = [0, 1, 1];
      let f = -slopeAt(loss, u + V / 2);
      for (let step = 0; step < 200; step++) {
        const s = -slopeAt(loss, u + V * f);
        const gap = f - s;
        if (gap > 0) high = f;
        else low = f;
        let next = f - gap / (1 + V * s * (1 - s));
        if (!(next > low && next < high) || 2 * Math.abs(next - f) > last) next = (low + high) / 2;
        last = Math.abs(next - f);
        f = next;
        if (last <= 1e-15 * f) break;
      }
      const bend = f * (1 - f);
      return { force: f, curvature: bend / (1 + V * bend), loss: lossAt(loss, u + V * f) };
    }
  }
}

/** Margins near which the pull changes. */
export const features = (loss: Loss, V: number): Feature[] => {
  if (loss === 'square') return [];
  if (loss === 'hinge')
    return [
      { at: 1, width: 1e9 },
      { at: 1 - V, width: 1e9 },
    ];
  const far = Math.log1p(V);
  return [
    { at: far, width: 1.5 },
    { at: -V - far, width: 1.5 },
  ];
};

export type Level = 'coarse' | 'fine';

/** Nodes for averages over N(mean, variance) of what is made of pulls. */
export const nodesOf = (
  loss: Loss,
  mean: number,
  variance: number,
  V: number,
  level: Level,
  more: readonly Feature[] = [],
) => {
  const width = Math.sqrt(variance);
  const { x, w } = panels(
    mean - 12 * width,
    mean + 12 * width,
    [{ at: mean, width }, ...features(loss, V), ...more],
    level === 'fine' ? 16 : 12,
  );
  return { x, w: w.map((weight, i) => weight * gauss(x[i] - mean, variance)) };
};
