import fc from 'fast-check';
import { uniquenessOfRun } from '../../reference/over-parametrised/uniqueness.ts';
import { defineErratum } from './erratum.ts';

interface Sizes {
  /** n/d, a little above two. */
  readonly alpha: number;
  readonly seed: number;
}

/** Fractions of instances with a unique minimiser, in a few dimensions and in more. */
interface Fractions {
  readonly small: number;
  readonly large: number;
}

const dimensions = { small: 8, large: 24 } as const;
const instances = 30;

const known = new Map<string, Fractions>();

function counted({ alpha, seed }: Sizes): Fractions {
  const key = `${alpha} ${seed}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const fraction = (dimension: number): number => {
    let unique = 0;
    for (let run = 0; run < instances; run++)
      if (uniquenessOfRun({ dimension, alpha, seed, run })) unique++;
    return unique / instances;
  };
  const found = { small: fraction(dimensions.small), large: fraction(dimensions.large) };
  known.set(key, found);
  return found;
}

export const uniqueFromTwo = defineErratum<Sizes, Fractions>({
  id: 'unique-from-two',
  where:
    'Over-parametrised landscape, theorem 3.1, eqs. (11) and (12); “α ∈ [0, 2]” beside “α ≥ 1”',
  literal:
    'P(M = {A*}) → 0 for α ∈ [0, 2], and lim P(M = {A*}) > 0 for α ∈ (2, ∞): read as a crossover at n = 2d',
  right:
    '(11) stands, and is trivial for α < 1. The crossover of finite systems is not centred at 2: the α at which half of the instances are unique passes 2 for d of order 10 to 20 and moves on; at a fixed α a little above 2 the fraction falls with d. Whether an instance is unique is decided by its certificate',
  why: 'n = 2d is a count of the kind of Cover and Wendel. The exact condition for an instance, a positive definite Σ λ_k v_k v_kᵀ with Σ λ_k u_k x_k = 0, needs more samples the larger d is. The numbers support 2 as a lower bound only.',
  law: 'Just above α = 2 the fraction of instances with a unique minimiser is smaller in 24 dimensions than in 8, by a quarter and more.',
  sources: ['zdeborova2021', 'sarao2020optimization'],
  model: fc.record({ alpha: fc.constant(2.125), seed: fc.constant(1) }),
  forms: {
    literal: ({ alpha }) => ({ small: Number(alpha > 2), large: Number(alpha > 2) }),
    right: counted,
  },
  measure: ({ small, large }) => ({
    left: large + 0.25,
    right: small,
    relation: 'at-most',
    allowance: 0,
    because: 'counts of a fixed seed, the same on every machine',
  }),
});
