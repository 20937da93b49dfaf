type Field = (y: readonly number[]) => number[];

/** Midpoint steps within one step, whose results are extrapolated to infinitely many. */
const counts = [2, 4, 6, 8, 10, 12, 14];

/**
 * dy/dt = f(y) from 0 to t by the midpoint rule in 2, 4, 6, … substeps of each of `steps` equal steps, extrapolated in
 * the even powers of their length (Gragg, Bulirsch and Stoer); and by how much two thirds as many steps, from a
 * start that is off by a rounding, end elsewhere: truncation and rounding, with all that the flow makes of them.
 */
export function extrapolated(
  f: Field,
  start: readonly number[],
  t: number,
  steps: number,
): { readonly y: number[]; readonly error: number } {
  const y = follow(f, start, t, steps);
  const disturbed = start.map((x, i) => x * (1 + (i % 2 === 0 ? 4e-16 : -4e-16)));
  const other = follow(f, disturbed, t, Math.ceil((2 * steps) / 3));
  return { y, error: Math.max(...y.map((x, i) => Math.abs(x - other[i]))) };
}

function follow(f: Field, start: readonly number[], t: number, steps: number): number[] {
  let y = [...start];
  const h = t / steps;
  for (let step = 0; step < steps; step++) {
    const table: number[][] = [];
    for (const [row, count] of counts.entries()) {
      let next = midpoint(f, y, h, count);
      for (let column = 1; column <= row; column++) {
        const before = table[column - 1];
        const ratio = (count / counts[row - column]) ** 2;
        const better = next.map((x, i) => x + (x - before[i]) / (ratio - 1));
        table[column - 1] = next;
        next = better;
      }
      table[row] = next;
    }
    y = table[counts.length - 1];
  }
  return y;
}

function midpoint(f: Field, start: readonly number[], h: number, count: number): number[] {
  const s = h / count;
  const slope = f(start);
  let before = [...start];
  let y = start.map((x, i) => x + s * slope[i]);
  for (let k = 1; k < count; k++) {
    const k2 = f(y);
    const next = before.map((x, i) => x + 2 * s * k2[i]);
    before = y;
    y = next;
  }
  return y;
}
