import { describe, expect, it } from 'vitest';
import { foldAtKnot } from './curve-fold.ts';
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

describe('next to a fold', () => {
  const folds = models.flatMap(({ name, prior, channel }) => {
    const curve = fixedPointCurve(prior, channel);
    return curve
      .runs()
      .flatMap((run) => [
        ...(run.rising && run.startsAtFold
          ? [{ name, curve, fold: foldAtKnot(curve, run.knots[0], 'minimum') }]
          : []),
        ...(run.rising && run.endsAtFold
          ? [{ name, curve, fold: foldAtKnot(curve, run.knots[run.knots.length - 1], 'maximum') }]
          : []),
      ]);
  });

  it('the fixture has both kinds', () => {
    expect(new Set(folds.map(({ fold }) => fold.kind))).toEqual(new Set(['minimum', 'maximum']));
  });

  it.each(folds)(
    '$name, $fold.kind: it is grazed, and nothing lies beyond it',
    ({ curve, fold }) => {
      const inward = fold.kind === 'minimum' ? 1 : -1;
      const alpha = fold.alpha.value;
      expect(rootsOf(curve, alpha).grazed.map(({ kind }) => kind)).toEqual([fold.kind]);
      const count = (level: number): number => rootsOf(curve, level).roots.length;
      for (const distance of [1e-7, 1e-9, 1e-11]) {
        expect(count(alpha * (1 + inward * distance))).toBe(
          count(alpha * (1 - inward * distance)) + 1,
        );
        // ln α = ln α* + y″ (x − x*)²/2
        const { roots, grazed } = rootsOf(curve, alpha * (1 + inward * distance));
        expect(grazed).toEqual([]);
        const away = Math.sqrt((2 * distance) / Math.abs(fold.curvature));
        const offsets = roots.map(({ r }) => inward * (curve.coordinate(r) - fold.x));
        const nearest = Math.min(...offsets.filter((offset) => offset > 0));
        expect(nearest / away).toBeCloseTo(1, 2);
      }
    },
  );
});
