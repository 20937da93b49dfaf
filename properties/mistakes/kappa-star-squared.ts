import { activationCoefficients } from '../../reference/hidden-manifold/coefficients.ts';
import { hiddenManifoldSpectrum } from '../../reference/hidden-manifold/marchenko-pastur.ts';
import { type Loose, mistake, right } from './mistake.ts';

/** The features as Gaussian ones whose noise has the variance κ★⁴: a student of Gaussian covariates. */
export function noiseSquared(params: Loose) {
  const { activation, gamma, projection, secondMoment = 1, ...question } = params;
  const { kappa1, kappaStar } = activationCoefficients(activation);
  const noise = kappaStar.value ** 2;
  const spectrum = hiddenManifoldSpectrum(kappa1.value, noise, gamma, projection, secondMoment);
  return right('gaussian-covariate.fixed-point', {
    ...question,
    secondMoment,
    noiseVariance: 0,
    task: 'classification',
    spectrum: {
      weights: Array.from(spectrum.weights),
      student: Array.from(spectrum.student),
      teacher: Array.from(spectrum.teacher),
    },
  });
}

/** Of a fixed point, what both models have a name for. */
function literal(params: Loose, oracle: string) {
  if (oracle === 'hidden-manifold.coefficients') {
    const result = right(oracle, params);
    return { ...result, kappaStar: activationCoefficients(params.activation).kappaStar.value ** 2 };
  }
  const { overlap, norm, susceptibility, generalisationError, trainingLoss } = noiseSquared(params);
  return { overlap, norm, susceptibility, generalisationError, trainingLoss };
}

export const kappaStarSquared = mistake({
  id: 'kappa-star-squared',
  title: 'κ★² for κ★',
  mistake: 'κ★ = E f² − κ₀² − κ₁² is used as printed, without its root.',
  symptom: 'The noise of the features has the square of the right variance.',
  seen: 'Printed so on the slide of Gaussian equivalence.',
  formula: 'κ★² = E f² − κ₀² − κ₁²',
  oracles: ['hidden-manifold.coefficients', 'hidden-manifold.fixed-point'],
  ways: [literal],
});
