import { channel } from '../../reference/channels/index.ts';
import { gampTrajectory } from '../../reference/generalised-linear/gamp-trajectory.ts';
import { type Kernel, kernelFor, plainKernel } from '../../reference/numerics/kernels.ts';
import { gaussianMatrix, multiply } from '../../reference/numerics/matrix.ts';
import { philoxStream } from '../../reference/numerics/random.ts';
import { prior } from '../../reference/priors/index.ts';
import type { Benchmark, Measurement } from './benchmark.ts';
import { inTurns, pythonsWith, startPeer } from './peer.ts';

const [n, d] = [3000, 2000];
const ROUNDS = 15;
const ITERATIONS = 10;

/**
 * 48 MB of matrix. Beside NumPy's F @ a, F2 @ v, F.T @ g, F2.T @ dg with F2 stored, on one thread, in
 * turns within the same run, so that a busy machine is busy for both. NumPy does the products only: an
 * iteration here also denoises 3000 labels and 2000 weights, and checks its input once in ten.
 */
export const gampIterationBenchmark: Benchmark = {
  id: 'gamp-iteration',
  title: `Iteration of G-AMP (gaussian, sign, n = ${n}, d = ${d})`,
  measure: async () => {
    const stream = philoxStream(3);
    const matrix = gaussianMatrix(n, d, stream.fork(0));
    const model = prior({ kind: 'gaussian', variance: 1 });
    const sign = channel({ kind: 'sign' });
    const teacher = Float64Array.from({ length: d }, () => model.sample(stream));
    const labels = multiply(matrix, teacher).map((z) => (z >= 0 ? 1 : -1));
    const a = Float64Array.from({ length: d }, () => stream.normal());
    const v = Float64Array.from({ length: d }, () => stream.uniform());
    const [b, c] = [new Float64Array(d), new Float64Array(d)];

    const iterate = (variance: 'full' | 'scalar', kernel: Kernel) => () => {
      const options = { iterations: ITERATIONS, record: [ITERATIONS], variance };
      gampTrajectory(model, sign, matrix, labels, options, undefined, kernel);
    };
    const sweep = (kernel: Kernel) => () => {
      for (let k = 0; k < ITERATIONS; k++)
        kernel.sweep(matrix, a, v, (_, p, q) => ({ g: p, dg: -q }), b, c);
    };
    const best = kernelFor(d);
    const contestants = [
      { label: `whole iteration (${best.name})`, run: iterate('full', best) },
      { label: `four products, fused (${best.name})`, run: sweep(best) },
      { label: `whole iteration, scalar variance (${best.name})`, run: iterate('scalar', best) },
      { label: 'whole iteration (plain JavaScript)', run: iterate('full', plainKernel) },
    ].map(({ label, run }) => ({
      label,
      samples: [] as number[],
      time: () => {
        const start = performance.now();
        run();
        return (performance.now() - start) / ITERATIONS;
      },
    }));

    const peers = await Promise.all(
      pythonsWith('numpy').map(async (python) => {
        const peer = await startPeer(python, 'numpy_products.py', n, d);
        return { peer, samples: [] as number[], time: () => peer.time(ITERATIONS) };
      }),
    );
    await inTurns(ROUNDS, [...contestants, ...peers]);
    for (const { peer } of peers) peer.close();

    // The first two are what NumPy's products compare with.
    const lines: Measurement[] = contestants.flatMap(({ label, samples }, k) =>
      k < 2 && peers.length > 0
        ? peers.map(({ peer, samples: theirs }) => ({
            label,
            samples,
            against: { label: peer.label, samples: theirs },
          }))
        : [{ label, samples }],
    );
    if (peers.length === 0)
      lines.push({ label: 'NumPy', samples: [], note: 'skipped: no Python with NumPy here' });
    return lines;
  },
};
