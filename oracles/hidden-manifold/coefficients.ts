import fc from 'fast-check';
import { activationCoefficients } from '../../reference/hidden-manifold/coefficients.ts';
import { answerOf } from '../answer.ts';
import { defineOracle } from '../oracle.ts';
import { activationSchema } from '../schema/activation.ts';
import { answered } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  HiddenManifoldCoefficientsParams,
  HiddenManifoldCoefficientsResult,
} from '../types/hidden-manifold.coefficients.ts';
import { averagedActivation } from '../witnesses/hidden-manifold-coefficients.ts';

const exactZero = 'an odd f has κ₀ = 0, where a quadrature leaves its rounding';

export const hiddenManifoldCoefficients = defineOracle<
  HiddenManifoldCoefficientsParams,
  HiddenManifoldCoefficientsResult
>({
  id: 'hidden-manifold.coefficients',
  title: 'Which linear features in noise are equivalent to a non-linearity?',
  formula: 'κ₀ = E f(z),   κ₁ = E z f(z),   κ★² = E f(z)² − κ₀² − κ₁²,   z ~ N(0, 1)',
  params: object('HiddenManifoldCoefficientsParams', 'An activation.', {
    activation: activationSchema,
  }),
  result: object(
    'HiddenManifoldCoefficientsResult',
    'f(F C) is equivalent to κ₀ 1 + κ₁ F C + κ★ N(0, I).',
    {
      kappa0: answered('κ₀.'),
      kappa1: answered('κ₁.'),
      kappaStar: answered('κ★, not its square.'),
    },
  ),
  fields: {
    kappa0: { kind: 'number', meaning: 'mean κ₀', floor: 1e-15, because: exactZero },
    kappa1: { kind: 'number', meaning: 'gain κ₁', floor: 0, because: 'of order one' },
    kappaStar: {
      kind: 'number',
      meaning: 'noise κ★, a standard deviation',
      floor: 1e-8,
      because: 'κ★ = 0 for a linear f: the root of what rounding leaves of a difference',
    },
  },
  answer: ({ activation }) => answerOf(activationCoefficients(activation)),
  sample: fc.record({
    activation: fc.constantFrom(
      'linear' as const,
      'erf' as const,
      'sign' as const,
      'relu' as const,
      'tanh' as const,
    ),
  }),
  continuous: [],
  witnesses: [averagedActivation],
  sources: ['goldt2020', 'gerace2020', 'goldt2021'],
  cost: 'cheap',
});
