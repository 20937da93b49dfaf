import { describe, expect, it } from 'vitest';
import type { Comparison } from './law.ts';
import { atMost, equal, holds } from './near.ts';

const rounding = 1e-13;

describe('a comparison', () => {
  it('says what is compared with what, how, and why it allows what it allows', () => {
    const left = { value: 2, error: 0.25 };
    const right = { value: -4, error: 0.5 };
    expect(equal('m', left, right)).toEqual({
      what: 'm',
      left: 2,
      right: -4,
      relation: 'equal',
      allowance: 0.75 + rounding * 4,
      because: 'each answer to the claimed accuracy',
    });
    expect(atMost('q', 1, 3, { amount: 0.125, because: 'sampling' })).toEqual({
      what: 'q',
      left: 1,
      right: 3,
      relation: 'at-most',
      allowance: 0.125 + rounding * 3,
      because: 'each answer to the claimed accuracy; sampling',
    });
    expect(equal('m', left, 0, 'a theorem').because).toBe('a theorem');
    expect(equal('m', left, 0, 'a theorem').allowance).toBe(0.25 + rounding * 2);
  });

  it('allows nothing where one side is not finite', () => {
    for (const [left, right] of [
      [Infinity, 1],
      [1, -Infinity],
      [Number.NaN, 1],
      [Infinity, Infinity],
    ] as const)
      for (const make of [equal, atMost])
        expect(make('x', { value: left, error: 9 }, { value: right, error: 9 }).allowance).toBe(0);
  });

  const of = (left: number, right: number, relation: Comparison['relation']) =>
    holds({ what: '', left, right, relation, allowance: 0.5, because: '' });

  it('holds up to its allowance, and not beyond', () => {
    for (const sign of [1, -1]) {
      expect(of(sign * 1.5, sign, 'equal')).toBe(true);
      expect(of(sign, sign * 1.5, 'equal')).toBe(true);
      expect(of(sign * 1.5625, sign, 'equal')).toBe(false);
      expect(of(sign, sign * 1.5625, 'equal')).toBe(false);
    }
    expect(of(1.5, 1, 'at-most')).toBe(true);
    expect(of(1.5625, 1, 'at-most')).toBe(false);
    expect(of(-9, 1, 'at-most')).toBe(true);
    expect(of(-Infinity, Infinity, 'at-most')).toBe(true);
    expect(of(Infinity, -Infinity, 'at-most')).toBe(false);
  });

  it('of equal infinities holds; NaN agrees with nothing', () => {
    for (const relation of ['equal', 'at-most'] as const) {
      expect(of(Infinity, Infinity, relation)).toBe(true);
      expect(of(-Infinity, -Infinity, relation)).toBe(true);
      expect(of(Number.NaN, Number.NaN, relation)).toBe(false);
      expect(of(1, Number.NaN, relation)).toBe(false);
    }
    expect(of(Infinity, -Infinity, 'equal')).toBe(false);
  });
});
