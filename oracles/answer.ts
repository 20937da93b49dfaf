import type { Estimate } from '../reference/numerics/estimate.ts';

/** The same fields, each a number; an optional one stays optional. */
type Numbers<E> = { [F in keyof E]: number };

/**
 * Splits the reference's estimates into what was found and how well: { value, error } per field
 * becomes `result` and `error`. The error of an infinite value is 0: an infinity is found exactly.
 */
export function answerOf<E extends { readonly [F in keyof E]?: Estimate }>(
  estimates: E,
): { readonly result: Numbers<E>; readonly error: Numbers<E> } {
  const fields = Object.entries(estimates) as [string, Estimate][];
  return {
    result: Object.fromEntries(fields.map(([f, e]) => [f, e.value])) as Numbers<E>,
    error: Object.fromEntries(
      fields.map(([f, e]) => [f, Number.isFinite(e.value) ? e.error : 0]),
    ) as Numbers<E>,
  };
}
