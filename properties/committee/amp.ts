import fc from 'fast-check';
import {
  type CommitteeAmpQuestion,
  committeeAmpQuestions,
  hasStates,
} from '../../oracles/arbitraries/committee.ts';
import { law } from '../define.ts';
import type { Bench, Comparison } from '../law.ts';
import type { Measured } from '../measured.ts';
import { equal } from '../near.ts';
import { floorOf, LeftOut, permitted } from '../questions.ts';
import { rademacher } from './questions.ts';

const id = 'committee.amp';
const needs = [id];

export interface AmpState {
  /** One row of two per input. */
  readonly means: readonly (readonly [Measured, Measured])[];
  /** Entries 11, 12, 22. */
  readonly variance: readonly [Measured, Measured, Measured];
}

/** Weights that have a posterior on every instance, however small. */
const runs = committeeAmpQuestions(fc.constant(rademacher));

/** The recorded states; entries are accurate relative to the largest of their array. */
export async function amp(bench: Bench, question: CommitteeAmpQuestion): Promise<AmpState[]> {
  const answer = await bench.ask<{
    means?: readonly (readonly (readonly number[])[])[];
    variance?: readonly (readonly (readonly number[])[])[];
  }>(id, question);
  if (answer.means === undefined || answer.variance === undefined)
    throw new LeftOut(`${id} leaves out a field`);
  const { means, variance } = answer;
  return means.map((rows, k) => {
    const size = Math.max(...rows.flat().map((x) => Math.abs(Number(x))));
    const error = permitted(bench, size, 1, floorOf(id, 'means'));
    const V = variance[k];
    const spread = permitted(bench, Math.max(V[0][0], V[1][1]), 0, floorOf(id, 'variance'));
    const off = (value: number): Measured => ({ value, error: spread });
    return {
      means: rows.map(([a, b]) => [
        { value: Number(a), error },
        { value: Number(b), error },
      ]),
      variance: [off(V[0][0]), off(V[0][1]), off(V[1][1])],
    };
  });
}

const rounding =
  'accuracy of the answers; the two runs add in another order, and few steps amplify that little';

/** A run that may amplify what it is asked; few of a handful of steps by more. */
const amplified = (bench: Bench) => ({ amount: 1e3 * bench.accuracy, because: rounding });

const agree = (
  bench: Bench,
  left: AmpState,
  right: AmpState,
  what: string,
): readonly Comparison[] => {
  const comparisons: Comparison[] = [];
  left.means.forEach((row, i) => {
    for (const l of [0, 1])
      comparisons.push(
        equal(`${what}: mean ${i}, unit ${l + 1}`, row[l], right.means[i][l], amplified(bench)),
      );
  });
  left.variance.forEach((v, k) => {
    comparisons.push(equal(`${what}: variance ${k}`, v, right.variance[k], amplified(bench)));
  });
  return comparisons;
};

const last = (question: CommitteeAmpQuestion): CommitteeAmpQuestion => ({
  ...question,
  record: [question.iterations],
});

const exchange = law<CommitteeAmpQuestion>({
  id: 'committee/amp-units-are-exchangeable',
  statement: 'Renaming the units at the start renames them at the end.',
  formula: 'ŵ⁰ → ŵ⁰ Π, V⁰ → Πᵀ V⁰ Π:   ŵᵗ → ŵᵗ Π, Vᵗ → Πᵀ Vᵗ Π',
  catches: 'one unit updated before the other; V and its transpose; units mixed in Λ',
  needs,
  model: runs,
  async check(bench, question) {
    const [plain] = await amp(bench, last(question));
    const [moved] = await amp(bench, {
      ...last(question),
      initialMean: question.initialMean.map(([a, b]) => [b, a]),
      ...(question.initialVariance && {
        initialVariance: [
          [question.initialVariance[1][1], question.initialVariance[0][1]],
          [question.initialVariance[1][0], question.initialVariance[0][0]],
        ],
      }),
    });
    return agree(
      bench,
      moved,
      {
        means: plain.means.map(([a, b]) => [b, a]),
        variance: [plain.variance[2], plain.variance[1], plain.variance[0]],
      },
      'exchanged',
    );
  },
  cost: 'cheap',
  sources: ['aubin2018'],
});

