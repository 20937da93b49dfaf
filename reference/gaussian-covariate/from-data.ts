import { requireSigns } from '../empirical-risk/minimiser/problem.ts';
import { minimiseSquare } from '../empirical-risk/minimiser/square.ts';
import { labelCorrelation, type Teacher } from '../empirical-risk/teacher.ts';
import { DomainError, requireNumber } from '../errors.ts';
import { epsilon } from '../numerics/estimate.ts';
import { gramOfColumns } from '../numerics/gram.ts';
import {
  type Matrix,
  multiply,
  multiplyTransposed,
  requireMatrix,
  requireVector,
} from '../numerics/matrix.ts';
import { symmetricProjections } from '../numerics/symmetric-eigen.ts';
import type { Task } from './result.ts';
import { explainedVariance, type Spectrum } from './spectrum.ts';

/** A Gaussian covariate model with the second moments of a data set. */
export interface CovariateModel {
  readonly spectrum: Spectrum;
  /** ρ, Δ and no flips: a classifier's labels are sign(ν + √Δ ζ), a regression's targets ν + √Δ ζ. */
  readonly teacher: Teacher;
  /** ⟨t/s⟩/ρ, the part of the teacher's variance that a linear function of the features explains. */
  readonly explained: number;
  /** The data were easier than any Gaussian model with their moments: see {@link modelOfLabels}. */
  readonly saturated: boolean;
}

/**
 * The model of features with a given teacher field: ν_μ is known for each row v_μ of the features.
 *
 *   Ω = (1/N) Σ v vᵀ = Σ s_i u_i u_iᵀ,   c = (1/N) Σ ν v,   ρ = (1/N) Σ ν²,   t_i = p (u_i·c)²
 *
 * The data set of N rows stands for the population; its means should be zero ({@link centred}). With
 * N < p the null space of Ω enters with s = t = 0. Noise of the labels is the caller's to add.
 *
 * Source: [loureiro2021], where u_i·c is written (U Φᵀθ)_i/√k, for ν = u·θ/√k.
 */
export function modelOfField(features: Matrix, field: ArrayLike<number>): CovariateModel {
  const where = 'modelOfField';
  requireMatrix(where, 'features', features);
  requireVector(where, 'field', field, features.rows);
  const { rows: n, columns: p } = features;
  let power = 0;
  for (let mu = 0; mu < n; mu++) power += field[mu] ** 2;
  const secondMoment = power / n;
  if (!(secondMoment > 0)) throw new DomainError(where, 'field', 'all 0', 'not all 0');
  const gram = gramOfColumns(features, new Float64Array(n).fill(1 / n));
  const covariance = multiplyTransposed(features, field).map((x) => x / n);
  const { values, components } = symmetricProjections(gram, covariance);
  // N rows span N dimensions; and an eigenvalue of which rounding leaves no six digits counts as 0
  const floor = 1e6 * epsilon * values[p - 1];
  if (!(floor > 0)) throw new DomainError(where, 'features', 'all 0', 'not all 0');
  const kept = (i: number) => i >= p - n && values[i] > floor;
  const spectrum = {
    weights: new Float64Array(p).fill(1 / p),
    student: values.map((s, i) => (kept(i) ? s : 0)),
    teacher: components.map((x, i) => (kept(i) ? p * x * x : 0)),
  };
  return {
    ...scaledToFit(spectrum, secondMoment), // ⟨t/s⟩ ≤ ρ but for rounding
    teacher: { secondMoment, noiseVariance: 0, flipProbability: 0 },
    saturated: false,
  };
}

/**
 * The model of features with labels alone. Only the second moments of labels and features are used.
 *
 * Regression: the targets are the field, ν = y. Teachers that interpolate the data, as that of
 * [loureiro2021] does, have just these moments: θ = Z⁺ y gives ν = Z θ = y.
 *
 * Classification, y = ±1: for a Gaussian field of variance ρ = 1 seen as y = sign(ν), E[y v] = c_y c with
 * c_y = √(2/π); hence c = E[y v]/c_y. What of ν the features do not explain acts as the noise of labels, so
 * that the model's error against its teacher is the one against labels as they come.
 *
 * Real labels can be better explained than by any Gaussian field (two distant clusters): then
 * ⟨t/s⟩ = (π/2) R² > 1, and c is shortened to ⟨t/s⟩ = 1; `saturated` says so.
 */
export function modelOfLabels(
  features: Matrix,
  labels: ArrayLike<number>,
  task: Task,
): CovariateModel {
  if (task === 'regression') return modelOfField(features, labels);
  requireSigns('modelOfLabels', labels);
  const { spectrum, teacher } = modelOfField(features, labels); // ρ = 1, c = E[y v]
  const squared = labelCorrelation(teacher) ** -2;
  const wanted = { ...spectrum, teacher: Array.from(spectrum.teacher, (t) => t * squared) };
  return {
    ...scaledToFit(wanted, teacher.secondMoment),
    teacher,
    saturated: explainedVariance(wanted) > teacher.secondMoment,
  };
}

/**
 * A teacher by regression, as in [loureiro2021]: features u of the teacher's own, richer than those of the
 * student, and
 *
 *   θ = argmin Σ (y − u·θ/√k)²/2 + (λ/2)|θ|²,   ν = u·θ/√k
 *
 * (λ → 0: the pseudo-inverse). Returns ν, for {@link modelOfField}.
 */
export function regressedField(
  teacherFeatures: Matrix,
  labels: ArrayLike<number>,
  lambda: number,
): Float64Array {
  const scaled = scaledFeatures(teacherFeatures);
  return multiply(scaled, minimiseSquare(lambda, scaled, labels).weights);
}

/**
 * The noise with which a Gaussian field of that variance would give labels that follow it as closely:
 * E[y ν] = ρ √(2/(π(ρ + Δ))) for Δ, or 0 where the labels follow even more closely than sign(ν) does.
 */
export function noiseOfLabels(field: ArrayLike<number>, labels: ArrayLike<number>): number {
  const where = 'noiseOfLabels';
  requireSigns(where, labels);
  requireVector(where, 'field', field, labels.length);
  let [power, product] = [0, 0];
  for (let mu = 0; mu < labels.length; mu++) {
    power += field[mu] ** 2;
    product += labels[mu] * field[mu];
  }
  power /= labels.length;
  product /= labels.length;
  requireNumber(where, 'mean of labels × field', product, { above: 0 });
  return Math.max(0, (2 * power ** 2) / (Math.PI * product ** 2) - power);
}

/** The features less their means. */
export function centred(features: Matrix): { features: Matrix; mean: Float64Array } {
  requireMatrix('centred', 'features', features);
  const { rows, columns } = features;
  const mean = multiplyTransposed(features, new Float64Array(rows).fill(1 / rows));
  const data = features.data.map((x, k) => x - mean[k % columns]);
  return { features: { rows, columns, data }, mean };
}

/** v/√p: the inputs of a student whose field is w·v/√p. */
export function scaledFeatures(features: Matrix): Matrix {
  const root = Math.sqrt(features.columns);
  return { ...features, data: features.data.map((x) => x / root) };
}

/** t shortened to ⟨t/s⟩ ≤ ρ, where it is longer. */
function scaledToFit(spectrum: Spectrum, secondMoment: number) {
  const explained = explainedVariance(spectrum) / secondMoment;
  if (explained <= 1) return { spectrum, explained };
  return {
    spectrum: { ...spectrum, teacher: Array.from(spectrum.teacher, (t) => t / explained) },
    explained: 1,
  };
}
