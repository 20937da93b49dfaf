import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromNested, readNpy, toNested, writeNpy } from './npy.ts';

const arrays = fc
  .array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 })
  .chain((shape) => {
    const length = shape.reduce((a, b) => a * b, 1);
    return fc
      .array(fc.double(), { minLength: length, maxLength: length })
      .map((data) => ({ shape, data: Float64Array.from(data) }));
  });

const file = (header: string, data: Uint8Array = new Uint8Array(8), version = [1, 0]): Uint8Array =>
  Uint8Array.from([
    ...[0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, ...version, header.length & 255, header.length >> 8],
    ...Buffer.from(header, 'latin1'),
    ...data,
  ]);

describe('.npy', () => {
  it('gives back every double it is given, -0, NaN and infinities included', () => {
    fc.assert(
      fc.property(arrays, (array) => {
        expect(readNpy(writeNpy(array))).toEqual(array);
      }),
    );
  });

  it('reads data at any alignment, and inside a larger buffer', () => {
    const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (), }\n";
    const bytes = file(header, new Uint8Array(Float64Array.of(Math.PI).buffer));
    for (const offset of [0, 1, 3]) {
      const padded = new Uint8Array(offset + bytes.length);
      padded.set(bytes, offset);
      expect(readNpy(padded.subarray(offset)).data[0]).toBe(Math.PI);
    }
  });

  it.each([
    ['nothing', new Uint8Array(0), /no .npy file/],
    ['text', Buffer.from('hello, this is no array at all'), /no .npy file/],
    ['a newer format', file("{'descr': '<f8'}", undefined, [2, 0]), /format 1.0/],
    ['float32', file("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}"), /float64/],
    ['big-endian', file("{'descr': '>f8', 'fortran_order': False, 'shape': (1,)}"), /float64/],
    ['Fortran order', file("{'descr': '<f8', 'fortran_order': True, 'shape': (1,)}"), /C order/],
    ['a shape too large', file("{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}"), /needs/],
    [
      'a shape past 2^53',
      file(`{'descr': '<f8', 'fortran_order': False, 'shape': (${'9'.repeat(30)},)}`),
      /needs/,
    ],
    [
      'an endless shape',
      file(`{'descr': '<f8', 'fortran_order': False, 'shape': (${'9'.repeat(400)},)}`),
      /needs/,
    ],
    [
      'a key twice',
      file("{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (1,)}"),
      /cannot be read/,
    ],
    ['code', file("{'descr': __import__('os')}"), /cannot be read/],
    ['no dictionary', file('[1]'), /no dictionary/],
    ['no shape', file("{'descr': '<f8', 'fortran_order': False}"), /no shape/],
    ['a header that never ends', file("{'descr': '<f8'").subarray(0, 14), /inside its header/],
  ])('refuses %s', (_, bytes, reason) => {
    expect(() => readNpy(bytes)).toThrow(reason);
  });

  it('nests and flattens without loss', () => {
    fc.assert(
      fc.property(arrays, (array) => {
        expect(fromNested(toNested(array))).toEqual(array);
      }),
    );
  });

  it.each([[[[1, 2], [3]]], [[1, [2]]], [[]], [['1']], [3], [[[1], 2]]])(
    'sees that %j is no array of numbers',
    (value) => {
      expect(fromNested(value)).toBeUndefined();
    },
  );
});
