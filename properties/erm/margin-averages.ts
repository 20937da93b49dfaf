import type { Loss } from '../../oracles/types/index.ts';
import { normalCdf, normalDensity } from '../../reference/numerics/normal.ts';
import { overInterval, overLine } from '../integrals.ts';
import type { Bench } from '../law.ts';
import { type Measured, product, type Quantity, root, scaled, sum } from '../measured.ts';
import { lossValue, maximalCurvature } from './models.ts';
import { proximal } from './questions.ts';

export const averaged = 'accuracy of the answers, carried through the average; measured truncation';

/** A margin u = mean + √variance ξ before its pull, by samples of which a fraction is right. */
export interface MarginLaw {
  readonly mean: Quantity;
  readonly variance: Measured;
  readonly width: Measured;
  /** P(u) = η + (1 − 2η) Φ(slope ξ); absent where every sample counts once. */
  readonly agreement?: { readonly flip: number; readonly slope: Measured };
}

/** How fast a force can change with the margin: ℓ″/(1 + V ℓ″) at most. */
const stiffest = (loss: Loss, width: number): number => 1 / (1 / maximalCurvature(loss) + width);

const reach = 8.5;

/**
 * E[w f], E[w f x] and E[w ℓ(x)], w = 2P(u) or 1, by the implementation's own proximal operator. An
 * error of the law of u moves each margin, so the point by no more and the force by its stiffness.
 */
export async function marginAverages(
  bench: Bench,
  loss: Loss,
  { mean, variance, width, agreement }: MarginLaw,
): Promise<readonly [force: Measured, virial: Measured, loss: Measured]> {
  const deviation = root(variance);
  const at = async (xi: number): Promise<readonly Measured[]> => {
    const margin = sum(mean, scaled(xi, deviation));
    const pull = await proximal(bench, loss, margin.value, width.value);
    const moved = margin.error + Math.abs(pull.force.value) * width.error;
    const point = { value: pull.point.value, error: pull.point.error + moved };
    const force = {
      value: pull.force.value,
      error: pull.force.error + stiffest(loss, width.value) * moved,
    };
    const cost = {
      value: lossValue(loss, point.value),
      // A margin held at the corner of the hinge falls off it with slope one, whatever its force.
      error: (loss === 'hinge' ? 1 : Math.abs(force.value) + point.error) * point.error,
    };
    const weight: Measured =
      agreement === undefined
        ? { value: normalDensity(xi), error: 0 }
        : {
            value:
              2 *
              normalDensity(xi) *
              (agreement.flip + (1 - 2 * agreement.flip) * normalCdf(agreement.slope.value * xi)),
            error:
              2 *
              normalDensity(xi) *
              (1 - 2 * agreement.flip) *
              normalDensity(agreement.slope.value * xi) *
              Math.abs(xi) *
              agreement.slope.error,
          };
    return [product(weight, force), product(weight, product(force, point)), product(weight, cost)];
  };
  const step = Math.min(
    0.4,
    0.35 / deviation.value,
    0.4 / Math.hypot(1, agreement?.slope.value ?? 0),
  );
  const [force, virial, cost] =
    loss === 'hinge'
      ? await overPanels(at, corners(mean, deviation.value, width.value))
      : await overLine(at, 0, reach, Math.max(step, 0.01));
  return [force, virial, cost];
}

/** Where the hinge begins to hold a margin, and where it lets go, in units of ξ. */
function corners(mean: Quantity, deviation: number, width: number): readonly number[] {
  const centre = typeof mean === 'number' ? mean : mean.value;
  const inside = [1 - width, 1]
    .map((u) => (u - centre) / deviation)
    .filter((xi) => Math.abs(xi) < reach);
  return [-reach, ...inside, reach].flatMap((end, k, ends) =>
    // Panels no longer than three deviations: the rule is for functions of one feature.
    k === 0 ? [end] : split(ends[k - 1], end),
  );
}

const split = (low: number, high: number): number[] => {
  const pieces = Math.max(1, Math.ceil((high - low) / 3));
  return Array.from({ length: pieces }, (_, k) => low + ((high - low) * (k + 1)) / pieces);
};

async function overPanels(
  f: (xi: number) => Promise<readonly Measured[]>,
  ends: readonly number[],
): Promise<readonly Measured[]> {
  let total: readonly Measured[] = [0, 0, 0].map((value) => ({ value, error: 0 }));
  for (const [k, end] of ends.slice(1).entries()) {
    const part = await overInterval(f, ends[k], end, 48);
    total = total.map((x, j) => sum(x, part[j]));
  }
  return total;
}
