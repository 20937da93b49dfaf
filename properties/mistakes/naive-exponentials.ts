import { mistake, spoilt } from './mistake.ts';

export const naiveExponentials = mistake({
  id: 'naive-exponentials',
  title: 'exponentials that overflow',
  mistake:
    'Z = (e^B + e^−B)/2 · e^−A/2 and its derivatives are formed before the logarithm is taken.',
  symptom: 'Right for moderate fields; infinities and NaN from |B| ≈ 710 on.',
  seen: 'Everywhere; it is what the formula says.',
  formula: 'ln 2cosh B = |B| + log1p(e^{−2|B|}), and the mean as tanh B',
  oracles: ['glm.prior-denoiser'],
  ways: [
    spoilt((_, { prior, precision, field }) => {
      if (prior.kind !== 'rademacher') return {};
      const [up, down] = [Math.exp(field), Math.exp(-field)];
      const mean = (up - down) / (up + down);
      return {
        mean,
        variance: 4 / (up + down) ** 2,
        logPartition: Math.log((up + down) / 2) - precision / 2,
      };
    }),
  ],
});
