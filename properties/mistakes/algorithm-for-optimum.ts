import { mistake, right } from './mistake.ts';

export const algorithmForOptimum = mistake({
  id: 'algorithm-for-optimum',
  title: 'metastable branch for the optimum (free entropy below −H(P_w))',
  mistake: 'The optimum is the fixed point that iteration reaches from nothing known.',
  symptom: 'Wrong in the hard phase only; the free entropy of ±1 weights falls below −ln 2.',
  seen: 'Listed among the frequent errors: the iteration is run once, from an uninformed start.',
  formula: 'f = sup_m inf_r: of several fixed points the one with the largest free entropy',
  oracles: ['glm.optimum'],
  ways: [
    (params, oracle) => {
      const { overlap, meanSquareError, freeEntropy } = right('glm.fixed-point', {
        ...params,
        start: 'uninformed',
      });
      return { ...right(oracle, params), overlap, meanSquareError, freeEntropy };
    },
  ],
});
