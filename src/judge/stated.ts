import type { AnyOracle } from '../../oracles/oracle.ts';
import { distance } from '../distance.ts';
import type { Compared, Conditions, Expected } from './compare.ts';

/** What a comparison of a stated error is called, after its field. */
export const statedError = 'its stated error';

/** Roundings of the last digits that no error estimate has to mention. */
const roundings = 4 * Number.EPSILON;

/**
 * An answer that says how far it may be off must not be farther off:
 *
 *   |g − e| ≤ stated error + δ + 4ε max(|e|, κ s) + floor
 *
 * with δ the error of what is expected. An error bar is a claim like any other; who states none is
 * judged by the claimed accuracy alone. The condition number enters with the rounding of the question.
 */
export function compareStatedErrors(
  oracle: AnyOracle,
  expected: Expected,
  got: { readonly [field: string]: unknown },
  stated: { readonly [field: string]: number },
  conditions: () => Conditions,
): readonly Compared[] {
  let known: Conditions | undefined;
  return Object.entries(oracle.fields).flatMap(([field, { kind, floor }]) => {
    const bound = Object.hasOwn(stated, field) ? stated[field] : undefined;
    const [e, g] = [expected.result[field], got[field]];
    if (kind === 'label' || bound === undefined || e === undefined || g === undefined) return [];
    const off = distance(e, g);
    const blameless = (expected.error[field] ?? 0) + floor;
    const allow = (spread: number): number => blameless + roundings * Math.max(largest(e), spread);
    let allowance = allow(0);
    if (off > bound + allowance) {
      known ??= conditions();
      allowance = allow(known[field]?.absolute ?? 0);
    }
    const difference = Math.max(0, off - bound);
    const compared: Compared = {
      what: `${field} (${statedError})`,
      expected: bound,
      got: off,
      relation: 'at-most',
      difference,
      allowance,
      units: difference === 0 ? 0 : difference / allowance,
      passes: difference <= allowance,
      because:
        'the answer lies farther off than it says of itself; allowed: the error of what is expected, and rounding',
    };
    return [compared];
  });
}

const largest = (value: unknown): number =>
  Array.isArray(value)
    ? value.reduce((most: number, x) => Math.max(most, largest(x)), 0)
    : typeof value === 'number' && Number.isFinite(value)
      ? Math.abs(value)
      : 0;
