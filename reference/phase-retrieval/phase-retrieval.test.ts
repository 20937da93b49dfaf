import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extrapolated } from '../../oracles/witnesses/extrapolated.ts';
import { ConvergenceError, DomainError } from '../errors.ts';
import { gaussianMatrix, type Matrix, multiply } from '../numerics/matrix.ts';
import { philoxStream } from '../numerics/random.ts';
import { matrixOf } from '../numerics/small-matrix.ts';
import { real } from '../real.fixture.ts';
import { gradientFlow } from './gradient-flow.ts';
import { inner, PhaseLoss, phaseGradient } from './loss.ts';
import { populationFlow } from './population-flow.ts';
import { samplesOf, successOfRun, successRate } from './success.ts';

function drawn(rows: number, columns: number, seed: number) {
  const stream = philoxStream(seed);
  const matrix = gaussianMatrix(rows, columns, stream.fork(1));
  const vector = (label: number): Float64Array => {
    const normals = stream.fork(label);
    return Float64Array.from({ length: columns }, () => normals.normal());
  };
  const teacher = vector(2);
  return { matrix, teacher, labels: multiply(matrix, teacher).map(Math.abs), initial: vector(3) };
}

const instance = fc
  .record({
    rows: fc.integer({ min: 1, max: 20 }),
    columns: fc.integer({ min: 1, max: 9 }),
    seed: fc.integer({ min: 0, max: 1e6 }),
  })
  .map(({ rows, columns, seed }) => drawn(rows, columns, seed));

const negated = (x: Float64Array): Float64Array => x.map((y) => -y);

