/*
 * Gradient flows written down naively, with one slip of the pen. Steps of the classical Runge–Kutta method, equal and
 * many enough for the instances of the laws.
 */

export interface FlowParams {
  readonly matrix: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly times: readonly number[];
}

export type SphereSlip =
  | 'multiplier negated'
  | 'multiplier without 1/d'
  | 'no multiplier'
  | 'Euler steps'
  | 'momentum'
  | 'weights in turn';

export type WideSlip = 'Euler steps in A' | 'one side of M A + A M';

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * b[i], 0);

type Field = (y: readonly number[]) => number[];

const plus = (y: readonly number[], h: number, k: readonly number[]): number[] =>
  y.map((x, i) => x + h * k[i]);

function runge(f: Field, y: readonly number[], h: number): number[] {
  const a = f(y);
  const b = f(plus(y, h / 2, a));
  const c = f(plus(y, h / 2, b));
  const d = f(plus(y, h, c));
  return y.map((x, i) => x + (h / 6) * (a[i] + 2 * b[i] + 2 * c[i] + d[i]));
}

function follow(
  f: Field,
  start: readonly number[],
  times: readonly number[],
  steps: number,
  step: (f: Field, y: readonly number[], h: number) => number[] = runge,
): number[][] {
  let y = [...start];
  let t = 0;
  const last = times[times.length - 1] || 1;
  return times.map((end) => {
    const count = Math.ceil((steps * (end - t)) / last);
    for (let k = 0; k < count; k++) y = step(f, y, (end - t) / count);
    t = end;
    return y;
  });
}

const lossAt = ({ matrix, labels }: FlowParams, w: readonly number[]): number =>
  matrix.reduce((sum, x, mu) => sum + (labels[mu] ** 2 - dot(x, w) ** 2) ** 2, 0);

export function wrongSphereFlow(
  params: FlowParams & { readonly initial: readonly number[] },
  slip: SphereSlip,
) {
  const { matrix, labels, initial, times } = params;
  const gradient: Field = (w) => {
    const g = w.map(() => 0);
    matrix.forEach((x, mu) => {
      const h = dot(x, w);
      const force = -4 * (labels[mu] ** 2 - h * h) * h;
      x.forEach((xi, i) => {
        g[i] += force * xi;
      });
    });
    return g;
  };
  const field: Field = (w) => {
    const g = gradient(w);
    const along = dot(w, g);
    const mu =
      slip === 'multiplier negated'
        ? -along / dot(w, w)
        : slip === 'multiplier without 1/d'
          ? along
          : slip === 'no multiplier'
            ? 0
            : along / dot(w, w);
    return w.map((x, i) => mu * x - g[i]);
  };
  let weights: number[][];
  if (slip === 'Euler steps')
    weights = follow(field, initial, times, 12, (f, y, h) => plus(y, h, f(y)));
  else if (slip === 'momentum') {
    const d = initial.length;
    const heavy: Field = (y) => {
      const force = field(y.slice(0, d));
      const pace = 8 / (times[times.length - 1] || 1);
      return [...y.slice(d), ...y.slice(d).map((v, i) => pace * (force[i] - v))];
    };
    weights = follow(heavy, [...initial, ...field(initial)], times, 400).map((y) => y.slice(0, d));
  } else if (slip === 'weights in turn')
    weights = follow(field, initial, times, 200, (f, y, h) => {
      const next = [...y];
      y.forEach((_, i) => {
        next[i] += h * f(next)[i];
      });
      return next;
    });
  else weights = follow(field, initial, times, 400);
  return { weights, loss: weights.map((w) => lossAt(params, w)) };
}

export function wrongWideFlow(
  params: FlowParams & { readonly initial: readonly (readonly number[])[] },
  slip: WideSlip,
) {
  const { matrix, labels, initial, times } = params;
  const m = initial.length;
  const d = initial[0].length;
  const start: number[] = [];
  for (let i = 0; i < d; i++)
    for (let j = 0; j < d; j++) start.push(initial.reduce((s, w) => s + w[i] * w[j], 0) / m);
  const residuals = (A: readonly number[]): number[] =>
    matrix.map((x, mu) => {
      let output = 0;
      for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) output += x[i] * A[i * d + j] * x[j];
      return labels[mu] ** 2 - output;
    });
  const field: Field = (A) => {
    const r = residuals(A);
    const M = A.map(() => 0);
    matrix.forEach((x, mu) => {
      for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) M[i * d + j] += r[mu] * x[i] * x[j];
    });
    return A.map((_, k) => {
      const [i, j] = [Math.floor(k / d), k % d];
      let left = 0;
      let right = 0;
      for (let p = 0; p < d; p++) {
        left += M[i * d + p] * A[p * d + j];
        right += A[i * d + p] * M[p * d + j];
      }
      return slip === 'one side of M A + A M' ? (4 / m) * left : (4 / m) * (left + right);
    });
  };
  // Steps that are too long, as if the curvature were of order one.
  const states =
    slip === 'Euler steps in A'
      ? follow(field, start, times, 2, (f, y, h) => plus(y, h, f(y)))
      : follow(field, start, times, 200);
  return {
    gram: states.map((A) => Array.from({ length: d }, (_, i) => A.slice(i * d, (i + 1) * d))),
    loss: states.map((A) => residuals(A).reduce((sum, r) => sum + r * r, 0)),
  };
}
