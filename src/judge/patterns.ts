/**
 * The patterns by which an implementation lists its oracles (`glm.*`): `*` stands for any run of
 * characters, everything else for itself. They come from a stranger, and so are matched in time
 * proportional to both lengths, by going back to the last `*` only, never by a regular expression.
 */
export function matchesPattern(pattern: string, id: string): boolean {
  let p = 0;
  let star = -1;
  let resume = 0;
  for (let i = 0; i < id.length; ) {
    if (pattern[p] === '*') {
      star = p++;
      resume = i;
    } else if (pattern[p] === id[i]) {
      p++;
      i++;
    } else if (star >= 0) {
      p = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Whether any of the patterns matches; each id is looked up once. */
export function covering(patterns: readonly string[]): (id: string) => boolean {
  const known = new Map<string, boolean>();
  return (id) => {
    const found = known.get(id) ?? patterns.some((pattern) => matchesPattern(pattern, id));
    known.set(id, found);
    return found;
  };
}
