import { defineErratum } from './erratum.ts';
import { imbalance, type SmallRisk, smallRisks, weightsAt } from './small-risk.ts';

export const penaltyWithoutHalf = defineErratum<SmallRisk, readonly number[]>({
  id: 'penalty-without-half',
  where: 'Bayes vs risk minimisation; Replica solution (hidden manifold)',
  literal:
    'min_w Σ ℓ(y, X·w) + λ‖w‖²  with  ℓ = (y − z)²,  and the same λ and ℓ in λ + V̂_w, λ q_w/(2α) and η',
  right: 'the fixed-point equations are those of min_w Σ ℓ(y, X·w) + (λ/2)‖w‖²',
  why: 'λ/(2α) q_w in the training loss, and λ + V̂_w beside a curvature of ℓ, are those of (λ/2)‖w‖². A λ read off one slide is half of what the other means.',
  law: 'At the minimiser the gradient of the objective of the first slide vanishes.',
  sources: ['zdeborova2021', 'aubin2020'],
  model: smallRisks(),
  forms: {
    // (y − z)² + (λ/2)‖w‖² is twice (1 − u)²/2 + (λ/4)‖w‖²
    literal: (risk) => weightsAt('square', risk.penalty / 2, risk),
    right: (risk) => weightsAt('square', risk.penalty, risk),
  },
  measure: (weights, risk) => ({
    left: imbalance(weights, risk, (u) => 2 * (u - 1)),
    right: 0,
    relation: 'equal',
    allowance: 1e-12,
    because: 'rounding of a gradient of at most twelve samples',
  }),
});
