import { describe, expect, it } from 'vitest';
import { attempting, OutOfReach } from './attempt.ts';

describe('attempting', () => {
  const calls: number[] = [];
  const witness = attempting<{ x: number }, { y: number }>(({ x }) => {
    calls.push(x);
    if (x < 0) throw new OutOfReach('negative');
    if (x === 0) throw new Error('a bug');
    return { result: { y: x }, error: { y: 0 } };
  });

  it('computes a testimony once for the question and the answer', () => {
    const question = { x: 2 };
    expect(witness.applies(question)).toBe(true);
    expect(witness.testify(question).result.y).toBe(2);
    expect(calls.filter((x) => x === 2)).toHaveLength(1);
  });

  it('does not apply where the road ends, and says so when pressed', () => {
    const question = { x: -1 };
    expect(witness.applies(question)).toBe(false);
    expect(() => witness.testify(question)).toThrow(OutOfReach);
  });

  it('hides no other error', () => {
    expect(() => witness.applies({ x: 0 })).toThrow('a bug');
  });
});
