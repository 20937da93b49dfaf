import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gaussianMatrix, multiply } from '../../reference/numerics/matrix.ts';
import { philoxStream } from '../../reference/numerics/random.ts';
import { uniqueness } from '../../reference/over-parametrised/uniqueness.ts';
import { gradientFlow } from '../../reference/phase-retrieval/gradient-flow.ts';
import { successOfRun } from '../../reference/phase-retrieval/success.ts';
import { runSweep } from '../../src/sweep/run.ts';
import { threads } from '../../src/sweep/runner.ts';
import { findSweep } from '../../src/sweep/sweeps/index.ts';
import { wholeSweep } from '../../src/sweep/task.ts';
import { type Benchmark, type Measurement, sample } from './benchmark.ts';

/** Normals on the sphere ‖w‖² = d. */
function onSphere(d: number, seed: number): Float64Array {
  const stream = philoxStream(seed);
  const w = Float64Array.from({ length: d }, () => stream.normal());
  const scale = Math.sqrt(d / w.reduce((sum, x) => sum + x * x, 0));
  return w.map((x) => x * scale);
}

function instance(d: number, alpha: number) {
  const matrix = gaussianMatrix(Math.round(alpha * d), d, philoxStream(11));
  const teacher = onSphere(d, 12);
  return {
    matrix,
    teacher,
    labels: multiply(matrix, teacher).map(Math.abs),
    start: onSphere(d, 13),
  };
}

/** Flows, certificates, and whether a second thread halves the time of a sweep. */
export const gradientFlowBenchmark: Benchmark = {
  id: 'gradient-flow',
  title: 'Gradient flows of phase retrieval',
  measure: async () => {
    const phase = instance(128, 7);
    let run = 0;
    const flow = sample(() => successOfRun({ dimension: 128, alpha: 7, seed: 1, run: run++ }));
    const trajectory = sample(() =>
      gradientFlow(phase.matrix, phase.labels, phase.start, [0.01, 0.1]),
    );
    const wide = instance(48, 2.5);
    const certificate = sample(() => uniqueness(wide.matrix, wide.teacher));
    return [
      { label: 'one run, d = 128, α = 7', samples: flow },
      { label: 'trajectory to 1e-8, d = 128, α = 7, t ≤ 0.1', samples: trajectory },
      { label: 'certificate of uniqueness, d = 48, α = 2.5', samples: certificate },
      ...(await scaling()),
    ];
  },
};

/** 1000 runs on one thread and on two, in turns; at best the ratio is a half. */
async function scaling(): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'nishimori-bench-'));
  const sweep = findSweep('phase-retrieval-success')!;
  const options = { dimensions: [64], alphas: [6], runs: [1000], seed: 1 };
  const samples = new Map([1, 2].map((workers) => [workers, [] as number[]]));
  try {
    for (let round = 0; round < 3; round++)
      for (const [workers, times] of samples) {
        const start = performance.now();
        const out = join(folder, `${workers}-${round}.ndjson`);
        const order = { sweep, options, out, shard: wholeSweep };
        await runSweep(order, () => threads(sweep, workers));
        times.push(performance.now() - start);
      }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const [one, two] = [samples.get(1) ?? [], samples.get(2) ?? []];
  return [
    {
      label: 'sweep of 1000 runs, d = 64, α = 6: two workers',
      samples: two,
      against: { label: 'one worker', samples: one },
    },
  ];
}
