import fc from 'fast-check';
import { normals, type PhaseData, phaseData, seeds } from '../../oracles/arbitraries/index.ts';
import { extrapolated } from '../../oracles/witnesses/extrapolated.ts';
import { law } from '../define.ts';
import { differenced } from '../differences.ts';
import type { Comparison } from '../law.ts';
import { type Measured, product, scaled, sum } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { dot, reflection, shuffled, signs } from './models.ts';
import { type Course, gradient, sphereFlow, stretched, velocity } from './questions.ts';

interface Start extends PhaseData {
  readonly initial: readonly number[];
  readonly seed: number;
  /** The time over which the flow changes, by the size of its curvatures. */
  readonly unit: number;
}

const starts = (minColumns = 2, maxColumns = 5): fc.Arbitrary<Start> =>
  fc
    .record({
      data: phaseData({ maxRows: 12, minRows: 2, minColumns, maxColumns }),
      seed: seeds(),
    })
    .map(({ data, seed }) => ({
      ...data,
      seed,
      initial: normals(1, data.teacher.length, seed)[0],
      unit: data.teacher.length / (8 * data.labels.length),
    }));

const needs = ['phase-retrieval.gradient-flow'];
const both = ['phase-retrieval.gradient-flow', 'phase-retrieval.gradient'];
const sources = ['sarao2020complex'] as const;

const same = (
  what: string,
  found: readonly Measured[],
  expected: readonly Measured[],
): Comparison[] => found.map((x, i) => equal(`${what}[${i}]`, x, expected[i], stretched));

const radius = (w: readonly Measured[]): Measured => sum(...w.map((x) => product(x, x)));

const conserved = law<Start>({
  id: 'phase-retrieval/flow-stays-on-its-sphere',
  statement: 'Gradient flow with the multiplier keeps the length of the weights.',
  formula: '‖w(t)‖² = ‖w(0)‖²',
  catches:
    'a multiplier of the wrong sign, without 1/‖w‖², or none; the weights rescaled to ‖w‖² = d',
  needs,
  model: starts(),
  async check(bench, { initial, unit, ...data }) {
    const { states } = await sphereFlow(bench, data, initial, [unit, 4 * unit]);
    return states.map((w) => equal('‖w‖²', radius(w), dot(initial, initial), stretched));
  },
  cost: 'moderate',
  sources,
});

const frozen = law<Start>({
  id: 'phase-retrieval/one-dimension-is-frozen',
  statement: 'In one dimension the sphere is two points, and nothing moves.',
  formula: 'd = 1: w(t) = w(0)',
  catches: 'a flow without its multiplier',
  needs,
  model: starts(1, 1),
  async check(bench, { initial, unit, ...data }) {
    const { states } = await sphereFlow(bench, data, initial, [unit, 10 * unit]);
    return states.map(([w]) => equal('w', w, initial[0], stretched));
  },
  cost: 'moderate',
  sources,
});

const falling = law<Start>({
  id: 'phase-retrieval/loss-falls-along-the-flow',
  statement:
    'The loss falls all the way, and is the loss of the weights that are reported with it.',
  formula: 'L(t₂) ≤ L(t₁) for t₁ < t₂;   L(t) = Σ (y² − (X w(t))²)²',
  catches: 'ascent; the loss of another point; a fixed step too long for the largest curvature',
  needs: both,
  model: starts(),
  async check(bench, { initial, unit, ...data }) {
    const { states, loss } = await sphereFlow(
      bench,
      data,
      initial,
      [0, 1, 3, 10].map((t) => t * unit),
    );
    const again = await Promise.all(
      states.map(async (w) => {
        const point = w.map((x) => x.value);
        const { loss: value, gradient: g } = await gradient(bench, data, point);
        const moved = w.reduce((total, x, i) => total + x.error * Math.abs(g[i].value), 0);
        return { value: value.value, error: value.error + moved };
      }),
    );
    return [
      ...loss.slice(1).map((l, k) => atMost('L(t₂) ≤ L(t₁)', l, loss[k], stretched)),
      ...loss.map((l, k) => equal('L of the weights', again[k], l, stretched)),
    ];
  },
  cost: 'moderate',
  sources,
});