describe('the gradient', () => {
  test('error estimates cover what sums in another order differ by', () => {
    fc.assert(
      fc.property(instance, ({ matrix, labels, initial, teacher }) => {
        for (const weights of [initial, teacher]) {
          const { loss, gradient, multiplier, error } = phaseGradient(matrix, labels, weights);
          const [exactLoss, exact, exactMultiplier] = inTwice(matrix, labels, weights);
          expect(Math.abs(loss - exactLoss)).toBeLessThanOrEqual(error.loss);
          gradient.forEach((g, i) => {
            expect(Math.abs(g - exact[i])).toBeLessThanOrEqual(error.gradient);
          });
          expect(Math.abs(multiplier - exactMultiplier)).toBeLessThanOrEqual(error.multiplier);
        }
      }),
    );
  });

  test('units are powers of two, errors included: no bit changes', () => {
    const times = (factor: number, x: ArrayLike<number>): Float64Array =>
      Float64Array.from(x, (y) => factor * y);
    fc.assert(
      fc.property(instance, ({ matrix, labels, initial }) => {
        const plain = phaseGradient(matrix, labels, initial);
        const scaledBy = (loss: number, gradient: number, multiplier: number) => ({
          loss: loss * plain.loss,
          gradient: times(gradient, plain.gradient),
          multiplier: multiplier * plain.multiplier,
          error: {
            loss: loss * plain.error.loss,
            gradient: gradient * plain.error.gradient,
            multiplier: multiplier * plain.error.multiplier,
          },
        });
        const inputs = { ...matrix, data: times(2, matrix.data) };
        expect(phaseGradient(inputs, times(2, labels), initial)).toEqual(scaledBy(16, 16, 16));
        expect(phaseGradient(matrix, times(2, labels), times(2, initial))).toEqual(
          scaledBy(16, 8, 4),
        );
      }),
      { numRuns: 30 },
    );
  });

  test('errors of a field that cancels are those of its terms', () => {
    // h = 0 of terms of 1e5 each, known to (d + 8) ε of them
    const off = 10 * Number.EPSILON * 2e5;
    const inputs = matrixOf(1, 2, () => 1e5);
    for (const y of [0, 1, 3]) {
      const { loss, gradient, multiplier, error } = phaseGradient(inputs, [y], [1, -1]);
      expect(loss).toBe(y ** 4);
      expect([...gradient].map(Math.abs)).toEqual([0, 0]);
      expect(Math.abs(multiplier)).toBe(0);
      // (y² − h²)² and 4(y² − h²)h at h = off
      const square = Math.abs(y * y - off * off);
      expect(error.loss).toBeGreaterThanOrEqual(Math.abs(square * square - y ** 4));
      expect(error.loss).toBeLessThan(5 * (2 * y * y + off * off) * off * off + 4e-15 * y ** 4);
      expect(error.gradient).toBeGreaterThanOrEqual(3.9 * square * off * 1e5);
      expect(error.gradient).toBeLessThan(13 * (y * y + off * off) * off * 1e5);
      expect(error.multiplier).toBeGreaterThanOrEqual((3.9 * square * off * off) / 2);
      expect(error.multiplier).toBeLessThan(13 * (y * y + off * off) * off * 1e5);
    }
  });

  test('a sum of products has all of them, even or odd in number', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { maxLength: 9 }), (a) => {
        const b = a.map((_, i) => i + 1);
        expect(inner(Float64Array.from(a), Float64Array.from(b))).toBe(
          a.reduce((sum, x, i) => sum + x * b[i], 0),
        );
      }),
    );
  });

  test('changes by the curvature along the way', () => {
    fc.assert(
      fc.property(instance, ({ matrix, labels, initial, teacher }) => {
        const loss = new PhaseLoss('test', matrix, labels);
        const d = initial.length;
        const product = new Float64Array(d);
        loss.gradient(initial, product);
        loss.curvature(teacher, product);
        const at = (t: number): Float64Array => {
          const gradient = new Float64Array(d);
          loss.gradient(
            initial.map((w, i) => w + t * teacher[i]),
            gradient,
          );
          return gradient;
        };
        // The gradient is a cubic: differences at ±1 and ±2 give its slope exactly
        const [one, minusOne, two, minusTwo] = [at(1), at(-1), at(2), at(-2)];
        const scale = two.reduce((most, g, i) => Math.max(most, Math.abs(g), Math.abs(one[i])), 1);
        product.forEach((slope, i) => {
          const difference = (8 * (one[i] - minusOne[i]) - (two[i] - minusTwo[i])) / 12;
          expect(Math.abs(slope - difference)).toBeLessThan(1e-11 * scale * matrix.rows);
        });
      }),
    );
  });

  test('an error is positive, also where inputs vanish', () => {
    const { gradient, error } = phaseGradient(
      matrixOf(2, 2, () => 0),
      [1, 2],
      [1, 0],
    );
    expect(Array.from(gradient, Math.abs)).toEqual([0, 0]);
    for (const one of Object.values(error)) expect(one).toBeGreaterThan(0);
  });

  test('refuses what is no question', () => {
    const { matrix, labels } = drawn(3, 2, 1);
    expect(() => phaseGradient(matrix, labels, [0, 0])).toThrow(DomainError);
    expect(() => phaseGradient(matrix, [1, 1, -1], [1, 0])).toThrow(/labels\[2\]/);
    expect(() => phaseGradient(matrix, [1, 1], [1, 0])).toThrow(DomainError);
    expect(() => phaseGradient(matrix, labels, [1])).toThrow(DomainError);
  });
});

/** L, ∇L and μ in exact rational arithmetic of the doubles: integers over a power of two. */
function inTwice(
  matrix: Matrix,
  labels: Float64Array,
  weights: Float64Array,
): readonly [number, number[], number] {
  const bits = 400n;
  const big = (x: number): bigint => {
    // x = m 2^e
    const [m, e] = decompose(x);
    return e >= 0 ? (BigInt(m) << BigInt(e)) << bits : (BigInt(m) << bits) >> BigInt(-e);
  };
  const times = (a: bigint, b: bigint): bigint => (a * b) >> bits;
  const number = (a: bigint): number => {
    const sign = a < 0n ? -1 : 1;
    const size = a < 0n ? -a : a;
    const length = size.toString(2).length;
    const drop = BigInt(Math.max(0, length - 64));
    return sign * Number(size >> drop) * 2 ** (Number(drop) - Number(bits));
  };
  const X = Array.from(matrix.data, big);
  const y = Array.from(labels, big);
  const w = Array.from(weights, big);
  const d = matrix.columns;
  let loss = 0n;
  const gradient = w.map(() => 0n);
  for (let mu = 0; mu < matrix.rows; mu++) {
    let h = 0n;
    for (let i = 0; i < d; i++) h += times(X[mu * d + i], w[i]);
    const gap = times(y[mu], y[mu]) - times(h, h);
    loss += times(gap, gap);
    for (let i = 0; i < d; i++) gradient[i] -= 4n * times(times(gap, h), X[mu * d + i]);
  }
  let along = 0n;
  let square = 0n;
  for (let i = 0; i < d; i++) {
    along += times(w[i], gradient[i]);
    square += times(w[i], w[i]);
  }
  return [number(loss), gradient.map(number), number((along << bits) / square)];
}

