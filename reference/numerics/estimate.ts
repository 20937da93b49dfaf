/** A number and an honest bound on its absolute error: |true − value| ≤ error. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** Unit roundoff as a spacing: 2⁻⁵². */
export const epsilon = Number.EPSILON;

/**
 * A value that a closed form gives up to rounding: |error| ≤ `ulps` spacings of the value itself.
 * The smallest subnormal is added because an underflown 0 stands for a positive number.
 */
export const rounded = (value: number, ulps = 4): Estimate => ({
  value,
  error: Number.isFinite(value) ? ulps * epsilon * Math.abs(value) + Number.MIN_VALUE : 0,
});

/** A value without error: a limit, or a number given by the model. */
export const exactly = (value: number): Estimate => ({ value, error: 0 });

/** a + b, with the errors added and one rounding of the result. */
export const plus = (a: Estimate, b: Estimate): Estimate => {
  const value = a.value + b.value;
  return { value, error: a.error + b.error + epsilon * finite(value) };
};

/** a − b, with the errors added and one rounding of the result. */
export const minus = (a: Estimate, b: Estimate): Estimate => {
  const value = a.value - b.value;
  return { value, error: a.error + b.error + epsilon * finite(value) };
};

/** factor · a, where the factor is itself known to `ulps` spacings. */
export const scaled = (factor: number, a: Estimate, ulps = 4): Estimate => {
  const value = factor * a.value;
  return {
    value,
    error: Math.abs(factor) * a.error + ulps * epsilon * finite(value) + Number.MIN_VALUE,
  };
};

/** f(a) for a smooth f with |f′| ≤ `slope` around a, f itself known to `ulps` spacings. */
export const mapped = (a: Estimate, value: number, slope: number, ulps = 4): Estimate => ({
  value,
  error: Math.abs(slope) * a.error + ulps * epsilon * finite(value),
});

const finite = (x: number): number => (Number.isFinite(x) ? Math.abs(x) : 0);
