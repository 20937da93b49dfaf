/**
 * Matrices with a bound on the error of every entry, through the few operations of a closed form.
 * Products add |A| δB + δA |B| and their own rounding, so that cancelling sums say so.
 */
import { epsilon } from '../numerics/estimate.ts';
import type { Matrix } from '../numerics/matrix.ts';
import * as plain from '../numerics/small-matrix.ts';

export interface Uncertain {
  readonly value: Matrix;
  readonly error: Matrix;
}

const modulus = (a: Matrix): Matrix => ({ ...a, data: a.data.map(Math.abs) });

/** Entries known to some spacings. */
export const known = (value: Matrix, ulps = 2): Uncertain => ({
  value,
  error: plain.combination([ulps * epsilon, modulus(value)]),
});

export const product = (first: Uncertain, ...others: readonly Uncertain[]): Uncertain =>
  others.reduce(
    (a, b) => ({
      value: plain.product(a.value, b.value),
      error: plain.combination(
        [1, plain.product(a.error, modulus(b.value))],
        [1, plain.product(modulus(a.value), b.error)],
        [a.value.columns * epsilon, plain.product(modulus(a.value), modulus(b.value))],
      ),
    }),
    first,
  );

export const transpose = ({ value, error }: Uncertain): Uncertain => ({
  value: plain.transpose(value),
  error: plain.transpose(error),
});

/** Σ factorᵢ Aᵢ, the factors known to `ulps`. */
export const combination = (
  ulps: number,
  ...terms: readonly (readonly [number, Uncertain])[]
): Uncertain => ({
  value: plain.combination(...terms.map(([f, a]) => [f, a.value] as const)),
  error: plain.combination(
    ...terms.flatMap(([f, a]) => [
      [Math.abs(f), a.error] as const,
      [Math.abs(f) * ulps * epsilon, modulus(a.value)] as const,
    ]),
  ),
});

/** A⁻¹ B: the bound |A⁻¹| (δA |X| + δB + rounding · |A| |X|) of Skeel. */
export const solve = (a: Uncertain, b: Uncertain): Uncertain => {
  const value = plain.solve(a.value, b.value);
  const rounding = 3 * a.value.rows * epsilon;
  const residual = plain.combination(
    [1, plain.product(a.error, modulus(value))],
    [rounding, plain.product(modulus(a.value), modulus(value))],
    [1, b.error],
  );
  return { value, error: plain.product(modulus(plain.inverse(a.value)), residual) };
};
