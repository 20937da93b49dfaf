import { moments } from '../models.ts';
import { type Loose, mistake, right } from './mistake.ts';

const damping = 0.9;
const tolerance = 1e-8;

/** Iterates until a step that is nine tenths old is small, and takes that for the distance to the end. */
function stopped(params: Loose, oracle: string) {
  const { prior, channel, alpha, start } = params;
  if (right(oracle, params).meanSquareError === 0) return right(oracle, params);
  const { mean, secondMoment: rho } = moments(prior);
  let m = start === 'informed' ? (1 - 1e-6) * rho : Math.max(mean ** 2, 1e-6 * rho);
  for (let t = 0; t < 5000; t++) {
    const [, image] = right('glm.state-evolution', {
      prior,
      channel,
      alpha,
      initialOverlap: m,
      iterations: 1,
    }).overlap;
    const next = damping * m + (1 - damping) * image;
    const step = Math.abs(next - m);
    m = next;
    if (step < tolerance * rho) break;
  }
  const output = right('glm.output-potential', { channel, secondMoment: rho, overlap: m });
  const conjugate = alpha * output.conjugatePerAlpha;
  const weights = right('glm.prior-potential', { prior, conjugate });
  return {
    overlap: m,
    conjugate,
    meanSquareError: rho - m,
    freeEntropy: weights.potential + alpha * output.potential - (conjugate * m) / 2,
  };
}

export const stoppedByADampedStep = mistake({
  id: 'stopped-by-a-damped-step',
  title: 'iteration stopped by the size of a damped step',
  mistake: `Iteration with damping ${damping} ends when a step is smaller than ${tolerance}.`,
  symptom: 'A few digits less than the tolerance promises, and fewer near thresholds.',
  seen: 'Common: the remaining distance is the step times 1/((1 − δ)(1 − F′)).',
  formula: '|m − F(m)|/|1 − F′(m)| bounds the distance, not |δm|',
  oracles: ['glm.fixed-point'],
  ways: [stopped],
});
