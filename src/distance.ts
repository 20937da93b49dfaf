/**
 * max |a − b| over the entries of two results of the same shape; 0 for equal labels and equal
 * infinities, ∞ where shapes or labels differ or one side is not a number.
 */
export function distance(a: unknown, b: unknown): number {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length
      ? a.reduce((most: number, x, i) => Math.max(most, distance(x, b[i])), 0)
      : Number.POSITIVE_INFINITY;
  if (Object.is(a, b) || a === b) return 0;
  if (typeof a !== 'number' || typeof b !== 'number') return Number.POSITIVE_INFINITY;
  const difference = Math.abs(a - b);
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
}

/** A result or part of one, with an error bound per field. */
export interface Measured {
  readonly value: { readonly [field: string]: unknown };
  readonly error: { readonly [field: string]: number };
}

export interface Difference {
  readonly field: string;
  readonly difference: number;
  readonly allowed: number;
}

/** The fields on which both speak and differ by more than the sum of their errors. */
export function differences(a: Measured, b: Measured): Difference[] {
  return Object.keys(b.value)
    .filter((field) => field in a.value)
    .map((field) => ({
      field,
      difference: distance(a.value[field], b.value[field]),
      allowed: (a.error[field] ?? 0) + (b.error[field] ?? 0),
    }))
    .filter(({ difference, allowed }) => !(difference <= allowed));
}
