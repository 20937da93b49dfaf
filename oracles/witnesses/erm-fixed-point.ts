import fc from 'fast-check';
import { lambdas, losses } from '../arbitraries/loss.ts';
import { logUniform } from '../arbitraries/numbers.ts';
import { teachers } from '../arbitraries/teacher.ts';
import type { Witness } from '../oracle.ts';
import type { ErmFixedPointParams, ErmFixedPointResult } from '../types/erm.fixed-point.ts';
import { attempting } from './attempt.ts';
import { learn, pick } from './teacher-student.ts';

/** The self-consistent equations of a general output channel, iterated. */
export const iteratedStudent: Witness<ErmFixedPointParams, ErmFixedPointResult> = {
  id: 'iterated-student',
  method:
    'damped iteration of the equations of a general output channel, summed over both labels, by Gauss–Legendre over the field; error rates as integrals over both fields',
  ...attempting(({ teacher, ...question }) =>
    pick(
      learn({
        ...question,
        teacher,
        task: 'classification',
        spectrum: { weights: [1], student: [1], teacher: [teacher.secondMoment] },
      }),
      [
        'overlap',
        'norm',
        'susceptibility',
        'generalisationError',
        'trainingLoss',
        'trainingError',
        'objective',
      ],
    ),
  ),
  sample: fc.record({
    loss: losses(),
    alpha: logUniform(0.1, 10),
    lambda: lambdas(0.03, 30),
    teacher: teachers(),
  }),
};
