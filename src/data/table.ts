import type { Matrix } from '../../reference/numerics/matrix.ts';

/** Numbers read from a file, with the way to say where in the file entry (i, j) stands. */
export interface Table extends Matrix {
  readonly file: string;
  readonly place: (row: number, column: number) => { row: number; column?: number };
}
