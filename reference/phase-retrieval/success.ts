import { DomainError, requireNumber } from '../errors.ts';
import { descend } from '../numerics/chebyshev-runge-kutta.ts';
import { gaussianMatrix, multiply } from '../numerics/matrix.ts';
import { philoxStream, type RandomStream } from '../numerics/random.ts';
import { inner, PhaseLoss } from './loss.ts';

/** One run of gradient flow: a pure function of these four. */
export interface RunQuestion {
  readonly dimension: number;
  /** n = round(α d) samples. */
  readonly alpha: number;
  readonly seed: number;
  /** The index of the run: a stream of its own in the family `seed`. */
  readonly run: number;
}

export interface RunOutcome {
  readonly success: boolean;
  /** |m| = |w·w*|/d where the run ended. */
  readonly overlap: number;
  /** L/n there. */
  readonly lossPerSample: number;
  /** τ = α t, the clock on which runs of different α end at about the same time. */
  readonly time: number;
  readonly evaluations: number;
}

/** L/n below which the flow has arrived: all that is left to come is an exponential. */
const arrived = 1e-8;
/** |∇L projected|²/(α² d) below which it has stopped elsewhere. */
const atRest = 1e-14;
const lastTime = 1000;
/** The final overlap is bimodal, near one or clearly below. */
const recovered = 0.99;
/** Error of a step per coordinate: finer ones change no success rate that a thousand runs could see. */
const coarse = 3e-4;

/**
 * Whether gradient flow on the sphere finds the teacher, up to the sign that nothing can tell.
 *
 *   X_μi ~ N(0, 1/d),  w* and w(0) uniform on ‖w‖² = d,  y = |X w*|;   dw/dt = −∇L + μ w
 *
 * Success: L/n < 1e-8; or, where the flow has come to rest (|∇L_∥|²/d < 1e-14 α²) or τ = αt exceeds 1000,
 * |m| > 0.99. The loss threshold is tight because for α between 1 and 2 there are bad minima of small loss.
 *
 * Throws {@link DomainError} for a dimension below 2, fewer than one sample, or a bad seed or run.
 * Source: [sarao2020complex]; the rule, formulary of this project.
 */
export function successOfRun(
  { dimension, alpha, seed, run }: RunQuestion,
  tolerance: number = coarse,
): RunOutcome {
  const samples = samplesOf(dimension, alpha);
  requireIndex('run', run);
  const stream = philoxStream(seed, run).fork(dimension).fork(samples);
  const matrix = gaussianMatrix(samples, dimension, stream.fork(1));
  const teacher = onSphere(dimension, stream.fork(2));
  const labels = multiply(matrix, teacher).map(Math.abs);
  const loss = new PhaseLoss('successOfRun', matrix, labels);
  const ratio = samples / dimension;
  const rest = atRest * ratio * ratio * dimension;
  const direction = onSphere(dimension, stream.fork(3));
  const start = onSphere(dimension, stream.fork(4));
  const image = new Float64Array(dimension);
  let powers = firstPowerSteps;
  const { point, potential, time, evaluations } = descend(
    {
      velocity: (w, f) => loss.descent(w, f).loss,
      stiffness: () => {
        const radius = spectralRadius(loss, direction, image, powers);
        powers = powerSteps;
        return radius;
      },
      retract: (w) => scaleTo(w, dimension),
      ends: (_, f, value, t) =>
        value < arrived * samples || inner(f, f) < rest || ratio * t > lastTime,
    },
    start,
    { tolerance, firstStep: 1e-3 / ratio },
  );
  const overlap = Math.abs(inner(point, teacher)) / dimension;
  const lossPerSample = potential / samples;
  return {
    success: lossPerSample < arrived || overlap > recovered,
    overlap,
    lossPerSample,
    time: ratio * time,
    evaluations,
  };
}

export interface SuccessRate {
  readonly rate: number;
  /** √(rate (1 − rate)/runs). */
  readonly standardError: number;
  readonly successes: number;
}

/** The fraction of the runs 0 … runs − 1 of a seed that find the teacher. */
export function successRate(
  dimension: number,
  alpha: number,
  runs: number,
  seed: number,
): SuccessRate {
  if (!Number.isInteger(runs) || runs < 1)
    throw new DomainError('successRate', 'runs', runs, 'an integer >= 1');
  let successes = 0;
  for (let run = 0; run < runs; run++)
    if (successOfRun({ dimension, alpha, seed, run }).success) successes++;
  const rate = successes / runs;
  return { rate, standardError: Math.sqrt((rate * (1 - rate)) / runs), successes };
}

/** n = round(α d); a product such as 2.3 · 10 would lose a sample to rounding if it were cut off. */
export function samplesOf(dimension: number, alpha: number): number {
  const where = 'successOfRun';
  if (!Number.isInteger(dimension) || dimension < 2 || dimension > 65536)
    throw new DomainError(where, 'dimension', dimension, 'an integer in [2, 65536]');
  requireNumber(where, 'alpha', alpha, { above: 0, atMost: 1e6 });
  const samples = Math.round(alpha * dimension);
  if (samples < 1)
    throw new DomainError(where, 'alpha', alpha, `at least ${0.5 / dimension}: one sample`);
  return samples;
}

function requireIndex(parameter: string, index: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= 2 ** 32)
    throw new DomainError('successOfRun', parameter, index, 'an integer in [0, 2^32)');
}

function onSphere(dimension: number, stream: RandomStream): Float64Array {
  const w = Float64Array.from({ length: dimension }, () => stream.normal());
  scaleTo(w, dimension);
  return w;
}

/** Rescales w to ‖w‖² = square, in place. */
export function scaleTo(w: Float64Array, square: number): void {
  const factor = Math.sqrt(square / inner(w, w));
  for (let i = 0; i < w.length; i++) w[i] *= factor;
}

const powerSteps = 3;
const firstPowerSteps = 12;
/** What a few power iterations may miss, and what the curvature may grow by before it is looked at again. */
const margin = 1.3;

/**
 * The largest curvature at the point of the last gradient by power iteration on `direction`, which is kept
 * between calls: after the first ones it lies close to the leading eigenvector.
 */
function spectralRadius(
  loss: PhaseLoss,
  direction: Float64Array,
  image: Float64Array,
  powers: number,
): number {
  let radius = 0;
  for (let step = 0; step < powers; step++) {
    loss.curvature(direction, image);
    const length = Math.sqrt(inner(image, image));
    if (length === 0) break;
    radius = length / Math.sqrt(inner(direction, direction));
    for (let i = 0; i < image.length; i++) direction[i] = image[i] / length;
  }
  return Math.max(margin * radius, Number.MIN_VALUE);
}
