import { activationCoefficients } from '../reference/hidden-manifold/coefficients.ts';
import { noiseSquared } from './mistakes/kappa-star-squared.ts';
import { honest, type Mistake, misheard, spoilt } from './mistakes.fixture.ts';

/*
 * Wrong implementations of empirical risk minimisation, in the manner of mistakes.fixture.ts: most
 * are the right answer to another question.
 */

const fixedPoint = /^(erm|hidden-manifold|gaussian-covariate|gaussian-mixture)\.fixed-point$/;

export const ermMistakes: readonly Mistake[] = [
  // proximal operators
  misheard('width inverted', /^erm\.proximal$/, ({ width }) => ({ width: 1 / width })),
  spoilt('sign of the force', /^erm\.proximal$/, ({ force }) => ({ force: -force })),
  spoilt('pushed twice', /^erm\.proximal$/, ({ point, force }, { width }) => ({
    point: point + width * force,
  })),
  spoilt('pulled back', /^erm\.proximal$/, ({ point }, { margin }) => ({
    point: 2 * margin - point,
  })),

  // fixed points
  misheard('λ twice', fixedPoint, ({ lambda }) => ({ lambda: 2 * lambda })),
  misheard('C for λ', fixedPoint, ({ lambda }) => ({ lambda: 1 / lambda })),
  misheard('both classes counted', fixedPoint, ({ alpha }) => ({ alpha: 2 * alpha })),
  misheard('samples per dimension inverted', fixedPoint, ({ alpha }) => ({ alpha: 1 / alpha })),
  misheard('unit teacher', /^erm\.fixed-point$/, ({ teacher }) => ({
    teacher: { ...teacher, secondMoment: 1 },
  })),
  misheard('unit latent teacher', /^hidden-manifold\.fixed-point$/, () => ({ secondMoment: 1 })),
  misheard('flips forgotten', /^erm\.fixed-point$/, ({ teacher }) => ({
    teacher: { ...teacher, flipProbability: 0 },
  })),
  misheard('optimal penalty always', /^erm\.fixed-point$/, () => ({ lambda: 1 })),
  spoilt('penalty in the training loss', fixedPoint, ({ objective, trainingLoss }) => ({
    trainingLoss: objective ?? 2 * trainingLoss,
  })),
  spoilt('square error for error rate', fixedPoint, ({ generalisationError: e }) =>
    e === undefined ? {} : { generalisationError: 4 * e },
  ),
  spoilt('half an angle', fixedPoint, ({ generalisationError: e }) =>
    e === undefined ? {} : { generalisationError: e / 2 },
  ),
  spoilt('half a norm', fixedPoint, ({ norm }) => ({
    norm: Array.isArray(norm) ? norm.map((q) => q / 2) : norm / 2,
  })),
  spoilt('E x′ for E(1 − x′)', fixedPoint, ({ susceptibility: V }, { lambda }) => ({
    susceptibility: Array.isArray(V) ? V.map((x) => 1 / lambda - x) : 2 / lambda - V,
  })),

  // margins and thresholds
  spoilt('norm for margin', /^erm\.max-margin$/, ({ norm }) => ({ margin: norm })),
  misheard('half of the samples', /^erm\.max-margin$/, ({ alpha }) => ({ alpha: alpha / 2 })),
  spoilt('threshold too early', /separability$/, ({ alpha }) => ({ alpha: 0.9 * alpha })),
  misheard('noise squared', /^erm\.separability$/, ({ teacher }) => ({
    teacher: { ...teacher, noiseVariance: teacher.noiseVariance ** 2 },
  })),
  misheard('flips as noise of the teacher', /^erm\.separability$/, ({ teacher }) => ({
    teacher: { ...teacher, flipProbability: teacher.flipProbability / 2 },
  })),
  misheard('γ inverted', /^hidden-manifold\./, ({ gamma }) =>
    gamma === undefined ? {} : { gamma: 1 / gamma },
  ),

  // best penalty
  spoilt('best λ of another convention', /optimal-regularisation$/, ({ lambda }) => ({
    lambda: 2 * lambda,
  })),
  spoilt('error before tuning', /^erm\.optimal-regularisation$/, (_, params) => ({
    generalisationError: honest('erm.fixed-point', { ...params, lambda: 10 }).generalisationError,
  })),

  // minimisers
  misheard('λ‖w‖²', /^erm\.minimiser$/, ({ lambda }) => ({ lambda: 2 * lambda })),
  misheard('one sample lost', /^erm\.minimiser$/, ({ matrix, labels }) => ({
    matrix: matrix.slice(0, Math.max(1, labels.length - 1)),
    labels: labels.slice(0, Math.max(1, labels.length - 1)),
  })),
  misheard('rows without a sign', /^erm\.minimiser$/, ({ matrix }) => ({
    matrix: matrix.map((row: number[]) => row.map(Math.abs)),
  })),
  spoilt('stopped early', /^erm\.minimiser$/, ({ weights }) => ({
    weights: weights.map((w: number) => 0.99 * w),
  })),
  misheard('λ without units', /^erm\.minimiser$/, () => ({ lambda: 1 })),
  spoilt('objective without penalty', /^erm\.minimiser$/, ({ objective, weights }, { lambda }) => ({
    objective: objective - (lambda / 2) * weights.reduce((s: number, w: number) => s + w * w, 0),
  })),

  // features
  spoilt('κ★² for κ★', /coefficients$/, ({ kappaStar }) => ({ kappaStar: kappaStar ** 2 })),
  spoilt('κ★² for κ★ all through', /^hidden-manifold\.(coefficients|fixed)/, (_, params, oracle) =>
    oracle.endsWith('coefficients')
      ? { kappaStar: activationCoefficients(params.activation).kappaStar.value ** 2 }
      : noiseSquared(params),
  ),
  spoilt('derivative with respect to z', /stieltjes$/, ({ derivative }) => ({
    derivative: -derivative,
  })),
  misheard('p × p for d × d', /stieltjes$/, ({ gamma }) => ({ gamma: 1 / gamma })),
  spoilt('atom at zero left out', /stieltjes$/, ({ value }, { z, gamma }) => ({
    value: gamma > 1 ? value - (1 - 1 / gamma) / z : value,
  })),
  misheard('unweighted blocks', /^gaussian-covariate/, ({ spectrum }) => ({
    spectrum: { ...spectrum, weights: spectrum.weights.map(() => 1 / spectrum.weights.length) },
  })),
  misheard('penalty standardised', /^gaussian-(covariate|mixture)/, () => ({ lambda: 1 })),
  misheard('noise forgotten', /^gaussian-covariate/, () => ({ noiseVariance: 0 })),

  // mixtures
  spoilt('intercept of the margin', /^gaussian-mixture/, ({ bias }) => ({ bias: Math.abs(bias) })),
  misheard('distance for half of it', /^gaussian-mixture/, ({ spectrum }) => ({
    spectrum: { ...spectrum, mean: spectrum.mean.map((t: number) => t / 4) },
  })),

  // K classes
  misheard('λ‖W‖² of K classes', /multiclass$/, ({ lambda }) => ({ lambda: 2 * lambda })),
  misheard('λ of K classes without units', /multiclass$/, () => ({ lambda: 1 })),
  misheard('first class as the reference', /multiclass$/, ({ probabilities: p }) => ({
    probabilities: p.map((x: number, k: number) => (k === 0 ? (x + 1) / 2 : x / 2)),
  })),
  misheard('unweighted blocks of clusters', /multiclass$/, ({ spectrum }) => ({
    spectrum: { ...spectrum, weights: spectrum.weights.map(() => 1 / spectrum.weights.length) },
  })),
  spoilt('overlaps transposed', /multiclass$/, ({ overlap }) => ({
    overlap: overlap.map((row: number[], k: number) => row.map((_, l) => overlap[l][k])),
  })),
  spoilt('|e − z|² without its half', /multiclass$/, ({ trainingLoss }) => ({
    trainingLoss: 2 * trainingLoss,
  })),
];

