import { type Loose, misheard, mistake, type Way } from './mistake.ts';

const at = (floor: number): Way =>
  misheard(({ variance, secondMoment, overlap }: Loose) =>
    variance !== undefined
      ? { variance: Math.max(variance, floor) }
      : { overlap: Math.max(0, Math.min(overlap, secondMoment - floor)) },
  );

export const flooredVariance = mistake({
  id: 'floored-variance',
  title: 'a floor under V',
  mistake: 'V = max(V, 1e-6), so that nothing is divided by zero.',
  symptom:
    'All is well until V is small: then g, the conjugate and all thresholds of perfect recovery.',
  seen: 'In public codes (1e-6, 1e-8, 1e-10); it moves first-order thresholds in their third decimal.',
  formula: 'forms that are finite as V → 0 (Mills ratios), and no floor',
  oracles: ['glm.output-denoiser', 'glm.output-potential'],
  ways: [at(1e-6), at(1e-4), at(1e-5), at(1e-8), at(1e-10), at(1e-12)],
});
