import type { Witness } from '../oracle.ts';
import type {
  PhaseRetrievalHessianParams,
  PhaseRetrievalHessianResult,
} from '../types/phase-retrieval.hessian.ts';
import type {
  PhaseRetrievalHessianTransitionParams,
  PhaseRetrievalHessianTransitionResult,
} from '../types/phase-retrieval.hessian-transition.ts';
import { attempting, OutOfReach } from './attempt.ts';

/** Cells of the plane: c, and weights times c and times (1 − y²) c. */
interface Cells {
  readonly c: Float64Array;
  readonly weighted: Float64Array;
  readonly tilted: Float64Array;
}

/**
 * The plane of h and y as a grid of cells: the trapezoid rule in x with y = sinh-like maps, which are even, analytic, and fine
 * near zero, where c varies on the scale √a; spectrally accurate.
 */
function cells(offset: number, count: number): Cells {
  const scale = Math.min(1, Math.sqrt(offset) / 2);
  const reach = Math.asinh(10 / scale);
  const line = Array.from({ length: count + 1 }, (_, k) => {
    const u = (k * reach) / count;
    const x = scale * Math.sinh(u);
    const jacobian = scale * Math.cosh(u) * (reach / count) * (k === 0 || k === count ? 0.5 : 1);
    return { x, weight: jacobian * Math.sqrt(2 / Math.PI) * Math.exp((-x * x) / 2) };
  });
  const size = line.length ** 2;
  const grid = {
    c: new Float64Array(size),
    weighted: new Float64Array(size),
    tilted: new Float64Array(size),
  };
  line.forEach(({ x: h, weight }, i) => {
    line.forEach(({ x: y, weight: other }, j) => {
      const at = i * line.length + j;
      const c = (12 * h * h - 4 * y * y) / (offset + y * y);
      grid.c[at] = c;
      grid.weighted[at] = weight * other * c;
      grid.tilted[at] = weight * other * c * (1 - y * y);
    });
  });
  return grid;
}

interface Spectrum {
  readonly edge: number;
  readonly outlier: number;
  readonly squaredOverlap: number;
  /** ln(−G) at the edge. */
  readonly at: number;
}

/** f′ by a five-point difference. */
const slopeAt = (f: (x: number) => number, x: number): number => {
  const h = 1e-3;
  return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
};

