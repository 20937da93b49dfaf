import { describe, expect, it } from 'vitest';
import { findEvidence } from '../../src/evidence.ts';
import {
  observables,
  predictionFor,
  type Question,
} from '../../src/sweep/sweeps/gaussian-equivalence.ts';
import { falseAlarm, testsOf, verdictsOn } from './gaussian-equivalence.ts';

describe('Gaussian equivalence', () => {
  const evidence = findEvidence('gaussian-equivalence');
  const failed = (predict?: Parameters<typeof verdictsOn>[1]) =>
    testsOf(verdictsOn(evidence, predict)).filter(({ value, most }) => value > most);

  it('is of all four non-linearities, two losses, both kinds of features, and several sizes', () => {
    const verdicts = verdictsOn(evidence);
    expect(verdicts).toHaveLength(4 * 2 * 2 * Object.keys(observables).length);
    for (const { freedom } of verdicts) expect(freedom).toBeGreaterThanOrEqual(2);
  });

  it(`agrees with the replica prediction in the limit (false alarm ${falseAlarm})`, () => {
    expect(failed()).toEqual([]);
  });

  it('would tell a penalty that is off by five per cent, or a sample per feature in twenty', () => {
    const other = (change: (q: Question) => Partial<Question>) => (q: Question) =>
      predictionFor({ ...q, ...change(q) });
    expect(failed(other(({ lambda }) => ({ lambda: 1.05 * lambda }))).length).toBeGreaterThan(0);
    expect(failed(other(({ samples }) => ({ samples: 0.95 * samples }))).length).toBeGreaterThan(0);
    expect(
      failed(other(({ dimension }) => ({ dimension: 0.95 * dimension }))).length,
    ).toBeGreaterThan(0);
  });

  it('of non-linear features is approached from below by the error, as 1/d', () => {
    for (const { activation, loss, model, observable, bias, biasError } of verdictsOn(evidence))
      if (observable === 'generalisationError' && model === 'non-linear' && loss === 'square') {
        expect(bias, activation).toBeLessThan(0);
        expect(Math.abs(bias), activation).toBeLessThan(3 + 4 * biasError);
      }
  });
});
