import { DataError } from './data-error.ts';
import type { Table } from './table.ts';

/**
 * Numbers separated by commas, semicolons or tabs: one row a line, at most one line of column names
 * before them. Fields may stand in double quotes; empty lines and lines that start with # are passed over.
 */
export function readCsv(file: string, text: string): Table {
  const lines: { readonly fields: readonly string[]; readonly number: number }[] = [];
  let separator: string | undefined;
  text
    .replace(/^\uFEFF/, '') // the byte order mark of spreadsheets
    .split(/\r\n|\n|\r/)
    .forEach((line, index) => {
      if (line.trim() === '' || line.startsWith('#')) return;
      separator ??= [';', '\t'].find((mark) => line.includes(mark)) ?? ',';
      lines.push({ fields: line.split(separator).map(unquoted), number: index + 1 });
    });
  const named = lines.length > 0 && lines[0].fields.every((field) => numberIn(field) === undefined);
  const rows = named ? lines.slice(1) : lines;
  if (rows.length === 0) throw new DataError(file, 'there are no rows of numbers');
  const columns = rows[0].fields.length;
  const data = new Float64Array(rows.length * columns);
  rows.forEach(({ fields, number: row }, i) => {
    if (fields.length !== columns)
      throw new DataError(
        file,
        `${fields.length} fields where line ${rows[0].number} has ${columns}`,
        { row },
      );
    fields.forEach((field, j) => {
      const x = numberIn(field);
      if (x === undefined)
        throw new DataError(file, field === '' ? 'the field is empty' : `'${field}' is no number`, {
          row,
          column: j + 1,
        });
      data[i * columns + j] = x;
    });
  });
  return {
    file,
    rows: rows.length,
    columns,
    data,
    place: (i, j) => ({ row: rows[i].number, column: j + 1 }),
  };
}

const unquoted = (field: string): string =>
  field
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();

/** Decimal notation only: `Number` would read '' as 0 and 0x1f as 31. NaN and infinities are numbers here. */
function numberIn(field: string): number | undefined {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(field)) return Number(field);
  if (/^[+-]?nan$/i.test(field)) return Number.NaN;
  const infinity = /^([+-]?)inf(inity)?$/i.exec(field);
  if (infinity) return infinity[1] === '-' ? -Infinity : Infinity;
  return undefined;
}
