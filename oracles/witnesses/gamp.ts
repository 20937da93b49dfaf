import type { Witness } from '../oracle.ts';
import type { GlmGampParams, GlmGampResult } from '../types/glm.gamp.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { given, noiseOf } from './output.ts';
import { type Law, lawOf, tilt } from './weight.ts';

const LARGEST = 2000; // entries × iterations

/**
 * The algorithm as printed, one plain loop after another, with both denoisers by Bayes' rule on
 * tables. A second run whose every g and a is off by 10⁻¹² shows how far errors grow.
 */
export const textbookLoop: Witness<GlmGampParams, GlmGampResult> = {
  id: 'textbook-loop',
  method:
    "G-AMP in plain nested loops over the matrix, denoisers by Bayes' rule on tables of w and z; its error from a second run with perturbed messages",
  ...attempting((params) => {
    const { matrix, iterations, record } = params;
    if (matrix.length * matrix[0].length * Math.max(1, iterations) > LARGEST)
      throw new OutOfReach('too large for the tables');
    const law = lawOf(params.prior);
    const states = run(params, law, 0);
    const disturbed = run(params, law, 1e-12);
    const pick = (field: 'a' | 'v') => record.map((t) => states[t][field]);
    const error = (field: 'a' | 'v') => {
      let worst = 0;
      for (const t of record)
        states[t][field].forEach((x, i) => {
          worst = Math.max(worst, Math.abs(x - disturbed[t][field][i]));
        });
      return 4 * worst + 1e-13;
    };
    return {
      result: { means: pick('a'), variances: pick('v') },
      error: { means: error('a'), variances: error('v') },
    };
  }),
};

function run(params: GlmGampParams, law: Law, disturbance: number) {
  const { channel, matrix: F, labels: y, damping = 0, variance = 'full' } = params;
  const n = F.length;
  const d = F[0].length;
  const noise = noiseOf(channel);
  // a fixed pattern of signs: every message is pushed, none in the direction of the next
  const push = (k: number) => disturbance * ((k * 2654435761) % 4294967296 < 2147483648 ? -1 : 1);
  let a = [...(params.initialMean ?? Array.from({ length: d }, () => law.mean))];
  let v = [
    ...(params.initialVariance ??
      Array.from({ length: d }, () => law.secondMoment - law.mean ** 2)),
  ];
  let g = Array.from({ length: n }, () => 0);
  const states = [{ a, v }];
  for (let t = 1; t <= params.iterations; t++) {
    const dg: number[] = [];
    const next: number[] = [];
    for (let mu = 0; mu < n; mu++) {
      let V = 0;
      for (let i = 0; i < d; i++)
        V += variance === 'scalar' ? v[i] / d : F[mu][i] * F[mu][i] * v[i];
      let omega = -V * g[mu];
      for (let i = 0; i < d; i++) omega += F[mu][i] * a[i];
      const U = V + noise;
      if (!(U > 1e-20)) throw new OutOfReach('perfect recovery');
      const seen = given(channel, y[mu], omega, V);
      if (!Number.isFinite(seen.logMass)) throw new OutOfReach('an output that cannot be');
      next.push((seen.shift + push(mu) * Math.sqrt(U)) / U);
      dg.push((seen.variance * (1 + push(mu + n)) - U) / (U * U));
    }
    g = next;
    const before = a;
    const beforeV = v;
    a = [];
    v = [];
    for (let i = 0; i < d; i++) {
      let A = 0;
      let B = 0;
      for (let mu = 0; mu < n; mu++) {
        A -= variance === 'scalar' ? dg[mu] / d : F[mu][i] * F[mu][i] * dg[mu];
        B += F[mu][i] * g[mu];
      }
      B += A * before[i];
      const posterior = tilt(law, A, B);
      a.push(damping * before[i] + (1 - damping) * (posterior.mean + push(i) * posterior.scale));
      v.push(damping * beforeV[i] + (1 - damping) * posterior.variance * (1 + push(i + d)));
    }
    if (!a.every(Number.isFinite) || !v.every(Number.isFinite))
      throw new OutOfReach('the iteration diverges');
    states.push({ a, v });
  }
  return states;
}
