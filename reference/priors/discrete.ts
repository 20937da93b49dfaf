/**
 * Finite discrete prior, w = w_k with probability p_k. With the mean taken out, w = μ + u, the
 * observation y = √r u + z has the law P(y) = Σ p_k N(y − √r u_k) and the posterior π_k(y), and
 *
 *   mmse = ∫dy P Var_π(u)          M   = μ² + ∫dy P (E_π u)²
 *   I    = H(p) − ∫dy P H(π)       Φ_w = μ² r/2 + ∫dy N(y) K(P/N − 1),    K(q) = (1+q)ln(1+q) − q
 *        = ∫dy P Σ p_k K(π_k/p_k − 1)
 *
 * All integrands are positive. mmse and H(π) live where two atoms are equally likely, at large r with
 * weights exp(−r gap²/8) that may differ by hundreds of decades: panels are refined against the total,
 * and every group of near atoms has its own origin, because y ~ √r u loses the digits of y − √r u_k.
 * M and Φ_w at small r use P/N − 1 and E_π u without the terms Σ p_k u_k = 0 cancels.
 *   f_a = E_π w, f_v = Var_π w at π_k ∝ p_k exp(B w_k − A w_k²/2), any real A.
 * Limits: mmse ~ exp(−r gap²/8) with the smallest gap; I → H(p). Source: barbier2019.
 */
import { DomainError, requireNumber } from '../errors.ts';
import { type Estimate, exactly, minus, plus, rounded, scaled } from '../numerics/estimate.ts';
import { entropyTerm, expm1Minus, relativeEntropyTerm } from '../numerics/log-sum-exp.ts';
import { halfLogTwoPi } from '../numerics/normal.ts';
import { integratePieces } from '../numerics/quadrature.ts';
import { type Cell, cells, type Mixture, mixture } from './discrete-mixture.ts';
import type { Prior } from './prior.ts';
import { requireSignalToNoise } from './signal-to-noise.ts';

const where = 'discrete prior';

/** Values and probabilities, checked, renormalised and sorted by value. */
const checkedAtoms = (values: unknown, probabilities: unknown) => {
  if (!Array.isArray(values) || values.length === 0) {
    throw new DomainError(where, 'values', values, 'a non-empty array of numbers');
  }
  if (!Array.isArray(probabilities) || probabilities.length !== values.length) {
    const allowed = `an array of ${values.length} numbers`;
    throw new DomainError(where, 'probabilities', probabilities, allowed);
  }
  values.forEach((w, k) => {
    requireNumber(where, `values[${k}]`, w);
  });
  probabilities.forEach((p, k) => {
    requireNumber(where, `probabilities[${k}]`, p, { above: 0, atMost: 1 });
  });
  if (new Set(values).size !== values.length) {
    throw new DomainError(where, 'values', `[${values}]`, 'distinct');
  }
  const total = sum(probabilities);
  if (Math.abs(total - 1) > 1e-12) {
    throw new DomainError(where, 'sum of probabilities', total, '1 within 1e-12');
  }
  const order = values.map((_, k) => k).sort((a, b) => values[a] - values[b]);
  return {
    values: Float64Array.from(order, (k) => values[k]),
    probabilities: Float64Array.from(order, (k) => probabilities[k] / total),
    // Of a probability near 1 the logarithm is in what is left for the others
    logProbabilities: Float64Array.from(order, (k) =>
      probabilities[k] > 0.5
        ? Math.log1p(-sum(probabilities.filter((_, j) => j !== k)) / total)
        : Math.log(probabilities[k] / total),
    ),
  };
};

/** Smallest terms first. */
const sum = (terms: readonly number[]): number =>
  [...terms].sort((a, b) => Math.abs(a) - Math.abs(b)).reduce((a, b) => a + b, 0);

