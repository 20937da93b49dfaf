import { encode } from '../../oracles/encode.ts';

/**
 * What an implementation says about itself is shown in terminals, XML and Markdown. None of them may
 * be steered by it: no cursor movement, no markup, no text that runs backwards.
 */

/** Control characters (but newline and tab), bidirectional overrides, lone surrogates, byte-order marks. */
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text that any terminal and any XML parser shows as it is. */
export const printable = (text: string): string =>
  text.replace(unprintable, (c) => `\\u{${c.charCodeAt(0).toString(16)}}`);

/** The same, on one line. */
export const oneLine = (text: string): string => printable(text).replace(/\s*[\n\t]\s*/g, ' ');

/** The same, as it stands in Markdown, also inside a table. */
export const markdown = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_{}[\]()#+!|~$-]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    // Would be made a link, or a mention.
    .replace(/:\/\//g, '&#58;//')
    .replace(/@/g, '&#64;');

/** A block of code in Markdown, which nothing inside can end. */
export function codeBlock(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${printable(text)}\n${fence}`;
}

/** A value on one line, long arrays cut: for reading. */
export function brief(value: unknown, most = 240): string {
  const text = oneLine(JSON.stringify(cut(encode(value))) ?? String(value));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** Entries of an array that are shown. */
const shown = 6;

function cut(value: unknown): unknown {
  if (Array.isArray(value)) {
    const first = value.slice(0, shown).map(cut);
    return value.length > shown ? [...first, `… ${value.length} entries`] : first;
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cut(part)]))
    : value;
}

/** A number with enough digits to see a difference; a label as it is. */
export const numeral = (value: number | string): string =>
  typeof value === 'number' ? String(value) : JSON.stringify(oneLine(value));

/** A number of which only the size matters. */
export const rough = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(2))) : String(value);

/** A word of a POSIX shell. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
