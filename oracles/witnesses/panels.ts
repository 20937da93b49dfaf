/**
 * Gauss–Legendre on panels: the witnesses' own quadrature.
 *
 * The break points are centre ± width · (0, 1, 2, 4, …) for every feature of the integrand, so that no
 * panel is longer than its distance to the nearest feature.
 */
export interface Feature {
  readonly at: number;
  readonly width: number;
}

export interface Nodes {
  readonly x: Float64Array;
  readonly w: Float64Array;
}

const known = new Map<number, Nodes>();

/** Nodes and weights on [−1, 1]: Newton's method on the three-term recurrence. */
export function legendre(order: number): Nodes {
  const found = known.get(order);
  if (found) return found;
  const x = new Float64Array(order);
  const w = new Float64Array(order);
  for (let i = 0; i < order; i++) {
    let t = Math.cos((Math.PI * (i + 0.75)) / (order + 0.5));
    let slope = 1;
    for (let step = 0; step < 8; step++) {
      let before = 1;
      let value = t;
      for (let k = 2; k <= order; k++)
        [before, value] = [value, ((2 * k - 1) * t * value - (k - 1) * before) / k];
      slope = (order * (t * value - before)) / (t * t - 1);
      t -= value / slope;
    }
    x[i] = t;
    w[i] = 2 / ((1 - t * t) * slope * slope);
  }
  const nodes = { x, w };
  known.set(order, nodes);
  return nodes;
}

export function panels(
  low: number,
  high: number,
  features: readonly Feature[],
  order: number,
): Nodes {
  const points = new Set([low, high]);
  for (const { at, width } of features) {
    if (!(width > 0)) continue;
    const reach = Math.max(high - at, at - low);
    for (let offset = 0; offset <= reach; offset = offset === 0 ? width : 2 * offset)
      for (const p of [at - offset, at + offset]) if (p > low && p < high) points.add(p);
  }
  const edges = [...points].sort((a, b) => a - b);
  const rule = legendre(order);
  const x = new Float64Array((edges.length - 1) * order);
  const w = new Float64Array(x.length);
  for (let p = 0, k = 0; p + 1 < edges.length; p++) {
    const half = (edges[p + 1] - edges[p]) / 2;
    const middle = (edges[p + 1] + edges[p]) / 2;
    for (let i = 0; i < order; i++, k++) {
      x[k] = middle + half * rule.x[i];
      w[k] = half * rule.w[i];
    }
  }
  return { x, w };
}

/** The density of N(0, variance). */
export const gauss = (x: number, variance = 1): number =>
  Math.exp((-0.5 * x * x) / variance) / Math.sqrt(2 * Math.PI * variance);
