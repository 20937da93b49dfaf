import type { Value } from './sweep.ts';

/** How one option of a sweep is written on the command line. */
export interface OptionSpec<T extends Value> {
  readonly placeholder: string;
  readonly description: string;
  readonly default: T;
  /** Throws {@link OptionError}. */
  parse(text: string): T;
}

export type OptionSpecs<Options> = {
  readonly [name in keyof Options]: OptionSpec<Options[name] & Value>;
};

export class OptionError extends Error {
  override readonly name = 'OptionError';
}

interface Range {
  readonly above?: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** `learningRate` is written --learning-rate. */
export const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`;

export function whole(
  description: string,
  value: number,
  range: Range = { atLeast: 1 },
): OptionSpec<number> {
  return {
    placeholder: '<n>',
    description,
    default: value,
    parse: (text) => within(range, integer(text)),
  };
}

export function number(description: string, value: number, range: Range): OptionSpec<number> {
  return {
    placeholder: '<x>',
    description,
    default: value,
    parse: (text) => within(range, finite(text)),
  };
}

/** A grid: "1,2.5,4", or "from:to:count" in equal steps, or both: "0.1,0.5:2:4". */
export function numbers(
  description: string,
  values: readonly number[],
  range: Range,
): OptionSpec<readonly number[]> {
  return {
    placeholder: '<x,x,… or from:to:count>',
    description,
    default: values,
    parse: (text) =>
      distinct(
        text
          .split(',')
          .flatMap(span)
          .map((x) => within(range, x)),
      ),
  };
}

export function wholes(
  description: string,
  values: readonly number[],
  range: Range = { atLeast: 1 },
): OptionSpec<readonly number[]> {
  return {
    placeholder: '<n,n,…>',
    description,
    default: values,
    parse: (text) => distinct(text.split(',').map((part) => within(range, integer(part)))),
  };
}

/** Repetitions: one number for all sizes, or one for each, since small ones cost little. */
export const repetitions = (
  value: number,
  sizes = '--dimensions',
): OptionSpec<readonly number[]> => ({
  ...wholes(`repetitions: one number, or one for each of ${sizes}`, [value]),
  parse: (text) => text.split(',').map((part) => within({ atLeast: 1 }, integer(part))),
});

/** How often each of `sizes` is repeated. Throws {@link OptionError}. */
export function repetitionsOf(runs: readonly number[], sizes: readonly number[]): number[] {
  if (runs.length !== 1 && runs.length !== sizes.length)
    throw new OptionError(
      `--runs must be one number, or one for each of the ${sizes.length} sizes, got ${runs}`,
    );
  return sizes.map((_, k) => runs[k] ?? runs[0]);
}

export function choices<T extends string>(
  description: string,
  allowed: readonly T[],
  values: readonly T[] = allowed,
): OptionSpec<readonly T[]> {
  return {
    placeholder: '<name,…>',
    description: `${description}: ${allowed.join(', ')}`,
    default: values,
    parse: (text) =>
      distinct(
        text.split(',').map((part) => {
          const found = allowed.find((x) => x === part.trim());
          if (found === undefined)
            throw new OptionError(`must be among ${allowed.join(', ')}, got '${part}'`);
          return found;
        }),
      ),
  };
}

function span(part: string): number[] {
  const ends = part.split(':');
  if (ends.length === 1) return [finite(part)];
  if (ends.length !== 3) throw new OptionError(`must be numbers or from:to:count, got '${part}'`);
  const [from, to] = ends.map(finite);
  const count = within({ atLeast: 2, atMost: 100_000 }, integer(ends[2]));
  // each from the ends, and rounded: 0.1:0.3:3 holds 0.2, as if it had been written
  return Array.from({ length: count }, (_, i) =>
    Number(((from * (count - 1 - i) + to * i) / (count - 1)).toPrecision(12)),
  );
}

function finite(text: string): number {
  const x = Number(text);
  if (text.trim() === '' || !Number.isFinite(x))
    throw new OptionError(`must be a number, got '${text}'`);
  return x;
}

function integer(text: string): number {
  const x = finite(text);
  if (!Number.isSafeInteger(x)) throw new OptionError(`must be a whole number, got '${text}'`);
  return x;
}

function within({ above, atLeast, atMost }: Range, x: number): number {
  if (above !== undefined && !(x > above)) throw new OptionError(`must be > ${above}, got ${x}`);
  if (atLeast !== undefined && !(x >= atLeast))
    throw new OptionError(`must be >= ${atLeast}, got ${x}`);
  if (atMost !== undefined && !(x <= atMost))
    throw new OptionError(`must be <= ${atMost}, got ${x}`);
  return x;
}

function distinct<T>(values: readonly T[]): readonly T[] {
  const twice = values.find((x, i) => values.indexOf(x) !== i);
  if (twice !== undefined) throw new OptionError(`holds ${twice} twice`);
  return values;
}
