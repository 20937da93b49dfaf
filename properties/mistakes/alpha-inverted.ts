import { misheard, mistake } from './mistake.ts';

export const alphaInverted = mistake({
  id: 'alpha-inverted',
  title: 'α inverted',
  mistake: 'α is taken for d/n.',
  symptom: 'More samples make everything worse; α = 1 is right.',
  seen: 'Printed beside the replica formula on two slides of the source document.',
  formula: 'α = n/d, samples per weight',
  oracles: [
    'glm.state-evolution',
    'glm.fixed-point',
    'glm.optimum',
    'erm.fixed-point',
    'erm.max-margin',
    'committee.fixed-point',
    'hidden-manifold.fixed-point',
    'gaussian-covariate.fixed-point',
    'gaussian-mixture.fixed-point',
  ],
  ways: [misheard(({ alpha }) => ({ alpha: 1 / alpha }))],
});
