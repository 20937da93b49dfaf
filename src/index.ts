/**
 * nishimori's public API: the reference functions, the oracles, the golden values, the laws, and the
 * judge that holds an implementation against them.
 */
export { errata } from '../oracles/errata/index.ts';
export type { Implementation, Reply } from '../oracles/implementation.ts';
export { findOracle, oracles } from '../oracles/index.ts';
export type { Answer, FieldContract, Oracle, Witness } from '../oracles/oracle.ts';
export { bibtex, cite, type Source, type SourceKey, sources } from '../oracles/sources.ts';
export { laws } from '../properties/index.ts';
export type { Bench, Comparison, Law } from '../properties/law.ts';
export * from '../reference/index.ts';
export {
  type Golden,
  loadGolden,
  type ResolvedGolden,
  readGolden,
  resolveGolden,
} from './golden.ts';
export { type InProcess, implementation, skip } from './implementation.ts';
export * from './judge/index.ts';
export { childImplementation } from './protocol/child.ts';
export { referenceImplementation } from './protocol/reference.ts';
