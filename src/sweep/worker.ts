import type { Answer } from './results.ts';
import { findSweep } from './sweeps/index.ts';
import type { Task } from './task.ts';
import { work } from './work.ts';

/** What a thread of the pool is sent. */
export interface Order {
  readonly sweep: string;
  readonly task: Task;
}

export default function answer({ sweep, task }: Order): Answer {
  return work(findSweep(sweep)!, task);
}
