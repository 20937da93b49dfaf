import { type Evidence, findEvidence } from '../../src/evidence.ts';
import type { Figure } from '../../src/plot/index.ts';
import { spreadOf } from '../../src/sweep/points.ts';
import { predictionFor, type Question } from '../../src/sweep/sweeps/gaussian-equivalence.ts';
import { findSweep } from '../../src/sweep/sweeps/index.ts';

/** Pictures of the evidence in golden/evidence, beside what the reference predicts. */
export const evidenceFigures: Readonly<Record<string, () => Figure>> = {
  'gaussian-equivalence': () => errorCurve(findEvidence('gaussian-equivalence-erf')),
  'gaussian-equivalence-sizes': () => asSwept(findEvidence('gaussian-equivalence')),
  'phase-retrieval-success': () => asSwept(findEvidence('phase-retrieval-success')),
  'uniqueness-probability': () => asSwept(findEvidence('uniqueness-probability')),
};

/** As `nishimori sweep plot` draws it. */
function asSwept({ sweep: name, points, options }: Evidence): Figure {
  const sweep = findSweep(name)!;
  return sweep.figure(points, options, Object.keys(sweep.observables)[0]);
}

/** Error against n/p: the prediction as a curve of its own, both kinds of features as points on it. */
function errorCurve({ points, options }: Evidence): Figure {
  const questions = points.map(({ params }) => params as unknown as Question);
  const [{ activation, loss, dimension, features, lambda }] = questions;
  const most = Math.max(...questions.map(({ samples }) => samples));
  const models = [...new Set(questions.map(({ model }) => model))];
  // n in steps of a fiftieth of the features: fine enough for the peak
  const step = Math.round(features / 50);
  const curve = Array.from({ length: Math.floor(most / step) }, (_, i) => (i + 1) * step)
    .filter((samples) => samples >= features / 5)
    .map((samples) => {
      const question = { activation, loss, dimension, features, samples, lambda };
      return { x: samples / features, y: predictionFor(question).generalisationError.value };
    });
  return {
    title: `Double descent of ${activation} features`,
    subtitle: `${loss} loss, d = ${dimension}, p = ${features}, λ = ${options.lambda}; bars: one standard error over ${points[0].count} runs`,
    x: { label: 'samples per feature n/p' },
    y: { label: 'generalisation error' },
    series: [
      { name: 'replica prediction', draw: 'curve', points: curve },
      ...models.map((model, k) => ({
        name: { 'non-linear': 'f(FC)', 'gaussian-equivalent': 'Gaussian equivalent' }[model],
        draw: 'points' as const,
        colour: k + 1,
        points: points
          .filter((_, i) => questions[i].model === model)
          .map(({ params, count, observables }) => {
            const { samples } = params as unknown as Question;
            return {
              x: samples / features,
              ...spreadOf(observables.generalisationError, count),
            };
          }),
      })),
    ],
  };
}
