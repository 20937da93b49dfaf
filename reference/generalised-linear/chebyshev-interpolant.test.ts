import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../real.fixture.ts';
import { derivative, evaluate, interpolate, stationaryPoints } from './chebyshev-interpolant.ts';

describe('Chebyshev interpolants', () => {
  it('reach an analytic function and its derivative to rounding', () => {
    fc.assert(
      fc.property(
        real(-2, 2),
        fc.double({ min: 0.5, max: 3, noNaN: true }),
        real(0, 1),
        (low, width, where) => {
          const f = (x: number) => Math.exp(Math.sin(2 * x));
          const pieces = interpolate(f, low, low + width, 1e-13);
          const x = low + where * width;
          const piece = pieces.find((p) => x <= p.high) ?? pieces[pieces.length - 1];
          expect(Math.abs(evaluate(piece, x) - f(x))).toBeLessThan(1e-12);
          const slope = 2 * Math.cos(2 * x) * f(x);
          expect(Math.abs(evaluate(derivative(piece), x) - slope)).toBeLessThan(1e-9);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('split where one piece is not enough, and cover the interval without gaps', () => {
    const kink = (x: number) => Math.tanh(60 * (x - 0.3));
    const pieces = interpolate(kink, -1, 1, 1e-11);
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces[0].low).toBe(-1);
    expect(pieces[pieces.length - 1].high).toBe(1);
    for (let i = 1; i < pieces.length; i++) expect(pieces[i].low).toBe(pieces[i - 1].high);
    for (const p of pieces)
      for (const s of [0.13, 0.5, 0.77]) {
        const x = p.low + s * (p.high - p.low);
        expect(Math.abs(evaluate(p, x) - kink(x))).toBeLessThan(1e-9);
      }
  });

  it('find every stationary point, however close two of them are', () => {
    for (const gap of [0.5, 1e-2, 1e-4, 1e-5]) {
      // p′ = (x − 0.2)² − gap²
      const p = (x: number) => (x - 0.2) ** 3 / 3 - gap * gap * x;
      const [piece] = interpolate(p, -1, 1, 1e-15, 2);
      const found = stationaryPoints(piece);
      expect(found).toHaveLength(2);
      // A stationary point of curvature 2·gap moves by the slope's rounding over it.
      expect(Math.abs(found[0] - (0.2 - gap))).toBeLessThan(1e-13 / gap);
      expect(Math.abs(found[1] - (0.2 + gap))).toBeLessThan(1e-13 / gap);
    }
    const [line] = interpolate((x) => 3 * x, 0, 1, 1e-12);
    expect(stationaryPoints(line)).toEqual([]);
  });
});
