import type { Golden } from '../golden.ts';

/**
 * A number with as many digits as its error warrants: all digits that are certain and one more.
 * `formatWithError(1.24493, 2e-5)` is "1.24493 ± 2e-5".
 */
export function formatWithError(value: number, error: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (error === 0) return `${value} (exact)`;
  const decimals = Math.max(0, Math.ceil(-Math.log10(error)));
  const magnitude = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  const digits = Math.min(17, Math.max(1, magnitude + 1 + decimals));
  return `${value.toPrecision(digits)} ± ${error.toPrecision(1)}`;
}

/** The headline number of a golden value, or how many cases it holds. */
export function formatGoldenValue(golden: Golden): string {
  const field = headline(golden);
  const only = golden.cases.length === 1 ? golden.cases[0] : undefined;
  if (!only) return `${golden.cases.length} cases`;
  const value = only.value[field];
  if (typeof value === 'number') return formatWithError(value, only.error[field] ?? 0);
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? `array of ${value.length}` : JSON.stringify(value);
}

/** The field that the id is about. */
export const headline = (golden: Golden): string =>
  golden.headline ?? Object.keys(golden.cases[0]!.value)[0]!;

/** JSON on one line, with long arrays cut: for reading, not for parsing. */
export function brief(value: unknown, most = 300): string {
  const text = JSON.stringify(value);
  return text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters)`;
}

/** A single-quoted shell word. */
export const shellQuote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
