import { defineConfig } from 'vitest/config';

/** The tests of one round (see scopes.ts). A mutant is killed by its first failure. */
export default defineConfig({
  test: {
    include: JSON.parse(process.env.NISHIMORI_MUTATION_TESTS ?? '[]'),
    setupFiles: ['vitest.setup.ts', 'scripts/mutation/vitest.setup.ts'],
    testTimeout: 60_000,
    bail: 1,
  },
});
