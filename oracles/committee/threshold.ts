import { committeeThreshold } from '../../reference/committee/threshold.ts';
import { answerOf } from '../answer.ts';
import { committeeThresholds } from '../arbitraries/committee.ts';
import { defineOracle } from '../oracle.ts';
import { committeePriorSchema } from '../schema/committee.ts';
import { answered, integer } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  CommitteeThresholdParams,
  CommitteeThresholdResult,
} from '../types/committee.threshold.ts';
import { comparedBranches, perturbedUnits } from '../witnesses/committee-threshold.ts';

export const committeeThresholdOracle = defineOracle<
  CommitteeThresholdParams,
  CommitteeThresholdResult
>({
  id: 'committee.threshold',
  title: 'At how many samples does a committee of K sign units change what it learns?',
  formula:
    'specialisation: α E Σ_y Z_y λ_y² = 1,  λ = E[|z_⊥|² | y]/(K − 1) − 1;  information-theoretic: f equal on both branches;  spinodal: extremum of α along the specialised branch;  algorithmic: where message passing reaches the best state',
  params: object('CommitteeThresholdParams', 'A committee and a kind of threshold.', {
    units: {
      description:
        'K, the number of hidden units; "infinite": K → ∞ after d → ∞. Odd K have two outputs, even K three.',
      oneOf: [integer('K.', 2, 999), { enum: ['infinite'] }],
    },
    prior: committeePriorSchema,
    kind: {
      enum: ['specialisation', 'information-theoretic', 'algorithmic', 'spinodal'],
      description:
        'specialisation: the state of equal units becomes unstable; information-theoretic: the global maximum changes; algorithmic: message passing reaches the best state above it; spinodal: the specialised branch ends.',
    },
  }),
  result: object('CommitteeThresholdResult', 'The threshold.', {
    alpha: answered(
      'n/d; with infinitely many units n/(K d), and n/(K² d) for the algorithmic threshold.',
    ),
  }),
  fields: {
    alpha: { kind: 'number', meaning: 'threshold', floor: 0, because: 'positive, of order one' },
  },
  answer: ({ units, prior, kind }) =>
    answerOf({ alpha: committeeThreshold(units, prior.kind, kind) }),
  sample: committeeThresholds(),
  continuous: [],
  witnesses: [perturbedUnits, comparedBranches],
  sources: ['aubin2018', 'schwarze1993'],
  cost: 'moderate',
});
