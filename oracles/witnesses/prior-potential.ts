import type { Witness } from '../oracle.ts';
import type {
  GlmPriorPotentialParams,
  GlmPriorPotentialResult,
} from '../types/glm.prior-potential.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { hoeffding } from './confidence.ts';
import { streamOfQuestion } from './drawn.ts';
import { lawOf, seenWeight, tilt } from './weight.ts';

const COARSE = 0.5;
const FINE = 0.4;

/** The joint table of the weight and what is seen of it. */
export const tableOfObservations: Witness<GlmPriorPotentialParams, GlmPriorPotentialResult> = {
  id: 'table-of-observations',
  method:
    "Bayes' rule on the joint table of w and B = r w + √r ξ: posterior mean and variance for every B",
  ...attempting(({ prior, conjugate }) => {
    if (!Number.isFinite(conjugate)) throw new OutOfReach('a limit');
    const law = lawOf(prior);
    const fine = seenWeight(law, conjugate, FINE);
    const coarse = seenWeight(law, conjugate, COARSE);
    const differ = (field: keyof typeof fine) => 4 * Math.abs(fine[field] - coarse[field]);
    const rounding = 64 * Number.EPSILON;
    // exponents of the size r w² are rounded, over as many terms as there are rows
    const exponent = 1 + conjugate * law.secondMoment;
    return {
      result: fine,
      error: {
        potential: differ('potential') + rounding * exponent,
        // ⟨w⟩ is a sum of either sign, rounded to an ulp of the weights
        overlap:
          differ('overlap') +
          rounding * (exponent * fine.overlap + 0.1 * Math.sqrt(fine.overlap * law.secondMoment)) +
          1e-300,
        meanSquareError:
          differ('meanSquareError') + rounding * exponent * fine.meanSquareError + 1e-300,
      },
    };
  }),
};

const DRAWS = 5_000;
const FALSE_ALARM = 1e-10;

/** Draws teachers and what is seen of them; only where both estimates are bounded. */
export const drawnWeights: Witness<GlmPriorPotentialParams, GlmPriorPotentialResult> = {
  id: 'drawn-weights',
  method:
    'Monte Carlo: draws w* and B = r w* + √r ξ and averages w* ⟨w⟩ and (w* − ⟨w⟩)², with an interval by Hoeffding',
  applies: ({ prior, conjugate }) =>
    (prior.kind === 'rademacher' || prior.kind === 'discrete') && Number.isFinite(conjugate),
  testify: (params) => {
    const { prior, conjugate } = params;
    const law = lawOf(prior);
    const stream = streamOfQuestion(params);
    const values = law.atoms.map(({ value }) => value);
    const most = Math.max(...values.map(Math.abs));
    const span = Math.max(...values) - Math.min(...values);
    let overlap = 0;
    let meanSquareError = 0;
    for (let i = 0; i < DRAWS; i++) {
      let left = stream.uniform();
      let k = 0;
      while (k + 1 < values.length && left >= law.atoms[k].mass) left -= law.atoms[k++].mass;
      const field = conjugate * values[k] + Math.sqrt(conjugate) * stream.normal();
      const { mean } = tilt(law, conjugate, field);
      overlap += values[k] * mean;
      meanSquareError += (values[k] - mean) ** 2;
    }
    return {
      result: { overlap: overlap / DRAWS, meanSquareError: meanSquareError / DRAWS },
      error: {
        overlap: hoeffding(2 * most * most, DRAWS, FALSE_ALARM / 2),
        meanSquareError: hoeffding(span * span, DRAWS, FALSE_ALARM / 2),
      },
    };
  },
  statistics: {
    falseAlarm: FALSE_ALARM,
    tail: { model: 'hoeffding', statistics: 2 },
    power: { mistake: 'half an overlap', atLeast: 0.5 },
  },
};
