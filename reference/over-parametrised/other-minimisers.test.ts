import { expect, test } from 'vitest';
import { matrixFromRows, multiply, rowOf } from '../numerics/matrix.ts';
import { identity } from '../numerics/small-matrix.ts';
import { certificateProblem } from './certificate-problem.ts';
import { otherMinimisers } from './other-minimisers.ts';

test('no proof is offered where the squares of the inputs depend on each other', () => {
  // Four inputs of a plane, whose symmetric matrices have dimension three, and one outside it
  const dependent = matrixFromRows('test', 'inputs', [
    [1, 0, 0],
    [1, 1, 0],
    [1, 2, 0],
    [1, 3, 0],
    [1, 1, 1],
  ]);
  const proof = otherMinimisers(certificateProblem(dependent, Float64Array.of(1, 0, 0)));
  expect(proof(identity(2))).toBeNull();
});

test('one that is found leaves every label as it is', () => {
  const inputs = matrixFromRows('test', 'inputs', [
    [1, 0.5, 0],
    [1, 0, 2],
    [1, -1, 1],
  ]);
  const problem = certificateProblem(inputs, Float64Array.of(1, 0, 0));
  const H = otherMinimisers(problem)(identity(2));
  if (H === null) throw new Error('three equations for the three of (a, b)');
  for (let k = 0; k < 3; k++) {
    const x = rowOf(problem.inputs, k);
    const label = multiply(H, x).reduce((sum, y, i) => sum + y * x[i], 0);
    expect(Math.abs(label)).toBeLessThan(1e-14);
  }
});
