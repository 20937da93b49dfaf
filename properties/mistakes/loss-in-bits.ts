import { type Loose, mistake, right } from './mistake.ts';

/** ℓ/ln 2 + (λ/2)‖w‖² is minimal where ℓ + (λ ln 2/2)‖w‖² is. */
const inBits = (params: Loose, oracle: string) => {
  if (params.loss !== 'logistic') return right(oracle, params);
  const result = right(oracle, { ...params, lambda: params.lambda * Math.LN2 });
  const per = (field: string) =>
    result[field] === undefined ? {} : { [field]: result[field] / Math.LN2 };
  return { ...result, ...per('trainingLoss'), ...per('objective') };
};

export const lossInBits = mistake({
  id: 'loss-in-bits',
  title: 'logistic loss with log₂',
  mistake: 'ℓ = log₂(1 + e^{−yz}).',
  symptom: 'Only the logistic loss: students of λ ln 2, training losses 1.4427 times too large.',
  seen: 'Printed so on a slide of the source document.',
  formula: 'ℓ = ln(1 + e^{−yz})',
  oracles: ['erm.fixed-point', 'erm.minimiser'],
  ways: [inBits],
});
