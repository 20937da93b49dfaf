import erfc from '@stdlib/math/base/special/erfc/lib/index.js';
import type { Teacher } from '../types/shared.ts';
import { OutOfReach } from './attempt.ts';
import { gauss, legendre, panels } from './panels.ts';

/**
 * How far a random student of alignment t = R/√(1 − R²) with the teacher falls short of the margin κ,
 *
 *   S(κ, t) = E (κ √(1 + t²) − t U − Z)₊²,   U = y ν/√ρ,  Z ~ N(0, 1)
 *
 * some student of α d samples has that margin if and only if α min_t S ≤ 1. A plain double integral.
 */
export function shortfall(teacher: Teacher, margin: number, t: number): number {
  const { secondMoment, noiseVariance, flipProbability: flip } = teacher;
  const blur = Math.sqrt(noiseVariance / secondMoment);
  const agree = (u: number) =>
    flip + (1 - 2 * flip) * (blur === 0 ? (u > 0 ? 1 : 0) : erfc(-u / (blur * Math.SQRT2)) / 2);
  const goal = margin * Math.hypot(1, t);
  const { x, w } = panels(
    -10,
    10,
    [
      { at: 0, width: Math.max(blur, 1e-7) },
      { at: 0, width: 1 },
      { at: goal / t, width: 1 / t },
    ],
    12,
  );
  const rule = legendre(14);
  let sum = 0;
  x.forEach((u, i) => {
    // the student's own direction has to make up for less than `left`
    const left = goal - t * u;
    if (left < -10) return;
    const weight = 2 * w[i] * gauss(u) * agree(u);
    let inner = 0;
    for (const [from, to] of cells(-10, Math.min(left, 10))) {
      const half = (to - from) / 2;
      for (let k = 0; k < rule.x.length; k++) {
        const z = from + half * (1 + rule.x[k]);
        inner += half * rule.w[k] * gauss(z) * (left - z) ** 2;
      }
    }
    sum += weight * inner;
  });
  return sum;
}

function* cells(low: number, high: number): Generator<readonly [number, number]> {
  const count = Math.max(1, Math.ceil((high - low) / 3));
  for (let k = 0; k < count; k++)
    yield [low + ((high - low) * k) / count, low + ((high - low) * (k + 1)) / count];
}

/** The alignment at which a student falls short least: steps outwards, golden section in ln t, then Newton's method. */
export function leastShortfall(teacher: Teacher, margin: number) {
  const f = (x: number) => shortfall(teacher, margin, Math.exp(x));
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, middle, high] = [-2, 0, 2];
  let values = [low, middle, high].map(f);
  for (let k = 0; values[1] > values[0] || values[1] > values[2]; k++) {
    if (k === 4) throw new OutOfReach('the best alignment is too close to one or to zero');
    const shift = values[0] < values[2] ? -2 : 2;
    [low, middle, high] = [low + shift, middle + shift, high + shift];
    values = shift < 0 ? [f(low), values[0], values[1]] : [values[1], values[2], f(high)];
  }
  let [c, d] = [high - golden * (high - low), low + golden * (high - low)];
  let [fc, fd] = [f(c), f(d)];
  while (high - low > 0.02) {
    if (fc < fd) {
      [high, d, fd] = [d, c, fc];
      c = high - golden * (high - low);
      fc = f(c);
    } else {
      [low, c, fc] = [c, d, fd];
      d = low + golden * (high - low);
      fd = f(d);
    }
  }
  // Newton's method with differences wide enough for the rounding
  const h = 0.01;
  let best = (low + high) / 2;
  for (let step = 0; step < 2; step++) {
    const [a, b, centre, e, g] = [-2, -1, 0, 1, 2].map((k) => f(best + k * h));
    const bend = (-a + 16 * b - 30 * centre + 16 * e - g) / (12 * h * h);
    best -= (a - 8 * b + 8 * e - g) / (12 * h) / bend;
  }
  return { t: Math.exp(best), value: f(best) };
}
