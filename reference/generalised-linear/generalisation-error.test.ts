import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelSpec } from '../channels/channel.ts';
import { normalCdf, normalDensity } from '../numerics/normal.ts';
import { integrate } from '../numerics/quadrature.ts';
import { real } from '../real.fixture.ts';
import { generalisationError, generalisationErrorAt } from './generalisation-error.ts';

/** E[y | z] and E[y² | z] after averaging z over N(ω, V), from the definition of each channel. */
function moments(spec: ChannelSpec, omega: number, V: number): { mean: number; square: number } {
  const s = Math.sqrt(V);
  switch (spec.kind) {
    case 'sign':
      return { mean: 2 * normalCdf(omega / s) - 1, square: 1 };
    case 'probit':
      return { mean: 2 * normalCdf(omega / Math.sqrt(V + spec.noiseVariance)) - 1, square: 1 };
    case 'linear':
      return { mean: omega, square: omega * omega + V + spec.noiseVariance };
    case 'relu': {
      const x = omega / s;
      const P = normalCdf(x);
      const p = normalDensity(x);
      return { mean: omega * P + s * p, square: (omega * omega + V) * P + omega * s * p };
    }
    case 'absolute-value': {
      const width = Math.sqrt(V + spec.noiseVariance);
      const x = omega / width;
      return {
        mean: omega * (2 * normalCdf(x) - 1) + 2 * width * normalDensity(x),
        square: omega * omega + width * width,
      };
    }
    case 'symmetric-door': {
      const inside = normalCdf((spec.width - omega) / s) - normalCdf((-spec.width - omega) / s);
      return { mean: 1 - 2 * inside, square: 1 };
    }
  }
}

/** E_v[E y² − (E y)²] by brute force. */
function byDefinition(spec: ChannelSpec, m: number, V: number): number {
  const breaks = Array.from({ length: 49 }, (_, i) => -12 + 0.5 * i);
  return integrate((v) => {
    const { mean, square } = moments(spec, Math.sqrt(m) * v, V);
    return normalDensity(v) * (square - mean * mean);
  }, breaks).value;
}

const specs: readonly ChannelSpec[] = [
  { kind: 'sign' },
  { kind: 'probit', noiseVariance: 0.3 },
  { kind: 'linear', noiseVariance: 0.2 },
  { kind: 'relu' },
  { kind: 'absolute-value', noiseVariance: 0 },
  { kind: 'absolute-value', noiseVariance: 0.4 },
  { kind: 'symmetric-door', width: 0.05 },
  { kind: 'symmetric-door', width: 0.7 },
  { kind: 'symmetric-door', width: 3 },
];

describe('generalisation error', () => {
  it.each(specs)('$kind: is the average posterior variance of a fresh output', (spec) => {
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 3, noNaN: true }), real(0, 0.98), (rho, fraction) => {
        const m = fraction * rho;
        const { value, error } = generalisationError(spec, rho, m).bayesMeanSquare;
        const scale = spec.kind === 'symmetric-door' || spec.kind === 'sign' ? 1 : rho;
        expect(Math.abs(value - byDefinition(spec, m, rho - m))).toBeLessThan(
          error + 1e-13 * scale,
        );
      }),
      { numRuns: 25 },
    );
  });

  it.each(specs)('$kind: keeps its relative accuracy at both ends', (spec) => {
    // The leading terms: √V for every decision boundary, V for everything continuous.
    const V = 1e-20;
    const at = (v: number) => generalisationErrorAt(spec, 1 - v, v).bayesMeanSquare;
    const ratio = at(V).value / at(V / 4).value;
    const noise = 'noiseVariance' in spec ? spec.noiseVariance : 0;
    const boundary = spec.kind === 'sign' || spec.kind === 'symmetric-door';
    const expected = noise > 0 ? 1 : boundary ? 2 : 4;
    expect(Math.abs(ratio / expected - 1)).toBeLessThan(1e-9);
    expect(at(V).error).toBeLessThan(1e-13 * at(V).value);
    // Without knowledge the error is the variance of the output.
    const none = generalisationError(spec, 1.7, 0).bayesMeanSquare;
    const { mean, square } = moments(spec, 0, 1.7);
    expect(Math.abs(none.value - (square - mean * mean))).toBeLessThan(1e-14 + none.error);
  });

  it.each(specs)('$kind: never grows with the overlap', (spec) => {
    fc.assert(
      fc.property(real(0, 1), real(0, 1), (a, b) => {
        const low = generalisationError(spec, 1, Math.min(a, b)).bayesMeanSquare;
        const high = generalisationError(spec, 1, Math.max(a, b)).bayesMeanSquare;
        expect(high.value).toBeLessThanOrEqual(low.value + low.error + high.error);
      }),
      { numRuns: 100 },
    );
  });

  it('sign: ε_B ≤ ε_G ≤ 2 ε_B, mean square = 2 ε_G', () => {
    fc.assert(
      fc.property(real(0, 1), (m) => {
        const e = generalisationError({ kind: 'sign' }, 1, m);
        const bayes = e.bayesClassification?.value ?? Number.NaN;
        const gibbs = e.gibbsClassification?.value ?? Number.NaN;
        const slack = 1e-15;
        expect(bayes).toBeLessThanOrEqual(gibbs + slack);
        expect(gibbs).toBeLessThanOrEqual(2 * bayes + slack);
        expect(Math.abs(e.bayesMeanSquare.value - 2 * gibbs)).toBeLessThan(slack);
        // arccos(√c) and arccos(c) of the same c
        expect(Math.abs(Math.cos(Math.PI * bayes) ** 2 - Math.cos(Math.PI * gibbs))).toBeLessThan(
          4 * slack,
        );
      }),
    );
    expect(generalisationError({ kind: 'relu' }, 1, 0.5).bayesClassification).toBeUndefined();
  });

  it('sign: classification error of the posterior mean near m = 0 is ½ − √m/π', () => {
    const m = 1e-14;
    const { bayesClassification } = generalisationError({ kind: 'sign' }, 1, m);
    expect(
      Math.abs((bayesClassification?.value ?? 0) - (0.5 - Math.sqrt(m) / Math.PI)),
    ).toBeLessThan(1e-15);
  });

  it('refuses what it cannot mean', () => {
    const sign: ChannelSpec = { kind: 'sign' };
    expect(() => generalisationError(sign, 1, 1.1)).toThrow(/overlap/);
    expect(() => generalisationError(sign, 0, 0)).toThrow(/secondMoment/);
    expect(() => generalisationErrorAt(sign, 0.5, -1)).toThrow(/meanSquareError/);
    expect(() => generalisationError({ kind: 'linear', noiseVariance: -1 }, 1, 0.5)).toThrow(
      /noiseVariance/,
    );
    expect(() => generalisationError({ kind: 'symmetric-door', width: 0 }, 1, 0.5)).toThrow(
      /width/,
    );
  });
});
