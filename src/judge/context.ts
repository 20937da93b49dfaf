import type { Implementation } from '../../oracles/implementation.ts';
import type { Answer, AnyOracle } from '../../oracles/oracle.ts';
import { NishimoriError } from '../../reference/errors.ts';
import type { Check } from './check.ts';
import type { Conditions } from './compare.ts';
import { covering } from './patterns.ts';
import { casesFor, goldenCasesFor, shrinkingFor, type Tier } from './tiers.ts';

/** How a run judges, and what it has learned so far. */
export interface RunContext {
  readonly accuracy: number;
  readonly seed: number;
  readonly findOracle: (id: string) => AnyOracle | undefined;
  readonly conditions: (oracle: AnyOracle, params: unknown, answer: Answer) => Conditions;
  readonly covers: (oracle: string) => boolean;
  readonly casesOf: (check: Check) => number;
  /** Cases of a golden value that are asked, from the first. */
  readonly goldenCases: number;
  readonly shrinking: { readonly steps: number; readonly seconds: number };
  readonly signal: AbortSignal | undefined;
  /** Breakdowns in a row, by oracle. */
  readonly strikes: Map<string, number>;
  /** Oracles that are not asked any more, and why. */
  readonly ended: Map<string, string>;
}

export interface ContextOptions {
  readonly findOracle: (id: string) => AnyOracle | undefined;
  /** Condition numbers; without them every question counts as well-conditioned. */
  readonly conditions?: RunContext['conditions'];
  /** Relative accuracy; by default what the implementation claims, else 1e-8. */
  readonly accuracy?: number | undefined;
  readonly seed?: number | undefined;
  readonly tier?: Tier | undefined;
  /** Cases per check, whatever the tier and the time. */
  readonly runs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Judged at this relative accuracy if neither the implementation nor the user says another. */
export const defaultAccuracy = 1e-8;
export const defaultSeed = 1;

export function newContext(implementation: Implementation, options: ContextOptions): RunContext {
  const { findOracle, conditions = () => ({}), tier = 'standard', runs, signal } = options;
  return {
    accuracy: options.accuracy ?? implementation.accuracy ?? defaultAccuracy,
    seed: options.seed ?? defaultSeed,
    findOracle,
    conditions: (oracle, params, answer) => {
      try {
        return conditions(oracle, params, answer);
      } catch (error) {
        if (error instanceof NishimoriError) return {};
        throw error;
      }
    },
    covers: covering(implementation.oracles),
    casesOf: ({ kind, cost }) => runs ?? casesFor(tier, kind, cost),
    goldenCases: goldenCasesFor(tier),
    shrinking: shrinkingFor(tier),
    signal,
    strikes: new Map(),
    ended: new Map(),
  };
}
