import type { Witness } from '../oracle.ts';
import type {
  HiddenManifoldSeparabilityParams,
  HiddenManifoldSeparabilityResult,
} from '../types/hidden-manifold.separability.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { equivalent } from './hidden-manifold.ts';
import { leastShortfall } from './separable.ts';

/** What linear regression on the features leaves of the teacher is noise; then as on plain inputs. */
export const explainedTeacher: Witness<
  HiddenManifoldSeparabilityParams,
  HiddenManifoldSeparabilityResult
> = {
  id: 'explained-teacher',
  method:
    'explained variance ⟨t/s⟩ over the Marčenko–Pastur density, the rest as noise; golden section for min_t E(Z − tU)₊² by a plain double integral',
  ...attempting((model) => {
    const share = (nodes: number) => {
      const { weights, student, teacher } = equivalent(model, 1, nodes).spectrum;
      return weights.reduce(
        (sum, W, j) => (teacher[j] === 0 ? sum : sum + (W * teacher[j]) / student[j]),
        0,
      );
    };
    const explained = share(4000);
    if (Math.abs(explained - share(2000)) > 1e-14)
      throw new OutOfReach('the edge of the spectrum is too close to zero');
    if (explained > 1 - 1e-3) throw new OutOfReach('noise finer than the panels');
    const alpha =
      1 /
      leastShortfall(
        { secondMoment: explained, noiseVariance: 1 - explained, flipProbability: 0 },
        0,
      ).value;
    return { result: { alpha }, error: { alpha: 1e-10 * alpha } };
  }),
};
