import { type LossKind, loss as lossOf, type Proximal } from '../../reference/losses/index.ts';
import { epsilon } from '../../reference/numerics/estimate.ts';
import { margins } from '../arbitraries/margin.ts';
import { defineOracle } from '../oracle.ts';
import { lossSchema } from '../schema/loss.ts';
import { answered, positive, real } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type { ErmProximalParams, ErmProximalResult } from '../types/erm.proximal.ts';
import { bisectedPull } from '../witnesses/erm-proximal.ts';

/**
 * How far rounding may take the four numbers. The gap x − u − V f is known to some spacings of its
 * largest term, so the point to that over 1 + V ℓ″; of the logistic loss force, derivative and envelope
 * are functions of the point, of the other two they are closed forms in u and V.
 */
function rounding(
  kind: LossKind,
  margin: number,
  width: number,
  { point, force: signed, derivative, envelope }: Proximal,
): ErmProximalResult {
  const force = Math.abs(signed);
  const gap = 8 * epsilon * (Math.abs(margin) + Math.abs(point) + width * force);
  const smallest = Number.MIN_VALUE;
  if (kind !== 'logistic')
    return {
      // the margin 1 of the hinge is exact
      point: kind === 'square' ? gap / (1 + width) : derivative === 0 ? 0 : gap,
      force: 8 * epsilon * force + smallest,
      derivative: 4 * epsilon * derivative,
      envelope: 8 * epsilon * envelope + smallest,
    };
  const moved = gap * derivative + 2 * epsilon * Math.abs(point);
  return {
    point: moved,
    force: force * (moved + 8 * epsilon) + smallest,
    derivative: derivative * ((1 - derivative) * moved + 8 * epsilon),
    envelope: (force * moved) / derivative + 8 * epsilon * envelope + smallest,
  };
}

const zeroOfHinge = 'exactly 0 where the hinge does not pull; else as accurate as the margin';

export const ermProximal = defineOracle<ErmProximalParams, ErmProximalResult>({
  id: 'erm.proximal',
  title: 'Where does the loss of a sample move its margin, when it pulls against a spring?',
  formula:
    'x = argmin_x (x − u)²/(2V) + ℓ(x),   f = (x − u)/V = −ℓ′(x),   x′ = dx/du = 1/(1 + V ℓ″(x)),   M = ℓ(x) + V f²/2',
  params: object('ErmProximalParams', 'A loss and a margin before its pull.', {
    loss: lossSchema,
    margin: real('u = y ω, the margin.'),
    width: positive('V.'),
  }),
  result: object('ErmProximalResult', 'The proximal operator and what belongs to it.', {
    point: answered('x.'),
    force: answered('f; negative only for the square loss at u > 1.'),
    derivative: answered('x′, between 0 and 1.'),
    envelope: answered('M, the Moreau envelope of ℓ.'),
  }),
  fields: {
    point: {
      kind: 'number',
      meaning: 'proximal point x',
      floor: 1e-14,
      because: 'x = u + V f goes through zero where u and V do not',
    },
    force: { kind: 'number', meaning: 'force f = −ℓ′(x)', floor: 0, because: zeroOfHinge },
    derivative: { kind: 'number', meaning: 'derivative x′', floor: 0, because: zeroOfHinge },
    envelope: { kind: 'number', meaning: 'Moreau envelope M', floor: 0, because: zeroOfHinge },
  },
  answer: ({ loss, margin, width }) => {
    const result = lossOf(loss).proximal(margin, width);
    return { result, error: rounding(loss, margin, width, result) };
  },
  sample: margins(),
  continuous: ['margin', 'width'],
  witnesses: [bisectedPull],
  sources: ['thrampoulidis2018', 'aubin2020'],
  cost: 'cheap',
});
