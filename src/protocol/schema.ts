import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { AnyOracle } from '../../oracles/oracle.ts';
import type { Schema } from '../../oracles/schema/schema.ts';

/**
 * Validation at the boundary, against the oracles' own schemas. A schema is compiled when it is
 * first needed and kept: compiling costs milliseconds, validating microseconds.
 */
class Validators {
  readonly #compiled = new WeakMap<object, ValidateFunction>();
  readonly #strictNumbers: boolean;
  #ajv: Ajv | undefined;

  constructor(strictNumbers: boolean) {
    this.#strictNumbers = strictNumbers;
  }

  of(schema: object): ValidateFunction {
    let validate = this.#compiled.get(schema);
    if (!validate) {
      this.#ajv ??= new Ajv({
        strict: false, // would refuse the annotations from which types are generated
        strictNumbers: this.#strictNumbers,
        verbose: true,
        logger: false,
      });
      validate = this.#ajv.compile(schema);
      this.#compiled.set(schema, validate);
    }
    return validate;
  }
}

const json = new Validators(true);
const decoded = new Validators(false);

/**
 * What is wrong with plain JSON (a question as it is sent), to be put after the name of the whole:
 * "/prior/variance must be > 0, got -1" or " must have the property …". Undefined if nothing is.
 */
export function problem(schema: object, value: unknown): string | undefined {
  const validate = json.of(schema);
  return validate(value) ? undefined : describe(validate.errors ?? []);
}

/** What is wrong with a result whose non-finite words are numbers again. */
export function resultProblem(oracle: AnyOracle, result: unknown): string | undefined {
  const validate = decoded.of(resultSchema(oracle));
  return validate(result) ? undefined : describe(validate.errors ?? []);
}

/**
 * Of the errors of a `oneOf`, the ones that matter are those of the variant that was meant: the one
 * whose `kind` is right. So mismatches of a `const` are put last, and the deepest error first.
 */
function describe(errors: readonly ErrorObject[]): string {
  const rank = (e: ErrorObject): number =>
    (e.keyword === 'oneOf' || e.keyword === 'anyOf' ? 4 : 0) + (isForeign(e, errors) ? 2 : 0);
  const [first] = [...errors].sort(
    (a, b) =>
      rank(a) - rank(b) || b.instancePath.split('/').length - a.instancePath.split('/').length,
  );
  if (!first) return ' is not valid';
  return `${first.instancePath} ${wording(first, errors)}`;
}

/** Whether an error belongs to a variant of a `oneOf` whose `const` does not match either. */
function isForeign(error: ErrorObject, errors: readonly ErrorObject[]): boolean {
  const variant = /^(.*\/(?:oneOf|anyOf)\/\d+)\//.exec(error.schemaPath)?.[1];
  return (
    variant !== undefined &&
    errors.some((e) => e.keyword === 'const' && e.schemaPath.startsWith(`${variant}/`))
  );
}

function wording(error: ErrorObject, errors: readonly ErrorObject[]): string {
  const got = shorten(error.data);
  switch (error.keyword) {
    case 'additionalProperties':
      return `must not have the property ${JSON.stringify(error.params.additionalProperty)}`;
    case 'required':
      return `must have the property ${JSON.stringify(error.params.missingProperty)}`;
    case 'const': {
      const allowed = errors
        .filter((e) => e.keyword === 'const' && e.instancePath === error.instancePath)
        .map((e) => JSON.stringify(e.params.allowedValue));
      return `must be ${allowed.join(' or ')}, got ${got}`;
    }
    case 'enum':
      return `must be one of ${JSON.stringify(error.params.allowedValues)}, got ${got}`;
    default:
      return `${error.message ?? 'is not valid'}, got ${got}`;
  }
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

const partial = new WeakMap<Schema, Schema>();

/**
 * The schema of a result that came back: any field but the first may be left out, and fields that
 * the oracle does not know are none of our business.
 */
function resultSchema(oracle: AnyOracle): Schema {
  let schema = partial.get(oracle.result);
  if (!schema) {
    const { additionalProperties: _, ...rest } = oracle.result;
    schema = { ...rest, required: Object.keys(oracle.fields).slice(0, 1) };
    partial.set(oracle.result, schema);
  }
  return schema;
}
