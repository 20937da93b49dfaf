import { createHash } from 'node:crypto';
import { philoxStream, type RandomStream } from '../../reference/numerics/random.ts';
import { canonical } from './canonical.ts';
import type { AnySweep, Repeated, Values } from './sweep.ts';

/** A task of a sweep, with its address. */
export interface Task {
  readonly key: string;
  readonly params: Repeated;
}

/**
 * The address of a task: the first 128 bits of SHA-256 of {"params", "sweep", "version"} as canonical
 * JSON. Two of a billion tasks agree with probability 2e-21.
 */
export const keyOf = ({ name, version }: AnySweep, params: Values): string =>
  createHash('sha256')
    .update(canonical({ params, sweep: name, version }))
    .digest('hex')
    .slice(0, 32);

/** Random numbers of a task: its own stream, whatever else is computed. */
export const streamOf = (key: string): RandomStream =>
  philoxStream(BigInt(`0x${key.slice(0, 16)}`));

/** Part `index` of `count`, from 1: every count-th task, so that parts take equally long. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

export const wholeSweep: Shard = { index: 1, count: 1 };

/** The tasks of a shard, in canonical order; never more than one in memory. */
export function* tasksOf(
  sweep: AnySweep,
  options: Values,
  { index, count }: Shard = wholeSweep,
): Generator<Task, void, undefined> {
  let number = 0;
  for (const params of sweep.tasks(options)) {
    if (number % count === index - 1) yield { key: keyOf(sweep, params), params };
    number++;
  }
}
