import { separableQuestions } from '../arbitraries/separable.ts';
import type { Witness } from '../oracle.ts';
import type { ErmMaxMarginParams, ErmMaxMarginResult } from '../types/erm.max-margin.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { leastShortfall } from './separable.ts';

/** The widest margin that some student can have, by Gordon's comparison and not by the saddle point. */
export const widestMargin: Witness<ErmMaxMarginParams, ErmMaxMarginResult> = {
  id: 'widest-margin',
  method:
    'the κ at which α min_t E(κ√(1 + t²) − tU − Z)₊² = 1, by the secant method, the minimum by golden section, the average by a plain double integral',
  ...attempting(({ alpha, teacher }) => {
    const { secondMoment, noiseVariance } = teacher;
    if (noiseVariance > 0 && noiseVariance < 1e-4 * secondMoment)
      throw new OutOfReach('noise finer than the panels');
    if (alpha < 0.05 || alpha > 20) throw new OutOfReach('alignment too close to zero or one');
    const miss = (kappa: number) => Math.sqrt(alpha * leastShortfall(teacher, kappa).value) - 1;
    let [a, b] = [0, 1 / Math.sqrt(alpha)];
    let [fa, fb] = [miss(a), miss(b)];
    for (let step = 0; step < 30 && Math.abs(fb) > 1e-13 && fb !== fa; step++) {
      const c = Math.max(b / 4, b - (fb * (b - a)) / (fb - fa));
      [a, fa] = [b, fb];
      [b, fb] = [c, miss(c)];
    }
    if (!(Math.abs(fb) < 1e-10)) throw new OutOfReach('the secant method does not settle');
    const { t } = leastShortfall(teacher, b);
    const relative = 1e-10 * (1 + 1 / (alpha * b * b));
    const norm = 1 / (b * b);
    const overlap = (Math.sqrt(secondMoment * norm) * t) / Math.hypot(1, t);
    const generalisationError = Math.atan2(1, t) / Math.PI;
    return {
      result: { margin: b, overlap, norm, generalisationError },
      error: {
        margin: relative * b,
        norm: 3 * relative * norm,
        overlap: (2 * relative + 1e-6) * overlap,
        generalisationError: (relative + 1e-6) * generalisationError,
      },
    };
  }),
  sample: separableQuestions().filter(({ alpha }) => alpha >= 0.05 && alpha <= 20),
};
