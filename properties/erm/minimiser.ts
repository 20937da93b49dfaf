import fc from 'fast-check';
import {
  lambdas,
  type RiskQuestion,
  riskQuestions,
  seeds,
} from '../../oracles/arbitraries/index.ts';
import { philoxStream } from '../../reference/numerics/random.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import type { Comparison } from '../law.ts';
import { type Measured, product, scaled, sum } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { lossCurvature, lossForce, lossValue } from './models.ts';
import { minimiser, minimiserConditioning } from './questions.ts';

type Rows = readonly (readonly number[])[];

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((total, x, i) => total + x * b[i], 0);

/** Σ ℓ(y X·w) + (λ/2)‖w‖² */
const cost = ({ loss, lambda, matrix, labels }: RiskQuestion, w: readonly number[]): number =>
  matrix.reduce((total, row, k) => total + lossValue(loss, labels[k] * dot(row, w)), 0) +
  (lambda / 2) * dot(w, w);

/** Small data sets and a penalty that leaves the minimum well-conditioned. */
const questions = riskQuestions(12, 10).chain((question) =>
  lambdas(0.1, 100).map((lambda) => ({ ...question, lambda })),
);
const seeded = fc
  .record({ question: questions, seed: seeds() })
  .map(({ question, seed }) => ({ ...question, seed }));
type Seeded = RiskQuestion & { readonly seed: number };

const sameWeights = (
  found: readonly Measured[],
  expected: readonly Measured[],
): readonly Comparison[] =>
  found.map((w, i) => equal(`w[${i}]`, w, expected[i], minimiserConditioning));

const evaluated = law<Seeded>({
  id: 'erm/minimiser-is-minimal',
  statement:
    'No weights cost less than the minimiser, and those at a distance cost what convexity demands.',
  formula: 'objective = Σℓ + (λ/2)‖ŵ‖² ≤ n ℓ(0);   cost(ŵ + δ) ≥ objective + (λ/2)‖δ‖²',
  catches: 'a penalty λ‖w‖²; an intercept; a mean over samples for a sum; a solver stopped early',
  needs: ['erm.minimiser'],
  model: seeded,
  async check(bench, { seed, ...question }) {
    const { loss, lambda, matrix, labels } = question;
    const { weights, objective } = await minimiser(bench, loss, lambda, { matrix, labels });
    const w = weights.map(({ value }) => value);
    // At a minimum the cost responds to the weights in second order only, (H/2)‖δw‖², but for the hinge.
    const force = matrix.flat().reduce((total, x) => total + Math.abs(x), 0);
    const direct = (weights[0]?.error ?? 0) * (loss === 'hinge' ? force : 0);
    const slack = {
      amount: direct + 2 * bench.accuracy * objective.value,
      because: minimiserConditioning,
    };
    const stream = philoxStream(seed);
    const length = Math.max(...w.map(Math.abs), 1e-3);
    const elsewhere = [0.3, 0.01].map((size) => {
      const step = w.map(() => size * length * stream.normal());
      const there = cost(
        question,
        w.map((x, i) => x + step[i]),
      );
      return atMost('cost at a distance', sum(objective, (lambda / 2) * dot(step, step)), there, {
        amount:
          slack.amount +
          dot(
            step.map(Math.abs),
            weights.map(({ error }) => error),
          ) *
            (lambda + force),
        because: minimiserConditioning,
      });
    });
    return [
      equal('objective', objective, cost(question, w), slack),
      atMost('objective ≤ n ℓ(0)', objective, labels.length * lossValue(loss, 0)),
      ...elsewhere,
    ];
  },
  cost: 'cheap',
  sources: ['aubin2020'],
});

const stationary = law<RiskQuestion>({
  id: 'erm/minimiser-balance',
  statement: 'At the minimum the samples pull on each weight as much as the penalty.',
  formula: 'Σ_μ y_μ X_μi f(u_μ) = λ ŵ_i,   u_μ = y_μ X_μ·ŵ',
  catches: 'a gradient of another loss; λ w/2; labels 0/1 for ±1',
  needs: ['erm.minimiser'],
  model: questions.filter(({ loss }) => loss !== 'hinge'),
  async check(bench, { loss, lambda, matrix, labels }) {
    if (loss === 'hinge') return [];
    const { weights } = await minimiser(bench, loss, lambda, { matrix, labels });
    const pulls = matrix.map((row, k) => {
      const u = sum(...row.map((x, i) => scaled(labels[k] * x, weights[i])));
      return {
        value: lossForce(loss, u.value),
        error: Math.min(1, lossCurvature(loss, u.value) * Math.exp(u.error)) * u.error,
      };
    });
    return weights.map((w, i) => {
      const pull = sum(...matrix.map((row, k) => scaled(labels[k] * row[i], pulls[k])));
      return equal(`pull on w[${i}]`, pull, scaled(lambda, w), minimiserConditioning);
    });
  },
  cost: 'cheap',
  sources: ['aubin2020'],
});

/** A permutation of n things. */
function shuffled(n: number, seed: number): readonly number[] {
  const stream = philoxStream(seed);
  return Array.from({ length: n }, (_, k) => [stream.uniform(), k] as const)
    .sort(([a], [b]) => a - b)
    .map(([, k]) => k);
}

