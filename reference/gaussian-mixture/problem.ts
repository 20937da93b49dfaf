import { DomainError, requireNumber } from '../errors.ts';
import { loss as lossOf } from '../losses/index.ts';
import type { LossKind } from '../losses/loss.ts';
import type { Estimate } from '../numerics/estimate.ts';
import { type MixtureSpectrum, requireMixtureSpectrum } from './spectrum.ts';

/** A free intercept is fitted without penalty; without one it is 0. */
export type BiasKind = 'free' | 'none';

/**
 * Two classes: y = +1 with probability p₊ (`probability`), else −1, and
 *
 *   X = (y μ + Σ_y^{1/2} g)/√d,   (ŵ, b̂) = argmin Σ ℓ(y (w·X + b)) + (λ/2)‖w‖²,   α = n/d.
 */
export interface MixtureProblem {
  readonly loss: LossKind;
  readonly alpha: number;
  readonly lambda: number;
  readonly bias: BiasKind;
  readonly probability: number;
  readonly spectrum: MixtureSpectrum;
}

/** A quantity of each class: [of y = +1, of y = −1]. */
export type PerClass<T> = readonly [T, T];

/** The sign y of each place of a {@link PerClass}. */
export const signs: PerClass<1 | -1> = [1, -1];

/** The replica-symmetric saddle point. */
export interface MixtureState {
  /** m = w·μ/√d. */
  readonly overlap: Estimate;
  /** q_y = w·Σ_y w/d. */
  readonly norm: PerClass<Estimate>;
  /** V_y. */
  readonly susceptibility: PerClass<Estimate>;
  readonly bias: Estimate;
  /** ‖w‖²/d. */
  readonly weightNorm: Estimate;
  /** Mean loss of a training sample, without the penalty. */
  readonly trainingLoss: Estimate;
}

export function requireMixtureProblem(where: string, problem: MixtureProblem): MixtureProblem {
  lossOf(problem.loss);
  requireNumber(where, 'alpha', problem.alpha, { above: 0 });
  requireNumber(where, 'lambda', problem.lambda, { above: 0 });
  requireNumber(where, 'probability', problem.probability, { above: 0, below: 1 });
  requireBias(where, problem.bias);
  return { ...problem, spectrum: requireMixtureSpectrum(where, problem.spectrum) };
}

export function requireBias(where: string, bias: unknown): asserts bias is BiasKind {
  if (bias !== 'free' && bias !== 'none')
    throw new DomainError(where, 'bias', bias, '"free" or "none"');
}

export const classProbabilities = ({ probability }: MixtureProblem): PerClass<number> => [
  probability,
  1 - probability,
];
