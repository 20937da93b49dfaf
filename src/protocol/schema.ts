import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import type { AnyOracle } from '../../oracles/oracle.ts';
import type { Schema } from '../../oracles/schema/schema.ts';

/**
 * Validation at the boundary, against the oracles' own schemas. A schema is compiled when it is
 * first needed and kept: compiling costs milliseconds, validating microseconds.
 */
class Validators {
  readonly #compiled = new WeakMap<object, ValidateFunction>();
  readonly #ajv: () => Ajv;

  constructor(options: Options) {
    let ajv: Ajv | undefined;
    // `strict` would refuse the annotations from which types are generated.
    this.#ajv = () =>
      (ajv ??= new Ajv({ strict: false, verbose: true, logger: false, ...options }));
  }

  of(schema: object): ValidateFunction {
    let validate = this.#compiled.get(schema);
    if (!validate) {
      validate = this.#ajv().compile(schema);
      this.#compiled.set(schema, validate);
    }
    return validate;
  }
}

const json = new Validators({ strictNumbers: true });
/** Non-finite numbers are numbers here. */
const decoded = new Validators({ strictNumbers: false });
/** Knows every error, and so which is worth telling; a large question could have too many. */
const thorough = new Validators({ strictNumbers: true, allErrors: true });
const smallQuestion = 10_000;

/**
 * What is wrong with plain JSON (a question as it is sent), to be put after the name of the whole:
 * "/prior/variance must be > 0, got -1" or " must have the property …". Undefined if nothing is.
 */
export function problem(schema: object, value: unknown): string | undefined {
  const quick = json.of(schema);
  if (quick(value)) return undefined;
  const errors = quick.errors ?? [];
  if ((JSON.stringify(value) ?? '').length > smallQuestion) return describe(errors);
  const all = thorough.of(schema);
  all(value);
  return describe(all.errors ?? errors);
}

/** What is wrong with a result whose non-finite words are numbers again. */
export function resultProblem(oracle: AnyOracle, result: unknown): string | undefined {
  const validate = decoded.of(resultSchema(oracle));
  return validate(result) ? undefined : describe(validate.errors ?? []);
}

/**
 * Of the errors of a `oneOf`, those of the variant that was meant matter: the one whose `kind` is
 * right. If none is, the `kind` itself is what is wrong. Then the deepest comes first.
 */
function describe(errors: readonly ErrorObject[]): string {
  const rank = (e: ErrorObject): number => {
    if (e.keyword === 'oneOf' || e.keyword === 'anyOf') return 3;
    if (e.keyword === 'const') return 1;
    return isForeign(e, errors) ? 2 : 0;
  };
  const depth = (e: ErrorObject): number => e.instancePath.split('/').length;
  const [first] = [...errors].sort((a, b) => rank(a) - rank(b) || depth(b) - depth(a));
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
