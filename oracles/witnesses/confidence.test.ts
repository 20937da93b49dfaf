import { describe, expect, it } from 'vitest';
import { philoxStream } from '../../reference/numerics/philox.ts';
import { bernstein, hoeffding } from './confidence.ts';

describe('confidence intervals', () => {
  const repetitions = 2000;
  const draws = 400;
  const falseAlarm = 0.05;

  it.each([0.5, 0.1, 0.01, 0])('hold at p = %d as often as they say', (p) => {
    const stream = philoxStream(99);
    let outside = 0;
    let outsideHoeffding = 0;
    for (let k = 0; k < repetitions; k++) {
      let hits = 0;
      for (let i = 0; i < draws; i++) if (stream.uniform() < p) hits++;
      const off = Math.abs(hits / draws - p);
      if (off > bernstein(hits, draws, falseAlarm)) outside++;
      if (off > hoeffding(1, draws, falseAlarm)) outsideHoeffding++;
    }
    // the inequalities promise 5 %; 2000 repetitions scatter by less than 0.5 % around it
    expect(outside / repetitions).toBeLessThan(0.065);
    expect(outsideHoeffding / repetitions).toBeLessThan(0.065);
  });

  it('shrink with the number of draws and, for Bernstein, with rare events', () => {
    expect(hoeffding(1, 400, 0.01)).toBeCloseTo(hoeffding(1, 100, 0.01) / 2, 12);
    expect(bernstein(0, 10_000, 1e-9)).toBeLessThan(hoeffding(1, 10_000, 1e-9) / 3);
  });
});
