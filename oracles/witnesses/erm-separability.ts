import type { Witness } from '../oracle.ts';
import type { ErmSeparabilityParams, ErmSeparabilityResult } from '../types/erm.separability.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { leastShortfall } from './separable.ts';

/** The student that falls short of the margin 0 least. */
export const shrinkingSearch: Witness<ErmSeparabilityParams, ErmSeparabilityResult> = {
  id: 'shrinking-search',
  method: 'golden section for min_t E(Z − tU)₊², a plain double integral at every t',
  ...attempting(({ teacher }) => {
    const { secondMoment, noiseVariance, flipProbability } = teacher;
    if (noiseVariance === 0 && flipProbability === 0) throw new OutOfReach('clean labels');
    if (noiseVariance > 0 && noiseVariance < 1e-4 * secondMoment)
      throw new OutOfReach('noise finer than the panels');
    const alpha = 1 / leastShortfall(teacher, 0).value;
    return { result: { alpha }, error: { alpha: 1e-11 * alpha } };
  }),
};
