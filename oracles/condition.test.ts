import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../reference/errors.ts';
import { logUniform, uniform } from './arbitraries/numbers.ts';
import { conditioning, conditionNumbers } from './condition.ts';
import { glmFixedPoint } from './glm/fixed-point.ts';
import { glmOptimum } from './glm/optimum.ts';
import { glmOutputPotential } from './glm/output-potential.ts';
import { glmPriorPotential } from './glm/prior-potential.ts';
import { glmThreshold } from './glm/threshold.ts';
import { defineOracle, type Oracle } from './oracle.ts';

/** Condition numbers are slopes over a finite step: a relative 1e-4 is what the step promises. */
const near = (found: number, expected: number) =>
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-4 * expected + 1e-4);

/** An oracle of the test: y = f(x), and whatever else. */
const toy = <R extends object>(
  f: (x: number, list: readonly number[]) => R,
): Oracle<{ x: number; list: readonly number[] }, R> =>
  defineOracle<{ x: number; list: readonly number[] }, R>({
    id: 'test.toy',
    title: '',
    formula: '',
    params: {},
    result: {},
    fields: {} as never,
    answer: ({ x, list }) => ({ result: f(x, list), error: {} }),
    sample: fc.constant({ x: 1, list: [] }),
    continuous: ['x', 'list', 'absent', 'absent.deeper'],
    witnesses: [],
    sources: [],
    cost: 'cheap',
  });
const numbersOf = <R extends object>(
  f: (x: number, list: readonly number[]) => R,
  x: number,
  list: readonly number[] = [],
) => {
  const oracle = toy(f);
  return conditioning(oracle, { x, list }, oracle.answer({ x, list }));
};

describe('closed forms', () => {
  test('Gaussian prior: M = r S²/(1 + r S) has κ = 1 + 2/(1 + r S)', () => {
    fc.assert(
      fc.property(logUniform(1e-2, 1e2), logUniform(0.1, 10), (conjugate, variance) => {
        const params = { prior: { kind: 'gaussian' as const, variance }, conjugate };
        const numbers = conditionNumbers(
          glmPriorPotential,
          params,
          glmPriorPotential.answer(params),
        );
        near(numbers.overlap, 1 + 2 / (1 + conjugate * variance));
      }),
      { numRuns: 50 },
    );
  });

  test('linear channel: A = 1/(ρ − m + Δ) has κ = (ρ + m + Δ)/(ρ − m + Δ)', () => {
    fc.assert(
      fc.property(uniform(0.01, 0.9, 89), logUniform(1e-2, 10), (overlap, noiseVariance) => {
        const params = {
          channel: { kind: 'linear' as const, noiseVariance },
          secondMoment: 1,
          overlap,
        };
        const numbers = conditionNumbers(
          glmOutputPotential,
          params,
          glmOutputPotential.answer(params),
        );
        near(
          numbers.conjugatePerAlpha,
          (1 + overlap + noiseVariance) / (1 - overlap + noiseVariance),
        );
      }),
      { numRuns: 50 },
    );
  });

  test('a power x^p has κ = |p|, whatever x', () => {
    fc.assert(
      fc.property(logUniform(1e-3, 1e3), fc.integer({ min: -5, max: 5 }), (x, p) => {
        near(numbersOf((t) => ({ y: t ** p }), x).y.relative, Math.abs(p));
      }),
    );
  });
});

describe('corners', () => {
  test('near a square-root fold κ grows like 1/distance', () => {
    near(numbersOf((x) => ({ y: Math.sqrt(x - 1) }), 1.01).y.relative, (0.5 * 1.01) / 0.01);
  });

  test('a jump within the step is seen from either side', () => {
    for (const x of [1 - 5e-7, 1 + 5e-7])
      expect(numbersOf((t) => ({ y: t < 1 ? 1 : 2 }), x).y.absolute).toBeCloseTo(1e6, 0);
  });

  test('a symmetric cusp does not cancel', () => {
    expect(numbersOf((x) => ({ y: 1 + Math.abs(x - 1) }), 1).y.relative).toBeCloseTo(1, 4);
  });

  test('one failing side: the other one speaks; both failing: infinite, with the reason', () => {
    const refuse = (bad: (x: number) => boolean) => (x: number) => {
      if (bad(x)) throw new DomainError('toy', 'x', x, 'elsewhere');
      return { y: x * x };
    };
    near(
      numbersOf(
        refuse((x) => x > 1),
        1,
      ).y.relative,
      2,
    );
    const both = numbersOf(
      refuse((x) => x !== 1),
      1,
    ).y;
    expect(both.relative).toBe(Number.POSITIVE_INFINITY);
    expect(both.reason).toContain('no answer at x');
  });

  test('only typed failures are survived', () => {
    const broken = (x: number) => {
      if (x !== 1) throw new TypeError('a bug');
      return { y: x };
    };
    expect(() => numbersOf(broken, 1)).toThrow(TypeError);
  });

  test('a label that changes cannot be judged; one that does not can', () => {
    const phase = (x: number) => ({ phase: x < 1 ? 'hard' : 'easy' });
    expect(numbersOf(phase, 1).phase.relative).toBe(Number.POSITIVE_INFINITY);
    expect(numbersOf(phase, 2).phase).toEqual({ relative: 0, absolute: 0 });
  });

  test('no NaN: zeros, infinities, a field that vanishes', () => {
    const numbers = numbersOf(
      (x) => ({ zero: 0, infinite: 1 / 0, turns: x === 1 ? 1 / 0 : 1, crossing: x - 1 }),
      1,
    );
    expect(numbers.zero.relative).toBe(0);
    expect(numbers.infinite.relative).toBe(0);
    expect(numbers.turns.relative).toBe(Number.POSITIVE_INFINITY);
    expect(numbers.crossing.relative).toBe(Number.POSITIVE_INFINITY);
    expect(numbers.crossing.absolute).toBeCloseTo(1, 6);
    expect(numbers.crossing.reason).toBe('the field is zero');
  });

  test('arrays: one reproducible direction for a parameter, the maximum norm for a field', () => {
    const f = (_: number, list: readonly number[]) => ({ squares: list.map((t) => t * t) });
    near(numbersOf(f, 1, [1, -2, 0, 3]).squares.relative, 2);
    const sum = (_: number, list: readonly number[]) => ({ y: list.reduce((a, b) => a + b, 0) });
    const list = Array.from({ length: 100 }, () => 1);
    expect(numbersOf(sum, 1, list)).toEqual(numbersOf(sum, 1, list));
    expect(numbersOf(sum, 1, list).y.relative).toBeLessThan(0.5);
  });
});

