import { misheard, mistake } from './mistake.ts';

export const deviationForVariance = mistake({
  id: 'deviation-for-variance',
  title: 'V and √V exchanged',
  mistake: 'The field is taken for N(ω, √V) instead of N(ω, V).',
  symptom: 'V = 1 is right; g and ∂g have the wrong size elsewhere, the more the smaller V.',
  seen: 'Listed among the frequent errors: N(·) takes a variance here and a deviation there.',
  formula: 'z ~ N(ω, V): deviation √V',
  oracles: ['glm.output-denoiser'],
  ways: [misheard(({ variance }) => ({ variance: Math.sqrt(variance) }))],
});
