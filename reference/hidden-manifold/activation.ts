/**
 * The non-linearities f as functions, in plain JavaScript: an engine's own tanh differs in its last bits.
 * At a jump the value is that of the right side; a Gaussian meets it with probability zero.
 */
import erf from '@stdlib/math/base/special/erf/lib/index.js';
import tanh from '@stdlib/math/base/special/tanh/lib/index.js';
import { type ActivationKind, activationCoefficients } from './coefficients.ts';

const functions: Readonly<Record<ActivationKind, (x: number) => number>> = {
  erf,
  sign: (x) => (x < 0 ? -1 : 1),
  relu: (x) => (x > 0 ? x : 0),
  tanh,
  linear: (x) => x,
};

export const activationFunction = (kind: ActivationKind): ((x: number) => number) => {
  activationCoefficients(kind); // refuses an unknown name
  return functions[kind];
};
