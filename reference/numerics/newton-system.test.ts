import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../real.fixture.ts';
import { rootErrors, solveSystem } from './newton-system.ts';

/** x + coupling·sin(neighbour) − target: one root for |coupling| < 1, and F′ is known. */
const coupled =
  (target: readonly number[], coupling: number) =>
  (x: Float64Array): Float64Array =>
    x.map((value, i) => value + coupling * Math.sin(x[(i + 1) % x.length]) - target[i]);

describe('solveSystem', () => {
  it('finds the root from anywhere, to rounding', () => {
    fc.assert(
      fc.property(
        fc.array(real(-5, 5), { minLength: 1, maxLength: 6 }),
        real(-0.8, 0.8),
        (root, coupling) => {
          const target = Array.from(
            coupled(
              root.map(() => 0),
              coupling,
            )(Float64Array.from(root)),
          );
          const outcome = solveSystem(
            coupled(target, coupling),
            root.map(() => 0),
          );
          expect(outcome.status).toBe('converged');
          root.forEach((x, i) => {
            expect(Math.abs(outcome.point[i] - x)).toBeLessThan(1e-13 * (1 + Math.abs(x)));
          });
        },
      ),
    );
  });

  it('does not call a local minimum of |F| a root', () => {
    const outcome = solveSystem((x) => Float64Array.of(x[0] * x[0] + 1), [0.7]);
    expect(outcome.status).not.toBe('converged');
  });

  it('stays inside the domain, and says when it begins outside', () => {
    const log = (x: Float64Array) => (x[0] > 0 ? Float64Array.of(Math.log(x[0])) : null);
    const inside = solveSystem(log, [5]);
    expect(inside.status).toBe('converged');
    expect(Math.abs(inside.point[0] - 1)).toBeLessThan(1e-14);
    expect(solveSystem(log, [-1]).status).toBe('outside');
  });

  it('the error of the root is that of F, magnified by the inverse slope', () => {
    const outcome = solveSystem((x) => Float64Array.of(1e-3 * (x[0] - 2)), [0]);
    if (outcome.status !== 'converged') throw new Error(outcome.status);
    expect(rootErrors(outcome.jacobian, [1e-9])[0]).toBeCloseTo(1e-6, 12);
    // J⁻¹ = (1/2, −3/10; 0, 1/5)
    const errors = rootErrors({ rows: 2, columns: 2, data: Float64Array.of(2, 3, 0, 5) }, [1, 10]);
    expect(errors[0]).toBeCloseTo(3.5, 12);
    expect(errors[1]).toBeCloseTo(2, 12);
  });

  it('stops where the noise of F lets it come no nearer, if that is near enough', () => {
    // Known to a step of `grain` only: below it F does not fall, and nothing is gained by going on
    const grainy = (grain: number) => (x: Float64Array) =>
      Float64Array.of(grain * (0.3 + Math.round((x[0] - 0.3) / grain)));
    const near = solveSystem(grainy(1e-12), [2], { tolerance: 1e-14, noise: 0, increment: 1e-4 });
    expect(near.status).toBe('converged');
    expect(Math.abs(near.point[0] - 0.3)).toBeLessThan(2e-12);
    const far = solveSystem(grainy(1e-8), [2], { tolerance: 1e-14, noise: 0, increment: 1e-4 });
    expect(far.status).toBe('stalled');
  });

  it('takes what is within the noise of F for a root, as it stands', () => {
    const outcome = solveSystem((x) => Float64Array.of(x[0] - 1), [1 + 1e-10], { noise: 1e-9 });
    expect(outcome.status).toBe('converged');
    expect(outcome.point[0]).toBe(1 + 1e-10);
  });
});
