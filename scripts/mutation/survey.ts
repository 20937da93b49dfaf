/** What is known of the scopes: outcomes and explanations of all mutants. */
import { type Explanation, explainer, readExplanations } from './explanations.ts';
import { type Mutant, type MutatedFile, mutantsOf } from './mutants.ts';
import { type Outcome, outcomesOf } from './results.ts';
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

export const isRun = ({ outcome }: Known): boolean => outcome !== '.';

export const isComplete = ({ all }: Pick<Survey, 'all'>): boolean => all.every(isRun);
