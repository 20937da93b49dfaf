import fc from 'fast-check';
import { philoxStream } from '../../reference/numerics/random.ts';
import { instances } from './instance.ts';
import { logUniform, oneOf, seeds, uniform } from './numbers.ts';

export interface PhaseData {
  readonly matrix: number[][];
  /** |X w*| */
  readonly labels: number[];
  readonly teacher: number[];
}

/** A data set of phase retrieval: Gaussian inputs of variance 1/d and a Gaussian teacher. */
export const phaseData = (
  size: {
    readonly maxRows?: number;
    readonly maxColumns?: number;
    readonly minColumns?: number;
    readonly minRows?: number;
  } = {},
): fc.Arbitrary<PhaseData> =>
  instances({
    prior: fc.constant({ kind: 'gaussian', variance: 1 }),
    channel: fc.constant({ kind: 'absolute-value', noiseVariance: 0 }),
    maxRows: size.maxRows ?? 24,
    maxColumns: size.maxColumns ?? 8,
    minColumns: size.minColumns ?? 1,
    minRows: size.minRows ?? 1,
  }).map(({ matrix, labels, teacher }) => ({ matrix, labels, teacher }));

/** One to three increasing times, in units of `unit`, from a short one to `last`. Shrinks to one. */
export const times = (unit: number, last = 4): fc.Arbitrary<number[]> =>
  fc
    .array(oneOf([1, fc.constant(1)], [3, logUniform(1e-2, last)]), { minLength: 1, maxLength: 3 })
    .map((list) =>
      [...new Set(list)].sort((a, b) => a - b).map((t) => Number((t * unit).toPrecision(4))),
    );

/** Normal numbers from a seed: rows of a matrix, or a vector. */
export const normals = (rows: number, columns: number, seed: number): number[][] => {
  const stream = philoxStream(seed, 1);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => stream.normal()));
};

export interface FlowQuestion extends Omit<PhaseData, 'teacher'> {
  readonly initial: number[];
  readonly times: number[];
}

/** A start anywhere on a sphere, or close to the saddle between w* and −w*, or close to w* itself. */
export const flowQuestions = (maxRows = 24, maxColumns = 8): fc.Arbitrary<FlowQuestion> =>
  fc
    .record({
      data: phaseData({ maxRows, maxColumns, minColumns: 2, minRows: 2 }),
      seed: seeds(),
      towards: oneOf([3, fc.constant(0)], [1, uniform(-0.5, 2, 5)]),
    })
    .chain(({ data: { matrix, labels, teacher }, seed, towards }) =>
      times(teacher.length / labels.length).map((at) => ({
        matrix,
        labels,
        initial: normals(1, teacher.length, seed)[0].map((x, i) => x + towards * teacher[i]),
        times: at,
      })),
    );

export interface OverParametrisedQuestion extends Omit<PhaseData, 'teacher'> {
  /** m × d */
  readonly initial: number[][];
  readonly times: number[];
}

/** Networks narrower and wider than their input, from a generic start. Time in units in which A moves. */
export const overParametrisedQuestions = (
  maxRows = 12,
  maxColumns = 4,
): fc.Arbitrary<OverParametrisedQuestion> =>
  fc
    .record({
      data: phaseData({ maxRows, maxColumns }),
      units: fc.integer({ min: 1, max: maxColumns + 2 }),
      seed: seeds(),
    })
    .chain(({ data: { matrix, labels, teacher }, units, seed }) => {
      const d = teacher.length;
      return times((units * d * d) / (8 * labels.length), 3).map((at) => ({
        matrix,
        labels,
        initial: normals(units, d, seed),
        times: at,
      }));
    });

export interface UniquenessQuestion {
  readonly matrix: number[][];
  readonly teacher: number[];
}

/**
 * From fewer samples than dimensions to three times as many, where either answer is possible; and many samples of few
 * dimensions, whose margin is wide. Shrinks to one sample in two dimensions.
 */
export const uniquenessQuestions = (maxColumns = 8): fc.Arbitrary<UniquenessQuestion> =>
  oneOf(
    [
      3,
      fc.record({ columns: fc.integer({ min: 2, max: maxColumns }), ratio: uniform(0.5, 3, 10) }),
    ],
    [
      2,
      fc.record({
        columns: fc.integer({ min: 2, max: Math.min(4, maxColumns) }),
        ratio: uniform(4, 8, 8),
      }),
    ],
  )
    .chain(({ columns, ratio }) => {
      const rows = Math.max(1, Math.round(ratio * columns));
      return phaseData({
        minColumns: columns,
        maxColumns: columns,
        minRows: rows,
        maxRows: rows,
      });
    })
    .map(({ matrix, teacher }) => ({ matrix, teacher }));

/** Offsets of the normalised loss, leaning to those that large systems are seen to obey. Shrinks to 1. */
export const offsets = (): fc.Arbitrary<number> =>
  oneOf([1, fc.constant(1)], [3, logUniform(0.01, 3)], [1, logUniform(1e-4, 1e4)]);