describe('questions with matrices', () => {
  const rows = (matrix: readonly (readonly number[])[]) => matrix as unknown as readonly number[];
  const entries = (list: readonly number[]) => list.flat() as number[];

  test('every entry of a matrix moves, by a sign of its own', () => {
    const f = (_: number, list: readonly number[]) => ({
      squares: entries(list).map((t) => t * t),
    });
    near(numbersOf(f, 1, rows([[3]])).squares.relative, 2);
    near(
      numbersOf(
        f,
        1,
        rows([
          [0, -3],
          [5, 0],
        ]),
      ).squares.relative,
      2,
    );
    // not all the same way: the sum of a hundred ones moves by far less than each of them
    const ones = Array.from({ length: 10 }, () => new Array(10).fill(1));
    const sum = (_: number, list: readonly number[]) => ({
      y: entries(list).reduce((a, b) => a + b, 0),
    });
    const { relative } = numbersOf(sum, 1, rows(ones)).y;
    expect(relative).toBeLessThan(0.5);
    expect(numbersOf(sum, 1, rows([[1], [0]])).y.relative).toBeCloseTo(1, 5);
  });

  test('what is nowhere a number, or zero everywhere, is not moved', () => {
    const asked: unknown[] = [];
    const f = (x: number, list: readonly number[]) => {
      asked.push([x, list]);
      return { y: x };
    };
    numbersOf(f, 0, rows([[0, 0], [0]]));
    expect(asked).toHaveLength(1);
    numbersOf(f, Number.NaN, []);
    numbersOf(f, Number.POSITIVE_INFINITY, rows([[Number.NaN]]));
    expect(asked).toHaveLength(3);
    numbersOf(f, 2, rows([[0], [1]]));
    expect(asked).toHaveLength(3 + 1 + 4);
  });

  test('a field of another shape or kind within the step cannot be judged', () => {
    for (const other of [[1], [1, 2, 3], 1, 'x', null]) {
      const { y } = numbersOf((x) => ({ y: (x === 1 ? [1, 2] : other) as unknown }), 1);
      expect(y.absolute).toBe(Number.POSITIVE_INFINITY);
      expect(y.reason).toContain('changes its kind within x');
    }
    const { y } = numbersOf((x) => ({ y: (x === 1 ? 1 : 'x') as unknown }), 1);
    expect(y.absolute).toBe(Number.POSITIVE_INFINITY);
  });

  test('an array is as large as its largest number, a label weighs nothing', () => {
    near(numbersOf((x) => ({ y: [x, -10 * x * x] }), 1).y.relative, 2);
    near(numbersOf((x) => ({ y: [x, Infinity] }), 4).y.relative, 1);
    near(numbersOf((x) => ({ y: [x / 8, 'label'] }), 1).y.relative, 1);
  });
});

describe('the models of the catalogue', () => {
  const binaryPerceptron = (alpha: number) =>
    ({
      prior: { kind: 'rademacher' },
      channel: { kind: 'sign' },
      alpha,
      start: 'uninformed',
    }) as const;
  const at = (alpha: number) => {
    const params = binaryPerceptron(alpha);
    return conditionNumbers(glmFixedPoint, params, glmFixedPoint.answer(params));
  };

  test('far from a fold a fixed point is well conditioned; towards it κ grows without bound', () => {
    const { result } = glmThreshold.answer({ ...pick(binaryPerceptron(1)), kind: 'algorithmic' });
    expect(at(0.3).overlap).toBeLessThan(3);
    const approach = [0.1, 0.01, 0.001, 1e-4].map((gap) => at(result.alpha * (1 - gap)).overlap);
    // m − m_fold ~ −√(α_c − α): ten times closer, √10 times worse.
    for (let i = 1; i < approach.length; i++) {
      const factor = approach[i] / approach[i - 1];
      expect(factor).toBeGreaterThan(2);
      expect(factor).toBeLessThan(5);
    }
  });

  test('at a threshold the phase cannot be judged', () => {
    const { result } = glmThreshold.answer({
      ...pick(binaryPerceptron(1)),
      kind: 'information-theoretic',
    });
    const params = { ...pick(binaryPerceptron(1)), alpha: result.alpha * (1 + 1e-8) };
    const numbers = conditionNumbers(glmOptimum, params, glmOptimum.answer(params));
    expect(numbers.phase).toBe(Number.POSITIVE_INFINITY);
    expect(numbers.freeEntropy).toBeLessThan(10);
    expect(numbers.overlap).toBeGreaterThan(1e5);
  });
});

function pick<T extends { readonly prior: unknown; readonly channel: unknown }>({
  prior,
  channel,
}: T): Pick<T, 'prior' | 'channel'> {
  return { prior, channel };
}
