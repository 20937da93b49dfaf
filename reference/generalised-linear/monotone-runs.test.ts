import { describe, expect, it } from 'vitest';
import { monotoneRuns } from './monotone-runs.ts';

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
