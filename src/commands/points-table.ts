import Table from 'cli-table3';
import { canonical } from '../sweep/canonical.ts';
import { type Observable, type Point, wilson } from '../sweep/points.ts';
import type { AnySweep, Values } from '../sweep/sweep.ts';

/** A row for each point: what varies between them, how many runs, what was measured. */
export function pointsTable(sweep: AnySweep, options: Values, points: readonly Point[]): string {
  // in the order of the sweep, not of the alphabet
  const [first = {}] = sweep.tasks(options);
  const varying = Object.keys(first).filter((name) => {
    if (name === 'run') return false;
    const values = new Set(points.map(({ params }) => canonical((params as Values)[name])));
    return values.size > 1;
  });
  const observables = Object.keys(sweep.observables);
  const table = new Table({
    head: [...varying, 'runs', ...observables],
    style: { head: [], border: [], compact: true },
  });
  for (const { params, count, failures, observables: measured } of points)
    table.push([
      ...varying.map((name) => String((params as Values)[name])),
      `${count}${failures > 0 ? ` (${failures} without result)` : ''}`,
      ...observables.map((name) => {
        const observable = measured[name];
        if (observable === undefined) return '';
        return shown(observable, count);
      }),
    ]);
  return table.toString();
}

/** The value to the second digit of its error; where all runs agree, with the interval that leaves open. */
function shown(observable: Observable, count: number): string {
  const { value, standardError } = observable;
  if (observable.kind === 'rate' && standardError === 0) {
    const { low, high } = wilson(observable.successes, count);
    return `${value} (95 %: ${low.toFixed(3)} … ${high.toFixed(3)})`;
  }
  const decimals =
    Number.isFinite(standardError) && standardError > 0
      ? Math.min(12, Math.max(0, 1 - Math.floor(Math.log10(standardError))))
      : 6;
  return `${value.toFixed(decimals)} ± ${standardError.toFixed(decimals)}`;
}
