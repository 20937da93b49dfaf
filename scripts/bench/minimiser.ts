import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'npyjs';
import { minimise } from '../../reference/empirical-risk/minimiser/index.ts';
import { gaussianMatrix, multiply } from '../../reference/numerics/matrix.ts';
import { philoxStream } from '../../reference/numerics/random.ts';
import type { Benchmark } from './benchmark.ts';
import { inTurns, pythonsWith, startPeer } from './peer.ts';

const [n, d, lambda] = [2000, 1000, 0.1];
const ROUNDS = 5;

/** The same data for everybody, on one thread, in turns. Ours comes with a bound of its own error. */
export const minimiserBenchmark: Benchmark = {
  id: 'minimiser',
  title: `Logistic regression (n = ${n}, d = ${d}, λ = ${lambda})`,
  measure: async () => {
    const stream = philoxStream(5);
    const matrix = gaussianMatrix(n, d, stream);
    const teacher = Float64Array.from({ length: d }, () => stream.normal());
    const labels = multiply(matrix, teacher).map((z) => (z >= 0 ? 1 : -1));
    let bound = Number.NaN;
    const ours = {
      samples: [] as number[],
      time: () => {
        const start = performance.now();
        const { weights, weightError } = minimise('logistic', lambda, matrix, labels);
        bound = weightError / Math.hypot(...weights);
        return performance.now() - start;
      },
    };

    const folder = mkdtempSync(join(tmpdir(), 'nishimori-bench-'));
    try {
      const file = (name: string, values: Float64Array, shape: number[]) => {
        const path = join(folder, name);
        writeFileSync(path, new Uint8Array(dump(values, shape)));
        return path;
      };
      const [X, y] = [file('X.npy', matrix.data, [n, d]), file('y.npy', labels, [n])];
      const peers = await Promise.all(
        pythonsWith('sklearn').flatMap((python) =>
          ['newton-cholesky', 'lbfgs'].map(async (solver) => {
            const peer = await startPeer(python, 'sklearn_logistic.py', X, y, lambda, solver);
            return { peer, samples: [] as number[], time: () => peer.time(1) };
          }),
        ),
      );
      await inTurns(ROUNDS, [ours, ...peers]);
      for (const { peer } of peers) peer.close();
      const label = 'minimum with certificate';
      const note = `‖δw‖/‖w‖ ≤ ${bound.toExponential(0)}`;
      if (peers.length === 0)
        return [{ label, samples: ours.samples, note: `${note}; no scikit-learn here` }];
      return peers.map(({ peer, samples }) => ({
        label,
        samples: ours.samples,
        against: { label: peer.label, samples },
        note,
      }));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
