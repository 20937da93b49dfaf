import { activationCoefficients } from '../../reference/hidden-manifold/coefficients.ts';
import { hiddenManifoldSpectrum } from '../../reference/hidden-manifold/marchenko-pastur.ts';
import { type Loose, mistake, right } from './mistake.ts';

/** The features as Gaussian ones whose noise has the variance κ★⁴. */
function literal(params: Loose, oracle: string) {
  const { activation, gamma, projection, secondMoment = 1, ...question } = params;
  const { kappa1, kappaStar } = activationCoefficients(activation);
  const noise = kappaStar.value ** 2;
  const result = right(oracle, params);
  if (oracle === 'hidden-manifold.coefficients') return { ...result, kappaStar: noise };
  const spectrum = hiddenManifoldSpectrum(kappa1.value, noise, gamma, projection, secondMoment);
  const { overlap, norm, susceptibility, generalisationError, trainingLoss } = right(
    'gaussian-covariate.fixed-point',
    {
      ...question,
      secondMoment,
      noiseVariance: 0,
      task: 'classification',
      spectrum: {
        weights: Array.from(spectrum.weights),
        student: Array.from(spectrum.student),
        teacher: Array.from(spectrum.teacher),
      },
    },
  );
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
