import { matrixFromRows } from '../../reference/numerics/matrix.ts';
import { uniqueness } from '../../reference/over-parametrised/uniqueness.ts';
import { uniquenessQuestions } from '../arbitraries/flow.ts';
import { defineOracle } from '../oracle.ts';
import { matrixSchema, vector } from '../schema/matrix.ts';
import { answered } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  OverParametrisedUniquenessParams,
  OverParametrisedUniquenessResult,
} from '../types/over-parametrised.uniqueness.ts';
import { countedCorners, foundElsewhere } from '../witnesses/over-parametrised-uniqueness.ts';

export const overParametrisedUniqueness = defineOracle<
  OverParametrisedUniquenessParams,
  OverParametrisedUniquenessResult
>({
  id: 'over-parametrised.uniqueness',
  title: 'Is the teacher the only positive semi-definite matrix that explains the labels?',
  formula:
    '{A ⪰ 0 : x_kᵀ A x_k = (x_k·w*)²} = {w*w*ᵀ}  ⟸  t* > 0,   t* = max {t : Σ λ_k v_k v_kᵀ ⪰ t I,  Σ λ_k u_k x_k = 0,  |λ_k| ≤ 1},   x_k = (u_k, v_k), u along w*',
  params: object(
    'OverParametrisedUniquenessParams',
    'Inputs and a teacher: the labels are (x_k·w*)².',
    {
      matrix: matrixSchema,
      teacher: vector('w*, not zero; at least two entries.'),
    },
  ),
  result: object('OverParametrisedUniquenessResult', 'The label and how clear it is.', {
    unique: { type: 'boolean', description: 'Whether w*w*ᵀ is alone.' },
    margin: answered('t*, for the x_k as given; 0 where it is not alone.'),
  }),
  fields: {
    unique: {
      kind: 'label',
      meaning: 'whether w*w*ᵀ is the only minimiser',
      floor: 0,
      because: 'a label; where neither answer can be proved the reference gives none',
    },
    margin: {
      kind: 'number',
      meaning: 'certificate’s optimum t*',
      floor: 1e-11,
      because: 'it is zero where the minimiser is not unique, and an optimum is found to a gap',
    },
  },
  answer: ({ matrix, teacher }) => {
    const rows = matrixFromRows('over-parametrised.uniqueness', 'matrix', matrix);
    const { unique, margin } = uniqueness(rows, teacher);
    return { result: { unique, margin: margin.value }, error: { margin: margin.error } };
  },
  sample: uniquenessQuestions(),
  continuous: ['matrix', 'teacher'],
  witnesses: [foundElsewhere, countedCorners],
  sources: ['sarao2020optimization', 'zdeborova2021'],
  cost: 'moderate',
});
