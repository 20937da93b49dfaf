import { mistake } from './mistake.ts';
import { wrongSphereFlow } from './wrong-flow.ts';

export const eulerSteps = mistake({
  id: 'euler-steps',
  title: 'a flow followed by a few Euler steps',
  mistake: 'Gradient flow is replaced by gradient descent with a step that is not small.',
  symptom: 'Two or three digits; a few samples of large curvature become unstable.',
  seen: 'Listed among the frequent errors; the usual way to “simulate gradient flow”.',
  formula: 'ẇ = −∇L + μ w, integrated to a stated tolerance',
  oracles: ['phase-retrieval.gradient-flow'],
  ways: [(params) => wrongSphereFlow(params, 'Euler steps')],
});
