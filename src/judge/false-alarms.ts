import type { Statistics } from '../../oracles/statistics.ts';
import type { Check } from './check.ts';
import type { RunContext } from './context.ts';

/**
 * A right implementation fails a run with probability at most Σ p c, over the checks of the run, with p
 * the false-alarm rate that a check declares for one case and c its cases. This is the union bound: it
 * asks for no independence, neither of cases (which may share a seed, or an implementation's stream) nor
 * of checks, and a case that is discarded, or not reached in time, only makes it looser.
 *
 * Only the cases that are drawn count, not those tried in shrinking: these are tried when a case has
 * failed, and a run that has failed cannot fail once more.
 *
 * Here the sum is held below a bound, whatever the tier and the number of cases asked for.
 */
export const defaultFalseAlarm = 1e-6;

/** The probability that a right implementation fails one case: at most. 0 for what is deterministic. */
export const falseAlarmOf = (check: Check): number => statisticsOf(check)?.falseAlarm ?? 0;

function statisticsOf(check: Check): Statistics | undefined {
  if (check.kind === 'golden') return undefined; // no number that is drawn is a golden value
  if (check.kind === 'law') return check.law.statistics;
  return check.kind === 'witness' ? check.witness.statistics : check.oracle.statistics;
}

export interface Share {
  /** False-alarm rate of one case. */
  readonly rate: number;
  /** Cases that are wanted: a whole number. */
  readonly cases: number;
}

const riskOf = (shares: readonly Share[], cases: readonly number[]): number =>
  shares.reduce((sum, { rate }, i) => sum + rate * cases[i], 0);

/**
 * Cases for each, at most those wanted, with Σ rate · cases ≤ bound. If all fit, all are made. Otherwise
 * each gets one as far as they go, those of the smallest rate first, so that as many checks as possible
 * are made at all; of what is left of the bound each gets the same fraction of its further cases.
 */
export function casesWithin(shares: readonly Share[], bound: number): readonly number[] {
  const wanted = shares.map(({ cases }) => cases);
  if (riskOf(shares, wanted) <= bound) return wanted;
  const made = shared(shares, bound);
  // The bound is to hold for the sum as it is printed, also where it is exhausted but for a rounding.
  return riskOf(shares, made) <= bound ? made : shared(shares, bound * (1 - 1e-12));
}

function shared(shares: readonly Share[], bound: number): readonly number[] {
  let left = bound;
  const made = new Set<number>();
  for (const [i, { rate, cases }] of [...shares.entries()].sort(([, a], [, b]) => a.rate - b.rate))
    if (cases > 0 && rate <= left) {
      made.add(i);
      left -= rate;
    }
  const further = shares.reduce(
    (sum, { rate, cases }, i) => (made.has(i) ? sum + rate * (cases - 1) : sum),
    0,
  );
  const fraction = further > 0 ? Math.max(0, Math.min(1, left / further)) : 1;
  return shares.map(({ rate, cases }, i) => {
    if (rate === 0) return cases;
    return made.has(i) ? 1 + Math.floor((cases - 1) * fraction) : 0;
  });
}

/**
 * The context in which these checks are made with a false-alarm rate of at most `bound` together. A
 * check for which not one case is left has none, and says so.
 */
export function withinFalseAlarm(
  context: RunContext,
  checks: readonly Check[],
  bound: number = defaultFalseAlarm,
): RunContext {
  const statistical = checks.filter(
    (check) => falseAlarmOf(check) > 0 && check.oracles.every(context.covers),
  );
  const cases = casesWithin(
    statistical.map((check) => ({ rate: falseAlarmOf(check), cases: context.casesOf(check) })),
    bound,
  );
  const allowed = new Map(statistical.map(({ id }, i) => [id, cases[i]]));
  const casesOf = (check: Check): number => allowed.get(check.id) ?? context.casesOf(check);
  return {
    ...context,
    casesOf,
    limitedBy(check) {
      const wanted = context.casesOf(check);
      const made = casesOf(check);
      if (made === wanted) return undefined;
      return made === 0
        ? `one case raises a false alarm with probability ${falseAlarmOf(check).toExponential()}, and the run may with ${bound.toExponential()}`
        : `${made} of ${wanted} cases: the run may raise a false alarm with probability ${bound.toExponential()}`;
    },
  };
}
