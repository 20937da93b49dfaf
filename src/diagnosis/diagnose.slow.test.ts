import { expect, it } from 'vitest';
import { answering, right } from '../../properties/mistakes/index.ts';
import { namesOf } from './diagnose.fixture.ts';

it('a run is explained by nothing where numbers are merely wrong', async () => {
  let count = 0;
  const off = (value: unknown): unknown =>
    typeof value === 'number'
      ? value * (1 + 0.01 * Math.sin(++count))
      : Array.isArray(value)
        ? value.map(off)
        : value;
  const memory = new Map<string, object>();
  const perturbed = answering('perturbed', (oracle, params) => {
    const key = oracle + JSON.stringify(params);
    const result =
      memory.get(key) ??
      Object.fromEntries(Object.entries(right(oracle, params)).map(([f, x]) => [f, off(x)]));
    memory.set(key, result);
    return result;
  });
  const globs = ['golden:glm/g*', 'golden:erm/proximal/*', 'golden:phase-retrieval/gradient'];
  expect(await namesOf(perturbed, globs)).toEqual([]);
});
