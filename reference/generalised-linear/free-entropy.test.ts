import { describe, expect, it } from 'vitest';
import { freeEntropy } from './free-entropy.ts';
import { apart, models } from './models.fixture.ts';

describe('free entropy', () => {
  it.each(models)('$name: ∂f/∂r = (α A(m) − r) M′(r)/2', ({ prior, channel }) => {
    const alpha = 0.7;
    for (const t of [0.05, 0.6, 3, 15]) {
      const r = t / prior.secondMoment;
      // Small beside r and beside the scale on which mmse(r) of a discrete prior decays.
      const h = Math.min(2e-3 * r, 0.04);
      // Fourth-order differences of f and of M.
      const difference = (g: (u: number) => number) =>
        (8 * (g(r + h) - g(r - h)) - (g(r + 2 * h) - g(r - 2 * h))) / (12 * h);
      const slope = difference((u) => freeEntropy(prior, channel, alpha, u).value);
      const m = prior.overlap(r).value;
      const A = channel.conjugatePerAlpha(m, prior.meanSquareError(r).value).value;
      const rate = -difference((u) => prior.meanSquareError(u).value);
      const expected = 0.5 * (alpha * A - r) * rate;
      const scale = 0.5 * (alpha * A + r) * rate;
      // (h/r)⁴ = 2e-11 from the differences, a few ε |f|/h from rounding.
      const noise = (2e-15 * Math.abs(freeEntropy(prior, channel, alpha, r).value)) / h;
      expect(Math.abs(slope - expected)).toBeLessThan(1e-8 * scale + noise);
    }
  });

  it('vanishes with α at r = 0, and is α Φ_out(0) there', () => {
    for (const { prior, channel } of models) {
      if (prior.mean !== 0) continue;
      const f = freeEntropy(prior, channel, 1e-3, 0);
      expect(apart(f, 1e-3 * channel.potential(0, prior.secondMoment).value, 1e-14)).toBeLessThan(
        1,
      );
    }
  });

  it('gaussian × linear: both forms against −½ ln(1+r) + r/(2(1+r)) − (α/2) ln(2πe(V+Δ))', () => {
    const model = models.find(({ name }) => name === 'gaussian 1 × linear 0.001');
    if (model === undefined) throw new Error('model');
    for (const r of [1e-8, 1e-3, 0.9, 1.1, 30, 1e6, 1e12]) {
      const { value, error } = freeEntropy(model.prior, model.channel, 0.4, r);
      const V = 1 / (1 + r);
      // −½ ln(1+r) + r/(2(1+r)) by its series where it cancels.
      const entropic = r < 1e-2 ? series(r) : 0.5 * (r / (1 + r) - Math.log1p(r));
      const exact = entropic - 0.2 * Math.log(2 * Math.PI * Math.E * (V + 1e-3));
      expect(Math.abs(value - exact)).toBeLessThanOrEqual(error + 2e-15 * Math.abs(exact));
      expect(error).toBeLessThan(1e-13 * Math.abs(exact));
    }
  });
});

/** ½(r/(1+r) − ln(1+r)) = ½ Σ_{k≥2} (−1)^{k+1} r^k (1 − 1/k)… */
function series(r: number): number {
  let sum = 0;
  for (let k = 2; k < 12; k++) sum += (-1) ** (k + 1) * r ** k * (1 - 1 / k);
  return 0.5 * sum;
}
