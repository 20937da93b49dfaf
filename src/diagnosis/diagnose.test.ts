import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Implementation } from '../../oracles/implementation.ts';
import { findOracle } from '../../oracles/index.ts';
import { answering, mistakes, right } from '../../properties/mistakes/index.ts';
import { namesOf } from './diagnose.fixture.ts';
import { digitsExplained } from './explained.ts';

const wrong = (id: string): Implementation =>
  mistakes.find((mistake) => mistake.id === id)!.implementation([]);

describe('a run is explained', () => {
  it.each([
    ['no-onsager-term', 'golden:glm/gamp-trace/*'],
    ['alpha-inverted', 'golden:glm/gaussian-sign/*'],
    ['gibbs-for-bayes', 'golden:glm/generalisation-error/*'],
    ['kappa-star-squared', 'golden:hidden-manifold/coefficients/*'],
    ['loss-averaged-gradient-summed', 'golden:phase-retrieval/*'],
    ['single-precision', 'golden:erm/proximal/*'],
    ['dishonest-errors', 'golden:glm/prior-denoiser/*'],
    ['left-over-state', 'golden:glm/gaussian-sign/*'],
  ])('by %s', async (id, glob) => {
    const [first, second] = await namesOf(wrong(id), [glob]);
    expect([first?.id, second?.id]).toContain(id);
    expect(first?.page).toMatch(/^docs\/what-the-suite-catches\.md#[a-z0-9-]+$/);
    expect(first?.explains.length).toBeGreaterThan(0);
  });

  it('by nothing where all is right', async () => {
    expect(await namesOf(answering('right', right), ['golden:glm/prior-*'])).toEqual([]);
  });
});

describe('digits explained', () => {
  const oracle = findOracle('glm.prior-denoiser')!;
  const answer = (mean: number) => ({ mean, variance: 1, logPartition: 0 });
  const told = (got: number, mistaken: number): number | undefined =>
    digitsExplained(
      oracle,
      { check: '', oracle: oracle.id, params: {}, got: answer(got), right: answer(1) },
      answer(mistaken),
      1e-8,
    );

  it('are those of the difference, not of the number', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 10 }), fc.integer({ min: 1, max: 6 }), (off, n) => {
        expect(told(1 + off, 1 + off * (1 + 10 ** -n))).toBeCloseTo(n, 0);
      }),
    );
  });

  it('are none where the mistake claims another direction, all where it says the same', () => {
    expect(told(1.1, 0.9)).toBe(0);
    expect(told(1.1, 1.1)).toBe(16);
  });

  it('are not defined where neither says anything', () => {
    expect(told(1 + 1e-10, 1)).toBeUndefined();
  });

  it('are none where one side is no number', () => {
    expect(told(Number.NaN, 1.1)).toBe(0);
    expect(told(1.1, Number.NaN)).toBe(0);
  });
});
