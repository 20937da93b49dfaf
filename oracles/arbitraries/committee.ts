import fc from 'fast-check';
import { committeeAmp } from '../../reference/committee/amp.ts';
import { ConvergenceError } from '../../reference/errors.ts';
import { matrixFromRows } from '../../reference/numerics/matrix.ts';
import { philoxStream } from '../../reference/numerics/random.ts';
import { drawMatrix } from './instance.ts';
import { logUniform, oneOf, seeds, uniform } from './numbers.ts';

/** Questions about committee machines. They shrink to Gaussian weights at a simple α. */

const gaussian = { kind: 'gaussian', variance: 1 } as const;
const rademacher = { kind: 'rademacher' } as const;

export type CommitteePriorSpec = typeof gaussian | typeof rademacher;
export type CommitteeBranchName = 'unspecialised' | 'specialised';

export const committeePriors = (): fc.Arbitrary<CommitteePriorSpec> =>
  fc.constantFrom<CommitteePriorSpec>(gaussian, rademacher);

export interface CommitteeQuestion {
  readonly units: 2;
  readonly prior: CommitteePriorSpec;
  readonly alpha: number;
  readonly branch: CommitteeBranchName;
}

/**
 * α on a branch: Gaussian units specialise above 2.0524, Rademacher ones between 1.5893 and the end of
 * the branch at 1.9771. Leans to both ends.
 */
const branchAlphas = (
  prior: CommitteePriorSpec,
  branch: CommitteeBranchName,
): fc.Arbitrary<number> => {
  if (branch === 'unspecialised')
    return prior.kind === 'gaussian'
      ? oneOf([2, fc.constantFrom(1, 2)], [3, logUniform(0.2, 5)], [2, logUniform(1e-3, 1e3)])
      : oneOf([2, fc.constantFrom(1, 1.5)], [3, logUniform(0.2, 3)], [1, logUniform(1e-3, 8)]);
  return prior.kind === 'gaussian'
    ? oneOf(
        [2, fc.constantFrom(3, 4)],
        [2, logUniform(2.06, 2.3)],
        [2, logUniform(2.3, 10)],
        [1, logUniform(10, 1e3)],
      )
    : oneOf(
        [1, fc.constantFrom(1.8, 1.7)],
        [2, uniform(1.592, 1.976, 384)],
        [1, uniform(1.97, 1.977, 70)],
      );
};

export const committeeQuestions = (
  only: { readonly prior?: CommitteePriorSpec['kind']; readonly branch?: CommitteeBranchName } = {},
): fc.Arbitrary<CommitteeQuestion> => {
  const cases = ([gaussian, rademacher] as const).flatMap((prior) =>
    (['unspecialised', 'specialised'] as const).map((branch) => ({ prior, branch })),
  );
  const kept = cases.filter(
    ({ prior, branch }) =>
      (only.prior ?? prior.kind) === prior.kind && (only.branch ?? branch) === branch,
  );
  return fc
    .constantFrom(...kept)
    .chain(({ prior, branch }) =>
      branchAlphas(prior, branch).map((alpha) => ({ units: 2 as const, prior, alpha, branch })),
    );
};

export interface OverlapMatrix {
  readonly units: 2;
  readonly diagonal: number;
  readonly offDiagonal: number;
}

/** Of the eigenvalues q_±: what is on the branches, and off them; none, all but a trace. */
export const overlapMatrices = (): fc.Arbitrary<OverlapMatrix> => {
  const eigenvalue = oneOf<number>(
    [1, fc.constantFrom(0.5, 0)],
    [4, uniform(0.02, 0.98, 96)],
    [1, logUniform(1e-6, 1e-2)],
    [1, logUniform(1e-6, 1e-2).map((missing) => 1 - missing)],
  );
  return fc
    .tuple(eigenvalue, eigenvalue, fc.integer({ min: 0, max: 5 }))
    .map(([x, y, order]) => {
      // Mostly q_+ >= q_−, as on the branches
      const [plus, minus] = order === 5 ? [x, y] : [Math.max(x, y), Math.min(x, y)];
      return { plus, minus };
    })
    .map(({ plus, minus }) => ({
      units: 2 as const,
      diagonal: (plus + minus) / 2,
      offDiagonal: (plus - minus) / 2,
    }))
    .filter(
      ({ diagonal, offDiagonal }) =>
        diagonal - Math.abs(offDiagonal) >= 0 && 1 - diagonal - Math.abs(offDiagonal) > 0,
    );
};

