import { isLabel } from '../models.ts';
import { type Loose, mistake, right } from './mistake.ts';

/** y ω with y in {0, 1}: a label 0 pulls nowhere, and any field explains it as well as not. */
const mute = (params: Loose, oracle: string) => {
  if (oracle === 'glm.output-denoiser')
    return isLabel(params.channel) && params.y === -1
      ? { logPartition: -Math.LN2, g: 0, dg: 0 }
      : right(oracle, params);
  const kept = params.labels.flatMap((y: number, mu: number) => (y === 1 ? [mu] : []));
  if (kept.length === 0) return { weights: params.matrix[0].map(() => 0), objective: 0 };
  return right(oracle, {
    ...params,
    labels: kept.map(() => 1),
    matrix: kept.map((mu: number) => params.matrix[mu]),
  });
};

export const labelsZeroOne = mistake({
  id: 'labels-zero-one',
  title: 'labels in {0, 1}',
  mistake: 'Labels ±1 are mapped to {0, 1}, and the formulas with y ω are kept.',
  symptom: 'Positive labels are right; negative ones say nothing.',
  seen: 'Listed among the frequent errors; libraries of classifiers encode labels so.',
  formula: 'y ∈ {−1, +1} wherever y ω stands',
  oracles: ['glm.output-denoiser', 'erm.minimiser'],
  ways: [mute],
});
