import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const oneThread = {
  OPENBLAS_NUM_THREADS: '1',
  OMP_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  BLIS_NUM_THREADS: '1',
};

/** Every Python here that has a module: the one on the path may come with another BLAS than the system's. */
export function pythonsWith(module: string): string[] {
  const found = new Set<string>();
  for (const python of [process.env.PYTHON, 'python3', '/usr/bin/python3']) {
    if (python === undefined) continue;
    const probe = spawnSync(python, ['-c', `import sys, ${module}; print(sys.executable)`], {
      encoding: 'utf8',
    });
    if (probe.status === 0) found.add(realpathSync(probe.stdout.trim()));
  }
  return [...found];
}

/** A Python script of this folder that does the same work on one thread when it is asked to. */
export interface Peer {
  /** What the script says of itself in its first line: a JSON string. */
  readonly label: string;
  /** Milliseconds of one repetition. */
  time(repetitions: number): Promise<number>;
  close(): void;
}

export async function startPeer(
  python: string,
  script: string,
  ...args: readonly (string | number)[]
): Promise<Peer> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(python, [file, ...args.map(String)], {
    env: { ...process.env, ...oneThread },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const line = await lines.next();
    if (line.done) throw new Error(`${python} ${script} ended early`);
    return line.value;
  };
  const label = JSON.parse(await next()) as string;
  return {
    label,
    time: async (repetitions) => {
      if (!child.stdin.write(`${repetitions}\n`)) await once(child.stdin, 'drain');
      return 1000 * Number(await next());
    },
    close: () => child.stdin.end(),
  };
}

/** Who takes part in a round: times one repetition of the work, in milliseconds. */
export interface Contestant {
  readonly samples: number[];
  readonly time: () => number | Promise<number>;
}

/** All in turns within the same run, so that a busy machine is busy for all; the first round warms up. */
export async function inTurns(rounds: number, contestants: readonly Contestant[]): Promise<void> {
  for (let round = 0; round <= rounds; round++)
    for (const { time, samples } of contestants) {
      const duration = await time();
      if (round > 0) samples.push(duration);
    }
}
