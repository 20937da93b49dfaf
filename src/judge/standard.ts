import { conditioning } from '../../oracles/condition.ts';
import type { Implementation } from '../../oracles/implementation.ts';
import { findOracle, oracles } from '../../oracles/index.ts';
import { laws } from '../../properties/index.ts';
import { loadGolden } from '../golden.ts';
import { type Check, planChecks } from './check.ts';
import { type ContextOptions, newContext, type RunContext } from './context.ts';

/** Every check of this house: all golden values, oracles, laws and witnesses. */
export const standardPlan = async (): Promise<readonly Check[]> =>
  planChecks({ golden: await loadGolden(), oracles, laws });

/** Judging with this house's oracles and condition numbers, unless others are given. */
export const standardContext = (
  implementation: Implementation,
  options: Partial<ContextOptions> = {},
): RunContext => newContext(implementation, { findOracle, conditions: conditioning, ...options });
