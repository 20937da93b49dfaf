import fc from 'fast-check';
import { committeeQuestions } from '../arbitraries/committee.ts';
import type { Witness } from '../oracle.ts';
import type {
  CommitteeFixedPointParams,
  CommitteeFixedPointResult,
} from '../types/committee.fixed-point.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { averagedOutputs } from './committee-output.ts';
import { seenPair } from './committee-weights.ts';

interface Level {
  readonly step: number;
  readonly order: number;
}

const levels: { readonly [name in 'fine' | 'coarse']: Level } = {
  fine: { step: 0.25, order: 14 },
  coarse: { step: 0.32, order: 12 },
};

type State = readonly [number, number];
type Kind = CommitteeFixedPointParams['prior']['kind'];

/** One step of state evolution for (q_+, q_−). */
const step = (prior: Kind, alpha: number, [plus, minus]: State, level: Level): State => {
  const seen = averagedOutputs(plus, minus, level.step, level.order);
  const { plus: p, minus: m } = seenPair(prior, alpha * seen.plus, alpha * seen.minus, level.step);
  return [p, minus === 0 ? 0 : m];
};

/**
 * The fixed point of the step from above (specialised Gaussian units) or below: some steps, then Newton's method with
 * differences on x − step(x); its error from the same step on the coarser tables.
 */
export const settledCommittee = (prior: Kind, alpha: number, specialised: boolean) => {
  const map = (x: State, level: Level) => step(prior, alpha, x, level);
  // Rademacher units would stay at the teacher himself if they came from above
  let x: State = specialised ? (prior === 'gaussian' ? [0.97, 0.97] : [0.7, 0.3]) : [0.3, 0];
  for (let k = 0; k < 14; k++) x = map(x, levels.coarse);
  const slope = (at: State, image: State, level: Level): readonly number[] => {
    const h = 1e-5;
    const a = map([at[0] + h, at[1]], level);
    const b = specialised ? map([at[0], at[1] + h], level) : image;
    return [
      1 - (a[0] - image[0]) / h,
      specialised ? -(b[0] - image[0]) / h : 0,
      specialised ? -(a[1] - image[1]) / h : 0,
      specialised ? 1 - (b[1] - image[1]) / h : 1,
    ];
  };
  const solve = ([a, b, c, d]: readonly number[], [p, q]: State): State => {
    const det = a * d - b * c;
    return [(d * p - b * q) / det, (a * q - c * p) / det];
  };
  let jacobian: readonly number[] = [1, 0, 0, 1];
  for (let k = 0; k < 7; k++) {
    const level = k < 3 ? levels.coarse : levels.fine;
    const image = map(x, level);
    const rest: State = [x[0] - image[0], x[1] - image[1]];
    if (k < 4) jacobian = slope(x, image, level);
    const move = solve(jacobian, rest);
    x = [x[0] - move[0], x[1] - move[1]];
    if (!(x[0] > 0 && x[0] < 1 && x[1] >= 0 && x[1] < 1)) throw new OutOfReach('left the domain');
    if (k > 3 && Math.abs(move[0]) + Math.abs(move[1]) < 1e-14) break;
  }
  if (specialised && !(x[1] > 1e-3)) throw new OutOfReach('fell onto the other branch');
  const fine = map(x, levels.fine);
  const coarse = map(x, levels.coarse);
  const [a, b, c, d] = jacobian;
  const det = Math.abs(a * d - b * c);
  const gap = [0, 1].map(
    (i) => 2 * Math.abs(fine[i] - coarse[i]) + 2 * Math.abs(fine[i] - x[i]) + 1e-13,
  );
  const error: State = [
    (Math.abs(d) * gap[0] + Math.abs(b) * gap[1]) / det,
    specialised ? (Math.abs(c) * gap[0] + Math.abs(a) * gap[1]) / det : 0,
  ];
  return { state: x, error };
};

/** State evolution as an experiment, to its end. */
export const iteratedCommittee: Witness<CommitteeFixedPointParams, CommitteeFixedPointResult> = {
  id: 'iterated-committee',
  method:
    "the fixed point of one step of state evolution, both halves by Bayes' rule on plain tables of ω and of the weights; errors from the definition, free entropy from the tables",
  ...attempting(({ prior, alpha, branch }) => {
    if (!(alpha > 0.05 && alpha < 6)) throw new OutOfReach('too few or too many samples');
    const { state, error } = settledCommittee(prior.kind, alpha, branch === 'specialised');
    const read = (level: Level, [plus, minus]: State) => {
      const seen = averagedOutputs(plus, minus, level.step, level.order);
      const weights = seenPair(prior.kind, alpha * seen.plus, alpha * seen.minus, level.step);
      return {
        diagonal: (plus + minus) / 2,
        offDiagonal: (plus - minus) / 2,
        freeEntropy:
          weights.potential -
          (alpha * (seen.plus * weights.plus + seen.minus * weights.minus)) / 2 +
          alpha * seen.potential,
        generalisationError: seen.halfSquare,
        gibbsDisagreement: seen.disagreement,
      };
    };
    const result = read(levels.fine, state);
    const coarse = read(levels.coarse, state);
    const moved = read(levels.coarse, [state[0] + 1e-5, state[1]]);
    const tilted = error[1] > 0 ? read(levels.coarse, [state[0], state[1] + 1e-5]) : coarse;
    const errors = Object.fromEntries(
      (Object.keys(result) as (keyof typeof result)[]).map((field) => [
        field,
        2 * Math.abs(result[field] - coarse[field]) +
          1e-12 +
          (Math.abs(moved[field] - coarse[field]) * error[0] +
            Math.abs(tilted[field] - coarse[field]) * error[1]) /
            1e-5,
      ]),
    );
    return { result, error: errors };
  }),
  // A specialised point takes a plane of ω, an unspecialised one a line
  sample: fc.oneof(
    { weight: 8, arbitrary: committeeQuestions({ branch: 'unspecialised' }) },
    { weight: 1, arbitrary: committeeQuestions({ branch: 'specialised' }) },
  ),
};
