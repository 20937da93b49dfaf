import { misheard, mistake } from './mistake.ts';

export const covarianceAsDeviation = mistake({
  id: 'covariance-as-deviation',
  title: 'deviations of the clusters for their variances',
  mistake: 'The eigenvalues of the covariance are taken for their roots.',
  symptom: 'Unit clusters are right, all others are too wide or too narrow.',
  seen: 'Likely: N(μ, σ) in one library is N(μ, σ²) in another.',
  formula: 'x ~ N(±μ, Σ): eigenvalues of Σ are variances',
  oracles: ['gaussian-mixture.fixed-point'],
  ways: [
    misheard(({ spectrum }) => ({
      spectrum: {
        ...spectrum,
        plus: spectrum.plus.map(Math.sqrt),
        minus: spectrum.minus.map(Math.sqrt),
      },
    })),
  ],
});