export const discretePrior = (
  givenValues: readonly number[],
  givenProbabilities: readonly number[],
): Prior => {
  const atoms = checkedAtoms(givenValues, givenProbabilities);
  const { values, probabilities, logProbabilities } = atoms;
  const count = values.length;
  // Differences to the first atom are exact for near atoms; the mean of differences is then harmless
  const fromFirst = values.map((w) => w - values[0]);
  const meanFromFirst = fromFirst.reduce((sum, d, k) => sum + probabilities[k] * d, 0);
  const centred = fromFirst.map((d) => d - meanFromFirst);
  const mean = values.reduce((sum, w, k) => sum + probabilities[k] * w, 0);
  const spread = centred.reduce((sum, u, k) => sum + probabilities[k] * u * u, 0);
  const secondMoment = values.reduce((sum, w, k) => sum + probabilities[k] * w * w, 0);
  const entropy = probabilities.reduce((h, p, k) => h - p * logProbabilities[k], 0);
  if (!(secondMoment > 0 && Number.isFinite(secondMoment))) {
    throw new DomainError(where, 'second moment', secondMoment, 'a finite number > 0');
  }
  const squaredMean = rounded(mean * mean, 4 + count);
  const trivial = count === 1;
  const scratch = new Float64Array(count);

  const mixtureAt = (r: number): Mixture => mixture(values, logProbabilities, Math.sqrt(r));

  /** ∫dy P(y) f(π(y)); `ties`: f vanishes where one atom is certain; computed relative to e^{logScale}. */
  const posteriorAverage = (r: number, f: (m: Mixture) => number, ties: boolean): Estimate => {
    const m = mixtureAt(r);
    const { list, logScale } = cells(m);
    const reference = ties ? logScale : 0;
    if (reference < -800) return { value: 0, error: Number.MIN_VALUE };
    const pieces = list.map(({ origin, breaks }: Cell) => ({
      breaks,
      f: (eta: number) => {
        const logDensity = m.posterior(origin, eta);
        const value = f(m);
        return value > 0 ? Math.exp(logDensity - reference) * value : 0;
      },
    }));
    // The exponents reach some tens, and |reference|, where the integrand matters: so many spacings
    const integral = integratePieces(pieces, { ulps: 48 - reference });
    const half = Math.exp(reference / 2); // whose square may underflow before the product does
    return scaled(half, scaled(half, integral));
  };

  const varianceOf = (m: Mixture): number => {
    const { weights, largest } = m;
    let shift = 0;
    for (let k = 0; k < count; k++) shift += weights[k] * (values[k] - values[largest]);
    let variance = 0;
    for (let k = 0; k < count; k++) {
      const d = values[k] - values[largest] - shift;
      variance += weights[k] * d * d;
    }
    return variance;
  };

  const entropyOf = (m: Mixture): number => {
    const { weights, largest } = m;
    let rest = 0;
    let total = 0;
    for (let k = 0; k < count; k++) {
      if (k === largest) continue;
      rest += weights[k];
      total += entropyTerm(weights[k]);
    }
    return total - (1 - rest) * Math.log1p(-rest);
  };

  const meanSquareError = (r: number): Estimate => {
    requireSignalToNoise(where, r);
    if (trivial || r === Number.POSITIVE_INFINITY) return exactly(0);
    if (r === 0) return rounded(spread, 4 + count);
    return posteriorAverage(r, varianceOf, true);
  };

  /** P(y)/N(y) − 1 = Σ p_k (e^{a_k} − 1), a_k = √r u_k y − r u_k²/2, without Σ p_k u_k = 0. */
  const excess = (root: number, y: number): number => {
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const t = root * centred[k];
      sum += probabilities[k] * (expm1Minus(t * y - (t * t) / 2) - (t * t) / 2);
    }
    return sum;
  };

  /** Integrals over y of the two forms at small r, in the coordinate of the pure noise. */
  const noiseAverage = (r: number, f: (y: number, root: number) => number): Estimate => {
    const root = Math.sqrt(r);
    const { list } = cells(mixtureAt(r));
    const pieces = list.map(({ origin, breaks }: Cell) => ({
      breaks,
      f: (eta: number) => f(root * centred[origin] + eta, root),
    }));
    return integratePieces(pieces, { ulps: 32 });
  };

  /** ∫dy P (E_π u)²; where all a_k are small, E_π u = Σ p_k u_k (e^{a_k} − 1) N/P. */
  const centredOverlap = (r: number): Estimate => {
    const error = meanSquareError(r);
    if (error.value < spread / 2) return minus(rounded(spread, 4 + count), error);
    return noiseAverage(r, (y, root) => {
      let size = 0;
      let largest = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < count; k++) {
        const t = root * centred[k];
        const a = t * y - (t * t) / 2;
        size = Math.max(size, Math.abs(a));
        largest = Math.max(largest, a);
      }
      const shift = size < 1 ? 0 : largest;
      let tilt = 0;
      let weight = 0;
      for (let k = 0; k < count; k++) {
        const t = root * centred[k];
        const a = t * y - (t * t) / 2;
        const gain = size < 1 ? Math.expm1(a) : Math.exp(a - shift);
        tilt += probabilities[k] * centred[k] * gain;
        weight += probabilities[k] * (size < 1 ? 1 + gain : gain);
      }
      const local = tilt / weight;
      return Math.exp(shift - (y * y) / 2 - halfLogTwoPi) * weight * local * local;
    });
  };

  /** ∫dy N(y) K(P/N − 1). */
  const divergence = (r: number): Estimate =>
    noiseAverage(r, (y, root) => {
      let largest = 0;
      for (let k = 0; k < count; k++) {
        const t = root * centred[k];
        largest = Math.max(largest, t * y - (t * t) / 2 + logProbabilities[k]);
      }
      const logNoise = -(y * y) / 2 - halfLogTwoPi;
      if (largest < 300) return Math.exp(logNoise) * relativeEntropyTerm(excess(root, y));
      // P/N overflows: K(q) → (1 + q) ln(1 + q) − (1 + q)
      let sum = 0;
      for (let k = 0; k < count; k++) {
        const t = root * centred[k];
        sum += Math.exp(t * y - (t * t) / 2 + logProbabilities[k] - largest);
      }
      const logRatio = largest + Math.log(sum);
      return Math.exp(logNoise + logRatio) * (logRatio - 1);
    });

  /** I of the centred prior, by the form that does not cancel at this r. */
  const mutualInformation = (r: number): Estimate => {
    requireSignalToNoise(where, r);
    if (trivial || r === 0) return exactly(0);
    if (r === Number.POSITIVE_INFINITY) return rounded(entropy, 4 + count);
    const left = posteriorAverage(r, entropyOf, true);
    if (left.value < 0.9 * entropy) return minus(rounded(entropy, 4 + count), left);
    // At small r: rv/2 − Φ_w, where Φ_w is of second order; else the positive sum over atoms
    const half = rounded((r * spread) / 2, 4 + count);
    const hidden = divergence(r);
    if (hidden.value < half.value / 2) return minus(half, hidden);
    return posteriorAverage(
      r,
      (m) => {
        let sum = 0;
        for (let k = 0; k < count; k++) {
          sum += probabilities[k] * relativeEntropyTerm(m.weights[k] / probabilities[k] - 1);
        }
        return sum;
      },
      false,
    );
  };

  /** Φ_w of the centred prior: rv/2 − I unless that cancels. */
  const centredPotential = (r: number): Estimate => {
    const half = rounded((r * spread) / 2, 4 + count);
    const information = mutualInformation(r);
    if (information.value < 0.5 * half.value) return minus(half, information);
    return divergence(r);
  };

  return {
    spec: { kind: 'discrete', values: [...givenValues], probabilities: [...givenProbabilities] },
    mean,
    secondMoment,
    continuousMass: 0,
    entropy,
    denoise(precision, field) {
      let largest = 0;
      let best = Number.NEGATIVE_INFINITY;
      let size = 0;
      for (let k = 0; k < count; k++) {
        const tilt = values[k] * (field - (precision * values[k]) / 2);
        size = Math.max(size, Math.abs(tilt));
        if (tilt + logProbabilities[k] > best) {
          best = tilt + logProbabilities[k];
          largest = k;
        }
      }
      // Exponents relative to the likeliest atom, from differences of the atoms
      const anchor = values[largest];
      let total = 0;
      let first = 0;
      for (let k = 0; k < count; k++) {
        const d = values[k] - anchor;
        const tilt = d * (field - (precision * (values[k] + anchor)) / 2);
        const weight = Math.exp(tilt + logProbabilities[k] - logProbabilities[largest]);
        scratch[k] = weight;
        total += weight;
        first += weight * d;
      }
      const shift = first / total;
      let second = 0;
      for (let k = 0; k < count; k++) {
        const d = values[k] - anchor - shift;
        second += scratch[k] * d * d;
      }
      const variance = second / total;
      if (size > 0.5) {
        return { mean: anchor + shift, variance, logPartition: best + Math.log(total) };
      }
      // Near the untilted prior: Z − 1 and E w − μ from e^t − 1, t = B w − A w²/2
      let excessWeight = mean * field - (precision * secondMoment) / 2;
      let excessMean = 0;
      for (let k = 0; k < count; k++) {
        const tilt = values[k] * (field - (precision * values[k]) / 2);
        excessWeight += probabilities[k] * expm1Minus(tilt);
        excessMean += probabilities[k] * values[k] * Math.expm1(tilt);
      }
      return {
        mean: (mean + excessMean) / (1 + excessWeight),
        variance,
        logPartition: Math.log1p(excessWeight),
      };
    },
    potential(r) {
      requireSignalToNoise(where, r);
      if (r === 0) return exactly(0);
      if (r === Number.POSITIVE_INFINITY) return exactly(r);
      const drift = scaled(r / 2, squaredMean, 1);
      return trivial ? drift : plus(drift, centredPotential(r));
    },
    overlap(r) {
      requireSignalToNoise(where, r);
      if (r === Number.POSITIVE_INFINITY) return rounded(secondMoment, 4 + count);
      if (trivial || r === 0) return squaredMean;
      return plus(squaredMean, centredOverlap(r));
    },
    meanSquareError,
    mutualInformation,
    sample(stream) {
      let u = stream.uniform();
      for (let k = 0; k < count - 1; k++) {
        u -= probabilities[k];
        if (u < 0) return values[k];
      }
      return values[count - 1];
    },
  };
};
