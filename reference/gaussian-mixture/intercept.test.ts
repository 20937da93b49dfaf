import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LossKind, loss } from '../losses/index.ts';
import { normalDensity } from '../numerics/normal.ts';
import { integrate } from '../numerics/quadrature.ts';
import { real } from '../real.fixture.ts';
import { balancingGap, gapsFrom, largerClass } from './intercept.ts';

/** E f and E(1 − f) for a margin u = u₀ − gap + √q z, from the definition. */
function forces(kind: LossKind, gap: number, q: number, V: number): readonly [number, number] {
  const { proximal } = loss(kind);
  const root = Math.sqrt(q);
  const mean = (kind === 'hinge' ? 1 : 0) - gap;
  const kinks = [1, 1 - V, 0, -V / 2].map((u) => (u - mean) / root);
  const breaks = [-12, -6, -3, -1, 0, 1, 3, 6, 12, ...kinks.filter((z) => Math.abs(z) < 12)];
  breaks.sort((a, b) => a - b);
  const average = (g: (force: number) => number) =>
    integrate((z) => normalDensity(z) * g(proximal(mean + root * z, V).force), breaks).value;
  return [average((f) => f), average((f) => 1 - f)];
}

const pair = (x: fc.Arbitrary<number>) => fc.tuple(x, x);

describe('the intercept', () => {
  it.each(['logistic', 'hinge'] as const)('%s: the forces of the two classes cancel', (kind) => {
    let asked = 0;
    fc.assert(
      fc.property(
        real(0.02, 0.98),
        real(-3, 0.9), // beyond the margin no sample may pull at all
        pair(real(-2, 1)),
        pair(real(-1.5, 1.5)),
        real(-1, 1),
        (p, overlap, norms, widths, guess) => {
          const probabilities = [p, 1 - p] as const;
          const norm = norms.map((x) => 10 ** x) as unknown as readonly [number, number];
          const susceptibility = widths.map((x) => 10 ** x) as unknown as readonly [number, number];
          const problem = { loss: loss(kind), probabilities, overlap, norm, susceptibility };
          const gaps = gapsFrom(
            problem.loss,
            overlap,
            largerClass(probabilities),
            balancingGap(problem, guess),
          );
          const [[f0, idle0], [f1, idle1]] = gaps.map((gap, k) =>
            forces(kind, gap, norm[k], susceptibility[k]),
          );
          // p₀ f₀ = p₁ f₁ where the forces have digits, the same for 1 − f where those have
          if (f0 + f1 <= 1) {
            fc.pre(Math.min(f0, f1) > 1e-12);
            expect(Math.abs(Math.log((p * f0) / ((1 - p) * f1)))).toBeLessThan(1e-8);
          } else {
            const excess = 2 * p - 1 + (1 - p) * idle1 - p * idle0;
            fc.pre(Math.max(idle0, idle1) > 1e-12);
            expect(Math.abs(excess)).toBeLessThan(1e-8 * (p * idle0 + (1 - p) * idle1));
          }
          asked++;
        },
      ),
      { numRuns: 60 },
    );
    expect(asked).toBeGreaterThan(30);
  });

  it('hinge: where all forces are 1 but for what underflows, the tails are equal', () => {
    const [root, overlap, V] = [0.02, 0.1, [0.02, 0.08] as const];
    const problem = {
      loss: loss('hinge'),
      probabilities: [0.5, 0.5],
      overlap,
      norm: [root ** 2, root ** 2],
      susceptibility: V,
    } as const;
    const gaps = gapsFrom(problem.loss, overlap, 0, balancingGap(problem, 0.9));
    const [z0, z1] = gaps.map((gap, k) => (gap - V[k]) / root);
    expect(Math.min(z0, z1)).toBeGreaterThan(39); // φ(39) < 1e-323
    // ln E min(1, (ξ − z)₊/w) → −z²/2 − ln(w z²) with w = V/√q, but for 3/z², the same on both sides
    const logTail = (z: number, w: number) => (-z * z) / 2 - Math.log(w * z * z);
    expect(Math.abs(logTail(z0, V[0] / root) - logTail(z1, V[1] / root))).toBeLessThan(0.01);
  });

  it('hinge: where every sample is far beyond its margin, no gap is the right one', () => {
    const problem = {
      loss: loss('hinge'),
      probabilities: [0.5, 0.5],
      overlap: 100,
      norm: [0.01, 0.01],
      susceptibility: [1, 1],
    } as const;
    expect(() => balancingGap(problem, -50)).toThrow(/no sample pulls/);
  });
});
