import { Presets, SingleBar } from 'cli-progress';
import { oneLine } from './escape.ts';

export interface Progress {
  update(done: number, failed: number, check: string): void;
  stop(): void;
}

/** A bar on a terminal; nothing anywhere else. */
export function progressOn(stream: NodeJS.WriteStream | undefined, total: number): Progress {
  if (!stream?.isTTY) return { update: () => {}, stop: () => {} };
  const bar = new SingleBar(
    {
      stream,
      format: '{bar} {value}/{total} · {failed} failed · {check}',
      barsize: 20,
      clearOnComplete: true,
      hideCursor: true,
      linewrap: false,
      // The run is told when it is interrupted, and says so itself.
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0, { failed: 0, check: '' });
  return {
    update: (done, failed, check) =>
      bar.update(done, { failed, check: oneLine(check).slice(0, 50) }),
    stop: () => bar.stop(),
  };
}
