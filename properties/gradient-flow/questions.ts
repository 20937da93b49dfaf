import { derivative, step } from '../differences.ts';
import type { Bench } from '../law.ts';
import type { Measured } from '../measured.ts';
import { ask, floorOf, LeftOut, permitted } from '../questions.ts';
import { dot, type Rows, signs } from './models.ts';

/*
 * The questions that laws of gradient flow ask, each answer with the error that the claimed accuracy permits: that of
 * an answer to a question of which every number is known to that accuracy only.
 */

export interface Data {
  readonly matrix: Rows;
  readonly labels: readonly number[];
}

export interface Slope {
  readonly loss: Measured;
  readonly gradient: readonly Measured[];
  readonly multiplier: Measured;
}

/** What the loss and its slope are sums of, in moduli. */
export const cancelling =
  'accuracy of the answers, relative to the terms of their sums (which cancel at the teacher)';

export async function gradient(
  bench: Bench,
  { matrix, labels }: Data,
  weights: readonly number[],
): Promise<Slope> {
  const id = 'phase-retrieval.gradient';
  const answer = await bench.ask<{
    loss: unknown;
    gradient?: readonly unknown[];
    multiplier?: unknown;
  }>(id, { matrix, labels, weights });
  const sizes = { loss: 0, gradient: weights.map(() => 0), multiplier: 0 };
  const norm = dot(weights, weights);
  matrix.forEach((x, mu) => {
    const reach = dot(x.map(Math.abs), weights.map(Math.abs));
    const term = labels[mu] ** 2 + reach ** 2;
    sizes.loss += 4 * term ** 2;
    x.forEach((xi, i) => {
      sizes.gradient[i] += 16 * term * reach * Math.abs(xi);
    });
    sizes.multiplier += (16 * term * reach ** 2) / norm;
  });
  const known = (field: string, value: unknown, scale: number): Measured => {
    if (value === undefined) throw new LeftOut(`${id} leaves out ${field}`);
    const x = Number(value);
    return { value: x, error: permitted(bench, x, scale, floorOf(id, field)) };
  };
  return {
    loss: known('loss', answer.loss, sizes.loss),
    get gradient() {
      if (answer.gradient === undefined) throw new LeftOut(`${id} leaves out gradient`);
      return answer.gradient.map((g, i) => known('gradient', g, sizes.gradient[i]));
    },
    get multiplier() {
      return known('multiplier', answer.multiplier, sizes.multiplier);
    },
  };
}

export interface Course {
  /** The state, flattened, at each time. */
  readonly states: readonly (readonly Measured[])[];
  readonly loss: readonly Measured[];
}

export const stretched =
  'accuracy of the answers, times the measured condition number of the trajectory';

interface Trajectory {
  readonly states: readonly (readonly number[])[];
  readonly loss: readonly number[];
}

/** Relative change of a question by which its condition number is measured. */
const eta = 2 ** -14;

/**
 * A trajectory with errors widened by how much it moves when the start and the labels do, each number by a relative ±η:
 * next to a saddle a right answer to a question changed in its last digits may be far from this one.
 */
async function conditionedCourse(
  bench: Bench,
  id: string,
  field: string,
  trajectory: (disturb: (x: number) => number) => Promise<Trajectory>,
): Promise<Course> {
  const seen = await trajectory((x) => x);
  const pattern = signs(512, 5);
  let turn = 0;
  const moved = await trajectory((x) => x * (1 + eta * pattern[turn++ % pattern.length]));
  const widen = (
    values: readonly number[],
    others: readonly number[],
    floor: number,
  ): Measured[] => {
    const largest = Math.max(...values.map(Math.abs));
    const change = Math.max(...values.map((x, i) => Math.abs(x - others[i]))) / eta;
    return values.map((value) => ({
      value,
      error: permitted(bench, value, largest, floor) + 4 * bench.accuracy * change,
    }));
  };
  return {
    states: seen.states.map((state, k) => widen(state, moved.states[k], floorOf(id, field))),
    loss: widen(seen.loss, moved.loss, floorOf(id, 'loss')),
  };
}

const lossOf = (id: string, loss: readonly unknown[] | undefined): number[] => {
  if (loss === undefined) throw new LeftOut(`${id} leaves out loss`);
  return loss.map(Number);
};

/** w(t), one list of weights per time. */
export const sphereFlow = (
  bench: Bench,
  { matrix, labels }: Data,
  initial: readonly number[],
  at: readonly number[],
): Promise<Course> => {
  const id = 'phase-retrieval.gradient-flow';
  return conditionedCourse(bench, id, 'weights', async (disturb) => {
    const { weights, loss } = await bench.ask<{ weights: Rows; loss?: readonly unknown[] }>(id, {
      matrix,
      labels: labels.map(disturb),
      initial: initial.map(disturb),
      times: at,
    });
    return { states: weights.map((w) => w.map(Number)), loss: lossOf(id, loss) };
  });
};

