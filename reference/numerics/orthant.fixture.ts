import fc from 'fast-check';
import { expect } from 'vitest';
import { real } from '../real.fixture.ts';
import { orthantProbability } from './orthant.ts';
import { combination, identity, matrixOf, product, transpose } from './small-matrix.ts';

/** A Gaussian vector of n coordinates lies in one of 2ⁿ orthants. */
export function orthantsAddUpToOne(n: number, numRuns: number): void {
  const entries = (length: number) =>
    fc.array(real(-1, 1), { minLength: length, maxLength: length });
  fc.assert(
    fc.property(entries(n * n), entries(n), (x, mean) => {
      const a = matrixOf(n, n, (i, j) => x[n * i + j]);
      const covariance = combination([1, product(a, transpose(a))], [0.05, identity(n)]);
      let total = 0;
      let error = 0;
      for (let flips = 0; flips < 2 ** n; flips++) {
        const sign = (i: number): number => ((flips >> i) & 1 ? -1 : 1);
        const part = orthantProbability(
          mean.map((m, i) => sign(i) * 2 * m),
          matrixOf(n, n, (i, j) => sign(i) * sign(j) * covariance.data[i * n + j]),
        );
        total += part.value;
        error += part.error;
      }
      expect(Math.abs(total - 1)).toBeLessThanOrEqual(error);
      expect(error).toBeLessThan(1e-11);
    }),
    { numRuns },
  );
}
