import type { Bench } from './law.ts';
import type { Measured } from './measured.ts';
import type { Problem } from './models.ts';
import { fixedPoint, optimum, type Start } from './questions.ts';

/**
 * Fixed points, with errors widened by their condition number where that is above one: next to a
 * fold or a continuous transition, a right answer to a question changed in its last digits is far
 * from this one. The condition number is measured, from answers at α (1 ± η):
 *
 *   κ = |x(α(1 + η)) − x(α(1 − η))| / (2 η |x|),   |δx| ≤ ε (1 + 2κ) |x|
 *
 * (twice, since the noise and the prior are parameters as well, to which x responds about as much).
 */
const eta = 2 ** -12;

/** Why a comparison with such a point allows what it allows. */
export const conditioning =
  'accuracy of the answers, widened by the measured condition number of the point';

/** The error of two answers to equally ill-conditioned questions, put on one of them. */
export const twice = ({ value, error }: Measured): Measured => ({ value, error: 2 * error });

type Fields<F extends string> = { readonly [field in F]: Measured };

export async function conditioned<F extends string, P extends { readonly alpha: number }>(
  bench: Bench,
  problem: P,
  ask: (problem: P) => Promise<Fields<F>>,
  fields: readonly F[],
): Promise<Fields<F>> {
  const centre = await ask(problem);
  const above = await ask({ ...problem, alpha: problem.alpha * (1 + eta) });
  const below = await ask({ ...problem, alpha: problem.alpha * (1 - eta) });
  const entries = fields.map((field) => {
    const { value, error } = centre[field];
    const change = Math.abs(above[field].value - below[field].value) / (2 * eta);
    const widened = error + 2 * bench.accuracy * change;
    return [field, { value, error: Number.isFinite(value) ? widened : 0 }] as const;
  });
  return Object.fromEntries(entries) as Fields<F>;
}

export const conditionedFixedPoint = (bench: Bench, problem: Problem, start: Start) =>
  conditioned(bench, problem, (p) => fixedPoint(bench, p, start), [
    'overlap',
    'conjugate',
    'meanSquareError',
    'freeEntropy',
  ] as const);

export const conditionedOptimum = (bench: Bench, problem: Problem) =>
  conditioned(bench, problem, (p) => optimum(bench, p), [
    'overlap',
    'meanSquareError',
    'freeEntropy',
    'algorithmicOverlap',
    'algorithmicMeanSquareError',
  ] as const);
