/**
 * JSON in which equal values have equal bytes: keys in the order of their UTF-16 units, no spaces, numbers
 * as ECMAScript prints them (RFC 8785). What JSON has no word for is refused, not dropped.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (Number.isFinite(value)) return JSON.stringify(value);
      break;
    case 'object':
      if (value === null) return 'null';
      return `{${Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
        .map(([key, x]) => `${JSON.stringify(key)}:${canonical(x)}`)
        .join(',')}}`;
  }
  throw new TypeError(`canonical JSON: there is none of ${String(value)}`);
}
