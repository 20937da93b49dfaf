import { cutText } from '../protocol/quote.ts';

/**
 * What is kept of a failing case. Questions and answers may be large, and answers as large as a
 * stranger likes: the log holds enough to see what went wrong, and the token brings back the rest.
 */

/** Entries of an array that are kept whole; of a larger one, the beginning. */
const wholeArray = 2000;
const beginning = 20;
const longestText = 500;
const mostKeys = 50;

/** Numbers, or stretches of text of twenty characters, that are kept of one value in all. */
const mostKept = 10_000;

export function keep(value: unknown): unknown {
  let left = mostKept;
  const part = (value: unknown): unknown => {
    left -= typeof value === 'string' ? 1 + Math.min(value.length, longestText) / 20 : 1;
    if (left < 0) return '…';
    if (typeof value === 'string') return keepText(value);
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) {
      const size = entries(value);
      if (size <= wholeArray) return value.map(part);
      return [
        ...value.slice(0, beginning).map(part),
        `… ${value.length} of them, ${size} entries in all`,
      ];
    }
    const pairs = Object.entries(value).slice(0, mostKeys);
    return Object.fromEntries(pairs.map(([key, inner]) => [keepText(key), part(inner)]));
  };
  return part(value);
}

export const keepText = (text: string): string =>
  text.length <= longestText ? text : `${cutText(text, longestText)} (${text.length} characters)`;

function entries(value: unknown): number {
  if (!Array.isArray(value)) return 1;
  let sum = 0;
  for (const part of value) sum += entries(part);
  return sum;
}
