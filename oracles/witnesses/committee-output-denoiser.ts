import type { Witness } from '../oracle.ts';
import type {
  CommitteeOutputDenoiserParams,
  CommitteeOutputDenoiserResult,
} from '../types/committee.output-denoiser.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { backward, factorOf, observer, sandwiched } from './committee-sector.ts';

/** The plane of the two fields, cut by the output. */
export const truncatedPlane: Witness<CommitteeOutputDenoiserParams, CommitteeOutputDenoiserResult> =
  {
    id: 'truncated-plane',
    method:
      "Bayes' rule for z ~ N(ω, V) in polar coordinates about the corner of the outputs: g = V⁻¹(E[z|y] − ω), ∂g = V⁻¹(Cov[z|y] − V)V⁻¹",
    ...attempting(({ y, omega, variance }) => {
      const factor = factorOf(variance[0][0], variance[0][1], variance[1][1]);
      const fine = observer(factor, 20, 12)(y, omega[0], omega[1]);
      const coarse = observer(factor, 20, 7)(y, omega[0], omega[1]);
      if (!(fine.rounding < 1e-6)) throw new OutOfReach('too improbable for these moments');
      const results = [fine, coarse].map(({ logMass, mean, covariance: [a, c, b] }) => ({
        logMass,
        g: backward(factor, mean),
        dg: sandwiched(factor, [a - 1, c, b - 1]),
      }));
      const [best, other] = results;
      const scale = 1 / Math.min(factor[0], factor[2]);
      // ζ is rounded before it is seen: as many spacings as it has standard deviations
      const size = 1 + Math.hypot(...fine.mean) + Math.hypot(omega[0], omega[1]) * scale;
      const rounding = fine.rounding * size;
      const off = (x: readonly number[], z: readonly number[]) =>
        Math.max(...x.map((v, i) => Math.abs(v - z[i])));
      return {
        result: {
          logPartition: best.logMass,
          g: best.g,
          dg: [
            [best.dg[0], best.dg[1]],
            [best.dg[1], best.dg[2]],
          ],
        },
        error: {
          logPartition: 2 * Math.abs(best.logMass - other.logMass) + rounding,
          g: 2 * off(best.g, other.g) + rounding * scale * 4,
          dg: 2 * off(best.dg, other.dg) + rounding * scale * scale * 16 * size,
        },
      };
    }),
  };
