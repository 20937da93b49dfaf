import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startVitest } from 'vitest/node';
import { packageRoot } from './package-root.ts';
import { referenceImplementation } from './protocol/reference.ts';
import { describeConformance } from './vitest.ts';

// The reference passes, as anybody's test file would say it.
describeConformance(referenceImplementation(), {
  oracles: ['glm.prior-denoiser', 'glm.generalisation-error'],
  kinds: ['golden', 'law', 'reference', 'witness'],
  runs: 5,
});

describe('describeConformance', () => {
  const folder = mkdtempSync(join(packageRoot(), 'node_modules/.conformance-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('fails, law by law, on an implementation with one wrong factor', {
    timeout: 60_000,
  }, async () => {
    const entry = join(packageRoot(), 'dist/src/vitest.js'); // built by `npm test`
    writeFileSync(
      join(folder, 'wrong.test.ts'),
      `import { describeConformance, implementation, skip } from ${JSON.stringify(entry)};
       describeConformance(
         implementation({
           name: 'wrong',
           answers: {
             'glm.prior-denoiser': ({ prior, precision, field }) => {
               if (prior.kind !== 'gaussian') skip('gaussian only');
               const g = 1 + precision * prior.variance;
               const mean = field * prior.variance / g;
               const logPartition = (field * mean - Math.log(g)) / 2;
               return { mean, variance: prior.variance / g ** 2, logPartition };
             },
           },
         }),
         { oracles: ['glm.prior-denoiser'], runs: 20 },
       );`,
    );
    const vitest = await startVitest('test', [], {
      root: folder,
      config: false,
      watch: false,
      reporters: [{}],
      include: ['wrong.test.ts'],
      server: { deps: { external: [/\/dist\//] } }, // as from node_modules
    });
    const tests = vitest.state.getTestModules().flatMap((m) => [...m.children.allTests()]);
    await vitest.close();
    process.exitCode = 0; // the inner run has failed, as it should
    const outcome = (id: string) => tests.find((t) => t.name.startsWith(`${id}:`))?.result();
    expect(outcome('glm/prior-denoiser-mean')?.state).toBe('passed');
    const broken = outcome('glm/prior-denoiser-variance');
    expect(broken?.state).toBe('failed');
    expect(broken?.errors?.[0]?.message).toContain('glm.prior-denoiser');
    expect(outcome('glm/score-averages')).toBeUndefined();
  });
});
