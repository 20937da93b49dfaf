import fc from 'fast-check';
import { absoluteValueChannel } from '../../reference/channels/absolute-value.ts';
import { fixedPoint } from '../../reference/generalised-linear/fixed-point.ts';
import { threshold } from '../../reference/generalised-linear/threshold.ts';
import { gaussianPrior } from '../../reference/priors/gaussian.ts';
import { uniform } from '../arbitraries/numbers.ts';
import { defineErratum } from './erratum.ts';

export const phaseRetrievalRounded = defineErratum<{ readonly below: number }, number>({
  id: 'phase-retrieval-rounded',
  where: 'Phase retrieval',
  literal: 'α_AMP = 1.13, the number of samples needed for perfect generalisation',
  right: 'α_AMP = sup_r r/A(M(r)), which 1.13 rounds up; and up to a global sign, like α_IT = 1',
  why: '1.13 is right to its three digits, and no more may be read into it. The labels do not change when all weights change their sign: what is recovered is ±w*, and its predictions are perfect. An algorithm without preference between the two has overlap 0 with w* on average.',
  law: 'Below the algorithmic threshold, by any margin, AMP does not recover the weights perfectly.',
  sources: ['zdeborova2021', 'maillard2020', 'mondelli2019'],
  // Less than what was rounded away.
  model: fc.record({ below: uniform(1e-4, 1e-3, 9) }),
  forms: {
    literal: () => 1.13,
    right: () => threshold(gaussianPrior(1), absoluteValueChannel(0), 'algorithmic').alpha.value,
  },
  measure: (alpha, { below }) => ({
    left: 0.1,
    right: fixedPoint(gaussianPrior(1), absoluteValueChannel(0), alpha - below, 'uninformed')
      .meanSquareError.value,
    relation: 'at-most',
    allowance: 0,
    because: 'the transition is discontinuous: the error jumps from order one to zero',
  }),
});
