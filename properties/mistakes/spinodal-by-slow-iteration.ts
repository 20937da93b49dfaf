import type { Evidence } from './evidence.ts';
import { type Loose, mistake, right } from './mistake.ts';

const patience = 100;

/** By bisection on “did it arrive within so many steps?”, which near the fold it does not. */
function byIteration(params: Loose, oracle: string) {
  const result = right(oracle, params);
  if (params.kind !== 'algorithmic') return result;
  const { prior, channel } = params;
  const arrives = (alpha: number): boolean => {
    const model = { prior, channel, alpha };
    const { overlap: goal } = right('glm.fixed-point', { ...model, start: 'informed' });
    const path = right('glm.state-evolution', {
      ...model,
      initialOverlap: 1e-3 * goal,
      iterations: patience,
    });
    return path.overlap.at(-1) > 0.999 * goal;
  };
  let [low, high] = [0.5 * result.alpha, 4 * result.alpha];
  for (let k = 0; k < 30; k++) {
    const middle = (low + high) / 2;
    if (arrives(middle)) high = middle;
    else low = middle;
  }
  return { ...result, alpha: high };
}

/** Thresholds of algorithms that come somewhat late, and nothing else. */
const recognise = ({ wrong }: Evidence): boolean =>
  wrong.length > 0 &&
  wrong.every(({ oracle, params, got, right: r }) => {
    const { kind } = params as { kind?: string };
    const ratio = Number(got.alpha) / Number(r.alpha);
    return oracle === 'glm.threshold' && kind === 'algorithmic' && ratio > 1 && ratio < 1.3;
  });

export const spinodalBySlowIteration = {
  ...mistake({
    id: 'spinodal-by-slow-iteration',
    title: 'spinodal located by running state evolution for so many steps',
    mistake: `The algorithmic threshold is where ${patience} steps of state evolution arrive.`,
    symptom:
      'Thresholds a few per cent too large: the passage of a fold takes π/√(α − α_AMP) steps.',
    seen: 'Listed among the frequent errors; the usual way to draw a phase diagram.',
    formula: 'the local maximum of α(r) = r/A(M(r)): a fold, not a race',
    oracles: ['glm.threshold'],
    ways: [byIteration],
  }),
  recognise,
};
