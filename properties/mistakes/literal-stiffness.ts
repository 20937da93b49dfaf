import { type Loose, mistake, right } from './mistake.ts';

/**
 * The square loss with V̂ = α E[x′]/V in place of α E[1 − x′]/V. Then λV + α/(1 + V) = 1; the forces are as
 * they were, so that m and q follow from those of the right solution.
 */
function literal(params: Loose, oracle: string) {
  const result = right(oracle, params);
  const { loss, alpha, lambda, teacher } = params;
  const rho = teacher.secondMoment;
  if (loss !== 'square') return result;
  const { overlap: m, susceptibility: v } = result;
  const gain = (m * (1 + v)) / (alpha * v);
  const b = lambda - 1;
  const V = (-b + Math.sqrt(b * b + 4 * lambda * Math.max(0, 1 - alpha))) / (2 * lambda);
  const overlap = (alpha * gain * V) / (1 + V);
  const shrunk = (alpha * V * V) / (1 + V) ** 2;
  const norm =
    (overlap ** 2 / rho + shrunk * (1 - (2 * gain * overlap) / rho)) / Math.max(1e-3, 1 - shrunk);
  return { ...result, susceptibility: V, overlap, norm: Math.abs(norm) };
}

export const literalStiffness = mistake({
  id: 'literal-stiffness',
  title: 'V̂ with E[∂η] as printed on the slide',
  mistake: 'The literal fixed-point equation V̂ ∝ E[L ∂_ω η/V] is solved.',
  symptom:
    'A sample that does not pull makes the student stiffest; iterations diverge or end elsewhere.',
  seen: 'Printed so, twice, on the slide of the replica solution.',
  formula: 'V̂ = α E[1 − ∂_ω η]/V',
  oracles: ['erm.fixed-point'],
  ways: [literal],
});
