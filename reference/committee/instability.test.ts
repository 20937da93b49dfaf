import { expect, it } from 'vitest';
import { instability } from './instability.ts';
import { specialisation } from './transitions.ts';

it('two units: Fourier integrals and sectors of the plane agree', () => {
  const fourier = instability('test', 2);
  const plane = specialisation('gaussian').alpha;
  expect(Math.abs(fourier.value - plane.value)).toBeLessThanOrEqual(fourier.error + plane.error);
  expect(fourier.error / fourier.value).toBeLessThan(1e-11);
});

it('grows with every unit of the same parity', () => {
  for (const units of [3, 4, 7, 8])
    expect(instability('test', units + 2).value).toBeGreaterThan(instability('test', units).value);
});
