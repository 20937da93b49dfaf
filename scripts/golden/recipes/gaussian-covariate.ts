import type { Recipe } from '../recipe.ts';

/** Spectra as blocks: what the student's features have, and what of it the teacher shares. */
const spectra = {
  'three-blocks': {
    spectrum: { weights: [0.25, 0.5, 0.25], student: [4, 1, 0.25], teacher: [1.2, 0.4, 0.1] },
    secondMoment: 1.5,
    noiseVariance: 0.2,
  },
  'power-law': {
    // s ~ i^{−1.5}, t ~ i^{−2.5}; no noise, but a part of the teacher that the features do not know
    spectrum: {
      weights: Array.from({ length: 16 }, () => 1 / 16),
      student: Array.from({ length: 16 }, (_, i) => (i + 1) ** -1.5),
      teacher: Array.from({ length: 16 }, (_, i) => (i + 1) ** -2.5),
    },
    secondMoment: 0.25,
    noiseVariance: 0,
  },
  'idle-and-blind-directions': {
    // directions without variance, and others that the teacher does not look at
    spectrum: { weights: [0.5, 0.25, 0.25], student: [1, 2, 0], teacher: [0.8, 0, 0] },
    secondMoment: 1,
    noiseVariance: 0.1,
  },
} as const;

const losses = ['square', 'logistic', 'hinge'] as const;

const entries = Object.entries(spectra);

export const gaussianCovariate: readonly Recipe[] = [
  ...entries.flatMap(([name, model]) =>
    losses.map(
      (loss): Recipe => ({
        id: `gaussian-covariate/classification/${name}-${loss}`,
        title: `Gaussian covariates, classification, ${name.replaceAll('-', ' ')}, ${loss} loss`,
        oracle: 'gaussian-covariate.fixed-point',
        headline: 'generalisationError',
        evidence: 'theorem',
        flags: ['spectrum'],
        literature: [],
        sources: ['loureiro2021'],
        cases: [0.5, 1, 3].map((alpha) => ({
          ...model,
          task: 'classification',
          loss,
          alpha,
          lambda: 0.02,
        })),
        witnesses: ['mpmath_risk.py'],
      }),
    ),
  ),
  ...entries.map(
    ([name, model]): Recipe => ({
      id: `gaussian-covariate/regression/${name}`,
      title: `Gaussian covariates, ridge regression, ${name.replaceAll('-', ' ')}`,
      oracle: 'gaussian-covariate.fixed-point',
      headline: 'meanSquareError',
      evidence: 'theorem',
      flags: ['spectrum', 'double-descent'],
      literature: [],
      sources: ['loureiro2021'],
      cases: [
        [0.5, 1e-4],
        [1, 1e-4],
        [3, 1e-4],
        [1, 1],
      ].map(([alpha, lambda]) => ({ ...model, task: 'regression', loss: 'square', alpha, lambda })),
      witnesses: ['mpmath_risk.py'],
    }),
  ),
];
