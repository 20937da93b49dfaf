/**
 * What is kept of a failing case. Questions and answers may be large, and answers as large as a
 * stranger likes: the log holds enough to see what went wrong, and the token brings back the rest.
 */

/** Entries of an array that are kept whole; of a larger one, the beginning. */
const wholeArray = 2000;
const beginning = 20;
const longestText = 500;
const mostKeys = 50;

export function keep(value: unknown): unknown {
  if (typeof value === 'string') return keepText(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const size = entries(value);
    if (size <= wholeArray) return value.map(keep);
    return [
      ...value.slice(0, beginning).map(keep),
      `… ${value.length} of them, ${size} entries in all`,
    ];
  }
  const pairs = Object.entries(value);
  const kept = pairs.slice(0, mostKeys).map(([key, part]) => [keepText(key), keep(part)]);
  return Object.fromEntries(kept);
}

export const keepText = (text: string): string =>
  text.length <= longestText ? text : `${text.slice(0, longestText)}… (${text.length} characters)`;

function entries(value: unknown): number {
  if (!Array.isArray(value)) return 1;
  let sum = 0;
  for (const part of value) sum += entries(part);
  return sum;
}
