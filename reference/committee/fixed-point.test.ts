import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../errors.ts';
import { real } from '../real.fixture.ts';
import { branchPoint } from './branch.ts';
import { committeeFixedPoint } from './fixed-point.ts';
import { signAverages } from './sign-averages.ts';
import { specialisedPoint } from './specialised.ts';
import { rademacherBranch, specialisation } from './transitions.ts';
import { unspecialisedPoint } from './unspecialised.ts';
import { weightAverages } from './weights.ts';

const log = (low: number, high: number) => real(Math.log(low), Math.log(high)).map(Math.exp);

describe('fixed points of two units', () => {
  it('are fixed: a finer rule gives α back, on each branch', () => {
    const questions = fc.oneof(
      log(1e-6, 1e5).map((alpha) => ({ prior: 'gaussian', alpha, apart: false }) as const),
      log(1e-6, 9).map((alpha) => ({ prior: 'rademacher', alpha, apart: false }) as const),
      log(2.0525, 1e5).map((alpha) => ({ prior: 'gaussian', alpha, apart: true }) as const),
      log(1.59, 1.977).map((alpha) => ({ prior: 'rademacher', alpha, apart: true }) as const),
    );
    fc.assert(
      fc.property(questions, ({ prior, alpha, apart }) => {
        const { point } = apart
          ? specialisedPoint('test', prior, alpha)
          : unspecialisedPoint('test', prior, alpha);
        const finer = branchPoint(prior, point.uPlus, point.uMinus, 0.2);
        expect(Math.abs(finer.plus - Math.log(alpha))).toBeLessThan(2e-11);
        if (apart) expect(Math.abs(finer.minus - Math.log(alpha))).toBeLessThan(2e-11);
      }),
      { numRuns: 6 },
    );
  });

  it('are reached by iterating state evolution, from above and from below', () => {
    for (const [prior, alpha, start] of [
      ['gaussian', 5, 60],
      ['gaussian', 5, 0.5],
      ['rademacher', 1.75, 0.7],
    ] as const) {
      let q = weightAverages(prior, start + 1, start, 0.25);
      for (let t = 0; t < 45; t++) {
        const { plus, minusPerOverlap } = signAverages(q, 0.5);
        q = weightAverages(prior, alpha * plus, alpha * minusPerOverlap * q.minus.q, 0.25);
      }
      const { diagonal, offDiagonal } = committeeFixedPoint(prior, alpha, 'specialised');
      expect(Math.abs((q.plus.q + q.minus.q) / 2 - diagonal.value)).toBeLessThan(1e-3);
      expect(Math.abs((q.plus.q - q.minus.q) / 2 - offDiagonal.value)).toBeLessThan(1e-3);
    }
  });

  it('specialise out of nothing at the threshold', () => {
    const { alpha } = specialisation('gaussian');
    for (const delta of [1e-3, 1e-5, 1e-7]) {
      const apart = committeeFixedPoint('gaussian', alpha.value * (1 + delta), 'specialised');
      const minus = apart.diagonal.value - apart.offDiagonal.value;
      // 0.90 δ at first order
      expect(minus / delta).toBeGreaterThan(0.8);
      expect(minus / delta).toBeLessThan(1);
    }
  });

  it('refuse α where their branch does not exist, and say where it does', () => {
    const end = rademacherBranch('rademacher').fold.alpha.value;
    expect(() => committeeFixedPoint('gaussian', 2, 'specialised')).toThrow(
      /alpha must be > 2\.05/,
    );
    expect(() => committeeFixedPoint('rademacher', 1.5, 'specialised')).toThrow(/> 1\.589/);
    expect(() => committeeFixedPoint('rademacher', end * 1.001, 'specialised')).toThrow(/< 1\.977/);
    expect(() => committeeFixedPoint('rademacher', 50, 'unspecialised')).toThrow(/below 11\.5/);
    for (const alpha of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => committeeFixedPoint('gaussian', alpha, 'unspecialised')).toThrow(DomainError);
  });
});
