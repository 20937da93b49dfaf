/**
 * How much a message may hold. A line of a given length may ask for fifty times as much memory once
 * it is parsed (`[{},{},…]`), and one that is nested deeply exhausts the stack of whoever walks
 * through it: so both are counted before it is.
 */

/** Numbers, texts, arrays and objects in one message; larger arrays go to files. */
export const mostValues = 1_000_000;

/** Deeper than any question or answer is nested. */
export const deepest = 100;

/** Why a line is not worth parsing; undefined if it is. Says nothing about whether it is JSON. */
export function excess(line: string): string | undefined {
  let depth = 0;
  let values = 1;
  for (let i = 0; i < line.length && values <= mostValues; i++)
    switch (line.charCodeAt(i)) {
      case quote:
        i = endOfText(line, i);
        break;
      case comma:
        values += 1;
        break;
      case bracket:
      case brace:
        values += 1;
        depth += 1;
        if (depth > deepest) return `nested too deeply (more than ${deepest} levels)`;
        break;
      case closingBracket:
      case closingBrace:
        depth -= 1;
    }
  return values > mostValues ? `more than ${mostValues} values` : undefined;
}

/** Where a text that begins with a quotation mark ends: at the next that is not escaped. */
function endOfText(line: string, start: number): number {
  for (let end = line.indexOf('"', start + 1); end > 0; end = line.indexOf('"', end + 1)) {
    let before = end - 1;
    while (line.charCodeAt(before) === backslash) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return line.length;
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const bracket = 0x5b;
const closingBracket = 0x5d;
const brace = 0x7b;
const closingBrace = 0x7d;
