import { matrixFromRows } from '../../reference/numerics/matrix.ts';
import { overParametrisedFlow } from '../../reference/over-parametrised/flow.ts';
import { gradientFlow } from '../../reference/phase-retrieval/gradient-flow.ts';
import { flowQuestions } from '../arbitraries/flow.ts';
import { phaseLoss } from '../witnesses/phase-retrieval-gradient.ts';
import { defineErratum } from './erratum.ts';

interface Unit {
  readonly matrix: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly initial: readonly number[];
}

const norm = (w: ArrayLike<number>): number => Array.from(w).reduce((sum, x) => sum + x * x, 0);

/** −2 w·∇L: the slope of the loss along the ray, which is a quartic, by a five-point difference. */
function shrinking({ matrix, labels, initial }: Unit): number {
  const at = (s: number): number =>
    phaseLoss(
      matrix,
      labels,
      initial.map((x) => s * x),
    );
  const h = 0.5;
  return (-2 * (at(1 - 2 * h) - 8 * at(1 - h) + 8 * at(1 + h) - at(1 + 2 * h))) / (12 * h);
}

/** A time over which little happens: below the inverse of every curvature. */
const short = ({ matrix, labels, initial }: Unit): number =>
  1e-4 /
  matrix.reduce(
    (sum, x, mu) => sum + (12 * norm(x) * norm(initial) + 4 * labels[mu] ** 2) * norm(x),
    0,
  );

export const oneUnitOffTheSphere = defineErratum<Unit, number>({
  id: 'one-unit-off-the-sphere',
  where: 'Gradient descent for phase retrieval (both slides): one with a multiplier, one without',
  literal: 'ẇ_ia = −∂L/∂w_ia for m hidden units, as if for m = 1 it were ẇ_i = −∂L/∂w_i + μ w_i',
  right:
    'Two flows: the one of a single unit is on a sphere, that of the wide network is free, for m = 1 as well',
  why: 'Without the multiplier the length of the weights is not conserved. What is said of one flow at m = 1 is not true of the other.',
  law: 'A unit that is free changes its length at the rate −2 w·∇L at which its loss pulls along it.',
  sources: ['zdeborova2021', 'sarao2020optimization'],
  model: flowQuestions(10, 4)
    .map(({ matrix, labels, initial }) => ({ matrix, labels, initial }))
    .filter((unit) => Math.abs(shrinking(unit)) * short(unit) > 1e-7 * norm(unit.initial)),
  forms: {
    literal: (unit) => {
      const t = short(unit);
      const { weights } = gradientFlow(
        matrixFromRows('', '', unit.matrix),
        unit.labels,
        unit.initial,
        [t],
      );
      return (norm(weights[0]) - norm(unit.initial)) / t;
    },
    right: (unit) => {
      const t = short(unit);
      const start = matrixFromRows('', '', [unit.initial]);
      const { gram } = overParametrisedFlow(
        matrixFromRows('', '', unit.matrix),
        unit.labels,
        start,
        [t],
      );
      const trace = unit.initial.reduce(
        (sum, _, i) => sum + gram[0].data[i * (gram[0].rows + 1)],
        0,
      );
      return (trace - norm(unit.initial)) / t;
    },
  },
  measure: (rate, unit) => {
    const expected = shrinking(unit);
    return {
      left: rate,
      right: expected,
      relation: 'equal',
      // The second derivative of the squared length is at most a few curvatures times the first.
      allowance: 0.05 * Math.abs(expected) + (1e-9 * norm(unit.initial)) / short(unit),
      because: 'a difference over a short time, in which rates change by less than a twentieth',
    };
  },
});
