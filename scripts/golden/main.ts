import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import picomatch from 'picomatch';
import { differences } from '../../src/distance.ts';
import { type Golden, readGolden } from '../../src/golden.ts';
import { packageInfo, packageRoot } from '../../src/package-root.ts';
import { type Disagreement, derive, named } from './derive.ts';
import { questionHash, readIndex, writeIndex } from './ids.ts';
import { drawMissingInstances } from './instances.ts';
import type { WitnessScript } from './recipe.ts';

/**
 * npm run golden:build [-- <glob>…]     computes golden values anew and writes them
 * npm run golden:verify [-- <glob>…]    computes them anew and compares with the files
 *
 * --witness <script>  with verify: only this witness (repeatable); "none": only the reference
 */
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { witness: { type: 'string', multiple: true } },
});
const [mode, ...globs] = positionals;
if (mode !== 'build' && mode !== 'verify') throw new Error('say build or verify');
if (mode === 'build' && options.witness)
  throw new Error('a golden value is written with all its witnesses: --witness goes with verify');

const log = (text: string) => process.stderr.write(`${text}\n`);
const scripts = options.witness as WitnessScript[] | undefined;
const version = packageInfo().version;

for (const file of drawMissingInstances()) log(`drew       golden/${file}`);
// Recipes name instances by checksum, so they can be read only once the instances are there.
const { recipes } = await import('./recipes/index.ts');

const wanted = globs.length === 0 ? () => true : picomatch(globs);
const chosen = recipes.filter((r) => wanted(r.id));
if (chosen.length === 0) throw new Error(`no recipe matches ${globs.join(' ')}`);

const { golden, disagreements } = await derive(chosen, {
  version,
  log,
  ...(scripts ? { scripts } : {}),
});
const problems: Disagreement[] = [...disagreements];

const root = join(packageRoot(), 'golden');
const fileOf = (id: string) => join(root, 'values', `${id}.json`);
const stored = new Map(readGolden().map((g) => [g.id, g]));

for (const fresh of golden) {
  const old = stored.get(fresh.id);
  if (!old) {
    if (mode === 'verify')
      problems.push({
        id: fresh.id,
        field: 'not in golden/values',
        difference: Number.NaN,
        allowed: 0,
      });
    continue;
  }
  problems.push(...changes(old, fresh));
}
if (mode === 'verify' && globs.length === 0)
  for (const id of stored.keys())
    if (!recipes.some((r) => r.id === id))
      problems.push({ id, field: 'has no recipe', difference: Number.NaN, allowed: 0 });

for (const { id, field, difference, allowed } of problems)
  log(
    `DISAGREES  ${id}, ${field}` +
      (Number.isNaN(difference)
        ? ''
        : `: difference ${difference.toPrecision(3)}, allowed ${allowed.toPrecision(3)}`),
  );

if (mode === 'build' && problems.length === 0) {
  const index = { ...readIndex() };
  for (const g of golden) {
    index[g.id] ??= questionHash(g);
    mkdirSync(dirname(fileOf(g.id)), { recursive: true });
    writeFileSync(fileOf(g.id), `${JSON.stringify(keepVersion(g, stored.get(g.id)), null, 2)}\n`);
  }
  writeIndex(index);
  log(`wrote ${golden.length} golden values`);
}
if (mode === 'verify')
  log(
    `${golden.length - new Set(problems.map((p) => p.id)).size} of ${golden.length} golden values agree`,
  );
process.exitCode = problems.length === 0 ? 0 : 1;

/** A value that comes out the same keeps the version that first computed it. */
function keepVersion(fresh: Golden, old: Golden | undefined): Golden {
  return old?.provenance.version
    ? { ...fresh, provenance: { ...fresh.provenance, version: old.provenance.version } }
    : fresh;
}

/** The new derivation against the file: same questions, values within both errors. */
function changes(old: Golden, fresh: Golden): Disagreement[] {
  if (questionHash(old) !== questionHash(fresh))
    return [
      {
        id: old.id,
        field: 'asks another question: give it another id',
        difference: Number.NaN,
        allowed: 0,
      },
    ];
  return old.cases.flatMap((c, i) =>
    named(old.id, `case ${i}, file`, differences(fresh.cases[i]!, c)),
  );
}
