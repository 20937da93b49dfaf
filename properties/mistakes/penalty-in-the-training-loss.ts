import { mistake, spoilt } from './mistake.ts';

export const penaltyInTheTrainingLoss = mistake({
  id: 'penalty-in-the-training-loss',
  title: 'penalty counted in the training loss',
  mistake: 'The training loss is the value of the objective.',
  symptom: 'Training losses too large by λ‖w‖²/(2α).',
  seen: 'Listed among the traps: public codes report either, under the same name.',
  formula: 'training loss = (1/n) Σ_μ ℓ,  objective = training loss + λ q/(2α)',
  oracles: ['erm.fixed-point', 'hidden-manifold.fixed-point'],
  ways: [spoilt(({ objective }) => ({ trainingLoss: objective }))],
});
