import type { Witness } from '../oracle.ts';
import type {
  CommitteeOutputPotentialParams,
  CommitteeOutputPotentialResult,
} from '../types/committee.output-potential.ts';
import { attempting } from './attempt.ts';
import { averagedOutputs } from './committee-output.ts';

/** Bayes' rule at every point of a plain grid. */
export const foldedPlane: Witness<CommitteeOutputPotentialParams, CommitteeOutputPotentialResult> =
  {
    id: 'folded-plane',
    method:
      "entropy of the output and mean square of V⁻¹(E[z|y] − ω), by Bayes' rule in polar coordinates at every point of a plain grid of ω",
    ...attempting(({ diagonal, offDiagonal }) => {
      const average = (step: number, order: number) =>
        averagedOutputs(diagonal + offDiagonal, diagonal - offDiagonal, step, order);
      const fine = average(0.2, 20);
      const coarse = average(0.27, 16);
      const conjugates = ({ plus, minus }: typeof fine) => [(plus + minus) / 2, (plus - minus) / 2];
      const [best, other] = [conjugates(fine), conjugates(coarse)];
      const gap = 2 * (Math.abs(best[0] - other[0]) + Math.abs(best[1] - other[1]));
      const noise = 1e-12;
      return {
        result: {
          potential: fine.potential,
          conjugatePerAlphaDiagonal: best[0],
          conjugatePerAlphaOffDiagonal: best[1],
        },
        error: {
          potential: 2 * Math.abs(fine.potential - coarse.potential) + noise,
          conjugatePerAlphaDiagonal: gap + noise * best[0],
          conjugatePerAlphaOffDiagonal: gap + noise * best[0],
        },
      };
    }),
  };
