import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channel as channelOf } from '../channels/index.ts';
import { integrate } from '../numerics/quadrature.ts';
import { prior as priorOf } from '../priors/index.ts';
import { real } from '../real.fixture.ts';
import { fixedPoint } from './fixed-point.ts';
import { fixedPointCurve } from './fixed-point-curve.ts';
import { freeEntropy } from './free-entropy.ts';
import { apart, models } from './models.fixture.ts';
import { threshold } from './threshold.ts';

const starts = ['uninformed', 'informed'] as const;
const alphas = real(Math.log(1e-3), Math.log(1e3)).map(Math.exp);

describe('fixed point', () => {
  it.each(models)('$name: r = α A(M(r)), V = ρ − m, errors small', ({ prior, channel }) => {
    const rho = prior.secondMoment;
    fc.assert(
      fc.property(alphas, fc.constantFrom(...starts), (alpha, start) => {
        const p = fixedPoint(prior, channel, alpha, start);
        expect(Number.isNaN(p.freeEntropy.value)).toBe(false);
        expect(apart(p.overlap.value + p.meanSquareError.value, rho, 1e-13)).toBeLessThan(1);
        if (p.conjugate.value === Infinity) {
          expect(p.meanSquareError).toEqual({ value: 0, error: 0 });
          expect(p.overlap.value).toBe(rho);
          return;
        }
        const r = p.conjugate.value;
        expect(apart(prior.overlap(r), p.overlap)).toBeLessThanOrEqual(1);
        const A = channel.conjugatePerAlpha(p.overlap.value, p.meanSquareError.value);
        expect(
          apart({ value: alpha * A.value, error: alpha * A.error }, p.conjugate, 1e-13),
        ).toBeLessThanOrEqual(1);
      }),
      { numRuns: 12 },
    );
  });

  it.each(models)('$name: monotone in α, uninformed ≤ informed', ({ prior, channel }) => {
    const slack = 1e-12 * prior.secondMoment;
    const before = { uninformed: -slack, informed: -slack };
    for (let i = 0; i < 12; i++) {
      const alpha = 0.02 * 2 ** i;
      const at = starts.map((start) => fixedPoint(prior, channel, alpha, start).overlap.value);
      expect(at[0]).toBeLessThanOrEqual(at[1] + slack);
      starts.forEach((start, k) => {
        expect(at[k]).toBeGreaterThanOrEqual(before[start] - slack);
        before[start] = at[k];
      });
    }
  });

  it.each(models)('$name: df/dα = Φ_out(m) along the branch', ({ prior, channel }) => {
    for (const alpha of [0.07, 0.45, 1.7]) {
      for (const start of starts) {
        const p = fixedPoint(prior, channel, alpha, start);
        if (!Number.isFinite(p.freeEntropy.value)) continue;
        const h = 2e-4 * alpha;
        const near = [-2, -1, 1, 2].map((k) => fixedPoint(prior, channel, alpha + k * h, start));
        // A branch that ends in between has no derivative there.
        const jump = Math.abs(near[3].overlap.value - near[0].overlap.value);
        if (jump > 0.05 * prior.secondMoment) continue;
        const [a, b, c, d] = near.map(({ freeEntropy: f }) => f.value);
        const slope = (8 * (c - b) - (d - a)) / (12 * h);
        const expected = channel.potential(p.overlap.value, p.meanSquareError.value).value;
        const noise = (4e-15 * Math.abs(p.freeEntropy.value) + 2 * p.freeEntropy.error) / h;
        expect(Math.abs(slope - expected)).toBeLessThan(1e-8 * Math.abs(expected) + 1e-9 + noise);
      }
    }
  });

  it('gaussian × linear: the root of V² + (Δ + α − 1) V − Δ = 0, within its error, everywhere', () => {
    const prior = priorOf({ kind: 'gaussian', variance: 1 });
    fc.assert(
      fc.property(alphas, real(-40, 3).map(Math.exp), (alpha, noise) => {
        const channel = channelOf({ kind: 'linear', noiseVariance: noise });
        const p = fixedPoint(prior, channel, alpha, 'uninformed');
        const b = noise + alpha - 1;
        const root = Math.sqrt(b * b + 4 * noise);
        const V = b > 0 ? (2 * noise) / (b + root) : 0.5 * (root - b);
        // How much a rounding of α or Δ moves V, relatively.
        const condition = 1 + (alpha + noise) / root;
        const rounding = 4e-16 * condition * V;
        expect(Math.abs(p.meanSquareError.value - V)).toBeLessThanOrEqual(
          p.meanSquareError.error + rounding,
        );
        expect(p.meanSquareError.error).toBeLessThan(1e-13 * condition * V);
      }),
      { numRuns: 300 },
    );
  });

  it('gaussian × noiseless linear: m = α below 1, everything above', () => {
    const prior = priorOf({ kind: 'gaussian', variance: 1 });
    const channel = channelOf({ kind: 'linear', noiseVariance: 0 });
    for (const alpha of [1e-3, 0.3, 0.99, 1 - 1e-9]) {
      const { overlap } = fixedPoint(prior, channel, alpha, 'informed');
      expect(Math.abs(overlap.value - alpha)).toBeLessThanOrEqual(overlap.error + 1e-16);
    }
    for (const alpha of [1, 1 + 1e-12, 3])
      expect(fixedPoint(prior, channel, alpha, 'uninformed').meanSquareError.value).toBe(0);
  });

  it('large α: V (α c)² → 1 for gaussian × sign, c = ∫ N²/(ΦΦ̄)/√(2π)', () => {
    const prior = priorOf({ kind: 'gaussian', variance: 1 });
    const channel = channelOf({ kind: 'sign' });
    // A → c/√(mV): the constant from the channel far inside its limit.
    const c = channel.conjugatePerAlpha(1, 1e-24).value * 1e-12;
    const scaled = (alpha: number) =>
      fixedPoint(prior, channel, alpha, 'informed').meanSquareError.value * (alpha * c) ** 2;
    for (const alpha of [1e3, 1e5, 1e7])
      expect(Math.abs(scaled(alpha) - 1)).toBeLessThan(4 / alpha);
  });

  it('even channels: exactly m = 0 below weak recovery, growing continuously above', () => {
    for (const { prior, channel } of models) {
      const curve = fixedPointCurve(prior, channel);
      if (curve.weakRecovery === null) continue;
      const wr = curve.weakRecovery.value;
      const below = fixedPoint(prior, channel, 0.9 * wr, 'uninformed');
      expect(below.overlap).toEqual({ value: 0, error: 0 });
      expect(below.conjugate.value).toBe(0);
      expect(
        apart(below.freeEntropy, 0.9 * wr * channel.potential(0, prior.secondMoment).value, 1e-14),
      ).toBeLessThanOrEqual(1);
      if (!curve.runs()[0].rising) continue;
      // m is proportional to α − α_WR at first; its error to rounding over that distance.
      const m = [1e-4, 1e-6, 1e-8].map(
        (eps) => fixedPoint(prior, channel, wr * (1 + eps), 'uninformed').overlap,
      );
      expect(Math.abs(m[0].value / m[1].value / 100 - 1)).toBeLessThan(2e-3);
      expect(Math.abs(m[1].value / m[2].value / 100 - 1)).toBeLessThan(2e-5);
      expect(m[2].error / m[2].value).toBeGreaterThan(1e-9);
      expect(m[2].error / m[2].value).toBeLessThan(1e-4);
      expect(m[0].error / m[0].value).toBeLessThan(1e-9);
    }
  });

  it('near a fold: m − m_fold ~ √(α_fold − α), with an error that grows as 1/√', () => {
    const prior = priorOf({ kind: 'rademacher' });
    const channel = channelOf({ kind: 'sign' });
    const fold = threshold(prior, channel, 'algorithmic');
    const at = (eps: number) =>
      fixedPoint(prior, channel, fold.alpha.value * (1 - eps), 'uninformed').overlap;
    const gap = (eps: number) => fold.overlap.value - at(eps).value;
    for (const eps of [1e-5, 1e-7, 1e-9])
      expect(Math.abs(gap(eps) / gap(eps / 4) / 2 - 1)).toBeLessThan(3 * Math.sqrt(eps) + 1e-5);
    expect(at(1e-10).error / at(1e-4).error).toBeGreaterThan(200);
    expect(at(1e-10).error).toBeLessThan(1e-9);
    // Beyond it AMP recovers; on it both outcomes are inside the error.
    expect(at(-1e-12).value).toBe(1);
    const edge = at(0);
    expect(edge.error).toBeGreaterThan(0.1);
  });

  it('equal area: f(r₂) − f(r₁) = ½ ∫ (α A(M) − r) dM between coexisting fixed points', () => {
    const prior = priorOf({ kind: 'rademacher' });
    const channel = channelOf({ kind: 'probit', noiseVariance: 1e-3 });
    const alpha = 1.3;
    const low = fixedPoint(prior, channel, alpha, 'uninformed');
    const high = fixedPoint(prior, channel, alpha, 'informed');
    expect(high.overlap.value - low.overlap.value).toBeGreaterThan(0.2);
    // By parts: ∫ r dM = [rM] − ∫ M dr, and ∫ αA dM = 2α [Φ_out] would beg the question.
    const area = integrate(
      (t) => {
        const r = Math.exp(t);
        const h = 1e-3;
        const V = (k: number) => prior.meanSquareError(r * Math.exp(k * h)).value;
        const dM = -(8 * (V(1) - V(-1)) - (V(2) - V(-2))) / (12 * h);
        const A = channel.conjugatePerAlpha(prior.overlap(r).value, V(0)).value;
        return 0.5 * (alpha * A - r) * dM;
      },
      Array.from(
        { length: 9 },
        (_, i) =>
          Math.log(low.conjugate.value) +
          (i / 8) * Math.log(Math.min(high.conjugate.value, 200) / low.conjugate.value),
      ),
      { tolerance: 1e-12 },
    );
    // Fourth-order differences: h⁴ ~ 1e-12 times derivatives of order (r/2)⁴ where dM ~ e^{−r/2}.
    expect(Math.abs(high.freeEntropy.value - low.freeEntropy.value - area.value)).toBeLessThan(
      1e-9,
    );
  });

  it('the unit of z does not matter: what differs is rounding, and within the errors', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        fc.oneof(
          alphas,
          real(-1e-6, 1e-6).map((e) => 1.1374 * (1 + e)),
        ),
        fc.constantFrom(...starts),
        (s, alpha, start) => {
          const at = (scale: number) => {
            const prior = priorOf({ kind: 'gaussian', variance: scale });
            const channel = channelOf({ kind: 'absolute-value', noiseVariance: 1e-3 * scale });
            return fixedPoint(prior, channel, alpha, start);
          };
          const [a, b] = [at(1), at(s)];
          const to = (e: { value: number; error: number }, factor: number) => ({
            value: e.value * factor,
            error: e.error * factor,
          });
          expect(apart(a.overlap, to(b.overlap, 1 / s), 1e-15)).toBeLessThanOrEqual(1);
          expect(apart(a.meanSquareError, to(b.meanSquareError, 1 / s), 1e-15)).toBeLessThanOrEqual(
            1,
          );
          expect(apart(a.conjugate, to(b.conjugate, s), 1e-15)).toBeLessThanOrEqual(1);
          // y in units of √s: f changes by −(α/2) ln s.
          const f = b.freeEntropy.value + 0.5 * alpha * Math.log(s);
          const rounding = 1e-15 * alpha * (1 + Math.abs(Math.log(s)));
          expect(Math.abs(a.freeEntropy.value - f)).toBeLessThanOrEqual(
            a.freeEntropy.error + b.freeEntropy.error + rounding,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('perfect recovery: f = −H(P_w) for labels, ±∞ where outputs reveal |z|', () => {
    const sparse = priorOf({
      kind: 'discrete',
      values: [-1, 0, 1],
      probabilities: [0.1, 0.8, 0.1],
    });
    const sign = fixedPoint(sparse, channelOf({ kind: 'sign' }), 0.01, 'informed');
    const negentropy = 0.2 * Math.log(0.1) + 0.8 * Math.log(0.8);
    expect(apart(sign.freeEntropy, negentropy, 1e-15)).toBeLessThanOrEqual(1);
    const gauss = priorOf({ kind: 'gaussian', variance: 1 });
    const linear = channelOf({ kind: 'linear', noiseVariance: 0 });
    expect(fixedPoint(gauss, linear, 1.1, 'informed').freeEntropy.value).toBe(Infinity);
    // At α = s/κ the logarithms cancel: ½ − ½ ln(2πe).
    const marginal = fixedPoint(gauss, linear, 1, 'informed').freeEntropy;
    expect(apart(marginal, -0.5 * Math.log(2 * Math.PI))).toBeLessThanOrEqual(1);
    expect(marginal.error).toBeLessThan(1e-12);
  });

  it('the free entropy is that of the point', () => {
    for (const { prior, channel } of models) {
      const p = fixedPoint(prior, channel, 0.33, 'uninformed');
      if (!(p.conjugate.value > 0 && p.conjugate.value < Infinity)) continue;
      const f = freeEntropy(prior, channel, 0.33, p.conjugate.value);
      expect(apart(f, p.freeEntropy)).toBeLessThanOrEqual(1);
    }
  });

  it('refuses what it cannot mean', () => {
    const [{ prior, channel }] = models;
    for (const alpha of [0, -1, Number.NaN, Infinity])
      expect(() => fixedPoint(prior, channel, alpha, 'informed')).toThrow(/alpha/);
    expect(() => fixedPoint(prior, channel, 1, 'warm' as 'informed')).toThrow(/start/);
  });
});
