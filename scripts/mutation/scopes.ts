/**
 * What is mutated and which tests judge it. A scope is one subject; its tests come in rounds, and
 * only what survives one round meets the next, slower one.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Tests that judge together. */
export interface Round {
  /** Globs of test files. */
  readonly tests: readonly string[];
  /** Ids of oracles whose golden values and laws are asked as well: a regular expression. */
  readonly oracles?: string;
  /** The next round has these tests as well: a few mutants may go there at once. */
  readonly again?: boolean;
  /** Tests of shrinking itself are among them. */
  readonly shrinks?: boolean;
}

export interface Scope {
  readonly id: string;
  readonly files: readonly string[];
  readonly rounds: (file: string) => readonly Round[];
  /** Not all of its files: no score of the folder. */
  readonly isPart?: boolean;
  /** Kinds of mutants that are not made. */
  readonly without: readonly string[];
}

/** Runs the golden values and laws of a round's oracles. */
export const conformance = 'scripts/mutation/conformance.suite.ts';

/**
 * Not mutated: tests; the AssemblyScript sources of the WebAssembly kernels (no test runs them, they
 * are compiled beforehand and `kernels:check` compares the bytes) and the compiled bytes.
 */
const isSource = (file: string): boolean =>
  /\.ts$/.test(file) && !/\.(test|fixture|simd|wasm|d)\.ts$/.test(file);

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file).replaceAll('\\', '/'))
    .filter(isSource)
    .sort();

/** The strings of the reference are ids and the words of errors, which no user's number depends on. */
const words = ['StringLiteral'];

const numerics: Scope = {
  id: 'reference/numerics',
  files: sources('reference/numerics'),
  rounds: (file) => {
    const own = file.replace(/\.ts$/, '.test.ts');
    const all = { tests: ['reference/numerics/**/*.test.ts'] };
    return existsSync(own) ? [{ tests: [own], again: true }, all] : [all];
  },
  without: words,
};

/** A folder of models: its tests and those of the folders that stand on it, then its oracles. */
const subject = (name: string, oracles: string, alsoTestedIn: readonly string[] = []): Scope => {
  const id = `reference/${name}`;
  return {
    id,
    files: sources(id),
    rounds: () => [
      { tests: [id, ...alsoTestedIn].map((folder) => `${folder}/**/*.test.ts`) },
      { tests: [conformance, 'src/recorded.test.ts'], oracles },
    ],
    without: words,
  };
};

/** What decides whether two answers agree. */
const comparison: Scope = {
  id: 'comparison',
  files: [
    'oracles/condition.ts',
    'properties/conditioned.ts',
    'properties/differences.ts',
    'properties/measured.ts',
    'properties/near.ts',
    'src/distance.ts',
    'src/judge/compare.ts',
    'src/judge/keep.ts',
  ],
  rounds: () => [
    {
      tests: [
        'oracles/condition.test.ts',
        'properties/{arithmetic,conditioned,near,measured,differences}.test.ts',
        'src/distance.test.ts',
        'src/judge/{compare,keep}.test.ts',
      ],
    },
    { tests: ['src/judge/judge.test.ts'], shrinks: true },
  ],
  without: [],
};

/** Every scope; a new folder of `reference/` is one line. */
export const scopes: readonly Scope[] = [
  numerics,
  subject('priors', '^glm\\.(prior|fixed-point|threshold)'),
  subject('channels', '^glm\\.(output|fixed-point|threshold)'),
  subject('losses', '^erm\\.(proximal|fixed-point|max-margin)'),
  subject('generalised-linear', '^glm\\.'),
  subject('empirical-risk', '^erm\\.'),
  subject('hidden-manifold', '^hidden-manifold\\.'),
  // its solvers work for the two folders before it as well
  subject(
    'gaussian-covariate',
    '^(gaussian-covariate|erm|hidden-manifold)\\.(fixed-point|optimal-regularisation)',
    ['reference/empirical-risk', 'reference/hidden-manifold'],
  ),
  subject('gaussian-mixture', '^gaussian-mixture\\.'),
  subject('committee', '^committee\\.'),
  subject('phase-retrieval', '^phase-retrieval\\.'),
  subject('over-parametrised', '^over-parametrised\\.'),
  comparison,
];
