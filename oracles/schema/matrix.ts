import { real } from './numbers.ts';
import { object } from './object.ts';
import type { Schema } from './schema.ts';

/**
 * A matrix of a question. Where the question is JSON it may be a file; whoever receives it resolves
 * the file, so that in process a matrix is always its rows.
 */
export const matrixSchema: Schema = {
  title: 'MatrixRows',
  description: 'A matrix: its rows, or a NumPy file (format 1.0, float64, C order).',
  oneOf: [
    {
      type: 'array',
      description: 'Rows, all of the same length.',
      minItems: 1,
      items: {
        type: 'array',
        description: 'One row.',
        minItems: 1,
        items: real('Entry.'),
      },
    },
    object(
      'MatrixFile',
      'A matrix in a file.',
      {
        npy: { type: 'string', minLength: 1, description: 'File name, inside the agreed folder.' },
        sha256: { type: 'string', pattern: '^[0-9a-f]{64}$', description: 'Checksum of the file.' },
      },
      ['sha256'],
    ),
  ],
};

/** A vector of a question: its entries, or a NumPy file. */
export const vector = (description: string): Schema => ({
  title: 'VectorEntries',
  description,
  oneOf: [
    { type: 'array', description: 'Entries.', minItems: 1, items: real('Entry.') },
    matrixSchema.oneOf![1],
  ],
});
