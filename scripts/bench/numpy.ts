import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('numpy_products.py', import.meta.url));
const oneThread = {
  OPENBLAS_NUM_THREADS: '1',
  OMP_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  BLIS_NUM_THREADS: '1',
};

/** Every Python here that has NumPy: the one on the path may come with another BLAS than the system's. */
export function pythonsWithNumpy(): string[] {
  const found = new Set<string>();
  for (const python of [process.env.PYTHON, 'python3', '/usr/bin/python3']) {
    if (python === undefined) continue;
    const probe = spawnSync(python, ['-c', 'import sys, numpy; print(sys.executable)'], {
      encoding: 'utf8',
    });
    if (probe.status === 0) found.add(realpathSync(probe.stdout.trim()));
  }
  return [...found];
}

/** A NumPy that computes the four products on one thread when it is asked to. */
export interface NumpyPeer {
  readonly label: string;
  /** Milliseconds for one iteration's products. */
  time(repetitions: number): Promise<number>;
  close(): void;
}

export async function startNumpy(python: string, n: number, d: number): Promise<NumpyPeer> {
  const child = spawn(python, [script, String(n), String(d)], {
    env: { ...process.env, ...oneThread },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const line = await lines.next();
    if (line.done) throw new Error(`${python} ${script} ended early`);
    return line.value;
  };
  const { numpy, blas } = JSON.parse(await next()) as { numpy: string; blas: string };
  return {
    label: `NumPy ${numpy}, ${blas}`,
    time: async (repetitions) => {
      if (!child.stdin.write(`${repetitions}\n`)) await once(child.stdin, 'drain');
      return 1000 * Number(await next());
    },
    close: () => child.stdin.end(),
  };
}
