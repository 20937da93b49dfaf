import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPoints } from '../../src/commands/sweep.ts';
import { type Evidence, evidenceFolder } from '../../src/evidence.ts';
import { packageInfo } from '../../src/package-root.ts';
import { canonical } from '../../src/sweep/canonical.ts';
import { flagOf, type OptionSpec } from '../../src/sweep/options.ts';
import type { Observable, Point } from '../../src/sweep/points.ts';
import type { AnySweep, Value, Values } from '../../src/sweep/sweep.ts';

/**
 * The summary of a finished sweep as a file of golden/evidence.
 *
 *   npx tsx scripts/evidence/store.ts results.ndjson gaussian-equivalence
 */
export function summaryOf(file: string, id: string): Evidence {
  const { sweep, options, points } = readPoints(file);
  let tasks = 0;
  const [first] = sweep.tasks(options);
  for (const _ of sweep.tasks(options)) tasks++;
  const total = (field: 'count' | 'failures') => points.reduce((sum, p) => sum + p[field], 0);
  if (total('count') + total('failures') !== tasks)
    throw new Error(`${file} lacks some of the ${tasks} tasks: run the sweep to its end`);
  return {
    id,
    title: sweep.title,
    sweep: sweep.name,
    version: sweep.version,
    command: `npx nishimori sweep ${[sweep.name, ...flags(sweep, options), '--out results.ndjson'].join(' ')}`,
    options: inOrder(options, Object.keys(sweep.options)),
    tasks,
    failures: total('failures'),
    sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
    nishimori: packageInfo().version,
    sources: [...sweep.sources],
    points: points.map((point) => ({
      ...point,
      params: inOrder(
        point.params,
        Object.keys(first).filter((name) => name !== 'run'),
      ),
      observables: Object.fromEntries(
        Object.keys(sweep.observables).map((name) => [name, shortened(point.observables[name])]),
      ),
    })),
  };
}

const inOrder = (values: object, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, (values as Values)[name]]));

/** To far below a standard error: what is lost nobody can see. */
const shortened = (observable: Observable): Observable => ({
  ...observable,
  value: Number(observable.value.toPrecision(9)),
  standardError: Number(observable.standardError.toPrecision(4)),
});

/** What differs from the defaults, as it is typed. */
const flags = (sweep: AnySweep, options: Values): string[] =>
  Object.entries(sweep.options as Record<string, OptionSpec<Value>>)
    .filter(([name, spec]) => canonical(options[name]) !== canonical(spec.default))
    .map(([name]) => `${flagOf(name)} ${options[name]}`);

/** JSON as it is read by people: one line for each point. */
export function asJson({ points, ...head }: Evidence): string {
  const lines = points.map((point: Point) => `    ${JSON.stringify(point)}`).join(',\n');
  const text = JSON.stringify(head, null, 2).replace(/\n}$/, '');
  return `${text},\n  "points": [\n${lines}\n  ]\n}\n`;
}

if (process.argv[1] === import.meta.filename) {
  const [file, id] = process.argv.slice(2);
  if (!file || !id) throw new Error('say which results, and under which id');
  const target = join(evidenceFolder(), `${id}.json`);
  writeFileSync(target, asJson(summaryOf(file, id)));
  process.stderr.write(`${target}\n`);
}
