import fc from 'fast-check';
import { moments } from '../../reference/hidden-manifold/stieltjes.ts';
import { logUniform } from '../arbitraries/numbers.ts';

/**
 * What the samples tell a student of the hidden manifold (the conjugates of the replica solution): from
 * these the order parameters follow by linear algebra, which is where several errata lie. F is Gaussian.
 */
export interface Conjugates {
  readonly gamma: number;
  /** λ + V̂_w. */
  readonly stiffness: number;
  /** V̂_s. */
  readonly latentStiffness: number;
  readonly latentForce: number;
  readonly latentNoise: number;
  readonly weightNoise: number;
  /** ρ. */
  readonly secondMoment: number;
}

export const conjugates = (): fc.Arbitrary<Conjugates> =>
  fc.record({
    gamma: fc.constantFrom(0.1, 0.2, 0.5, 0.8),
    stiffness: logUniform(0.1, 10),
    latentStiffness: logUniform(0.1, 10),
    latentForce: logUniform(0.1, 10),
    latentNoise: logUniform(0.1, 10),
    weightNoise: logUniform(0.1, 10),
    secondMoment: fc.constant(1),
  });

/** The brackets of the equations, at z = (λ + V̂_w)/V̂_s. */
export const brackets = ({ gamma, stiffness, latentStiffness }: Conjugates) => {
  const z = stiffness / latentStiffness;
  const { g, derivative } = moments(z, gamma, 'gaussian');
  return {
    /** 1 − z g */
    response: 1 - z * g,
    /** 1 − 2 z g + z² g′ */
    square: 1 - 2 * z * g + z * z * derivative,
    /** −z g + z² g′, negative */
    mixed: -z * g + z * z * derivative,
    /** 1/γ − 1 + z² g′ */
    outside: 1 / gamma - 1 + z * z * derivative,
  };
};
