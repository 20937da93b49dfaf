/**
 * The scores of random samples, as they were when their mutants were run for the first time: by tests
 * that nobody had written with a look at them. Whatever survived is looked at afterwards, and new tests
 * kill some of it, so that the score of all that was ever run flatters a folder; this one does not.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type Mutant, nameOf } from './mutants.ts';
import { detected, type Score, scoreOf } from './score.ts';
import type { Survey } from './survey.ts';

const file = 'scripts/mutation/measured.json';

interface Measure {
  readonly scope: string;
  readonly seed: number;
  readonly killed: number;
  readonly survived: number;
}

const read = (): readonly Measure[] =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];

/** Keeps the score of those of a sample that had not been run before. */
export function measure(
  seed: number,
  sample: readonly Mutant[],
  before: Survey,
  after: Survey,
): void {
  const names = new Set(sample.map(nameOf));
  const unseen = new Set(
    before.all
      .filter(({ mutant, outcome }) => outcome === '.' && names.has(nameOf(mutant)))
      .map(({ mutant }) => nameOf(mutant)),
  );
  const score = scoreOf(after.all.filter(({ mutant }) => unseen.has(nameOf(mutant))));
  const [killed, survived] = [detected(score), score.survived];
  if (killed + survived === 0) return;
  const one: Measure = { scope: before.scope.id, seed, killed, survived };
  writeFileSync(file, `${JSON.stringify([...read(), one], null, 2)}\n`);
}

/** Mutants, at least, that a score is of. */
const enough = 100;

/** The last of some samples, whole ones, until they are enough: tests have been written since the ones before. */
export function latest<T extends Pick<Measure, 'killed' | 'survived'>>(samples: readonly T[]): T[] {
  const kept: T[] = [];
  let mutants = 0;
  for (const one of samples.toReversed()) {
    if (mutants >= enough) break;
    kept.push(one);
    mutants += one.killed + one.survived;
  }
  return kept;
}

/** The latest samples of a scope together. */
export function measuredScore({ id }: Survey['scope']): Score {
  const mine = latest(read().filter(({ scope }) => scope === id));
  const killed = mine.reduce((sum, one) => sum + one.killed, 0);
  const survived = mine.reduce((sum, one) => sum + one.survived, 0);
  const mutants = killed + survived;
  return { mutants, killed, survived, timedOut: 0, brokeOff: 0, explained: 0, equivalent: 0 };
}
