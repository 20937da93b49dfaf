import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{reference,oracles,properties,golden,src,scripts,adapters}/**/*.test.ts'],
    setupFiles: ['vitest.setup.ts'],
    testTimeout: 30_000,
    maxWorkers: '100%', // the default leaves a core idle, of two that is half
    coverage: {
      provider: 'v8',
      include: ['reference/**/*.ts', 'oracles/**/*.ts', 'properties/**/*.ts', 'src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.fixture.ts', 'oracles/types/**'],
      reporter: ['text-summary', 'json'],
      reportsDirectory: 'coverage/unit',
    },
  },
});
