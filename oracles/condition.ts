import { NishimoriError } from '../reference/errors.ts';
import { philoxStream } from '../reference/numerics/random.ts';
import type { Answer, Oracle } from './oracle.ts';

/** How much a field moves when the question does. */
export interface Conditioning {
  /** κ = Σ_θ |Δfield| / (h |field|): the relative change of the field per relative change of θ. */
  readonly relative: number;
  /** κ |field| = Σ_θ |Δfield| / h: meaningful where the field is zero. */
  readonly absolute: number;
  /** Why it is infinite, where it is. */
  readonly reason?: string;
}

/** Relative step. Its square is far below, and the reference's error over it far below, one. */
export const STEP = 1e-6;

/**
 * Condition numbers of an answer: how much a question whose numbers are known to a relative ε may
 * move it, in units of ε. They widen an allowance where the *question* is delicate (near a fold m
 * moves like √|α − α_c|) and nowhere else: computed from the reference, never guessed.
 *
 *   κ_field = Σ_θ max_± |field(θ (1 ± h)) − field(θ)| / (h |field|),   h = 1e-6
 *
 * summed over the oracle's continuous parameters θ. The larger of the two one-sided differences is
 * taken, not the central one, which a jump or a cusp on one side only would escape in part or, if
 * symmetric, altogether. Sensitivity on a scale below h is not resolved: κ saturates at about 1/h.
 *
 *  - arrays are measured in the maximum norm;
 *  - a parameter that is an array (a matrix) is perturbed once, every entry by a relative ±h with
 *    random, reproducible signs: one direction for the cost of one question, typical and not worst;
 *  - a label that changes over the step has κ = ∞: it cannot be judged there;
 *  - where one perturbed question has no answer (the end of the domain) the other side speaks; where
 *    neither has, κ = ∞, with the reason;
 *  - a parameter that is zero has no relative perturbation and adds nothing.
 *
 * Never NaN. A comparer uses at least 1. Source: [higham2002], chapter 1.
 */
export function conditioning<P, R extends object>(
  oracle: Oracle<P, R>,
  params: P,
  answer: Answer<R>,
): { readonly [field: string]: Conditioning } {
  const base = answer.result as { readonly [field: string]: unknown };
  const absolute: { [field: string]: number } = {};
  const reasons: { [field: string]: string } = {};
  const fields = Object.keys(base);
  for (const field of fields) absolute[field] = 0;

  for (const path of oracle.continuous) {
    if (!varies(valueAt(params, path))) continue;
    const sides = [STEP, -STEP]
      .map((h) => attempt(() => oracle.answer(perturbed(params, path, h))))
      .filter((side) => side !== undefined);
    for (const field of fields) {
      const changes = sides.map((side) =>
        change(base[field], (side.result as { readonly [field: string]: unknown })[field]),
      );
      const slope = sides.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...changes) / STEP;
      absolute[field] += slope;
      if (slope === Number.POSITIVE_INFINITY)
        reasons[field] ??=
          sides.length === 0
            ? `the question has no answer at ${path} (1 ± ${STEP})`
            : `the answer changes its kind within ${path} (1 ± ${STEP})`;
    }
  }

  return Object.fromEntries(
    fields.map((field) => {
      const relative = absolute[field] === 0 ? 0 : absolute[field] / size(base[field]);
      const reason =
        reasons[field] ?? (relative === Number.POSITIVE_INFINITY ? 'the field is zero' : undefined);
      return [
        field,
        { relative, absolute: absolute[field], ...(reason === undefined ? {} : { reason }) },
      ];
    }),
  );
}

/** The relative condition numbers alone; see {@link conditioning}. */
export const conditionNumbers = <P, R extends object>(
  oracle: Oracle<P, R>,
  params: P,
  answer: Answer<R>,
): { readonly [field: string]: number } =>
  Object.fromEntries(
    Object.entries(conditioning(oracle, params, answer)).map(([field, c]) => [field, c.relative]),
  );

/** Undefined where the reference has no answer; what is not a typed failure is not caught. */
function attempt<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof NishimoriError) return undefined;
    throw error;
  }
}

/** Largest absolute difference of two values of one field; ∞ where they are not comparable. */
function change(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = Math.abs(a - b);
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length)
    return a.reduce((most: number, x, i) => Math.max(most, change(x, b[i])), 0);
  return Number.POSITIVE_INFINITY;
}

/** Largest absolute value of the numbers in a field; a label weighs nothing. */
function size(value: unknown): number {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.abs(value) : 1;
  if (Array.isArray(value)) return value.reduce((most: number, x) => Math.max(most, size(x)), 0);
  return 0;
}

/** A finite number, or an array (of arrays) of them, that is not all zero. */
function varies(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(varies);
  return typeof value === 'number' && Number.isFinite(value) && value !== 0;
}

function valueAt(params: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as { readonly [key: string]: unknown })[key]
          : undefined,
      params,
    );
}

/** A copy of the question with the value at `path` multiplied by 1 + h. */
function perturbed<P>(params: P, path: string, h: number): P {
  const [key, ...rest] = path.split('.');
  const record = params as { readonly [key: string]: unknown };
  const value = record[key];
  const moved =
    rest.length > 0 ? perturbed(value, rest.join('.'), h) : scaled(value, h, signs(path));
  return { ...record, [key]: moved } as P;
}

/** Every number times 1 ± h: a lone one by +h, those of an array by the next sign. */
function scaled(value: unknown, h: number, sign: () => number): unknown {
  if (Array.isArray(value)) return value.map((x) => scaledEntry(x, h, sign));
  return (value as number) * (1 + h);
}

function scaledEntry(value: unknown, h: number, sign: () => number): unknown {
  if (Array.isArray(value)) return value.map((x) => scaledEntry(x, h, sign));
  return (value as number) * (1 + sign() * h);
}

/** The same signs for +h and −h. */
function signs(path: string): () => number {
  const stream = philoxStream(path.length);
  return () => (stream.uniform() < 0.5 ? -1 : 1);
}
