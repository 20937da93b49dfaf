import type { Witness } from '../oracle.ts';
import type { GlmExactAverageParams, GlmExactAverageResult } from '../types/glm.exact-average.ts';
import { attempting, OutOfReach } from './attempt.ts';

const LARGEST = 60_000;

/** Every teacher is asked for its labels; those who answer alike are each other's posterior. */
export const askedTeachers: Witness<GlmExactAverageParams, GlmExactAverageResult> = {
  id: 'asked-teachers',
  method: 'all ±1 teachers sorted by the labels they give, and counted',
  ...attempting(({ matrix }) => {
    const d = matrix[0].length;
    const count = 2 ** d;
    if (count * matrix.length * d > LARGEST) throw new OutOfReach('too many teachers');
    const cells = new Map<string, number[][]>();
    for (let k = 0; k < count; k++) {
      const w = Array.from({ length: d }, (_, i) => ((k >> i) & 1) * 2 - 1);
      let answers = '';
      for (const row of matrix) {
        const z = row.reduce((sum, x, i) => sum + x * w[i], 0);
        if (Math.abs(z) < 1e-12) throw new OutOfReach('a teacher on the boundary');
        answers += z > 0 ? '+' : '-';
      }
      const cell = cells.get(answers);
      if (cell) cell.push(w);
      else cells.set(answers, [w]);
    }
    let freeEntropy = 0;
    let overlap = 0;
    for (const cell of cells.values()) {
      const share = cell.length / count;
      freeEntropy += (share * Math.log(share)) / d;
      for (let i = 0; i < d; i++) {
        const mean = cell.reduce((sum, w) => sum + w[i], 0) / cell.length;
        overlap += (share * mean * mean) / d;
      }
    }
    return {
      result: { freeEntropy, overlap },
      error: { freeEntropy: 1e-13, overlap: 1e-13 },
    };
  }),
};
