import { describe, expect, it } from 'vitest';
import { DomainError, NoThresholdError } from '../errors.ts';
import { committeeFixedPoint } from './fixed-point.ts';
import { largeCommittee, largeUnspecialised } from './large.ts';
import { committeeThreshold } from './threshold.ts';

const relative = (x: number, y: number) => Math.abs(x / y - 1);

describe('thresholds of committee machines', () => {
  it('claim less than 1e−8 everywhere', () => {
    for (const units of [3, 4, 9, 25, 121, 998])
      for (const kind of ['specialisation', 'algorithmic'] as const) {
        const { value, error } = committeeThreshold(units, 'gaussian', kind);
        expect(error / value).toBeLessThan(1e-9);
        expect(value).toBeGreaterThan(units);
      }
  });

  it('what the literature prints is within its digits', () => {
    // K = 2, Gaussian: 2.04 read off a figure; κ and the plateau have no printed digits
    expect(committeeThreshold(2, 'gaussian', 'specialisation').value).toBeCloseTo(2.05, 1);
    // Printed 7.65: within half a percent
    const it = committeeThreshold('infinite', 'gaussian', 'information-theoretic').value;
    expect(relative(it, 7.65)).toBeLessThan(5e-3);
  });

  it('are refused where there is none, with the reason', () => {
    const none: readonly (readonly Parameters<typeof committeeThreshold>[number][])[] = [
      [2, 'gaussian', 'spinodal'],
      [3, 'rademacher', 'specialisation'],
      [3, 'gaussian', 'information-theoretic'],
      ['infinite', 'gaussian', 'specialisation'],
      ['infinite', 'rademacher', 'algorithmic'],
    ];
    for (const question of none)
      expect(() =>
        committeeThreshold(...(question as Parameters<typeof committeeThreshold>)),
      ).toThrow(NoThresholdError);
    for (const units of [1, 2.5, 1000, Number.NaN])
      expect(() => committeeThreshold(units, 'gaussian', 'specialisation')).toThrow(DomainError);
  });

  it('the specialised branch of many units begins at its spinodal', () => {
    const { value } = committeeThreshold('infinite', 'gaussian', 'spinodal');
    const near = largeCommittee(value * (1 + 1e-9), 'specialised');
    const further = largeCommittee(value * (1 + 4e-9), 'specialised');
    const furthest = largeCommittee(value * (1 + 9e-9), 'specialised');
    const steps = [
      further.specialisation.value - near.specialisation.value,
      furthest.specialisation.value - further.specialisation.value,
    ];
    expect(relative(steps[0], steps[1])).toBeLessThan(0.01);
    expect(() => largeCommittee(value * (1 - 1e-9), 'specialised')).toThrow(DomainError);
  });

  it('many units with few samples are continued by many units with many', () => {
    const few = largeUnspecialised(1e12);
    const many = largeCommittee(1, 'unspecialised');
    expect(relative(few.generalisationError.value, many.generalisationError.value)).toBeLessThan(
      1e-11,
    );
  });

  it('K = 2 and α below all of them: no branch but the unspecialised', () => {
    const begin = committeeThreshold(2, 'gaussian', 'specialisation').value;
    expect(() => committeeFixedPoint('gaussian', begin * (1 - 1e-12), 'specialised')).toThrow(
      DomainError,
    );
  });
});