/** A(t), flattened by rows, per time. */
export const gramFlow = (
  bench: Bench,
  { matrix, labels }: Data,
  initial: Rows,
  at: readonly number[],
): Promise<Course> => {
  const id = 'over-parametrised.gradient-flow';
  return conditionedCourse(bench, id, 'gram', async (disturb) => {
    const { gram, loss } = await bench.ask<{ gram: readonly Rows[]; loss?: readonly unknown[] }>(
      id,
      {
        matrix,
        labels: labels.map(disturb),
        initial: initial.map((row) => row.map(disturb)),
        times: at,
      },
    );
    return { states: gram.map((A) => A.flat().map(Number)), loss: lossOf(id, loss) };
  });
};

/** The values of a state at one time, as a matrix. */
export const asRows = (state: readonly Measured[]): number[][] => {
  const d = Math.round(Math.sqrt(state.length));
  return Array.from({ length: d }, (_, i) => state.slice(i * d, (i + 1) * d).map((x) => x.value));
};

/**
 * The time derivative of every number of a course at t, from seven times asked at once; and the course there. `scale`: the time
 * over which it is smooth.
 */
export async function velocity(
  bench: Bench,
  course: (at: readonly number[]) => Promise<Course>,
  t: number,
  scale: number,
) {
  const h = step(t, scale, bench.accuracy);
  const at = [-4, -2, -1, 0, 1, 2, 4].map((k) => t + k * h);
  const { states, loss } = await course(at);
  const slope = (pick: (k: number) => Measured): Promise<Measured> =>
    derivative(async (x) => pick(at.indexOf(x)), t, scale, bench.accuracy);
  return {
    state: states[3],
    loss: loss[3],
    velocity: await Promise.all(states[3].map((_, i) => slope((k) => states[k][i]))),
    lossVelocity: await slope((k) => loss[k]),
  };
}

const list = (bench: Bench, id: string, field: string, values: readonly unknown[]): Measured[] =>
  values.map((x) => ({
    value: Number(x),
    error: permitted(bench, Number(x), 0, floorOf(id, field)),
  }));

/** m(t); the exponent 16αt is as good as α and t are. */
export async function populationOverlap(
  bench: Bench,
  alpha: number,
  initialOverlap: number,
  at: readonly number[],
): Promise<Measured[]> {
  const id = 'phase-retrieval.population-flow';
  const { overlap } = await bench.ask<{ overlap: readonly unknown[] }>(id, {
    alpha,
    initialOverlap,
    times: at,
  });
  // δm = m (1 − m²) (δm₀/(m₀ (1 − m₀²)) + 8 δ(αt))
  return list(bench, id, 'overlap', overlap).map(({ value, error }, k) => ({
    value,
    error:
      error +
      bench.accuracy *
        Math.abs(value) *
        Math.abs(1 - value * value) *
        (16 * alpha * at[k] + 1 / Math.max(1e-3, Math.abs(1 - initialOverlap ** 2))),
  }));
}

/** a(τ) and b(τ). */
export async function populationEigenvalues(
  bench: Bench,
  model: { readonly dimension: number; readonly signal: number; readonly bulk: number },
  at: readonly number[],
) {
  const id = 'over-parametrised.population-flow';
  const { signal, bulk } = await bench.ask<{
    signal: readonly unknown[];
    bulk?: readonly unknown[];
  }>(id, { ...model, times: at });
  // A rate of at most 6d + … acts on a relative change of the start and of the time.
  const { dimension: d, signal: a, bulk: b } = model;
  const wider = ({ value, error }: Measured, k: number): Measured => ({
    value,
    error: error * (4 + Math.min(20, at[k] * (6 * d + 6 * a + 2 * (d + 2) * b))),
  });
  return {
    signal: list(bench, id, 'signal', signal).map(wider),
    get bulk() {
      if (bulk === undefined) throw new LeftOut(`${id} leaves out bulk`);
      return list(bench, id, 'bulk', bulk).map(wider);
    },
  };
}

export const hessian = (bench: Bench, alpha: number, offset: number) =>
  ask(
    bench,
    'phase-retrieval.hessian',
    { alpha, offset },
    // Curvatures are differences of terms of the order of α and of √α; an overlap is one of order one.
    { edge: 4 + alpha, outlier: 4 + alpha, squaredOverlap: 1 },
  );

export const hessianTransition = async (bench: Bench, offset: number): Promise<Measured> =>
  (await ask(bench, 'phase-retrieval.hessian-transition', { offset }, { alpha: 0 })).alpha;

export async function successes(
  bench: Bench,
  question: { dimension: number; alpha: number; runs: number; seed: number },
) {
  return bench.ask<{ rate: number; standardError?: number }>(
    'phase-retrieval.success-rate',
    question,
  );
}

/** The label, and the margin with an error relative to the largest ‖x_k‖². */
export async function uniqueness(bench: Bench, matrix: Rows, teacher: readonly number[]) {
  const id = 'over-parametrised.uniqueness';
  const { unique, margin } = await bench.ask<{ unique: boolean; margin?: unknown }>(id, {
    matrix,
    teacher,
  });
  return {
    unique,
    get margin(): Measured {
      if (margin === undefined) throw new LeftOut(`${id} leaves out margin`);
      const size = matrix.reduce((sum, x) => sum + dot(x, x), 0);
      const value = Number(margin);
      return {
        value,
        error: permitted(bench, value, unique ? 4 * size : 0, floorOf(id, 'margin')),
      };
    },
  };
}
