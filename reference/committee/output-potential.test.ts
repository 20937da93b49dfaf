import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../errors.ts';
import { real } from '../real.fixture.ts';
import { committeeOutputPotential } from './output-potential.ts';
import { overlapAt } from './overlaps.ts';
import { signAverages } from './sign-averages.ts';

/** Eigenvalues: of order one, small, or close to one. */
const eigenvalue = fc.oneof(
  fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  real(-14, -2).map((x) => 10 ** x),
  real(-9, -2).map((x) => 1 - 10 ** x),
);
const ordered = fc
  .tuple(eigenvalue, eigenvalue)
  .map(([x, y]) => ({ plus: Math.max(x, y), minus: Math.min(x, y) }));

describe('the output potential of two units', () => {
  it('owns up to its errors: a rule four times as fine is within them', () => {
    fc.assert(
      fc.property(ordered, ({ plus, minus }) => {
        const [diagonal, off] = [(plus + minus) / 2, (plus - minus) / 2];
        fc.pre(diagonal - off >= 0 && 1 - diagonal - off > 0);
        const found = committeeOutputPotential(diagonal, off);
        const [P, M] = [diagonal + off, diagonal - off];
        const finer = signAverages(
          {
            plus: { q: P, V: 1 - diagonal - off },
            minus: { q: M, V: 1 - diagonal + off },
          },
          0.17,
          2,
        );
        const check = ({ value, error }: { value: number; error: number }, truth: number) => {
          expect(Math.abs(value - truth)).toBeLessThanOrEqual(error);
          expect(error).toBeLessThan(1e-10 * Math.max(1, Math.abs(value)));
        };
        check(found.potential, finer.potential);
        check(found.conjugatePerAlphaDiagonal, (finer.plus + finer.minusPerOverlap * M) / 2);
        check(found.conjugatePerAlphaOffDiagonal, finer.cross);
      }),
      { numRuns: 12 },
    );
  });

  it('goes over into its limit at q_− → 0 without losing digits', () => {
    for (const u of [0.1, 1, 10]) {
      const at = (v: number) =>
        signAverages({ plus: overlapAt(u), minus: overlapAt(v) }, 0.3).minusPerOverlap;
      for (const v of [1e-16, 1e-14, 1e-12]) expect(at(v) / at(0) - 1).toBeCloseTo(0, 10);
    }
  });

  it('has the slope of its conjugates on both sides of every change of method', () => {
    // V_± about 0.1 is where the corner is subtracted
    for (const [u, v] of [
      [2.25, 2.2],
      [2.35, 2.3],
      [0.7, 1e-3],
      [6, 5.5],
    ]) {
      const at = (x: number, y: number) =>
        signAverages({ plus: overlapAt(x), minus: overlapAt(y) }, 0.3);
      const here = at(u, v);
      const h = 1e-4;
      const alongPlus = (at(u + h, v).potential - at(u - h, v).potential) / (2 * h);
      const k = h * Math.min(1, 100 * v);
      const alongMinus = (at(u, v + k).potential - at(u, v - k).potential) / (2 * k);
      // dΨ/du = V A/2
      const plus = (Math.exp(-u) * here.plus) / 2;
      const minus = (Math.exp(-v) * -Math.expm1(-v) * here.minusPerOverlap) / 2;
      expect(Math.abs(alongPlus / plus - 1)).toBeLessThan(1e-7);
      expect(Math.abs(alongMinus / minus - 1)).toBeLessThan(1e-5);
    }
  });

  it('has a limit of the pull per difference of the units', () => {
    const plus = overlapAt(1.2);
    const limit = signAverages({ plus, minus: { q: 0, V: 1 } }, 0.3).minusPerOverlap;
    for (const q of [1e-4, 1e-7, 1e-11]) {
      const near = signAverages({ plus, minus: { q, V: 1 - q } }, 0.3).minusPerOverlap;
      expect(Math.abs(near / limit - 1)).toBeLessThan(q + 1e-12);
    }
  });

  it('refuses what is no overlap matrix', () => {
    for (const [a, b] of [
      [1, 0],
      [0.5, 0.5],
      [0.2, -0.3],
      [-0.1, 0],
      [Number.NaN, 0],
    ])
      expect(() => committeeOutputPotential(a, b)).toThrow(DomainError);
  });
});
