import { successOfRun } from '../../reference/phase-retrieval/success.ts';
import { type Loose, mistake } from './mistake.ts';

function byLoss({ dimension, alpha, runs, seed }: Loose) {
  let hits = 0;
  for (let run = 0; run < runs; run++)
    if (successOfRun({ dimension, alpha, seed, run }).lossPerSample < 1) hits++;
  const rate = hits / runs;
  return { rate, standardError: Math.sqrt((rate * (1 - rate)) / runs) };
}

export const successDeclaredFromTheLoss = mistake({
  id: 'success-declared-from-the-loss',
  title: 'success declared from a small loss',
  mistake: 'A run has succeeded if its loss per sample is below one.',
  symptom: 'Success far below α ≈ 6, where bad minima have small losses too.',
  seen: 'Listed among the frequent errors.',
  formula: 'success: |w·w*|/d → 1, up to the global sign',
  oracles: ['phase-retrieval.success-rate'],
  ways: [byLoss],
});
