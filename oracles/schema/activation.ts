import type { Schema } from './schema.ts';

/** The function f that makes features X = f(F C) of latent variables. */
export const activationSchema: Schema = {
  title: 'Activation',
  description: 'f of the features X = f(F C), applied to each entry.',
  enum: ['erf', 'sign', 'relu', 'tanh', 'linear'],
};