export interface CommitteeOutputQuestion {
  readonly units: 2;
  readonly y: -1 | 0 | 1;
  readonly omega: number[];
  readonly variance: number[][];
}

/** Fields up to forty standard deviations from the boundary, on either side. */
export const committeeOutputs = (
  reach: { readonly farthest: number } = { farthest: 40 },
): fc.Arbitrary<CommitteeOutputQuestion> => {
  const position = oneOf<number>(
    [1, fc.constantFrom(0, 1)],
    [5, uniform(-4, 4, 160)],
    [1, uniform(-reach.farthest, reach.farthest, 80)],
  );
  // Both far on the same side: no tie, to many digits.
  const far = uniform(reach.farthest / 8, reach.farthest, 80);
  const positions = oneOf<readonly [number, number]>(
    [6, fc.tuple(position, position)],
    [1, fc.tuple(fc.constantFrom(1, -1), far, far).map(([sign, a, b]) => [sign * a, sign * b])],
  );
  return fc
    .record({
      y: fc.constantFrom(1 as const, 0 as const, -1 as const),
      ab: positions,
      first: oneOf([2, fc.constant(1)], [2, logUniform(1e-4, 2)]),
      second: oneOf([2, fc.constant(1)], [2, logUniform(1e-4, 2)]),
      rho: oneOf([1, fc.constant(0)], [3, uniform(-0.9, 0.9, 90)], [1, uniform(-0.99, 0.99, 66)]),
    })
    .map(({ y, ab: [a, b], first, second, rho }) => {
      const short = (x: number) => Number(x.toPrecision(6));
      const c = short(rho * Math.sqrt(first * second));
      return {
        units: 2 as const,
        y,
        omega: [short(a * Math.sqrt(first)), short(b * Math.sqrt(second))],
        variance: [
          [first, c],
          [c, second],
        ],
      };
    });
};

export interface CommitteeThresholdQuestion {
  readonly units: number | 'infinite';
  readonly prior: CommitteePriorSpec;
  readonly kind: 'specialisation' | 'information-theoretic' | 'algorithmic' | 'spinodal';
}

const every = ['specialisation', 'information-theoretic', 'algorithmic', 'spinodal'] as const;

/** Only questions that have an answer. */
export const committeeThresholds = (): fc.Arbitrary<CommitteeThresholdQuestion> => {
  const two: CommitteeThresholdQuestion[] = [
    ...every.slice(0, 3).map((kind) => ({ units: 2, prior: gaussian, kind })),
    ...every.map((kind) => ({ units: 2, prior: rademacher, kind })),
  ];
  const many: CommitteeThresholdQuestion[] = [
    ...every.slice(1).map((kind) => ({ units: 'infinite' as const, prior: gaussian, kind })),
    { units: 'infinite', prior: rademacher, kind: 'information-theoretic' },
  ];
  const some = oneOf<number>(
    [3, fc.integer({ min: 3, max: 9 })],
    [2, fc.integer({ min: 10, max: 121 })],
  );
  return oneOf<CommitteeThresholdQuestion>(
    [2, fc.constantFrom(...two)],
    [1, fc.constantFrom(...many)],
    [
      2,
      fc
        .tuple(some, fc.constantFrom('specialisation' as const, 'algorithmic' as const))
        .map(([units, kind]) => ({ units, prior: gaussian, kind })),
    ],
  );
};

