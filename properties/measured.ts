import type { Estimate } from '../reference/numerics/estimate.ts';

/**
 * A number that was asked for, and how far a right answer may lie from it.
 *
 * Laws combine several answers; errors are carried through sums and products to first order in the
 * claimed accuracy (a second order of 1e−8 is below the rounding of a double), so that an allowance
 * is always what the claims permit, never a number that happened to pass.
 */
export type Measured = Estimate;

export type Quantity = Measured | number;

/** A number known exactly: given by the question or by a theorem. */
export const exact = (value: number): Measured => ({ value, error: 0 });

export const measured = (x: Quantity): Measured => (typeof x === 'number' ? exact(x) : x);

/** Σ x */
export function sum(...terms: readonly Quantity[]): Measured {
  let value = 0;
  let error = 0;
  for (const term of terms) {
    const x = measured(term);
    value += x.value;
    error += x.error;
  }
  return { value, error };
}

/** c x, for an exact c. */
export const scaled = (c: number, x: Quantity): Measured => {
  const m = measured(x);
  return { value: c * m.value, error: Math.abs(c) * m.error };
};

/** x − y */
export const difference = (x: Quantity, y: Quantity): Measured => sum(x, scaled(-1, y));

/** x y, with |δ(xy)| ≤ |x| δy + |y| δx + δx δy. */
export function product(x: Quantity, y: Quantity): Measured {
  const a = measured(x);
  const b = measured(y);
  return {
    value: a.value * b.value,
    error: Math.abs(a.value) * b.error + Math.abs(b.value) * a.error + a.error * b.error,
  };
}

/** x / y; a divisor that its error could make zero bounds nothing, and the error is then infinite. */
export function quotient(x: Quantity, y: Quantity): Measured {
  const a = measured(x);
  const b = measured(y);
  const smallest = Math.abs(b.value) - b.error;
  const value = a.value / b.value;
  return {
    value,
    error: smallest > 0 ? (a.error + Math.abs(value) * b.error) / smallest : Infinity,
  };
}

/** eˣ: an absolute error of the exponent is a relative error of the value. */
export const exponential = (x: Quantity): Measured => {
  const m = measured(x);
  const value = Math.exp(m.value);
  return { value, error: value * Math.expm1(m.error) };
};

/** ψ(x) for a smooth ψ whose slope near x is at most `slope`. */
export const through = (x: Quantity, f: (x: number) => number, slope: number): Measured => {
  const m = measured(x);
  return { value: f(m.value), error: slope * m.error };
};

/** √x, of a number that is not negative; where its error reaches zero, so does the root. */
export const root = (x: Quantity): Measured => {
  const m = measured(x);
  const value = Math.sqrt(m.value);
  return { value, error: value - Math.sqrt(Math.max(0, m.value - m.error)) };
};
