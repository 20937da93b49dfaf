import type { SourceKey } from '../../oracles/sources.ts';
import type { RandomStream } from '../../reference/numerics/random.ts';
import type { Figure } from '../plot/index.ts';
import type { OptionSpecs } from './options.ts';
import type { Point } from './points.ts';

/**
 * A sweep: many pure tasks over a grid of parameters, each repeated with other randomness, and a picture
 * of the outcome. One file in sweeps/, one line in its index.
 *
 * A task is known by the hash of its parameters (task.ts), so that it may be computed anywhere, in any
 * order, and at any time: by threads, by the jobs of an array, after an interruption.
 */
export interface Sweep<
  Options extends Values = Values,
  Params extends Repeated = Repeated,
  Result extends Outcome = Outcome,
> {
  /** As on the command line. */
  readonly name: string;
  /** Raised when the same parameters may give another result. Results of two versions do not mix. */
  readonly version: number;
  readonly title: string;
  /** What a task does and what it measures, for the help text. */
  readonly description: string;
  /** What is measured, for the axis of a picture. The first is drawn if nothing else is asked for. */
  readonly observables: { readonly [name in keyof Result]: string };
  readonly sources: readonly SourceKey[];
  /** What the literature says of it, exactly as printed. */
  readonly literature?: readonly Printed[];
  /** What the stored evidence shows, and what it does not. */
  readonly reading?: string;
  /** What the command line can set, with the defaults. */
  readonly options: OptionSpecs<Options>;
  /** Examples for the help text: options only. */
  readonly examples?: readonly string[];
  /** Every task, in canonical order, each once; made while they are asked for. */
  tasks(options: Options): Iterable<Params>;
  /** How long a task takes beside the others, in any unit: for the time left. */
  cost?(params: Params): number;
  /**
   * The result of a task: a function of its arguments and of nothing else. The stream belongs to the task
   * alone. A `NishimoriError` is recorded as the task's result; any other error ends the sweep.
   */
  run(params: Params, stream: RandomStream): Result;
  /** The picture; the points come in the order of the tasks. */
  figure(
    points: readonly Point<Params, Result>[],
    options: Options,
    observable: keyof Result,
  ): Figure;
}

export interface Printed {
  readonly printed: string;
  readonly source: SourceKey;
  readonly where: string;
}

/** JSON objects: options as they stand in the head of a file of results. */
export interface Values {
  readonly [name: string]: Value;
}
export type Value = number | string | boolean | readonly Value[];

/** Parameters of a task. Tasks that differ in `run` only are repetitions, and are averaged. */
export interface Repeated extends Values {
  readonly run: number;
}

/** Numbers are averaged, booleans counted. */
export interface Outcome {
  readonly [observable: string]: number | boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: an index holds sweeps of every kind
export type AnySweep = Sweep<any, any, any>;
