import fc from 'fast-check';
import { channels } from './channel.ts';
import { type Instance, instances } from './instance.ts';
import { oneOf } from './numbers.ts';
import { priors } from './prior.ts';

export interface GampQuestion extends Omit<Instance, 'teacher'> {
  readonly iterations: number;
  readonly record: number[];
  readonly damping?: number;
  readonly variance?: 'full' | 'scalar';
  readonly initialMean?: number[];
}

/**
 * A few iterations on a small data set. Few, since on small instances errors grow from step to step
 * and a long run would compare rounding. Shrinks to one step on one sample of one weight.
 */
export const gampQuestions = (): fc.Arbitrary<GampQuestion> =>
  fc
    .record({
      instance: instances({
        prior: priors(),
        channel: channels(),
        maxRows: 24,
        maxColumns: 16,
      }),
      iterations: fc.integer({ min: 1, max: 6 }),
      options: fc.record(
        {
          damping: fc.constantFrom(0.5, 0.25),
          variance: fc.constantFrom('full' as const, 'scalar' as const),
        },
        { requiredKeys: [] },
      ),
      nudge: oneOf([1, fc.constant(0)], [1, fc.constantFrom(0.1, 0.25)]),
    })
    .map(({ instance: { teacher, ...data }, iterations, options, nudge }) => ({
      ...data,
      iterations,
      record: Array.from({ length: iterations }, (_, t) => t + 1),
      ...options,
      // Without it an even channel would stay at a = 0 for ever.
      ...(nudge > 0 && { initialMean: teacher.map((w) => nudge * w) }),
    }));
