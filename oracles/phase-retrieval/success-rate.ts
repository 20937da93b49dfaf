import fc from 'fast-check';
import { successRate } from '../../reference/phase-retrieval/success.ts';
import { seeds } from '../arbitraries/numbers.ts';
import { defineOracle } from '../oracle.ts';
import { answered, integer, positive } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  PhaseRetrievalSuccessRateParams,
  PhaseRetrievalSuccessRateResult,
} from '../types/phase-retrieval.success-rate.ts';
import { hoeffdingApart } from '../witnesses/confidence.ts';
import { downhillOnCircle } from '../witnesses/phase-retrieval-success-rate.ts';

/** That two right implementations, each with its own random numbers, differ by more. */
const falseAlarm = 1e-10;

const apart = (runs: number): number => hoeffdingApart(runs, runs, falseAlarm);

/** How far √(p (1 − p)/runs) may be from its value at `rate`, for p within `distance`. */
function standardErrorSpread(rate: number, distance: number, runs: number): number {
  const at = (p: number): number => Math.sqrt((p * (1 - p)) / runs);
  const ends = [Math.max(0, rate - distance), Math.min(1, rate + distance)];
  const middle = Math.min(ends[1], Math.max(ends[0], 0.5));
  return Math.max(...[...ends, middle].map((p) => Math.abs(at(p) - at(rate))));
}

export const phaseRetrievalSuccessRate = defineOracle<
  PhaseRetrievalSuccessRateParams,
  PhaseRetrievalSuccessRateResult
>({
  id: 'phase-retrieval.success-rate',
  title: 'How often does gradient flow on the sphere find the teacher?',
  formula:
    'P(|w(∞)·w*|/d → 1);   n = round(α d),  X ~ N(0, 1/d),  w*, w(0) uniform on ‖w‖² = d;   success: L/n < 10⁻⁸, or at rest (|∇L_∥|²/d < 10⁻¹⁴ α²) or at αt = 1000: |m| > 0.99',
  params: object(
    'PhaseRetrievalSuccessRateParams',
    'Random numbers are the implementation’s own: the answer is compared within its statistical error.',
    {
      dimension: integer('d.', 2, 65_536),
      alpha: positive('α: n = round(α d) samples.'),
      runs: integer('How many runs, each with its own data, teacher and start.', 1, 1_000_000),
      seed: integer('Seed of the random numbers.', 0, 2 ** 53 - 1),
    },
  ),
  result: object('PhaseRetrievalSuccessRateResult', 'The fraction that succeeds.', {
    rate: answered('Successes over runs.'),
    standardError: answered('√(rate (1 − rate)/runs).'),
  }),
  fields: {
    rate: {
      kind: 'number',
      meaning: 'fraction of runs that recover the teacher',
      floor: 0,
      because: 'its error is statistical',
    },
    standardError: {
      kind: 'number',
      meaning: 'binomial standard error of the rate',
      floor: 0,
      because: 'its error is that of the rate',
    },
  },
  answer: ({ dimension, alpha, runs, seed }) => {
    const { rate, standardError } = successRate(dimension, alpha, runs, seed);
    const distance = apart(runs);
    return {
      result: { rate, standardError },
      error: { rate: distance, standardError: standardErrorSpread(rate, distance, runs) },
    };
  },
  // n/d of few binary digits, so that every way of rounding α d gives the same n.
  sample: fc.record({
    dimension: fc.constantFrom(8, 4),
    alpha: fc.constantFrom(4, 2, 3, 6, 8),
    runs: fc.constant(160), // fewer show next to nothing: two such rates may be 0.39 apart as it is
    seed: seeds(),
  }),
  continuous: [],
  witnesses: [downhillOnCircle],
  sources: ['sarao2020complex'],
  statistics: {
    falseAlarm,
    tail: { model: 'hoeffding', statistics: 1 },
    power: { mistake: 'samples per dimension turned over', atLeast: 0.4 },
  },
  cost: 'expensive',
});
