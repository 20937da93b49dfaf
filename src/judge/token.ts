/**
 * What `--replay` takes: the check, and the case. A case of a golden value is its number
 * (`golden:glm/…#3`); a drawn one is the seed of its check and fast-check's path
 * (`law:glm/…@-1720423#5:0:1`).
 */
export type Replay =
  | { readonly check: string; readonly golden: number }
  | { readonly check: string; readonly seed: number; readonly path: string };

export const tokenOf = (replay: Replay): string =>
  'golden' in replay
    ? `${replay.check}#${replay.golden}`
    : `${replay.check}@${replay.seed}#${replay.path}`;

export function parseToken(token: string): Replay | undefined {
  const golden = /^(golden:[^#@]+)#(\d{1,6})$/.exec(token);
  if (golden) return { check: golden[1], golden: Number(golden[2]) };
  const drawn = /^((?:reference|law|witness):[^#@]+)@(-?\d{1,10})#(\d+(?::\d+)*)$/.exec(token);
  return drawn ? { check: drawn[1], seed: Number(drawn[2]), path: drawn[3] } : undefined;
}
