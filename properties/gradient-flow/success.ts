import fc from 'fast-check';
import { seeds } from '../../oracles/arbitraries/index.ts';
import { hoeffdingApart } from '../../oracles/witnesses/confidence.ts';
import { philoxStream } from '../../reference/numerics/random.ts';
import { law } from '../define.ts';
import { atMost, equal } from '../near.ts';
import { successes } from './questions.ts';

const needs = ['phase-retrieval.success-rate'];
const sources = ['sarao2020complex'] as const;

const counted = law<{ readonly alpha: number; readonly runs: number; readonly seed: number }>({
  id: 'phase-retrieval/success-rate-counts',
  statement: 'A success rate is a count of runs, and its standard error the binomial one.',
  formula: 'rate · runs ∈ ℕ,   standardError = √(rate (1 − rate)/runs)',
  catches: 'a variance for a standard error; a mean overlap for a rate',
  needs,
  model: fc.record({
    alpha: fc.constantFrom(3, 2, 6),
    runs: fc.constantFrom(17, 30),
    seed: seeds(),
  }),
  async check(bench, { alpha, runs, seed }) {
    const answer = await successes(bench, { dimension: 4, alpha, runs, seed });
    const { rate, standardError } = answer;
    const hits = Math.round(rate * runs);
    const accuracy = { amount: bench.accuracy * runs, because: 'accuracy of the answers' };
    return [
      equal('rate · runs', rate * runs, hits, accuracy),
      atMost('rate ≥ 0', 0, rate),
      atMost('rate ≤ 1', rate, 1),
      ...(standardError === undefined
        ? []
        : [
            equal('standardError', standardError, Math.sqrt((hits * (runs - hits)) / runs ** 3), {
              amount: 2 * bench.accuracy,
              because: 'accuracy of the answers',
            }),
          ]),
    ];
  },
  cost: 'moderate',
  sources,
});

/** On the circle: downhill in the angle to the next minimum. */
function foundOnCircle(samples: number, seed: number, run: number): boolean {
  const stream = philoxStream(seed, run).fork(77);
  const inputs = Array.from({ length: samples }, () => [stream.normal(), stream.normal()]);
  const teacher = 2 * Math.PI * stream.uniform();
  const field = ([x, y]: readonly number[], theta: number): number =>
    x * Math.cos(theta) + y * Math.sin(theta);
  const squares = inputs.map((x) => field(x, teacher) ** 2);
  const loss = (theta: number): number =>
    inputs.reduce((sum, x, mu) => sum + (squares[mu] - field(x, theta) ** 2) ** 2, 0);
  const step = Math.PI / 360;
  let theta = 2 * Math.PI * stream.uniform();
  const way = loss(theta + step / 100) < loss(theta - step / 100) ? step : -step;
  while (loss(theta + way) < loss(theta)) theta += way;
  return Math.abs(Math.sin(theta - teacher)) < 2 * step;
}

const alarm = 1e-11;

const circle = law<{ readonly alpha: number; readonly seed: number }>({
  id: 'phase-retrieval/success-on-a-circle',
  statement: 'In two dimensions a run ends in the next minimum downhill around the circle.',
  formula: 'd = 2: rate = P(the minimum downhill of a random angle is ±w*)',
  catches:
    'a sign of the teacher that is insisted on; success declared from a loosely small loss; inputs and teacher of different lengths',
  needs,
  model: fc.record({ alpha: fc.constantFrom(2, 3), seed: seeds() }),
  async check(bench, { alpha, seed }) {
    const runs = 800;
    const own = 4000;
    const { rate } = await successes(bench, { dimension: 2, alpha, runs, seed });
    let hits = 0;
    for (let run = 0; run < own; run++) if (foundOnCircle(2 * alpha, seed, run)) hits++;
    return [
      equal('rate', rate, hits / own, {
        amount: hoeffdingApart(runs, own, alarm),
        because: `Hoeffding’s inequality for ${runs} and ${own} runs at ${alarm}`,
      }),
    ];
  },
  statistics: {
    falseAlarm: alarm,
    tail: { model: 'hoeffding', statistics: 1 },
    power: { mistake: 'sign-of-the-teacher', atLeast: 0.8 },
  },
  cost: 'expensive',
  sources,
});

const runs = 80;
const found = 'successes at α = 3/2, of the runs';
const missed = 'failures at α = 16, of the runs';

const more = law<{ readonly seed: number }>({
  id: 'phase-retrieval/more-samples-more-success',
  statement: 'With many samples gradient flow succeeds, with few it often does not.',
  formula: 'd = 16: rate(α = 3/2) ≤ 1/2,  rate(α = 16) ≥ 2/3',
  catches: 'success declared from a loosely small loss; α inverted',
  needs,
  model: fc.record({ seed: seeds() }),
  async check(bench, { seed }) {
    const ask = async (alpha: number) =>
      (await successes(bench, { dimension: 16, alpha, runs, seed })).rate;
    return [atMost(found, await ask(1.5), 1 / 2), atMost(missed, 1 - (await ask(16)), 1 / 3)];
  },
  statistics: {
    falseAlarm: 1e-10,
    tail: {
      model: 'binomial',
      // 0.16 and 0.002 were measured
      counts: [
        { what: found, trials: runs, probability: 0.185, most: 40 },
        { what: missed, trials: runs, probability: 0.02, most: 26 },
      ],
    },
    power: { mistake: 'samples per dimension turned over', atLeast: 0.8 },
  },
  cost: 'expensive',
  sources,
});

export const successLaws = [counted, circle, more] as const;
