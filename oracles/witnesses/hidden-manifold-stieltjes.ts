import type { Witness } from '../oracle.ts';
import type {
  HiddenManifoldStieltjesParams,
  HiddenManifoldStieltjesResult,
} from '../types/hidden-manifold.stieltjes.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { bulk } from './marchenko-pastur.ts';

/** The definition, over the density of Marčenko and Pastur. */
export const averagedPole: Witness<HiddenManifoldStieltjesParams, HiddenManifoldStieltjesResult> = {
  id: 'averaged-pole',
  method:
    'midpoint rule in the angle over the Marčenko–Pastur density, doubled until it settles; the atom at 0 added for γ > 1',
  ...attempting(({ z, gamma }) => {
    const atom = Math.max(0, 1 - 1 / gamma);
    const averages = (intervals: number) => {
      const { a, w } = bulk(gamma, intervals);
      let [value, derivative] = [atom / z, atom / z ** 2];
      a.forEach((x, k) => {
        value += w[k] / (x + z);
        derivative += w[k] / (x + z) ** 2;
      });
      return { value, derivative };
    };
    let before = averages(32);
    for (let intervals = 64; intervals <= 65536; intervals *= 2) {
      const now = averages(intervals);
      const change = Math.abs(now.derivative / before.derivative - 1);
      if (change < 1e-12)
        return {
          result: now,
          // rounding of the sum, of γ^½ and of 1 − √γ
          error: {
            value: 1e-13 * now.value,
            derivative: (1e-13 + change) * now.derivative,
          },
        };
      before = now;
    }
    throw new OutOfReach('the pole is too close to the edge of the spectrum');
  }),
};
