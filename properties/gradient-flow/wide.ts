import fc from 'fast-check';
import { normals, type PhaseData, phaseData, seeds } from '../../oracles/arbitraries/index.ts';
import { symmetricEigen } from '../../reference/numerics/symmetric-eigen.ts';
import { law } from '../define.ts';
import { differenced } from '../differences.ts';
import type { Comparison } from '../law.ts';
import { type Measured, scaled } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import {
  determinant,
  dot,
  drawnPhase,
  forces,
  gramOfWeights,
  matrixProduct,
  meanOf,
  reflection,
  shuffled,
  signs,
  trace,
} from './models.ts';
import {
  asRows,
  type Course,
  gramFlow,
  populationEigenvalues,
  stretched,
  velocity,
} from './questions.ts';

interface Start extends PhaseData {
  readonly initial: number[][];
  readonly seed: number;
  /** Below the inverse of every rate at which A changes. */
  readonly unit: number;
}

const starts = (
  size: { readonly d?: number; readonly units?: number; readonly maxColumns?: number } = {},
): fc.Arbitrary<Start> =>
  fc
    .record({
      data: phaseData({
        maxRows: 8,
        minColumns: size.d ?? 1,
        maxColumns: size.d ?? size.maxColumns ?? 3,
      }),
      more: fc.integer({ min: 0, max: 2 }),
      seed: seeds(),
    })
    .map(({ data, more, seed }) => {
      const d = data.teacher.length;
      const initial = normals(size.units ?? d + more, d, seed);
      return { ...data, seed, initial, unit: 1 / fastest(data, initial) };
    });

/** A bound on the rate of A: that of a force on its own, and of the force’s change with A. */
const fastest = (
  { matrix, labels }: Pick<PhaseData, 'matrix' | 'labels'>,
  initial: readonly (readonly number[])[],
): number => {
  const tr = trace(gramOfWeights(initial));
  return matrix.reduce((total, x, mu) => {
    const power = dot(x, x);
    return total + (8 * (labels[mu] ** 2 + 2 * power * tr) * power) / initial.length;
  }, 0);
};

const needs = ['over-parametrised.gradient-flow'];
const sources = ['sarao2020optimization'] as const;

const same = (
  what: string,
  found: readonly Measured[],
  expected: readonly Measured[],
): Comparison[] => found.map((x, i) => equal(`${what}[${i}]`, x, expected[i], stretched));

const errorOf = (state: readonly Measured[]): number =>
  state.reduce((total, x) => total + x.error, 0);

const closed = law<Start>({
  id: 'over-parametrised/gram-obeys-its-own-equation',
  statement: 'The matrix A moves by an equation of its own, which sees the weights through A only.',
  formula: 'dA/dt = (4/m)(M A + A M),   M = Σ_μ (y² − xᵀAx) x xᵀ;   dL/dt = −(16/m) tr(M A M)',
  catches: 'a factor 2 for 4; 1/m forgotten; a loss averaged beside a gradient that is summed',
  needs,
  model: starts(),
  async check(bench, { matrix, labels, initial, unit }) {
    const data = { matrix, labels };
    const m = initial.length;
    const flow = await velocity(bench, (at) => gramFlow(bench, data, initial, at), unit, unit);
    const A = asRows(flow.state);
    const { M } = forces(matrix, labels, A);
    const left = matrixProduct(M, A);
    const rate = left.map((row, i) => row.map((x, j) => (4 / m) * (x + left[j][i])));
    const moved = 4 * errorOf(flow.state) * fastest(data, initial);
    const size = Math.max(1e-300, ...rate.flat().map(Math.abs));
    const force = Math.max(...M.flat().map(Math.abs));
    return [
      ...rate
        .flat()
        .map((value, i) =>
          equal(
            `dA/dt[${i}]`,
            flow.velocity[i],
            { value, error: moved + 1e-13 * size },
            differenced,
          ),
        ),
      equal(
        'dL/dt',
        flow.lossVelocity,
        {
          value: (-16 / m) * trace(matrixProduct(matrixProduct(M, A), M)),
          error: 8 * moved * force * A.length ** 2,
        },
        differenced,
      ),
    ];
  },
  cost: 'moderate',
  sources,
});

