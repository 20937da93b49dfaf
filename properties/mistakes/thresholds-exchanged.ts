import { misheard, mistake } from './mistake.ts';

const other: { readonly [kind: string]: string } = {
  'information-theoretic': 'algorithmic',
  algorithmic: 'information-theoretic',
};

export const thresholdsExchanged = mistake({
  id: 'thresholds-exchanged',
  title: 'information-theoretic and algorithmic threshold exchanged',
  mistake: 'What is possible and what an algorithm does have changed places.',
  symptom: 'The algorithm succeeds before it is possible: 1.245 and 1.493 are exchanged.',
  seen: 'Likely: “threshold” without a word of which.',
  formula:
    'α_IT: equal free entropies of two branches; α_AMP ≥ α_IT: the end of the uninformed branch',
  oracles: ['glm.threshold'],
  ways: [misheard(({ kind }) => ({ kind: other[kind] ?? kind }))],
});
