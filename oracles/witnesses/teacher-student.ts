import erfc from '@stdlib/math/base/special/erfc/lib/index.js';
import type { CovariateSpectrum, Loss, Teacher } from '../types/shared.ts';
import { OutOfReach } from './attempt.ts';
import { gauss, panels } from './panels.ts';
import { type Level, nodesOf, pullAt } from './pull.ts';
import { outputErrors, settle } from './settle.ts';

/** A student of a teacher on Gaussian features; on plain inputs the spectrum is s = 1, t = ρ. */
export interface Lesson {
  readonly teacher: Teacher;
  readonly spectrum: CovariateSpectrum;
  readonly task: 'classification' | 'regression';
  readonly loss: Loss;
  readonly alpha: number;
  readonly lambda: number;
}

const cdf = (t: number): number => erfc(-t / Math.SQRT2) / 2;

/**
 * What the samples say, for a channel y ~ Z₀(y, ω₀) whose mean field ω₀ = (m/q) ω the student's field ω
 * implies: α E Σ_y ∂Z₀ f_out, α E Σ_y Z₀ f_out², −α E Σ_y Z₀ ∂f_out. Both labels contribute the same.
 */
function channel({ teacher, task, loss, alpha }: Lesson, state: readonly number[], level: Level) {
  const [m, q, V] = state;
  const { secondMoment: rho, noiseVariance, flipProbability: flip } = teacher;
  if (task === 'regression') {
    const residual = (rho + noiseVariance + q - 2 * m) / (1 + V) ** 2;
    return {
      overlap: alpha / (1 + V),
      norm: alpha * residual,
      susceptibility: alpha / (1 + V),
      trainingLoss: residual / 2,
    };
  }
  const spread = Math.sqrt(rho - (m * m) / q + noiseVariance);
  if (!(spread ** 2 > 1e-7 * rho)) throw new OutOfReach('the student knows the teacher');
  const step = { at: 0, width: (spread * q) / m };
  const { x, w } = nodesOf(loss, 0, q, V, level, [step]);
  const sum = { overlap: 0, norm: 0, susceptibility: 0, trainingLoss: 0 };
  x.forEach((omega, i) => {
    const mean = (m / q) * omega;
    const Z = flip + (1 - 2 * flip) * cdf(mean / spread);
    const dZ = (1 - 2 * flip) * gauss(mean, spread ** 2);
    const pull = pullAt(loss, omega, V);
    sum.overlap += 2 * alpha * w[i] * dZ * pull.force;
    sum.norm += 2 * alpha * w[i] * Z * pull.force ** 2;
    sum.susceptibility += 2 * alpha * w[i] * Z * pull.curvature;
    sum.trainingLoss += 2 * w[i] * Z * pull.loss;
  });
  return sum;
}

/** The equations as they stand: from (m, q, V) to the next. */
function step(lesson: Lesson, level: Level) {
  const { lambda, spectrum } = lesson;
  return (state: readonly number[]) => {
    const hat = channel(lesson, state, level);
    let [m, q, V, weightNorm] = [0, 0, 0, 0];
    spectrum.weights.forEach((W, j) => {
      const [s, t] = [spectrum.student[j], spectrum.teacher[j]];
      const D = lambda + hat.susceptibility * s;
      const N = hat.overlap ** 2 * t + hat.norm * s;
      m += (W * hat.overlap * t) / D;
      q += (W * s * N) / D ** 2;
      V += (W * s) / D;
      weightNorm += (W * N) / D ** 2;
    });
    return { state: [m, q, V], weightNorm, trainingLoss: hat.trainingLoss };
  };
}

/** −ℓ′(0): a margin ends below zero where it was below −V times it. */
const zeroForce = (loss: Loss): number => (loss === 'logistic' ? 0.5 : 1);

/** Chance of sign(ω) ≠ y where ω < `below`, for a teacher of that much noise and flips. */
function disagreement(
  [m, q]: readonly number[],
  { secondMoment, noiseVariance, flipProbability: flip }: Teacher,
  below: number,
): number {
  const spread = Math.sqrt(secondMoment - (m * m) / q + noiseVariance);
  const width = Math.sqrt(q);
  if (below < -12 * width) return 0;
  const { x, w } = panels(
    -12 * width,
    below,
    [
      { at: below, width },
      { at: 0, width: (spread * q) / m },
    ],
    16,
  );
  let sum = 0;
  x.forEach((omega, i) => {
    sum += 2 * w[i] * gauss(omega, q) * (flip + (1 - 2 * flip) * cdf(((m / q) * omega) / spread));
  });
  return sum;
}

/** Where the iteration ends, and what follows from it. */
export function learn(lesson: Lesson) {
  const { teacher, task, loss, alpha, lambda } = lesson;
  if (lambda < 1e-3 || lambda > 1e3) throw new OutOfReach('slow, or below the scale of the nodes');
  if (teacher.flipProbability === 0.5) throw new OutOfReach('nothing to learn');
  const fine = step(lesson, 'fine');
  const coarse = step(lesson, 'coarse');
  const rho = teacher.secondMoment;
  const settled = settle(
    (x) => fine(x).state,
    (x) => coarse(x).state,
    [0.3 * rho, 0.5 * rho, 0.5],
  );
  const output = (state: readonly number[], level: Level): { readonly [field: string]: number } => {
    const [m, q, V] = state;
    const { weightNorm, trainingLoss } = (level === 'fine' ? fine : coarse)(state);
    const clean = { ...teacher, noiseVariance: 0, flipProbability: 0 };
    const common = {
      overlap: m,
      norm: q,
      susceptibility: V,
      weightNorm,
      trainingLoss,
      objective: trainingLoss + (lambda * weightNorm) / (2 * alpha),
    };
    return task === 'regression'
      ? { ...common, meanSquareError: rho + q - 2 * m }
      : {
          ...common,
          generalisationError: disagreement(state, clean, 0),
          trainingError: disagreement(state, teacher, -V * zeroForce(loss)),
        };
  };
  const result = output(settled.state, 'fine');
  const errors = outputErrors(output, settled);
  return {
    result,
    error: Object.fromEntries(
      Object.keys(result).map((field) => [field, errors[field] + 1e-14 * (1 + rho)]),
    ),
  };
}

/** The fields that are asked, of what was learned. */
export const pick = <K extends string>(
  { result, error }: ReturnType<typeof learn>,
  fields: readonly K[],
) => {
  const of = (from: { readonly [field: string]: number }) =>
    Object.fromEntries(
      fields.filter((field) => field in result).map((field) => [field, from[field]]),
    ) as { [field in K]: number };
  return { result: of(result), error: of(error) };
};
