import type { Implementation } from '../../oracles/implementation.ts';
import { answering, right } from '../../properties/mistakes/index.ts';
import { philoxStream } from '../../reference/index.ts';
import { seedOf } from '../../src/judge/seed.ts';

export interface Perturbation {
  readonly name: string;
  /** Relative size of the random error of each number. */
  readonly size: number;
  readonly seed: number;
  readonly accuracy?: number;
}

/** The reference with a random error in each number, the same whenever the same is asked. */
export const perturbed = ({ name, size, seed, accuracy }: Perturbation): Implementation => ({
  ...answering(name, (oracle, params) => {
    const stream = philoxStream(seedOf(seed, oracle + JSON.stringify(params)) >>> 0);
    const off = (value: unknown): unknown => {
      if (typeof value === 'number') return value * (1 + size * (2 * stream.uniform() - 1));
      return Array.isArray(value) ? value.map(off) : value;
    };
    return Object.fromEntries(
      Object.entries(right(oracle, params)).map(([field, x]) => [field, off(x)]),
    );
  }),
  ...(accuracy === undefined ? {} : { accuracy }),
});

/** Wrong, but in no way that anybody has a name for. */
export const perturbations: readonly Perturbation[] = [1e-6, 1e-4, 1e-2, 0.5].flatMap((size) =>
  [1, 2, 3].map((seed) => ({ name: `random errors of ${size}, seed ${seed}`, size, seed })),
);
