import fc from 'fast-check';

/** Four significant digits: a failing question can then be read, and typed again. */
const short = (x: number): number => Number(x.toPrecision(4));

/**
 * Log-uniform on [low, high], in steps of a thousandth of a decade. Shrinks to 1, or to the bound
 * nearest to 1.
 */
export const logUniform = (low: number, high: number): fc.Arbitrary<number> =>
  fc
    .integer({
      min: Math.ceil(1000 * Math.log10(low) - 1e-9),
      max: Math.floor(1000 * Math.log10(high) + 1e-9),
    })
    .map((k) => Math.min(high, Math.max(low, short(10 ** (k / 1000)))));

/** Uniform on [low, high] in `steps` steps. Shrinks to the value nearest to zero. */
export const uniform = (low: number, high: number, steps = 1000): fc.Arbitrary<number> => {
  const step = (high - low) / steps;
  return fc
    .integer({ min: Math.ceil(low / step - 1e-9), max: Math.floor(high / step + 1e-9) })
    .map((k) => Math.min(high, Math.max(low, short(k * step))));
};

/**
 * One of several, each with its weight; whichever is drawn, a failure is also tried on the simpler
 * ones before it, so the simplest comes first.
 */
export const oneOf = <T>(
  ...choices: readonly (readonly [weight: number, arbitrary: fc.Arbitrary<T>])[]
): fc.Arbitrary<T> =>
  fc.oneof(
    { withCrossShrink: true },
    ...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })),
  );

/**
 * A seed of a random stream. Shrinks to 0. No seed is a corner: fast-check’s bias to the ends of a range
 * would draw half of them from the same sixty, in every run.
 */
export const seeds = (): fc.Arbitrary<number> => fc.noBias(fc.integer({ min: 0, max: 0x7fffffff }));
