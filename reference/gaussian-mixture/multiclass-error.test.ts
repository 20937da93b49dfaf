import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Estimate } from '../numerics/estimate.ts';
import { normalCdf, normalDensity } from '../numerics/normal.ts';
import { philoxStream } from '../numerics/random.ts';
import { real } from '../real.fixture.ts';
import { multiclassError } from './multiclass-error.ts';

interface Scores {
  readonly overlap: number[][];
  readonly norm: number[][];
  readonly bias: number[];
}

/** K classes: means and biases of order one, a covariance that is far from singular. */
const scores = fc
  .record({ classes: fc.integer({ min: 2, max: 3 }), spread: real(0.2, 2), seed: fc.nat() })
  .map(({ classes, spread, seed }): Scores => {
    const stream = philoxStream(seed);
    const matrix = () =>
      Array.from({ length: classes }, () => Array.from({ length: classes }, () => stream.normal()));
    const root = matrix();
    return {
      overlap: matrix().map((row, k) => row.map((x, l) => spread * x + (k === l ? 1 : 0))),
      norm: root.map((a, k) =>
        root.map((b, l) => a.reduce((sum, x, i) => sum + x * b[i], k === l ? 0.3 : 0)),
      ),
      bias: Array.from({ length: classes }, () => spread * stream.normal()),
    };
  });

const equal = ({ bias }: Scores) => bias.map(() => 1 / bias.length);
type Where = { readonly part: keyof Scores; readonly k: number; readonly l: number };

/** Every number is exact but one (and its mirror image), whose error is given. */
function errorOf(s: Scores, where?: Where, error = 0): Estimate {
  const estimate = (part: keyof Scores, k: number, l: number, value: number) => {
    const hit =
      where?.part === part &&
      ((where.k === k && where.l === l) || (part === 'norm' && where.k === l && where.l === k));
    return { value, error: hit ? error : 0 };
  };
  return multiclassError(
    {
      overlap: s.overlap.map((row, k) => row.map((x, l) => estimate('overlap', k, l, x))),
      norm: s.norm.map((row, k) => row.map((x, l) => estimate('norm', k, l, x))),
      bias: s.bias.map((x, k) => estimate('bias', k, 0, x)),
    },
    equal(s),
  );
}

function moved(s: Scores, { part, k, l }: Where, by: number): Scores {
  const change = (m: number[][], symmetric: boolean) =>
    m.map((row, i) =>
      row.map((x, j) => ((i === k && j === l) || (symmetric && i === l && j === k) ? x + by : x)),
    );
  if (part === 'bias') return { ...s, bias: s.bias.map((x, i) => (i === k ? x + by : x)) };
  return { ...s, [part]: change(s[part], part === 'norm') };
}

const places = (s: Scores): Where[] => {
  const all = s.bias.map((_, k) => k);
  return [
    ...all.map((k) => ({ part: 'bias' as const, k, l: 0 })),
    ...(['overlap', 'norm'] as const).flatMap((part) =>
      all.flatMap((k) => all.map((l) => ({ part, k, l }))),
    ),
  ];
};

describe('the probability of a wrong class', () => {
  it('two classes: a normal distribution function', () => {
    fc.assert(
      fc.property(
        scores.filter(({ bias }) => bias.length === 2),
        (s) => {
          const { overlap: M, norm: Q, bias: b } = s;
          const deviation = Math.sqrt(Q[0][0] - 2 * Q[0][1] + Q[1][1]);
          const wrong = (k: number, j: number) =>
            normalCdf((M[j][k] - M[k][k] + b[j] - b[k]) / deviation);
          const { value, error } = errorOf(s);
          expect(Math.abs(value - (wrong(0, 1) + wrong(1, 0)) / 2)).toBeLessThan(1e-14);
          expect(error).toBeLessThan(1e-13);
        },
      ),
    );
  });

  it('is known as well as each single number that it is made of', () => {
    const most = 1e-6;
    fc.assert(
      fc.property(scores, (s) => {
        const exact = errorOf(s);
        for (const where of places(s)) {
          const { error } = errorOf(s, where, most);
          const sizes = [-most, most].map((by) =>
            Math.abs(errorOf(moved(s, where, by)).value - exact.value),
          );
          const change = Math.max(...sizes);
          // to second order, and a few roundings of either
          expect(error).toBeGreaterThanOrEqual(change * (1 - 10 * most) - 4 * exact.error);
          // a class at least moves its own two differences by as much; densities stay below 1/√(2π·0.3)
          expect(error).toBeLessThan(12 * most + 2 * exact.error);
          expect(error).toBeGreaterThanOrEqual(exact.error);
        }
      }),
      { numRuns: 8 },
    );
  });

  it('two classes: an error of a mean is passed on as it is', () => {
    fc.assert(
      fc.property(
        scores.filter(({ bias }) => bias.length === 2),
        (s) => {
          const most = 1e-6;
          const exact = errorOf(s);
          for (const where of places(s).filter(({ part }) => part !== 'norm')) {
            const { error } = errorOf(s, where, most);
            const change = Math.abs(errorOf(moved(s, where, most)).value - exact.value);
            const one = where.part === 'overlap';
            // a bias moves the errors of both classes, and they may cancel
            if (one) expect(error).toBeLessThanOrEqual(change * (1 + 20 * most) + 4 * exact.error);
            expect(error).toBeGreaterThanOrEqual(change * (1 - 20 * most) - 4 * exact.error);
          }
        },
      ),
    );
  });

  it('two classes: what is common to all numbers is lost in rounding, and said so', () => {
    fc.assert(
      fc.property(
        scores.filter(({ bias }) => bias.length === 2),
        fc.constantFrom('overlap' as const, 'bias' as const),
        (s, part) => {
          const common = 1e6;
          const { overlap: M, norm: Q, bias: b } = s;
          const deviation = Math.sqrt(Q[0][0] - 2 * Q[0][1] + Q[1][1]);
          const shifted =
            part === 'overlap'
              ? { ...s, overlap: M.map((row) => row.map((x) => x + common)) }
              : { ...s, bias: b.map((x) => x + common) };
          const density = [0, 1].map((k) =>
            normalDensity((M[k][k] - M[1 - k][k] + b[k] - b[1 - k]) / deviation),
          );
          const rounding = (Number.EPSILON * common * (density[0] + density[1])) / deviation;
          const { value, error } = errorOf(shifted);
          expect(error).toBeGreaterThanOrEqual(0.99 * rounding);
          expect(Math.abs(value - errorOf(s).value)).toBeLessThanOrEqual(error);
        },
      ),
    );
  });
});