export interface LargeQuestion {
  readonly alphaPerUnit: number;
  readonly branch: CommitteeBranchName;
}

/** The specialised state of many units exists from 7.1693 on; it wins at 7.6802. */
export const largeQuestions = (): fc.Arbitrary<LargeQuestion> =>
  oneOf<LargeQuestion>(
    [
      1,
      logUniform(0.01, 1e3).map((alphaPerUnit) => ({
        alphaPerUnit,
        branch: 'unspecialised' as const,
      })),
    ],
    [
      4,
      oneOf([2, uniform(7.18, 9, 182)], [2, logUniform(9, 1e3)]).map((alphaPerUnit) => ({
        alphaPerUnit,
        branch: 'specialised' as const,
      })),
    ],
  );

export interface CommitteeAmpQuestion {
  readonly units: 2;
  readonly prior: CommitteePriorSpec;
  readonly matrix: number[][];
  readonly labels: number[];
  readonly iterations: number;
  readonly record: number[];
  readonly initialMean: number[][];
  readonly initialVariance?: number[][];
}

/** Whether every iteration has a state: small instances may lose a precision, or know two units to be alike. */
export const hasStates = ({
  prior,
  matrix,
  labels,
  initialMean,
  initialVariance: V,
  ...run
}: CommitteeAmpQuestion): boolean => {
  const rows = (name: string, values: readonly (readonly number[])[]) =>
    matrixFromRows('committeeAmpQuestions', name, values);
  try {
    committeeAmp(prior.kind, rows('matrix', matrix), labels, {
      ...run,
      initialMean: rows('initialMean', initialMean),
      ...(V && { initialVariance: [V[0][0], V[0][1], V[1][1]] as const }),
    });
    return true;
  } catch (error) {
    if (error instanceof ConvergenceError) return false;
    throw error;
  }
};

/**
 * A few iterations on a small data set of an actual teacher, from a start that knows a little of him;
 * Gaussian weights ask for more samples, since the precisions of a small instance may be negative.
 */
export const committeeAmpQuestions = (
  prior: fc.Arbitrary<CommitteePriorSpec> = committeePriors(),
): fc.Arbitrary<CommitteeAmpQuestion> =>
  fc
    .record({
      prior,
      columns: fc.integer({ min: 2, max: 12 }),
      ratio: fc.constantFrom(1, 1.5, 2.5),
      iterations: fc.integer({ min: 1, max: 5 }),
      known: fc.constantFrom(0.3, 0.6),
      told: fc.boolean(),
      seed: seeds(),
    })
    .map(({ prior, columns, ratio, iterations, known, told, seed }) => {
      const rows = Math.ceil(ratio * columns);
      const stream = philoxStream(seed);
      const weights = stream.fork(1);
      const start = stream.fork(2);
      const draw =
        prior.kind === 'gaussian'
          ? () => weights.normal()
          : () => (weights.uniform() < 0.5 ? -1 : 1);
      const teacher = Array.from({ length: columns }, () => [draw(), draw()]);
      const matrix = drawMatrix(rows, columns, 'gaussian', stream.fork(3));
      const labels = matrix.map((row) => {
        const z = [0, 1].map((l) => row.reduce((s, x, i) => s + x * teacher[i][l], 0));
        return (Math.sign(z[0]) + Math.sign(z[1])) / 2;
      });
      const blur = Math.sqrt(known * (1 - known));
      return {
        units: 2 as const,
        prior,
        matrix,
        labels,
        iterations,
        record: Array.from({ length: iterations + 1 }, (_, t) => t),
        initialMean: teacher.map((w) => w.map((x) => known * x + blur * start.normal())),
        ...(told && {
          initialVariance: [
            [1 - known, 0],
            [0, 1 - known],
          ],
        }),
      };
    })
    .filter(hasStates);
