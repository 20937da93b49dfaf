import { misheard, mistake } from './mistake.ts';

export const oneBranchOfTheModulus = mistake({
  id: 'one-branch-of-the-modulus',
  title: 'one preimage of |z|',
  mistake: 'An output y = |z| is inverted as z = y.',
  symptom: 'Right where the field is far on the positive side; g has no sign to lose.',
  seen: 'Likely: the missing kink at ω = 0, and the missing second branch.',
  formula: 'Z = N(y; ω, V) + N(−y; ω, V)',
  oracles: ['glm.output-denoiser'],
  ways: [
    misheard(({ channel }) =>
      channel.kind === 'absolute-value' ? { channel: { ...channel, kind: 'linear' } } : {},
    ),
  ],
});
