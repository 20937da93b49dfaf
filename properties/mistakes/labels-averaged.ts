import { isLabel } from '../models.ts';
import { mistake, spoilt } from './mistake.ts';

export const labelsAveraged = mistake({
  id: 'labels-averaged',
  title: 'average over the labels for a sum',
  mistake: 'Σ_y Z(y) … is replaced by the mean over y = ±1.',
  symptom: 'Potentials of labels are half of what they should be; continuous outputs are right.',
  seen: 'Listed for empirical risk minimisation (“Z₀ averaged”), as likely here.',
  formula: 'Φ_out = E_v Σ_y Z(y) ln Z(y): the Z(y) already add up to one',
  oracles: ['glm.output-potential'],
  ways: [
    spoilt(({ potential, conjugatePerAlpha }, { channel }) =>
      isLabel(channel)
        ? { potential: potential / 2, conjugatePerAlpha: conjugatePerAlpha / 2 }
        : {},
    ),
  ],
});
