import { defineConfig } from 'vitest/config';

const folders = '{reference,oracles,properties,golden,src,scripts,adapters}';
const slow = `${folders}/**/*.slow.test.ts`;

/**
 * `--mode quick` (npm test) and `--mode slow` (npm run test:slow) are for whole runs: Node itself loads the
 * sources, which makes numerical code a quarter faster than Vite's modules, whose every import is a getter,
 * and a process keeps them from one test file to the next. Without a mode all tests are found, each file has
 * its own process, and Vite sees every source, as watching, coverage and mutation need it.
 */
const wholeRun = {
  isolate: false,
  execArgv: ['--import', 'tsx'],
  server: {
    deps: {
      external: [
        /\/(reference|oracles|properties|golden|src|scripts)\/(?!.*\/node_modules\/)(?!.*\.(test|fixture)\.ts$).*\.ts$/,
      ],
    },
  },
};

export default defineConfig(({ mode }) => ({
  test: {
    include: [mode === 'slow' ? slow : `${folders}/**/*.test.ts`],
    exclude: ['**/node_modules/**', ...(mode === 'quick' ? [slow] : [])],
    setupFiles: ['vitest.setup.ts'],
    testTimeout: 30_000,
    maxWorkers: '100%', // the default leaves a core idle, of two that is half
    ...(mode === 'quick' || mode === 'slow' ? wholeRun : {}),
    coverage: {
      provider: 'v8',
      include: ['reference/**/*.ts', 'oracles/**/*.ts', 'properties/**/*.ts', 'src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.fixture.ts', 'oracles/types/**'],
      reporter: ['text-summary', 'json'],
      reportsDirectory: 'coverage/unit',
    },
  },
}));
