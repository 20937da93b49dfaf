import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Implementation } from '../../oracles/implementation.ts';
import { findOracle, oracles } from '../../oracles/index.ts';
import { committeeBrokenBy } from '../../properties/committee-mistakes.fixture.ts';
import { ermBrokenBy } from '../../properties/erm-mistakes.fixture.ts';
import { gradientFlowBrokenBy } from '../../properties/gradient-flow-mistakes.fixture.ts';
import { laws } from '../../properties/index.ts';
import { brokenBy as glmBrokenBy } from '../../properties/mistakes.fixture.ts';
import { philoxStream } from '../../reference/numerics/random.ts';
import { readGolden } from '../../src/golden.ts';
import { type Check, matcher, planChecks } from '../../src/judge/check.ts';
import { newContext } from '../../src/judge/context.ts';
import { defaultFalseAlarm, falseAlarmOf, withinFalseAlarm } from '../../src/judge/false-alarms.ts';
import { runCheck } from '../../src/judge/run-check.ts';
import type { Tier } from '../../src/judge/tiers.ts';
import { calibrate, type Finding } from './calibrate.ts';
import { right, wrong } from './mistakes.ts';
import { problemsOf } from './results.ts';
import { type Subject, subjects } from './subjects.ts';
import { type ContinuousTail, exceedance, impliedRate, levelOf } from './tail.ts';
import { interval, tooFew, tooLarge, tooMany } from './tests.ts';
import { verdictOf } from './verdict.ts';

const brokenBy: { readonly [law: string]: readonly string[] } = {
  ...glmBrokenBy,
  ...ermBrokenBy,
  ...committeeBrokenBy,
  ...gradientFlowBrokenBy,
};
const named = subjects.map((subject) => [subject.id, subject] as const);

describe.each(named)('%s', (id, { statistics }) => {
  it('declares a rate that is not below what its tail implies', () => {
    expect(statistics.falseAlarm).toBeGreaterThan(0);
    expect(impliedRate(statistics)).toBeLessThanOrEqual(statistics.falseAlarm * (1 + 1e-9));
  });

  it('declares its power against a mistake that it is there for', () => {
    const { mistake, atLeast } = statistics.power;
    expect(wrong(mistake)).not.toBe(right);
    expect(atLeast).toBeGreaterThan(0);
    expect(atLeast).toBeLessThan(1);
    if (id.startsWith('law:')) expect(brokenBy[id.slice('law:'.length)]).toContain(mistake);
  });
});

it('no golden value is of an oracle whose answer is drawn', () => {
  for (const { id, oracle } of readGolden())
    expect([id, findOracle(oracle)?.statistics]).toEqual([id, undefined]);
});

it('what is kept is what the checks declare, and the page is made from it', () => {
  expect(problemsOf(subjects)).toEqual([]);
});

const tails: readonly ContinuousTail[] = [
  { model: 'normal', statistics: 8, deviations: 6.5 },
  { model: 'student', statistics: 3, deviations: 8.5, freedom: 39 },
  { model: 'hoeffding', statistics: 1 },
  { model: 'bernstein', statistics: 2 },
];

describe.each(tails)('a tail: $model', (tail) => {
  it('is exceeded at each level with its probability', () => {
    for (const q of [0.1, 0.01, 0.001])
      expect(exceedance(tail, 1e-9, levelOf(tail, 1e-9, q))).toBeCloseTo(q, 8);
  });
});

const flips = (p: number, trials: number, seed: number): number => {
  const stream = philoxStream(seed);
  let hits = 0;
  for (let i = 0; i < trials; i++) if (stream.uniform() < p) hits++;
  return hits;
};

describe('the tests of the calibration', () => {
  it('pass a fair coin and fail a loaded one', () => {
    const fair = flips(0.5, 2000, 1);
    expect(tooMany(fair, 2000, 0.5)).toBeGreaterThan(1e-3);
    expect(tooFew(fair, 2000, 0.5)).toBeGreaterThan(1e-3);
    expect(tooMany(flips(0.6, 2000, 2), 2000, 0.5)).toBeLessThan(1e-9);
    expect(tooFew(flips(0.4, 2000, 3), 2000, 0.5)).toBeLessThan(1e-9);
    expect(tooMany(flips(0.4, 2000, 3), 2000, 0.5)).toBeGreaterThan(0.9); // rarer than it may be
  });

  it('reject what is true as often as they say', () => {
    const p = 0.05;
    let rejected = 0;
    for (let k = 0; k < 400; k++) if (tooMany(flips(0.1, 200, 10 + k), 200, 0.1) <= p) rejected++;
    // at most 20 of 400 expected; 40 would be more than four standard deviations off
    expect(rejected).toBeLessThan(40);
    expect(rejected).toBeGreaterThan(2);
  });

  it('see values that are larger than their distribution, and not those that are smaller', () => {
    const stream = philoxStream(4);
    const values = Array.from({ length: 1000 }, () => stream.uniform());
    const uniform = (x: number): number => 1 - Math.min(1, Math.max(0, x));
    const p = (factor: number): number =>
      tooLarge(
        values.map((x) => factor * x),
        uniform,
      );
    expect(p(1)).toBeGreaterThan(1e-3);
    expect(p(0.8)).toBeGreaterThan(0.9);
    expect(p(1.2)).toBeLessThan(1e-9);
  });

  it('enclose a probability', () => {
    const [lower, upper] = interval(60, 100, 0.01);
    expect(lower).toBeCloseTo(0.4669, 3); // Clopper and Pearson, by the beta quantiles
    expect(upper).toBeCloseTo(0.7238, 3);
    expect(interval(100, 100, 0.01)[1]).toBe(1);
  });
});

