import type { AnyLaw } from './law.ts';

/** Every law. */
export const laws: readonly AnyLaw[] = [];
