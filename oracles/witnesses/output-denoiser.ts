import type { Witness } from '../oracle.ts';
import type {
  GlmOutputDenoiserParams,
  GlmOutputDenoiserResult,
} from '../types/glm.output-denoiser.ts';
import { given, noiseOf } from './output.ts';

/** Posterior moments of z instead of derivatives of ln Z. */
export const posteriorOfField: Witness<GlmOutputDenoiserParams, GlmOutputDenoiserResult> = {
  id: 'posterior-of-the-field',
  method:
    "Bayes' rule for z ~ N(ω, V): g = (E[z|y] − ω)/V and ∂g = (Var(z|y) − V)/V², moments by quadrature over z",
  applies: ({ channel, variance }) => variance + noiseOf(channel) > 0,
  testify: ({ channel, y, omega, variance }) => {
    const U = variance + noiseOf(channel);
    const fine = given(channel, y, omega, variance, 24);
    const coarse = given(channel, y, omega, variance, 18);
    const size = (Math.abs(omega) + Math.abs(fine.shift) + fine.reach) / Math.sqrt(U);
    // an exponent x²/2 is rounded to x² ulp
    const rounding = 8 * Number.EPSILON * (4 + size * size);
    const differ = (f: (m: typeof fine) => number) => 4 * Math.abs(f(fine) - f(coarse));
    const spread = Math.sqrt(fine.variance) + fine.reach;
    return {
      result: {
        logPartition: fine.logMass,
        g: fine.shift / U,
        dg: (fine.variance - U) / (U * U),
      },
      error: {
        logPartition:
          differ((m) => m.logMass) + rounding + 4 * Number.EPSILON * Math.abs(Math.log(U)),
        g: differ((m) => m.shift / U) + (rounding * spread) / U,
        dg: differ((m) => m.variance / U / U) + (rounding * (spread * spread + U)) / (U * U),
      },
    };
  },
};
