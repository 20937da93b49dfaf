/**
 * What is known of the scopes: outcomes and explanations of all mutants, of the files and of a random
 * sample.
 */
import { type Explanation, explainer, readExplanations } from './explanations.ts';
import { type Mutant, type MutatedFile, mutantsOf } from './mutants.ts';
import { type Outcome, outcomesOf } from './results.ts';
import { shuffled } from './sample.ts';
import type { Scope } from './scopes.ts';

export interface Known {
  readonly mutant: Mutant;
  readonly outcome: Outcome;
  readonly explanation: Explanation | undefined;
}

export interface Survey {
  readonly scope: Scope;
  readonly files: readonly { readonly file: MutatedFile; readonly known: readonly Known[] }[];
  readonly all: readonly Known[];
}

export async function surveyOf(scope: Scope): Promise<Survey> {
  const explanations = readExplanations();
  const files = await Promise.all(
    scope.files.map(async (path) => {
      const file = await mutantsOf(path, scope.without);
      const outcomes = outcomesOf(file);
      const explain = explainer(file, explanations);
      const known = file.mutants.map((mutant, i) => ({
        mutant,
        outcome: outcomes[i],
        explanation: explain(mutant),
      }));
      return { file, known };
    }),
  );
  return { scope, files, all: files.flatMap(({ known }) => known) };
}

const isRun = ({ outcome }: Known): boolean => outcome !== '.';

/**
 * The longest beginning of the random order of which all has been run: a random sample, whatever else
 * has been run for other reasons.
 */
export function sampleOf({ all }: Survey, seed: number): readonly Known[] {
  const byMutant = new Map(all.map((known) => [known.mutant, known]));
  const order = shuffled(
    all.map(({ mutant }) => mutant),
    seed,
  ).map((mutant) => byMutant.get(mutant)!);
  const end = order.findIndex((known) => !isRun(known));
  return end === -1 ? order : order.slice(0, end);
}

export const isComplete = ({ all }: Pick<Survey, 'all'>): boolean => all.every(isRun);
