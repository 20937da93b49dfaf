import { mistake, spoilt } from './mistake.ts';

export const reluAtomDropped = mistake({
  id: 'relu-atom-dropped',
  title: 'outputs y = 0 of a ReLU dropped',
  mistake: 'Samples whose output is zero are treated as if they said nothing.',
  symptom: 'Positive outputs are right; half of the samples are lost.',
  seen: 'Likely: the output has an atom at zero, and densities do not show it.',
  formula: 'P(y = 0) = Φ(−ω/√V): a zero says that z ≤ 0',
  oracles: ['glm.output-denoiser'],
  ways: [
    spoilt((_, { channel, y }) =>
      channel.kind === 'relu' && y === 0 ? { g: 0, dg: 0, logPartition: 0 } : {},
    ),
  ],
});
