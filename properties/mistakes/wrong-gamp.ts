import { channel as channelOf } from '../../reference/channels/index.ts';
import { prior as priorOf } from '../../reference/priors/index.ts';
import type { GampQuestion } from '../questions.ts';

/** What is written wrongly: each of these has been seen in the wild. */
export type Slip =
  | 'none'
  | 'no Onsager term'
  | 'old V in the Onsager term'
  | 'new g in the Onsager term'
  | 'B without A a'
  | 'g² for −∂g'
  | 'weights updated in turn'
  | 'samples used in turn'
  | 'means damped only'
  | 'damping reversed'
  | 'sum for mean in the scalar variance';

/** G-AMP written down naively, with one slip of the pen. */
export function wrongGamp(params: GampQuestion, slip: Slip) {
  const { matrix, labels, iterations, record, damping = 0, variance = 'full' } = params;
  const prior = priorOf(params.prior);
  const channel = channelOf(params.channel);
  const d = matrix[0].length;
  const delta = slip === 'damping reversed' && damping > 0 ? 1 - damping : damping;
  let a = [...(params.initialMean ?? new Array(d).fill(prior.mean))] as number[];
  let v = [
    ...(params.initialVariance ?? new Array(d).fill(prior.secondMoment - prior.mean ** 2)),
  ] as number[];
  let g = labels.map(() => 0);
  let oldV = labels.map(() => 0);
  const means: number[][] = [];
  const variances: number[][] = [];
  const keep = (t: number) => {
    for (const r of record)
      if (r === t) {
        means.push([...a]);
        variances.push([...v]);
      }
  };
  keep(0);
  for (let t = 1; t <= iterations; t++) {
    const average = v.reduce((s, x) => s + x, 0) / (slip.startsWith('sum for mean') ? 1 : d);
    const V = matrix.map((row) =>
      variance === 'scalar' ? average : row.reduce((s, x, i) => s + x * x * v[i], 0),
    );
    const denoised = matrix.map((row, mu) => {
      const field = row.reduce((s, x, i) => s + x * a[i], 0);
      const bare = channel.denoise(labels[mu], field, V[mu]);
      const discount =
        slip === 'no Onsager term'
          ? 0
          : slip === 'old V in the Onsager term'
            ? oldV[mu] * g[mu]
            : slip === 'new g in the Onsager term'
              ? V[mu] * (t > 1 ? bare.g : 0)
              : V[mu] * g[mu];
      return channel.denoise(labels[mu], field - discount, V[mu]);
    });
    g = denoised.map((x) => x.g);
    oldV = V;
    const curvature = denoised.map((x) => (slip === 'g² for −∂g' ? -x.g * x.g : x.dg));
    const total = curvature.reduce((s, x) => s + x, 0);
    const next = a.map((old, i) => {
      // The samples before the last are felt twice as much if each moves the weights in turn.
      const felt = (mu: number) =>
        slip === 'samples used in turn' ? 1 + (labels.length - 1 - mu) / labels.length : 1;
      const A =
        variance === 'scalar'
          ? -total / d
          : -matrix.reduce((s, row, mu) => s + row[i] * row[i] * curvature[mu], 0);
      const pull = matrix.reduce((s, row, mu) => s + felt(mu) * row[i] * g[mu], 0);
      const neighbour = slip === 'weights updated in turn' && i > 0 ? 0.1 * pull : 0;
      const B = (slip === 'B without A a' ? 0 : A * old) + pull + neighbour;
      return prior.denoise(A, B);
    });
    a = next.map((x, i) => delta * a[i] + (1 - delta) * x.mean);
    const kept = slip === 'means damped only' ? 0 : delta;
    v = next.map((x, i) => kept * v[i] + (1 - kept) * x.variance);
    keep(t);
  }
  return { means, variances };
}