const mirror = law<CommitteeAmpQuestion>({
  id: 'committee/amp-signs-are-conventions',
  statement:
    'A sample read with the opposite sign has the opposite output; so has a world of opposite weights.',
  formula: '(X_μ, y_μ) → −(X_μ, y_μ): ŵ unchanged;   (y, ŵ⁰) → −(y, ŵ⁰): ŵᵗ → −ŵᵗ',
  catches: 'ties taken for one of the labels; a sign lost between g and γ',
  needs,
  model: runs,
  async check(bench, question) {
    const [plain] = await amp(bench, last(question));
    const [read] = await amp(bench, {
      ...last(question),
      matrix: question.matrix.map((row, mu) => (mu % 2 === 0 ? row.map((x) => -x) : row)),
      labels: question.labels.map((y, mu) => (mu % 2 === 0 ? -y : y)),
    });
    const [opposite] = await amp(bench, {
      ...last(question),
      labels: question.labels.map((y) => -y),
      initialMean: question.initialMean.map((row) => row.map((x) => -x)),
    });
    const negative = (m: Measured): Measured => ({ value: -m.value, error: m.error });
    return [
      ...agree(bench, read, plain, 'sample reversed'),
      ...agree(
        bench,
        opposite,
        {
          ...plain,
          means: plain.means.map(([a, b]) => [negative(a), negative(b)]),
        },
        'weights reversed',
      ),
    ];
  },
  cost: 'cheap',
  sources: ['aubin2018'],
});

const alike = law<CommitteeAmpQuestion>({
  id: 'committee/amp-equal-units-stay-equal',
  statement: 'Units that start alike receive the same messages for ever.',
  formula: 'ŵ⁰_{i1} = ŵ⁰_{i2}, V⁰₁₁ = V⁰₂₂:   ŵᵗ_{i1} = ŵᵗ_{i2} at every t',
  catches: 'units updated in turn; a hidden random start; V of one unit for both',
  needs,
  // Two steps: equal units that are not alike are an unstable state, which rounding leaves in a few more
  model: runs
    .map((question) => ({
      ...question,
      iterations: Math.min(2, question.iterations),
      initialMean: question.initialMean.map(([a]) => [a, a]),
    }))
    .filter((question) => hasStates({ ...question, record: [0] })),
  async check(bench, question) {
    const [state] = await amp(bench, last(question));
    return [
      ...state.means.map(([a, b], i) => equal(`mean ${i}`, a, b, amplified(bench))),
      equal('V₁₁ = V₂₂', state.variance[0], state.variance[2], amplified(bench)),
    ];
  },
  cost: 'cheap',
  sources: ['aubin2018'],
});

/** Means of w₁, w₂ and of w₁w₂ over the four states, weighed by exp(γ·w − Λ₁₂ w₁w₂). */
const fourStates = (gamma: readonly number[], cross: number) => {
  const states = [
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ];
  const scores = states.map(([a, b]) => gamma[0] * a + gamma[1] * b - cross * a * b);
  const top = Math.max(...scores);
  const p = scores.map((s) => Math.exp(s - top));
  const total = p.reduce((s, x) => s + x, 0);
  const average = (f: (w: readonly number[]) => number) =>
    states.reduce((s, w, k) => s + (p[k] / total) * f(w), 0);
  return {
    mean: [average((w) => w[0]), average((w) => w[1])],
    same: average((w) => w[0] * w[1]),
  };
};

