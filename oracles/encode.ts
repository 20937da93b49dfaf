/**
 * JSON has neither ±∞ nor NaN, and its `null` hides them: at the boundary they are spelled as the
 * strings "Infinity", "-Infinity", "NaN". In process they are numbers.
 */
const words: { readonly [word: string]: number } = {
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  NaN: Number.NaN,
};

/** Applies `leaf` to whatever is neither an array (plain or typed) nor an object, and rebuilds the rest. */
function walk(value: unknown, leaf: (x: unknown) => unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return Array.from(value as Float64Array, leaf);
  if (Array.isArray(value)) return value.map((x) => walk(x, leaf));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, x]) => [key, walk(x, leaf)]));
  return leaf(value);
}

/** Plain JSON: non-finite numbers as words, typed arrays as arrays, at every depth. */
export const encode = (value: unknown): unknown =>
  walk(value, (x) => (typeof x === 'number' && !Number.isFinite(x) ? String(x) : x));

/** The inverse: the three words become numbers; every other string is left alone. */
export const decode = (value: unknown): unknown =>
  walk(value, (x) => (typeof x === 'string' && Object.hasOwn(words, x) ? words[x] : x));
