import { describe, expect, it } from 'vitest';
import { rootsOf } from './curve-root.ts';
import { fixedPointCurve } from './fixed-point-curve.ts';
import { apart, models } from './models.fixture.ts';

describe('roots of α(r) = α', () => {
  it.each(models)('$name: no root is lost on a dense grid of r', ({ prior, channel }) => {
    const curve = fixedPointCurve(prior, channel);
    const rho = prior.secondMoment;
    // Every rising passage of a dense grid through a level must be found as a root, and no other.
    const grid = Array.from({ length: 200 }, (_, i) => Math.exp(-9 + 0.075 * i) / rho);
    const values = grid.map((r) => curve.at(r).alpha.value);
    for (const alpha of [0.02, 0.11, 0.37, 0.72, 1.05, 1.4]) {
      const { roots } = rootsOf(curve, alpha);
      const inside = roots.filter(({ r }) => r > grid[0] && r < grid[grid.length - 1]);
      const passages: number[] = [];
      for (let i = 1; i < grid.length; i++)
        if (values[i - 1] < alpha && values[i] >= alpha) passages.push(i);
      expect(inside.length).toBe(passages.length);
      inside.forEach(({ r, relativeError }, i) => {
        expect(r).toBeGreaterThanOrEqual(grid[passages[i] - 1] * (1 - relativeError));
        expect(r).toBeLessThanOrEqual(grid[passages[i]] * (1 + relativeError));
        const back = curve.at(r).alpha;
        expect(apart(back, alpha, 1e-15)).toBeLessThanOrEqual(1);
      });
    }
  });
});
