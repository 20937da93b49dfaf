import { ConvergenceError } from '../../errors.ts';
import { cholesky } from '../../numerics/cholesky.ts';
import { gramOfRows } from '../../numerics/gram.ts';
import { type Matrix, multiply, multiplyTransposed } from '../../numerics/matrix.ts';
import { Hessian } from './hessian.ts';
import { along, dot, type Problem } from './problem.ts';

const MOST_STEPS = 200;
/** Steps in a row that gain less than a tenth. */
const MOST_STALLED = 12;
/** Share of the way to the boundary of the positive orthant that a step may go. */
const STEP = 0.995;

/** Weights and, for each sample, a + b = 1 and s − t = u − 1, all four > 0. */
export interface InteriorPoint {
  readonly w: Float64Array;
  /** The pull of each sample, a = −ℓ′(u). */
  readonly a: Float64Array;
  /** 1 − a */
  readonly b: Float64Array;
  /** (u − 1)₊ and (1 − u)₊ at the solution. */
  readonly s: Float64Array;
  readonly t: Float64Array;
}

/** Δw and Δa from r and g. */
type Newton = (r: Float64Array, g: Float64Array) => { dw: Float64Array; da: Float64Array };

/**
 * The hinge problem as a quadratic programme, by an interior-point method:
 *
 *   min_w Σ_μ t_μ + (λ/2)|w|²,   u = Z w,  u − 1 = s − t,  s, t ≥ 0,   Z_μ = y_μ x_μ
 *   max_a Σ_μ a_μ − |Zᵀ a|²/(2λ),   a + b = 1,  a, b ≥ 0
 *
 * with the perturbed optimality conditions λ w = Zᵀ a, s a = t b = μ. b is a variable of its own, for it
 * vanishes on half of the samples; so is w, for Zᵀ a/λ would magnify the rounding of a. Eliminating all but
 * w, with Θ = s/a + t/b and r what is left over of u − 1 − s + t = 0 and the products:
 *
 *   (Zᵀ Θ⁻¹ Z + λ) Δw = Zᵀ Θ⁻¹ r + g,   Δa = Θ⁻¹ (r − Z Δw),   g = Zᵀ a − λ w
 *
 * or, with fewer samples than features, all but a:
 *
 *   (Z Zᵀ + λ Θ) Δa = λ r − Z g,   Δw = (Zᵀ Δa + g)/λ
 *
 * Predictor and corrector after Mehrotra. Stops where the gap s·a + t·b is
 * 1e-11 of the objective, or where rounding stops it: the caller judges by what it makes of the answer.
 *
 * Source: Fine & Scheinberg, J. Mach. Learn. Res. 2 (2001) 243; Mehrotra, SIAM J. Optim. 2 (1992) 575.
 */
