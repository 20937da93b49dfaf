import fc from 'fast-check';
import { channels, evenChannels } from './channel.ts';
import { type Instance, instances } from './instance.ts';
import { secondMomentOf } from './model.ts';
import { oneOf } from './numbers.ts';
import { priors } from './prior.ts';

export interface GampQuestion extends Omit<Instance, 'teacher'> {
  readonly iterations: number;
  readonly record: number[];
  readonly damping?: number;
  readonly variance?: 'full' | 'scalar';
  readonly initialMean?: number[];
  readonly initialVariance?: number[];
}

/** What G-AMP is told of the teacher at the start: m⁰/ρ, and whether it is told how much. */
interface Start {
  readonly overlap: number;
  readonly variance: boolean;
}

const size = { maxRows: 24, maxColumns: 16 } as const;
const uninformed: Start = { overlap: 0, variance: false };
const nudged: Start = { overlap: 0.1, variance: false };
const informed: Start = { overlap: 0.8, variance: true };

/**
 * A few iterations on a small data set. Few, since on small instances errors grow from step to step
 * and a long run would compare rounding. Even channels leave a = 0 where it is, so they start with a
 * nudge; with weights of continuous values they start informed, since elsewhere the negative
 * precisions of a small instance often leave no posterior. Shrinks to one step on one sample of one
 * weight.
 */
export const gampQuestions = (): fc.Arbitrary<GampQuestion> => {
  const cases = oneOf<readonly [Instance, Start]>(
    [
      3,
      fc.tuple(
        instances({
          prior: priors(),
          channel: channels(['sign', 'linear', 'relu', 'probit']),
          ...size,
        }),
        fc.constantFrom(uninformed, nudged, informed),
      ),
    ],
    [
      1,
      fc.tuple(
        instances({ prior: priors(['rademacher', 'discrete']), channel: evenChannels(), ...size }),
        fc.constantFrom(nudged, uninformed, informed),
      ),
    ],
    [
      1,
      fc.tuple(
        instances({
          prior: priors(['gaussian', 'gauss-bernoulli']),
          channel: evenChannels(),
          ...size,
        }),
        fc.constant(informed),
      ),
    ],
  );
  return fc
    .record({
      drawn: cases,
      iterations: fc.integer({ min: 1, max: 6 }),
      options: fc.record(
        {
          damping: fc.constantFrom(0.5, 0.25),
          variance: fc.constantFrom('full' as const, 'scalar' as const),
        },
        { requiredKeys: [] },
      ),
    })
    .map(({ drawn: [{ teacher, ...data }, start], iterations, options }) => ({
      ...data,
      iterations,
      record: Array.from({ length: iterations }, (_, t) => t + 1),
      ...options,
      ...(start.overlap > 0 && { initialMean: teacher.map((w) => start.overlap * w) }),
      ...(start.variance && {
        initialVariance: teacher.map(() => (1 - start.overlap) * secondMomentOf(data.prior)),
      }),
    }));
};
