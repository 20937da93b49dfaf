import { describe, expect, it } from 'vitest';
import { DomainError } from '../errors.ts';
import { gaussianMatrix } from '../numerics/matrix.ts';
import { philoxStream } from '../numerics/random.ts';
import { committeeAmp } from './amp.ts';

const instance = (rows: number, columns: number, seed: number) => {
  const stream = philoxStream(seed);
  const matrix = gaussianMatrix(rows, columns, stream.fork(1));
  const weights = stream.fork(2);
  const teacher = Float64Array.from({ length: 2 * columns }, () =>
    weights.uniform() < 0.5 ? -1 : 1,
  );
  const labels = Float64Array.from({ length: rows }, (_, mu) => {
    const z = [0, 1].map((l) => {
      let sum = 0;
      for (let i = 0; i < columns; i++) sum += matrix.data[mu * columns + i] * teacher[2 * i + l];
      return sum;
    });
    return (Math.sign(z[0]) + Math.sign(z[1])) / 2;
  });
  const start = stream.fork(3);
  const data = teacher.map((w) => 0.6 * w + 0.4 * start.normal());
  return { matrix, labels, teacher, initialMean: { rows: columns, columns: 2, data } };
};

describe('message passing for two units', () => {
  it('gives the same bytes twice, and knows what rounding did', () => {
    const { matrix, labels, initialMean } = instance(60, 40, 3);
    const options = { iterations: 5, record: [0, 5], initialMean };
    const run = committeeAmp('rademacher', matrix, labels, options);
    expect(committeeAmp('rademacher', matrix, labels, options)).toEqual(run);
    expect(run.error.means).toBeLessThan(1e-9);
    expect(run.error.means).toBeGreaterThan(0);
    expect(run.states[0].mean).toEqual(initialMean.data);
    expect(run.states[0].variance).toEqual([1, 0, 1]);
  });

  it('finds Rademacher weights where they are easy to find', () => {
    const { matrix, labels, teacher, initialMean } = instance(480, 120, 5);
    const { states } = committeeAmp('rademacher', matrix, labels, {
      iterations: 8,
      record: [8],
      initialMean,
      initialVariance: [0.4, 0, 0.4],
    });
    const right = states[0].mean.reduce((s, w, i) => s + (w * teacher[i] > 0 ? 1 : 0), 0);
    expect(right / teacher.length).toBeGreaterThan(0.95);
  });

  it('refuses what is no data set, and never returns what is no number', () => {
    const { matrix, labels, initialMean } = instance(6, 4, 1);
    const options = { iterations: 1, record: [1], initialMean };
    const run = (change: object, y: ArrayLike<number> = labels) =>
      committeeAmp('gaussian', matrix, y, { ...options, ...change });
    expect(() => run({}, [1, 1, 1, 1, 1, 2])).toThrow(/labels\[5\]/);
    expect(() => run({}, [1])).toThrow(DomainError);
    for (const t of [2, -1, 0.5]) expect(() => run({ record: [t] })).toThrow(/record\[0\]/);
    for (const iterations of [-1, 0.5]) expect(() => run({ iterations })).toThrow(/iterations/);
    expect(() => run({ initialMean: { rows: 2, columns: 4, data: initialMean.data } })).toThrow(
      /initialMean/,
    );
    expect(() => run({ initialVariance: [1, 1, 1] })).toThrow(/positive definite/);
    // One tie of two equal units pulls them apart without bound
    expect(() =>
      committeeAmp('gaussian', { rows: 1, columns: 1, data: Float64Array.of(1) }, [0], {
        iterations: 1,
        record: [1],
        initialMean: { rows: 1, columns: 2, data: Float64Array.of(2, 2) },
      }),
    ).toThrow(/iteration 1 has no finite state/);
    // Three ties at one weight: the units are opposite, which V soon knows to its last digit
    expect(() =>
      committeeAmp(
        'rademacher',
        { rows: 3, columns: 1, data: Float64Array.of(0.4, -1.3, -1.3) },
        [0, 0, 0],
        {
          iterations: 6,
          record: [6],
          initialMean: { rows: 1, columns: 2, data: Float64Array.of(-0.5, -0.3) },
        },
      ),
    ).toThrow(/singular to double precision/);
  });
});
