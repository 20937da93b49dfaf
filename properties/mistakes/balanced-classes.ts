import { misheard, mistake } from './mistake.ts';

export const balancedClasses = mistake({
  id: 'balanced-classes',
  title: 'classes taken to be balanced',
  mistake: 'Both clusters count ½, whatever their probability.',
  symptom: 'Balanced mixtures are right; the intercept of others vanishes.',
  seen: 'Likely: most formulas are printed for two equal clusters.',
  formula: 'Σ_c p_c E over the cluster c, and the intercept from Σ_c p_c E f = 0',
  oracles: ['gaussian-mixture.fixed-point'],
  ways: [misheard(() => ({ probability: 0.5 }))],
});
