import fc from 'fast-check';
import type { Count, Power } from '../../oracles/statistics.ts';
import type { Compared } from '../../src/judge/compare.ts';
import { seedOf } from '../../src/judge/seed.ts';
import { right, wrong } from './mistakes.ts';
import type { Subject } from './subjects.ts';
import { type ContinuousTail, exceedance, levelOf } from './tail.ts';
import { interval, tooFew, tooLarge, tooMany } from './tests.ts';

/** Exceedances of a ratio that the tail allows with probability `q`; or unlucky instances. */
export interface Observation {
  readonly what: string;
  readonly trials: number;
  readonly probability: number;
  readonly observed: number;
  readonly pValue: number;
}

export interface Finding {
  readonly id: string;
  readonly seed: number;
  readonly cases: number;
  readonly falseAlarm: number;
  readonly model: string;
  /** Cases that failed: false alarms. */
  readonly failed: number;
  /** The largest ratio of a difference to its allowance. */
  readonly worst: number;
  readonly observations: readonly Observation[];
  /** Of the ratios as a whole; absent for counts. */
  readonly kolmogorovSmirnov?: number;
  readonly power: Power & {
    readonly cases: number;
    readonly caught: number;
    readonly interval: readonly [number, number];
    readonly pValue: number;
  };
}

/** Levels at which exceedances are counted. */
export const levels = [1e-1, 1e-2, 1e-3] as const;

/** The interval of a power misses it with this probability. */
const doubt = 0.01;

export interface Amount {
  readonly cases: number;
  readonly powerCases: number;
  readonly seed: number;
}

/** What one statistical check does on the reference, and on the mistake that it names. */
export async function calibrate(subject: Subject, amount: Amount): Promise<Finding> {
  const { id, statistics } = subject;
  const { tail, falseAlarm } = statistics;
  const seen = await observe(subject, right, amount.cases, seedOf(amount.seed, id));
  const ratios = seen.map(ratioOf);
  return {
    id,
    seed: amount.seed,
    cases: seen.length,
    falseAlarm,
    model: tail.model,
    failed: seen.filter(fails).length,
    worst: Math.max(...ratios),
    ...(tail.model === 'binomial'
      ? { observations: tail.counts.map((count) => unlucky(count, seen)) }
      : {
          observations: levels.map((q) => exceeding(tail, falseAlarm, q, ratios)),
          kolmogorovSmirnov: tooLarge(ratios, (x) => exceedance(tail, falseAlarm, x)),
        }),
    power: await powerOf(subject, amount),
  };
}

async function observe(
  { models, compare }: Subject,
  answer: Parameters<Subject['compare']>[0],
  cases: number,
  seed: number,
): Promise<(readonly Compared[])[]> {
  // The same question twice would get the same answer: the tests count independent cases.
  const asked = new Set<string>();
  const seen: (readonly Compared[])[] = [];
  for (const model of fc.sample(models, { seed, numRuns: cases })) {
    const text = JSON.stringify(model);
    if (asked.has(text)) continue;
    asked.add(text);
    seen.push(await compare(answer, model));
  }
  return seen;
}

const ratioOf = (compared: readonly Compared[]): number =>
  compared.reduce((most, { units }) => Math.max(most, units), 0);

const fails = (compared: readonly Compared[]): boolean => compared.some(({ passes }) => !passes);

function exceeding(
  tail: ContinuousTail,
  falseAlarm: number,
  q: number,
  ratios: readonly number[],
): Observation {
  const level = levelOf(tail, falseAlarm, q);
  const observed = ratios.filter((ratio) => ratio > level).length;
  return {
    what: `ratio > ${level.toFixed(3)}`,
    trials: ratios.length,
    probability: q,
    observed,
    pValue: tooMany(observed, ratios.length, q),
  };
}

function unlucky(count: Count, seen: readonly (readonly Compared[])[]): Observation {
  const { what, trials, probability } = count;
  let observed = 0;
  for (const compared of seen) {
    const found = compared.find((one) => one.what === what);
    if (!found) throw new Error(`there is no comparison '${what}'`);
    observed += Math.round(Number(found.got) * trials);
  }
  const all = trials * seen.length;
  return { what, trials: all, probability, observed, pValue: tooMany(observed, all, probability) };
}

async function powerOf(subject: Subject, { powerCases, seed }: Amount): Promise<Finding['power']> {
  const { power } = subject.statistics;
  const drawn = seedOf(seed + 1, subject.id);
  const seen = await observe(subject, wrong(power.mistake), powerCases, drawn);
  const caught = seen.filter(fails).length;
  return {
    ...power,
    cases: seen.length,
    caught,
    interval: interval(caught, seen.length, doubt),
    pValue: tooFew(caught, seen.length, power.atLeast),
  };
}
