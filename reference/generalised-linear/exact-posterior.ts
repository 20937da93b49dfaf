import type { Channel } from '../channels/channel.ts';
import { DomainError } from '../errors.ts';
import { type Estimate, epsilon } from '../numerics/estimate.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { prior } from '../priors/index.ts';
import type { PriorSpec } from '../priors/prior.ts';
import { requireInstance } from './instance.ts';
import { logLikelihood } from './log-likelihood.ts';
import { WeightGrid } from './weight-grid.ts';

export interface ExactPosterior {
  /** ⟨w_i⟩; `error` bounds the largest error of a component. */
  readonly mean: { readonly value: Float64Array; readonly error: number };
  /** ln Z */
  readonly logEvidence: Estimate;
}

/**
 * The posterior of a discrete prior by enumeration of all k^d weight vectors:
 *
 *   Z = Σ_w Π_i P_w(w_i) Π_μ P_out(y_μ | X_μ·w),     ⟨w⟩ = (1/Z) Σ_w w Π_i P_w(w_i) Π_μ P_out(y_μ | X_μ·w)
 *
 * with ln weights throughout and one common factor taken out. For what P_out is, on thresholds too, see
 * log-likelihood.ts. Labels that no weight vector explains have no posterior: DomainError. More than
 * 2²¹ weight vectors: TooLargeError.
 *
 * Error: an error ε_w of ln weight moves ln Z by ⟨ε_w⟩ and ⟨w_i⟩ by at most ⟨ε_w |w_i − ⟨w_i⟩|⟩. ε_w has
 * three sources, each bounded as it arises: the rounding of z_μ times the slope of ln P_out, the
 * rounding of each ln P_out, and that of their sum.
 */
export function exactPosterior(
  priorSpec: PriorSpec,
  channel: Channel,
  matrix: Matrix,
  labels: ArrayLike<number>,
): ExactPosterior {
  const where = 'exactPosterior';
  const { values, logProbabilities } = atoms(where, priorSpec);
  const likelihood = logLikelihood(where, channel.spec);
  requireInstance(where, channel, matrix, labels);
  const grid = new WeightGrid(where, matrix, values);
  const { heads, tails, size, dimension: d } = grid;

  const logWeight = new Float64Array(size);
  const logError = new Float64Array(size);
  const z = new Float64Array(tails);
  for (let head = 0; head < heads; head++) {
    const start = head * tails;
    for (let tail = 0; tail < tails; tail++) {
      let sum = 0;
      for (let i = 0, rest = start + tail; i < d; i++) {
        sum += logProbabilities[rest % values.length];
        rest = Math.floor(rest / values.length);
      }
      logWeight[start + tail] = sum;
      logError[start + tail] = d * epsilon * Math.abs(sum);
    }
    for (let mu = 0; mu < matrix.rows; mu++) {
      grid.projections(head, mu, likelihood.thresholds, z);
      const y = labels[mu];
      const zError = grid.errors[mu];
      for (let tail = 0; tail < tails; tail++) {
        const w = start + tail;
        if (logWeight[w] === Number.NEGATIVE_INFINITY) continue;
        const term = likelihood.value(y, z[tail]);
        logWeight[w] += term;
        logError[w] +=
          zError * likelihood.slope(y, z[tail]) +
          epsilon * (4 * Math.abs(term) + Math.abs(logWeight[w]));
      }
    }
  }

  let largest = Number.NEGATIVE_INFINITY;
  for (let w = 0; w < size; w++) largest = Math.max(largest, logWeight[w]);
  if (!(largest > Number.NEGATIVE_INFINITY))
    throw new DomainError(
      where,
      'labels',
      Array.from(labels).join(', '),
      'explained by at least one weight vector of the prior (they have probability zero)',
    );

  // Marginal weights of heads and of tails: every component belongs to one of the two.
  const headWeight = new Float64Array(heads);
  const tailWeight = new Float64Array(tails);
  let error = 0;
  for (let head = 0; head < heads; head++)
    for (let tail = 0; tail < tails; tail++) {
      const w = head * tails + tail;
      const weight = Math.exp(logWeight[w] - largest);
      if (weight === 0) continue;
      headWeight[head] += weight;
      tailWeight[tail] += weight;
      error += weight * logError[w];
    }
  const total = sum(headWeight);
  error /= total;
  // exp, and two sums of positive terms of lengths at most `tails` and `heads`
  const summing = (4 + Math.max(heads, tails)) * epsilon;

  const mean = new Float64Array(d);
  let span = 0;
  for (const value of values) span = Math.max(span, Math.abs(value));
  for (let i = 0; i < d; i++) {
    const inHead = grid.isHead(i);
    const marginal = inHead ? headWeight : tailWeight;
    let moment = 0;
    for (let part = 0; part < marginal.length; part++)
      moment += marginal[part] * grid.component(inHead ? part * tails : part, i);
    mean[i] = moment / total;
  }
  const logEvidence = largest + Math.log(total);
  return {
    mean: { value: mean, error: 2 * span * (error + summing) },
    logEvidence: {
      value: logEvidence,
      error: error + summing + epsilon * (Math.abs(largest) + Math.abs(logEvidence)),
    },
  };
}

/** The values that a weight takes, and the logarithms of their probabilities. */
function atoms(where: string, spec: PriorSpec) {
  prior(spec); // throws DomainError where the spec is no prior
  if (spec.kind === 'rademacher')
    return {
      values: Float64Array.of(1, -1),
      logProbabilities: Float64Array.of(-Math.LN2, -Math.LN2),
    };
  if (spec.kind !== 'discrete')
    throw new DomainError(where, 'prior', spec.kind, "'rademacher' or 'discrete' (enumerable)");
  const total = spec.probabilities.reduce((sum, p) => sum + p, 0); // 1 up to rounding
  return {
    values: Float64Array.from(spec.values),
    logProbabilities: Float64Array.from(spec.probabilities, (p) => Math.log(p / total)),
  };
}

function sum(x: Float64Array): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += x[i];
  return total;
}
