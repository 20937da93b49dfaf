import type { Schema } from './schema.ts';

/**
 * A closed object: nothing but the named properties, all required unless listed as `optional`.
 * `title` becomes the name of the generated type.
 */
export function object(
  title: string,
  description: string,
  properties: { readonly [name: string]: Schema },
  optional: readonly string[] = [],
): Schema {
  return {
    title,
    description,
    type: 'object',
    additionalProperties: false,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    properties,
  };
}