function decompose(x: number): readonly [number, number] {
  if (x === 0) return [0, 0];
  const e = Math.floor(Math.log2(Math.abs(x))) - 52;
  return [x / 2 ** e, e];
}

describe('the flow on the sphere', () => {
  test('opposite starts take opposite ways, bit for bit', () => {
    fc.assert(
      fc.property(instance, ({ matrix, labels, initial }) => {
        const times = [0.01, 0.05];
        const plain = gradientFlow(matrix, labels, initial, times);
        const mirrored = gradientFlow(matrix, labels, negated(initial), times);
        plain.weights.forEach((w, k) => {
          // + 0: −0 is 0
          expect(Array.from(mirrored.weights[k], (x) => -x + 0)).toEqual(
            Array.from(w, (x) => x + 0),
          );
        });
        expect(mirrored.loss).toEqual(plain.loss);
      }),
      { numRuns: 20 },
    );
  });

  test('samples have no sign, bit for bit, and time a power of sixteen', () => {
    const { matrix, labels, initial } = drawn(12, 5, 4);
    const plain = gradientFlow(matrix, labels, initial, [0.3]);
    const turned = { ...matrix, data: matrix.data.map((x, k) => (k % 10 < 5 ? -x : x)) };
    expect(gradientFlow(turned, labels, initial, [0.3])).toEqual(plain);
    const doubled = { ...matrix, data: matrix.data.map((x) => 2 * x) };
    const faster = gradientFlow(
      doubled,
      labels.map((y) => 2 * y),
      initial,
      [0.3 / 16],
    );
    expect(faster.weights).toEqual(plain.weights);
    expect(faster.loss).toEqual(plain.loss.map((l) => 16 * l));
    expect(faster.error).toEqual({
      weights: plain.error.weights,
      loss: 16 * plain.error.loss,
    });
    // So has the teacher: the force is cubic in it
    const longer = gradientFlow(
      matrix,
      labels.map((y) => 2 * y),
      initial.map((w) => 2 * w),
      [0.3 / 4],
    );
    expect(longer.weights).toEqual(plain.weights.map((w) => w.map((x) => 2 * x)));
    expect(longer.loss).toEqual(plain.loss.map((l) => 16 * l));
    expect(longer.error).toEqual({
      weights: 2 * plain.error.weights,
      loss: 16 * plain.error.loss,
    });
  });

  test('the norm is kept, the loss falls', () => {
    fc.assert(
      fc.property(instance, ({ matrix, labels, initial }) => {
        const { weights, loss } = gradientFlow(matrix, labels, initial, [0, 0.02, 0.1, 0.5]);
        const square = (w: Float64Array): number => w.reduce((sum, x) => sum + x * x, 0);
        for (const w of weights)
          expect(Math.abs(square(w) / square(initial) - 1)).toBeLessThan(1e-14 * (1 + w.length));
        for (let k = 1; k < loss.length; k++)
          expect(loss[k]).toBeLessThanOrEqual(loss[k - 1] * (1 + 1e-12) + 1e-20);
      }),
      { numRuns: 20 },
    );
  });

  test('errors cover the distance to a finer integration by another method', () => {
    fc.assert(
      fc.property(instance, ({ matrix, labels, initial }) => {
        const d = initial.length;
        const t = 0.2 / matrix.rows;
        const { weights, error } = gradientFlow(matrix, labels, initial, [t]);
        const norm = initial.reduce((sum, x) => sum + x * x, 0);
        const field = (w: readonly number[]): number[] => {
          const v = w.map(() => 0);
          for (let mu = 0; mu < matrix.rows; mu++) {
            let h = 0;
            for (let i = 0; i < d; i++) h += matrix.data[mu * d + i] * w[i];
            for (let i = 0; i < d; i++)
              v[i] += 4 * (labels[mu] ** 2 - h * h) * h * matrix.data[mu * d + i];
          }
          const along = v.reduce((sum, x, i) => sum + x * w[i], 0) / norm;
          return v.map((x, i) => x - along * w[i]);
        };
        const { y } = extrapolated(field, [...initial], t, 60);
        y.forEach((x, i) => {
          expect(Math.abs(x - weights[0][i])).toBeLessThanOrEqual(error.weights + 1e-13);
        });
      }),
      { numRuns: 20 },
    );
  });

  test('a trajectory that rounding decides is refused, and no other', () => {
    // A saddle at a right angle to the teacher, off the axes; the start is a distance from it.
    const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
    const turned = (x: number, y: number) => [c * x - s * y, s * x + c * y];
    const matrix: Matrix = {
      rows: 2,
      columns: 2,
      data: Float64Array.from([...turned(1, 0), ...turned(0, 1)]),
    };
    const run = (distance: number, t: number) =>
      gradientFlow(matrix, [Math.SQRT2, 0], turned(distance, Math.SQRT2), [t]);
    for (const distance of [1e-14, 0]) {
      expect(run(distance, 0.2).error.weights).toBeLessThan(1e-10);
      expect(() => run(distance, 3)).toThrow(/too sensitive/);
    }
    expect(run(0.1, 3).error.weights).toBeLessThan(1e-8);
  });

  test('too stiff a question is refused in words', () => {
    const { matrix, labels, initial } = drawn(3, 2, 9);
    expect(() => gradientFlow(matrix, labels, initial, [1e9])).toThrow(ConvergenceError);
    expect(() => gradientFlow(matrix, labels, [0, 0], [1])).toThrow(DomainError);
    expect(() => gradientFlow(matrix, labels, initial, [1, 1])).toThrow(/times\[1\]/);
  });
});

