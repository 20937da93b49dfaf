import { findOracle } from '../oracles/index.ts';
import type { ChannelSpec } from '../reference/channels/channel.ts';
import type { PriorSpec } from '../reference/priors/prior.ts';
import type { Bench } from './law.ts';
import { difference, type Measured } from './measured.ts';
import { isLabel, moments, noiseOf, type Problem } from './models.ts';

/**
 * The questions that laws ask, typed, each answer with the error that the claimed accuracy permits.
 *
 * A right answer x has |δx| ≤ ε max(|x|, scale) + floor: ε the accuracy under which the
 * implementation is judged, `scale` the size of the terms that x is made of where x itself may pass
 * through zero (ln Z, g), and `floor` the oracle's own.
 */

/** A field that the implementation leaves out: it is not covered, and neither is the law, here. */
export class LeftOut extends Error {}

/** Matches double rounding inside an implementation, below which no claim is believed. */
const finest = 1e-14;

export const floorOf = (oracle: string, field: string): number =>
  (findOracle(oracle)?.fields as Record<string, { floor: number }> | undefined)?.[field]?.floor ??
  0;

export const permitted = (bench: Bench, x: number, scale: number, floor: number): number =>
  Number.isFinite(x) ? Math.max(bench.accuracy, finest) * Math.max(Math.abs(x), scale) + floor : 0;

type Fields<F extends string> = { readonly [field in F]: Measured };

/** Asks once, and gives the fields named in `scales` their permitted errors. */
export async function ask<F extends string>(
  bench: Bench,
  oracle: string,
  params: object,
  scales: { readonly [field in F]: number },
): Promise<Fields<F>> {
  const result = await bench.ask<Record<string, unknown>>(oracle, params);
  const fields = {} as { [field in F]: Measured };
  for (const field of Object.keys(scales) as F[]) {
    Object.defineProperty(fields, field, {
      enumerable: true,
      get: () => {
        const value = result[field];
        if (value === undefined) throw new LeftOut(`${oracle} leaves out ${field}`);
        const x = Number(value);
        return { value: x, error: permitted(bench, x, scales[field], floorOf(oracle, field)) };
      },
    });
  }
  return fields;
}

export const priorDenoiser = (bench: Bench, prior: PriorSpec, precision: number, field: number) =>
  ask(
    bench,
    'glm.prior-denoiser',
    { prior, precision, field },
    // ln Z is a sum of terms of the order of B w and A w²; the mean may vanish, the variance not.
    { mean: Math.sqrt(moments(prior).secondMoment), variance: 0, logPartition: 1 },
  );

export const outputDenoiser = (
  bench: Bench,
  channel: ChannelSpec,
  y: number,
  omega: number,
  variance: number,
) => {
  const width = variance + noiseOf(channel);
  return ask(
    bench,
    'glm.output-denoiser',
    { channel, y, omega, variance },
    { logPartition: 1, g: 1 / Math.sqrt(width), dg: 1 / width },
  );
};

export const priorPotential = (bench: Bench, prior: PriorSpec, conjugate: number) =>
  ask(
    bench,
    'glm.prior-potential',
    { prior, conjugate },
    { potential: 0, overlap: 0, meanSquareError: 0 },
  );

export const outputPotential = (
  bench: Bench,
  channel: ChannelSpec,
  secondMoment: number,
  overlap: number,
) =>
  ask(
    bench,
    'glm.output-potential',
    { channel, secondMoment, overlap },
    // Entropies of a continuous output cross zero; those of labels vanish only at m = ρ.
    { potential: isLabel(channel) ? 0 : 1, conjugatePerAlpha: 0 },
  );

/** [m⁰ … m^T] */
export async function stateEvolution(
  bench: Bench,
  model: { readonly prior: PriorSpec; readonly channel: ChannelSpec; readonly alpha: number },
  initialOverlap: number,
  iterations: number,
): Promise<readonly Measured[]> {
  const { prior, channel, alpha } = model;
  const { overlap } = await bench.ask<{ overlap: readonly unknown[] }>('glm.state-evolution', {
    prior,
    channel,
    alpha,
    initialOverlap,
    iterations,
  });
  const floor = floorOf('glm.state-evolution', 'overlap');
  return overlap.map((m) => ({ value: Number(m), error: permitted(bench, Number(m), 0, floor) }));
}

export type Start = 'uninformed' | 'informed';

const fixedPointScales = (alpha: number) => ({
  overlap: 0,
  conjugate: 0,
  meanSquareError: 0,
  // A sum of Φ_w, α Φ_out and −m r/2, each of the order of one or of α, which may cancel.
  freeEntropy: Math.max(1, alpha),
});

export const fixedPoint = (bench: Bench, { prior, channel, alpha }: Problem, start: Start) =>
  ask(bench, 'glm.fixed-point', { prior, channel, alpha, start }, fixedPointScales(alpha));

export async function optimum(bench: Bench, { prior, channel, alpha }: Problem) {
  const fields = await ask(
    bench,
    'glm.optimum',
    { prior, channel, alpha },
    {
      overlap: 0,
      meanSquareError: 0,
      freeEntropy: Math.max(1, alpha),
      algorithmicOverlap: 0,
      algorithmicMeanSquareError: 0,
    },
  );
  return fields;
}

