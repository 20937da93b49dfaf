/**
 * The part of JSON Schema (draft-07) in which the questions and answers are written. A type of our
 * own, so that users of the package need no schema library to read its declarations, and because
 * the common typings still take `exclusiveMinimum` for a boolean, as it was in draft-04.
 */
export type Schema = {
  readonly title?: string;
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'number' | 'integer' | 'string' | 'boolean';
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly (string | number)[];
  readonly const?: string | number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
};

/** The bounds of a number, in the words of JSON Schema. */
export type Bounds = Pick<Schema, 'minimum' | 'exclusiveMinimum' | 'maximum' | 'exclusiveMaximum'>;
