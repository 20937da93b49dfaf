import { type Loose, mistake, right } from './mistake.ts';

const halved = (params: Loose, oracle: string) => {
  if (oracle === 'phase-retrieval.gradient-flow')
    return right(oracle, { ...params, times: params.times.map((t: number) => t / 2) });
  const { loss, gradient, multiplier } = right(oracle, params);
  return { loss, gradient: gradient.map((g: number) => g / 2), multiplier: multiplier / 2 };
};

export const gradientWithTwoForFour = mistake({
  id: 'gradient-with-two-for-four',
  title: '2 for 4 in the gradient of a quartic loss',
  mistake: 'The inner derivative of (x·w)² is forgotten.',
  symptom: 'The flow runs at half its speed.',
  seen: 'Listed among the frequent errors.',
  formula: '∇L = −4 Σ_μ (y_μ² − (x_μ·w)²)(x_μ·w) x_μ',
  oracles: ['phase-retrieval.gradient', 'phase-retrieval.gradient-flow'],
  ways: [halved],
});
