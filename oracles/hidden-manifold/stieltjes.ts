import fc from 'fast-check';
import { stieltjes } from '../../reference/hidden-manifold/stieltjes.ts';
import { answerOf } from '../answer.ts';
import { logUniform, oneOf } from '../arbitraries/numbers.ts';
import { defineOracle } from '../oracle.ts';
import { answered, positive } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  HiddenManifoldStieltjesParams,
  HiddenManifoldStieltjesResult,
} from '../types/hidden-manifold.stieltjes.ts';
import { averagedPole } from '../witnesses/hidden-manifold-stieltjes.ts';

const positiveField = 'an average of positive terms';

export const hiddenManifoldStieltjes = defineOracle<
  HiddenManifoldStieltjesParams,
  HiddenManifoldStieltjesResult
>({
  id: 'hidden-manifold.stieltjes',
  title: 'What is the Stieltjes transform of the spectrum of a Gaussian projection?',
  formula:
    'g(−z) = ∫ dμ(a)/(a + z),   g′(−z) = ∫ dμ(a)/(a + z)²,   μ the spectrum of GᵀG/p, G ∈ ℝ^{p×d} of unit variance, γ = d/p',
  params: object('HiddenManifoldStieltjesParams', 'A point −z on the negative axis.', {
    z: positive('z, minus the argument.'),
    gamma: positive('γ = d/p; above 1 there is an atom 1 − 1/γ at a = 0.'),
  }),
  result: object('HiddenManifoldStieltjesResult', 'The transform and its derivative.', {
    value: answered('g(−z) > 0.'),
    derivative: answered('g′(−z) > 0, with respect to the argument −z.'),
  }),
  fields: {
    value: { kind: 'number', meaning: 'g(−z)', floor: 0, because: positiveField },
    derivative: { kind: 'number', meaning: 'g′(−z)', floor: 0, because: positiveField },
  },
  answer: ({ z, gamma }) => answerOf(stieltjes(z, gamma)),
  sample: fc.record({
    z: oneOf([1, fc.constant(1)], [2, logUniform(0.1, 10)], [2, logUniform(1e-6, 1e3)]),
    gamma: oneOf(
      [1, fc.constantFrom(1, 0.1)],
      [2, logUniform(0.1, 10)],
      [1, logUniform(1e-2, 1e2)],
      [1, logUniform(1e-6, 1e-2).map((distance) => 1 - distance)],
    ),
  }),
  continuous: ['z', 'gamma'],
  witnesses: [averagedPole],
  sources: ['gerace2020', 'marchenko1967'],
  cost: 'cheap',
});