/** Which mistakes break which law: each of them has to, and every law has one. */
export const ermBrokenBy: { readonly [law: string]: readonly string[] } = {
  'erm/proximal-balance': ['width inverted', 'sign of the force', 'pushed twice'],
  'erm/proximal-envelope-is-minimum': ['envelope-without-half', 'width inverted'],
  'erm/proximal-envelope-slope': ['sign of the force', 'envelope-without-half'],
  'erm/proximal-firmly-non-expansive': ['pulled back', 'sign of the force'],
  'erm/proximal-derivative': ['response-for-its-complement'],
  'erm/proximal-springs-in-series': ['pushed twice', 'width inverted'],
  'erm/objective-is-loss-and-penalty': ['λ twice', 'penalty in the training loss'],
  'erm/error-is-angle': ['half an angle', 'square error for error rate', 'half a norm'],
  'erm/susceptibility-counts-curvature': ['both classes counted', 'E x′ for E(1 − x′)'],
  'erm/virial': ['λ twice', 'both classes counted', 'half a norm'],
  'erm/virial-of-the-square-loss': ['λ twice', 'flips forgotten'],
  'erm/envelope': ['λ twice', 'half a norm'],
  'erm/more-penalty-less-fit': ['C for λ'],
  'erm/units': ['unit teacher'],
  'erm/pure-noise-teaches-nothing': ['flips forgotten'],
  'erm/never-beats-bayes': ['both classes counted', 'half an angle'],
  'erm/hebb-limit': ['C for λ', 'both classes counted', 'flips forgotten'],
  'erm/ridgeless': ['samples per dimension inverted', 'flips forgotten'],
  'erm/double-descent': ['both classes counted'],
  'erm/few-samples-pull-alike': ['samples per dimension inverted', 'both classes counted'],
  'erm/margin-is-inverse-length': ['norm for margin'],
  'erm/margin-of-random-labels': ['half of the samples'],
  'erm/more-samples-narrower-margin': ['norm for margin'],
  'erm/hinge-finds-the-margin': ['half of the samples', 'C for λ'],
  'erm/margin-vanishes-at-separability': ['threshold too early', 'half of the samples'],
  'erm/separability-is-best-direction': ['threshold too early', 'noise squared'],
  'erm/separability-of-clearer-labels': ['noise squared', 'flips as noise of the teacher'],
  'erm/optimal-ridge': ['best λ of another convention'],
  'erm/optimal-penalty-is-best': ['error before tuning'],
  'erm/minimiser-is-minimal': ['λ‖w‖²', 'objective without penalty'],
  'erm/minimiser-balance': ['λ‖w‖²', 'stopped early', 'one sample lost'],
  'erm/minimiser-order-and-sign': ['rows without a sign', 'one sample lost'],
  'erm/minimiser-turns-with-inputs': ['rows without a sign'],
  'erm/minimiser-units': ['penalty-per-sample', 'λ without units'],
  'erm/minimiser-envelope': ['objective without penalty', 'stopped early'],
  'hidden-manifold/coefficients-are-moments': ['κ★² for κ★'],
  'hidden-manifold/stieltjes-equation': ['p × p for d × d', 'atom at zero left out'],
  'hidden-manifold/stieltjes-derivative': ['derivative with respect to z'],
  'hidden-manifold/stieltjes-duality': ['atom at zero left out'],
  'hidden-manifold/separability-of-noisy-plain-inputs': ['κ★² for κ★', 'γ inverted'],
  'hidden-manifold/wider-features-separate-more': ['γ inverted'],
  'hidden-manifold/plain-when-linear-and-orthogonal': ['γ inverted'],
  'hidden-manifold/signal-and-noise-add': ['κ★² for κ★', 'half an angle'],
  'hidden-manifold/objective-is-loss-and-penalty': ['λ twice', 'field-norm-for-weight-norm'],
  'hidden-manifold/envelope': ['field-norm-for-weight-norm', 'λ twice'],
  'hidden-manifold/units': ['unit latent teacher'],
  'hidden-manifold/double-descent': ['both classes counted'],
  'hidden-manifold/spectral-form': ['γ inverted', 'unweighted blocks'],
  'hidden-manifold/ten-equations': ['field-norm-for-weight-norm', 'λ twice', 'γ inverted'],
  'hidden-manifold/gaussian-features-follow-replica': [
    'κ★² for κ★',
    'both classes counted',
    'λ‖w‖²',
    'samples per dimension inverted',
  ],
  'hidden-manifold/gaussian-equivalence': ['κ★² for κ★ all through', 'both classes counted'],
  'gaussian-covariate/plain-inputs': ['noise forgotten'],
  'gaussian-covariate/repeated-eigenvalues-merge': ['unweighted blocks'],
  'gaussian-covariate/units': ['penalty standardised'],
  'gaussian-covariate/unseen-is-noise': ['noise forgotten'],
  'gaussian-covariate/errors-from-overlaps': ['half a norm', 'half an angle'],
  'gaussian-covariate/envelope': ['field-norm-for-weight-norm', 'λ twice'],
  'gaussian-covariate/susceptibility-of-least-squares': ['λ twice', 'unweighted blocks'],
  'gaussian-mixture/error-is-overlap-of-tails': ['half an angle', 'half a norm'],
  'gaussian-mixture/classes-have-no-name': ['intercept of the margin'],
  'gaussian-mixture/units': ['penalty standardised'],
  'gaussian-mixture/virial': ['λ twice', 'balanced-classes', 'half a norm'],
  'gaussian-mixture/envelope': ['λ twice', 'penalty in the training loss'],
  'gaussian-mixture/spheres-bayes-and-hebb': ['both classes counted', 'covariance-as-deviation'],
  'gaussian-mixture/discriminant-limit': ['distance for half of it', 'covariance-as-deviation'],
  'gaussian-mixture/two-one-hot-classes-are-one-margin': [
    'λ‖W‖² of K classes',
    '|e − z|² without its half',
  ],
  'gaussian-mixture/clusters-have-no-order': ['first class as the reference'],
  'gaussian-mixture/no-common-score': ['overlaps transposed'],
  'gaussian-mixture/units-of-clusters': ['λ of K classes without units'],
  'gaussian-mixture/envelope-of-clusters': ['λ‖W‖² of K classes', '|e − z|² without its half'],
  'gaussian-mixture/equal-blocks-merge': ['unweighted blocks of clusters'],
};
