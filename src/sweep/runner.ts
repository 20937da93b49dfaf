import Tinypool from 'tinypool';
import type { Answer } from './results.ts';
import type { AnySweep } from './sweep.ts';
import type { Task } from './task.ts';
import { work } from './work.ts';
import type { Order } from './worker.ts';

/** Whatever computes tasks. */
export interface Runner {
  /** Tasks that are computed at once. */
  readonly width: number;
  run(task: Task): Promise<Answer>;
  /** Ends at once; what is under way is lost. */
  close(): Promise<void>;
}

/** Worker threads. The sweep must be in the index, where the threads look it up. */
export function threads(sweep: AnySweep, width: number): Runner {
  // from the build, this module is JavaScript and so is the worker beside it
  const worker = import.meta.url.endsWith('.ts') ? './worker-from-sources.mjs' : './worker.js';
  const pool = new Tinypool({
    filename: new URL(worker, import.meta.url).href,
    minThreads: width,
    maxThreads: width,
  });
  return {
    width,
    run: (task) => pool.run({ sweep: sweep.name, task } satisfies Order),
    close: () => pool.destroy(),
  };
}

/** This thread. */
export const here = (sweep: AnySweep): Runner => ({
  width: 1,
  run: async (task) => work(sweep, task),
  close: async () => {},
});
