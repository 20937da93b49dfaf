/**
 * A strict reader of the XML that a JUnit report may consist of: the elements and attributes named
 * here, text, CDATA, and nothing else that XML knows. Throws where a parser of XML 1.0 would, and
 * where the report says more than it should.
 */
const attributesOf: { readonly [element: string]: readonly string[] } = {
  testsuites: ['tests', 'failures', 'errors', 'skipped'],
  testsuite: ['name', 'timestamp', 'time', 'tests', 'failures', 'errors', 'skipped'],
  testcase: ['classname', 'name', 'time'],
  failure: ['message', 'type'],
  skipped: [],
};

/** Characters that XML 1.0 allows. */
const legal = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const tokens =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<\/([a-z]+)>|<([a-z]+)((?:\s+[a-z]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
const entity = /&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});|&/gi;

export interface Element {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly text: string;
}

export function readJUnit(xml: string): readonly Element[] {
  if (!legal.test(xml)) throw new Error('characters that XML does not have');
  const start = /^<\?xml version="1.0"(?: encoding="UTF-8")?\?>\s*/.exec(xml);
  if (!start) throw new Error('no XML declaration');
  const elements: { name: string; attributes: { [name: string]: string }; text: string }[] = [];
  const open: (typeof elements)[number][] = [];
  tokens.lastIndex = start[0].length;
  while (tokens.lastIndex < xml.length) {
    const at = tokens.lastIndex;
    const match = tokens.exec(xml);
    if (!match) throw new Error(`no XML: ${xml.slice(at, at + 60)}`);
    const [, cdata, closed, opened, attributes, empty, text] = match;
    if (opened !== undefined) {
      const element = { name: opened, attributes: readAttributes(opened, attributes), text: '' };
      elements.push(element);
      if (empty === '') open.push(element);
    } else if (closed !== undefined) {
      if (open.pop()?.name !== closed) throw new Error(`</${closed}> closes nothing`);
    } else if (cdata !== undefined) {
      const element = open.at(-1);
      if (!element) throw new Error('text outside of everything');
      element.text += cdata;
    } else if (text.includes(']]>')) {
      throw new Error(']]> in text');
    } else {
      const element = open.at(-1);
      if (element) element.text += resolved(text);
      else if (text.trim() !== '') throw new Error('text outside of everything');
    }
  }
  if (open.length > 0 || elements[0]?.name !== 'testsuites') throw new Error('not closed');
  return elements;
}

function readAttributes(element: string, text: string): { [name: string]: string } {
  if (!Object.hasOwn(attributesOf, element)) throw new Error(`an element <${element}>`);
  const found: { [name: string]: string } = {};
  for (const [, name, value] of text.matchAll(/([a-z]+)="([^"]*)"/g)) {
    if (!attributesOf[element].includes(name) || Object.hasOwn(found, name))
      throw new Error(`an attribute ${name} of <${element}>`);
    found[name] = resolved(value);
  }
  return found;
}

const resolved = (text: string): string =>
  text.replace(entity, (all) => {
    if (all === '&') throw new Error('a bare &');
    const named: { [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
    const name = all.slice(1, -1);
    const code = name.startsWith('#x') ? Number(`0${name.slice(1)}`) : Number(name.slice(1));
    const character = named[name] ?? String.fromCodePoint(code);
    if (!legal.test(character)) throw new Error(`the character ${all}`);
    return character;
  });
