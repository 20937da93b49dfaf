/** Quoting what a stranger wrote: little of it, and without keeping the rest in memory. */

/**
 * The beginning of a text. It is copied: the engine would otherwise keep all of it for the sake of
 * the part.
 */
export const cutText = (text: string, most: number): string =>
  text.length <= most
    ? text
    : `${Buffer.from(text.slice(0, most), 'utf16le').toString('utf16le')}…`;

/** The beginning of a line, as a JSON string. */
export const excerpt = (line: string, length = 200): string =>
  JSON.stringify(cutText(line, length));
