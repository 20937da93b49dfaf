import { describe, expect, it } from 'vitest';
import { foldAtKnot } from './curve-fold.ts';
import { fixedPointCurve } from './fixed-point-curve.ts';
import { models } from './models.fixture.ts';

describe('folds of α(r)', () => {
  it('a fold is the highest point around it', () => {
    for (const { prior, channel } of models) {
      const curve = fixedPointCurve(prior, channel);
      for (const run of curve.runs()) {
        if (!run.endsAtFold) continue;
        const kind = run.rising ? 'maximum' : 'minimum';
        const fold = foldAtKnot(curve, run.knots[run.knots.length - 1], kind);
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
});
