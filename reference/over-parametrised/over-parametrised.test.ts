import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConvergenceError, DomainError } from '../errors.ts';
import { gaussianMatrix, type Matrix, multiply } from '../numerics/matrix.ts';
import { philoxStream } from '../numerics/random.ts';
import { inverse, product, symmetricFunction } from '../numerics/small-matrix.ts';
import { symmetricEigen } from '../numerics/symmetric-eigen.ts';
import { gramFlow, gramOf, overParametrisedFlow } from './flow.ts';
import { populationFlow } from './population-flow.ts';

function drawn(rows: number, columns: number, units: number, seed: number) {
  const stream = philoxStream(seed);
  const matrix = gaussianMatrix(rows, columns, stream.fork(1));
  const normals = stream.fork(2);
  const draw = (count: number) => Float64Array.from({ length: count }, () => normals.normal());
  const teacher = draw(columns);
  const initial: Matrix = { rows: units, columns, data: draw(units * columns) };
  return { matrix, teacher, labels: multiply(matrix, teacher).map(Math.abs), initial };
}

const instance = fc
  .record({
    rows: fc.integer({ min: 1, max: 10 }),
    columns: fc.integer({ min: 1, max: 4 }),
    units: fc.integer({ min: 1, max: 6 }),
    seed: fc.integer({ min: 0, max: 1e6 }),
  })
  .map(({ rows, columns, units, seed }) => drawn(rows, columns, units, seed));

describe('the wide flow', () => {
  test('in W and in A agree within their errors', () => {
    fc.assert(
      fc.property(instance, ({ matrix, labels, initial }) => {
        const m = initial.rows;
        const times = [0.02 * m, 0.2 * m];
        const inW = overParametrisedFlow(matrix, labels, initial, times);
        const A = gramOf(initial.data, m, initial.columns);
        const inA = gramFlow(matrix, labels, A, m, times);
        inW.gram.forEach((G, k) => {
          G.data.forEach((x, i) => {
            expect(Math.abs(x - inA.gram[k].data[i])).toBeLessThanOrEqual(
              inW.error.gram + inA.error.gram,
            );
          });
          expect(Math.abs(inW.loss[k] - inA.loss[k])).toBeLessThanOrEqual(
            inW.error.loss + inA.error.loss + 1e-13,
          );
        });
      }),
      { numRuns: 20 },
    );
  });

  test('stays positive semi-definite and of its rank', () => {
    fc.assert(
      fc.property(instance, ({ matrix, labels, initial }) => {
        const { gram } = overParametrisedFlow(matrix, labels, initial, [0.5 * initial.rows]);
        const { values } = symmetricEigen(gram[0]);
        const largest = values[values.length - 1];
        expect(values[0]).toBeGreaterThan(-1e-14 * largest);
        const rank = values.filter((x) => x > 1e-11 * largest).length;
        expect(rank).toBeLessThanOrEqual(Math.min(initial.rows, initial.columns));
      }),
      { numRuns: 20 },
    );
  });

  test('refuses what is no question', () => {
    const { matrix, labels, initial } = drawn(3, 2, 3, 1);
    expect(() =>
      overParametrisedFlow(matrix, labels, { rows: 1, columns: 3, data: new Float64Array(3) }, [1]),
    ).toThrow(DomainError);
    expect(() =>
      overParametrisedFlow(
        matrix,
        labels.map((y) => -y - 1),
        initial,
        [1],
      ),
    ).toThrow(DomainError);
    expect(() => overParametrisedFlow(matrix, labels, initial, [1e9])).toThrow(ConvergenceError);
    expect(() => gramFlow(matrix, labels, initial, 3, [1])).toThrow(DomainError);
    const wide = { rows: 2, columns: 3, data: new Float64Array(6) };
    expect(() => gramFlow(matrix, labels, wide, 3, [1])).toThrow(DomainError);
  });

  test('rests at the teacher, where an error of A is one of second order in the loss', () => {
    const { matrix, labels, teacher } = drawn(7, 3, 1, 2);
    const initial = { rows: 1, columns: 3, data: teacher };
    const { loss, error } = overParametrisedFlow(matrix, labels, initial, [0.3]);
    expect(loss[0]).toBeLessThan(1e-25);
    expect(error.gram).toBeGreaterThan(0);
    expect(error.loss).toBeLessThan(1e-6 * error.gram);
  });
});

