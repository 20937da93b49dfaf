import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logNormalCdf, millsExcess, millsRatio, normalCdf } from '../numerics/normal.ts';
import { orthantProbability } from '../numerics/orthant.ts';
import { integrate } from '../numerics/quadrature.ts';
import { matrixOf } from '../numerics/small-matrix.ts';
import { real } from '../real.fixture.ts';
import { quadrant } from './quadrant.ts';

const position = (reach: number) => real(-reach, reach);
const correlation = real(-0.995, 0.995);

const at = (a: number, b: number, rho: number) => quadrant(a, b, rho, (1 - rho) * (1 + rho));

describe('a quadrant', () => {
  it('has the probability of nested quadratures', () => {
    fc.assert(
      fc.property(position(20), position(20), correlation, (a, b, rho) => {
        const there = orthantProbability(
          [a, b],
          matrixOf(2, 2, (i, j) => (i === j ? 1 : rho)),
        );
        fc.pre(there.value > 1e-290);
        const { logL, logError } = at(a, b, rho);
        const allowed = logError + (2 * there.error) / there.value + 1e-15;
        expect(Math.abs(logL - Math.log(there.value))).toBeLessThanOrEqual(allowed);
      }),
      { numRuns: 150 },
    );
  });

  it('is nearly certain far out, and knows how nearly', () => {
    // around a = √88, where the boundary is as deep as counts as nothing
    for (let a = 8; a < 14; a += 0.1)
      for (const b of [a, a + 3])
        for (const rho of [0, 0.3, -0.5]) {
          const { logL, logError } = at(a, b, rho);
          expect(Math.abs(logL)).toBeLessThanOrEqual(logError + 4 * normalCdf(-a));
          expect(logError).toBeLessThan(1e-13);
        }
  });

  it('keeps its digits where it is improbable beyond the range of doubles', () => {
    fc.assert(
      fc.property(real(-60, -20), real(-60, 5), (a, b) => {
        // Without correlation: two perceptrons
        const found = at(a, b, 0);
        expect(Math.abs(found.logL - logNormalCdf(a) - logNormalCdf(b))).toBeLessThanOrEqual(
          found.logError + 1e-12,
        );
        const close = (x: number, y: number, error: number) =>
          expect(Math.abs(x - y)).toBeLessThanOrEqual(error + 1e-14 * Math.abs(y));
        close(found.g[0], millsRatio(a), found.gError[0]);
        close(found.g[1], millsRatio(b), found.gError[1]);
        close(found.dg[0], -millsRatio(a) * millsExcess(a), found.dgError);
        close(found.dg[1], 0, found.dgError);
        close(found.dg[2], -millsRatio(b) * millsExcess(b), found.dgError);
        for (const error of [found.logError / Math.abs(found.logL), found.dgError])
          expect(error).toBeLessThan(1e-10);
      }),
      { numRuns: 100 },
    );
  });

  it('grows along its edges by what its gradient says, correlated and far away', () => {
    fc.assert(
      fc.property(real(-45, -5), real(-45, 5), real(-0.95, 0.95), (a, b, rho) => {
        // ln L(a + h, b) − ln L(a, b) = ∫ g_a
        const h = 0.5;
        const growth = integrate((x) => at(x, b, rho).g[0], [a, a + h], { tolerance: 1e-11 });
        const [here, there] = [at(a, b, rho), at(a + h, b, rho)];
        const size = Math.abs(here.logL);
        expect(Math.abs(there.logL - here.logL - growth.value)).toBeLessThan(
          here.logError + there.logError + growth.error + 1e-11 * (1 + growth.value) + 1e-15 * size,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('is symmetric, and its edges share one mixed derivative', () => {
    fc.assert(
      fc.property(position(8), position(8), correlation, (a, b, rho) => {
        fc.pre(a !== b); // else both are one question, whose two edges differ by rounding
        const [x, y] = [at(a, b, rho), at(b, a, rho)];
        expect(y.logL).toBe(x.logL);
        expect(y.g).toEqual([x.g[1], x.g[0]]);
        expect(y.dg).toEqual([x.dg[2], x.dg[1], x.dg[0]]);
      }),
    );
  });
});
