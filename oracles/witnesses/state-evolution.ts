import type { Witness } from '../oracle.ts';
import type {
  GlmStateEvolutionParams,
  GlmStateEvolutionResult,
} from '../types/glm.state-evolution.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { Iteration } from './iteration.ts';

const LONGEST = 6;

/** The recursion on the tables of Bayes' rule. */
export const tabulatedRecursion: Witness<GlmStateEvolutionParams, GlmStateEvolutionResult> = {
  id: 'tabulated-recursion',
  method:
    "state evolution step by step, E Var(z|y,ω) and E Var(w|B) each by Bayes' rule on a table",
  ...attempting(({ prior, channel, alpha, initialOverlap, iterations }) => {
    if (iterations > LONGEST) throw new OutOfReach('a long trajectory');
    const run = (level: 'coarse' | 'fine') => {
      const map = new Iteration(prior, channel, level);
      const path = [initialOverlap];
      let V = map.rho - initialOverlap;
      for (let t = 0; t < iterations; t++) {
        const r = map.signal(V, alpha);
        const seen = map.weight(r);
        V = seen.meanSquareError;
        path.push(seen.overlap);
      }
      return { path, rho: map.rho };
    };
    const coarse = run('coarse');
    const fine = run('fine');
    // the differences between the levels grow along the trajectory as the errors do; rounding that
    // both share grows with them, by no more than where a flow runs off zero overlap
    const differ = Math.max(...fine.path.map((m, t) => Math.abs(m - coarse.path[t])));
    return {
      result: { overlap: fine.path },
      error: { overlap: 10 * differ + 1e-11 * coarse.rho },
    };
  }),
};
