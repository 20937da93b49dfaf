import { mistake, spoilt } from './mistake.ts';

export const envelopeWithoutHalf = mistake({
  id: 'envelope-without-half',
  title: '(x − u)²/V for (x − u)²/(2V)',
  mistake: 'The Moreau envelope is formed without its factor ½.',
  symptom: 'Only the envelope is wrong, by V f²/2.',
  seen: 'Likely: losses (y − z)² and ½(y − z)² come with different halves.',
  formula: 'min_x ℓ(x) + (x − u)²/(2V)',
  oracles: ['erm.proximal'],
  ways: [
    spoilt(({ envelope, force }, { width }) => ({
      envelope: envelope + (width * force * force) / 2,
    })),
  ],
});
