import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logUniform, losses } from '../empirical-risk/problems.fixture.ts';
import { apart } from '../generalised-linear/models.fixture.ts';
import { hiddenManifoldFixedPoint } from './fixed-point.ts';
import { models } from './models.fixture.ts';
import { tenEquations } from './ten-equations.ts';

describe('hidden manifold', () => {
  it('the ten equations with the Stieltjes transform say the same', () => {
    fc.assert(
      fc.property(
        models,
        losses,
        logUniform(0.2, 5),
        logUniform(0.05, 2),
        fc.constantFrom(0, 0.1),
        (model, loss, alpha, lambda, flipProbability) => {
          const teacher = { secondMoment: 1.3, noiseVariance: flipProbability, flipProbability };
          const point = hiddenManifoldFixedPoint(model, loss, alpha, lambda, teacher);
          const other = tenEquations(model, loss, alpha, lambda, teacher);
          for (const key of [
            'overlap',
            'norm',
            'susceptibility',
            'latentOverlap',
            'latentNorm',
            'weightNorm',
            'generalisationError',
          ] as const)
            expect(apart(point[key], other[key], 1e-10), key).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 10 },
    );
  });
});
