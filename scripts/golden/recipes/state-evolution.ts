import type { Recipe } from '../recipe.ts';
import { channels, priors } from './models.ts';

/** Trajectories in the regimes where they differ: smooth, plateau under a fold, escape from m = 0. */
const rows = [
  ['rademacher-sign', 'rademacher', 'sign', 1, 0, 20],
  ['rademacher-sign-past-the-fold', 'rademacher', 'sign', 1.6, 0, 25],
  ['gaussian-sign', 'gaussian', 'sign', 3, 0, 20],
  ['gaussian-absolute-value', 'gaussian', 'absolute-value', 1.3, 0.01, 30],
  ['gauss-bernoulli-linear', 'gauss-bernoulli', 'linear', 0.5, 0, 20],
  ['gauss-bernoulli-relu', 'gauss-bernoulli', 'relu', 0.8, 0, 20],
  ['ternary-balanced-door', 'ternary', 'balanced-door', 3, 0.05, 20],
  ['rademacher-probit', 'rademacher', 'probit', 1.2, 0, 20],
] as const;

export const stateEvolution: readonly Recipe[] = rows.map(
  ([name, prior, channel, alpha, initialOverlap, iterations]) => ({
    id: `glm/state-evolution/${name}`,
    title: `State-evolution trajectory: ${prior} prior, ${channel} channel, α = ${alpha}, m⁰ = ${initialOverlap}`,
    oracle: 'glm.state-evolution',
    evidence: 'theorem',
    flags: ['trajectory'],
    literature: [],
    sources: ['barbier2019', 'rangan2011'],
    cases: [
      { prior: priors[prior], channel: channels[channel], alpha, initialOverlap, iterations },
    ],
    witnesses: ['mpmath_replica.py', 'bayes_grid.py'],
  }),
);