const steps = law<CommitteeAmpQuestion>({
  id: 'committee/amp-two-steps',
  statement:
    'The second step corrects for what the first one said: by the new variances, times the old fields.',
  formula:
    'ω = X ŵ − g_old V_new;  g = ∇ ln Z;  Λ = −(1/d) Σ ∂g;  γ = ŵ Λ + Xᵀ g;  V = (1/d) Σ C_i',
  catches: 'no Onsager term; the old V in it, or the new g; Λ of a sum; γ without ŵ Λ',
  needs: ['committee.amp', 'committee.output-denoiser'],
  model: runs.map((question) => ({ ...question, iterations: 2, record: [1, 2] })).filter(hasStates),
  async check(bench, question) {
    const { matrix: X, labels, initialMean, initialVariance } = question;
    const d = X[0].length;
    const states = await amp(bench, question);
    let w = initialMean;
    let V = initialVariance ?? [
      [1, 0],
      [0, 1],
    ];
    let g = labels.map(() => [0, 0]);
    const comparisons: Comparison[] = [];
    for (const [t, state] of states.entries()) {
      const L = [0, 0, 0];
      const next: number[][] = [];
      for (const [mu, row] of X.entries()) {
        const field = [0, 1].map((l) => {
          const back = g[mu][0] * V[0][l] + g[mu][1] * V[1][l];
          return row.reduce((s, x, i) => s + x * w[i][l], 0) - back;
        });
        const output = await bench.ask<{ g: number[]; dg: number[][] }>(
          'committee.output-denoiser',
          { units: 2, y: labels[mu], omega: field, variance: V },
        );
        next.push(output.g);
        L[0] -= output.dg[0][0] / d;
        L[1] -= output.dg[0][1] / d;
        L[2] -= output.dg[1][1] / d;
      }
      g = next;
      const before = w;
      const C = [0, 0, 0];
      w = before.map((row, i) => {
        const gamma = [L[0] * row[0] + L[1] * row[1], L[1] * row[0] + L[2] * row[1]].map(
          (x, l) => x + X.reduce((s, r, mu) => s + r[i] * g[mu][l], 0),
        );
        const { mean, same } = fourStates(gamma, L[1]);
        C[0] += (1 - mean[0] ** 2) / d;
        C[1] += (same - mean[0] * mean[1]) / d;
        C[2] += (1 - mean[1] ** 2) / d;
        return mean;
      });
      V = [
        [C[0], C[1]],
        [C[1], C[2]],
      ];
      comparisons.push(
        ...agree(
          bench,
          state,
          {
            means: w.map(([x, y]) => [
              { value: x, error: 0 },
              { value: y, error: 0 },
            ]),
            variance: [V[0][0], V[0][1], V[1][1]].map((value) => ({ value, error: 0 })) as [
              Measured,
              Measured,
              Measured,
            ],
          },
          `step ${t + 1}`,
        ),
      );
      // From here on with the answers, so that errors do not add up
      w = state.means.map(([x, y]) => [x.value, y.value]);
      const [v11, v12, v22] = state.variance.map(({ value }) => value);
      V = [
        [v11, v12],
        [v12, v22],
      ];
    }
    return comparisons;
  },
  cost: 'moderate',
  sources: ['aubin2018'],
});

const start = law<CommitteeAmpQuestion>({
  id: 'committee/amp-starts-where-it-is-told',
  statement: 'After no iteration the state is the start.',
  formula: 't = 0: ŵ = ŵ⁰, V = V⁰, the identity by default',
  catches: 'states recorded one step late; a start that is not used',
  needs,
  model: runs.map((question) => ({ ...question, record: [0] })),
  async check(bench, question) {
    const [state] = await amp(bench, question);
    const V = question.initialVariance ?? [
      [1, 0],
      [0, 1],
    ];
    return [
      ...state.means.flatMap((row, i) =>
        row.map((x, l) => equal(`mean ${i}, unit ${l + 1}`, x, question.initialMean[i][l])),
      ),
      equal('V₁₁', state.variance[0], V[0][0]),
      equal('V₁₂', state.variance[1], V[0][1]),
    ];
  },
  cost: 'cheap',
  sources: ['aubin2018'],
});

export const committeeAmpLaws = [exchange, mirror, alike, steps, start] as const;
