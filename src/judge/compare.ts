import type { AnyOracle, FieldContract } from '../../oracles/oracle.ts';
import { keep, keepText } from './keep.ts';

/**
 * When are two answers the same? A number g agrees with the expected e if
 *
 *   |g − e| ≤ a · max(1, κ) · s + floor + δ
 *
 * where a is the accuracy at which the implementation is judged, s the scale |e|, κ the condition
 * number of the question, `floor` the oracle's own (with its reason), and δ the error bound of what
 * is expected (the reference's, a golden value's, a witness's). What enters is κ s, the change of the
 * answer per relative change of the question, which is meaningful also where e = 0. Where it is
 * infinite (a label that flips, a branch that ends within a millionth) the field cannot be judged.
 * NaN and ±∞ equal only themselves.
 *
 * Entry i of an array has the scale s = max(|eᵢ|, 10⁻³ ‖e‖_∞): the entries of a vector are sums of
 * terms of the size of the largest, and where these cancel an entry keeps their absolute accuracy,
 * not its own relative one. 10⁻³ leaves an answer that is right to 10⁻¹² of the largest entry ten
 * times the room it needs at the default 10⁻⁸, while an entry that is off by 10⁻⁶ of itself is
 * still seen down to 10⁻⁵ ‖e‖_∞.
 */
export const smallEntry = 1e-3;

/** One comparison, as it is shown: also those of laws have this form. */
export interface Compared {
  /** The field, with the place of the worst entry of an array: `means[0][3]`. */
  readonly what: string;
  readonly expected: number | string;
  readonly got: number | string;
  readonly relation: 'equal' | 'at-most';
  readonly difference: number;
  readonly allowance: number;
  /** difference / allowance: above 1 it fails. */
  readonly units: number;
  readonly passes: boolean;
  readonly because: string;
}

export interface FieldVerdict {
  readonly compared: Compared;
  /** Decimal digits on which both agree, in units of the scale and the condition; the fewest of an array. */
  readonly digits?: number;
}

/** How one field is judged. */
export interface Allowance {
  readonly accuracy: number;
  /** κ s; 0 where it has not been computed. */
  readonly spread: number;
  /** δ: the error bound of what is expected. */
  readonly error: number;
}

/** No double has more; a difference of zero has no logarithm. */
export const mostDigits = 16;

export function compareField(
  field: string,
  contract: Pick<FieldContract, 'kind' | 'floor' | 'because'>,
  expected: unknown,
  got: unknown,
  allowance: Allowance,
): FieldVerdict {
  if (contract.kind === 'label') return { compared: compareLabels(field, expected, got) };
  if (contract.kind === 'number')
    return compareNumbers(field, expected, got, Math.abs(Number(expected)), contract, allowance);
  return compareArrays(field, contract, expected, got, allowance);
}

function compareLabels(field: string, expected: unknown, got: unknown): Compared {
  const passes = expected === got;
  return {
    what: field,
    expected: words(expected),
    got: words(got),
    relation: 'equal',
    difference: passes ? 0 : Number.POSITIVE_INFINITY,
    allowance: 0,
    units: passes ? 0 : Number.POSITIVE_INFINITY,
    passes,
    because: 'a label is compared exactly',
  };
}

function compareNumbers(
  what: string,
  expected: unknown,
  got: unknown,
  scale: number,
  { floor, because }: Pick<FieldContract, 'floor' | 'because'>,
  { accuracy, spread, error }: Allowance,
): FieldVerdict {
  if (typeof expected !== 'number' || typeof got !== 'number')
    return { compared: { ...compareLabels(what, expected, got), because: 'numbers are compared' } };
  const relation = 'equal' as const;
  if (!Number.isFinite(expected) || !Number.isFinite(got)) {
    const passes = Object.is(expected, got);
    const difference = passes ? 0 : Number.POSITIVE_INFINITY;
    const why = 'NaN and infinities equal only themselves';
    return {
      compared: {
        what,
        expected,
        got,
        relation,
        difference,
        allowance: 0,
        units: difference,
        passes,
        because: why,
      },
    };
  }
  const difference = Math.abs(got - expected);
  const blameless = floor + error;
  const unit = Math.max(scale, spread);
  const allowance = accuracy * unit + blameless;
  const passes = difference <= allowance;
  const terms = [`accuracy ${short(accuracy)}`];
  if (spread > scale) terms.push(`condition ${scale > 0 ? short(spread / scale) : 'infinite'}`);
  if (floor > 0) terms.push(`floor ${short(floor)} (${because})`);
  if (error > 0) terms.push(`error of what is expected ${short(error)}`);
  const compared: Compared = {
    what,
    expected,
    got,
    relation,
    difference,
    allowance,
    passes,
    units: difference === 0 ? 0 : difference / allowance,
    because: terms.join(', '),
  };
  // Where floor and error hide the claimed accuracy, agreement says nothing about digits.
  const resolved = unit > 0 && (difference > blameless || blameless <= accuracy * unit);
  if (!resolved) return { compared };
  const relative = difference / unit;
  const digits = relative === 0 ? mostDigits : -Math.log10(relative);
  return { compared, digits: Math.max(0, Math.min(mostDigits, digits)) };
}

