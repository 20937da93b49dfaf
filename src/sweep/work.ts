import { NishimoriError } from '../../reference/errors.ts';
import type { Answer } from './results.ts';
import type { AnySweep } from './sweep.ts';
import { streamOf, type Task } from './task.ts';

/** Computes a task. What the reference cannot answer is an answer; a bug is not. */
export function work(sweep: AnySweep, { key, params }: Task): Answer {
  try {
    return { result: sweep.run(params, streamOf(key)) };
  } catch (error) {
    if (!(error instanceof NishimoriError)) throw error;
    return { failure: { code: error.code, message: error.message } };
  }
}
