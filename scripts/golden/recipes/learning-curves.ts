import type { Recipe } from '../recipe.ts';
import { channels, priors } from './models.ts';

/**
 * One curve per prior × channel: state evolution's fixed point from no information, at α chosen
 * away from the thresholds (those have golden values of their own) on either side of them.
 */
const alphas = [0.25, 0.75, 1.75, 5] as const;

export const learningCurves: readonly Recipe[] = Object.entries(priors).flatMap(([p, prior]) =>
  Object.entries(channels).map(
    ([c, channel]): Recipe => ({
      id: `glm/learning-curve/${p}-${c}`,
      title: `Learning curve: ${p} prior, ${c} channel`,
      oracle: 'glm.fixed-point',
      headline: 'overlap',
      evidence: 'theorem',
      flags: [
        'learning-curve',
        ...('noiseVariance' in channel && channel.noiseVariance > 0 ? [] : ['noiseless']),
      ],
      literature: [],
      sources: ['barbier2019'],
      cases: alphas.map((alpha) => ({ prior, channel, alpha, start: 'uninformed' })),
      witnesses: ['mpmath_replica.py', 'bayes_grid.py'],
    }),
  ),
);
