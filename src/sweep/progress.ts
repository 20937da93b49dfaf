import { Presets, SingleBar } from 'cli-progress';
import type { Listener, Plan } from './run.ts';

/** What of a stream is needed. */
export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Without a terminal, a line at most this often. */
const quietSeconds = 30;

/** A bar on a terminal, elsewhere a line now and then; both say how long it will take. */
export function sweepProgress(
  terminal: Terminal,
  now: () => number = Date.now,
): Listener & { stop(): void } {
  let plan: Plan = { tasks: 0, done: 0, cost: 0, costDone: 0 };
  let [done, costDone, started, spoke] = [0, 0, 0, 0];
  let bar: SingleBar | undefined;
  const left = () =>
    timeLeft((now() - started) / 1000, costDone - plan.costDone, plan.cost - costDone);
  return {
    planned(what) {
      plan = what;
      ({ done, costDone } = plan);
      started = spoke = now();
      if (plan.done === plan.tasks) return;
      if (!terminal.isTTY) {
        const before = plan.done > 0 ? `, ${plan.done} of them done before` : '';
        terminal.write(`${plan.tasks} tasks${before}\n`);
        return;
      }
      bar = new SingleBar(
        {
          stream: terminal as NodeJS.WriteStream,
          format: '{bar} {value}/{total} tasks · {left}',
          barsize: 30,
          clearOnComplete: true,
          hideCursor: true,
          linewrap: false,
          gracefulExit: false, // an interruption is told by the command
        },
        Presets.shades_classic,
      );
      bar.start(plan.tasks, plan.done, { left: '' });
    },
    finished(_, cost) {
      done++;
      costDone += cost;
      if (bar) bar.update(done, { left: left() });
      else if (now() - spoke >= 1000 * quietSeconds) {
        spoke = now();
        terminal.write(`${done}/${plan.tasks} tasks · ${left()}\n`);
      }
    },
    stop: () => bar?.stop(),
  };
}

/** By the cost of the tasks, not by their number: the large ones often come last. */
export function timeLeft(seconds: number, costDone: number, costLeft: number): string {
  if (!(costDone > 0)) return '';
  return `${duration((seconds * costLeft) / costDone)} left`;
}

export function duration(seconds: number): string {
  const s = Math.round(seconds);
  if (s < 90) return `${s} s`;
  const m = Math.round(s / 60);
  if (m < 90) return `${m} min`;
  return `${Math.floor(m / 60)} h ${m % 60} min`;
}
