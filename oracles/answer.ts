import type { Estimate } from '../reference/numerics/estimate.ts';

/**
 * Splits the reference's estimates into what was found and how well: { value, error } per field
 * becomes `result` and `error`. The error of an infinite value is 0: an infinity is found exactly.
 */
export function answerOf<F extends string>(
  estimates: { readonly [field in F]: Estimate },
): {
  readonly result: { [field in F]: number };
  readonly error: { [field in F]: number };
} {
  const fields = Object.entries(estimates) as [F, Estimate][];
  return {
    result: Object.fromEntries(fields.map(([f, e]) => [f, e.value])) as { [field in F]: number },
    error: Object.fromEntries(
      fields.map(([f, e]) => [f, Number.isFinite(e.value) ? e.error : 0]),
    ) as { [field in F]: number },
  };
}

/** Rounding of a closed form, with room for a hundred operations on its largest term. */
export const rounding = (...terms: readonly number[]): number =>
  100 * Number.EPSILON * Math.max(...terms.map(Math.abs));
