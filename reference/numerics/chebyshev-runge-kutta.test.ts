import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConvergenceError } from '../errors.ts';
import { type Descent, descend } from './chebyshev-runge-kutta.ts';

/** Downhill on Σ κ y²/2, to a given time. */
const bowl = (curvatures: readonly number[], until: number): Descent => ({
  velocity: (y, f) => {
    let potential = 0;
    for (let i = 0; i < y.length; i++) {
      f[i] = -curvatures[i] * y[i];
      potential += (curvatures[i] * y[i] * y[i]) / 2;
    }
    return potential;
  },
  stiffness: () => Math.max(...curvatures),
  retract: () => {},
  ends: (_, __, ___, time) => time >= until,
});

describe('the stabilised method', () => {
  /** A flow that keeps a record of what it is asked, and insists on being asked in order. */
  const watched = (flow: Descent) => {
    const record = {
      velocities: 0,
      stiffnesses: 0,
      times: [] as number[],
      perStep: [] as number[],
    };
    let last: readonly number[] = [];
    let before = 0;
    const watch: Descent = {
      ...flow,
      velocity: (y, f) => {
        record.velocities++;
        last = [...y];
        return flow.velocity(y, f);
      },
      stiffness: () => {
        record.stiffnesses++;
        return flow.stiffness();
      },
      ends: (y, f, potential, time) => {
        const own = new Float64Array(y.length);
        expect(potential).toBe(flow.velocity(y, own));
        expect(f).toEqual(own);
        expect(last).toEqual([...y]); // a flow may remember the point it was asked about last
        record.times.push(time);
        record.perStep.push(record.velocities - before);
        before = record.velocities;
        return flow.ends(y, f, potential, time);
      },
    };
    return [watch, record] as const;
  };

  /** One step on y′ = −y: 1 + b [T_s(w₀ + w₁ z) − T_s(w₀)] at z = −h, b = T″/T′², w₁ = T′/T″. */
  const stabilityPolynomial = (s: number, z: number): number => {
    const w0 = 1 + 2 / (13 * s * s);
    const a = Math.acosh(w0);
    const t = (x: number) => (x >= 1 ? Math.cosh(s * Math.acosh(x)) : Math.cos(s * Math.acos(x)));
    const t1 = (s * Math.sinh(s * a)) / Math.sinh(a);
    const t2 = (s * s * Math.cosh(s * a) - t1 * w0) / (w0 * w0 - 1);
    return 1 + (t2 / t1 ** 2) * (t(w0 + (t1 / t2) * z) - t(w0));
  };

  const stagesFor = (h: number) => Math.max(2, 1 + Math.floor(Math.sqrt(1 + 1.54 * h)));

  test.each([0.01, 0.5, 1, 3, 10, 50, 300, 2000])(
    'a step of %d is the stability polynomial of its stages, at their price',
    (h) => {
      const start = new Float64Array([1]);
      const [flow, record] = watched({ ...bowl([1], h) });
      const { point, time, steps, evaluations } = descend(flow, start, {
        tolerance: 1e9,
        firstStep: h,
      });
      expect(point[0]).toBeCloseTo(stabilityPolynomial(stagesFor(h), -h), 9);
      expect(time).toBe(h);
      expect(steps).toBe(1);
      expect(evaluations).toBe(1 + stagesFor(h));
      expect(record.velocities).toBe(evaluations);
      expect(start[0]).toBe(1);
    },
  );

  test('follows slow directions to its tolerance beside fast ones', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 2, noNaN: true }),
        fc.constantFrom(1, 1e2, 1e4),
        (slow, fast) => {
          const { point, time } = descend(bowl([slow, fast], 1), new Float64Array([1, 1]), {
            tolerance: 1e-6,
            firstStep: 1e-6,
          });
          expect(Math.abs(point[0] - Math.exp(-slow * time))).toBeLessThan(1e-3);
          expect(Math.abs(point[1] - Math.exp(-fast * time))).toBeLessThan(1e-3);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('pays for stiffness by its square root', () => {
    const price = (fast: number): number =>
      descend(bowl([1, fast], 100), new Float64Array([1, 1e-3]), {
        tolerance: 1e-3,
        firstStep: 1e-6,
      }).evaluations;
    // An ordinary explicit method is stable for h ρ of the order of two a stage: 500 000 of them
    expect(price(1e4)).toBeLessThan(20_000);
    expect(price(1e2)).toBeLessThan(1000);
  });

  test('recovers from a stiffness that was told too small', () => {
    const { potential } = descend(
      { ...bowl([1, 500], 10), stiffness: () => 50 },
      new Float64Array([1, 1]),
      { tolerance: 1e-3, firstStep: 1e-6 },
    );
    expect(potential).toBeLessThan(1e-4);
  });

  test('gives up in words', () => {
    expect(() =>
      descend({ ...bowl([1], 1), ends: () => false }, new Float64Array([1]), {
        tolerance: 1e-9,
        firstStep: 1e-3,
        maxEvaluations: 100,
      }),
    ).toThrow(ConvergenceError);
  });

  test('a step is taken up to the tolerance of its error, and the next has the length that it says', () => {
    const h = 0.5;
    const y = stabilityPolynomial(2, -h);
    const error = Math.abs(0.8 * (1 - y) - 0.4 * h * (1 + y)) / Math.SQRT2; // of two, one at rest
    for (const ratio of [1e-4, 0.02, 0.3, 0.99]) {
      const [flow, record] = watched(bowl([1, 1], 2 * h));
      descend(flow, new Float64Array([1, 0]), { tolerance: error / ratio, firstStep: h });
      const factor = Math.min(5, Math.max(0.3, 0.8 / Math.cbrt(ratio)));
      expect(record.times.slice(0, 2)).toEqual([0, h]);
      expect(record.times[2]).toBeCloseTo(h * (1 + factor), 9);
    }
    for (const ratio of [1.01, 3, 1e6]) {
      const [flow, record] = watched(bowl([1, 1], h));
      const { evaluations } = descend(flow, new Float64Array([1, 0]), {
        tolerance: error / ratio,
        firstStep: h,
      });
      const factor = Math.max(0.1, 0.8 / Math.cbrt(ratio));
      expect(record.times.slice(0, 2)).toEqual([0, 0]); // refused: asked again where it stands
      if (ratio < 100) expect(record.times[2]).toBeCloseTo(h * factor, 9);
      expect(record.velocities).toBe(evaluations);
    }
  });

  test('a potential that would rise is refused, whatever the error, and the step is cut to a quarter', () => {
    // Told to be 40 times less stiff than it is, three stages at h = 8 amplify.
    const [flow, record] = watched({ ...bowl([40], 1), stiffness: () => 1 });
    const { evaluations, potential } = descend(flow, new Float64Array([1]), {
      tolerance: 1e9,
      firstStep: 8,
    });
    expect(record.times.slice(0, 3)).toEqual([0, 0, 0]);
    expect(record.times.find((t) => t > 0)).toBeLessThan(1);
    expect(Math.log2(record.times.find((t) => t > 0)!) % 2).not.toBe(0.5);
    expect(potential).toBeLessThan(20);
    expect(record.velocities).toBe(evaluations);
  });

  test.each([0, 7])('stays at a minimum of potential %d', (level) => {
    const flow = bowl([1, 3], 1);
    const lifted = {
      ...flow,
      velocity: (y: Float64Array, f: Float64Array) => level + flow.velocity(y, f),
    };
    const { point, steps, potential } = descend(lifted, new Float64Array(2), {
      tolerance: 1e-6,
      firstStep: 1e-3,
      maxEvaluations: 100,
    });
    expect(Array.from(point)).toEqual([0, 0]);
    expect(potential).toBe(level);
    expect(steps).toBeLessThan(20);
  });

  test('leaves the start as it was', () => {
    const start = new Float64Array([1, 1]);
    const { steps } = descend(bowl([1, 30], 1), start, { tolerance: 1e-4, firstStep: 1e-3 });
    expect(steps).toBeGreaterThan(3);
    expect(Array.from(start)).toEqual([1, 1]);
  });

  test('a stiffness is asked for anew after eight steps, and after a refusal', () => {
    const [flow, record] = watched(bowl([1], 1));
    const { steps } = descend(flow, new Float64Array([1]), { tolerance: 1e-7, firstStep: 1e-4 });
    expect(steps).toBeGreaterThan(20);
    expect(record.times.length).toBe(steps + 1);
    expect(record.stiffnesses).toBe(1 + Math.floor(steps / 8));
    const [refusing, again] = watched(bowl([1], 1));
    descend(refusing, new Float64Array([1]), { tolerance: 1e-3, firstStep: 1 });
    const refusals = again.times.filter((t, k) => t === again.times[k - 1]).length;
    expect(refusals).toBeGreaterThan(0);
    expect(again.stiffnesses).toBeGreaterThan(refusals);
  });

  test('a step is cut where it would need more than 120 stages', () => {
    const longest = (120 ** 2 - 1) / 1540;
    const [flow, record] = watched({ ...bowl([1e-3], 2 * longest), stiffness: () => 1e3 });
    descend(flow, new Float64Array([1]), { tolerance: 1e9, firstStep: 1e7 });
    expect(record.times[1]).toBeCloseTo(longest, 12);
    expect(record.times[2]).toBeCloseTo(2 * longest, 12);
    expect(Math.max(...record.perStep)).toBeLessThanOrEqual(121);
  });

  test('the velocity is not asked for once the evaluations are spent', () => {
    const [flow, record] = watched({ ...bowl([1], 1), ends: () => false });
    const spend = () =>
      descend(flow, new Float64Array([1]), { tolerance: 1e9, firstStep: 1e-3, maxEvaluations: 5 });
    expect(spend).toThrow(ConvergenceError);
    expect(record.velocities).toBe(7); // 1, then steps of two while not above five
  });
});
