import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../errors.ts';
import { real } from '../real.fixture.ts';
import { committeeOutputDenoiser, type Symmetric } from './output-denoiser.ts';

const field = real(-6, 6);
const correlation = real(-0.99, 0.99);

describe('the output of two units', () => {
  it('is one of three, certain or not: the sum and its complement keep their digits', () => {
    fc.assert(
      fc.property(field, field, correlation, (a, b, rho) => {
        const outputs = [-1, 0, 1].map((y) => committeeOutputDenoiser(y, [a, b], [1, rho, 1]));
        const Z = outputs.map(({ logPartition }) => Math.exp(logPartition));
        const error = outputs.reduce((s, x, i) => s + Z[i] * x.error.logPartition, 0);
        expect(Math.abs(Z[0] + Z[1] + Z[2] - 1)).toBeLessThanOrEqual(error + 1e-15);
        // ln Z of the likeliest is that of the complement of the others
        const k = Z.indexOf(Math.max(...Z));
        const rest = Z.reduce((s, z, i) => (i === k ? s : s + z), 0);
        const { logPartition, error: own } = outputs[k];
        if (rest < 0.2)
          expect(Math.abs(logPartition - Math.log1p(-rest))).toBeLessThanOrEqual(
            2 * own.logPartition + 1e-14 * rest,
          );
      }),
    );
  });

  it('knows all it says to eleven digits', () => {
    fc.assert(
      fc.property(fc.constantFrom(-1, 0, 1), field, field, correlation, (y, a, b, rho) => {
        const { logPartition, g, dg, error } = committeeOutputDenoiser(y, [a, b], [1, rho, 1]);
        const steep = 1 / (1 - rho * rho);
        const size = (x: readonly number[]) => 1 + Math.max(...x.map(Math.abs));
        expect(error.logPartition).toBeLessThan(1e-11 * (1 + Math.abs(logPartition)) * steep);
        expect(error.g).toBeLessThan(1e-11 * size(g) * steep);
        expect(error.dg).toBeLessThan(1e-11 * size(dg) * steep ** 2);
        for (const e of Object.values(error)) expect(e).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('tells nothing more once it is certain', () => {
    const { logPartition, g } = committeeOutputDenoiser(1, [40, 50], [1, 0.3, 1]);
    expect(logPartition).toBeGreaterThan(-1e-300);
    expect(Math.max(...g)).toBeLessThan(1e-300);
  });

  it('scales with the fields', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(-1, 0, 1),
        field,
        field,
        correlation,
        fc.constantFrom(2 ** -20, 2 ** 10),
        (y, a, b, rho, c) => {
          // subnormal numbers do not scale
          fc.pre([a, b, rho].every((x) => x === 0 || Math.abs(x) > 1e-290));
          const plain = committeeOutputDenoiser(y, [a, b], [1, rho, 1]);
          const other = committeeOutputDenoiser(y, [c * a, c * b], [c * c, c * c * rho, c * c]);
          expect(other.logPartition).toBe(plain.logPartition);
          expect(other.g[0] * c).toBe(plain.g[0]);
          expect(other.dg[1] * c * c).toBe(plain.dg[1]);
        },
      ),
    );
  });

  it('refuses what is no output, no field or no covariance', () => {
    const fine: Symmetric = [1, 0, 1];
    expect(() => committeeOutputDenoiser(0.5, [0, 0], fine)).toThrow(DomainError);
    expect(() => committeeOutputDenoiser(1, [Number.NaN, 0], fine)).toThrow(/omega\[0\]/);
    for (const V of [
      [1, 1, 1],
      [1, 2, 1],
      [0, 0, 1],
      [1, 0, -1],
    ] as const)
      expect(() => committeeOutputDenoiser(1, [0, 0], V)).toThrow(/positive definite/);
  });
});