const velocityLaw = law<Start>({
  id: 'phase-retrieval/flow-descends-at-the-rate-of-the-gradient',
  statement:
    'The weights move against the gradient, at its rate, and the loss falls by its square.',
  formula: 'dw/dt = −∇L + μ w;   dL/dt = −(‖∇L‖² − (w·∇L)²/‖w‖²)',
  catches:
    'a factor 2 for 4; time counted per sample; a loss averaged beside a gradient that is summed',
  needs: both,
  model: starts(),
  async check(bench, { initial, unit, ...data }) {
    const t = unit / 2;
    const flow = await velocity(
      bench,
      (at) => sphereFlow(bench, data, initial, at),
      t,
      Math.min(t / 2, 1 / steepest(data, initial)),
    );
    const w = flow.state.map((x) => x.value);
    const { gradient: g, multiplier } = await gradient(bench, data, w);
    // How far the right side may be off because w is: curvatures times the error of w.
    const moved = flow.state.reduce((total, x) => total + x.error, 0) * steepest(data, initial);
    const rate = flow.state.map((_, i) =>
      sum(scaled(-1, g[i]), product(multiplier, w[i]), { value: 0, error: moved }),
    );
    const square = sum(
      ...g.map((x) => product(x, x)),
      scaled(-dot(w, w), product(multiplier, multiplier)),
    );
    const size = g.reduce((total, x) => total + Math.abs(x.value), 0);
    return [
      ...rate.map((x, i) => equal(`dw/dt[${i}]`, flow.velocity[i], x, differenced)),
      equal(
        'dL/dt',
        flow.lossVelocity,
        sum(scaled(-1, square), { value: 0, error: 4 * moved * size }),
        differenced,
      ),
    ];
  },
  cost: 'moderate',
  sources,
});

/** Σ_μ (12 ‖x‖² ‖w‖² + 4y²) ‖x‖², above every curvature on the sphere. */
const steepest = (
  {
    matrix,
    labels,
  }: { readonly matrix: readonly (readonly number[])[]; readonly labels: readonly number[] },
  w: readonly number[],
): number =>
  matrix.reduce(
    (total, x, mu) => total + (12 * dot(x, x) * dot(w, w) + 4 * labels[mu] ** 2) * dot(x, x),
    0,
  );

const mirrored = law<Start>({
  id: 'phase-retrieval/flow-mirrors-its-start',
  statement:
    'The labels do not know the sign of the weights: the opposite start takes the opposite way.',
  formula: 'w(0) → −w(0): w(t) → −w(t), L(t) unchanged;   X_μ → ±X_π(μ): both unchanged',
  catches: 'a start folded to one side; moduli of the inputs; samples used in turn',
  needs,
  model: starts(),
  async check(bench, { initial, unit, seed, matrix, labels }) {
    const at = [unit, 3 * unit];
    const plain = await sphereFlow(bench, { matrix, labels }, initial, at);
    const opposite = await sphereFlow(
      bench,
      { matrix, labels },
      initial.map((x) => -x),
      at,
    );
    const order = shuffled(labels.length, seed);
    const turned = signs(labels.length, seed);
    const reordered = await sphereFlow(
      bench,
      {
        matrix: order.map((k) => matrix[k].map((x) => turned[k] * x)),
        labels: order.map((k) => labels[k]),
      },
      initial,
      at,
    );
    const compared = (what: string, other: Course, sign: number): Comparison[] =>
      other.states.flatMap((w, k) => [
        ...same(
          what,
          w,
          plain.states[k].map((x) => scaled(sign, x)),
        ),
        equal('L', other.loss[k], plain.loss[k], stretched),
      ]);
    return [...compared('−w', opposite, -1), ...compared('w', reordered, 1)];
  },
  cost: 'moderate',
  sources,
});

const turning = law<Start>({
  id: 'phase-retrieval/flow-turns-with-inputs',
  statement: 'Turn inputs and start together, and the trajectory turns with them.',
  formula: '(X Oᵀ, O w(0)): w(t) → O w(t)',
  catches: 'steps taken weight by weight; an axis that is special',
  needs,
  model: starts(),
  async check(bench, { initial, unit, seed, matrix, labels }) {
    const turn = reflection(initial.length, seed);
    const at = [unit, 3 * unit];
    const plain = await sphereFlow(bench, { matrix, labels }, initial, at);
    const turned = await sphereFlow(bench, { matrix: matrix.map(turn), labels }, turn(initial), at);
    return turned.states.flatMap((w, k) => {
      const error = plain.states[k].reduce((total, x) => total + x.error, 0);
      const expected = turn(plain.states[k].map((x) => x.value));
      return [
        ...same(
          'O w',
          w,
          expected.map((value) => ({ value, error })),
        ),
        equal('L', turned.loss[k], plain.loss[k], stretched),
      ];
    });
  },
  cost: 'moderate',
  sources,
});