const falling = law<Start>({
  id: 'over-parametrised/loss-falls',
  statement: 'The loss falls all the way, and is that of the matrix reported with it.',
  formula: 'L(t₂) ≤ L(t₁) for t₁ < t₂;   L(t) = Σ (y² − xᵀA(t)x)²',
  catches: 'Euler’s method in steps too long for the largest curvature; a mean for a sum',
  needs,
  model: starts(),
  async check(bench, { matrix, labels, initial, unit }) {
    const at = [0, 1, 4, 16].map((t) => t * unit);
    const { states, loss } = await gramFlow(bench, { matrix, labels }, initial, at);
    return loss.flatMap((l, k) => {
      const A = asRows(states[k]);
      const off = matrix.reduce((total, x, mu) => {
        const reach = x.reduce((s, y) => s + Math.abs(y), 0) ** 2;
        const gap = Math.abs(
          labels[mu] ** 2 -
            dot(
              x,
              matrixProduct(
                A,
                x.map((y) => [y]),
              ).flat(),
            ),
        );
        const e = reach * Math.max(...states[k].map((s) => s.error));
        return total + (2 * gap + e) * e;
      }, 0);
      return [
        equal('L of A', { value: forces(matrix, labels, A).loss, error: off }, l, stretched),
        ...(k === 0 ? [] : [atMost('L(t₂) ≤ L(t₁)', l, loss[k - 1], stretched)]),
      ];
    });
  },
  cost: 'moderate',
  sources,
});

const positive = law<Start>({
  id: 'over-parametrised/gram-stays-positive',
  statement: 'A is symmetric and has no negative eigenvalue.',
  formula: 'A(t) = A(t)ᵀ ⪰ 0',
  catches: 'a flow of A in Euler steps; a residual that is subtracted from A',
  needs,
  model: starts(),
  async check(bench, { matrix, labels, initial, unit }) {
    const at = [unit, 8 * unit];
    const { states } = await gramFlow(bench, { matrix, labels }, initial, at);
    return states.flatMap((state) => {
      const A = asRows(state);
      const d = A.length;
      const data = Float64Array.from(A.flatMap((row, i) => row.map((x, j) => (x + A[j][i]) / 2)));
      const { values } = symmetricEigen({ rows: d, columns: d, data });
      return [
        ...A.flatMap((row, i) =>
          row
            .slice(0, i)
            .map((_, j) => equal('A_ij = A_ji', state[i * d + j], state[j * d + i], stretched)),
        ),
        atMost('λ_min ≥ 0', 0, { value: values[0], error: errorOf(state) }, stretched),
      ];
    });
  },
  cost: 'moderate',
  sources,
});

const rank = law<Start>({
  id: 'over-parametrised/rank-is-kept',
  statement:
    'Fewer units than dimensions keep their span: no direction that starts empty is ever filled.',
  formula: 'W(0) c = 0 ⇒ A(t) c′ = 0 for a c′(t);   one unit: A(t) = w wᵀ, all 2 × 2 minors vanish',
  catches: 'a start that is made invertible by a little noise; a flow of A with rounding amplified',
  needs,
  model: starts({ d: 3, units: 1 }),
  async check(bench, { matrix, labels, initial, unit }) {
    const { states } = await gramFlow(bench, { matrix, labels }, initial, [unit, 6 * unit]);
    return states.flatMap((state) => {
      const A = asRows(state);
      const size = trace(A);
      const error = 4 * errorOf(state) * Math.abs(size);
      // All two-by-two minors of a matrix of rank one vanish.
      return [0, 1].flatMap((i) =>
        [0, 1].map((j) =>
          equal(
            'minor',
            { value: A[i][j] * A[i + 1][j + 1] - A[i][j + 1] * A[i + 1][j], error },
            0,
            stretched,
          ),
        ),
      );
    });
  },
  cost: 'moderate',
  sources,
});

