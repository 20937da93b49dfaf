import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../errors.ts';
import type { Estimate } from '../numerics/estimate.ts';
import { integrate } from '../numerics/quadrature.ts';
import { philoxStream } from '../numerics/random.ts';
import { real } from '../real.fixture.ts';
import type { Channel, ChannelSpec, OutputDenoiser } from './channel.ts';
import { boundaryConstant } from './decision-boundary.ts';
import { channel, channelKinds } from './index.ts';
import { channelArbitraries, outputs } from './specs.fixture.ts';

const power = (min: number, max: number) => real(min, max).map((x) => 10 ** x);

const agree = (a: Estimate, b: Estimate, rounding = 0) =>
  expect(Math.abs(a.value - b.value)).toBeLessThanOrEqual(a.error + b.error + rounding);

/** f′(0) from six points: truncation step⁶ f⁽⁷⁾/140. */
const difference = (f: (x: number) => number, step: number): number =>
  (45 * (f(step) - f(-step)) - 9 * (f(2 * step) - f(-2 * step)) + f(3 * step) - f(-3 * step)) /
  (60 * step);

const noiseOf = (spec: ChannelSpec): number => ('noiseVariance' in spec ? spec.noiseVariance : 0);

/** Σ_y Z(y) f(y) over atoms and density, from the denoiser alone. */
const overOutputs = (
  c: Channel,
  omega: number,
  variance: number,
  f: (d: OutputDenoiser) => number,
): Estimate => {
  const { atoms, density } = outputs[c.spec.kind];
  const term = (y: number): number => {
    const d = c.denoise(y, omega, variance);
    const z = Math.exp(d.logPartition);
    return z > 0 ? z * f(d) : 0;
  };
  let value = 0;
  let error = 0;
  for (const y of atoms) {
    const t = term(y);
    value += t;
    error += 1e-14 * Math.abs(t);
  }
  if (density === 'none') return { value, error };
  const width = Math.sqrt(variance + noiseOf(c.spec));
  const centre = density === 'positive' ? Math.abs(omega) : omega;
  const edges = [-12, -7, -3.5, -1.2, 1.2, 3.5, 7, 12]
    .map((x) => centre + x * width)
    .filter((y) => density === 'real' || y > 0);
  if (density === 'positive') edges.unshift(0);
  const rest = integrate(term, edges, { tolerance: 1e-14, ulps: 64 });
  return { value: value + rest.value, error: error + rest.error };
};

/** Φ_out, A, E dg and the mass from their definitions: E_v Σ_y Z …, ω = √m v. */
const byDefinition = (c: Channel, overlap: number, variance: number) => {
  const total = overlap + variance;
  const narrow = Math.sqrt(variance / total);
  const edges = new Set([-12, -6, -2, 0, 2, 6, 12].flatMap((x) => [x * narrow, x]));
  if ('width' in c.spec) {
    const edge = c.spec.width / Math.sqrt(overlap);
    for (const x of [-12, -6, -2, 0, 2, 6, 12]) {
      edges.add(edge + (x * narrow) / Math.sqrt(overlap / total));
      edges.add(-edge + (x * narrow) / Math.sqrt(overlap / total));
    }
  }
  const sorted = [...edges].filter((x) => Math.abs(x) <= 12).sort((a, b) => a - b);
  const average = (f: (d: OutputDenoiser) => number): Estimate => {
    let inner = 0;
    const outer = integrate(
      (v) => {
        const sum = overOutputs(c, Math.sqrt(overlap) * v, variance, f);
        const weight = Math.exp((-v * v) / 2) / Math.sqrt(2 * Math.PI);
        inner = Math.max(inner, sum.error * weight);
        return weight * sum.value;
      },
      sorted,
      { tolerance: 1e-12, ulps: 64 },
    );
    return { value: outer.value, error: outer.error + 24 * inner };
  };
  return {
    mass: average(() => 1),
    potential: average((d) => d.logPartition),
    information: average((d) => d.g * d.g),
    curvature: average((d) => -d.dg),
  };
};