const homogeneous = law<Start & { readonly factor: number }>({
  id: 'phase-retrieval/flow-keeps-its-course-in-other-units',
  statement: 'Inputs c times larger take the same way c⁴ times faster.',
  formula: '(X, y, t) → (c X, c y, t/c⁴): w(t) unchanged, L → c⁴ L',
  catches: 'a step of fixed length; inputs of variance one where 1/d is meant, at the same times',
  needs,
  model: fc
    .record({ start: starts(), factor: fc.constantFrom(2, 0.5, 3) })
    .map(({ start, factor }) => ({ ...start, factor })),
  async check(bench, { initial, unit, matrix, labels, factor: c }) {
    const at = [unit, 3 * unit];
    const plain = await sphereFlow(bench, { matrix, labels }, initial, at);
    const faster = await sphereFlow(
      bench,
      { matrix: matrix.map((row) => row.map((x) => c * x)), labels: labels.map((y) => c * y) },
      initial,
      at.map((t) => t / c ** 4),
    );
    return faster.states.flatMap((w, k) => [
      ...same('w', w, plain.states[k]),
      equal('c⁴ L', faster.loss[k], scaled(c ** 4, plain.loss[k]), stretched),
    ]);
  },
  cost: 'moderate',
  sources,
});

const composed = law<Start>({
  id: 'phase-retrieval/flow-has-no-memory',
  statement: 'Where the flow goes from a point does not depend on how it came there.',
  formula: 'w(t₁ + t₂; w₀) = w(t₂; w(t₁; w₀))',
  catches: 'momentum; times counted from the first that is recorded',
  needs,
  model: starts(),
  async check(bench, { initial, unit, ...data }) {
    const whole = await sphereFlow(bench, data, initial, [unit, 3 * unit]);
    const middle = whole.states[0].map((x) => x.value);
    const rest = await sphereFlow(bench, data, middle, [2 * unit]);
    // The middle is known to its errors, which the second stretch multiplies as its own question's.
    const [relative] = [whole.states[0].reduce((most, x) => Math.max(most, x.error), 0)].map(
      (error) => error / Math.max(...middle.map(Math.abs)),
    );
    const factor = 2 + relative / Math.max(bench.accuracy, 1e-14);
    return same(
      'w',
      rest.states[0].map(({ value, error }) => ({ value, error: factor * error })),
      whole.states[1],
    );
  },
  cost: 'moderate',
  sources,
});

const onCircle = law<Start>({
  id: 'phase-retrieval/flow-on-a-circle',
  statement:
    'In two dimensions the flow is that of an angle, downhill on the loss around a circle.',
  formula: 'w = ρ (cos θ, sin θ): dθ/dt = −ρ⁻² dL/dθ',
  catches: 'Euler’s method in a fixed step; a factor 2 for 4',
  needs,
  model: starts(2, 2),
  async check(bench, { initial, unit, matrix, labels }) {
    const at = [unit, 3 * unit];
    const { states } = await sphereFlow(bench, { matrix, labels }, initial, at);
    const square = dot(initial, initial);
    const rho = Math.sqrt(square);
    const slope = (theta: number): number =>
      matrix.reduce((total, [x, y], mu) => {
        const h = rho * (x * Math.cos(theta) + y * Math.sin(theta));
        const turned = rho * (y * Math.cos(theta) - x * Math.sin(theta));
        return total - 4 * (labels[mu] ** 2 - h * h) * h * turned;
      }, 0);
    const start = [Math.atan2(initial[1], initial[0])];
    const steps = Math.ceil(3 * unit * steepest({ matrix, labels }, initial)) + 2;
    if (steps > 2000) return [];
    return at.flatMap((t, k) => {
      const { y, error } = extrapolated(([theta]) => [-slope(theta) / square], start, t, steps);
      const exact = [rho * Math.cos(y[0]), rho * Math.sin(y[0])];
      return states[k].map((w, i) =>
        equal(`w[${i}]`, w, exact[i], {
          amount: rho * (4 * error + 1e-11),
          because: 'the angle’s own equation, integrated to 1e-11',
        }),
      );
    });
  },
  cost: 'moderate',
  sources,
});

export const sphereFlowLaws = [
  conserved,
  frozen,
  falling,
  velocityLaw,
  mirrored,
  turning,
  homogeneous,
  composed,
  onCircle,
] as const;
