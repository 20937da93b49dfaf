/**
 * Compiles sweep.as to WebAssembly and writes it, as base64, to reference/numerics/kernels.wasm.ts.
 * With --check: compares instead of writing, and fails if the file is out of date.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '../../reference/numerics/kernels.wasm.ts');

function compile(): Buffer {
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve('assemblyscript/package.json')),
    'bin/asc.js',
  );
  const folder = mkdtempSync(join(tmpdir(), 'nishimori-kernels-'));
  try {
    copyFileSync(join(here, 'sweep.as'), join(folder, 'sweep.ts')); // the compiler insists on .ts
    const options = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert'];
    execFileSync(process.execPath, [compiler, 'sweep.ts', ...options, '-o', 'sweep.wasm'], {
      cwd: folder,
      stdio: 'inherit',
    });
    return readFileSync(join(folder, 'sweep.wasm'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function render(wasm: Buffer): string {
  const lines = wasm.toString('base64').match(/.{1,92}/g) ?? [];
  return [
    '/** Generated from scripts/kernels/sweep.as by scripts/kernels/build.ts. Do not edit. */',
    'export const sweepModule =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}

const text = render(compile());
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('reference/numerics/kernels.wasm.ts is out of date: npm run kernels:build');
    process.exitCode = 1;
  }
} else writeFileSync(target, text);
