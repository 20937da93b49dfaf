import type { CommitteeAmpParams } from '../../oracles/types/index.ts';
import { weightDenoiser } from '../../reference/committee/amp-weights.ts';
import {
  committeeOutputDenoiser,
  type Symmetric,
} from '../../reference/committee/output-denoiser.ts';

/** What is written wrongly in message passing for two units. */
export type CommitteeSlip =
  | 'no Onsager term'
  | 'old V in the Onsager term'
  | 'new g in the Onsager term'
  | 'γ without Λ ŵ'
  | 'Λ a sum'
  | 'units updated in turn'
  | 'V of one input'
  | 'V one step late'
  | 'ties read as labels'
  | 'recorded one step late';

/** The iteration written down naively, with one slip of the pen. */
export function wrongCommitteeAmp(params: CommitteeAmpParams, slip: CommitteeSlip) {
  const { matrix: X, labels, iterations, record, prior } = params;
  const d = X[0].length;
  let w = params.initialMean.map((row) => [row[0], row[1]]);
  const start = params.initialVariance ?? [
    [1, 0],
    [0, 1],
  ];
  let V: Symmetric = [start[0][0], start[0][1], start[1][1]];
  let before = V;
  let g = labels.map(() => [0, 0]);
  const states = [{ w, V }];
  for (let t = 1; t <= iterations; t++) {
    const back = slip === 'old V in the Onsager term' ? before : V;
    const fields = X.map((row, mu) => {
      const z = [0, 1].map((l) => row.reduce((s, x, i) => s + x * w[i][l], 0));
      if (slip === 'no Onsager term') return z;
      let [a, b] = g[mu];
      if (slip === 'new g in the Onsager term')
        [a, b] = committeeOutputDenoiser(labels[mu], [z[0], z[1]], V).g;
      return [z[0] - back[0] * a - back[1] * b, z[1] - back[1] * a - back[2] * b];
    });
    const L = [0, 0, 0];
    g = fields.map(([a, b], mu) => {
      const y = slip === 'ties read as labels' && labels[mu] === 0 ? 1 : labels[mu];
      const output = committeeOutputDenoiser(y, [a, b], V);
      output.dg.forEach((x, k) => {
        L[k] -= x / (slip === 'Λ a sum' ? 1 : d);
      });
      return [...output.g];
    });
    const lambda: Symmetric = [L[0], L[1], L[2]];
    const denoise = weightDenoiser(prior.kind, lambda);
    const out = new Float64Array(5);
    const C = [0, 0, 0];
    let own = 0;
    const old = w;
    w = old.map((row, i) => {
      const kept = slip === 'γ without Λ ŵ' ? 0 : 1;
      const pulled = [0, 1].map((l) => X.reduce((s, r, mu) => s + r[i] * g[mu][l], 0));
      const gamma = [
        kept * (L[0] * row[0] + L[1] * row[1]) + pulled[0],
        kept * (L[1] * row[0] + L[2] * row[1]) + pulled[1],
      ];
      denoise(gamma[0], gamma[1], out);
      for (const k of [0, 1, 2]) C[k] += out[2 + k] / d;
      own = out[2];
      if (slip !== 'units updated in turn') return [out[0], out[1]];
      const first = out[0];
      denoise(gamma[0], L[1] * first + L[2] * row[1] + pulled[1], out);
      return [first, out[1]];
    });
    before = V;
    V = slip === 'V of one input' ? [own, C[1], own] : [C[0], C[1], C[2]];
    if (slip === 'V one step late' && t < iterations) V = before;
    states.push({ w, V });
  }
  const kept = record.map(
    (t) => states[slip.startsWith('recorded') ? Math.min(t + 1, iterations) : t],
  );
  return {
    means: kept.map((s) => s.w),
    variance: kept.map(({ V: [a, c, b] }) => [
      [a, c],
      [c, b],
    ]),
  };
}
