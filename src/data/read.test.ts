import fc from 'fast-check';
import { dump } from 'npyjs';
import { describe, expect, it } from 'vitest';
import { readCsv } from './csv.ts';
import { DataError } from './data-error.ts';
import { readNumericNpy } from './npy.ts';

const entries = fc.double({ noNaN: true, noDefaultInfinity: true });
const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 5 }),
  columns: fc.integer({ min: 1, max: 4 }),
});
const tables = shapes.chain(({ rows, columns }) =>
  fc
    .array(entries, { minLength: rows * columns, maxLength: rows * columns })
    .map((data) => ({ rows, columns, data })),
);

/** A header as NumPy writes it, and bytes after it. */
function npy(descr: string, shape: string, fortran: boolean, data: ArrayBufferView): Uint8Array {
  const dictionary = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`;
  const header = dictionary.padEnd(117, ' ').concat('\n');
  const start = [0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0];
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return Uint8Array.from([...start, ...Buffer.from(header), ...bytes]);
}

describe('CSV', () => {
  it('reads back every table of doubles, whatever the separator and line end', () => {
    fc.assert(
      fc.property(
        tables,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        ({ rows, columns, data }, separator, end, named) => {
          const lines = Array.from({ length: rows }, (_, i) =>
            data
              .slice(i * columns, (i + 1) * columns)
              .map((x) => (Object.is(x, -0) ? '-0' : String(x)))
              .join(separator),
          );
          if (named)
            lines.unshift(Array.from({ length: columns }, (_, j) => `"x${j}"`).join(separator));
          const table = readCsv('t.csv', lines.join(end) + end);
          expect(table).toMatchObject({ rows, columns });
          expect(Array.from(table.data)).toEqual(data);
        },
      ),
    );
  });

  it('passes over comments, empty lines and a byte order mark, and still counts lines as editors do', () => {
    const table = readCsv('t.csv', '\uFEFF# made by hand\n\nx, y\n1, 2\n\n3, "4"\n');
    expect(Array.from(table.data)).toEqual([1, 2, 3, 4]);
    expect(table.place(1, 0)).toEqual({ row: 6, column: 1 });
  });

  it.each([
    ['', 't.csv: there are no rows of numbers'],
    ['a,b\n', 't.csv: there are no rows of numbers'],
    ['1,2\n3\n', 't.csv:2: 1 fields where line 1 has 2'],
    ['1,2\n3,\n', 't.csv:2:2: the field is empty'],
    ['x,y\n1,0x1f\n', "t.csv:2:2: '0x1f' is no number"],
    ['a,1\n2,3\n', "t.csv:1:1: 'a' is no number"], // not a line of names: one of them is a number
  ])('%j: %s', (text, message) => {
    expect(() => readCsv('t.csv', text)).toThrow(
      new DataError('t.csv', message.replace(/^t\.csv[:\d]*?: /, ''), placeIn(message)),
    );
  });
});

/** t.csv:2:3: … as a place. */
function placeIn(message: string): { row?: number; column?: number } {
  const [, row, column] = /^t\.csv(?::(\d+))?(?::(\d+))?: /.exec(message) ?? [];
  return {
    ...(row === undefined ? {} : { row: Number(row) }),
    ...(column === undefined ? {} : { column: Number(column) }),
  };
}

describe('.npy', () => {
  it.each<[string, ArrayBufferView]>([
    ['<f8', Float64Array.of(0, 1, 2, 3, 4, 5)],
    ['<f4', Float32Array.of(0, 1, 2, 3, 4, 5)],
    ['<f2', Uint16Array.of(0, 0x3c00, 0x4000, 0x4200, 0x4400, 0x4500)],
    ['<i8', BigInt64Array.of(0n, 1n, 2n, 3n, 4n, 5n)],
    ['<u8', BigUint64Array.of(0n, 1n, 2n, 3n, 4n, 5n)],
    ['<i4', Int32Array.of(0, 1, 2, 3, 4, 5)],
    ['<u2', Uint16Array.of(0, 1, 2, 3, 4, 5)],
    ['|u1', Uint8Array.of(0, 1, 2, 3, 4, 5)],
    ['|i1', Int8Array.of(0, 1, 2, 3, 4, 5)],
  ])('%s in both orders', (descr, data) => {
    const rows = readNumericNpy('x.npy', npy(descr, '(2, 3)', false, data));
    expect(rows).toMatchObject({ rows: 2, columns: 3 });
    expect(Array.from(rows.data)).toEqual([0, 1, 2, 3, 4, 5]);
    const columns = readNumericNpy('x.npy', npy(descr, '(2, 3)', true, data));
    expect(Array.from(columns.data)).toEqual([0, 2, 4, 1, 3, 5]);
  });

  it('booleans are 0 and 1; one index is one column; a view into a larger buffer is read alone', () => {
    const bytes = npy('|b1', '(3,)', false, Uint8Array.of(1, 0, 1));
    const labels = readNumericNpy('y.npy', Uint8Array.from([7, ...bytes, 7]).subarray(1, -1));
    expect(labels).toMatchObject({ rows: 3, columns: 1 });
    expect(Array.from(labels.data)).toEqual([1, 0, 1]);
    expect(labels.place(2, 0)).toEqual({ row: 2 });
  });

  const eight = new Uint8Array(8);
  it.each<[string, Uint8Array, RegExp]>([
    ['no such file', Uint8Array.of(1, 2, 3), /^x\.npy: this \.npy file cannot be read/],
    ['a cut file', npy('<f8', '(2,)', false, eight), /shape \(2\) needs 2 entries, the file has 1/],
    ['half an entry', npy('<f8', '(1,)', false, new Uint8Array(5)), /cannot be read/],
    ['big-endian', npy('>f8', '(1,)', false, eight), /cannot be read \(Unsupported dtype: >f8\)/],
    ['complex', npy('<c8', '(1,)', false, eight), /entries must be numbers, not of the type 'c8'/],
    ['three indices', npy('|u1', '(2, 2, 2)', false, eight), /one or two indices are expected/],
    ['a scalar', npy('<f8', '()', false, eight), /one or two indices are expected/],
    ['nothing', npy('<f8', '(0, 3)', false, new Uint8Array(0)), /shape \(0, 3\) holds nothing/],
  ])('%s', (_, bytes, message) => {
    expect(() => readNumericNpy('x.npy', bytes)).toThrow(message);
    expect(() => readNumericNpy('x.npy', bytes)).toThrow(DataError);
  });

  it('reads what npyjs writes', () => {
    fc.assert(
      fc.property(tables, ({ rows, columns, data }) => {
        const bytes = new Uint8Array(dump(Float64Array.from(data), [rows, columns]));
        expect(Array.from(readNumericNpy('x.npy', bytes).data)).toEqual(data);
      }),
    );
  });
});
