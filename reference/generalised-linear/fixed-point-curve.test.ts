import { describe, expect, it } from 'vitest';
import { channel } from '../channels/index.ts';
import { prior } from '../priors/index.ts';
import { fixedPointCurve } from './fixed-point-curve.ts';
import { models } from './models.fixture.ts';

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

  it('is kept with its prior and channel', () => {
    const [{ prior, channel }] = models;
    expect(fixedPointCurve(prior, channel)).toBe(fixedPointCurve(prior, channel));
  });

  it('of outputs that say nothing has its weak recovery at infinity, exactly', () => {
    const closed = channel({ kind: 'symmetric-door', width: 40 });
    const weights = prior({ kind: 'gaussian', variance: 1 });
    expect(fixedPointCurve(weights, closed).weakRecovery).toEqual({ value: Infinity, error: 0 });
  });
});
