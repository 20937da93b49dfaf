import fc from 'fast-check';
import type { HiddenManifold } from '../../reference/hidden-manifold/model.ts';
import { logUniform, oneOf } from './numbers.ts';

/**
 * Features of a hidden manifold, of fewer latent dimensions than features or of more. Shrinks to
 * orthogonal linear features at γ = 1, which are plain inputs.
 */
export const manifolds = (
  activations: readonly HiddenManifold['activation'][] = ['linear', 'erf', 'sign', 'relu', 'tanh'],
): fc.Arbitrary<HiddenManifold> =>
  fc.record({
    activation: fc.constantFrom(...activations),
    gamma: oneOf(
      [2, fc.constantFrom(1, 0.1, 0.5)],
      [3, logUniform(0.05, 5)],
      [1, logUniform(1e-2, 20)],
    ),
    projection: fc.constantFrom('orthogonal' as const, 'gaussian' as const),
  });

/** ρ, mostly the default. */
export const latentMoments = (): fc.Arbitrary<{ readonly secondMoment?: number }> =>
  oneOf([3, fc.constant({})], [1, logUniform(0.1, 10).map((secondMoment) => ({ secondMoment }))]);
