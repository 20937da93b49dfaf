/**
 * The Gaussian mixture P(y) = Σ p_k N(y − √r w_k) and where to integrate over it. Atoms nearer than a
 * few units of noise share a cell; a cell reaches halfway to its neighbours and is addressed by the
 * distance η of y to its first atom, so that y − √r w_k = η − √r (w_k − w_origin) has no large terms.
 *
 * Inside a cell, panels are no wider than the Gaussian needs, and graded towards the ties: the points
 * y where two neighbouring atoms of the upper envelope of ln p_k + √r w_k y − r w_k²/2 are equally
 * likely, where the posterior switches within a width 1/(√r gap).
 */
import { halfLogTwoPi } from '../numerics/normal.ts';

export interface Mixture {
  /** √r (w_k − w_0). */
  readonly positions: Float64Array;
  readonly logProbabilities: Float64Array;
  /** π_k at the last point asked for; overwritten by the next. */
  readonly weights: Float64Array;
  /** The likeliest atom there. */
  largest: number;
  /** Sets `weights` and `largest` at y = √r w_origin + η; returns ln P(y). */
  posterior(origin: number, eta: number): number;
}

export const mixture = (
  atoms: Float64Array,
  logProbabilities: Float64Array,
  root: number,
): Mixture => {
  const weights = new Float64Array(atoms.length);
  const self: Mixture = {
    positions: atoms.map((w) => root * (w - atoms[0])),
    logProbabilities,
    weights,
    largest: 0,
    posterior(origin, eta) {
      let best = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < atoms.length; k++) {
        const d = eta - root * (atoms[k] - atoms[origin]);
        const exponent = logProbabilities[k] - (d * d) / 2;
        weights[k] = exponent;
        if (exponent > best) {
          best = exponent;
          self.largest = k;
        }
      }
      let sum = 0;
      for (let k = 0; k < atoms.length; k++) sum += weights[k] = Math.exp(weights[k] - best);
      for (let k = 0; k < atoms.length; k++) weights[k] /= sum;
      return best + Math.log(sum) - halfLogTwoPi;
    },
  };
  return self;
};

export interface Cell {
  readonly origin: number;
  readonly breaks: readonly number[];
}

/** Two atoms j < k, and the place, relative to atom j, where they are equally likely. */
interface Tie {
  readonly left: number;
  readonly right: number;
  readonly at: number;
}

/** Ties along the upper envelope, left to right (the convex hull of (√r w_k, ln p_k − r w_k²/2)). */
const envelope = (positions: Float64Array, logProbabilities: Float64Array): readonly Tie[] => {
  const tie = (left: number, right: number): Tie => {
    const gap = positions[right] - positions[left];
    return { left, right, at: gap / 2 + (logProbabilities[left] - logProbabilities[right]) / gap };
  };
  const hull: number[] = [];
  const ties: Tie[] = [];
  for (let k = 0; k < positions.length; k++) {
    while (hull.length > 0) {
      const next = tie(hull[hull.length - 1], k);
      const last = ties[ties.length - 1];
      // The atom on top is hidden if its successor overtakes it before it overtook its predecessor
      const hidden =
        last !== undefined && next.at + (positions[next.left] - positions[last.left]) <= last.at;
      if (!hidden) {
        ties.push(next);
        break;
      }
      ties.pop();
      hull.pop();
    }
    hull.push(k);
  }
  return ties;
};

/** Beyond this distance from every atom the density is below the smallest double. */
const horizon = 39;
/** Atoms nearer than this share a cell. */
const near = 4;

/**
 * The cells, and ln of the largest √(p_j N_j p_k N_k) of two neighbours: up to the squared gap and the
 * number of atoms a bound on P Var(u|y), and the size of mmse at large r.
 */
export const cells = (m: Mixture): { list: readonly Cell[]; logScale: number } => {
  const { positions, logProbabilities } = m;
  const count = positions.length;
  const ties = envelope(positions, logProbabilities);
  let logScale = Number.NEGATIVE_INFINITY;
  for (let k = 1; k < count; k++) {
    const gap = positions[k] - positions[k - 1];
    const mean = (logProbabilities[k] + logProbabilities[k - 1]) / 2;
    logScale = Math.max(logScale, mean - (gap * gap) / 8);
  }
  const list: Cell[] = [];
  for (let first = 0; first < count; ) {
    let last = first;
    while (last + 1 < count && positions[last + 1] - positions[last] < near) last++;
    const origin = positions[first];
    const width = positions[last] - origin;
    const lower = first === 0 ? -horizon : Math.max(-horizon, (positions[first - 1] - origin) / 2);
    const upper =
      last === count - 1
        ? width + horizon
        : width + Math.min(horizon, (positions[last + 1] - positions[last]) / 2);
    const breaks = [lower, upper];
    const add = (x: number): void => {
      if (x > lower && x < upper) breaks.push(x);
    };
    for (let x = -10; x <= width + 10; x += 2.5) add(x);
    for (const d of [15, 22, 30]) {
      add(-d);
      add(width + d);
    }
    let finest = 1;
    for (const { left, right, at } of ties) {
      const place = at + (positions[left] - origin);
      const scale = 1 / (positions[right] - positions[left]);
      // A switch wider than the panels needs no breaks of its own
      if (scale > 2) continue;
      if (place > lower && place < upper) finest = Math.min(finest, scale);
      for (const c of [0, 2, 6, 16, 40]) {
        if (c * scale > 12) break;
        add(place - c * scale);
        add(place + c * scale);
      }
    }
    breaks.sort((x, y) => x - y);
    list.push({ origin: first, breaks: thinned(breaks, finest / 2) });
    first = last + 1;
  }
  return { list, logScale };
};

/** Drops interior breaks that stand nearer than `spacing` to their predecessor or to the end. */
const thinned = (breaks: readonly number[], spacing: number): readonly number[] => {
  const kept = [breaks[0]];
  const end = breaks[breaks.length - 1];
  for (const x of breaks) {
    if (x - kept[kept.length - 1] > spacing && end - x > spacing) kept.push(x);
  }
  kept.push(end);
  return kept;
};
