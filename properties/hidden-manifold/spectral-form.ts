import fc from 'fast-check';
import { alphas, lambdas, logUniform, losses, oneOf } from '../../oracles/arbitraries/index.ts';
import { conditioning } from '../conditioned.ts';
import { law } from '../define.ts';
import { difference, exact, type Measured, product, quotient, scaled, sum } from '../measured.ts';
import { equal } from '../near.ts';
import { covariate, type Manifold, manifold, stieltjes } from './questions.ts';

/*
 * The hidden manifold has two faces: Gaussian covariates with a known spectrum, and ten equations with
 * a Stieltjes transform. An implementation has one of them; these laws hold it against the other.
 */

/** κ₁² and κ★² where they are known in closed form. */
const coefficients = {
  erf: { signal: 4 / (3 * Math.PI), noise: (2 / Math.PI) * Math.asin(2 / 3) - 4 / (3 * Math.PI) },
  sign: { signal: 2 / Math.PI, noise: 1 - 2 / Math.PI },
  relu: { signal: 1 / 4, noise: 1 / 4 - 1 / (2 * Math.PI) },
} as const;

type Known = Manifold & { readonly activation: keyof typeof coefficients };

const models = (losses: fc.Arbitrary<Manifold['loss']>): fc.Arbitrary<Known> =>
  fc.record({
    activation: fc.constantFrom('erf' as const, 'sign' as const, 'relu' as const),
    // Close to γ = 1, but not there, the spectrum has an edge that equal steps in θ do not resolve
    gamma: oneOf(
      [1, fc.constantFrom(1, 0.1, 0.5)],
      [2, logUniform(0.05, 0.75)],
      [1, logUniform(1.3, 5)],
    ),
    projection: fc.constantFrom('orthogonal' as const, 'gaussian' as const),
    loss: losses,
    alpha: alphas(0.1, 10),
    lambda: lambdas(1e-3, 1e2),
  });

interface Spectrum {
  readonly weights: number[];
  readonly student: number[];
  readonly teacher: number[];
}

/**
 * Blocks s = κ★² + κ₁² a/γ, t = κ₁² a/γ² of weight γ dμ(a); of a Gaussian projection μ is the
 * Marchenko–Pastur law, of which a = a₋ + (a₊ − a₋) sin²(θ/2) makes a smooth periodic function of θ:
 * equal steps converge exponentially, at the rate of the distance of a = −γ κ★²/κ₁² from the law, and of
 * a = 0 unless γ = 1.
 */
function spectrumOf({ activation, gamma, projection }: Known): Spectrum {
  const { signal, noise } = coefficients[activation];
  const spectrum: Spectrum = { weights: [], student: [], teacher: [] };
  const block = (weight: number, a: number) => {
    spectrum.weights.push(weight);
    spectrum.student.push(noise + (signal * a) / gamma);
    spectrum.teacher.push((signal * a) / gamma ** 2);
  };
  if (projection === 'orthogonal') block(Math.min(1, gamma), Math.max(1, gamma));
  else {
    const width = 4 * Math.sqrt(gamma);
    for (let k = 0; k < nodes; k++) {
      const half = (Math.PI * (k + 0.5)) / (2 * nodes);
      const a = (1 - Math.sqrt(gamma)) ** 2 + width * Math.sin(half) ** 2;
      const weight = (width * Math.sin(half) * Math.cos(half)) ** 2 / (2 * a * nodes);
      block(weight, a);
    }
  }
  if (gamma < 1) {
    spectrum.weights.push(1 - gamma);
    spectrum.student.push(noise);
    spectrum.teacher.push(0);
  }
  const total = spectrum.weights.reduce((all, w) => all + w, 0);
  return { ...spectrum, weights: spectrum.weights.map((w) => w / total) };
}

const nodes = 160;

const spectral = law<Known>({
  id: 'hidden-manifold/spectral-form',
  statement:
    'A hidden manifold teaches what Gaussian features with the covariances of its own would teach.',
  formula:
    'Ω = κ₁² F Fᵀ + κ★² I, c = κ₁ F θ/√d: M, Q, V, q_w, E_t, ε of Gaussian covariates with that spectrum',
  catches:
    'κ★² squared; the spectrum of the p × p matrix; the part of Ω that F does not reach left out',
  needs: ['hidden-manifold.fixed-point', 'gaussian-covariate.fixed-point'],
  model: models(losses()),
  async check(bench, model) {
    const features = await manifold(bench, model);
    const { loss, alpha, lambda } = model;
    const gaussian = await covariate(bench, {
      spectrum: spectrumOf(model),
      secondMoment: 1,
      noiseVariance: 0,
      task: 'classification',
      loss,
      alpha,
      lambda,
    });
    return [
      ...(['overlap', 'norm', 'susceptibility', 'weightNorm', 'trainingLoss'] as const).map(
        (field) => equal(field, features[field], gaussian[field], conditioning),
      ),
      equal('ε', features.generalisationError, gaussian.error, conditioning),
    ];
  },
  cost: 'expensive',
  sources: ['gerace2020', 'loureiro2021'],
});

