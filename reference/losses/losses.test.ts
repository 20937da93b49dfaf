import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../errors.ts';
import { type Estimate, epsilon } from '../numerics/estimate.ts';
import { normalCdf, normalDensity } from '../numerics/normal.ts';
import { integrate } from '../numerics/quadrature.ts';
import { real } from '../real.fixture.ts';
import { hardMargin } from './hard-margin.ts';
import { loss, lossKinds } from './index.ts';
import type { Averages, LossKind } from './loss.ts';
import { agreementAt, type MarginLaw, probabilityBelow, totalWeight } from './margin-law.ts';

const margins = fc.oneof(
  real(-60, 60),
  fc.constantFrom(-1e6, -1, -0.5, 0, 0.5, 1 - 1e-9, 1, 1 + 1e-9, 1e6),
);
const logUniform = (low: number, high: number) => real(Math.log(low), Math.log(high)).map(Math.exp);
const widths = logUniform(1e-7, 1e8);

const agreements = fc.oneof(
  fc.constant(undefined),
  fc.record({ flip: fc.constantFrom(0, 0.1, 0.5), slope: logUniform(1e-3, 1e4) }),
);
/** Margins narrow and wide, pulled weakly and far. */
const laws: fc.Arbitrary<{ law: MarginLaw; V: number }> = fc
  .record({
    deviation: logUniform(1e-3, 1e3),
    offset: fc.oneof(fc.constant(0), real(-6, 6)),
    V: logUniform(1e-5, 1e8),
    agreement: agreements,
  })
  .map(({ deviation, offset, V, agreement }) => ({
    law: {
      mean: offset * Math.min(1, deviation),
      variance: deviation * deviation,
      ...(agreement && { agreement }),
    },
    V,
  }));

/** E[P g(u)] by adaptive quadrature in u itself, split at the kinks and where P changes. */
const directly = (law: MarginLaw, g: (u: number) => number, kinks: readonly number[]): Estimate => {
  const deviation = Math.sqrt(law.variance);
  const k = law.agreement?.slope ?? 0;
  const cuts = [...kinks];
  for (const t of [-9, -6, -4, -2, -1, 0, 1, 2, 4, 6, 9]) {
    cuts.push(law.mean + t * deviation);
    if (k > 0) cuts.push(t / k);
  }
  for (const t of [-40, -20, -10, -5, -2, 0, 2, 5, 10, 20, 40]) cuts.push(t);
  const low = law.mean - 14 * deviation;
  const high = law.mean + 14 * deviation;
  const breaks = [low, ...cuts.filter((u) => u > low && u < high).sort((a, b) => a - b), high];
  return integrate(
    (u) =>
      (normalDensity((u - law.mean) / deviation) / deviation) *
      agreementAt(law.agreement, u) *
      g(u),
    breaks,
    { tolerance: 1e-14, maxPanels: 20_000 },
  );
};

const direct = (kind: LossKind, law: MarginLaw, V: number): Averages<Estimate> => {
  const { proximal, value } = loss(kind);
  const kinks = kind === 'hinge' ? [1 - V, 1] : [-V, -V / 2, -0.9 * V, -0.1 * V];
  const of = (g: (u: number) => number) => directly(law, g, kinks);
  return {
    force: of((u) => proximal(u, V).force),
    squaredForce: of((u) => proximal(u, V).force ** 2),
    curvature: of((u) => {
      if (kind === 'hinge') return u < 1 && u > 1 - V ? 1 / V : 0;
      const { point, derivative } = proximal(u, V);
      return kind === 'square'
        ? derivative
        : (loss('logistic').proximal(u, V).force * derivative) / (1 + Math.exp(-point));
    }),
    loss: of((u) => value(proximal(u, V).point)),
  };
};

