import { type Loose, mistake, right } from './mistake.ts';

/** A conjugate of half the size is the state of half the samples. */
const halved = (params: Loose, oracle: string) => {
  if (oracle !== 'glm.output-potential')
    return right(oracle, { ...params, alpha: params.alpha / 2 });
  const result = right(oracle, params);
  return { ...result, conjugatePerAlpha: result.conjugatePerAlpha / 2 };
};

export const conjugateWithoutTwo = mistake({
  id: 'conjugate-without-two',
  title: 'm̂ without its factor 2',
  mistake: 'r = α ∂_m Φ_out instead of 2 α ∂_m Φ_out.',
  symptom: 'Every state is that of half the samples: thresholds double.',
  seen: 'Listed among the frequent errors; conventions of m̂ differ by 2 between papers.',
  formula: 'r = 2α ∂_m Φ_out(m) = α E Σ_y Z g²,  f = Φ_w(r) + α Φ_out(m) − r m/2',
  oracles: ['glm.output-potential', 'glm.state-evolution', 'glm.fixed-point'],
  ways: [halved],
});
