import { type Loose, mistake, right } from './mistake.ts';
import { wrongSphereFlow } from './wrong-flow.ts';

const negated = (params: Loose, oracle: string) => {
  if (oracle === 'phase-retrieval.gradient-flow')
    return wrongSphereFlow(params, 'multiplier negated');
  const result = right(oracle, params);
  return { ...result, multiplier: -result.multiplier };
};

export const multiplierOfTheWrongSign = mistake({
  id: 'multiplier-of-the-wrong-sign',
  title: 'Lagrange multiplier of the wrong sign',
  mistake: 'ẇ = −∇L − μ w with the μ that belongs to +μ w.',
  symptom: 'The flow leaves its sphere, exponentially.',
  seen: 'Listed among the frequent errors.',
  formula: 'ẇ = −∇L + μ w,  μ = w·∇L/‖w‖²',
  oracles: ['phase-retrieval.gradient', 'phase-retrieval.gradient-flow'],
  ways: [negated],
});