const volume = law<Start>({
  id: 'over-parametrised/volume-follows-the-trace-of-the-force',
  statement: 'The logarithm of the determinant of A changes at the rate of the trace of the force.',
  formula: 'd/dt ln det A = (8/m) tr M',
  catches: 'one side of M A + A M only; a factor 2; 1/m forgotten',
  needs,
  model: starts({ maxColumns: 2 }),
  async check(bench, { matrix, labels, initial, unit }) {
    const m = initial.length;
    const flow = await velocity(
      bench,
      async (at) => {
        const course = await gramFlow(bench, { matrix, labels }, initial, at);
        return {
          loss: course.loss,
          states: course.states.map((state) => {
            const A = asRows(state);
            const det = determinant(A);
            const size = trace(A) ** (A.length - 1);
            return [
              { value: Math.log(det), error: (2 * errorOf(state) * size) / Math.abs(det) },
              ...state,
            ];
          }),
        };
      },
      unit,
      unit,
    );
    const A = asRows(flow.state.slice(1));
    const det = determinant(A);
    // Next to a singular start the logarithm has no digits.
    if (!(det > 1e-4 * trace(A) ** A.length)) return [];
    const { M } = forces(matrix, labels, A);
    const off =
      matrix.reduce((total, x) => total + dot(x, x) ** 2, 0) * errorOf(flow.state.slice(1));
    return [
      equal(
        'd ln det A/dt',
        flow.velocity[0],
        { value: (8 / m) * trace(M), error: (8 / m) * off },
        differenced,
      ),
    ];
  },
  cost: 'moderate',
  sources,
});

const clock = law<Start>({
  id: 'over-parametrised/units-only-set-the-clock',
  statement:
    'Rotated units are the same network, and twice as many of the same take the same way half as fast.',
  formula: 'W → O W: A(t) unchanged;   W → (W; W), m → 2m: A(2t) = A(t)',
  catches: '1/m forgotten in A or in the gradient; units that are not exchangeable',
  needs,
  model: starts(),
  async check(bench, { matrix, labels, initial, unit, seed }) {
    const data = { matrix, labels };
    const at = [unit, 4 * unit];
    const plain = await gramFlow(bench, data, initial, at);
    const turn = reflection(initial.length, seed);
    const columns = initial[0].map((_, j) => turn(initial.map((row) => row[j])));
    const rotated = await gramFlow(
      bench,
      data,
      initial.map((_, a) => columns.map((column) => column[a])),
      at,
    );
    const doubled = await gramFlow(
      bench,
      data,
      [...initial, ...initial],
      at.map((t) => 2 * t),
    );
    const compared = (what: string, other: Course): Comparison[] =>
      other.states.flatMap((state, k) => [
        ...same(what, state, plain.states[k]),
        equal('L', other.loss[k], plain.loss[k], stretched),
      ]);
    return [...compared('O W', rotated), ...compared('twice', doubled)];
  },
  cost: 'moderate',
  sources,
});

