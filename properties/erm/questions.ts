import type { Loss, Teacher } from '../../oracles/types/index.ts';
import { conditioned } from '../conditioned.ts';
import type { Bench } from '../law.ts';
import type { Measured } from '../measured.ts';
import { ask } from '../questions.ts';

/*
 * The questions that laws of empirical risk minimisation ask, each answer with the error that the
 * claimed accuracy permits.
 */

/** Who learns from whom, how much, and how freely. */
export interface Student {
  readonly loss: Loss;
  readonly alpha: number;
  readonly lambda: number;
  readonly teacher: Teacher;
}

const studentFields = [
  'overlap',
  'norm',
  'susceptibility',
  'generalisationError',
  'trainingLoss',
  'trainingError',
  'objective',
] as const;

export const relative = <F extends string>(fields: readonly F[]) =>
  Object.fromEntries(fields.map((field) => [field, 0])) as { readonly [field in F]: number };

/** The fixed point of a student, with errors widened by its condition number. */
export const student = (bench: Bench, { loss, alpha, lambda, teacher }: Student) =>
  conditioned(
    bench,
    { loss, alpha, lambda, teacher },
    (question) => ask(bench, 'erm.fixed-point', question, relative(studentFields)),
    studentFields,
  );

/** The largest margin, likewise. */
export const maxMargin = (bench: Bench, alpha: number, teacher: Teacher) => {
  const fields = ['margin', 'overlap', 'norm', 'generalisationError'] as const;
  return conditioned(
    bench,
    { alpha, teacher },
    (question) => ask(bench, 'erm.max-margin', question, relative(fields)),
    fields,
  );
};

export const separability = async (bench: Bench, teacher: Teacher): Promise<Measured> =>
  (await ask(bench, 'erm.separability', { teacher }, { alpha: 0 })).alpha;

export const optimalRegularisation = (
  bench: Bench,
  { loss, alpha, teacher }: Omit<Student, 'lambda'>,
) =>
  ask(
    bench,
    'erm.optimal-regularisation',
    { loss, alpha, teacher },
    { lambda: 0, generalisationError: 0 },
  );

export interface Pull {
  readonly point: Measured;
  readonly force: Measured;
  readonly derivative: Measured;
  readonly envelope: Measured;
}

/**
 * The proximal operator. The margin u and the width V are parameters to whose last digits the answer
 * responds: by x′ δu and f x′ δV the point, by (1 − x′)/V times that over x′ the force.
 */
export async function proximal(
  bench: Bench,
  loss: Loss,
  margin: number,
  width: number,
): Promise<Pull> {
  const answer = await ask(
    bench,
    'erm.proximal',
    { loss, margin, width },
    { point: 0, force: 0, derivative: 0, envelope: 0 },
  );
  const { point, force, derivative, envelope } = answer;
  const f = Math.abs(force.value);
  const slope = Math.min(1, Math.max(0, derivative.value));
  // What a relative change of u and of V by one does to u + V f.
  const reach = Math.abs(margin) + width * f;
  const widened = (x: Measured, response: number): Measured => ({
    value: x.value,
    error: x.error + 2 * bench.accuracy * response,
  });
  return {
    point: widened(point, slope * reach),
    force: widened(force, ((1 - slope) / width) * reach),
    derivative: widened(derivative, slope * (1 - slope) * reach),
    envelope: widened(envelope, f * reach),
  };
}

export interface DataSet {
  readonly matrix: readonly (readonly number[])[];
  readonly labels: readonly number[];
}

export const minimiserConditioning =
  'accuracy of the answers, times the condition number ‖X‖²/λ of a strongly convex minimum';

/**
 * The minimum of a penalised loss. A gradient that is off by δ moves a minimum of curvature λ by at
 * most δ/λ, so the weights are as accurate as the claim times 1 + ‖X‖²/λ, relative to the largest.
 */
export async function minimiser(bench: Bench, loss: Loss, lambda: number, data: DataSet) {
  const { weights, objective } = await bench.ask<{
    weights: readonly unknown[];
    objective?: unknown;
  }>('erm.minimiser', { loss, lambda, ...data });
  const values = weights.map(Number);
  const frobenius = data.matrix.flat().reduce((total, x) => total + x * x, 0);
  const scale = Math.max(...values.map(Math.abs));
  const error = bench.accuracy * scale * (1 + frobenius / lambda) + 1e-14;
  return {
    weights: values.map((value): Measured => ({ value, error })),
    objective: {
      value: Number(objective ?? Number.NaN),
      error: 2 * bench.accuracy * Math.abs(Number(objective)),
    } satisfies Measured,
  };
}