/** A check whose ratio is `scale` times what its tail says: |N(0, 1)| over six deviations. */
const drawn = (scale: number, caught: number): Subject => ({
  id: 'law:glm/toy',
  statistics: {
    falseAlarm: 2e-9,
    tail: { model: 'normal', statistics: 1, deviations: 6 },
    power: { mistake: 'no-onsager-term', atLeast: 0.5 },
  },
  cost: 'cheap',
  models: fc.noBias(fc.nat(2 ** 31 - 1)),
  async compare(answer, seed) {
    const stream = philoxStream(seed as number);
    const units =
      answer === right
        ? (scale * Math.abs(stream.normal())) / 6
        : stream.uniform() < caught
          ? 2
          : 0;
    const passes = units <= 1;
    const rest = { what: 'x', expected: 0, got: units, relation: 'equal' as const, because: '' };
    return [{ ...rest, units, passes, difference: units, allowance: 1 }];
  },
});

describe('a calibration', () => {
  const find = (scale: number, caught: number): Promise<Finding> =>
    calibrate(drawn(scale, caught), { cases: 1500, powerCases: 300, seed: 5 });

  it('agrees with who declares the truth', async () => {
    const finding = await find(1, 0.7);
    expect(verdictOf(finding, 100)).toBe('consistent');
    expect(finding).toMatchObject({ cases: 1500, failed: 0, power: { cases: 300 } });
    expect(finding.observations.map(({ probability }) => probability)).toEqual([0.1, 0.01, 0.001]);
  });

  it('agrees with who is modest', async () => {
    expect(verdictOf(await find(0.5, 0.9), 100)).toBe('consistent');
  });

  it('finds out whose deviations are a third larger than declared, though none failed', async () => {
    const finding = await find(4 / 3, 0.7);
    expect(finding.failed).toBe(0);
    expect(verdictOf(finding, 100)).toBe('inconsistent');
  });

  it('finds out who catches less than declared', async () => {
    expect(verdictOf(await find(1, 0.3), 100)).toBe('inconsistent');
  });

  it('says when there are too few cases to show a power', async () => {
    const finding = await calibrate(drawn(1, 0.7), { cases: 10, powerCases: 8, seed: 5 });
    expect(verdictOf(finding, 100)).toBe('power not shown');
  });
});

const nobody: Implementation = {
  name: 'nobody',
  version: '0',
  oracles: ['*'],
  ask: async () => ({ kind: 'skip', reason: 'does not answer' }),
};
const checks = planChecks({ golden: [], oracles, laws });
const contextOf = (implementation: Implementation, tier: Tier, runs?: number) =>
  newContext(implementation, {
    findOracle,
    tier,
    runs,
  });
const riskOf = (chosen: readonly Check[], casesOf: (check: Check) => number): number =>
  chosen.reduce((sum, check) => sum + falseAlarmOf(check) * casesOf(check), 0);

/** The whole catalogue, here because it takes long to load. */
describe('a run', () => {
  const bounds = fc.double({ min: -12, max: -0.5, noNaN: true }).map((x) => 10 ** x);
  const globs = fc.constantFrom('*', 'glm.*', 'law:*', 'phase-retrieval.*', 'witness:*');
  const tiers = fc.constantFrom<Tier>('smoke', 'standard', 'deep');

  it('keeps the bound in every tier, with any number of cases, on any selection', () => {
    fc.assert(
      fc.property(
        tiers,
        fc.option(fc.integer({ min: 1, max: 1_000_000 }), { nil: undefined }),
        globs,
        globs,
        fc.oneof(fc.constant(defaultFalseAlarm), bounds),
        (tier, runs, selected, covered, bound) => {
          const matches = matcher([selected]);
          const chosen = checks.filter(
            ({ id, oracles: about }) => matches(id) || about.every(matches),
          );
          const context = contextOf({ ...nobody, oracles: [covered] }, tier, runs);
          const { casesOf } = withinFalseAlarm(context, chosen, bound);
          const made = chosen.filter((check) => check.oracles.every(context.covers));
          expect(riskOf(made, casesOf)).toBeLessThanOrEqual(bound);
          for (const check of made)
            expect(casesOf(check)).toBeLessThanOrEqual(context.casesOf(check));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of the smoke and standard tiers has room for all its cases', () => {
    for (const tier of ['smoke', 'standard'] as const) {
      const context = contextOf(nobody, tier);
      const { casesOf, limitedBy } = withinFalseAlarm(context, checks);
      for (const check of checks) {
        expect(casesOf(check)).toBe(context.casesOf(check));
        expect(limitedBy?.(check)).toBeUndefined();
      }
    }
  });

  it('draws more of what is covered than if all were', () => {
    const deep = (covered: string) => {
      const context = contextOf({ ...nobody, oracles: [covered] }, 'deep', 1000);
      return withinFalseAlarm(context, checks).casesOf(
        checks.find(({ id }) => id === 'law:phase-retrieval/success-on-a-circle') as Check,
      );
    };
    expect(deep('phase-retrieval.success-rate')).toBeGreaterThan(deep('*'));
  });

  it('with a bound below one case of a check skips it, and says why', async () => {
    const id = 'law:phase-retrieval/success-on-a-circle';
    const check = checks.find((one) => one.id === id) as Check;
    const context = withinFalseAlarm(contextOf(nobody, 'standard'), checks, 1e-13);
    expect(await runCheck(check, nobody, context)).toMatchObject({
      status: 'skipped',
      cases: 0,
      falseAlarm: 0,
      reason: 'one case raises a false alarm with probability 1e-11, and the run may with 1e-13',
    });
    const deterministic = checks.find((one) => one.id === 'law:glm/prior-denoiser-mean') as Check;
    expect((await runCheck(deterministic, nobody, context)).reason).toBe('does not answer');
  });
});
