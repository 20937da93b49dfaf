import { TooLargeError } from '../errors.ts';
import { type Estimate, epsilon } from '../numerics/estimate.ts';
import { type Matrix, requireMatrix } from '../numerics/matrix.ts';
import { WeightGrid } from './weight-grid.ts';

const MOST_COLUMNS = 20;

/**
 * The binary perceptron on given inputs X, averaged over all 2^d teachers w* ∈ {±1}^d, exactly.
 *
 * Teachers with the same labels y = sign(X w*) form a cell C; the posterior is uniform on the cell of
 * the teacher. Hence, with p_C = |C|/2^d and S_C = Σ_{w∈C} w,
 *
 *   f_d = (1/d) E ln Z = (1/d) Σ_C p_C ln p_C           (minus the entropy of the labels, per weight)
 *   q_d = (1/d) E |⟨w⟩|² = (1/(d 2^d)) Σ_C |S_C|²/|C|   = (1/d) E ⟨w⟩·w*     (Nishimori, at fixed X)
 *
 * A tie is a label like any other: sign(0) = +1, and a tie is recognised exactly (weight-grid.ts).
 * Cells are found by refining the partition row by row: no label vector is ever formed or hashed.
 * Cell sizes and Σ_C |S_C|² over the cells of one size are integers below 2⁵³, so that the only
 * rounding is in one sum of like-signed terms with one term per distinct size.
 *
 * d ≤ 20: else TooLargeError. Source: Györgyi (1990) for the model; the identity: Iba (1999).
 */
export function exactAverage(matrix: Matrix): {
  readonly freeEntropy: Estimate;
  readonly overlap: Estimate;
} {
  const where = 'exactAverage';
  requireMatrix(where, 'matrix', matrix);
  if (matrix.columns > MOST_COLUMNS)
    throw new TooLargeError(where, 'number of columns d', matrix.columns, MOST_COLUMNS);
  const grid = new WeightGrid(where, matrix, Float64Array.of(1, -1));
  const { dimension: d, size } = grid;
  const { cellOf, cells } = partition(grid, matrix.rows);

  const cellSize = new Int32Array(cells);
  for (let w = 0; w < size; w++) cellSize[cellOf[w]]++;
  const squaredSum = new Float64Array(cells); // |S_C|²
  const sum = new Int32Array(cells);
  for (let bit = 1; bit < size; bit *= 2) {
    sum.fill(0);
    for (let w = 0; w < size; w++) sum[cellOf[w]] += w & bit ? -1 : 1;
    for (let c = 0; c < cells; c++) squaredSum[c] += sum[c] * sum[c];
  }

  const bySize = new Map<number, { cells: number; squaredSum: number }>();
  for (let c = 0; c < cells; c++) {
    const entry = bySize.get(cellSize[c]) ?? { cells: 0, squaredSum: 0 };
    entry.cells++;
    entry.squaredSum += squaredSum[c];
    bySize.set(cellSize[c], entry);
  }
  let freeEntropy = 0;
  let overlap = 0;
  for (const [count, entry] of bySize) {
    const p = count / size;
    freeEntropy += entry.cells * p * Math.log(p);
    overlap += entry.squaredSum / count;
  }
  const relative = (bySize.size + 4) * epsilon;
  const estimate = (value: number): Estimate => ({ value, error: relative * Math.abs(value) });
  return {
    freeEntropy: estimate(freeEntropy / d),
    overlap: estimate(overlap / (d * size)),
  };
}

/** The cell of each weight vector; cells are numbered in the order in which they are met. */
function partition(grid: WeightGrid, rows: number): { cellOf: Int32Array; cells: number } {
  const { heads, tails, size } = grid;
  const cellOf = new Int32Array(size);
  const z = new Float64Array(tails);
  let cells = 1;
  for (let mu = 0; mu < rows && cells < size; mu++) {
    const refined = new Int32Array(2 * cells).fill(-1);
    let found = 0;
    for (let head = 0; head < heads; head++) {
      grid.projections(head, mu, [0], z);
      for (let tail = 0; tail < tails; tail++) {
        const w = head * tails + tail;
        const key = 2 * cellOf[w] + (z[tail] >= 0 ? 1 : 0);
        if (refined[key] < 0) refined[key] = found++;
        cellOf[w] = refined[key];
      }
    }
    cells = found;
  }
  return { cellOf, cells };
}
