import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{reference,oracles,properties,golden,src,scripts,adapters}/**/*.test.ts'],
    setupFiles: ['vitest.setup.ts'],
    testTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['reference/**/*.ts', 'oracles/**/*.ts', 'properties/**/*.ts', 'src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.fixture.ts', 'oracles/types/**'],
      reporter: ['text-summary', 'json'],
      reportsDirectory: 'coverage/unit',
    },
  },
});