const turning = law<Start>({
  id: 'over-parametrised/gram-turns-with-inputs',
  statement:
    'Turn inputs and weights together, and A turns with them; samples have neither order nor sign.',
  formula: '(X Oᵀ, W Oᵀ): A(t) → O A(t) Oᵀ;   X_μ → ±X_π(μ): A(t) unchanged',
  catches: 'an axis that is special; moduli of the inputs; rows and labels in different orders',
  needs,
  model: starts(),
  async check(bench, { matrix, labels, initial, unit, seed }) {
    const at = [2 * unit];
    const plain = await gramFlow(bench, { matrix, labels }, initial, at);
    const turn = reflection(initial[0].length, seed);
    const turned = await gramFlow(
      bench,
      { matrix: matrix.map(turn), labels },
      initial.map(turn),
      at,
    );
    const order = shuffled(labels.length, seed);
    const sign = signs(labels.length, seed);
    const reordered = await gramFlow(
      bench,
      {
        matrix: order.map((k) => matrix[k].map((x) => sign[k] * x)),
        labels: order.map((k) => labels[k]),
      },
      initial,
      at,
    );
    const rows = asRows(plain.states[0]).map(turn);
    const expected = rows[0].map((_, j) => turn(rows.map((row) => row[j])));
    const error = errorOf(plain.states[0]);
    return [
      ...same(
        'O A Oᵀ',
        turned.states[0],
        expected[0].flatMap((_, i) => expected.map((row) => ({ value: row[i], error }))),
      ),
      equal('L', turned.loss[0], plain.loss[0], stretched),
      ...same('A', reordered.states[0], plain.states[0]),
    ];
  },
  cost: 'moderate',
  sources,
});

const homogeneous = law<Start & { readonly factor: number }>({
  id: 'over-parametrised/gram-keeps-its-course-in-other-units',
  statement: 'Inputs c times larger make A take its way c⁴ times faster.',
  formula: '(X, y, t) → (c X, c y, t/c⁴): A(t) unchanged, L → c⁴ L',
  catches: 'a step of fixed length; labels that are taken for their squares',
  needs,
  model: fc
    .record({ start: starts(), factor: fc.constantFrom(2, 0.5, 3) })
    .map(({ start, factor }) => ({ ...start, factor })),
  async check(bench, { matrix, labels, initial, unit, factor: c }) {
    const at = [unit, 4 * unit];
    const plain = await gramFlow(bench, { matrix, labels }, initial, at);
    const faster = await gramFlow(
      bench,
      { matrix: matrix.map((row) => row.map((x) => c * x)), labels: labels.map((y) => c * y) },
      initial,
      at.map((t) => t / c ** 4),
    );
    return faster.states.flatMap((state, k) => [
      ...same('A', state, plain.states[k]),
      equal('c⁴ L', faster.loss[k], scaled(c ** 4, plain.loss[k]), stretched),
    ]);
  },
  cost: 'moderate',
  sources,
});

const logistic = law<Start>({
  id: 'over-parametrised/one-dimension-is-logistic',
  statement: 'In one dimension the network learns the square of the teacher logistically.',
  formula: 'd = 1: A(t) = A*/(1 + (A*/A₀ − 1) e^{−κt}),   κ = (8/m) Σ x⁴ A*',
  catches: 'a factor 2 for 4; 1/m forgotten; labels that are not squared; a mean for a sum',
  needs,
  model: starts({ d: 1 }),
  async check(bench, { matrix, labels, initial, teacher, unit }) {
    const at = [unit, 8 * unit];
    const { states } = await gramFlow(bench, { matrix, labels }, initial, at);
    const start = gramOfWeights(initial)[0][0];
    const target = teacher[0] ** 2;
    const rate = (8 / initial.length) * matrix.reduce((total, [x]) => total + x ** 4, 0) * target;
    return states.map(([a], k) =>
      equal('A', a, target / (1 + (target / start - 1) * Math.exp(-rate * at[k])), {
        amount: 1e-11 * Math.max(target, start),
        because: 'rounding of the closed form at a small teacher',
      }),
    );
  },
  cost: 'moderate',
  sources,
});

const instances = 6;
const late = 'instances with L(t)/L(0) > 1/10';