/** The label of the phase, with the numbers it is about. */
export async function phase(bench: Bench, { prior, channel, alpha }: Problem): Promise<string> {
  const result = await bench.ask<{ phase?: string }>('glm.optimum', { prior, channel, alpha });
  if (result.phase === undefined) throw new LeftOut('glm.optimum leaves out phase');
  return result.phase;
}

export const generalisationError = (
  bench: Bench,
  channel: ChannelSpec,
  secondMoment: number,
  overlap: number,
) =>
  ask(
    bench,
    'glm.generalisation-error',
    { channel, secondMoment, overlap },
    { bayesMeanSquare: 0, bayesClassification: 0, gibbsClassification: 0 },
  );

export type ThresholdKind =
  | 'algorithmic'
  | 'information-theoretic'
  | 'lower-spinodal'
  | 'weak-recovery';

export const threshold = (
  bench: Bench,
  prior: PriorSpec,
  channel: ChannelSpec,
  kind: ThresholdKind,
) => ask(bench, 'glm.threshold', { prior, channel, kind }, { alpha: 0, overlap: 0 });

/** What G-AMP is run with; `variance` 'full' and no damping unless said. */
export interface GampQuestion {
  readonly prior: PriorSpec;
  readonly channel: ChannelSpec;
  readonly matrix: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly iterations: number;
  readonly record: readonly number[];
  readonly initialMean?: readonly number[];
  readonly initialVariance?: readonly number[];
  readonly damping?: number;
  readonly variance?: 'full' | 'scalar';
}

/** Means and variances of the weights at one recorded iteration. */
export interface Marginals {
  readonly means: readonly Measured[];
  readonly variances: readonly Measured[];
}

/** Marginals at each recorded iteration. */
export async function gamp(bench: Bench, question: GampQuestion): Promise<readonly Marginals[]> {
  const { means, variances } = await bench.ask<{
    means: readonly (readonly unknown[])[];
    variances?: readonly (readonly unknown[])[];
  }>('glm.gamp', question);
  if (variances === undefined) throw new LeftOut('glm.gamp leaves out variances');
  const { secondMoment } = moments(question.prior);
  // A mean is a sum of contributions of either sign: its error is relative to the largest, √ρ.
  const entries = (field: 'means' | 'variances', values: readonly unknown[], scale: number) =>
    values.map((x) => ({
      value: Number(x),
      error: permitted(bench, Number(x), scale, floorOf('glm.gamp', field)),
    }));
  return means.map((mean, t) => ({
    means: entries('means', mean, Math.sqrt(secondMoment)),
    variances: entries('variances', variances[t] ?? [], secondMoment),
  }));
}

export async function exactPosterior(
  bench: Bench,
  prior: PriorSpec,
  channel: ChannelSpec,
  matrix: readonly (readonly number[])[],
  labels: readonly number[],
): Promise<{ readonly mean: readonly Measured[]; readonly logEvidence: Measured }> {
  const id = 'glm.exact-posterior';
  const { mean, logEvidence } = await bench.ask<{
    mean: readonly unknown[];
    logEvidence?: unknown;
  }>(id, { prior, channel, matrix, labels });
  const scale = Math.sqrt(moments(prior).secondMoment);
  const evidence = Number(logEvidence);
  return {
    mean: mean.map((x) => ({
      value: Number(x),
      error: permitted(bench, Number(x), scale, floorOf(id, 'mean')),
    })),
    get logEvidence() {
      if (logEvidence === undefined) throw new LeftOut(`${id} leaves out logEvidence`);
      return {
        value: evidence,
        error: permitted(bench, evidence, 1, floorOf(id, 'logEvidence')),
      };
    },
  };
}

export const exactAverage = (bench: Bench, matrix: readonly (readonly number[])[]) =>
  ask(
    bench,
    'glm.exact-average',
    { channel: { kind: 'sign' }, matrix },
    { freeEntropy: 0, overlap: 0 },
  );

/**
 * f(x) at a measured x, for an f that is monotone around x: the answers at both ends of x's error
 * bound what a right answer can be.
 */
export async function at(
  f: (x: number) => Promise<Measured>,
  x: Measured,
  range: { readonly low?: number; readonly high?: number } = {},
): Promise<Measured> {
  // A right answer may lie outside of the range by its error: m = ρ (1 + 1e-8) next to perfection.
  const inside = (y: number) =>
    Math.min(range.high ?? Infinity, Math.max(range.low ?? -Infinity, y));
  const centre = await f(inside(x.value));
  if (x.error === 0) return centre;
  const low = inside(x.value - x.error);
  const high = inside(x.value + x.error);
  const spread = Math.max(
    ...(await Promise.all([low, high].map(async (end) => away(await f(end), centre)))),
  );
  return { value: centre.value, error: centre.error + spread };
}

/** |x − y|, at most, for two answers. */
function away(x: Measured, y: Measured): number {
  if (x.value === y.value) return 0;
  const gap = difference(x, y);
  return Math.abs(gap.value) + gap.error;
}
