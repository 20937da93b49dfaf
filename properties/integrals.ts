import type { Measured } from './measured.ts';

/** Several integrals of the same points at once: one question often answers them all. */
type Integrand = (x: number) => Promise<readonly Measured[]>;

interface Node {
  readonly x: number;
  readonly weight: number;
}

/**
 * Both rules below are trapezoidal sums of analytic integrands that vanish at both ends, whose error
 * roughly squares when the step is halved. Hence the difference from the sum over every other node
 * is a generous bound for the truncation, at no extra question.
 */
async function nested(f: Integrand, nodes: readonly Node[]): Promise<readonly Measured[]> {
  const fine: number[] = [];
  const coarse: number[] = [];
  const errors: number[] = [];
  for (const [k, { x, weight }] of nodes.entries()) {
    const values = await f(x);
    for (const [j, value] of values.entries()) {
      fine[j] = (fine[j] ?? 0) + weight * value.value;
      errors[j] = (errors[j] ?? 0) + weight * value.error;
      coarse[j] = (coarse[j] ?? 0) + (k % 2 === 0 ? 2 * weight * value.value : 0);
    }
  }
  return fine.map((value, j) => ({ value, error: errors[j] + Math.abs(value - coarse[j]) }));
}

/** ∫ f over the line, for an analytic f that has decayed to rounding at ±`reach` from `centre`. */
export function overLine(
  f: Integrand,
  centre: number,
  reach: number,
  step: number,
): Promise<readonly Measured[]> {
  const half = 2 * Math.ceil(reach / step / 2);
  const h = reach / half;
  const nodes: Node[] = [];
  for (let k = -half; k <= half; k++) nodes.push({ x: centre + k * h, weight: h });
  return nested(f, nodes);
}

/**
 * ∫ f over (low, high) by the tanh-sinh rule (Takahasi and Mori): x = tanh((π/2) sinh t) carries the
 * ends to infinity, so an f that is analytic inside but does not vanish at the ends is as easy as
 * one that does. No question is asked at an end.
 */
export function overInterval(
  f: Integrand,
  low: number,
  high: number,
  points = 48,
): Promise<readonly Measured[]> {
  const half = 2 * Math.ceil(points / 4);
  const h = 3 / half;
  const nodes: Node[] = [];
  for (let k = -half; k <= half; k++) {
    const t = k * h;
    // 1 − tanh(u) = 2/(1 + e^{2u}): the distance to the nearer end keeps its digits.
    const u = (Math.PI / 2) * Math.sinh(Math.abs(t));
    const offset = (high - low) / (1 + Math.exp(2 * u));
    const slope = ((high - low) * (Math.PI / 4) * Math.cosh(t)) / Math.cosh(u) ** 2;
    const x = t < 0 ? low + offset : high - offset;
    if (x > low && x < high) nodes.push({ x, weight: h * slope });
    else nodes.push({ x: (low + high) / 2, weight: 0 });
  }
  return nested(f, nodes);
}
