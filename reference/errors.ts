/**
 * What goes wrong is data: every error of the reference carries a stable `code` and says which
 * parameter, which value and which range, so that a caller can act on it without parsing text.
 */
export type FailureCode = 'domain' | 'no-convergence' | 'no-threshold' | 'too-large';

export class NishimoriError extends Error {
  readonly code: FailureCode;
  constructor(code: FailureCode, message: string) {
    super(message);
    this.name = new.target.name;
    this.code = code;
  }
}

/** An input outside the domain of a formula. */
export class DomainError extends NishimoriError {
  readonly where: string;
  readonly parameter: string;
  readonly value: unknown;
  readonly allowed: string;
  constructor(where: string, parameter: string, value: unknown, allowed: string) {
    super('domain', `${where}: ${parameter} must be ${allowed}, got ${String(value)}`);
    this.where = where;
    this.parameter = parameter;
    this.value = value;
    this.allowed = allowed;
  }
}

/** A method that did not reach its goal. Never replaced by its last iterate. */
export class ConvergenceError extends NishimoriError {
  constructor(where: string, what: string) {
    super('no-convergence', `${where}: ${what}`);
  }
}

/** The model has no threshold of the kind that was asked for. */
export class NoThresholdError extends NishimoriError {
  constructor(message: string) {
    super('no-threshold', message);
  }
}

/** The question is well posed but larger than this method can answer (e.g. enumeration at d > 20). */
export class TooLargeError extends NishimoriError {
  constructor(where: string, parameter: string, value: number, limit: number) {
    super('too-large', `${where}: ${parameter} must be <= ${limit}, got ${value}`);
  }
}

/** Throws {@link DomainError} unless `value` is a finite number with `low ≤ value ≤ high` (or `<` where open). */
export function requireNumber(
  where: string,
  parameter: string,
  value: unknown,
  range: {
    readonly above?: number;
    readonly atLeast?: number;
    readonly below?: number;
    readonly atMost?: number;
  } = {},
): asserts value is number {
  const bounds: string[] = [];
  if (range.above !== undefined) bounds.push(`> ${range.above}`);
  if (range.atLeast !== undefined) bounds.push(`>= ${range.atLeast}`);
  if (range.below !== undefined) bounds.push(`< ${range.below}`);
  if (range.atMost !== undefined) bounds.push(`<= ${range.atMost}`);
  const ok =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (range.above === undefined || value > range.above) &&
    (range.atLeast === undefined || value >= range.atLeast) &&
    (range.below === undefined || value < range.below) &&
    (range.atMost === undefined || value <= range.atMost);
  if (!ok) throw new DomainError(where, parameter, value, ['a finite number', ...bounds].join(' '));
}
