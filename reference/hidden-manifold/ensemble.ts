/**
 * The hidden manifold at finite size, drawn: to see what the asymptotic formulas are about.
 *
 *   C_μ ~ N(0, I_d),  F ∈ R^{p×d} with entries N(0, 1/d),  θ uniform on |θ|² = d,  y = sign(θ·C/√d)
 *   non-linear:           X = f(F C)
 *   Gaussian-equivalent:  X = κ₀ 1 + κ₁ F C + κ★ N(0, I_p)
 *
 * The student has the field z = w·X/√p; inputs of the minimiser are the rows X_μ/√p.
 * Source: [gerace2020], [goldt2020].
 */
import { requireNumber } from '../errors.ts';
import { gaussianMatrix, type Matrix, multiplyTransposed } from '../numerics/matrix.ts';
import { orthantProbability } from '../numerics/orthant.ts';
import { multiplyByTransposed } from '../numerics/product.ts';
import type { RandomStream } from '../numerics/random.ts';
import { activationFunction } from './activation.ts';
import { type ActivationKind, activationCoefficients } from './coefficients.ts';

export const featureModels = ['non-linear', 'gaussian-equivalent'] as const;
export type FeatureModel = (typeof featureModels)[number];

/** κ₀, κ₁, κ★. */
export interface Constants {
  readonly kappa0: number;
  readonly kappa1: number;
  readonly kappaStar: number;
}

/** The features as functions of the projected latent variables: f, or the constants that replace it. */
export type Features = ((x: number) => number) | Constants;

export function featuresOf(activation: ActivationKind, model: FeatureModel): Features {
  if (model === 'non-linear') return activationFunction(activation);
  const { kappa0, kappa1, kappaStar } = activationCoefficients(activation);
  return { kappa0: kappa0.value, kappa1: kappa1.value, kappaStar: kappaStar.value };
}

/** One draw of projection and teacher; samples are drawn from it. */
export interface Manifold {
  /** F, p × d. */
  readonly projection: Matrix;
  /** θ. */
  readonly teacher: Float64Array;
}

/** n samples of a manifold. */
export interface Samples {
  /** X/√p, n × p. */
  readonly inputs: Matrix;
  /** ν = θ·C/√d, of variance one. */
  readonly fields: Float64Array;
  /** y = sign ν. */
  readonly labels: Float64Array;
}

export function drawManifold(
  { features, latent }: { readonly features: number; readonly latent: number },
  stream: RandomStream,
): Manifold {
  for (const [name, size] of Object.entries({ features, latent }))
    requireNumber('hidden manifold', name, Number.isInteger(size) ? size : Number.NaN, {
      atLeast: 1,
    });
  const projection = gaussianMatrix(features, latent, stream.fork(1));
  const direction = gaussianMatrix(1, latent, stream.fork(2)).data;
  const length = Math.sqrt(direction.reduce((sum, x) => sum + x * x, 0));
  const teacher = direction.map((x) => (x * Math.sqrt(latent)) / length);
  return { projection, teacher };
}

export function drawSamples(
  { projection, teacher }: Manifold,
  features: Features,
  count: number,
  stream: RandomStream,
): Samples {
  const { rows: p, columns: d } = projection;
  const latent = gaussianMatrix(count, d, stream.fork(1)); // C/√d
  const inputs = multiplyByTransposed(latent, projection);
  const { data } = inputs;
  if (typeof features === 'function') {
    const [spread, scale] = [Math.sqrt(d), 1 / Math.sqrt(p)];
    for (let k = 0; k < data.length; k++) data[k] = scale * features(spread * data[k]);
  } else {
    const { kappa0, kappa1, kappaStar } = features;
    const [mean, gain] = [kappa0 / Math.sqrt(p), kappa1 * Math.sqrt(d / p)];
    const noise = stream.fork(2);
    const size = kappaStar / Math.sqrt(p);
    for (let k = 0; k < data.length; k++)
      data[k] = mean + gain * data[k] + (size > 0 ? size * noise.normal() : 0);
  }
  const fields = Float64Array.from({ length: count }, (_, mu) => {
    let field = 0;
    for (let i = 0, k = mu * d; i < d; i++, k++) field += teacher[i] * latent.data[k];
    return field;
  });
  return { inputs, fields, labels: fields.map((nu) => (nu < 0 ? -1 : 1)) };
}

/** What weights are to a manifold. */
export interface View {
  /** m_s = θ·Fᵀw/√(p d). */
  readonly latentOverlap: number;
  /** q_s = |Fᵀw|²/p. */
  readonly latentNorm: number;
  /** q_w = |w|²/p. */
  readonly weightNorm: number;
  /** Σw/√p: times κ₀, the mean of the field. */
  readonly sum: number;
}

export function viewOf({ projection, teacher }: Manifold, weights: Float64Array): View {
  const { rows: p, columns: d } = projection;
  const image = multiplyTransposed(projection, weights);
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i], 0);
  return {
    latentOverlap: dot(teacher, image) / Math.sqrt(p * d),
    latentNorm: dot(image, image) / p,
    weightNorm: dot(weights, weights) / p,
    sum: weights.reduce((sum, w) => sum + w, 0) / Math.sqrt(p),
  };
}

/** The field of a student on new samples, beside the teacher's field of variance one. */
export interface FieldMoments {
  /** M = E ν z. */
  readonly overlap: number;
  /** Q = Var z. */
  readonly norm: number;
  /** P(ν z < 0). */
  readonly generalisationError: number;
}

/** For Gaussian-equivalent features: exact, given the weights, since (ν, z) is Gaussian. */
export function equivalentMoments(
  { kappa0, kappa1, kappaStar }: Constants,
  { latentOverlap, latentNorm, weightNorm, sum }: View,
): FieldMoments {
  const overlap = kappa1 * latentOverlap;
  const norm = kappa1 ** 2 * latentNorm + kappaStar ** 2 * weightNorm;
  return { overlap, norm, generalisationError: mistakes(overlap, norm, kappa0 * sum) };
}

/** P(ν z < 0) for ν ~ N(0, 1), z ~ N(mean, Q), E ν(z − mean) = M. */
function mistakes(M: number, Q: number, mean: number): number {
  if (mean === 0) return Math.atan2(Math.sqrt(Math.max(0, Q - M * M)), M) / Math.PI;
  const covariance = (sign: 1 | -1): Matrix => ({
    rows: 2,
    columns: 2,
    data: Float64Array.of(1, sign * M, sign * M, Q),
  });
  // ν < 0 < z and z < 0 < ν
  return (
    orthantProbability([0, mean], covariance(-1)).value +
    orthantProbability([0, -mean], covariance(-1)).value
  );
}

/** For any features: measured on fresh samples, of mean zero for an odd f. */
export function measuredMoments(samples: Samples, weights: Float64Array): FieldMoments {
  const { inputs, fields, labels } = samples;
  const { rows: n, columns: p, data } = inputs;
  let [cross, first, second, wrong] = [0, 0, 0, 0];
  for (let mu = 0; mu < n; mu++) {
    let z = 0;
    for (let i = 0, k = mu * p; i < p; i++, k++) z += weights[i] * data[k];
    cross += fields[mu] * z;
    first += z;
    second += z * z;
    if (labels[mu] * z <= 0) wrong++;
  }
  return {
    overlap: cross / n,
    norm: (second - (first * first) / n) / (n - 1),
    generalisationError: wrong / n,
  };
}
