import type { ChannelSpec } from '../channels/channel.ts';
import { DomainError } from '../errors.ts';
import { logNormalCdf } from '../numerics/normal.ts';

/** ln P_out(y | z) of a channel whose likelihood is a function: what enumeration multiplies. */
export interface LogLikelihood {
  /** ln P_out(y | z), −∞ where z excludes y. */
  value(y: number, z: number): number;
  /** Bound on |∂_z ln P_out| near z, away from the thresholds: how an error of z is carried on. */
  slope(y: number, z: number): number;
  /** Where P_out(y | ·) jumps. */
  readonly thresholds: readonly number[];
}

/**
 * The likelihoods, y in units of z; on a threshold sign(0) = +1, and the door is open (y = +1):
 *
 *   sign           1{y = +1} for z ≥ 0, 1{y = −1} for z < 0
 *   probit         Φ(y z/√Δ)                               Δ = 0: sign
 *   linear         N(y; z, Δ)
 *   absolute value N(y; z, Δ) + N(y; −z, Δ)                noise inside the modulus, y ≥ 0
 *   symmetric door 1{y = −1} for |z| < K, 1{y = +1} for |z| ≥ K
 *
 * A noiseless continuous output (linear and absolute value at Δ = 0, ReLU) has a delta function for
 * likelihood: the evidence of a grid of weights is then 0 or infinite. That is a {@link DomainError}.
 */
export function logLikelihood(where: string, spec: ChannelSpec): LogLikelihood {
  switch (spec.kind) {
    case 'sign':
      return sign;
    case 'probit':
      return spec.noiseVariance === 0 ? sign : probit(Math.sqrt(spec.noiseVariance));
    case 'symmetric-door':
      return door(spec.width);
    case 'linear':
      if (spec.noiseVariance > 0) return linear(spec.noiseVariance);
      break;
    case 'absolute-value':
      if (spec.noiseVariance > 0) return absoluteValue(spec.noiseVariance);
      break;
    case 'relu':
      break;
  }
  throw new DomainError(
    where,
    'channel',
    JSON.stringify(spec),
    'a channel with labels or noise (a noiseless continuous channel has no enumerable posterior)',
  );
}

const certain = (possible: boolean) => (possible ? 0 : Number.NEGATIVE_INFINITY);

const sign: LogLikelihood = {
  value: (y, z) => certain(y > 0 === z >= 0),
  slope: () => 0,
  thresholds: [0],
};

const door = (width: number): LogLikelihood => ({
  value: (y, z) => certain(y > 0 === Math.abs(z) >= width),
  slope: () => 0,
  thresholds: [-width, width],
});

const probit = (deviation: number): LogLikelihood => ({
  value: (y, z) => logNormalCdf((y * z) / deviation),
  slope: (y, z) => {
    const t = (y * z) / deviation;
    return (t > 0 ? 1 : 1 - t) / deviation; // φ/Φ ≤ 1 for t ≥ 0, ≤ 1 + |t| for t < 0
  },
  thresholds: [],
});

const linear = (noiseVariance: number): LogLikelihood => ({
  value: (y, z) => -((y - z) * (y - z)) / (2 * noiseVariance) - halfLog(noiseVariance),
  slope: (y, z) => Math.abs(y - z) / noiseVariance,
  thresholds: [],
});

const absoluteValue = (noiseVariance: number): LogLikelihood => ({
  value: (y, z) => {
    const gap = y - Math.abs(z);
    const other = Math.log1p(Math.exp((-2 * y * Math.abs(z)) / noiseVariance));
    return -(gap * gap) / (2 * noiseVariance) + other - halfLog(noiseVariance);
  },
  slope: (y, z) => (y + Math.abs(z)) / noiseVariance,
  thresholds: [],
});

const halfLog = (noiseVariance: number) => Math.log(2 * Math.PI * noiseVariance) / 2;
