import { defineConfig } from 'vitest/config';
import { QuickestFirst } from './quickest-first.ts';

/** The tests of one round (see scopes.ts). A mutant is killed by its first failure. */
export default defineConfig({
  test: {
    include: JSON.parse(process.env.NISHIMORI_MUTATION_TESTS ?? '[]'),
    setupFiles: ['vitest.setup.ts', 'scripts/mutation/vitest.setup.ts'],
    testTimeout: 60_000,
    bail: 1,
    sequence: { sequencer: QuickestFirst },
  },
});
