/** A known mistake that explains what a run has found. */
export interface Diagnosis {
  /** Of the mistake in the gallery. */
  readonly id: string;
  /** “looks like: …” */
  readonly title: string;
  readonly mistake: string;
  readonly symptom: string;
  /** As it should be. */
  readonly formula: string;
  /** Where it is told in full. */
  readonly page: string;
  /** The failing checks that it explains, and how many there are in all. */
  readonly explains: readonly string[];
  readonly failures: number;
  /** Of the wrong answers that it repeats: how many digits of what is wrong about them agree, at worst. */
  readonly digits?: number;
}

export const pageOf = (id: string): string => `docs/what-the-suite-catches.md#${id}`;
