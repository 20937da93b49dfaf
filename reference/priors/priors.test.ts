import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Estimate } from '../numerics/estimate.ts';
import { integrate } from '../numerics/quadrature.ts';
import { philoxStream } from '../numerics/random.ts';
import { real } from '../real.fixture.ts';
import { prior, priorKinds } from './index.ts';
import type { Prior, PriorSpec } from './prior.ts';
import { priorArbitraries } from './specs.fixture.ts';

const quantities = ['potential', 'overlap', 'meanSquareError', 'mutualInformation'] as const;

/** a = b up to their error estimates and nothing else (one spacing per operation of the test). */
const agree = (a: Estimate, b: Estimate, rounding = 0) =>
  expect(Math.abs(a.value - b.value)).toBeLessThanOrEqual(a.error + b.error + rounding);

const spread = (p: Prior): number => p.secondMoment - p.mean * p.mean;

/** f′(0) from six points: truncation step⁶ f⁽⁷⁾/140. */
const difference = (f: (x: number) => number, step: number): number =>
  (45 * (f(step) - f(-step)) - 9 * (f(2 * step) - f(-2 * step)) + f(3 * step) - f(-3 * step)) /
  (60 * step);

/** Σ over the law of B = r w* + √r ξ, whose density is N(B; 0, r) Z_w(r, B): Bayes' rule alone. */
const byBayes = (p: Prior, r: number) => {
  const root = Math.sqrt(r);
  const edges = Array.from({ length: 161 }, (_, i) => {
    const x = (i - 80) / 80;
    // B = √r y, with y out to r w_max: fine near the noise, coarse where only a Gaussian tail is left
    return root * (11 * x + 12 * root * Math.sqrt(p.secondMoment + 4) * x ** 3);
  });
  const average = (f: (d: ReturnType<Prior['denoise']>) => number): Estimate =>
    integrate(
      (field) => {
        const d = p.denoise(r, field);
        const weight = Math.exp(d.logPartition - (field * field) / (2 * r));
        return (weight / (Math.sqrt(2 * Math.PI) * root)) * f(d);
      },
      edges,
      { tolerance: 1e-14, ulps: 100 * (1 + r * p.secondMoment) }, // exponents of that size cancel
    );
  return {
    mass: average(() => 1),
    potential: average((d) => d.logPartition),
    overlap: average((d) => d.mean * d.mean),
    meanSquareError: average((d) => d.variance),
  };
};

