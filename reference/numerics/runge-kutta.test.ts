import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConvergenceError, DomainError } from '../errors.ts';
import { type Flow, followFlow } from './runge-kutta.ts';
import { certifiedFlow } from './two-tolerances.ts';

const flow = (f: (y: Float64Array, out: Float64Array) => void): Flow => ({
  velocity: (y, out) => {
    f(y, out);
    return 0;
  },
});

const oscillator = flow((y, f) => {
  f[0] = y[1];
  f[1] = -y[0];
});
const logistic = flow((y, f) => {
  for (let i = 0; i < y.length; i++) f[i] = y[i] * (1 - y[i]);
});
const logisticAt = (start: number, t: number): number => 1 / (1 + (1 / start - 1) * Math.exp(-t));

describe('the embedded method', () => {
  test('its error is one of the root mean square: copies of a system change no step', () => {
    for (const start of [0.01, 0.3, 2]) {
      const run = (copies: number) =>
        followFlow(logistic, new Array(copies).fill(start), [3, 8], { tolerance: 1e-10 });
      const [one, nine] = [run(1), run(9)];
      expect(nine.steps).toBe(one.steps);
      nine.states.forEach((state, k) => {
        for (const y of state) expect(y).toBeCloseTo(one.states[k][0], 13);
      });
    }
  });

  test('is of order eight: the error follows the tolerance, the steps its eighth root', () => {
    const run = (tolerance: number) => {
      const { states, steps } = followFlow(oscillator, [1, 0], [20], { tolerance });
      return {
        error: Math.hypot(states[0][0] - Math.cos(20), states[0][1] + Math.sin(20)),
        steps,
      };
    };
    const [coarse, fine] = [run(1e-6), run(1e-12)];
    expect(coarse.error).toBeLessThan(1e-5);
    expect(fine.error).toBeLessThan(1e-11);
    // 10^(6/8) = 5.6 times as many
    expect(fine.steps / coarse.steps).toBeGreaterThan(4);
    expect(fine.steps / coarse.steps).toBeLessThan(8);
  });

  test('integrates polynomials in time of degree seven exactly, and sees the error of degree eight', () => {
    // y₀ is time
    const power = (k: number) =>
      flow((y, f) => {
        f[0] = 1;
        f[1] = (k + 1) * y[0] ** k;
      });
    for (let k = 0; k <= 7; k++) {
      const { states } = followFlow(power(k), [0, 0], [1], { tolerance: 1e-3, scale: 1 });
      expect(Math.abs(states[0][1] - 1)).toBeLessThan(1e-13);
    }
  });

  test('hits the times asked for, whatever lies between them', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.double({ min: 1e-6, max: 8, noNaN: true }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.double({ min: 0.01, max: 3, noNaN: true }),
        (drawn, start) => {
          const times = [...drawn].sort((a, b) => a - b);
          const { states } = followFlow(logistic, [start], times, { tolerance: 1e-12 });
          states.forEach(([y], k) => {
            expect(Math.abs(y - logisticAt(start, times[k]))).toBeLessThan(1e-10);
          });
        },
      ),
    );
  });

  test('knows no unit of y and no axes', () => {
    const { states: plain } = followFlow(oscillator, [1, 0.5], [3], { tolerance: 1e-9 });
    const { states: larger } = followFlow(oscillator, [1024, 512], [3], { tolerance: 1e-9 });
    expect(Array.from(larger[0], (y) => y / 1024)).toEqual([...plain[0]]);
  });

  test('stays where nothing moves, and at t = 0', () => {
    const still = flow((_, f) => f.fill(0));
    expect([...followFlow(still, [1, 2], [0, 5], { tolerance: 1e-9 }).states[1]]).toEqual([1, 2]);
  });

  test('refuses steps on which a potential rises', () => {
    // A velocity that is wrong in sign beyond y = 1/2: the potential y² would rise.
    const treacherous: Flow = {
      velocity: (y, f) => {
        f[0] = y[0] > 0.5 ? -y[0] : y[0];
        return y[0] * y[0];
      },
      rounding: () => 1e-14,
    };
    expect(() => followFlow(treacherous, [1], [10], { tolerance: 1e-6, maxSteps: 2000 })).toThrow(
      ConvergenceError,
    );
  });

  test('restores what is conserved after every step', () => {
    const { states } = followFlow(
      {
        ...oscillator,
        retract: (y) => {
          const r = Math.hypot(y[0], y[1]);
          y[0] /= r;
          y[1] /= r;
        },
      },
      [1, 0],
      [100],
      { tolerance: 1e-4 },
    );
    expect(Math.hypot(states[0][0], states[0][1])).toBeCloseTo(1, 15);
  });

  test('gives up in words, not with its last state', () => {
    const stiff = flow((y, f) => {
      f[0] = -1e9 * (y[0] - 1);
    });
    expect(() => followFlow(stiff, [2], [1], { tolerance: 1e-9, maxSteps: 1000 })).toThrow(
      /1000 steps/,
    );
    const explosive = flow((y, f) => {
      f[0] = y[0] ** 2;
    });
    expect(() => followFlow(explosive, [1], [2], { tolerance: 1e-9, maxSteps: 5000 })).toThrow(
      ConvergenceError,
    );
  });

  test.each([[[]], [[-1]], [[1, 1]], [[2, 1]], [[Number.NaN]], [[Number.POSITIVE_INFINITY]]])(
    'times %j are no times',
    (times) => {
      expect(() => followFlow(oscillator, [1, 0], times, { tolerance: 1e-9 })).toThrow(DomainError);
    },
  );
});

describe('two tolerances', () => {
  test('the error of a trajectory is below its estimate, also where it is amplified', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 2, noNaN: true }),
        fc.double({ min: 0.1, max: 12, noNaN: true }),
        (start, t) => {
          const { states, errors } = certifiedFlow('test', logistic, [start], [t / 2, t]);
          states.forEach(([y], k) => {
            expect(Math.abs(y - logisticAt(start, (t * (k + 1)) / 2))).toBeLessThanOrEqual(
              errors[k],
            );
          });
        },
      ),
    );
  });

  test('what double precision does not determine is refused', () => {
    // e^{30} of what rounding does to the start
    const unstable = flow((y, f) => {
      f[0] = 3 * y[1];
      f[1] = y[0] / 3;
    });
    expect(() => certifiedFlow('test', unstable, [3, -1], [30], { scale: 1 })).toThrow(/sensitive/);
  });
});
