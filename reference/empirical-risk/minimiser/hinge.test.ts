import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hingeLoss } from '../../losses/hinge.ts';
import { gaussianMatrix, multiply, multiplyTransposed, rowOf } from '../../numerics/matrix.ts';
import { philoxStream } from '../../numerics/random.ts';
import { real } from '../../real.fixture.ts';
import { edgeOf, judge, minimiseHinge, partition } from './hinge.ts';
import { interiorPoint } from './interior-point.ts';
import { along, dot, norm, problem } from './problem.ts';

/** Weights and pulls at some distance from the minimum, and the right partition. */
const questions = fc
  .record({
    rows: fc.integer({ min: 1, max: 8 }),
    columns: fc.integer({ min: 1, max: 8 }),
    scale: real(-1, 1),
    lambda: real(-3, 1),
    distance: real(-12, -1),
    apart: real(-12, -1),
    seed: fc.nat(),
  })
  .map(({ rows, columns, scale, lambda, distance, apart, seed }) => {
    const stream = philoxStream(seed);
    const gaussian = (n: number) => Float64Array.from({ length: n }, () => stream.normal());
    const matrix = gaussianMatrix(rows, columns, stream);
    matrix.data.forEach((x, i) => {
      matrix.data[i] = 10 ** scale * x;
    });
    const labels = gaussian(rows).map(Math.sign);
    const question = problem('test', hingeLoss, 10 ** lambda, matrix, labels);
    const minimum = minimiseHinge(question.lambda, matrix, labels);
    const point = interiorPoint(question);
    const sides = partition(point);
    const edge = edgeOf(question, sides);
    const w = along(minimum.weights, 10 ** distance * norm(minimum.weights), gaussian(columns));
    const a = point.a.map((x, mu) => {
      const y = sides[mu] === 'O' ? 0 : sides[mu] === 'I' ? 1 : x + 10 ** apart * stream.normal();
      return Math.min(1, Math.max(0, y));
    });
    return { question, minimum, edge, w, a };
  });
type Question = typeof questions extends fc.Arbitrary<infer T> ? T : never;

/** Z_μ = y_μ x_μ, δ = Z w − 1 and g = λ w − Zᵀ a. */
function parts({ question, w, a }: Question) {
  const { labels, lambda, matrix } = question;
  const defect = multiply(matrix, w).map((z, mu) => labels[mu] * z - 1);
  const pulled = multiplyTransposed(
    matrix,
    a.map((x, mu) => x * labels[mu]),
  );
  return { defect, g: pulled.map((x, i) => lambda * w[i] - x), pulled };
}

/** The solution of the partition from (w, a): v and Δa_E. */
function towards(q: Question) {
  const { edge, question, w } = q;
  const { lambda } = question;
  const { g } = parts(q);
  if (edge === undefined) return { v: g.map((x) => -x / lambda), pulls: new Float64Array() };
  const delta = multiply(edge.matrix, w).map((u) => u - 1);
  const pushed = multiply(edge.matrix, g);
  const back = (k: Float64Array) => multiplyTransposed(edge.matrix, k);
  const inside = back(edge.factor.solve(pushed));
  const moved = back(edge.factor.solve(delta));
  return {
    v: g.map((x, i) => -moved[i] - (x - inside[i]) / lambda),
    pulls: edge.factor.solve(along(pushed, -lambda, delta)),
  };
}

/** By how much every sample stays on its side: above 1 if twice the step moves none across. */
function security(q: Question, v: Float64Array, pulls: Float64Array): number {
  const { matrix } = q.question;
  const { defect } = parts(q);
  const longest = Math.max(...Array.from(q.a, (_, mu) => norm(rowOf(matrix, mu))));
  const onEdge = new Set(q.edge?.samples);
  const room = 2 * longest * norm(v);
  const outside = Array.from(q.a, (x, mu) => {
    if (onEdge.has(mu)) return Number.POSITIVE_INFINITY;
    return (x === 0 ? defect[mu] : x === 1 ? -defect[mu] : 0) / room;
  });
  const inside = Array.from(pulls, (x, k) => {
    const pull = q.a[q.edge!.samples[k]];
    return Math.min(pull, 1 - pull) / (2 * Math.abs(x));
  });
  return Math.min(...outside, ...inside);
}

