/**
 * Logistic loss ℓ(u) = ln(1 + e^{−u}), with s(t) = 1/(1 + e^{−t}):
 *
 *   x − u = V s(−x),   f = s(−x),   ℓ″ = s(x) s(−x)
 *
 * Averages are integrals over the proximal point x, u = x − V s(−x), du = (1 + Vℓ″) dx: nothing has to
 * be inverted inside, and the integrand is analytic in |Im x| < π however large V. The force is
 * s(−x), never (x − u)/V, which cancels.
 */
import { requireNumber } from '../errors.ts';
import { type Estimate, epsilon } from '../numerics/estimate.ts';
import {
  addIntegrals,
  certifiedIntegrals,
  type JointIntegrand,
  panelEnds,
} from '../numerics/joint-quadrature.ts';
import { sqrtTwoPi } from '../numerics/normal.ts';
import type { Averages, Loss } from './loss.ts';
import {
  agreementAt,
  agreementBreaks,
  type MarginLaw,
  normalBreaks,
  reach,
  requireMarginLaw,
} from './margin-law.ts';

const where = 'logistic loss';

/** s(t) = 1/(1 + e^{−t}), relative accuracy in both tails. */
const sigmoid = (t: number): number => {
  if (t >= 0) return 1 / (1 + Math.exp(-t));
  const e = Math.exp(t);
  return e / (1 + e);
};

/** ln(1 + e^{−u}). */
const value = (u: number): number =>
  u > 0 ? Math.log1p(Math.exp(-u)) : Math.log1p(Math.exp(u)) - u;

/**
 * The root of x − u − V s(−x), increasing, between u and u + V. For large V its slope is a narrow peak
 * on which plain Newton steps cycle: they are kept inside a bracket. For u > 0 the iteration runs from
 * the left, where the function is concave on x > 0 and Newton's steps cannot overshoot.
 */
const point = (u: number, V: number): number => {
  let low = u;
  let high = u + V;
  let x = u < -V / 2 ? high : Math.max(u, 0);
  if (u < -V / 2) high = Math.min(high, 0);
  else low = Math.max(low, 0);
  x = Math.min(Math.max(x, low), high);
  for (let step = 0; step < 200; step++) {
    const s = sigmoid(-x);
    const gap = x - u - V * s;
    if (gap === 0) return x;
    if (gap > 0) high = x;
    else low = x;
    let next = x - gap / (1 + V * s * (1 - s));
    if (!(next > low && next < high)) next = low + (high - low) / 2;
    if (Math.abs(next - x) <= epsilon * Math.abs(x) || next === low || next === high) return next;
    x = next;
  }
  return x;
};

/** Ends of panels between the poles of s at ±iπ, widening where e^{−|x|} has died out. */
const sigmoidBreaks = [0, 1.5, 3, 4.5, 6, 8, 11, 15, 21, 30, 42].flatMap((x) => [-x, x]);
/** The same for V e^{−x}, about x = ln V: there u = x − V s(−x) turns from a pulled to a free margin. */
const pullBreaks = [-1.5, 0, 1.5, 3, 5, 8, 12];

const pointPanels = (law: MarginLaw, V: number): number[] => {
  const { mean, variance } = law;
  const deviation = Math.sqrt(variance);
  // A force that falls as e^{−u} shifts the weight to lower margins, by √q deviations at most
  const lower = -reach - Math.min(deviation, Math.max(0, mean) / deviation);
  const breaks = normalBreaks.map((z) => point(mean + z * deviation, V));
  for (let z = -reach; z > lower; z -= 2) breaks.push(point(mean + z * deviation, V));
  for (const u of agreementBreaks(law)) breaks.push(point(u, V));
  if (V > 20) {
    for (const c of pullBreaks) breaks.push(Math.log(V) + c);
    // A pulled margin moves as ln|u|: the images of one deviation and of none lie far apart
    for (const z of [-0.5, -0.15]) breaks.push(point(mean + z * deviation, V));
  }
  return panelEnds(
    [...breaks, ...sigmoidBreaks],
    point(mean + lower * deviation, V),
    point(mean + reach * deviation, V),
  );
};

/** P f, P f², P c, P ℓ with the density of x. */
const integrands = ({ mean, variance, agreement }: MarginLaw, V: number): JointIntegrand => {
  const deviation = Math.sqrt(variance);
  const scale = 1 / (deviation * sqrtTwoPi);
  return (x, out) => {
    const e = Math.exp(-Math.abs(x));
    const larger = 1 / (1 + e);
    const smaller = e * larger;
    const force = x > 0 ? smaller : larger;
    const bend = smaller * larger;
    const u = x - V * force;
    const z = (u - mean) / deviation;
    const weight = scale * Math.exp((-z * z) / 2) * agreementAt(agreement, u);
    const density = weight * (1 + V * bend);
    out[0] = density * force;
    out[1] = out[0] * force;
    out[2] = weight * bend;
    out[3] = density * (Math.log1p(e) + (x < 0 ? -x : 0));
  };
};

const named = <T>(values: ArrayLike<T>): Averages<T> => ({
  force: values[0],
  squaredForce: values[1],
  curvature: values[2],
  loss: values[3],
});

export const logisticLoss: Loss = {
  kind: 'logistic',
  maximalCurvature: 1 / 4,
  value,
  derivative: (u) => -sigmoid(-u),
  proximal(u, V) {
    requireNumber(where, 'margin', u);
    requireNumber(where, 'width', V, { above: 0 });
    const x = point(u, V);
    const force = sigmoid(-x);
    return {
      point: x,
      force,
      derivative: 1 / (1 + V * force * sigmoid(x)),
      envelope: value(x) + (V * force * force) / 2,
    };
  },
  averages(law, V): Averages<number> {
    const sums = new Float64Array(4);
    addIntegrals(integrands(law, V), pointPanels(law, V), sums, new Float64Array(4));
    return named(sums);
  },
  certifiedAverages(law, V): Averages<Estimate> {
    requireMarginLaw(where, law);
    requireNumber(where, 'width', V, { above: 0 });
    const ends = pointPanels(law, V);
    const extent = Math.max(Math.abs(ends[0]), Math.abs(ends[ends.length - 1]));
    // u = x − V f carries a spacing of x, and the exponent of the density up to ten times that of z
    const ulps = 16 + (4 * extent) / Math.sqrt(law.variance);
    return named(certifiedIntegrals(integrands(law, V), ends, 4, ulps));
  },
  errorThreshold: (V) => -V / 2,
};
