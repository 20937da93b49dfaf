import type {
  CommitteeBranchName,
  CommitteePriorSpec,
  CommitteeThresholdQuestion,
} from '../../oracles/arbitraries/committee.ts';
import type { Bench } from '../law.ts';
import type { Measured } from '../measured.ts';
import { ask, floorOf, LeftOut, permitted } from '../questions.ts';

export const gaussian: CommitteePriorSpec = { kind: 'gaussian', variance: 1 };
export const rademacher: CommitteePriorSpec = { kind: 'rademacher' };

export interface Potential {
  readonly potential: Measured;
  readonly conjugatePerAlphaDiagonal: Measured;
  readonly conjugatePerAlphaOffDiagonal: Measured;
}

export const potentialAt = (
  bench: Bench,
  diagonal: number,
  offDiagonal: number,
): Promise<Potential> =>
  ask(
    bench,
    'committee.output-potential',
    { units: 2, diagonal, offDiagonal },
    // r₁₂/α is a sum of terms of order one of both signs
    { potential: 0, conjugatePerAlphaDiagonal: 0, conjugatePerAlphaOffDiagonal: 1 },
  );

/**
 * How much a relative change of α may change an answer of a fixed point, at most, on the α that laws
 * ask for: they stay away from the bifurcation and from the fold.
 */
const calm = 8;

export interface Point {
  readonly diagonal: Measured;
  readonly offDiagonal: Measured;
  readonly freeEntropy: Measured;
  readonly generalisationError: Measured;
  readonly gibbsDisagreement: Measured;
}

export async function fixedPointAt(
  bench: Bench,
  prior: CommitteePriorSpec,
  alpha: number,
  branch: CommitteeBranchName,
): Promise<Point> {
  const point = await ask(
    bench,
    'committee.fixed-point',
    { units: 2, prior, alpha, branch },
    {
      diagonal: 0,
      // A difference of two overlaps of the order of one
      offDiagonal: 1,
      freeEntropy: Math.max(1, alpha),
      generalisationError: 0,
      gibbsDisagreement: 0,
    },
  );
  const wider = (field: keyof Point): Measured => {
    const { value, error } = point[field];
    return { value, error: calm * error };
  };
  return {
    get diagonal() {
      return wider('diagonal');
    },
    get offDiagonal() {
      return wider('offDiagonal');
    },
    get freeEntropy() {
      return point.freeEntropy;
    },
    get generalisationError() {
      return wider('generalisationError');
    },
    get gibbsDisagreement() {
      return wider('gibbsDisagreement');
    },
  };
}

export async function thresholdAt(
  bench: Bench,
  units: number | 'infinite',
  prior: CommitteePriorSpec,
  kind: CommitteeThresholdQuestion['kind'],
): Promise<Measured> {
  const { alpha } = await ask(bench, 'committee.threshold', { units, prior, kind }, { alpha: 0 });
  return alpha;
}

export const largeAt = (bench: Bench, alphaPerUnit: number, branch: CommitteeBranchName) =>
  ask(
    bench,
    'committee.large',
    { alphaPerUnit, branch },
    {
      specialisation: 0,
      generalisationError: 0,
      bayesClassification: 0,
      freeEntropyPerUnit: 0,
    },
  );

export const largeUnspecialisedAt = (bench: Bench, alpha: number) =>
  ask(
    bench,
    'committee.large-unspecialised',
    { alpha },
    { overlap: 0, generalisationError: 0, bayesClassification: 0, freeEntropy: 0 },
  );

export interface Output {
  readonly logPartition: Measured;
  readonly g: readonly [Measured, Measured];
  /** Entries 11, 12, 22. */
  readonly dg: readonly [Measured, Measured, Measured];
}

/** Arrays are accurate relative to their largest entry, or to the scale of V. */
export async function denoise(
  bench: Bench,
  y: number,
  omega: readonly number[],
  variance: readonly (readonly number[])[],
): Promise<Output> {
  const id = 'committee.output-denoiser';
  const answer = await bench.ask<{
    logPartition?: unknown;
    g?: readonly unknown[];
    dg?: readonly (readonly unknown[])[];
  }>(id, { units: 2, y, omega, variance });
  const { logPartition, g, dg } = answer;
  if (logPartition === undefined || g === undefined || dg === undefined)
    throw new LeftOut(`${id} leaves out a field`);
  const entries = (field: string, values: readonly unknown[], scale: number): Measured[] => {
    const numbers = values.map(Number);
    const size = Math.max(...numbers.map(Math.abs));
    const error = permitted(bench, size, scale, floorOf(id, field));
    return numbers.map((value) => ({ value, error: Number.isFinite(value) ? error : 0 }));
  };
  const least = Math.min(variance[0][0], variance[1][1]);
  const [log] = entries('logPartition', [logPartition], 1);
  const [g1, g2] = entries('g', g, 1 / Math.sqrt(least));
  const [a, c, b] = entries('dg', [dg[0][0], dg[0][1], dg[1][1]], 1 / least);
  return { logPartition: log, g: [g1, g2], dg: [a, c, b] };
}
