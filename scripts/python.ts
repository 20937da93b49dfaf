import { spawn, spawnSync } from 'node:child_process';

/**
 * The first Python that can import `modules`. Debian's packages belong to /usr/bin/python3, which
 * need not be the `python3` of the PATH.
 */
export function findPython(...modules: readonly string[]): string | null {
  const probe = modules.map((m) => `import ${m}`).join(';');
  const candidates = [process.env.PYTHON, 'python3', '/usr/bin/python3'];
  return (
    candidates.find(
      (python) =>
        python !== undefined && spawnSync(python, ['-c', probe], { stdio: 'ignore' }).status === 0,
    ) ?? null
  );
}

/** Runs a filter: `lines` to its standard input, its standard output split into lines. */
export function filter(
  command: string,
  args: readonly string[],
  lines: readonly string[],
): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.on('error', reject);
    child.on('close', (status) =>
      status === 0
        ? resolve(output.split('\n').filter((line) => line !== ''))
        : reject(new Error(`${command} ${args.join(' ')} ended with status ${status}`)),
    );
    child.stdin.end(`${lines.join('\n')}\n`);
  });
}
