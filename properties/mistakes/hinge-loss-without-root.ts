import { mistake, spoilt } from './mistake.ts';

export const hingeLossWithoutRoot = mistake({
  id: 'hinge-loss-without-root',
  title: 'hinge training loss without its factor √q',
  mistake: 'The average of the hinge is taken in units of the deviation √q of the margin.',
  symptom: 'Only the training loss of the hinge: divided by √q.',
  seen: 'In the published curve of Gaussian mixtures (column train_loss).',
  formula: 'E max(0, 1 − x) with x = m + √q ξ: its size is √q, not 1',
  oracles: ['gaussian-mixture.fixed-point'],
  ways: [
    spoilt(({ trainingLoss, norm: [q] }, { loss }) =>
      loss === 'hinge' && q > 0 ? { trainingLoss: trainingLoss / Math.sqrt(q) } : {},
    ),
  ],
});
