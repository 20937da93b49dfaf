/**
 * Why a mutant may survive, one line each, in survivors.json. The place is named by what stands
 * there, not by a line number: a change of that line makes the entry stale, and it has to be thought
 * about again.
 */
import { readFileSync } from 'node:fs';
import type { Mutant, MutatedFile } from './mutants.ts';

export interface Explanation {
  /** A piece of the source that occurs once in the file (white space counts as one space). */
  readonly at: string;
  /** Only mutants of this piece inside it; without, all inside it. */
  readonly from?: string;
  /** Only these replacements. */
  readonly to?: string | readonly string[];
  /** `equivalent`: no input tells the mutant from the source, but for rounding within the stated error. */
  readonly kind: 'equivalent' | 'effort' | 'estimate' | 'message' | 'guard' | 'elsewhere';
  readonly why: string;
}

export const explanationsFile = 'scripts/mutation/survivors.json';

export type Explanations = { readonly [file: string]: readonly Explanation[] };

export const readExplanations = (): Explanations =>
  JSON.parse(readFileSync(explanationsFile, 'utf8'));

const spaced = (text: string): string => text.trim().replace(/\s+/g, ' ');

const pattern = (at: string): RegExp =>
  new RegExp(
    at
      .trim()
      .split(/\s+/)
      .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('\\s+'),
    'g',
  );

/** The explanation of each mutant of a file that has one. */
export function explainer(
  { file, source }: Pick<MutatedFile, 'file' | 'source'>,
  explanations: Explanations,
): (m: Mutant) => Explanation | undefined {
  const placed = (explanations[file] ?? []).map((explanation) => {
    const places = [...source.matchAll(pattern(explanation.at))];
    if (places.length !== 1)
      throw new Error(
        `${explanationsFile}: ${file} holds ${places.length} times: ${explanation.at}`,
      );
    const from = places[0].index;
    return { explanation, from, to: from + places[0][0].length };
  });
  return (mutant) =>
    placed.find(
      ({ explanation, from, to }) =>
        mutant.from >= from && mutant.to <= to && fits(explanation, mutant),
    )?.explanation;
}

function fits({ from, to }: Explanation, { original, replacement }: Mutant): boolean {
  if (from !== undefined && spaced(from) !== spaced(original)) return false;
  return to === undefined || [to].flat().some((text) => spaced(text) === spaced(replacement));
}