describe.each(lossKinds)('%s loss', (kind) => {
  const { value, derivative, proximal, maximalCurvature } = loss(kind);

  it('is convex, with the derivative it says', () => {
    fc.assert(
      fc.property(margins, margins, (u, v) => {
        expect(value(v)).toBeGreaterThanOrEqual(
          value(u) + derivative(u) * (v - u) - 1e-12 * (1 + Math.abs(u) + Math.abs(v)) ** 2,
        );
        expect(value(v)).toBeLessThanOrEqual(
          value(u) +
            derivative(u) * (v - u) +
            (Number.isFinite(maximalCurvature) ? (maximalCurvature * (v - u) ** 2) / 2 : Infinity) +
            1e-12 * (1 + Math.abs(u) + Math.abs(v)) ** 2,
        );
      }),
    );
  });

  it('its proximal point minimises (x − u)²/2V + ℓ(x), the envelope is the minimum', () => {
    fc.assert(
      fc.property(margins, widths, real(-1, 1), (u, V, step) => {
        const { point, force, derivative: slope, envelope } = proximal(u, V);
        const spacing = 4e-16 * (Math.abs(u) + V);
        expect(Math.abs(point - u - V * force)).toBeLessThanOrEqual(4 * spacing);
        expect(force).toBeGreaterThanOrEqual(kind === 'square' ? -Infinity : 0);
        expect(slope).toBeGreaterThanOrEqual(0);
        expect(slope).toBeLessThanOrEqual(1);
        const objective = (x: number) => (x - u) ** 2 / (2 * V) + value(x);
        expect(Math.abs(objective(point) - envelope)).toBeLessThanOrEqual(
          1e-12 * (Math.abs(envelope) + value(point)) +
            (2 * spacing * spacing) / V +
            4 * spacing * Math.abs(force),
        );
        const other = point + step * (1 + Math.abs(point));
        expect(objective(other)).toBeGreaterThanOrEqual(
          objective(point) * (1 - 1e-12) -
            (4 * spacing * spacing) / V -
            4 * spacing * Math.abs(force),
        );
      }),
    );
  });

  it('V → 0 leaves the margin and gives the force −ℓ′; the proximal point is non-expansive', () => {
    fc.assert(
      fc.property(margins, margins, widths, (u, v, V) => {
        const [a, b] = [proximal(u, V), proximal(v, V)];
        expect(Math.abs(a.point - b.point)).toBeLessThanOrEqual(
          Math.abs(u - v) + 1e-15 * (Math.abs(u) + Math.abs(v) + V),
        );
        expect((a.force - b.force) * (u - v)).toBeLessThanOrEqual(
          1e-12 * Math.abs(u - v) * (1 + Math.abs(u) + Math.abs(v)),
        );
        if (Math.abs(u - 1) > 1e-8) expect(proximal(u, 1e-12).force).toBeCloseTo(-derivative(u), 4);
      }),
    );
  });

  it('averages agree with adaptive quadrature over the margin itself, within the errors', () => {
    fc.assert(
      fc.property(laws, ({ law, V }) => {
        const exact = direct(kind, law, V);
        const got = loss(kind).certifiedAverages(law, V);
        const quick = loss(kind).averages(law, V);
        for (const key of ['force', 'squaredForce', 'curvature', 'loss'] as const) {
          const scale = Math.abs(exact[key].value);
          // The direct integral loses the digits of a strip of width V beside 1.
          const strip = kind === 'hinge' ? (4 * epsilon) / Math.min(1, V) : 0;
          // Beyond 14 deviations the comparison has nothing; below 1e-30 of the mass neither
          const floor = 1e-30 * (1 + law.variance + V);
          expect(
            Math.abs(got[key].value - exact[key].value),
            `${key}: ${got[key].value} against ${exact[key].value}`,
          ).toBeLessThanOrEqual(
            got[key].error + exact[key].error + (1e-11 + strip) * scale + floor,
          );
          expect(Math.abs(quick[key] - got[key].value)).toBeLessThanOrEqual(got[key].error);
        }
      }),
      { numRuns: 40 },
    );
  });

  // A tenth of what the replica equations promise. They have q ≥ α E[(x − u)²]: no sample is pulled
  // by very many standard deviations, where u = x − V f would cancel.
  it('errors of the averages are small', () => {
    fc.assert(
      fc.property(laws, ({ law, V }) => {
        fc.pre(V * proximal(law.mean, V).force < 100 * Math.sqrt(law.variance));
        const got = loss(kind).certifiedAverages(law, V);
        if (kind === 'square') return; // cancels where the fit is perfect
        // A margin law narrower than the margins themselves has fewer digits, and so has a pull by
        // millions; else the panels decide.
        const digits = law.variance > 0.01 && V < 1e6 ? 5e-13 : 1e-11;
        for (const key of ['force', 'squaredForce', 'curvature', 'loss'] as const)
          expect(got[key].error, key).toBeLessThanOrEqual(digits * got[key].value + 1e-300);
      }),
      { numRuns: 200 },
    );
  });

  it('a sample is misclassified below errorThreshold and nowhere else', () => {
    fc.assert(
      fc.property(margins, widths, (u, V) => {
        const threshold = loss(kind).errorThreshold(V);
        fc.pre(Math.abs(u - threshold) > 1e-9 * (Math.abs(u) + V));
        expect(proximal(u, V).point < 0).toBe(u < threshold);
      }),
    );
  });

  it('the largest curvature is the one at margin zero, if there is a largest', () => {
    if (!Number.isFinite(maximalCurvature)) return;
    const h = 1e-3;
    const curvature = (derivative(h) - derivative(-h)) / (2 * h);
    expect(curvature / maximalCurvature).toBeCloseTo(1, 6);
  });

  it('refuses what has no meaning', () => {
    expect(() => proximal(Number.NaN, 1)).toThrow(DomainError);
    expect(() => proximal(0, 0)).toThrow(DomainError);
    expect(() => loss(kind).certifiedAverages({ mean: 0, variance: 0 }, 1)).toThrow(DomainError);
    expect(() => loss(kind).certifiedAverages({ mean: 0, variance: 1 }, -1)).toThrow(DomainError);
  });
});

