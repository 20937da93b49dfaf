import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../real.fixture.ts';
import { differenceJacobian, rootErrors, type System, solveSystem } from './newton-system.ts';

/** x + coupling·sin(neighbour) − target: one root for |coupling| < 1, and F′ is known. */
const coupled =
  (target: readonly number[], coupling: number) =>
  (x: Float64Array): Float64Array =>
    x.map((value, i) => value + coupling * Math.sin(x[(i + 1) % x.length]) - target[i]);

const matrix = (n: number, ...data: number[]) => ({
  rows: n,
  columns: n,
  data: Float64Array.from(data),
});

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
    const errors = rootErrors(matrix(2, 2, 3, 0, 5), [1, 10]);
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

  it('takes a point for the root from which no step is left, whatever F is worth', () => {
    const near = 1 + 2 ** -51;
    const outcome = solveSystem((x) => Float64Array.of(x[0] - 1), [near], { noise: 0 });
    expect(outcome).toMatchObject({ status: 'converged', evaluations: 2 });
    expect(outcome.point[0]).toBe(near);
  });

  it('takes what is within the noise of F for a root, as it stands', () => {
    const outcome = solveSystem((x) => Float64Array.of(x[0] - 1), [1 + 1e-10], { noise: 1e-9 });
    expect(outcome.status).toBe('converged');
    expect(outcome.point[0]).toBe(1 + 1e-10);
  });
});

/** The system, and the points at which it was asked. */
function watched(system: System): { readonly asked: number[][]; readonly system: System } {
  const asked: number[][] = [];
  return {
    asked,
    system: (x) => {
      asked.push(Array.from(x));
      return system(x);
    },
  };
}

describe('the Jacobian', () => {
  it('is taken one step above each unknown, in units of its size', () => {
    const { asked, system } = watched((x) => Float64Array.of(3 * x[0] - x[1], x[0] * x[1]));
    const at = Float64Array.of(-100, 0.5);
    const found = differenceJacobian(system, at, Float64Array.of(-300.5, -50), 1e-4);
    expect(asked[0][0]).toBeCloseTo(-100 + 1e-2, 12);
    expect(asked[0][1]).toBe(0.5);
    expect(asked[1]).toEqual([-100, 0.5 + 1e-4]);
    [3, -1, 0.5, -100].forEach((slope, k) => {
      expect(found?.data[k]).toBeCloseTo(slope, 6);
    });
  });

  it('is none where a neighbour is outside, and so is the root', () => {
    const edge = (x: Float64Array) => (x[0] > 1 ? null : Float64Array.of(x[0] - 3, 1));
    expect(differenceJacobian(edge, Float64Array.of(1), Float64Array.of(-2, 1))).toBeNull();
    for (const beyond of [
      [Number.NaN, 1],
      [1, Number.POSITIVE_INFINITY],
    ]) {
      const half: System = (x) =>
        x[0] > 1 ? Float64Array.from(beyond) : Float64Array.of(x[0] - 3, x[1]);
      expect(solveSystem(half, [1, 0])).toMatchObject({ status: 'outside', evaluations: 2 });
      expect(solveSystem(half, [1.5, 0])).toMatchObject({ status: 'outside', evaluations: 1 });
      expect(differenceJacobian(half, Float64Array.of(1, 0), Float64Array.of(-2, 0))).toBeNull();
    }
  });

  it('that is given is used, corrected along each step, and not differenced', () => {
    // Affine in three unknowns: Broyden's corrections end in 2n steps at most
    const A = [4, 1, 0, -1, 3, 0.5, 0, 0.25, 2];
    const root = [0.3, -0.2, 0.1];
    const { asked, system } = watched((x) =>
      Float64Array.from({ length: 3 }, (_, i) =>
        root.reduce((sum, r, j) => sum + A[3 * i + j] * (x[j] - r), 0),
      ),
    );
    const known = matrix(3, ...A.map((a, k) => a + [0.2, -0.1, 0.3][k % 3]));
    const before = known.data.slice();
    const outcome = solveSystem(system, [0, 0, 0], { jacobian: known });
    if (outcome.status !== 'converged') throw new Error(outcome.status);
    expect(outcome.evaluations).toBe(asked.length);
    expect(asked.length).toBeLessThanOrEqual(1 + 6);
    root.forEach((r, i) => {
      expect(outcome.point[i]).toBeCloseTo(r, 14);
    });
    expect(known.data).toEqual(before);
  });

  it('of one unknown is corrected to the secant', () => {
    const { asked, system } = watched((x) => Float64Array.of(2 * (x[0] - 1)));
    const outcome = solveSystem(system, [0.5], { jacobian: matrix(1, 2.25) });
    if (outcome.status !== 'converged') throw new Error(outcome.status);
    expect(outcome.jacobian.data[0]).toBeCloseTo(2, 12);
    expect(asked.length).toBe(3);
  });

  it('that points uphill is renewed', () => {
    const outcome = solveSystem((x) => Float64Array.of(x[0] - 1), [0], { jacobian: matrix(1, -1) });
    expect(outcome.status).toBe('converged');
    expect(outcome.point[0]).toBeCloseTo(1, 14);
  });

  it('is differenced anew after a step that gained little, and only then', () => {
    const { asked, system } = watched((x) => Float64Array.of(Math.expm1(x[0])));
    const outcome = solveSystem(system, [2]);
    expect(outcome.status).toBe('converged');
    let [before, renewed] = [Number.POSITIVE_INFINITY, 0];
    for (let k = 0; k < asked.length; k++) {
      const [[x], next] = [asked[k], asked[k + 1]];
      if (Math.abs(x) < 1e-3) break;
      const gained = Math.abs(Math.expm1(x)) / before;
      const isDifferenced = Math.abs(next[0] - x) < 3e-7;
      expect(isDifferenced).toBe(k === 0 || gained > 0.3);
      before = Math.abs(Math.expm1(x));
      if (isDifferenced) [k, renewed] = [k + 1, renewed + 1];
    }
    expect(renewed).toBe(3);
    expect(outcome.evaluations).toBe(asked.length);
  });
});

