import fc from 'fast-check';

/** What one drawn case came to. */
export type Outcome<F> =
  | { readonly kind: 'passed' }
  | { readonly kind: 'discarded'; readonly reason: string }
  /** Nothing more can be asked: not this case, and none after it. */
  | { readonly kind: 'ended'; readonly reason: string }
  | { readonly kind: 'failed'; readonly failure: F };

export interface Limits {
  readonly cases: number;
  /** Draws that may be discarded for each case that is wanted. */
  readonly discardsPerCase: number;
  /** Time (performance.now) after which no further case is drawn, once there has been one. */
  readonly until: number;
  readonly shrinking: { readonly steps: number; readonly seconds: number };
  readonly signal?: AbortSignal | undefined;
}

export interface Exploration<T, F> {
  readonly cases: number;
  readonly discarded: number;
  /** Why cases were discarded: the first reason. */
  readonly discardedBecause?: string;
  readonly ended?: string;
  /** Time ran out before all cases were drawn. */
  readonly cut: boolean;
  readonly failure?: {
    readonly value: T;
    readonly failure: F;
    readonly path: string;
    readonly shrinks: number;
  };
}

/** Draws in vain after which a check may end without a single case, if its time is up. */
const hopeless = 20;

/**
 * Draws cases until one fails, and shrinks it. Every draw is judged by asking another process, so
 * shrinking is bounded in steps and in time; what it has reached by then is the counterexample. A
 * smaller case counts only if it fails in the same way (`sameKind`).
 */
export async function explore<T, F>(
  arbitrary: fc.Arbitrary<T>,
  seed: number,
  limits: Limits,
  judge: (value: T) => Promise<Outcome<F>>,
  sameKind: (a: F, b: F) => boolean,
): Promise<Exploration<T, F>> {
  let cases = 0;
  let discarded = 0;
  let discardedBecause: string | undefined;
  let ended: string | undefined;
  let cut = false;
  let found: { value: T; failure: F } | undefined;
  let steps = 0;
  let shrinkUntil = 0;
  const property = fc.asyncProperty(arbitrary, async (value) => {
    if (ended !== undefined || cut || limits.signal?.aborted) return;
    if (found) {
      if (++steps > limits.shrinking.steps || performance.now() > shrinkUntil) return;
    } else if (performance.now() > limits.until && (cases > 0 || discarded >= hopeless)) {
      cut = true;
      return;
    }
    const outcome = await judge(value);
    if (outcome.kind === 'ended') {
      ended = outcome.reason;
    } else if (outcome.kind === 'discarded') {
      if (!found) discarded += 1;
      discardedBecause ??= outcome.reason;
      fc.pre(false);
    } else if (outcome.kind === 'failed') {
      if (found && !sameKind(found.failure, outcome.failure)) return;
      if (!found) {
        cases += 1;
        shrinkUntil = performance.now() + 1000 * limits.shrinking.seconds;
      }
      found = { value, failure: outcome.failure };
      throw new Error('falsified');
    } else if (!found) {
      cases += 1;
    }
  });
  const details = await fc.check(property, {
    seed,
    numRuns: limits.cases,
    maxSkipsPerRun: limits.discardsPerCase,
  });
  return {
    cases,
    discarded,
    cut,
    ...(discardedBecause === undefined ? {} : { discardedBecause }),
    ...(ended === undefined ? {} : { ended }),
    ...(found && details.counterexamplePath !== null
      ? { failure: { ...found, path: details.counterexamplePath, shrinks: details.numShrinks } }
      : {}),
  };
}

/** The value that a seed and a path lead to. Throws if they do not fit the arbitrary. */
export async function redraw<T>(
  arbitrary: fc.Arbitrary<T>,
  seed: number,
  path: string,
): Promise<T> {
  const drawn: T[] = [];
  const property = fc.asyncProperty(arbitrary, async (value) => {
    drawn.push(value);
    throw new Error('one is enough');
  });
  await fc.check(property, { seed, path, numRuns: 1, endOnFailure: true });
  if (drawn.length === 0) throw new Error(`no case has the path ${path}`);
  return drawn[0];
}
