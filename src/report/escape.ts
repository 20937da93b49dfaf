import { encode } from '../../oracles/encode.ts';

/**
 * What an implementation says about itself is shown in terminals, XML and Markdown. None of them may
 * be steered by it: no cursor movement, no markup, no text that runs backwards.
 */

/**
 * Controls and formatting that is not seen (terminal sequences, text that runs backwards, tags), the
 * separators of lines and paragraphs, lone surrogates, and what is no character. The two joiners are
 * left: words of many languages, and emoji, are made with them.
 */
const unprintable =
  /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

/** Text that any terminal and any XML parser shows as it is. */
export const printable = (text: string): string =>
  text
    .replace(/\t/g, '  ')
    .replace(unprintable, (c) => `\\u{${(c.codePointAt(0) as number).toString(16)}}`);

/** JSON with the same characters as escapes: another spelling of the same value. */
export const printableJson = (json: string): string =>
  json.replace(unprintable, (c) =>
    c
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );

/** The beginning of a text, in which no character is cut in two. */
export const beginning = (text: string, length: number): string =>
  text.slice(0, length).replace(/[\ud800-\udbff]$/, '');

/** The same, on one line. */
export const oneLine = (text: string): string => printable(text).replace(/\s*\n\s*/g, ' ');

/** The same, as it stands in Markdown, also inside a table. */
export const markdown = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_{}[\]()#+!|~$-]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    // By those who read the rendered text: a mention, a reference to an issue.
    .replace(/@|\bGH(?=\\-)|#(?=\d)/gi, (sign) => `${sign}&#8203;`)
    // Would be made a link.
    .replace(/www\./gi, (www) => `${www.slice(0, 3)}&#8203;.`)
    .replace(/:\/\//g, '&#58;//');

/** A block of code in Markdown, which nothing inside can end. */
export function codeBlock(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${printable(text)}\n${fence}`;
}

/** A value on one line, long arrays cut: for reading. */
export function brief(value: unknown, most = 240): string {
  const text = oneLine(JSON.stringify(cut(encode(value))) ?? String(value));
  return text.length <= most ? text : `${beginning(text, most - 1)}…`;
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
