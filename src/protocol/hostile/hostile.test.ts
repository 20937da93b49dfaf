import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runCase } from './case.fixture.ts';
import { scriptOfMisdeeds } from './misdeeds.fixture.ts';
import type { Act, Script } from './script.fixture.ts';

/** A few cases of what `npm run fuzz` does by the thousand: see docs/how-an-answer-is-judged.md. */
const answer: Act = { kind: 'honest', deeds: [{ do: 'answer' }] };
const life = (...asks: readonly (readonly Act[])[]): Script => ({
  lives: [{ before: [], start: [answer], asks, stop: [] }],
});

describe.runIf(process.platform === 'linux')('an adapter that follows a script', () => {
  it('of no misdeeds passes', async () => {
    const { statuses, played } = await runCase(life([answer]));
    expect(new Set(statuses)).toEqual(new Set(['passed']));
    expect(played).toEqual(['honest']);
  });

  it('of one misdeed fails what it was asked then, and nothing else', async () => {
    const wrong: Act = {
      kind: 'no id',
      deeds: [{ do: 'write', to: 1, pieces: ['{"result":{"square":4}}\n'] }],
    };
    const { lives } = life([wrong]);
    const { statuses } = await runCase({ lives: [...lives, ...life().lives] });
    expect(statuses.filter((status) => status !== 'passed')).toEqual(['malformed']);
  });

  // Its later lives are honest: most of the time of a case goes into starting processes.
  const oneBadLife = scriptOfMisdeeds.map(({ lives }) => ({ lives: [lives[0], ...life().lives] }));
  it('of any misdeeds gets a verdict for every check, and does no harm', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(oneBadLife, async (script) => {
        await runCase(script);
      }),
      { numRuns: 10 },
    );
  });
});
