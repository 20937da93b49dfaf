import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { writeNpy } from '../npy.ts';

/** What may be seen nowhere. As a number it would be the answer to x = 2, if it were read. */
const secretText = 'CANARY-7f3a9b';
const secretNumber = 271828.1828459;
const secrets = [secretText, '271828', '7f3a9b'];

/** A folder beside the scratch folder, into which an adapter leads the harness if it can. */
export function layCanaries(outside: string): void {
  mkdirSync(join(outside, 'inner'), { recursive: true });
  const npy = writeNpy({ shape: [4], data: Float64Array.of(1, 2, secretNumber, 8) });
  for (const name of ['secret.npy', 'inner/secret.npy', 'victim.npy'])
    writeFileSync(join(outside, name), npy);
  writeFileSync(join(outside, 'secret.txt'), secretText);
  writeFileSync(join(outside, 'question-1.npy'), secretText);
}

/** Every file with its content, when it was written, and its mode. */
export function inventory(folder: string): string {
  const lines: string[] = [];
  const visit = (path: string): void => {
    const { mode, mtimeMs } = lstatSync(path);
    const type = mode & 0o170000;
    lines.push(`${path} ${mode.toString(8)} ${mtimeMs}`);
    if (type === 0o040000) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else if (type === 0o120000) lines.push(readlinkSync(path));
    else if (type === 0o100000)
      lines.push(createHash('sha256').update(readFileSync(path)).digest('hex'));
  };
  visit(folder);
  return lines.join('\n');
}

export function checkSecrets(what: string, text: string): void {
  for (const secret of secrets)
    if (text.includes(secret)) throw new Error(`${what} tells a secret: ${secret}`);
}