describe('probability below a margin', () => {
  it('agrees with quadrature, also in the tails', () => {
    fc.assert(
      fc.property(laws, real(-8, 8), ({ law }, z) => {
        const threshold = law.mean + z * Math.sqrt(law.variance);
        const got = probabilityBelow(law, threshold);
        const exact = directly(law, (u) => (u < threshold ? 1 : 0), [threshold]);
        expect(Math.abs(got.value - exact.value)).toBeLessThanOrEqual(
          got.error + exact.error + 1e-13 * exact.value,
        );
        expect(got.error).toBeLessThanOrEqual(1e-12 * got.value + 1e-300);
      }),
    );
  });

  it('half the normal tail, to all digits, where the labels are pure noise', () => {
    fc.assert(
      fc.property(real(-36, 8), logUniform(1e-2, 1e3), (z, slope) => {
        const got = probabilityBelow({ mean: 0, variance: 1, agreement: { flip: 0.5, slope } }, z);
        expect(Math.abs(got.value - normalCdf(z) / 2)).toBeLessThanOrEqual(got.error);
        expect(got.error).toBeLessThanOrEqual(1e-12 * got.value);
      }),
    );
  });

  it('everything is below infinity: the total weight, in closed form', () => {
    fc.assert(
      fc.property(laws, ({ law }) => {
        const far = law.mean + 12 * Math.sqrt(law.variance);
        const total = totalWeight(law);
        expect(Math.abs(probabilityBelow(law, far).value - total)).toBeLessThanOrEqual(
          1e-13 * total,
        );
      }),
    );
  });
});

describe('hard margin', () => {
  it('is the hinge pulled ever harder', () => {
    const law = { mean: 0, variance: 2, agreement: { flip: 0.1, slope: 0.7 } };
    const V = 3;
    const hinge = loss('hinge').certifiedAverages(law, V * 1e6);
    const hard = hardMargin.certifiedAverages(law, V);
    expect(hinge.force.value * 1e6).toBeCloseTo(hard.force.value, 12);
    expect(hinge.squaredForce.value * 1e12).toBeCloseTo(hard.squaredForce.value, 12);
    expect(hinge.curvature.value * 1e6).toBeCloseTo(hard.curvature.value, 12);
  });
});

it('a hard margin of no width is refused', () => {
  expect(() => hardMargin.certifiedAverages({ mean: 0, variance: 1 }, 0)).toThrow(DomainError);
});

it('an unknown loss is refused, and those that there are are told', () => {
  const unknown = () => loss('cubic' as LossKind);
  expect(unknown).toThrow(DomainError);
  expect(unknown).toThrow('"square", "logistic", "hinge"');
});
