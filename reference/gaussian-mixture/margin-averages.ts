/**
 * Averages of a loss over a Gaussian margin u ~ N(u₀ − gap, q), at any scale; u₀ is where the loss has its
 * feature, 1 for the hinge and 0 for the logistic loss. With a strong penalty √q and V are tiny beside 1,
 * and a margin written as a mean near u₀ has no digits left in units of √q:
 *
 *   hinge:    depends on gap, √q, V only through their ratios, so it is evaluated at q = 1
 *   logistic: is smooth on the scale 1, so a narrow law is integrated by the trapezoid rule over
 *             (u − mean)/√q, with the proximal point at each node; it errs by e^{−2π²/h²}, h the step
 */
import type { Averages, Loss } from '../losses/loss.ts';
import { type Estimate, epsilon } from '../numerics/estimate.ts';
import { normalDensity } from '../numerics/normal.ts';

export interface MarginGap {
  /** u₀ − E u, see {@link featureOf}. */
  readonly gap: number;
  readonly variance: number;
}

/** u₀: the kink of the hinge, the centre of the logistic force. Around it 1 − f is f reflected. */
export const featureOf = (loss: Loss): number => (loss.kind === 'hinge' ? 1 : 0);

/** Up to this √q the poles of the force are 15 standard deviations away from the real line. */
const narrow = 0.2;

export function averagesAt(loss: Loss, law: MarginGap, width: number): Averages<number> {
  const deviation = Math.sqrt(law.variance);
  if (loss.kind === 'hinge') {
    const unit = loss.averages({ mean: 1 - law.gap / deviation, variance: 1 }, width / deviation);
    return { ...unit, curvature: unit.curvature / deviation, loss: unit.loss * deviation };
  }
  if (deviation < narrow) return named(trapezoid(loss, law, width, 0));
  return loss.averages({ mean: -law.gap, variance: law.variance }, width);
}

export function certifiedAveragesAt(loss: Loss, law: MarginGap, width: number): Averages<Estimate> {
  const deviation = Math.sqrt(law.variance);
  if (loss.kind === 'hinge') {
    const unit = loss.certifiedAverages(
      { mean: 1 - law.gap / deviation, variance: 1 },
      width / deviation,
    );
    const times = ({ value, error }: Estimate, factor: number): Estimate => ({
      value: value * factor,
      error: error * factor + 2 * epsilon * Math.abs(value * factor),
    });
    return {
      ...unit,
      curvature: times(unit.curvature, 1 / deviation),
      loss: times(unit.loss, deviation),
    };
  }
  if (deviation < narrow) {
    // Two rules with the nodes of one between those of the other err by opposite amounts
    const value = trapezoid(loss, law, width, 0);
    const between = trapezoid(loss, law, width, step / 2);
    // ln f moves by less than one while the margin moves by one
    const ulps = 16 + 4 * Math.abs(law.gap);
    return named(
      value.map((x, k) => ({
        value: x,
        error: Math.abs(x - between[k]) + ulps * epsilon * Math.abs(x),
      })),
    );
  }
  return loss.certifiedAverages({ mean: -law.gap, variance: law.variance }, width);
}

const step = 0.5;

/** E f, E f², E ℓ″/(1 + Vℓ″), E ℓ of the logistic loss, for which ℓ″ = f (1 − f). */
function trapezoid(loss: Loss, { gap, variance }: MarginGap, width: number, offset: number) {
  const deviation = Math.sqrt(variance);
  const sums = [0, 0, 0, 0];
  for (let xi = offset - 18 * step; xi <= 18 * step; xi += step) {
    const { point, force } = loss.proximal(deviation * xi - gap, width);
    const bend = force * (1 - force);
    const weight = step * normalDensity(xi);
    sums[0] += weight * force;
    sums[1] += weight * force * force;
    sums[2] += (weight * bend) / (1 + width * bend);
    sums[3] += weight * loss.value(point);
  }
  return sums;
}

const named = <T>([force, squaredForce, curvature, loss]: readonly T[]): Averages<T> => ({
  force,
  squaredForce,
  curvature,
  loss,
});