describe.each(channelKinds)('%s channel', (kind) => {
  const arbitrary: fc.Arbitrary<ChannelSpec> = channelArbitraries[kind];
  const ratio = power(-2, 2); // m/V

  /** Some output that ω, V make possible. */
  const someOutput = (omega: number, variance: number, u: number): number => {
    const { atoms, density } = outputs[kind];
    const y = density === 'none' ? atoms[u < 0 ? 0 : 1] : omega + u * Math.sqrt(variance);
    return density === 'positive' ? (kind === 'relu' ? Math.max(0, y) : Math.abs(y)) : y;
  };

  it('keeps its spec', () => {
    fc.assert(
      fc.property(arbitrary, (spec) => {
        expect(channel(spec).spec).toEqual(spec);
      }),
      { numRuns: 10 },
    );
  });

  it('Φ_out and A are averages over ω and y, whose mass is 1, and E[−dg] = E[g²]', () => {
    fc.assert(
      fc.property(arbitrary, ratio, power(-1, 1), (spec, q, total) => {
        const c = channel(spec);
        const variance = total / (1 + q);
        const overlap = total - variance;
        const expected = byDefinition(c, overlap, variance);
        const a = c.conjugatePerAlpha(overlap, variance);
        const phi = c.potential(overlap, variance);
        agree(expected.mass, { value: 1, error: 1e-13 });
        agree(phi, expected.potential, 1e-12);
        agree(a, expected.information, 1e-11 * a.value);
        agree(a, expected.curvature, 1e-11 * a.value + 1e-12 / variance);
      }),
      { numRuns: 4 },
    );
  });

  it('A = 2 Φ_out′ along m + V = ρ', () => {
    fc.assert(
      fc.property(arbitrary, power(-6, 6), (spec, q) => {
        const c = channel(spec);
        const variance = 1 / (1 + q);
        const overlap = q / (1 + q);
        const step = 0.01 * Math.min(overlap, variance);
        const phi = (x: number) => c.potential(overlap + x, variance - x).value;
        const a = c.conjugatePerAlpha(overlap, variance).value;
        const rounding = (4e-15 * (1 + Math.abs(phi(0)))) / step;
        expect(Math.abs(2 * difference(phi, step) - a)).toBeLessThan(1e-7 * a + rounding);
      }),
      { numRuns: 40 },
    );
  });

  const corner = fc
    .tuple(power(-0.5, 2), fc.oneof(power(-12, 0), power(-300, 0)), fc.boolean())
    .map(([total, small, low]) =>
      low && small > 1e-13 ? [total * small, total] : [total, total * small],
    );

  it('relative errors stay below 1e-12 for m/ρ from 1e-12 and V down to 1e-300', () => {
    fc.assert(
      fc.property(arbitrary, corner, (spec, [overlap, variance]) => {
        const c = channel(spec);
        const a = c.conjugatePerAlpha(overlap, variance);
        expect(a.value).toBeGreaterThanOrEqual(0);
        expect(a.error).toBeLessThanOrEqual(1e-12 * a.value + Number.MIN_VALUE);
        const phi = c.potential(overlap, variance);
        const scale = c.discreteOutput ? Math.abs(phi.value) : Math.abs(phi.value) + 1;
        expect(phi.error).toBeLessThanOrEqual(1e-12 * scale + Number.MIN_VALUE);
      }),
      { numRuns: 60 },
    );
  });

  it('0 ≤ A ≤ 1/V; A and Φ_out grow with m at fixed ρ', () => {
    fc.assert(
      fc.property(arbitrary, power(-12, 12), real(1.01, 3), (spec, q, factor) => {
        const c = channel(spec);
        const at = (x: number) => [x / (1 + x), 1 / (1 + x)] as const;
        const [m, v] = at(q);
        const [more, less] = at(factor * q);
        const [a, b] = [c.conjugatePerAlpha(m, v), c.conjugatePerAlpha(more, less)];
        expect(a.value).toBeGreaterThanOrEqual(0);
        expect(a.value).toBeLessThanOrEqual((1 + 1e-14) / v);
        expect(a.value).toBeLessThanOrEqual(b.value + a.error + b.error);
        const [x, y] = [c.potential(m, v), c.potential(more, less)];
        expect(x.value).toBeLessThanOrEqual(y.value + x.error + y.error);
      }),
      { numRuns: 60 },
    );
  });

  it('has its limits at m = 0 and at V = 0', () => {
    fc.assert(
      fc.property(arbitrary, power(-2, 2), (spec, total) => {
        const c = channel(spec);
        const zero = c.conjugatePerAlpha(0, total);
        const small = c.conjugatePerAlpha(1e-13 * total, total);
        expect(zero.value === 0).toBe(c.even);
        expect(Math.abs(small.value - zero.value)).toBeLessThan((3e-12 / total) * 10);
        agree(c.potential(0, total), c.potential(1e-15 * total, total), 3e-14);
        const end = c.conjugatePerAlpha(total, 0);
        const phi = c.potential(total, 0);
        expect(end.error).toBeGreaterThanOrEqual(0);
        if (noiseOf(spec) > 0) {
          const near = 1e-16 * noiseOf(spec);
          agree(end, c.conjugatePerAlpha(total, near), 1e-14 * end.value);
          agree(phi, c.potential(total, near), 1e-13);
        } else {
          expect(end.value).toBe(Number.POSITIVE_INFINITY);
          expect(phi.value).toBe(c.discreteOutput ? 0 : Number.POSITIVE_INFINITY);
          // A ~ κ/V, with corrections of order √(V/ρ)
          const v = 1e-20 * total;
          const kappa = v * c.conjugatePerAlpha(total, v).value;
          expect(Math.abs(kappa - c.revealedFraction)).toBeLessThan(1e-8);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('slopeAtZero is lim A/m for even channels and null for the others', () => {
    fc.assert(
      fc.property(arbitrary, power(-1, 1), (spec, total) => {
        const c = channel(spec);
        const slope = c.slopeAtZero(total);
        expect(slope !== null).toBe(c.even);
        if (slope === null) return;
        const m = 1e-13 * total;
        const a = c.conjugatePerAlpha(m, total - m);
        expect(Math.abs(a.value / m / slope.value - 1)).toBeLessThan(
          1e-10 + (a.error / m + slope.error) / slope.value,
        );
      }),
      { numRuns: 20 },
    );
  });

  it('the denoiser is the gradient of ln Z: g = ∂_ω ln Z, dg = ∂_ω g', () => {
    fc.assert(
      fc.property(arbitrary, real(-8, 8), real(-5, 5), power(-2, 2), (spec, x, u, variance) => {
        const c = channel(spec);
        const total = variance + noiseOf(spec);
        const root = Math.sqrt(total);
        const omega = x * root;
        const y = someOutput(omega, total, u);
        const d = c.denoise(y, omega, variance);
        const at = (h: number) => c.denoise(y, omega + h, variance);
        // in units of √V, ln Z varies on the scale 1/(1 + |x| + y/√V)
        const steep =
          1 + Math.abs(x) + Math.abs(y) / root + ('width' in spec ? spec.width / root : 0);
        const h = (0.02 * root) / steep;
        const g = difference((t) => at(t).logPartition, h);
        expect(Math.abs(g - d.g) * root).toBeLessThan(1e-8 * steep ** 2);
        const dg = difference((t) => at(t).g, h);
        expect(Math.abs(dg - d.dg) * total).toBeLessThan(1e-8 * steep ** 2);
      }),
      { numRuns: 100 },
    );
  });

  it('stays finite deep in the tails, where Var(z|y) ≥ 0 means dg ≥ −1/V', () => {
    fc.assert(
      fc.property(arbitrary, power(0, 8), fc.constantFrom(-1, 1), real(-1, 1), (spec, x, s, u) => {
        const c = channel(spec);
        const y = someOutput(s * x, 1, u);
        const { logPartition, g, dg } = c.denoise(y, s * x, 1);
        for (const number of [logPartition, g, dg]) expect(Number.isFinite(number)).toBe(true);
        expect(dg).toBeGreaterThanOrEqual(-(1 + 1e-13) / (1 + noiseOf(spec)));
      }),
      { numRuns: 100 },
    );
  });

  it('has its symmetry: Z(y, ω) = Z(y, −ω) if even', () => {
    fc.assert(
      fc.property(arbitrary, real(-5, 5), real(-3, 3), (spec, omega, u) => {
        const c = channel(spec);
        const y = someOutput(omega, 1, u);
        const [a, b] = [c.denoise(y, omega, 1), c.denoise(y, -omega, 1)];
        const same = a.logPartition === b.logPartition && a.g === -b.g && a.dg === b.dg;
        if (c.even) expect(same).toBe(true);
        else if (Math.abs(omega) > 1e-3 && y !== 0) expect(same).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  const omegas = fc.integer({ min: -100, max: 100 }).map((x) => x / 100);

  it('samples labels with the frequencies Z (false alarm 1e-9)', () => {
    fc.assert(
      fc.property(arbitrary, omegas, fc.integer({ min: 0, max: 1e6 }), (spec, omega, seed) => {
        const c = channel(spec);
        const stream = philoxStream(seed);
        const n = 3000;
        // E g = 0 and E g² = E[−dg] over y, whatever the outputs are
        let g = 0;
        let squared = 0;
        for (let i = 0; i < n; i++) {
          const y = c.sample(omega + stream.normal(), stream);
          const d = c.denoise(y, omega, 1);
          g += d.g / n;
          squared += (d.g * d.g + d.dg) / n;
        }
        // Bernstein: the exact variance, and a term for labels that are seen a few times only
        const allowance = (f: (d: OutputDenoiser) => number): number => {
          const second = overOutputs(c, omega, 1, (d) => f(d) ** 2).value;
          const fourth = overOutputs(c, omega, 1, (d) => f(d) ** 4).value;
          const size = second > 0 ? Math.sqrt(fourth / second) : 0;
          return 6.5 * Math.sqrt(second / n) + (15 * size) / n + 1e-13;
        };
        expect(Math.abs(g)).toBeLessThan(allowance((d) => d.g));
        expect(Math.abs(squared)).toBeLessThan(allowance((d) => d.g * d.g + d.dg));
      }),
      { numRuns: 5 },
    );
  });

  it('refuses what is no pair (m, V), no variance and no output', () => {
    fc.assert(
      fc.property(arbitrary, (spec) => {
        const c = channel(spec);
        for (const f of [c.potential, c.conjugatePerAlpha]) {
          expect(() => f(-1e-9, 1)).toThrow(/overlap must be/);
          expect(() => f(0.5, -1e-9)).toThrow(/variance must be/);
          expect(() => f(Number.NaN, 1)).toThrow(/overlap must be/);
          expect(() => f(0, 0)).toThrow(/overlap \+ variance must be/);
        }
        expect(() => c.denoise(1, 0, 0)).toThrow(/variance must be/);
        expect(() => c.denoise(1, Number.NaN, 1)).toThrow(/omega must be/);
        expect(() => c.denoise(Number.NaN, 0, 1)).toThrow(/y must be/);
        if (outputs[kind].density !== 'real') {
          expect(() => c.denoise(-0.5, 0, 1)).toThrow(/y must be/);
        }
      }),
      { numRuns: 3 },
    );
  });
});

describe('relations between channels', () => {
  const sign = channel({ kind: 'sign' });
  const relu = channel({ kind: 'relu' });
  const linear = channel({ kind: 'linear', noiseVariance: 0 });
  const modulus = channel({ kind: 'absolute-value', noiseVariance: 0 });
  const pair = power(-12, 12).map((q) => [q / (1 + q), 1 / (1 + q)] as const);

  it('data processing: A_sign ≤ A_relu ≤ A_linear = 1/V and A_door ≤ A_abs ≤ 1/V', () => {
    fc.assert(
      fc.property(pair, power(-3, 1), ([m, v], width) => {
        const a = (c: Channel) => c.conjugatePerAlpha(m, v).value * v;
        const door = channel({ kind: 'symmetric-door', width });
        expect(a(linear)).toBeCloseTo(1, 14);
        expect(a(sign)).toBeLessThanOrEqual(a(relu) * (1 + 1e-14));
        expect(a(relu)).toBeLessThanOrEqual(1 + 1e-14);
        expect(a(door)).toBeLessThanOrEqual(a(modulus) * (1 + 1e-13));
        expect(a(modulus)).toBeLessThanOrEqual(1 + 1e-14);
      }),
      { numRuns: 100 },
    );
  });

  it('noise only loses information, and Δ → 0 is the noiseless channel', () => {
    fc.assert(
      fc.property(pair, power(-12, 6), real(1, 10), ([m, v], noise, factor) => {
        for (const kind of ['probit', 'linear', 'absolute-value'] as const) {
          const a = (noiseVariance: number) =>
            channel({ kind, noiseVariance }).conjugatePerAlpha(m, v).value;
          expect(a(factor * noise)).toBeLessThanOrEqual(a(noise) * (1 + 1e-14));
          expect(Math.abs(a(1e-20 * v) / a(0) - 1)).toBeLessThan(1e-14);
        }
        const probit = channel({ kind: 'probit', noiseVariance: 0 });
        expect(probit.conjugatePerAlpha(m, v)).toEqual(sign.conjugatePerAlpha(m, v));
        expect(probit.denoise(1, 0.3, v)).toEqual(sign.denoise(1, 0.3, v));
      }),
      { numRuns: 50 },
    );
  });

  it('every decision boundary contributes c₀ √(2π) p(z)/√V at V → 0', () => {
    const c0 = boundaryConstant();
    const v = 1e-16;
    const signLimit = sign.conjugatePerAlpha(1, v).value * Math.sqrt(v);
    expect(Math.abs(signLimit / c0.value - 1)).toBeLessThan(1e-14);
    for (const width of [0.2, 1, 3]) {
      const door = channel({ kind: 'symmetric-door', width });
      const limit = 2 * c0.value * Math.exp((-width * width) / 2);
      const a = door.conjugatePerAlpha(1, v).value * Math.sqrt(v);
      expect(Math.abs(a / limit - 1)).toBeLessThan(1e-13);
    }
  });

  it('the constant is both ∫ N²/(ΦΦ̄) and −∫ (Φ ln Φ + Φ̄ ln Φ̄), over √(2π)', () => {
    const c0 = boundaryConstant();
    const v = 1e-30;
    const phi = sign.potential(1, v);
    agree(c0, { value: -phi.value / Math.sqrt(v), error: phi.error / Math.sqrt(v) });
  });

  it('ReLU is half a sign and half a line', () => {
    fc.assert(
      fc.property(pair, ([m, v]) => {
        for (const q of ['potential', 'conjugatePerAlpha'] as const) {
          const half = (sign[q](m, v).value + linear[q](m, v).value) / 2;
          expect(Math.abs(relu[q](m, v).value - half)).toBeLessThanOrEqual(relu[q](m, v).error);
        }
      }),
    );
  });

  it('weak recovery: A′(0) = 2/ρ² for |z|, (2k N(k))²/(p(1−p)ρ²) for the door', () => {
    expect(modulus.slopeAtZero(0.5)?.value).toBeCloseTo(8, 13);
    const balanced = channel({ kind: 'symmetric-door', width: 0.6744897501960817 });
    // p = 1/2: (4 k N(k))²
    const k = 0.6744897501960817;
    const density = Math.exp((-k * k) / 2) / Math.sqrt(2 * Math.PI);
    expect(balanced.slopeAtZero(1)?.value).toBeCloseTo((4 * k * density) ** 2, 13);
  });

  it('doors: scaling z and K together changes units only, at all widths', () => {
    fc.assert(
      fc.property(pair, power(-3, 1), power(-3, 3), ([m, v], width, unit) => {
        const a = channel({ kind: 'symmetric-door', width });
        const b = channel({ kind: 'symmetric-door', width: width * unit });
        const s = unit * unit;
        const [x, y] = [a.conjugatePerAlpha(m, v), b.conjugatePerAlpha(m * s, v * s)];
        agree(x, { value: s * y.value, error: s * y.error }, 1e-14 * x.value);
        agree(a.potential(m, v), b.potential(m * s, v * s));
      }),
      { numRuns: 30 },
    );
  });

  it('the door denoiser has no seams where its form changes', () => {
    const at = (y: number, x: number, width: number) =>
      channel({ kind: 'symmetric-door', width }).denoise(y, x, 1);
    const near = (a: OutputDenoiser, b: OutputDenoiser) => {
      for (const field of ['logPartition', 'g', 'dg'] as const) {
        expect(Math.abs(a[field] - b[field])).toBeLessThan(3e-12 * (1 + Math.abs(a[field])));
      }
    };
    const h = 1e-13;
    for (const y of [-1, 1]) {
      for (const x of [0.01, 0.3, 2, 6, 20]) near(at(y, x, 1 - h), at(y, x, 1 + h)); // δ = 1
      for (const width of [0.05, 0.4, 0.9]) {
        near(at(y, 8 / width - h, width), at(y, 8 / width + h, width)); // xδ = 8
      }
      for (const width of [1.5, 4]) near(at(y, width - h, width), at(y, width + h, width)); // a = 0
      for (const width of [0.7, 0.8, 1.2]) {
        // outside = 1/2 somewhere on 0 < x < width
        for (let x = 0.01; x < width; x += 0.01) near(at(y, x, width), at(y, x + h, width));
      }
    }
  });
});

describe('the modulus of a field that is nearly zero', () => {
  it('g = ω (y²/V − 1)/V to full relative accuracy', () => {
    const modulus = channel({ kind: 'absolute-value', noiseVariance: 0 });
    fc.assert(
      fc.property(power(-200, -9), real(0.2, 0.8), power(-2, 2), (omega, ratio, variance) => {
        const y = Math.sqrt(ratio * variance);
        for (const sign of [1, -1]) {
          const { g } = modulus.denoise(y, sign * omega * Math.sqrt(variance), variance);
          const expected = (sign * omega * ((y * y) / variance - 1)) / Math.sqrt(variance);
          expect(Math.abs(g / expected - 1)).toBeLessThan(1e-14);
        }
      }),
    );
  });
});

describe('bad specs', () => {
  it.each([
    [{ kind: 'probit' }, /noiseVariance/],
    [{ kind: 'probit', noiseVariance: -1 }, /noiseVariance/],
    [{ kind: 'linear', noiseVariance: Number.NaN }, /noiseVariance/],
    [{ kind: 'linear', noiseVariance: -1e-9 }, /noiseVariance/],
    [{ kind: 'absolute-value', noiseVariance: -1e-9 }, /noiseVariance/],
    [{ kind: 'absolute-value', noiseVariance: '1' }, /noiseVariance/],
    [{ kind: 'symmetric-door', width: 0 }, /width/],
    [{ kind: 'symmetric-door', width: Number.POSITIVE_INFINITY }, /width/],
    [{ kind: 'cube' }, /one of sign, probit/],
    [{}, /kind/],
    [undefined, /kind/],
  ])('%j', (spec, message) => {
    expect(() => channel(spec as unknown as ChannelSpec)).toThrow(message);
  });
});

describe('channels at the edge', () => {
  it('a spec that is none is a DomainError', () => {
    for (const spec of [null, undefined, {}, { kind: 'toString' }])
      expect(() => channel(spec as never)).toThrow(DomainError);
  });

  it('a narrow door: g → −ω/V and Z → 2δ N(ω/√V), to all digits', () => {
    const door = channel({ kind: 'symmetric-door', width: 1 });
    for (const [x, delta] of [
      [0, 1e-3],
      [0.3, 1e-6],
      [2, 1e-9],
      [1e5, 1e-9],
    ]) {
      const root = 1 / delta;
      const { g, dg, logPartition } = door.denoise(-1, x * root, root * root);
      // up to δ²: the mean of u is x δ²/3
      expect(Math.abs(g * root + x * (1 - delta ** 2 / 3))).toBeLessThan(1e-12 * (x + delta));
      expect(dg * root * root).toBeCloseTo(delta ** 2 / 3 - 1, 12);
      const leading = Math.log(2 * delta) - (x * x + Math.log(2 * Math.PI)) / 2;
      const next = ((x * x - 1) * delta ** 2) / 6;
      expect(Math.abs(logPartition - leading - next)).toBeLessThan(1e-12 * Math.abs(leading));
    }
  });
});
