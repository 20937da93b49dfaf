import { describe, expect, it } from 'vitest';
import { describeClusters, three } from './multiclass.fixture.ts';
import { multiclassFixedPoint } from './multiclass.ts';
import type { MulticlassProblem } from './multiclass-problem.ts';

describeClusters('square');

describe('K clusters', () => {
  it('square loss: any number of classes', () => {
    const K = 7;
    const r = multiclassFixedPoint({
      loss: 'square',
      alpha: 3,
      lambda: 0.1,
      bias: 'none',
      probabilities: new Array(K).fill(1 / K),
      spectrum: {
        weights: [1],
        covariance: [1],
        means: [
          Array.from({ length: K }, (_, k) => Array.from({ length: K }, (_, l) => +(k === l))),
        ],
      },
    });
    expect(r.generalisationError.value).toBeLessThan(1 - 1 / K);
    expect(r.generalisationError.error).toBeLessThan(0.01);
    expect(r.generalisationError.error).toBeGreaterThan(0);
  });

  it('refuses what it cannot mean or cannot do', () => {
    const bad = (change: Partial<MulticlassProblem>) => () => multiclassFixedPoint(three(change));
    expect(bad({ loss: 'hinge' as 'square' })).toThrow(/"square" or "softmax"/);
    expect(bad({ probabilities: [1] })).toThrow(/at least 2/);
    expect(bad({ probabilities: [0.5, 0.5] })).toThrow(/shape of spectrum.means/);
    const ragged = [
      [1, 0, 0],
      [0, 1],
      [0, 0, 1],
    ];
    expect(bad({ spectrum: { weights: [1], covariance: [1], means: [ragged] } })).toThrow(
      /shape of spectrum.means/,
    );
    const { spectrum } = three();
    const asymmetric = [
      [1, 2, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    expect(bad({ spectrum: { ...spectrum, means: [asymmetric, asymmetric] } })).toThrow(/Gram/);
    const many = 6;
    expect(() =>
      multiclassFixedPoint({
        ...three(),
        probabilities: new Array(many).fill(1 / many),
        spectrum: {
          weights: [1],
          covariance: [1],
          means: [Array.from({ length: many }, () => new Array(many).fill(0))],
        },
      }),
    ).toThrow(/number of classes with softmax loss/);
  });
});
