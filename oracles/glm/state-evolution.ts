import fc from 'fast-check';
import { stateEvolution } from '../../reference/generalised-linear/state-evolution.ts';
import { models, secondMomentOf } from '../arbitraries/model.ts';
import { overlapFractions } from '../arbitraries/overlap.ts';
import { channelOf, priorOf } from '../models.ts';
import { defineOracle } from '../oracle.ts';
import { modelPaths, modelProperties } from '../schema/model.ts';
import { answeredVector, integer, nonNegative } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  GlmStateEvolutionParams,
  GlmStateEvolutionResult,
} from '../types/glm.state-evolution.ts';
import { tabulatedRecursion } from '../witnesses/state-evolution.ts';

export const glmStateEvolution = defineOracle<GlmStateEvolutionParams, GlmStateEvolutionResult>({
  id: 'glm.state-evolution',
  title: 'Which overlap has approximate message passing reached after each iteration, as d → ∞?',
  formula: 'r^t = α A(m^t),   m^{t+1} = M(r^t)',
  params: object('GlmStateEvolutionParams', 'A model and a start on the Nishimori line.', {
    ...modelProperties,
    initialOverlap: nonNegative('m⁰, at most ρ.'),
    iterations: integer('T, the number of steps.', 0, 100_000),
  }),
  result: object('GlmStateEvolutionResult', 'The trajectory.', {
    overlap: answeredVector('m⁰, m¹, … m^T.'),
  }),
  fields: {
    overlap: {
      kind: 'array',
      meaning: 'overlaps m⁰ … m^T',
      floor: 1e-14,
      because: 'zero overlap is a fixed point of an even channel, and others come close to it',
    },
  },
  answer: ({ prior, channel, alpha, initialOverlap, iterations }) => {
    const steps = stateEvolution(
      priorOf(prior),
      channelOf(channel),
      alpha,
      initialOverlap,
      iterations,
    );
    return {
      result: { overlap: steps.map((step) => step.overlap.value) },
      error: { overlap: Math.max(...steps.map((step) => step.overlap.error)) },
    };
  },
  sample: fc
    .record({
      model: models(),
      fraction: overlapFractions(),
      iterations: fc.integer({ min: 1, max: 10 }),
    })
    .map(({ model, fraction, iterations }) => ({
      ...model,
      initialOverlap: Number((fraction * secondMomentOf(model.prior)).toPrecision(12)),
      iterations,
    })),
  continuous: ['alpha', 'initialOverlap', ...modelPaths],
  witnesses: [tabulatedRecursion],
  sources: ['bayati2011', 'javanmard2013', 'barbier2019'],
  cost: 'moderate',
});
