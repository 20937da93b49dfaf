/**
 * What a sample contributes to the replica equations of a student against a {@link Teacher}, per sample:
 *
 *   m̂/α = c_y E_ξ[ f(√(q − m²/R) ξ) ]
 *   q̂/α = 2 E_u[ P(u) f(u)² ],          u ~ N(0, q)
 *   V̂/α = 2 E_u[ P(u) (1 − x′(u))/V ]
 *   P(u) = η + (1 − 2η) Φ(k u),          k = (m/q)/√(R − m²/q)
 *
 * m̂ is exact: the Gaussians of the teacher's and the student's field merge, so nothing becomes
 * singular as the student finds the teacher. The overlap enters through a = artanh(m/√(ρq)), for which
 *
 *   R − m²/q = Δ + ρ sech² a
 *
 * keeps its digits there. Source: [aubin2020]; the sum over y = ±1 is twice the average with P.
 */
import type { AveragedLoss } from '../losses/loss.ts';
import { type MarginLaw, probabilityBelow } from '../losses/margin-law.ts';
import { type Estimate, exactly, scaled } from '../numerics/estimate.ts';
import { sech } from '../numerics/hyperbolic.ts';
import { labelCorrelation, noisyVariance, type Teacher } from './teacher.ts';

/** A student as a sample sees it. */
export interface Student {
  /** q = variance of its field. */
  readonly norm: number;
  /** a ≥ 0, m = √(ρq) tanh a. */
  readonly alignment: number;
  /** V. */
  readonly susceptibility: number;
}

export interface ChannelAverages<T> {
  /** m̂/α. */
  readonly overlap: T;
  /** q̂/α. */
  readonly norm: T;
  /** V̂/α. */
  readonly susceptibility: T;
}

const lawsOf = (teacher: Teacher, { norm, alignment }: Student) => {
  const { secondMoment: rho, noiseVariance: Delta, flipProbability: flip } = teacher;
  const distance = sech(alignment);
  const left = Delta + rho * distance * distance;
  const slope = Math.tanh(alignment) * Math.sqrt(rho / (norm * left));
  const margin: MarginLaw = { mean: 0, variance: norm, agreement: { flip, slope } };
  const independent: MarginLaw = { mean: 0, variance: (norm * left) / noisyVariance(teacher) };
  return { margin, independent };
};

/** Twice the law of a margin over both labels. */
export const marginLaw = (teacher: Teacher, student: Student): MarginLaw =>
  lawsOf(teacher, student).margin;

export const channelAverages = (
  loss: AveragedLoss,
  teacher: Teacher,
  student: Student,
): ChannelAverages<number> => {
  const { margin, independent } = lawsOf(teacher, student);
  const V = student.susceptibility;
  const c = labelCorrelation(teacher);
  const { squaredForce, curvature } = loss.averages(margin, V);
  return {
    overlap: c === 0 ? 0 : c * loss.averages(independent, V).force,
    norm: 2 * squaredForce,
    susceptibility: 2 * curvature,
  };
};

export const certifiedChannelAverages = (
  loss: AveragedLoss,
  teacher: Teacher,
  student: Student,
): ChannelAverages<Estimate> => {
  const { margin, independent } = lawsOf(teacher, student);
  const V = student.susceptibility;
  const c = labelCorrelation(teacher);
  const { squaredForce, curvature } = loss.certifiedAverages(margin, V);
  return {
    overlap: c === 0 ? exactly(0) : scaled(c, loss.certifiedAverages(independent, V).force),
    norm: scaled(2, squaredForce),
    susceptibility: scaled(2, curvature),
  };
};

/** E_t = 2 E[P(u) ℓ(x(u))], the mean training loss without penalty. */
export const trainingLoss = (loss: AveragedLoss, teacher: Teacher, student: Student): Estimate =>
  scaled(2, loss.certifiedAverages(marginLaw(teacher, student), student.susceptibility).loss);

/** 2 E[P(u) 1(x(u) < 0)], the fraction of training samples that stay misclassified. */
export const trainingError = (loss: AveragedLoss, teacher: Teacher, student: Student): Estimate => {
  const threshold = loss.errorThreshold(student.susceptibility);
  if (threshold === Number.NEGATIVE_INFINITY) return exactly(0);
  return scaled(2, probabilityBelow(marginLaw(teacher, student), threshold));
};
