import type { AnyOracle } from '../../oracles/oracle.ts';
import type { WrongAnswer } from '../../properties/mistakes/index.ts';

type Fields = { readonly [field: string]: unknown };

/** No double has more. */
const mostDigits = 16;
/** A label is one of a few: that two wrong ones agree says little. */
const labelDigits = 1;

/**
 * How much of what is wrong about an answer a mistake explains: on how many digits (got − right) and
 * (mistaken − right) agree, in the field where they agree least. Relative to its largest entry, what is
 * below the accuracy on both sides needs no explanation; nothing is returned where that is all of it.
 */
export function digitsExplained(
  oracle: AnyOracle,
  { got, right }: WrongAnswer,
  mistaken: Fields,
  accuracy: number,
): number | undefined {
  let digits: number | undefined;
  for (const [field, { kind }] of Object.entries(oracle.fields)) {
    // A field that one side leaves open is no witness for or against.
    if ([got, right, mistaken].some((answer) => answer[field] === undefined)) continue;
    const [g, r, m] = [got[field], right[field], mistaken[field]].map(entries);
    const explained =
      kind === 'label' ? ofLabels(g, r, m) : ofNumbers(g as number[], r as number[], m, accuracy);
    if (explained !== undefined) digits = Math.min(digits ?? mostDigits, explained);
  }
  return digits;
}

const entries = (value: unknown): unknown[] =>
  Array.isArray(value) ? value.flatMap(entries) : [value];

function ofLabels([g]: unknown[], [r]: unknown[], [m]: unknown[]): number | undefined {
  if (g === r && m === r) return undefined;
  return g === m ? labelDigits : 0;
}

function ofNumbers(
  g: readonly number[],
  r: readonly number[],
  m: readonly unknown[],
  accuracy: number,
): number | undefined {
  if (g.length !== r.length || m.length !== r.length)
    return g.length === m.length ? labelDigits : 0;
  let [scale, off, claimed, rest] = [0, 0, 0, 0];
  let odd = false;
  for (const [i, x] of g.entries()) {
    const [right, mistaken] = [r[i], Number(m[i])];
    // NaN and infinities are like labels.
    if (!(Number.isFinite(x) && Number.isFinite(mistaken) && Number.isFinite(right))) {
      if (!Object.is(x, mistaken)) return 0;
      odd ||= !Object.is(x, right);
      continue;
    }
    scale = Math.max(scale, Math.abs(right));
    off = Math.max(off, Math.abs(x - right));
    claimed = Math.max(claimed, Math.abs(mistaken - right));
    rest = Math.max(rest, Math.abs(x - mistaken));
  }
  if (off <= accuracy * scale && claimed <= accuracy * scale) return odd ? labelDigits : undefined;
  if (rest === 0) return mostDigits;
  return Math.min(mostDigits, Math.max(0, Math.log10(Math.max(off, claimed) / rest)));
}