describe('what pulls prove about weights', () => {
  it('covers the distance to the minimiser and the minimum', () => {
    fc.assert(
      fc.property(questions, (q) => {
        const found = judge(q.question, q.w, q.a, q.edge);
        const off = norm(along(q.w, -1, q.minimum.weights));
        expect(off).toBeLessThanOrEqual((1 + 1e-12) * (found.weightError + q.minimum.weightError));
        const { value, error } = q.minimum.objective;
        expect(Math.abs(found.objective.value - value)).toBeLessThanOrEqual(
          (1 + 1e-12) * (found.objective.error + error),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('is what is documented: the duality gap, or the step to the solution of the partition', () => {
    const seen = { global: 0, certain: 0 };
    const leads = new Map<string, number>();
    fc.assert(
      fc.property(questions, (q) => {
        const { question, edge, w, a } = q;
        const { lambda } = question;
        const { defect, g, pulled } = parts(q);
        const found = judge(question, w, a, edge);
        const slack = defect.map((x, mu) => (x < 0 ? -x * (1 - a[mu]) : x * a[mu]));
        const sum = (xs: Float64Array) => xs.reduce((total, x) => total + x, 0);
        const gap = sum(slack) + dot(g, g) / (2 * lambda);
        const noise = 1e-15 * (norm(pulled) + lambda * norm(w)); // of g
        const roundings =
          1e-14 * (a.length + sum(defect.map(Math.abs))) + ((norm(g) + noise) * noise) / lambda;
        expect(Math.abs(found.dualityGap - gap)).toBeLessThanOrEqual(roundings + 1e-12 * gap);

        const risk = sum(defect.map((x) => Math.max(0, -x))) + (lambda / 2) * dot(w, w);
        const global = Math.sqrt((2 * found.dualityGap) / lambda);
        const { v, pulls } = towards(q);
        const distance = 2 * norm(v);
        const secure = edge?.regular === false ? 0 : security(q, v, pulls);
        // the rounding of v, for samples that are as good as dependent
        const vague = distance < 1e-10 * norm(w);
        if (!vague && secure > 1.01 && distance < 0.99 * global)
          expect(found.weightError).toBeLessThan(0.999 * global);
        if (!vague && (secure < 0.99 || distance > 1.01 * global))
          expect(found.weightError).toBe(global);
        if (found.weightError === global) {
          seen.global++;
          expect(Math.abs(found.objective.value - risk)).toBeLessThanOrEqual(
            1e-14 * (risk + a.length),
          );
          const rounding = found.objective.error - found.dualityGap;
          expect(rounding).toBeGreaterThanOrEqual(found.dualityGap < risk ? risk * 2 ** -52 : 0);
          expect(rounding).toBeLessThanOrEqual(1e-14 * (risk + a.length + found.dualityGap));
          return;
        }
        seen.certain++;
        const kept = sum(defect.map((x, mu) => (a[mu] === 1 ? -x : 0))) + (lambda / 2) * dot(w, w);
        expect(Math.abs(found.objective.value - kept)).toBeLessThanOrEqual(
          1e-14 * (kept + a.length),
        );
        if (vague) return;
        expect(Math.abs(found.weightError / distance - 1)).toBeLessThan(1e-3);
        const terms = {
          pressure: (edge?.samples ?? []).reduce((p, mu) => p + a[mu] * Math.abs(defect[mu]), 0),
          residual: norm(g) * distance,
          square: (lambda / 2) * distance ** 2,
        };
        const [leading] = Object.entries(terms).reduce((x, y) => (y[1] > x[1] ? y : x));
        leads.set(leading, (leads.get(leading) ?? 0) + 1);
        const total = terms.pressure + terms.residual + terms.square;
        expect(Math.abs(found.objective.error - total)).toBeLessThanOrEqual(
          2e-3 * total + noise * distance + 1e-14 * (kept + a.length),
        );
      }),
      { numRuns: 600 },
    );
    expect(Math.min(seen.global, seen.certain)).toBeGreaterThan(3);
    expect(leads.size).toBeGreaterThan(1);
  });
});
