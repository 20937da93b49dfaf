import { describe, expect, it } from 'vitest';
import { conditioned, twice } from './conditioned.ts';
import type { Bench } from './law.ts';

const bench: Bench = {
  accuracy: 1e-6,
  ask: async () => {
    throw new Error('not asked');
  },
};

describe('answers widened by their condition numbers', () => {
  it('x = α³ is known to 3 ε beside its own error, twice', async () => {
    const asked: number[] = [];
    const ask = async ({ alpha }: { alpha: number }) => {
      asked.push(alpha);
      return { x: { value: alpha ** 3, error: 1e-9 }, y: { value: 7, error: 0.5 } };
    };
    const { x, y } = await conditioned(bench, { alpha: 2 }, ask, ['x', 'y']);
    expect(asked).toEqual([2, 2 * (1 + 2 ** -12), 2 * (1 - 2 ** -12)]);
    expect(x.value).toBe(8);
    expect(x.error).toBeCloseTo(1e-9 + 2 * 1e-6 * 3 * 8, 10);
    expect(y).toEqual({ value: 7, error: 0.5 });
  });

  it('an infinite answer has no error', async () => {
    const ask = async () => ({ x: { value: Infinity, error: 3 } });
    const { x } = await conditioned(bench, { alpha: 1 }, ask, ['x']);
    expect(x).toEqual({ value: Infinity, error: 0 });
  });

  it('two answers are twice as uncertain', () => {
    expect(twice({ value: 3, error: 0.25 })).toEqual({ value: 3, error: 0.5 });
  });
});
