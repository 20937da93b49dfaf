/**
 * The law of a student's margin u = y z before the sample's own pull, and its integrals over half-lines.
 *
 *   u ~ N(mean, variance), each value counted with P(u) = η + (1 − 2η) Φ(k u),
 *
 * P the probability that a noisy teacher agrees with the sign the student gives the label; by the
 * symmetry y → −y, a sum over both labels is twice the average with P at mean 0. Without `agreement`
 * P = 1 (the label is given, as in a mixture).
 *
 * Integrals below a threshold t run over the depth τ ≥ 0 in standard deviations, u = t − τ√variance:
 * a narrow strip keeps its digits, and so does a tail far out.
 */
import { requireNumber } from '../errors.ts';
import { type Estimate, rounded } from '../numerics/estimate.ts';
import {
  addIntegrals,
  certifiedIntegrals,
  type JointIntegrand,
  panelEnds,
} from '../numerics/joint-quadrature.ts';
import { normalCdf, normalDensity } from '../numerics/normal.ts';

export interface Agreement {
  /** η ∈ [0, 1/2], the probability that a label is flipped. */
  readonly flip: number;
  /** k ≥ 0, the steepness. */
  readonly slope: number;
}

export interface MarginLaw {
  readonly mean: number;
  readonly variance: number;
  readonly agreement?: Agreement;
}

export const requireMarginLaw = (where: string, { mean, variance, agreement }: MarginLaw): void => {
  requireNumber(where, 'mean', mean);
  requireNumber(where, 'variance', variance, { above: 0 });
  if (agreement === undefined) return;
  requireNumber(where, 'agreement.flip', agreement.flip, { atLeast: 0, atMost: 0.5 });
  requireNumber(where, 'agreement.slope', agreement.slope, { atLeast: 0 });
};

/** P(u). */
export const agreementAt = (agreement: Agreement | undefined, u: number): number =>
  agreement === undefined
    ? 1
    : agreement.flip + (1 - 2 * agreement.flip) * normalCdf(agreement.slope * u);

/** Standard deviations beyond which the normal law holds 1e-23 of its mass. */
export const reach = 10;
/** Ends of panels on which a 20-point rule integrates a normal density to rounding. */
export const normalBreaks = [-8, -6, -4.5, -3, -1.5, 0, 1.5, 3, 4.5, 6, 8];
/** The same for Φ, which is a constant to rounding beyond them. */
const cdfBreaks = [-8, -4, -2, 0, 2, 4, 8];
const tailBreaks = [0.5, 1, 2, 4, 8, 16, 32];

/** The margins where P changes. */
export const agreementBreaks = ({ agreement }: MarginLaw): number[] =>
  agreement === undefined || agreement.slope === 0 ? [] : cdfBreaks.map((t) => t / agreement.slope);

/** Panels over z − τ, the depth τ below z = `top` in standard deviations, down to `bottom` at most. */
const depthPanels = (law: MarginLaw, edge: number, top: number, bottom: number): number[] => {
  const deviation = Math.sqrt(law.variance);
  const slope = law.agreement?.slope ?? 0;
  const breaks = normalBreaks.map((z) => top - z);
  for (const u of agreementBreaks(law)) breaks.push(top - (u - law.mean) / deviation);
  // In a tail the mass hugs the threshold: the logarithmic slope of φ, and that of φ P, is its scale
  if (edge < -2) for (const c of tailBreaks) breaks.push(c / -edge);
  const pull = slope * (law.mean + edge * deviation);
  if (pull < -2) {
    const rate = Math.max(0, -edge) - slope * deviation * pull;
    for (const c of tailBreaks) breaks.push(c / rate);
  }
  const deepest = edge < -4 ? 45 / -edge : top + reach;
  return panelEnds(breaks, 0, Math.min(top - bottom, deepest));
};

/** Where the integrals of {@link addBelow} and {@link certifiedBelow} run. */
export interface Strip {
  readonly threshold: number;
  /** How far below the threshold, in standard deviations; Infinity for a half-line. */
  readonly width: number;
}

/**
 * The integral over a strip in the depth below its threshold, or below z = `reach` where nothing lies
 * between; null where nothing lies below either.
 */
const onStrip = (law: MarginLaw, { threshold, width }: Strip, integrand: JointIntegrand) => {
  const { mean, variance, agreement } = law;
  const deviation = Math.sqrt(variance);
  const edge = (threshold - mean) / deviation;
  const top = Math.min(edge, reach);
  const skipped = edge - top;
  const ends = skipped < width ? depthPanels(law, edge, top, edge - width) : [];
  const weighted: JointIntegrand = (depth, out) => {
    const z = top - depth;
    const weight = normalDensity(z) * agreementAt(agreement, mean + z * deviation);
    integrand(skipped + depth, out);
    for (let k = 0; k < out.length; k++) out[k] *= weight;
  };
  return { ends, weighted, top };
};

/** Adds E[P g_k(τ); 0 < τ < width], τ = (threshold − u)/√variance, to `sums`. */
export const addBelow = (
  law: MarginLaw,
  strip: Strip,
  integrand: JointIntegrand,
  sums: Float64Array,
): void => {
  const { ends, weighted } = onStrip(law, strip, integrand);
  addIntegrals(weighted, ends, sums, new Float64Array(sums.length));
};

/** E[P g_k(τ); 0 < τ < width] with errors. */
export const certifiedBelow = (
  law: MarginLaw,
  strip: Strip,
  integrand: JointIntegrand,
  count: number,
): Estimate[] => {
  const { ends, weighted, top } = onStrip(law, strip, integrand);
  // One spacing of the edge moves the density by edge² spacings
  return certifiedIntegrals(weighted, ends, count, 12 + Math.min(1600, top * top));
};

/** E[P(u); u < threshold]. */
export const probabilityBelow = (law: MarginLaw, threshold: number): Estimate => {
  requireMarginLaw('probabilityBelow', law);
  requireNumber('probabilityBelow', 'threshold', threshold);
  if (law.agreement === undefined) {
    const edge = (threshold - law.mean) / Math.sqrt(law.variance);
    return rounded(normalCdf(edge), 12 + Math.min(1600, edge * edge));
  }
  const one: JointIntegrand = (_, out) => {
    out[0] = 1;
  };
  return certifiedBelow(law, { threshold, width: Number.POSITIVE_INFINITY }, one, 1)[0];
};

/** E[P(u)] over all u: η + (1 − 2η) Φ(k mean/√(1 + k² variance)). */
export const totalWeight = ({ mean, variance, agreement }: MarginLaw): number =>
  agreementAt(
    agreement && {
      flip: agreement.flip,
      slope: agreement.slope / Math.hypot(1, agreement.slope * Math.sqrt(variance)),
    },
    mean,
  );
