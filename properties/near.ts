import type { Comparison } from './law.ts';
import { measured, type Quantity } from './measured.ts';

/** Laws add and multiply doubles themselves: a few hundred roundings at most. */
const rounding = 1e-13;

const claimed = 'each answer to the claimed accuracy';

/** What a comparison allows beyond the errors of its two sides, and why. */
export interface Slack {
  readonly amount: number;
  readonly because: string;
}

function compare(
  what: string,
  left: Quantity,
  right: Quantity,
  relation: Comparison['relation'],
  slack: Slack | string | undefined,
): Comparison {
  const l = measured(left);
  const r = measured(right);
  const extra = typeof slack === 'object' ? slack.amount : 0;
  const reason = typeof slack === 'object' ? `${claimed}; ${slack.because}` : (slack ?? claimed);
  const finite = Number.isFinite(l.value) && Number.isFinite(r.value);
  const allowance =
    l.error + r.error + extra + rounding * Math.max(Math.abs(l.value), Math.abs(r.value));
  return {
    what,
    left: l.value,
    right: r.value,
    relation,
    // Nothing is near infinity or NaN, however large the error of an infinite answer.
    allowance: finite ? allowance : 0,
    because: reason,
  };
}

/**
 * left = right, within the errors of the two sides and an optional slack (a truncation, a sampling
 * error) that names its reason. A string replaces the reason for the errors of the sides.
 */
export const equal = (
  what: string,
  left: Quantity,
  right: Quantity,
  slack?: Slack | string,
): Comparison => compare(what, left, right, 'equal', slack);

/** left ≤ right, within the same. */
export const atMost = (
  what: string,
  left: Quantity,
  right: Quantity,
  slack?: Slack | string,
): Comparison => compare(what, left, right, 'at-most', slack);

/** Whether a comparison holds. Two equal infinities agree; NaN agrees with nothing. */
export function holds({ left, right, relation, allowance }: Comparison): boolean {
  if (left === right) return true;
  return relation === 'equal'
    ? Math.abs(left - right) <= allowance
    : left <= right || left - right <= allowance;
}
