import fc from 'fast-check';
import { signChannel } from '../../reference/channels/sign.ts';
import { optimum } from '../../reference/generalised-linear/optimum.ts';
import type { Estimate } from '../../reference/numerics/estimate.ts';
import { prior } from '../../reference/priors/index.ts';
import type { PriorSpec } from '../../reference/priors/prior.ts';
import { defineErratum } from './erratum.ts';

interface Sizes {
  readonly prior: PriorSpec;
  readonly samples: number;
  readonly dimension: number;
}

const freeEntropyAt = (model: Sizes, alpha: number): Estimate =>
  optimum(prior(model.prior), signChannel(), alpha).freeEntropy;

export const alphaInverted = defineErratum<Sizes, Estimate>({
  id: 'alpha-inverted',
  where: 'Replica method solution (both slides)',
  literal: 'f_RS(m, m̂) = Φ_w(m̂) + α Φ_out(m; ρ) − m m̂/2  with  α = d/n',
  right: 'α = n/d, the number of samples per weight',
  why: 'Every sample contributes one Φ_out, and f is per dimension, so Φ_out is counted n/d times. The other slides, and the theorem itself, have n/d. With d/n the free entropy would not vanish without samples.',
  law: 'n labels ±1 hold at most n ln 2 of entropy: f ≥ −(n/d) ln 2.',
  sources: ['zdeborova2021', 'barbier2019'],
  model: fc.record({
    prior: fc.constantFrom<PriorSpec>({ kind: 'rademacher' }, { kind: 'gaussian', variance: 1 }),
    samples: fc.integer({ min: 1, max: 100 }),
    dimension: fc.integer({ min: 200, max: 1000 }),
  }),
  forms: {
    literal: (model) => freeEntropyAt(model, model.dimension / model.samples),
    right: (model) => freeEntropyAt(model, model.samples / model.dimension),
  },
  measure: (freeEntropy, { samples, dimension }) => ({
    left: -(samples / dimension) * Math.LN2,
    right: freeEntropy.value,
    relation: 'at-most',
    allowance: freeEntropy.error + Number.EPSILON,
    because: 'error of the free entropy',
  }),
});
