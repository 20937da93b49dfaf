import type { AnyLaw } from '../../properties/law.ts';
import type { CheckKind } from './verdict.ts';

export type Tier = 'smoke' | 'standard' | 'deep';

/**
 * How much is asked. Golden values are asked all, in the smoke tier one case of each; of what is drawn,
 * so many cases per check, and fewer if the time that is meant for the tier runs out: always the first
 * ones of the same sequence, at least one, and the report says how many.
 */
const casesByCost: {
  readonly [tier in Tier]: { readonly [cost in AnyLaw['cost']]: number };
} = {
  smoke: { cheap: 20, moderate: 8, expensive: 2, large: 1 },
  standard: { cheap: 100, moderate: 40, expensive: 10, large: 1 },
  deep: { cheap: 2000, moderate: 500, expensive: 100, large: 20 },
};

/** Seconds of a whole run after which every check that is left is asked one case: the costly ones, last, take 20 more. */
const secondsByTier: { readonly [tier in Tier]: number } = {
  smoke: 3,
  standard: 33,
  deep: Number.POSITIVE_INFINITY,
};

/** Seconds in which the reference must have answered a whole tier, on two cores. */
export const goals: { readonly [tier in Tier]?: number } = { smoke: 10, standard: 60 };

/** A witness takes the long road to a number: fewer of its cases do. */
const witnessShare = 1 / 4;

export const casesFor = (tier: Tier, kind: CheckKind, cost: AnyLaw['cost']): number =>
  Math.max(1, Math.floor(casesByCost[tier][cost] * (kind === 'witness' ? witnessShare : 1)));

export const goldenCasesFor = (tier: Tier): number =>
  tier === 'smoke' ? 1 : Number.POSITIVE_INFINITY;

export const secondsFor = (tier: Tier): number => secondsByTier[tier];

/** Tries to make a counterexample smaller, and seconds for that. */
export const shrinkingFor = (tier: Tier): { readonly steps: number; readonly seconds: number } =>
  tier === 'smoke' ? { steps: 60, seconds: 3 } : { steps: 500, seconds: 30 };
