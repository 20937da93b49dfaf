import { readdirSync, readFileSync } from 'node:fs';

/** Processes that carry the mark of a case in their environment or their arguments. Linux only. */
export function survivors(mark: string): readonly number[] {
  const found: number[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    try {
      const read = (file: string): string => readFileSync(`/proc/${name}/${file}`, 'latin1');
      if (!read('environ').includes(mark) && !read('cmdline').includes(mark)) continue;
      // What has ended and was not yet buried has an empty environment; still, ask.
      if (/\) [ZX] /.test(read('stat'))) continue;
      found.push(Number(name));
    } catch {
      // It has ended, or belongs to another user.
    }
  }
  return found;
}

/** Throws if any of them is still there after a moment: a signal takes its time. */
export async function checkSurvivors(mark: string, seconds: number): Promise<void> {
  const end = performance.now() + 1000 * seconds;
  for (let left = survivors(mark); left.length > 0; left = survivors(mark)) {
    if (performance.now() > end) {
      const words = left.map((pid) => {
        try {
          const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
          process.kill(pid, 'SIGKILL');
          return `${pid} (${words})`;
        } catch {
          return String(pid);
        }
      });
      throw new Error(`processes outlive the run: ${words.join(', ')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
