/**
 * Compiles the kernels to WebAssembly and writes them, as base64, beside what uses them in
 * reference/numerics. With --check: compares instead of writing, and fails if a file is out of date.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** Source in this folder, target in reference/numerics, name of the exported constant. */
const kernels = [
  { source: 'sweep.as', target: 'kernels.wasm.ts', constant: 'sweepModule' },
  { source: 'tiles.as', target: 'tiles.wasm.ts', constant: 'tilesModule' },
];

function compile(source: string): Buffer {
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve('assemblyscript/package.json')),
    'bin/asc.js',
  );
  const folder = mkdtempSync(join(tmpdir(), 'nishimori-kernels-'));
  try {
    copyFileSync(join(here, source), join(folder, 'kernel.ts')); // the compiler insists on .ts
    const options = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert'];
    execFileSync(process.execPath, [compiler, 'kernel.ts', ...options, '-o', 'kernel.wasm'], {
      cwd: folder,
      stdio: 'inherit',
    });
    return readFileSync(join(folder, 'kernel.wasm'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function render(source: string, constant: string): string {
  const lines =
    compile(source)
      .toString('base64')
      .match(/.{1,92}/g) ?? [];
  return [
    `/** Generated from scripts/kernels/${source} by scripts/kernels/build.ts. Do not edit. */`,
    `export const ${constant} =`,
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}

for (const { source, target, constant } of kernels) {
  const path = join(here, '../../reference/numerics', target);
  const text = render(source, constant);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    console.error(`reference/numerics/${target} is out of date: npm run kernels:build`);
    process.exitCode = 1;
  }
}