const arrives = law<{ readonly seed: number }>({
  id: 'over-parametrised/wide-networks-reach-zero-loss',
  statement: 'From a generic start a network as wide as its input explains every label in the end.',
  formula: 'm ≥ d: L(A(t)) → 0 (theorem 4.1)',
  catches: 'a flow that stops early; time that is counted per sample',
  needs,
  model: fc.record({ seed: seeds() }),
  async check(bench, { seed }) {
    const [d, n] = [3, 9];
    let missing = 0;
    for (let k = 0; k < instances; k++) {
      const { matrix, labels } = drawnPhase(n, d, seed, k);
      const { loss } = await bench.ask<{ loss?: readonly number[] }>(
        'over-parametrised.gradient-flow',
        { matrix, labels, initial: normals(d, d, seed + k), times: [0, (120 * d) / (4 * n)] },
      );
      if (loss === undefined) return [];
      if (loss[1] > loss[0] / 10) missing += 1;
    }
    return [atMost(late, missing / instances, 1 / 2)];
  },
  // A theorem for t → ∞. At this t fewer than one instance in 400 are late, and four of six would have to be.
  statistics: {
    falseAlarm: 1e-9,
    tail: {
      model: 'binomial',
      counts: [{ what: late, trials: instances, probability: 1 / 400, most: 3 }],
    },
    power: { mistake: 'wide flow stopped early', atLeast: 0.7 },
  },
  cost: 'expensive',
  sources: ['sarao2020optimization'],
});

const blocks = 24;
const spreads = 14;

const population = law<{ readonly seed: number }>({
  id: 'over-parametrised/many-samples-follow-the-population',
  statement: 'With many samples A follows the flow of the population.',
  formula: 'n → ∞: A(t) → a(τ) P + b(τ) (I − P),  τ = 4nt/(m d²)',
  catches: 'time without 4/(m d²); inputs of another variance; the trace of the residual forgotten',
  needs: ['over-parametrised.gradient-flow', 'over-parametrised.population-flow'],
  model: fc.record({ seed: seeds() }),
  async check(bench, { seed }) {
    const [d, n] = [2, 400];
    const tau = 0.3;
    const seen = { signal: [] as number[], bulk: [] as number[] };
    const initial = [
      [Math.SQRT1_2, 0],
      [0, Math.SQRT1_2],
    ]; // A(0) = I/4
    for (let k = 0; k < blocks; k++) {
      const { matrix, labels, teacher } = drawnPhase(n, d, seed, k);
      const t = (tau * d * d * d) / (4 * n);
      const { gram } = await bench.ask<{ gram: readonly number[][][] }>(
        'over-parametrised.gradient-flow',
        { matrix, labels, initial, times: [t] },
      );
      const A = gram[0];
      const along = dot(teacher, [dot(A[0], teacher), dot(A[1], teacher)]) / d;
      seen.signal.push(along);
      seen.bulk.push(trace(A) - along);
    }
    const { signal, bulk } = await populationEigenvalues(
      bench,
      { dimension: d, signal: 0.25, bulk: 0.25 },
      [tau],
    );
    const compared = (what: string, values: readonly number[], expected: Measured) => {
      const { mean, standardError } = meanOf(values);
      return equal(what, mean, expected, {
        amount: spreads * standardError + 20 / n,
        because: `${spreads} standard errors of ${blocks} data sets, and a bias of order 1/n`,
      });
    };
    return [compared('a', seen.signal, signal[0]), compared('b', seen.bulk, bulk[0])];
  },
  // The means are not quite normal: of fourteen standard errors ten are counted on.
  statistics: {
    falseAlarm: 2e-9,
    tail: { model: 'student', statistics: 2, deviations: 10, freedom: blocks - 1 },
    power: { mistake: 'wide flow with 2 for 4', atLeast: 0.9 },
  },
  cost: 'expensive',
  sources: ['sarao2020optimization'],
});

export const wideFlowLaws = [
  closed,
  falling,
  positive,
  rank,
  volume,
  clock,
  turning,
  homogeneous,
  logistic,
  arrives,
  population,
] as const;
