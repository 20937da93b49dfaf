import fc from 'fast-check';
import { logUniform, oneOf, uniform } from './numbers.ts';

/**
 * m/ρ: in the bulk, at both ends, and close to them (1e-9 … 1e-3 away), where differences cancel.
 * Shrinks to 1/2.
 */
export const overlapFractions = (ends: { readonly zero?: boolean; readonly one?: boolean } = {}) =>
  oneOf<number>(
    [2, fc.constant(0.5)],
    [6, uniform(0.01, 0.99, 98)],
    [2, logUniform(1e-9, 1e-3)],
    [2, logUniform(1e-9, 1e-3).map((distance) => 1 - distance)],
    [1, fc.constantFrom(...(ends.zero === false ? [0.5] : [0]))],
    [1, fc.constantFrom(...(ends.one === true ? [1] : [0.5]))],
  );
