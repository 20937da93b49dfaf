import { misheard, mistake } from './mistake.ts';

export const noiseOfTheLabelsForgotten = mistake({
  id: 'noise-of-the-labels-forgotten',
  title: 'flipped labels forgotten',
  mistake: 'The teacher of the formulas never errs, that of the data does.',
  symptom: 'Clean teachers are right, noisy ones are learned too well.',
  seen: 'Likely: E over y has the weight P(y | z), and most formulas are printed without flips.',
  formula: 'P(y | z) = ε + (1 − 2ε) Φ(y z/√Δ)',
  oracles: ['erm.fixed-point', 'erm.separability'],
  ways: [misheard(({ teacher }) => ({ teacher: { ...teacher, flipProbability: 0 } }))],
});
