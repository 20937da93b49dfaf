import fc from 'fast-check';
import { activationCoefficients } from '../../reference/hidden-manifold/coefficients.ts';
import { integrate } from '../../reference/numerics/quadrature.ts';
import { activations } from '../witnesses/hidden-manifold-coefficients.ts';
import { defineErratum } from './erratum.ts';

interface Features {
  readonly activation: 'erf' | 'sign' | 'relu' | 'tanh';
}

/** Second moment of κ₀ + κ₁ z + κ ζ, with z and ζ standard normal. */
function secondMoment({ activation }: Features, noise: number): number {
  const { kappa0, kappa1 } = activationCoefficients(activation);
  return kappa0.value ** 2 + kappa1.value ** 2 + noise ** 2;
}

/** E f(z)². */
const meanSquare = ({ activation }: Features): number =>
  integrate(
    (z) => (activations[activation](z) ** 2 * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI),
    [-12, -4, 0, 4, 12],
  ).value;

export const kappaStarSquared = defineErratum<Features, number>({
  id: 'kappa-star-squared',
  where: 'Gaussian equivalence; Replica solution (hidden manifold)',
  literal: 'X = κ₁ F C + κ★ N(0, I_p) + …  with  κ★ = E f(z)² − κ₀² − κ₁²',
  right: 'κ★² = E f(z)² − κ₀² − κ₁²',
  why: 'κ★ N(0, I_p) is noise of standard deviation κ★, and the right-hand side is a variance. Without the square root the noise has the square of the right variance.',
  law: 'Features and their Gaussian equivalent have the same second moment, E f(z)².',
  sources: ['zdeborova2021', 'goldt2020', 'goldt2021'],
  model: fc.record({
    activation: fc.constantFrom('erf' as const, 'sign' as const, 'relu' as const, 'tanh' as const),
  }),
  forms: {
    literal: (model) =>
      secondMoment(model, activationCoefficients(model.activation).kappaStar.value ** 2),
    right: (model) => secondMoment(model, activationCoefficients(model.activation).kappaStar.value),
  },
  measure: (second, model) => ({
    left: second,
    right: meanSquare(model),
    relation: 'equal',
    allowance: 1e-13,
    because: 'rounding of an integral of order one',
  }),
});
