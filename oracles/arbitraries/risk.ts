import fc from 'fast-check';
import type { LossKind } from '../../reference/losses/index.ts';
import { channels } from './channel.ts';
import { instances } from './instance.ts';
import { lambdas, losses } from './loss.ts';
import { oneOf } from './numbers.ts';
import { priors } from './prior.ts';

export interface RiskQuestion {
  readonly loss: LossKind;
  readonly lambda: number;
  readonly matrix: number[][];
  readonly labels: number[];
}

/**
 * A penalised loss on a small data set with the labels of a teacher, clean or noisy, with more samples
 * than weights or fewer. Shrinks to ridge regression of one sample on one weight.
 */
export const riskQuestions = (maxRows = 30, maxColumns = 30): fc.Arbitrary<RiskQuestion> =>
  fc
    .record({
      loss: losses(),
      lambda: oneOf([3, lambdas(1e-3, 1e2)], [1, lambdas(1e-6, 1e4)]),
      data: instances({
        prior: priors(['gaussian', 'rademacher']),
        channel: channels(['sign', 'probit']),
        maxRows,
        maxColumns,
      }),
    })
    .map(({ loss, lambda, data: { matrix, labels } }) => ({ loss, lambda, matrix, labels }));
