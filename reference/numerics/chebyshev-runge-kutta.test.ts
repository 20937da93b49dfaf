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
});
