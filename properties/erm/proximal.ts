import fc from 'fast-check';
import { type MarginQuestion, margins, uniform } from '../../oracles/arbitraries/index.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import type { Comparison } from '../law.ts';
import { difference, type Measured, product, scaled, sum } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { lossCurvature, lossForce, lossValue } from './models.ts';
import { proximal } from './questions.ts';

/** ℓ(x) at a measured x: convex, so it changes most at one of the ends of the error. */
const lossAt = (loss: MarginQuestion['loss'], x: Measured): Measured => {
  const value = lossValue(loss, x.value);
  const away = [x.value - x.error, x.value + x.error].map((end) =>
    Math.abs(lossValue(loss, end) - value),
  );
  return { value, error: Math.max(...away) };
};

const forceOf = (loss: MarginQuestion['loss'], x: Measured, f: Measured): Comparison[] => {
  if (loss !== 'hinge') {
    const force = lossForce(loss, x.value);
    // The slope of 1/(1 + eˣ) is at most the value itself and e^δ times that within δ.
    const error =
      loss === 'square' ? x.error : force * Math.min(1, Math.expm1(x.error)) * Math.exp(x.error);
    return [equal('f against −ℓ′(x)', f, { value: force, error })];
  }
  if (x.value < 1 - x.error) return [equal('f below the corner', f, 1)];
  if (x.value > 1 + x.error) return [equal('f beyond the corner', f, 0)];
  return [atMost('0 ≤ f', 0, f), atMost('f ≤ 1', f, 1)];
};

const balanced = law<MarginQuestion>({
  id: 'erm/proximal-balance',
  statement: 'At the proximal point the pull of the loss balances the spring.',
  formula: 'x = u + V f,   f = −ℓ′(x) (a subgradient at the corner of the hinge)',
  catches: 'a loss (y − z)² without its 1/2; V and 1/V exchanged; Newton stopped in a cycle',
  needs: ['erm.proximal'],
  model: margins(),
  async check(bench, { loss, margin, width }) {
    const { point, force } = await proximal(bench, loss, margin, width);
    return [
      equal('x against u + V f', point, sum(margin, scaled(width, force))),
      ...forceOf(loss, point, force),
    ];
  },
  cost: 'cheap',
  sources: ['thrampoulidis2018'],
});

const envelope = law<MarginQuestion & { readonly elsewhere: number }>({
  id: 'erm/proximal-envelope-is-minimum',
  statement: 'The envelope is what loss and spring cost together, and no other point costs less.',
  formula: 'M = ℓ(x) + V f²/2 ≤ ℓ(z) + (z − u)²/(2V) for every z',
  catches: 'V f² for V f²/2; the loss at u in place of the loss at x',
  needs: ['erm.proximal'],
  model: fc
    .record({ question: margins(), elsewhere: uniform(-2, 3, 50) })
    .map(({ question, elsewhere }) => ({ ...question, elsewhere })),
  async check(bench, { loss, margin, width, elsewhere }) {
    const answer = await proximal(bench, loss, margin, width);
    const spring = scaled(width / 2, product(answer.force, answer.force));
    const cost = (z: number) => lossValue(loss, z) + (z - margin) ** 2 / (2 * width);
    return [
      equal('M', answer.envelope, sum(lossAt(loss, answer.point), spring)),
      atMost('M ≤ ℓ(u)', answer.envelope, lossValue(loss, margin)),
      atMost(
        'M ≤ cost elsewhere',
        answer.envelope,
        cost(margin + elsewhere * width * answer.force.value),
      ),
    ];
  },
  cost: 'cheap',
  sources: ['thrampoulidis2018'],
});

/** Distance of u to where the second derivative of the hinge jumps. */
const roomAround = ({ loss, margin: u, width: V }: MarginQuestion): number =>
  loss === 'hinge' ? Math.min(Math.abs(u - 1), Math.abs(u - 1 + V)) : 1;