describe('the population flow', () => {
  test('keeps its digits from the smallest overlap to the largest time', () => {
    expect(populationFlow(1, 1e-200, [1])[0].value).toBeCloseTo(1e-200 * Math.exp(8), 210);
    expect(populationFlow(1, 1e-200, [1])[0].value / (1e-200 * Math.exp(8))).toBeCloseTo(1, 13);
    expect(populationFlow(3, 1e-9, [1e9])[0]).toMatchObject({ value: 1 });
    expect(populationFlow(3, -0.5, [0])[0].value).toBeCloseTo(-0.5, 15);
    for (const m of [-1, 0, 1]) expect(populationFlow(3, m, [7])[0].value).toBe(m);
  });

  test('states a few roundings, and that of the exponent while it matters', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), real(0, 2), (m, t) => {
        const { value, error } = populationFlow(1, m, [t])[0];
        const left = (1 - value) * (1 + value);
        const roundings = error / (Number.EPSILON * Math.abs(value));
        expect(roundings).toBeGreaterThan(7);
        expect(roundings).toBeLessThan(9 + 33 * t * left);
        expect(roundings).toBeGreaterThan(31 * t * left);
      }),
    );
    expect(populationFlow(1, 0, [1])[0]).toEqual({ value: 0, error: 0 });
  });

  test('refuses what is no question', () => {
    for (const alpha of [0, -1, Number.NaN])
      expect(() => populationFlow(alpha, 0.5, [1])).toThrow(/alpha must be/);
    for (const m of [-1.01, 1.01])
      expect(() => populationFlow(1, m, [1])).toThrow(/initialOverlap must be/);
  });

  test('errors cover the logistic form', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), real(0, 2), (m, t) => {
        const { value, error } = populationFlow(1, m, [t])[0];
        // m²/(1 − m²) grows like e^{16t}
        const odds = ((m * m) / ((1 - m) * (1 + m))) * Math.exp(16 * t);
        const expected = odds === Number.POSITIVE_INFINITY ? 1 : Math.sqrt(odds / (1 + odds));
        expect(Math.abs(value - expected)).toBeLessThanOrEqual(2 * error + 1e-14 * t);
      }),
    );
  });
});

