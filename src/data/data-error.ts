/** A data file that cannot be used; the message starts with the place: `X.csv:12:3` or `X.npy[12, 3]`. */
export class DataError extends Error {
  override readonly name = 'DataError';
  readonly file: string;
  /** As the file counts: lines and fields of a text from 1, indices of an array from 0. */
  readonly row: number | undefined;
  readonly column: number | undefined;

  constructor(file: string, message: string, place: { row?: number; column?: number } = {}) {
    super(`${located(file, place)}: ${message}`);
    this.file = file;
    this.row = place.row;
    this.column = place.column;
  }
}

function located(file: string, { row, column }: { row?: number; column?: number }): string {
  const indices = [row, column].filter((index) => index !== undefined);
  if (indices.length === 0) return file;
  return file.endsWith('.npy') ? `${file}[${indices.join(', ')}]` : [file, ...indices].join(':');
}
