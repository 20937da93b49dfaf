/**
 * A teacher that labels by the sign of a noisy field and sometimes lies:
 *
 *   y = sign(ν + √Δ ζ),  ν ~ N(0, ρ),  ζ ~ N(0, 1),  then −y with probability η
 *
 *   R   = ρ + Δ                          variance of the noisy field
 *   c_y = E[y ν]/ρ = (1 − 2η) √(2/(πR))  regression coefficient of the label on the field
 *
 * Source: [aubin2020].
 */
import { requireNumber } from '../errors.ts';

export interface Teacher {
  /** ρ = E[ν²]. */
  readonly secondMoment: number;
  /** Δ. */
  readonly noiseVariance: number;
  /** η. */
  readonly flipProbability: number;
}

export const cleanTeacher: Teacher = { secondMoment: 1, noiseVariance: 0, flipProbability: 0 };

export const requireTeacher = (where: string, teacher: Teacher): void => {
  requireNumber(where, 'secondMoment', teacher.secondMoment, { above: 0 });
  requireNumber(where, 'noiseVariance', teacher.noiseVariance, { atLeast: 0 });
  requireNumber(where, 'flipProbability', teacher.flipProbability, { atLeast: 0, atMost: 0.5 });
};

/** R. */
export const noisyVariance = ({ secondMoment, noiseVariance }: Teacher): number =>
  secondMoment + noiseVariance;

/** c_y. */
export const labelCorrelation = (teacher: Teacher): number =>
  (1 - 2 * teacher.flipProbability) * Math.sqrt(2 / (Math.PI * noisyVariance(teacher)));
