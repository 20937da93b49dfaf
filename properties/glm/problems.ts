import fc from 'fast-check';
import {
  alphas,
  channels,
  logUniform,
  oneOf,
  priors,
  uniform,
} from '../../oracles/arbitraries/index.ts';
import { models } from '../../oracles/arbitraries/model.ts';
import type { ChannelSpec } from '../../reference/channels/channel.ts';
import type { PriorSpec } from '../../reference/priors/prior.ts';
import type { Problem } from '../models.ts';
import type { Start } from '../questions.ts';

/** Where a good and a bad fixed point coexist, or nearly: binary and sparse weights, little noise. */
const coexistence: fc.Arbitrary<Problem> = oneOf(
  [
    2,
    fc.record({
      prior: priors(['rademacher']),
      channel: oneOf<ChannelSpec>(
        [2, channels(['sign'])],
        [1, logUniform(1e-4, 1e-2).map((v) => ({ kind: 'probit', noiseVariance: v }))],
        [1, channels(['relu', 'symmetric-door'])],
      ),
      alpha: uniform(1.1, 1.6, 50),
    }),
  ],
  [
    1,
    fc.record({
      prior: uniform(0.1, 0.4, 6).map(
        (density): PriorSpec => ({ kind: 'gauss-bernoulli', density, variance: 1 }),
      ),
      channel: fc.constantFrom<ChannelSpec>(
        { kind: 'linear', noiseVariance: 0 },
        { kind: 'linear', noiseVariance: 1e-4 },
      ),
      alpha: uniform(0.15, 0.75, 60),
    }),
  ],
);

/**
 * Learning problems for laws that ask for whole fixed points, several times each. They lean towards
 * first-order transitions; priors of many values, whose averages cost a hundred times those of the
 * others, come up less often.
 */
export const problems = (): fc.Arbitrary<Problem> =>
  oneOf(
    [
      7,
      models({
        prior: priors(['rademacher', 'gaussian', 'gauss-bernoulli']),
        alpha: alphas(0.02, 20),
      }),
    ],
    [1, models({ prior: priors(['discrete']), alpha: alphas(0.1, 5) })],
    [3, coexistence],
  );

/** A problem and the side from which its fixed point is approached. */
export type Branch = Problem & { readonly start: Start };

export const starts = fc.constantFrom<Start>('uninformed', 'informed');

export const branches = (): fc.Arbitrary<Branch> =>
  fc
    .record({ problem: problems(), start: starts })
    .map(({ problem, start }) => ({ ...problem, start }));