const slopes = law<MarginQuestion>({
  id: 'erm/proximal-envelope-slope',
  statement:
    'The envelope falls with the margin by the force, and with the width by half its square.',
  formula: '∂M/∂u = −f,   ∂M/∂V = −f²/2',
  catches: 'sign of the force; an envelope and a force of different losses',
  needs: ['erm.proximal'],
  model: margins().filter((q) => q.width >= 1e-3 && q.width <= 1e3 && roomAround(q) > 1e-4),
  async check(bench, question) {
    const { loss, margin, width } = question;
    const { force } = await proximal(bench, loss, margin, width);
    const room = roomAround(question);
    const inMargin = await derivative(
      async (u) => (await proximal(bench, loss, u, width)).envelope,
      margin,
      room,
      bench.accuracy,
    );
    const inWidth = await derivative(
      async (V) => (await proximal(bench, loss, margin, V)).envelope,
      width,
      Math.min(width, room),
      bench.accuracy,
    );
    return [
      equal('∂M/∂u', inMargin, scaled(-1, force), differenced),
      equal('∂M/∂V', inWidth, scaled(-0.5, product(force, force)), differenced),
    ];
  },
  cost: 'cheap',
  sources: ['thrampoulidis2018'],
});

const expansive = law<MarginQuestion & { readonly further: number }>({
  id: 'erm/proximal-firmly-non-expansive',
  statement: 'Two margins come closer under the pull of a convex loss, and keep their order.',
  formula: 'u₁ < u₂ ⇒ 0 ≤ x₂ − x₁ ≤ u₂ − u₁,   f₂ ≤ f₁,   0 ≤ x′ ≤ 1',
  catches: 'a derivative dx/du and dx/dω exchanged; a loss that is not convex',
  needs: ['erm.proximal'],
  model: fc
    .record({ question: margins(), further: uniform(0.01, 5, 50) })
    .map(({ question, further }) => ({ ...question, further })),
  async check(bench, { loss, margin, width, further }) {
    const near = await proximal(bench, loss, margin, width);
    const far = await proximal(bench, loss, margin + further, width);
    return [
      atMost('x₁ ≤ x₂', near.point, far.point),
      atMost('x₂ − x₁ ≤ u₂ − u₁', difference(far.point, near.point), margin + further - margin),
      atMost('f₂ ≤ f₁', far.force, near.force),
      atMost('0 ≤ x′', 0, near.derivative),
      atMost('x′ ≤ 1', near.derivative, 1),
    ];
  },
  cost: 'cheap',
  sources: ['thrampoulidis2018'],
});

const stiffness = law<MarginQuestion>({
  id: 'erm/proximal-derivative',
  statement: 'A margin follows the end of its spring the less the more the loss is curved.',
  formula: 'x′ = dx/du = 1/(1 + V ℓ″(x)); hinge: 0 at the corner, else 1',
  catches: '1 − x′ for x′; ℓ″ at u in place of x',
  needs: ['erm.proximal'],
  model: margins(),
  async check(bench, { loss, margin, width }) {
    const { point, derivative: slope } = await proximal(bench, loss, margin, width);
    if (loss === 'hinge') {
      const held = margin > 1 - width && margin < 1;
      return [equal('x′', slope, held ? 0 : 1)];
    }
    const expected = 1 / (1 + width * lossCurvature(loss, point.value));
    // |d ln ℓ″/dx| ≤ 1, hence |dx′/dx| ≤ x′ (1 − x′).
    const error = expected * (1 - expected) * Math.expm1(point.error);
    return [equal('x′', slope, { value: expected, error: loss === 'square' ? 0 : error })];
  },
  cost: 'cheap',
  sources: ['thrampoulidis2018'],
});

const series = law<MarginQuestion & { readonly fraction: number }>({
  id: 'erm/proximal-springs-in-series',
  statement: 'A spring may be cut in two: each half carries the whole force.',
  formula: 'x(u, V) = x(u + c V f, (1 − c) V),   f the same',
  catches: 'a width that enters twice; a force divided by the wrong width',
  needs: ['erm.proximal'],
  model: fc
    .record({ question: margins(), fraction: uniform(0.1, 0.9, 8) })
    .map(({ question, fraction }) => ({ ...question, fraction })),
  async check(bench, { loss, margin, width, fraction }) {
    const whole = await proximal(bench, loss, margin, width);
    const moved = sum(margin, scaled(fraction * width, whole.force));
    const rest = (1 - fraction) * width;
    const half = await proximal(bench, loss, moved.value, rest);
    const because = 'the shift of the margin is as accurate as the force';
    return [
      equal('x', half.point, whole.point, { amount: moved.error, because }),
      equal('f', half.force, whole.force, { amount: moved.error / rest, because }),
    ];
  },
  cost: 'cheap',
  sources: ['thrampoulidis2018'],
});

export const proximalLaws = [balanced, envelope, slopes, expansive, stiffness, series] as const;
