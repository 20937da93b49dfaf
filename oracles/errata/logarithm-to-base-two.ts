import { defineErratum } from './erratum.ts';
import { imbalance, type SmallRisk, smallRisks, weightsAt } from './small-risk.ts';

export const logarithmToBaseTwo = defineErratum<SmallRisk, readonly number[]>({
  id: 'logarithm-to-base-two',
  where: 'Bayes vs risk minimisation',
  literal: 'logistic loss ℓ(y, z) = log₂(1 + e^{−yz}),  penalty λ‖w‖²',
  right: 'ℓ(y, z) = ln(1 + e^{−yz}),  penalty (λ/2)‖w‖²; the slide’s λ is this λ over 2 ln 2',
  why: 'The basis of the logarithm only rescales λ, by ln 2; but any λ that is quoted without saying which loss and which penalty it belongs to is ambiguous by a factor 2 ln 2.',
  law: 'At the minimiser the gradient of the objective of the slide vanishes.',
  sources: ['zdeborova2021', 'aubin2020'],
  model: smallRisks(),
  forms: {
    literal: (risk) => weightsAt('logistic', risk.penalty, risk),
    right: (risk) => weightsAt('logistic', 2 * Math.LN2 * risk.penalty, risk),
  },
  measure: (weights, risk) => ({
    left: imbalance(weights, risk, (u) => -1 / (1 + Math.exp(u)) / Math.LN2),
    right: 0,
    relation: 'equal',
    allowance: 1e-12,
    because: 'rounding of a gradient of at most twelve samples',
  }),
});
