import { describe, expect, test } from 'vitest';
import { ConvergenceError } from '../errors.ts';
import type { Flow } from './runge-kutta.ts';
import { certifiedFlow } from './two-tolerances.ts';

const flow = (f: (y: Float64Array, out: Float64Array) => void): Flow => ({
  velocity: (y, out) => {
    f(y, out);
    return 0;
  },
});

const growth = (rate: number): Flow =>
  flow((y, f) => {
    for (let i = 0; i < y.length; i++) f[i] = rate * y[i];
  });

describe('a certified trajectory', () => {
  test('knows its start exactly, and every later state within its error', () => {
    const { states, errors } = certifiedFlow('test', growth(-1), [2, -3, 0.5], [0, 0.5, 1, 2]);
    expect(errors[0]).toBe(0);
    states.forEach((state, k) => {
      [2, -3, 0.5].forEach((start, i) => {
        const exact = start * Math.exp(-[0, 0.5, 1, 2][k]);
        expect(Math.abs(state[i] - exact)).toBeLessThanOrEqual(errors[k]);
      });
      expect(errors[k]).toBeLessThan(2e-11);
    });
    // relative to the largest coordinate so far, 3 at t = 0.5: at least eight times the tolerance
    for (const error of errors.slice(1)) expect(error).toBeGreaterThan(8 * 2e-13 * 1.8);
  });

  test('a start on a saddle is not certified by resting there: a spacing or two decide', () => {
    // y₁ − y₂ grows like e^{2t} from nothing but rounding; the difference of the runs shows it
    const saddle = flow((y, f) => {
      f[0] = y[0] - y[1];
      f[1] = y[1] - y[0];
    });
    const { states, errors } = certifiedFlow('test', saddle, [1, 1], [5, 7]);
    for (const k of [0, 1]) {
      // 2 spacings up and 1 down, half of it in the growing direction, times three for safety
      const grown = 1.5 * Number.EPSILON * Math.exp(2 * [5, 7][k]);
      expect(Math.abs(states[k][0] - 1)).toBeLessThanOrEqual(errors[k]);
      expect(errors[k]).toBeGreaterThan(2.5 * grown);
      expect(errors[k]).toBeLessThan(10 * grown + 1e-10);
    }
    expect(() => certifiedFlow('saddle', saddle, [1, 1], [20])).toThrow(ConvergenceError);
    expect(() => certifiedFlow('saddle', saddle, [1, 1], [20])).toThrow(/saddle.*t = 20/);
    expect(certifiedFlow('saddle', saddle, [1, 1], [15], { acceptable: 1 }).errors[0]).toBeLessThan(
      1,
    );
  });

  test('what is acceptable is relative to the size, or to the scale that is given', () => {
    // Where a state of size 1 has an error of ε e^{2t}, one of size 2²⁰ has 2²⁰ times that
    const saddle = flow((y, f) => {
      f[0] = y[0] - y[1];
      f[1] = y[1] - y[0];
    });
    const at = (size: number, options = {}) =>
      certifiedFlow('test', saddle, [size, size], [6], { acceptable: 1e-9, ...options }).errors[0];
    const large = 2 ** 20;
    expect(at(large) / at(1) / large).toBeCloseTo(1, 2);
    expect(() => at(large, { scale: 1 })).toThrow(ConvergenceError);
    expect(at(1, { scale: large })).toBeGreaterThan(8 * 2e-13 * large);
  });

  test('an error that passes through zero is not believed at once: a quarter of the largest is kept', () => {
    // An oscillation: the difference of the runs passes through zero with it
    const oscillator = flow((y, f) => {
      f[0] = 50 * y[1];
      f[1] = -50 * y[0];
    });
    const times = Array.from({ length: 60 }, (_, k) => 1 + k / 40);
    const { errors } = certifiedFlow('test', oscillator, [1, 0], times);
    errors.slice(1).forEach((error, k) => {
      expect(error).toBeGreaterThan((errors[k] / 4) * 0.9);
      expect(error).toBeLessThan(100 * errors[0]);
    });
  });
});
