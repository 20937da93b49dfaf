import { describe, expect, it } from 'vitest';
import { fixedPointCurve, monotoneRuns } from './fixed-point-curve.ts';
import { apart, models } from './models.fixture.ts';

describe('the curve α(r) of fixed points', () => {
  it.each(models)('$name: starts at 0 or at α_WR, ends at its limit', ({ prior, channel }) => {
    const curve = fixedPointCurve(prior, channel);
    const rho = prior.secondMoment;
    const start = curve.at(1e-9 / rho).alpha.value;
    if (curve.weakRecovery !== null)
      expect(Math.abs(start / curve.weakRecovery.value - 1)).toBeLessThan(1e-6);
    else expect(start).toBeLessThan(1e-6);
    expect(curve.weakRecovery !== null).toBe(channel.even && prior.mean === 0);
    if (curve.limit === Infinity) {
      const [a, b] = [curve.at(1e9 / rho).alpha.value, curve.at(4e9 / rho).alpha.value];
      // Grows like r with noise, like √r for labels of continuous weights.
      expect(b / a).toBeGreaterThan(1.9);
    } else if (curve.limit > 0)
      expect(Math.abs(curve.at(1e14 / rho).alpha.value / curve.limit - 1)).toBeLessThan(1e-5);
    else expect(curve.at(900 / rho).alpha.value).toBeLessThan(1e-9);
  });

  it.each(models)('$name: no root is lost on a dense grid of r', ({ prior, channel }) => {
    const curve = fixedPointCurve(prior, channel);
    const rho = prior.secondMoment;
    // Every rising passage of a dense grid through a level must be found as a root, and no other.
    const grid = Array.from({ length: 200 }, (_, i) => Math.exp(-9 + 0.075 * i) / rho);
    const values = grid.map((r) => curve.at(r).alpha.value);
    for (const alpha of [0.02, 0.11, 0.37, 0.72, 1.05, 1.4]) {
      const { roots } = curve.roots(alpha);
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

  it('a fold is the highest point around it', () => {
    for (const { prior, channel } of models) {
      const curve = fixedPointCurve(prior, channel);
      for (const run of curve.runs()) {
        if (!run.endsAtFold) continue;
        const kind = run.rising ? 'maximum' : 'minimum';
        const fold = curve.fold(run.knots[run.knots.length - 1], kind);
        const sign = run.rising ? 1 : -1;
        for (const h of [-0.1, -1e-2, -1e-3, 1e-3, 1e-2, 0.1]) {
          const there = curve.at(fold.r * (1 + h)).alpha;
          expect(sign * (fold.alpha.value - there.value)).toBeGreaterThan(
            -fold.alpha.error - there.error,
          );
        }
        // The derivative vanishes: the curve is symmetric around it to the third order.
        const h = 1e-3;
        const [a, b] = [-h, h].map((s) =>
          Math.log(curve.at(curve.signalToNoise(fold.x + s)).alpha.value),
        );
        expect(Math.abs(b - a)).toBeLessThan(1e-2 * h * h);
        expect(fold.alpha.error).toBeLessThan(1e-12 * fold.alpha.value);
        expect(fold.overlap.error).toBeLessThan(1e-11 * prior.secondMoment);
      }
    }
  });

  it('is kept with its prior and channel', () => {
    const [{ prior, channel }] = models;
    expect(fixedPointCurve(prior, channel)).toBe(fixedPointCurve(prior, channel));
  });
});

describe('monotone runs', () => {
  const piece = { low: 0, high: 1, coefficients: new Float64Array(17) };
  const knots = (...y: number[]) => y.map((value, x) => ({ x, y: value, piece }));
  it('cuts at turning points and ignores wiggles below the resolution', () => {
    const runs = monotoneRuns(knots(0, 1, 2, 2 - 1e-12, 2 + 1e-12, 3, 1, 2));
    expect(runs.map((run) => run.rising)).toEqual([true, false, true]);
    expect(runs.map((run) => [run.startsAtFold, run.endsAtFold])).toEqual([
      [false, true],
      [true, true],
      [true, false],
    ]);
    expect(runs[1].knots[0].y).toBe(3);
  });
  it('does not take a flat or slowly starting curve for a fold', () => {
    expect(monotoneRuns(knots(0, -1e-12, 1e-12, 1))).toHaveLength(1);
    expect(monotoneRuns(knots(0, 1e-12, 0))).toHaveLength(1);
  });
});
