import type { Implementation } from '../../oracles/implementation.ts';
import { findOracle } from '../../oracles/index.ts';
import { answering, right } from '../../properties/mistakes/index.ts';
import { childImplementation } from '../../src/protocol/child.ts';
import { referenceImplementation } from '../../src/protocol/reference.ts';
import { findPython } from '../python.ts';
import { perturbed } from './perturbed.ts';

/** Implementations that are right: none may be caught. */
export interface Correct {
  readonly name: string;
  readonly start: () => Promise<Implementation>;
  /** Globs of oracles, where only some are its own. */
  readonly only?: readonly string[];
}

// biome-ignore lint/suspicious/noExplicitAny: questions and answers of every oracle
type Loose = any;

/** Samples in the opposite order: every sum over them is rounded otherwise. */
function reordered(oracle: string, params: Loose): Loose {
  const { matrix, labels } = params;
  if (!Array.isArray(matrix)) return shaken(right(oracle, params));
  const backwards = {
    ...params,
    matrix: [...matrix].reverse(),
    ...(Array.isArray(labels) && { labels: [...labels].reverse() }),
  };
  return right(oracle, backwards);
}

/** By a few units in the last place, as another order of summation does. */
function shaken(value: Loose, up = true): Loose {
  if (typeof value === 'number') return value * (1 + (up ? 4 : -4) * Number.EPSILON);
  if (Array.isArray(value)) return value.map((x, i) => shaken(x, i % 2 === 0));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, x], i) => [field, shaken(x, i % 2 === 0)]),
  );
}

const adapter = (script: string, module: string): Correct => ({
  name: script,
  start: () => {
    const python = findPython(module);
    if (!python) throw new Error(`${script} needs Python with ${module}`);
    return childImplementation([python, `adapters/python/${script}`], { findOracle });
  },
});

export const inProcess: readonly Correct[] = [
  { name: 'the reference', start: async () => referenceImplementation() },
  { name: 'reordered arithmetic', start: async () => answering('reordered', reordered) },
  {
    name: 'precision 1e-9',
    start: async () => perturbed({ name: 'precision 1e-9', size: 1e-9, seed: 1 }),
  },
];

export const adapters: readonly Correct[] = [
  adapter('numpy_gamp.py', 'numpy'),
  adapter('numpy_erm.py', 'numpy'),
  { ...adapter('scikit_learn.py', 'sklearn'), only: ['erm.*'] },
  adapter('scipy_committee.py', 'scipy'),
  adapter('scipy_flows.py', 'scipy'),
];