/** g(−z) and g′(−z) at a z known within an error, and how far they may be off by it. */
async function transform(
  ask: (z: number) => Promise<{ readonly value: Measured; readonly derivative: Measured }>,
  z: Measured,
): Promise<{ readonly g: Measured; readonly slope: Measured }> {
  const { value: g, derivative: slope } = await ask(z.value);
  return {
    g: { value: g.value, error: g.error + slope.value * z.error },
    // |g″| = 2 ∫ dμ/(a + z)³ ≤ 2 g′/z
    slope: { value: slope.value, error: slope.error + (2 * slope.value * z.error) / z.value },
  };
}

/** μ = δ(a − 1); with more latent dimensions than features, δ(a − γ)/γ and the rest at zero. */
function orthogonal(z: number, gamma: number) {
  const [a, weight] = gamma > 1 ? [gamma, 1 / gamma] : [1, 1];
  const at = (power: number) => exact(weight / (a + z) ** power + (1 - weight) / z ** power);
  return { value: at(1), derivative: at(2) };
}

const tenEquations = law<Known>({
  id: 'hidden-manifold/ten-equations',
  statement: 'Least squares on a hidden manifold solves the ten equations, as corrected.',
  formula:
    'V̂_s = (α/γ) κ₁²/(1+V), V̂_w = α κ★²/(1+V), q̂ ∝ (1 + Q − 2c_yM)/(1+V)², m̂_s = (α/γ) κ₁ c_y/(1+V);  z = (λ + V̂_w)/V̂_s;  V_s, m_s, q_s, V_w, q_w with g(−z), g′(−z)',
  catches:
    'the printed equations taken literally: 1/V̂_s for 1/V̂_s² in q_s, the sign and the factor γ of the second term of q_w, ∂_ω η for 1 − ∂_ω η',
  needs: ['hidden-manifold.fixed-point', 'hidden-manifold.stieltjes'],
  model: models(fc.constant('square' as const)),
  async check(bench, model) {
    const { alpha, gamma, lambda } = model;
    const { signal, noise } = coefficients[model.activation];
    const point = await manifold(bench, model);
    const c = Math.sqrt(2 / Math.PI);
    const stiff = quotient(1, sum(1, point.susceptibility));
    const misfit = product(
      product(stiff, stiff),
      sum(1, point.norm, scaled(-2 * c, point.overlap)),
    );
    const VHatS = scaled((alpha / gamma) * signal, stiff);
    const VHatW = scaled(alpha * noise, stiff);
    const mHat = scaled((alpha / gamma) * Math.sqrt(signal) * c, stiff);
    const qHatS = scaled((alpha / gamma) * signal, misfit);
    const qHatW = scaled(alpha * noise, misfit);
    const held = sum(lambda, VHatW);
    const z = quotient(held, VHatS);
    const { g, slope } = await transform(
      model.projection === 'gaussian'
        ? (x) => stieltjes(bench, x, gamma)
        : async (x) => orthogonal(x, gamma),
      z,
    );
    const zg = product(z, g);
    const zzg = product(product(z, z), slope);
    const seen = difference(1, zg); // ∫ a/(a + z)
    const mixed = difference(zzg, zg); // −z ∫ a/(a + z)²
    const pull = sum(product(mHat, mHat), qHatS);
    const VS = quotient(seen, VHatS);
    const VW = scaled(gamma, quotient(sum(1 / gamma - 1, zg), held));
    const qS = difference(
      product(quotient(pull, product(VHatS, VHatS)), sum(1, scaled(-2, zg), zzg)),
      product(quotient(qHatW, product(held, VHatS)), mixed),
    );
    const qW = scaled(
      gamma,
      difference(
        product(quotient(qHatW, product(held, held)), sum(1 / gamma - 1, zzg)),
        product(quotient(pull, product(held, VHatS)), mixed),
      ),
    );
    return [
      equal('V', point.susceptibility, sum(scaled(signal, VS), scaled(noise, VW)), conditioning),
      equal('m_s', point.latentOverlap, product(quotient(mHat, VHatS), seen), conditioning),
      equal('q_s', point.latentNorm, qS, conditioning),
      equal('q_w', point.weightNorm, qW, conditioning),
    ];
  },
  cost: 'moderate',
  sources: ['gerace2020'],
});

export const manifoldFormLaws = [spectral, tenEquations] as const;
