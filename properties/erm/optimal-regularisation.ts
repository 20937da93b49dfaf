import fc from 'fast-check';
import {
  alphas,
  type TunedQuestion,
  tunedQuestions,
  uniform,
} from '../../oracles/arbitraries/index.ts';
import type { Teacher } from '../../oracles/types/index.ts';
import { conditioning } from '../conditioned.ts';
import { law } from '../define.ts';
import { quotient, scaled } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { at } from '../questions.ts';
import { labelCorrelation, tellingTeachers } from './models.ts';
import { optimalRegularisation, student } from './questions.ts';

const ridge = law<{ readonly alpha: number; readonly teacher: Teacher }>({
  id: 'erm/optimal-ridge',
  statement: 'The best ridge is the same for every number of samples, and weighs m and q rightly.',
  formula: 'λ = (1 − ρc_y²)/(ρc_y²) for every α (π/2 − 1 for clean labels);   there m/q = 1/c_y',
  catches:
    'λ tuned on the square error of ±1 predictions; λ per sample; 2λ of another normalisation',
  needs: ['erm.optimal-regularisation', 'erm.fixed-point'],
  model: fc.record({ alpha: alphas(0.05, 50), teacher: tellingTeachers }),
  async check(bench, { alpha, teacher }) {
    const c = labelCorrelation(teacher);
    const known = teacher.secondMoment * c * c;
    const expected = (1 - known) / known;
    const { lambda } = await optimalRegularisation(bench, { loss: 'square', alpha, teacher });
    const point = await student(bench, { loss: 'square', alpha, lambda: expected, teacher });
    return [
      equal('λ', lambda, expected),
      equal('c_y m/q at that λ', scaled(c, quotient(point.overlap, point.norm)), 1, conditioning),
    ];
  },
  cost: 'moderate',
  sources: ['aubin2020', 'nishimori1980'],
});

const best = law<TunedQuestion & { readonly factor: number }>({
  id: 'erm/optimal-penalty-is-best',
  statement:
    'The error at the best penalty is the error of the student with that penalty, and no other penalty does better.',
  formula: 'ε_opt = ε(λ_opt) ≤ ε(λ)',
  catches: 'a local minimum; λ and λ/2 exchanged between two routines',
  needs: ['erm.optimal-regularisation', 'erm.fixed-point'],
  model: fc
    .record({
      question: tunedQuestions(),
      factor: fc.oneof(uniform(0.2, 0.9, 7), uniform(1.2, 5, 7)),
    })
    .map(({ question, factor }) => ({ ...question, factor })),
  async check(bench, { factor, ...question }) {
    const { lambda, generalisationError } = await optimalRegularisation(bench, question);
    const errorAt = async (l: number) =>
      (await student(bench, { ...question, lambda: l })).generalisationError;
    return [
      equal('ε_opt', generalisationError, await at(errorAt, lambda, { low: 1e-12 }), conditioning),
      atMost(
        'ε_opt ≤ ε(λ)',
        generalisationError,
        await errorAt(factor * lambda.value),
        conditioning,
      ),
    ];
  },
  cost: 'expensive',
  sources: ['aubin2020'],
});

export const optimalRegularisationLaws = [ridge, best] as const;
