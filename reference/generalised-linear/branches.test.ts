import { describe, expect, it } from 'vitest';
import { channel } from '../channels/index.ts';
import { prior } from '../priors/index.ts';
import { perfectBranch } from './branches.ts';
import { fixedPointCurve } from './fixed-point-curve.ts';

describe('perfect recovery', () => {
  it('its free entropy is that of the weights, to their rounding, however little it is', () => {
    for (const rare of [0.5, 1e-3, 1e-9]) {
      const weights = prior({ kind: 'discrete', values: [-1, 1], probabilities: [rare, 1 - rare] });
      const branch = perfectBranch(fixedPointCurve(weights, channel({ kind: 'sign' })), 1);
      const entropy = -rare * Math.log(rare) - (1 - rare) * Math.log1p(-rare);
      for (const { value, error } of [branch.freeEntropy, branch.entropic]) {
        expect(value / -entropy).toBeCloseTo(1, 14);
        expect(error).toBeLessThan(1e-15 * entropy);
      }
    }
  });

  it('of as many exact outputs as weights it is finite, and scales as weights do', () => {
    // y = x·w with α = 1: w ↦ c w moves ln p(y) by −ln c for each output
    const at = (variance: number) => {
      const noiseless = channel({ kind: 'linear', noiseVariance: 0 });
      return perfectBranch(fixedPointCurve(prior({ kind: 'gaussian', variance }), noiseless), 1)
        .freeEntropy;
    };
    const unit = at(1);
    for (const variance of [1e-6, 1e6]) {
      const { value, error } = at(variance);
      expect(error).toBeLessThan(1e-12);
      expect(Math.abs(value + Math.log(variance) / 2 - unit.value)).toBeLessThan(
        error + unit.error + 1e-13,
      );
    }
  });
});
