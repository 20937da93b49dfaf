import type { Witness } from '../oracle.ts';

/** A question that this road does not reach (too fine for a grid, too slow for an iteration). */
export class OutOfReach extends Error {}

type Testimony<R extends object> = ReturnType<Witness<never, R>['testify']>;

/**
 * A witness that finds out whether it can speak by trying: `applies` makes the attempt and keeps it
 * for the `testify` that follows.
 */
export function attempting<P extends object, R extends object>(
  compute: (params: P) => Testimony<R>,
): Pick<Witness<P, R>, 'applies' | 'testify'> {
  const kept = new WeakMap<P, Testimony<R> | null>();
  const attempt = (params: P): Testimony<R> | null => {
    const before = kept.get(params);
    if (before !== undefined) return before;
    let now: Testimony<R> | null = null;
    try {
      now = compute(params);
    } catch (error) {
      if (!(error instanceof OutOfReach)) throw error;
    }
    kept.set(params, now);
    return now;
  };
  return {
    applies: (params) => attempt(params) !== null,
    testify: (params) => {
      const testimony = attempt(params);
      if (testimony === null) throw new OutOfReach('asked where it does not apply');
      return testimony;
    },
  };
}
