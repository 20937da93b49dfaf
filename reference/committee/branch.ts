/**
 * Fixed points of two units as curves. For conjugates r_± the weights give q_± and the channel gives
 * back the α at which these conjugates are those of n = α d samples, one for each eigenvalue:
 *
 *   α_+ = r_+ / A_+(q),     α_− = r_− / A_−(q) = 1 / [(q_−/r_−)(A_−/q_−)]
 *
 * A fixed point at α has α_+ = α_− = α, or r_− = 0 and α_+ = α (unspecialised). The second form of α_−
 * has its limit at r_− = 0: where both are equal there, the units begin to specialise.
 * The coordinate is u = ln(1 + r): proportional to r where it is small, to its logarithm where it is large.
 */
import { type SignAverages, signAverages } from './sign-averages.ts';
import { type CommitteePrior, type WeightAverages, weightAverages } from './weights.ts';

export interface BranchPoint {
  readonly uPlus: number;
  readonly uMinus: number;
  readonly weights: WeightAverages;
  readonly channel: SignAverages;
  /** ln α_± */
  readonly plus: number;
  readonly minus: number;
}

/** Step of the quadratures while solving: good to about 1e−12. */
export const coarse = 0.4;
/** Step by which a solution is certified. */
export const fine = 0.3;
/** What rounding leaves of the averages, relatively: some thousand positive terms. */
export const noise = 1e-13;

export const branchPoint = (
  prior: CommitteePrior,
  uPlus: number,
  uMinus: number,
  step: number,
): BranchPoint => {
  const rPlus = Math.expm1(uPlus);
  const weights = weightAverages(prior, rPlus, Math.expm1(uMinus), step / 2);
  const channel = signAverages(weights, step);
  return {
    uPlus,
    uMinus,
    weights,
    channel,
    plus: Math.log(rPlus / channel.plus),
    minus: -Math.log(weights.minusPerConjugate * channel.minusPerOverlap),
  };
};

/** f = F + α Ψ */
export const freeEntropyAt = ({ weights, channel }: BranchPoint, alpha: number): number =>
  weights.entropy + alpha * channel.potential;
