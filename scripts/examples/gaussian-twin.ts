import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { centred } from '../../reference/gaussian-covariate/from-data.ts';
import { gaussianMatrix, multiplyTransposed } from '../../reference/numerics/matrix.ts';
import { philoxStream } from '../../reference/numerics/random.ts';
import { readLabelled } from '../../src/data/read.ts';
import { writeNpy } from '../../src/protocol/npy.ts';

/**
 * A Gaussian data set with the second moments of a given one, features and targets together:
 *
 *   (v, y) = N^{−1/2} Σ_μ g_μ (v_μ, y_μ),   g ~ N(0, 1)
 *
 *   npx tsx scripts/examples/gaussian-twin.ts --features X.npy --labels y.npy --rows 3000 --out folder
 *
 * writes twin-features.npy and twin-targets.npy. Where learning curves of data and twin differ, the data's
 * higher moments count; where the twin's differ from the prediction, its p is too small.
 */
const { values } = parseArgs({
  options: {
    features: { type: 'string' },
    labels: { type: 'string' },
    rows: { type: 'string', default: '3000' },
    seed: { type: 'string', default: '77' },
    out: { type: 'string', default: '.' },
  },
});
if (!values.features || !values.labels) throw new Error('--features and --labels are needed');
const rows = Number(values.rows);

const data = readLabelled(values.features, values.labels, 'regression');
const { features } = centred(data.features);
const { rows: n, columns: p } = features;
const meanTarget = data.labels.reduce((sum, y) => sum + y, 0) / n;
const targets = data.labels.map((y) => y - meanTarget);

const stream = philoxStream(Number(values.seed));
const twin = { features: new Float64Array(rows * p), targets: new Float64Array(rows) };
for (let row = 0; row < rows; row++) {
  const { data: g } = gaussianMatrix(1, n, stream.fork(row)); // with the factor N^{−1/2}
  twin.features.set(multiplyTransposed(features, g), row * p);
  twin.targets[row] = targets.reduce((sum, y, mu) => sum + g[mu] * y, 0);
}

const save = (name: string, shape: number[], entries: Float64Array) =>
  writeFileSync(join(values.out, name), writeNpy({ shape, data: entries }));
save('twin-features.npy', [rows, p], twin.features);
save('twin-targets.npy', [rows], twin.targets);
