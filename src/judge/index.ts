/** Judging an implementation: the building blocks, usable on any {@link Implementation}. */
export {
  type Catalogue,
  type Check,
  type GoldenValue,
  matcher,
  planChecks,
  selectChecks,
} from './check.ts';
export { type Compared, compareAnswers, compareField, smallEntry } from './compare.ts';
export {
  type ContextOptions,
  defaultAccuracy,
  defaultSeed,
  newContext,
  type RunContext,
} from './context.ts';
export {
  type Expectation,
  type ExpectationOutcome,
  expectationFor,
  expectationOutcomes,
  expectationsSchema,
  parseExpectations,
} from './expectations.ts';
export { defaultFalseAlarm, withinFalseAlarm } from './false-alarms.ts';
export { type JudgeOptions, judge } from './judge.ts';
export { type CheckOptions, runCheck } from './run-check.ts';
export { seedOf } from './seed.ts';
export { standardContext, standardPlan } from './standard.ts';
export { casesFor, secondsFor, type Tier } from './tiers.ts';
export { parseToken, type Replay, tokenOf } from './token.ts';
export {
  type CheckKind,
  type Counterexample,
  type Exchange,
  isFailure,
  type Status,
  type Verdict,
} from './verdict.ts';