describe('success', () => {
  test('is a pure function of dimension, α, seed and run', () => {
    const question = { dimension: 12, alpha: 4, seed: 3, run: 5 };
    expect(successOfRun(question)).toEqual(successOfRun(question));
    const { successes, rate, standardError } = successRate(12, 4, 30, 3);
    const alone = Array.from({ length: 30 }, (_, run) => successOfRun({ ...question, run }));
    expect(successes).toBe(alone.filter(({ success }) => success).length);
    for (let runs = 1; runs < 10; runs++)
      expect(successRate(12, 4, runs, 3).successes).toBe(
        alone.slice(0, runs).filter(({ success }) => success).length,
      );
    expect(rate).toBe(successes / 30);
    expect(standardError).toBeCloseTo(Math.sqrt((rate * (1 - rate)) / 30), 15);
  });

  test('does not depend on the tolerance of the integration, run by run', () => {
    for (let run = 0; run < 40; run++) {
      const question = { dimension: 16, alpha: 3, seed: 8, run };
      const [coarse, fine] = [successOfRun(question, 1e-3), successOfRun(question, 1e-5)];
      expect(coarse.success).toBe(fine.success);
      expect(coarse.overlap).toBeCloseTo(fine.overlap, 3);
    }
  });

  test('the outcome is bimodal: near one, or clearly below', () => {
    const overlaps = Array.from(
      { length: 60 },
      (_, run) => successOfRun({ dimension: 16, alpha: 4, seed: 2, run }).overlap,
    );
    expect(overlaps.filter((m) => m > 0.98 && m < 0.9999)).toEqual([]);
    expect(overlaps.filter((m) => m > 0.9999).length).toBeGreaterThan(20);
    expect(overlaps.filter((m) => m < 0.98).length).toBeGreaterThan(2);
  });

  test('fewer samples than unknowns: a loss of zero is a success far from the teacher', () => {
    for (let run = 0; run < 3; run++) {
      const outcome = successOfRun({ dimension: 16, alpha: 0.5, seed: 1, run });
      expect(outcome.success).toBe(true);
      expect(outcome.lossPerSample).toBeLessThan(1e-8);
      expect(outcome.overlap).toBeLessThan(0.9);
    }
  });

  test('a run ends as soon as it has arrived, or where it rests, or after τ = 1000', () => {
    for (let run = 0; run < 14; run++) {
      const outcome = successOfRun({ dimension: 16, alpha: 4, seed: 2, run });
      expect(outcome.evaluations).toBeLessThan(2000);
      if (outcome.success) {
        // the loss falls by less than a factor of ten in a step
        expect(outcome.lossPerSample).toBeLessThan(1e-8);
        expect(outcome.lossPerSample).toBeGreaterThan(1e-9);
        expect(1 - outcome.overlap).toBeLessThan(1e-7);
        expect(outcome.time).toBeLessThan(50);
      } else {
        expect(outcome.lossPerSample).toBeGreaterThan(0.1);
        expect(outcome.time).toBeGreaterThan(100);
        expect(outcome.time).toBeLessThan(1500);
      }
    }
  });

  test('counts samples by rounding, not by cutting off', () => {
    expect(samplesOf(10, 2.3)).toBe(23);
    expect(samplesOf(100, 0.29)).toBe(29);
    expect(() => samplesOf(1, 2)).toThrow(DomainError);
    expect(samplesOf(65536, 1)).toBe(65536);
    expect(() => samplesOf(65537, 1)).toThrow(DomainError);
    expect(samplesOf(2, 1e6)).toBe(2e6);
    for (const alpha of [0, -1, Number.NaN, 2e6, '3' as never])
      expect(() => samplesOf(8, alpha)).toThrow(/alpha/);
    expect(() => samplesOf(8, 0.01)).toThrow(/at least 0.0625/);
    expect(() => samplesOf(8, 0.01)).toThrow(DomainError);
    expect(() => successRate(8, 2, 0, 1)).toThrow(DomainError);
    for (const run of [-1, 0.5, 2 ** 32])
      expect(() => successOfRun({ dimension: 8, alpha: 2, seed: 1, run })).toThrow(/run must be/);
    expect(samplesOf(2, 0.5)).toBe(1);
  });
});
