import { DomainError } from '../errors.ts';
import type { RandomStream } from './random.ts';

/** A dense matrix, row-major: entry (i, j) is data[i * columns + j]. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** The matrix with the given rows; ragged, empty or non-finite input is a {@link DomainError}. */
export function matrixFromRows(
  where: string,
  parameter: string,
  rows: readonly ArrayLike<number>[],
): Matrix {
  if (rows.length === 0) throw new DomainError(where, parameter, '[]', 'a non-empty list of rows');
  const columns = rows[0].length;
  const data = new Float64Array(rows.length * columns);
  for (let i = 0; i < rows.length; i++) {
    if (rows[i].length !== columns)
      throw new DomainError(
        where,
        `${parameter}[${i}]`,
        `${rows[i].length} entries`,
        `a row of ${columns} entries, like the first`,
      );
    for (let j = 0; j < columns; j++) data[i * columns + j] = rows[i][j];
  }
  const matrix = { rows: rows.length, columns, data };
  requireMatrix(where, parameter, matrix);
  return matrix;
}

/** Throws {@link DomainError} unless the shape is positive, the data fill it and all are finite. */
export function requireMatrix(where: string, parameter: string, matrix: Matrix): void {
  const { rows, columns, data } = matrix;
  if (!Number.isInteger(rows) || !Number.isInteger(columns) || rows < 1 || columns < 1)
    throw new DomainError(where, `shape of ${parameter}`, `${rows} × ${columns}`, 'at least 1 × 1');
  if (data.length !== rows * columns)
    throw new DomainError(
      where,
      `length of ${parameter}.data`,
      data.length,
      `rows × columns = ${rows * columns}`,
    );
  for (let k = 0; k < data.length; k++)
    if (!Number.isFinite(data[k]))
      throw new DomainError(
        where,
        `${parameter}[${Math.floor(k / columns)}][${k % columns}]`,
        data[k],
        'a finite number',
      );
}

/** Throws {@link DomainError} unless `vector` has `length` finite entries. */
export function requireVector(
  where: string,
  parameter: string,
  vector: ArrayLike<number>,
  length: number,
): void {
  if (vector.length !== length)
    throw new DomainError(where, `length of ${parameter}`, vector.length, String(length));
  for (let k = 0; k < length; k++)
    if (!Number.isFinite(vector[k]))
      throw new DomainError(where, `${parameter}[${k}]`, vector[k], 'a finite number');
}

/** A view of row `i`. */
export function rowOf(matrix: Matrix, i: number): Float64Array {
  return matrix.data.subarray(i * matrix.columns, (i + 1) * matrix.columns);
}

/** X w. */
export function multiply(matrix: Matrix, vector: ArrayLike<number>): Float64Array {
  const { rows, columns, data } = matrix;
  requireVector('multiply', 'vector', vector, columns);
  const product = new Float64Array(rows);
  for (let i = 0, k = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++, k++) sum += data[k] * vector[j];
    product[i] = sum;
  }
  return product;
}

/** Xᵀ a. */
export function multiplyTransposed(matrix: Matrix, vector: ArrayLike<number>): Float64Array {
  const { rows, columns, data } = matrix;
  requireVector('multiplyTransposed', 'vector', vector, rows);
  const product = new Float64Array(columns);
  for (let i = 0, k = 0; i < rows; i++) {
    const a = vector[i];
    for (let j = 0; j < columns; j++, k++) product[j] += data[k] * a;
  }
  return product;
}

/** i.i.d. N(0, 1/columns) entries: the design matrix of every model here (x·w is of order one). */
export function gaussianMatrix(rows: number, columns: number, stream: RandomStream): Matrix {
  const data = new Float64Array(rows * columns);
  const scale = 1 / Math.sqrt(columns);
  for (let k = 0; k < data.length; k++) data[k] = scale * stream.normal();
  const matrix = { rows, columns, data };
  requireMatrix('gaussianMatrix', 'matrix', matrix);
  return matrix;
}
