import type { Witness } from '../oracle.ts';
import type { CommitteeAmpParams, CommitteeAmpResult } from '../types/committee.amp.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { backward, factorOf, observer, sandwiched } from './committee-sector.ts';

type Rows = number[][];

const zeros = (rows: number): Rows => Array.from({ length: rows }, () => [0, 0]);

const times = (x: readonly number[], S: readonly (readonly number[])[]): number[] => [
  x[0] * S[0][0] + x[1] * S[1][0],
  x[0] * S[0][1] + x[1] * S[1][1],
];

/** Mean and covariance of the four states, or of the Gaussian, under exp(γ·w − wᵀΛw/2). */
function posterior(prior: string, gamma: readonly number[], L: Rows) {
  if (prior === 'gaussian') {
    const [a, b, c] = [1 + L[0][0], 1 + L[1][1], L[0][1]];
    const det = a * b - c * c;
    if (!(a > 0 && det > 1e-6)) throw new OutOfReach('no posterior');
    const C = [
      [b / det, -c / det],
      [-c / det, a / det],
    ];
    return { mean: times(gamma, C), C };
  }
  const states = [
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ];
  const scores = states.map((w) => {
    const Lw = times(w, L);
    return gamma[0] * w[0] + gamma[1] * w[1] - (w[0] * Lw[0] + w[1] * Lw[1]) / 2;
  });
  const top = Math.max(...scores);
  const p = scores.map((s) => Math.exp(s - top));
  const total = p.reduce((s, x) => s + x, 0);
  const average = (f: (w: number[]) => number) =>
    states.reduce((s, w, k) => s + (p[k] / total) * f(w), 0);
  const mean = [average((w) => w[0]), average((w) => w[1])];
  const cov = (i: number, j: number) => average((w) => (w[i] - mean[i]) * (w[j] - mean[j]));
  return {
    mean,
    C: [
      [cov(0, 0), cov(0, 1)],
      [cov(0, 1), cov(1, 1)],
    ],
  };
}

function run(params: CommitteeAmpParams, disturbance: number) {
  const { matrix: X, labels: y, prior, iterations } = params;
  const [n, d] = [X.length, X[0].length];
  const push = (k: number) =>
    1 + disturbance * ((k * 2654435761) % 4294967296 < 2147483648 ? -1 : 1);
  let w: Rows = params.initialMean.map((row) => [...row]);
  let V: Rows = (
    params.initialVariance ?? [
      [1, 0],
      [0, 1],
    ]
  ).map((row) => [...row]);
  let g = zeros(n);
  const states = [{ w, V }];
  for (let t = 1; t <= iterations; t++) {
    const L = zeros(2);
    const next = zeros(n);
    const factor = factorOf(V[0][0], V[0][1], V[1][1]);
    if (!(factor[2] > 1e-6 * factor[0])) throw new OutOfReach('nearly singular');
    const see = observer(factor, 20, 8);
    for (let mu = 0; mu < n; mu++) {
      const back = times(g[mu], V);
      const omega = [0, 1].map((l) => X[mu].reduce((s, x, i) => s + x * w[i][l], 0) - back[l]);
      const seen = see(y[mu], omega[0], omega[1]);
      if (!(seen.rounding < 1e-9)) throw new OutOfReach('an improbable output');
      const [a, c, b] = seen.covariance;
      const slope = sandwiched(factor, [a * push(mu) - 1, c, b - 1]);
      next[mu] = backward(factor, seen.mean).map((x, l) => x * push(mu + l));
      L[0][0] -= slope[0] / d;
      L[0][1] -= slope[1] / d;
      L[1][0] -= slope[1] / d;
      L[1][1] -= slope[2] / d;
    }
    g = next;
    const before = w;
    const C = zeros(2);
    w = before.map((row, i) => {
      const lw = times(row, L);
      const gamma = [0, 1].map((l) => lw[l] + X.reduce((s, x, mu) => s + x[i] * g[mu][l], 0));
      const found = posterior(prior.kind, gamma, L);
      for (const k of [0, 1]) for (const l of [0, 1]) C[k][l] += found.C[k][l] / d;
      return found.mean.map((x, l) => x * push(i + 7 * l));
    });
    V = C;
    states.push({ w, V });
  }
  return states;
}

const LARGEST = 1500; // rows × iterations

/** The algorithm as written, with denoisers by Bayes' rule. */
export const plainCommitteeLoop: Witness<CommitteeAmpParams, CommitteeAmpResult> = {
  id: 'plain-committee-loop',
  method:
    "matrix-valued message passing in plain loops, with the output by Bayes' rule in polar coordinates and the weights state by state; its error from a second run with perturbed messages",
  ...attempting((params) => {
    if (params.labels.length * Math.max(1, params.iterations) > LARGEST)
      throw new OutOfReach('too large for plain loops');
    const states = run(params, 0);
    const disturbed = run(params, 1e-12);
    const worst = (field: 'w' | 'V') => {
      let most = 0;
      for (const t of params.record)
        states[t][field].forEach((row, i) => {
          row.forEach((x, j) => {
            most = Math.max(most, Math.abs(x - disturbed[t][field][i][j]));
          });
        });
      return 8 * most + 1e-12;
    };
    return {
      result: {
        means: params.record.map((t) => states[t].w),
        variance: params.record.map((t) => states[t].V),
      },
      error: { means: worst('w'), variance: worst('V') },
    };
  }),
};
