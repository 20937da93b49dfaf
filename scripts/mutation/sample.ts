/**
 * A random order of the mutants of a scope, the same for the same seed. A sample of k is the first k;
 * a mutant keeps its place if others come or go, since its place is a hash of itself.
 */
import { createHash } from 'node:crypto';
import type { Mutant } from './mutants.ts';

export function shuffled(mutants: readonly Mutant[], seed: number): readonly Mutant[] {
  const seen = new Map<string, number>();
  return mutants
    .map((mutant) => {
      const { file, line, original, mutator, replacement } = mutant;
      const self = JSON.stringify([file, line, original, mutator, replacement]);
      const nth = seen.get(self) ?? 0;
      seen.set(self, nth + 1);
      const place = createHash('sha256').update(`${seed} ${nth} ${self}`).digest('hex');
      return { mutant, place };
    })
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ mutant }) => mutant);
}