const exchangeable = law<Seeded>({
  id: 'erm/minimiser-order-and-sign',
  statement: 'Samples have no order, and a sample with its label flipped twice is the same sample.',
  formula: '(X_μ, y_μ) → (σ_μ X_π(μ), σ_μ y_π(μ)): ŵ and objective unchanged',
  catches: 'labels shuffled without their rows; an intercept, which is not odd',
  needs: ['erm.minimiser'],
  model: seeded,
  async check(bench, { seed, loss, lambda, matrix, labels }) {
    const plain = await minimiser(bench, loss, lambda, { matrix, labels });
    const order = shuffled(labels.length, seed);
    const signs = order.map((k) => ((seed >>> (k % 30)) & 1 ? -1 : 1));
    const again = await minimiser(bench, loss, lambda, {
      matrix: order.map((k, i) => matrix[k].map((x) => signs[i] * x)),
      labels: order.map((k, i) => signs[i] * labels[k]),
    });
    return [
      ...sameWeights(again.weights, plain.weights),
      equal('objective', again.objective, plain.objective),
    ];
  },
  cost: 'cheap',
  sources: ['aubin2020'],
});

const rotated = law<Seeded>({
  id: 'erm/minimiser-turns-with-inputs',
  statement: 'Turn the inputs, and the weights turn with them.',
  formula: 'X → X O: ŵ → Oᵀ ŵ, objective unchanged',
  catches: 'standardised columns; a penalty that is not round (ℓ₁, or without the first weight)',
  needs: ['erm.minimiser'],
  model: seeded,
  async check(bench, { seed, loss, lambda, matrix, labels }) {
    const stream = philoxStream(seed);
    const axis = matrix[0].map(() => stream.normal());
    const norm = dot(axis, axis);
    // A reflection is its own inverse.
    const reflect = (row: readonly number[]): number[] => {
      const along = (2 * dot(row, axis)) / norm;
      return row.map((x, i) => x - along * axis[i]);
    };
    const plain = await minimiser(bench, loss, lambda, { matrix, labels });
    const turned: Rows = matrix.map(reflect);
    const again = await minimiser(bench, loss, lambda, { matrix: turned, labels });
    const widest = Math.sqrt(matrix[0].length) * Math.max(...plain.weights.map((w) => w.error));
    const expected = reflect(plain.weights.map((w) => w.value)).map((value) => ({
      value,
      error: 2 * widest,
    }));
    return [
      ...sameWeights(again.weights, expected),
      equal('objective', again.objective, plain.objective),
    ];
  },
  cost: 'cheap',
  sources: ['aubin2020'],
});

const units = law<RiskQuestion & { readonly scale: number }>({
  id: 'erm/minimiser-units',
  statement: 'Inputs c times larger need weights c times smaller, under a penalty c² times larger.',
  formula:
    '(X, λ) → (c X, c² λ): ŵ → ŵ/c;   every sample twice and 2λ: ŵ unchanged, objective doubled',
  catches: 'λ per sample; C = 1/λ without the variance of the inputs',
  needs: ['erm.minimiser'],
  model: fc
    .record({ question: questions, scale: fc.constantFrom(2, 0.5, 3) })
    .map(({ question, scale }) => ({ ...question, scale })),
  async check(bench, { scale: c, loss, lambda, matrix, labels }) {
    const plain = await minimiser(bench, loss, lambda, { matrix, labels });
    const larger = await minimiser(bench, loss, c * c * lambda, {
      matrix: matrix.map((row) => row.map((x) => c * x)),
      labels,
    });
    const doubled = await minimiser(bench, loss, 2 * lambda, {
      matrix: [...matrix, ...matrix],
      labels: [...labels, ...labels],
    });
    return [
      ...sameWeights(
        larger.weights.map((w) => scaled(c, w)),
        plain.weights,
      ),
      equal('objective', larger.objective, plain.objective),
      ...sameWeights(doubled.weights, plain.weights),
      equal('objective, doubled', doubled.objective, scaled(2, plain.objective)),
    ];
  },
  cost: 'cheap',
  sources: ['aubin2020'],
});

const envelope = law<RiskQuestion>({
  id: 'erm/minimiser-envelope',
  statement: 'The minimum rises with the penalty by half the squared length of the minimiser.',
  formula: 'd objective/dλ = ‖ŵ‖²/2',
  catches: 'an objective without its penalty; weights and objective of different scalings',
  needs: ['erm.minimiser'],
  model: questions.filter(({ loss }) => loss !== 'hinge'),
  async check(bench, { loss, lambda, matrix, labels }) {
    const { weights } = await minimiser(bench, loss, lambda, { matrix, labels });
    const slope = await derivative(
      async (l) => (await minimiser(bench, loss, l, { matrix, labels })).objective,
      lambda,
      lambda,
      bench.accuracy,
    );
    const square = sum(...weights.map((w) => product(w, w)));
    return [equal('d objective/dλ', slope, scaled(0.5, square), differenced)];
  },
  cost: 'cheap',
  sources: ['aubin2020'],
});

export const minimiserLaws = [
  evaluated,
  stationary,
  exchangeable,
  rotated,
  units,
  envelope,
] as const;