function compareArrays(
  field: string,
  contract: Pick<FieldContract, 'floor' | 'because'>,
  expected: unknown,
  got: unknown,
  allowance: Allowance,
): FieldVerdict {
  const wanted = shapeOf(expected);
  const found = shapeOf(got);
  if (wanted !== found)
    return {
      compared: { ...compareLabels(field, wanted, found), because: 'shapes are compared exactly' },
    };
  const largest = entries(expected).reduce(
    (max, [, x]) =>
      typeof x === 'number' && Number.isFinite(x) ? Math.max(max, Math.abs(x)) : max,
    0,
  );
  const others = entries(got);
  let worst: FieldVerdict | undefined;
  let digits: number | undefined;
  entries(expected).forEach(([place, e], i) => {
    const scale = Math.max(Math.abs(Number(e)), smallEntry * largest);
    const one = compareNumbers(`${field}${place}`, e, others[i][1], scale, contract, allowance);
    if (one.digits !== undefined) digits = Math.min(digits ?? mostDigits, one.digits);
    if (!worst || one.compared.units > worst.compared.units || Number.isNaN(one.compared.units))
      worst = one;
  });
  const compared = worst?.compared ?? { ...compareLabels(field, 'empty', 'empty') };
  return digits === undefined ? { compared } : { compared, digits };
}

function entries(value: unknown, place = ''): [string, unknown][] {
  return Array.isArray(value)
    ? value.flatMap((x, i) => entries(x, `${place}[${i}]`))
    : [[place, value]];
}

/** `3 × 2`, or the rows if they differ. */
function shapeOf(value: unknown): string {
  if (!Array.isArray(value)) return '';
  const inner = [...new Set(value.map(shapeOf))];
  const length = `${value.length}`;
  if (inner.length === 0 || inner[0] === '') return inner.length > 1 ? `${length} × ?` : length;
  return inner.length === 1 ? `${length} × ${inner[0]}` : `${length} × (${inner.join(' | ')})`;
}

const words = (value: unknown): number | string =>
  typeof value === 'number'
    ? value
    : keepText(typeof value === 'string' ? value : (JSON.stringify(keep(value)) ?? 'nothing'));

const short = (x: number): string => String(Number(x.toPrecision(3)));

/** What is expected: an answer of the reference, a golden value, a testimony. */
export interface Expected {
  readonly result: { readonly [field: string]: unknown };
  readonly error: { readonly [field: string]: number | undefined };
}

/** Per field, κ s and why it is infinite: see oracles/condition.ts. */
export type Conditions = {
  readonly [field: string]: { readonly absolute: number; readonly reason?: string } | undefined;
};

/** A question so delicate that no answer to it can be blamed. */
const unjudged = (compared: Compared, reason: string): Compared => ({
  ...compared,
  allowance: Number.POSITIVE_INFINITY,
  units: 0,
  passes: true,
  because: `not judged: ${reason}`,
});

const isNotANumber = (value: unknown): boolean =>
  Number.isNaN(value) || (Array.isArray(value) && value.some(isNotANumber));

export interface AnswerVerdict {
  readonly passes: boolean;
  readonly compared: readonly Compared[];
  /** Of the worst field. */
  readonly digits?: number;
  /** Fields that were expected and left out: not covered. */
  readonly missing: readonly string[];
}

/**
 * Compares all fields that both sides have. The condition numbers cost several answers of the
 * reference, so they are computed only if the plain comparison fails.
 */
export function compareAnswers(
  oracle: AnyOracle,
  expected: Expected,
  got: { readonly [field: string]: unknown },
  accuracy: number,
  conditions: () => Conditions,
): AnswerVerdict {
  const contracts = Object.entries(oracle.fields) as [string, FieldContract][];
  const asked = contracts.filter(([field]) => Object.hasOwn(expected.result, field));
  const [covered, missing] = [
    asked.filter(([field]) => got[field] !== undefined),
    asked.filter(([field]) => got[field] === undefined).map(([field]) => field),
  ];
  let known: ReturnType<typeof conditions> | undefined;
  const judged = covered.map(([field, contract]) => {
    const compare = (spread: number): FieldVerdict =>
      compareField(field, contract, expected.result[field], got[field], {
        accuracy,
        spread,
        error: expected.error[field] ?? 0,
      });
    const plain = compare(0);
    if (plain.compared.passes && (plain.digits ?? mostDigits) >= -Math.log10(accuracy))
      return plain;
    known ??= conditions();
    const { absolute = 0, reason = 'infinite condition number' } = known[field] ?? {};
    if (absolute !== Number.POSITIVE_INFINITY) return compare(absolute);
    return isNotANumber(got[field]) ? plain : { compared: unjudged(plain.compared, reason) };
  });
  const digits = judged.flatMap((one) => (one.digits === undefined ? [] : [one.digits]));
  return {
    passes: judged.every(({ compared }) => compared.passes),
    compared: judged.map(({ compared }) => compared),
    ...(digits.length > 0 ? { digits: Math.min(...digits) } : {}),
    missing,
  };
}
