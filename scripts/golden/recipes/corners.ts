import type { Recipe } from '../recipe.ts';
import { channels, priors } from './models.ts';

const witnesses = ['mpmath_replica.py', 'bayes_grid.py'] as const;
const common = { literature: [], sources: ['barbier2019'], witnesses } as const;

/** The functions of one variable of which everything else is made, where they are hard. */
export const corners: readonly Recipe[] = [
  ...Object.entries(priors).flatMap(([name, prior]): Recipe[] => [
    {
      id: `glm/prior-denoiser/${name}`,
      title: `Denoiser of the ${name} prior: no field, a usual one, a tail`,
      oracle: 'glm.prior-denoiser',
      evidence: 'exact',
      flags: ['cancellation'],
      ...common,
      cases: [
        { prior, precision: 0, field: 0 },
        { prior, precision: 1, field: -0.5 },
        { prior, precision: 30, field: 20 },
      ],
    },
    {
      id: `glm/prior-potential/${name}`,
      title: `Potential, overlap and error of the ${name} prior from no signal to a strong one`,
      oracle: 'glm.prior-potential',
      evidence: 'exact',
      flags: ['cancellation'],
      ...common,
      cases: [1e-3, 1, 30].map((conjugate) => ({ prior, conjugate })),
    },
  ]),
  ...Object.entries(channels).flatMap(([name, channel]): Recipe[] => {
    const label = name.includes('absolute') || name === 'relu' ? 1.3 : 1;
    return [
      {
        id: `glm/output-denoiser/${name}`,
        title: `Denoiser of the ${name} channel: a likely label, an unlikely one, a small variance`,
        oracle: 'glm.output-denoiser',
        evidence: 'exact',
        flags: ['cancellation'],
        ...common,
        cases: [
          { channel, y: label, omega: 0.4, variance: 0.7 },
          { channel, y: label, omega: -3, variance: 0.2 },
          { channel, y: label, omega: 0.9, variance: 1e-3 },
        ],
      },
      {
        id: `glm/output-potential/${name}`,
        title: `Potential of the ${name} channel from no overlap to almost all`,
        oracle: 'glm.output-potential',
        evidence: 'exact',
        flags: ['kink', 'cancellation'],
        ...common,
        cases: [0.01, 0.5, 0.99].map((overlap) => ({ channel, secondMoment: 1, overlap })),
      },
      {
        id: `glm/generalisation-error/${name}`,
        title: `Generalisation error of the ${name} channel`,
        oracle: 'glm.generalisation-error',
        evidence: 'exact',
        flags: ['cancellation'],
        ...common,
        cases: [0.01, 0.5, 0.99].map((overlap) => ({ channel, secondMoment: 1, overlap })),
      },
    ];
  }),
  {
    id: 'glm/optimum/binary-perceptron',
    title: 'Binary perceptron: easy, hard and impossible',
    oracle: 'glm.optimum',
    evidence: 'theorem',
    flags: ['first-order'],
    ...common,
    cases: [1, 1.35, 1.6].map((alpha) => ({
      prior: priors.rademacher,
      channel: channels.sign,
      alpha,
    })),
  },
];
