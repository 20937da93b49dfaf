import { describe, expect, it } from 'vitest';
import { derivative, step } from './differences.ts';

describe('the step of a finite difference', () => {
  it('is a power of two, near the balance of truncation and accuracy', () => {
    for (const accuracy of [1e-14, 1e-8, 1e-4])
      for (const scale of [1e-3, 1, 50]) {
        const h = step(1, scale, accuracy);
        expect(Number.isInteger(Math.log2(h))).toBe(true);
        const ideal = 0.25 * scale * accuracy ** (1 / 7);
        expect(h).toBeLessThanOrEqual(ideal);
        expect(h).toBeGreaterThan(ideal / 2);
      }
    expect(step(1, 1, 0)).toBe(step(1, 1, 1e-15));
  });

  it('is refused where there is no room for it', () => {
    expect(() => step(1e20, 1, 1e-8)).toThrow(RangeError);
    expect(() => step(1, 0, 1e-8)).toThrow(/no room/);
    expect(() => step(1, Number.NaN, 1e-8)).toThrow(/no room/);
  });
});

describe('a derivative by Richardson’s extrapolation', () => {
  const exactly = (f: (x: number) => number) => async (x: number) => ({ value: f(x), error: 0 });

  it('is exact for a polynomial of degree six, but for rounding', async () => {
    const f = (x: number) => x ** 6 - 2 * x ** 5 + x ** 3 - x;
    const { value, error } = await derivative(exactly(f), 0.5, 1, 1e-8);
    expect(value).toBeCloseTo(6 / 32 - 10 / 16 + 3 / 4 - 1, 12);
    expect(error).toBeGreaterThan(0);
  });

  it('carries the errors of its six values: (64 + 20/2 + 1/4)/45 of one over the step', async () => {
    const f = async (x: number) => ({ value: 3 * x, error: 1e-5 });
    const h = step(0, 1, 1e-8);
    const { value, error } = await derivative(f, 0, 1, 1e-8);
    expect(value).toBe(3);
    expect(error).toBeCloseTo(((64 + 10 + 0.25) / 45) * (1e-5 / h), 12);
  });

  it('adds four times its last correction, and an ulp of x over the step', async () => {
    const h = step(0, 1, 1e-8);
    // x⁷: D(h) = h⁶, R(h) = −4 h⁶, f′ ≈ 64 h⁶ with the last correction 68 h⁶
    const { value, error } = await derivative(
      exactly((x) => x ** 7),
      0,
      1,
      1e-8,
    );
    expect(value / h ** 6).toBeCloseTo(64, 6);
    expect(error / h ** 6).toBeCloseTo(4 * 84, 0);
    const far = await derivative(
      exactly((x) => 3 * x),
      1024,
      1,
      1e-8,
    );
    expect(far.error).toBeCloseTo(3 * (1024 / h) * 4e-16, 15);
  });
});
