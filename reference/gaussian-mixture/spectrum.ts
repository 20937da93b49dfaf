import { DomainError, requireNumber } from '../errors.ts';

/**
 * Two clusters ±μ with covariances Σ₊, Σ₋ that share their eigenvectors uᵢ, as blocks of equal
 * eigenvalues: block j holds the fraction `weights[j]` of the directions, with eigenvalues `plus[j]`,
 * `minus[j]` of the covariances and `mean[j]` = d (uᵢ·μ)², so that ⟨mean⟩ = ‖μ‖².
 */
export interface MixtureSpectrum {
  readonly weights: readonly number[];
  readonly plus: readonly number[];
  readonly minus: readonly number[];
  readonly mean: readonly number[];
}

/** ⟨g⟩ = Σⱼ Wⱼ g(j), the average over the eigendirections. */
export const average = (weights: readonly number[], g: (block: number) => number): number => {
  let sum = 0;
  for (let j = 0; j < weights.length; j++) sum += weights[j] * g(j);
  return sum;
};

/** Fractions written as decimals add up to one only up to rounding. */
const roundingOfFractions = 1e-9;

/** The fractions, divided by their sum; {@link DomainError} unless they are fractions of one. */
export function requireFractions(
  where: string,
  parameter: string,
  fractions: readonly number[],
): readonly number[] {
  if (fractions.length === 0) throw new DomainError(where, parameter, '[]', 'a non-empty list');
  let sum = 0;
  for (let j = 0; j < fractions.length; j++) {
    requireNumber(where, `${parameter}[${j}]`, fractions[j], { above: 0, atMost: 1 });
    sum += fractions[j];
  }
  if (Math.abs(sum - 1) > roundingOfFractions)
    throw new DomainError(where, `sum of ${parameter}`, sum, '1');
  return fractions.map((w) => w / sum);
}

/** One eigenvalue ≥ 0 per block, not all of them 0. */
export function requireEigenvalues(
  where: string,
  parameter: string,
  values: readonly number[],
  blocks: number,
): void {
  if (values.length !== blocks)
    throw new DomainError(where, `length of ${parameter}`, values.length, `${blocks}, one a block`);
  for (let j = 0; j < blocks; j++)
    requireNumber(where, `${parameter}[${j}]`, values[j], { atLeast: 0 });
}

export function requireMixtureSpectrum(where: string, spectrum: MixtureSpectrum): MixtureSpectrum {
  const weights = requireFractions(where, 'spectrum.weights', spectrum.weights);
  requireEigenvalues(where, 'spectrum.plus', spectrum.plus, weights.length);
  requireEigenvalues(where, 'spectrum.minus', spectrum.minus, weights.length);
  requireEigenvalues(where, 'spectrum.mean', spectrum.mean, weights.length);
  for (const name of ['plus', 'minus'] as const)
    if (!spectrum[name].some((s) => s > 0))
      throw new DomainError(where, `spectrum.${name}`, 'only zeros', 'positive somewhere');
  return { ...spectrum, weights };
}