describe.each(priorKinds)('%s prior', (kind) => {
  const arbitrary: fc.Arbitrary<PriorSpec> = priorArbitraries[kind];
  const snr = real(-12, 12).map((x) => 10 ** x);
  const moderate = real(-2, 1.5).map((x) => 10 ** x);

  it('keeps its spec', () => {
    fc.assert(
      fc.property(arbitrary, (spec) => {
        expect(prior(spec).spec).toEqual(spec);
      }),
      { numRuns: 10 },
    );
  });

  it('Φ_w, M and mmse are averages over the law of B, whose mass is 1', () => {
    fc.assert(
      fc.property(arbitrary, moderate, (spec, r) => {
        const p = prior(spec);
        const expected = byBayes(p, r);
        agree(expected.mass, { value: 1, error: 1e-13 });
        agree(p.overlap(r), expected.overlap, 1e-13 * p.secondMoment);
        agree(p.meanSquareError(r), expected.meanSquareError, 1e-13 * p.secondMoment);
        agree(p.potential(r), expected.potential, 1e-13 * (1 + r * p.secondMoment));
      }),
      { numRuns: 12 },
    );
  });

  it('M + mmse = ρ and Φ_w + I = ρr/2 for every r', () => {
    fc.assert(
      fc.property(arbitrary, snr, (spec, r) => {
        const p = prior(spec);
        const [phi, m, error, information] = quantities.map((q) => p[q](r));
        const ulp = 4 * Number.EPSILON * p.secondMoment;
        agree(
          { value: m.value + error.value, error: m.error + error.error },
          { value: p.secondMoment, error: 0 },
          ulp,
        );
        agree(
          { value: phi.value + information.value, error: phi.error + information.error },
          { value: (p.secondMoment * r) / 2, error: 0 },
          ulp * r,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('M = 2 Φ_w′ and mmse = 2 I′', () => {
    fc.assert(
      fc.property(
        arbitrary,
        real(-8, 2).map((x) => 10 ** x),
        (spec, r) => {
          const p = prior(spec);
          // at large r the features of discrete priors go like e^{−r gap²/8}
          const step = (0.04 * r) / (1 + Math.min(25, r * p.secondMoment));
          const slope = (f: (r: number) => Estimate) => difference((x) => f(r + x).value, step);
          const m = 2 * slope(p.potential);
          expect(Math.abs(m / p.overlap(r).value - 1)).toBeLessThan(1e-6);
          const error = p.meanSquareError(r).value;
          const information = p.mutualInformation(r).value;
          // where I has saturated its differences are rounding
          if (error * r > 1e-3 * information) {
            expect(Math.abs((2 * slope(p.mutualInformation)) / error - 1)).toBeLessThan(1e-6);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('relative errors stay below 1e-12 from r = 1e-12 to 1e12', () => {
    fc.assert(
      fc.property(arbitrary, snr, (spec, r) => {
        const p = prior(spec);
        for (const q of quantities) {
          const { value, error } = p[q](r);
          expect(value).toBeGreaterThanOrEqual(0);
          // an underflowed mmse = 0 is a number of at most the smallest double
          expect(error).toBeLessThanOrEqual(1e-12 * value + Number.MIN_VALUE);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is ordered: M grows, mmse falls, and no prior is harder than the Gaussian', () => {
    fc.assert(
      fc.property(arbitrary, snr, fc.double({ min: 1.01, max: 3, noNaN: true }), (spec, r, q) => {
        const p = prior(spec);
        const [near, far] = [p.overlap(r), p.overlap(q * r)];
        expect(near.value).toBeLessThanOrEqual(far.value + near.error + far.error);
        const error = p.meanSquareError(r);
        expect(p.meanSquareError(q * r).value).toBeLessThanOrEqual(error.value + 2 * error.error);
        const s = spread(p);
        expect(error.value).toBeLessThanOrEqual(
          s / (1 + s * r) + error.error + 1e-15 * p.secondMoment,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('has its limits at r = 0 and r = ∞', () => {
    fc.assert(
      fc.property(arbitrary, (spec) => {
        const p = prior(spec);
        const ulp = 1e-14 * p.secondMoment;
        agree(p.overlap(0), { value: p.mean ** 2, error: ulp });
        agree(p.meanSquareError(0), { value: spread(p), error: ulp });
        expect(p.potential(0).value).toBe(0);
        expect(p.mutualInformation(0).value).toBe(0);
        const infinity = Number.POSITIVE_INFINITY;
        agree(p.overlap(infinity), { value: p.secondMoment, error: ulp });
        expect(p.meanSquareError(infinity).value).toBe(0);
        expect(p.potential(infinity).value).toBe(infinity);
        expect(p.mutualInformation(infinity).value).toBe(p.entropy);
        // Φ_w ~ μ² r/2 + v² r²/4 with the next order ~ (r w²)³
        const r = 1e-7;
        const second = (p.mean ** 2 * r) / 2 + (spread(p) ** 2 * r * r) / 4;
        expect(Math.abs(p.potential(r).value / second - 1)).toBeLessThan(2e-4);
      }),
      { numRuns: 30 },
    );
  });

  it('the denoiser is the gradient of ln Z_w: f_a = ∂_B ln Z, f_v = ∂_B f_a, ∂_A ln Z = −E w²/2', () => {
    fc.assert(
      fc.property(arbitrary, real(0, 5), real(-6, 6), (spec, precision, field) => {
        const p = prior(spec);
        const d = p.denoise(precision, field);
        // cumulants of the posterior go like powers of this width
        const width = 1 + Math.abs(d.mean) + Math.sqrt(d.variance + p.secondMoment);
        const h = 0.005 / width;
        const mean = difference((x) => p.denoise(precision, field + x).logPartition, h);
        expect(Math.abs(mean - d.mean)).toBeLessThan(1e-8 * width);
        const variance = difference((x) => p.denoise(precision, field + x).mean, h);
        expect(Math.abs(variance - d.variance)).toBeLessThan(1e-8 * width ** 2);
        const k = h / width;
        const there = p.denoise(precision + 4 * k, field);
        const slope = difference((x) => p.denoise(precision + 4 * k + x, field).logPartition, k);
        expect(Math.abs(2 * slope + there.mean ** 2 + there.variance)).toBeLessThan(
          1e-8 * width ** 2,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('Z_w(0, 0) = 1 with the moments of the prior', () => {
    fc.assert(
      fc.property(arbitrary, (spec) => {
        const p = prior(spec);
        const d = p.denoise(0, 0);
        expect(Math.abs(d.logPartition)).toBeLessThan(1e-15);
        expect(Math.abs(d.mean - p.mean)).toBeLessThan(1e-15 * (1 + Math.abs(p.mean)));
        expect(Math.abs(d.variance - spread(p))).toBeLessThan(1e-14 * p.secondMoment);
      }),
      { numRuns: 20 },
    );
  });

  it('samples have its moments (false alarm 1e-8 per moment)', () => {
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 0, max: 1e6 }), (spec, seed) => {
        const p = prior(spec);
        const stream = philoxStream(seed);
        const n = 4000;
        let first = 0;
        let second = 0;
        let fourth = 0;
        for (let i = 0; i < n; i++) {
          const w = p.sample(stream);
          first += w / n;
          second += (w * w) / n;
          fourth += w ** 4 / n;
        }
        expect(Math.abs(first - p.mean)).toBeLessThan(6 * Math.sqrt(spread(p) / n) + 1e-12);
        const deviation = Math.sqrt(Math.max(fourth, 3 * p.secondMoment ** 2) / n);
        expect(Math.abs(second - p.secondMoment)).toBeLessThan(8 * deviation);
      }),
      { numRuns: 5 },
    );
  });

  it('refuses r < 0 and NaN', () => {
    fc.assert(
      fc.property(
        arbitrary,
        fc.constantFrom(-1, Number.NaN, Number.NEGATIVE_INFINITY),
        (spec, r) => {
          const p = prior(spec);
          for (const q of quantities) expect(() => p[q](r)).toThrow(/r must be/);
        },
      ),
      { numRuns: 5 },
    );
  });
});

describe('relations between priors', () => {
  const snr = real(-12, 3).map((x) => 10 ** x);

  it('rademacher is the discrete prior on ±1', () => {
    const a = prior({ kind: 'rademacher' });
    const b = prior({ kind: 'discrete', values: [1, -1], probabilities: [0.5, 0.5] });
    fc.assert(
      fc.property(snr, (r) => {
        for (const q of quantities) agree(a[q](r), b[q](r));
        const [x, y] = [a.denoise(0.3, 2 - r), b.denoise(0.3, 2 - r)];
        expect(Math.abs(x.mean - y.mean)).toBeLessThan(1e-15);
      }),
      { numRuns: 60 },
    );
  });

  it('gauss-bernoulli of density 1 is gaussian, and tends to it', () => {
    const a = prior({ kind: 'gaussian', variance: 0.7 });
    const b = prior({ kind: 'gauss-bernoulli', density: 1, variance: 0.7 });
    const c = prior({ kind: 'gauss-bernoulli', density: 1 - 1e-12, variance: 0.7 });
    fc.assert(
      fc.property(snr, (r) => {
        for (const q of quantities) {
          expect(b[q](r)).toEqual(a[q](r));
          expect(Math.abs(c[q](r).value / a[q](r).value - 1)).toBeLessThan(3e-11);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('shifting and scaling a discrete prior: w → c + s w', () => {
    const arbitrary = priorArbitraries.discrete as fc.Arbitrary<
      Extract<PriorSpec, { kind: 'discrete' }>
    >;
    fc.assert(
      fc.property(arbitrary, snr, fc.integer({ min: -64, max: 64 }), (spec, r, shift) => {
        // dyadic values: shift and scale are exact
        const values = spec.values.map((w) => Math.round(w * 128) / 128);
        const distinct = new Set(values).size === values.length;
        fc.pre(distinct);
        const a = prior({ ...spec, values });
        const b = prior({ ...spec, values: values.map((w) => 4 * w + shift) });
        const [x, y] = [a.meanSquareError(r), b.meanSquareError(r / 16)];
        agree({ value: 16 * x.value, error: 16 * x.error }, y);
        agree(a.mutualInformation(r), b.mutualInformation(r / 16));
      }),
      { numRuns: 40 },
    );
  });

  it('a second atom of vanishing probability changes nothing to first order', () => {
    const a = prior({ kind: 'discrete', values: [0, 1], probabilities: [1 - 1e-12, 1e-12] });
    for (const r of [1e-3, 1, 3]) {
      // mmse → p (1 + O(p)) while the atom is hidden
      expect(a.meanSquareError(r).value).toBeLessThanOrEqual(1e-12);
      expect(a.meanSquareError(r).value).toBeGreaterThan(0.99e-12);
    }
  });

  it('a rare atom far from two near ones: P/N is beyond every double, the averages are not', () => {
    // At this r the far atom is seen for certain, 30 to 60 widths of the noise away, the others not at all
    for (const far of [1000, 2000]) {
      const rare = 1e-6;
      const p = prior({
        kind: 'discrete',
        values: [0, 0.01, far],
        probabilities: [0.5, 0.5 - rare, rare],
      });
      const r = 9e-4;
      const [phi, information] = [p.potential(r), p.mutualInformation(r)];
      agree(
        { value: phi.value + information.value, error: phi.error + information.error },
        { value: (p.secondMoment * r) / 2, error: 0 },
        1e-15 * p.secondMoment * r,
      );
      // I = what the far atom tells, and r v/2 of the others to first order
      const told = -rare * Math.log(rare) - (1 - rare) * Math.log1p(-rare);
      expect(information.value).toBeCloseTo(told + (r * 0.005 ** 2) / 2, 11);
      expect(information.error).toBeLessThan(1e-12 * information.value);
    }
  });

  it('mmse of unequal gaps falls like the smallest one', () => {
    const p = prior({ kind: 'discrete', values: [-3, 0, 0.5], probabilities: [0.2, 0.3, 0.5] });
    const rate = (r: number) =>
      -Math.log(p.meanSquareError(1.01 * r).value / p.meanSquareError(r).value) / (0.01 * r);
    expect(rate(4000)).toBeCloseTo(0.5 ** 2 / 8, 3);
  });

  it('sparse recovery: r mmse → s at r → ∞', () => {
    const p = prior({ kind: 'gauss-bernoulli', density: 0.2, variance: 3 });
    for (const r of [1e8, 1e12, 1e100]) {
      expect(Math.abs((r * p.meanSquareError(r).value) / 0.2 - 1)).toBeLessThan(1e3 / Math.sqrt(r));
    }
  });
});

describe('bad specs', () => {
  it.each([
    [{ kind: 'gaussian', variance: 0 }, /variance/],
    [{ kind: 'gaussian', variance: Number.NaN }, /variance/],
    [{ kind: 'gaussian' }, /variance/],
    [{ kind: 'gauss-bernoulli', density: 0, variance: 1 }, /density/],
    [{ kind: 'gauss-bernoulli', density: 1.1, variance: 1 }, /density/],
    [{ kind: 'gauss-bernoulli', density: 0.5, variance: -1 }, /variance/],
    [{ kind: 'discrete', values: [], probabilities: [] }, /values/],
    [{ kind: 'discrete', values: [1, 2], probabilities: [1] }, /probabilities/],
    [{ kind: 'discrete', values: [1, 1], probabilities: [0.5, 0.5] }, /distinct/],
    [{ kind: 'discrete', values: [1, 2], probabilities: [0.5, 0.4] }, /sum of probabilities/],
    [{ kind: 'discrete', values: [1, 2], probabilities: [1, 0] }, /probabilities\[1\]/],
    [{ kind: 'discrete', values: [1, Number.NaN], probabilities: [0.5, 0.5] }, /values\[1\]/],
    [{ kind: 'discrete', values: [0], probabilities: [1] }, /second moment/],
    [{ kind: 'laplace' }, /one of gaussian, rademacher/],
    [{}, /kind/],
    [null, /kind/],
    [{ kind: 'toString' }, /kind/],
  ])('%j', (spec, message) => {
    expect(() => prior(spec as unknown as PriorSpec)).toThrow(message);
  });

  it('a precision that no posterior has', () => {
    for (const spec of [
      { kind: 'gaussian', variance: 2 },
      { kind: 'gauss-bernoulli', density: 0.5, variance: 2 },
    ] as const) {
      expect(() => prior(spec).denoise(-0.5, 0)).toThrow(/precision must be a number > -0.5/);
      expect(prior(spec).denoise(-0.4, 0).variance).toBeGreaterThan(0);
    }
    const atoms = prior({ kind: 'discrete', values: [-1, 0, 2], probabilities: [0.2, 0.3, 0.5] });
    expect(atoms.denoise(-1e4, 0).mean).toBeCloseTo(2, 15);
  });
});

describe('priors at the edge', () => {
  it('refuse a finite signal-to-noise ratio that overflows, which is not r = ∞', () => {
    for (const spec of [
      { kind: 'gaussian', variance: 1e10 },
      { kind: 'gauss-bernoulli', density: 0.5, variance: 1e10 },
    ] as const)
      for (const quantity of quantities) {
        expect(() => prior(spec)[quantity](1e299)).toThrow(/below 1.797.* got 1e\+299/);
        expect(prior(spec)[quantity](1e297).value).toBeLessThan(Number.POSITIVE_INFINITY);
      }
  });

  it('take probabilities that add up to almost one for their shares', () => {
    const of = (...probabilities: number[]) =>
      prior({ kind: 'discrete', values: [-1, 2], probabilities });
    const share = 0.7 / (1 + 9e-13);
    const [given, normal] = [of(0.7, 0.3 + 9e-13), of(share, 1 - share)];
    expect(given.entropy / normal.entropy - 1).toBeCloseTo(0, 14);
    expect(given.secondMoment / normal.secondMoment - 1).toBeCloseTo(0, 14);
  });
});
