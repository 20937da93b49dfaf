import type { Measured } from './measured.ts';

/** Why a comparison with a finite difference allows what it allows. */
export const differenced =
  'accuracy of the answers, amplified by the step of the difference; measured truncation';

/**
 * f′(x) from six values of an implementation, by Richardson's extrapolation of central differences:
 *
 *   D(h) = [f(x + h) − f(x − h)] / 2h,   R(h) = [4 D(h) − D(2h)] / 3,   f′ ≈ [16 R(h) − R(2h)] / 15
 *
 * The error is the sum of two, both measured: the errors of the values, amplified by 1/h, and the
 * truncation, for which the last correction |f′ − R(h)| is a generous bound (it is the error of
 * R(h), one order lower) as long as f is smooth over `scale`; four times it, for the doubt.
 *
 * The step h balances the two for the accuracy at hand: error ~ ε/h + h⁶, so h ~ ε^(1/7).
 */
export async function derivative(
  f: (x: number) => Promise<Measured>,
  x: number,
  scale: number,
  accuracy: number,
): Promise<Measured> {
  const h = step(x, scale, accuracy);
  const central = async (width: number): Promise<Measured> => {
    const right = await f(x + width);
    const left = await f(x - width);
    return {
      value: (right.value - left.value) / (2 * width),
      error: (right.error + left.error) / (2 * width),
    };
  };
  const d1 = await central(h);
  const d2 = await central(2 * h);
  const d4 = await central(4 * h);
  const fine = (4 * d1.value - d2.value) / 3;
  const coarse = (4 * d2.value - d4.value) / 3;
  const value = (16 * fine - coarse) / 15;
  const amplified = (64 * d1.error + 20 * d2.error + d4.error) / 45;
  // x ± h are rounded to doubles, so the width of the step is known to an ulp of x only.
  const abscissae = Math.abs(value) * (Math.abs(x) / h) * 4e-16;
  return { value, error: amplified + 4 * Math.abs(value - fine) + abscissae };
}

/** A step that is a power of two, so that x ± h loses as little as possible. */
export function step(x: number, scale: number, accuracy: number): number {
  const ideal = 0.25 * scale * Math.max(accuracy, 1e-15) ** (1 / 7);
  const h = 2 ** Math.floor(Math.log2(ideal));
  if (!(h > 0) || x + h === x) throw new RangeError(`derivative: no room for a step at x = ${x}`);
  return h;
}
