import type { Witness } from '../oracle.ts';
import type {
  GlmGeneralisationErrorParams,
  GlmGeneralisationErrorResult,
} from '../types/glm.generalisation-error.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { bernstein } from './confidence.ts';
import { streamOfQuestion } from './drawn.ts';
import { noiseOf } from './output.ts';
import { gauss, panels } from './panels.ts';

type Label = (z: number) => number;

/** φ of z + noise, and where it bends. */
function outputOf(channel: GlmGeneralisationErrorParams['channel']): {
  phi: Label;
  bends: readonly number[];
} {
  switch (channel.kind) {
    case 'sign':
    case 'probit':
      return { phi: (z) => (z >= 0 ? 1 : -1), bends: [0] };
    case 'linear':
      return { phi: (z) => z, bends: [] };
    case 'relu':
      return { phi: (z) => Math.max(0, z), bends: [0] };
    case 'absolute-value':
      return { phi: Math.abs, bends: [0] };
    case 'symmetric-door': {
      const { width } = channel;
      return { phi: (z) => (Math.abs(z) < width ? -1 : 1), bends: [-width, width] };
    }
  }
}

const TAIL = 9;

/** Prediction as a double integral over what is known of z and what is not. */
export const predictedVariance: Witness<
  GlmGeneralisationErrorParams,
  GlmGeneralisationErrorResult
> = {
  id: 'predicted-variance',
  method:
    'z + noise = √m v + √(ρ+Δ−m) ξ: variance of φ over ξ and the chance of its sign, by quadrature over ξ split where φ bends, averaged over v',
  ...attempting(({ channel, secondMoment, overlap }) => {
    // what is not known of z + noise
    const V = secondMoment - overlap + noiseOf(channel);
    if (!(V > 1e-10 * secondMoment)) throw new OutOfReach('m = ρ is a limit');
    const { phi, bends } = outputOf(channel);
    const isSign = channel.kind === 'sign';
    const sd = Math.sqrt(V);
    const root = Math.sqrt(overlap);
    const run = (order: number) => {
      let meanSquare = 0;
      let bayes = 0;
      let gibbs = 0;
      const { x, w } =
        root === 0
          ? { x: Float64Array.of(0), w: Float64Array.of(1) }
          : panels(
              -TAIL * root,
              TAIL * root,
              [{ at: 0, width: root }, ...bends.map((at) => ({ at, width: Math.min(sd, root) }))],
              order,
            );
      for (let i = 0; i < x.length; i++) {
        const weight = root === 0 ? 1 : w[i] * gauss(x[i], overlap);
        if (weight < 1e-25) continue;
        // the three moments of φ − φ(ω), and the probability of z > 0
        const origin = phi(x[i]);
        let [first, second, up, down] = [0, 0, 0, 0];
        const inside = bends.filter((b) => Math.abs(b - x[i]) < TAIL * sd);
        const edges = [x[i] - TAIL * sd, ...inside, x[i] + TAIL * sd];
        for (let k = 0; k + 1 < edges.length; k++) {
          const inner = panels(edges[k], edges[k + 1], [{ at: x[i], width: sd }], order);
          for (let j = 0; j < inner.x.length; j++) {
            const p = inner.w[j] * gauss(inner.x[j] - x[i], V);
            const change = phi(inner.x[j]) - origin;
            first += p * change;
            second += p * change * change;
            if (inner.x[j] > 0) up += p;
            else down += p;
          }
        }
        meanSquare += weight * (second - first * first);
        bayes += weight * Math.min(up, down);
        gibbs += weight * 2 * up * down;
      }
      return { meanSquare, bayes, gibbs };
    };
    const fine = run(16);
    const coarse = run(12);
    const rounding = 1e-13;
    return {
      result: {
        bayesMeanSquare: fine.meanSquare,
        ...(isSign && { bayesClassification: fine.bayes, gibbsClassification: fine.gibbs }),
      },
      error: {
        bayesMeanSquare:
          4 * Math.abs(fine.meanSquare - coarse.meanSquare) +
          rounding *
            (isSign || ['probit', 'symmetric-door'].includes(channel.kind) ? 1 : V + overlap),
        ...(isSign && {
          bayesClassification: 4 * Math.abs(fine.bayes - coarse.bayes) + rounding,
          gibbsClassification: 4 * Math.abs(fine.gibbs - coarse.gibbs) + rounding,
        }),
      },
    };
  }),
};

const DRAWS = 20_000;
const FALSE_ALARM = 1e-10;

/** Teachers and students drawn from their joint law. */
export const drawnPredictions: Witness<GlmGeneralisationErrorParams, GlmGeneralisationErrorResult> =
  {
    id: 'drawn-predictions',
    method:
      'Monte Carlo: draws the field of the teacher, of a posterior sample and of the posterior mean, and counts disagreeing signs, with an interval by Bernstein',
    applies: ({ channel }) => channel.kind === 'sign',
    testify: (params) => {
      const { secondMoment, overlap } = params;
      const stream = streamOfQuestion(params);
      const root = Math.sqrt(overlap);
      const sd = Math.sqrt(Math.max(0, secondMoment - overlap));
      let bayes = 0;
      let gibbs = 0;
      for (let i = 0; i < DRAWS; i++) {
        const known = root * stream.normal();
        const teacher = known + sd * stream.normal();
        const student = known + sd * stream.normal();
        // with no overlap the posterior mean is zero, and its sign a coin
        const guess = root > 0 ? known : student;
        if (teacher > 0 !== guess > 0) bayes++;
        if (teacher > 0 !== student > 0) gibbs++;
      }
      const error = (hits: number) => bernstein(hits, DRAWS, FALSE_ALARM / 2);
      return {
        result: {
          // (y − E y)² of ±1 labels: twice the chance that two draws disagree
          bayesMeanSquare: (2 * gibbs) / DRAWS,
          bayesClassification: bayes / DRAWS,
          gibbsClassification: gibbs / DRAWS,
        },
        error: {
          bayesMeanSquare: 2 * error(gibbs),
          bayesClassification: error(bayes),
          gibbsClassification: error(gibbs),
        },
      };
    },
    statistics: {
      falseAlarm: FALSE_ALARM,
      tail: { model: 'bernstein', statistics: 2 },
      power: { mistake: 'gibbs-for-bayes', atLeast: 0.4 },
    },
  };
