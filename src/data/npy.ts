import { parse } from 'npyjs';
import { DataError } from './data-error.ts';
import type { Table } from './table.ts';

/** Real numbers, integers and booleans; complex numbers and texts are no data here. */
const numeric = ['f8', 'f4', 'f2', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'b1'];

/**
 * NumPy's array files with entries of any numeric type, in C or Fortran order: one row per first index;
 * an array of one index is one column. (The protocol reads its own strict dialect: src/protocol/npy.ts.)
 *
 * npyjs trusts the file; what it trusts is checked here.
 */
export function readNumericNpy(file: string, bytes: Uint8Array): Table {
  const { data, shape, dtype, fortranOrder } = parsed(file, bytes);
  if (!numeric.includes(dtype))
    throw new DataError(file, `entries must be numbers, not of the type '${dtype}'`);
  if (shape.length !== 1 && shape.length !== 2)
    throw new DataError(file, `one or two indices are expected, got shape (${shape.join(', ')})`);
  const [rows, columns] = [shape[0], shape[1] ?? 1];
  const entries = data as unknown as ArrayLike<number | bigint | boolean>;
  if (entries.length !== rows * columns)
    throw new DataError(
      file,
      `shape (${shape.join(', ')}) needs ${rows * columns} entries, the file has ${entries.length}`,
    );
  if (entries.length === 0) throw new DataError(file, `shape (${shape.join(', ')}) holds nothing`);
  const at = fortranOrder
    ? (k: number) => (k % columns) * rows + Math.floor(k / columns)
    : (k: number) => k;
  return {
    file,
    rows,
    columns,
    data: Float64Array.from({ length: entries.length }, (_, k) => Number(entries[at(k)])),
    place: (row, column) => (shape.length === 1 ? { row } : { row, column }),
  };
}

function parsed(file: string, bytes: Uint8Array) {
  try {
    // a buffer of its own: npyjs reads from the buffer's first byte to its last
    return parse(Uint8Array.from(bytes).buffer);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(file, `this .npy file cannot be read (${reason})`);
  }
}
