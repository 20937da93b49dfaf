import { describe, expect, it } from 'vitest';
import { channel as channelOf } from '../channels/index.ts';
import { prior as priorOf } from '../priors/index.ts';
import { branches } from './branches.ts';
import { fixedPoint } from './fixed-point.ts';
import { models } from './models.fixture.ts';
import { optimum } from './optimum.ts';
import { threshold } from './threshold.ts';

describe('optimum', () => {
  it.each(models)('$name: the best stable fixed point, AMP’s is the first', (model) => {
    const { prior, channel } = model;
    let previous = -1e-12;
    for (const alpha of [0.01, 0.1, 0.35, 0.6, 0.95, 1.3, 1.6, 2.4, 30]) {
      const best = optimum(prior, channel, alpha);
      const low = fixedPoint(prior, channel, alpha, 'uninformed');
      const high = fixedPoint(prior, channel, alpha, 'informed');
      expect(best.algorithmicOverlap).toEqual(low.overlap);
      expect(best.algorithmicMeanSquareError).toEqual(low.meanSquareError);
      for (const point of [low, high])
        expect(best.freeEntropy.value).toBeGreaterThanOrEqual(point.freeEntropy.value);
      // MMSE never grows with α, and no algorithm beats it.
      expect(best.overlap.value).toBeGreaterThanOrEqual(previous - 1e-12);
      expect(best.overlap.value).toBeGreaterThanOrEqual(low.overlap.value);
      previous = best.overlap.value;
      const optimal = best.overlap.value === low.overlap.value;
      expect(best.phase === 'hard').toBe(!optimal);
      if (optimal)
        expect(best.phase).toBe(low.conjugate.value === Infinity ? 'easy' : 'impossible');
    }
  });

  it('impossible, hard, easy in this order, changing at the thresholds', () => {
    for (const [p, c] of [
      [{ kind: 'rademacher' }, { kind: 'sign' }],
      [
        { kind: 'gaussian', variance: 1 },
        { kind: 'absolute-value', noiseVariance: 0 },
      ],
      [{ kind: 'rademacher' }, { kind: 'symmetric-door', width: 0.6744897501960817 }],
    ] as const) {
      const prior = priorOf(p);
      const channel = channelOf(c);
      const it = threshold(prior, channel, 'information-theoretic').alpha.value;
      const amp = threshold(prior, channel, 'algorithmic').alpha.value;
      const phase = (alpha: number) => optimum(prior, channel, alpha).phase;
      expect(phase(it * (1 - 1e-9))).toBe('impossible');
      expect(phase(it * (1 + 1e-9))).toBe('hard');
      expect(phase(amp * (1 - 1e-9))).toBe('hard');
      expect(phase(amp * (1 + 1e-9))).toBe('easy');
    }
  });

  it('on the information-theoretic threshold the error covers both branches', () => {
    const prior = priorOf({ kind: 'rademacher' });
    const channel = channelOf({ kind: 'symmetric-door', width: 0.6744897501960817 });
    // f(0) = −α ln 2 against −ln 2
    const { overlap } = optimum(prior, channel, 1);
    expect(overlap.error).toBeGreaterThanOrEqual(1);
  });

  it('the stable fixed points are ordered, and there is always one', () => {
    for (const { prior, channel } of models) {
      for (const alpha of [0.1, 0.5, 1.2]) {
        const { stable } = branches(prior, channel, alpha);
        expect(stable.length).toBeGreaterThan(0);
        for (let i = 1; i < stable.length; i++)
          expect(stable[i].overlap.value).toBeGreaterThan(stable[i - 1].overlap.value);
      }
    }
  });
});
