import { moments } from '../models.ts';
import type { Evidence } from './evidence.ts';
import { answering, type Loose, type Mistake, right } from './mistake.ts';

const steps = 20;

/** Whether the implementation, asked again, answers the same. */
export async function answersChange({ wrong, again }: Evidence): Promise<boolean> {
  if (!again) return false;
  for (const { oracle, params, got } of wrong.slice(0, 5)) {
    for (let time = 0; time < 2; time++) {
      const reply = await again(oracle, params);
      if (reply.kind !== 'answer') continue;
      if (JSON.stringify(reply.result) !== JSON.stringify(got)) return true;
    }
  }
  return false;
}

export const leftOverState: Mistake = {
  id: 'left-over-state',
  title: 'answers depend on what was asked before (non-deterministic)',
  mistake: `A fixed point is iterated ${steps} steps from where the last question ended.`,
  symptom: 'The same question gets another answer the second time; the order of a run decides.',
  seen: 'Likely: warm starts along a learning curve, global random streams, threads.',
  formula: 'the same question, the same answer',
  oracles: ['glm.fixed-point'],
  ways: [],
  implementation: () => {
    let last = 0.5;
    return answering('left-over-state', (oracle, params: Loose) => {
      const result = right(oracle, params);
      if (oracle !== 'glm.fixed-point') return result;
      const { prior, channel, alpha } = params;
      const { secondMoment: rho } = moments(prior);
      const path = right('glm.state-evolution', {
        prior,
        channel,
        alpha,
        initialOverlap: last * rho,
        iterations: steps,
      }).overlap;
      const overlap = path.at(-1);
      last = Math.min(1, Math.max(1e-6, (overlap / rho + last) / 2));
      return { ...result, overlap, meanSquareError: rho - overlap };
    });
  },
  recognise: answersChange,
};
