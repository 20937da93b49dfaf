import fc from 'fast-check';
import { alphas, logUniform } from '../../oracles/arbitraries/index.ts';
import { conditionedFixedPoint, conditioning, twice } from '../conditioned.ts';
import { law } from '../define.ts';
import { exact, scaled, sum } from '../measured.ts';
import { type Problem, scaledChannel, scaledPrior } from '../models.ts';
import { equal } from '../near.ts';
import { fixedPoint, priorPotential } from '../questions.ts';
import { type Branch, branches } from './problems.ts';

const solvable = law<{ readonly variance: number; readonly noise: number; readonly alpha: number }>(
  {
    id: 'glm/fixed-point-of-gaussian-regression',
    statement: 'Gaussian weights seen linearly can be solved by hand.',
    formula: 'V² + V (Δ + (α − 1) S) − S Δ = 0,   r = α/(V + Δ),   m = S − V',
    catches: 'α inverted; inputs of variance one; the noise counted twice',
    needs: ['glm.fixed-point'],
    model: fc.record({
      variance: logUniform(0.1, 10),
      noise: logUniform(1e-3, 10),
      alpha: alphas(0.02, 50),
    }),
    async check(bench, { variance: s, noise, alpha }) {
      const b = s * (1 - alpha) - noise;
      const root = Math.hypot(b, 2 * Math.sqrt(s * noise));
      // The root that does not cancel, whichever sign b has.
      const v = b >= 0 ? (b + root) / 2 : (2 * s * noise) / (root - b);
      const r = alpha / (v + noise);
      const problem: Problem = {
        prior: { kind: 'gaussian', variance: s },
        channel: { kind: 'linear', noiseVariance: noise },
        alpha,
      };
      const f =
        (r * s - Math.log1p(r * s)) / 2 -
        (alpha / 2) * Math.log(2 * Math.PI * Math.E * (v + noise)) -
        (r * (s - v)) / 2;
      const points = await Promise.all(
        (['uninformed', 'informed'] as const).map((start) =>
          conditionedFixedPoint(bench, problem, start),
        ),
      );
      return points.flatMap((point, k) => {
        const which = k ? 'informed' : 'uninformed';
        return [
          equal(`V, ${which}`, point.meanSquareError, exact(v), conditioning),
          equal(`m, ${which}`, point.overlap, exact((r * s * s) / (1 + r * s)), conditioning),
          equal(`r, ${which}`, point.conjugate, exact(r), conditioning),
          equal(`f, ${which}`, point.freeEntropy, exact(f), conditioning),
        ];
      });
    },
    cost: 'moderate',
    sources: ['barbier2019'],
  },
);

const units = law<Branch & { readonly scale: number }>({
  id: 'glm/fixed-point-units',
  statement: 'What can be learned does not depend on the units of the weights.',
  formula:
    '(w, Δ, K) → (c w, c²Δ, c K): m → c² m, r → r/c², f → f − α a ln c; a the mass of y with a density',
  catches: 'ρ = 1 taken for granted',
  needs: ['glm.fixed-point'],
  model: fc
    .record({ branch: branches(), scale: fc.constantFrom(2, 0.5) })
    .map(({ branch, scale }) => ({ ...branch, scale })),
  async check(bench, { start, scale: c, ...problem }) {
    const plain = await conditionedFixedPoint(bench, problem, start);
    const { prior, channel, alpha } = problem;
    // As ill-conditioned as the plain problem: its condition is not measured again.
    const rescaled = await fixedPoint(
      bench,
      { prior: scaledPrior(prior, c), channel: scaledChannel(channel, c), alpha },
      start,
    );
    if (plain.conjugate.value === Infinity)
      return [equal('perfect recovery', rescaled.meanSquareError, 0)];
    const mass =
      channel.kind === 'relu'
        ? 0.5
        : channel.kind === 'linear' || channel.kind === 'absolute-value'
          ? 1
          : 0;
    return [
      equal('m', rescaled.overlap, scaled(c * c, twice(plain.overlap)), conditioning),
      equal(
        'MSE',
        rescaled.meanSquareError,
        scaled(c * c, twice(plain.meanSquareError)),
        conditioning,
      ),
      equal('r', scaled(c * c, rescaled.conjugate), twice(plain.conjugate), conditioning),
      equal(
        'f',
        rescaled.freeEntropy,
        sum(twice(plain.freeEntropy), -alpha * mass * Math.log(c)),
        conditioning,
      ),
    ];
  },
  cost: 'moderate',
  sources: ['barbier2019'],
});

const samePrior = law<{ readonly branch: Branch; readonly density: number }>({
  id: 'glm/priors-with-two-names',
  statement: 'A prior is its distribution, not its name.',
  formula:
    'rademacher = discrete ±1 = its values in another order;   gauss-bernoulli → gaussian as s → 1',
  catches: 'a special-cased prior that has its own mistakes',
  needs: ['glm.fixed-point', 'glm.prior-potential'],
  model: fc.record({ branch: branches(), density: fc.constant(1 - 2 ** -44) }),
  async check(bench, { branch, density }) {
    const { start, ...problem } = branch;
    const names: readonly Problem['prior'][] = [
      { kind: 'rademacher' },
      { kind: 'discrete', values: [-1, 1], probabilities: [0.5, 0.5] },
      { kind: 'discrete', values: [1, -1], probabilities: [0.5, 0.5] },
    ];
    const first = await conditionedFixedPoint(bench, { ...problem, prior: names[0] }, start);
    const others = await Promise.all(
      names.slice(1).map((prior) => fixedPoint(bench, { ...problem, prior }, start)),
    );
    const r = Math.min(100, problem.alpha);
    const dense = await priorPotential(bench, { kind: 'gauss-bernoulli', density, variance: 1 }, r);
    const gaussian = await priorPotential(bench, { kind: 'gaussian', variance: 1 }, r);
    const rare = {
      amount: 4 * (1 - density) * (1 + r),
      because: 'the gauss-bernoulli prior is not quite dense',
    };
    return [
      ...others.flatMap((point, k) => [
        equal(`m under name ${k + 2}`, point.overlap, twice(first.overlap), conditioning),
        equal(
          `MSE under name ${k + 2}`,
          point.meanSquareError,
          twice(first.meanSquareError),
          conditioning,
        ),
        ...(first.conjugate.value === Infinity
          ? []
          : [
              equal(
                `f under name ${k + 2}`,
                point.freeEntropy,
                twice(first.freeEntropy),
                conditioning,
              ),
            ]),
      ]),
      equal('M of a dense prior', dense.overlap, gaussian.overlap, rare),
      equal('Φ_w of a dense prior', dense.potential, gaussian.potential, rare),
    ];
  },
  cost: 'moderate',
  sources: ['barbier2019'],
});

export const fixedPointIdentityLaws = [solvable, units, samePrior] as const;
