import type { Row } from './results.ts';
import type { Outcome, Repeated } from './sweep.ts';

/** The repetitions of a task taken together. */
export interface Point<Params extends Repeated = Repeated, Result extends Outcome = Outcome> {
  readonly params: Omit<Params, 'run'>;
  /** Repetitions with a result. */
  readonly count: number;
  /** Repetitions without one. */
  readonly failures: number;
  readonly observables: { readonly [name in keyof Result]: Observable };
}

/** A number has a mean, with its standard error; what is true or false has a rate. */
export type Observable =
  | { readonly kind: 'mean'; readonly value: number; readonly standardError: number }
  | {
      readonly kind: 'rate';
      readonly value: number;
      readonly standardError: number;
      readonly successes: number;
    };

/** Running moments: one pass, no sum of squares that cancels (Welford). */
class Moments {
  count = 0;
  mean = 0;
  #squares = 0;
  add(x: number): void {
    this.count++;
    const before = x - this.mean;
    this.mean += before / this.count;
    this.#squares += before * (x - this.mean);
  }
  /** Of the mean; NaN for a single value, which says nothing of its error. */
  get standardError(): number {
    return Math.sqrt(this.#squares / (this.count - 1) / this.count);
  }
}

interface Group {
  readonly params: Omit<Repeated, 'run'>;
  count: number;
  failures: number;
  readonly moments: Map<string, { readonly counted: boolean; readonly of: Moments }>;
}

/** The points of a stream of rows, in the order in which they are first met. */
export function pointsOf(rows: Iterable<Row>): Point[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const { run: _, ...params } = row.params;
    const id = JSON.stringify(params);
    let group = groups.get(id);
    if (group === undefined) {
      group = { params, count: 0, failures: 0, moments: new Map() };
      groups.set(id, group);
    }
    if ('failure' in row) {
      group.failures++;
      continue;
    }
    group.count++;
    for (const [name, value] of Object.entries(row.result)) {
      let entry = group.moments.get(name);
      if (entry === undefined) {
        entry = { counted: typeof value === 'boolean', of: new Moments() };
        group.moments.set(name, entry);
      }
      entry.of.add(Number(value));
    }
  }
  return [...groups.values()].map(({ moments, ...group }) => ({
    ...group,
    observables: Object.fromEntries(
      [...moments].map(([name, { counted, of }]) => [name, observable(counted, of)]),
    ),
  }));
}

function observable(counted: boolean, { count, mean, standardError }: Moments): Observable {
  if (!counted) return { kind: 'mean', value: mean, standardError };
  const successes = Math.round(mean * count);
  const value = successes / count;
  return {
    kind: 'rate',
    value,
    standardError: Math.sqrt((value * (1 - value)) / count),
    successes,
  };
}

/** 95 %, two-sided. */
const deviations = 1.959963984540054;

/**
 * Wilson's interval of a rate, from `successes` of `count`: never empty, also where all or none succeed,
 *
 *   (k + z²/2)/(n + z²) ± z/(n + z²) √(k(n − k)/n + z²/4)
 */
export function wilson(
  successes: number,
  count: number,
  z = deviations,
): { readonly low: number; readonly high: number } {
  const square = z * z;
  const centre = (successes + square / 2) / (count + square);
  const half =
    (z / (count + square)) * Math.sqrt((successes * (count - successes)) / count + square / 4);
  return {
    low: successes === 0 ? 0 : centre - half,
    high: successes === count ? 1 : centre + half,
  };
}

/** What a picture shows of an observable: a rate with its 95 % interval, a mean with one standard error. */
export function spreadOf(
  observable: Observable,
  count: number,
): { readonly y: number; readonly low?: number; readonly high?: number } {
  const { value: y, standardError } = observable;
  if (observable.kind === 'rate') return { y, ...wilson(observable.successes, count) };
  return Number.isFinite(standardError)
    ? { y, low: y - standardError, high: y + standardError }
    : { y };
}