describe('a search without an end', () => {
  it('stops after its steps', () => {
    const { asked, system } = watched((x) => Float64Array.of(Math.expm1(x[0])));
    const outcome = solveSystem(system, [2], { maxSteps: 1 });
    expect(outcome).toMatchObject({ status: 'out-of-steps', evaluations: 4 });
    expect(outcome.point[0]).toBeCloseTo(2 - (1 - Math.exp(-2)), 6);
    expect(asked.length).toBe(4);
  });

  it('stalls where the Jacobian is singular', () => {
    const flat = solveSystem(() => Float64Array.of(1), [0]);
    expect(flat).toMatchObject({ status: 'stalled', evaluations: 2 });
    expect(solveSystem(() => Float64Array.of(1e-20), [0]).status).toBe('stalled');
    const twice = solveSystem((x) => Float64Array.of(x[0] + x[1] - 1, 2 * x[0] + 2 * x[1]), [0, 0]);
    expect(twice.status).toBe('stalled');
  });

  it('stalls on a plateau: an |F| that stays as it is is no gain', () => {
    const plateau: System = (x) => Float64Array.of(Math.max(x[0], 1e-3));
    const outcome = solveSystem(plateau, [5e-4], { increment: 1e-2 });
    // once, a neighbour, and steps that are halved down to 1/300
    expect(outcome).toMatchObject({ status: 'stalled', evaluations: 1 + 1 + 9 });
  });

  it('steps that leave the domain are shortened', () => {
    const { asked, system } = watched((x) => (x[0] > 0 ? Float64Array.of(Math.log(x[0])) : null));
    const outcome = solveSystem(system, [5], { maxStep: 100 });
    expect(asked.some(([x]) => x <= 0)).toBe(true);
    expect(outcome.status).toBe('converged');
    expect(outcome.point[0]).toBeCloseTo(1, 13);
  });

  it('errors of the system that are no lack of convergence pass through', () => {
    expect(() =>
      solveSystem(() => {
        throw new RangeError('mine');
      }, [1]),
    ).toThrow(/mine/);
  });
});
