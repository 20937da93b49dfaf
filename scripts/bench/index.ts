/**
 * npm run bench -- [--filter <word>]: how long the reference takes, and NumPy or scikit-learn beside it.
 *
 * Prints medians with their quartiles, the goal where there is one, and the ratio to others measured in
 * turns (below 1: faster). Nothing here decides pass or fail: a busy machine is not a bug.
 */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { type Benchmark, type Measurement, median, quantile } from './benchmark.ts';
import { committeeBenchmark } from './committee.ts';
import { ermPointBenchmark, manifoldGridBenchmark } from './empirical-risk.ts';
import { enumerationBenchmark } from './enumeration.ts';
import { fixedPointBenchmark } from './fixed-point.ts';
import { gampIterationBenchmark } from './gamp-iteration.ts';
import { gradientFlowBenchmark } from './gradient-flow.ts';
import { learningCurveBenchmark } from './learning-curve.ts';
import { minimiserBenchmark } from './minimiser.ts';
import { thresholdBenchmark } from './threshold.ts';

/** The registry: one line per benchmark. */
const benchmarks: readonly Benchmark[] = [
  fixedPointBenchmark,
  learningCurveBenchmark,
  thresholdBenchmark,
  enumerationBenchmark,
  gampIterationBenchmark,
  ermPointBenchmark,
  manifoldGridBenchmark,
  minimiserBenchmark,
  committeeBenchmark,
  gradientFlowBenchmark,
];

function milliseconds(time: number): string {
  return `${time.toPrecision(3)} ms`;
}

function verdict({ samples, goal, against }: Measurement): string {
  const time = median(samples);
  if (against !== undefined) {
    const ratio = time / median(against.samples);
    return `${ratio.toFixed(2)} × ${milliseconds(median(against.samples))} (${against.label})`;
  }
  if (goal !== undefined) return `${(time / goal).toFixed(2)} × the goal of ${goal} ms`;
  return '';
}

function row(measurement: Measurement): string[] {
  const { label, samples, note = '' } = measurement;
  if (samples.length === 0) return [label, '', '', note];
  const [low, high] = [quantile(samples, 0.25), quantile(samples, 0.75)];
  return [
    label,
    milliseconds(median(samples)),
    `${low.toPrecision(3)} … ${high.toPrecision(3)}`,
    [verdict(measurement), note].filter((text) => text !== '').join('; '),
  ];
}

const { values } = parseArgs({ options: { filter: { type: 'string', default: '' } } });
const chosen = benchmarks.filter(({ id }) => id.includes(values.filter));
if (chosen.length === 0) {
  console.error(
    `no benchmark matches '${values.filter}': ${benchmarks.map((b) => b.id).join(', ')}`,
  );
  process.exitCode = 2;
}
for (const { id, title, measure } of chosen) {
  const table = new Table({
    head: [id, 'median', 'quartiles', ''],
    style: { head: [], border: [] },
  });
  table.push(...(await measure()).map(row));
  console.log(`\n${title}\n${table.toString()}`);
}
