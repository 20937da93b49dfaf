import { mistake, spoilt } from './mistake.ts';

export const lossAveragedGradientSummed = mistake({
  id: 'loss-averaged-gradient-summed',
  title: 'loss averaged, gradient summed',
  mistake: 'The loss is divided by n, its gradient is not.',
  symptom: 'The gradient is n times the slope of the loss.',
  seen: 'Listed among the frequent errors; L is printed with and without 1/n.',
  formula: 'L = Σ_μ (y_μ² − (x_μ·w)²)² and ∇L of the same',
  oracles: ['phase-retrieval.gradient', 'phase-retrieval.gradient-flow'],
  ways: [
    spoilt(({ loss }, { labels }) => ({
      loss: Array.isArray(loss) ? loss.map((l: number) => l / labels.length) : loss / labels.length,
    })),
  ],
});
