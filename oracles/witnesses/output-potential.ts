import type { Witness } from '../oracle.ts';
import type {
  GlmOutputPotentialParams,
  GlmOutputPotentialResult,
} from '../types/glm.output-potential.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { averageOutput, noiseOf } from './output.ts';

/** How much one output shrinks the posterior of z, on the average. */
export const shrinkingPosterior: Witness<GlmOutputPotentialParams, GlmOutputPotentialResult> = {
  id: 'shrinking-posterior',
  method:
    "Bayes' rule for z ~ N(ω, V), averaged over ω ~ N(0, m): A = (1 − E Var(z|y,ω)/V)/V, and minus the entropy of y given ω",
  ...attempting(({ channel, secondMoment, overlap }) => {
    const V = secondMoment - overlap;
    const U = V + noiseOf(channel);
    if (!(V > 1e-12 * secondMoment)) throw new OutOfReach('V → 0 is a limit');
    const fine = averageOutput(channel, overlap, V, 16);
    const coarse = averageOutput(channel, overlap, V, 12);
    const rounding = 256 * Number.EPSILON;
    // V = ρ − m is itself rounded to an ulp of ρ
    const given = (Number.EPSILON * secondMoment) / V;
    return {
      result: { potential: fine.potential, conjugatePerAlpha: fine.conjugate },
      error: {
        potential:
          4 * Math.abs(fine.potential - coarse.potential) +
          rounding * (1 + Math.abs(fine.potential)) +
          given,
        conjugatePerAlpha:
          4 * Math.abs(fine.conjugate - coarse.conjugate) + rounding / U + given * fine.conjugate,
      },
    };
  }),
};
