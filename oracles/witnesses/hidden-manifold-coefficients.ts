import erf from '@stdlib/math/base/special/erf/lib/index.js';
import type { Witness } from '../oracle.ts';
import type {
  HiddenManifoldCoefficientsParams,
  HiddenManifoldCoefficientsResult,
} from '../types/hidden-manifold.coefficients.ts';
import { gauss, panels } from './panels.ts';

/** The functions themselves. */
export const activations = {
  erf,
  sign: (z: number) => (z < 0 ? -1 : 1),
  relu: (z: number) => Math.max(0, z),
  tanh: Math.tanh,
  linear: (z: number) => z,
} as const;

/** The definitions, by quadrature. */
export const averagedActivation: Witness<
  HiddenManifoldCoefficientsParams,
  HiddenManifoldCoefficientsResult
> = {
  id: 'averaged-activation',
  method: 'E f, E z f and E f² − κ₀² − κ₁² by Gauss–Legendre over z, split at 0',
  applies: () => true,
  testify: ({ activation }) => {
    const f = activations[activation];
    const { x, w } = panels(-13, 13, [{ at: 0, width: 0.5 }], 20);
    let [mean, gain, square] = [0, 0, 0];
    x.forEach((z, i) => {
      const weight = w[i] * gauss(z);
      mean += weight * f(z);
      gain += weight * z * f(z);
      square += weight * f(z) ** 2;
    });
    const rounding = 2e-15;
    const noise = Math.max(0, square - mean ** 2 - gain ** 2);
    const kappaStar = Math.sqrt(noise);
    return {
      result: { kappa0: mean, kappa1: gain, kappaStar },
      error: {
        kappa0: rounding,
        kappa1: rounding,
        kappaStar: Math.sqrt(noise + 4 * rounding) - Math.sqrt(Math.max(0, noise - 4 * rounding)),
      },
    };
  },
};
