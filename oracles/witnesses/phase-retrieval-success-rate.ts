import fc from 'fast-check';
import { philoxStream } from '../../reference/numerics/random.ts';
import { seeds } from '../arbitraries/numbers.ts';
import type { Witness } from '../oracle.ts';
import type {
  PhaseRetrievalSuccessRateParams,
  PhaseRetrievalSuccessRateResult,
} from '../types/phase-retrieval.success-rate.ts';
import { hoeffdingApart } from './confidence.ts';

const falseAlarm = 1e-10;
const runs = 2000;
const parts = 720;

/**
 * In two dimensions the weights move on a circle, downhill to the next minimum of the loss as a function of the angle; and
 * this is the teacher, or its opposite, or it is not.
 */
function found(samples: number, seed: number, run: number): boolean {
  const stream = philoxStream(seed, run);
  const angle = (): number => 2 * Math.PI * stream.uniform();
  const teacher = angle();
  const inputs = Array.from({ length: samples }, () => [stream.normal(), stream.normal()]);
  const field = (theta: number, mu: number): number =>
    inputs[mu][0] * Math.cos(theta) + inputs[mu][1] * Math.sin(theta);
  const squares = inputs.map((_, mu) => field(teacher, mu) ** 2);
  const loss = (theta: number): number =>
    squares.reduce((sum, y, mu) => sum + (y - field(theta, mu) ** 2) ** 2, 0);
  const start = angle();
  const h = (2 * Math.PI) / parts;
  const way = loss(start + 1e-4) < loss(start - 1e-4) ? 1 : -1;
  let theta = start;
  let here = loss(theta);
  for (;;) {
    const next = loss(theta + way * h);
    if (next > here) break;
    theta += way * h;
    here = next;
  }
  // The minimum is within a part of theta: is the teacher, up to a sign, there?
  return Math.abs(Math.sin(theta - teacher)) < 2 * Math.sin(h);
}

export const downhillOnCircle: Witness<
  PhaseRetrievalSuccessRateParams,
  PhaseRetrievalSuccessRateResult
> = {
  id: 'downhill-on-the-circle',
  method:
    'in two dimensions: 2000 runs of its own down the loss as a function of an angle, to the next minimum; Hoeffding’s bound for the difference of the two rates',
  applies: ({ dimension, alpha }) => dimension === 2 && alpha >= 1.5,
  testify: ({ alpha, runs: asked, seed }) => {
    const samples = Math.round(2 * alpha);
    let successes = 0;
    for (let run = 0; run < runs; run++) if (found(samples, seed ^ 0x5bd1e995, run)) successes++;
    return {
      result: { rate: successes / runs },
      // what is asked has a sampling error of its own, and a larger one
      error: { rate: hoeffdingApart(runs, asked, falseAlarm) },
    };
  },
  statistics: {
    falseAlarm,
    tail: { model: 'hoeffding', statistics: 1 },
    power: { mistake: 'sign-of-the-teacher', atLeast: 0.9 },
  },
  sample: fc.record({
    dimension: fc.constant(2),
    alpha: fc.constantFrom(2, 3, 8),
    runs: fc.constant(250),
    seed: seeds(),
  }),
};
