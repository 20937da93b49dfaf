import { type Loose, mistake, right } from './mistake.ts';

const doubled = (params: Loose, oracle: string) => {
  if (!oracle.endsWith('optimal-regularisation'))
    return right(oracle, { ...params, lambda: 2 * params.lambda });
  const result = right(oracle, params);
  return { ...result, lambda: result.lambda / 2 };
};

export const penaltyWithoutHalf = mistake({
  id: 'penalty-without-half',
  title: 'λ‖w‖² for (λ/2)‖w‖²',
  mistake: 'The penalty has no factor ½.',
  symptom: 'Every student is that of twice the λ; the best error is right, the best λ half of it.',
  seen: 'The slide on empirical risk has λ‖w‖², that on its fixed point (λ/2)‖w‖².',
  formula: 'ŵ = argmin Σ_μ ℓ(y_μ X_μ·w) + (λ/2)‖w‖²',
  oracles: [
    'erm.fixed-point',
    'erm.minimiser',
    'erm.optimal-regularisation',
    'hidden-manifold.fixed-point',
    'hidden-manifold.optimal-regularisation',
    'gaussian-covariate.fixed-point',
    'gaussian-mixture.fixed-point',
    'gaussian-mixture.multiclass',
  ],
  ways: [doubled],
});
