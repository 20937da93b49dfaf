import { nonNegative, positive } from './numbers.ts';
import { object } from './object.ts';
import type { Schema } from './schema.ts';

const kind = (name: string): Schema => ({ const: name, description: 'Which channel.' });

const variants = {
  sign: object('SignChannel', 'y = sign(z), ±1; sign(0) = +1.', { kind: kind('sign') }),
  probit: object('ProbitChannel', 'y = sign(z + √noiseVariance ξ), ±1.', {
    kind: kind('probit'),
    noiseVariance: nonNegative('Variance Δ of the noise before the sign.'),
  }),
  linear: object('LinearChannel', 'y = z + √noiseVariance ξ.', {
    kind: kind('linear'),
    noiseVariance: nonNegative('Variance Δ of the noise.'),
  }),
  relu: object('ReluChannel', 'y = max(0, z), without noise.', { kind: kind('relu') }),
  'absolute-value': object('AbsoluteValueChannel', 'y = |z + √noiseVariance ξ|.', {
    kind: kind('absolute-value'),
    noiseVariance: nonNegative('Variance Δ of the noise inside the modulus.'),
  }),
  'symmetric-door': object('SymmetricDoorChannel', 'y = −1 if |z| < width, else +1.', {
    kind: kind('symmetric-door'),
    width: positive('Half-width K of the door, in units of z.'),
  }),
} as const;

/** The output channel P_out(y | z). */
export const channelSchema: Schema = {
  title: 'Channel',
  description: 'The output channel P_out(y | z), z = X_μ · w.',
  oneOf: Object.values(variants),
};

/** The noiseless sign alone. */
export const signChannelSchema: Schema = variants.sign;
