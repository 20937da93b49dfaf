import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { ExpectationOutcome } from '../judge/expectations.ts';
import type { Verdict } from '../judge/verdict.ts';

/** One line of the log. The log is the source: every other report is derived from it. */
export type Event = StartEvent | VerdictEvent | DiagnosisEvent | EndEvent;

export interface StartEvent {
  readonly event: 'start';
  /** Version of the log's form. */
  readonly format: 1;
  readonly nishimori: string;
  readonly implementation: {
    readonly name: string;
    readonly version: string;
    readonly language?: string;
    readonly url?: string;
  };
  /** How it was started; empty for the reference itself. */
  readonly command: readonly string[];
  readonly seed: number;
  readonly tier: string;
  readonly runs?: number;
  readonly timeout: number;
  /** Relative accuracy at which it is judged, and who said so. */
  readonly accuracy: number;
  readonly accuracyFrom: 'user' | 'implementation' | 'default';
  /** `--oracle`: only these. */
  readonly only: readonly string[];
  /** The oracles that the checks are about, in the order of the catalogue. */
  readonly oracles: readonly string[];
  /** How many checks there are to make. */
  readonly checks: number;
  readonly started: string;
}

export interface VerdictEvent {
  readonly event: 'verdict';
  readonly verdict: Verdict;
  /** Why the failure was expected, if it was. */
  readonly expected?: { readonly reason: string; readonly link?: string };
}

/** Known mistakes that explain the failures, the best first. */
export interface DiagnosisEvent {
  readonly event: 'diagnosis';
  readonly diagnoses: readonly Diagnosis[];
}

export interface EndEvent {
  readonly event: 'end';
  readonly how: 'complete' | 'fail-fast' | 'interrupted';
  readonly seconds: number;
  readonly expectations: readonly ExpectationOutcome[];
}
