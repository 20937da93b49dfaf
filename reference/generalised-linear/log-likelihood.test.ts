import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channel } from '../channels/index.ts';
import { DomainError } from '../errors.ts';
import { real } from '../real.fixture.ts';
import { labelChannels, noises, regularChannels } from './instance.fixture.ts';
import { logLikelihood } from './log-likelihood.ts';

const inputs = real(-3, 3);

describe('logLikelihood', () => {
  it('of labels: the two probabilities sum to one', () => {
    fc.assert(
      fc.property(labelChannels, inputs, (spec, z) => {
        const { value } = logLikelihood('f', spec);
        expect(Math.exp(value(1, z)) + Math.exp(value(-1, z))).toBeCloseTo(1, 14);
      }),
    );
  });

  it('of continuous outputs: the density integrates to one', () => {
    fc.assert(
      fc.property(fc.constantFrom('linear', 'absolute-value'), noises, inputs, (kind, Δ, z) => {
        const { value } = logLikelihood('f', { kind, noiseVariance: Δ } as never);
        const [step, start] = [Math.sqrt(Δ) / 16, kind === 'linear' ? z - 12 * Math.sqrt(Δ) : 0];
        // Trapezoid rule; the modulus density is even in y, so half of its first term counts.
        let integral = kind === 'linear' ? 0 : -0.5 * step * Math.exp(value(0, z));
        for (let y = start; y < Math.abs(z) + 12 * Math.sqrt(Δ); y += step)
          integral += step * Math.exp(value(y, z));
        expect(integral).toBeCloseTo(1, 12);
      }),
    );
  });

  it('is what the channel denoiser becomes as V → 0', () => {
    fc.assert(
      fc.property(regularChannels, inputs, fc.boolean(), (spec, z, flip) => {
        const { value, thresholds } = logLikelihood('f', spec);
        fc.pre(thresholds.every((b) => Math.abs(z - b) > 1e-3));
        const y = spec.kind === 'linear' || spec.kind === 'absolute-value' ? 0.7 : flip ? -1 : 1;
        const limit = channel(spec).denoise(y, z, 1e-12).logPartition;
        if (value(y, z) === Number.NEGATIVE_INFINITY) expect(limit).toBeLessThan(-1e5);
        else expect(Math.abs(value(y, z) - limit)).toBeLessThan(1e-6);
      }),
    );
  });

  it('bounds its own slope', () => {
    fc.assert(
      fc.property(regularChannels, inputs, fc.boolean(), (spec, z, flip) => {
        const { value, slope, thresholds } = logLikelihood('f', spec);
        fc.pre(thresholds.every((b) => Math.abs(z - b) > 1e-3));
        const y = spec.kind === 'linear' || spec.kind === 'absolute-value' ? 0.7 : flip ? -1 : 1;
        fc.pre(value(y, z) > Number.NEGATIVE_INFINITY);
        const h = 1e-6;
        const difference = (value(y, z + h) - value(y, z - h)) / (2 * h);
        expect(Math.abs(difference)).toBeLessThanOrEqual(slope(y, z) * (1 + 1e-5) + 1e-5);
      }),
    );
  });

  it('puts ties on the side of +1', () => {
    const sign = logLikelihood('f', { kind: 'sign' });
    expect([sign.value(1, 0), sign.value(-1, 0)]).toEqual([0, Number.NEGATIVE_INFINITY]);
    const door = logLikelihood('f', { kind: 'symmetric-door', width: 0.5 });
    for (const z of [0.5, -0.5])
      expect([door.value(1, z), door.value(-1, z)]).toEqual([0, Number.NEGATIVE_INFINITY]);
  });

  it('probit without noise is sign', () => {
    const probit = logLikelihood('f', { kind: 'probit', noiseVariance: 0 });
    expect(probit).toBe(logLikelihood('f', { kind: 'sign' }));
  });

  it.each([
    { kind: 'relu' } as const,
    { kind: 'linear', noiseVariance: 0 } as const,
    { kind: 'absolute-value', noiseVariance: 0 } as const,
  ])('has none for the noiseless continuous $kind', (spec) => {
    expect(() => logLikelihood('f', spec)).toThrow(DomainError);
    expect(() => logLikelihood('f', spec)).toThrow(/no enumerable posterior/);
  });
});
