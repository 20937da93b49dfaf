import { matrixSchema, vector } from './matrix.ts';
import { nonNegative, real } from './numbers.ts';
import type { Schema } from './schema.ts';

/** A data set of phase retrieval. */
export const phaseData = {
  matrix: matrixSchema,
  labels: vector('y = |X w*|, one modulus per row of the matrix.'),
} as const satisfies { readonly [name: string]: Schema };

/** When a trajectory is looked at. */
export const timesSchema = (description: string): Schema => ({
  type: 'array',
  description,
  minItems: 1,
  maxItems: 10_000,
  items: nonNegative('A time.'),
});

/** The offset of the normalised loss, as far as its averages are resolved. */
export const offsetSchema = real('a of the loss Σ (y² − h²)²/(a + y²).', {
  minimum: 1e-4,
  maximum: 1e4,
});
