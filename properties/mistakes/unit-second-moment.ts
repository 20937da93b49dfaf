import type { PriorSpec } from '../../reference/priors/prior.ts';
import { moments } from '../models.ts';
import { misheard, mistake } from './mistake.ts';

const unitPrior = (prior: PriorSpec): PriorSpec =>
  prior.kind === 'discrete'
    ? { ...prior, values: prior.values.map((w) => w / Math.sqrt(moments(prior).secondMoment)) }
    : 'variance' in prior
      ? { ...prior, variance: 1 }
      : prior;

export const unitSecondMoment = mistake({
  id: 'unit-second-moment',
  title: 'ρ = 1 assumed',
  mistake: 'The second moment of the weights is taken to be one.',
  symptom: 'Right for ±1 and standard Gaussian weights, wrong for all others.',
  seen: 'Likely: many papers fix ρ = 1 in their first line; the slides drop it in several formulas.',
  formula: 'ρ = E w² everywhere: V = ρ − m, errors, potentials',
  oracles: [
    'glm.output-potential',
    'glm.generalisation-error',
    'glm.prior-potential',
    'glm.fixed-point',
  ],
  ways: [
    misheard(({ prior, secondMoment, overlap }) => ({
      ...(prior && { prior: unitPrior(prior) }),
      ...(secondMoment !== undefined && { secondMoment: 1, overlap: Math.min(1, overlap) }),
    })),
  ],
});
