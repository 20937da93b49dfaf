import fc from 'fast-check';
import { signChannel } from '../../reference/channels/sign.ts';
import { fixedPoint } from '../../reference/generalised-linear/fixed-point.ts';
import type { Estimate } from '../../reference/numerics/estimate.ts';
import { rademacherPrior } from '../../reference/priors/rademacher.ts';
import { uniform } from '../arbitraries/numbers.ts';
import { defineErratum } from './erratum.ts';

/** f on the two branches of the binary perceptron, where they coexist. */
function branches(alpha: number): readonly [Estimate, Estimate] {
  const start = (from: 'uninformed' | 'informed') =>
    fixedPoint(rademacherPrior(), signChannel(), alpha, from).freeEntropy;
  return [start('uninformed'), start('informed')];
}

export const freeEnergyToBeMinimised = defineErratum<{ readonly alpha: number }, Estimate>({
  id: 'free-energy-to-be-minimised',
  where: 'Replica method solution',
  literal: '“quenched” free energy: f = lim (1/d) E log Z(y, X)',
  right: 'that is a free entropy; the free energy is −f',
  why: 'The sup inf that is printed with it is right for the free entropy: among several fixed points the largest f is the physical one. Taken at its name, a free energy, one would keep the smallest.',
  law: 'The labels of ±1 weights hold at most the entropy of the weights: f ≥ −ln 2.',
  sources: ['zdeborova2021', 'barbier2019', 'gyorgyi1990'],
  // Beyond the transition and before AMP succeeds by itself: both branches are there.
  model: fc.record({ alpha: uniform(1.28, 1.48, 20) }),
  forms: {
    literal: ({ alpha }) => branches(alpha).reduce((a, b) => (a.value < b.value ? a : b)),
    right: ({ alpha }) => branches(alpha).reduce((a, b) => (a.value > b.value ? a : b)),
  },
  measure: (freeEntropy) => ({
    left: -Math.LN2,
    right: freeEntropy.value,
    relation: 'at-most',
    allowance: freeEntropy.error + Number.EPSILON,
    because: 'error of the free entropy',
  }),
});
