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
    expect([...followFlow(still, [0, 0], [5], { tolerance: 1e-9 }).states[0]]).toEqual([0, 0]);
  });

  describe('of steps', () => {
    /** dy/dt = 1, with the places it steps to. */
    const clock = (options: {
      start: number;
      times: number[];
      tolerance: number;
      scale?: number | undefined;
    }) => {
      const places: number[] = [options.start];
      const steady: Flow = {
        velocity: (_, f) => {
          f.fill(1);
          return 0;
        },
        retract: (y) => {
          places.push(y[0]);
        },
      };
      const { start, times, tolerance, scale } = options;
      const { states, steps } = followFlow(steady, [start], times, {
        tolerance,
        ...(scale === undefined ? {} : { scale }),
      });
      expect(steps).toBe(places.length - 1);
      expect(states.map((y) => y[0])).toEqual(
        options.times.map((t) => expect.closeTo(options.start + t, 12)),
      );
      return places.slice(1).map((y, i) => y - places[i]);
    };

    test('the first is guessed from size and speed, the next are six times as long at most', () => {
      for (const [start, tolerance, scale] of [
        [1, 1e-10, undefined],
        [5, 1e-10, undefined],
        [5, 1e-6, undefined],
        [1, 1e-10, 3],
      ] as const) {
        const first = (scale ?? start) * (0.01 * tolerance) ** (1 / 8);
        const steps = clock({ start, times: [1000], tolerance, scale });
        [1, 6].forEach((factor, i) => {
          expect(steps[i] / first).toBeCloseTo(factor, 9);
        });
      }
    });

    /** The oscillator, and the lengths of its first tried steps, by their first stages at 0.0526… of them. */
    const triedSteps = (tolerance: number, scale: number): readonly number[] => {
      const places: [number, number][] = [];
      const watched: Flow = {
        velocity: (y, f) => {
          places.push([y[0], y[1]]);
          return oscillator.velocity(y, f);
        },
      };
      followFlow(watched, [1, 0], [1e3], { tolerance, scale });
      const between = (i: number, j: number) =>
        Math.hypot(places[i][0] - places[j][0], places[i][1] - places[j][1]) / 0.05260015195876773;
      // The start, a trial, eleven stages; and one more evaluation where a step that is taken ends
      const taken =
        Math.abs(Math.hypot(...places[13]) - 1) < 1e-3 && between(13, 0) > between(2, 0);
      return [between(2, 0), taken ? between(14, 13) / Math.hypot(...places[13]) : between(13, 0)];
    };

    test('the first is short against the turn of the velocity', () => {
      // The trial goes 1 % of the scale: 10, over which the velocity turns by 10
      const [first] = triedSteps(1e-10, 1000);
      expect(first).toBeCloseTo((0.01 * 1e-10) ** (1 / 8) * 100, 9);
    });

    test('the next, or the same again, is as long as the error of the first asks for', () => {
      // The same step at errors of 1 : 2⁷ : 4⁷ : 8⁷: what is guessed knows the eighth root of the tolerance
      const [tolerance, scale] = [3.65e-5, 8.5];
      const [first, next] = triedSteps(tolerance, scale);
      const error = (0.9 * (first / next)) ** 8;
      expect(error).toBeGreaterThan(0.1);
      expect(error).toBeLessThan(1);
      for (const factor of [2, 4, 8]) {
        const [same, again] = triedSteps(tolerance / factor ** 8, scale * factor);
        expect(same).toBeCloseTo(first, 9);
        expect(again / first).toBeCloseTo(
          Math.max(0.2, 0.9 * (error * factor ** 7) ** (-1 / 8)),
          9,
        );
      }
    });

    test('as many as allowed, and no more', () => {
      const options = { tolerance: 1e-8 };
      const { steps } = followFlow(oscillator, [1, 0], [30], options);
      followFlow(oscillator, [1, 0], [30], { ...options, maxSteps: steps });
      expect(() =>
        followFlow(oscillator, [1, 0], [30], { ...options, maxSteps: steps - 1 }),
      ).toThrow(`more than ${steps - 1} steps`);
    });

    test('that vanish are told as such', () => {
      const wall = flow((y, f) => {
        f[0] = y[0] > 1 ? Number.NaN : 1;
      });
      expect(() => followFlow(wall, [0.5], [1], { tolerance: 1e-6 })).toThrow(/steps vanish/);
    });

    test('the last two halve what is left; a step cut short is forgotten', () => {
      const first = (0.01 * 1e-10) ** (1 / 8);
      // The second step would be six times the first, of which 7 to 12 are left
      const [, second, third, ...rest] = clock({ start: 1, times: [9 * first], tolerance: 1e-10 });
      expect(second / first).toBeCloseTo(4, 9);
      expect(third / first).toBeCloseTo(4, 9);
      expect(rest).toEqual([]);
      // 1/4, then 6/4 planned: one step lands on an end that is nearer
      const stops = clock({
        start: 1,
        times: [first, 1.5 * first, 100 * first],
        tolerance: 1e-10,
      });
      expect(stops[0] / first).toBeCloseTo(1, 9);
      expect(stops[1] / first).toBeCloseTo(0.5, 9);
      // Six times the first, not six times the half
      expect(stops[2] / first).toBeCloseTo(6, 9);
    });

    test('what is not a number shortens a step to its fifth', () => {
      const places: number[] = [];
      const walled: Flow = {
        velocity: (y, f) => {
          places.push(y[0] - 1);
          f[0] = y[0] > 1.2 ? Number.NaN : 1;
          return 0;
        },
      };
      expect(() =>
        followFlow(walled, [1], [1], { tolerance: 1e-4, scale: 10, maxSteps: 40 }),
      ).toThrow(ConvergenceError);
      // The start and a trial; then eleven stages a step, the first of them at 0.0526… of it
      expect(places[13] / places[2]).toBeCloseTo(0.2, 9);
    });

    test('each costs eleven evaluations and one where it ends, if it is taken', () => {
      let evaluations = 0;
      let taken = 0;
      const counted: Flow = {
        velocity: (y, f) => {
          evaluations++;
          f[0] = y[0] * (1 - y[0]);
          return 0;
        },
        retract: () => {
          taken++;
        },
      };
      const { steps } = followFlow(counted, [1e-3], [20], { tolerance: 1e-9 });
      expect(evaluations).toBe(2 + 11 * steps + taken);
      expect(steps - taken).toBeLessThan(0.2 * steps);
    });

    test('the error of each is what was asked for: within a factor of a hundred', () => {
      for (const tolerance of [1e-4, 1e-7, 1e-10]) {
        const { states, steps } = followFlow(oscillator, [1, 0], [40], { tolerance });
        const error = Math.hypot(states[0][0] - Math.cos(40), states[0][1] + Math.sin(40));
        expect(error / (steps * tolerance)).toBeLessThan(2);
        expect(error / (steps * tolerance)).toBeGreaterThan(1e-3);
      }
    });
  });

  test('a potential may rise by its rounding, and is told at the times asked for', () => {
    const drop: Flow = {
      velocity: (y, f) => {
        f[0] = -y[0];
        return y[0] * y[0];
      },
      rounding: (potential) => 1e-15 * potential,
    };
    const { potentials, states } = followFlow(drop, [2], [0, 1, 3], { tolerance: 1e-10 });
    expect(potentials[0]).toBe(4);
    potentials.forEach((v, k) => {
      expect(v).toBe(states[k][0] ** 2);
    });
    expect(potentials[2]).toBeCloseTo(4 * Math.exp(-6), 9);
    // One that rises, by less than its rounding
    const rise: Flow = {
      velocity: (y, f) => {
        f[0] = 1;
        return y[0];
      },
      rounding: () => 100,
    };
    expect(followFlow(rise, [1], [5], { tolerance: 1e-6 }).potentials[0]).toBeCloseTo(6, 9);
  });

  test('refuses steps on which a potential rises, whatever their error', () => {
    const decay: Flow = {
      velocity: (y, f) => {
        f[0] = -y[0];
        return y[0] * y[0];
      },
      rounding: () => 0,
    };
    const { potentials } = followFlow(decay, [1], [50, 100, 200], { tolerance: 1e6 });
    [1, ...potentials].reduce((before, v) => {
      expect(v).toBeLessThanOrEqual(before);
      return v;
    });
    // One that stays is none that rises
    const level = { ...oscillator, rounding: () => 0 };
    expect(followFlow(level, [1, 0], [1], { tolerance: 1e-9 }).steps).toBeLessThan(30);
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

  test('says which time, and what it must be', () => {
    const run = (times: number[]) => followFlow(oscillator, [1, 0], times, { tolerance: 1e-9 });
    expect(() => run([-1])).toThrow('times[0] must be finite and >= 0, got -1');
    expect(() => run([0, 3, 2])).toThrow('times[2] must be > 3, the time before, got 2');
    expect(() => run([0, Number.NaN])).toThrow('times[1] must be finite and >= 0, got NaN');
  });
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
