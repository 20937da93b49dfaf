import type { AnyOracle } from './oracle.ts';

/** Every oracle, in the order of the catalogue. */
export const oracles: readonly AnyOracle[] = [];

const byId = new Map(oracles.map((o) => [o.id, o]));
export const findOracle = (id: string): AnyOracle | undefined => byId.get(id);
