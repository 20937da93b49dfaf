import type { Bounds, Schema } from './schema.ts';

/** How the non-finite numbers, which JSON lacks, are spelled where a question or an answer is JSON. */
export const nonFiniteWords = ['Infinity', '-Infinity', 'NaN'] as const;

/** A finite real number. */
export const real = (description: string, bounds: Bounds = {}): Schema => ({
  type: 'number',
  description,
  ...bounds,
});

export const positive = (description: string): Schema => real(description, { exclusiveMinimum: 0 });
export const nonNegative = (description: string): Schema => real(description, { minimum: 0 });

export const integer = (description: string, minimum: number, maximum: number): Schema => ({
  type: 'integer',
  description,
  minimum,
  maximum,
});

/** A number ≥ 0 of a question that may be infinite: an SNR at perfect recovery. */
export const nonNegativeOrInfinite = (description: string): Schema => ({
  description,
  oneOf: [{ type: 'number', minimum: 0 }, { enum: ['Infinity'] }],
});

/**
 * A number of an answer. It has no bounds and may be non-finite, since a wrong number (an overlap of
 * −1e-17, a NaN) is a wrong answer, to be compared and shown, not a malformed message.
 */
export const answered = (description: string): Schema => ({
  description,
  oneOf: [{ type: 'number' }, { enum: nonFiniteWords }],
});

/** A list of answered numbers. */
export const answeredVector = (description: string): Schema => ({
  type: 'array',
  description,
  items: answered('Entry.'),
});

/** A matrix of answered numbers, as its rows. */
export const answeredMatrix = (description: string): Schema => ({
  type: 'array',
  description,
  items: answeredVector('Row.'),
});

/** True for the two forms above: in process they are plain numbers. */
export const isNumberOrWord = (schema: Schema): boolean =>
  schema.oneOf?.length === 2 &&
  schema.oneOf[0].type === 'number' &&
  (schema.oneOf[1].enum ?? ['']).every((word) =>
    (nonFiniteWords as readonly (string | number)[]).includes(word),
  );
