import erf from '@stdlib/math/base/special/erf/lib/index.js';
import fc from 'fast-check';
import { logUniform, manifolds, oneOf, uniform } from '../../oracles/arbitraries/index.ts';
import type { Activation } from '../../oracles/types/index.ts';
import type { HiddenManifold } from '../../reference/hidden-manifold/model.ts';
import { normalDensity } from '../../reference/numerics/normal.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import { separability } from '../erm/questions.ts';
import { overLine } from '../integrals.ts';
import { difference, exact, product, quotient, scaled, sum } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { at } from '../questions.ts';
import { coefficients, stieltjes } from './questions.ts';

const activations: readonly Activation[] = ['linear', 'erf', 'sign', 'relu', 'tanh'];

/** f(z) where f is analytic. */
const smooth: { readonly [f in Activation]?: (z: number) => number } = {
  linear: (z) => z,
  erf,
  tanh: Math.tanh,
};

/** E f, E z f, E f² by the law's own rule; of a corner at 0 each side is half a Gaussian moment. */
async function activationMoments(activation: Activation) {
  if (activation === 'sign') return [0, Math.sqrt(2 / Math.PI), 1].map(exact);
  if (activation === 'relu') return [1 / Math.sqrt(2 * Math.PI), 0.5, 0.5].map(exact);
  const f = smooth[activation] as (z: number) => number;
  return overLine(
    async (z) => [f(z), z * f(z), f(z) ** 2].map((x) => exact(normalDensity(z) * x)),
    0,
    12,
    0.1,
  );
}

const moments = law<{ readonly activation: Activation }>({
  id: 'hidden-manifold/coefficients-are-moments',
  statement: 'The equivalent features have the mean, the gain and the power of the features.',
  formula: 'κ₀ = E f,   κ₁ = E z f,   κ₀² + κ₁² + κ★² = E f²',
  catches: 'κ★² for κ★; six tabulated digits; erf(z/√2) for erf(z)',
  needs: ['hidden-manifold.coefficients'],
  model: fc.record({ activation: fc.constantFrom(...activations) }),
  async check(bench, { activation }) {
    const { kappa0, kappa1, kappaStar } = await coefficients(bench, activation);
    const [mean, gain, power] = await activationMoments(activation);
    const squares = [kappa0, kappa1, kappaStar].map((k) => product(k, k));
    return [
      equal('κ₀', kappa0, mean),
      equal('κ₁', kappa1, gain),
      equal('κ₀² + κ₁² + κ★²', sum(...squares), power),
    ];
  },
  cost: 'cheap',
  sources: ['goldt2020', 'gerace2020'],
});

interface Pole {
  readonly z: number;
  readonly gamma: number;
}

const poles: fc.Arbitrary<Pole> = fc.record({
  z: oneOf([1, fc.constant(1)], [3, logUniform(1e-2, 1e2)]),
  gamma: oneOf([1, fc.constantFrom(1, 0.1)], [3, logUniform(0.05, 20)]),
});

const marchenko = law<Pole>({
  id: 'hidden-manifold/stieltjes-equation',
  statement:
    'The transform of the Marchenko–Pastur law solves its quadratic equation, on the branch of a measure.',
  formula: 'γ z g² + (z + 1 − γ) g = 1,   1/(1 + z) ≤ g ≤ 1/z,   g² ≤ g′ ≤ g/z',
  catches: 'the other root of the quadratic; γ inverted; g(z) for g(−z)',
  needs: ['hidden-manifold.stieltjes'],
  model: poles,
  async check(bench, { z, gamma }) {
    const { value: g, derivative: slope } = await stieltjes(bench, z, gamma);
    const square = product(g, g);
    return [
      equal('γ z g² + (z + 1 − γ) g', sum(scaled(gamma * z, square), scaled(z + 1 - gamma, g)), 1),
      atMost('1/(1 + z) ≤ g', 1 / (1 + z), g),
      atMost('g ≤ 1/z', g, 1 / z),
      atMost('g² ≤ g′', square, slope),
      atMost('g′ ≤ g/z', slope, scaled(1 / z, g)),
    ];
  },
  cost: 'cheap',
  sources: ['marchenko1967'],
});

const slopes = law<Pole>({
  id: 'hidden-manifold/stieltjes-derivative',
  statement: 'The second answer is the derivative of the first, with respect to the argument −z.',
  formula: 'g′(−z) = −d g(−z)/dz',
  catches: 'the sign of the derivative; a derivative with respect to z',
  needs: ['hidden-manifold.stieltjes'],
  model: poles,
  async check(bench, { z, gamma }) {
    const { derivative: slope } = await stieltjes(bench, z, gamma);
    const found = await derivative(
      async (x) => (await stieltjes(bench, x, gamma)).value,
      z,
      z,
      bench.accuracy,
    );
    return [equal('−dg/dz', scaled(-1, found), slope, differenced)];
  },
  cost: 'cheap',
  sources: ['marchenko1967'],
});

