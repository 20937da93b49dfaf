/** The registry of priors: one line per kind. */
import { DomainError } from '../errors.ts';
import { discretePrior } from './discrete.ts';
import { gaussBernoulliPrior } from './gauss-bernoulli.ts';
import { gaussianPrior } from './gaussian.ts';
import type { Prior, PriorSpec } from './prior.ts';
import { rademacherPrior } from './rademacher.ts';

type Registry = {
  readonly [K in PriorSpec['kind']]: (spec: Extract<PriorSpec, { kind: K }>) => Prior;
};

const registry: Registry = {
  gaussian: (spec) => gaussianPrior(spec.variance),
  rademacher: () => rademacherPrior(),
  'gauss-bernoulli': (spec) => gaussBernoulliPrior(spec.density, spec.variance),
  discrete: (spec) => discretePrior(spec.values, spec.probabilities),
};

export const priorKinds = Object.keys(registry) as readonly PriorSpec['kind'][];

/** The prior that a spec names; throws DomainError where the spec is no prior. */
export const prior = (spec: PriorSpec): Prior => {
  const kind = (spec as { kind?: unknown } | null | undefined)?.kind;
  if (typeof kind !== 'string' || !Object.hasOwn(registry, kind)) {
    throw new DomainError('prior', 'kind', kind, `one of ${priorKinds.join(', ')}`);
  }
  return (registry[kind as PriorSpec['kind']] as (spec: PriorSpec) => Prior)(spec);
};