function bisected(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high];
  for (let step = 0; step < 48; step++) {
    const middle = (a + b) / 2;
    if (f(middle) > 0 === f(a) > 0) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

const low = Math.log(1e-7);
/** Next to G = −1/4 the sums are not resolved. */
const high = Math.log(0.22);

/** z and what a vector along the teacher sees of it, as functions of ln(−G). */
const functionsOf = (alpha: number, { c, weighted, tilted }: Cells) => {
  const at =
    (weights: Float64Array) =>
    (logarithm: number): number => {
      const G = -Math.exp(logarithm);
      let sum = 0;
      for (let k = 0; k < c.length; k++) sum += weights[k] / (1 - c[k] * G);
      return 1 / G + alpha * sum;
    };
  return { z: at(weighted), effective: at(tilted) };
};

/** Where z is largest, the left edge: bisection until secants take over. */
function edgeOf(z: (x: number) => number): number {
  const slope = (x: number): number => slopeAt(z, x);
  let [a, b] = [low, high];
  let [fa, fb] = [slope(a), slope(b)];
  if (fb > 0) throw new OutOfReach('the edge is at the end of the domain');
  for (let step = 0; step < 40 && b - a > 1e-13; step++) {
    const secant = a - (fa * (b - a)) / (fb - fa);
    const x = step < 9 || step % 3 === 2 || !(secant > a && secant < b) ? (a + b) / 2 : secant;
    const fx = slope(x);
    if (step >= 9 && Math.abs(fx) < 1e-11 * Math.abs(fa - fb) + 1e-13) return x;
    if (fx > 0) [a, fa] = [x, fx];
    else [b, fb] = [x, fx];
  }
  return (a + b) / 2;
}

/**
 * What the equation of the resolvent, z = 1/G + α E c/(1 − cG), says, with every average a plain sum: the left edge is its
 * largest z; a vector along the teacher sees an effective matrix z − α E y² c/(1 − cG), whose zero is the outlier; how much of
 * the eigenvector lies along it, the inverse of the slope of that in z.
 */
function spectrum(alpha: number, grid: Cells): Spectrum {
  const { z, effective } = functionsOf(alpha, grid);
  const at = edgeOf(z);
  const edge = z(at);
  if (!(effective(at) > 0)) return { edge, outlier: edge, squaredOverlap: 0, at };
  const root = bisected(effective, low, at);
  const squaredOverlap = slopeAt(z, root) / slopeAt(effective, root);
  return { edge, outlier: z(root), squaredOverlap, at };
}

const finer = 1.3;
const gridOf = (offset: number): number => {
  if (offset < 3e-3 || offset > 30) throw new OutOfReach('too fine for the grid');
  return offset < 0.1 ? 90 : 60;
};

export const summedHessian: Witness<PhaseRetrievalHessianParams, PhaseRetrievalHessianResult> = {
  id: 'summed-hessian',
  method:
    'averages summed over a grid of (h, y); edge as the largest z(G) by golden section, outlier by bisection, overlap from numerical slopes; error from a finer grid',
  ...attempting(({ alpha, offset }) => {
    const count = gridOf(offset);
    const seen = spectrum(alpha, cells(offset, count));
    const other = spectrum(alpha, cells(offset, Math.round(finer * count)));
    const off = (field: 'edge' | 'outlier' | 'squaredOverlap', least: number) =>
      4 * Math.abs(seen[field] - other[field]) + least;
    // 1/G is much larger than z where curvatures are large
    const size = Math.exp(-seen.at) + Math.abs(seen.edge);
    return {
      result: {
        edge: other.edge,
        outlier: other.outlier,
        squaredOverlap: other.squaredOverlap,
      },
      error: {
        edge: off('edge', 1e-12 * size),
        outlier: off('outlier', 1e-11 * size + (seen.squaredOverlap < 1e-3 ? 1e-7 * size : 0)),
        squaredOverlap: off('squaredOverlap', 1e-9 + (seen.squaredOverlap < 1e-3 ? 1e-5 : 0)),
      },
    };
  }),
};

export const summedTransition: Witness<
  PhaseRetrievalHessianTransitionParams,
  PhaseRetrievalHessianTransitionResult
> = {
  id: 'summed-transition',
  method:
    'secant steps for the α at which an outlier appears at the edge, both by sums over a grid',
  ...attempting(({ offset }) => {
    const count = gridOf(offset);
    // The force of an outlier at the edge of α, which it leaves where this is zero.
    const force =
      (grid: Cells) =>
      (logarithm: number): number => {
        const { z, effective } = functionsOf(Math.exp(logarithm), grid);
        const at = edgeOf(z);
        return effective(at) * Math.exp(at);
      };
    const place = (grid: Cells): number => {
      const f = force(grid);
      let [x, y] = [Math.log(2), Math.log(2.1)];
      let [fx, fy] = [f(x), f(y)];
      for (let step = 0; step < 12 && Math.abs(y - x) > 1e-12 && fx !== fy; step++) {
        const next = y - (fy * (y - x)) / (fy - fx);
        [x, fx, y] = [y, fy, Math.max(-3, Math.min(5, next))];
        fy = f(y);
      }
      if (Math.abs(y - x) > 1e-9) throw new OutOfReach('secants do not settle');
      return Math.exp(y);
    };
    const alpha = place(cells(offset, count));
    const other = place(cells(offset, Math.round(finer * count)));
    return {
      result: { alpha: other },
      error: { alpha: 4 * Math.abs(alpha - other) + 3e-9 * alpha },
    };
  }),
};