const dual = law<Pole>({
  id: 'hidden-manifold/stieltjes-duality',
  statement: 'GᵀG and GGᵀ have the same eigenvalues but for zeros.',
  formula: 'g_γ(−z) = (1 − 1/γ)/z + g_{1/γ}(−z/γ)/γ²',
  catches: 'the p × p matrix in place of the d × d one; the atom at zero left out for γ > 1',
  needs: ['hidden-manifold.stieltjes'],
  model: poles,
  async check(bench, { z, gamma }) {
    const { value: g } = await stieltjes(bench, z, gamma);
    const { value: other } = await stieltjes(bench, z / gamma, 1 / gamma);
    return [equal('g', g, sum((1 - 1 / gamma) / z, scaled(1 / (gamma * gamma), other)))];
  },
  cost: 'cheap',
  sources: ['marchenko1967'],
});

const separable = law<HiddenManifold>({
  id: 'hidden-manifold/separability-of-noisy-plain-inputs',
  statement:
    'What the features do not explain of the labels is noise: the threshold is that of plain inputs.',
  formula: 'α* = α*(ρ = r², Δ = 1 − r²),   r² = 1 − z g(−z) at z = γκ★²/κ₁², Gaussian F',
  catches: 'κ★ for κ★²; a threshold at n = p; n/d for n/p',
  needs: [
    'hidden-manifold.separability',
    'hidden-manifold.coefficients',
    'hidden-manifold.stieltjes',
    'erm.separability',
  ],
  model: fc.record({
    activation: fc.constantFrom<Activation>('erf', 'sign', 'relu', 'tanh'),
    gamma: uniform(0.1, 5, 49),
    projection: fc.constant('gaussian' as const),
  }),
  async check(bench, model) {
    const { kappa1, kappaStar } = await coefficients(bench, model.activation);
    const z = scaled(model.gamma, quotient(product(kappaStar, kappaStar), product(kappa1, kappa1)));
    const unexplained = await at(
      async (x) => scaled(x, (await stieltjes(bench, x, model.gamma)).value),
      z,
      { low: 0 },
    );
    const expected = await at(
      async (x) =>
        separability(bench, { secondMoment: 1 - x, noiseVariance: x, flipProbability: 0 }),
      unexplained,
      { low: 0, high: 1 },
    );
    const answer = await bench.ask<{ alpha: unknown }>('hidden-manifold.separability', model);
    const alpha = Number(answer.alpha);
    return [equal('α*', { value: alpha, error: 2 * bench.accuracy * Math.abs(alpha) }, expected)];
  },
  cost: 'moderate',
  sources: ['candes2020', 'gerace2020'],
});

const threshold = law<HiddenManifold & { readonly fraction: number }>({
  id: 'hidden-manifold/wider-features-separate-more',
  statement:
    'Random labels separate up to two samples per feature, labels of the manifold further; few latent dimensions further still.',
  formula: '2 ≤ α*(γ), and α*(γ) decreases in γ',
  catches: 'γ inverted; a threshold per latent dimension',
  needs: ['hidden-manifold.separability'],
  model: fc
    .record({
      model: manifolds(['erf', 'sign', 'relu', 'tanh']),
      fraction: uniform(0.2, 0.9, 7),
    })
    .map(({ model, fraction }) => ({ ...model, fraction })),
  async check(bench, { fraction, ...model }) {
    const ask = async (gamma: number) => {
      const answer = await bench.ask<{ alpha: unknown }>('hidden-manifold.separability', {
        ...model,
        gamma,
      });
      const alpha = Number(answer.alpha);
      return { value: alpha, error: 4 * bench.accuracy * Math.abs(alpha) };
    };
    const alpha = await ask(model.gamma);
    const fewer = await ask(fraction * model.gamma);
    return [
      atMost('2 ≤ α*', 2, alpha),
      atMost(
        'α*(γ₂) ≤ α*(γ₁)',
        difference(alpha, fewer),
        0,
        'accuracy of the answers, and their response to γ',
      ),
    ];
  },
  cost: 'moderate',
  sources: ['candes2020', 'gerace2020'],
});

export const manifoldFeatureLaws = [
  moments,
  marchenko,
  slopes,
  dual,
  separable,
  threshold,
] as const;