describe('the population flow', () => {
  test('is the solution of the matrix equation up to one scalar', () => {
    // A(τ) = g e^{2A*τ} [A(0)⁻¹ + 4 ∫ g(s) e^{4A*s} ds]⁻¹ e^{2A*τ},  g = exp(2 ∫ tr D)
    const [d, a0, b0, tau] = [3, 0.7, 1.6, 0.12];
    const e = [0.48, 0.6, 0.64];
    const projector: Matrix = {
      rows: d,
      columns: d,
      data: Float64Array.from({ length: d * d }, (_, k) => e[Math.floor(k / d)] * e[k % d]),
    };
    const mixed = (along: number, across: number): Matrix => ({
      ...projector,
      data: projector.data.map((x, k) => x * (along - across) + (k % (d + 1) === 0 ? across : 0)),
    });
    // ln g and the integral by Simpson's rule over the answers themselves
    const steps = 400;
    const nodes = Array.from({ length: steps + 1 }, (_, k) => (tau * k) / steps);
    const path = populationFlow(d, a0, b0, nodes);
    const trace = path.map(({ signal, bulk }) => d - signal.value - (d - 1) * bulk.value);
    const h = tau / steps;
    const logG = [0];
    for (let k = 1; k <= steps; k++) {
      // cubic through four neighbours, exact to h⁵
      const at = (j: number) => trace[Math.min(steps, Math.max(0, j))];
      const inside =
        k === 1 || k === steps
          ? (h / 12) *
            (k === 1 ? 5 * at(0) + 8 * at(1) - at(2) : 5 * at(k) + 8 * at(k - 1) - at(k - 2))
          : (h / 24) * (-at(k - 2) + 13 * at(k - 1) + 13 * at(k) - at(k + 1));
      logG.push(logG[k - 1] + 2 * inside);
    }
    let [along, across] = [0, 0];
    for (let k = 0; k <= steps; k++) {
      const weight = ((k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2) * h) / 3;
      along += weight * Math.exp(logG[k] + 4 * d * nodes[k]);
      across += weight * Math.exp(logG[k]);
    }
    const target = mixed(d, 0);
    const growth = symmetricFunction(target, (x) => Math.exp(2 * x * tau));
    const inner = mixed(1 / a0 + 4 * along, 1 / b0 + 4 * across);
    const A = product(growth, inverse(inner), growth);
    const g = Math.exp(logG[steps]);
    const expected = mixed(path[steps].signal.value, path[steps].bulk.value);
    A.data.forEach((x, k) => {
      expect(g * x).toBeCloseTo(expected.data[k], 9);
    });
  });

  test('errors cover the logistic solution of one dimension, early and late', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 50, noNaN: true }),
        fc.double({ min: 1e-3, max: 100, noNaN: true }),
        (a, tau) => {
          const { value, error } = populationFlow(1, a, 1, [tau])[0].signal;
          const expected = 1 / (1 + (1 / a - 1) * Math.exp(-6 * tau));
          expect(Math.abs(value - expected)).toBeLessThanOrEqual(error + 1e-15);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('dies out algebraically: test error (3/8)(d − 1)/((d + 2) d²) τ⁻²', () => {
    const [d, tau] = [5, 400];
    const [{ signal, bulk }] = populationFlow(d, 1, 1, [tau]);
    const traceOfD = d - signal.value - (d - 1) * bulk.value;
    const traceOfSquare = (d - signal.value) ** 2 + (d - 1) * bulk.value ** 2;
    const testError = (2 * traceOfSquare + traceOfD ** 2) / d ** 2;
    expect((testError * tau ** 2) / ((3 / 8) * ((d - 1) / ((d + 2) * d ** 2)))).toBeCloseTo(1, 1);
  });

  test('refuses what it does not reach', () => {
    expect(() => populationFlow(0, 1, 1, [1])).toThrow(DomainError);
    expect(() => populationFlow(2, -1, 1, [1])).toThrow(DomainError);
    expect(() => populationFlow(2, 1, 1, [])).toThrow(DomainError);
  });
});
