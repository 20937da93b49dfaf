import fc from 'fast-check';
import { logUniform } from '../empirical-risk/problems.fixture.ts';
import { activationKinds } from './coefficients.ts';
import type { HiddenManifold } from './model.ts';

export const gammas = fc.oneof(fc.constantFrom(0.1, 1), logUniform(0.02, 20));
export const projections = fc.constantFrom('gaussian' as const, 'orthogonal' as const);
export const models: fc.Arbitrary<HiddenManifold> = fc.record({
  activation: fc.constantFrom(...activationKinds),
  gamma: gammas,
  projection: projections,
});