export function interiorPoint(problem: Problem): InteriorPoint {
  const { labels, lambda, matrix } = problem;
  const n = matrix.rows;
  const signed = (v: Float64Array) => v.map((x, mu) => x * labels[mu]);
  const project = (w: Float64Array) => signed(multiply(matrix, w)); // Z w
  const collect = (a: Float64Array) => multiplyTransposed(matrix, signed(a)); // Zᵀ a

  const factor = matrix.columns <= n ? byColumns : byRows;
  function byColumns(theta: Float64Array): Newton {
    const inverse = theta.map((x) => 1 / x);
    const solve = new Hessian(problem, 'columns').factor(inverse);
    return (r, g) => {
      const dw = solve(along(collect(r.map((x, mu) => x * inverse[mu])), 1, g));
      const image = project(dw);
      return { dw, da: r.map((x, mu) => inverse[mu] * (x - image[mu])) };
    };
  }
  let gram: Matrix | undefined;
  function byRows(theta: Float64Array): Newton {
    gram ??= gramOfRows(matrix);
    const data = gram.data.slice();
    for (let mu = 0; mu < n; mu++) data[mu * (n + 1)] += lambda * theta[mu];
    const solver = cholesky({ ...gram, data });
    return (r, g) => {
      const image = project(g);
      const da = signed(solver.solve(signed(r.map((x, mu) => lambda * x - image[mu]))));
      return { dw: along(collect(da), 1, g).map((x) => x / lambda), da };
    };
  }

  const w = new Float64Array(matrix.columns);
  const a = new Float64Array(n).fill(0.5);
  const b = a.slice();
  const s = a.slice();
  const t = new Float64Array(n).fill(1.5);
  let margins = new Float64Array(n);

  let best = Number.POSITIVE_INFINITY;
  let stalled = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const gap = dot(s, a) + dot(t, b);
    const objective =
      margins.reduce((sum, u) => sum + Math.max(0, 1 - u), 0) + (lambda / 2) * dot(w, w);
    if (!Number.isFinite(gap)) break;
    if (gap <= 1e-11 * objective || stalled === MOST_STALLED) return { w, a, b, s, t };
    stalled = gap < 0.9 * best ? 0 : stalled + 1;
    best = Math.min(best, gap);
    const collected = collect(a);
    const pull = w.map((x, i) => collected[i] - lambda * x);

    const theta = s.map((x, mu) => x / a[mu] + t[mu] / b[mu]);
    let solve: Newton;
    try {
      solve = factor(theta);
    } catch (error) {
      if (error instanceof ConvergenceError && step > 0) return { w, a, b, s, t };
      throw error;
    }

    const direction = (cs: Float64Array, ct: Float64Array) => {
      const r = new Float64Array(n);
      for (let mu = 0; mu < n; mu++)
        r[mu] = cs[mu] / a[mu] - ct[mu] / b[mu] - (margins[mu] - 1 - s[mu] + t[mu]);
      const { dw, da } = solve(r, pull);
      const ds = da.map((x, mu) => (cs[mu] - s[mu] * x) / a[mu]);
      const dt = da.map((x, mu) => (ct[mu] + t[mu] * x) / b[mu]);
      return { dw, da, ds, dt };
    };
    const longest = ({ da, ds, dt }: ReturnType<typeof direction>) => {
      let most = 2;
      for (let mu = 0; mu < n; mu++) {
        if (da[mu] < 0) most = Math.min(most, -a[mu] / da[mu]);
        else if (da[mu] > 0) most = Math.min(most, b[mu] / da[mu]);
        if (ds[mu] < 0) most = Math.min(most, -s[mu] / ds[mu]);
        if (dt[mu] < 0) most = Math.min(most, -t[mu] / dt[mu]);
      }
      return most;
    };

    const sa = s.map((x, mu) => -x * a[mu]);
    const tb = t.map((x, mu) => -x * b[mu]);
    const predictor = direction(sa, tb);
    const ahead = Math.min(1, longest(predictor));
    let predicted = 0;
    for (let mu = 0; mu < n; mu++)
      predicted +=
        (s[mu] + ahead * predictor.ds[mu]) * (a[mu] + ahead * predictor.da[mu]) +
        (t[mu] + ahead * predictor.dt[mu]) * (b[mu] - ahead * predictor.da[mu]);
    const centre = (Math.max(predicted, 0) / gap) ** 3 * (gap / (2 * n));
    const corrector = direction(
      sa.map((x, mu) => x + centre - predictor.ds[mu] * predictor.da[mu]),
      tb.map((x, mu) => x + centre + predictor.dt[mu] * predictor.da[mu]),
    );
    const length = Math.min(1, STEP * longest(corrector));
    for (let mu = 0; mu < n; mu++) {
      a[mu] += length * corrector.da[mu];
      b[mu] -= length * corrector.da[mu];
      s[mu] += length * corrector.ds[mu];
      t[mu] += length * corrector.dt[mu];
      // what is close to a bound knows its distance from it better than the other one does
      if (a[mu] < b[mu]) b[mu] = 1 - a[mu];
      else a[mu] = 1 - b[mu];
    }
    for (let i = 0; i < w.length; i++) w[i] += length * corrector.dw[i];
    margins = project(w);
  }
  throw new ConvergenceError('minimise', `interior point: gap ${best} (lambda = ${lambda})`);
}
