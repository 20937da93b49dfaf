import type { Channel } from '../channels/channel.ts';
import { ConvergenceError } from '../errors.ts';
import { kernelFor } from '../numerics/kernels.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { philoxStream } from '../numerics/random.ts';
import type { Prior } from '../priors/prior.ts';
import {
  type GampOptions,
  type GampTrajectory,
  gampTrajectory,
  type Rounding,
} from './gamp-trajectory.ts';

export type { GampOptions } from './gamp-trajectory.ts';

export interface GampResult extends GampTrajectory {
  /** Bounds over all recorded entries; Infinity where rounding decides what the iteration does. */
  readonly error: { readonly means: number; readonly variances: number };
}

/** How often the iteration is repeated with other rounding errors. */
const REPETITIONS = 2;
/** The largest difference seen in a few repetitions, times this, is the error that is owned up to. */
const SAFETY = 4;

/**
 * G-AMP, see {@link gampTrajectory}, with an estimate of its rounding error.
 *
 * An iteration may contract or amplify errors, and a finite instance may turn unstable after ten good
 * steps: no a-priori bound is both honest and useful. So the iteration is run again with every number
 * perturbed by more than its rounding error, at random from fixed seeds: what the denoisers give by
 * eight units of roundoff, sums by √length units of their size (V itself; |F_μ||a| and |F^i||g| by
 * Cauchy–Schwarz; |F^i|² times the mean |dg|). What comes out differently is not known.
 */
export function gamp(
  prior: Prior,
  channel: Channel,
  matrix: Matrix,
  labels: ArrayLike<number>,
  options: GampOptions,
): GampResult {
  const kernel = kernelFor(matrix.columns);
  const run = (rounding?: Rounding) =>
    gampTrajectory(prior, channel, matrix, labels, options, rounding, kernel);
  const plain = run();
  let means = Number.EPSILON * largest(plain.means);
  let variances = Number.EPSILON * largest(plain.variances);
  const norms = normsOf(matrix);
  for (let repetition = 0; repetition < REPETITIONS; repetition++)
    try {
      const other = run(perturbed(norms, repetition));
      means = Math.max(means, SAFETY * distance(plain.means, other.means));
      variances = Math.max(variances, SAFETY * distance(plain.variances, other.variances));
    } catch (error) {
      if (!(error instanceof ConvergenceError)) throw error;
      means = variances = Number.POSITIVE_INFINITY;
    }
  return { ...plain, error: { means, variances } };
}

interface Norms {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
}

/** Random errors a little above those that double precision makes. */
function perturbed(norms: Norms, repetition: number): Rounding {
  const stream = philoxStream(repetition);
  const unit = 2 ** -53;
  const n = norms.rows.length;
  const rowUnit = unit * Math.sqrt(norms.columns.length + 3);
  const columnUnit = unit * Math.sqrt(n + 3);
  const denoiserUnit = 8 * unit;
  const noise = () => stream.word() * 2 ** -31 - 1;
  let aNorm = 0;
  let gNorm = 0;
  let slopes = 0;
  return {
    begin: (a) => {
      aNorm = norm(a);
      slopes = 0;
    },
    variance: (sum) => sum * (1 + rowUnit * noise()),
    projection: (mu, sum) => sum + rowUnit * norms.rows[mu] * aNorm * noise(),
    denoised: (x) => x * (1 + denoiserUnit * noise()),
    denoisedSlope: (dg) => {
      slopes += Math.abs(dg);
      return dg * (1 + denoiserUnit * noise());
    },
    turn: (g) => {
      gNorm = norm(g);
    },
    precision: (i, sum) => sum + columnUnit * norms.columns[i] ** 2 * (slopes / n) * noise(),
    field: (i, sum) => sum + columnUnit * norms.columns[i] * gNorm * noise(),
  };
}

function normsOf({ rows, columns, data }: Matrix): Norms {
  const ofRows = new Float64Array(rows);
  const ofColumns = new Float64Array(columns);
  for (let mu = 0, k = 0; mu < rows; mu++)
    for (let i = 0; i < columns; i++, k++) {
      ofRows[mu] += data[k] * data[k];
      ofColumns[i] += data[k] * data[k];
    }
  return { rows: ofRows.map(Math.sqrt), columns: ofColumns.map(Math.sqrt) };
}

function norm(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * x[i];
  return Math.sqrt(sum);
}

function largest(states: readonly Float64Array[]): number {
  let most = 0;
  for (const state of states) for (const x of state) most = Math.max(most, Math.abs(x));
  return most;
}

function distance(p: readonly Float64Array[], q: readonly Float64Array[]): number {
  let most = 0;
  p.forEach((state, k) => {
    for (let i = 0; i < state.length; i++) most = Math.max(most, Math.abs(state[i] - q[k][i]));
  });
  return most;
}
