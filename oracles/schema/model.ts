import { channelSchema } from './channel.ts';
import { positive } from './numbers.ts';
import { priorSchema } from './prior.ts';
import type { Schema } from './schema.ts';

/** The three properties by which a Bayes-optimal generalised linear model is named. */
export const modelProperties = {
  prior: priorSchema,
  channel: channelSchema,
  alpha: positive('α = n/d, the number of samples per weight.'),
} as const satisfies { readonly [name: string]: Schema };

/** Where the continuous parameters of a model sit. */
export const modelPaths = [
  'prior.variance',
  'prior.density',
  'channel.noiseVariance',
  'channel.width',
] as const;
