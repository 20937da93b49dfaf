import fc from 'fast-check';

const steps = 2 ** 31 - 1;

/**
 * A number of [min, max]: four times in five uniform, else one of the doubles there, all alike.
 *
 * `fc.double` alone draws doubles by their bits. Where zero is in the range that is 1e-100 as often as
 * 1, and its exponential is 1 nine times in ten: a property would hardly see what it is about.
 */
export const real = (min: number, max: number): fc.Arbitrary<number> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .integer({ min: 0, max: steps })
        .map((k) => Math.min(max, min + (max - min) * (k / steps))),
    },
    { weight: 1, arbitrary: fc.double({ min, max, noNaN: true }) },
  );

/** Log-uniform on [min, max]. */
export const logUniform = (min: number, max: number): fc.Arbitrary<number> =>
  real(Math.log(min), Math.log(max)).map((x) => Math.min(max, Math.max(min, Math.exp(x))));
